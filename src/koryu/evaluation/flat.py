"""Queries that are a flat basic graph pattern, or DESCRIBE one thing, as far as their cost depends on it.

What is not such a query for certain is none: nesting, paths, functions, FROM, VALUES and whatever else there
is make a query that is evaluated elsewhere.

Source: https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

LONGEST: Final = 2000  # characters
MOST_PATTERNS: Final = 4
_TOKEN: Final = re.compile(
    r"""
    (?:[ \t\r\n]+|\#[^\r\n]*)*+
    (?: (?P<iri> <[^<>"{}|^`\\\x00-\x20]*+> )
      | (?P<variable> [?$]\w++ )
      | (?P<literal> (?:"[^"\\\r\n]*+"(?!") | '[^'\\\r\n]*+'(?!'))
          (?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*+ | \^\^(?:<[^<>"{}|^`\\\x00-\x20]*+> | \w*:\w++))? )
      | (?P<name> (?:[A-Za-z][\w-]*+)?:[\w-]*+ )
      | (?P<number> [0-9]++(?![.\w]) )
      | (?P<word> [A-Za-z]++ )
      | (?P<mark> [{}.;,*] )
      | (?P<end> \Z )
    )
    """,
    re.VERBOSE,
)
_RDF_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
Token = tuple[str, str]
Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]


@dataclass(frozen=True)
class Flat:
    """A flat query: its form, and its patterns with variables as ``?0``, ``?1``, and so on.

    A subject or object that is no variable is ``C``; a predicate is its IRI. ``template`` is the number of
    triples that CONSTRUCT makes of each solution.
    """

    form: Form
    patterns: tuple[tuple[str, str, str], ...]
    template: int = 1


class _NotFlat(Exception):
    pass


def read_flat(query: str) -> Flat | None:
    """Read a query, if it is flat."""
    if len(query) > LONGEST:
        return None
    try:
        return _Reader(query).read()
    except _NotFlat:
        return None


class _Reader:
    """Reads a flat query, token by token."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._place = 0
        self._prefixes: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._step()

    def _step(self) -> None:
        match = _TOKEN.match(self._query, self._place)
        if match is None:
            raise _NotFlat
        self._place = match.end()
        kind = match.lastgroup or ""
        self.kind, self.text = kind, match[kind]

    def _word(self) -> str:
        return self.text.upper() if self.kind == "word" else ""

    def _take(self, kind: str) -> str:
        text = self.text
        if self.kind != kind:
            raise _NotFlat
        self._step()
        return text

    def _mark(self, mark: str) -> None:
        if self.kind != "mark" or self.text != mark:
            raise _NotFlat
        self._step()

    def _is(self, mark: str) -> bool:
        return self.kind == "mark" and self.text == mark

    def read(self) -> Flat:
        """Read the query."""
        while self._word() == "PREFIX":
            self._step()
            name = self._take("name")
            if not name.endswith(":"):
                raise _NotFlat
            self._prefixes[name] = self._take("iri")
        form = self._word()
        self._take("word")
        found = {
            "SELECT": self._select,
            "ASK": self._ask,
            "CONSTRUCT": self._construct,
            "DESCRIBE": self._describe,
        }.get(form)
        if found is None:
            raise _NotFlat
        flat = found()
        self._take_end()
        return flat

    def _take_end(self) -> None:
        if self.kind != "end":
            raise _NotFlat

    def _select(self) -> Flat:
        if self._word() in ("DISTINCT", "REDUCED"):
            self._step()
        if self._is("*"):
            self._step()
        else:
            self._take("variable")
            while self.kind == "variable":
                self._step()
        patterns = self._where()
        self._slice()
        return Flat("SELECT", patterns)

    def _ask(self) -> Flat:
        return Flat("ASK", self._where())

    def _describe(self) -> Flat:
        if self.kind not in ("iri", "name"):
            raise _NotFlat
        self._node()
        return Flat("DESCRIBE", (("C", "?0", "?1"),))

    def _construct(self) -> Flat:
        template = self._group() if self._is("{") else None
        patterns = self._where()
        self._slice()
        return Flat("CONSTRUCT", patterns, len(patterns if template is None else template))

    def _slice(self) -> None:
        while self._word() in ("LIMIT", "OFFSET"):
            self._step()
            self._take("number")

    def _where(self) -> tuple[tuple[str, str, str], ...]:
        if self._word() == "WHERE":
            self._step()
        return self._group()

    def _group(self) -> tuple[tuple[str, str, str], ...]:
        found: list[tuple[str, str, str]] = []
        self._mark("{")
        while not self._is("}"):
            self._subject(found)
            if self._is("."):
                self._step()
            elif not self._is("}"):
                raise _NotFlat
        self._step()
        if not found or len(found) > MOST_PATTERNS:
            raise _NotFlat
        return tuple(found)

    def _subject(self, found: list[tuple[str, str, str]]) -> None:
        subject = self._node()
        while True:
            predicate = self._predicate()
            found.append((subject, predicate, self._node()))
            while self._is(","):
                self._step()
                found.append((subject, predicate, self._node()))
            if not self._is(";"):
                return
            while self._is(";"):
                self._step()
            if self._is(".") or self._is("}"):
                return

    def _node(self) -> str:
        """Read a subject or an object."""
        kind, text = self.kind, self.text
        self._step()
        if kind == "variable":
            return self._numbers.setdefault(text[1:], f"?{len(self._numbers)}")
        if kind not in ("iri", "name", "literal", "number"):
            raise _NotFlat
        return "C"

    def _predicate(self) -> str:
        kind, text = self.kind, self.text
        if kind == "word" and text == "a":
            self._step()
            return _RDF_TYPE
        if kind == "name":
            prefix, _, local = text.partition(":")
            self._step()
            return f"{self._prefixes.get(f'{prefix}:', '<>')[:-1]}{local}>"
        node = self._node()
        if node == "C" and kind != "iri":
            raise _NotFlat
        return text if node == "C" else node
