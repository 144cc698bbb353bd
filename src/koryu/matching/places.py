"""A place as it is compared: what a dataset says of it, ours or another, in one form.

Terms of the vocabulary, such as levels and types, and the properties that hold codes are given by their
IRIs, which the stored queries of ``queries/link`` translate those of other datasets into.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from koryu.sssom.mappings import EXACT


class NameKind(StrEnum):
    """How a name names."""

    LABEL = "label"
    ALTERNATIVE = "alternative"
    FORMER = "former"
    PRINTED = "as printed"


@dataclass(frozen=True)
class PlaceName:
    """A name, as it is written. ``language``: a tag, or None. ``until``: the last day it was in use."""

    text: str
    language: str | None = None
    kind: NameKind = NameKind.LABEL
    until: date | None = None


@dataclass(frozen=True)
class Place:
    """A place.

    ``iri``: its own. ``country``: ISO 3166-1 alpha-2. ``level``, ``type``: IRIs of concepts; None where the
    dataset says nothing that is a level or a type of government, such as a railway station's.
    ``codes``: by the IRI of our property, such as that of dantai codes. ``point``: latitude and longitude in
    degrees, WGS 84. ``parents``: IRIs in the place's own dataset, the nearest first. ``since`` is the first
    day that it existed, ``until`` the first on which it did not. ``relation``: the predicate of a mapping to
    it, skos:closeMatch where it is no government.
    """

    iri: str
    names: tuple[PlaceName, ...]
    country: str | None = None
    level: str | None = None
    type: str | None = None
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    point: tuple[float, float] | None = None
    parents: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    relation: str = EXACT
