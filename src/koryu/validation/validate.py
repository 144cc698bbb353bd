"""Validation of a project's graph: SHACL shapes, and the checks that are queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from koryu.errors import Cell, OntologyError
from koryu.graph import Graph
from koryu.namespaces import SH
from koryu.rdf.ntriples import Triple, iri, language, value
from koryu.rdf.reading import empty_graph, graph_of, parse_turtle, term_of
from koryu.settings import Settings
from koryu.shacl.paths import Path as PropertyPath
from koryu.shacl.paths import Predicate
from koryu.shacl.results import SEVERITIES, Report, Result
from koryu.validation.checks import CheckFinding, run_checks
from koryu.validation.constraints import SparqlConstraint, read_constraints, without_queries

if TYPE_CHECKING:
    from rdflib import Graph as RdfGraph
    from rdflib import URIRef
    from rdflib.term import Node

SPARQL_CONSTRAINT: Final = f"{SH}SPARQLConstraintComponent"
MIN_COUNT: Final = f"{SH}MinCountConstraintComponent"


def validate(graph: Graph, settings: Settings) -> Report:
    """Validate the graph of a project against its shapes and its checks.

    Raises:
        OntologyError: A file of shapes cannot be read.
        QueryError: A check cannot be read.
    """
    store = _store(graph.triples)
    results = [
        *_shaped(graph.triples, store, read_shapes(settings)),
        *_checked(store, settings.queries / "checks"),
    ]
    finder = _CellFinder(graph)
    return Report(tuple(sorted(map(finder.locate, results), key=_order)))


def check_shapes(triples: Collection[Triple], shapes: RdfGraph) -> list[Result]:
    """Validate triples against shapes alone, in no order and without the cells that they came from.

    Raises:
        OntologyError: The query of a shape cannot be run.

    Source: https://www.w3.org/TR/shacl/#validation
    """
    return _shaped(triples, _store(triples), shapes)


def read_shapes(settings: Settings) -> RdfGraph:
    """Read all shapes of a project into one graph."""
    folder, shapes = settings.ontology / "shapes", empty_graph()
    for path in sorted(folder.glob("*.ttl")):
        for triple in parse_turtle(path, settings.root):
            shapes.add(triple)
    if not shapes:
        raise OntologyError(f"{folder}: no shapes; a graph without shapes cannot be said to conform")
    return shapes


def _order(result: Result) -> tuple[object, ...]:
    cell = result.cell
    place = (cell.path, cell.line, cell.column or "") if cell else ("", 0, "")
    return SEVERITIES.index(result.severity), place, result.shape, result.component, result.digest


def _store(triples: Collection[Triple]) -> ox.Store:
    store = ox.Store()
    store.load("".join(f"{' '.join(triple)} .\n" for triple in triples), ox.RdfFormat.N_TRIPLES)
    return store


def _shaped(triples: Collection[Triple], store: ox.Store, shapes: RdfGraph) -> list[Result]:
    return [*_core(triples, shapes), *_sparql(store, read_constraints(shapes))]


def _sparql(store: ox.Store, constraints: Iterable[SparqlConstraint]) -> Iterator[Result]:
    for constraint in constraints:
        for row in constraint.results(store):
            yield _sparql_result(constraint, row)


def _sparql_result(constraint: SparqlConstraint, row: ox.QuerySolution) -> Result:
    return Result(
        severity=constraint.severity.removeprefix(SH),
        shape=constraint.shape,
        component=SPARQL_CONSTRAINT,
        focus=iri(constraint.focus),
        path=_path(_text(row, "path")),
        value=_text(row, "value"),
        messages=constraint.fill(row, _plain),
    )


def _core(triples: Collection[Triple], shapes: RdfGraph) -> list[Result]:
    """Run pySHACL on all but the constraints that are run as queries."""
    import pyshacl

    _, found, _ = pyshacl.validate(graph_of(triples), shacl_graph=without_queries(shapes))
    return [_result(found, node) for node in found.objects(None, _sh("result"))]


def _result(found: RdfGraph, node: Node) -> Result:
    def one(name: str) -> str | None:
        term = found.value(node, _sh(name))
        return None if term is None else term_of(term)

    return Result(
        severity=value(one("resultSeverity") or "").removeprefix(SH),
        shape=value(one("sourceShape") or ""),
        component=value(one("sourceConstraintComponent") or ""),
        focus=one("focusNode") or "",
        path=_path(one("resultPath")),
        value=one("value"),
        messages={
            language(text) or "": value(text)
            for text in map(term_of, found.objects(node, _sh("resultMessage")))
        },
    )


def _sh(name: str) -> URIRef:
    from rdflib import URIRef

    return URIRef(SH + name)


def _path(term: str | None) -> PropertyPath | None:
    return None if term is None else Predicate(term)


def _text(row: ox.QuerySolution, name: str) -> str | None:
    return None if row[name] is None else str(row[name])


def _plain(term: object) -> str:
    return "" if term is None else value(str(term))


def _checked(store: ox.Store, folder: Path) -> list[Result]:
    return [_finding(finding, folder) for finding in run_checks(store, folder)]


def _finding(finding: CheckFinding, folder: Path) -> Result:
    messages = {tag: f"{finding.rule}: {text}" for tag, text in finding.message.items()}
    shape = f"{folder.parent.name}/{folder.name}/{finding.check}.rq"
    return Result("Violation", shape, f"{SH}SPARQLConstraintComponent", finding.thing, None, None, messages)


class _CellFinder:
    """Finds the cell that a result is about: that of the value, else that of the path, else the row."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._columns: dict[tuple[str, str], str | None] = {}
        self._makers: dict[tuple[str, str], str] = {}  # where the things of a table get a property from
        for (subject, predicate, _), cell in graph.cells.items():
            self._columns[cell.path, predicate] = cell.column
            maker = f"{cell.path}:{cell.column or ''}".removesuffix(":")
            self._makers.setdefault((graph.rows[subject].path, predicate), maker)

    def locate(self, result: Result) -> Result:
        """Give a result its cell; one that lacks a value of another table names that too."""
        cell = self._find(result)
        maker = self._makers.get((cell.path, str(result.path))) if cell and not cell.column else None
        if maker is None or result.component != MIN_COUNT:
            return replace(result, cell=cell)
        messages = {tag: f"{text} → {maker}" for tag, text in result.messages.items()}
        return replace(result, cell=cell, messages=messages)

    def _find(self, result: Result) -> Cell | None:
        if result.path and result.value:
            cell = self._graph.cells.get((result.focus, str(result.path), result.value))
            if cell:
                return cell
        row = self._graph.rows.get(result.focus) or self._graph.rows.get(result.value or "")
        if row is None:
            return None
        return Cell(row.path, row.line, self._columns.get((row.path, str(result.path))))
