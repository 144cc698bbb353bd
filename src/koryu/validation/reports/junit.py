"""A report as JUnit's XML, which systems of continuous integration show.

A test suite is a file of shapes, or a table where the rule is not known; a test case is a rule. What makes
``koryu validate`` exit with 1 fails; results of lesser severity are output of a case that passes.

Source: https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from xml.etree import ElementTree as ET

from koryu.shacl.results import Report
from koryu.validation.reports.groups import Checked, Row, checked
from koryu.validation.reports.view import View


def junit(report: Report, view: View) -> str:
    """Write a report as XML."""
    suites: defaultdict[str, list[Checked]] = defaultdict(list)
    for rule in checked(report, view):
        for name, case in _cases(rule, report):
            suites[name].append(case)
    root = ET.Element("testsuites", name=view.cut(report.name or "koryu validate"))
    for name in sorted(suites):
        _suite(root, name, suites[name], report, view)
    _count(root)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False).join((_HEAD, "\n"))


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _cases(rule: Checked, report: Report) -> Iterator[tuple[str, Checked]]:
    """The suite of a rule; one of no known file has a case in each table that breaks it."""
    if rule.file:
        yield rule.file, rule
        return
    for table, rows in groupby(sorted(rule.rows, key=_table), _table):
        yield (
            table or report.name or "koryu validate",
            Checked(rule.id, table, rule.severity, rule.rule, rule.cause, rule.lang, tuple(rows)),
        )


def _table(row: Row) -> str:
    return row.result.cell.path if row.result.cell else ""


def _suite(root: ET.Element, name: str, rules: list[Checked], report: Report, view: View) -> None:
    suite = ET.SubElement(root, "testsuite", name=view.cut(name))
    if report.when:
        suite.set("timestamp", report.when.isoformat(timespec="seconds"))
    for rule in rules:
        _case(suite, name, rule, report, view)
    _count(suite)


def _case(suite: ET.Element, name: str, rule: Checked, report: Report, view: View) -> None:
    case = ET.SubElement(suite, "testcase", name=view.cut(rule.id), classname=view.cut(name), time="0")
    faults = set(map(id, report.faults(view.strict)))
    failing = [row for row in rule.rows if id(row.result) in faults]
    others = [row for row in rule.rows if id(row.result) not in faults]
    if failing:
        _set_place(case, failing[0])
        failure = ET.SubElement(case, "failure", type=rule.severity, message=view.cut(rule.rule, 1000))
        failure.text = _listing(failing, rule.cause, view)
    if others:
        ET.SubElement(case, "system-out").text = _listing(others, rule.cause, view)


def _set_place(case: ET.Element, row: Row) -> None:
    if row.result.cell:
        case.set("file", row.result.cell.path)
        case.set("line", str(row.result.cell.line))


def _listing(rows: list[Row], cause: str, view: View) -> str:
    """One line for each result, and the likely cause."""
    lines = [_line(row, view) for row in rows]
    return "\n".join([*lines, view.words.label("cause", cause)] if cause else lines)


def _line(row: Row, view: View) -> str:
    parts = (str(row.result.cell or ""), row.thing, row.value or "", row.detail)
    return view.cut(" ".join(part for part in parts if part), 400)


def _count(element: ET.Element) -> None:
    """Set the counts of a suite, or of all suites."""
    element.set("tests", str(len(list(element.iter("testcase")))))
    element.set("failures", str(len(list(element.iter("failure")))))
    element.set("errors", "0")
