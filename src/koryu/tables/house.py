"""The rules of the house: what the project's own tables must hold to beyond CSV on the Web.

Nothing in the metadata is without effect or left to a default that changes what is published: a column is
output, with a ``propertyUrl``, or says ``suppressOutput``; IRIs are written in full; a foreign key refers to
a primary key; the files are UTF-8 with Unix line ends; a cell holds the form that is published, the
canonical one of its type, so that no store changes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from koryu.printable import quoted
from koryu.rdf.ntriples import iri, literal
from koryu.suggestions import did_you_mean
from koryu.tables.cells import Reading, make_cell_reader, purpose
from koryu.tables.description.dialects import Dialect
from koryu.tables.description.jsontree import Node
from koryu.tables.description.keys import target_of
from koryu.tables.description.model import Column, ForeignKey, Table, TableGroup
from koryu.tables.description.templates import Template, check_full
from koryu.tables.faults import Collector
from koryu.tables.values.bases import Kind

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# Narrower than their datatypes: no time zones, whole years, and addresses that stand alone
_FORMS: Final = {
    "date": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "gYear": re.compile("[0-9]{4}"),
    "anyURI": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.*"),
}


def check_column(column: Column) -> None:
    """Check the description of a column.

    Raises:
        DataError: It breaks a rule.
    """
    node = column.node
    assert node is not None  # only what is described is checked
    members = node.members("a column")
    if "name" not in members:
        raise node.fault("name is missing")
    if not _NAME.fullmatch(column.name):
        problem = f"name {quoted(column.name)} must be letters, digits and _, a letter first"
        raise members["name"].fault(problem)
    if "lang" in members and column.datatype.base.name != "string":
        raise node.fault(f"column {column.name} has a lang; its datatype must be string")
    if column.property is None and not column.suppress_output:
        raise node.fault("the column has no propertyUrl; give it one, or suppressOutput: true")
    _check_templates(members, column)
    if column.virtual and (column.required or column.value is None or column.suppress_output):
        problem = "is virtual: it needs propertyUrl and valueUrl, and no required"
        raise node.fault(f"column {column.name} {problem}")


def _check_templates(members: dict[str, Node], column: Column) -> None:
    named = {"aboutUrl": column.about, "valueUrl": column.value, "propertyUrl": column.property}
    for name, template in named.items():
        if template and name in members:
            try:
                full = check_full(template.text)
                if name == "propertyUrl":
                    iri(full)  # without variables, so that every row says the same
            except ValueError as error:
                raise members[name].fault(f"{name} {error}") from None


def check_group(group: TableGroup) -> None:
    """Check the description of a group.

    Raises:
        Faults: It breaks rules; one DataError for each.
    """
    faults = Collector()
    for table in group.tables:
        with faults.catching():
            _check_table(table)
        for key in table.foreign_keys:
            with faults.catching():
                _check_foreign_key(key, group.tables)
    faults.settle()


def _check_table(table: Table) -> None:
    node = table.node
    assert node is not None  # only what is described is checked
    if table.schema_node is None:
        raise node.fault("tableSchema is missing")
    _check_about(table, table.schema_node)
    _check_variables(table)
    _check_primary_key(table, table.schema_node)


def check_dialect(node: Node, dialect: Dialect) -> None:
    """Check that a dialect changes nothing.

    Raises:
        DataError: It does.
    """
    if dialect != Dialect():
        problem = "dialect must be left out: a project's files are UTF-8, LF, with commas and a header"
        raise node.fault(problem)


def check_url(node: Node) -> None:
    """Check that a table lies in the project.

    Raises:
        DataError: Its description has a URL that is not relative.
    """
    url = node.members("a table")["url"].text("url")
    if ":" in url or url.startswith("/"):
        raise node.fault(f"{quoted(url)} must be relative to this file")


def _check_about(table: Table, node: Node) -> None:
    about = table.inherited.about
    if about is None:
        if any(not column.suppress_output and column.about is None for column in table.columns):
            raise node.fault("aboutUrl is missing; without it the rows would have no IRI")
        return
    _check_names(node, about, table)
    for column in table.columns:
        if column.name in about.variables and not column.required:
            raise node.fault(f"aboutUrl uses column {column.name}, which must be required")


def _check_variables(table: Table) -> None:
    faults = Collector()
    for column in table.columns:
        for template in (column.about, column.value):
            if template and column.node:
                with faults.catching():
                    _check_names(column.node, template, table)
    faults.settle()


def _check_names(node: Node, template: Template, table: Table) -> None:
    names = [column.name for column in table.file_columns]
    for name in template.variables:
        if name not in names:
            hint = did_you_mean(name, names) or f"; has {', '.join(names)}"
            raise node.fault(
                f"the template {quoted(template.text)} uses {quoted(name)}, which is no column{hint}"
            )


def _check_primary_key(table: Table, node: Node) -> None:
    for column in table.columns:
        if column.name in table.primary_key and not column.required:
            place = node.members("a schema")["primaryKey"]
            raise place.fault(f"primaryKey uses column {column.name}, which must be required")


def _check_foreign_key(key: ForeignKey, tables: tuple[Table, ...]) -> None:
    target = target_of(key, tables)
    if target and key.references != target.primary_key:
        wanted = ", ".join(target.primary_key) or "there is none"
        name = target.url.rpartition("/")[2]
        raise key.node.fault(f"columnReference must be the primary key of {name}: {wanted}")


def make_strict_reader(column: Column) -> Callable[[str], Reading]:
    """Make the function that reads the cells of a column and holds them to the rules of the house."""
    read, is_published = make_cell_reader(column), _form_test(column)

    def read_cell(text: str) -> Reading:
        if text != text.strip():
            problem = f"{quoted(text)} begins or ends with white space; write {quoted(text.strip())}"
            return Reading(text, literal(text), (problem,))
        reading = read(text)
        if not text or reading[2] or is_published(text, reading):
            return reading
        refusal = column.datatype.refusal(text)
        return reading._replace(problems=(f"{refusal.what}; {refusal.mend or purpose(column)}",))

    return read_cell


def _form_test(column: Column) -> Callable[[str, Reading], bool]:
    """Make the test whether a text is the form that is published; a format or a list has one of its own."""
    datatype = column.datatype
    base = datatype.base
    is_formatted = datatype.format is not None and not isinstance(datatype.format, re.Pattern)
    if is_formatted or column.separator is not None:
        return lambda _text, _reading: True
    if form := _FORMS.get(base.name):
        return lambda text, _reading: bool(form.fullmatch(text))
    if base.exact or base.kind in (Kind.BOOLEAN, Kind.MOMENT):
        return lambda text, reading: reading[0] == text
    return lambda _text, _reading: True
