"""As much of the lexical grammar of SPARQL as is needed to tell keywords from texts, names and comments.

No text, however hostile, takes more time than its length allows: a string never begins after a backslash,
and no prefix is longer than 256 characters.

Source: https://www.w3.org/TR/sparql11-query/#grammar, section 19.8
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\n\r]* )
  | (?P<string> (?<!\\) (?: \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*+\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*+'{3}
              | \"(?:[^"\\\n\r]|\\.)*+\" | '(?:[^'\\\n\r]|\\.)*+' ) )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<variable> [?$]\w+ )
  | (?P<tag> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<name> (?:\w[\w.-]{0,255}+)?:(?:[\w:%-]|\\.|\.(?=[\w:%-]))* )
  | (?P<word> \w+ )
  | (?P<bracket> [{}()] )
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")


class Token(NamedTuple):
    """A token of a query and where it begins; ``kind`` is the name of its group in the pattern."""

    kind: str
    text: str
    start: int


def tokens(query: str) -> Iterator[Token]:
    """List the tokens of a query in order; operators and punctuation other than brackets are left out."""
    for match in _TOKEN.finditer(query):
        yield Token(str(match.lastgroup), match[0], match.start())


def keywords(query: str) -> list[str]:
    """List the bare words of a query in upper case, in order: keywords, functions and ``A``."""
    return [token["word"].upper() for token in _TOKEN.finditer(query) if token["word"]]


def form(query: str) -> str | None:
    """Tell the form of a query: SELECT, CONSTRUCT, ASK, DESCRIBE, or None for anything else."""
    first = next((word for word in keywords(query) if word not in ("BASE", "PREFIX")), None)
    return first if first in _FORMS else None


def split_prologue(query: str) -> tuple[str, str]:
    """Split a query before the keyword of its form, after all that BASE and PREFIX declare."""
    words = (token for token in _TOKEN.finditer(query) if token["word"])
    start = next((word.start() for word in words if word[0].upper() in _FORMS), len(query))
    return query[:start], query[start:]


def has_dataset(query: str) -> bool:
    """Does the query itself say which graphs it reads, with FROM?"""
    return "FROM" in keywords(query)


def unordered(query: str) -> str:
    """Take the order from a query that ends with it, where it makes no difference to which rows there are."""
    depth, start = 0, None
    for token in tokens(query):
        word = token.text.upper() if token.kind == "word" else ""
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and word == "ORDER":
            start = token.start
        elif depth == 0 and word in ("LIMIT", "OFFSET", "VALUES"):
            return query
    return query if start is None else query[:start]


def asks_others(query: str) -> bool:
    """Does the query ask another endpoint, with SERVICE?"""
    return "SERVICE" in keywords(query)


def asking_nobody(query: str) -> str:
    """Write GRAPH for SERVICE, which has the same syntax, so that parsing a query asks nobody."""
    words = {"SERVICE": "GRAPH", "SILENT": ""}
    pieces, end = [], 0
    for token in tokens(query):
        if token.kind == "word" and token.text.upper() in words:
            pieces += [query[end : token.start], words[token.text.upper()]]
            end = token.start + len(token.text)
    return "".join((*pieces, query[end:]))


def masked(query: str) -> str:
    """Blank the comments and texts of a query; every other character keeps its place."""
    return _TOKEN.sub(_blank, query)


def _blank(token: re.Match[str]) -> str:
    blank = token["comment"] is not None or token["string"] is not None
    return re.sub(r"[^\n]", " ", token[0]) if blank else token[0]
