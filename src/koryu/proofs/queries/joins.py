"""Which rows can be part of a solution of a query: its triples joined as hashes, not as terms.

A query without negation and grouping finds the same in all triples and in those alone that are part of a
solution. So more rows may be found here than there are solutions, but none may be missed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from koryu.columnar.hashing import Hashes, mixed
from koryu.proofs.columns.spaces import Spaces
from koryu.proofs.columns.views import Mask
from koryu.proofs.plan.makers import Plan
from koryu.proofs.plan.terms import Words
from koryu.proofs.queries.patterns import Filter, Lexeme, Pattern, Triple
from koryu.proofs.screens import Link
from koryu.proofs.survey import Survey
from koryu.proofs.tables import Numbers

Floats = npt.NDArray[np.float64]
_MOST: Final = 1 << 22  # rows that a join may have


class TooMany(Exception):
    """A join has so many rows that a query over all is the better way."""


@dataclass(frozen=True)
class Table:
    """Rows of a join: the hashes of variables, the numbers that some stand for, and the rows of tables."""

    hashes: dict[str, Hashes]
    numbers: dict[str, Floats]
    rows: dict[int, Numbers]

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.rows.values())))

    def taken(self, places: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> Table:
        """Take some rows."""
        return Table(
            {name: each[places] for name, each in self.hashes.items()},
            {name: each[places] for name, each in self.numbers.items()},
            {number: each[places] for number, each in self.rows.items()},
        )


class Joiner:
    """Joins the triples of patterns. Rows of all tables are numbered one after the other."""

    def __init__(self, plan: Plan, seen: Sequence[Survey], spaces: Spaces) -> None:
        self._plan = plan
        self._seen = seen
        self._spaces = spaces
        self._starts = [0, *itertools.accumulate(each.size for each in seen)]

    def candidates(self, pattern: Pattern) -> tuple[dict[int, Numbers], Hashes]:
        """Find the rows that can be part of a solution, by table, and what ``?this`` stands for in them.

        Raises:
            TooMany: There are too many to be joined.
        """
        filters = list(pattern.filters)
        tables = [self._table(number, triple) for number, triple in enumerate(pattern.triples)]
        found = _filtered(tables.pop(0), filters)
        while tables:
            place = next((at for at, each in enumerate(tables) if _shared(found, each)), None)
            if place is None:
                raise TooMany
            found = _filtered(_joined(found, tables.pop(place)), filters)
        rows = np.unique(np.concatenate(list(found.rows.values())))
        return self._by_table(rows), np.unique(found.hashes.get("?this", np.zeros(0, np.uint64)))

    def _by_table(self, rows: Numbers) -> dict[int, Numbers]:
        cuts = np.searchsorted(rows, self._starts)
        return {
            place: rows[low:high] - self._starts[place]
            for place, (low, high) in enumerate(itertools.pairwise(cuts.tolist()))
            if high > low
        }

    def _table(self, number: int, triple: Triple) -> Table:
        """Make the table of all triples that meet one pattern."""
        links = links_of(triple.predicate, self._plan)
        parts = [self._part(number, triple, link) for link in links]
        can_join = all(not isinstance(link.value, Words) or link.value.is_text for link in links)
        names = {triple.subject, *([triple.object] if can_join else [])} - {"?"}
        return Table(
            {name: _all(part.hashes[name] for part in parts) for name in names if name.startswith("?")},
            {name: _all_floats(part.numbers[name] for part in parts) for name in _numbered(triple, parts)},
            {number: np.concatenate([np.zeros(0, np.int64), *(part.rows[number] for part in parts)])},
        )

    def _part(self, number: int, triple: Triple, link: Link) -> Table:
        seen = self._seen[link.place]
        mask = seen.mask(link)
        subject, value = seen.hashes[link.focus], seen.hashes[link.value]
        for term, hashes in ((triple.subject, subject), (triple.object, value)):
            if not term.startswith("?"):
                mask = mask & (hashes == self._spaces.hash_of(term))
        if triple.subject == triple.object:
            mask = mask & (subject == value)
        rows = np.flatnonzero(mask)
        known = seen.numbers.get(link.made) if link.made else None
        return Table(
            {triple.object: value[rows], triple.subject: subject[rows]},
            {} if known is None else {triple.object: known[rows]},
            {number: rows + self._starts[link.place]},
        )


def links_of(predicate: str, plan: Plan) -> list[Link]:
    """Give the links of all columns that make a predicate."""
    return [
        Link(each.place, each.group.subject, each.object, each)
        for each in plan.of(predicate)
        if each.group and each.object
    ]


def can_join(pattern: Pattern, plan: Plan) -> bool:
    """Can the triples of a pattern be joined by what is seen of rows?"""
    makers = [each for triple in pattern.triples for each in plan.of(triple.predicate)]
    return bool(pattern.is_simple and pattern.triples and all(each.group and each.object for each in makers))


def _numbered(triple: Triple, parts: Sequence[Table]) -> list[str]:
    return [triple.object] if parts and all(triple.object in part.numbers for part in parts) else []


def _all(parts: Iterable[Hashes]) -> Hashes:
    return np.concatenate([np.zeros(0, np.uint64), *parts])


def _all_floats(parts: Iterable[Floats]) -> Floats:
    return np.concatenate([np.zeros(0, np.float64), *parts])


def _shared(one: Table, other: Table) -> list[str]:
    return sorted(set(one.hashes) & set(other.hashes))


def _joined(one: Table, other: Table) -> Table:
    shared = _shared(one, other)
    keys, others = _keys(one, shared), _keys(other, shared)
    order = np.argsort(others)
    ordered = others[order]
    first = np.searchsorted(ordered, keys, "left")
    counts = np.searchsorted(ordered, keys, "right") - first
    total = int(counts.sum())
    if total > _MOST:
        raise TooMany
    left = np.repeat(np.arange(len(keys)), counts)
    within = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    ours, theirs = one.taken(left), other.taken(order[np.repeat(first, counts) + within])
    return Table(theirs.hashes | ours.hashes, theirs.numbers | ours.numbers, {**theirs.rows, **ours.rows})


def _keys(table: Table, names: Iterable[str]) -> Hashes:
    found = np.zeros(table.size, np.uint64)
    for name in names:
        found = mixed(found, table.hashes[name])
    return found


def _filtered(table: Table, filters: list[Filter]) -> Table:
    """Keep the rows that filters may let pass; a filter whose variables are there is done with."""
    for each in list(filters):
        mask = _passes(each, table)
        if mask is not None:
            filters.remove(each)
            table = table.taken(mask)
    return table


def _passes(filter_: Filter, table: Table) -> Mask | None:
    """Tell which rows a filter may let pass; None if that is not known."""
    nodes = [_node(side) for side in (filter_.left, filter_.right)]
    if filter_.sign in ("!=", "<", ">") and all(each in table.hashes for each in nodes):
        one, other = (table.hashes[str(each)] for each in nodes)
        return np.not_equal(one, other)
    sides = [_value(list(side), table.numbers) for side in (filter_.left, filter_.right)]
    if sides[0] is None or sides[1] is None:
        return None
    found = _COMPARE[filter_.sign](sides[0], sides[1]) | np.isnan(sides[0] + sides[1])
    mask: Mask = found & np.ones(table.size, np.bool_)
    return mask


def _node(side: Sequence[Lexeme]) -> str | None:
    """Find the variable of a side that is no more than a variable, or its text."""
    texts = [each.text.upper() for each in side]
    if len(side) == 4 and (texts[0], texts[1], texts[3]) == ("STR", "(", ")"):
        side = side[2:3]
    return f"?{side[0].text[1:]}" if len(side) == 1 and side[0].kind == "variable" else None


def _value(side: list[Lexeme], numbers: Mapping[str, Floats]) -> Floats | None:
    """Compute sums and differences of whole numbers; None if a side is more than that."""
    found, sign = np.zeros(1), 1.0
    for place, each in enumerate(side):
        if place % 2:
            if each.text not in ("+", "-"):
                return None
            sign = 1.0 if each.text == "+" else -1.0
        elif (number := _number(each, numbers)) is None:
            return None
        else:
            found = found + sign * number
    return found if len(side) % 2 else None


def _number(lexeme: Lexeme, numbers: Mapping[str, Floats]) -> Floats | None:
    if lexeme.kind == "variable":
        return numbers.get(f"?{lexeme.text[1:]}")
    return np.full(1, float(lexeme.text)) if lexeme.kind == "number" and lexeme.text.isdigit() else None


_COMPARE: Final = {
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
