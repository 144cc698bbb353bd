"""What people call the columns of an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from koryu.iris import Iris
from koryu.queries.columns import Column
from koryu.queries.header import Header, text_in
from koryu.queries.labels import labels_of
from koryu.rdf.ntriples import iri
from koryu.stores.local import Engine

_SPACES: Final = re.compile(r"[_\s]+")
TermLabel = Callable[[str], str | None]  # the label of the term of the ontology that has this name


def heading(header: Header, column: Column, lang: str, term_label: TermLabel) -> str:
    """Call a column: as the header does, else as the parameter or the term of its name, else by its name."""
    if column.label:
        return text_in(column.label, lang)
    parameter = header.parameter(column.name)
    if parameter and parameter.label != {"": parameter.name}:
        return text_in(parameter.label, lang)
    found = next(filter(None, map(term_label, spellings(column.name))), None)
    text = found or _SPACES.sub(" ", column.name)
    return text[:1].upper() + text[1:]


def spellings(name: str) -> Iterator[str]:
    """Spell the name of a column as a property and as a class of the ontology are spelt."""
    words = name.split("_")
    yield words[0] + "".join(word.capitalize() for word in words[1:])
    yield "".join(word.capitalize() for word in words)


def headings_of(
    header: Header, columns: Sequence[Column], iris: Iris, engine: Engine, wanted: str, fallback: str
) -> tuple[str, ...]:
    """Call the columns of an answer in the language ``wanted``, by the labels ``engine`` has of terms."""
    terms = {name: iri(iris.term(name)) for each in columns for name in spellings(each.name)}
    labels = labels_of(list(terms.values()), engine, wanted, fallback)
    return tuple(
        heading(header, each, wanted, lambda name: labels.get(terms.get(name, ""))) for each in columns
    )
