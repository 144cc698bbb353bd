"""A report as JSON, for programs: docs/reports.md says what stands where."""

from __future__ import annotations

import json

from koryu.errors import Cell
from koryu.rdf.ntriples import value
from koryu.shacl.paths import Path
from koryu.shacl.results import Report, Result
from koryu.validation.reports.blanks import Blanks
from koryu.validation.reports.view import View


def objects(report: Report, view: View) -> str:  # noqa: ARG001
    """Write a report as JSON, the same for every reader."""
    blanks = Blanks()
    found = {
        "conforms": report.conforms,
        "counts": report.counts,
        "name": report.name,
        "engine": report.engine,
        "notes": list(report.notes),
        "results": [_object(result, blanks) for result in report.results],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _object(result: Result, blanks: Blanks) -> dict[str, object]:
    return {
        "severity": result.severity,
        "shape": blanks.label(result.shape) or None,
        "component": result.component or None,
        "focus": value(result.focus) or None,
        "path": path_text(result.path),
        "value": value(result.value) if result.value else None,
        "terms": {
            "focus": blanks.label(result.focus) or None,
            "value": blanks.label(result.value or "") or None,
        },
        "messages": dict(sorted(result.messages.items())),
        **_place(result.cell),
        "missing_from": result.missing_from,
        "digest": result.digest if result.focus else None,  # a fault of a table has no name
    }


def path_text(path: Path | None) -> str | None:
    """Write a path as the IRI of its predicate, else in SPARQL's syntax."""
    return value(path.predicate) if path and path.predicate else str(path) if path else None


def _place(cell: Cell | None) -> dict[str, object]:
    if cell is None:
        return dict.fromkeys(("file", "line", "column"))
    return {"file": cell.path, "line": cell.line, "column": cell.column}
