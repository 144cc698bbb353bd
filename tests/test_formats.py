import dataclasses
import io
import json
import re

import openpyxl
import pandas as pd
import pytest
import rdflib

from koryu.errors import QueryError
from koryu.queries.catalogue import Catalogue
from koryu.queries.columns import Column
from koryu.queries.formats import FORMATS, csv, encode, jsonld, markdown, objects, table, tsv, turtle
from koryu.queries.results import About, ResultTable
from koryu.queries.sheets import frame, workbook
from koryu.settings import read_settings
from small_project import make_project, make_store

COLUMNS = (
    Column("place", "thing"),
    Column("label", "text"),
    Column("since", "date"),
    Column("year", "year"),
    Column("count", "integer"),
    Column("share", "decimal", decimals=2),
    Column("exact", "boolean"),
    Column("field", "concept", many=True),
)
CELLS = (
    (
        ("dalian",),
        ('大连市, "Dalian"',),
        ("1979-05-01",),
        ("1998",),
        ("-234",),
        ("23.30",),
        ("true",),
        ("a", "b"),
    ),
    (("kobe",), ("=cmd()|x",), ("1986-10",), ("0645",), (), ("-0.50",), ("false",), ()),
    (("x",), ("two\nlines\tand\\",), ("1981",), (), ("0",), (), (), ("c",)),
    (("y",), (), (), (), (), (), (), ()),
)
RESULT = ResultTable("q", COLUMNS, CELLS, CELLS)
EMPTY = ResultTable("q", COLUMNS, (), ())


def test_csv_is_rfc_4180_with_lf():
    assert csv(RESULT) == (
        "place,label,since,year,count,share,exact,field\n"
        'dalian,"大连市, ""Dalian""",1979-05-01,1998,-234,23.30,true,a b\n'
        "kobe,'=cmd()|x,1986-10,0645,,-0.50,false,\n"
        'x,"two\nlines\tand\\",1981,,0,,,c\n'
        "y,,,,,,,\n"
    )


def test_a_carriage_return_in_a_cell_is_quoted():
    assert csv(ResultTable("q", COLUMNS[1:2], ((("a\rb",),),), ((),))) == 'label\n"a\rb"\n'


def test_tsv_escapes_what_would_break_a_row():
    assert tsv(RESULT) == (
        "place\tlabel\tsince\tyear\tcount\tshare\texact\tfield\n"
        'dalian\t大连市, "Dalian"\t1979-05-01\t1998\t-234\t23.30\ttrue\ta b\n'
        "kobe\t'=cmd()|x\t1986-10\t0645\t\t-0.50\tfalse\t\n"
        "x\ttwo\\nlines\\tand\\\\\t1981\t\t0\t\t\tc\n"
        "y\t\t\t\t\t\t\t\n"
    )


def test_json_has_typed_values():
    assert objects(RESULT) == (
        "[\n"
        '  {"place": "dalian", "label": "大连市, \\"Dalian\\"", "since": "1979-05-01", "year": 1998, '
        '"count": -234, "share": 23.30, "exact": true, "field": ["a", "b"]},\n'
        '  {"place": "kobe", "label": "=cmd()|x", "since": "1986-10", "year": 645, "count": null, '
        '"share": -0.50, "exact": false, "field": []},\n'
        '  {"place": "x", "label": "two\\nlines\\tand\\\\", "since": "1981", "year": null, "count": 0, '
        '"share": null, "exact": null, "field": ["c"]},\n'
        '  {"place": "y", "label": null, "since": null, "year": null, "count": null, '
        '"share": null, "exact": null, "field": []}\n'
        "]\n"
    )
    assert json.loads(objects(RESULT))[0]["share"] == 23.3


def test_a_table_aligns_wide_characters_and_escapes_controls():
    assert table(RESULT) == (
        "place    label             since         year    count    share  exact    field\n"
        "-------  ----------------  ----------  ------  -------  -------  -------  -------\n"
        'dalian   大连市, "Dalian"  1979-05-01    1998     -234    23.30  true     a b\n'
        "kobe     =cmd()|x          1986-10       0645             -0.50  false\n"
        "x        two\\nlines\\tand\\  1981                      0                    c\n"
        "y\n"
    )


def test_a_number_is_no_formula_but_several_joined_may_be():
    numbers = (Column("one", "integer"), Column("several", "integer", many=True))
    assert csv(ResultTable("q", numbers, ((("-1",), ("-1", "-2")),), ())) == "one,several\n-1,'-1 -2\n"


def test_markdown_escapes_its_own_syntax_and_html():
    cells = (((r'a|b\c <script>&"',), ("1",)), (("-x\ny",), ()))
    assert markdown(ResultTable("q", (COLUMNS[1], COLUMNS[4]), cells, cells)) == (
        "| label | count |\n| --- | ---: |\n| a\\|b\\\\c &lt;script&gt;&amp;\" | 1 |\n| '-x y |  |\n"
    )


def test_an_answer_without_rows_still_has_its_columns():
    header = [column.name for column in COLUMNS]
    assert csv(EMPTY) == ",".join(header) + "\n"
    assert tsv(EMPTY) == "\t".join(header) + "\n"
    assert objects(EMPTY) == "[]\n"
    assert table(EMPTY).split("\n")[0].split() == header
    assert markdown(EMPTY).split("\n")[0] == f"| {' | '.join(header)} |"
    assert frame(EMPTY).shape == (0, 9)
    assert [cell.value for cell in sheet_of(EMPTY)[1]] == header


