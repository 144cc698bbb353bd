"""SARIF: what the specification asks, and that each place is where the cell stands in its line."""

import json
import re
from dataclasses import replace
from urllib.parse import unquote

import pytest

from koryu.errors import Cell, DataError, Faults
from koryu.rdf.ntriples import literal
from koryu.shacl.results import Report
from koryu.validation.reports.faults import faults_report
from koryu.validation.reports.forms import write_report
from koryu.validation.reports.view import View
from small_report import BORN, PEOPLE, REPORT, RESULTS, RULES, SILENT_RULE, TABLE, WHEN, make_view, result

# https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html: of the properties that a section defines,
# those that we use, and those that an object must have
PROPERTIES = {
    "log 3.13": ({"$schema", "version", "runs"}, {"version", "runs"}),
    "run 3.14": (
        {"tool", "language", "columnKind", "originalUriBaseIds", "invocations", "results"},
        {"tool", "results"},
    ),
    "driver 3.19": ({"name", "version", "rules"}, {"name"}),
    "rule 3.49": ({"id", "shortDescription", "help", "defaultConfiguration"}, {"id"}),
    "invocation 3.20": (
        {"executionSuccessful", "endTimeUtc", "toolExecutionNotifications"},
        {"executionSuccessful"},
    ),
    "result 3.27": (
        {"ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"},
        {"message"},
    ),
    "location 3.28": ({"physicalLocation", "logicalLocations"}, set()),
    "physicalLocation 3.29": ({"artifactLocation", "region"}, {"artifactLocation"}),
    "artifactLocation 3.4": ({"uri", "uriBaseId"}, {"uri"}),
    "region 3.30": ({"startLine", "startColumn", "endColumn"}, {"startLine"}),
    "logicalLocation 3.33": ({"name", "fullyQualifiedName", "kind"}, set()),
}
LEVELS = {"none", "note", "warning", "error"}  # section 3.27.10
URI = re.compile(r"(?:[A-Za-z0-9._~/!$&'()*+,;=:@-]|%[0-9A-F]{2})+")  # RFC 3986, a relative path


def check(kind, found):
    allowed, required = PROPERTIES[kind]
    assert required <= found.keys() <= allowed, kind
    return found


def check_log(log):
    """Hold a log against the rules of the specification that it comes under."""
    check("log 3.13", log)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    check("run 3.14", run)
    assert re.fullmatch("[a-z]{2}(-[A-Z]{2})?", run["language"])
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    rules = check("driver 3.19", run["tool"]["driver"])["rules"]
    for rule in rules:
        check("rule 3.49", rule)
        assert rule["defaultConfiguration"]["level"] in LEVELS
    assert len({rule["id"] for rule in rules}) == len(rules)
    for invocation in run["invocations"]:
        check("invocation 3.20", invocation)
        assert re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", invocation.get("endTimeUtc", "2026-01-01T00:00:00Z")
        )
    for one in run["results"]:
        check_result(one, rules, run["originalUriBaseIds"])
    return run


def check_result(one, rules, bases):
    check("result 3.27", one)
    assert one["level"] in LEVELS
    assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
    assert one["message"]["text"]
    for location in one["locations"]:
        check("location 3.28", location)
        for logical in location.get("logicalLocations", ()):
            check("logicalLocation 3.33", logical)
        if physical := location.get("physicalLocation"):
            check("physicalLocation 3.29", physical)
            address = check("artifactLocation 3.4", physical["artifactLocation"])
            assert URI.fullmatch(address["uri"])
            assert address["uriBaseId"] in bases
            region = check("region 3.30", physical["region"])
            assert region["startLine"] >= 1
            start = region.get("startColumn", 1)
            assert 1 <= start <= region.get("endColumn", start)


def run_of(report, **options):
    return check_log(json.loads(write_report(report, "sarif", make_view(**options))))


