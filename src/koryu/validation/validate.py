"""Validation of a project's graph: SHACL shapes, and the checks that are queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
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
from koryu.shacl.results import Report, Result, Rule, rank
from koryu.validation.checks import CheckFinding, CheckHeader, read_header, run_checks
from koryu.validation.constraints import SparqlConstraint, read_constraints, without_queries

if TYPE_CHECKING:
    from rdflib import Graph as RdfGraph
    from rdflib import URIRef
    from rdflib.term import Node

SPARQL: Final = f"{SH}SPARQLConstraintComponent"
MIN_COUNT: Final = f"{SH}MinCountConstraintComponent"


def validate(graph: Graph, settings: Settings) -> Report:
    """Validate the graph of a project against its shapes and its checks.

    Raises:
        OntologyError: A file of shapes cannot be read.
        QueryError: A check cannot be read.
    """
    store, checks = _store(graph.triples), settings.queries / "checks"
    files = read_shape_files(settings)
    results = [*_shaped(graph.triples, store, _merged(files)), *_checked(store, checks)]
    found = tuple(sorted(map(_CellFinder(graph).locate, results), key=_order))
    return Report(found, settings.title, rules=(*read_rules(files), *_check_rules(checks)))


def check_shapes(triples: Collection[Triple], shapes: RdfGraph) -> list[Result]:
    """Validate triples against shapes alone, in no order and without the cells that they came from.

    Raises:
        OntologyError: The query of a shape cannot be run.

    Source: https://www.w3.org/TR/shacl/#validation
    """
    return _shaped(triples, _store(triples), shapes)


def read_shapes(settings: Settings) -> RdfGraph:
    """Read all shapes of a project into one graph."""
    return _merged(read_shape_files(settings))


def read_shape_files(settings: Settings) -> dict[str, RdfGraph]:
    """Read the shapes of a project, by the file that they stand in.

    Raises:
        OntologyError: A file cannot be read, or there are no shapes.
    """
    folder, root = settings.ontology / "shapes", settings.root
    found = {str(path.relative_to(root)): parse_turtle(path, root) for path in sorted(folder.glob("*.ttl"))}
    if not any(map(len, found.values())):
        raise OntologyError(f"{folder}: no shapes; a graph without shapes cannot be said to conform")
    return found


def read_rules(files: Mapping[str, RdfGraph]) -> tuple[Rule, ...]:
    """Read the rules of shapes, each with the file that its shape stands in.

    Raises:
        OntologyError: A shape is malformed.
    """
    from koryu.shacl.reading import read_shapes
    from koryu.shacl.rules import rules_of

    stands = {str(node): file for file, graph in files.items() for node in graph.subjects()}
    return rules_of(read_shapes(_merged(files), "ontology/shapes"), lambda shape: stands.get(shape, ""))


def _merged(files: Mapping[str, RdfGraph]) -> RdfGraph:
    shapes = empty_graph()
    for graph in files.values():
        for triple in graph:
            shapes.add(triple)
    return shapes


def _order(result: Result) -> tuple[object, ...]:
    cell = result.cell
    place = (cell.path, cell.line, cell.column or "") if cell else ("", 0, "")
    return rank(result.severity), place, result.shape, result.component, result.digest


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
        component=SPARQL,
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
    shape = _check_name(finding.check, folder)
    return Result("Violation", shape, SPARQL, finding.thing, None, None, _numbered(finding))


def _check_rules(folder: Path) -> Iterator[Rule]:
    for path in sorted(folder.glob("*.rq")):
        name = _check_name(path.stem, folder)
        yield Rule(name, SPARQL, messages=_numbered(read_header(path)), owner=name, file=name)


def _check_name(check: str, folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}/{check}.rq"


def _numbered(check: CheckFinding | CheckHeader) -> dict[str, str]:
    return {tag: f"{check.rule}: {text}" for tag, text in check.message.items()}


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
        return replace(result, cell=cell, missing_from=maker if result.component == MIN_COUNT else None)

    def _find(self, result: Result) -> Cell | None:
        if result.path and result.value:
            cell = self._graph.cells.get((result.focus, str(result.path), result.value))
            if cell:
                return cell
        row = self._graph.rows.get(result.focus) or self._graph.rows.get(result.value or "")
        if row is None:
            return None
        return Cell(row.path, row.line, self._columns.get((row.path, str(result.path))))
