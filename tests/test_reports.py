"""Reports in each form: what a reader, a spreadsheet or another program finds in them."""

import csv
import io
import itertools
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from koryu.errors import Cell, DataError, Faults
from koryu.rdf.ntriples import iri, literal
from koryu.settings import read_settings
from koryu.shacl.files import ShapeFiles
from koryu.shacl.paths import Alternative, Marked, Predicate, Sequence
from koryu.shacl.reading import read_shapes
from koryu.shacl.results import Report, Result, Rule
from koryu.shacl.rules import rules_of
from koryu.validation.reports.cells import Tables, Written
from koryu.validation.reports.faults import faults_report
from koryu.validation.reports.forms import FORMS, write_report
from koryu.validation.reports.rows import COLUMNS
from koryu.validation.reports.view import View, short_component
from koryu.validation.reports.words import languages
from small_report import (
    BASE,
    BORN_RULE,
    PREFIXES,
    REPORT,
    RESULTS,
    RULES,
    XSD,
    component_of,
    make_view,
    many,
    path,
    person,
    result,
)

ROOT = Path(__file__).parents[1]
ENGLISH = """\
P2 · violation · 2 results
  a person has exactly one “born”: a date.
  data/people.csv:2:born  a  "1950-13-01"
  data/people.csv:3:born  b  (empty)
  Likely cause: an empty cell.

s:Person ex:name MinCount · violation · 1 result
  needs at least 1 value of ex:name; has 0
  data/people.csv:5  c
  Mend: the value that is lacking would come from data/names.csv:name

P10 · warning · 2 results
  a note is short, but … letters.
  data/people.csv:2:note  a  "says "hi", twice"
      a has 16
  data/people.csv:3:note  b  "two\\nlines"
      b has 9
  Likely cause: a slip.

note: literals are checked as the endpoint holds them
3 violation, 2 warning, 0 info
"""
JAPANESE = """\
P2 · 違反 · 2 件
  人物の「生年月日」はちょうど一つで、日付です。
  data/people.csv:2:born  a  "1950-13-01"
  data/people.csv:3:born  b  （空）
  考えられる原因：空のセル。

s:Person ex:name MinCount · 違反 · 1 件
  ex:name の値は 1 個以上必要ですが、0 個です
  data/people.csv:5  c
  直し方：足りない値の出どころは data/names.csv:name です

P10 · 警告 · 2 件
  備考は短いものですが、… 字です。
  data/people.csv:2:note  a  "says "hi", twice"
      a は 16
  data/people.csv:3:note  b  "two\\nlines"
      b は 9
  考えられる原因：書き誤り。

注：literals are checked as the endpoint holds them
違反 3 件、警告 2 件、情報 0 件
"""


@pytest.mark.parametrize(("lang", "expected"), [("en", ENGLISH), ("ja", JAPANESE)])
def test_a_text_is_by_rule_and_within_it_by_row(tmp_path, lang, expected):
    assert write_report(REPORT, "text", make_view(tmp_path, lang=lang)) == expected


def text(report, **options):
    return write_report(report, "text", make_view(**options))


def test_a_report_without_results_says_so_in_one_line():
    assert text(Report(())) == "0 violation, 0 warning, 0 info\n"


@pytest.mark.parametrize(("count", "more"), [(20, None), (21, "1"), (5000, "4,980")])
def test_a_terminal_shows_twenty_results_of_a_rule_and_says_how_many_more(count, more):
    lines = text(many(count), width=80).splitlines()
    assert len([line for line in lines if line.startswith("  data/people.csv:")]) == 20
    told = [line for line in lines if "more" in line]
    assert told == ([f"  and {more} more; --format csv lists all"] if more else [])
    assert lines[-1] == f"{count} violation, 0 warning, 0 info"


def test_a_pipe_leaves_nothing_out():
    lines = text(many(5000)).splitlines()
    assert len(lines) == 5000 + 5
    assert lines[0] == "P2 · violation · 5,000 results"
    assert lines[2] == '  data/people.csv:2:born     p00002  "2-13-01"'
    assert lines[5001] == '  data/people.csv:5001:born  p05001  "5001-13-01"'


