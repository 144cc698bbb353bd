"""The text of tables in any dialect: from bytes to rows of cells, each with its line and its number.

Source: https://www.w3.org/TR/tabular-data-model/#parsing
"""

from __future__ import annotations

import codecs
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, NamedTuple

from koryu.errors import Cell, DataError
from koryu.printable import quoted
from koryu.tables.description.dialects import Dialect
from koryu.tables.faults import Collector
from koryu.tables.files.encodings import codec_of, guess, packed_as

# Where quotes are not doubled, a backslash makes any character stand for itself:
# https://www.w3.org/TR/tabular-data-model/#parsing
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)

LONGEST: Final = 1 << 24  # bytes of a row, or characters
_BLOCK: Final = 1 << 20  # bytes that are decoded at once


class Record(NamedTuple):
    """A row as it stands in a file: its line and its number there, both counted from 1, and its cells."""

    line: int
    number: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """The text of a table, taken apart: its header, and its rows, which are read as they are asked for.

    ``header``: the titles of each column, from all header rows. Comments are left out: they would say
    something of a table that has no metadata, and without metadata there is no prefix of comments.
    """

    header: list[list[str]]
    records: Iterator[Record]


def decode(content: bytes, encoding: str, shown: str) -> str:
    """Decode a file, without a byte order mark.

    Raises:
        DataError: It is not in this encoding; says which it may be in.
    """
    return "".join(decode_pieces(lambda: io.BytesIO(content), encoding, shown))


def decode_pieces(opener: Callable[[], BinaryIO], encoding: str, shown: str) -> Iterator[str]:
    """Decode a file piece by piece, without a byte order mark.

    Raises:
        DataError: It is not in this encoding; says which it may be in.
    """
    decoder, mark, line = _decoder(encoding, shown), "\ufeff", 1
    with opener() as file:
        block = file.read(_BLOCK)
        if kind := packed_as(block):
            raise DataError(Cell(shown, 1), f"is {kind}, not a text; unpack or export it first")
        while True:
            try:
                piece = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                raise _not_decoded(error, encoding, shown, line) from None
            if piece:
                yield piece.removeprefix(mark)
                mark = ""
            if not block:
                return
            line += block.count(b"\n")
            block = file.read(_BLOCK)


def _decoder(encoding: str, shown: str) -> codecs.IncrementalDecoder:
    try:
        return codecs.getincrementaldecoder(codec_of(encoding))()
    except LookupError:
        problem = f"encoding {quoted(encoding)} is not known; name one in the dialect"
        raise DataError(Cell(shown, 1), problem) from None


def _not_decoded(error: UnicodeDecodeError, encoding: str, shown: str, line: int) -> DataError:
    """Say what is wrong with a piece that begins in a line."""
    piece = error.object
    likely = guess(piece) or guess(piece[: piece.rfind(b"\n") + 1] or piece)  # its last character may be cut
    looks = f"looks like {likely}; " if likely else ""
    problem = (
        f"not {encoding.upper()}: byte 0x{piece[error.start]:02X}; {looks}name its encoding in the dialect"
    )
    return DataError(Cell(shown, line + piece.count(b"\n", 0, error.start)), problem)


def open_sheet(pieces: Iterable[str], dialect: Dialect, shown: str, faults: Collector) -> Sheet:
    """Take the text of a table apart.

    Args:
        pieces: The text, in pieces that need not be lines.
        dialect: How it is written.
        shown: How messages call the file.
        faults: Takes what is wrong with quotes.

    Raises:
        DataError: A row is so long that it must be a mistake; the same holds for what reads the rows later.
    """
    rows = _Rows(pieces, dialect, shown, faults)
    for _ in range(dialect.skip_rows):
        rows.next()
    return Sheet(_read_header(rows, dialect), _read_records(rows, dialect))


def _read_header(rows: _Rows, dialect: Dialect) -> list[list[str]]:
    """Read the header rows; the titles of a column are those of all of them that are not empty."""
    titles: list[list[str]] = []
    left = dialect.header_row_count
    while left and (row := rows.next()):
        if _is_comment(row.text, dialect):
            continue
        left -= 1
        for place, cell in enumerate(rows.cells(row)[dialect.skip_columns :]):
            if place >= len(titles):
                titles.append([])
            if cell.strip():
                titles[place].append(cell.strip())
    return titles


def _read_records(rows: _Rows, dialect: Dialect) -> Iterator[Record]:
    while row := rows.next():
        if _is_comment(row.text, dialect):
            continue
        cells = rows.cells(row)[dialect.skip_columns :]
        if not (dialect.skip_blank_rows and not any(cells)):
            yield Record(row.line, row.number, cells)


def _is_comment(text: str, dialect: Dialect) -> bool:
    return bool(dialect.comment_prefix) and text.startswith(dialect.comment_prefix or "")


class _Row(NamedTuple):
    """A row as text, without its end: one line, or several if it has line ends in quotes."""

    line: int
    number: int
    text: str


