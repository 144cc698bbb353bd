"""A table with rows added to it: as it is checked, with each line known, and as it is written, by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from koryu.intake.target import Target
from koryu.tables.files.text import join_cells

Key = tuple[str, ...]


class Line(NamedTuple):
    """A line of a table.

    ``text``: without its end. ``number``: in the present table; 0 if the line is new. ``row``: in the sheet.
    """

    key: Key
    text: str
    number: int = 0
    row: int = 0


@dataclass(frozen=True)
class Merged:
    """A table with rows added.

    ``kept``: present lines. ``new``: those from the sheet. ``replaced`` and ``same``: how many of them stand
    for a present line, and how many of these change nothing.
    """

    header: str
    kept: tuple[Line, ...]
    new: tuple[Line, ...]
    replaced: int
    same: int

    @property
    def added(self) -> int:
        """How many rows have a new key."""
        return len(self.new) - self.replaced - self.same

    @property
    def checked(self) -> bytes:
        """The table to be checked: present lines first, so that a double key is told at the new row."""
        return self._encode((*self.kept, *self.new))

    @property
    def written(self) -> bytes:
        """The table to be written: sorted by key."""
        return self._encode(tuple(sorted((*self.kept, *self.new))))

    def line(self, number: int) -> Line | None:
        """Find a line of the checked table by its number there; None is the header."""
        return (*self.kept, *self.new)[number - 2] if number > 1 else None

    def _encode(self, lines: tuple[Line, ...]) -> bytes:
        return "".join(f"{line}\n" for line in (self.header, *(each.text for each in lines))).encode()


def merge(target: Target, rows: Mapping[int, Mapping[str, str]], update: bool) -> Merged:
    """Add rows to a table.

    Args:
        target: The table.
        rows: Texts by the name of the column, by the number of the row in the sheet.
        update: Let a row replace the one that has its key; columns that it does not name stay.

    Raises:
        DataError: A line of the present table is malformed.
    """
    header, *lines = target.lines()
    present: list[Line] = []
    cells: dict[Key, list[str]] = {}
    for number, text in enumerate(lines, 2):
        parts = target.cells(number, text)
        key = _key(parts, target)
        cells[key] = parts
        present.append(Line(key, text, number))
    new = [_line(target, row, texts, cells if update else {}) for row, texts in rows.items()]
    texts_of = {line.key: line.text for line in present}
    again = {line.key for line in new if line.key in texts_of} if update else set()
    same = sum(line.key in again and line.text == texts_of[line.key] for line in new)
    kept = tuple(line for line in present if line.key not in again)
    return Merged(header, kept, tuple(new), sum(line.key in again for line in new) - same, same)


def _key(cells: list[str], target: Target) -> Key:
    return tuple(cells[place] for place in target.key_places if place < len(cells))


def _line(target: Target, row: int, texts: Mapping[str, str], present: Mapping[Key, list[str]]) -> Line:
    key = tuple(texts.get(name, "") for name in target.table.primary_key)
    old = present.get(key) or [""] * len(target.columns)
    cells = [texts.get(column.name, was) for column, was in zip(target.columns, old, strict=True)]
    return Line(key, join_cells(cells).removesuffix("\n"), row=row)
