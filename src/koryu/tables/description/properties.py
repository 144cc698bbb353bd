"""What the descriptions of all parts share: which terms they know, identifiers, links, arrays, objects.

A value that is not allowed is warned of, and the property is read as if it were left out.

Source: https://www.w3.org/TR/tabular-metadata/#property-syntax
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from koryu.printable import quoted
from koryu.tables.description.context import Context
from koryu.tables.description.jsontree import Node, check_terms
from koryu.tables.description.vocabulary import join_url

T = TypeVar("T")


def known_members(what: str, node: Node, known: Iterable[str], context: Context) -> dict[str, Node]:
    """Take the members of a description; unknown terms are warned of and left out."""
    members = node.members(what)
    names = set(known)
    with context.faults.warning():
        check_terms(what, {name: each for name, each in members.items() if ":" not in name}, known)
    return {name: each for name, each in members.items() if name in names or ":" in name}


def given(members: dict[str, Node], name: str, read: Callable[[Node], T], default: T, context: Context) -> T:
    """Read a property; ``default`` if it is left out or has a value that is not allowed."""
    if name in members:
        with context.faults.warning():
            return read(members[name])
    return default


def flag(members: dict[str, Node], name: str, context: Context) -> bool:
    """Take a truth value that is false if it is left out."""
    return given(members, name, lambda node: node.flag(name), False, context)


def listed(members: dict[str, Node], name: str, context: Context) -> list[Node]:
    """Take a list that is empty if it is left out or is none."""
    nothing: list[Node] = []
    return given(members, name, lambda node: node.items(name), nothing, context)


def check_id(members: dict[str, Node], type_: str, context: Context) -> str | None:
    """Take the identifier of a description, in full, and check its type.

    Raises:
        DataError: The identifier is a blank node, or the type is another one.
    """
    if "@type" in members and members["@type"].value != type_:
        raise members["@type"].fault(f"@type must be {type_}, or left out")
    return link(members, "@id", context)


def link(members: dict[str, Node], name: str, context: Context) -> str | None:
    """Take a link, in full; None if it is left out.

    Raises:
        DataError: It is a blank node.
    """
    if name not in members:
        return None
    text = given(members, name, lambda node: _text(node, name), "", context)
    if text.startswith("_:"):
        raise members[name].fault(f"{name} {quoted(text)} is a blank node; write an IRI")
    return join_url(context.base, text)


def _text(node: Node, name: str) -> str:
    if not isinstance(node.value, str):
        raise node.fault(f"{name} must be a text")
    return node.value
