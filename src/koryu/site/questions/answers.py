"""The answer to a question as a page shows it: headings in words, and cells that are links and numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from koryu.queries import headings
from koryu.queries.catalogue import StoredQuery
from koryu.queries.columns import NUMBERS, Column
from koryu.queries.header import text_in
from koryu.queries.results import RESOURCES, ResultTable
from koryu.rdf.ntriples import is_iri, language, value
from koryu.site.frame.labels import Label, Labels
from koryu.site.frame.paths import is_web


@dataclass(frozen=True)
class Heading:
    """The head of a column: its name in the query, and what a reader calls it."""

    name: str
    text: str
    is_number: bool


@dataclass(frozen=True)
class Item:
    """One value of a cell: a ``thing`` with its label, or a text in a language.

    ``kind``: ``thing``, ``number``, ``date``, ``boolean`` or ``text``.
    """

    kind: str
    text: str
    lang: str | None = None
    thing: Label | None = None


Row = tuple[tuple[Item, ...], ...]


@dataclass(frozen=True)
class Answer:
    """An answer as it is shown."""

    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]


def headings_of(query: StoredQuery, columns: tuple[Column, ...], labels: Labels) -> tuple[Heading, ...]:
    """Call the columns of an answer by words."""
    return tuple(
        Heading(each.name, heading(query, each, labels), each.type in NUMBERS and not each.many)
        for each in columns
    )


def heading(query: StoredQuery, column: Column, labels: Labels) -> str:
    """Call a column by words."""
    if column.type == "term" and not column.label:
        return labels.reader.words(f"column_{column.name}")
    lang, ontology = labels.reader.lang, labels.edition.ontology

    def label(name: str) -> str | None:
        term = ontology.terms.get(name)
        return ontology.label(term.iri, lang) if term else None

    return headings.heading(query.header, column, lang, label)


def answer_of(query: StoredQuery, result: ResultTable, labels: Labels) -> Answer:
    """Make an answer of a query's result, whose resources are called as the reader calls them."""
    labels.of([*_resources(result), *_addresses(result)])
    rows = tuple(
        tuple(
            tuple(_item(column, text, term, labels) for text, term in zip(texts, terms, strict=True))
            for column, texts, terms in zip(result.columns, row, row_terms, strict=True)
        )
        for row, row_terms in zip(result.cells, result.terms, strict=True)
    )
    return Answer(headings_of(query, result.columns, labels), rows)


def _resources(result: ResultTable) -> list[str]:
    places = [place for place, column in enumerate(result.columns) if column.type in RESOURCES]
    return [value(term) for row in result.terms for place in places for term in row[place] if is_iri(term)]


def _addresses(result: ResultTable) -> list[str]:
    places = [place for place, column in enumerate(result.columns) if column.type == "string"]
    return [text for row in result.cells for place in places for text in row[place] if is_web(text)]


def _item(column: Column, text: str, term: str, labels: Labels) -> Item:
    if column.type in RESOURCES and is_iri(term):
        label = labels[value(term)]
        return Item("thing", label.text, label.lang, label)
    if column.type in ("integer", "decimal"):
        return Item("number", text)
    if said := column.values.get(text):
        return Item("text", text_in(said, labels.reader.lang))
    if column.type == "string" and is_web(text) and (label := labels[text]).is_external:
        return Item("thing", text, None, label)
    return Item(column.type if column.type in ("boolean", "date") else "text", text, language(term))


def called(result: ResultTable, labels: Labels) -> ResultTable:
    """Print the resources of a result by their labels instead of their keys."""
    labels.of(_resources(result))
    cells = tuple(
        tuple(
            tuple(
                labels[value(term)].text if column.type in RESOURCES and is_iri(term) else text
                for text, term in zip(texts, terms, strict=True)
            )
            for column, texts, terms in zip(result.columns, row, row_terms, strict=True)
        )
        for row, row_terms in zip(result.cells, result.terms, strict=True)
    )
    return replace(result, cells=cells)
