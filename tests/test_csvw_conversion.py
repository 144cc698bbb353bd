"""Tables of anybody, read as CSV on the Web asks: what is converted, warned of and refused."""

from __future__ import annotations

import errno
import json

import pytest

from koryu.columnar.populate import populate
from koryu.errors import Cell, Faults
from koryu.tables.conversion import check, convert
from koryu.tables.files.fetching import LocalFetcher
from koryu.tables.populate import Statement

CONTEXT = "http://www.w3.org/ns/csvw"
XSD = "http://www.w3.org/2001/XMLSchema#"


def write(root, csv, columns=None, **table):
    """Write a table and its metadata, and give the path of the metadata."""
    content = csv if isinstance(csv, bytes) else csv.encode()
    (root / "t.csv").write_bytes(content)
    schema = table.pop("schema", {})
    description = {"@context": CONTEXT, "url": "t.csv", **table}
    if columns is not None:
        description["tableSchema"] = {"columns": columns, **schema}
    path = root / "t.json"
    path.write_text(json.dumps(description), "utf-8")
    return path


def said(path, root, **kwargs):
    """Give what is said, with short names, in the minimal mode."""
    conversion = convert(path, root=root, **kwargs)
    lines = [" ".join(each[:3]) for each in conversion.statements(minimal=True)]
    return [line.replace(f"{root.as_uri()}/t.csv", "t").replace(XSD, "xsd:") for line in lines], conversion


def wrong(path, root, **kwargs):
    found = check(path, root=root, **kwargs)
    return [str(each) for each in found.faults], [str(each) for each in found.warnings]


def test_a_table_without_metadata_is_described_by_its_header(tmp_path):
    (tmp_path / "t.csv").write_text("Name,In use\nA,1\n")
    lines, conversion = said(tmp_path / "t.csv", tmp_path)
    assert lines == ['_:t1r1 <t#Name> "A"', '_:t1r1 <t#In%20use> "1"']
    assert conversion.faults.warnings == []


def test_metadata_are_found_beside_a_table(tmp_path):
    write(tmp_path, "a\n1\n", [{"titles": "a", "datatype": "integer"}])
    (tmp_path / "t.json").rename(tmp_path / "t.csv-metadata.json")
    assert said(tmp_path / "t.csv", tmp_path)[0] == ['_:t1r1 <t#a> "1"^^<xsd:integer>']


def test_metadata_that_are_about_another_table_are_warned_of(tmp_path):
    write(tmp_path, "a\n1\n", [{"titles": "b"}], url="other.csv")
    (tmp_path / "t.json").rename(tmp_path / "csv-metadata.json")
    lines, conversion = said(tmp_path / "t.csv", tmp_path)
    assert lines == ['_:t1r1 <t#a> "1"']
    assert [str(each) for each in conversion.faults.warnings] == [
        "csv-metadata.json:1: does not describe t.csv; another description is looked for"
    ]


def test_lists_are_many_statements_or_one_list(tmp_path):
    columns = [
        {"titles": "a", "separator": ";", "datatype": "integer"},
        {"titles": "b", "separator": ";", "ordered": True},
    ]
    first, rest = (f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}>" for name in ("first", "rest"))
    nil = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"
    lines, _ = said(write(tmp_path, "a,b\n1; 2,x;y\n,\n", columns), tmp_path)
    assert lines == [
        '_:t1r1 <t#a> "1"^^<xsd:integer>',
        '_:t1r1 <t#a> "2"^^<xsd:integer>',
        "_:t1r1 <t#b> _:t1r1c2n0",
        f'_:t1r1c2n0 {first} "x"',
        f"_:t1r1c2n0 {rest} _:t1r1c2n1",
        f'_:t1r1c2n1 {first} "y"',
        f"_:t1r1c2n1 {rest} {nil}",
        f"_:t1r2 <t#b> {nil}",
    ]


def test_defaults_nulls_and_white_space(tmp_path):
    columns = [
        {"titles": "a", "default": "0", "datatype": "integer"},
        {"titles": "b", "null": ["-", "n/a"], "datatype": "token"},
        {"titles": "c"},
        {"name": "d", "virtual": True, "default": "always", "lang": "en"},
    ]
    lines, _ = said(write(tmp_path, "a,b,c\n  ,  x   y ,  z \n 5 ,n/a,\n", columns), tmp_path)
    assert lines == [
        '_:t1r1 <t#a> "0"^^<xsd:integer>',
        '_:t1r1 <t#b> "x y"^^<xsd:token>',
        '_:t1r1 <t#c> "  z "',
        '_:t1r1 <t#d> "always"@en',
        '_:t1r2 <t#a> "5"^^<xsd:integer>',
        '_:t1r2 <t#d> "always"@en',
    ]


