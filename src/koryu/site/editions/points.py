"""Where things lie: their own point, or that of the territory that they serve."""

from __future__ import annotations

from collections.abc import Iterable

from koryu.rdf.ntriples import is_iri, value
from koryu.site.editions.edition import Edition
from koryu.site.editions.roles import AREA, LATITUDE, LONGITUDE, roles_of
from koryu.site.editions.said import Said, said_of

Point = tuple[float, float]  # latitude and longitude, degrees of WGS 84


def points_of(edition: Edition, things: Iterable[str]) -> dict[str, Point]:
    """Find the points of things, of those that have one; of several the first."""
    wanted = list(things)
    found = _points(edition, wanted)
    others = [each for each in wanted if each not in found]
    areas = said_of(edition, others, roles_of(edition).terms(AREA))
    places = {thing: sorted(value(o) for _, o in said if is_iri(o)) for thing, said in areas.items()}
    points = _points(edition, [each for some in places.values() for each in some])
    for thing, some in places.items():
        if point := next((points[each] for each in some if each in points), None):
            found[thing] = point
    return found


def _points(edition: Edition, things: Iterable[str]) -> dict[str, Point]:
    roles = roles_of(edition)
    north, east = roles.terms(LATITUDE), roles.terms(LONGITUDE)
    said = said_of(edition, things, north | east)
    points = {thing: _point(some, north, east) for thing, some in said.items()}
    return {thing: point for thing, point in points.items() if point}


def _point(said: Said, north: frozenset[str], east: frozenset[str]) -> Point | None:
    latitudes = sorted(value(term) for property_, term in said if property_ in north)
    longitudes = sorted(value(term) for property_, term in said if property_ in east)
    try:
        point = float(latitudes[0]), float(longitudes[0])
    except (ValueError, IndexError):
        return None
    return point if abs(point[0]) <= 90 and abs(point[1]) <= 180 else None
