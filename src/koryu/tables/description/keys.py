"""Reading the keys of tables, and checking that they lead to tables and columns of the group.

Source: https://www.w3.org/TR/tabular-metadata/#schemas
"""

from __future__ import annotations

from koryu.errors import DataError
from koryu.printable import quoted
from koryu.suggestions import did_you_mean
from koryu.tables.description.context import Context
from koryu.tables.description.jsontree import Node, check_terms, member
from koryu.tables.description.model import Column, ForeignKey, Table
from koryu.tables.description.vocabulary import join_url, normalized


def read_names(
    members: dict[str, Node], name: str, columns: tuple[Column, ...], context: Context
) -> tuple[str, ...]:
    """Read a reference to columns; none if it is left out, or warned of since it leads nowhere."""
    if name in members:
        with context.faults.warning():
            return _names(members[name], name, columns)
    return ()


def _names(node: Node, what: str, columns: tuple[Column, ...]) -> tuple[str, ...]:
    names = tuple(node.texts(what))
    known = [column.name for column in columns if column.is_named and not column.virtual]
    if not names:
        raise node.fault(f"{what} must name a column")
    for name in names:
        if name not in known:
            nameless = any(column.name == name and not column.virtual for column in columns)
            mend = "; give it that name" if nameless else did_you_mean(name, known)
            raise node.fault(f"no column {quoted(name)} in the file{mend}")
    return names


def read_foreign_key(node: Node, columns: tuple[Column, ...], context: Context) -> ForeignKey:
    """Read a foreign key.

    Raises:
        Faults: It has terms that it must not have.
        DataError: It lacks something, or leads nowhere.
    """
    members = node.members("a foreign key")
    check_terms("a foreign key", members, ("columnReference", "reference"))
    reference = member(node, members, "reference")
    parts = reference.members("reference")
    check_terms("reference", parts, ("resource", "schemaReference", "columnReference"))
    return ForeignKey(
        _names(member(node, members, "columnReference"), "columnReference", columns),
        _target(reference, parts, "resource", context),
        _target(reference, parts, "schemaReference", context),
        tuple(member(reference, parts, "columnReference").texts("columnReference")),
        reference,
    )


def _target(node: Node, parts: dict[str, Node], name: str, context: Context) -> str | None:
    if ("resource" in parts) == ("schemaReference" in parts):
        raise node.fault("reference must have either resource or schemaReference")
    return join_url(context.base, parts[name].text(name)) if name in parts else None


def target_of(key: ForeignKey, tables: tuple[Table, ...]) -> Table | None:
    """Find the table that a foreign key leads to; None if it is not of the group."""
    for table in tables:
        if key.url is not None and normalized(table.url) == normalized(key.url):
            return table
        if (
            key.schema is not None
            and table.schema_id
            and normalized(table.schema_id) == normalized(key.schema)
        ):
            return table
    return None


def check_reference(key: ForeignKey, tables: tuple[Table, ...]) -> None:
    """Check that a foreign key leads to columns of a table of the group.

    Raises:
        DataError: It does not.
    """
    target = target_of(key, tables)
    if target is None:
        raise _lost(key)
    known = [column.name for column in target.columns]
    for name in key.references if target.has_schema else ():
        if name not in known:
            raise key.node.fault(f"no column {quoted(name)} in {target.shown}{did_you_mean(name, known)}")
    if len(key.columns) != len(key.references):
        raise key.node.fault("columnReference must name as many columns on both sides")


def _lost(key: ForeignKey) -> DataError:
    name = (key.url or key.schema or "").rpartition("/")[2]
    what = "table" if key.url else "schema of a table"
    return key.node.fault(f"{name} is no {what} of the group; list it, with suppressOutput: true")
