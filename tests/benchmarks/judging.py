"""Hold what a validator found against the list of what it must find: each result once, and no other."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from fault_kinds.rows import SH, Result

SPARQL = f"{SH}SPARQLConstraintComponent"
Expected = dict[Result, str]  # the name of the fault


@dataclass(frozen=True)
class Verdict:
    """What was missed, with the names of the faults, and what was made up or told again."""

    missed: Expected
    made_up: tuple[Result, ...]

    def lines(self) -> Iterator[str]:
        """Tell what is wrong by kind, with how often."""
        yield from _counted("missed", (f"{_short(each)} ({name})" for each, name in self.missed.items()))
        yield from _counted("made up", map(_short, self.made_up))


def _counted(what: str, kinds: Iterable[str]) -> Iterator[str]:
    return (f"{what} {kind}: {count}" for kind, count in sorted(Counter(kinds).items()))


def _short(result: Result) -> str:
    shape, component = (iri.rpartition("#")[2] for iri in (result.shape, result.component))
    return f"{shape}/{component.removesuffix('ConstraintComponent')}"


def judge(expected: Expected, found: list[Result]) -> Verdict:
    """Compare."""
    made_up = Counter(found) - Counter(expected.keys())
    missed = expected.keys() - set(found)
    return Verdict({each: expected[each] for each in missed}, tuple(made_up.elements()))


def read_expected(path: Path, core: bool = False) -> Expected:
    """Read what must be found; ``core``: without SHACL-SPARQL."""
    found = {_result(row): row["fault"] for row in _rows(path)}
    return {result: name for result, name in found.items() if not (core and result.component == SPARQL)}


def read_results(path: Path) -> list[Result]:
    """Read the results that a peer wrote as a table."""
    return list(map(_result, _rows(path)))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _result(row: dict[str, str]) -> Result:
    return Result(*(row[name] for name in Result._fields))


def read_report(path: Path) -> list[Result]:
    """Read the results of a report in Turtle."""
    report = ox.Dataset(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    return [_reported(report, quad.object) for quad in report.quads_for_predicate(_sh("result"))]


def _reported(report: ox.Dataset, node: ox.NamedNode | ox.BlankNode) -> Result:
    def one(name: str) -> ox.Term | None:
        return _one(report, node, name)

    component, shape = one("sourceConstraintComponent"), one("sourceShape")
    path, value = one("resultPath"), one("value")
    inverse = _one(report, path, "inversePath") if isinstance(path, ox.BlankNode) else None
    return Result(
        focus=str(one("focusNode")),
        path=f"^{inverse}" if inverse else str(path or ""),
        value=str(value or ""),
        component=component.value,
        shape=shape.value,
    )


def _one(report: ox.Dataset, node: ox.NamedNode | ox.BlankNode, name: str) -> ox.Term | None:
    return next((quad.object for quad in report.quads_for_subject(node) if quad.predicate == _sh(name)), None)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)
