"""Queries of SHACL-SPARQL with their variables bound before they are run, for all focus nodes at once.

SHACL binds ``$this`` everywhere in a query, in nested groups too, and one focus node at a time. Here the
pattern of the focus nodes is joined to each group that asks something of ``$this`` without binding it, which
gives the same results: what would make a difference (MINUS, VALUES, SERVICE, a sub-SELECT that does not
project ``$this``) is what SHACL does not allow either.

Source: https://www.w3.org/TR/shacl/#pre-binding
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from koryu.rdf.ntriples import iri
from koryu.shacl.sparql import RESERVED
from koryu.stores.sparql import Token, tokens

_ESCAPED: Final = re.compile(r"\\(.)")
_FORBIDDEN: Final = ("MINUS", "VALUES", "SERVICE")
_SLICES: Final = ("LIMIT", "OFFSET")
NOT_PLAIN: Final = ("GROUP", "HAVING", *_SLICES, "PREFIX", "BASE")


@dataclass
class _Group:
    """A pair of braces: what opened it, and how it speaks of the focus node.

    ``projects``: of the sub-SELECT that it is the WHERE of. ``is_wrapper``: holds a sub-SELECT and no more.
    ``binds``, ``asks``: a triple of its own has ``$this``; something else of it has. ``is_around``: a group
    in it speaks of ``$this``.
    """

    start: int
    opener: str
    parent: _Group | None = None
    projects: list[str] | None = None
    is_wrapper: bool = False
    binds: bool = False
    asks: bool = False
    is_around: bool = False

    @property
    def needs_focus(self) -> bool:
        """Would it be evaluated for other nodes than the focus nodes, if it stood by itself?"""
        return not self.is_wrapper and (self.is_around or (self.asks and not self.binds))

    @property
    def is_asked(self) -> _Group:
        """The group whose solutions are asked: an EXISTS has none of its own."""
        return self.parent.is_asked if self.opener == "EXISTS" and self.parent else self


@dataclass(frozen=True)
class Prebound:
    """A query whose text is taken apart.

    Raises:
        ValueError: It holds what SHACL does not allow; says what, and what is allowed.
    """

    text: str
    bound: frozenset[str] = field(default_factory=lambda: frozenset({"this"}))

    def __post_init__(self) -> None:
        """Refuse what pre-binding does not allow."""
        words = [token.text.upper() for token in self._tokens() if token.kind == "word"]
        if found := next((word for word in words if word in _FORBIDDEN), None):
            raise ValueError(f"{found} is not allowed, since SHACL binds variables before the query is run")
        if found := next((name for name in sorted(self.variables) if name.startswith(RESERVED)), None):
            raise ValueError(
                f"?{found} begins with {RESERVED}, which is for variables of ours; call it otherwise"
            )
        self._check_assignments()
        self._check_projections()

    @property
    def is_plain(self) -> bool:
        """Is it without grouping and slicing, so that its pattern may stand in another's?"""
        return not any(token.text.upper() in NOT_PLAIN for token in self._tokens() if token.kind == "word")

    @property
    def is_sliced(self) -> bool:
        """Does it take a slice of its rows?"""
        return any(token.text.upper() in _SLICES for token in self._tokens() if token.kind == "word")

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return frozenset(_name(token) for token in self._tokens() if token.kind == "variable")

    def replaced(self, terms: Mapping[str, str]) -> str:
        """Write terms, or other variables, in place of variables."""
        found = list(tokens(self.text))
        parts, last = [], 0
        for place, token in enumerate(found):
            term = terms.get(_name(token))
            if term is not None:
                start, end, written = _place(found, place, term)
                parts += [self.text[last:start], written]
                last = end
        return "".join([*parts, self.text[last:]])

    def joined(self, pattern: str) -> str:
        """Write the query with the pattern of the focus nodes joined to it.

        Raises:
            ValueError: It asks something of ``$this`` in a GRAPH that does not bind it.
        """
        parts, last = [], 0
        for place, group in enumerate(self._groups()):
            if place and not group.needs_focus:
                continue
            if group.opener == "GRAPH":
                raise ValueError("a FILTER or BIND in a GRAPH speaks of $this, which the GRAPH does not bind")
            parts += [self.text[last : group.start + 1], f" {pattern} "]
            last = group.start + 1
        return "".join([*parts, self.text[last:]])

    def _tokens(self) -> Iterator[Token]:
        return (token for token in tokens(self.text) if token.kind != "comment")

    def _check_assignments(self) -> None:
        before = ""
        for token in self._tokens():
            if before == "AS" and _name(token) in self.bound:
                raise ValueError(f"{token.text} is bound before the query is run; it cannot be assigned to")
            before = token.text.upper()

    def _check_projections(self) -> None:
        for group in list(self._groups())[1:]:
            if group.projects is not None and not {"this"} <= set(group.projects):
                raise ValueError("a sub-SELECT does not project $this; it must")

    def _groups(self) -> list[_Group]:
        """The groups in the order in which they open."""
        return _read_groups(self._tokens())


