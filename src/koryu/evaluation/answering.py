"""Evaluating one query on an open store and writing its answer, wholly in the thread that asked.

Pyoxigraph writes results natively and lets none cross threads. A query sees the union of all graphs as its
default graph, unless it or the request names its graphs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox

from koryu.evaluation.cutting import CannotCut, cut_rows, mark_rows, mark_triples
from koryu.evaluation.guarding import guard_csv

TERMS: Final = "terms"  # not a media type: rows or triples as terms, for programs of our own
CSV: Final = "text/csv"
_ROWS: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    CSV: ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_TRIPLES: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}
ROWS: Final = tuple(_ROWS)
TRUTHS: Final = tuple(_ROWS)
TRIPLES: Final = tuple(_TRIPLES)


@dataclass(frozen=True)
class Question:
    """A query, the media type of its answer, its graphs, and how long the answer may be.

    ``default`` and ``named`` are the graphs that the request names, None if it names none.
    """

    query: str
    media_type: str
    is_union: bool
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    rows: int
    bytes: int


class Misfit(Exception):
    """The answer cannot be written as was asked."""


def evaluate(store: ox.Store, question: Question, prefixes: Mapping[str, str]) -> tuple[bytes, str | None]:
    """Answer a question.

    Returns:
        The document, and the limit that cut it.

    Raises:
        SyntaxError, RuntimeError, ValueError: The query cannot be evaluated.
        Misfit: The answer cannot be written as was asked.
    """
    answer = _ask(store, question)
    if question.media_type == TERMS:
        return _terms(answer, question)
    if isinstance(answer, ox.QueryBoolean):
        return _truth(answer, question.media_type), None
    if isinstance(answer, ox.QuerySolutions):
        return _rows(answer, question)
    return _triples(answer, question, prefixes)


def _ask(store: ox.Store, question: Question) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    if question.default is None and question.named is None:
        return store.query(question.query, use_default_graph_as_union=question.is_union)
    default: list[Any] = [ox.NamedNode(each) for each in question.default or ()]
    named: list[Any] = [ox.NamedNode(each) for each in question.named or ()]
    return store.query(question.query, default_graph=default, named_graphs=named)


def _truth(answer: ox.QueryBoolean, media_type: str) -> bytes:
    return answer.serialize(format=_ROWS[media_type]) or b""


def evaluate_cheap(store: ox.Store, question: Question, prefixes: Mapping[str, str]) -> bytes | None:
    """Answer a question whose answer has few rows for certain; None if it is too long all the same.

    Raises:
        SyntaxError, RuntimeError, ValueError: The query cannot be evaluated.
    """
    answer = _ask(store, question)
    if isinstance(answer, ox.QueryTriples):
        body = _written(list(answer), question.media_type, prefixes)
    else:
        body = _safe(answer.serialize(format=_ROWS[question.media_type]) or b"", question.media_type)
    return body if len(body) <= question.bytes else None


class _Full(Exception):
    """The answer is as long as it may be."""


class _Bounded:
    """Takes what is written until it is more than it may hold."""

    def __init__(self, most: int) -> None:
        self.content = bytearray()
        self._most = most

    def write(self, piece: bytes) -> int:
        if len(self.content) > self._most:  # whoever was told once tries again at its end
            raise _Full
        self.content += piece
        if len(self.content) > self._most:
            raise _Full
        return len(piece)

    def flush(self) -> None:
        """Do nothing: it is all in memory."""


def _rows(answer: ox.QuerySolutions, question: Question) -> tuple[bytes, str | None]:
    output, is_whole = _Bounded(question.bytes), True
    try:
        answer.serialize(output, format=_ROWS[question.media_type])  # type: ignore[arg-type]
    except _Full:
        is_whole = False
    body, kind = bytes(output.content[: question.bytes]), question.media_type
    try:
        kept, limit = cut_rows(body, kind, question.rows, is_whole=is_whole)
    except CannotCut:
        raise Misfit("the names of its columns alone are longer than an answer may be") from None
    return _safe(kept if limit is None else mark_rows(kept, kind, limit), kind), limit


def _safe(body: bytes, media_type: str) -> bytes:
    return guard_csv(body) if media_type == CSV else body


def _triples(
    answer: ox.QueryTriples, question: Question, prefixes: Mapping[str, str]
) -> tuple[bytes, str | None]:
    found = list(islice(_distinct(answer), question.rows + 1))
    limit = "rows" if len(found) > question.rows else None
    found = found[: question.rows]
    while len(body := _written(found, question.media_type, prefixes)) > question.bytes and found:
        limit = "bytes"
        found = found[: int(len(found) * 0.95 * question.bytes / len(body))]
    return (body, None) if limit is None else (mark_triples(body, question.media_type, limit), limit)


def _distinct(answer: ox.QueryTriples) -> Iterator[ox.Triple]:
    seen: set[ox.Triple] = set()
    for triple in answer:
        if triple not in seen:
            seen.add(triple)
            yield triple


def _written(triples: list[ox.Triple], media_type: str, prefixes: Mapping[str, str]) -> bytes:
    return ox.serialize(triples, format=_TRIPLES[media_type], prefixes=dict(prefixes)) or b""


def _terms(
    answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, question: Question
) -> tuple[bytes, str | None]:
    """Write rows or triples as lists of terms, in JSON."""
    if isinstance(answer, ox.QueryBoolean):
        return json.dumps({"boolean": bool(answer)}).encode(), None
    if isinstance(answer, ox.QuerySolutions):
        columns = [variable.value for variable in answer.variables]
        rows: list[Any] = [list(map(_text, row)) for row in islice(answer, question.rows + 1)]
        found = {"columns": columns, "rows": rows[: question.rows]}
    else:
        rows = [[str(s), str(p), str(o)] for s, p, o in islice(_distinct(answer), question.rows + 1)]
        found = {"triples": rows[: question.rows]}
    body = json.dumps(found).encode()
    if len(body) > question.bytes:
        return b"{}", "bytes"
    return body, "rows" if len(rows) > question.rows else None


def _text(term: object) -> str | None:
    return None if term is None else str(term)
