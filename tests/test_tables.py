"""Reading tables: what is wrong gets one line that says where and how to mend it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koryu.errors import Cell, DataError, Faults
from koryu.tables.rows import Row, read_group
from small_tables import COUNTS, counts, group, places, write_tables

HEADER = "key,place,count,share,day,note_zh_hans\n"
ROW = "dalian-1998,dalian,1304,30.8,1998-04-01,\n"
FILE = "data/counts/counts.csv"


def faults(root, *args, **kwargs):
    path = write_tables(root, *args, **kwargs)
    with pytest.raises(Faults) as caught:
        read_group(path, root)
    assert all(isinstance(fault, DataError) for fault in caught.value.faults)
    assert str(caught.value) == "\n".join(str(fault) for fault in caught.value.faults)
    return [str(fault) for fault in caught.value.faults]


def cell_faults(root, **cells):
    row = {"key": "a", "place": "dalian", "count": "", "share": "", "day": "", "note_zh_hans": ""} | cells
    return faults(root, HEADER + ",".join(row.values()) + "\n")


def test_rows_are_read_with_their_lines_and_empty_cells_as_none(tmp_path):
    read = read_group(write_tables(tmp_path), tmp_path)
    names = ("key", "place", "count", "share", "day", "note_zh_hans")
    first = ("dalian-1998", "dalian", "1304", "30.8", "1998-04-01", '大连, "旅大"')
    second = ("kobe-1998", "kobe", None, None, None, None)
    assert [(table.description.shown, table.description.output) for table in read.tables] == [
        (FILE, True),
        ("data/places/places.csv", False),
    ]
    assert read.tables[0].rows == (
        Row(2, dict(zip(names, first, strict=True))),
        Row(3, dict(zip(names, second, strict=True))),
    )


def test_without_a_root_paths_are_shown_as_given(tmp_path, monkeypatch):
    write_tables(tmp_path, COUNTS, "key,label\n")
    monkeypatch.chdir(tmp_path / "data")
    with pytest.raises(Faults, match=r"^counts/counts\.csv:2:place .* no key of places/places\.csv"):
        read_group((tmp_path / "data/counts/csv-metadata.json").relative_to(tmp_path / "data"))


def test_the_header_may_name_a_column_by_a_title(tmp_path):
    read = read_group(write_tables(tmp_path, COUNTS.replace(",place,", ",場所,")))
    assert read.tables[0].rows[0].cells["place"] == "dalian"


def test_a_table_may_have_no_rows_and_no_last_line_end(tmp_path):
    assert read_group(write_tables(tmp_path, HEADER.rstrip("\n"))).tables[0].rows == ()


@pytest.mark.parametrize(
    ("column", "text", "fault"),
    [
        ("count", '"1,304"', '"1,304" is not an integer; write 1304'),
        ("count", "１３０４", '"１３０４" is not an integer; write 1304'),
        ("count", "+5", '"+5" is not an integer; write 5'),
        ("count", "007", '"007" is not an integer; write 7'),
        ("count", "5.0", '"5.0" is not an integer; write 5'),
        ("count", "-0", '"-0" is not an integer; write 0'),
        ("count", "5.5", '"5.5" is not an integer; write digits only, such as 1304'),
        ("count", "n/a", '"n/a" is not an integer; write digits only, such as 1304'),
        ("count", "1e999999999", '"1e999999999" is not an integer; write digits only, such as 1304'),
        ("count", "-1", '"-1" is less than 0, the least allowed; what belongs here: count'),
        ("share", "30.80", '"30.80" is not a decimal; write 30.8'),
        ("share", "16.0", '"16.0" is not a decimal; write 16'),
        ("share", ".5", '".5" is not a decimal; write 0.5'),
        ("share", "1E2", '"1E2" is not a decimal; write 100'),
        ("share", "-0.0", '"-0.0" is not a decimal; write 0'),
        ("share", "15%", '"15%" is not a decimal; write digits and a point, such as 30.8'),
        ("day", "1998/4/1", '"1998/4/1" is not a date; write 1998-04-01'),
        ("day", "1998年4月1日", '"1998年4月1日" is not a date; write 1998-04-01'),
        ("day", "平成10年4月1日", '"平成10年4月1日" is not a date; write 1998-04-01'),
        ("day", "S61.10.23", '"S61.10.23" is not a date; write 1986-10-23'),
        ("day", "令和元年5月1日", '"令和元年5月1日" is not a date; write 2019-05-01'),
        ("day", "1998-04-01+09:00", '"1998-04-01+09:00" is not a date; write 1998-04-01'),
        (
            "day",
            "1999-02-29",
            '"1999-02-29" is not a date; write a day that exists as YYYY-MM-DD, such as 1998-04-01',
        ),
        ("day", "1998", '"1998" is not a date; write a day that exists as YYYY-MM-DD, such as 1998-04-01'),
        ("key", "Dalian City", '"Dalian City" does not match [a-z0-9]+(-[a-z0-9]+)*; write dalian-city'),
        ("key", '"a"">b"', r'"a">b" does not match [a-z0-9]+(-[a-z0-9]+)*; write a-b'),
        ("key", "大連", '"大連" does not match [a-z0-9]+(-[a-z0-9]+)*; what belongs here: key'),
        ("key", "", "is empty; it is required"),
        (
            "note_zh_hans",
            "=cmd()",
            '"=cmd()" does not match [^<>=+@-][^<>]*; what belongs here: A remark in Chinese',
        ),
        (
            "note_zh_hans",
            '"""><script>"',
            '""><script>" does not match [^<>=+@-][^<>]*; what belongs here: A remark in Chinese',
        ),
        ("note_zh_hans", " 大连", '" 大连" begins or ends with white space; write "大连"'),
        ("note_zh_hans", "大连　", '"大连　" begins or ends with white space; write "大连"'),
        ("note_zh_hans", "a\x00b", '"a\\x00b" has the character U+0000; remove it'),
        ("note_zh_hans", "a\tb", '"a\\tb" has the character U+0009; remove it'),
        ("note_zh_hans", "a\u2028b", '"a\\u2028b" has the character U+2028; remove it'),
        ("note_zh_hans", "a\ufffdb", '"a\ufffdb" has the character U+FFFD; remove it'),
    ],
)
def test_a_bad_cell_is_refused_with_its_mend(tmp_path, column, text, fault):
    assert cell_faults(tmp_path, **{column: text}) == [f"{FILE}:2:{column} {fault}"]


