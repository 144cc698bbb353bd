"""What the standard mode says beside the cells: of the group, its tables and their rows.

Source: https://www.w3.org/TR/csv2rdf/#conversion-in-standard-mode
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from koryu.errors import Cell
from koryu.namespaces import CSVW, RDF_TYPE, XSD
from koryu.rdf.ntriples import iri, literal
from koryu.tables.cells import Row
from koryu.tables.description.annotations import Annotation
from koryu.tables.description.model import Table, TableGroup
from koryu.tables.populate import Rules, Statement

_TYPE = f"<{RDF_TYPE}>"


def _term(name: str) -> str:
    return f"<{CSVW}{name}>"


def group_statements(group: TableGroup) -> Iterator[Statement]:
    """Say what a group is, and what its metadata say of it."""
    cell, node = Cell(group.shown, 1), group_node(group)
    yield Statement(node, _TYPE, _term("TableGroup"), cell)
    yield from _said((*group.annotations, *group.notes), node, cell, "_:ga")


def table_statements(group: TableGroup, table: Table, label: str) -> Iterator[Statement]:
    """Say what a table is, and what its metadata say of it."""
    cell, node = Cell(table.shown, 1), table_node(table, label)
    yield Statement(group_node(group), _term("table"), node, cell)
    yield Statement(node, _TYPE, _term("Table"), cell)
    yield Statement(node, _term("url"), iri(table.url), cell)
    yield from _said((*table.annotations, *table.notes), node, cell, f"{label}a")


def row_statements(rules: Rules, row: Row) -> Iterator[Statement]:
    """Say what a row is, and what it describes."""
    table, node = rules.table, f"{rules.label}r{row.number}row"
    cell = Cell(table.shown, row.line)
    yield Statement(table_node(table, rules.label), _term("row"), node, cell)
    yield Statement(node, _TYPE, _term("Row"), cell)
    yield Statement(node, _term("rownum"), literal(str(row.number), f"{XSD}integer"), cell)
    yield Statement(node, _term("url"), iri(f"{table.url}#row={row.source}"), cell)
    for title in _titles(table, row):
        yield Statement(node, _term("title"), title, cell)
    for subject in rules.subjects(row):
        yield Statement(node, _term("describes"), subject, cell)


def group_node(group: TableGroup) -> str:
    """Name the node of a group."""
    return group.id or "_:g"


def table_node(table: Table, label: str) -> str:
    """Name the node of a table."""
    return table.id or label


def _titles(table: Table, row: Row) -> Iterator[str]:
    for column in table.columns:
        if column.name in table.row_titles:
            value = row.cells.get(column.name)
            texts = (value,) if isinstance(value, str) else value or ()
            for text in texts:
                yield literal(text, None, None if column.lang == "und" else column.lang)


def _said(said: tuple[Annotation, ...], node: str, cell: Cell, label: str) -> Iterator[Statement]:
    numbers = itertools.count(1)
    for annotation in said:
        for triple in annotation.triples(node, lambda: f"{label}{next(numbers)}"):
            yield Statement(*triple, cell)
