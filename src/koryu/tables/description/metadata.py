"""The metadata of tables: descriptions of groups, tables and schemas.

What the recommendation lets a reader ignore is warned of, as the manner of the collector says; what it
does not is an error.

Source: https://www.w3.org/TR/tabular-metadata/
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from koryu.errors import Cell, DataError
from koryu.rdf.ntriples import iri
from koryu.tables.description.annotations import Annotation, make_note, read_annotations, read_note
from koryu.tables.description.columns import INHERITED, read_column, read_inherited
from koryu.tables.description.context import Context
from koryu.tables.description.dialects import Dialect, read_dialect
from koryu.tables.description.jsontree import Node, member, read_json
from koryu.tables.description.keys import check_reference, read_foreign_key, read_names
from koryu.tables.description.model import Column, ForeignKey, Inherited, Table, TableGroup
from koryu.tables.description.properties import check_id, flag, known_members, listed
from koryu.tables.description.vocabulary import address, join_url
from koryu.tables.faults import Collector
from koryu.tables.files.fetching import Fetcher, local_path, shown
from koryu.tables.house import check_column, check_dialect, check_url

_SHARED: Final = (
    "@context",
    "@id",
    "@type",
    "dialect",
    "notes",
    "tableDirection",
    "tableSchema",
    "transformations",
)
_GROUP: Final = (*_SHARED, "tables", *INHERITED)
_TABLE: Final = (*_SHARED, "url", "suppressOutput", *INHERITED)
_SCHEMA: Final = ("@context", "@id", "@type", "columns", "primaryKey", "foreignKeys", "rowTitles", *INHERITED)
_TRANSFORMATION: Final = ("@id", "@type", "url", "scriptFormat", "targetFormat", "source", "titles")
_DIRECTIONS: Final = ("ltr", "rtl", "auto")


@dataclass(frozen=True)
class _Around:
    """What a table takes from its group where it says nothing itself."""

    inherited: Inherited
    schema: Node | None = None
    dialect: Dialect | None = None


@dataclass(frozen=True)
class _Schema:
    """The description of columns and keys."""

    id: str | None
    inherited: Inherited
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    row_titles: tuple[str, ...]
    node: Node | None


@dataclass(frozen=True)
class MetadataReader:
    """Reads metadata; ``root`` is where messages show paths from."""

    fetcher: Fetcher
    faults: Collector
    root: Path | None = None

    def read(self, url: str) -> TableGroup:
        """Read the metadata of a group of tables, or of one table.

        Raises:
            DataError: The file cannot be read as metadata at all; all other faults are gathered.
        """
        return self.group(self.fetch(url))

    def fetch(self, url: str) -> Node:
        """Fetch a document of JSON."""
        name = shown(url, self.root)
        try:
            content = self.fetcher.fetch(url).content
        except OSError as error:
            raise DataError(Cell(name, 1), f"cannot be read: {error.strerror}") from None
        return read_json(content, url, name)

    def group(self, node: Node) -> TableGroup:
        """Read metadata from their document."""
        members = node.members("the metadata")
        context = Context(node.document.url, self.faults)
        with self.faults.catching():
            context = context.within(member(node, members, "@context"))
        if "tables" not in members and "url" in members:
            return self._lone(node, context)
        return self._group(node, context)

    def _lone(self, node: Node, context: Context) -> TableGroup:
        """Read the description of one table, which stands in a group of its own."""
        table = self._table(node, _Around(Inherited()), context)
        document = node.document
        group = TableGroup(url=document.url, shown=document.shown, id=None, tables=(table,))
        if not self.faults.faults:
            self._check_references(group)
        return group

    def _group(self, node: Node, context: Context) -> TableGroup:
        members = known_members("a group of tables", node, _GROUP, context)
        id_ = _checked_id(members, "TableGroup", context)
        inherited = read_inherited(members, Inherited(), "", context)
        _check_direction(members, context)
        around = _Around(
            inherited,
            members.get("tableSchema"),
            self._dialect(members, None, context),
        )
        self._check_transformations(members, context)
        annotations, notes = _said(members, context)
        group = TableGroup(
            url=node.document.url,
            shown=node.document.shown,
            id=id_,
            tables=self._tables(node, members, around, context),
            annotations=annotations,
            notes=notes,
        )
        if not self.faults.faults:
            self._check_references(group)
        return group

    def _check_references(self, group: TableGroup) -> None:
        for table in group.tables:
            for key in table.foreign_keys:
                with self.faults.catching():
                    check_reference(key, group.tables)

    def _tables(
        self, node: Node, members: dict[str, Node], around: _Around, context: Context
    ) -> tuple[Table, ...]:
        nodes = member(node, members, "tables").items("tables")
        if not any(isinstance(each.value, dict) for each in nodes):
            raise members["tables"].fault("tables must have a table, which is an object")
        tables = []
        for each in nodes:
            if isinstance(each.value, dict):
                with self.faults.catching():
                    tables.append(self._table(each, around, context))
            else:
                self.faults.warn(each.fault("a table must be an object"))
        return tuple(tables)

    def _table(self, node: Node, around: _Around, context: Context) -> Table:
        members = known_members("a table", node, _TABLE, context)
        url = address(context.base, member(node, members, "url").text("url"))
        if self.faults.is_strict:
            check_url(node)
        inherited = read_inherited(members, _rebased(around.inherited, url), url, context)
        schema = self._schema(members.get("tableSchema", around.schema), inherited, url, context)
        self._check_transformations(members, context)
        _check_direction(members, context)
        annotations, notes = _said(members, context)
        return Table(
            url=url,
            shown=shown(url, self.root),
            path=local_path(url),
            id=_checked_id(members, "Table", context),
            columns=schema.columns,
            inherited=schema.inherited,
            has_schema=schema.node is not None,
            language=inherited.lang,
            dialect=self._dialect(members, around.dialect, context),
            primary_key=schema.primary_key,
            foreign_keys=schema.foreign_keys,
            row_titles=schema.row_titles,
            suppress_output=flag(members, "suppressOutput", context),
            schema_id=schema.id,
            annotations=annotations,
            notes=notes,
            node=node,
            schema_node=schema.node,
        )

    def _schema(self, node: Node | None, above: Inherited, url: str, context: Context) -> _Schema:
        if node is None:
            return _Schema(None, above, (), (), (), (), None)
        node, context = self._referenced(node, "tableSchema", context)
        members = known_members("a schema", node, _SCHEMA, context)
        inherited = read_inherited(members, above, url, context)
        before = len(self.faults.faults)
        columns = _columns(members, inherited, url, context)
        if len(self.faults.faults) > before:  # keys would seem to lead nowhere
            return _Schema(None, inherited, columns, (), (), (), node)
        return _Schema(
            check_id(members, "Schema", context) or _own_url(node),
            inherited,
            columns,
            read_names(members, "primaryKey", columns, context),
            _foreign_keys(members, columns, context),
            read_names(members, "rowTitles", columns, context),
            node,
        )

    def _referenced(self, node: Node, name: str, context: Context) -> tuple[Node, Context]:
        """Take an object that may stand in a document of its own, with the context that holds in it."""
        if isinstance(node.value, dict):
            return node, context
        if not isinstance(node.value, str):
            context.faults.warn(node.fault(f"{name} must be a text or an object"))
            return replace(node, value={}), context
        document = self.fetch(join_url(context.base, node.value))
        context = Context(document.document.url, self.faults)
        members = document.members(name)
        if "@context" in members:
            context = context.within(members["@context"])
        return document, context

    def _dialect(self, members: dict[str, Node], above: Dialect | None, context: Context) -> Dialect | None:
        if "dialect" not in members:
            return above
        node, context = self._referenced(members["dialect"], "dialect", context)
        dialect = read_dialect(node, context)
        if self.faults.is_strict:
            check_dialect(members["dialect"], dialect)
        return dialect if node.value else None

    def _check_transformations(self, members: dict[str, Node], context: Context) -> None:
        """Check descriptions of transformations, none of which is carried out here."""
        for node in listed(members, "transformations", context):
            if not isinstance(node.value, dict):
                context.faults.warn(node.fault("a transformation must be an object"))
                continue
            parts = known_members("a transformation", node, _TRANSFORMATION, context)
            check_id(parts, "Template", context)
            for name in ("url", "scriptFormat", "targetFormat"):
                member(node, parts, name)


def _own_url(node: Node) -> str | None:
    """Give the URL of a schema that is a document of its own."""
    return None if node.steps else node.document.url


def _rebased(inherited: Inherited, url: str) -> Inherited:
    """Let the templates of a group make IRIs for one of its tables."""
    return replace(
        inherited,
        about=inherited.about and replace(inherited.about, base=url),
        property=inherited.property and replace(inherited.property, base=url),
        value=inherited.value and replace(inherited.value, base=url),
    )


def _checked_id(members: dict[str, Node], type_: str, context: Context) -> str | None:
    url = check_id(members, type_, context)
    try:
        return url and iri(url)
    except ValueError as error:
        raise members["@id"].fault(f"@id {error}") from None


def _check_direction(members: dict[str, Node], context: Context) -> None:
    """Check what only programs that show tables use."""
    node = members.get("tableDirection")
    with context.faults.warning():
        if node and node.value not in _DIRECTIONS:
            raise node.fault(f"tableDirection must be one of {', '.join(_DIRECTIONS)}")


def _said(
    members: dict[str, Node], context: Context
) -> tuple[tuple[Annotation, ...], tuple[Annotation, ...]]:
    """Read the common properties and the notes of a description."""
    notes = []
    for node in listed(members, "notes", context):
        if isinstance(node.value, dict):
            notes.append(make_note(read_note(node, context)))
        else:
            context.faults.warn(node.fault("a note must be an object"))
    return read_annotations(members, context), tuple(notes)


def _columns(
    members: dict[str, Node], inherited: Inherited, url: str, context: Context
) -> tuple[Column, ...]:
    columns: list[Column] = []
    before = len(context.faults.faults)
    for number, node in enumerate(listed(members, "columns", context), 1):
        if isinstance(node.value, dict):
            with context.faults.catching():
                columns.append(_column(node, number, inherited, url, context))
        else:
            context.faults.warn(node.fault("a column must be an object"))
    if len(context.faults.faults) == before:
        _check_columns(columns, context)
    return tuple(columns)


def _column(node: Node, number: int, inherited: Inherited, url: str, context: Context) -> Column:
    before = len(context.faults.faults)
    column = read_column(node, number, inherited, (url, context.language or "und"), context)
    if context.faults.is_strict and len(context.faults.faults) == before:
        check_column(column)
    return column


def _check_columns(columns: list[Column], context: Context) -> None:
    in_file = sum(not column.virtual for column in columns)
    seen: set[str] = set()
    for place, column in enumerate(columns):
        assert column.node is not None  # it has just been read from there
        if column.name in seen:
            context.faults.add(column.node.fault(f"column {column.name} stands twice"))
        elif not column.virtual and place >= in_file:
            message = f"column {column.name} is in the file; it must come before the virtual ones"
            context.faults.add(column.node.fault(message))
        seen.add(column.name)


def _foreign_keys(
    members: dict[str, Node], columns: tuple[Column, ...], context: Context
) -> tuple[ForeignKey, ...]:
    keys = []
    for node in listed(members, "foreignKeys", context):
        if isinstance(node.value, dict):
            with context.faults.catching():
                keys.append(read_foreign_key(node, columns, context))
        else:
            context.faults.warn(node.fault("a foreign key must be an object"))
    return tuple(keys)