def test_a_fault_knows_its_cell(tmp_path):
    path = write_tables(tmp_path, HEADER + ROW.replace("1304", "many"))
    with pytest.raises(Faults) as caught:
        read_group(path, tmp_path)
    (fault,) = caught.value.faults
    assert isinstance(fault, DataError)
    assert fault.cell == Cell(FILE, 2, "count")


@pytest.mark.parametrize(
    ("datatype", "good", "bad", "fault"),
    [
        ("boolean", "true", "Yes", '"Yes" is not a truth value; write true'),
        ("boolean", "false", "x", '"x" is not a truth value; write true or false'),
        ("gYear", "1998", "1998年", '"1998年" is not a year; write 1998'),
        ("gYear", "0998", "98", '"98" is not a year; write YYYY, such as 1998'),
        (
            "anyURI",
            "https://example.org/a",
            "www.example.org",
            '"www.example.org" is not an address; write it in full, such as https://example.org/a',
        ),
        (
            {"base": "string", "format": "sister-city|friendship-city"},
            "sister-city",
            "sister-town",
            '"sister-town" is none of sister-city, friendship-city; did you mean "sister-city"?',
        ),
        (
            {"base": "date", "maximum": "1999-12-31"},
            "1999-12-31",
            "2000-01-01",
            '"2000-01-01" is more than 1999-12-31, the most allowed; what belongs here: count',
        ),
        (
            {"base": "gYear", "minimum": "1900"},
            "1900",
            "1899",
            '"1899" is less than 1900, the least allowed; what belongs here: count',
        ),
        (
            {"base": "decimal", "minimum": "-0.5", "maximum": 100},
            "-0.5",
            "-0.51",
            '"-0.51" is less than -0.5, the least allowed; what belongs here: count',
        ),
        (
            {"base": "string", "minLength": 2},
            "ab",
            "a",
            '"a" is shorter than 2 characters; what belongs here: count',
        ),
        ({"maxLength": 2}, "大连", "abc", '"abc" is longer than 2 characters; what belongs here: count'),
    ],
)
def test_a_datatype_allows_its_own_and_refuses_the_rest(tmp_path, datatype, good, bad, fault):
    schema = counts()
    schema["columns"][2]["datatype"] = datatype
    row = f"{HEADER}a,dalian,{{}},,,\n"
    read = read_group(write_tables(tmp_path, row.format(good), schema=schema))
    assert read.tables[0].rows[0].cells["count"] == good
    assert faults(tmp_path, row.format(bad), schema=schema) == [f"{FILE}:2:count {fault}"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "key,place,share,day,note_zh_hans",
            ["column count is missing; the header is key,place,count,share,day,note_zh_hans"],
        ),
        (
            "key,plase,count,share,day,note_zh_hans",
            ['no column "plase"; did you mean "place"?'],
        ),
        (
            "key,place,count,share,day,note_zh_hans,population",
            ['no column "population"; remove it'],
        ),
        (
            "key,count,place,share,day,note_zh_hans",
            ["column count stands where place should; the header is key,place,count,share,day,note_zh_hans"],
        ),
        (
            "key,place,place,count,share,day,note_zh_hans",
            ["column place stands twice; the header is key,place,count,share,day,note_zh_hans"],
        ),
        (
            "schluessel,plase,share,day,note_zh_hans",
            [
                'no column "schluessel"; remove it',
                'no column "plase"; did you mean "place"?',
                "column key is missing; the header is key,place,count,share,day,note_zh_hans",
                "column count is missing; the header is key,place,count,share,day,note_zh_hans",
            ],
        ),
    ],
)
def test_a_bad_header_is_refused_with_each_column(tmp_path, header, expected):
    assert faults(tmp_path, f"{header}\n{ROW}") == [f"{FILE}:1: {fault}" for fault in expected]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", f"{FILE}:1: the file is empty; its first line is {HEADER.strip()}"),
        (
            b"\xef\xbb\xbf" + COUNTS.encode(),
            f"{FILE}:1: begins with a byte order mark; save it as UTF-8 without BOM",
        ),
        (COUNTS.encode("utf-16"), f"{FILE}:1: not UTF-8; looks like UTF-16; save it as UTF-8"),
        (COUNTS.encode("utf-16-le"), f"{FILE}:1: not UTF-8; looks like UTF-16; save it as UTF-8"),
        (COUNTS.encode("utf-16-be"), f"{FILE}:1: not UTF-8; looks like UTF-16; save it as UTF-8"),
        (
            COUNTS.replace("大连", "大連市").encode("cp932"),
            f"{FILE}:2: not UTF-8: byte 0x91; looks like Shift-JIS; save it as UTF-8",
        ),
        (
            COUNTS.replace("大连", "だいれん").encode("euc_jp"),
            f"{FILE}:2: not UTF-8: byte 0xA4; looks like EUC-JP; save it as UTF-8",
        ),
        (
            COUNTS.encode("gb18030"),
            f"{FILE}:2: not UTF-8: byte 0xB4; looks like GB 18030; save it as UTF-8",
        ),
        (
            COUNTS.encode() + b"\xff\n",
            f"{FILE}:4: not UTF-8: byte 0xFF; save it as UTF-8",
        ),
        (
            COUNTS.replace("\n", "\r\n").encode(),
            f"{FILE}:1: ends with CR LF; save the file with Unix line ends (LF)",
        ),
        (
            (HEADER + ROW + ROW.replace("dalian-", "other-").replace("\n", "\r\n")).encode(),
            f"{FILE}:3: ends with CR LF; save the file with Unix line ends (LF)",
        ),
        (
            COUNTS.replace("\n", "\r").encode(),
            f"{FILE}:1: ends with CR; save the file with Unix line ends (LF)",
        ),
    ],
)
def test_a_file_that_is_no_unix_utf_8_is_refused(tmp_path, content, expected):
    assert faults(tmp_path, content) == [expected]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            'a,dalian,,,,"open',
            ':note_zh_hans ""open" has a quote that is not closed; a cell ends where its line does',
        ),
        (
            'a,dalian,,,,a"b',
            ':note_zh_hans "a"b" has a stray quote; write "" for a quote, and quotes around the cell',
        ),
        (
            'a,dalian,,,,"a"b"',
            ':note_zh_hans ""a"b"" has a quote that is not closed; a cell ends where its line does',
        ),
        (
            'a,"dalian" ,,,,',
            ':place ""dalian" ,,,," has a stray quote; write "" for a quote, and quotes around the cell',
        ),
        (
            "a,dalian,1,304,,,",
            ": has 7 cells where the header has 6; put a cell with a comma in quotes, or remove what follows"
            " note_zh_hans",
        ),
        (
            "a,dalian,1",
            ": has 3 cells where the header has 6; nothing is left for share: an empty cell needs its comma",
        ),
        ("", ": the line is empty; remove it"),
    ],
)
def test_a_bad_line_is_refused_and_those_after_it_are_read(tmp_path, row, fault):
    assert faults(tmp_path, f"{HEADER}{row}\nb,dalian,x,,,\n") == [
        f"{FILE}:2{fault}",
        f'{FILE}:3:count "x" is not an integer; write digits only, such as 1304',
    ]


