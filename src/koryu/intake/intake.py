"""Importing a sheet: read, met with a table, checked with it, and written only if all of it fits."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from koryu.errors import DataError, Faults, KoryuError, ProjectError, SheetError
from koryu.intake.grid import Grid
from koryu.intake.incoming import Fault, Incoming, gather, header_faults
from koryu.intake.layout import Layout, find_layout
from koryu.intake.meeting import Meeting, meet
from koryu.intake.merging import Line, Merged, merge
from koryu.intake.recognition import read_grid
from koryu.intake.target import Target, find_target
from koryu.printable import quoted
from koryu.settings import Settings
from koryu.tables.key_checks import DoubleKey

MOST_FAULTS: Final = 100  # that are told


@dataclass(frozen=True, kw_only=True)
class Request:
    """What to import, and into which table.

    ``source``: that of the table; None if only one has a table of that name. ``sheet``: that of a workbook.
    ``encoding``: that of a text; None is to recognise it. ``maps``: names of columns by headings of the file,
    empty to leave one out. ``update``: let rows replace those of the same key.
    """

    path: Path
    table: str
    source: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    maps: Mapping[str, str] = field(default_factory=dict)
    update: bool = False


@dataclass(frozen=True)
class Intake:
    """A sheet that has been read and checked. ``faults``: what is wrong; with any, nothing can be written."""

    settings: Settings
    target: Target
    grid: Grid
    layout: Layout
    meetings: tuple[Meeting, ...]
    incoming: Incoming
    merged: Merged
    faults: tuple[KoryuError, ...]

    def settle(self) -> None:
        """Raise what is wrong.

        Raises:
            Faults: Anything is; one error for each, and their number if there are too many to tell.
        """
        if more := len(self.faults) - MOST_FAULTS:
            rest = (
                [SheetError(f"{self.grid.shown}: {more} more faults; mend these first")] if more > 0 else []
            )
            if self.faults:
                raise Faults((*self.faults[:MOST_FAULTS], *rest))

    def write(self, output: Path | None = None) -> Path:
        """Write the table with the rows added, at once or not at all.

        Args:
            output: Where to; None is the table's own file.

        Raises:
            Faults: Something is wrong with the rows.
            ProjectError: The file cannot be written, or has changed since it was read; it stays as it is.
        """
        self.settle()
        path = self.target.path if output is None else output
        if output is None:
            self._check_place()
        try:
            _write(path.resolve(), self.merged.written)
        except OSError as error:
            raise ProjectError(f"{path}: cannot be written: {error.strerror}; it stays as it was") from None
        return path

    def _check_place(self) -> None:
        if self.settings.is_shipped:
            raise ProjectError(
                f"{self.target.shown}: came with the program and is not changed; "
                "'koryu new DIR' lays out a project of your own, or write to --output"
            )
        if self.target.path.read_bytes() != self.target.content:
            raise ProjectError(f"{self.target.shown}: has changed in the meantime; import again")


def take_in(settings: Settings, request: Request) -> Intake:
    """Read a sheet and check its rows with those that the table has; nothing is written.

    Raises:
        SheetError: The file cannot be read, or has no header that is known.
        ProjectError: There is no such table.
        Faults: Several such errors; faults of rows are not raised but kept.
    """
    target = find_target(settings, request.table, request.source)
    headings = [*(each for column in target.columns for each in column.headings), *request.maps]
    grid = read_grid(request.path, request.sheet, request.encoding, headings)
    layout = find_layout(grid, headings, _wanted(target))
    meetings = meet(grid, layout, target.columns, request.maps)
    incoming = gather(grid, layout, meetings, target.table)
    if not layout.rows:
        raise SheetError(f"{grid.place(layout.header[-1])}: there are no rows below the header")
    merged = merge(target, incoming.rows, request.update)
    faults = header_faults(grid, layout, meetings, target.table)
    others: list[KoryuError] = []
    if not faults:
        found = target.check(merged.checked)
        for fault in found.faults if found else ():
            told = _Teller(target, grid, meetings, merged).tell(fault)
            if isinstance(told, Fault) and told.spot not in incoming.blank:
                faults.append(told)
            elif not isinstance(told, Fault):
                others.append(told)
    told_all = sorted((*faults, *incoming.faults), key=lambda fault: fault.spot)
    errors = (*others, *(fault.error for fault in told_all))
    return Intake(settings, target, grid, layout, meetings, incoming, merged, errors)


def _wanted(target: Target) -> str:
    names = ", ".join(column.name for column in target.columns)
    return f"{target.table.shown} has {names}; name one with --map 'its heading=our_column'"


@dataclass(frozen=True)
class _Teller:
    """Tells a fault of the merged table at the place where the user finds it."""

    target: Target
    grid: Grid
    meetings: tuple[Meeting, ...]
    merged: Merged

    def tell(self, fault: KoryuError) -> KoryuError | Fault:
        """Tell a fault of a new row at its cell in the sheet, and all others where they are."""
        if not isinstance(fault, DataError) or fault.cell.path != self.target.shown:
            return fault
        line, problem = self.merged.line(fault.cell.line), self._problem(fault)
        if line is None or not line.row:
            return DataError(
                type(fault.cell)(self.target.shown, line.number if line else 1, fault.cell.column), problem
            )
        name = fault.cell.column
        for each in self.meetings:
            if each.ours and each.ours.name == name:
                place = self.grid.place(line.row, each.number, each.heading)
                return Fault((line.row, each.number), SheetError(f"{place} {problem}"))
        what = f"{name} {problem}" if name else problem
        return Fault((line.row, 0), SheetError(f"{self.grid.place(line.row)}: {what}"))

    def _problem(self, fault: DataError) -> str:
        if not isinstance(fault, DoubleKey):
            return fault.problem
        first = self.merged.line(fault.first)
        where, mend = self._where(first), "keep one"
        if first and first.number:
            mend = "leave it out, or let it replace that row with --update"
        return f"{quoted(fault.key)} stands already in {where}; {mend}"

    def _where(self, line: Line | None) -> str:
        if line and line.row:
            return self.grid.place(line.row, self._key_column())
        return f"{self.target.shown}:{line.number if line else 1}"

    def _key_column(self) -> int | None:
        names = self.target.table.primary_key[:1]
        return next((each.number for each in self.meetings if each.ours and each.ours.name in names), None)


def _write(path: Path, content: bytes) -> None:
    """Replace a file as a whole; its mode stays."""
    mode = path.stat().st_mode if path.exists() else None
    with _beside(path) as temporary:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644 if mode is None else mode & 0o7777)
        temporary.replace(path)


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file beside another one, gone afterwards whatever happens."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder:
        yield Path(folder) / path.name