def test_templates_count_rows_and_columns(tmp_path):
    columns = [
        {
            "titles": "a",
            "aboutUrl": "#{_row}-{_sourceRow}",
            "valueUrl": "urn:c:{_column}:{_sourceColumn}:{_name}",
        },
        {"titles": "b", "aboutUrl": "urn:{b}", "propertyUrl": "urn:p:{b}"},
    ]
    path = write(tmp_path, "x,a,b\ny,1,7.50\n", columns, dialect={"skipColumns": 1})
    lines, _ = said(path, tmp_path)
    assert lines == ["<t#1-2> <t#a> <urn:c:1:2:a>", '<urn:7.50> <urn:p:7.50> "7.50"']


def test_a_template_uses_the_canonical_form_and_a_literal_the_written_one(tmp_path):
    columns = [{"name": "a", "titles": "a", "datatype": "decimal", "aboutUrl": "urn:{a}"}]
    lines, _ = said(write(tmp_path, "a\n7.50\n", columns), tmp_path)
    assert lines == ['<urn:7.5> <t#a> "7.50"^^<xsd:decimal>']


def test_a_table_may_be_in_the_encoding_of_its_dialect(tmp_path):
    path = write(tmp_path, "名\n大連\n".encode("cp932"), [{"titles": "名"}], dialect={"encoding": "cp932"})
    lines, _ = said(path, tmp_path)
    assert lines == ['_:t1r1 <t#%E5%90%8D> "大連"']


def test_a_table_in_another_encoding_is_refused_with_a_guess(tmp_path):
    path = write(tmp_path, "a\n大連\n".encode("cp932"), [{"titles": "a"}])
    assert wrong(path, tmp_path)[0] == [
        "t.csv:2: not UTF-8: byte 0x91; looks like Shift-JIS; name its encoding in the dialect"
    ]


@pytest.mark.parametrize("label", ["Shift_JIS", "shift-jis", "x-sjis", "windows-31j"])
def test_a_label_of_an_encoding_means_what_it_means_on_the_web(tmp_path, label):
    content = "a\n①髙\n".encode("cp932")  # not in the Shift_JIS of the JIS
    lines, conversion = said(
        write(tmp_path, content, [{"titles": "a"}], dialect={"encoding": label}), tmp_path
    )
    assert (lines, conversion.faults.warnings) == (['_:t1r1 <t#a> "①髙"'], [])


def test_lines_that_nothing_ends_are_warned_of(tmp_path):
    path = write(tmp_path, "a\n1\n", [{"titles": "a"}], dialect={"lineTerminators": []})
    assert wrong(path, tmp_path) == ([], ["t.json:1: lineTerminators must name a text that ends lines"])
    assert said(path, tmp_path)[0] == ['_:t1r1 <t#a> "1"']


def test_metadata_may_begin_with_a_byte_order_mark(tmp_path):
    path = write(tmp_path, "a\n1\n", [{"titles": "a"}])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert wrong(path, tmp_path) == ([], [])


def test_a_group_of_texts_has_no_table(tmp_path):
    path = tmp_path / "t.json"
    path.write_text(json.dumps({"@context": CONTEXT, "tables": ["t.csv"]}), "utf-8")
    assert wrong(path, tmp_path)[0] == ["t.json:1: tables must have a table, which is an object"]


def test_metadata_beside_a_table_that_may_not_be_read_are_told(tmp_path):
    class Closed(LocalFetcher):
        def fetch(self, url):
            if url.endswith(".json"):
                raise PermissionError(errno.EACCES, "Permission denied")
            return super().fetch(url)

    write(tmp_path, "a\n1\n")
    found = check(tmp_path / "t.csv", root=tmp_path, fetcher=Closed())
    problem = "1: cannot be read: Permission denied; another description is looked for"
    assert list(map(str, found.warnings)) == [
        f"{name}:{problem}" for name in ("t.csv-metadata.json", "csv-metadata.json")
    ]


