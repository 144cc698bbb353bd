"""What the terms of columns are made of, as far as metadata tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from koryu.columnar.cells import CellColumn
from koryu.columnar.plan import makes_iri
from koryu.namespaces import RDF, XSD
from koryu.rdf.ntriples import datatype, language, value
from koryu.tables.cells import make_cell_reader
from koryu.tables.description.model import Column, Table
from koryu.tables.description.templates import Template
from koryu.tables.populate import template_constants

LANGUAGE_STRING: Final = f"{RDF}langString"
STRING: Final = f"{XSD}string"
_COUNTERS: Final = ("_row", "_sourceRow")
_ENCODED: Final = "[A-Za-z0-9._~%-]*"  # what stands in an IRI for a value


@dataclass(frozen=True)
class Skeleton:
    """IRIs, or blank nodes, as terms: texts that are always the same, and columns between them.

    ``names``: of the columns, fewer by one than ``texts``.
    """

    texts: tuple[str, ...]
    names: tuple[str, ...] = ()

    def may_be(self, other: Skeleton) -> bool:
        """May a term of this be one of the other, too? If not, they begin or end otherwise."""
        return _meet(self.texts[0], other.texts[0]) and _meet(self.texts[-1][::-1], other.texts[-1][::-1])

    @property
    def is_blank(self) -> bool:
        """Are they blank nodes?"""
        return self.texts[0].startswith("_:")

    @cached_property
    def tells_apart(self) -> bool:
        """Have rows with other values other terms? They have if what stands between values is in none."""
        return not any(re.fullmatch(_ENCODED, text) for text in self.texts[1:-1])

    def parts(self, term: str) -> tuple[str, ...] | None:
        """Take a term apart into what its columns must hold, encoded; None if it is no term of this."""
        found = re.fullmatch(f"({_ENCODED})".join(map(re.escape, self.texts)), term)
        return found.groups() if found else None


@dataclass(frozen=True)
class Words:
    """Literals: those of the cells of a column, or one that is always the same.

    ``ending``: what follows their text. ``name``: of the column. ``constant``: the text of the one.
    """

    ending: str
    name: str | None = None
    cells: CellColumn | None = field(default=None, compare=False)
    constant: str | None = None

    @property
    def datatype(self) -> str:
        """The IRI of their datatype, where cells are right."""
        return LANGUAGE_STRING if self.language else datatype(f'"{self.ending}') or STRING

    @property
    def language(self) -> str | None:
        """Their language, in lower case."""
        return self.ending.removeprefix('"@').lower() if self.ending.startswith('"@') else None

    @property
    def is_text(self) -> bool:
        """Are they texts, the same whether cells are right or wrong?"""
        return self.cells.is_text if self.cells else self.ending.startswith('"@') or self.ending == '"'

    @property
    def can_be_checked(self) -> bool:
        """Can columns tell which cells are right?"""
        return self.cells is None or self.cells.forms is not None


Term = Skeleton | Words


def skeleton_of(template: Template, table: Table, column: Column) -> Skeleton | None:
    """Say what the terms of a template are made of; None if only the general converter knows."""
    if not template.pieces or not template.is_absolute or not makes_iri(template.pieces):
        return None
    constants, cells = template_constants(table, column), {each.name: each for each in table.file_columns}
    texts, names = ["<" + template.pieces[0]], list[str]()
    for name, text in zip(template.pieces[1::2], template.pieces[2::2], strict=True):
        if name in constants or (name not in cells and name not in _COUNTERS):
            texts[-1] += constants.get(name, "") + text
        elif name in cells and cells[name].separator is not None:
            return None
        else:
            names.append(name)
            texts.append(text)
    return Skeleton((*texts[:-1], texts[-1] + ">"), tuple(names))


def words_of(column: Column) -> Words | None:
    """Say what the literals of a column are; None for lists, and for a virtual column without a value."""
    if column.separator is not None:
        return None
    if not column.virtual:
        cells = CellColumn(column)
        return Words(cells.ending, column.name, cells)
    found = make_cell_reader(column)("").literal
    if not isinstance(found, str):
        return None
    return Words(ending_of(found), constant=value(found))


def ending_of(literal: str) -> str:
    """Give what follows the text of a literal."""
    tag, kind = language(literal), datatype(literal)
    return f'"@{tag}' if tag else '"' if kind == STRING else f'"^^<{kind}>'


def node_of(label: str) -> Skeleton:
    """Say what the blank nodes of rows are, whose labels begin with ``label``."""
    return Skeleton((f"{label}r", ""), ("_row",))


def _meet(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