def test_a_duplicate_key_names_the_first_line(tmp_path):
    text = HEADER + "a,dalian,,,,\nb,dalian,,,,\na,kobe,,,,\n"
    assert faults(tmp_path, text) == [f'{FILE}:4:key "a" stands already in line 2; keep one']


def test_a_key_of_several_columns_is_one_value(tmp_path):
    schema = counts() | {"primaryKey": ["key", "place"]}
    good = HEADER + "a,dalian,,,,\na,kobe,,,,\n"
    assert len(read_group(write_tables(tmp_path, good, schema=schema)).tables[0].rows) == 2
    assert faults(tmp_path, good + "a,kobe,,,,\n", schema=schema) == [
        f'{FILE}:4:key "a, kobe" stands already in line 3; keep one'
    ]


def test_a_dangling_foreign_key_names_its_table_and_near_keys(tmp_path):
    text = HEADER + "a,dallian,,,,\nb,xyz,,,,\n"
    assert faults(tmp_path, text) == [
        f'{FILE}:2:place "dallian" is no key of data/places/places.csv; did you mean "dalian"?',
        f'{FILE}:3:place "xyz" is no key of data/places/places.csv; add it there, or correct it here',
    ]


def test_a_table_that_cannot_be_read_makes_no_dangling_keys(tmp_path):
    (fault,) = faults(tmp_path, COUNTS, "key\ndalian\n")
    assert fault == "data/places/places.csv:1: column label is missing; the header is key,label"


