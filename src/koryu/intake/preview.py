"""What an import would do, in lines to read before it is done."""

from __future__ import annotations

from collections.abc import Iterator

from koryu.intake.grid import Grid
from koryu.intake.intake import Intake
from koryu.printable import printable, quoted

_SHOWN = 5  # rows


def preview_lines(intake: Intake) -> list[str]:
    """Show how a sheet meets a table, what is not taken, and the first rows as they will be written."""
    return [*_files(intake), *_columns(intake), *_left_out(intake), *_first_rows(intake)]


def changes(intake: Intake) -> str:
    """Say how many rows are added, replaced, and stay as they are."""
    merged = intake.merged
    found = {"added": merged.added, "replaced": merged.replaced, "unchanged": merged.same}
    return ", ".join(f"{counted(n, 'row')} {what}" for what, n in found.items() if n or what == "added")


def counted(number: int, word: str) -> str:
    """Write a number of things."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def _files(intake: Intake) -> Iterator[str]:
    grid, target = intake.grid, intake.target
    form = f"sheet {grid.sheet_name}" if grid.sheet is not None else grid.form
    header = _rows(list(intake.layout.header), grid)
    yield f"{grid.shown}: {form}; header in {header}, {counted(len(intake.layout.rows), 'row')} below it"
    yield f"{target.shown}: {counted(len(target.lines()) - 1, 'row')}"


def _columns(intake: Intake) -> Iterator[str]:
    for each in intake.meetings:
        name = each.ours.name if each.ours else ""
        how = f" ({each.how})" if name and each.how else each.how
        question = f"; {each.question}" if each.question else ""
        address = "" if intake.grid.sheet is None else each.place.removeprefix(f"{intake.grid.shown}:") + " "
        yield f"  {address}{quoted(each.heading)}: {name}{how}{question}"
    met = {each.ours.name for each in intake.meetings if each.ours}
    if missing := [column.name for column in intake.target.columns if column.name not in met]:
        yield f"  no column for {', '.join(missing)}"


def _left_out(intake: Intake) -> Iterator[str]:
    if above := intake.layout.above:
        yield f"not taken: {_rows(list(above), intake.grid)}, above the header"
    if total := intake.incoming.total:
        yield f"not taken: {_rows([total], intake.grid)}, a total"


def _rows(numbers: list[int], grid: Grid) -> str:
    word = "line" if grid.sheet is None else "row"
    return f"{word}{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"


def _first_rows(intake: Intake) -> Iterator[str]:
    """Show new rows in their order; those that are refused are told elsewhere."""
    if intake.faults:
        return
    yield "first rows as they will be written:"
    yield intake.merged.header
    yield from (printable(line.text) for line in sorted(intake.merged.new)[:_SHOWN])
