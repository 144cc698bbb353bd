"""A sheet or a text file as cells, each with the place where its owner finds it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import pandas as pd
from openpyxl.utils import get_column_letter

from koryu.errors import SheetError
from koryu.printable import printable

MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 256
_EASTERN: Final = "\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
_FILLING: Final = re.compile(f" (?=[{_EASTERN}])|(?<=[{_EASTERN}]) ")
_BARE_NAME: Final = re.compile(r"[^\W\d]\w*")  # of a sheet that needs no quotes in an address

Spot = tuple[int, int]  # row and column, both counted from 1


class Box(NamedTuple):
    """Cells that are merged into one: the first and the last row and column."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """Cells as texts.

    ``texts``: one row per row that has a text, indexed by its number in the sheet or its line in the file;
    columns by their number; no text is empty. ``form``: how the file is written, in words. ``sheet``: its
    name; None for a text file. ``flaws``: why a cell cannot be taken.
    """

    shown: str
    form: str
    texts: pd.DataFrame
    sheet: str | None = None
    flaws: Mapping[Spot, str] = field(default_factory=dict)
    merged: tuple[Box, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def rows(self) -> Iterator[tuple[int, dict[int, str]]]:
        """Give each row that has a text: its number, and its texts by column, those that are not empty."""
        numbers = self.columns
        for row, texts in zip(self.texts.index.tolist(), self.texts.to_numpy().tolist(), strict=True):
            yield row, {number: text for number, text in zip(numbers, texts, strict=True) if text}

    @property
    def columns(self) -> list[int]:
        """The numbers of the columns that have a text."""
        return [int(number) for number in self.texts.columns.tolist()]

    def place(self, row: int, column: int | None = None, heading: str = "") -> str:
        """Say where a cell is, or a row: ``a.xlsx:Sheet1!C7``, ``a.csv:7:heading``."""
        if self.sheet is None:
            name = printable(heading) or f"column {column}"
            return f"{self.shown}:{row}" + (f":{name}" if column else "")
        address = f"{get_column_letter(column)}{row}" if column else f"{row}:{row}"
        return f"{self.shown}:{self.sheet_name}!{address}"

    def area(self, box: Box) -> str:
        """Say where merged cells are: ``a.xlsx:Sheet1!A3:A5``."""
        corners = (f"{get_column_letter(box.left)}{box.top}", f"{get_column_letter(box.right)}{box.bottom}")
        return f"{self.shown}:{self.sheet_name}!{':'.join(corners)}"

    @property
    def sheet_name(self) -> str:
        """The name of the sheet as Excel writes it in an address."""
        name = printable(self.sheet or "")
        return name if _BARE_NAME.fullmatch(name) else "'" + name.replace("'", "''") + "'"


def make_texts(cells: Mapping[Spot, str], shown: str) -> pd.DataFrame:
    """Make the texts of a grid.

    Raises:
        SheetError: There are none, or more rows or columns than are taken at a time.
    """
    if not cells:
        raise SheetError(f"{shown}: has no cells; its first row must name the columns")
    rows, columns = ({spot[side] for spot in cells} for side in (0, 1))
    for found, most, what in ((rows, MOST_ROWS, "rows"), (columns, MOST_COLUMNS, "columns")):
        if len(found) > most:
            raise SheetError(f"{shown}: has {len(found)} {what}; at most {most} at a time, so split it")
    return pd.Series(cells, dtype=object).unstack(fill_value="")


def normal(heading: str) -> str:
    """Bring a heading to the form in which headings are compared: width, case, spaces and hyphens.

    Beside letters of East Asia a space only fills a cell, as in 備　考, and so does a line break.
    """
    words = re.sub(r"[\s_-]+", " ", unicodedata.normalize("NFKC", heading)).strip().casefold()
    return _FILLING.sub("", words)
