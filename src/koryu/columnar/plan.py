"""The plan of a table: which terms its columns make, in terms of whole columns.

Made once from the metadata. What the plan cannot say of whole columns (lists, templates with operators) is
left to the general converter, for the columns that need it and no others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from koryu.columnar.buffers import mark_of
from koryu.columnar.cells import CellColumn, Pieces
from koryu.columnar.problems import Problem
from koryu.columnar.rows import Batch, Rows, merged
from koryu.errors import DataError
from koryu.namespaces import CSVW, RDF_TYPE, XSD
from koryu.rdf.ntriples import iri
from koryu.tables.cells import Row, make_cell_reader
from koryu.tables.description.model import Column, Table
from koryu.tables.description.templates import Template, checked_iri
from koryu.tables.faults import Collector, Manner
from koryu.tables.populate import Rules, Statement, make_rules, template_constants
from koryu.tables.standard import row_statements, table_node

Term = Callable[[Rows], Pieces]


class Say(NamedTuple):
    """What a column says: a triple for each row, none where a term is null."""

    subject: Term
    predicate: Term
    object: Term


class General(NamedTuple):
    """What the general converter says of a row."""

    say: Callable[[Row, Collector], Iterator[Statement]]

    def lines(self, rows: Rows) -> tuple[list[str], list[Problem]]:
        """Make the lines of each row, in N-Triples, and tell what is wrong with its terms."""
        faults = Collector(Manner.VALIDATION)
        lines = ["".join(f"{s} {p} {o} .\n" for s, p, o, _ in self.say(row, faults)) for row in rows.general]
        return lines, [
            Problem(fault.cell.line, fault.cell.column, fault.problem)
            for fault in faults.faults
            if isinstance(fault, DataError)
        ]


def label_of(place: int) -> str:
    """Name the node of a table by its place in the group, from 0."""
    return f"_:t{place + 1}"


@dataclass(frozen=True)
class TablePlan:
    """How the rows of a table make triples.

    ``label``: what the labels of its blank nodes begin with. ``standard``: does it say what rows are, too?
    """

    table: Table
    label: str
    standard: bool

    @cached_property
    def columns(self) -> dict[str, CellColumn]:
        """The columns of the file, by their names."""
        return {column.name: CellColumn(column) for column in self.table.file_columns}

    @cached_property
    def says(self) -> list[Say | General]:
        """What is said of each row, in order."""
        rules = make_rules(self.table, self.label)
        by_number = {rule.number: rule for rule in rules.rules}
        found: list[Say | General] = list(self._row_says(rules)) if self.standard else []
        for column in self.table.columns:
            if column.number in by_number:
                alone = Rules(self.table, (by_number[column.number],), self.label, rules.counts)
                found.append(self._say(column) or General(alone.say))
        return found

    def rows_of(self, batch: Batch) -> Rows:
        """Make the cells of a batch ready."""
        return Rows(self.columns, batch)

    def _say(self, column: Column) -> Say | None:
        """Say what a column says in terms of whole columns; None if that cannot be."""
        subject = self._term(column.about, column) if column.about else self._row_node("")
        predicate = self._predicate(column)
        value = self._value(column)
        return Say(subject, predicate, value) if subject and predicate and value else None

    def _predicate(self, column: Column) -> Term | None:
        if column.property is None:
            return _constant(iri(f"{self.table.url}#{column.name}"))
        if set(column.property.variables) <= set(template_constants(self.table, column)):
            return _constant(column.property.expand(template_constants(self.table, column)))
        return self._term(column.property, column)

    def _value(self, column: Column) -> Term | None:
        if column.separator is not None:
            return None
        if column.value is not None:
            term = self._term(column.value, column)
            return term if term is None or column.virtual else _where_known(term, column.name)
        if not column.virtual:
            return lambda rows: rows.cells(column.name).literal
        text = make_cell_reader(column)("").literal
        return _constant(text) if isinstance(text, str) else None

    def _term(self, template: Template, column: Column) -> Term | None:
        """Make the term of a template, if its values stand in it as they are."""
        if not template.pieces or not template.is_absolute or not makes_iri(template.pieces):
            return None
        constants = template_constants(self.table, column)
        parts = [self._part(name, constants) for name in template.pieces[1::2]]
        if any(part is None for part in parts):
            return None
        literals = template.pieces[::2]

        def make(rows: Rows) -> Pieces:
            filled = [piece for part in parts if part for piece in part(rows)]
            pairs = zip(filled, literals[1:], strict=True)
            return merged(("<" + literals[0], *(piece for pair in pairs for piece in pair), ">"))

        if template == column.about and len(parts) > 1 and not template.names_column:
            return lambda rows: (rows.once(template, make(rows)),)
        return make

    def _part(self, name: str, constants: dict[str, str]) -> Term | None:
        if name in constants:
            return _constant(constants[name])
        if name == "_row":
            return lambda rows: (rows.numbers,)
        if name == "_sourceRow":
            return lambda rows: (rows.sources,)
        if name not in self.columns:
            return _constant("")
        if self.columns[name].column.separator is not None:
            return None
        return lambda rows: (rows.encoded(name),)

    def _row_node(self, ending: str) -> Term:
        return lambda rows: merged((f"{self.label}r", rows.numbers, ending))

    def _row_says(self, rules: Rules) -> Iterator[Say | General]:
        """Say what rows are: https://www.w3.org/TR/csv2rdf/#conversion-in-standard-mode."""
        subjects = self._subjects()
        titles = [column for column in self.table.columns if column.name in self.table.row_titles]
        if subjects is None or any(each.separator is not None or each.virtual for each in titles):
            yield General(lambda row, _faults: row_statements(rules, row))
            return
        node = self._row_node("row")
        yield Say(_constant(table_node(self.table, self.label)), _constant(f"<{CSVW}row>"), node)
        yield Say(node, _constant(iri(RDF_TYPE)), _constant(f"<{CSVW}Row>"))
        yield Say(node, _constant(f"<{CSVW}rownum>"), lambda rows: ('"', rows.numbers, _INTEGER))
        url = f"<{self.table.url}#row="
        yield Say(node, _constant(f"<{CSVW}url>"), lambda rows: (url, rows.sources, ">"))
        for column in titles:
            yield Say(node, _constant(f"<{CSVW}title>"), _title(column))
        for subject in subjects:
            yield Say(node, _constant(f"<{CSVW}describes>"), subject)

    def _subjects(self) -> list[Term] | None:
        """Give the subjects of a row, each once; None if one is not of whole columns."""
        found: dict[tuple[Template | None, str], Term] = {}
        for column in self.table.columns:
            if not column.suppress_output:
                term = self._term(column.about, column) if column.about else self._row_node("")
                if term is None:
                    return None
                own = column.name if column.about and column.about.names_column else ""
                found.setdefault((column.about, own), term)
        return list(found.values())


_INTEGER: Final = f'"^^<{XSD}integer>'


def _constant(text: str) -> Term:
    return lambda _rows: (text,)


def _title(column: Column) -> Term:
    language = None if column.lang == "und" else column.lang
    titled = CellColumn(_as_text(column, language))
    return lambda rows: titled.cells(rows.cells(column.name).values).literal


def _as_text(column: Column, language: str | None) -> Column:
    """Describe a column whose values are to be read as plain texts."""
    return Column(number=column.number, name=column.name, null=(), lang=language or "und")


def _where_known(term: Term, name: str) -> Term:
    """Make a term null where a column has no value."""

    def make(rows: Rows) -> Pieces:
        values = rows.cells(name).values
        if not values.null_count:
            return term(rows)
        return (*term(rows), mark_of(values))

    return make


def makes_iri(pieces: tuple[str, ...]) -> bool:
    """Is what a template makes an IRI, whatever its values?"""
    try:
        checked_iri("x".join(pieces[::2]))
    except ValueError:
        return False
    return True
