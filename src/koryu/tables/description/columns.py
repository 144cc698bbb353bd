"""Reading the descriptions of columns, and what they inherit.

Source: https://www.w3.org/TR/tabular-metadata/#columns and #inherited-properties
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from koryu.languages import WELL_FORMED
from koryu.printable import quoted
from koryu.tables.description.annotations import read_annotations
from koryu.tables.description.context import Context, language_tag
from koryu.tables.description.jsontree import Node
from koryu.tables.description.model import Column, Inherited, Title
from koryu.tables.description.properties import check_id, flag, given, known_members
from koryu.tables.description.restrictions import read_datatype
from koryu.tables.description.templates import Template, make_template

INHERITED: Final = (
    "datatype",
    "required",
    "lang",
    "aboutUrl",
    "propertyUrl",
    "valueUrl",
    "null",
    "default",
    "separator",
    "ordered",
    "textDirection",
)
_COLUMN: Final = ("name", "titles", "virtual", "suppressOutput", "@id", "@type", *INHERITED)
# https://www.rfc-editor.org/rfc/rfc6570#section-2.3; names that begin with _ are those of the recommendation
_NAME: Final = re.compile(r"(?!_)(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*")
_DIRECTIONS: Final = ("ltr", "rtl", "auto", "inherit")


def read_inherited(members: dict[str, Node], above: Inherited, url: str, context: Context) -> Inherited:
    """Read the inherited properties of a description on top of those of the description around it.

    Args:
        members: Those of the description.
        above: What it inherits itself.
        url: The URL of the table, which templates are relative to.
        context: The context of the document.
    """
    found: dict[str, Any] = {}
    for name, (attribute, read) in _READERS.items():
        if name in members:
            with context.faults.warning():
                found[attribute] = read(members[name])
    if "textDirection" in members:
        with context.faults.warning():
            _check_direction(members["textDirection"])
    for name, attribute in _TEMPLATES.items():
        if name in members:
            found[attribute] = _template(members[name], name, url, context)
    if "null" in members:
        found["null"] = _nulls(members["null"], context)
    if "datatype" in members:
        with context.faults.catching():
            found["datatype"] = read_datatype(members["datatype"], context)
    return replace(above, **found)


def read_column(
    node: Node, number: int, above: Inherited, table: tuple[str, str], context: Context
) -> Column:
    """Read the description of a column.

    Args:
        node: The description.
        number: The number of the column, counted from 1.
        above: What it inherits.
        table: The URL of the table, and the default language.
        context: The context of the document.
    """
    members = known_members("a column", node, _COLUMN, context)
    untitled: tuple[Title, ...] = ()
    titles = given(members, "titles", lambda each: read_titles(each, context), untitled, context)
    name = given(members, "name", _name, None, context)
    inherited = read_inherited(members, above, table[0], context)
    return Column(
        **vars(inherited),
        number=number,
        name=name or _default_name(titles, table[1], number),
        titles=titles,
        description=_description(members),
        virtual=flag(members, "virtual", context),
        suppress_output=flag(members, "suppressOutput", context),
        is_named=name is not None,
        id=check_id(members, "Column", context),
        annotations=read_annotations(members, context),
        node=node,
    )


def make_column(number: int, above: Inherited, titles: tuple[Title, ...] = ()) -> Column:
    """Make a column that the metadata do not describe, from the titles that its header has."""
    name = _default_name(titles, "und", number)
    return Column(**vars(above), number=number, name=name, titles=titles)


def read_titles(node: Node, context: Context) -> tuple[Title, ...]:
    """Read titles: a text, texts, or those of several languages; what is none is warned of."""
    language = context.language or "und"
    if not isinstance(node.value, dict):
        return tuple(Title(text, language) for text in _texts(node, context))
    found = []
    for tag, titles in node.members("titles").items():
        if WELL_FORMED.fullmatch(tag):
            found += [Title(text, tag) for text in _texts(titles, context)]
        else:
            message = f"titles {quoted(tag)} is not a language tag; write one such as zh-Hans"
            context.faults.warn(titles.fault(message))
    return tuple(found)


def _texts(node: Node, context: Context) -> list[str]:
    if isinstance(node.value, str):
        return [node.value]
    found = []
    with context.faults.warning():
        for each in node.items("titles"):
            with context.faults.warning():
                found.append(each.text("titles"))
    return found


def _name(node: Node) -> str:
    name = node.text("name")
    if not _NAME.fullmatch(name):
        raise node.fault(f"name {quoted(name)} must be letters, digits, _ and points, and not begin with _")
    return name


def _default_name(titles: tuple[Title, ...], language: str, number: int) -> str:
    """Make the name of a column that has none written: of its first title in the default language."""
    for title in titles:
        if title.language == language:
            return quote(title.text, safe="._~").replace("-", "%2D").replace("~", "%7E")
    return f"_col.{number}"


def _description(members: dict[str, Node]) -> str:
    node = members.get("dc:description")
    return node.value if node and isinstance(node.value, str) else ""


def _template(node: Node, name: str, url: str, context: Context) -> Template:
    with context.faults.warning():
        if not isinstance(node.value, str):
            raise node.fault(f"{name} must be a text")
        try:
            return make_template(node.value, url)
        except ValueError as error:
            raise node.fault(f"{name} {error}") from None
    return Template("", url)


def _nulls(node: Node, context: Context) -> tuple[str, ...]:
    """Read the texts that mean there is no value; what is no text is warned of."""
    if isinstance(node.value, str):
        return (node.value,)
    found: list[str] = []
    with context.faults.warning():
        for each in node.items("null"):
            with context.faults.warning():
                found.append(_string("null")(each))
    return tuple(found) if isinstance(node.value, list) else Inherited.null


def _string(name: str) -> Callable[[Node], str]:
    def read(node: Node) -> str:
        if not isinstance(node.value, str):
            raise node.fault(f"{name} must be a text")
        return node.value

    return read


def _separator(node: Node) -> str | None:
    return None if node.value is None else node.text("separator")


def _check_direction(node: Node) -> None:
    """Check what only programs that show tables use."""
    if node.value not in _DIRECTIONS:
        raise node.fault(f"textDirection must be one of {', '.join(_DIRECTIONS)}")


_READERS: Final[dict[str, tuple[str, Callable[[Node], object]]]] = {
    "required": ("required", lambda node: node.flag("required")),
    "lang": ("lang", lambda node: language_tag(node, "lang")),
    "default": ("default", _string("default")),
    "separator": ("separator", _separator),
    "ordered": ("ordered", lambda node: node.flag("ordered")),
}
_TEMPLATES: Final = {"aboutUrl": "about", "propertyUrl": "property", "valueUrl": "value"}
