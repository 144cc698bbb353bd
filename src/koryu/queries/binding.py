"""The holes of a query, and putting terms into them.

A hole is the line ``VALUES ?name { UNDEF }``, so that the query runs as it stands on any engine; the same
hole may stand in several groups. This is the one module that writes terms into the text of a query, and
it writes terms only: a value is serialised before it comes here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from koryu.errors import QueryError
from koryu.stores.sparql import masked

_HOLE = re.compile(r"^[ \t]*(?P<values>VALUES \?(?P<name>\w+) \{ UNDEF \})[ \t]*$", re.MULTILINE)
_ALMOST = re.compile(
    r"\bVALUES\s*(?:[?$](?P<bare>\w+)\s*\{\s*UNDEF\s*\}"
    r"|\(\s*[?$](?P<listed>\w+)\s*\)\s*\{\s*\(\s*UNDEF\s*\)\s*\})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Hole:
    """A place for terms: the variable's name and the line, counted from 1."""

    name: str
    line: int


def find_holes(query: str, where: str) -> list[Hole]:
    """Find the holes of a query.

    Raises:
        QueryError: One is not spelt as a hole is, or shares its line; starts with ``where:line``.
    """
    text = masked(query)
    exact = {match.start("values"): match["name"] for match in _HOLE.finditer(text)}
    for almost in _ALMOST.finditer(text):
        if almost.start() not in exact:
            name = almost["bare"] or almost["listed"]
            line = _line(text, almost.start())
            raise QueryError(f"{where}:{line}: write VALUES ?{name} {{ UNDEF }}, alone on its line")
    return [Hole(name, _line(text, start)) for start, name in exact.items()]


def bind(query: str, terms: Mapping[str, Sequence[str]]) -> str:
    """Write terms, in N-Triples, into the holes of their names; a hole without terms stays open."""
    return "".join(_pieces(query, terms))


def _pieces(query: str, terms: Mapping[str, Sequence[str]]) -> Iterator[str]:
    end = 0
    for hole in _HOLE.finditer(masked(query)):
        if values := terms.get(hole["name"]):
            yield query[end : hole.start("values")]
            yield f"VALUES ?{hole['name']} {{ {' '.join(values)} }}"
            end = hole.end("values")
    yield query[end:]


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
