"""Maps drawn on the server, as shapes of an SVG: land, grid, ways between places, and the places.

The view is what holds all places and ways, turned so that no meridian cuts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from koryu.site.drawing.land import Ring, read_land
from koryu.site.drawing.projection import Array, great_circle, middle_of, project, turn
from koryu.site.drawing.simplifying import line_through, path_within

WIDTH: Final = 800  # of the drawing; a browser scales it
_MARGIN: Final = 28  # between a place and the border
_LEAST: Final = 0.22  # radii of the Earth that a map shows at least: 1,400 km
_FLATTEST, _STEEPEST = 0.42, 0.62  # height by width
_FINE: Final = 1.6  # radii: wider maps are drawn of coarser land
_FEW: Final = 0.05  # share of the places that may be left beyond the border
_FAR: Final = 2.0  # times as far off as the others
_MOST_BYTES: Final = 24_000  # of the path of the land
_LETTER: Final = 6.2  # width of half a column of a label


@dataclass(frozen=True)
class Place:
    """A place to show: degrees of WGS 84, its name, and the page of it; ``weight`` tells its importance."""

    latitude: float
    longitude: float
    name: str
    lang: str | None = None
    href: str | None = None
    weight: int = 1


@dataclass(frozen=True)
class Way:
    """A way between two places."""

    start: Place
    end: Place
    title: str = ""


@dataclass(frozen=True)
class Dot:
    """A place as it is drawn; ``anchor`` tells on which side its name stands: none if it has no room."""

    place: Place
    x: float
    y: float
    radius: float
    anchor: str = ""


@dataclass(frozen=True)
class Map:
    """A map as it is drawn; paths are of SVG. ``beyond``: how many places lie beyond its border."""

    width: int
    height: int
    land: str
    grid: str
    ways: list[tuple[str, str]]
    dots: list[Dot]
    middle: float
    beyond: int
    size: float = 1.0


def draw_map(
    places: Sequence[Place],
    ways: Sequence[Way] = (),
    names: int = 12,
    size: float = 1.0,
    narrowest: float = _LEAST,
) -> Map | None:
    """Draw a map; None if there is no place to show. The ``names`` places that weigh most are named.

    ``size``: of dots and letters; a map that is shown small needs larger ones. ``narrowest``: radii of the
    Earth that it shows at least.

    A few places that lie so far off that the others would shrink are left beyond its border.
    """
    shown = [place for place in places if _is_on_earth(place)]
    if not shown:
        return None
    lines = [great_circle(_at(way.start), _at(way.end)) for way in ways]
    near = _near(shown)
    seen = [line for way, line in zip(ways, lines, strict=True) if way.start in near and way.end in near]
    middle = middle_of([place.longitude for place in near])
    view = _View(middle, size, *_extent(near, seen, middle, size, narrowest))
    return Map(
        WIDTH,
        view.height,
        view.land(),
        view.grid(),
        [(view.line(line), way.title) for way, line in zip(ways, lines, strict=True)],
        list(_named(view.dots(shown), view.height, names, size)),
        middle,
        len(shown) - len(near),
        size,
    )


def _near(places: Sequence[Place]) -> Sequence[Place]:
    """Leave out the few places that are by far the farthest from all others, if there are such."""
    latitude = np.array([each.latitude for each in places])
    longitude = [each.longitude for each in places]
    x, y = project(turn(np.array(longitude), middle_of(longitude)), latitude)
    distances = np.hypot(x - np.median(x), y - np.median(y))
    few = int(len(places) * _FEW)
    nearest_first = np.argsort(distances, kind="stable")
    if not few or distances[nearest_first[-few - 1]] * _FAR > distances.max():
        return places
    limit = distances[nearest_first[-few - 1]] * (1 + _FAR) / 2
    return [place for place, distance in zip(places, distances, strict=True) if distance <= limit]


def _is_on_earth(place: Place) -> bool:
    return -90 <= place.latitude <= 90 and -360 <= place.longitude <= 360


def _degrees(across: float, south: float, north: float) -> tuple[float, float, float]:
    """Find how many degrees a view reaches to both sides of its middle, and its latitudes."""
    table = np.linspace(-90, 90, 361)
    wide, y = project(np.ones(361), table)
    low, high = (float(np.interp(each, y, table)) for each in (south, north))
    narrowest = float(np.interp([low, high], table, wide).min())
    return min(180.0, across / narrowest), low, high


def _at(place: Place) -> tuple[float, float]:
    return place.latitude, place.longitude


def _extent(
    places: Sequence[Place],
    lines: Sequence[tuple[Array, Array]],
    middle: float,
    size: float,
    narrowest: float,
) -> tuple[float, float, float, float]:
    """Find the least and greatest x and y of all, wide enough and of a shape that suits a page."""
    longitude = np.concatenate([[each.longitude for each in places], *(line[0] for line in lines)])
    latitude = np.concatenate([[each.latitude for each in places], *(line[1] for line in lines)])
    x, y = project(turn(longitude, middle), latitude)
    room = 1 + 2 * _MARGIN * size / WIDTH
    wide, high = max(np.ptp(x) * room, narrowest), max(np.ptp(y) * room, narrowest * _FLATTEST)
    wide, high = max(wide, high / _STEEPEST), max(high, wide * _FLATTEST)
    across, up = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
    return across - wide / 2, across + wide / 2, up - high / 2, up + high / 2


class _View:
    """What part of the plane is shown, and how large."""

    def __init__(
        self, middle: float, size: float, west: float, east: float, south: float, north: float
    ) -> None:
        self._middle, self._size, self._west, self._north = middle, size, west, north
        self._scale = WIDTH / (east - west)
        self.height = round((north - south) * self._scale)
        self._degrees = _degrees(max(-west, east), south, north)
        self._scale_of_land = "fine" if east - west < _FINE else "coarse"

    def _place(self, turned: Array, latitude: Array) -> tuple[Array, Array]:
        x, y = project(turned, latitude)
        return (x - self._west) * self._scale, (self._north - y) * self._scale

    def land(self) -> str:
        """Draw the land, with as few bytes as must be."""
        tolerance, path = 0.6, ""
        rings = list(self._rings())
        while True:
            path = "".join(path_within(ring, WIDTH, self.height, tolerance) for ring in rings)
            if len(path) <= _MOST_BYTES:
                return path
            tolerance *= 1.5

    def _rings(self) -> Iterator[Array]:
        """The rings that may be seen, in the units of the drawing."""
        for ring in read_land().get(self._scale_of_land, ()):
            for turns in (-360, 0, 360):
                if self._may_show(ring, turns - self._middle):
                    turned = np.clip(ring.points[:, 0] - self._middle + turns, -180, 180)
                    yield np.stack(self._place(turned, ring.points[:, 1]), axis=1)

    def _may_show(self, ring: Ring, shift: float) -> bool:
        across, south, north = self._degrees
        return (
            ring.east + shift > -across
            and ring.west + shift < across
            and ring.north > south
            and ring.south < north
        )

    def grid(self) -> str:
        """Draw meridians and parallels, as many as suit the view."""
        step = next(
            each for each in (1, 2, 5, 10, 15, 30) if each == 30 or np.radians(each) * self._scale > 90
        )
        first = np.ceil((-180 + self._middle) / step) * step
        meridians: list[tuple[Array, Array]] = [
            (np.full(91, each - self._middle), np.linspace(-90, 90, 91))
            for each in np.arange(first, 180 + self._middle, step)
        ]
        parallels: list[tuple[Array, Array]] = [
            (np.linspace(-180, 180, 181), np.full(181, float(each)))
            for each in np.arange(-90 + step, 90, step)
        ]
        return "".join(self._seen(*self._place(*each)) for each in (*meridians, *parallels))

    def _seen(self, x: Array, y: Array) -> str:
        """Draw that stretch of a line that is near the view."""
        room = WIDTH / 3
        near = np.flatnonzero((x > -room) & (x < WIDTH + room) & (y > -room) & (y < self.height + room))
        return _path(x[near[0] : near[-1] + 1], y[near[0] : near[-1] + 1]) if len(near) else ""

    def line(self, line: tuple[Array, Array]) -> str:
        """Draw a way, in pieces where it leaves the map on one side and comes back on the other."""
        turned = turn(line[0], self._middle)
        cuts = np.flatnonzero(np.abs(np.diff(turned)) > 180) + 1
        x, y = self._place(turned, line[1])
        return "".join(_path(*piece) for piece in zip(np.split(x, cuts), np.split(y, cuts), strict=True))

    def dots(self, places: Iterable[Place]) -> list[Dot]:
        """Place the dots, the small ones last so that they lie on top."""
        heaviest_first = sorted(places, key=lambda each: -each.weight)
        return [self._dot(place) for place in heaviest_first]

    def _dot(self, place: Place) -> Dot:
        turned = turn(np.array([place.longitude]), self._middle)
        x, y = self._place(turned, np.array([place.latitude]))
        radius = min(3 + 0.9 * (place.weight - 1) ** 0.5, 9) * self._size
        return Dot(place, round(float(x[0]), 1), round(float(y[0]), 1), round(radius, 1))


def _path(x: Array, y: Array) -> str:
    return line_through(np.stack([x, y], axis=1), 0.5)


def _named(dots: list[Dot], height: int, most: int, size: float) -> Iterator[Dot]:
    """Name the first dots whose names have room beside them."""
    taken = [(dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius) for dot in dots]
    for dot in dots:
        anchor = next(
            (side for side in ("start", "end") if most and _fits(dot, side, taken, height, size)), ""
        )
        if anchor:
            most -= 1
            taken.append(_box(dot, anchor, size))
        yield Dot(dot.place, dot.x, dot.y, dot.radius, anchor)


_Box = tuple[float, float, float, float]


def _box(dot: Dot, anchor: str, size: float) -> _Box:
    length = sum(2 if ord(char) > 0x2E7F else 1 for char in dot.place.name) * _LETTER * size
    start = dot.x + dot.radius + 3 if anchor == "start" else dot.x - dot.radius - 3 - length
    return start, dot.y - 7 * size, start + length, dot.y + 7 * size


def _fits(dot: Dot, anchor: str, taken: list[_Box], height: int, size: float) -> bool:
    box = _box(dot, anchor, size)
    if box[0] < 4 or box[2] > WIDTH - 4 or box[1] < 4 or box[3] > height - 4:
        return False
    return not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
    )