def test_a_missing_file_is_refused(tmp_path):
    path = write_tables(tmp_path)
    (tmp_path / "data/places/places.csv").unlink()
    with pytest.raises(Faults) as caught:
        read_group(path, tmp_path)
    assert str(caught.value) == "data/places/places.csv:1: cannot be read: No such file or directory"


def test_all_faults_are_told_at_once(tmp_path):
    text = HEADER + "A b,dalian,x,y,,\n" + "c,nowhere,,,1998-13-01,\n"
    assert [fault.split(" ")[0] for fault in faults(tmp_path, text, "key,label\ndalian,\n,\n")] == [
        f"{FILE}:2:key",
        f"{FILE}:2:count",
        f"{FILE}:2:share",
        f"{FILE}:3:day",
        "data/places/places.csv:3:key",
        f"{FILE}:3:place",
    ]


GROUP = "data/counts/csv-metadata.json"
SCHEMA = "data/counts/counts.schema.json"


@pytest.mark.parametrize(
    ("change", "line", "fault"),
    [
        ({"tabels": []}, 25, 'a group of tables has no term "tabels"; did you mean "tables"?'),
        (
            {"dialect": {"delimiter": ";"}},
            25,
            "dialect must be left out: a project's files are UTF-8, LF, with commas and a header",
        ),
        ({"dcx:title": ""}, 25, '"dcx:title" has no prefix of CSV on the Web; did you mean "dc"?'),
        (
            {"dc:source": {"@idd": ""}},
            26,
            'the value of dc:source has no term "@idd"; did you mean "@id"?',
        ),
        (
            {"@context": "http://www.w3.org/ns/csvw#"},
            2,
            '@context must be "http://www.w3.org/ns/csvw", '
            "or a list of it and an object with @base or @language",
        ),
        (
            {"@context": ["http://www.w3.org/ns/csvw", {"@language": "e n"}]},
            5,
            '@language "e n" is not a language tag; write one such as zh-Hans',
        ),
        (
            {"@context": ["http://www.w3.org/ns/csvw", {"@vocab": "x"}]},
            5,
            '@context has no term "@vocab"; has @base, @language',
        ),
        ({"tables": {}}, 13, "tables must be a list"),
        ({"tables": [{"tableSchema": "counts.schema.json"}]}, 14, "url is missing"),
        ({"tables": [{"url": "counts.csv"}]}, 14, "tableSchema is missing"),
        (
            {"tables": [{"url": "https://example.org/a.csv", "tableSchema": "counts.schema.json"}]},
            14,
            '"https://example.org/a.csv" must be relative to this file',
        ),
        (
            {"tables": [{"url": "counts.csv", "tableSchema": "counts.schema.json", "suppressOutput": "no"}]},
            17,
            "suppressOutput must be true or false",
        ),
    ],
)
def test_a_bad_group_is_refused_with_its_line(tmp_path, change, line, fault):
    assert faults(tmp_path, metadata=group() | change) == [f"{GROUP}:{line}: {fault}"]