def test_a_terminal_breaks_lines_at_its_width_and_wide_characters_count_twice():
    report = Report(RESULTS[:1], rules=RULES)
    assert text(report, width=30, lang="ja").splitlines() == [
        "P2 · 違反 · 1 件",
        "  人物の「生年月日」はちょうど",  # 2 + 14 * 2
        "  一つで、日付です。",
        '  data/people.csv:2:born  a  "1950-13-01"',
        "  考えられる原因：空のセル。",
        "",
        "違反 1 件、警告 0 件、情報 0 件",
    ]


def test_columns_stand_below_each_other_where_characters_are_wide(tmp_path):
    ns = f"{BASE}id/person/"
    results = [result(BORN_RULE, f"<{ns}{key}>", literal("x"), Cell("d.csv", 2)) for key in ("大連市", "ab")]
    lines = text(Report(tuple(results), rules=RULES)).splitlines()
    assert lines[2:4] == ['  d.csv:2  大連市  "x"', '  d.csv:2  ab      "x"']


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\u202eb\x1b[31m\x00", r'"a\u202eb\x1b[31m\x00"'),
        ("x" * 10_000, '"' + "x" * 60 + '..."'),
        ('"', '"""'),
    ],
)
def test_a_hostile_value_is_escaped_and_cut_on_a_terminal(value, shown):
    report = Report((result(BORN_RULE, person("a"), literal(value)),), rules=RULES)
    assert text(report).splitlines()[2] == f"  a  {shown}"


def test_the_severity_of_someone_else_is_called_by_its_name():
    own = replace(RESULTS[0], severity="https://example.org/severities#Grave")
    lines = text(Report((own, RESULTS[1]), rules=RULES)).splitlines()
    assert (lines[0], lines[5]) == ("P2 · Grave · 1 result", "P2 · violation · 1 result")
    assert lines[-1] == "2 violation, 0 warning, 0 info"


# Shapes whose author is silent

SHAPES = """
PREFIX ex: <https://example.org/def#>
PREFIX s: <https://example.org/shapes#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
s:Person a sh:NodeShape ; sh:targetClass ex:Person ; sh:closed true ; sh:nodeKind sh:IRI ;
  sh:property s:age ;
  sh:property [ sh:path ( ex:knows [ sh:inversePath ex:knows ] ) ; sh:minCount 2 ; sh:severity sh:Info ] ;
  sh:property [ sh:path ex:off ; sh:minCount 1 ; sh:deactivated true ] ;
  sh:or ( [ sh:path ex:never ; sh:minCount 1 ] ) .
s:age sh:path ex:age ; sh:datatype xsd:integer ; sh:uniqueLang false ; sh:in ( 1 2 ) ;
  sh:message "A1: an age is 1 or 2. Likely cause: a slip."@en .
ex:Place a rdfs:Class, sh:NodeShape ; sh:sparql [ sh:message "O1：{?x}"@ja ; sh:select "SELECT $this {}" ] .
s:Unused sh:nodeKind sh:IRI .
"""


def rules_of_shapes():
    shapes = read_shapes(Graph().parse(data=SHAPES, format="turtle"), "shapes.ttl")
    return rules_of(shapes, lambda shape: "ages.ttl" if shape.endswith("age") else "shapes.ttl")


def test_the_rules_are_the_constraints_of_shapes_with_targets_and_of_property_shapes_in_them():
    found = [
        (rule.owner.partition("#")[2], rule.component.partition("#")[2].removesuffix("ConstraintComponent"),
         str(rule.path or ""), rule.severity, rule.parameters, dict(rule.messages), rule.file)
        for rule in rules_of_shapes()
    ]  # fmt: skip
    ns = f"{BASE}def#"
    one, two = (literal(number, f"{XSD}integer") for number in "12")
    told = {"en": "A1: an age is 1 or 2. Likely cause: a slip."}
    knows = f"<{ns}knows>/(^<{ns}knows>)"
    assert found == [
        ("Place", "SPARQL", "", "Violation", (), {"ja": "O1：{?x}"}, "shapes.ttl"),
        ("Person", "Closed", "", "Violation", (f"<{ns}age>", f"<{ns}off>"), {}, "shapes.ttl"),
        ("Person", "NodeKind", "", "Violation", ('"IRI"',), {}, "shapes.ttl"),
        ("Person", "Or", "", "Violation", (), {}, "shapes.ttl"),
        ("Person", "MinCount", knows, "Info", ('"2"',), {}, "shapes.ttl"),
        ("age", "Datatype", f"<{ns}age>", "Violation", (f"<{XSD}integer>",), told, "ages.ttl"),
        ("age", "In", f"<{ns}age>", "Violation", (one, two), told, "ages.ttl"),
    ]


