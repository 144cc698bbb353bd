"""Reading a file of mappings, every fault at its place.

A file is read as strictly as the project's tables: what would be silently dropped or guessed by others is
refused. Source: https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from koryu.errors import Cell, DataError, Faults, KoryuError
from koryu.printable import quoted
from koryu.sssom.header import Header, faults_of, parse
from koryu.sssom.mappings import EXACT, Mapping
from koryu.sssom.slots import PROPAGATED, SLOTS, Slot
from koryu.suggestions import did_you_mean
from koryu.textfiles import decode

_WANTED: Final = {
    "subject_id": "write the thing of the project, as prefix:key",
    "predicate_id": "write how the two match, such as skos:exactMatch",
    "object_id": "write the thing of the other dataset, as prefix:id",
    "mapping_justification": "write why it holds, semapv:UnspecifiedMatching if that is not known",
}  # in the cells that may not be empty


@dataclass(frozen=True)
class Row:
    """A mapping as it stands in a file.

    ``cells``: by column, those of other tools too. ``line``: its number. ``text``: the line as it was read;
    None for one that is to be written.
    """

    mapping: Mapping
    cells: dict[str, str] = field(repr=False)
    line: int = 0
    text: str | None = field(default=None, repr=False)

    @property
    def key(self) -> tuple[str, str]:
        """What rows are sorted by."""
        return self.cells["subject_id"], self.cells["object_id"]


@dataclass(frozen=True)
class MappingSet:
    """The mappings of a file, in its order. ``shown``: what messages call the file."""

    header: Header
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    shown: str = ""

    @property
    def mappings(self) -> tuple[Mapping, ...]:
        """All of them, negative ones too."""
        return tuple(row.mapping for row in self.rows)

    def find(self, subject: str, object_: str) -> Mapping | None:
        """The mapping of a pair, if there is one."""
        return next((each for each in self.mappings if each.pair == (subject, object_)), None)


def read_mappings(
    path: Path, *, root: Path | None = None, things: Collection[str] | None = None
) -> MappingSet:
    """Read a file of mappings.

    Args:
        path: The file.
        root: The folder that messages show the path from; without it they show it as given.
        things: The IRIs that a subject may be; any if not given.

    Raises:
        Faults: The file is missing or malformed, or its mappings contradict each other; a DataError for each
            fault, which starts with ``path:line:column``.
    """
    shown = str(path.relative_to(root) if root else path)
    try:
        return read_text(_decoded(path.read_bytes(), shown), shown, things)
    except OSError as error:
        raise Faults([DataError(Cell(shown, 1), f"cannot be read: {error.strerror}")]) from None
    except DataError as error:
        raise Faults([error]) from None


def _decoded(content: bytes, shown: str) -> str:
    try:
        return decode(content, "", KoryuError)
    except KoryuError as error:
        _, line, problem = str(error).split(":", 2)
        raise DataError(Cell(shown, int(line)), problem.strip()) from None


def read_text(text: str, shown: str, things: Collection[str] | None = None) -> MappingSet:
    """Read the text of a file of mappings, which messages call ``shown``.

    Raises:
        Faults: As of ``read_mappings``.
        DataError: Its frame is not that of such a file, so that nothing else can be said.
    """
    head, lines = _cut(text, shown)
    header = parse(head, shown)
    if faults := faults_of(header, shown):
        raise Faults(faults)
    first = len(head) + 1
    columns = _columns(lines[0] if lines else "", Cell(shown, first))
    reader = _Rows(header, columns, shown, things)
    rows = [row for number, line in enumerate(lines[1:], first + 1) if (row := reader.read(line, number))]
    found = [*reader.faults, *faults_among(rows, shown)]
    if found:
        found.sort(key=lambda fault: fault.cell.line)
        raise Faults(found)
    return MappingSet(header, columns, tuple(rows), shown)


def _cut(text: str, shown: str) -> tuple[list[str], list[str]]:
    """Cut a file into its header, without the ``#``, and the lines of its table."""
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        raise DataError(Cell(shown, line), "has a carriage return; end lines with LF alone")
    if text and not text.endswith("\n"):
        raise DataError(Cell(shown, text.count("\n") + 1), "the last line does not end; end it with LF")
    lines = text.removesuffix("\n").split("\n")
    end = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return [line[1:] for line in lines[:end]], lines[end:]


def cells_of_line(line: str) -> list[str]:
    """Take the cells of a line.

    Raises:
        ValueError: A quotation mark is not closed, or stands where none may.
    """
    try:
        return next(csv.reader([line], delimiter="\t", strict=True), [])
    except csv.Error as error:
        raise ValueError(
            f"quotation marks are wrong: {error}; double those within a cell, and quote it"
        ) from None


