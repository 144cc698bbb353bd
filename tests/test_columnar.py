"""The columnar engine says what the general one says, and what the W3C expects."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import subprocess
import sys
from dataclasses import replace

import pyarrow as pa
import pyoxigraph as ox
import pytest

from csvw_suite import read_manifest
from koryu.columnar import reading
from koryu.columnar.buffers import escaped
from koryu.columnar.hashing import hash_keys
from koryu.columnar.lexical import forms_of
from koryu.columnar.populate import populate
from koryu.columnar.spans import cut, longest_row, look_through
from koryu.errors import Faults, KoryuError
from koryu.tables.conversion import check, convert
from koryu.tables.description.dialects import Dialect
from koryu.tables.values.datatypes import STRING

ANY_URI = "http://www.w3.org/2001/XMLSchema#anyURI"
RDF_TESTS = read_manifest("manifest-rdf")
VALIDATION_TESTS = read_manifest("manifest-validation")


def general(source, *, minimal=True, **options):
    """The lines of the general engine, sorted, each once; None if it refuses."""
    try:
        conversion = convert(source, **options)
        lines = {f"{s} {p} {o} ." for s, p, o, _ in conversion.statements(minimal=minimal)}
        conversion.faults.settle()
    except KoryuError:
        return None
    return sorted(lines)


def columnar(tmp_path, source, *, minimal=True, **options):
    path = tmp_path / "out.nt"
    try:
        done = populate(source, output=path, mode="minimal" if minimal else "standard", **options)
    except KoryuError:
        return None
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == done.triples
    return sorted(set(lines))


@pytest.mark.parametrize("test", [pytest.param(test, id=test.id) for test in RDF_TESTS])
def test_the_w3c_tables_become_the_same_lines(tmp_path, test):
    options = {"minimal": test.minimal, "metadata": test.metadata, "fetcher": test.fetcher}
    assert columnar(tmp_path, test.action, **options) == general(test.action, **options)


@pytest.mark.parametrize("test", [pytest.param(test, id=test.id) for test in VALIDATION_TESTS])
def test_the_w3c_tables_have_the_same_faults(test):
    expected = check(test.action, fetcher=test.fetcher, metadata=test.metadata)
    assert faults(test.action, metadata=test.metadata, fetcher=test.fetcher) == set(map(str, expected.faults))


def faults(source, **options):
    try:
        populate(source, output=None, check=True, limit=10_000, **options)
    except Faults as found:
        return set(map(str, found.faults))
    return set()


SCHEMA = """{
  "@context": "http://www.w3.org/ns/csvw",
  "url": "t.csv",
  "tableSchema": {
    "primaryKey": "key",
    "rowTitles": "name",
    "aboutUrl": "https://example.org/id/{key}",
    "columns": [
      {"name": "key", "titles": "key", "required": true, "datatype": {"base": "string", "format": "[^<>]+"},
       "propertyUrl": "https://example.org/key"},
      {"name": "name", "titles": "name", "lang": "ja", "propertyUrl": "https://example.org/name",
       "datatype": {"base": "string", "maxLength": 30}},
      {"name": "count", "titles": "count", "datatype": {"base": "integer", "minimum": 0, "maximum": 5000},
       "propertyUrl": "https://example.org/{name}/count", "null": ["", "-"]},
      {"name": "share", "titles": "share", "datatype": {"base": "decimal", "minExclusive": -1},
       "propertyUrl": "https://example.org/share"},
      {"name": "day", "titles": "day", "datatype": {"base": "date", "minimum": "1900-01-01"}},
      {"name": "year", "titles": "year", "datatype": "gYear", "default": "1998"},
      {"name": "size", "titles": "size", "datatype": "double", "valueUrl": "https://example.org/size/{size}"},
      {"name": "of", "titles": "of", "separator": ";", "propertyUrl": "https://example.org/of"},
      {"name": "list", "titles": "list", "separator": " ", "ordered": true, "datatype": "byte"},
      {"name": "is", "titles": "is", "datatype": "boolean"},
      {"name": "page", "titles": "page", "datatype": "anyURI", "valueUrl": "{+page}"},
      {"name": "type", "virtual": true, "propertyUrl": "rdf:type", "valueUrl": "https://example.org/T"},
      {"name": "row", "virtual": true, "aboutUrl": "#r{_row}-{_sourceRow}", "valueUrl": "{#share}"},
      {"name": "fixed", "virtual": true, "propertyUrl": "https://example.org/fixed", "default": "a \\"b\\""}
    ]
  }
}"""
TEXTS = (
    "", "a", "b-1", "ABC~_.x", "x y", "友好都市", "さっぽろ", "Évry", 'say "hi"', "back\\slash", "a,b",
    "two\nlines", "cr\r\nlf", "tab\there", "\x07bell", "\uffff", "ＡＢ", "𠮟る", "100%", "a/b?c#d", "<b>",
    " padded ", "-", "=1+1",
)  # fmt: skip
NUMBERS = (
    "0", "1", "12", "007", "-5", "+3", "-0", "5000", "5001", "9" * 20, "1,304", "１２", "x", "",
)  # fmt: skip
VALUES = {
    "key": TEXTS,
    "name": [*TEXTS, "長" * 31],
    "count": NUMBERS,
    "share": [*NUMBERS, "30.8", "30.80", ".5", "5.", "-1.0", "1e3", "-0.0", "0.10000000000000000001"],
    "day": [
        "1998-04-01",
        "1998-02-30",
        "1899-12-31",
        "98-04-01",
        "1998-4-1",
        "1998-04-01Z",
        "2000-02-29",
        "",
    ],
    "year": ["1998", "98", "", "2026", "-0044", "19980"],
    "size": ["1", "1.50", "1E5", "INF", "-INF", "NaN", "abc", ""],
    "of": ["", "a", "a;b", "a;;b", 'x";"y', "友;好"],
    "list": ["", "1", "1 2 3", "300", "1 x"],
    "is": ["true", "false", "1", "0", "yes", ""],
    "page": ["https://example.org/a", "not an address", "", "https://example.org/ä"],
}


def table(folder, seed, rows, texts=VALUES):
    """Write a table of drawn cells, as Python's csv module writes it, and its metadata."""
    draw = random.Random(seed)
    (folder / "t.csv-metadata.json").write_text(SCHEMA, "utf-8")
    path = folder / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(texts)
        writer.writerows([draw.choice(each) for each in texts.values()] for _ in range(rows))
    return path