def test_every_constraint_that_has_a_counter_example_is_a_rule():
    """What the examples of the shapes expect was written down by hand."""
    examples = (ROOT / "tests/examples/shapes").glob("*.ru")
    found = (re.findall(r"^# expect: ([^\s,]+)", path.read_text("utf-8"), re.MULTILINE) for path in examples)
    expected = set(itertools.chain.from_iterable(found))
    rules = {
        f"{rule.shape.partition('#')[2]}/{short_component(rule.component)}"
        for rule in ShapeFiles([read_settings(ROOT).shapes], ROOT).rules
    }
    assert len(expected) > 600
    assert expected - rules == set()


def test_two_queries_of_one_shape_are_two_rules():
    twice = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX ex: <https://example.org/def#>
        ex:S sh:targetClass ex:T ; sh:sparql
          [ sh:message "B2: {?a} is not {?b}." ; sh:select "SELECT $this ?a ?b {}" ] ,
          [ sh:message "B1: no {?a}." ; sh:select "SELECT $this ?a {}" ] ."""
    rules = rules_of(read_shapes(Graph().parse(data=twice, format="turtle"), "s.ttl"), str)
    told = ("B2: 2 is not 3.", "B1: no 1.")
    results = (result(rules[0], person("x"), messages={"": each}) for each in told)
    assert text(Report(tuple(results), rules=rules)) == (
        "B1 · violation · 1 result\n  no …\n  x\n      1\n\n"
        "B2 · violation · 1 result\n  …\n  x\n      2 is not 3\n\n"
        "2 violation, 0 warning, 0 info\n"
    )


def test_the_group_of_a_silent_shape_is_the_shape_and_the_constraint():
    rules = rules_of_shapes()
    closed, _, _, knows = rules[1:5]
    ex = person("x")
    results = (
        Result("Violation", closed.shape, closed.component, ex, path("nick"), literal("N"), {}),
        Result("Violation", closed.shape, closed.component, ex, path("zip"), literal("Z"), {}),
        Result("Info", knows.shape, knows.component, ex, knows.path, None, {"": "words of an engine"}),
    )
    assert text(Report(results, rules=rules)) == (
        "s:Person Closed · violation · 2 results\n"
        "  has only the properties that its closed shape lists; … is not listed\n"
        '  x  "N"\n'
        "      ex:nick\n"
        '  x  "Z"\n'
        "      ex:zip\n"
        "\n"
        "s:Person ex:knows/(^ex:knows) MinCount · info · 1 result\n"
        "  needs at least 2 values of ex:knows/(^ex:knows); has fewer\n"
        "  x\n"
        "\n"
        "2 violation, 0 warning, 1 info\n"
    )


def test_a_shape_that_is_not_known_is_named_by_what_a_result_says():
    results = (
        Result("Violation", f"{BASE}shapes#X", component_of("in"), person("a"), path("p"), None, {}),
        Result("Violation", "_:b0", component_of("minCount"), person("a"), path("p"), None, {"": "Why?"}),
    )
    assert text(Report(results)).splitlines()[:7] == [
        "ex:p MinCount · violation · 1 result",
        "  Why?",
        "  a",
        "",
        "s:X In · violation · 1 result",
        "  each value of ex:p is one of …",
        "  a",
    ]


DEFAULTS = {
    "class": ("ex:C", "each value of ex:p is an instance of ex:C"),
    "datatype": ("xsd:date", "each value of ex:p is a literal of the datatype xsd:date"),
    "nodeKind": ("ex:IRI", "each value of ex:p is of the kind ex:IRI"),
    "minCount": ("1", "needs at least 1 value of ex:p; has 0"),
    "maxCount": ("1", "may have at most 1 value of ex:p; has more"),
    "minExclusive": ("5", "each value of ex:p is greater than 5"),
    "minInclusive": ("5", "each value of ex:p is 5 or greater"),
    "maxExclusive": ("5", "each value of ex:p is less than 5"),
    "maxInclusive": ("5", "each value of ex:p is 5 or less"),
    "minLength": ("5", "each value of ex:p has at least 5 characters"),
    "maxLength": ("5", "each value of ex:p has at most 5 characters"),
    "pattern": ("^a{2}$", "each value of ex:p matches the pattern ^a{2}$"),
    "languageIn": ("en", "each value of ex:p is in one of the languages en"),
    "uniqueLang": ("true", "ex:p has one value in a language; has two or more"),
    "equals": ("ex:q", "ex:p has the same values as ex:q"),
    "disjoint": ("ex:q", "ex:p and ex:q have no value in common"),
    "lessThan": ("ex:q", "each value of ex:p is less than those of ex:q"),
    "lessThanOrEquals": ("ex:q", "no value of ex:p is greater than those of ex:q"),
    "not": ("ex:S", "no value of ex:p fits the shape of sh:not ex:S"),
    "and": ("", "each value of ex:p fits all the shapes of sh:and"),
    "or": ("", "each value of ex:p fits at least one of the shapes of sh:or"),
    "xone": ("", "each value of ex:p fits exactly one of the shapes of sh:xone"),
    "node": ("ex:S", "each value of ex:p fits the shape of sh:node ex:S"),
    "qualifiedMinCount": ("2", "needs at least 2 values of ex:p that fit the qualified shape; has fewer"),
    "qualifiedMaxCount": ("2", "may have at most 2 values of ex:p that fit the qualified shape; has more"),
    "closed": ("true", "has only the properties that its closed shape lists; … is not listed"),
    "hasValue": ("v", "ex:p has the value v; it is not there"),
    "in": ("v", "each value of ex:p is one of v"),
}


def term(name):
    prefix, _, local = name.partition(":")
    return iri(PREFIXES[prefix] + local) if local else literal(name)


@pytest.mark.parametrize("parameter", DEFAULTS)
def test_a_silent_author_is_spoken_for(parameter):
    given, expected = DEFAULTS[parameter]
    component = component_of(parameter)
    terms = (term(given),) if given else ()
    rule = Rule(f"{BASE}shapes#S", component, path=path("p"), parameters=terms, owner=f"{BASE}shapes#S")
    found = Result("Violation", rule.shape, component, person("a"), path("p"), None, {"": "of an engine"})
    assert text(Report((found,), rules=(rule,))).splitlines()[1] == f"  {expected}"


def test_every_component_of_shacl_core_has_words():
    """The names of https://www.w3.org/TR/shacl/#core-components, but for sh:property."""
    names = str.split("""
        And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan LessThanOrEquals MaxCount
        MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node NodeKind Not Or
        Pattern QualifiedMaxCount QualifiedMinCount UniqueLang Xone
    """)
    for texts in languages().values():
        spoken = {name.partition("_")[0] for name in texts["components"]}
        assert spoken == {*names, "SPARQL", "other"}


