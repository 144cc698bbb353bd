"""Queries of SHACL-SPARQL with their variables bound before they are run, for all focus nodes at once.

SHACL binds ``$this`` everywhere in a query, in nested groups too, and one focus node at a time. Here the
pattern of the focus nodes is joined to each group that asks something of ``$this`` without binding it, which
gives the same results: what would make a difference (MINUS, VALUES, SERVICE, a sub-SELECT that does not
project ``$this``) is what SHACL does not allow either.

Source: https://www.w3.org/TR/shacl/#pre-binding
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from koryu.stores.sparql import Token, tokens

_FORBIDDEN: Final = ("MINUS", "VALUES", "SERVICE")
_SLICES: Final = ("LIMIT", "OFFSET")
_AGGREGATED: Final = ("GROUP", "HAVING", *_SLICES)


@dataclass
class _Group:
    """A pair of braces: what opened it, and how it speaks of the focus node."""

    start: int
    opener: str
    parent: _Group | None = None
    projects: list[str] | None = None  # of the sub-SELECT that it is the WHERE of
    binds: bool = False
    asks: bool = False

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
        self._check_assignments()
        self._check_projections()

    @property
    def is_plain(self) -> bool:
        """Is it without grouping and slicing, so that its pattern may stand in another's?"""
        return not any(token.text.upper() in _AGGREGATED for token in self._tokens() if token.kind == "word")

    @property
    def is_sliced(self) -> bool:
        """Does it take a slice of its rows?"""
        return any(token.text.upper() in _SLICES for token in self._tokens() if token.kind == "word")

    @property
    def body(self) -> str:
        """The pattern in the outermost braces."""
        return self.text[self.text.index("{") + 1 : self.text.rindex("}")]

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return frozenset(_name(token) for token in self._tokens() if token.kind == "variable")

    def replaced(self, terms: Mapping[str, str]) -> str:
        """Write terms, or other variables, in place of variables."""
        return _rewritten(self.text, lambda token: terms.get(_name(token)))

    def joined(self, pattern: str) -> str:
        """Write the query with the pattern of the focus nodes joined to it.

        Raises:
            ValueError: It asks something of ``$this`` in a GRAPH that does not bind it.
        """
        parts, last = [], 0
        for place, group in enumerate(self._groups()):
            if place and (group.binds or not group.asks):
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
            self._words.append(token.text.upper())
            self._projected = [] if self._words[-1] == "SELECT" else self._projected
        elif token.kind == "variable":
            self._variable(_name(token))

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
        assert self._current  # the query has been parsed before
        self._current = self._current.parent
        self._depths.pop()
        self._words = []

    def _variable(self, name: str) -> None:
        if self._projected is not None:
            self._projected.append(name)
        elif self._current and name == "this":
            _note(self._current, is_asked=self._depths[-1] > 0)


def _note(group: _Group, *, is_asked: bool) -> None:
    if group.is_asked is not group or is_asked:
        group.is_asked.asks = True
    else:
        group.binds = True


def _opener(words: list[str]) -> str:
    return words[-1] if words and words[-1] in ("EXISTS", "GRAPH") else ""


def _name(token: Token) -> str:
    return token.text[1:] if token.kind == "variable" else ""


def _rewritten(query: str, write: Callable[[Token], str | None]) -> str:
    parts, last = [], 0
    for token in tokens(query):
        new = write(token)
        if new is not None:
            parts += [query[last : token.start], new]
            last = token.start + len(token.text)
    return "".join([*parts, query[last:]])
