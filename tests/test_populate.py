"""From rows to statements: everything that a row says, and the cell that says it."""

from __future__ import annotations

import time

import pytest

from koryu.errors import Cell, DataError
from koryu.tables.populate import Statement, populate
from koryu.tables.rows import read_group
from small_tables import BASE, COUNTS, counts, group, write_tables

FILE = "data/counts/counts.csv"
HEADER = "key,place,count,share,day,note_zh_hans\n"
XSD = "http://www.w3.org/2001/XMLSchema#"


def statements(root, counts_csv=COUNTS, **kwargs):
    return list(populate(read_group(write_tables(root, counts_csv, **kwargs), root)))


def said(root, *args, **kwargs):
    return [" ".join(each[:3]).replace(BASE, "") for each in statements(root, *args, **kwargs)]


def test_a_row_says_what_the_metadata_make_of_it(tmp_path):
    dalian = f"<{BASE}id/count/dalian-1998>"
    kobe = f"<{BASE}id/count/kobe-1998>"
    rdf_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    comment = "<http://www.w3.org/2000/01/rdf-schema#comment>"
    assert statements(tmp_path) == [
        Statement(dalian, f"<{BASE}def#place>", f"<{BASE}id/place/dalian>", Cell(FILE, 2, "place")),
        Statement(dalian, f"<{BASE}def#count>", f'"1304"^^<{XSD}integer>', Cell(FILE, 2, "count")),
        Statement(dalian, f"<{BASE}def#share>", f'"30.8"^^<{XSD}decimal>', Cell(FILE, 2, "share")),
        Statement(dalian, f"<{BASE}def#day>", f'"1998-04-01"^^<{XSD}date>', Cell(FILE, 2, "day")),
        Statement(dalian, comment, r'"大连, \"旅大\""@zh-Hans', Cell(FILE, 2, "note_zh_hans")),
        Statement(f"<{BASE}id/place/dalian>", f"<{BASE}def#has>", dalian, Cell(FILE, 2, "key")),
        Statement(dalian, rdf_type, f"<{BASE}def#Count>", Cell(FILE, 2)),
        Statement(kobe, f"<{BASE}def#place>", f"<{BASE}id/place/kobe>", Cell(FILE, 3, "place")),
        Statement(f"<{BASE}id/place/kobe>", f"<{BASE}def#has>", kobe, Cell(FILE, 3, "key")),
        Statement(kobe, rdf_type, f"<{BASE}def#Count>", Cell(FILE, 3)),
    ]


def test_a_virtual_column_that_uses_an_empty_cell_says_nothing(tmp_path):
    schema = counts()
    schema["columns"][-1] = {
        "name": "link",
        "virtual": True,
        "propertyUrl": f"{BASE}def#link",
        "valueUrl": f"{BASE}id/share/{{key}}-{{share}}",
    }
    row = HEADER + "a,dalian,,{},,\n"
    link = "<id/count/a> <def#link> <id/share/a-5>"
    assert link in said(tmp_path, row.format("5"), schema=schema)
    assert said(tmp_path, row.format(""), schema=schema) == [
        "<id/count/a> <def#place> <id/place/dalian>",
        "<id/place/dalian> <def#has> <id/count/a>",
    ]


def test_a_column_with_a_value_url_says_nothing_where_its_own_cell_is_empty(tmp_path):
    schema = counts()
    schema["columns"][2] |= {"valueUrl": f"{BASE}id/of/{{key}}"}
    assert "<id/count/a> <def#count> <id/of/a>" in said(tmp_path, HEADER + "a,dalian,1,,,\n", schema=schema)
    assert all("#count" not in each for each in said(tmp_path, HEADER + "a,dalian,,,,\n", schema=schema))


def test_a_column_may_speak_of_another_thing_than_its_row(tmp_path):
    schema = counts()
    schema["columns"][2] |= {"aboutUrl": f"{BASE}id/place/{{place}}"}
    assert f'<id/place/dalian> <def#count> "1"^^<{XSD}integer>' in said(
        tmp_path, HEADER + "a,dalian,1,,,\n", schema=schema
    )


@pytest.mark.parametrize(
    ("template", "iri"),
    [
        ("id/{note_zh_hans}", "<id/a%20b%2Fc%3E%22%23%7B%25>"),
        ("id/x{#note_zh_hans:7}", "<id/x#a%20b/c%3E%22>"),
        ("id/{note_zh_hans:1}", "<id/a>"),
    ],
)
def test_a_value_never_becomes_syntax_of_an_iri(tmp_path, template, iri):
    schema = counts()
    schema["columns"][5] |= {"valueUrl": BASE + template, "datatype": "string"}
    del schema["columns"][5]["lang"]
    row = HEADER + 'a,dalian,,,,"a b/c>""#{%"\n'
    (found,) = [each for each in said(tmp_path, row, schema=schema) if "comment" in each]
    assert found.endswith(f" {iri}")


def test_a_value_that_breaks_its_iri_is_told_with_its_place(tmp_path):
    schema = counts()
    schema["columns"][5] |= {"valueUrl": BASE + "id/x{#note_zh_hans}", "datatype": "string"}
    del schema["columns"][5]["lang"]
    with pytest.raises(
        DataError, match=r"^data/counts/counts\.csv:2:note_zh_hans makes an IRI that is none: "
    ):
        said(tmp_path, HEADER + "a,dalian,,,,b#c\n", schema=schema)


def test_a_value_never_becomes_syntax_of_a_literal(tmp_path):
    schema = counts()
    schema["columns"][5]["datatype"] = "string"
    row = HEADER + 'a,dalian,,,,"x""@en . <a:b> <a:c> \\u003c"\n'
    (found,) = [each for each in said(tmp_path, row, schema=schema) if "comment" in each]
    assert found.endswith(r' "x\"@en . <a:b> <a:c> \\u003c"@zh-Hans')


def test_a_table_with_suppressed_output_says_nothing(tmp_path):
    metadata = group()
    metadata["tables"][0]["suppressOutput"] = True
    assert statements(tmp_path, metadata=metadata) == []
    metadata["tables"][1]["suppressOutput"] = False
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    assert said(tmp_path, metadata=metadata) == [
        f'<id/place/dalian> {label} "Dalian"',
        f'<id/place/kobe> {label} "Kobe"',
    ]


def test_twenty_thousand_statements_take_well_under_a_second(tmp_path):
    rows = (f'k{number},dalian,{number},0.5,1998-04-01,"大连, {number}"\n' for number in range(2858))
    path = write_tables(tmp_path, HEADER + "".join(rows))
    begin = time.process_time()
    made = list(populate(read_group(path)))
    assert time.process_time() - begin < 1
    assert len(made) == 2858 * 7
