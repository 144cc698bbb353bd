"""The rows of a sheet as rows of a table: each taken cell written plainly, or told why it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from koryu.errors import SheetError
from koryu.intake.grid import Box, Grid, Spot, normal
from koryu.intake.layout import Layout
from koryu.intake.meeting import Meeting, Taken, taken_of
from koryu.intake.values import make_plainer, refusal
from koryu.printable import quoted
from koryu.tables.cells import make_cell_reader
from koryu.tables.description.model import Table

_TOTALS: Final = frozenset(
    map(
        normal,
        ("合計", "総計", "小計", "計", "総数", "合计", "总计", "小计", "共计", "total", "sum", "subtotal"),
    )
)


class Fault(NamedTuple):
    """What is wrong in a sheet, with its spot; the column is 0 if it is the whole row."""

    spot: Spot
    error: SheetError


@dataclass(frozen=True)
class Incoming:
    """What is taken from a sheet.

    ``rows``: texts by the name of our column, by their number in the sheet. ``total``: the row of a total at
    the end, which is not taken. ``faults``: cells and rows that cannot be taken. ``blank``: spots left empty
    on account of them, of which nothing more is to be said.
    """

    rows: dict[int, dict[str, str]]
    total: int | None
    faults: tuple[Fault, ...]
    blank: frozenset[Spot]


def gather(grid: Grid, layout: Layout, meetings: tuple[Meeting, ...], table: Table) -> Incoming:
    """Take the rows of a sheet."""
    taken = taken_of(meetings)
    total = _total(layout, taken, table)
    rows = {row: texts for row, texts in layout.rows.items() if row != total}
    boxes = [box for box in grid.merged if any(_spots(box, rows, taken))]
    faults = [*_hidden(grid, rows), *_merged(grid, boxes)]
    joined = {spot for box in boxes for spot in _spots(box, rows, taken)}
    readers = [_make_reader(grid, each, joined) for each in taken]
    found: dict[int, dict[str, str]] = {}
    for row in (row for row in rows if row not in grid.hidden_rows):
        readings = [read(row, rows[row]) for read in readers]
        found[row] = {each.column.name: text for each, (text, _) in zip(taken, readings, strict=True)}
        faults += [fault for _, fault in readings if fault]
    return Incoming(found, total, tuple(faults), frozenset(joined | {fault.spot for fault in faults}))


def _make_reader(
    grid: Grid, taken: Taken, joined: Container[Spot]
) -> Callable[[int, dict[int, str]], tuple[str, Fault | None]]:
    """Make what takes a cell of a row; what cannot be taken is empty, and a fault."""
    plain = make_plainer(taken.column)

    def read(row: int, texts: dict[int, str]) -> tuple[str, Fault | None]:
        spot = (row, taken.number)
        text = plain(texts.get(taken.number, ""))
        if spot in joined:
            return "", None
        if problem := grid.flaws.get(spot) or refusal(taken.column, text):
            return "", Fault(spot, SheetError(f"{grid.place(*spot, taken.heading)} {problem}"))
        return text, None

    return read


def _total(layout: Layout, taken: Iterable[Taken], table: Table) -> int | None:
    """Find a total at the end: a row that begins with a word for one, and has no key."""
    if not layout.rows:
        return None
    row, texts = list(layout.rows.items())[-1]
    if normal(texts[min(texts)]) not in _TOTALS:
        return None
    keys = [each for each in taken if each.column.name in table.primary_key]
    problems = [make_cell_reader(each.column)(texts.get(each.number, "")).problems for each in keys]
    return row if any(problems) or not keys else None


def _hidden(grid: Grid, rows: Iterable[int]) -> Iterator[Fault]:
    for row in rows:
        if row in grid.hidden_rows:
            error = SheetError(f"{grid.place(row)}: the row is hidden; show it, or delete it")
            yield Fault((row, 0), error)


def _merged(grid: Grid, boxes: list[Box]) -> Iterator[Fault]:
    for box in boxes:
        error = SheetError(f"{grid.area(box)}: the cells are merged; split them, and write each its value")
        yield Fault((box.top, box.left), error)


def _spots(box: Box, rows: Iterable[int], taken: Iterable[Taken]) -> Iterator[Spot]:
    """Give the spots of merged cells that would be taken."""
    for row in rows:
        if box.top <= row <= box.bottom:
            yield from ((row, each.number) for each in taken if box.left <= each.number <= box.right)


def header_faults(grid: Grid, layout: Layout, meetings: tuple[Meeting, ...], table: Table) -> list[Fault]:
    """Tell what is wrong with a header: doubts, columns that are hidden, and those that are missing."""
    row, taken = layout.header[-1], taken_of(meetings)
    return [
        *(Fault((row, each.number), doubt) for each in meetings if (doubt := each.doubt())),
        *(_hidden_column(grid, row, each) for each in taken if each.number in grid.hidden_columns),
        *_missing(grid, row, {each.column.name for each in taken}, table),
    ]


def _hidden_column(grid: Grid, row: int, taken: Taken) -> Fault:
    place = grid.place(row, taken.number, taken.heading)
    what = f"{quoted(taken.heading)} is a hidden column; show it, or leave it out with --map"
    return Fault((row, taken.number), SheetError(f"{place} {what}"))


def _missing(grid: Grid, row: int, met: Container[str], table: Table) -> Iterator[Fault]:
    for column in table.file_columns:
        if column.required and column.name not in met:
            mend = f"name one with --map 'its heading={column.name}'"
            what = f"no column meets {column.name}, which is required; {mend}"
            yield Fault((row, 0), SheetError(f"{grid.place(row)}: {what}"))
