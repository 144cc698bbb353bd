"""Charts: what is drawn, and exactly where."""

from decimal import Decimal

import pytest

from koryu.queries.columns import Column
from koryu.queries.results import ResultTable
from koryu.queries.views import Drawing
from koryu.site.drawing.chart_geometry import Dot, Line, Rect, Text, draw, shortened, ticks
from koryu.site.drawing.charts import Chart, Series, chart_of

PARTNER, REPORTER = Column("partner", "thing"), Column("reporter", "thing")
COUNT, SHARE = Column("count", "integer"), Column("share", "decimal")
YEAR, DECADE = Column("year", "year"), Column("decade", "integer")
SENTENCE = Column("sentence", "thing", many=True)


def result(columns, *rows):
    cells = tuple(tuple(tuple(each.split()) for each in row) for row in rows)
    return ResultTable("q", tuple(columns), cells, cells)


def numbers(*values):
    return tuple(None if value is None else Decimal(value) for value in values)


def chart(kind, categories, *series):
    return Chart(kind, "label", "value", tuple(categories), tuple(series))


def test_a_label_and_a_number_are_bars():
    table = result(
        [PARTNER, COUNT, SHARE, SENTENCE], ["China", "203", "30.8", "1 2"], ["Korea", "", "9", "3"]
    )
    assert chart_of(table, Drawing()) == Chart(
        "bar", "partner", "count", ("China", "Korea"), (Series("", numbers(203, None)),)
    )


def test_a_column_that_says_the_same_in_each_row_is_not_the_label():
    table = result([REPORTER, PARTNER, COUNT], ["Japan", "China", "3"], ["Japan", "Korea", "2"])
    assert chart_of(table, Drawing()).label == "partner"


def test_years_run_along_a_line():
    table = result([YEAR, COUNT], ["1999", "5"], ["1997", "3"])
    assert chart_of(table, Drawing()) == Chart(
        "line", "year", "count", ("1997", "1999"), (Series("", numbers(3, 5)),)
    )


def test_decades_are_columns():
    table = result([DECADE, COUNT], ["1970", "5"], ["1980", "3"])
    assert chart_of(table, Drawing()) == Chart(
        "columns", "decade", "count", ("1970", "1980"), (Series("", numbers(5, 3)),)
    )


def test_a_column_that_tells_rows_of_one_label_apart_makes_series():
    rows = ["China", "Japan", "3"], ["Korea", "Japan", "2"], ["Laos", "Japan", "5"], ["China", "Peru", "4"]
    assert chart_of(result([PARTNER, REPORTER, COUNT], *rows), Drawing()) == Chart(
        "grouped", "partner", "count", ("China", "Korea", "Laos"),
        (Series("Japan", numbers(3, 2, 5)), Series("Peru", numbers(4, None, None))),
    )  # fmt: skip


def test_all_that_differs_beside_the_label_is_in_the_series():
    rows = ["China", "Japan", "1998", "3"], ["China", "Japan", "1999", "4"], ["Korea", "Peru", "1999", "5"]
    found = chart_of(result([PARTNER, REPORTER, Column("day", "date"), COUNT], *rows), Drawing("", "partner"))
    assert [(each.name, each.values) for each in found.series] == [
        ("Japan · 1998", numbers(3, None)),
        ("Japan · 1999", numbers(4, None)),
        ("Peru · 1999", numbers(None, 5)),
    ]


def test_where_no_column_makes_series_the_label_has_several():
    rows = [[f"p{each % 7}", f"r{each // 2}", str(each)] for each in range(14)]
    found = chart_of(result([PARTNER, REPORTER, COUNT], *rows), Drawing())
    assert (found.kind, found.label) == ("bar", "partner · reporter")
    assert found.categories[5:8] == ("p5 · r2", "p6 · r3", "p0 · r3")


def test_the_header_chooses_kind_label_values_and_series():
    table = result([YEAR, PARTNER, COUNT, SHARE], ["1999", "China", "5", "1"], ["1999", "Korea", "3", "2"])
    assert chart_of(table, Drawing("stacked", "partner", ("count", "share"))) == Chart(
        "stacked", "partner", "count", ("China", "Korea"),
        (Series("count", numbers(5, 3)), Series("share", numbers(1, 2))),
    )  # fmt: skip


def test_what_cannot_be_a_line_is_bars_and_what_is_below_zero_is_not_stacked():
    named = result([PARTNER, COUNT], ["China", "5"], ["Korea", "3"])
    assert chart_of(named, Drawing("line")).kind == "bar"
    below = result([YEAR, COUNT, SHARE], ["1999", "5", "-1"])
    assert chart_of(below, Drawing("stacked", "year", ("count", "share"))).kind == "grouped"


@pytest.mark.parametrize(
    "table",
    [
        result([PARTNER, COUNT]),
        result([PARTNER, SENTENCE], ["China", "1"]),
        result([COUNT], ["5"]),
        ResultTable("q", (PARTNER,), (), (), graph=()),
    ],
)
def test_an_answer_without_labels_and_numbers_has_no_chart(table):
    assert chart_of(table, Drawing()) is None


