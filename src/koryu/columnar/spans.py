"""Files of rows in parts: where a row begins, though its part of the file was not read from the start.

A quote opens or closes depending on how many came before it. So each part is looked through once for both
cases, all parts at the same time if need be; then the cases that hold follow one from another. The same look
tells whether quotes stand at the edges of cells, and lines end as the dialect says.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from koryu.columnar.buffers import Bytes, ByteSet
from koryu.tables.description.dialects import Dialect

Opener = Callable[[], BinaryIO]

BLOCK: Final = 1 << 20  # bytes that are looked through at once
_LF, _CR = ord("\n"), ord("\r")


class Span(NamedTuple):
    """Rows of a file that follow each other: their bytes, and the number and line of the first, from 1."""

    start: int
    end: int
    first_row: int
    first_line: int


class Case(NamedTuple):
    """What holds of a part if it begins outside quotes, or inside.

    ``rows``: how many rows end in it. ``begins``: where the first of its own rows begins, in bytes from its
    start; None if none does. ``lines``: how many lines end before that. ``is_plain``: do all quotes stand at
    the edges of cells? ``longest``: the bytes of the longest row that ends in it, with the end. ``tail``:
    those after its last row.
    """

    rows: int
    begins: int | None
    lines: int
    is_plain: bool
    longest: int
    tail: int


@dataclass(frozen=True)
class Part:
    """A part of a file, looked through: both cases, how many quotes and line ends it has."""

    start: int
    end: int
    quotes: int
    lines: int
    outside: Case
    inside: Case
    ends_well: bool


def cut(size: int, start: int, length: int) -> list[tuple[int, int]]:
    """Cut the bytes from ``start`` into parts of a length."""
    return [(each, min(each + length, size)) for each in range(start, size, length)]


def look_through(
    file: BinaryIO, start: int, end: int, dialect: Dialect, *, may_be_inside: bool = True
) -> Part:
    """Look a part of a file through, block by block; the first part begins outside of quotes."""
    looks = [_Look(is_open=False), *([_Look(is_open=True)] if may_be_inside else ())]
    no_edge = _no_edge(dialect)
    file.seek(max(start - 1, 0))
    before = file.read(1) if start else b"\n"
    at = start
    while at < end and (block := file.read(min(BLOCK, end - at))):
        at += len(block)
        after = file.read(1)
        file.seek(-len(after), io.SEEK_CUR)
        window = _Window((before, after or b"\n"), block, dialect, no_edge)
        for look in looks:
            look.see(window)
        before = block[-1:]
    outside, inside = looks[0], looks[-1]
    return Part(start, at, outside.quotes, outside.lines, outside.case(), inside.case(), outside.ends_well)


def _no_edge(dialect: Dialect) -> ByteSet:
    """Make the set of the bytes that no cell in quotes may stand next to."""
    return ~ByteSet(b"\r\n" + (dialect.delimiter + (dialect.quote_char or "")).encode())


class _Window:
    """A block and its neighbours, and where its quotes and line ends are."""

    def __init__(self, sides: tuple[bytes, bytes], block: bytes, dialect: Dialect, no_edge: ByteSet) -> None:
        self.size = len(block)
        self.data = np.frombuffer(block.join(sides), np.uint8)
        quote = (dialect.quote_char or "").encode()
        has_quotes = bool(quote) and quote in block
        own = self.data[1:-1]
        self.quotes = np.flatnonzero(own == quote[0]) if has_quotes else np.zeros(0, np.int64)
        self.ends = np.flatnonzero(own == _LF)
        self.no_edge = no_edge
        self.ends_well = b"\r" not in block or self._crs_end_lines(own, "\r\n" in dialect.line_terminators)

    def _crs_end_lines(self, own: npt.NDArray[np.uint8], may: bool) -> bool:
        return may and bool((self.data[np.flatnonzero(own == _CR) + 2] == _LF).all())


class _Look:
    """Goes through the blocks of a part in one case."""

    def __init__(self, *, is_open: bool) -> None:
        self._is_open = is_open
        self._size = 0
        self._rows = 0
        self._begins: int | None = None
        self._lines_before = 0
        self._is_plain = True
        self._last_end = 0
        self._longest = 0
        self.quotes = 0
        self.lines = 0
        self.ends_well = True

    def see(self, window: _Window) -> None:
        """Take the next block."""
        quotes = window.quotes
        opens = (np.arange(len(quotes)) % 2 == 0) ^ self._is_open
        before, after = window.data[quotes[opens]], window.data[quotes[~opens] + 2]
        self._is_plain &= not (window.no_edge.meets(before) or window.no_edge.meets(after))
        self._see_rows(window)
        self._is_open ^= bool(len(quotes) % 2)
        self.quotes += len(quotes)
        self.lines += len(window.ends)
        self.ends_well &= window.ends_well
        self._size += window.size

    def _see_rows(self, window: _Window) -> None:
        """Count the line ends that end rows: those before which an even number of quotes stands."""
        ends = window.ends
        if len(window.quotes):
            ends = ends[(np.searchsorted(window.quotes, ends) % 2 == 0) ^ self._is_open]
        elif self._is_open:
            ends = ends[:0]
        self._rows += len(ends)
        if len(ends):
            gaps = np.diff(ends, prepend=self._last_end - self._size - 1)
            self._longest = max(self._longest, int(gaps.max()))
            self._last_end = self._size + int(ends[-1]) + 1
        if self._begins is None and len(ends):
            self._begins = self._size + int(ends[0]) + 1
            self._lines_before = self.lines + int(np.searchsorted(window.ends, ends[0])) + 1

    def case(self) -> Case:
        """Say what has been found."""
        tail = self._size - self._last_end
        return Case(self._rows, self._begins, self._lines_before, self._is_plain, self._longest, tail)


def longest_row(parts: Iterable[Part]) -> int:
    """Measure the longest row of a file in bytes, without its end; it may go through several parts."""
    longest, begun, is_open = 0, 0, False
    for part in parts:
        case = part.inside if is_open else part.outside
        if case.begins is None:
            begun += part.end - part.start
        else:
            longest, begun = max(longest, case.longest, begun + case.begins), case.tail
        is_open ^= bool(part.quotes % 2)
    return max(longest - 1, begun)


def spans_of(parts: Iterable[Part], skipped: int) -> list[Span] | None:
    """Follow the cases from part to part.

    Args:
        parts: All parts of a file from its first row on, in order.
        skipped: How many rows and lines stand before them.

    Returns:
        The spans of rows, none for a part in which no row begins; None if a quote or a line end stands where
        the dialect does not let it.
    """
    starts: list[tuple[int, int, int]] = []
    is_open, rows, lines, end = False, 0, skipped, 0
    for part in parts:
        case = part.inside if is_open else part.outside
        if not (case.is_plain and part.ends_well):
            return None
        if not starts:
            starts.append((part.start, 1, skipped + 1))
        elif case.begins is not None and part.start + case.begins < part.end:
            starts.append((part.start + case.begins, rows + 2, lines + case.lines + 1))
        rows, lines, end = rows + case.rows, lines + part.lines, part.end
        is_open ^= bool(part.quotes % 2)
    if is_open:
        return None
    ends = (*(start for start, _, _ in starts[1:]), end)
    return [Span(start, last, row, line) for (start, row, line), last in zip(starts, ends, strict=True)]


class TooLong(Exception):
    """A row is longer than any should be; it begins at ``start``."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


