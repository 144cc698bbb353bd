"""A validation report: as triples of SHACL, as JSON, and as lines for a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from koryu.errors import Cell, DataError, Faults
from koryu.iris import Iris
from koryu.namespaces import RDF_TYPE, SH, XSD
from koryu.rdf.ntriples import Triple, iri, literal, value
from koryu.shacl.paths import Path
from koryu.shacl.results import SEVERITIES, Report, Result

_PLACES: Final = {"file": "path", "line": "line", "column": "column"}
_IRI: Final = re.compile(r"https?://[^\s<>\"]*[\w/#-]")


def report_triples(report: Report, iris: Iris) -> set[Triple]:
    """A ``sh:ValidationReport``, each result under an IRI made from its content.

    Source: https://www.w3.org/TR/shacl/#validation-report
    """
    node = iri(iris.report)
    conforms = literal(str(report.conforms).lower(), XSD + "boolean")
    triples = {(node, iri(RDF_TYPE), _sh("ValidationReport")), (node, _sh("conforms"), conforms)}
    for result in report.results:
        triples.add((node, _sh("result"), iri(iris.result(result.digest))))
        triples.update(_result_triples(result, iris))
    return triples


def _result_triples(result: Result, iris: Iris) -> Iterator[Triple]:
    node = iri(iris.result(result.digest))
    yield node, iri(RDF_TYPE), _sh("ValidationResult")
    yield node, _sh("resultSeverity"), _sh(result.severity)
    yield node, _sh("sourceShape"), iri(_absolute(result.shape, iris))
    yield node, _sh("sourceConstraintComponent"), iri(result.component)
    yield node, _sh("focusNode"), result.focus
    if result.path:
        path = f"_:{result.digest[:16]}p"
        yield node, _sh("resultPath"), result.path.term(path)
        yield from result.path.triples(path)
    if result.value:
        yield node, _sh("value"), result.value
    for tag, text in result.messages.items():
        yield node, _sh("resultMessage"), literal(text, language=tag or None)


def _absolute(shape: str, iris: Iris) -> str:
    return shape if ":" in shape else iris.base + shape


def _sh(name: str) -> str:
    return iri(SH + name)


def report_json(report: Report) -> str:
    """The report as JSON: the counts, and each result with the cell that it is about."""
    results = [
        {
            "severity": result.severity,
            "shape": result.shape,
            "component": result.component,
            "focus": value(result.focus),
            "path": _path(result.path),
            "value": value(result.value) if result.value else None,
            "messages": dict(sorted(result.messages.items())),
            **_place(result.cell),
        }
        for result in report.results
    ]
    return _json(report.conforms, report.counts, results)


def _path(path: Path | None) -> str | None:
    return value(path.predicate) if path and path.predicate else str(path) if path else None


def faults_json(faults: Faults) -> str:
    """A report as JSON of tables that are malformed: each fault is a violation, of no shape."""
    results = [
        {
            "severity": SEVERITIES[0],
            **dict.fromkeys(("shape", "component", "focus", "path", "value")),
            "messages": {"en": fault.problem if isinstance(fault, DataError) else str(fault)},
            **_place(fault.cell if isinstance(fault, DataError) else None),
        }
        for fault in faults.faults
    ]
    return _json(False, dict.fromkeys(SEVERITIES, 0) | {SEVERITIES[0]: len(results)}, results)


def _json(conforms: bool, counts: dict[str, int], results: list[dict[str, object]]) -> str:
    found = {"conforms": conforms, "counts": counts, "results": results}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _place(cell: Cell | None) -> dict[str, object]:
    return {name: getattr(cell, place, None) for name, place in _PLACES.items()}


def report_lines(report: Report, iris: Iris, lang: str = "en") -> Iterator[str]:
    """One line for each result, worst first, and a last one with the counts."""
    for result in report.results:
        yield result_line(result, iris, lang)
    yield ", ".join(f"{count} {name.lower()}" for name, count in report.counts.items())


def result_line(result: Result, iris: Iris, lang: str = "en") -> str:
    """One result: where, how severe, which thing, and the message with keys in place of IRIs."""
    where = f"{result.cell} " if result.cell else ""
    focus = value(result.focus)
    thing = f"{iris.key(focus)}: " if iris.is_thing(focus) else ""
    message = _IRI.sub(lambda found: iris.key(found[0]), result.message(lang))
    return f"{where}{result.severity.lower()}: {thing}{message}"
