"""Make wide tables with faults put in, and list what a validator must find: the oracle, from no validator.

    python tests/benchmarks/faults.py FOLDER TRIPLES [RATE]

One row in a thousand has a fault, the kinds in turn, each at least once; the first two rows of a table have
none. ``expected.csv`` lists the results: the name of the fault, then focus node, path and value as N-Triples
terms (an inverse path as SPARQL writes it), the constraint component and the source shape as IRIs.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from fault_kinds import KINDS, Kind
from fault_kinds.rows import Result, Row
from generate import SEED, TABLES, Chunk, Column, Columns, Sizes, write_table
from widen import WideSizes, countries, pieces, write_metadata

RATE = 0.001
WITHOUT = 2  # rows of each table, for faults elsewhere to refer to
EXPECTED = "expected.csv"


class Fault(NamedTuple):
    """What was put in, and one of the results it must give."""

    name: str
    result: Result


def chosen(table: int, rows: int, rate: float) -> dict[int, Kind]:
    """Choose the rows of a table that get a fault, and its kind."""
    kinds = KINDS[TABLES[table].__name__]
    count = min(rows - WITHOUT, max(len(kinds), round(rows * rate)))
    chance = np.random.Generator(np.random.PCG64((SEED, table, 1)))
    numbers = WITHOUT + np.sort(chance.choice(rows - WITHOUT, count, replace=False))
    return {int(number): kinds[place % len(kinds)] for place, number in enumerate(numbers)}


class Putter:
    """Puts faults in a table, and keeps what they must give."""

    def __init__(self, table: int, sizes: Sizes, rate: float) -> None:
        self.name = TABLES[table].__name__
        self.faults: list[Fault] = []
        self._pieces = pieces(table, sizes)
        self._kinds = chosen(table, getattr(sizes, self.name), rate)

    def __iter__(self) -> Iterator[Columns]:
        for chunk, columns in self._pieces:
            rows = dict(self._faulty(chunk, columns))
            yield {
                name: replaced(column, {place: row[name] for place, row in rows.items()})
                for name, column in columns.items()
            }

    def _faulty(self, chunk: Chunk, columns: Columns) -> Iterator[tuple[int, Row]]:
        for number in np.intersect1d(chunk.numbers, list(self._kinds), assume_unique=True).tolist():
            place, kind = number - int(chunk.numbers[0]), self._kinds[number]
            row = Row(self.name, number, {name: column[place].as_py() for name, column in columns.items()})
            self.faults += (Fault(kind.__name__, result) for result in kind(row))
            yield place, row


def replaced(column: Column, cells: dict[int, str]) -> Column:
    """Put other cells in some places of a column; places ascend."""
    mask = np.zeros(len(column), bool)
    mask[list(cells)] = True
    return pc.replace_with_mask(column, pa.array(mask), pa.array(list(cells.values()), pa.string()))


def generate(folder: Path, triples: int, rate: float = RATE) -> Path:
    """Write wide tables with faults, their metadata and the list of what must be found; give the metadata."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes = WideSizes(triples)
    tables = [Putter(table, sizes, rate) for table in range(len(TABLES))]
    write_table(folder / "countries.csv", [countries()])
    for table in tables:
        write_table(folder / f"{table.name}.csv", table)
    write_expected(folder / EXPECTED, (fault for table in tables for fault in table.faults))
    return write_metadata(folder)


def write_expected(path: Path, faults: Iterable[Fault]) -> None:
    """Write the list of results."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("fault", *Result._fields))
        writer.writerows((fault.name, *fault.result) for fault in faults)


if __name__ == "__main__":
    print(generate(Path(sys.argv[1]), int(sys.argv[2]), *map(float, sys.argv[3:])))
