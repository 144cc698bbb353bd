"""URI templates (RFC 6570) that make IRIs of the cells of a row.

Source: https://www.w3.org/TR/tabular-metadata/#uri-template-properties
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final
from urllib.parse import quote

import uritemplate

from koryu.printable import quoted
from koryu.rdf.ntriples import iri
from koryu.suggestions import did_you_mean
from koryu.tables.description.vocabulary import PREFIXES, PROPOSED, resolve

Cells = Mapping[str, str | tuple[str, ...] | None]

OF_COLUMN: Final = ("_column", "_sourceColumn", "_name")  # what differs from column to column
_FULL = ("http", "https", "urn")  # schemes of an IRI that is written in full
# https://www.rfc-editor.org/rfc/rfc6570#section-2.2
_NAME: Final = r"(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*"
_VARIABLE: Final = rf"{_NAME}(?:\*|:[1-9][0-9]{{0,3}})?"
_EXPRESSION: Final = re.compile(rf"\{{[+#./;?&]?{_VARIABLE}(?:,{_VARIABLE})*\}}")
_SIMPLE: Final = re.compile(rf"\{{({_NAME})\}}")
_MISPLACED: Final = re.compile(r"#.*#|[\[\]]|%(?![0-9A-Fa-f]{2})", re.DOTALL)
_ADDRESS: Final = re.compile(r"\A[^:/?#]+://(?:[^/?#\[]*@)?\[[0-9A-Fa-f:.]+\](?=[:/?#]|\Z)")  # IPv6
_ALREADY_FULL: Final = re.compile(r"(?:https?|urn|ftp|mailto|tag|file):[^{]")


def checked_iri(value: str) -> str:
    """Write what a template has made as a term.

    Raises:
        ValueError: It is no IRI: https://www.rfc-editor.org/rfc/rfc3987#section-2.2
    """
    if _MISPLACED.search(value) and _MISPLACED.search(_ADDRESS.sub("", value)):
        raise ValueError(f"{value!a} has # twice, brackets outside of an address, or % without two digits")
    return iri(value)


@dataclass(frozen=True)
class Template:
    """A template for IRIs. ``base`` is the URL of the table, which relative IRIs are resolved against."""

    text: str
    base: str = ""

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns it uses, in the order they first occur."""
        found: dict[str, None] = {}
        for expression in _EXPRESSION.findall(self.text):
            for variable in expression.strip("{}").lstrip("+#./;?&").split(","):
                found[re.sub(r"\*$|:[0-9]+$", "", variable)] = None
        return tuple(found)

    @cached_property
    def names_column(self) -> bool:
        """Does it make another IRI for each column of a row?"""
        return any(name in OF_COLUMN for name in self.variables)

    @cached_property
    def pieces(self) -> tuple[str, ...] | None:
        """Literal texts and names of variables by turns, if it has none but simple expressions; else None."""
        pieces = tuple(_SIMPLE.split(self.text))
        return None if any("{" in literal for literal in pieces[::2]) else pieces

    @cached_property
    def is_absolute(self) -> bool:
        """Does it begin as an IRI in full, so that there is nothing to resolve?"""
        return bool(_ALREADY_FULL.match(self.text))

    @cached_property
    def expand(self) -> Callable[[Cells], str]:
        """Make the IRI for a row, as a term; a variable that is None is left out.

        Raises:
            ValueError: What it makes is no IRI.
        """
        fill = self._fill_pieces(self.pieces) if self.pieces else self._fill
        if self.is_absolute:
            return lambda cells: checked_iri(fill(cells))
        return lambda cells: checked_iri(resolve(fill(cells), self.base))

    @cached_property
    def expand_whole(self) -> Callable[[Cells], str | None]:
        """Make the IRI for a row, as a term; None if a column it uses is empty.

        RFC 6570 would leave an empty column out, which would name another thing.
        """
        names, expand = self.variables, self.expand
        return lambda cells: expand(cells) if all(map(cells.get, names)) else None

    def _fill_pieces(self, pieces: tuple[str, ...]) -> Callable[[Cells], str]:
        """Make what fills a template without operators: many times faster than the general case."""
        literals, names = pieces[::2], pieces[1::2]
        joints = tuple(zip(names, literals[1:], strict=True))

        def fill(cells: Cells) -> str:
            filled = literals[0]
            for name, literal in joints:
                value = cells.get(name)
                if isinstance(value, tuple):
                    return self._fill(cells)
                filled += (_encoded(value) if value else "") + literal
            return filled

        return fill

    def _fill(self, cells: Cells) -> str:
        given = {name: value for name in self.variables if (value := cells.get(name)) is not None}
        return uritemplate.expand(self.text, {name: _listed(value) for name, value in given.items()})


@lru_cache(maxsize=1 << 14)
def _encoded(value: str) -> str:
    """Encode a value for a simple expansion; keys come again and again."""
    return quote(value, safe="~")


def _listed(value: str | tuple[str, ...]) -> str | list[str]:
    return list(value) if isinstance(value, tuple) else value


def make_template(text: str, base: str = "") -> Template:
    """Make a template.

    Raises:
        ValueError: Its syntax is wrong; says how to mend it.
    """
    plain = _EXPRESSION.sub("x", text)
    if "{" in plain or "}" in plain:
        raise ValueError(f"{quoted(text)} is not a URI template; write a column's name in braces")
    return Template(text, base)


def check_full(text: str) -> str:
    """Check that a template or IRI is written in full, or with a prefix of CSV on the Web; give it in full.

    Raises:
        ValueError: It is relative, its prefix is unknown, or it is no IRI; says how to mend it.
    """
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        full = PREFIXES[prefix] + local
    elif colon and prefix in _FULL:
        full = text
    else:
        hint = did_you_mean(prefix, PROPOSED) if colon else ""
        raise ValueError(f"{quoted(text)} has no prefix of CSV on the Web{hint or '; write the IRI in full'}")
    iri(_EXPRESSION.sub("x", full))
    return full
