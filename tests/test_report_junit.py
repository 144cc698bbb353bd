"""JUnit's XML: suites, cases and failures as systems of continuous integration count them."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from koryu.errors import Cell, DataError, Faults
from koryu.rdf.ntriples import literal
from koryu.shacl.results import Report
from koryu.validation.reports.faults import faults_report
from koryu.validation.reports.forms import write_report
from small_report import BORN_RULE, REPORT, RESULTS, RULES, WHEN, make_view, person, result


def read(report, **options):
    return ET.fromstring(write_report(report, "junit", make_view(**options)).encode())


def test_a_suite_is_a_file_of_shapes_and_a_case_is_a_rule(tmp_path):
    root = read(REPORT, root=tmp_path)
    assert (root.tag, root.attrib) == (
        "testsuites",
        {"name": "People", "tests": "4", "failures": "2", "errors": "0"},
    )
    cases = [
        (
            suite.get("name"),
            suite.get("tests"),
            suite.get("failures"),
            case.get("name"),
            [one.tag for one in case],
        )
        for suite in root
        for case in suite
    ]
    assert cases == [
        ("ontology/shapes/name.ttl", "1", "0", "N1", []),
        ("ontology/shapes/person.ttl", "2", "1", "P2", ["failure"]),
        ("ontology/shapes/person.ttl", "2", "1", "P10", ["system-out"]),
        ("people-shapes.ttl", "1", "1", "s:Person ex:name MinCount", ["failure"]),
    ]


def test_a_failure_lists_its_places_and_the_likely_cause(tmp_path):
    root = read(REPORT, root=tmp_path)
    case = root.find("./testsuite/testcase[@name='P2']")
    (failure,) = case
    assert case.attrib == {
        "name": "P2",
        "classname": "ontology/shapes/person.ttl",
        "time": "0",
        "file": "data/people.csv",
        "line": "2",
    }
    assert failure.attrib == {"type": "Violation", "message": "a person has exactly one “born”: a date."}
    assert failure.text == (
        "data/people.csv:2:born a 1950-13-01\ndata/people.csv:3:born b\nLikely cause: an empty cell."
    )


def test_a_warning_passes_with_output_and_fails_where_warnings_do(tmp_path):
    listing = (
        'data/people.csv:2:note a says "hi", twice a has 16\n'
        "data/people.csv:3:note b two lines b has 9\n"
        "Likely cause: a slip."
    )
    (output,) = read(REPORT, root=tmp_path).find("./testsuite/testcase[@name='P10']")
    assert (output.tag, output.text) == ("system-out", listing)
    (failure,) = read(REPORT, root=tmp_path, strict=True).find("./testsuite/testcase[@name='P10']")
    assert (failure.tag, failure.get("type"), failure.text) == ("failure", "Warning", listing)


def test_where_rules_are_not_known_a_suite_is_a_table():
    faults = Faults([DataError(Cell("a.csv", 4, "born"), "no date"), DataError(Cell("b.csv", 1), "empty")])
    found = [
        (suite.get("name"), suite[0].get("name"), suite[0][0].text) for suite in read(faults_report(faults))
    ]
    assert found == [
        ("a.csv", "malformed-table", "a.csv:4:born no date"),
        ("b.csv", "malformed-table", "b.csv:1 empty"),
    ]


def test_a_report_without_results_has_the_rules_that_hold():
    root = read(Report((), rules=RULES, when=WHEN))
    assert root.attrib == {"name": "koryu validate", "tests": "4", "failures": "0", "errors": "0"}
    assert {suite.get("timestamp") for suite in root} == {"2026-01-02T03:04:05+00:00"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [("</failure><x/>", "</failure><x/>"), ("]]>&amp;", "]]>&amp;"), ("\x00\x1b\ufffe", r"\x00\x1b\ufffe")],
)
def test_a_hostile_value_stays_text(value, shown):
    one = result(BORN_RULE, person("a"), literal(value))
    root = read(Report((one, replace(RESULTS[1], cell=Cell('"<.csv', 1))), rules=RULES))
    text = root.find("./testsuite/testcase/failure").text
    assert text.splitlines()[:2] == [f"a {shown}", '"<.csv:1 b']
