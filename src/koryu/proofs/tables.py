"""Tables that are open: their plans, and their rows, which may be read several times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from koryu.columnar.plan import TablePlan
from koryu.columnar.populate import LIMIT, join_groups
from koryu.columnar.problems import Problem
from koryu.columnar.reading import BLOCK, Refused, Source, open_source
from koryu.columnar.rows import Batch
from koryu.errors import Cell, DataError, KoryuError
from koryu.proofs.columns.views import View
from koryu.tables.description.locating import open_group
from koryu.tables.faults import Collector, Manner
from koryu.tables.files.fetching import Fetcher, LocalFetcher, url_of

Numbers = npt.NDArray[np.int64]
T = TypeVar("T")


_MANY: Final = 1 << 13  # rows of a batch
KEPT: Final = 1 << 26  # bytes of rows that are not read a second time


@dataclass
class OpenTables:
    """The tables of a group, in its order. Rows are kept while they are few."""

    plans: list[TablePlan]
    sources: list[Source]
    fetcher: Fetcher
    faults: Collector
    _kept: dict[int, list[Batch]] = field(default_factory=dict, repr=False)
    _left: int = KEPT
    _sizes: dict[int, int] = field(default_factory=dict, repr=False)

    @property
    def warnings(self) -> tuple[KoryuError, ...]:
        """What is wrong with the tables, and does not keep them from being converted."""
        return tuple({str(each): each for each in self.faults.warnings}.values())

    def tell(self, place: int, found: Iterable[Problem]) -> None:
        """Warn of what is wrong with cells of a table, up to a limit."""
        told = sorted(found, key=lambda each: each.row)[:LIMIT]
        if told:
            shown, lines = self.plans[place].table.shown, self.lines(place, {each.row for each in told})
            self.faults.blame(*(DataError(Cell(shown, lines[row], name), what) for row, name, what in told))

    def each(self, place: int, at: Callable[[View], T]) -> list[T]:
        """Look at the rows of a table, batch by batch; once more if Arrow's reader gives up."""
        try:
            return self._each(place, at)
        except Refused:
            self.sources[place] = self.sources[place].general(self.fetcher)
            return self._each(place, at)

    def _each(self, place: int, at: Callable[[View], T]) -> list[T]:
        found, held, left, size = list[T](), list[Batch](), self._left, 0
        for batch in self._batches(place):
            found.append(at(View(self.plans[place].rows_of(batch))))
            size += batch.size
            left -= sum(texts.nbytes for texts in batch.texts)
            if left > 0:
                held.append(batch)
        self._sizes[place] = size
        if left > 0 and place not in self._kept:
            self._kept[place], self._left = held, left
        return found

    def _batches(self, place: int) -> Iterable[Batch]:
        return self._kept.get(place) or self.sources[place].batches(self.faults)

    def views(self, place: int) -> Iterator[View]:
        """Read the rows of a table that has been looked at, batch by batch."""
        return (View(self.plans[place].rows_of(batch)) for batch in self._batches(place))

    def only(self, wanted: Mapping[int, Numbers]) -> Iterator[tuple[int, View]]:
        """Read some rows: by the places of tables, the places of rows in ascending order."""
        for place, rows in wanted.items():
            chosen = (batch.only(_within(batch, rows)) for batch in self._batches(place))
            for together in _together(each for each in chosen if each.size):
                yield place, View(self.plans[place].rows_of(together))

    def lines(self, place: int, numbers: Iterable[int]) -> dict[int, int]:
        """Give the lines in which rows begin, by their numbers."""
        first = self._first_line(place)
        if first is None:
            return self.sources[place].lines(numbers)
        return {number: first + number - 1 for number in numbers}

    def _first_line(self, place: int) -> int | None:
        """Give the line of the first row, if each row is one line; else None."""
        opener, span = self.sources[place].opener, self.sources[place].span
        if not (opener and span):
            return None
        with opener() as file:
            file.seek(span.start)
            count, last = 0, b"\n"
            while part := file.read(min(BLOCK, span.end - file.tell())):
                count, last = count + part.count(b"\n"), part[-1:]
        return span.first_line if count + (last != b"\n") == self._sizes.get(place) else None


def _within(batch: Batch, rows: Numbers) -> Numbers:
    """Find the rows of a batch among some, by their places in it."""
    first = batch.first - 1
    low, high = np.searchsorted(rows, (first, first + batch.size))
    return rows[low:high] - first


def open_tables(
    paths: Iterable[str | Path], fetcher: Fetcher | None = None, root: Path | None = None
) -> OpenTables:
    """Open metadata, or tables, as one group.

    Raises:
        Faults: The metadata have errors.
        DataError: A table cannot be read at all.
    """
    faults, files = Collector(Manner.CONVERSION), fetcher or LocalFetcher()
    with faults.catching():
        group = join_groups([open_group(url_of(each), files, faults, None, root) for each in paths])
    faults.settle()
    sources = [open_source(table, files, faults) for table in group.tables]
    plans = [TablePlan(each.table, f"_:t{place}", False) for place, each in enumerate(sources, 1)]
    return OpenTables(plans, sources, files, faults)


def _together(batches: Iterable[Batch]) -> Iterator[Batch]:
    """Put small batches together."""
    waiting: list[Batch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(each.size for each in waiting) >= _MANY:
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(batches: list[Batch]) -> Batch:
    texts = zip(*(each.texts for each in batches), strict=True)
    numbers = np.concatenate([each.numbers for each in batches])
    sources = pa.concat_arrays([each.sources for each in batches])
    return Batch(tuple(map(pa.concat_arrays, texts)), 0, sources, numbers)