def _columns(line: str, where: Cell) -> tuple[str, ...]:
    try:
        columns = cells_of_line(line)
    except ValueError as error:
        raise DataError(where, str(error)) from None
    missing = [name for name in _WANTED if name not in columns]
    if missing:
        raise DataError(
            where, f"has no column {missing[0]}; write the names of columns, with tabs between them"
        )
    if twice := [name for name, count in Counter(columns).items() if count > 1]:
        raise DataError(where, f"has the column {quoted(twice[0])} twice; keep one")
    if not all(columns):
        raise DataError(where, "a column has no name; name it or take it out")
    return tuple(columns)


@dataclass
class _Rows:
    """Reads rows one by one, and gathers what is wrong with them."""

    header: Header
    columns: tuple[str, ...]
    shown: str
    things: Collection[str] | None
    faults: list[DataError] = field(default_factory=list)

    def read(self, line: str, number: int) -> Row | None:
        """Read a row; None if it is faulty."""
        try:
            written = cells_of_line(line)
        except ValueError as error:
            self._add(number, None, str(error))
            return None
        if len(written) != len(self.columns):
            problem = (
                f"has {len(written)} cells, the head has {len(self.columns)}; write a tab between each two"
            )
            self._add(number, None, problem)
            return None
        cells = dict(zip(self.columns, written, strict=True))
        before = len(self.faults)
        fields = self._fields(cells, number)
        return Row(Mapping(**fields), cells, number, line) if len(self.faults) == before else None

    def _fields(self, cells: dict[str, str], number: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for slot in SLOTS:
            text = cells.get(slot.column, "")
            if slot.column in PROPAGATED and (common := self.header.text(slot.column)):
                if text:
                    self._add(number, slot.column, "stands in the header too; keep it in one of both")
                text = common
            if text.strip() != text:
                self._add(number, slot.column, f"{quoted(text)} has spaces at an end; take them out")
            elif text:
                found |= self._value(slot, text, number)
            elif slot.is_required:
                self._add(number, slot.column, f"is empty; {_WANTED[slot.column]}")
        return found

    def _value(self, slot: Slot, text: str, number: int) -> dict[str, Any]:
        try:
            value = slot.read(text, self.header.curies)
        except ValueError as error:
            self._add(number, slot.column, f"{quoted(text)} {error}")
            return {}
        if slot.field == "subject" and self.things is not None and value not in self.things:
            hint = did_you_mean(text, self._subjects()) or "; link what the tables of the project make"
            self._add(number, slot.column, f"{quoted(text)} is no thing of the project{hint}")
        return {slot.field: value}

    def _subjects(self) -> Iterator[str]:
        for thing in self.things or ():
            if curie := self.header.curies.contract(thing):
                yield curie

    def _add(self, line: int, column: str | None, problem: str) -> None:
        self.faults.append(DataError(Cell(self.shown, line, column), problem))


def faults_among(rows: Iterable[Row], shown: str) -> Iterator[DataError]:
    """List what rows, each right by itself, do wrong together: pairs twice, exact matches of two, order."""
    pairs: dict[tuple[str, str], Row] = {}
    exact: dict[tuple[str, str], Row] = {}
    last: Row | None = None
    for row in rows:
        if earlier := pairs.get(row.mapping.pair):
            yield DataError(Cell(shown, row.line, "object_id"), _twice(row, earlier))
            continue
        if last and row.key < last.key:
            yield DataError(Cell(shown, row.line, "subject_id"), _unsorted(row, last))
        if row.mapping.predicate == EXACT and not row.mapping.is_negative:
            for end in ("subject_id", "object_id"):
                if (other := exact.setdefault((end, row.cells[end]), row)) is not row:
                    yield DataError(Cell(shown, row.line, end), _two_exact(row.cells[end], other))
        pairs[row.mapping.pair] = last = row


def _unsorted(row: Row, last: Row) -> str:
    return f"{quoted(row.key[0])} is not sorted; put it before {quoted(last.key[0])} of line {last.line}"


def _twice(row: Row, earlier: Row) -> str:
    if row.mapping.is_negative != earlier.mapping.is_negative:
        return f"{quoted(row.key[1])} matches and does not, by line {earlier.line}; keep the right one"
    return f"{quoted(row.key[1])} stands in line {earlier.line} already; keep one mapping of the two"


def _two_exact(curie: str, other: Row) -> str:
    """An exact match is transitive: two of one thing would be one."""
    return (
        f"{quoted(curie)} is an exact match in line {other.line} already, which would make two things one; "
        "write skos:closeMatch, or Not for what does not hold"
    )
