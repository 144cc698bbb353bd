"""The cells of a row: from their texts to values, as the column says.

Source: https://www.w3.org/TR/tabular-data-model/#parsing-cells
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from koryu.rdf.ntriples import iri, literal
from koryu.tables.description.model import Column
from koryu.tables.values.bases import Kind
from koryu.tables.values.mends import Problem

Text = str | tuple[str, ...] | None

_BREAKS: Final = re.compile("[\r\n\t]")
_SPACES: Final = re.compile(r"\s\s+")
_MISSING: Final = "is empty; it is required"
_UNTRIMMED: Final = ("string", "anyAtomicType", "any")


class Reading(NamedTuple):
    """What a cell holds.

    ``value``: its canonical text, or those of a list; None if there is none. ``literal``: the same as terms.
    ``problems``: what is wrong with it, each with its mend.
    """

    value: Text
    literal: Text
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class Row:
    """A row of a table.

    ``line``: where it begins in the file, counted from 1. ``cells``: canonical texts by the name of the
    column, None where there is no value. ``literals``: the same as terms, in the order of the columns of the
    file. ``number`` and ``source``: its number among the rows of the table, and among those of the file.
    """

    line: int
    cells: dict[str, Text]
    literals: list[Text] = field(default_factory=list, compare=False, repr=False)
    number: int = field(default=0, compare=False)
    source: int = field(default=0, compare=False)


def make_cell_reader(column: Column) -> Callable[[str], Reading]:
    """Make the function that reads the cells of a column."""
    read = _value_reader(column)
    tidy = _tidier(column.datatype.base.spaces)
    if column.separator is not None:
        return _list_reader(column, tidy, read)
    default = column.default

    def read_cell(text: str) -> Reading:
        return read(tidy(text) or default)

    return read_cell if default or column.datatype.base.spaces else read


def _tidier(steps: int) -> Callable[[str], str]:
    """Make what replaces and collapses white space."""
    if not steps:
        return lambda text: text
    if steps == 1:
        return lambda text: _BREAKS.sub(" ", text)
    return lambda text: text if text.isalnum() else _SPACES.sub(" ", _BREAKS.sub(" ", text)).strip()


def _value_reader(column: Column) -> Callable[[str], Reading]:
    """Make what reads one value, whose white space is tidied already."""
    nulls = frozenset(column.null)
    nothing = Reading(None, None, (_MISSING,) if column.required and column.separator is None else ())
    parse, suffix, language = column.datatype.parse, literal_suffix(column), literal_language(column)
    is_plain = column.datatype.is_plain

    def read(text: str) -> Reading:
        if text in nulls:
            return nothing
        if is_plain:
            return Reading(text, literal(text, None, language) + suffix)
        parsed = parse(text)
        if isinstance(parsed, Problem):
            message = f"{parsed.what}; {parsed.mend or purpose(column)}"
            return Reading(text, literal(text, None, language), (message,))
        return Reading(parsed.canonical, literal(parsed.lexical, None, language) + suffix)

    return read


def literal_suffix(column: Column) -> str:
    """Write what follows the quotes of a literal: nothing for plain texts, which may have a language."""
    datatype = column.datatype
    if datatype.base.name == "string" and not datatype.id:
        return ""
    return f"^^{iri(datatype.iri)}"


def literal_language(column: Column) -> str | None:
    """Give the language of the literals of a column; None if they have none."""
    is_text = column.datatype.base.name == "string" and not column.datatype.id
    return column.lang if is_text and column.lang != "und" else None


def _list_reader(
    column: Column, tidy: Callable[[str], str], read: Callable[[str], Reading]
) -> Callable[[str], Reading]:
    """Make what reads lists of values."""
    separator, nulls, base = column.separator or "", frozenset(column.null), column.datatype.base
    empty = Reading((), (), (_MISSING,) if column.required else ())
    strip = base.kind is not Kind.TEXT or base.name not in _UNTRIMMED

    def read_list(text: str) -> Reading:
        text = tidy(text) or column.default
        if not text:
            return empty
        if text in nulls:
            return Reading(None, None, empty.problems)
        parts = [part.strip() if strip else part for part in text.split(separator)]
        return _joined([read(part or column.default) for part in parts])

    return read_list


def _joined(readings: list[Reading]) -> Reading:
    values = tuple(each.value for each in readings if isinstance(each.value, str))
    literals = tuple(each.literal for each in readings if isinstance(each.literal, str))
    return Reading(values, literals, tuple(problem for each in readings for problem in each.problems))


def purpose(column: Column) -> str:
    """Say what belongs into a column, where no better mend is known."""
    text = column.description.removesuffix(".") or column.headings[-1]
    return f"what belongs here: {text}"
