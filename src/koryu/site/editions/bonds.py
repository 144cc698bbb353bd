"""The bonds of an edition, such as affiliations: who is bound to whom, and since when."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

from koryu.queries.binding import bind
from koryu.rdf.ntriples import is_iri, value
from koryu.site.editions.edition import Edition
from koryu.site.editions.roles import BOND, EARLIEST, PARTY, roles_of

_MOST: Final = 100_000  # rows that a page is made of; a graph of more is shown in part
_PARTIES: Final = f"""
SELECT DISTINCT ?bond ?party WHERE {{
  VALUES ?class {{ UNDEF }}
  ?bond a ?class ; ?member ?party .
  FILTER EXISTS {{
    VALUES ?member {{ UNDEF }}
  }}
}}
LIMIT {_MOST}
"""
_BEGINNINGS: Final = f"""
SELECT DISTINCT ?bond ?date WHERE {{
  VALUES ?class {{ UNDEF }}
  ?bond a ?class ; ?begins ?date .
  FILTER EXISTS {{
    VALUES ?begins {{ UNDEF }}
  }}
}}
LIMIT {_MOST}
"""


@dataclass(frozen=True)
class Bonds:
    """Who is bound to whom, by the IRIs of the bonds."""

    parties: dict[str, list[str]]
    beginnings: dict[str, str]

    @cached_property
    def pairs(self) -> Counter[tuple[str, str]]:
        """How many bonds each two have."""
        return Counter(pair for parties in self.parties.values() for pair in combinations(sorted(parties), 2))

    @cached_property
    def others(self) -> dict[str, list[str]]:
        """The parties that each party is bound to."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for first, second in self.pairs:
            if first != second:
                found[first].add(second)
                found[second].add(first)
        return {party: sorted(some) for party, some in found.items()}

    @cached_property
    def degrees(self) -> Counter[str]:
        """How many bonds each party has."""
        return Counter(party for parties in self.parties.values() for party in parties)

    @cached_property
    def decades(self) -> list[tuple[int, int]]:
        """How many began in each decade from the first to the last, by its first year."""
        found = Counter(int(date[:4]) // 10 * 10 for date in self.beginnings.values())
        return [(each, found[each]) for each in range(min(found), max(found) + 1, 10)] if found else []


def bonds_of(edition: Edition) -> Bonds:
    """Read the bonds of an edition, once."""
    return edition.once(_read_bonds)


def _read_bonds(edition: Edition) -> Bonds:
    roles = roles_of(edition)
    terms = {"class": roles.bound(BOND), "member": roles.bound(PARTY), "begins": roles.bound(EARLIEST)}
    parties: defaultdict[str, list[str]] = defaultdict(list)
    for bond, party in edition.store.select(bind(_PARTIES, terms)).rows:
        if bond and party and is_iri(party):
            parties[value(bond)].append(value(party))
    beginnings: dict[str, str] = {}
    for bond, date in edition.store.select(bind(_BEGINNINGS, terms)).rows:
        if bond and date and value(date)[:4].isdecimal():
            beginnings[value(bond)] = min(value(date), beginnings.get(value(bond), "9999"))
    return Bonds(dict(parties), beginnings)
