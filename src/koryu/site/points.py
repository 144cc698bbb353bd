"""Where things lie: their own point, or that of the territory that they serve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from koryu.queries.binding import bind
from koryu.rdf.ntriples import iri, value
from koryu.site.edition import Edition
from koryu.site.roles import AREA, LATITUDE, LONGITUDE, roles_of

_AT_ONCE: Final = 2000  # things of one query
_POINTS: Final = """
SELECT ?thing ?lat ?long WHERE {
  VALUES ?thing { UNDEF }
  VALUES ?latitude { UNDEF }
  VALUES ?longitude { UNDEF }
  ?thing ?latitude ?lat ; ?longitude ?long .
}
"""
_POINTS_OF_AREAS: Final = """
SELECT ?thing ?lat ?long WHERE {
  VALUES ?thing { UNDEF }
  VALUES ?area { UNDEF }
  VALUES ?latitude { UNDEF }
  VALUES ?longitude { UNDEF }
  ?thing ?area ?place .
  ?place ?latitude ?lat ; ?longitude ?long .
}
"""

Point = tuple[float, float]  # latitude and longitude, degrees of WGS 84


def points_of(edition: Edition, things: Iterable[str]) -> dict[str, Point]:
    """Find the points of things, of those that have one; of several the first."""
    wanted = sorted({iri(each) for each in things})
    found: dict[str, Point] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        for query in (_POINTS, _POINTS_OF_AREAS):
            for thing, point in _answers(edition, query, wanted[start : start + _AT_ONCE]):
                found.setdefault(thing, point)
    return found


def _answers(edition: Edition, query: str, things: list[str]) -> list[tuple[str, Point]]:
    roles = roles_of(edition)
    terms: Mapping[str, list[str]] = {
        "thing": things,
        "area": roles.bound(AREA),
        "latitude": roles.bound(LATITUDE),
        "longitude": roles.bound(LONGITUDE),
    }
    rows = edition.store.select(bind(query, terms)).rows
    return sorted(
        (value(thing), point)
        for thing, latitude, longitude in rows
        if thing and (point := _point(latitude, longitude))
    )


def _point(latitude: str | None, longitude: str | None) -> Point | None:
    try:
        point = float(value(latitude or "")), float(value(longitude or ""))
    except ValueError:
        return None
    return point if abs(point[0]) <= 90 and abs(point[1]) <= 180 else None
