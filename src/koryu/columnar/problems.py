"""What is wrong with rows: gathered by their numbers, told with their lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from koryu.columnar.reading import Source
from koryu.errors import Cell, DataError
from koryu.tables.faults import Collector


class Problem(NamedTuple):
    """What is wrong with a cell: the number of its row in the table, its column, and what it is."""

    row: int
    column: str | None
    what: str


class Problems:
    """The problems of a table, gathered as its batches go by.

    ``most``: so many are enough; None is no limit.
    """

    def __init__(self, source: Source, most: int | None) -> None:
        self._source = source
        self._most = most
        self._found: list[Problem] = []

    @property
    def is_full(self) -> bool:
        """Are there as many as are wanted?"""
        return self._most is not None and len(self._found) >= self._most

    def take(self, found: Iterable[Problem]) -> None:
        """Take the problems of the next batch."""
        if not self.is_full:
            self._found += found

    def tell(self, faults: Collector) -> None:
        """Tell what has been gathered, in the order of the rows."""
        if not self._found:
            return
        lines = self._source.lines({each.row for each in self._found})
        shown = self._source.table.shown
        told = sorted(self._found, key=lambda each: each.row)[: self._most]
        self._found = []
        faults.blame(*(DataError(Cell(shown, lines[row], column), what) for row, column, what in told))
