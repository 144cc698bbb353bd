"""What is wrong with the cells and keys of a batch, told by whole columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow.compute as pc

from koryu.columnar.hashing import Hashes
from koryu.columnar.keys import KeyNames, empty_keys
from koryu.columnar.plan import TablePlan
from koryu.columnar.problems import Problem
from koryu.columnar.rows import Rows
from koryu.tables.key_faults import empty_key


class Found(NamedTuple):
    """What a look at a batch has found; ``hashes``: for each key of the table."""

    problems: list[Problem]
    hashes: list[Hashes]


@dataclass(frozen=True)
class Look:
    """A look at batches of a table; it changes nothing, so that several may be looked at at once.

    ``keys``: those that are checked too; None checks the cells alone.
    """

    plan: TablePlan
    keys: KeyNames | None = None

    def at(self, rows: Rows) -> Found:
        """Look at a batch."""
        problems = [
            Problem(rows.batch.first + place, name, what)
            for name in self.plan.columns
            for place, found in rows.cells(name).problems()
            for what in found
        ]
        if self.keys is None:
            return Found(problems, [])
        return Found([*problems, *self._empty_references(rows, self.keys)], self.keys.hashes(rows))

    def _empty_references(self, rows: Rows, keys: KeyNames) -> Iterator[Problem]:
        for key, target in zip(self.plan.table.foreign_keys, keys.targets, strict=True):
            for place in pc.indices_nonzero(empty_keys(rows, key.columns)).to_pylist():
                what = empty_key(target)
                yield Problem(rows.batch.first + place, key.columns[0], what)