def test_a_table_is_not_read_whole_to_find_its_metadata(tmp_path):
    fetched = []

    class Watched(LocalFetcher):
        def fetch(self, url):
            fetched.append(url.rpartition("/")[2])
            return super().fetch(url)

    path = write(tmp_path, "a\n1\n", [{"titles": "a"}]).rename(tmp_path / "csv-metadata.json")
    done = populate(tmp_path / "t.csv", output=tmp_path / "t.nt", mode="minimal", fetcher=Watched())
    assert (done.triples, fetched) == (1, ["t.csv-metadata.json", path.name])


@pytest.mark.parametrize("content", ["名\n大連\n".encode("utf-16"), "名\n大連,\n".encode()])
def test_a_table_that_the_general_reader_reads_is_not_read_whole(tmp_path, content):
    class Watched(LocalFetcher):
        def fetch(self, url):
            assert url.endswith(".json")
            return super().fetch(url)

    encoding = "utf-16" if content[0] in b"\xfe\xff" else "utf-8"
    path = write(tmp_path, content, [{"titles": "名"}], dialect={"encoding": encoding})
    populate(path, output=tmp_path / "t.nt", mode="minimal", fetcher=Watched())
    assert (tmp_path / "t.nt").read_text("utf-8") == (
        f'_:t1r1 <{tmp_path.as_uri()}/t.csv#%E5%90%8D> "大連" .\n'
    )


def test_a_header_of_very_many_columns_is_not_repeated_whole(tmp_path):
    path = write(tmp_path, "a\n1\n", [{"name": f"column{number}"} for number in range(1000)])
    faults, _ = wrong(path, tmp_path)
    assert len(faults) == 1002
    assert max(map(len, faults)) < 600


def test_columns_of_the_same_title_both_speak(tmp_path):
    (tmp_path / "t.csv").write_text("a,a,b,a\n1,2,3,4\n")
    lines, conversion = said(tmp_path / "t.csv", tmp_path)
    assert lines == ['_:t1r1 <t#a> "1"', '_:t1r1 <t#a> "2"', '_:t1r1 <t#b> "3"', '_:t1r1 <t#a> "4"']
    assert (
        list(map(str, conversion.faults.warnings)) == ['t.csv:1: two columns are called "a"; rename one'] * 2
    )
    populate(tmp_path / "t.csv", output=tmp_path / "o.nt", mode="minimal")
    url = (tmp_path / "t.csv").as_uri()
    assert (tmp_path / "o.nt").read_text() == "".join(
        f'_:t1r1 <{url}#{name}> "{value}" .\n' for name, value in zip("aaba", "1234", strict=True)
    )


@pytest.mark.parametrize("encoding", ["foo", "hex"])
def test_an_encoding_that_is_none_is_warned_of(tmp_path, encoding):
    path = write(tmp_path, "a\n1\n", [{"titles": "a"}], dialect={"encoding": encoding})
    warning = f't.json:1: encoding "{encoding}" is not known; write one such as utf-8 or shift_jis'
    assert wrong(path, tmp_path) == ([], [warning])


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path):
    assert wrong(write(tmp_path, "\ufeffa\n1\n", [{"titles": "a"}]), tmp_path) == ([], [])


def test_a_converter_goes_on_past_what_is_wrong_in_a_table(tmp_path):
    columns = [{"titles": "a", "datatype": "integer"}, {"titles": "b", "required": True}]
    lines, conversion = said(write(tmp_path, "a,b\nx,\n1\n2,y,z\n", columns), tmp_path)
    assert lines == [
        '_:t1r1 <t#a> "x"',
        '_:t1r2 <t#a> "1"^^<xsd:integer>',
        '_:t1r3 <t#a> "2"^^<xsd:integer>',
        '_:t1r3 <t#b> "y"',
    ]
    assert [str(each) for each in conversion.faults.warnings] == [
        't.csv:2:a "x" is not an integer; write digits only, such as 1304',
        "t.csv:2:b is empty; it is required",
        "t.csv:3: has 1 cells where the header has 2; nothing is left for b: an empty cell needs its comma",
        "t.csv:3:b is empty; it is required",
        "t.csv:4: has 3 cells where the header has 2; put a cell with a comma in quotes,"
        " or remove what follows b",
    ]


def test_a_statement_knows_its_cell(tmp_path):
    path = write(tmp_path, 'a,b\n"1\n2",x\n3,y\n', [{"titles": "a", "suppressOutput": True}, {"titles": "b"}])
    statements = list(convert(path, root=tmp_path).statements(minimal=True))
    b = f"<{tmp_path.as_uri()}/t.csv#b>"
    assert statements == [
        Statement("_:t1r1", b, '"x"', Cell("t.csv", 2, "b")),
        Statement("_:t1r2", b, '"y"', Cell("t.csv", 4, "b")),
    ]


