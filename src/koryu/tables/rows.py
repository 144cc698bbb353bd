"""The rows of tables, read as their metadata (CSV on the Web) describe them and checked against it.

Everything that is wrong in a group of tables is told at once, a line for each fault.

Source: https://www.w3.org/TR/tabular-data-model/#parsing and #validating-tables
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from koryu.errors import Cell, DataError, Faults
from koryu.printable import quoted
from koryu.suggestions import did_you_mean, nearest
from koryu.tables.columns import Column
from koryu.tables.faults import Collector
from koryu.tables.metadata import ForeignKey, TableDescription, read_metadata
from koryu.tables.text import read_lines, split_line

Key = tuple[str, ...]


class Row(NamedTuple):
    """A row: its line in the file, counted from 1, and its cells by column; an empty one is None."""

    line: int
    cells: dict[str, str | None]


@dataclass(frozen=True)
class Table:
    """A table: what describes it, and its rows as they stand in the file."""

    description: TableDescription
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class TableGroup:
    """The tables of a folder, and those of others that its keys refer to."""

    path: Path
    tables: tuple[Table, ...]


def read_group(path: Path, root: Path | None = None) -> TableGroup:
    """Read a group of tables.

    Args:
        path: Its metadata, ``csv-metadata.json``.
        root: The folder that messages show paths from; without it they show them as given.

    Raises:
        Faults: One DataError for each fault of the metadata, or if they are right, of the tables.
    """
    faults = Collector()
    group = read_metadata(path, root)
    tables = [_read_table(description, faults) for description in group.tables]
    _check_foreign_keys([table for table in tables if table], faults)
    faults.settle()
    return TableGroup(path, tuple(table for table in tables if table))


def _read_table(description: TableDescription, faults: Collector) -> Table | None:
    """Read a table; None if rows are missing, so that nothing can be said of keys that refer to it."""
    own = Collector()
    lines = read_lines(description.path, description.shown, own)
    rows: list[Row] = []
    if lines is not None:
        with own.catching():
            _check_header(description, lines)
            rows = _read_rows(description, lines, own)
            _check_primary_key(description, rows, own)
    faults.add(*own.faults)
    return Table(description, tuple(rows)) if lines and len(rows) == len(lines) - 1 else None


def _check_header(description: TableDescription, lines: list[str]) -> None:
    cell = Cell(description.shown, 1)
    columns = description.schema.columns
    names = [column.name for column in columns]
    if not lines:
        raise DataError(cell, f"the file is empty; its first line is {','.join(names)}")
    header = [_name_of(text, columns) for text in split_line(lines[0], cell, names)]
    faults = [*_unknown_columns(cell, header, names), *_missing_columns(cell, header, names)]
    if not faults and header != names:
        faults = [_misplaced(cell, header, names)]
    if faults:
        raise Faults(faults)


def _name_of(heading: str, columns: tuple[Column, ...]) -> str:
    return next((column.name for column in columns if heading in column.headings), heading)


def _unknown_columns(cell: Cell, header: list[str], names: list[str]) -> list[DataError]:
    missing = [name for name in names if name not in header]
    return [
        DataError(cell, f"no column {quoted(text)}{did_you_mean(text, missing) or '; remove it'}")
        for text in header
        if text not in names
    ]


def _missing_columns(cell: Cell, header: list[str], names: list[str]) -> list[DataError]:
    missing = [name for name in names if name not in header]
    meant = {near for text in header if text not in names for near in nearest(text, missing)}
    return [
        DataError(cell, f"column {name} is missing; the header is {','.join(names)}")
        for name in missing
        if name not in meant
    ]


def _misplaced(cell: Cell, header: list[str], names: list[str]) -> DataError:
    name, times = Counter(header).most_common(1)[0]
    if times > 1:
        return DataError(cell, f"column {name} stands twice; the header is {','.join(names)}")
    found, wanted = next(pair for pair in zip(header, names, strict=True) if pair[0] != pair[1])
    return DataError(cell, f"column {found} stands where {wanted} should; the header is {','.join(names)}")


def _read_rows(description: TableDescription, lines: list[str], faults: Collector) -> list[Row]:
    rows: list[Row] = []
    columns = description.schema.columns
    names = [column.name for column in columns]
    for number, line in enumerate(lines[1:], 2):
        with faults.catching():
            cell = Cell(description.shown, number)
            row = Row(number, _read_cells(line, cell, names))
            rows.append(row)
            faults.add(*_cell_faults(row, cell, columns))
    return rows


def _read_cells(line: str, cell: Cell, names: list[str]) -> dict[str, str | None]:
    if not line:
        raise DataError(cell, "the line is empty; remove it")
    texts = split_line(line, cell, names)
    if len(texts) != len(names):
        raise DataError(cell, _wrong_number(texts, names))
    return {name: text or None for name, text in zip(names, texts, strict=True)}


def _wrong_number(texts: list[str], names: list[str]) -> str:
    count = f"has {len(texts)} cells where the header has {len(names)}"
    if len(texts) > len(names):
        return f"{count}; put a cell with a comma in quotes, or remove what follows {names[-1]}"
    return f"{count}; nothing is left for {names[len(texts)]}: an empty cell needs its comma"


def _cell_faults(row: Row, cell: Cell, columns: tuple[Column, ...]) -> list[DataError]:
    found = ((column.name, _problem(row.cells[column.name], column)) for column in columns)
    return [DataError(Cell(cell.path, cell.line, name), problem) for name, problem in found if problem]


def _problem(text: str | None, column: Column) -> str | None:
    if text is None:
        return "is empty; it is required" if column.required else None
    if text != text.strip():
        return f"{quoted(text)} begins or ends with white space; write {quoted(text.strip())}"
    problem = column.datatype.problem(text)
    return f"{problem.what}; {problem.mend or _purpose(column)}" if problem else None


def _purpose(column: Column) -> str:
    purpose = column.description.removesuffix(".") or column.headings[-1]
    return f"what belongs here: {purpose}"


def _check_primary_key(description: TableDescription, rows: list[Row], faults: Collector) -> None:
    names = description.schema.primary_key
    first: dict[Key, int] = {}
    for row in rows if names else []:
        key = _key(row, names)
        if key and key in first:
            cell = Cell(description.shown, row.line, names[0])
            faults.add(DataError(cell, f"{_quoted(key)} stands already in line {first[key]}; keep one"))
        elif key:
            first[key] = row.line


def _key(row: Row, names: tuple[str, ...]) -> Key | None:
    """Take the values of columns; None if one is empty, so that there is nothing to refer to."""
    values = tuple(value for name in names if (value := row.cells[name]) is not None)
    return values if len(values) == len(names) else None


def _quoted(key: Key) -> str:
    return quoted(", ".join(key))


def _check_foreign_keys(tables: list[Table], faults: Collector) -> None:
    by_path = {table.description.path: table for table in tables}
    for table in tables:
        for foreign_key in table.description.schema.foreign_keys:
            if target := by_path.get(foreign_key.path):
                faults.add(*_dangling(table, foreign_key, target))


def _dangling(table: Table, foreign_key: ForeignKey, target: Table) -> list[DataError]:
    keys = {_key(row, foreign_key.references) for row in target.rows}
    return [
        DataError(
            Cell(table.description.shown, row.line, foreign_key.columns[0]),
            f"{_quoted(key)} is no key of {target.description.shown}{_near(key, keys)}",
        )
        for row in table.rows
        if (key := _key(row, foreign_key.columns)) and key not in keys
    ]


def _near(key: Key, keys: set[Key | None]) -> str:
    texts = sorted(", ".join(each) for each in keys if each)
    return did_you_mean(", ".join(key), texts, 3) or "; add it there, or correct it here"
