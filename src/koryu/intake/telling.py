"""What is wrong with a table that a sheet was added to, told at the places of the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

from koryu.errors import Cell, DataError, KoryuError, SheetError
from koryu.intake.grid import Grid
from koryu.intake.incoming import Fault
from koryu.intake.meeting import Taken
from koryu.intake.merging import Line, Merged
from koryu.intake.target import Target
from koryu.printable import quoted
from koryu.tables.key_checks import DoubleKey


@dataclass(frozen=True)
class Teller:
    """Checks a merged table and tells each fault where the user finds it."""

    target: Target
    grid: Grid
    taken: tuple[Taken, ...]
    merged: Merged

    def tell(self) -> tuple[list[Fault], list[KoryuError]]:
        """Tell the faults of new rows, and those of the project itself.

        What is wrong with new rows echoes in the tables that refer to them, so that is told only without.
        """
        found = self.target.check(self.merged.checked)
        rows: list[Fault] = []
        others: list[KoryuError] = []
        for fault in found.faults if found else ():
            line = self._line(fault)
            if line and isinstance(fault, DataError):
                rows.append(self._at(line, fault.cell.column, self._problem(fault)))
            else:
                others.append(self._present(fault))
        return rows, [each for each in others if self._is_own(each)] if rows else others

    def _is_own(self, fault: KoryuError) -> TypeGuard[DataError]:
        return isinstance(fault, DataError) and fault.cell.path == self.target.shown

    def _line(self, fault: KoryuError) -> Line | None:
        """Find the new line that a fault is of; None if it is another one."""
        if not self._is_own(fault):
            return None
        line = self.merged.line(fault.cell.line)
        return line if line and line.row else None

    def _at(self, line: Line, name: str | None, problem: str) -> Fault:
        for each in self.taken:
            if each.column.name == name:
                place = self.grid.place(line.row, each.number, each.heading)
                return Fault((line.row, each.number), SheetError(f"{place} {problem}"))
        what = f"{name} {problem}" if name else problem
        return Fault((line.row, 0), SheetError(f"{self.grid.place(line.row)}: {what}"))

    def _present(self, fault: KoryuError) -> KoryuError:
        """Tell a fault of a present line with its number in the file."""
        if not self._is_own(fault):
            return fault
        line = self.merged.line(fault.cell.line)
        cell = Cell(self.target.shown, line.number if line else fault.cell.line, fault.cell.column)
        return DataError(cell, self._problem(fault))

    def _problem(self, fault: DataError) -> str:
        if not isinstance(fault, DoubleKey):
            return fault.problem
        first, mend = self.merged.line(fault.first), "keep one"
        if first and first.number:
            mend = "leave it out, or let it replace that row with --update"
        return f"{quoted(fault.key)} stands already in {self._where(first)}; {mend}"

    def _where(self, line: Line | None) -> str:
        if not line or not line.row:
            return f"{self.target.shown}:{line.number if line else 1}"
        names = self.target.table.primary_key
        keys = [each for each in self.taken if each.column.name in names]
        return (
            self.grid.place(line.row, keys[0].number, keys[0].heading) if keys else self.grid.place(line.row)
        )
