"""The metadata of tables: the terms of CSV on the Web that are known here, in minimal mode.

Any other term is refused by name, so that nothing written in the metadata is without effect. Beyond the
recommendation a column must either be output, with a ``propertyUrl``, or say ``suppressOutput``; a foreign
key refers to a primary key; and a template that uses an empty cell makes no IRI.

Source: https://www.w3.org/TR/tabular-metadata/
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from koryu.printable import quoted
from koryu.suggestions import did_you_mean
from koryu.tables.columns import Column, read_column
from koryu.tables.faults import Collector
from koryu.tables.jsontree import Node, check_terms, flag, listed, member, read_json
from koryu.tables.templates import Template
from koryu.tables.terms import check_context, check_members, template_of

_GROUP: Final = ("@context", "@id", "tables")
_TABLE: Final = ("url", "suppressOutput", "tableSchema")
_SCHEMA: Final = ("@context", "aboutUrl", "columns", "primaryKey", "foreignKeys")


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must together be a key of another table."""

    columns: tuple[str, ...]
    path: Path
    references: tuple[str, ...]
    node: Node


@dataclass(frozen=True)
class Schema:
    """The columns of a table, those that stand in the file and those that do not, and its keys."""

    about: Template | None
    columns: tuple[Column, ...]
    virtual: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]


@dataclass(frozen=True)
class TableDescription:
    """A table: its file, how messages call it, its schema, and whether it makes statements."""

    path: Path
    shown: str
    schema: Schema
    output: bool


@dataclass(frozen=True)
class GroupDescription:
    """A group of tables, as its metadata describe it."""

    path: Path
    shown: str
    tables: tuple[TableDescription, ...]


def read_metadata(path: Path, root: Path | None = None) -> GroupDescription:
    """Read the metadata of a group of tables, ``csv-metadata.json``.

    Args:
        path: The file.
        root: The folder that messages show paths from; without it they show them as given.

    Raises:
        Faults: One DataError for each term that is unknown or has a wrong value.
    """
    faults = Collector()
    with faults.catching():
        group = _Reader(root).group(path)
    faults.settle()
    return group


@dataclass(frozen=True)
class _Reader:
    """Reads metadata; ``root`` is where messages show paths from."""

    root: Path | None

    def shown(self, path: Path) -> str:
        return os.path.normpath(path) if self.root is None else os.path.relpath(path, self.root)

    def group(self, path: Path) -> GroupDescription:
        faults = Collector()
        node = read_json(path, self.shown(path))
        members = node.members("the metadata")
        with faults.catching():
            check_members("a group of tables", members, _GROUP)
        with faults.catching():
            check_context(member(node, members, "@context"))
        tables = []
        for table in member(node, members, "tables").items("tables"):
            with faults.catching():
                tables.append(self.table(table))
        faults.settle()
        _check_references(tables)
        return GroupDescription(path, node.document.shown, tuple(tables))

    def table(self, node: Node) -> TableDescription:
        faults = Collector()
        members = node.members("a table")
        with faults.catching():
            check_members("a table", members, _TABLE)
        path = _resolve_path(node, member(node, members, "url").text("url"))
        with faults.catching():
            schema = self.schema(member(node, members, "tableSchema"))
        faults.settle()
        return TableDescription(path, self.shown(path), schema, not flag(members, "suppressOutput"))

    def schema(self, node: Node) -> Schema:
        if isinstance(node.value, str):
            path = _resolve_path(node, node.value)
            node = read_json(path, self.shown(path))
        return _read_schema(node, node.members("tableSchema"))


def _read_schema(node: Node, members: dict[str, Node]) -> Schema:
    faults = Collector()
    with faults.catching():
        check_members("a schema", members, _SCHEMA)
    if context := members.get("@context"):
        with faults.catching():
            check_context(context)
    columns: list[Column] = []
    nodes = member(node, members, "columns").items("columns")
    for column in nodes:
        with faults.catching():
            columns.append(read_column(column))
    faults.settle()
    _check_columns(columns, nodes)
    return _make_schema(node, members, columns)