@pytest.fixture
def small_blocks(monkeypatch):
    """Read few rows at a time, so that batches differ."""
    monkeypatch.setattr(reading, "BLOCK", 700)
    monkeypatch.setattr(reading, "ROWS", 3)


@pytest.mark.parametrize("minimal", [True, False], ids=["minimal", "standard"])
@pytest.mark.parametrize("seed", range(25))
def test_drawn_tables_become_the_same_lines(tmp_path, small_blocks, seed, minimal):
    path = table(tmp_path, seed, rows=40)
    assert columnar(tmp_path, path, minimal=minimal) == general(path, minimal=minimal)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("seed", range(25))
def test_drawn_tables_have_the_same_faults(tmp_path, small_blocks, seed, jobs):
    path = table(tmp_path, seed, rows=40)
    assert faults(path, jobs=jobs) == set(map(str, check(path).faults))


@pytest.mark.parametrize("seed", range(10))
def test_drawn_tables_are_warned_of_alike(tmp_path, small_blocks, seed):
    path = table(tmp_path, seed, rows=40)
    conversion = convert(path)
    list(conversion.statements(minimal=True))
    done = populate(path, output=tmp_path / "out.nt", mode="minimal", limit=10_000)
    assert set(map(str, done.warnings)) == set(map(str, conversion.faults.warnings))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("jobs", [2, 3])
