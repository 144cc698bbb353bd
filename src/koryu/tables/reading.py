"""The rows of a table, read one after the other as its metadata and its dialect say.

Source: https://www.w3.org/TR/tabular-data-model/#creating-annotated-tables
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from koryu.errors import Cell, DataError
from koryu.tables.cells import Reading, Row, make_cell_reader
from koryu.tables.description.dialects import Dialect
from koryu.tables.description.model import Column, Table
from koryu.tables.faults import Collector
from koryu.tables.files.fetching import Fetcher, Response
from koryu.tables.files.parsing import Record, decode, open_sheet
from koryu.tables.headers import annotate


@dataclass(frozen=True)
class OpenTable:
    """A table whose columns are all known, and its rows, which are read as they are asked for."""

    table: Table
    rows: Iterator[Row]


def open_table(table: Table, fetcher: Fetcher, faults: Collector) -> OpenTable:
    """Fetch the file of a table and find out its columns.

    Raises:
        DataError: The file cannot be read at all; what is wrong with its rows is gathered as they are read.
    """
    try:
        response = fetcher.fetch(table.url)
    except OSError as error:
        raise DataError(Cell(table.shown, 1), f"cannot be read: {error.strerror}") from None
    dialect = table.dialect or dialect_of(response)
    text = decode(response.content, dialect.encoding, table.shown)
    sheet = open_sheet((text,), dialect, table.shown, faults)
    first = next(sheet.records, None) if not dialect.header else None
    width = len(first.cells) if first else 0
    full = annotate(in_language(table, response), sheet.header, width, faults)
    full = replace(full, dialect=dialect)
    records = sheet.records if first is None else itertools.chain((first,), sheet.records)
    readers = [make_cell_reader(column) for column in full.file_columns]
    return OpenTable(full, iter_rows(full, records, readers, faults))


def dialect_of(response: Response) -> Dialect:
    """Make the dialect of a file whose metadata name none: the default one, but for what its type says."""
    type_, *rest = (part.strip() for part in (response.content_type or "").split(";"))
    parameters = {
        name.strip().lower(): value.strip(' "') for name, _, value in (p.partition("=") for p in rest)
    }
    dialect = Dialect()
    if type_.lower() == "text/tab-separated-values":
        dialect = replace(dialect, delimiter="\t")
    if parameters.get("header") == "absent":
        dialect = replace(dialect, header_row_count=0)
    return replace(dialect, encoding=parameters["charset"]) if "charset" in parameters else dialect


def in_language(table: Table, response: Response) -> Table:
    """Let the language that a header of HTTP names hold where the metadata name none."""
    if not response.language or table.language != "und":
        return table
    columns = tuple(
        replace(column, lang=response.language) if column.lang == "und" else column
        for column in table.columns
    )
    inherited = replace(table.inherited, lang=response.language)
    return replace(table, language=response.language, columns=columns, inherited=inherited)


def iter_rows(
    table: Table, records: Iterable[Record], readers: list[Callable[[str], Reading]], faults: Collector
) -> Iterator[Row]:
    """Read rows.

    Args:
        table: The table, its columns complete.
        records: The rows as they stand in the file.
        readers: What reads the cells of each column.
        faults: Takes what is wrong with cells, and rows that have too few or too many.
    """
    columns = table.file_columns
    names = [column.name for column in columns]
    for number, record in enumerate(records, 1):
        texts = record.cells
        if len(texts) != len(names):
            faults.blame(DataError(Cell(table.shown, record.line), wrong_number(texts, columns)))
            if faults.is_strict:
                continue
            texts = (texts + [""] * len(names))[: len(names)]
        readings = [read(text) for read, text in zip(readers, texts, strict=True)]
        for name, reading in zip(names, readings, strict=True):
            if reading[2]:
                cell = Cell(table.shown, record.line, name)
                faults.blame(*(DataError(cell, problem) for problem in reading[2]))
        yield Row(
            record.line,
            {name: reading[0] for name, reading in zip(names, readings, strict=True)},
            [reading[1] for reading in readings],
            number,
            record.number,
        )


def wrong_number(texts: list[str], columns: tuple[Column, ...]) -> str:
    """Say that a row has too few or too many cells."""
    count = f"has {len(texts)} cells where the header has {len(columns)}"
    if len(texts) > len(columns):
        last = columns[-1].name if columns else "the columns"
        return f"{count}; put a cell with a comma in quotes, or remove what follows {last}"
    return f"{count}; nothing is left for {columns[len(texts)].name}: an empty cell needs its comma"
