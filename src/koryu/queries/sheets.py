"""Answers for pandas and for Excel, with typed cells."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from wcwidth import wcswidth

from koryu.errors import QueryError
from koryu.formulas import as_text
from koryu.queries.columns import Column
from koryu.queries.results import About, ResultTable, Terms, guarded

if TYPE_CHECKING:
    import pandas as pd

_DTYPES = {"integer": "Int64", "year": "Int64", "decimal": "Float64", "boolean": "boolean"}
_TYPES: Mapping[str, Callable[[str], str | int | float | bool]] = {
    "integer": int,
    "year": int,
    "decimal": float,
    "boolean": "true".__eq__,
}
_LONGEST = 32767  # characters in a cell of Excel, which cuts what is longer
_WIDEST = 60  # characters that a column of a sheet is made for
_ROOM = 4  # more, for the button of the filter
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML, and so Excel, cannot hold


def frame(result: ResultTable) -> pd.DataFrame:
    """Make a DataFrame of an answer.

    Returns:
        Integers and years as Int64, decimals as Float64, truth values as boolean, all else as string; NA is
        unknown. After each date column ``since`` comes ``since_date``, datetime64[s]: the first day of the
        printed form, which stays beside it. A column of many values holds them joined by one space,
        labels by a semicolon.
    """
    import pandas as pd

    columns: dict[str, pd.Series[Any]] = {}
    for place, column in enumerate(result.columns):
        values = [_value(result, column, row[place]) for row in result.cells]
        columns[column.name] = pd.Series(values, dtype=_dtype(column))
        if column.type == "date" and not column.many:
            days = [_first_day(row[place]) for row in result.rows]
            columns[f"{column.name}_date"] = pd.Series(days, dtype="datetime64[s]")
    return pd.DataFrame(columns)


def workbook(result: ResultTable) -> bytes:
    """Write an Excel workbook: numbers, whole dates and truth values typed, all else text.

    What the answer is about, if it is told, is a second sheet, and its headings are those of the columns.

    Raises:
        QueryError: A cell is longer than Excel can hold.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet("answer", 0)
    book.remove(book.worksheets[1])
    sheet.freeze_panes = "A2"
    sheet.append(list(map(_text, result.about.headings if result.about else result.header)))
    for row in result.cells:
        sheet.append([_excel(result, column, cell) for column, cell in zip(result.columns, row, strict=True)])
    sheet.auto_filter.ref = sheet.dimensions
    _widen(sheet)
    if result.about:
        _tell(book.create_sheet("about"), result, result.about)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _tell(sheet: Any, result: ResultTable, about: About) -> None:  # noqa: ANN401
    """Write the question, what was given with it, and the name of each column for programs."""
    columns = zip(about.headings, result.header, strict=True)
    for row in ((result.query, about.question), *about.given.items(), (), *columns):
        sheet.append(list(map(_text, row)))
    _widen(sheet)


def _widen(sheet: Any) -> None:  # noqa: ANN401
    for cells in sheet.columns:
        widest = max(wcswidth(str(cell.value or "")) for cell in cells)
        sheet.column_dimensions[cells[0].column_letter].width = min(widest, _WIDEST) + _ROOM


def _value(result: ResultTable, column: Column, values: Terms) -> str | int | float | bool | None:
    if not values:
        return None
    if column.many:
        return result.joint.join(values)
    return _TYPES.get(column.type, str)(values[0])


def _first_day(date: str) -> str | None:
    return f"{date}-01-01"[:10] if date else None


def _dtype(column: Column) -> str:
    return "string" if column.many else _DTYPES.get(column.type, "string")


def _excel(
    result: ResultTable, column: Column, values: Terms
) -> str | int | float | bool | datetime.date | None:
    found = _value(result, column, values)
    if not isinstance(found, str):
        return found
    if column.type == "date" and len(found) == 10:
        return datetime.date.fromisoformat(found)
    text = _CONTROL.sub("\ufffd", guarded(column, found))
    if len(text) > _LONGEST:
        raise QueryError(f"{result.query}: {column.name} has a cell that Excel would cut; take csv")
    return text


def _text(text: str) -> str:
    return _CONTROL.sub("\ufffd", as_text(text))[:_LONGEST]
