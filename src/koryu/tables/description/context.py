"""The context of a metadata document: what its URLs are relative to, its language, and who gathers faults.

Source: https://www.w3.org/TR/tabular-metadata/#top-level-properties
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from koryu.languages import WELL_FORMED
from koryu.printable import quoted
from koryu.tables.description.jsontree import Node, check_terms
from koryu.tables.description.vocabulary import join_url
from koryu.tables.faults import Collector

CONTEXT: Final = "http://www.w3.org/ns/csvw"


@dataclass(frozen=True)
class Context:
    """What a part of the metadata needs to know of its document.

    ``base``: what its URLs are relative to. ``language``: of texts that name none; None is unknown.
    """

    base: str
    faults: Collector = field(repr=False, compare=False)
    language: str | None = None

    def within(self, node: Node) -> Context:
        """Read a document's ``@context`` on top of this one.

        Raises:
            DataError: It is not the context of CSV on the Web.
        """
        parts = node.items("@context") if isinstance(node.value, list) else [node]
        if not parts or parts[0].value != CONTEXT or len(parts) > 2:
            raise node.fault(
                f'@context must be "{CONTEXT}", or a list of it and an object with @base or @language'
            )
        return self._local(parts[1]) if len(parts) == 2 else self

    def _local(self, node: Node) -> Context:
        members = node.members("the second part of @context")
        check_terms("@context", members, ("@base", "@language"))
        context = self
        if "@base" in members:
            context = replace(context, base=join_url(self.base, members["@base"].text("@base")))
        if "@language" in members:
            with self.faults.warning():
                context = replace(context, language=language_tag(members["@language"], "@language"))
        return context


def language_tag(node: Node, name: str) -> str:
    """Take a language tag."""
    tag = node.text(name)
    if not WELL_FORMED.fullmatch(tag):
        raise node.fault(f"{name} {quoted(tag)} is not a language tag; write one such as zh-Hans")
    return tag