def test_a_run_has_the_rules_that_hold_too():
    rules = run_of(REPORT)["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["defaultConfiguration"]["level"]) for rule in rules] == [
        ("N1", "error"),
        ("P2", "error"),
        ("P10", "warning"),
        ("s:Person ex:name MinCount", "error"),
    ]
    assert rules[1]["shortDescription"] == {"text": "a person has exactly one “born”: a date."}
    assert rules[1]["help"] == {
        "text": "a person has exactly one “born”: a date. Likely cause: an empty cell."
    }


def test_a_result_is_where_its_cell_stands(tmp_path):
    run = run_of(REPORT, root=tmp_path, lang="ja")
    assert run["results"][0] == {
        "ruleId": "P2",
        "ruleIndex": 1,
        "level": "error",
        "message": {"text": BORN["ja"]},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "data/people.csv", "uriBaseId": "ROOT"},
                    "region": {"startLine": 2, "startColumn": 7, "endColumn": 17},
                },
                "logicalLocations": [
                    {"name": "a", "fullyQualifiedName": "https://example.org/id/person/a", "kind": "resource"}
                ],
            }
        ],
        "partialFingerprints": {
            "result/v1": "6a280f1215390f8f43e0395027b8007627df3b49654455e88772495dc3cf3868"
        },
    }
    regions = [one["locations"][0]["physicalLocation"]["region"] for one in run["results"]]
    lines = TABLE.split("\n")
    spans = [
        lines[region["startLine"] - 1][region.get("startColumn", 1) - 1 : region.get("endColumn", 1) - 1]
        for region in regions
    ]
    assert spans == ["1950-13-01", "", '"says ""hi"", twice"', '"two', ""]
    assert regions[4] == {"startLine": 5}


def test_a_lacking_value_leads_to_the_table_that_would_give_it():
    (one,) = (one for one in run_of(REPORT)["results"] if one["ruleId"].endswith("MinCount"))
    assert one["message"] == {"text": "needs at least 1 value of ex:name; has 0 → data/names.csv:name"}


def test_the_time_and_the_notes_stand_with_the_invocation():
    (invocation,) = run_of(replace(REPORT, when=WHEN))["invocations"]
    assert invocation == {
        "executionSuccessful": True,
        "endTimeUtc": "2026-01-02T03:04:05Z",
        "toolExecutionNotifications": [
            {"level": "note", "message": {"text": "literals are checked as the endpoint holds them"}}
        ],
    }


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("a{2} {0}", "a{{2}} {{0}}"),
        ("[click](https://evil.example)", r"\[click](https://evil.example)"),
        ("[a]", "[a]"),
    ],
)
def test_no_message_becomes_a_placeholder_or_a_link(message, expected):
    one = result(SILENT_RULE, "<https://example.org/x>", messages={"en": message})
    (found,) = run_of(Report((one,)))["results"]
    assert found["message"]["text"] == expected


def test_an_address_is_escaped():
    one = replace(RESULTS[0], cell=Cell("データ/a b#c.csv", 1))
    (found,) = run_of(Report((one,)))["results"]
    uri = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert (uri, unquote(uri)) == ("%E3%83%87%E3%83%BC%E3%82%BF/a%20b%23c.csv", "データ/a b#c.csv")


def test_chinese_is_named_by_two_letters():
    assert run_of(REPORT, lang="zh-Hans")["language"] == "zh"


@pytest.mark.parametrize(
    "report",
    [
        Report(()),
        Report((), rules=RULES),
        faults_report(Faults([DataError(Cell(PEOPLE, 4), "empty"), DataError(Cell(PEOPLE, 4, "x"), "no")])),
        Report((replace(RESULTS[0], cell=None, severity="https://example.org/Own", value=literal("{")),)),
    ],
)
def test_every_report_is_as_the_specification_asks(report):
    check_log(json.loads(write_report(report, "sarif", View())))
    run_of(report)


def test_a_table_that_cannot_be_read_has_no_fingerprint():
    run = run_of(faults_report(Faults([DataError(Cell(PEOPLE, 4, "born"), "no date")])))
    assert run["results"] == [
        {
            "ruleId": "malformed-table",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "no date"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "data/people.csv", "uriBaseId": "ROOT"},
                        "region": {"startLine": 4},
                    }
                }
            ],
        }
    ]
