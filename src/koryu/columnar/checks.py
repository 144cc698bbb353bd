"""What is wrong with the cells and keys of a batch, told by whole columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow.compute as pc

from koryu.columnar.hashing import Hashes
from koryu.columnar.keys import KeyNames, TableKeys, empty_keys
from koryu.columnar.plan import TablePlan
from koryu.columnar.reading import Source
from koryu.columnar.rows import Rows
from koryu.errors import Cell, DataError
from koryu.tables.faults import Collector


class Found(NamedTuple):
    """What a look at a batch has found.

    ``problems``: the number of the row, the column, and what is wrong. ``hashes``: for each key of the table.
    """

    problems: list[tuple[int, str, str]]
    hashes: list[Hashes]


@dataclass(frozen=True)
class Look:
    """A look at batches of a table; it changes nothing, so that several may be looked at at once."""

    plan: TablePlan
    keys: KeyNames

    def at(self, rows: Rows) -> Found:
        """Look at a batch."""
        problems = [
            (rows.batch.first + place, name, problem)
            for name in self.plan.columns
            for place, found in rows.cells(name).problems()
            for problem in found
        ]
        problems += self._empty_references(rows)
        return Found(sorted(problems, key=lambda each: each[0]), self.keys.hashes(rows))

    def _empty_references(self, rows: Rows) -> Iterator[tuple[int, str, str]]:
        for key, target in zip(self.plan.table.foreign_keys, self.keys.targets, strict=True):
            for place in pc.indices_nonzero(empty_keys(rows, key.columns)).to_pylist():
                yield rows.batch.first + place, key.columns[0], f"is empty; it must be a key of {target}"


class TableCheck:
    """The check of a table; what is wrong is gathered, and told with its lines."""

    def __init__(self, source: Source, keys: TableKeys) -> None:
        self._source = source
        self._keys = keys
        self._problems: list[tuple[int, str, str]] = []

    def take(self, found: Found, faults: Collector) -> None:
        """Take what was found in the next batch."""
        self._keys.add(found.hashes)
        self._problems += found.problems
        if faults.limit is not None and len(self._problems) + len(faults.faults) >= faults.limit:
            self.tell(faults)

    def tell(self, faults: Collector) -> None:
        """Tell what has been gathered."""
        if not self._problems:
            return
        problems, self._problems = self._problems, []
        lines = self._source.lines({number for number, _, _ in problems})
        shown = self._source.table.shown
        for number, name, problem in problems:
            faults.blame(DataError(Cell(shown, lines[number], name), problem))