def test_several_jobs_write_the_same_bytes(tmp_path, small_blocks, jobs, seed):
    path = table(tmp_path, seed, rows=400)
    for number in (1, jobs):
        populate(path, output=tmp_path / f"{number}.nt", jobs=number)
    assert (tmp_path / "1.nt").read_bytes() == (tmp_path / f"{jobs}.nt").read_bytes()


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_a_compressed_file_holds_the_same_bytes(tmp_path, small_blocks, ending):
    path = table(tmp_path, 2, rows=100)
    populate(path, output=tmp_path / "plain.nt")
    populate(path, output=tmp_path / f"packed.nt{ending}")
    with pa.input_stream(
        str(tmp_path / f"packed.nt{ending}"), compression={".gz": "gzip", ".zst": "zstd"}[ending]
    ) as file:
        assert file.read() == (tmp_path / "plain.nt").read_bytes()


@pytest.mark.parametrize("minimal", [True, False], ids=["minimal", "standard"])
@pytest.mark.parametrize("seed", range(5))
def test_turtle_holds_the_same_triples(tmp_path, small_blocks, seed, minimal):
    path = table(tmp_path, seed, rows=40)
    mode = "minimal" if minimal else "standard"
    done = populate(path, output=tmp_path / "out.ttl", mode=mode)
    populate(path, output=tmp_path / "out.nt", mode=mode)
    found, expected = (
        ox.Dataset(ox.parse(path=tmp_path / name, format=form))
        for name, form in (("out.ttl", ox.RdfFormat.TURTLE), ("out.nt", ox.RdfFormat.N_TRIPLES))
    )
    for each in (found, expected):
        each.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert set(found) == set(expected)
    assert len(found) <= done.triples


def test_quads_name_their_graph(tmp_path):
    (tmp_path / "t.csv").write_text("a\n1 .\n", "utf-8")
    done = populate(
        tmp_path / "t.csv", output=tmp_path / "t.nq", mode="minimal", graph="https://example.org/g"
    )
    url = (tmp_path / "t.csv").as_uri()
    assert (tmp_path / "t.nq").read_text("utf-8") == f'_:t1r1 <{url}#a> "1 ." <https://example.org/g> .\n'
    assert (done.rows, done.triples) == (1, 1)


@pytest.mark.parametrize("length", [7, 40, 10_000])
def test_the_longest_row_is_measured_in_parts_of_any_length(length):
    rows = [b"a,b\n", b'1,"' + b"x\n" * 50 + b'"\n', b"2,y\n"]
    file = io.BytesIO(b"".join(rows))
    parts = [look_through(file, *piece, Dialect()) for piece in cut(sum(map(len, rows)), 0, length)]
    assert longest_row(parts) == len(rows[1]) - 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_quote_inside_a_cell_of_the_last_row_changes_the_reader(tmp_path, small_blocks, jobs):
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "".join(f"{row},x\n" for row in range(2000)) + '2000,y"z\n')
    assert columnar(tmp_path, path, jobs=jobs) == general(path)


@pytest.mark.parametrize("ending", ["nt", "nt.gz", "ttl.zst"])
def test_several_jobs_write_several_tables_in_their_order(tmp_path, small_blocks, ending):
    rows = "".join(f"{row},x\n" for row in range(900))
    for name, more in (("a", ""), ("b", '900,y"z\n'), ("c", ""), ("d", "")):
        (tmp_path / f"{name}.csv").write_text("a,b\n" + (rows[:40] if name == "c" else rows) + more)
    tables = [tmp_path / f"{name}.csv" for name in "abcd"]  # the general reader reads b again
    done = [populate(*tables, output=tmp_path / f"{jobs}.{ending}", jobs=jobs) for jobs in (1, 2)]
    assert (done[0].rows, done[0].triples) == (done[1].rows, done[1].triples)
    assert (tmp_path / f"1.{ending}").read_bytes() == (tmp_path / f"2.{ending}").read_bytes()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_without_cells_are_told_by_a_check(tmp_path, small_blocks, end, jobs):
    path = tmp_path / "t.csv"
    rows = [*(f"{row},x" for row in range(400)), "", ",", "401,y", ""]
    path.write_text("".join(f"{row}{end}" for row in ["a,b", *rows]), newline="")
    problem = "has 1 cells where the header has 2; nothing is left for b: an empty cell needs its comma"
    assert faults(path, jobs=jobs) == {f"{path}:{line}: {problem}" for line in (402, 405)}


