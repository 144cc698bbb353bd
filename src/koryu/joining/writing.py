"""A matched table as CSV, TSV or an Excel workbook.

Cells that a spreadsheet would take as a formula begin with an apostrophe, but for numbers with a sign.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from koryu.errors import SheetError
from koryu.formulas import as_text, is_formula
from koryu.joining.joining import Answer, Joined

_NUMBER: Final = re.compile(r"[+-][0-9]+(?:[.,][0-9]+)*")
_SCORE: Final = re.compile(r"[01]\.[0-9]{3}")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what Excel cannot hold
_LONGEST: Final = 32767  # characters in a cell of Excel
_WIDTHS: Final = (12, 24, 40, 24, 10, 40, 80)  # of the columns of answers


def rows_of(joined: Joined) -> Iterator[list[str]]:
    """Give the rows of a matched table, those above its header and the header too."""
    empty = [""] * len(joined.header)
    for row in joined.table.above:
        yield [*_padded(row, len(joined.table.header)), *empty]
    yield [*joined.table.header, *joined.header]
    for row, answer in zip(joined.table.rows, joined.answers, strict=True):
        yield [*row, *answer]


def _padded(row: list[str], length: int) -> list[str]:
    return [*row, *[""] * (length - len(row))]


def _safe(row: list[str]) -> list[str]:
    return [as_text(cell) if is_formula(cell) and not _NUMBER.fullmatch(cell) else cell for cell in row]


def _delimited(joined: Joined, delimiter: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(map(_safe, rows_of(joined)))
    return text.getvalue().encode()


def _workbook(joined: Joined) -> bytes:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("match")
    first = len(joined.table.header) + 1
    for number, width in enumerate(_WIDTHS, first):
        sheet.column_dimensions[get_column_letter(number)].width = width
    score = len(joined.table.header) + Answer._fields.index("score")
    for row in rows_of(joined):
        cells: list[str | float] = [_cell(cell) for cell in _safe(row)]
        if _SCORE.fullmatch(row[score]):
            cells[score] = float(row[score])
        sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(text: str) -> str:
    if len(text) > _LONGEST:
        raise SheetError("a cell is longer than Excel can hold; take --format csv")
    return _CONTROL.sub("\ufffd", text)


WRITERS: Final[Mapping[str, Callable[[Joined], bytes]]] = {
    "csv": lambda joined: _delimited(joined, ","),
    "tsv": lambda joined: _delimited(joined, "\t"),
    "xlsx": _workbook,
}
