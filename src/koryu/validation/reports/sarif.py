"""A report as SARIF 2.1.0, which code hosts show beside the lines it is about.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
import re
from datetime import UTC
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import quote

from koryu.errors import Cell
from koryu.rdf.ntriples import value
from koryu.shacl.results import Report, rank
from koryu.validation.reports.groups import Checked, Row, checked
from koryu.validation.reports.view import View

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = ("error", "warning", "note")  # of violations, warnings, infos
_LINK: Final = re.compile(r"\[(?=[^\]]*\]\()")  # where a link would begin
_ROOT: Final = "ROOT"  # what the addresses of files are relative to
_Object = dict[str, Any]


def sarif(report: Report, view: View) -> str:
    """Write a report as SARIF: one run, with all rules that are known."""
    found = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, view)]}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _run(report: Report, view: View) -> _Object:
    rules = checked(report, view)
    results = [
        _result(row, rule, place, report, view) for place, rule in enumerate(rules) for row in rule.rows
    ]
    return {
        "tool": {"driver": _driver(rules, view)},
        "language": view.words.lang.partition("-")[0],  # the schema takes two letters
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": report.name or "the folder of the files"}}},
        "invocations": [_invocation(report)],
        "results": results,
    }


def _driver(rules: list[Checked], view: View) -> _Object:
    told = [_rule(rule, view) for rule in rules]
    return {"name": "koryu", "version": version("koryu"), "rules": told}


def _rule(rule: Checked, view: View) -> _Object:
    text = rule.rule or rule.id
    cause = f" {view.words.label('cause', rule.cause)}" if rule.cause else ""
    return {
        "id": rule.id,
        "shortDescription": {"text": text},
        "help": {"text": text + cause},
        "defaultConfiguration": {"level": _level(rule.severity)},
    }


def _invocation(report: Report) -> _Object:
    """The notes are told as notifications; they fail nothing."""
    notes = [{"level": "note", "message": {"text": _escaped(note)}} for note in report.notes]
    when = {"endTimeUtc": f"{report.when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"} if report.when else {}
    return {"executionSuccessful": True, **when, "toolExecutionNotifications": notes}


def _result(row: Row, rule: Checked, place: int, report: Report, view: View) -> _Object:
    result = row.result
    message = view.plain(view.message(report, result)[1])
    lacking = f" → {result.missing_from}" if result.missing_from else ""
    found: _Object = {
        "ruleId": rule.id,
        "ruleIndex": place,
        "level": _level(result.severity),
        "message": {"text": _escaped(message + lacking)},
        "locations": [_location(row, view)] if result.cell or result.focus else [],
    }
    if result.focus:  # a table that cannot be read has nothing but its place
        found["partialFingerprints"] = {"result/v1": result.digest}
    return found


def _location(row: Row, view: View) -> _Object:
    """The cell, and the thing that it is about."""
    result = row.result
    location: _Object = {}
    if result.cell:
        location["physicalLocation"] = _physical(result.cell, row, view)
    if result.focus:
        logical = {"name": row.thing, "fullyQualifiedName": value(result.focus), "kind": "resource"}
        location["logicalLocations"] = [logical]
    return location


def _physical(cell: Cell, row: Row, view: View) -> _Object:
    region: _Object = {"startLine": cell.line}
    if found := view.written(row.result):
        region = {"startLine": found.line, "startColumn": found.start, "endColumn": found.end}
    address = {"uri": quote(cell.path), "uriBaseId": _ROOT}
    return {"artifactLocation": address, "region": region}


def _escaped(text: str) -> str:
    """Keep a text from being read as placeholders (section 3.11.5) or as links (3.11.6)."""
    return _LINK.sub(r"\\[", text.replace("{", "{{").replace("}", "}}"))


def _level(severity: str) -> str:
    return _LEVELS[rank(severity)]
