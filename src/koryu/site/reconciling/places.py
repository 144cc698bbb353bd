"""The places of an edition, as they are compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from koryu.linking.datasets import ours
from koryu.linking.kept import read_ours
from koryu.linking.places import QUERIES
from koryu.matching.index import Index
from koryu.matching.places import Place
from koryu.site.editions.edition import Edition


@dataclass(frozen=True)
class Places:
    """The places of an edition, by their IRIs; none in a project that does not say what its places are."""

    by_iri: dict[str, Place]

    @cached_property
    def index(self) -> Index:
        """The index that finds them."""
        return Index(self.by_iri.values())

    @property
    def scripts(self) -> list[str]:
        """The names of a place that has many of them, so that all scripts are among them."""
        most = max(self.by_iri.values(), key=lambda each: len(each.names), default=None)
        return [each.text for each in most.names] if most else []

    @cached_property
    def countries(self) -> frozenset[str]:
        """The codes of the countries that places are in."""
        return frozenset(each.country for each in self.by_iri.values() if each.country)

    @cached_property
    def levels(self) -> frozenset[str]:
        """The IRIs of the levels that places are of."""
        return frozenset(each.level for each in self.by_iri.values() if each.level)

    @cached_property
    def types(self) -> frozenset[str]:
        """The IRIs of the types that places are of."""
        return frozenset(each.type for each in self.by_iri.values() if each.type)

    @cached_property
    def schemes(self) -> dict[str, frozenset[str]]:
        """The properties that codes are values of, by the codes that any place has."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for place in self.by_iri.values():
            for scheme, codes in place.codes.items():
                for code in codes:
                    found[code].add(scheme)
        return {code: frozenset(schemes) for code, schemes in found.items()}

    @cached_property
    def by_code(self) -> dict[str, list[str]]:
        """The IRIs of places by their codes, of whatever scheme."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for iri, place in self.by_iri.items():
            for code in frozenset[str]().union(*place.codes.values()):
                found[code].append(iri)
        return dict(found)

    @cached_property
    def code_properties(self) -> frozenset[str]:
        """All properties that codes of places are values of."""
        return frozenset().union(*self.schemes.values())


def places_of(edition: Edition) -> Places:
    """Read the places of an edition, once."""
    return edition.once(_read)


def _read(edition: Edition) -> Places:
    dataset = ours(edition.settings)
    if not all(dataset.has_query(name) for name in QUERIES):
        return Places({})
    return Places({each.iri: each for each in read_ours(edition.settings, edition.path)})