def test_a_frame_has_proper_types():
    found = frame(RESULT)
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == {
        "place": "string",
        "label": "string",
        "since": "string",
        "since_date": "datetime64[s]",
        "year": "Int64",
        "count": "Int64",
        "share": "Float64",
        "exact": "boolean",
        "field": "string",
    }
    assert found["since_date"].tolist() == [
        pd.Timestamp("1979-05-01"), pd.Timestamp("1986-10-01"), pd.Timestamp("1981-01-01"), pd.NaT,
    ]  # fmt: skip
    assert found["since"].tolist() == ["1979-05-01", "1986-10", "1981", pd.NA]
    assert found["count"].tolist() == [-234, pd.NA, 0, pd.NA]
    assert found["year"].tolist() == [1998, 645, pd.NA, pd.NA]
    assert found["share"].tolist() == [23.3, -0.5, pd.NA, pd.NA]
    assert found["exact"].tolist() == [True, False, pd.NA, pd.NA]
    assert found["field"].tolist() == ["a b", pd.NA, "c", pd.NA]
    assert found["label"].tolist() == ['大连市, "Dalian"', "=cmd()|x", "two\nlines\tand\\", pd.NA]


def sheet_of(result):
    return openpyxl.load_workbook(io.BytesIO(workbook(result))).active


def test_a_sheet_has_typed_cells_and_no_formulas():
    rows = [[(cell.data_type, cell.value) for cell in row] for row in sheet_of(RESULT)]
    assert [value for _, value in rows[0]] == [column.name for column in COLUMNS]
    assert rows[1] == [
        ("s", "dalian"), ("s", '大连市, "Dalian"'), ("d", pd.Timestamp("1979-05-01")), ("n", 1998),
        ("n", -234), ("n", 23.3), ("b", True), ("s", "a b"),
    ]  # fmt: skip
    assert rows[2] == [
        ("s", "kobe"), ("s", "'=cmd()|x"), ("s", "1986-10"), ("n", 645), ("n", None), ("n", -0.5),
        ("b", False), ("n", None),
    ]  # fmt: skip


def test_a_sheet_for_people_has_headings_in_words_and_says_what_was_asked():
    about = About("Since when?", {"Place": "=dalian"}, ("Since", "+since"))
    result = ResultTable("q", COLUMNS[:2], ((("dalian",), ("x",)),), ((), ()), about=about)
    answer, told = openpyxl.load_workbook(io.BytesIO(workbook(result)))
    assert list(answer.values) == [("Since", "'+since"), ("dalian", "x")]
    assert list(told.values) == [
        ("q", "Since when?"), ("Place", "'=dalian"), (None, None),
        ("Since", COLUMNS[0].name), ("'+since", COLUMNS[1].name),
    ]  # fmt: skip


def test_labels_are_joined_by_what_no_key_needs():
    column, cells = Column("field", "concept", many=True), ((("Air and water", "Trade"),),)
    result = ResultTable("q", (column,), cells, ((),))
    labelled = dataclasses.replace(result, about=About("In which fields?", {}, ("Field",)))
    assert csv(result) == "field\nAir and water Trade\n"
    assert csv(labelled) == "field\nAir and water; Trade\n"
    assert sheet_of(labelled)["A2"].value == "Air and water; Trade"


def test_what_a_sheet_cannot_hold_is_marked_or_refused():
    def one(text):
        return ResultTable("q", COLUMNS[1:2], (((text,),),), ((),))

    assert sheet_of(one("a\x1bb\x00"))["A2"].value == "a\ufffdb\ufffd"
    with pytest.raises(QueryError, match=r"^q: label has a cell that Excel would cut; take csv$"):
        workbook(one("a" * 32768))


@pytest.fixture
def described(tmp_path):
    catalogue = Catalogue(read_settings(make_project(tmp_path, built=False)))
    return catalogue.run("describe", {"thing": "sister-city"}, engine=make_store())


def test_a_graph_is_a_sheet_for_people_too(tmp_path):
    catalogue = Catalogue(read_settings(make_project(tmp_path, built=False)))
    result = catalogue.run("describe", {"thing": "sister-city"}, engine=make_store(), labels=True)
    answer, told = openpyxl.load_workbook(io.BytesIO(workbook(result)))
    heads = ("Subject", "Predicate", "Object")
    assert next(iter(answer.values)) == heads
    assert list(told.values)[-3:] == [(head, head.lower()) for head in heads]


PREFIXES = {
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "c": "https://example.org/exchange/def/concept#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
TRIPLES = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix c: <https://example.org/exchange/def/concept#> .
c:sister-city a skos:Concept ; skos:inScheme c:kinds ; skos:prefLabel "sister city"@en .
"""


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # inside rdflib's own JSON-LD parser
@pytest.mark.parametrize(("write", "form"), [(turtle, "turtle"), (jsonld, "json-ld")])
def test_a_graph_is_written_whole(described, write, form):
    found = rdflib.Graph().parse(data=write(described, PREFIXES), format=form)
    assert set(found) == set(rdflib.Graph().parse(data=TRIPLES, format="turtle"))


def test_turtle_is_the_same_each_time(described):
    texts = {turtle(described, PREFIXES) for _ in range(20)}
    assert len(texts) == 1
    heads = re.findall(r"^@prefix (\w+):", texts.pop(), re.MULTILINE)
    assert heads == ["c", "rdfs", "skos"]


@pytest.mark.parametrize("form", ["ttl", "jsonld"])
def test_a_table_is_no_graph(form):
    with pytest.raises(QueryError) as error:
        encode(RESULT, form, {})
    assert str(error.value) == f"q: {form} holds a graph, and this answer is a table; take csv or json"


def test_every_format_is_bytes(described):
    assert FORMATS == ("table", "csv", "tsv", "json", "md", "ttl", "jsonld", "xlsx")
    assert all(isinstance(encode(described, form, PREFIXES), bytes) for form in FORMATS)