def test_more_than_forty_bars_are_cut_and_counted():
    found = chart_of(result([PARTNER, COUNT], *([f"p{each}", "1"] for each in range(43))), Drawing())
    assert (len(found.categories), len(found.series[0].values), found.left_out) == (40, 40, 3)


def test_bars_lie_below_their_labels_each_with_its_number():
    picture = draw(chart("bar", ("China", "Korea", "Laos"), Series("", numbers(2000, 500, None))))
    assert picture.rects == [
        Rect(0, 19, 82, 14, "c1", "China: 2,000"),
        Rect(0, 63, 20.5, 14, "c1", "Korea: 500"),
    ]
    assert picture.texts == [
        Text(0, 14, "China", "label", "China"),
        Text(82, 30, "2,000", "value after"),
        Text(0, 58, "Korea", "label", "Korea"),
        Text(20.5, 74, "500", "value after"),
        Text(0, 102, "Laos", "label", "Laos"),
        Text(0, 118, "–", "value"),
    ]
    assert (picture.height, picture.lines, picture.legend) == (130, [], ())


def test_bars_below_zero_go_to_the_left_of_it():
    picture = draw(chart("bar", ("a", "b"), Series("", numbers(-1, 3))))
    assert [(each.x, each.width, each.title) for each in picture.rects] == [
        (18, 16, "a: −1"),
        (34, 48, "b: 3"),
    ]


def test_bars_of_a_group_stand_one_below_the_other():
    series = Series("Japan", numbers(4)), Series("Peru", numbers(2)), Series("Laos", numbers(None))
    picture = draw(chart("grouped", ("China",), *series))
    assert picture.rects == [
        Rect(0, 19, 82, 14, "c1", "China, Japan: 4"),
        Rect(0, 35, 41, 14, "c2", "China, Peru: 2"),
    ]
    assert (picture.height, picture.legend) == (60, ("Japan", "Peru", "Laos"))


def test_stacked_bars_stand_in_a_row_and_have_one_sum():
    picture = draw(chart("stacked", ("China",), Series("A", numbers(3)), Series("B", numbers("1.5"))))
    assert picture.rects == [
        Rect(0, 19, 54.67, 14, "c1", "China, A: 3"),
        Rect(54.67, 19, 27.33, 14, "c2", "China, B: 1.5"),
    ]
    assert picture.texts[1:] == [Text(82, 30, "4.5", "value after")]


def test_columns_stand_on_a_grid_of_round_numbers():
    picture = draw(chart("columns", ("1970", "1980"), Series("", numbers(10, 5))))
    assert picture.rects == [
        Rect(7, 22, 36, 220, "c1", "1970: 10"),
        Rect(57, 132, 36, 110, "c1", "1980: 5"),
    ]
    assert picture.lines == [
        Line(0, 242, 100, 242, "axis"),
        *(Line(0, y, 100, y, "grid") for y in (198, 154, 110, 66, 22)),
    ]
    assert [(each.x, each.y, each.text) for each in picture.texts if each.css == "label middle"] == [
        (25, 260, "1970"),
        (75, 260, "1980"),
    ]
    assert [(each.x, each.y, each.text) for each in picture.texts if each.css == "value middle"] == [
        (25, 18, "10"),
        (75, 128, "5"),
    ]
    assert picture.height == 268


def test_a_line_goes_from_year_to_year_as_far_apart_as_they_are():
    years = ("1990", "1991", "2000")
    picture = draw(chart("line", years, Series("A", numbers(0, 10, 5)), Series("B", numbers(4, None, 8))))
    assert picture.dots == [
        Dot(4, 242, "c1", "1990, A: 0"),
        Dot(13.2, 22, "c1", "1991, A: 10"),
        Dot(96, 132, "c1", "2000, A: 5"),
        Dot(4, 154, "c2", "1990, B: 4"),
        Dot(96, 66, "c2", "2000, B: 8"),
    ]
    assert [each for each in picture.lines if each.css.startswith("c")] == [
        Line(4, 242, 13.2, 22, "c1"),
        Line(13.2, 22, 96, 132, "c1"),
        Line(4, 154, 96, 66, "c2"),
    ]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 10, "0 2 4 6 8 10"),
        (0, 203, "0 50 100 150 200 250"),
        (-3, 7, "-4 -2 0 2 4 6 8"),
        (0, 0.4, "0.0 0.1 0.2 0.3 0.4"),
        (0, 1, "0.0 0.2 0.4 0.6 0.8 1.0"),
    ],
)
def test_the_grid_has_round_numbers(low, high, expected):
    assert ticks(low, high) == [Decimal(each) for each in expected.split()]


def test_a_long_label_is_cut_by_its_width():
    assert shortened("a" * 46) == "a" * 46
    assert shortened("a" * 47) == "a" * 45 + "…"
    assert shortened("大" * 24) == "大" * 22 + "…"