def described(folder, text, **schema):
    """Write a table and the metadata of its columns."""
    found = {"@context": "http://www.w3.org/ns/csvw", "url": "t.csv", "tableSchema": schema}
    (folder / "t.csv-metadata.json").write_text(json.dumps(found))
    (folder / "t.csv").write_text(text)
    return folder / "t.csv"


@pytest.mark.parametrize("minimal", [True, False], ids=["minimal", "standard"])
@pytest.mark.parametrize("own", ["_name", "_column", "_sourceColumn"])
def test_a_subject_named_after_its_column_is_that_of_its_column(tmp_path, minimal, own):
    columns = [{"name": name, "titles": name} for name in "ab"]
    about = f"https://example.org/{{{own}}}/{{_row}}"
    path = described(tmp_path, "a,b\n1,2\n3,4\n", columns=columns, aboutUrl=about)
    found = columnar(tmp_path, path, minimal=minimal)
    assert found == general(path, minimal=minimal)
    subjects = {line.split()[0] for line in found if "/t.csv#a>" in line or "/t.csv#b>" in line}
    names = "ab" if own == "_name" else "12"
    assert subjects == {f"<https://example.org/{name}/{row}>" for name in names for row in (1, 2)}


def test_a_cell_keeps_the_byte_order_mark_that_it_begins_with(tmp_path, small_blocks):
    rows = [f"\ufeff{row}" for row in range(500)]
    path = described(
        tmp_path, "a\n" + "".join(f"{row}\n" for row in rows), columns=[{"name": "a", "titles": "a"}]
    )
    assert columnar(tmp_path, path) == general(path)


@pytest.mark.parametrize("space", ["\u3000", "\u2028", "\xa0", "\x85", "\u1680"])
def test_an_address_of_a_space_alone_has_no_value(tmp_path, space):
    column = {"name": "a", "titles": "a", "datatype": "anyURI"}
    path = described(tmp_path, f"a\n{space}\nx\n", columns=[column])
    assert columnar(tmp_path, path) == general(path) == [f'_:t1r2 <{path.as_uri()}#a> "x"^^<{ANY_URI}> .']


def test_lists_of_other_values_are_other_keys(tmp_path):
    columns = [{"name": "a", "titles": "a", "separator": ";"}, {"name": "b", "titles": "b"}]
    key = {"columnReference": "b", "reference": {"resource": "t.csv", "columnReference": "a"}}
    text = "a,b\nx y;z,x\nx;y z,x\nx,x\nx;y z,x\n"
    path = described(tmp_path, text, columns=columns, primaryKey="a", foreignKeys=[key])
    assert faults(path) == set(map(str, check(path).faults))
    assert f'{path}:5:a "x y z" stands already in line 3; keep one' in faults(path)
    assert len(faults(path)) == 5  # no text is a list


def test_a_cell_of_spaces_has_no_value_where_spaces_do_not_count(tmp_path):
    columns = [{"name": "a", "titles": "a"}] + [
        {"name": name, "titles": name, "datatype": base, "valueUrl": f"https://example.org/{name}/{{a}}"}
        for name, base in (("b", "integer"), ("c", "string"))
    ]
    path = described(tmp_path, 'a,b,c\n1,7,x\n2," "," "\n3,,\n', columns=columns)
    found = columnar(tmp_path, path)
    assert found == general(path)
    assert [line.split()[2] for line in found if "example" in line] == [
        "<https://example.org/b/1>",
        "<https://example.org/c/1>",
        "<https://example.org/c/2>",
    ]


@pytest.mark.parametrize(
    "base", ["integer", "byte", "decimal", "double", "date", "gYear", "boolean", "anyURI", "string", "any"]
)
def test_an_empty_cell_that_is_no_null_is_read_as_the_general_engine_reads_it(tmp_path, base):
    column = {"name": "b", "titles": "b", "null": "-", "datatype": base}
    path = described(tmp_path, "a,b\n1,\n2,-\n", columns=[{"name": "a", "titles": "a"}, column])
    assert columnar(tmp_path, path) == general(path)
    assert faults(path) == set(map(str, check(path).faults))


