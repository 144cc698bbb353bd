"""Importing a sheet: read, met with a table, checked with it, and written only if all of it fits."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from koryu.errors import Faults, KoryuError, ProjectError, SheetError
from koryu.intake.grid import Grid
from koryu.intake.incoming import Incoming, gather, header_faults
from koryu.intake.layout import Layout, find_layout
from koryu.intake.meeting import Meeting, meet, taken_of
from koryu.intake.merging import Merged, merge
from koryu.intake.recognition import read_grid
from koryu.intake.target import Target, find_target
from koryu.intake.telling import Teller
from koryu.settings import Settings

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
        if not self.faults:
            return
        more = len(self.faults) - MOST_FAULTS
        rest = [SheetError(f"{self.grid.shown}: {more} more faults; mend these first")] if more > 0 else []
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
        elif output.exists() and output.samefile(self.grid.shown):
            raise ProjectError(f"{output}: is the file that is imported; let --output name another one")
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
    if not faults:  # what a header lacks, each row would lack
        found, others = Teller(target, grid, taken_of(meetings), merged).tell()
        faults += [fault for fault in found if fault.spot not in incoming.blank]
    all_faults = sorted((*faults, *incoming.faults), key=lambda fault: fault.spot)
    errors = (*others, *(fault.error for fault in all_faults))
    return Intake(settings, target, grid, layout, meetings, incoming, merged, errors)


def _wanted(target: Target) -> str:
    names = ", ".join(column.name for column in target.columns)
    return f"{target.table.shown} has {names}; name one with --map 'its heading=our_column'"


def _write(path: Path, content: bytes) -> None:
    """Replace a file as a whole; its mode stays."""
    with _beside(path) as temporary:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file beside another one, gone afterwards whatever happens."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder:
        yield Path(folder) / path.name
