"""What names a thing: by property, counted, and some of each or a page of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from koryu.queries.binding import bind
from koryu.rdf.ntriples import iri, is_iri, literal, value
from koryu.site.editions.edition import Edition
from koryu.site.editions.ontology import SUB_PROPERTY
from koryu.site.frame.labels import Label, Labels

FIRST: Final = 12  # things that are named before the link to all
PAGE: Final = 100  # things on a page of all
_SORTED: Final = 400  # things of a property that are sorted by what they are called
_COUNTS: Final = """
SELECT ?property (COUNT(DISTINCT ?subject) AS ?n) WHERE {
  VALUES ?thing { UNDEF }
  VALUES ?own { UNDEF }
  ?subject ?property ?thing .
  FILTER(ISIRI(?subject) && ?subject != ?thing && !STRSTARTS(STR(?subject), ?own))
}
GROUP BY ?property
"""
_SUBJECTS: Final = """
SELECT DISTINCT ?subject WHERE {{
  VALUES ?thing {{ UNDEF }}
  VALUES ?own {{ UNDEF }}
  VALUES ?property {{ UNDEF }}
  ?subject ?property ?thing .
  FILTER(ISIRI(?subject) && ?subject != ?thing && !STRSTARTS(STR(?subject), ?own))
}}
OFFSET {offset} LIMIT {limit}
"""


@dataclass(frozen=True)
class Incoming:
    """Things that name a thing by one property: how many, and some of them."""

    property: Label
    count: int
    things: list[Label]


def incoming_of(edition: Edition, thing: str, labels: Labels, passed: Sequence[str] = ()) -> list[Incoming]:
    """List what names a thing, but not its own parts; the properties ``passed`` are shown elsewhere.

    A subproperty is left out beside its superproperty, by which the same things name it.
    """
    named = {property_: n for property_, n in _counts(edition, thing).items() if property_ not in passed}
    counts = {property_: n for property_, n in named.items() if not _is_told(edition, property_, named)}
    some = {each: _subjects(edition, thing, each, 0, _SORTED) for each in counts}
    labels.of([*counts, *(subject for subjects in some.values() for subject in subjects)])
    found = [Incoming(labels[each], n, _sorted(some[each], labels)[:FIRST]) for each, n in counts.items()]
    return sorted(found, key=lambda each: (-each.count, each.property.text))


def _is_told(edition: Edition, property_: str, counts: Mapping[str, int]) -> bool:
    wider = edition.ontology.supers(iri(property_), SUB_PROPERTY)
    return any(counts.get(value(each), 0) >= counts[property_] for each in wider)


def incoming_page(
    edition: Edition, thing: str, property_: str, page: int, labels: Labels
) -> tuple[Incoming, int] | None:
    """Take a page of what names a thing by one property, and the number of the last; None if nothing does."""
    count = _counts(edition, thing).get(property_, 0)
    last = max(1, -(-count // PAGE))
    if not count or not 1 <= page <= last:
        return None
    things = labels.of(_subjects(edition, thing, property_, (page - 1) * PAGE, PAGE))
    return Incoming(labels[property_], count, list(things.values())), last


def _counts(edition: Edition, thing: str) -> dict[str, int]:
    rows = edition.store.select(bind(_COUNTS, _terms(thing))).rows
    return {value(property_): int(value(n)) for property_, n in rows if property_ and n}


def _subjects(edition: Edition, thing: str, property_: str, offset: int, limit: int) -> list[str]:
    query = _SUBJECTS.format(offset=offset, limit=limit)
    rows = edition.store.select(bind(query, {**_terms(thing), "property": [iri(property_)]})).rows
    return [value(subject) for (subject,) in rows if subject and is_iri(subject)]


def _terms(thing: str) -> dict[str, list[str]]:
    return {"thing": [iri(thing)], "own": [literal(f"{thing}#")]}


def _sorted(things: Sequence[str], labels: Labels) -> list[Label]:
    """Sort things by what they are called; parts of one thing that are called alike are one."""
    found = {(label.iri.partition("#")[0], label.text): label for label in labels.of(things).values()}
    return sorted(found.values(), key=lambda each: (each.text.casefold(), each.iri))
