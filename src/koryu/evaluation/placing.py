"""Where a query is malformed. Oxigraph tells a place that may lie some characters further on.

It tries keywords without regard to where words end, and tells the furthest place that any of them reached. In
a copy whose tokens stand far apart none reaches the next token, so that the place told lies at the token that
cannot stand there, or in the space behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from koryu.printable import one_line, quoted
from koryu.stores.sparql import tokens

_APART: Final = " " * 32  # more than the longest keyword has
_ERROR: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.ASCII | re.DOTALL)
_CLASS: Final = re.compile(r"(?:, )?\[(?:'[^']*'|[^\[\]'\"])+\]")  # of characters, as it writes them
_SENTENCE: Final = re.compile(r"expected (?:one of )?(?=(?:[A-Z][a-z]+|IRI) )")
_KEPT: Final = ("string", "iri", "comment")  # which may have space in them
_SPACE: Final = re.compile(r"[ \t]+")
_LONGEST: Final = 20_000  # characters of a query that are searched


@dataclass(frozen=True)
class Fault:
    """What is wrong with a query, and where, counted from 1 if that is known."""

    problem: str
    line: int | None = None
    column: int | None = None


def find_fault(query: str, error: str) -> Fault:
    """Find where a query is malformed; ``error`` is what Oxigraph says of it."""
    if (found := _ERROR.fullmatch(error)) is None:
        return Fault(f"the query cannot be evaluated: {one_line(error, 400)}")
    if len(query) > _LONGEST:
        return Fault(f"not SPARQL; {_expected(found[3])}", int(found[1]), int(found[2]))
    apart, starts, places = _spread(query)
    try:
        ox.Store().query(apart)
    except SyntaxError as exact:
        found = _ERROR.fullmatch(str(exact)) or found
    place = _offset(apart, int(found[1]), int(found[2]))
    start = places[bisect_right(starts, place) - 1]
    line, column = query.count("\n", 0, start) + 1, start - query.rfind("\n", 0, start)
    return Fault(_problem(query[start:], found[3]), line, column)


def _problem(rest: str, expected: str) -> str:
    word = next(iter(rest.split()), None)
    where = "the query ends too early" if word is None else f"{quoted(word)} cannot stand here"
    return "; ".join(filter(None, (f"not SPARQL: {where}", _expected(expected))))


def _expected(text: str) -> str:
    """Say what may stand there, or what is wrong with what does, as far as it is said in words."""
    told = one_line(_CLASS.sub("", text).strip(" ,"), 300)
    return "" if told == "expected" else _SENTENCE.sub("", told)


def _spread(query: str) -> tuple[str, list[int], list[int]]:
    """Write the tokens of a query apart; where each piece begins in the copy, and in the query."""
    kept = [(token.start, token.start + len(token.text)) for token in tokens(query) if token.kind in _KEPT]
    pieces = [match.span() for match in re.finditer(r"[{}()]|[^\s{}()]+", query)]
    pieces = [piece for piece in pieces if not _is_within(piece[0], kept)]
    copy, starts, places, end = [""], [0], [0], 0
    size = 0
    for start, _ in pieces:
        between = query[end:start] + _APART
        copy.append(between)
        size += len(between)
        starts.append(size)
        places.append(start)
        end = start
    rest = query[end:]
    starts.append(size + len(rest) + len(_APART))
    places.append(len(query))
    return "".join([*copy, rest, _APART * 2]), starts, places


def _is_within(place: int, spans: list[tuple[int, int]]) -> bool:
    """Is a place inside a span, not at its begin?"""
    index = bisect_right(spans, (place, 0)) - 1
    return index >= 0 and spans[index][0] < place < spans[index][1]


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column - 1
