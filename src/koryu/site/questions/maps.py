"""The map of an answer: the things that have a point, and the ways between those that stand in one row."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from koryu.queries.binding import bind
from koryu.queries.results import ResultTable
from koryu.rdf.ntriples import iri, is_iri, value
from koryu.site.drawing.maps import Map, Place, Way, draw_map
from koryu.site.editions.edition import Edition
from koryu.site.editions.roles import AREA, LATITUDE, LONGITUDE, roles_of
from koryu.site.frame.labels import Label, Labels

_MOST: Final = 1000  # things of one map
_POINTS: Final = """
SELECT DISTINCT ?thing ?latitude ?longitude WHERE {
  VALUES ?thing { UNDEF }
  {
    VALUES ?north { UNDEF }
    VALUES ?east { UNDEF }
    ?thing ?north ?latitude ; ?east ?longitude .
  } UNION {
    VALUES ?area { UNDEF }
    VALUES ?north { UNDEF }
    VALUES ?east { UNDEF }
    ?thing ?area ?there .
    ?there ?north ?latitude ; ?east ?longitude .
  }
}
ORDER BY ?thing ?latitude ?longitude
"""
Point = tuple[float, float]


def map_of(result: ResultTable, columns: Sequence[str], labels: Labels) -> Map | None:
    """Draw the things of some columns of an answer, and ways from each to that of the next column.

    If no columns are named, the first one whose things have points is drawn. None if there is no point.
    """
    names = list(columns) or [column.name for column in result.columns if column.type == "thing"]
    rows = _rows(result, names)
    points = points_of(labels.edition, _some(itertools.chain.from_iterable(rows)))
    if not columns:
        rows = _first(rows, points)
    weights = Counter(thing for row in rows for thing in row if thing in points)
    named = labels.of(weights)
    places = {thing: _place(points[thing], named[thing], weight) for thing, weight in weights.items()}
    return draw_map(list(places.values()), [Way(places[a], places[b]) for a, b in _pairs(rows, places)])


def points_of(edition: Edition, things: Sequence[str]) -> dict[str, Point]:
    """Find the points of things, given as IRIs: their own, else those of the areas that they are of."""
    roles = roles_of(edition)
    if not things:
        return {}
    holes = {"thing": [iri(each) for each in things], "area": roles.bound(AREA)}
    holes |= {"north": roles.bound(LATITUDE), "east": roles.bound(LONGITUDE)}
    found: dict[str, Point] = {}
    for thing, latitude, longitude in edition.store.select(bind(_POINTS, holes)).rows:
        if thing and latitude and longitude:
            found.setdefault(value(thing), (float(value(latitude)), float(value(longitude))))
    return found


def _rows(result: ResultTable, names: Sequence[str]) -> list[list[str]]:
    """The things of each row, one for each column; empty where there is none."""
    places = [result.header.index(name) for name in names]
    return [
        [next((value(each) for each in row[place] if is_iri(each)), "") for place in places]
        for row in result.terms
    ]


def _some(things: Iterable[str]) -> list[str]:
    return list(itertools.islice(dict.fromkeys(each for each in things if each), _MOST))


def _first(rows: list[list[str]], points: dict[str, Point]) -> list[list[str]]:
    """Keep the first column that has a point."""
    for column in zip(*rows, strict=True):
        if any(thing in points for thing in column):
            return [[thing] for thing in column]
    return []


def _pairs(rows: list[list[str]], places: dict[str, Place]) -> list[tuple[str, str]]:
    """The pairs that are neighbours in a row, each once in whichever direction."""
    found: dict[frozenset[str], tuple[str, str]] = {}
    for row in rows:
        shown = [thing for thing in row if thing in places]
        for pair in itertools.pairwise(shown):
            if pair[0] != pair[1]:
                found.setdefault(frozenset(pair), pair)
    return list(found.values())


def _place(point: Point, label: Label, weight: int) -> Place:
    return Place(*point, label.text, label.lang, label.href, weight)
