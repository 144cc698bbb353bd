"""How an answer is looked at: the header's view, or the comment that users of Wikidata know."""

import pytest

from koryu.errors import QueryError
from koryu.queries.header import read_header
from koryu.queries.views import Drawing

COLUMNS = (
    "#+ summary: x\n#+ columns:\n#+   place: {type: thing}\n#+   year: {type: year}\n"
    "#+   count: {type: integer}\n#+   sentence: {type: thing, many: true}\n"
)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("", ("table", Drawing())),
        ("#+ view: chart\n", ("chart", Drawing())),
        ("#+ view: {chart: bar}\n", ("chart", Drawing("bar"))),
        (
            "#+ view: {chart: stacked, label: year, values: [count], series: place}\n",
            ("chart", Drawing("stacked", "year", ("count",), "place")),
        ),
        ("#+ view: {map: [place]}\n", ("map", Drawing(places=("place",)))),
        ("#defaultView:Map\n", ("map", Drawing())),
        ('# defaultView : BarChart{"hide": ["?x"]}\n', ("chart", Drawing("bar"))),
        ("#defaultView:LineChart\n", ("chart", Drawing("line"))),
        ("#defaultView:AreaChart\n", ("chart", Drawing("stacked"))),
        ("#defaultView:Table\n", ("table", Drawing())),
        ("#+ view: map\n#defaultView:BarChart\n", ("map", Drawing())),
    ],
)
def test_a_query_says_how_its_answer_is_looked_at(view, expected):
    header = read_header(f"{COLUMNS}{view}SELECT * {{}}", "a.rq")
    assert (header.view, header.drawing) == expected


@pytest.mark.parametrize(
    ("view", "fault"),
    [
        ("#+ view: pie\n", 'a.rq:7: view "pie" is unknown; has table, map, chart'),
        ("#+ view: {chart: pie}\n",
         'a.rq:7: chart "pie" is unknown; has bar, columns, grouped, stacked, line'),
        ("#+ view: {label: year}\n",
         "a.rq:7: view has no chart; write {chart: ...} with one of bar, columns, grouped, stacked, line"),
        ("#+ view: {chart: bar, label: town}\n",
         'a.rq:7: label "town" is unknown; has place, year, count, sentence'),
        ("#+ view: {chart: bar, label: sentence}\n",
         "a.rq:7: label sentence has many values in a cell; take another column"),
        ("#+ view: {chart: bar, values: [place]}\n",
         "a.rq:7: values has place, which is no column of numbers"),
        ("#+ view: {map: [year]}\n",
         "a.rq:7: map has year, which is no column of things, one in a cell"),
        ("#+ view: {map: place}\n", "a.rq:7: map must be a list such as [a, b]"),
        ("#+ view: {map: [place], chart: bar}\n", 'a.rq:7: view has no field "chart"; has map'),
        ("\n#defaultView:TreeMap\n",
         'a.rq:8: defaultView "TreeMap" is not drawn; has Table, Map, BarChart, LineChart, AreaChart'),
    ],
)  # fmt: skip
def test_a_view_that_is_not_known_is_refused(view, fault):
    with pytest.raises(QueryError) as refused:
        read_header(f"{COLUMNS}{view}SELECT * {{}}", "a.rq")
    assert str(refused.value) == fault
