"""Maps: an equal-area projection, great circles, a view that no meridian cuts, outlines cut and thinned."""

import math
import os

import numpy as np
import pytest

from koryu.site.drawing import maps
from koryu.site.drawing.land import Ring, read_land
from koryu.site.drawing.maps import Place, Way, draw_map
from koryu.site.drawing.projection import great_circle, middle_of, project, turn
from koryu.site.drawing.simplifying import path_within

KOBE = Place(34.69, 135.195, "Kobe", "en", "/doc/government/kobe")
DALIAN = Place(38.91, 121.6, "Dalian", weight=9)
SQUARE = np.array([[-20.0, -20.0], [120.0, -20.0], [120.0, 120.0], [-20.0, 120.0], [-20.0, -20.0]])


@pytest.fixture
def no_land(monkeypatch):
    monkeypatch.setattr(maps, "read_land", dict)


def test_the_projection_gives_the_values_of_its_inventors():
    # half the equator is 2 √3 π / (3 A1), and the map is 2.05458 times as wide as high
    x, y = project(np.array([0.0, 180.0, 0.0]), np.array([0.0, 0.0, 90.0]))
    assert np.round(x, 5).tolist() == [0.0, round(2 * math.sqrt(3) * math.pi / (3 * 1.340264), 5), 0.0]
    assert x[1] / y[2] == pytest.approx(2.05458, abs=1e-4)


def test_areas_are_true():
    def area(south, north):
        latitude = np.linspace(south, north, 2001)
        x, y = project(np.full(2001, 10.0), latitude)
        return np.trapezoid(x, y)

    for south, north in ((0, 10), (30, 45), (60, 85)):
        true = math.radians(10) * (math.sin(math.radians(north)) - math.sin(math.radians(south)))
        assert area(south, north) == pytest.approx(true, rel=1e-4)


@pytest.mark.parametrize(
    ("longitudes", "middle"),
    [([121.6, 135.2], 128.4), ([170, -170], -180), ([-179, 179, 178], 179.5), ([10], 10), ([0, 90, 270], 0)],
)
def test_the_middle_is_that_of_the_shortest_span(longitudes, middle):
    assert turn(np.array([middle_of(longitudes)]), middle) == pytest.approx([0], abs=1e-9)


def test_a_great_circle_leads_over_the_north_where_that_is_shortest():
    longitude, latitude = great_circle((60, 0), (60, 180))
    assert latitude.max() == pytest.approx(90, abs=1)
    assert (longitude[0], latitude[0], longitude[-1], latitude[-1]) == pytest.approx((0, 60, 180, 60))


def test_a_way_to_the_same_place_or_to_the_opposite_one_is_drawn_too():
    for end in ((10, 20), (-10, -160)):
        longitude, latitude = great_circle((10, 20), end)
        assert np.isfinite(longitude).all()
        assert np.isfinite(latitude).all()


def test_places_lie_as_on_the_earth_and_inside_the_drawing(no_land):
    drawn = draw_map([KOBE, DALIAN])
    dots = {dot.place.name: dot for dot in drawn.dots}
    assert (drawn.width, drawn.land) == (800, "")
    assert dots["Dalian"].x < dots["Kobe"].x  # west of it
    assert dots["Dalian"].y < dots["Kobe"].y  # and north
    for dot in drawn.dots:
        assert 20 < dot.x < 780
        assert 20 < dot.y < drawn.height - 20


def test_what_weighs_more_is_larger_and_lies_below(no_land):
    drawn = draw_map([KOBE, DALIAN])
    assert [(dot.place.name, dot.radius) for dot in drawn.dots] == [("Dalian", 5.5), ("Kobe", 3)]


def test_a_map_over_the_antimeridian_is_one_piece(no_land):
    drawn = draw_map(
        [Place(0, 175, "a"), Place(0, -175, "b")], [Way(Place(0, 175, "a"), Place(0, -175, "b"))]
    )
    (path, _), dots = drawn.ways[0], {dot.place.name: dot.x for dot in drawn.dots}
    assert path.count("M") == 1
    assert 0 < dots["a"] < dots["b"] < 800


def test_one_place_is_shown_with_its_surroundings(no_land):
    drawn = draw_map([KOBE])
    assert (drawn.dots[0].x, drawn.dots[0].y * 2) == (400, drawn.height)


def test_a_place_that_is_not_on_earth_is_not_shown(no_land):
    assert draw_map([Place(91, 0, "beyond")]) is None
    assert draw_map([]) is None
    assert [dot.place.name for dot in draw_map([KOBE, Place(-100, 0, "beyond")]).dots] == ["Kobe"]


def test_a_few_places_far_away_are_left_beyond_the_border(no_land):
    near = [Place(35 + each / 10, 135 + each / 10, str(each)) for each in range(30)]
    drawn = draw_map([*near, Place(53.5, -113.5, "Edmonton")])
    assert drawn.beyond == 1
    assert [dot.place.name for dot in drawn.dots if not 0 <= dot.x <= 800] == ["Edmonton"]


def test_names_do_not_cover_each_other(no_land):
    places = [Place(35, 135 + each / 100, f"A long name {each}") for each in range(10)]
    assert [bool(dot.anchor) for dot in draw_map(places).dots].count(True) <= 2


def test_an_outline_is_cut_to_the_view_and_keeps_what_is_seen():
    path = path_within(SQUARE, 100, 80, 0.5)
    assert path == "M-20 -20l140 0 0 140-140 0 0-140z"
    assert path_within(SQUARE + 500, 100, 80, 0.5) == ""


def test_points_on_a_straight_line_are_left_out():
    ring = np.array([[0.0, 0.0], [10.0, 0.1], [50.0, 0.0], [50.0, 50.0], [0.0, 0.0]])
    assert path_within(ring, 100, 100, 0.5) == "M0 0l50 0 0 50-50-50z"


def test_land_is_small_whatever_the_view(monkeypatch):
    turns = np.linspace(0, 2 * np.pi, 60_001)
    wild = 20 + np.random.default_rng(7).random(60_001) * 20
    ring = np.stack([130 + wild * np.cos(turns), 35 + wild * np.sin(turns) / 2], axis=1)
    monkeypatch.setattr(maps, "read_land", lambda: {"fine": [Ring(ring, 90, 170, 15, 55)]})
    assert 10_000 < len(draw_map([KOBE, DALIAN]).land) <= 24_000


def test_the_land_of_the_browsers_part_is_whole_if_it_is_there():
    land = read_land()
    if not land:
        assert not os.environ.get("CI"), "CI builds the browser's part first"
        pytest.skip("no land.json: the browser's part is not built (scripts/build)")
    assert set(land) == {"coarse", "fine"}
    for rings in land.values():
        assert min(ring.south for ring in rings) == -90  # Antarctica is closed through the pole
        assert max(ring.north for ring in rings) > 83
