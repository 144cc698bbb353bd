"""Whether the keys of rows are unique and lead somewhere, checked as the rows go by.

Source: https://www.w3.org/TR/tabular-data-model/#validating-tables
"""

from __future__ import annotations

from dataclasses import dataclass, field

from koryu.errors import Cell, DataError
from koryu.tables.cells import Row
from koryu.tables.description.keys import target_of
from koryu.tables.description.model import ForeignKey, Table
from koryu.tables.faults import Collector
from koryu.tables.key_faults import Key, ambiguous_key, double_key, empty_key, key_text, lost_key


class DoubleKey(DataError):
    """A row has the key of another one: that of line ``first``."""

    def __init__(self, cell: Cell, key: Key, first: int) -> None:
        super().__init__(cell, double_key(key, first))
        self.key = key_text(key)
        self.first = first


@dataclass
class _Seen:
    """What has been seen of a table: the lines of its keys, and the keys that it refers to."""

    table: Table
    first: dict[Key, int] = field(default_factory=dict)
    doubles: list[DoubleKey] = field(default_factory=list)
    referred: dict[tuple[str, ...], dict[Key, int]] = field(default_factory=dict)
    refers: list[dict[Key, list[int]]] = field(default_factory=list)
    is_whole: bool = False


class KeyCheck:
    """Checks the keys of a group of tables.

    ``lets_empty``: may a row refer to nothing, its foreign key being empty? The recommendation says no.
    """

    def __init__(self, tables: tuple[Table, ...], *, lets_empty: bool = False) -> None:
        self._tables = tables
        self._lets_empty = lets_empty
        self._seen = [_Seen(table, refers=[{} for _ in table.foreign_keys]) for table in tables]
        for table in tables:
            for key in table.foreign_keys:
                if target := self._target(key):
                    target.referred[key.references] = {}

    def see(self, place: int, row: Row) -> None:
        """Take notice of a row of the table at ``place`` in the group."""
        seen = self._seen[place]
        if names := seen.table.primary_key:
            self._see_key(seen, row, names)
        for names, counts in seen.referred.items():
            if key := _key(row, names):
                counts[key] = counts.get(key, 0) + 1
        for foreign, lines in zip(seen.table.foreign_keys, seen.refers, strict=True):
            key = tuple(row.cells.get(name) for name in foreign.columns)
            if not (self._lets_empty and None in key):
                lines.setdefault(key, []).append(row.line)

    def _see_key(self, seen: _Seen, row: Row, names: tuple[str, ...]) -> None:
        key = _key(row, names)
        if key and key in seen.first:
            cell = Cell(seen.table.shown, row.line, names[0])
            seen.doubles.append(DoubleKey(cell, key, seen.first[key]))
        elif key:
            seen.first[key] = row.line

    def finish(self, place: int, faults: Collector, *, is_whole: bool = True) -> None:
        """Tell of a table's double keys; ``is_whole``: all its rows have been seen."""
        self._seen[place].is_whole = is_whole
        faults.blame(*self._seen[place].doubles)

    def settle(self, faults: Collector) -> None:
        """Tell of foreign keys that lead nowhere, or to several rows, when all tables have been seen."""
        for seen in self._seen:
            for foreign, lines in zip(seen.table.foreign_keys, seen.refers, strict=True):
                target = self._target(foreign)
                if target and target.is_whole:
                    faults.blame(*_dangling(seen.table, foreign, lines, target))

    def _target(self, key: ForeignKey) -> _Seen | None:
        target = target_of(key, self._tables)
        return next((seen for seen in self._seen if seen.table is target), None)


def _key(row: Row, names: tuple[str, ...]) -> Key | None:
    """Take the values of columns; None if one is empty, so that there is nothing to refer to."""
    values = tuple(row.cells.get(name) for name in names)
    return None if None in values else values


def _dangling(
    table: Table, foreign: ForeignKey, lines: dict[Key, list[int]], target: _Seen
) -> list[DataError]:
    counts = target.referred[foreign.references]
    found = [
        (line, _wrong(key, counts.get(key, 0), counts, target.table))
        for key, places in lines.items()
        if counts.get(key) != 1
        for line in places
    ]
    return [DataError(Cell(table.shown, line, foreign.columns[0]), what) for line, what in sorted(found)]


def _wrong(key: Key, count: int, counts: dict[Key, int], target: Table) -> str:
    if None in key:
        return empty_key(target.shown)
    if count:
        return ambiguous_key(key, count, target.shown)
    return lost_key(key, target.shown, sorted(map(key_text, counts)))
