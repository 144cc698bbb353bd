"""Running the set queries of shapes on an engine, and the results that their rows are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import chain
from typing import Final, Protocol

from koryu.errors import OntologyError, QueryError
from koryu.namespaces import RDFS, XSD
from koryu.rdf.ntriples import is_iri, is_literal, language, literal, value
from koryu.shacl.compiling import FOCUS, MARK, VALUE, Question, compile_shape
from koryu.shacl.custom import SparqlConstraint
from koryu.shacl.paths import Path, Predicate
from koryu.shacl.results import Result
from koryu.shacl.shapes import Constraint, Scope, Search, Shape, Target
from koryu.shacl.sparql import Names
from koryu.stores.local import Solutions

_TRUE: Final = literal("true", f"{XSD}boolean")
_KEPT: Final = literal("1", f"{XSD}integer")
Row = Mapping[str, str | None]


class Source(Protocol):
    """What holds the data graph.

    ``threads``: how many queries it answers at once.
    """

    threads: int

    def select(self, query: str) -> Solutions:
        """Answer a SELECT on the data graph."""
        ...

    def scope(self, names: Names, subclasses: Callable[[str], tuple[str, ...]]) -> Scope:
        """Say how it holds literals."""
        ...

    def reveal(self) -> None:
        """Hold literals as queries of others expect."""
        ...


def evaluate(shapes: Iterable[Shape], source: Source) -> Iterator[Result]:
    """Validate data against shapes; results come in no order.

    The queries of SHACL-SPARQL are the last to be run.

    Raises:
        OntologyError: The query of a shape cannot be run; begins with the shape's name.
        EndpointError: A remote engine did not answer as it should.

    Source: https://www.w3.org/TR/shacl/#validation
    """
    find, shapes = _subclasses(source), list(shapes)
    yield from _answers(_questions(shapes, source, find, has_query=False), source)
    if any(shape.has_query for shape in shapes):
        source.reveal()
        yield from _answers(_questions(shapes, source, find, has_query=True), source)


def idle_targets(shapes: Iterable[Shape], source: Source) -> list[tuple[Shape, Target]]:
    """List the targets that nothing in the data is reached by, with their shapes."""
    find = _subclasses(source)
    pairs = [(shape, target) for shape in shapes for target in shape.targets if target.kind != "targetNode"]
    return [pair for pair in pairs if not _is_met(pair[1], source, source.scope(Names(), find))]


def _is_met(target: Target, source: Source, scope: Scope) -> bool:
    query = f"SELECT {FOCUS} WHERE {{ {target.pattern(FOCUS, scope)} }} LIMIT 1"
    return bool(source.select(query).rows)


def _questions(
    shapes: Iterable[Shape], source: Source, find: Callable[[str], tuple[str, ...]], *, has_query: bool
) -> list[Question]:
    found = (each for shape in shapes for each in _compiled(shape, source.scope(Names(), find)))
    return [each for each in found if each.has_query == has_query]


def _answers(questions: Iterable[Question], source: Source) -> Iterator[Result]:
    with ThreadPoolExecutor(source.threads) as pool:
        yield from chain.from_iterable(pool.map(lambda each: list(_results(each, source)), questions))


def _compiled(shape: Shape, scope: Scope) -> list[Question]:
    try:
        return list(compile_shape(shape, scope))
    except ValueError as error:
        raise OntologyError(f"{shape.node}: {error}") from None


def _subclasses(source: Source) -> Callable[[str], tuple[str, ...]]:
    """Make what finds all classes below a class, level by level, which every engine can do."""

    @cache
    def find(top: str) -> tuple[str, ...]:
        found, level = {top}, {top}
        while level:
            above = f"VALUES ?p {{ {' '.join(sorted(level))} }}"
            query = f"SELECT DISTINCT ?c WHERE {{ {above} ?c <{RDFS}subClassOf> ?p }}"
            level = {row[0] for row in source.select(query).rows if row[0] and is_iri(row[0])} - found
            found |= level
        return top, *sorted(found - {top})

    return find


def _results(question: Question, source: Source) -> Iterator[Result]:
    seen: set[tuple[str | None, ...]] = set()
    for query in question.queries:
        solutions = _asked(query, question, source)
        rows = [row for row in solutions.rows if row not in seen]  # nodes of several targets have one result
        seen.update(rows)
        for row in rows:
            named = dict(zip(solutions.columns, row, strict=True))
            yield from (_result(question.shape, each, named) for each in _broken(question, named))


def _asked(query: str, question: Question, source: Source) -> Solutions:
    try:
        return source.select(query)
    except QueryError as error:
        raise OntologyError(f"{question.shape.node}: its query cannot be run: {error}") from None


def _broken(question: Question, row: Row) -> Iterable[Constraint]:
    if len(question.constraints) == 1:
        return question.constraints
    return [each for number, each in enumerate(question.constraints) if row[f"holds{number}"] != _KEPT]


def _result(shape: Shape, constraint: Constraint, row: Row) -> Result:
    focus = row[FOCUS[1:]]
    assert focus
    found = row.get(VALUE[1:])
    itself = None if shape.path or isinstance(constraint, Search) else focus
    if isinstance(constraint, SparqlConstraint):
        return _filled(shape, constraint, row, focus)
    return Result(
        severity=shape.severity,
        shape=_name(shape),
        component=constraint.iri,
        focus=focus,
        path=_path(row.get(MARK[1:])) if _marks_path(constraint) else shape.path,
        value=found or itself,
        messages=shape.messages,
    )


def _marks_path(constraint: Constraint) -> bool:
    return isinstance(constraint, Search) and constraint.marks_path


def _filled(shape: Shape, constraint: SparqlConstraint, row: Row, focus: str) -> Result:
    if row.get("failure") == _TRUE:
        raise OntologyError(f"{shape.node}: its query reports a failure of the validation, for {focus}")
    named = {**row, "value": row.get("value") or (None if shape.path else focus)}
    named["PATH"] = str(shape.path) if shape.path else None
    return Result(
        severity=shape.severity,
        shape=_name(shape),
        component=constraint.iri,
        focus=focus,
        path=_path(row.get("path")) or shape.path,
        value=named["value"],
        messages=_message(row) or constraint.fill(named.get, value),
    )


def _message(row: Row) -> dict[str, str]:
    """The message that a query itself gives."""
    term = row.get("message")
    return {language(term) or "": value(term)} if term and is_literal(term) else {}


def _name(shape: Shape) -> str:
    return value(shape.node)


def _path(term: str | None) -> Path | None:
    return None if term is None else Predicate(term)
