"""What is said of many things at once with some properties, and what says something of them.

Two lists of VALUES for one pattern would be multiplied, and then joined with all that the pattern finds; so
the things are listed, and the properties tested.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from koryu.queries.binding import bind
from koryu.rdf.ntriples import iri, value
from koryu.site.editions.edition import Edition

_AT_ONCE: Final = 1000  # things of one query
_SAID: Final = """
SELECT DISTINCT ?thing ?property ?value WHERE {
  VALUES ?thing { UNDEF }
  ?thing ?property ?value .
  FILTER EXISTS {
    VALUES ?property { UNDEF }
  }
}
"""
_SAYING: Final = """
SELECT DISTINCT ?thing ?property ?value WHERE {
  VALUES ?thing { UNDEF }
  ?value ?property ?thing .
  FILTER EXISTS {
    VALUES ?property { UNDEF }
  }
}
"""

Said = list[tuple[str, str]]  # the IRI of a property, and a value as a term


def said_of(edition: Edition, things: Iterable[str], properties: Iterable[str]) -> dict[str, Said]:
    """Find what is said of things with properties, all given by their IRIs."""
    return _found(edition, _SAID, things, properties)


def saying_of(edition: Edition, things: Iterable[str], properties: Iterable[str]) -> dict[str, Said]:
    """Find what says something of things with properties."""
    return _found(edition, _SAYING, things, properties)


def _found(edition: Edition, query: str, things: Iterable[str], properties: Iterable[str]) -> dict[str, Said]:
    found: defaultdict[str, Said] = defaultdict(list)
    by = [iri(each) for each in sorted(set(properties))]
    for some in _some(sorted({iri(each) for each in things})) if by else ():
        for thing, property_, term in edition.store.select(bind(query, {"thing": some, "property": by})).rows:
            if thing and property_ and term:
                found[value(thing)].append((value(property_), term))
    return dict(found)


def _some(terms: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(terms), _AT_ONCE):
        yield terms[start : start + _AT_ONCE]
