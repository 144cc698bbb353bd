"""The rows of a table in batches: from Arrow's reader if it reads as the dialect says, else the general one.

A file is looked through as it is read, to learn whether Arrow's reader may have it. What it may not have, or
refuses, a row with too few cells or bytes that are no UTF-8, the general reader reads again, and tells.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv
from pyarrow.lib import ArrowInvalid

from koryu.columnar.buffers import lengths_of, numbers_array, texts_array
from koryu.columnar.rows import Batch
from koryu.columnar.spans import (
    Opener,
    Part,
    Piece,
    PieceReader,
    Span,
    Start,
    TooLong,
    longest_row,
    look_through,
    row_starts,
)
from koryu.errors import Cell, DataError
from koryu.tables.description.dialects import Dialect
from koryu.tables.description.model import Table
from koryu.tables.faults import Collector, Manner
from koryu.tables.files.fetching import Fetcher, Opening, Response, content_type_of, look_up
from koryu.tables.files.parsing import LONGEST, Record, Sheet, decode_pieces, open_sheet
from koryu.tables.headers import annotate
from koryu.tables.reading import dialect_of, in_language, wrong_number

BLOCK: Final = 1 << 20  # bytes of a file that are read at once
_HEADER: Final = 1 << 16  # bytes that a header is looked for in
ROWS: Final = 1 << 13  # of a batch of the general reader
_BLANK_LINE: Final = re.compile(rb"(?:\A|\n)\r?\n")


class Refused(Exception):
    """Arrow's reader cannot read the table as its dialect says."""