class Start(NamedTuple):
    """Where a row begins in a file, and its number."""

    at: int
    row: int


class Piece(NamedTuple):
    """Whole rows that follow each other, as they stand in a file; ``after`` is where the next row begins."""

    text: memoryview
    start: Start
    after: Start


class PieceReader:
    """Reads a span in pieces, about as long as is asked for, from wherever a row of it begins."""

    def __init__(self, file: BinaryIO, span: Span, dialect: Dialect, length: int, longest: int) -> None:
        self._file = file
        self._end = span.end
        self._quotes = _Quotes(dialect)
        self._length = length
        self._longest = longest

    def read(self, start: Start) -> Piece | None:
        """Read the rows from a start on; None if there are none.

        Raises:
            ValueError: A quote or a line end stands where the dialect does not let it.
            TooLong: A row has more than ``longest`` bytes.
        """
        length = self._length
        while text := self._bytes(start.at, length):
            end, rows = self._quotes.rows_of(text, is_last=start.at + len(text) == self._end)
            if end:
                return Piece(memoryview(text)[:end], start, Start(start.at + end, start.row + rows))
            if length > self._longest:
                raise TooLong(start.at)
            length = min(2 * length, self._longest + self._length)
        return None

    def _bytes(self, at: int, length: int) -> bytes:
        self._file.seek(at)
        return self._file.read(min(length, self._end - at))


class _Quotes:
    """Tells where rows end, and whether all quotes stand at the edges of cells."""

    def __init__(self, dialect: Dialect) -> None:
        quote = (dialect.quote_char or "").encode()
        self._quote = quote
        self._no_edge = _no_edge(dialect)
        self._may_have_cr = "\r\n" in dialect.line_terminators

    def rows_of(self, text: bytes, *, is_last: bool) -> tuple[int, int]:
        """Look a text through that begins with a row.

        Returns:
            Where the last row that is whole ends, and how many rows there are.
        """
        data = np.frombuffer(text, np.uint8)
        ends = np.flatnonzero(data == _LF)
        if self._quote and self._quote in text:
            quotes = np.flatnonzero(data == self._quote[0])
            ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
        else:
            quotes = ends[:0]
        if is_last and len(quotes) % 2:
            raise ValueError("a quote is left open")
        end, rows = int(ends[-1]) + 1 if len(ends) else 0, len(ends)
        if is_last and end < len(text):  # the last row needs no line end
            end, rows = len(text), rows + 1
        self._check_edges(data, quotes[: np.searchsorted(quotes, end)])
        self._check_crs(text, end)
        return end, rows

    def _check_edges(self, data: Bytes, quotes: npt.NDArray[np.int64]) -> None:
        """Check the neighbours of quotes; one at either end of the text has itself for the missing one."""
        before = data.take(quotes[::2] - 1, mode="clip")
        after = data.take(quotes[1::2] + 1, mode="clip")
        if self._no_edge.meets(before) or self._no_edge.meets(after):
            raise ValueError("a quote stands inside a cell")

    def _check_crs(self, text: bytes, end: int) -> None:
        crs = text.count(b"\r", 0, end) if b"\r" in text else 0
        if crs and not (self._may_have_cr and text.count(b"\r\n", 0, end) == crs):
            raise ValueError("a carriage return stands alone")


def row_starts(file: BinaryIO, span: Span, dialect: Dialect) -> Iterator[tuple[int, int]]:
    """Give the number and the line of each row of a span."""
    quote, is_open = (dialect.quote_char or "").encode(), False
    numbers = itertools.count(span.first_row)
    with file:
        file.seek(span.start)
        at = span.start
        for line, text in enumerate(file, span.first_line):
            if at >= span.end:
                return
            if not is_open:
                yield next(numbers), line
            is_open ^= bool(quote and text.count(quote) % 2)
            at += len(text)