@pytest.mark.parametrize(
    ("place", "change", "fault"),
    [
        ("count", {"propertyURL": "x"}, 'a column has no term "propertyURL"; did you mean "propertyUrl"?'),
        (
            "count",
            {"abouturl": "x"},
            'a column has no term "abouturl"; did you mean "aboutUrl"?',
        ),
        ("count", {"datatype": "integr"}, 'no datatype "integr"; did you mean "integer"?'),
        (
            "count",
            {"datatype": "numeral"},
            'no datatype "numeral"; did you mean "number"?',
        ),
        ("count", {"datatype": {"base": "integer", "minimun": 1}}, None),
        (
            "count",
            {"datatype": {"base": "integer", "format": "0.0.0"}},
            'format "0.0.0" is no pattern of numbers; write one such as #,##0.##',
        ),
        ("count", {"datatype": {"base": "string", "format": "("}}, None),
        (
            "count",
            {"datatype": {"base": "string", "minimum": 1}},
            "minimum is not for string, which has no order",
        ),
        ("count", {"datatype": {"base": "integer", "minimum": 1.5}}, 'minimum "1.5" is not an integer'),
        ("count", {"datatype": {"base": "integer", "maxLength": 2}}, "maxLength is not for integer"),
        ("count", {"datatype": {"maxLength": -2}}, "maxLength must be a whole number"),
        ("count", {"name": "1st"}, 'name "1st" must be letters, digits and _, a letter first'),
        ("count", {"name": "share"}, "column share stands twice"),
        ("count", {"required": "yes"}, "required must be true or false"),
        ("count", {"lang": "zh_Hans"}, 'lang "zh_Hans" is not a language tag; write one such as zh-Hans'),
        ("count", {"lang": "en"}, "column count has a lang; its datatype must be string"),
        (
            "count",
            {"titles": {"e n": "Count"}},
            'titles "e n" is not a language tag; write one such as zh-Hans',
        ),
        ("count", {"propertyUrl": None}, "propertyUrl must be a text"),
        (
            "count",
            {"propertyUrl": "koryu:count"},
            'propertyUrl "koryu:count" has no prefix of CSV on the Web; write the IRI in full',
        ),
        (
            "count",
            {"propertyUrl": "rfd:type"},
            'propertyUrl "rfd:type" has no prefix of CSV on the Web; did you mean "rdf"?',
        ),
        (
            "count",
            {"propertyUrl": "#count"},
            'propertyUrl "#count" has no prefix of CSV on the Web; write the IRI in full',
        ),
        (
            "count",
            {"propertyUrl": "https://e.org/{x}"},
            "propertyUrl 'https://e.org/{x}' is not an absolute IRI",
        ),
        (
            "count",
            {"valueUrl": "https://e.org/{x"},
            'valueUrl "https://e.org/{x" is not a URI template; write a column\'s name in braces',
        ),
        ("count", {"valueUrl": "https://e.org/ {key}"}, "valueUrl 'https://e.org/ x' is not an absolute IRI"),
        (
            "count",
            {"valueUrl": "https://e.org/{kye}"},
            'the template "https://e.org/{kye}" uses "kye", which is no column; did you mean "key"?',
        ),
        (
            "count",
            {"virtual": True},
            "column count is virtual: it needs propertyUrl and valueUrl, and no required",
        ),
        (
            "type",
            {"virtual": False},
            "column type is in the file; it must come before the virtual ones",
        ),
        ("key", {"required": False}, "aboutUrl uses column key, which must be required"),
        (
            "key",
            {"suppressOutput": False},
            "the column has no propertyUrl; give it one, or suppressOutput: true",
        ),
        (None, {"primaryKey": "kye"}, 'no column "kye" in the file; did you mean "key"?'),
        (None, {"primaryKey": "count"}, "primaryKey uses column count, which must be required"),
        (None, {"aboutURL": ""}, 'a schema has no term "aboutURL"; did you mean "aboutUrl"?'),
        (None, {"rowTitles": ""}, None),
        (None, {"columns": "key"}, "columns must be a list"),
    ],
)
def test_a_bad_schema_is_refused(tmp_path, place, change, fault):
    schema = counts()
    target = schema if place is None else next(each for each in schema["columns"] if each["name"] == place)
    target.update(change)
    (found,) = faults(tmp_path, schema=schema)
    where, _, said = found.partition(": ")
    assert where.startswith(f"{SCHEMA}:")
    if fault is None:  # the message has more than the name of the term
        name = next(reversed(change["datatype"])) if "datatype" in change else next(iter(change))
        assert name in said
    else:
        assert said == fault


