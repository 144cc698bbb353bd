"""The tables of a project, read as their metadata (CSV on the Web) describe them, and strictly.

Everything that is wrong in a group of tables is told at once, a line for each fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from koryu.errors import Cell, DataError, Faults
from koryu.tables.cells import Row
from koryu.tables.description.metadata import MetadataReader
from koryu.tables.description.model import Column, Table, TableGroup
from koryu.tables.faults import Collector
from koryu.tables.files.fetching import Fetcher, LocalFetcher, url_of
from koryu.tables.files.parsing import Record
from koryu.tables.files.text import read_lines, split_line
from koryu.tables.headers import mismatches
from koryu.tables.house import check_group, make_strict_reader
from koryu.tables.key_checks import KeyCheck
from koryu.tables.reading import iter_rows

__all__ = ["GroupRows", "Row", "TableRows", "read_group", "read_metadata"]


@dataclass(frozen=True)
class TableRows:
    """A table: what describes it, and its rows as they stand in the file."""

    description: Table
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class GroupRows:
    """The tables of a folder, and those of others that its keys refer to."""

    path: Path
    tables: tuple[TableRows, ...]


def read_group(path: Path, root: Path | None = None, fetcher: Fetcher | None = None) -> GroupRows:
    """Read a group of tables by the rules of the house.

    Args:
        path: Its metadata, ``csv-metadata.json``.
        root: The folder that messages show paths from; without it they show them as given.
        fetcher: What reads the tables; local files if not given.

    Raises:
        Faults: One DataError for each fault of the metadata, or if they are right, of the tables.
    """
    group, fetcher = read_metadata(path, root), fetcher or LocalFetcher()
    faults, keys = Collector(), KeyCheck(group.tables, lets_empty=True)
    tables = [_read_table(place, group, fetcher, keys, faults) for place in range(len(group.tables))]
    keys.settle(faults)
    faults.settle()
    return GroupRows(path, tuple(tables))


def read_metadata(path: Path, root: Path | None = None) -> TableGroup:
    """Read the description of a group of tables by the rules of the house.

    Raises:
        Faults: One DataError for each fault.
    """
    faults = Collector()
    seen_from = root if root is not None or path.is_absolute() else Path.cwd()
    with faults.catching():
        group = MetadataReader(LocalFetcher(), faults, seen_from).read(url_of(path))
    faults.settle()
    check_group(group)
    return group


def _read_table(
    place: int, group: TableGroup, fetcher: Fetcher, keys: KeyCheck, faults: Collector
) -> TableRows:
    """Read a table; if rows are missing, nothing can be said of keys that refer to it."""
    table, own = group.tables[place], Collector()
    rows: list[Row] = []
    lines = _read_lines(table, fetcher, own)
    if lines is not None:
        with own.catching():
            _check_header(table, lines)
            rows = _read_rows(table, lines, own)
    for row in rows:
        keys.see(place, row)
    keys.finish(place, own, is_whole=lines is not None and len(rows) == len(lines) - 1)
    faults.add(*own.faults)
    return TableRows(table, tuple(rows))


def _read_lines(table: Table, fetcher: Fetcher, faults: Collector) -> list[str] | None:
    try:
        content = fetcher.fetch(table.url).content
    except OSError as error:
        faults.add(DataError(Cell(table.shown, 1), f"cannot be read: {error.strerror}"))
        return None
    return read_lines(content, table.shown, faults)


def _check_header(table: Table, lines: list[str]) -> None:
    cell, columns = Cell(table.shown, 1), table.file_columns
    names = [column.name for column in columns]
    if not lines:
        raise DataError(cell, f"the file is empty; its first line is {','.join(names)}")
    header = [_name_of(text, columns) for text in split_line(lines[0], cell, names)]
    if found := mismatches(cell, header, columns):
        raise Faults(found)


def _name_of(heading: str, columns: tuple[Column, ...]) -> str:
    return next((column.name for column in columns if heading in column.headings), heading)


def _read_rows(table: Table, lines: list[str], faults: Collector) -> list[Row]:
    readers = [make_strict_reader(column) for column in table.file_columns]
    return list(iter_rows(table, _records(table, lines, faults), readers, faults))


def _records(table: Table, lines: list[str], faults: Collector) -> Iterator[Record]:
    names = [column.name for column in table.file_columns]
    for number, line in enumerate(lines[1:], 2):
        with faults.catching():
            cell = Cell(table.shown, number)
            if not line:
                raise DataError(cell, "the line is empty; remove it")
            yield Record(number, number, split_line(line, cell, names))