def _read_groups(found: Iterable[Token]) -> list[_Group]:
    reader = _GroupReader()
    for token in found:
        reader.read(token)
    return reader.groups


class _GroupReader:
    """Reads tokens, and knows in which group it is and in how many parentheses."""

    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self._current: _Group | None = None
        self._depths = [0]
        self._words: list[str] = []
        self._projected: list[str] | None = None

    def read(self, token: Token) -> None:
        """Read the next token."""
        if token.kind == "bracket":
            self._bracket(token)
        elif token.kind == "word":
            self._word(token.text.upper())
        elif token.kind == "variable":
            self._variable(_name(token))

    def _word(self, word: str) -> None:
        self._words.append(word)
        if word == "SELECT":
            self._projected = []
            if self._current:
                self._current.is_wrapper = True

    def _bracket(self, token: Token) -> None:
        if token.text == "{":
            self._open(token)
        elif token.text == "}":
            self._close()
        else:
            self._depths[-1] += 1 if token.text == "(" else -1

    def _open(self, token: Token) -> None:
        self._current = _Group(token.start, _opener(self._words), self._current, self._projected)
        self.groups.append(self._current)
        self._depths.append(0)
        self._words, self._projected = [], None

    def _close(self) -> None:
        if not self._current:
            raise ValueError("it closes a brace that it has not opened")
        self._current = self._current.parent
        self._depths.pop()
        self._words = []

    def _variable(self, name: str) -> None:
        if self._projected is not None:
            self._projected.append(name)
        elif self._current and name == "this":
            _note(self._current, is_asked=self._depths[-1] > 0)


def _note(group: _Group, *, is_asked: bool) -> None:
    told = group.is_asked
    if told is not group or is_asked:
        told.asks = True
    else:
        told.binds = True
    while told.parent:
        told = told.parent.is_asked
        told.is_around = True


def _opener(words: list[str]) -> str:
    return words[-1] if words and words[-1] in ("EXISTS", "GRAPH") else ""


def _name(token: Token) -> str:
    return token.text[1:] if token.kind == "variable" else ""


def _place(found: list[Token], place: int, term: str) -> tuple[int, int, str]:
    """Where a term takes the place of a variable; BOUND of a term is true."""
    token = found[place]
    around = [each.text.upper() for each in found[max(place - 2, 0) : place + 2]]
    if around[:2] == ["BOUND", "("] and around[3:] == [")"] and not term.startswith("?"):
        return found[place - 2].start, found[place + 1].start + 1, "(true)"
    return token.start, token.start + len(token.text), term


def expanded(query: str, prefixes: Mapping[str, str]) -> str:
    """Write the names of a query in full.

    Raises:
        ValueError: A name would be no IRI.
    """
    parts, last, before = [], 0, ""
    for token in tokens(query):
        prefix, colon, local = token.text.partition(":")
        if token.kind == "name" and colon and prefix in prefixes and before != "PREFIX":
            parts += [query[last : token.start], iri(prefixes[prefix] + _ESCAPED.sub(r"\1", local))]
            last = token.start + len(token.text)
        before = token.text.upper()
    return "".join([*parts, query[last:]])
