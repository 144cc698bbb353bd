"""Where in a sheet the header stands, and which rows follow it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from koryu.errors import SheetError
from koryu.intake.grid import Grid, normal

_LOOKED_AT: Final = 30  # rows, to find the header


@dataclass(frozen=True)
class Layout:
    """A sheet taken apart.

    ``above``: rows before the header. ``header``: its rows. ``headings``: of each column that has a cell, by
    its number, the lowest first. ``rows``: those that follow.
    """

    above: tuple[int, ...]
    header: tuple[int, ...]
    headings: dict[int, tuple[str, ...]]
    rows: dict[int, dict[int, str]]

    def heading(self, column: int) -> str:
        """Give the heading of a column: the lowest one, empty if there is none."""
        return (*self.headings[column], "")[0]


def find_layout(grid: Grid, headings: Collection[str], wanted: str) -> Layout:
    """Find the header: the row that has most of the known headings, and rows that belong to it.

    These are rows that merged cells join with it, and those below that have nothing but known headings.

    Args:
        grid: The sheet.
        headings: The known ones.
        wanted: What messages call the header.

    Raises:
        SheetError: No row has one.
    """
    rows, words = dict(grid.rows()), {normal(heading) for heading in headings}
    counts = {row: _count(texts, words) for row, texts in list(rows.items())[:_LOOKED_AT]}
    best = max(counts, key=lambda row: counts[row])
    if not counts[best]:
        first = next(iter(rows))
        raise SheetError(f"{grid.place(first)}: no row has a heading that is known; {wanted}")
    top, bottom = _block(grid, best)
    for row in (row for row in rows if row > bottom):
        if _count(rows[row], words) < len(rows[row]):
            break
        bottom = row
    header = tuple(row for row in rows if top <= row <= bottom)
    return Layout(
        tuple(row for row in rows if row < top),
        header,
        {column: _headings(column, header, rows) for column in grid.columns},
        {row: texts for row, texts in rows.items() if row > bottom},
    )


def _count(texts: dict[int, str], words: Collection[str]) -> int:
    return sum(normal(text) in words for text in texts.values())


def _block(grid: Grid, row: int) -> tuple[int, int]:
    """Give the first and the last row that merged cells join with a row."""
    top, bottom = row, row
    while True:
        joined = [box for box in grid.merged if box.top <= bottom and box.bottom >= top]
        block = min([top, *(box.top for box in joined)]), max([bottom, *(box.bottom for box in joined)])
        if block == (top, bottom):
            return block
        top, bottom = block


def _headings(column: int, header: tuple[int, ...], rows: dict[int, dict[int, str]]) -> tuple[str, ...]:
    return tuple(rows[row][column] for row in reversed(header) if column in rows[row])
