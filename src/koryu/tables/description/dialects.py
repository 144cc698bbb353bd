"""Dialects: how a file of rows is written.

Source: https://www.w3.org/TR/tabular-metadata/#dialect-descriptions
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from koryu.printable import quoted
from koryu.tables.description.context import Context
from koryu.tables.description.jsontree import Node
from koryu.tables.description.properties import check_id, known_members
from koryu.tables.files.encodings import codec_of

_TERMS: Final = (
    "@id",
    "@type",
    "commentPrefix",
    "delimiter",
    "doubleQuote",
    "encoding",
    "header",
    "headerRowCount",
    "lineTerminators",
    "quoteChar",
    "skipBlankRows",
    "skipColumns",
    "skipInitialSpace",
    "skipRows",
    "trim",
)
_TRIMS: Final = {
    True: "true",
    False: "false",
    "true": "true",
    "false": "false",
    "start": "start",
    "end": "end",
}


@dataclass(frozen=True)
class Dialect:
    """How a file of rows is written; ``trim`` is one of true, false, start, end.

    ``comment_prefix``: None is no comments, the default of the data model and of the W3C's tests, though the
    vocabulary of metadata names ``#`` in an example.
    """

    encoding: str = "utf-8"
    line_terminators: tuple[str, ...] = ("\r\n", "\n")
    quote_char: str | None = '"'
    double_quote: bool = True
    delimiter: str = ","
    comment_prefix: str | None = None
    header_row_count: int = 1
    skip_rows: int = 0
    skip_columns: int = 0
    skip_blank_rows: bool = False
    trim: str = "false"

    @property
    def header(self) -> bool:
        """Does the file have a header?"""
        return self.header_row_count > 0


def read_dialect(node: Node, context: Context) -> Dialect:
    """Read a dialect; what has a wrong value is warned of and left as the default is."""
    members = known_members("a dialect", node, _TERMS, context)
    check_id(members, "Dialect", context)
    given: dict[str, Any] = {}
    for name, (attribute, read) in _READERS.items():
        if name in members:
            with context.faults.warning():
                given[attribute] = read(members[name], name)
    if "headerRowCount" not in members and "header" in members:
        with context.faults.warning():
            given["header_row_count"] = int(members["header"].flag("header"))
    if "trim" not in given and "skipInitialSpace" in members:
        with context.faults.warning():
            given["trim"] = "start" if members["skipInitialSpace"].flag("skipInitialSpace") else "false"
    return replace(Dialect(), **given)


def _flag(node: Node, name: str) -> bool:
    return node.flag(name)


def _count(node: Node, name: str) -> int:
    return node.length(name)


def _text(node: Node, name: str) -> str:
    return node.text(name)


def _optional_text(node: Node, name: str) -> str | None:
    return None if node.value is None else node.text(name)


def _terminators(node: Node, name: str) -> tuple[str, ...]:
    if not (ends := tuple(node.texts(name))):
        raise node.fault(f"{name} must name a text that ends lines")
    return ends


def _encoding(node: Node, name: str) -> str:
    label = node.text(name)
    try:
        "a".encode(codec_of(label))
    except LookupError:
        raise node.fault(
            f"{name} {quoted(label)} is not known; write one such as utf-8 or shift_jis"
        ) from None
    return label


def _trim(node: Node, name: str) -> str:
    if not isinstance(node.value, bool | str) or node.value not in _TRIMS:
        raise node.fault(f"{name} must be true, false, start or end")
    return _TRIMS[node.value]


_READERS: Final[dict[str, tuple[str, Callable[[Node, str], object]]]] = {
    "commentPrefix": ("comment_prefix", _optional_text),
    "delimiter": ("delimiter", _text),
    "doubleQuote": ("double_quote", _flag),
    "encoding": ("encoding", _encoding),
    "headerRowCount": ("header_row_count", _count),
    "lineTerminators": ("line_terminators", _terminators),
    "quoteChar": ("quote_char", _optional_text),
    "skipBlankRows": ("skip_blank_rows", _flag),
    "skipColumns": ("skip_columns", _count),
    "skipRows": ("skip_rows", _count),
    "trim": ("trim", _trim),
}
