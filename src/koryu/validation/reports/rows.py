"""A report as CSV, one row for each result, for spreadsheets.

It begins with a byte order mark, without which Excel takes UTF-8 for another encoding. No cell is a formula.
"""

from __future__ import annotations

import csv
import io
from typing import Final

from koryu.formulas import as_text
from koryu.rdf.ntriples import value
from koryu.shacl.results import Report, Result
from koryu.validation.reports.blanks import Blanks
from koryu.validation.reports.groups import id_of
from koryu.validation.reports.objects import path_text
from koryu.validation.reports.view import View

COLUMNS: Final = (
    *(
        "rule",
        "severity",
        "file",
        "line",
        "column",
        "focus",
        "path",
        "value",
        "message",
        "shape",
        "component",
    ),
)
_LONGEST: Final = 32_000  # characters of a cell; Excel holds 32,767


def rows(report: Report, view: View) -> str:
    """Write a report as CSV: RFC 4180, but with LF."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    blanks = Blanks()
    for result in report.results:
        writer.writerow([as_text(view.cut(cell, _LONGEST)) for cell in _row(report, result, view, blanks)])
    return "\ufeff" + table.getvalue()


def _row(report: Report, result: Result, view: View, blanks: Blanks) -> tuple[str, ...]:
    cell = result.cell
    return (
        id_of(report, result, view),
        result.severity,
        *((cell.path, str(cell.line), cell.column or "") if cell else ("", "", "")),
        value(result.focus),
        path_text(result.path) or "",
        view.value(result) or "",
        view.message(report, result)[1],
        blanks.label(result.shape),
        result.component,
    )
