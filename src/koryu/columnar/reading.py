"""The rows of a table in batches: from Arrow's reader if it reads as the dialect says, else the general one.

A file is looked through once, in blocks, to learn whether Arrow's reader may have it: quotes must stand at
the edges of cells, and lines end as the dialect says. What Arrow then refuses, a row with too few cells or
bytes that are no UTF-8, the general reader reads again, and tells.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.csv
from pyarrow.lib import ArrowInvalid

from koryu.columnar.buffers import make_byte_set
from koryu.columnar.rows import Batch
from koryu.errors import Cell, DataError
from koryu.tables.dialects import Dialect
from koryu.tables.faults import Collector, Manner
from koryu.tables.fetching import Fetcher, Response
from koryu.tables.headers import annotate
from koryu.tables.model import Table
from koryu.tables.parsing import Record, Sheet, decode, open_sheet
from koryu.tables.reading import dialect_of, in_language, wrong_number

BLOCK: Final = 1 << 20  # bytes of a file that are read at once
_HEADER: Final = 1 << 16  # bytes that a header is looked for in
ROWS: Final = 1 << 13  # of a batch of the general reader


class Refused(Exception):
    """Arrow's reader cannot read the table as its dialect says."""


@dataclass(frozen=True)
class Source:
    """A table whose columns are all known, and where its rows are.

    ``path``: a file that Arrow may read; None if the general reader must. ``skipped``: the rows of the file
    that are none of the table.
    """

    table: Table
    path: Path | None
    skipped: int
    response: Response | None

    def batches(self, faults: Collector) -> Iterator[Batch]:
        """Read the rows in a stream.

        Raises:
            Refused: Arrow's reader gives up; ``general`` says how to read the table then.
        """
        return self._plain() if self.path else self._general(faults)

    def lines(self, numbers: Iterable[int]) -> dict[int, int]:
        """Give the lines in which rows begin, by their numbers in the table."""
        wanted = set(numbers)
        starts = self._line_starts() if self.path else self._general_starts()
        return {number: line for number, line in enumerate(starts, 1) if number in wanted}

    def _line_starts(self) -> Iterator[int]:
        assert self.path is not None
        dialect = self.table.dialect or Dialect()
        quote, is_open = (dialect.quote_char or "").encode(), False
        with self.path.open("rb") as file:
            for line, text in enumerate(itertools.islice(file, self.skipped, None), self.skipped + 1):
                if not is_open:
                    yield line
                is_open ^= bool(quote and text.count(quote) % 2)

    def _general_starts(self) -> Iterator[int]:
        assert self.response is not None
        records = _sheet(self.table, self.response, Collector(Manner.CONVERSION)).records
        return (record.line for record in records)

    def general(self, fetcher: Fetcher) -> Source:
        """Give the table to the general reader."""
        return replace(self, path=None, response=fetcher.fetch(self.table.url))

    def _plain(self) -> Iterator[Batch]:
        names = [column.name for column in self.table.file_columns]
        first = 1
        try:
            for batch in self._open(names):
                numbers = np.arange(first + self.skipped, first + self.skipped + len(batch))
                yield Batch(tuple(batch.columns), first, pa.array(numbers))
                first += len(batch)
        except ArrowInvalid as error:
            raise Refused(str(error)) from None

    def _open(self, names: list[str]) -> Iterable[pa.RecordBatch]:
        dialect = self.table.dialect or Dialect()
        assert self.path is not None
        if self.path.stat().st_size <= _size_of_lines(self.path, self.skipped):
            return ()
        found: Iterable[pa.RecordBatch] = pyarrow.csv.open_csv(
            self.path,
            pyarrow.csv.ReadOptions(
                use_threads=False, block_size=BLOCK, skip_rows=self.skipped, column_names=names
            ),
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


def open_source(table: Table, fetcher: Fetcher, faults: Collector) -> Source:
    """Find out the columns of a table, and who may read its rows.

    Raises:
        DataError: The file cannot be read at all.
    """
    dialect = table.dialect or Dialect()
    if table.path and dialect.header and is_plain(table.path, dialect):
        with table.path.open("rb") as file:
            start = file.read(_HEADER)
        skipped = dialect.skip_rows + dialect.header_row_count
        sheet = open_sheet(_whole_lines(start), dialect, table.shown, Collector(faults.manner))
        if sheet.header and _are_lines(start, skipped, dialect):
            full = replace(annotate(table, sheet.header, 0, faults), dialect=dialect)
            return Source(full, table.path, skipped, None)
    return _opened(table, fetcher, faults)


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
    return Source(full, None, 0, response)


def _sheet(table: Table, response: Response, faults: Collector) -> Sheet:
    dialect = table.dialect or Dialect()
    return open_sheet(decode(response.content, dialect.encoding, table.shown), dialect, table.shown, faults)


def _whole_lines(start: bytes) -> str:
    text = start.decode("utf-8", "replace").removeprefix("\ufeff")
    return text[: text.rfind("\n") + 1] or text


def _are_lines(start: bytes, count: int, dialect: Dialect) -> bool:
    """Are the first rows of a file a line each?"""
    quote = (dialect.quote_char or "").encode()
    lines = start.split(b"\n", count)
    return len(lines) > count and not (quote and any(line.count(quote) % 2 for line in lines[:count]))


def _size_of_lines(path: Path, count: int) -> int:
    """Measure the first lines of a file, in bytes."""
    with path.open("rb") as file:
        return sum(len(line) for line in itertools.islice(file, count))


def is_plain(path: Path, dialect: Dialect) -> bool:
    """May Arrow's reader have a file?"""
    return _is_plain_dialect(dialect) and path.is_file() and _is_plain_file(path, dialect)


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


def _is_plain_file(path: Path, dialect: Dialect) -> bool:
    """Look a file through: are all quotes at the edges of cells, and is no CR alone?"""
    quotes = _Quotes(dialect)
    ends_lines = "\r\n" in dialect.line_terminators
    last = b"\n"
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            text = last + block
            if b"\r" in block and (not ends_lines or text.replace(b"\r\n", b"").rstrip(b"\r").count(b"\r")):
                return False
            if not quotes.are_plain(block):
                return False
            last = block[-1:]
    return quotes.end()


class _Quotes:
    """Follows the quotes of a file, block by block.

    The first, third, fifth quote opens what the next closes; a doubled one closes and opens again. One that
    opens must follow a delimiter, a line's end, or a quote; one that closes must come before such.
    """

    def __init__(self, dialect: Dialect) -> None:
        quote = dialect.quote_char or ""
        self._quote = quote.encode()
        self._edge = make_byte_set(b"\r\n" + (dialect.delimiter + quote).encode())
        self._is_open = False
        self._left = b"\n"

    def are_plain(self, block: bytes) -> bool:
        """Look a block through; its last byte waits for the one that follows."""
        text = self._left + block
        self._left = text[-2:]
        if not self._quote or self._quote not in text:
            return True
        data = np.frombuffer(text, np.uint8)
        places = np.flatnonzero(data[1:-1] == self._quote[0]) + 1
        opens = (np.arange(len(places)) % 2 == 0) ^ self._is_open
        self._is_open ^= bool(len(places) % 2)
        before, after = data[places[opens] - 1], data[places[~opens] + 1]
        return bool(self._edge[before].all() and self._edge[after].all())

    def end(self) -> bool:
        """Is no quote open at the end of the file, or stands wrong there?"""
        return self.are_plain(b"\n") and not self._is_open
