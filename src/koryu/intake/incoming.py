"""The rows of a sheet as rows of a table: each taken cell written plainly, or told why it cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from koryu.errors import SheetError
from koryu.intake.grid import Box, Grid, Spot, normal
from koryu.intake.layout import Layout
from koryu.intake.meeting import Meeting
from koryu.intake.values import make_plainer, refusal
from koryu.printable import quoted
from koryu.tables.cells import make_cell_reader
from koryu.tables.model import Table

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
    taken = {meeting.number: meeting for meeting in meetings if meeting.ours}
    total = _total(layout, taken, table)
    rows = {row: texts for row, texts in layout.rows.items() if row != total}
    boxes = [box for box in grid.merged if _touches(box, rows, taken)]
    faults = [*_hidden(grid, rows), *_merged(grid, boxes)]
    blank = {spot for box in boxes for spot in _spots(box, rows, taken)}
    rows = {row: texts for row, texts in rows.items() if row not in grid.hidden_rows}
    plain = {number: make_plainer(each.ours) for number, each in taken.items() if each.ours}
    found: dict[int, dict[str, str]] = {}
    for row, texts in rows.items():
        found[row] = {each.ours.name: "" for each in taken.values() if each.ours}
        for number, text in texts.items():
            if (meeting := taken.get(number)) and meeting.ours:
                written = plain[number](text)
                problem = grid.flaws.get((row, number)) or refusal(meeting.ours, written)
                if problem:
                    place = grid.place(row, number, meeting.heading)
                    faults.append(Fault((row, number), SheetError(f"{place} {problem}")))
                    blank.add((row, number))
                elif (row, number) not in blank:
                    found[row][meeting.ours.name] = written
    return Incoming(found, total, tuple(faults), frozenset(blank))


def _total(layout: Layout, taken: Mapping[int, Meeting], table: Table) -> int | None:
    """Find a total at the end: a row that begins with a word for one, and has no key."""
    if not layout.rows:
        return None
    row, texts = list(layout.rows.items())[-1]
    if normal(texts[min(texts)]) not in _TOTALS:
        return None
    keys = [each for each in taken.values() if each.ours and each.ours.name in table.primary_key]
    problems = [make_cell_reader(k.ours)(texts.get(k.number, "")).problems for k in keys if k.ours]
    return row if any(problems) or not keys else None


def _hidden(grid: Grid, rows: Mapping[int, object]) -> Iterator[Fault]:
    for row in rows:
        if row in grid.hidden_rows:
            error = SheetError(f"{grid.place(row)}: the row is hidden; show it, or delete it")
            yield Fault((row, 0), error)


def _touches(box: Box, rows: Mapping[int, object], taken: Mapping[int, object]) -> bool:
    has_rows = any(box.top <= row <= box.bottom for row in rows)
    return has_rows and any(box.left <= number <= box.right for number in taken)


def _merged(grid: Grid, boxes: list[Box]) -> Iterator[Fault]:
    for box in boxes:
        error = SheetError(f"{grid.area(box)}: the cells are merged; split them, and write each its value")
        yield Fault((box.top, box.left), error)


def _spots(box: Box, rows: Mapping[int, object], taken: Mapping[int, object]) -> Iterator[Spot]:
    for row in rows:
        if box.top <= row <= box.bottom:
            yield from ((row, number) for number in taken if box.left <= number <= box.right)


def header_faults(grid: Grid, layout: Layout, meetings: tuple[Meeting, ...], table: Table) -> list[Fault]:
    """Tell what is wrong with a header: doubts, columns that are hidden, and those that are missing."""
    row, met = layout.header[-1], {meeting.ours.name for meeting in meetings if meeting.ours}
    faults = []
    for each in meetings:
        if doubt := each.doubt():
            faults.append(Fault((row, each.number), doubt))
        if each.ours and each.number in grid.hidden_columns:
            what = f"{quoted(each.heading)} is a hidden column; show it, or leave it out with --map"
            faults.append(Fault((row, each.number), SheetError(f"{each.place} {what}")))
    for column in table.file_columns:
        if column.required and column.name not in met:
            what = f"no column meets {column.name}, which is required; name one with --map"
            error = SheetError(f"{grid.place(row)}: {what} 'its heading={column.name}'")
            faults.append(Fault((row, 0), error))
    return faults
