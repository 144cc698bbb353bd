"""Validation of a project's graph: SHACL shapes, and the checks that are queries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from koryu.errors import Cell
from koryu.graph import Graph
from koryu.namespaces import SH
from koryu.rdf.ntriples import Triple, write_triples
from koryu.settings import Settings
from koryu.shacl.check import check_read
from koryu.shacl.custom import SPARQL
from koryu.shacl.data import Data
from koryu.shacl.files import ShapeFiles
from koryu.shacl.results import Report, Result, Rule, report_of
from koryu.validation.checks import CheckFinding, CheckHeader, read_header, run_checks

if TYPE_CHECKING:
    pass

MIN_COUNT: Final = f"{SH}MinCountConstraintComponent"
Checker = Callable[[Collection[Triple], ShapeFiles], list[Result]]


def by_sets(triples: Collection[Triple], shapes: ShapeFiles) -> list[Result]:
    """Validate triples against files of shapes, by set queries; the results come in no order."""
    data = Data()
    data.add(triples)
    return check_read(data, shapes.shapes, shapes.graph)


def validate(graph: Graph, settings: Settings, checker: Checker = by_sets) -> Report:
    """Validate the graph of a project against its shapes and its checks.

    Args:
        graph: The graph.
        settings: The project's.
        checker: Validates triples against shapes.

    Raises:
        OntologyError: A file of shapes cannot be read.
        QueryError: A check cannot be read.
    """
    shapes, checks = ShapeFiles([settings.shapes], settings.root), settings.queries / "checks"
    results = [*checker(graph.triples, shapes), *_checked(_store(graph.triples), checks)]
    found = report_of(map(_CellFinder(graph).locate, results))
    return replace(found, name=settings.title, rules=(*shapes.rules, *check_rules(checks)))


def _store(triples: Collection[Triple]) -> ox.Store:
    store = ox.Store()
    store.load(write_triples(triples), ox.RdfFormat.N_TRIPLES)
    return store


def _checked(store: ox.Store, folder: Path) -> list[Result]:
    return [_finding(finding, folder) for finding in run_checks(store, folder)]


def _finding(finding: CheckFinding, folder: Path) -> Result:
    shape = _check_name(finding.check, folder)
    return Result("Violation", shape, SPARQL, finding.thing, None, None, _numbered(finding))


def check_rules(folder: Path) -> Iterator[Rule]:
    """List the rules that the checks in a folder make."""
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