def test_rows_of_empty_cells_and_blank_lines_of_one_column_are_right(tmp_path, small_blocks):
    for name, text in (("two", 'a,b\n1,"\n\n"\n,\n'), ("one", "a\n1\n\n2\n\n")):
        (tmp_path / f"{name}.csv").write_text(text)
        assert faults(tmp_path / f"{name}.csv") == set()


def test_a_row_that_is_too_long_is_told_by_several_jobs(tmp_path, small_blocks, monkeypatch):
    monkeypatch.setattr(reading, "LONGEST", 5000)
    path = tmp_path / "t.csv"
    path.write_text("a\n" + "x\n" * 2000 + "y" * 7000 + "\n")
    assert faults(path, jobs=2) == {
        f"{path}:1: a row has 7,000 bytes, more than 5,000; is a quote left open? Split the cell"
    }


@pytest.mark.parametrize("start", [0, 1, 9])
def test_escapes_stand_in_texts_and_nulls_stay(start):
    texts = ['a"b', None, "", "\\", '\\"\\', '友好"', None, "\n\t", "plain", '"', None]
    expected = [
        text and text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for text in texts
    ]
    pairs = ((b"\\", b"\\\\"), (b'"', b'\\"'), (b"\n", b"\\n"))
    made = escaped(pa.array(texts).slice(start), pairs)
    made.validate(full=True)
    assert made.to_pylist() == expected[start:]


PATTERNS = {  # texts that match, and texts that do not
    "[a-z0-9]+(-[a-z0-9]+)*": (["a", "b-1", "jp-000123", "a-b-c"], ["", "-a", "a-", "a--b", "A", "a_b", "é"]),
    "[a-c]+(?:_[a-c]+)*": (["a", "b_c"], ["d", "a_", "_", "a__b", "a\n"]),
    "day|week-end|年": (["day", "week-end", "年"], ["", "da", "days", "day|week-end", "day\n"]),
    "[^<>=@].*": (["a", "a@b", "友好"], ["", "@a", "=1", "<b>"]),
    "ab.*": (["ab", "abc", "ab友"], ["", "a", "b", "xab"]),
    r"a\.*": (["a", "a.", "a.."], ["", "ab", "a.b"]),
    "(?:a|b).*|c": (["a", "bx", "c"], ["", "cx", "x"]),
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_lets_whole_columns_pass_if_all_cells_match(pattern):
    right, wrong = PATTERNS[pattern]
    are_valid = forms_of(replace(STRING, format=re.compile(pattern))).are_valid
    assert are_valid(pa.array(["-", *right, "-"]).slice(1, len(right)))
    for text in wrong:
        assert not re.fullmatch(pattern, text)
        assert not are_valid(pa.array([*right, text])), text


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r"])
def test_a_file_may_end_as_it_likes(tmp_path, small_blocks, end):
    path = table(tmp_path, seed=0, rows=0)
    row = '"a",友,1,1.5,1998-04-01,1998,1,a;b,1 2,true,"https://example.org/a"'
    path.write_text(path.read_text("utf-8") + f"{row}\n{row}{end}", "utf-8", newline="")
    assert columnar(tmp_path, path) == general(path)


def test_hashes_are_equal_for_equal_keys_of_one_seed_alone():
    keys = [pa.array(["a", "a", "ab", "", "x" * 600]), pa.array(["bc", "bc", "c", "abc", "y"])]
    one, other = (hash_keys(keys, seed=seed) for seed in (b"1", b"2"))
    assert hash_keys(keys, seed=b"1").tolist() == one.tolist()
    assert (one[0], other[0]) == (one[1], other[1])
    assert len({*one.tolist(), *other.tolist(), *hash_keys(keys, "space", b"1").tolist()}) == 12


def test_another_process_has_another_seed():
    code = (
        "import pyarrow as pa; from koryu.columnar.hashing import *; print(hash_keys([pa.array(['a'])])[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) != hash_keys([pa.array(["a"])])[0]
