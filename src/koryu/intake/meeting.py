"""How the columns of a sheet meet those of a table: by --map, by name, or by a title in any language."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from koryu.errors import Faults, KoryuError, SheetError
from koryu.intake.grid import Grid, normal
from koryu.intake.layout import Layout
from koryu.printable import printable, quoted
from koryu.suggestions import did_you_mean, nearest
from koryu.tables.description.model import Column

_NOT_TAKEN: Final = "not taken"


class Taken(NamedTuple):
    """A column of the sheet that is taken: its number, its heading, and the column of ours that it meets."""

    number: int
    heading: str
    column: Column


@dataclass(frozen=True)
class Meeting:
    """A column of the sheet and what it meets.

    ``number`` and ``heading``: those of the sheet. ``place``: that of its heading. ``ours``: None if it is
    not taken. ``how``: in words, why it meets, or why not. ``near``: columns that may be meant.
    """

    number: int
    heading: str
    place: str
    ours: Column | None
    how: str
    near: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """Ask which column is meant; empty if none is near."""
        return f"did you mean {' or '.join(self.near)}?" if self.near else ""

    def doubt(self) -> SheetError | None:
        """Ask what is meant, where a column that meets none has nearly the heading of one."""
        if not self.near:
            return None
        yes, no = (_option(self.heading, name) for name in (self.near[0], ""))
        return SheetError(
            f"{self.place} {quoted(self.heading)} meets no column; {self.question} "
            f"say {yes}, or leave it out with {no}"
        )


def _option(heading: str, name: str) -> str:
    """Write an option as a shell takes it, whatever is in the heading."""
    return f"--map {printable(shlex.quote(f'{heading}={name}'))}"


def taken_of(meetings: Iterable[Meeting]) -> tuple[Taken, ...]:
    """Give the columns that are taken."""
    return tuple(Taken(each.number, each.heading, each.ours) for each in meetings if each.ours)


def meet(
    grid: Grid, layout: Layout, columns: tuple[Column, ...], maps: Mapping[str, str]
) -> tuple[Meeting, ...]:
    """Let the columns of a sheet meet those of a table.

    Args:
        grid: The sheet.
        layout: Where its header is.
        columns: Those of the table.
        maps: The name of a column by the heading that is to meet it; empty leaves the heading out.

    Raises:
        Faults: A map leads nowhere, or two columns meet the same one; one SheetError for each.
    """
    mapped = _read_maps(grid, layout, columns, maps)
    known = _known(columns)
    found = [_meet(grid, layout, number, mapped, known) for number in layout.headings]
    met = {each.ours.name for each in found if each.ours}
    free = {words: column for words, column in known.items() if column.name not in met}
    if faults := list(_doubles(found)):
        raise Faults(faults)
    return tuple(_with_near(each, free) for each in found)


def _known(columns: Iterable[Column]) -> dict[str, Column]:
    """Give columns by their headings; one that several columns share means none of them."""
    found: dict[str, dict[str, Column]] = {}
    for column in columns:
        for heading in column.headings:
            found.setdefault(normal(heading), {})[column.name] = column
    return {heading: next(iter(meant.values())) for heading, meant in found.items() if len(meant) == 1}


def _read_maps(
    grid: Grid, layout: Layout, columns: tuple[Column, ...], maps: Mapping[str, str]
) -> dict[str, Column | None]:
    """Give the columns that maps name by their headings, and check both sides."""
    names = {column.name: column for column in columns}
    headings = {normal(heading): heading for found in layout.headings.values() for heading in found}
    faults: list[KoryuError] = []
    for heading, name in maps.items():
        if normal(heading) not in headings:
            hint = did_you_mean(heading, headings.values()) or "; write a heading as the sheet has it"
            faults.append(
                SheetError(f"{grid.place(layout.header[-1])}: no heading {quoted(heading)} for --map{hint}")
            )
        if name and name not in names:
            hint = did_you_mean(name, names) or f"; has {', '.join(names)}"
            faults.append(SheetError(f"--map {quoted(heading)}: no column {quoted(name)}{hint}"))
    if faults:
        raise Faults(faults)
    return {normal(heading): names.get(name) for heading, name in maps.items()}


def _meet(
    grid: Grid, layout: Layout, number: int, mapped: dict[str, Column | None], known: dict[str, Column]
) -> Meeting:
    headings = layout.headings[number]
    row = layout.header[-1]
    for heading in headings:
        if (word := normal(heading)) in mapped:
            place = grid.place(row, number, heading)
            column = mapped[word]
            return Meeting(number, heading, place, column, "--map" if column else "left out by --map")
    for heading in headings:
        if column := known.get(normal(heading)):
            return Meeting(number, heading, grid.place(row, number, heading), column, _how(column, heading))
    heading = layout.heading(number)
    how = _NOT_TAKEN if heading else f"{_NOT_TAKEN}: it has no heading"
    return Meeting(number, heading, grid.place(row, number, heading), None, how)


def _how(column: Column, heading: str) -> str:
    if normal(heading) == normal(column.name):
        return ""
    titles = [title.language for title in column.titles if normal(title.text) == normal(heading)]
    return f"title, {', '.join(dict.fromkeys(titles))}"


def _doubles(found: list[Meeting]) -> Iterator[SheetError]:
    first: dict[str, Meeting] = {}
    for each in found:
        if not each.ours:
            continue
        other = first.setdefault(each.ours.name, each)
        if other is not each:
            what = f"{quoted(each.heading)} meets {each.ours.name}, and so does {quoted(other.heading)}"
            mend = f"leave one out with {_option(each.heading, '')}"
            if normal(each.heading) == normal(other.heading):
                mend = "rename one"
            yield SheetError(f"{each.place} {what} at {other.place}; {mend}")


def _with_near(each: Meeting, free: dict[str, Column]) -> Meeting:
    if each.ours or each.how != _NOT_TAKEN:
        return each
    names = dict.fromkeys(free[word].name for word in nearest(normal(each.heading), free, 2))
    return Meeting(each.number, each.heading, each.place, None, each.how, tuple(names))
