"""Text files of rows: in which encoding they are, and what stands between their cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from koryu.errors import SheetError
from koryu.intake.encodings import decode
from koryu.intake.grid import Grid, make_texts, normal
from koryu.tables.description.dialects import Dialect
from koryu.tables.faults import Collector, Manner
from koryu.tables.files.parsing import Record, open_sheet

_DELIMITERS: Final = {",": "comma", "\t": "tab", ";": "semicolon"}
_LOOKED_AT: Final = 30  # lines, to find out the delimiter
_LONGEST: Final = 2**20  # characters of a line
_LINE_END: Final = re.compile("\r\n|\r|\n")


def read_delimited(content: bytes, shown: str, encoding: str | None, headings: Collection[str]) -> Grid:
    """Read a text file.

    Args:
        content: What it holds.
        shown: How messages call it.
        encoding: The one that the user names; None if it is to be recognised.
        headings: What its header may have, which tells encodings and delimiters apart.

    Raises:
        SheetError: It is no text, or has no cells, or too many.
        Faults: Quotes stand wrong; one DataError for each.
    """
    name, text = decode(content, shown, encoding, headings)
    text = _LINE_END.sub("\n", text)
    _check_lines(text, shown)
    delimiter = delimiter_of(text, headings)
    faults = Collector()
    records = list(_records(text, delimiter, shown, faults))
    faults.settle()
    cells = {
        (record.line, number): cell.strip()
        for record in records
        for number, cell in enumerate(record.cells, 1)
        if cell.strip()
    }
    return Grid(shown, f"{name}, {_DELIMITERS[delimiter]}", make_texts(cells, shown))


def _check_lines(text: str, shown: str) -> None:
    """Check that no line would take long to be taken apart."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > _LONGEST:
            raise SheetError(
                f"{shown}:{number}: is longer than {_LONGEST} characters; is it a line of a table?"
            )


def delimiter_of(text: str, headings: Collection[str]) -> str:
    """Find what makes most headings of a line; if there are none, most cells."""
    words = {normal(heading) for heading in headings}
    head = "\n".join(text.split("\n", _LOOKED_AT)[:_LOOKED_AT])

    def rank(delimiter: str) -> tuple[int, int]:
        rows = [record.cells for record in _records(head, delimiter, "", Collector(Manner.CONVERSION))]
        counts = [sum(normal(cell) in words for cell in row) for row in rows]
        return max(counts, default=0), max(map(len, rows), default=0)

    return max(_DELIMITERS, key=rank)


def _records(text: str, delimiter: str, shown: str, faults: Collector) -> Iterator[Record]:
    return open_sheet((text,), Dialect(delimiter=delimiter, header_row_count=0), shown, faults).records