def holes(text):
    return sorted(re.findall(r"\{\w+\}", text)) if isinstance(text, str) else type(text)


def test_the_languages_have_the_same_words_with_the_same_holes():
    english, *others = (
        {name: holes(text) for name, text in {**texts, **texts["components"]}.items() if "_1" not in name}
        for texts in languages().values()
    )
    assert list(languages()) == ["en", "ja", "zh"]
    assert all(other == english for other in others)


# Forms for programs


def test_json_has_what_a_program_needs(tmp_path):
    found = json.loads(write_report(REPORT, "json", make_view(tmp_path)))
    results = found.pop("results")
    assert found == {
        "conforms": False,
        "counts": {"Violation": 3, "Warning": 2, "Info": 0},
        "name": "People",
        "engine": "an engine",
        "notes": ["literals are checked as the endpoint holds them"],
    }
    assert results[2] == {
        "severity": "Violation",
        "shape": "_:b0",
        "component": "http://www.w3.org/ns/shacl#MinCountConstraintComponent",
        "focus": "https://example.org/id/person/c",
        "path": "https://example.org/def#name",
        "value": None,
        "terms": {"focus": "<https://example.org/id/person/c>", "value": None},
        "messages": {},
        "file": "data/people.csv",
        "line": 5,
        "column": None,
        "missing_from": "data/names.csv:name",
        "digest": "e35797273abb7ca4ccbe3d9b7b6d0313726671777132f19d991bf289902e2664",
    }


def test_the_digest_of_a_result_is_that_of_its_content_without_labels():
    assert replace(RESULTS[2], shape="_:other").digest == RESULTS[2].digest
    # printf 'Violation\n\nhttp://www.w3.org/ns/shacl#MinCount...\n<...c>\n<...name>\n' | sha256sum
    assert RESULTS[2].digest == "e35797273abb7ca4ccbe3d9b7b6d0313726671777132f19d991bf289902e2664"


