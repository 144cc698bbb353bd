"""From shapes to set queries: each returns all violations of its constraints at once.

The tests of a shape share one query, which reads the value nodes once; each search has one. A shape with
several targets has the queries for each: an engine plans one pattern well, but not a union.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from koryu.shacl.custom import SparqlConstraint
from koryu.shacl.paths import Path
from koryu.shacl.searches import reach
from koryu.shacl.shapes import Constraint, Found, Scope, Search, Shape, Target, Test
from koryu.shacl.sparql import RESERVED, either, no, only_if

FOCUS: Final = "?this"
VALUE: Final = "?value"
MARK: Final = "?mark"


@dataclass(frozen=True)
class Question:
    """What is asked of the data for some constraints of a shape.

    ``queries``: a SELECT for each target. Its columns are the focus node, and the value and the mark of a
    result if it has them. If it is of several tests, a column ``holds0`` ... for each is 1 where the value
    node keeps it; else each row is a result. The columns of a query of SHACL-SPARQL are its own.
    """

    shape: Shape
    constraints: tuple[Constraint, ...]
    queries: tuple[str, ...]

    @property
    def has_query(self) -> bool:
        """Has it a query that the shapes graph has written?"""
        return any(each.has_query for each in self.constraints)


@dataclass(frozen=True)
class Focus:
    """How focus nodes are found: by a target, and by the paths of the shapes around theirs."""

    target: Target
    paths: tuple[Path, ...] = ()

    @property
    def outer(self) -> list[str]:
        """The variables of the nodes on the way: a node that is reached in two ways has two results."""
        return [f"?{RESERVED}outer{number}" for number in range(len(self.paths))]

    def pattern(self, scope: Scope) -> str:
        """Write the graph pattern that binds the focus nodes to ``FOCUS``."""
        nodes = [*self.outer, FOCUS]
        steps = [reach(*step) for step in zip(nodes, self.paths, nodes[1:], strict=False)]
        return " ".join([self.target.pattern(nodes[0], scope), *steps])


def compile_shape(shape: Shape, scope: Scope) -> Iterator[Question]:
    """Compile a shape with its targets, and the property shapes in it.

    Raises:
        ValueError: One of its queries cannot be run for all focus nodes at once; says why.
    """
    return _compile(shape, (), shape.targets, scope)


def _compile(
    shape: Shape, paths: tuple[Path, ...], targets: tuple[Target, ...], scope: Scope
) -> Iterator[Question]:
    if shape.is_deactivated:
        return
    around = [Focus(target, paths) for target in targets]
    for tests in _together(shape.tests, scope):
        yield Question(shape, tests, tuple(_tests(shape, tests, each, scope) for each in around))
    for search in shape.searches:
        yield Question(shape, (search,), tuple(_search(shape, search, each, scope) for each in around))
    for inner in shape.properties:
        yield from _compile(inner, (*paths, shape.path) if shape.path else paths, targets, scope)


def _together(tests: tuple[Test, ...], scope: Scope) -> list[tuple[Test, ...]]:
    """The tests that share a query."""
    if not scope.is_frugal:
        return [(test,) for test in tests]
    parts = (tuple(test for test in tests if test.has_query == has_query) for has_query in (False, True))
    return [part for part in parts if part]


def _tests(shape: Shape, tests: tuple[Test, ...], focus: Focus, scope: Scope) -> str:
    value = VALUE if shape.path else FOCUS
    broken = only_if(either(no(test.holds(value, scope)) for test in tests))
    columns = [f"?holds{number}" for number in range(len(tests))] if len(tests) > 1 else []
    pairs = zip(tests, columns, strict=False)
    told = [f"BIND(IF({test.holds(value, scope)}, 1, 0) AS {column})" for test, column in pairs]
    return _select([*focus.outer, *columns], [_values(shape, focus, scope), broken, *told])


def _values(shape: Shape, focus: Focus, scope: Scope) -> str:
    """Write the graph pattern that binds the value nodes; by a path of no steps a node is one itself."""
    around = focus.pattern(scope)
    if shape.path is None:
        return around
    reached = f"{around} {reach(FOCUS, shape.path, VALUE)}"
    itself = f"{around} BIND({FOCUS} AS {VALUE})"
    return f"{{ {reached} }} UNION {{ {itself} }}" if shape.path.is_nullable else reached


def _search(shape: Shape, search: Search, focus: Focus, scope: Scope) -> str:
    if isinstance(search, SparqlConstraint):
        return search.select(focus.pattern(scope), shape.path, scope)
    found = search.finds(FOCUS, shape.path, Found(VALUE, MARK), scope)
    return _select(focus.outer, [focus.pattern(scope), found])


def _select(columns: list[str], body: list[str]) -> str:
    where = " ".join(filter(None, body))
    bound = [each for each in (VALUE, MARK) if f"{each} " in where or f"{each})" in where]
    return f"SELECT DISTINCT {' '.join((FOCUS, *bound, *columns))} WHERE {{ {where} }}"
