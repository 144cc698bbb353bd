"""What is asked for when a table is matched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Request:
    """Which table, and what its columns say.

    ``column``: of the names. ``country``, ``level``: of all rows, where no column says so. ``as_of``: the day
    that rows without a date speak of; None is any day. ``code_columns``: of codes and identifiers, whose
    kind is found out. ``sheet``: that of a workbook. ``encoding``: that of a text; None is to recognise it.
    """

    path: Path
    column: str
    country_column: str | None = None
    country: str | None = None
    level_column: str | None = None
    level: str | None = None
    parent_column: str | None = None
    date_column: str | None = None
    as_of: date | None = None
    code_columns: tuple[str, ...] = ()
    sheet: str | None = None
    encoding: str | None = None

    def columns(self) -> Iterator[str]:
        """Give the columns that the table has to have."""
        named = (self.country_column, self.level_column, self.parent_column, self.date_column)
        yield from (self.column, *filter(None, named), *self.code_columns)
