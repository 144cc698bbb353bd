"""What all parts of the metadata of tables share: which terms they know, contexts, languages, templates.

Source: https://www.w3.org/TR/tabular-metadata/#property-syntax
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from koryu.languages import TAG
from koryu.printable import quoted
from koryu.suggestions import did_you_mean
from koryu.tables.faults import Collector
from koryu.tables.jsontree import Node, check_terms
from koryu.tables.templates import PREFIXES, Template, make_template

CONTEXT: Final = "http://www.w3.org/ns/csvw"


def check_members(what: str, members: dict[str, Node], known: Iterable[str]) -> None:
    """Refuse unknown terms; those with a prefix are common properties, whose values say nothing here."""
    faults = Collector()
    with faults.catching():
        check_terms(what, {name: node for name, node in members.items() if ":" not in name}, known)
    for name, node in members.items():
        if ":" in name:
            with faults.catching():
                _check_common(name, node)
    faults.settle()


def _check_common(name: str, node: Node) -> None:
    prefix = name.partition(":")[0]
    if prefix not in PREFIXES:
        raise node.fault(f"{quoted(name)} has no prefix of CSV on the Web{did_you_mean(prefix, PREFIXES)}")
    for value in node.items(name) if isinstance(node.value, list) else [node]:
        if isinstance(value.value, dict):
            check_terms(f"the value of {name}", value.members(name), ("@id", "@type", "@value", "@language"))


def language_of(members: dict[str, Node], name: str) -> str | None:
    """Take a language tag; None if it is left out."""
    if name not in members:
        return None
    tag = members[name].text(name)
    if not TAG.fullmatch(tag):
        raise members[name].fault(f"{name} {quoted(tag)} is not a language tag; write one such as zh-Hans")
    return tag


def template_of(members: dict[str, Node], name: str) -> Template | None:
    """Take a URI template; None if it is left out."""
    if name not in members:
        return None
    try:
        return make_template(members[name].text(name))
    except ValueError as error:
        raise members[name].fault(f"{name} {error}") from None


def check_context(node: Node) -> None:
    """Check that a context is the one of CSV on the Web.

    Source: https://www.w3.org/TR/tabular-metadata/#top-level-properties
    """
    parts = node.items("@context") if isinstance(node.value, list) else [node]
    if not parts or parts[0].value != CONTEXT or len(parts) > 2:
        raise node.fault(f'@context must be "{CONTEXT}", or a list of it and an object with @language')
    if len(parts) == 2:
        members = parts[1].members("the second part of @context")
        check_terms("@context", members, ("@language",))
        language_of(members, "@language")
