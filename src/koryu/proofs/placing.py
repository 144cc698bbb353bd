"""Where results stand in the tables: the cell of the value, else that of the path, else the row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pyarrow.compute as pc

from koryu.columnar.buffers import texts_array
from koryu.errors import Cell
from koryu.proofs.columns.views import View, mask_of
from koryu.proofs.loading import terms_of
from koryu.proofs.plan.makers import Group, Maker, Plan
from koryu.proofs.plan.terms import Skeleton, Words
from koryu.proofs.screens import step_of
from koryu.proofs.tables import OpenTables
from koryu.rdf.ntriples import is_literal, value
from koryu.shacl.results import Result


class Place(NamedTuple):
    """A row of a view: its place there, and what it is about."""

    group: Group
    view: View
    row: int

    @property
    def number(self) -> int:
        """The number of the row in its table."""
        return int(self.view.rows.batch.numbers[self.row])


@dataclass(frozen=True)
class _At:
    """A cell whose line is not known yet."""

    place: int
    number: int
    column: str | None


def find_cells(
    results: Iterable[Result], plan: Plan, opened: OpenTables, views: Iterable[tuple[int, View]]
) -> list[Result]:
    """Give results their cells, from views of the rows that they are about."""
    found = list(results)
    finder = _Finder(plan, _places(found, plan, views))
    at = [next(finder.cells(each), None) for each in found]
    numbers: dict[int, set[int]] = defaultdict(set)
    for each in filter(None, at):
        numbers[each.place].add(each.number)
    lines = {place: opened.lines(place, rows) for place, rows in numbers.items()}
    return [
        result if each is None else replace(result, cell=_written(each, lines[each.place], plan))
        for result, each in zip(found, at, strict=True)
    ]


def _written(at: _At, lines: dict[int, int], plan: Plan) -> Cell:
    return Cell(plan.tables[at.place].table.shown, lines[at.number], at.column)


def _places(results: list[Result], plan: Plan, views: Iterable[tuple[int, View]]) -> dict[str, list[Place]]:
    """Find the rows that focus nodes, or values, are described in."""
    named = {term for each in results for term in (each.focus, each.value) if term and not is_literal(term)}
    wanted = texts_array(sorted(map(value, named)))
    found: dict[str, list[Place]] = defaultdict(list)
    for place, view in views:
        for group in plan.groups:
            if group.place == place:
                for row, term in _named(group.subject, view, wanted):
                    found[term].append(Place(group, view, row))
    return found


def _named(subject: Skeleton, view: View, wanted: object) -> Iterator[tuple[int, str]]:
    texts = view.texts(subject)
    mask = np.broadcast_to(mask_of(pc.is_in(texts, wanted)), (view.size,))
    terms = terms_of(subject, view) if mask.any() else []
    yield from ((row, terms[row]) for row in np.flatnonzero(mask).tolist())


@dataclass(frozen=True)
class _Finder:
    """Finds cells for results, the best first."""

    plan: Plan
    places: dict[str, list[Place]]

    def cells(self, result: Result) -> Iterator[_At]:
        """Find the cell of the value, then that of the path, then the row."""
        predicate, is_inverse = step_of(result.path) if result.path else (None, False)
        focus, value_ = result.focus, result.value or ""
        if predicate and is_inverse:
            yield from self._said(value_, predicate, focus)
        elif predicate:
            yield from self._said(focus, predicate, value_)
            yield from self._said(focus, predicate, None)
        yield from (_At(each.group.place, each.number, None) for each in self.places.get(focus, ()))
        yield from self._said(value_, predicate, None) if predicate else ()
        yield from (_At(each.group.place, each.number, None) for each in self.places.get(value_, ()))

    def _said(self, subject: str, predicate: str, term: str | None) -> Iterator[_At]:
        """Find the cells that say a term of a subject, or, with None, that could say something."""
        for place in self.places.get(subject, ()):
            for made in self.plan.local(place.group, predicate):
                if term is None or _says(made, place, term):
                    yield _At(place.group.place, place.number, _column(made))


def _column(made: Maker) -> str | None:
    """Name the column of the file that a triple comes from."""
    if not made.column.virtual:
        return made.column.name
    names = made.object.names if isinstance(made.object, Skeleton) else ()
    return next((name for name in names if not name.startswith("_")), None)


def _says(made: Maker, place: Place, term: str) -> bool:
    """Does a column say a term in a row?"""
    if made.object is None or isinstance(made.object, Words) != is_literal(term):
        return False
    if not np.broadcast_to(place.view.maybe(made), (place.view.size,))[place.row]:
        return False
    texts = place.view.texts(made.object)
    text = texts[place.row if len(texts) > 1 else 0].as_py()
    return bool(text == value(term)) and _may_end(made, term)


def _may_end(made: Maker, term: str) -> bool:
    return not isinstance(made.object, Words) or made.object.language == (_tag(term) or None)


def _tag(term: str) -> str:
    return term.rpartition('"@')[2].lower() if '"@' in term and not term.endswith('"') else ""
