"""The columns of tables as their metadata describe them.

Source: https://www.w3.org/TR/tabular-metadata/#columns
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from koryu.languages import TAG
from koryu.printable import quoted
from koryu.rdf.ntriples import iri
from koryu.suggestions import did_you_mean
from koryu.tables.datatypes import BASES, Base, Datatype
from koryu.tables.jsontree import Node, check_terms, flag, member
from koryu.tables.templates import Template, resolve
from koryu.tables.terms import check_members, language_of, template_of

_COLUMN: Final = (
    "name",
    "titles",
    "datatype",
    "required",
    "lang",
    "aboutUrl",
    "propertyUrl",
    "valueUrl",
    "virtual",
    "suppressOutput",
)
_DATATYPE: Final = ("base", "format", "minimum", "maximum", "minLength", "maxLength")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_STRING: Final = Datatype(BASES["string"])


@dataclass(frozen=True)
class Column:
    """A column: what its cells may hold and what they say.

    ``headings``: what the header may call it, its name first. ``about``: None is the subject of the row.
    ``predicate``: a term, None if the column says nothing. ``value``: makes an IRI of the row; None if the
    cell is a literal.
    """

    name: str
    headings: tuple[str, ...]
    description: str
    datatype: Datatype
    required: bool
    language: str | None
    about: Template | None
    predicate: str | None
    value: Template | None
    virtual: bool


def read_column(node: Node) -> Column:
    """Read the description of a column.

    Raises:
        KoryuError: A term is unknown or has a wrong value.
    """
    members = node.members("a column")
    check_members("a column", members, _COLUMN)
    name = member(node, members, "name").text("name")
    if not _NAME.fullmatch(name):
        raise members["name"].fault(f"name {quoted(name)} must be letters, digits and _, a letter first")
    column = Column(
        name,
        (name, *_titles(members)),
        _description(members),
        _datatype(members["datatype"]) if "datatype" in members else _STRING,
        flag(members, "required"),
        language_of(members, "lang"),
        template_of(members, "aboutUrl"),
        _predicate(node, members),
        template_of(members, "valueUrl"),
        flag(members, "virtual"),
    )
    _check_column(node, column)
    return column


def _check_column(node: Node, column: Column) -> None:
    if column.language and column.datatype.base.name != "string":
        raise node.fault(f"column {column.name} has a lang; its datatype must be string")
    if column.virtual and (column.required or column.value is None or column.predicate is None):
        raise node.fault(
            f"column {column.name} is virtual: it needs propertyUrl and valueUrl, and no required"
        )


def _titles(members: dict[str, Node]) -> list[str]:
    """Collect the titles in all languages."""
    if "titles" not in members:
        return []
    node = members["titles"]
    if not isinstance(node.value, dict):
        return node.texts("titles")
    by_language = node.members("titles")
    for tag, titles in by_language.items():
        if not TAG.fullmatch(tag):
            raise titles.fault(f"titles {quoted(tag)} is not a language tag; write one such as zh-Hans")
    return [title for each in by_language.values() for title in each.texts("titles")]


def _description(members: dict[str, Node]) -> str:
    node = members.get("dc:description")
    return node.value if node and isinstance(node.value, str) else ""


def _predicate(node: Node, members: dict[str, Node]) -> str | None:
    if flag(members, "suppressOutput"):
        return None
    if "propertyUrl" not in members:
        raise node.fault("the column has no propertyUrl; give it one, or suppressOutput: true")
    try:
        return iri(resolve(members["propertyUrl"].text("propertyUrl")))
    except ValueError as error:
        raise members["propertyUrl"].fault(f"propertyUrl {error}") from None


def _datatype(node: Node) -> Datatype:
    if isinstance(node.value, str):
        return Datatype(_base(node))
    members = node.members("datatype")
    check_terms("a datatype", members, _DATATYPE)
    base = _base(members["base"]) if "base" in members else BASES["string"]
    return Datatype(
        base,
        _pattern(members, base),
        _limit(members, "minimum", base),
        _limit(members, "maximum", base),
        _length(members, "minLength", base),
        _length(members, "maxLength", base),
    )


def _base(node: Node) -> Base:
    name = node.text("datatype")
    if name not in BASES:
        hint = did_you_mean(name, BASES) or f"; has {', '.join(BASES)}"
        raise node.fault(f"no datatype {quoted(name)}{hint}")
    return BASES[name]


def _pattern(members: dict[str, Node], base: Base) -> re.Pattern[str] | None:
    """Compile a format: of texts it is a regular expression, of numbers and dates there is only one here."""
    if "format" not in members:
        return None
    node = members["format"]
    if base.order or base.name == "boolean":
        raise node.fault(f"format is not for {base.name}, which has one form only")
    try:
        return re.compile(node.text("format"))
    except re.error as error:
        raise node.fault(f"format {quoted(node.text('format'))} is no regular expression: {error}") from None


def _limit(members: dict[str, Node], name: str, base: Base) -> str | None:
    if name not in members:
        return None
    node = members[name]
    text = node.value if isinstance(node.value, str) else str(node.value)
    if not base.order:
        raise node.fault(f"{name} is not for {base.name}, which has no order")
    if not base.allows(text):
        raise node.fault(f"{name} {quoted(text)} is not {base.is_a}")
    return text


def _length(members: dict[str, Node], name: str, base: Base) -> int | None:
    if name not in members:
        return None
    if base.name not in ("string", "anyURI"):
        raise members[name].fault(f"{name} is not for {base.name}")
    return members[name].length(name)