def test_the_line_of_a_fault_is_that_of_its_term(tmp_path):
    schema = counts()
    schema["columns"][4]["datatipe"] = "date"
    text = write_tables(tmp_path, schema=schema).with_name("counts.schema.json").read_text("utf-8")
    line = text[: text.index("datatipe")].count("\n") + 1
    assert faults(tmp_path, schema=schema) == [
        f'{SCHEMA}:{line}: a column has no term "datatipe"; did you mean "datatype"?'
    ]


def test_a_schema_without_about_url_is_refused(tmp_path):
    schema = counts()
    del schema["aboutUrl"]
    assert faults(tmp_path, schema=schema) == [
        f"{SCHEMA}:1: aboutUrl is missing; without it the rows would have no IRI"
    ]


@pytest.mark.parametrize(
    ("reference", "fault"),
    [
        (
            {"resource": "places.csv", "columnReference": "key"},
            "places.csv is no table of the group; list it, with suppressOutput: true",
        ),
        (
            {"resource": "../places/places.csv", "columnReference": "label"},
            "columnReference must be the primary key of places.csv: key",
        ),
        (
            {"resource": "../places/places.csv"},
            "columnReference is missing",
        ),
        (
            {"schemaReference": "x", "resource": "../places/places.csv", "columnReference": "key"},
            "reference must have either resource or schemaReference",
        ),
    ],
)
def test_a_bad_foreign_key_is_refused(tmp_path, reference, fault):
    schema = counts()
    schema["foreignKeys"][0]["reference"] = reference
    (found,) = faults(tmp_path, schema=schema)
    assert found.partition(": ")[2] == fault


