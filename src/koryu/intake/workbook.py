"""Excel workbooks (.xlsx): the cells of one sheet as texts, and what a text cannot say of them.

pandas opens the workbook; formulas, formats, merged and hidden cells are asked of openpyxl behind it.
Formulas are told, never computed. Dates are numbers, counted from 1900 or from 1904 as the workbook says:
https://support.microsoft.com/en-us/office/date-systems-in-excel-e7fe7167-48a9-4b96-bb53-5612a800b487
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd
from openpyxl.utils.datetime import WINDOWS_EPOCH

from koryu.errors import SheetError
from koryu.intake.grid import Box, Grid, Spot, make_texts
from koryu.intake.guard import BROKEN, broken, check_package
from koryu.printable import quoted
from koryu.suggestions import did_you_mean

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.cell_range import CellRange
    from openpyxl.worksheet.worksheet import Worksheet

_LAST_COLUMN: Final = 16384  # that a sheet can have
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # of a number format: what stands for itself
_ZEROS: Final = re.compile("0+")
_FIRST_DAY: Final = datetime.datetime(1900, 1, 1)
_FALSE_DAY: Final = datetime.datetime(1900, 2, 28)


class _Reading(NamedTuple):
    """The text of a cell, and why it cannot be taken; empty if it can."""

    text: str
    flaw: str = ""


def read_workbook(content: bytes, shown: str, wanted: str | None) -> Grid:
    """Read a sheet of a workbook.

    Args:
        content: The file.
        shown: How messages call it.
        wanted: The name of the sheet; None if there is only one.

    Raises:
        SheetError: The workbook is broken or too large, or it is not clear which sheet is meant.
    """
    check_package(content, shown)
    book = _open(content, shown)
    sheet = _choose(book, shown, wanted)
    readings = {spot: _read(cell, book.epoch) for spot, cell in _filled(sheet).items()}
    return Grid(
        shown=shown,
        form="",
        texts=make_texts({spot: each.text for spot, each in readings.items() if each.text}, shown),
        sheet=sheet.title,
        flaws={spot: each.flaw for spot, each in readings.items() if each.flaw},
        merged=tuple(sorted(_box(each) for each in sheet.merged_cells.ranges)),
        hidden_rows=frozenset(row for row, each in sheet.row_dimensions.items() if each.hidden),
        hidden_columns=_hidden_columns(sheet),
    )


def _open(content: bytes, shown: str) -> Workbook:
    """Open a workbook as openpyxl has it; sheets of charts and drawings are of no interest."""
    options = {"read_only": False, "data_only": False, "keep_links": False}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that are not read, such as rules for input
            return pd.ExcelFile(io.BytesIO(content), engine="openpyxl", engine_kwargs=options).book
    except BROKEN:
        raise broken(shown) from None


def _choose(book: Workbook, shown: str, wanted: str | None) -> Worksheet:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if wanted is not None:
        if wanted in sheets:
            return sheets[wanted]
        hint = did_you_mean(wanted, sheets) or f"; has {_listed(sheets)}"
        raise SheetError(f"{shown}: no sheet {quoted(wanted)}{hint}")
    usable = [name for name, sheet in sheets.items() if sheet.sheet_state == "visible" and _filled(sheet)]
    if len(usable) == 1:
        return sheets[usable[0]]
    if not usable:
        raise SheetError(f"{shown}: no sheet that is shown has cells; its first row must name the columns")
    raise SheetError(f"{shown}: has the sheets {_listed(usable)}; name one with --sheet")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(quoted, names))


def _filled(sheet: Worksheet) -> dict[Spot, Cell]:
    """Give the cells that hold something; its public iterators make a cell of each that is only painted."""
    return {spot: cell for spot, cell in sheet._cells.items() if cell.value not in (None, "")}


def _box(merged: CellRange) -> Box:
    return Box(merged.min_row, merged.min_col, merged.max_row, merged.max_col)


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    hidden = [each for each in sheet.column_dimensions.values() if each.hidden]
    ranges = (range(each.min or 0, min(each.max or 0, _LAST_COLUMN) + 1) for each in hidden)
    return frozenset(number for each in ranges for number in each)


def _read(cell: Cell, epoch: datetime.datetime) -> _Reading:
    value, form = cell.value, _LITERAL.sub("", cell.number_format or "")
    if cell.data_type == "f":
        return _formula(value)
    if cell.data_type == "e":
        return _Reading(str(value), f"holds the error {value}; write the value")
    if isinstance(value, bool):
        return _Reading("true" if value else "false")
    if isinstance(value, int | float):
        return _number(value, form)
    if isinstance(value, datetime.date):
        return _date(value, form, epoch)
    return _Reading(str(value).strip())


def _formula(value: object) -> _Reading:
    """Tell a formula; those of several cells are objects that may have a text."""
    text = value if isinstance(value, str) else getattr(value, "text", None) or "={...}"
    return _Reading(text, f"{quoted(text)} is a formula; replace it by its value")


def _number(value: float, form: str) -> _Reading:
    """Write a number with the 15 digits that Excel keeps, and with the zeros before it that it shows."""
    text = str(value) if isinstance(value, int) else f"{Decimal(format(value, '.15g')) + 0:f}"
    if "%" in form:
        return _Reading(text, f"{text} is shown as a percentage; write the plain number that is meant")
    return _Reading(text.zfill(len(form)) if _ZEROS.fullmatch(form) and value >= 0 else text)


def _date(value: datetime.date, form: str, epoch: datetime.datetime) -> _Reading:
    """Write a date without a time that it does not have; what Excel does not know is not made up."""
    if not isinstance(value, datetime.datetime):
        return _Reading(value.isoformat())
    text = value.isoformat().removesuffix("T00:00:00")
    if value < max(epoch, _FIRST_DAY):
        return _Reading(text, "is a date before the first that Excel knows; write it as text")
    if value == _FALSE_DAY and epoch == WINDOWS_EPOCH:
        return _Reading(text, "may be 29 February 1900, which Excel has and no calendar; write it as text")
    if "d" not in form.lower():
        return _Reading(text, f"{text} is shown without its day; write the date in full, or as text")
    return _Reading(text)
