"""From the rows of tables to statements, each with the cell it came from.

What a row says is in the metadata only: https://www.w3.org/TR/csv2rdf/. Nothing about any table is in the
code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from koryu.errors import Cell, DataError
from koryu.namespaces import RDF
from koryu.rdf.ntriples import iri
from koryu.tables.cells import Row, Text, make_cell_reader
from koryu.tables.description.model import Column, Table
from koryu.tables.description.templates import Cells, Template
from koryu.tables.faults import Collector
from koryu.tables.rows import GroupRows

_OF_ROW = ("_row", "_sourceRow")
_FIRST, _REST, _NIL = f"<{RDF}first>", f"<{RDF}rest>", f"<{RDF}nil>"


class Statement(NamedTuple):
    """A triple, its terms as N-Triples text, and the cell that says it.

    ``cell``: its column is None for what every row of the table says, such as a type.
    """

    subject: str
    predicate: str
    object: str
    cell: Cell


def populate(group: GroupRows) -> Iterator[Statement]:
    """Make the statements of a project's tables, row by row; a statement may come more than once.

    That is the minimal mode, and a template that uses an empty cell makes no IRI.
    """
    for place, table in enumerate(group.tables, 1):
        if table.description.output:
            rules = make_rules(table.description, f"_:t{place}", whole=True)
            for row in table.rows:
                yield from rules.say(row)


Maker = Callable[[Cells], str | None]


class _Rule(NamedTuple):
    """How a column makes statements of a row.

    ``number``: that of the column. ``subject``: None is the default one of the row. ``predicate``: a term if
    all rows have the same. ``value``: makes an IRI; None if it says literals: those at ``place`` in the row,
    or if that is None, ``always`` the same. ``needs``: the column without whose value there is no IRI.
    ``origin``: the column of the file that it speaks of.
    """

    number: int
    subject: Maker | None
    predicate: str | Maker
    value: Maker | None
    needs: str | None
    place: int | None
    always: Text
    ordered: bool
    origin: str | None


@dataclass(frozen=True)
class Rules:
    """How the rows of a table make statements.

    ``label``: what the labels of its blank nodes begin with. ``counts``: do its templates count rows?
    """

    table: Table
    rules: tuple[_Rule, ...]
    label: str
    counts: bool

    def say(self, row: Row, faults: Collector | None = None) -> Iterator[Statement]:
        """Make the statements of a row; one whose IRI is none is a fault, and left out.

        Raises:
            DataError: An IRI is none, and there is nobody who gathers faults.
        """
        cells = self.cells_of(row)
        for rule in self.rules:
            try:
                yield from self._apply(rule, row, cells)
            except ValueError as error:
                cell = Cell(self.table.shown, row.line, rule.origin)
                fault = DataError(cell, f"makes an IRI that is none: {error}; correct it or the template")
                if faults is None:
                    raise fault from None
                faults.blame(fault)

    def _apply(self, rule: _Rule, row: Row, cells: Cells) -> Iterator[Statement]:
        subject = rule.subject(cells) if rule.subject else f"{self.label}r{row.number}"
        objects = _objects(rule, row, cells) if subject else None
        if not subject or objects is None:
            return
        predicate = rule.predicate if isinstance(rule.predicate, str) else rule.predicate(cells)
        cell = Cell(self.table.shown, row.line, rule.origin)
        if not rule.ordered:
            for object_ in objects if predicate else ():
                yield Statement(subject, predicate or "", object_, cell)
        elif predicate:
            label = f"{self.label}r{row.number}c{rule.number}n"
            yield from _list(Statement(subject, predicate, _NIL, cell), objects, label)

    def subjects(self, row: Row) -> Iterator[str]:
        """Name the subjects of a row, each once; one whose IRI is none is left out, and told by ``say``."""
        cells, found = self.cells_of(row), dict[str, None]()
        for rule in self.rules:
            with suppress(ValueError):
                found[rule.subject(cells) or "" if rule.subject else f"{self.label}r{row.number}"] = None
        yield from filter(None, found)

    def cells_of(self, row: Row) -> Cells:
        """Give what the templates of a row may use."""
        if not self.counts:
            return row.cells
        return row.cells | {"_row": str(row.number), "_sourceRow": str(row.source)}


def _list(head: Statement, objects: tuple[str, ...], label: str) -> Iterator[Statement]:
    """Say a list as the object of ``head``, which has the empty one."""
    nodes = [f"{label}{place}" for place in range(len(objects))]
    yield head._replace(object=(*nodes, _NIL)[0])
    for node, object_, rest in zip(nodes, objects, (*nodes, _NIL)[1:], strict=True):
        yield Statement(node, _FIRST, object_, head.cell)
        yield Statement(node, _REST, rest, head.cell)


def _objects(rule: _Rule, row: Row, cells: Cells) -> tuple[str, ...] | None:
    """Make the objects of a rule's statements; None if there is no value, which an empty list is."""
    if rule.value:
        if rule.needs is not None and row.cells[rule.needs] is None:
            return None
        object_ = rule.value(cells)
        return (object_,) if object_ else None
    found = rule.always if rule.place is None else row.literals[rule.place]
    return (found,) if isinstance(found, str) else found


def make_rules(table: Table, label: str, *, whole: bool = False) -> Rules:
    """Make the rules of a table whose columns are complete.

    Args:
        table: The table.
        label: What the labels of its blank nodes begin with.
        whole: Make no IRI of a template that uses an empty cell.
    """
    rules = [_rule(table, column, place, whole) for place, column in enumerate(table.columns)]
    templates = [each for c in table.columns for each in (c.about, c.property, c.value) if each]
    counts = any(name in template.variables for template in templates for name in _OF_ROW)
    return Rules(table, tuple(rule for rule in rules if rule), label, counts)


def _rule(table: Table, column: Column, place: int, whole: bool) -> _Rule | None:
    if column.suppress_output:
        return None
    constants = template_constants(table, column)
    about = _maker(column.about, constants, whole) if column.about else None
    value = _maker(column.value, constants, whole) if column.value else None
    is_list = column.ordered and column.separator is not None and value is None
    is_virtual = column.virtual
    return _Rule(
        column.number,
        about,
        _predicate(table, column, constants),
        value,
        None if is_virtual else column.name,
        None if is_virtual else place,
        make_cell_reader(column)("").literal if is_virtual else None,
        is_list,
        _origin(table, column) if is_virtual else column.name,
    )


def template_constants(table: Table, column: Column) -> dict[str, str]:
    """Give what the templates of a column may use that is the same in all rows."""
    skipped = table.dialect.skip_columns if table.dialect else 0
    source = "" if column.virtual else str(column.number + skipped)
    return {"_column": str(column.number), "_sourceColumn": source, "_name": unquote(column.name)}


def _maker(template: Template, constants: dict[str, str], whole: bool) -> Maker:
    expand: Maker = template.expand_whole if whole else template.expand
    if not template.names_column:
        return expand
    return lambda cells: expand({**cells, **constants})


def _predicate(table: Table, column: Column, constants: dict[str, str]) -> str | Maker:
    if column.property is None:
        return iri(f"{table.url}#{column.name}")
    maker = _maker(column.property, constants, whole=False)
    if set(column.property.variables) - set(constants):
        return maker
    return column.property.expand(constants)


def _origin(table: Table, column: Column) -> str | None:
    """Name the column of the file that a virtual column's statements come from."""
    about = None if column.about == table.inherited.about else column.about
    templates = [template for template in (column.value, about) if template]
    names = (name for template in templates for name in template.variables)
    return next((name for name in names if not name.startswith("_")), None)
