"""Queries of shapes taken apart: the predicates that they name; of simple ones the triples and filters.

What is not understood is refused, so that more is loaded than needed, never less.

Source: https://www.w3.org/TR/sparql11-query/#grammar
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from koryu.namespaces import RDF_TYPE
from koryu.rdf.ntriples import iri

_LEXEME: Final = re.compile(
    r"""
    (?P<skip> \s+ | \#[^\n\r]* )
  | (?P<string> \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
              | \"(?:[^"\\\n\r]|\\.)*\" | '(?:[^'\\\n\r]|\\.)*' )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<variable> [?$]\w+ )
  | (?P<tag> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<name> (?:[^\W\d_][\w-]*(?:\.[\w-]+)*)?:(?:[\w:-](?:[\w.:-]*[\w:-])?)? )
  | (?P<number> [0-9]+(?:\.[0-9]+)? )
  | (?P<word> [A-Za-z]+ )
  | (?P<sign> && | \|\| | != | <= | >= | \^\^ | [{}()\[\].;,/^*+?|!=<>-] )
    """,
    re.VERBOSE | re.DOTALL,
)
_COMPARISONS: Final = ("=", "!=", "<", "<=", ">", ">=")
_AGGREGATES: Final = frozenset(("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "EXISTS"))


class Unknown(Exception):
    """The query has what is not understood here."""


class Lexeme(NamedTuple):
    """A part of a query, and what kind it is."""

    kind: str
    text: str


class Triple(NamedTuple):
    """A pattern of a triple: variables begin with ``?``, other terms are N-Triples text."""

    subject: str
    predicate: str
    object: str


class Filter(NamedTuple):
    """A comparison that solutions must meet: two sides, each the lexemes of an expression."""

    left: tuple[Lexeme, ...]
    sign: str
    right: tuple[Lexeme, ...]


@dataclass
class Pattern:
    """What a query asks of the graph.

    ``is_simple``: no more than triples and filters, so that each solution is made of triples that are there,
    and of nothing that is not. ``filters``: those that are understood.
    """

    predicates: set[str] = field(default_factory=set)
    triples: list[Triple] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    is_simple: bool = True


def read_pattern(query: str) -> Pattern:
    """Take a query apart.

    Raises:
        Unknown: It has what is not understood here.
    """
    return _Reader(list(_lexemes(query))).query()


def _lexemes(query: str) -> Iterator[Lexeme]:
    at = 0
    while at < len(query):
        found = _LEXEME.match(query, at)
        if not found:
            raise Unknown
        if found.lastgroup != "skip":
            yield Lexeme(str(found.lastgroup), found[0])
        at = found.end()


class _Reader:
    """Reads lexemes one after the other."""

    def __init__(self, lexemes: list[Lexeme]) -> None:
        self._rest = lexemes[::-1]
        self._prefixes: dict[str, str] = {}
        self._found = Pattern()
        self._count = 0

    def query(self) -> Pattern:
        """Read a whole query."""
        while self._takes("PREFIX"):
            name, namespace = self._next(), self._next()
            self._prefixes[name.text] = namespace.text[1:-1]
        if self._takes("ASK"):
            self._found.is_simple = False
            self._takes("WHERE")
        else:
            self._needs("SELECT")
            self._projection()
        self._group()
        self._found.is_simple &= not self._rest
        if any(each.text.upper() in ("VALUES", "HAVING") for each in self._rest):
            raise Unknown
        return self._found

    def _projection(self) -> None:
        while not self._peek("{"):
            each = self._next()
            self._found.is_simple &= each.text.upper() not in _AGGREGATES
            if each.text.upper() in ("FROM", "EXISTS"):
                raise Unknown

    def _peek(self, text: str) -> bool:
        return bool(self._rest) and self._rest[-1].text.upper() == text

    def _takes(self, text: str) -> bool:
        if self._peek(text):
            self._rest.pop()
            return True
        return False

    def _next(self) -> Lexeme:
        if not self._rest:
            raise Unknown
        return self._rest.pop()

    def _needs(self, text: str) -> None:
        if not self._takes(text):
            raise Unknown

    def _group(self) -> None:
        self._needs("{")
        while not self._takes("}"):
            self._part()

    def _part(self) -> None:
        if self._peek("{") or self._peek("OPTIONAL") or self._peek("UNION"):
            self._found.is_simple = False
            _ = self._takes("OPTIONAL") or self._takes("UNION")
            self._group()
        elif self._takes("FILTER"):
            self._filter()
        elif self._takes("BIND"):
            self._expression()
        elif not self._takes("."):
            self._same_subject()

    def _filter(self) -> None:
        self._takes("NOT")
        if self._takes("EXISTS"):
            self._found.is_simple = False
            self._group()
            return
        found = [self._next()] if not self._peek("(") else []
        self._found.filters += _comparisons([*found, *self._expression()])

    def _expression(self) -> list[Lexeme]:
        """Take what stands in parentheses."""
        found, depth = list[Lexeme](), 0
        while not found or depth:
            each = self._next()
            if each.text in ("{", "}") or each.text.upper() == "EXISTS":
                raise Unknown
            depth += {"(": 1, ")": -1}.get(each.text, 0)
            found.append(each)
        return found

    def _same_subject(self) -> None:
        subject = self._term()
        while not (self._peek("}") or self._peek(".")):
            self._verb(subject)
            while self._takes(";"):
                pass

    def _verb(self, subject: str) -> None:
        path = self._path()
        self._object(subject, path)
        while self._takes(","):
            self._object(subject, path)

    def _object(self, subject: str, path: list[tuple[str, bool]]) -> None:
        value = self._term()
        nodes = [subject, *(self._new() for _ in path[1:]), value]
        for (predicate, is_inverse), one, other in zip(path, nodes, nodes[1:], strict=False):
            ends = (other, one) if is_inverse else (one, other)
            self._found.triples.append(Triple(ends[0], predicate, ends[1]))

    def _new(self) -> str:
        self._count += 1
        return f"? {self._count}"

    def _path(self) -> list[tuple[str, bool]]:
        """Read predicates that follow each other, and whether each is turned around."""
        found = [self._step()]
        while self._takes("/"):
            found.append(self._step())
        while self._takes("|") or self._takes("+"):
            self._found.is_simple = False
            found += self._path() if not self._is_object() else []
        return found

    def _is_object(self) -> bool:
        return bool(self._rest) and self._rest[-1].kind in ("variable", "string", "number")

    def _step(self) -> tuple[str, bool]:
        is_inverse = self._takes("^")
        if self._takes("("):
            inner = self._path()
            self._needs(")")
            self._found.is_simple &= len(inner) == 1
            return inner[0][0], is_inverse != inner[0][1]
        predicate = iri(RDF_TYPE) if self._takes("A") else self._iri(self._next())
        self._found.predicates.add(predicate)
        if self._peek("*") or self._peek("?"):
            raise Unknown  # a path of no length reaches whatever there is
        return predicate, is_inverse

    def _iri(self, lexeme: Lexeme) -> str:
        if lexeme.kind == "iri" and ":" in lexeme.text:
            return lexeme.text
        prefix, colon, local = lexeme.text.partition(":")
        if lexeme.kind != "name" or prefix + colon not in self._prefixes:
            raise Unknown
        return f"<{self._prefixes[prefix + colon]}{local}>"

    def _term(self) -> str:
        each = self._next()
        if each.kind == "variable":
            return f"?{each.text[1:]}"
        if each.kind in ("string", "number") or each.text in ("true", "false"):
            self._literal_ending()
            return self._new()  # any term will do, which finds more than there is
        return self._iri(each)

    def _literal_ending(self) -> None:
        if self._rest and self._rest[-1].kind == "tag":
            self._next()
        elif self._takes("^^"):
            self._iri(self._next())


def _comparisons(expression: list[Lexeme]) -> Iterator[Filter]:
    """Find the comparisons that must all hold; others are passed over."""
    inner = _without_parentheses(expression)
    parts, depth = [list[Lexeme]()], 0
    for each in inner:
        depth += {"(": 1, ")": -1}.get(each.text, 0)
        if depth == 0 and each.text == "||":
            return
        if depth == 0 and each.text == "&&":
            parts.append([])
        else:
            parts[-1].append(each)
    if len(parts) > 1:
        for part in parts:
            yield from _comparisons(part)
    else:
        yield from _comparison(inner)


def _without_parentheses(found: list[Lexeme]) -> list[Lexeme]:
    while len(found) > 1 and found[0].text == "(" and _closes(found) == len(found) - 1:
        found = found[1:-1]
    return found


def _closes(found: list[Lexeme]) -> int:
    depth = 0
    for place, each in enumerate(found):
        depth += {"(": 1, ")": -1}.get(each.text, 0)
        if not depth:
            return place
    return -1


def _comparison(found: list[Lexeme]) -> Iterator[Filter]:
    depth, signs = 0, list[int]()
    for place, each in enumerate(found):
        depth += {"(": 1, ")": -1}.get(each.text, 0)
        if depth == 0 and each.kind == "sign" and each.text in _COMPARISONS:
            signs.append(place)
    if len(signs) == 1 and not any(each.text == "!" for each in found):
        at = signs[0]
        yield Filter(tuple(found[:at]), found[at].text, tuple(found[at + 1 :]))