class _Rows:
    """The rows of a text, one after the other."""

    def __init__(self, pieces: Iterable[str], dialect: Dialect, shown: str, faults: Collector) -> None:
        self._lines = self._split(pieces)
        self._dialect = dialect
        self._shown = shown
        self._faults = faults
        self._line = 0
        self._number = 0
        self._cell = _cell_pattern(dialect)

    def next(self) -> _Row | None:
        """Take the next row; None at the end of the text."""
        text, end = next(self._lines, (None, ""))
        if text is None:
            return None
        self._number += 1
        start = self._line + 1
        self._line += 1
        quote = self._dialect.quote_char
        if quote and quote in text and not _is_comment(text, self._dialect):
            text = self._whole(text, end, quote)
        return _Row(start, self._number, text)

    def _split(self, pieces: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Split a text into lines and their ends; the end of the last line ends no row that follows."""
        ends = _line_ends(self._dialect)
        most = max(map(len, self._dialect.line_terminators)) - 1  # of an end that a piece may have cut off
        left = ""
        for piece in itertools.chain(pieces, (None,)):  # after the last one nothing is cut off
            text, at, seen = left + (piece or ""), 0, max(len(left) - most, 0)
            sure = len(text) if piece is None else len(text) - most
            for match in ends.finditer(text, seen):
                if match.start() >= sure:
                    break
                yield text[at : match.start()], match[0]
                at = match.end()
            left = text[at:]
            self._check_length(len(left), self._line + 1)
        if left:
            yield left, ""

    def _check_length(self, length: int, line: int) -> None:
        if length > LONGEST:
            problem = f"a row has more than {LONGEST:,} characters; is a quote left open? Split the cell"
            raise DataError(Cell(self._shown, line), problem)

    def _whole(self, text: str, end: str, quote: str) -> str:
        """Add the lines that follow, as long as a quote is open."""
        parts, is_open, size, start = [text], self._is_odd(text, quote), len(text), self._line
        while is_open:
            line, next_end = next(self._lines, (None, ""))
            if line is None:
                self._blame_open(text, self._line - (len(parts) - 1) // 2)
                break
            parts += (end, line)
            end = next_end
            self._line += 1
            self._check_length(size := size + len(end) + len(line), start)
            is_open ^= self._is_odd(line, quote)
        return "".join(parts)

    def _is_odd(self, text: str, quote: str) -> bool:
        """Does a line turn inside quotes to outside, or the other way round?"""
        if not self._dialect.double_quote:
            text = _ESCAPED.sub("", text)
        return text.count(quote) % 2 == 1

    def _blame_open(self, text: str, line: int) -> None:
        message = f"{quoted(text)} has a quote that is not closed; close it"
        self._faults.blame(DataError(Cell(self._shown, line), message))

    def cells(self, row: _Row) -> list[str]:
        """Take a row apart into its cells."""
        dialect = self._dialect
        quote = dialect.quote_char
        has_escapes = not dialect.double_quote and "\\" in row.text
        if not quote or (quote not in row.text and not has_escapes):
            cells = row.text.split(dialect.delimiter)
        else:
            cells = [self._unquoted(raw, row) for raw in self._raw_cells(row.text)]
        return cells if dialect.trim == "false" else [_trimmed(cell, dialect.trim) for cell in cells]

    def _raw_cells(self, text: str) -> list[str]:
        found, at = [], 0
        while match := self._cell.match(text, at):
            found.append(match[0])
            at = match.end() + len(self._dialect.delimiter)
            if at > len(text):
                break
        return found

    def _unquoted(self, raw: str, row: _Row) -> str:
        """Take a cell out of its quotes; what stands beside them is a fault, and kept."""
        dialect = self._dialect
        quote = dialect.quote_char or ""
        bare = raw if dialect.trim == "false" else _trimmed(raw, dialect.trim)
        if quote not in bare:
            return self._plain(bare)
        inner = bare[len(quote) : -len(quote)]
        left = inner.replace(quote * 2, "") if dialect.double_quote else _ESCAPED.sub("", inner)
        if (
            len(bare) >= 2 * len(quote)
            and bare.startswith(quote)
            and bare.endswith(quote)
            and quote not in left
        ):
            return self._plain(inner)
        message = f'{quoted(raw)} has a stray quote; write "" for a quote, and quotes around the cell'
        self._faults.blame(DataError(Cell(self._shown, row.line), message))
        return self._plain(bare)

    def _plain(self, text: str) -> str:
        """Let what is escaped stand for itself."""
        quote = self._dialect.quote_char or ""
        return text.replace(quote * 2, quote) if self._dialect.double_quote else _ESCAPED.sub(r"\1", text)


def _line_ends(dialect: Dialect) -> re.Pattern[str]:
    longest_first = sorted(dialect.line_terminators, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def _cell_pattern(dialect: Dialect) -> re.Pattern[str]:
    """Make what matches a cell as it stands, up to a delimiter outside quotes.

    It repeats single characters where it can, and never has to go back: possessive groups, which would say
    so, match wrongly in Python before 3.11.5 (https://github.com/python/cpython/issues/106052).
    """
    if not (quote := dialect.quote_char):
        return re.compile(f"{_but(dialect.delimiter)}*", re.DOTALL)
    mark = re.escape(quote)
    if dialect.double_quote:
        inside, outside = f"{_but(quote)}*(?:{mark * 2}{_but(quote)}*)*", _but(dialect.delimiter, quote)
    else:
        other, escaped = _but(quote, "\\"), r"\\.?"
        inside, outside = f"{other}*(?:{escaped}{other}*)*", _but(dialect.delimiter, quote, "\\")
        outside = f"(?:{escaped}|{outside})"
    return re.compile(f"(?:{mark}{inside}(?:{mark}|$)|{outside}+)*", re.DOTALL)


def _but(*marks: str) -> str:
    """Match a character that begins none of some marks."""
    escaped = [re.escape(mark) for mark in marks]
    if all(len(mark) == 1 for mark in marks):
        return f"[^{''.join(escaped)}]"
    return f"(?:(?!{'|'.join(escaped)}).)"


def _trimmed(cell: str, trim: str) -> str:
    if trim == "start":
        return cell.lstrip()
    return cell.rstrip() if trim == "end" else cell.strip()
