"""Tables as their metadata describe them, with everything inherited or left out filled in.

Source: https://www.w3.org/TR/tabular-data-model/#model
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from koryu.tables.description.annotations import Annotation
from koryu.tables.description.dialects import Dialect
from koryu.tables.description.jsontree import Node
from koryu.tables.description.templates import Template
from koryu.tables.values.datatypes import STRING, Datatype


class Title(NamedTuple):
    """A title of a column; ``language`` is ``und`` if it is not known."""

    text: str
    language: str = "und"


@dataclass(frozen=True, kw_only=True)
class Inherited:
    """What columns inherit from their schema, table and group.

    ``null``: texts that mean there is no value. ``separator``: what stands between the values of a list.
    """

    null: tuple[str, ...] = ("",)
    lang: str = "und"
    separator: str | None = None
    ordered: bool = False
    default: str = ""
    datatype: Datatype = STRING
    required: bool = False
    about: Template | None = None
    property: Template | None = None
    value: Template | None = None


@dataclass(frozen=True, kw_only=True)
class Column(Inherited):
    """A column: what its cells may hold and what they say.

    ``number`` counts from 1, without the columns that the dialect skips. ``is_named``: its name is written in
    the metadata, not made of a title or its number. ``node``: where it is described, if it is.
    """

    number: int
    name: str
    titles: tuple[Title, ...] = ()
    description: str = ""
    virtual: bool = False
    suppress_output: bool = False
    is_named: bool = False
    id: str | None = None
    annotations: tuple[Annotation, ...] = ()
    node: Node | None = field(default=None, repr=False, compare=False)

    @property
    def headings(self) -> tuple[str, ...]:
        """What the header may call it, its name first."""
        return (self.name, *(title.text for title in self.titles))


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must together be those of columns of one row of another table.

    ``url``: that of the other table; ``schema``: the identifier of its schema. One of them is None.
    """

    columns: tuple[str, ...]
    url: str | None
    schema: str | None
    references: tuple[str, ...]
    node: Node = field(repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: its file, how that is written, its columns and keys, and what is said of it.

    ``shown``: how messages call the file; ``path``: None if it is not local. ``id``: an IRI, None if it has
    none. ``columns``: those of the file first, then virtual ones. ``inherited``: what a column has that the
    metadata do not describe. ``has_schema``: whether the metadata describe columns at all; if not, the
    header of the file does. ``dialect``: None is the default one, on which headers of HTTP have a say.
    """

    url: str
    shown: str
    path: Path | None
    id: str | None
    columns: tuple[Column, ...]
    inherited: Inherited
    has_schema: bool
    language: str = "und"
    dialect: Dialect | None = None
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    row_titles: tuple[str, ...] = ()
    suppress_output: bool = False
    schema_id: str | None = None
    annotations: tuple[Annotation, ...] = ()
    notes: tuple[Annotation, ...] = ()
    node: Node | None = field(default=None, repr=False, compare=False)
    schema_node: Node | None = field(default=None, repr=False, compare=False)

    @property
    def output(self) -> bool:
        """Does it make statements?"""
        return not self.suppress_output

    @property
    def file_columns(self) -> tuple[Column, ...]:
        """The columns that stand in the file."""
        return tuple(column for column in self.columns if not column.virtual)

    @property
    def virtual_columns(self) -> tuple[Column, ...]:
        """The columns that do not stand in the file."""
        return tuple(column for column in self.columns if column.virtual)


@dataclass(frozen=True, kw_only=True)
class TableGroup:
    """A group of tables; ``url`` is that of its metadata, or of its only table."""

    url: str
    shown: str
    id: str | None
    tables: tuple[Table, ...]
    annotations: tuple[Annotation, ...] = ()
    notes: tuple[Annotation, ...] = ()