def test_all_faults_of_the_metadata_are_told_at_once(tmp_path):
    schema = counts() | {"rowTitels": "x"}
    schema["columns"][1]["requird"] = True
    schema["columns"][2]["datatype"] = "integr"
    found = faults(tmp_path, schema=schema, metadata=group() | {"nots": []})
    assert [fault.partition(": ")[2].partition(";")[0] for fault in found] == [
        'a group of tables has no term "nots"',
        'a schema has no term "rowTitels"',
        'a column has no term "requird"',
        'no datatype "integr"',
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{\n"tables": [,]}', "2: not JSON: Expecting value"),
        ('{"tables": [], "tables": []}', '1: not JSON: an object names "tables" twice; keep one'),
        ('{"tables": NaN}', "1: not JSON: NaN is no value of JSON"),
        ("[]", "1: the metadata must be an object"),
        (
            "[" * 100_000,
            "1: not JSON: maximum recursion depth exceeded while decoding a JSON array from a unicode string",
        ),
    ],
)
def test_metadata_that_are_no_json_are_refused(tmp_path, text, fault):
    path = write_tables(tmp_path)
    path.write_text(text, "utf-8")
    with pytest.raises(Faults) as caught:
        read_group(path, tmp_path)
    assert str(caught.value) == f"{GROUP}:{fault}"


def test_metadata_that_are_missing_or_in_another_encoding_are_refused(tmp_path):
    path = write_tables(tmp_path)
    path.write_bytes("大連".encode("cp932"))
    with pytest.raises(Faults, match=r"csv-metadata\.json:1: not UTF-8; save it as UTF-8$"):
        read_group(path, tmp_path)
    path.unlink()
    with pytest.raises(Faults, match=r"csv-metadata\.json:1: cannot be read: No such file or directory$"):
        read_group(path, tmp_path)


def test_a_schema_may_stand_in_the_metadata(tmp_path):
    metadata = group()
    metadata["tables"][0]["tableSchema"] = counts()
    metadata["tables"][1]["tableSchema"] = places()
    assert len(read_group(write_tables(tmp_path, metadata=metadata)).tables[0].rows) == 2


MESSY = st.text('a1,"\n\r\t\ufeff=<>-./大\u3000', max_size=40).map(str.encode)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=40) | MESSY, st.booleans())
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path, content, with_header):
    path = write_tables(tmp_path, (HEADER.encode() if with_header else b"") + content)
    rows, found = [], []
    try:
        rows = [row.cells["place"] for row in read_group(path, tmp_path).tables[0].rows]
    except Faults as error:
        found = str(error).splitlines()
    assert set(rows) <= {"dalian", "kobe"}
    assert all(line.startswith(f"{FILE}:") for line in found)
