"""A report as triples of SHACL, in Turtle.

Source: https://www.w3.org/TR/shacl/#validation-report
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from koryu.namespaces import RDF_TYPE, SH, XSD
from koryu.rdf.ntriples import Triple, iri, is_blank, literal
from koryu.rdf.turtle import write_turtle
from koryu.shacl.results import Report, Result
from koryu.validation.reports.blanks import Blanks
from koryu.validation.reports.view import View

_PREFIXES: Final = {"sh": SH, "xsd": XSD}


def turtle(report: Report, view: View) -> str:
    """Write a report as Turtle; the same report is the same text."""
    return write_turtle(set(triples(report, view)), {**_PREFIXES, **view.prefixes})


def triples(report: Report, view: View) -> Iterator[Triple]:
    """A ``sh:ValidationReport``. Of a project, each result has an IRI made from its content."""
    node = iri(view.iris.report) if view.iris else "_:report"
    yield node, iri(RDF_TYPE), _sh("ValidationReport")
    yield node, _sh("conforms"), literal(str(report.conforms).lower(), XSD + "boolean")
    blanks = Blanks()
    seen: Counter[str] = Counter()
    for result in sorted(report.results, key=lambda result: (result.digest, result.shape)):
        seen[result.digest] += 1
        name = result.digest + (f"-{seen[result.digest]}" if seen[result.digest] > 1 else "")
        one = iri(view.iris.result(name)) if view.iris else f"_:r{name}"
        yield node, _sh("result"), one
        yield from _result(one, name, result, view, blanks)


def _result(node: str, name: str, result: Result, view: View, blanks: Blanks) -> Iterator[Triple]:
    yield node, iri(RDF_TYPE), _sh("ValidationResult")
    yield node, _sh("resultSeverity"), _absolute(result.severity, SH)
    base = view.iris.base if view.iris else ""
    yield node, _sh("sourceShape"), blanks.label(_absolute(result.shape, base))
    yield node, _sh("sourceConstraintComponent"), iri(result.component)
    yield node, _sh("focusNode"), blanks.label(result.focus)
    if result.path:
        path = f"_:p{name}"
        yield node, _sh("resultPath"), result.path.term(path)
        yield from result.path.triples(path)
    if result.value:
        yield node, _sh("value"), blanks.label(result.value)
    for tag, text in result.messages.items():
        yield node, _sh("resultMessage"), literal(text, language=tag or None)


def _absolute(name: str, base: str) -> str:
    """Write an IRI as a term; a name, such as that of a file, is one below ``base``."""
    return name if is_blank(name) else iri(name if ":" in name else base + name)


def _sh(name: str) -> str:
    return iri(SH + name)