def read_csv(report, **options):
    content = write_report(report, "csv", make_view(**options))
    assert content.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(content[1:])))


def test_csv_has_a_row_for_each_result(tmp_path):
    rows = read_csv(REPORT, root=tmp_path, lang="zh-Hans")
    assert [(row["rule"], row["line"], row["column"], row["value"]) for row in rows] == [
        ("P2", "2", "born", "1950-13-01"),
        ("P2", "3", "born", ""),
        ("s:Person ex:name MinCount", "5", "", ""),
        ("P10", "2", "note", 'says "hi", twice'),
        ("P10", "3", "note", "two lines"),
    ]
    assert rows[0] == {
        "rule": "P2",
        "severity": "Violation",
        "file": "data/people.csv",
        "line": "2",
        "column": "born",
        "focus": "https://example.org/id/person/a",
        "path": "https://example.org/def#born",
        "value": "1950-13-01",
        "message": "P2：人物的“出生”恰有一个，为日期。可能原因：单元格为空。",
        "shape": "https://example.org/shapes#Person-born",
        "component": "http://www.w3.org/ns/shacl#DatatypeConstraintComponent",
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_cell_of_the_csv_is_a_formula(start):
    hostile = Result(
        "Violation", f"{BASE}s", component_of("in"), person("a"), None, literal(f"{start}1"),
        {"en": f"{start}2"}, Cell(f"{start}3.csv", 1, f"{start}4"),
    )  # fmt: skip
    (row,) = read_csv(Report((hostile,)))
    found = (row["value"], row["message"], row["file"], row["column"])
    assert found == (f"'{start}1", f"'{start}2", f"'{start}3.csv", f"'{start}4")


def test_a_row_of_the_csv_is_one_line_and_no_cell_is_longer_than_excel_takes():
    value = "a\r\nb\x00" + "x" * 40_000
    hostile = replace(RESULTS[0], value=literal(value), cell=None)
    content = write_report(Report((hostile,)), "csv", make_view())
    (row,) = read_csv(Report((hostile,)))
    assert content.count("\n") == 2
    assert row["value"].startswith(r"a b\x00xxx")
    assert row["value"].endswith("xxx… (40,005 characters)")
    assert len(row["value"]) < 32_767


COMPLEX = Sequence(
    (
        Predicate(f"<{BASE}def#a>"),
        Alternative((Predicate(f"<{BASE}def#b>"), Marked("inversePath", path("c")))),
    )
)
VALIDATION = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX ex: <https://example.org/def#>
[] a sh:ValidationReport ; sh:conforms false ;
  sh:result [ a sh:ValidationResult ; sh:resultSeverity sh:Violation ; sh:sourceShape [] ;
    sh:sourceConstraintComponent sh:InConstraintComponent ; sh:focusNode ex:x ; sh:value "v"@zh-Hans ;
    sh:resultPath ( ex:a [ sh:alternativePath ( ex:b [ sh:inversePath ex:c ] ) ] ) ;
    sh:resultMessage "why"@en, "なぜ"@ja, "plain" ] ;
  sh:result [ a sh:ValidationResult ; sh:resultSeverity <https://example.org/Grave> ;
    sh:sourceShape _:shared ; sh:sourceConstraintComponent sh:InConstraintComponent ; sh:focusNode _:thing ] ;
  sh:result [ a sh:ValidationResult ; sh:resultSeverity sh:Info ; sh:sourceShape _:shared ;
    sh:sourceConstraintComponent sh:InConstraintComponent ; sh:focusNode _:thing ; sh:value _:thing ] .
"""


def foreign(shape="_:s", other="_:t", thing="_:u"):
    """Results of data and shapes that are not a project's, with blank nodes of these labels."""
    component = component_of("in")
    told = {"en": "why", "ja": "なぜ", "": "plain"}
    return Report(
        (
            Result("Violation", shape, component, f"<{BASE}def#x>", COMPLEX, '"v"@zh-Hans', told),
            Result(f"{BASE}Grave", other, component, thing, None, None, {}),
            Result("Info", other, component, thing, None, thing, {}),
        )
    )


def test_turtle_is_a_validation_report_of_shacl():
    turtle = write_report(foreign(), "ttl", View(prefixes=PREFIXES))
    assert isomorphic(Graph().parse(data=turtle, format="turtle"), Graph().parse(data=VALIDATION))


@pytest.mark.parametrize("form", FORMS)
def test_no_form_depends_on_the_labels_of_blank_shapes(form):
    first = write_report(foreign(), form, View())
    assert write_report(foreign("_:z", "_:a"), form, View()) == first


def test_two_results_that_differ_in_blank_shapes_only_stay_two():
    twins = (RESULTS[2], replace(RESULTS[2], shape="_:other"))
    turtle = write_report(Report(twins), "ttl", make_view())
    graph = Graph().parse(data=turtle, format="turtle")
    query = "SELECT ?r ?s { ?r <http://www.w3.org/ns/shacl#sourceShape> ?s }"
    assert len({row[0] for row in graph.query(query)}) == len({row[1] for row in graph.query(query)}) == 2


def test_the_results_of_a_project_have_iris_of_their_own():
    turtle = write_report(REPORT, "ttl", make_view())
    graph = Graph().parse(data=turtle, format="turtle")
    found = {str(node) for node in graph.subjects() if str(node).startswith(f"{BASE}result/")}
    assert found == {f"{BASE}result/{one.digest}" for one in RESULTS}


# Cells as their file writes them

CELLS = [
    ("a,b\n1,2\n", 2, "b", Written("2", 2, 3, 4)),
    ("\ufeffa,b\r\n1,2\r\n", 2, "a", Written("1", 2, 1, 2)),
    ("a,b\n1,2", 2, "b", Written("2", 2, 3, 4)),
    ('a,"b"\n"x ""y""",\n', 2, "a", Written('x "y"', 2, 1, 10)),
    ('a,b\n"x\ny",z\n', 2, "b", Written("z", 3, 4, 5)),
    ('a,b\n"x\ny",z\n', 2, "a", Written("x\ny", 2, 1, 3)),
    ("キー,b\n大連,2\n", 2, "b", Written("2", 2, 4, 5)),
    ("a,b\n1\n", 2, "b", None),
    ("a,b\n1,2\n", 9, "b", None),
    ("a,b\n1,2\n", 2, "c", None),
]


@pytest.mark.parametrize(("content", "line", "column", "expected"), CELLS)
def test_a_cell_is_found_as_its_file_writes_it(tmp_path, content, line, column, expected):
    (tmp_path / "t.csv").write_bytes(content.encode())
    assert Tables(tmp_path).find(Cell("t.csv", line, column)) == expected


def test_a_cell_is_not_found_where_there_is_no_file_or_no_text(tmp_path):
    (tmp_path / "t.csv").write_bytes(b"a\n\xff\n")
    assert Tables(tmp_path).find(Cell("t.csv", 2, "a")) is None
    assert Tables(tmp_path).find(Cell("none.csv", 2, "a")) is None
    assert Tables(None).find(Cell("t.csv", 1, "a")) is None


# Tables that cannot be read

FAULTS = Faults(
    [
        DataError(Cell("data/people.csv", 4, "born"), '"1.1." is not a date'),
        DataError(Cell("d.csv", 1), "empty"),
    ]
)


def test_a_table_that_cannot_be_read_is_a_result_without_a_rule(tmp_path):
    report = faults_report(FAULTS, "People")
    assert text(report) == (
        "malformed-table · violation · 2 results\n"
        "  A table cannot be read as its metadata say; the graph was not validated.\n"
        "  data/people.csv:4:born\n"
        '      "1.1." is not a date\n'
        "  d.csv:1\n"
        "      empty\n"
        "\n"
        "2 violation, 0 warning, 0 info\n"
    )
    assert [row["message"] for row in read_csv(report)] == ['"1.1." is not a date', "empty"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["en", "ja", "zh-Hans", "de"])
def test_the_same_report_is_the_same_text(tmp_path, form, lang):
    first, second = (write_report(REPORT, form, make_view(tmp_path, lang=lang)) for _ in range(2))
    assert first == second
    assert first.endswith("\n")


def test_the_forms_and_their_fields_are_documented():
    page = (ROOT / "docs/reports.md").read_text("utf-8")
    result = json.loads(write_report(REPORT, "json", make_view()))["results"][0]
    for name in (*FORMS, *COLUMNS, *result):
        assert f"`{name}`" in page
