"""From the rows of tables to statements, each with the cell it came from.

What a row says is in the metadata only: https://www.w3.org/TR/csv2rdf/, minimal mode. Nothing about any
table is in the code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from koryu.errors import Cell
from koryu.rdf.ntriples import literal
from koryu.tables.columns import Column
from koryu.tables.metadata import TableDescription
from koryu.tables.rows import Row, Table, TableGroup

_Cells = Mapping[str, str | None]


class Statement(NamedTuple):
    """A triple, its terms as N-Triples text, and the cell that says it.

    ``cell``: its column is None for what every row of the table says, such as a type.
    """

    subject: str
    predicate: str
    object: str
    cell: Cell


class _Rule(NamedTuple):
    """How a column makes a statement of a row; a subject or an object is None where a cell is empty."""

    subject: Callable[[_Cells], str | None]
    predicate: str
    object: Callable[[_Cells], str | None]
    column: str | None


def populate(group: TableGroup) -> Iterator[Statement]:
    """Make the statements of a group, table by table and row by row; a statement may come more than once."""
    for table in group.tables:
        if table.description.output:
            yield from _statements(table)


def _statements(table: Table) -> Iterator[Statement]:
    rules = _rules(table.description)
    for row in table.rows:
        yield from _say(row, rules, table.description.shown)


def _say(row: Row, rules: list[_Rule], path: str) -> Iterator[Statement]:
    for rule in rules:
        subject, object_ = rule.subject(row.cells), rule.object(row.cells)
        if subject and object_:
            yield Statement(subject, rule.predicate, object_, Cell(path, row.line, rule.column))


def _rules(table: TableDescription) -> list[_Rule]:
    schema = table.schema
    rules = []
    for column in (*schema.columns, *schema.virtual):
        about = column.about or schema.about
        if column.predicate and about:
            rules.append(_Rule(about.expand, column.predicate, _object(column), _origin(column)))
    return rules


def _object(column: Column) -> Callable[[_Cells], str | None]:
    """Make the function that takes the object of a column's statement from a row."""
    if column.virtual and column.value:
        return column.value.expand
    if template := column.value:
        return lambda cells: template.expand(cells) if cells[column.name] else None
    datatype = column.datatype.iri
    return lambda cells: literal(text, datatype, column.language) if (text := cells[column.name]) else None


def _origin(column: Column) -> str | None:
    """Name the column of the file that a column's statements come from."""
    if not column.virtual:
        return column.name
    templates = [template for template in (column.value, column.about) if template]
    return next((name for template in templates for name in template.variables), None)
