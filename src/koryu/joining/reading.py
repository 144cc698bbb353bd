"""A table of somebody's, whole: all of its rows and columns, in their order."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from koryu.errors import SheetError
from koryu.intake.delimited import delimiter_of
from koryu.intake.encodings import decode
from koryu.intake.grid import normal
from koryu.intake.recognition import read_file
from koryu.intake.workbook import read_workbook
from koryu.printable import quoted
from koryu.suggestions import did_you_mean

_HEADERS = 30  # rows in which the header is looked for
_LONGEST = 2**20  # characters of a cell


@dataclass(frozen=True)
class Table:
    """A table. ``above``: rows above its header, such as a title. Each row is as long as the header."""

    shown: str
    above: list[list[str]]
    header: list[str]
    rows: list[list[str]]

    def column(self, heading: str) -> list[str]:
        """Take the cells of a column, without spaces around them."""
        place = self._place(heading)
        return [row[place].strip() for row in self.rows]

    def _place(self, heading: str) -> int:
        return [normal(each) for each in self.header].index(normal(heading))


def read_table(path: Path, wanted: Collection[str], sheet: str | None, encoding: str | None) -> Table:
    """Read a table of text, or a sheet of a workbook.

    Its header is the first row that has all that is wanted.

    Raises:
        SheetError: It cannot be read, or has no such header.
    """
    content, is_workbook = read_file(path, sheet, encoding)
    if is_workbook:
        grid = read_workbook(content, str(path), sheet)
        last = max(grid.columns)
        rows = [[texts.get(number, "") for number in range(1, last + 1)] for _, texts in grid.rows()]
    else:
        _, text = decode(content, str(path), encoding, wanted)
        rows = list(_delimited(text, delimiter_of(text, wanted), str(path)))
    return _table(str(path), rows, wanted)


def _delimited(text: str, delimiter: str, shown: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise SheetError(f"{shown}:{reader.line_num}: {error}; mend its quotes") from None


def _table(shown: str, rows: list[list[str]], wanted: Collection[str]) -> Table:
    names = {normal(each) for each in wanted}
    for number, row in enumerate(rows[:_HEADERS]):
        if names <= set(map(normal, row)):
            return Table(shown, rows[:number], row, _even(shown, row, rows, number + 1))
    raise _no_header(shown, next(filter(any, rows), []), wanted)


def _even(shown: str, header: list[str], rows: list[list[str]], first: int) -> list[list[str]]:
    """Give each row as many cells as the header has; a blank line is no row."""
    twice = [each for each in header if each and header.count(each) > 1]
    if twice:
        raise SheetError(f"{shown}: has the column {quoted(twice[0])} twice; rename one")
    found = []
    for number, row in enumerate(rows[first:], first + 1):
        if len(row) > len(header) and any(row[len(header) :]):
            problem = f"has {len(row)} cells, but the header {len(header)}"
            raise SheetError(f"{shown}: row {number} {problem}; quote what has a delimiter in it")
        if row:
            found.append((row + [""] * (len(header) - len(row)))[: len(header)])
    return found


def _no_header(shown: str, row: list[str], wanted: Collection[str]) -> SheetError:
    known = {normal(each) for each in row}
    missing = next(each for each in wanted if normal(each) not in known) if row else next(iter(wanted))
    hint = did_you_mean(missing, row) or f"; has {', '.join(map(quoted, filter(None, row)))}"
    return SheetError(f"{shown}: no column {quoted(missing)}{hint}")
