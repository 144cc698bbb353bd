"""The header of a file against the columns that its metadata describe.

Source: https://www.w3.org/TR/tabular-metadata/#table-description-compatibility
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from koryu.errors import Cell, DataError
from koryu.printable import quoted
from koryu.suggestions import did_you_mean, nearest
from koryu.tables.description.columns import make_column
from koryu.tables.description.model import Column, Table, Title
from koryu.tables.description.templates import Template
from koryu.tables.faults import Collector, Manner

_MOST_COLUMNS: Final = 100_000
_LONGEST: Final = 500  # characters of a header that a message repeats


def annotate(table: Table, header: list[list[str]], width: int, faults: Collector) -> Table:
    """Fill in the columns that the metadata do not describe, and check those that they do.

    Args:
        table: The table, as its metadata describe it.
        header: The titles of each column of the file.
        width: How many columns the first row has, for a file without a header.
        faults: Takes what does not fit.

    Raises:
        DataError: There are so many columns that it must be a mistake.
    """
    if len(header) > _MOST_COLUMNS:
        problem = f"has {len(header):,} columns; at most {_MOST_COLUMNS:,} are read; is it a table?"
        raise DataError(Cell(table.shown, 1), problem)
    titles = [tuple(Title(text, table.language) for text in texts) for texts in header]
    described = table.file_columns
    if table.has_schema:
        faults.blame(*_incompatible(table, titles, faults))
    found = [
        make_column(number, table.inherited, () if table.has_schema else _lone(titles, number))
        for number in range(len(described) + 1, max(len(titles), width) + 1)
    ]
    found = list(_told_apart(table, found, faults))
    shifted = [replace(each, number=each.number + len(found)) for each in table.virtual_columns]
    return replace(table, columns=(*described, *found, *shifted))


def _told_apart(table: Table, columns: list[Column], faults: Collector) -> Iterator[Column]:
    """Give columns of the same title names of their own; the property that they make stays the same."""
    seen: set[str] = set()
    for column in columns:
        name = column.name
        if name in seen:
            faults.warn(DataError(Cell(table.shown, 1), f"two columns are called {quoted(name)}; rename one"))
            same = column.property or Template(f"{table.url}#{name}")
            column = replace(column, name=f"_col.{column.number}", property=same)
        seen.add(name)
        yield column


def _lone(titles: list[tuple[Title, ...]], number: int) -> tuple[Title, ...]:
    """Give the titles of a column that the header alone describes, in no language."""
    found = titles[number - 1] if number <= len(titles) else ()
    return tuple(Title(title.text) for title in found)


def _incompatible(table: Table, titles: list[tuple[Title, ...]], faults: Collector) -> list[DataError]:
    if not titles:
        return []
    columns, cell = table.file_columns, Cell(table.shown, 1)
    if len(columns) == len(titles):
        pairs = zip(columns, titles, strict=True)
        if all(_is_compatible(column, found, faults.manner) for column, found in pairs):
            return []
    header = [_name_of(found, columns) for found in titles]
    return mismatches(cell, header, columns) or _untitled(cell, columns)


def _is_compatible(column: Column, titles: tuple[Title, ...], manner: Manner) -> bool:
    if not titles or not (column.titles or column.is_named):
        return True
    if not column.titles:  # it has a name only, which no header is bound to for one who does not validate
        return manner is Manner.CONVERSION
    return any(_is_same(own, found) for own in column.titles for found in titles)


def _is_same(one: Title, other: Title) -> bool:
    """Compare titles; a language matches what it is more special than."""
    tags = one.language.lower(), other.language.lower()
    shorter, longer = sorted(tags, key=len)
    return one.text == other.text and ("und" in tags or longer == shorter or longer.startswith(f"{shorter}-"))


def _name_of(titles: tuple[Title, ...], columns: tuple[Column, ...]) -> str:
    texts = [title.text for title in titles]
    return next((column.name for column in columns if set(texts) & set(column.headings)), (texts or [""])[0])


def _untitled(cell: Cell, columns: tuple[Column, ...]) -> list[DataError]:
    """Tell of columns whose titles are not those of the header, though their names may be."""
    return [
        DataError(
            cell, f"column {column.name} has no title that the header has; give it titles in the metadata"
        )
        for column in columns
        if not column.titles
    ] or [DataError(cell, "the titles of the metadata are in another language than the header; correct lang")]


def mismatches(cell: Cell, header: list[str], columns: tuple[Column, ...]) -> list[DataError]:
    """Tell how a header, its titles replaced by the names they stand for, differs from the columns."""
    names = [column.name for column in columns]
    faults = [*_unknown_columns(cell, header, names), *_missing_columns(cell, header, names)]
    if not faults and header != names:
        faults = [_misplaced(cell, header, names)]
    return faults


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
        DataError(cell, f"column {name} is missing; the header is {_listed(names)}")
        for name in missing
        if name not in meant
    ]


def _listed(names: list[str]) -> str:
    """List the columns of a header; of very many, as in a table that is none, the first."""
    text = ",".join(names)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _misplaced(cell: Cell, header: list[str], names: list[str]) -> DataError:
    name, times = Counter(header).most_common(1)[0]
    if times > 1:
        return DataError(cell, f"column {name} stands twice; the header is {_listed(names)}")
    found, wanted = next(pair for pair in zip(header, names, strict=True) if pair[0] != pair[1])
    return DataError(cell, f"column {found} stands where {wanted} should; the header is {_listed(names)}")
