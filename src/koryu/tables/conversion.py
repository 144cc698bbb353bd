"""Converting and validating tables as CSV on the Web: from the URL of metadata or of a table to statements.

Source: https://www.w3.org/TR/csv2rdf/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from koryu.tables.description.locating import open_group
from koryu.tables.description.model import TableGroup
from koryu.tables.faults import Collector, Manner, TooManyFaults
from koryu.tables.files.fetching import Fetcher, LocalFetcher, url_of
from koryu.tables.key_checks import KeyCheck
from koryu.tables.populate import Statement, make_rules
from koryu.tables.reading import OpenTable, open_table
from koryu.tables.standard import group_statements, row_statements, table_statements


@dataclass(frozen=True)
class Conversion:
    """Tables that are ready to be converted; ``faults`` gathers more as statements are asked for."""

    group: TableGroup
    fetcher: Fetcher
    faults: Collector = field(repr=False)

    def statements(self, *, minimal: bool = False) -> Iterator[Statement]:
        """Make the statements of all tables, table by table and row by row.

        A table that cannot be read is an error in ``faults``, which is to be asked when all are made.

        Args:
            minimal: Say only what the cells say, not what tables and rows are.
        """
        if not minimal:
            yield from group_statements(self.group)
        for number, table in enumerate(self.group.tables, 1):
            if table.suppress_output:
                continue
            with self.faults.catching():
                opened = open_table(table, self.fetcher, self.faults)
                if not minimal:
                    yield from table_statements(self.group, opened.table, f"_:t{number}")
                yield from self._table(opened, f"_:t{number}", minimal)

    def _table(self, opened: OpenTable, label: str, minimal: bool) -> Iterator[Statement]:
        rules = make_rules(opened.table, label)
        for row in opened.rows:
            if not minimal:
                yield from row_statements(rules, row)
            yield from rules.say(row, self.faults)


def convert(
    source: str | Path,
    *,
    fetcher: Fetcher | None = None,
    metadata: str | Path | None = None,
    root: Path | None = None,
) -> Conversion:
    """Make tables ready to be converted.

    Args:
        source: The path or URL of metadata, or of a table.
        fetcher: What fetches files; local ones only if it is left out.
        metadata: Metadata that are to be used for a table, whichever others there are.
        root: The folder that messages show paths from.

    Raises:
        Faults: The metadata have errors.
    """
    faults = Collector(Manner.CONVERSION)
    files = fetcher or LocalFetcher()
    with faults.catching():
        group = _open(source, files, faults, metadata, root)
    faults.settle()
    return Conversion(group, files, faults)


def check(
    source: str | Path,
    *,
    fetcher: Fetcher | None = None,
    metadata: str | Path | None = None,
    root: Path | None = None,
    limit: int | None = None,
) -> Collector:
    """Validate tables.

    Args:
        source: The path or URL of metadata, or of a table.
        fetcher: What fetches files; local ones only if it is left out.
        metadata: Metadata that are to be used for a table, whichever others there are.
        root: The folder that messages show paths from.
        limit: So many errors are enough.

    Returns:
        The errors and warnings.
    """
    faults = Collector(Manner.VALIDATION, limit)
    files = fetcher or LocalFetcher()
    try:
        with faults.catching():
            group = _open(source, files, faults, metadata, root)
            _check_tables(group, files, faults)
    except TooManyFaults as many:
        faults.faults = list(many.faults)
    return faults


def _open(
    source: str | Path, files: Fetcher, faults: Collector, metadata: str | Path | None, root: Path | None
) -> TableGroup:
    named = None if metadata is None else url_of(metadata)
    return open_group(url_of(source), files, faults, named, root)


def _check_tables(group: TableGroup, fetcher: Fetcher, faults: Collector) -> None:
    if faults.faults:  # of the metadata, which say nothing sure of the tables then
        return
    keys = KeyCheck(group.tables)
    for place, table in enumerate(group.tables):
        with faults.catching():
            for row in open_table(table, fetcher, faults).rows:
                keys.see(place, row)
            keys.finish(place, faults)
    keys.settle(faults)
