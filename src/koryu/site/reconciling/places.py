"""The places of an edition, as they are compared."""

from __future__ import annotations

from dataclasses import dataclass

from koryu.matching.places import Place
from koryu.site.editions.edition import Edition


@dataclass(frozen=True)
class Places:
    """The places of an edition, by their IRIs; none in a project that does not say what its places are."""

    by_iri: dict[str, Place]


def places_of(edition: Edition) -> Places:
    """Read the places of an edition, once."""
    return edition.once(_read)


def _read(_edition: Edition) -> Places:
    return Places({})
