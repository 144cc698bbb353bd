"""The rows of a table in batches: from Arrow's reader if it reads as the dialect says, else the general one.

A file is looked through first, to learn whether Arrow's reader may have it. What Arrow then refuses, a row
with too few cells or bytes that are no UTF-8, the general reader reads again, and tells.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv
from pyarrow.lib import ArrowInvalid

from koryu.columnar.buffers import numbers_array
from koryu.columnar.rows import Batch
from koryu.columnar.spans import (
    Opener,
    Part,
    Range,
    Span,
    cut,
    longest_row,
    look_through,
    row_starts,
    spans_of,
)
from koryu.errors import Cell, DataError
from koryu.tables.description.dialects import Dialect
from koryu.tables.description.model import Table
from koryu.tables.faults import Collector, Manner
from koryu.tables.files.fetching import Fetcher, Opening, Response, content_type_of
from koryu.tables.files.parsing import Record, Sheet, decode, open_sheet
from koryu.tables.headers import annotate
from koryu.tables.reading import dialect_of, in_language, wrong_number

BLOCK: Final = 1 << 20  # bytes of a file that are read at once
LONGEST: Final = 1 << 24  # bytes of a row
PART: Final = BLOCK - (
    1 << 16
)  # bytes of a part of a file, which fits into a block with the end of its last row
_HEADER: Final = 1 << 16  # bytes that a header is looked for in
ROWS: Final = 1 << 13  # of a batch of the general reader


class Refused(Exception):
    """Arrow's reader cannot read the table as its dialect says."""


@dataclass(frozen=True)
class Source:
    """A table whose columns are all known, and where its rows are.

    ``opener``: opens the file for Arrow's reader, and ``spans`` say which rows of it there are, in order;
    both are left out if the general reader must read what was fetched. ``skipped``: the rows of the file
    before the table's.
    """

    table: Table
    skipped: int
    opener: Opener | None = None
    spans: tuple[Span, ...] = ()
    response: Response | None = field(default=None, repr=False)

    def batches(self, faults: Collector) -> Iterator[Batch]:
        """Read the rows in a stream.

        Raises:
            Refused: Arrow's reader gives up; ``general`` says how to read the table then.
        """
        return itertools.chain.from_iterable(self.tasks(faults))

    def tasks(self, faults: Collector) -> Iterator[Iterable[Batch]]:
        """Give the batches in groups that may be read at once: those of a span, or one that has been read.

        Raises:
            Refused: Arrow's reader gives up, while a group is read.
        """
        if self.opener:
            return map(partial(self._plain, self.opener), self.spans)
        return ([batch] for batch in self._general(faults))

    def lines(self, numbers: Iterable[int]) -> dict[int, int]:
        """Give the lines in which rows begin, by their numbers in the table."""
        wanted = set(numbers)
        return {number: line for number, line in self._starts() if number in wanted}

    def _starts(self) -> Iterator[tuple[int, int]]:
        if self.opener:
            whole = self.spans[0]._replace(end=self.spans[-1].end)
            return row_starts(self.opener(), whole, _dialect(self.table))
        assert self.response is not None
        records = _sheet(self.table, self.response, Collector(Manner.CONVERSION)).records
        return enumerate((record.line for record in records), 1)

    def general(self, fetcher: Fetcher) -> Source:
        """Give the table to the general reader."""
        return Source(self.table, self.skipped, response=fetcher.fetch(self.table.url))

    def _plain(self, opener: Opener, span: Span) -> Iterator[Batch]:
        first = span.first_row
        try:
            for batch in self._open(opener, span):
                numbers = np.arange(first + self.skipped, first + self.skipped + len(batch))
                yield Batch(tuple(batch.columns), first, numbers_array(numbers))
                first += len(batch)
        except ArrowInvalid as error:
            raise Refused(str(error)) from None

    def _open(self, opener: Opener, span: Span) -> Iterable[pa.RecordBatch]:
        if span.start == span.end:
            return ()
        dialect, names = _dialect(self.table), [column.name for column in self.table.file_columns]
        found: Iterable[pa.RecordBatch] = pyarrow.csv.open_csv(
            pa.PythonFile(Range(opener(), span), "r"),
            pyarrow.csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names),
            pyarrow.csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=dialect.quote_char or False,
                newlines_in_values=dialect.quote_char is not None,
                ignore_empty_lines=False,
            ),
            pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
        return found

    def _general(self, faults: Collector) -> Iterator[Batch]:
        assert self.response is not None
        sheet = _sheet(self.table, self.response, faults)
        columns = self.table.file_columns
        first = 1
        while records := list(itertools.islice(sheet.records, ROWS)):
            cells = [_fitted(record, self.table, faults) for record in records]
            texts = tuple(
                pa.array([row[place] for row in cells], pa.string()) for place in range(len(columns))
            )
            yield Batch(texts, first, pa.array([record.number for record in records], pa.int64()))
            first += len(records)


