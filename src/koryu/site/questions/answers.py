"""The answer to a question as a page shows it: headings in words, and cells that are links and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from koryu.queries.catalogue import StoredQuery
from koryu.queries.header import NUMBERS, Column, text_in
from koryu.queries.results import RESOURCES, ResultTable
from koryu.rdf.ntriples import is_iri, language, value
from koryu.site.frame.labels import Label, Labels

_SPACES: Final = re.compile(r"[_\s]+")


@dataclass(frozen=True)
class Heading:
    """The head of a column: its name in the query, and what a reader calls it."""

    name: str
    text: str
    is_number: bool


@dataclass(frozen=True)
class Item:
    """One value of a cell: a ``thing`` with its label, or a text in a language.

    ``kind``: ``thing``, ``number``, ``boolean`` or ``text``.
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
    """Call a column: as the header does, else as the parameter or the term of its name, else by its name."""
    if column.label:
        return text_in(column.label, labels.reader.lang)
    parameter = query.header.parameter(column.name)
    if parameter and parameter.label != {"": parameter.name}:
        return text_in(parameter.label, labels.reader.lang)
    if column.type == "term":
        return labels.reader.words(f"column_{column.name}")
    text = _term(column.name, labels) or _SPACES.sub(" ", column.name)
    return text[:1].upper() + text[1:]


def _term(name: str, labels: Labels) -> str | None:
    """Find the label of the property or the class that a column is named after."""
    ontology = labels.edition.ontology
    found = (ontology.terms.get(each) for each in _spellings(name))
    term = next((each for each in found if each), None)
    return ontology.label(term.iri, labels.reader.lang) if term else None


def _spellings(name: str) -> Iterator[str]:
    words = name.split("_")
    yield words[0] + "".join(word.capitalize() for word in words[1:])
    yield "".join(word.capitalize() for word in words)


def answer_of(query: StoredQuery, result: ResultTable, labels: Labels) -> Answer:
    """Make an answer of a query's result, whose resources are called as the reader calls them."""
    labels.of(_resources(result))
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


def _item(column: Column, text: str, term: str, labels: Labels) -> Item:
    if column.type in RESOURCES and is_iri(term):
        label = labels[value(term)]
        return Item("thing", label.text, label.lang, label)
    if column.type in ("integer", "decimal"):
        return Item("number", text)
    return Item("boolean" if column.type == "boolean" else "text", text, language(term))


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