def _make_schema(node: Node, members: dict[str, Node], columns: list[Column]) -> Schema:
    about = template_of(members, "aboutUrl")
    _check_about(node, about, columns)
    return Schema(
        about,
        tuple(column for column in columns if not column.virtual),
        tuple(column for column in columns if column.virtual),
        _primary_key(members, columns),
        tuple(_foreign_key(each, columns) for each in listed(members, "foreignKeys")),
    )


def _resolve_path(node: Node, url: str) -> Path:
    if ":" in url or url.startswith("/"):
        raise node.fault(f"{quoted(url)} must be relative to this file")
    return Path(os.path.normpath(node.document.path.parent / url))


def _check_columns(columns: list[Column], nodes: list[Node]) -> None:
    faults = Collector()
    in_file = [column.name for column in columns if not column.virtual]
    seen: set[str] = set()
    for place, (column, node) in enumerate(zip(columns, nodes, strict=True)):
        with faults.catching():
            if column.name in seen:
                raise node.fault(f"column {column.name} stands twice")
            if not column.virtual and place >= len(in_file):
                raise node.fault(f"column {column.name} is in the file; it must come before the virtual ones")
            for template in (column.about, column.value):
                _check_variables(node, template, in_file)
        seen.add(column.name)
    faults.settle()


def _check_variables(node: Node, template: Template | None, names: list[str]) -> None:
    for name in template.variables if template else ():
        if name not in names:
            hint = did_you_mean(name, names) or f"; has {', '.join(names)}"
            raise node.fault(
                f"the template {quoted(template.text if template else '')} uses "
                f"{quoted(name)}, which is no column{hint}"
            )


def _check_about(node: Node, about: Template | None, columns: list[Column]) -> None:
    if about is None:
        if any(column.predicate and column.about is None for column in columns):
            raise node.fault("aboutUrl is missing; without it the rows would have no IRI")
        return
    _check_variables(node, about, [column.name for column in columns if not column.virtual])
    for column in columns:
        if column.name in about.variables and not column.required:
            raise node.fault(f"aboutUrl uses column {column.name}, which must be required")


def _primary_key(members: dict[str, Node], columns: list[Column]) -> tuple[str, ...]:
    if "primaryKey" not in members:
        return ()
    names = _column_names(members["primaryKey"], columns)
    for column in columns:
        if column.name in names and not column.required:
            raise members["primaryKey"].fault(f"primaryKey uses column {column.name}, which must be required")
    return names


def _foreign_key(node: Node, columns: list[Column]) -> ForeignKey:
    members = node.members("a foreign key")
    check_terms("a foreign key", members, ("columnReference", "reference"))
    reference = member(node, members, "reference")
    parts = reference.members("reference")
    check_terms("reference", parts, ("resource", "columnReference"))
    path = _resolve_path(node, member(reference, parts, "resource").text("resource"))
    names = _column_names(member(node, members, "columnReference"), columns)
    references = tuple(member(reference, parts, "columnReference").texts("columnReference"))
    return ForeignKey(names, path, references, reference)


def _column_names(node: Node, columns: list[Column]) -> tuple[str, ...]:
    known = [column.name for column in columns if not column.virtual]
    names = tuple(node.texts("a reference to columns"))
    for name in names:
        if name not in known:
            raise node.fault(f"no column {quoted(name)} in the file{did_you_mean(name, known)}")
    return names


def _check_references(tables: list[TableDescription]) -> None:
    faults = Collector()
    by_path = {table.path: table for table in tables}
    for table in tables:
        for key in table.schema.foreign_keys:
            with faults.catching():
                _check_reference(key, by_path)
    faults.settle()


def _check_reference(key: ForeignKey, tables: dict[Path, TableDescription]) -> None:
    target = tables.get(key.path)
    if target is None:
        raise key.node.fault(f"{key.path.name} is no table of the group; list it, with suppressOutput: true")
    if key.references != target.schema.primary_key:
        wanted = ", ".join(target.schema.primary_key) or "there is none"
        raise key.node.fault(f"columnReference must be the primary key of {key.path.name}: {wanted}")
    if len(key.columns) != len(key.references):
        raise key.node.fault("columnReference must name as many columns on both sides")