def _fitted(record: Record, table: Table, faults: Collector) -> list[str]:
    """Give as many cells as there are columns; a row that has others is a fault."""
    columns = table.file_columns
    if len(record.cells) != len(columns):
        faults.blame(DataError(Cell(table.shown, record.line), wrong_number(record.cells, columns)))
    return (record.cells + [""] * len(columns))[: len(columns)]


def open_source(table: Table, fetcher: Fetcher, faults: Collector, jobs: int = 1) -> Source:
    """Find out the columns of a table, and who may read its rows.

    Args:
        jobs: How many parts of the file are looked through at once; if several, its rows are in many spans.

    Raises:
        DataError: The file cannot be read at all.
    """
    plain = open_plain(table, fetcher, faults.manner)
    if plain:
        parts = _parts(plain, jobs)
        check_lengths(parts, table.shown)
        if (spans := spans_of(parts, plain.source.skipped)) is not None:
            faults.take(plain.faults)
            return replace(plain.source, opener=plain.opener, spans=tuple(spans))
    return _opened(table, fetcher, faults)


def _parts(plain: Plain, jobs: int) -> list[Part]:
    with plain.opener() as file:
        size = file.seek(0, io.SEEK_END)

    def look(piece: tuple[int, int]) -> Part:
        with plain.opener() as file:
            is_first = piece[0] == plain.start
            return look_through(file, *piece, _dialect(plain.source.table), may_be_inside=not is_first)

    if jobs < 2:
        return [look((plain.start, size))]
    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(look, cut(size, plain.start, PART) or [(plain.start, size)]))


def check_lengths(parts: Iterable[Part], shown: str) -> None:
    """Check that no row is so long that it must be a mistake.

    Raises:
        DataError: One is.
    """
    longest = longest_row(parts)
    if longest > LONGEST:
        problem = f"a row has {longest:,} bytes, more than {LONGEST:,}; is a quote left open? Split the cell"
        raise DataError(Cell(shown, 1), problem)


class Plain(NamedTuple):
    """A table whose dialect Arrow's reader knows.

    ``opener`` opens its file, ``start`` is where its first row begins, ``faults`` those of its header.
    """

    source: Source
    opener: Opener
    start: int
    faults: Collector


def open_plain(table: Table, fetcher: Fetcher, manner: Manner) -> Plain | None:
    """Find out the columns of a table from its header; None if the general reader must."""
    dialect = table.dialect or dialect_of(Response(b"", content_type_of(table.url)))
    if not (isinstance(fetcher, Opening) and dialect.header and _is_plain_dialect(dialect)):
        return None
    opener = partial(fetcher.open, table.url)
    try:
        with opener() as file:
            start = file.read(_HEADER)
    except OSError:
        return None
    skipped = dialect.skip_rows + dialect.header_row_count
    lines = start.split(b"\n", skipped)
    quote = (dialect.quote_char or "").encode()
    if len(lines) <= skipped or (quote and any(line.count(quote) % 2 for line in lines[:skipped])):
        return None
    try:
        text = start[: start.rfind(b"\n") + 1].decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None
    faults = Collector(manner)
    sheet = open_sheet(text, dialect, table.shown, faults)
    full = replace(annotate(table, sheet.header, 0, faults), dialect=dialect)
    return Plain(Source(full, skipped), opener, sum(len(line) + 1 for line in lines[:skipped]), faults)


def _dialect(table: Table) -> Dialect:
    return table.dialect or Dialect()


def _opened(table: Table, fetcher: Fetcher, faults: Collector) -> Source:
    try:
        response = fetcher.fetch(table.url)
    except OSError as error:
        raise DataError(Cell(table.shown, 1), f"cannot be read: {error.strerror}") from None
    dialect = table.dialect or dialect_of(response)
    ready = replace(in_language(table, response), dialect=dialect)
    sheet = _sheet(ready, response, Collector(faults.manner))
    first = next(sheet.records, None) if not dialect.header else None
    full = annotate(ready, sheet.header, len(first.cells) if first else 0, faults)
    return Source(full, 0, response=response)


def _sheet(table: Table, response: Response, faults: Collector) -> Sheet:
    dialect = _dialect(table)
    return open_sheet(decode(response.content, dialect.encoding, table.shown), dialect, table.shown, faults)


def _is_plain_dialect(dialect: Dialect) -> bool:
    marks = [dialect.delimiter, *([dialect.quote_char] if dialect.quote_char else [])]
    return (
        dialect.encoding.lower().replace("_", "-") in ("utf-8", "utf8")
        and all(len(mark) == 1 and mark.isascii() for mark in marks)
        and dialect.double_quote
        and dialect.comment_prefix is None
        and not dialect.skip_columns
        and not dialect.skip_blank_rows
        and dialect.trim == "false"
        and dialect.line_terminators in (("\r\n", "\n"), ("\n",))
    )
