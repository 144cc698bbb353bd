"""A second opinion: pySHACL, on a plain graph of rdflib."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from koryu.errors import OntologyError
from koryu.namespaces import SH
from koryu.printable import one_line
from koryu.rdf.ntriples import Triple, is_iri, language, value
from koryu.rdf.reading import empty_graph, graph_of, term_of
from koryu.shacl.check import STDIN
from koryu.shacl.data import FORMATS, RdfError, form_of
from koryu.shacl.graphs import ShapesGraph
from koryu.shacl.results import Result

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


_FORMATS: Final = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "owl": "xml", "xml": "xml"}


def opinion_on_triples(triples: Iterable[Triple], shapes: Graph) -> list[Result]:
    """Let pySHACL validate triples against shapes."""
    return second_opinion(graph_of(triples), shapes)


def opinion_on_files(files: Iterable[Path], form: str | None, shapes: Graph) -> list[Result]:
    """Let pySHACL validate files of RDF, all of their graphs together, against shapes.

    Raises:
        RdfError: A file cannot be read.
    """
    data = empty_graph()
    for path in files:
        is_stdin = path == STDIN
        try:
            text = sys.stdin.buffer.read() if is_stdin else path.read_bytes()
        except OSError as error:
            raise RdfError(f"{path}: {error.strerror or error}; name a file that can be read") from None
        _parse(data, text, form or ("ttl" if is_stdin else form_of(path)), path)
    return second_opinion(data, shapes)


def _parse(data: Graph, text: bytes, form: str, path: Path) -> None:
    try:
        if form in _FORMATS:
            data.parse(data=text, format=_FORMATS[form])
        else:  # rdflib would keep their graphs apart
            triples = (quad.triple for quad in ox.parse(text, FORMATS[form]))
            data.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    except Exception as error:  # rdflib's parsers raise whatever comes
        raise RdfError(f"{path}: not {FORMATS[form].name}: {one_line(str(error))}") from None


def second_opinion(data: Graph, shapes: Graph) -> list[Result]:
    """Let pySHACL validate a plain graph against shapes; the results come in no order.

    It is slow, a minute for a million triples, and does not find all that is ill-formed.

    Raises:
        OntologyError: It refuses the shapes.
    """
    import pyshacl

    logging.getLogger("rdflib").setLevel(logging.CRITICAL)  # it tells each malformed literal with a traceback
    try:
        _, found, text = pyshacl.validate(data, shacl_graph=shapes)
    except Exception as error:  # whatever its parsers and comparisons raise
        raise OntologyError(
            f"pySHACL gives no report: {type(error).__name__}: {one_line(str(error))}"
        ) from None
    if isinstance(found, Exception) or found is None:
        raise OntologyError(f"pySHACL gives no report: {one_line(str(text))}")
    report = ShapesGraph(found, "the report of pySHACL")
    return [_result(report, node) for node in report.values_of("result")]


def _result(report: ShapesGraph, node: Node) -> Result:
    def one(name: str) -> str | None:
        found = report.one(node, name)
        return None if found is None else term_of(found)

    path, shape = report.one(node, "resultPath"), one("sourceShape") or ""
    return Result(
        severity=value(one("resultSeverity") or "").removeprefix(SH),
        shape=value(shape) if is_iri(shape) else shape,
        component=value(one("sourceConstraintComponent") or ""),
        focus=one("focusNode") or "",
        path=None if path is None else report.path(path, node),
        value=one("value"),
        messages={
            language(text) or "": value(text) for text in map(term_of, report.values(node, "resultMessage"))
        },
    )
