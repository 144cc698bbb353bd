"""What a query of the editor gave, as a page shows it: a table, yes or no, a graph, or what is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from koryu.namespaces import XSD
from koryu.site.editions.edition import Edition
from koryu.site.frame.labels import compact
from koryu.site.frame.paths import is_web, path_of
from koryu.site.frame.reader import Reader

_SHOWN: Final = 1000  # rows that a page draws; the files have all
_LONGEST: Final = 200_000  # characters of a graph that a page shows
_TABLE: Final = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
_GRAPH: Final = {"ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF/XML"}
_NUMBERS: Final = {
    f"{XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
}


@dataclass(frozen=True)
class Item:
    """A term in a cell; ``href`` leads to it, if it is a resource that may be a link."""

    text: str
    href: str | None = None
    title: str | None = None
    lang: str | None = None
    is_number: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a query.

    ``kind``: ``table``, ``truth`` or ``graph``. ``total``: rows in all, of which ``rows`` are shown.
    ``truncated``: the limit that cut the answer.
    """

    kind: str
    files: Mapping[str, str]
    truncated: str | None = None
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Item | None, ...], ...] = ()
    total: int = 0
    truth: bool = False
    text: str = ""


@dataclass(frozen=True)
class Fault:
    """Why there is no answer; ``line`` and ``column`` are those of the query, counted from 1."""

    status: int
    detail: str
    line: int | None = None
    column: int | None = None


def read_outcome(
    body: bytes, truncated: str | None, edition: Edition, reader: Reader, *, is_graph: bool
) -> Outcome:
    """Read an answer: the JSON of SPARQL's results, or Turtle."""
    if is_graph:
        return Outcome("graph", _GRAPH, truncated, text=body.decode()[:_LONGEST])
    answer = json.loads(body)
    if "boolean" in answer:
        return Outcome("truth", {name: _TABLE[name] for name in ("json", "xml")}, truth=answer["boolean"])
    heads, found = tuple(answer["head"]["vars"]), answer["results"]["bindings"]
    rows = tuple(tuple(_item(row.get(each), edition, reader) for each in heads) for row in found[:_SHOWN])
    return Outcome("table", _TABLE, truncated, heads, rows, len(found))


def _item(term: Mapping[str, Any] | None, edition: Edition, reader: Reader) -> Item | None:
    if term is None:
        return None
    text = term.get("value", "")
    if term["type"] == "uri":
        return _resource(text, edition, reader)
    if term["type"] == "bnode":
        return Item(f"_:{text}")
    if term["type"] == "triple":
        return Item(json.dumps(text, ensure_ascii=False))
    return Item(text, lang=term.get("xml:lang"), is_number=term.get("datatype") in _NUMBERS)


def _resource(iri: str, edition: Edition, reader: Reader) -> Item:
    """Link to the page of a resource here, else to itself, but never to what would run."""
    path = path_of(edition.settings.iris, iri)
    href = reader.link(path) if path is not None else iri if is_web(iri) else None
    return Item(compact(iri, edition.prefixes), href, iri)