def test_a_template_that_makes_no_iri_is_told_where_it_does(tmp_path):
    columns = [{"titles": "a", "valueUrl": "urn:<{a}>"}, {"titles": "b"}]
    lines, conversion = said(write(tmp_path, "a,b\n1,2\n", columns), tmp_path)
    assert lines == ['_:t1r1 <t#b> "2"']
    assert [str(each) for each in conversion.faults.warnings] == [
        "t.csv:2:a makes an IRI that is none: 'urn:<1>' is not an absolute IRI; correct it or the template"
    ]


def test_keys_are_unique_and_lead_somewhere(tmp_path):
    columns = [{"name": "a", "titles": "a"}, {"name": "b", "titles": "b"}]
    keys = {
        "primaryKey": "a",
        "foreignKeys": [{"columnReference": "b", "reference": {"resource": "t.csv", "columnReference": "a"}}],
    }
    path = write(tmp_path, "a,b\nx,x\ny,x\ny,z\nw,y\nv,\n", columns, schema=keys)
    assert wrong(path, tmp_path) == (
        [
            't.csv:4:a "y" stands already in line 3; keep one',
            't.csv:4:b "z" is no key of t.csv; add it there, or correct it here',
            't.csv:5:b "y" is in 2 rows of t.csv; keep one',
            "t.csv:6:b is empty; it must be a key of t.csv",
        ],
        [],
    )


@pytest.mark.parametrize(
    ("header", "faults"),
    [
        ("a,b", []),
        ("a,c", ['t.csv:1: no column "c"; remove it', "t.csv:1: column b is missing; the header is a,b"]),
        ("b,a", ["t.csv:1: column b stands where a should; the header is a,b"]),
        ("a", ["t.csv:1: column b is missing; the header is a,b"]),
        ("a,b,b", ["t.csv:1: column b stands twice; the header is a,b"]),
    ],
)
def test_a_header_must_fit_the_titles(tmp_path, header, faults):
    path = write(tmp_path, f"{header}\n", [{"titles": "a"}, {"titles": "b"}])
    assert wrong(path, tmp_path)[0] == faults


def test_a_validator_wants_titles_where_the_header_has_them(tmp_path):
    assert wrong(write(tmp_path, "a\n1\n", [{"name": "a"}]), tmp_path)[0] == [
        "t.csv:1: column a has no title that the header has; give it titles in the metadata"
    ]


def test_so_many_errors_are_enough(tmp_path):
    path = write(tmp_path, "a\n" + "x\n" * 100, [{"titles": "a", "datatype": "integer"}])
    assert len(wrong(path, tmp_path, limit=7)[0]) == 7
    assert len(wrong(path, tmp_path)[0]) == 100


def test_an_unknown_term_is_warned_of_with_its_line(tmp_path):
    path = write(tmp_path, "a\n1\n", [{"titles": "a", "requird": True}])
    assert wrong(path, tmp_path) == (
        [],
        ['t.json:1: a column has no term "requird"; did you mean "required"?'],
    )


def test_nothing_is_fetched_from_a_network(tmp_path):
    path = write(tmp_path, "", [{"titles": "a"}], url="https://example.org/t.csv")
    assert wrong(path, tmp_path)[0] == [
        "https://example.org/t.csv:1: cannot be read: is not on this machine; fetch it first"
    ]


def test_metadata_with_errors_are_not_converted(tmp_path):
    path = write(tmp_path, "a\n1\n", [{"titles": "a", "datatype": {"base": "date", "length": 3}}])
    with pytest.raises(Faults, match=r"^t\.json:1: length is not for date$"):
        convert(path, root=tmp_path)


def test_a_missing_table_is_told_and_the_others_are_read(tmp_path):
    (tmp_path / "t.csv").write_text("a\n1\n")
    tables = [{"url": "gone.csv"}, {"url": "t.csv"}]
    (tmp_path / "g.json").write_text(json.dumps({"@context": CONTEXT, "tables": tables}))
    lines, conversion = said(tmp_path / "g.json", tmp_path)
    assert lines == ['_:t2r1 <t#a> "1"']
    assert [str(each) for each in conversion.faults.faults] == [
        "gone.csv:1: cannot be read: No such file or directory"
    ]