@dataclass(frozen=True)
class Source:
    """A table whose columns are all known, and where its rows are.

    ``opener``: opens the file for Arrow's reader, and ``span`` says which rows of it there are; both are None
    if the general reader must read it. ``text``: reads its text anew, for the general reader. ``skipped``:
    the rows of the file before the table's. ``refuses_blank``: must a line without cells, which Arrow's
    reader takes for empty ones, be told?
    """

    table: Table
    skipped: int
    opener: Opener | None = None
    span: Span | None = None
    text: Callable[[], Iterable[str]] | None = None
    refuses_blank: bool = False

    def batches(self, faults: Collector) -> Iterator[Batch]:
        """Read the rows in a stream.

        Raises:
            Refused: Arrow's reader gives up; ``general`` says how to read the table then.
        """
        if self.opener and self.span:
            return map(self.read, self._pieces())
        return self._general(faults)

    @property
    def has_pieces(self) -> bool:
        """Is the file Arrow's reader's, and so long that several may read it at once?"""
        return self.span is not None and self.span.end - self.span.start > BLOCK

    @property
    def start(self) -> Start:
        """Where the first row begins, in a file that is Arrow's reader's."""
        assert self.span
        return Start(self.span.start, self.span.first_row)

    @contextlib.contextmanager
    def pieces(self) -> Iterator[Callable[[Start], Piece | None]]:
        """Open the file for Arrow's reader: gives what takes a piece of it that begins with a row."""
        assert self.opener
        assert self.span
        with self.opener() as file:
            reader = PieceReader(file, self.span, _dialect(self.table), BLOCK, LONGEST)
            yield partial(self._piece, file, reader)

    def _piece(self, file: BinaryIO, reader: PieceReader, start: Start) -> Piece | None:
        assert self.span
        try:
            return reader.read(start)
        except TooLong as row:
            part = look_through(file, row.start, self.span.end, _dialect(self.table), may_be_inside=False)
            check_lengths([part], self.table.shown)
            raise
        except ValueError as error:
            raise Refused(str(error)) from None

    def _pieces(self) -> Iterator[Piece]:
        start = self.start
        with self.pieces() as read:
            while piece := read(start):
                yield piece
                start = piece.after

    def lines(self, numbers: Iterable[int]) -> dict[int, int]:
        """Give the lines in which rows begin, by their numbers in the table."""
        wanted = set(numbers)
        return {number: line for number, line in self._starts() if number in wanted}

    def _starts(self) -> Iterator[tuple[int, int]]:
        if self.opener and self.span:
            return row_starts(self.opener(), self.span, _dialect(self.table))
        records = self._sheet(Collector(Manner.CONVERSION)).records
        return enumerate((record.line for record in records), 1)

    def general(self, fetcher: Fetcher) -> Source:
        """Give the table to the general reader."""
        return Source(self.table, self.skipped, text=_find(self.table, fetcher).text)

    def read(self, piece: Piece) -> Batch:
        """Have Arrow read a piece.

        Raises:
            Refused: It gives up.
        """
        try:
            (batch,) = self._batches(piece.text)
        except ArrowInvalid as error:
            raise Refused(str(error)) from None
        if self.refuses_blank and _has_blank_row(batch) and _BLANK_LINE.search(piece.text):
            raise Refused("a line has no cells")
        first = piece.start.row
        numbers = np.arange(first + self.skipped, first + self.skipped + len(batch))
        return Batch(tuple(batch.columns), first, numbers_array(numbers))

    def _batches(self, text: memoryview) -> Iterable[pa.RecordBatch]:
        dialect, names = _dialect(self.table), [column.name for column in self.table.file_columns]
        if bytes(text[:3]) == codecs.BOM_UTF8:  # of a cell: Arrow takes one away
            text = memoryview(codecs.BOM_UTF8 + text)
        found: Iterable[pa.RecordBatch] = pyarrow.csv.open_csv(
            pa.BufferReader(text),
            pyarrow.csv.ReadOptions(use_threads=False, block_size=len(text) + 1, column_names=names),
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
        sheet = self._sheet(faults)
        columns = self.table.file_columns
        first = 1
        while records := list(itertools.islice(sheet.records, ROWS)):
            cells = [_fitted(record, self.table, faults) for record in records]
            texts = tuple(texts_array(row[place] for row in cells) for place in range(len(columns)))
            sources = np.array([record.number for record in records], np.int64)
            yield Batch(texts, first, numbers_array(sources))
            first += len(records)

    def _sheet(self, faults: Collector) -> Sheet:
        assert self.text
        return open_sheet(self.text(), _dialect(self.table), self.table.shown, faults)


def _has_blank_row(batch: pa.RecordBatch) -> bool:
    """Is there a row of several cells, all empty? Most first columns tell at once that there is none."""
    if batch.num_columns == 1:  # a line of one empty cell looks like one without cells
        return False
    is_empty = np.ones(len(batch), np.bool_)
    for column in batch.columns:
        is_empty &= lengths_of(column) == 0
        if not is_empty.any():
            return False
    return True


def _fitted(record: Record, table: Table, faults: Collector) -> list[str]:
    """Give as many cells as there are columns; a row that has others is a fault."""
    columns = table.file_columns
    if len(record.cells) != len(columns):
        faults.blame(DataError(Cell(table.shown, record.line), wrong_number(record.cells, columns)))
    return (record.cells + [""] * len(columns))[: len(columns)]


def open_source(table: Table, fetcher: Fetcher, faults: Collector) -> Source:
    """Find out the columns of a table, and who may read its rows.

    Raises:
        DataError: The file cannot be read at all.
    """
    plain = open_plain(table, fetcher, faults.manner)
    if plain is None:
        return _opened(table, fetcher, faults)
    with plain.opener() as file:
        size = file.seek(0, io.SEEK_END)
    faults.take(plain.faults)
    whole = Span(plain.start, size, 1, plain.source.skipped + 1)
    return replace(plain.source, opener=plain.opener, span=whole)


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
    sheet = open_sheet((text,), dialect, table.shown, faults)
    full = replace(annotate(table, sheet.header, 0, faults), dialect=dialect)
    source = Source(full, skipped, refuses_blank=manner is Manner.VALIDATION)
    return Plain(source, opener, sum(len(line) + 1 for line in lines[:skipped]), faults)


def _dialect(table: Table) -> Dialect:
    return table.dialect or Dialect()


def _opened(table: Table, fetcher: Fetcher, faults: Collector) -> Source:
    found = _find(table, fetcher)
    dialect = _dialect(found.table)
    sheet = open_sheet(found.text(), dialect, table.shown, Collector(faults.manner))
    first = next(sheet.records, None) if not dialect.header else None
    full = annotate(found.table, sheet.header, len(first.cells) if first else 0, faults)
    return Source(full, 0, text=found.text)


class _Found(NamedTuple):
    """A table whose dialect is known, and what reads the text of its file anew."""

    table: Table
    text: Callable[[], Iterable[str]]


def _find(table: Table, fetcher: Fetcher) -> _Found:
    """Find the file of a table.

    Raises:
        DataError: It cannot be read.
    """
    try:
        response = look_up(table.url, fetcher)
    except OSError as error:
        raise DataError(Cell(table.shown, 1), f"cannot be read: {error.strerror}") from None
    dialect = table.dialect or dialect_of(response)
    ready = replace(in_language(table, response), dialect=dialect)
    opener: Opener = partial(io.BytesIO, response.content)
    if isinstance(fetcher, Opening):
        opener = partial(fetcher.open, table.url)
    return _Found(ready, partial(decode_pieces, opener, dialect.encoding, table.shown))


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
