"""Some rows of a table, column by column, and what their templates make of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from koryu.columnar.buffers import Texts, constant, joined, numbers_array
from koryu.columnar.cells import CellColumn, Cells, Pieces, encoded
from koryu.tables.cells import Row
from koryu.tables.description.templates import Template


@dataclass(frozen=True)
class Batch:
    """Rows of a table that follow each other, as they stand in the file.

    ``texts``: those of each column of the file. ``first``: the number of the first row among the rows of the
    table, from 1. ``sources``: the number of each among the rows of the file. ``chosen``: the places of those
    that are left, if the others were taken out.
    """

    texts: tuple[Texts, ...]
    first: int
    sources: pa.Int64Array
    chosen: npt.NDArray[np.int64] | None = None

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.sources)

    @property
    def numbers(self) -> npt.NDArray[np.int64]:
        """The numbers of the rows in the table."""
        return self.first + (np.arange(self.size) if self.chosen is None else self.chosen)

    def only(self, places: npt.NDArray[np.int64]) -> Batch:
        """Take some rows, by their places in ascending order."""
        taken = numbers_array(places)
        texts = tuple(each.take(taken) for each in self.texts)
        return Batch(texts, self.first, self.sources.take(taken), places)


@dataclass(frozen=True)
class Rows:
    """A batch, its cells ready to be asked for; what is made once is kept.

    ``constants``: what templates may use that is the same in all rows and for all columns.
    """

    columns: Mapping[str, CellColumn]
    batch: Batch
    _cells: dict[str, Cells] = field(default_factory=dict, repr=False)
    _encoded: dict[str, Texts] = field(default_factory=dict, repr=False)
    _made: dict[Template, Texts] = field(default_factory=dict, repr=False)

    def cells(self, name: str) -> Cells:
        """Give the cells of a column."""
        if name not in self._cells:
            place = list(self.columns).index(name)
            self._cells[name] = self.columns[name].cells(self.batch.texts[place])
        return self._cells[name]

    def encoded(self, name: str) -> Texts:
        """Give the values of a column, encoded for a place in an IRI; empty where there is none."""
        if name not in self._encoded:
            values = encoded(self.cells(name).values)
            self._encoded[name] = pc.fill_null(values, constant("")) if values.null_count else values
        return self._encoded[name]

    @cached_property
    def numbers(self) -> Texts:
        """The numbers of the rows in the table, as texts."""
        return pc.cast(numbers_array(self.batch.numbers), pa.string())

    @cached_property
    def sources(self) -> Texts:
        """The numbers of the rows in the file, as texts."""
        return pc.cast(self.batch.sources, pa.string())

    def once(self, template: Template, pieces: Pieces) -> Texts:
        """Put the pieces of a term together, once for each template."""
        if template not in self._made:
            self._made[template] = joined(*pieces)
        return self._made[template]

    @cached_property
    def general(self) -> list[Row]:
        """The same rows as the general converter reads them, their numbers in place of their lines."""
        names = list(self.columns)
        readings = [self.cells(name).readings() for name in names]
        return [
            Row(
                number,
                {name: reading.value for name, reading in zip(names, row, strict=True)},
                [reading.literal for reading in row],
                number,
                source,
            )
            for number, source, row in zip(
                self.batch.numbers.tolist(),
                self.batch.sources.to_pylist(),
                self._by_row(readings),
                strict=True,
            )
        ]

    def _by_row(self, readings: list[list]) -> list[tuple]:  # type: ignore[type-arg]
        return list(zip(*readings, strict=True)) if readings else [()] * self.batch.size


def merged(pieces: Pieces) -> Pieces:
    """Put constant pieces that follow each other together."""
    found: list[str | Texts] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        elif not (isinstance(piece, str) and not piece):
            found.append(piece)
    return tuple(found)
