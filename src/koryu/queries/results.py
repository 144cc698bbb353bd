"""The answer to a stored query: typed columns, and cells that are printed the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

from koryu.errors import QueryError
from koryu.formulas import as_text
from koryu.iris import Iris
from koryu.printable import quoted
from koryu.queries.columns import NUMBERS, Column
from koryu.queries.header import text_in
from koryu.rdf.ntriples import Triple, is_iri, value
from koryu.stores.local import Solutions

RESOURCES = ("thing", "concept", "term")  # types of columns whose cells are IRIs; a term may be a literal too
_PLAIN = (*NUMBERS, "date", "boolean")  # types whose cells are no text
TRIPLE_COLUMNS = tuple(Column(name, "term") for name in ("subject", "predicate", "object"))

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:/[0-9]{4}-[0-9]{2}-[0-9]{2})?)?)?")  # or a span
_YEAR = re.compile(r"[0-9]{4}")
_BOOLEANS = {"true": "true", "1": "true", "false": "false", "0": "false"}
_DIGITS = 400  # more than any number of a store has

Terms = tuple[str, ...]


@dataclass(frozen=True)
class About:
    """An answer in words: the question, what was given with it, and the headings of the columns."""

    question: str
    given: Mapping[str, str]
    headings: tuple[str, ...]


@dataclass(frozen=True)
class ResultTable:
    """The answer to a stored query.

    ``cells`` holds the printed values of each cell, ``terms`` the terms behind them in the same order: none
    where the value is unknown, more than one only in a column that is ``many``. ``graph`` holds the triples
    of a CONSTRUCT, sorted; it is None for a SELECT. ``about`` is what people are told besides, if they are.
    """

    query: str
    columns: tuple[Column, ...]
    cells: tuple[tuple[Terms, ...], ...]
    terms: tuple[tuple[Terms, ...], ...]
    graph: tuple[Triple, ...] | None = None
    about: About | None = None

    @classmethod
    def of_texts(cls, query: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> ResultTable:
        """Make a table of plain texts, which no stored query gave."""
        cells = tuple(tuple((text,) if text else () for text in row) for row in rows)
        return cls(query, tuple(Column(name, "string") for name in header), cells, cells)

    @property
    def joint(self) -> str:
        """What joins several values: one space, which no key has, or for people, whose labels may, ``; ``."""
        return "; " if self.about else " "

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows as they are printed: several values joined, unknown ones empty."""
        return tuple(tuple(self.joint.join(values) for values in row) for row in self.cells)


@dataclass(frozen=True)
class Printer:
    """Prints the terms of one query's answer.

    ``labels``: by term, what to print instead of a resource's key. ``lang``: the language in which
    to print what columns tell of their values, if it is for people.
    """

    query: str
    iris: Iris
    labels: Mapping[str, str]
    lang: str | None = None

    def table(
        self, columns: tuple[Column, ...], solutions: Solutions, graph: tuple[Triple, ...] | None = None
    ) -> ResultTable:
        """Make the table of a query's solutions, whose columns are in the same order."""
        rows = [[self._cell(column, found) for column, found in zip(columns, row, strict=True)]
                for row in _collected(columns, solutions)]  # fmt: skip
        cells = tuple(tuple(tuple(text for text, _ in cell) for cell in row) for row in rows)
        terms = tuple(tuple(tuple(term for _, term in cell) for cell in row) for row in rows)
        return ResultTable(self.query, columns, cells, terms, graph)

    def _cell(self, column: Column, terms: Terms) -> list[tuple[str, str]]:
        printed = {self._print(column, term): term for term in sorted(terms, reverse=True)}
        return sorted(printed.items())

    def _print(self, column: Column, term: str) -> str:
        if column.type in RESOURCES:
            return self._resource(column, term)
        if (text := _PRINTERS[column.type](value(term), column)) is None:
            raise QueryError(
                f"{self.query}: column {column.name} holds {quoted(term)}, which is no {column.type}"
            )
        said = column.values.get(text) if self.lang else None
        return text_in(said, self.lang) if said and self.lang else text

    def _resource(self, column: Column, term: str) -> str:
        if is_iri(term):
            return self.labels.get(term) or self.iris.key(value(term))
        if column.type != "term":
            raise QueryError(
                f"{self.query}: column {column.name} holds {quoted(term)}, which is no {column.type}"
            )
        return value(term)


def iris_of(columns: tuple[Column, ...], solutions: Solutions) -> list[str]:
    """List the IRIs, as terms, in the columns that hold resources."""
    places = [place for place, column in enumerate(columns) if column.type in RESOURCES]
    return sorted(
        {term for row in solutions.rows for place in places if (term := row[place]) and is_iri(term)}
    )


def _collected(columns: tuple[Column, ...], solutions: Solutions) -> list[list[Terms]]:
    """Make one row of those that differ in their ``many`` columns only, in the order they are first seen."""
    if not any(column.many for column in columns):
        return [[() if term is None else (term,) for term in row] for row in solutions.rows]
    single = [place for place, column in enumerate(columns) if not column.many]
    groups: dict[tuple[str | None, ...], list[dict[str, None]]] = {}
    for row in solutions.rows:
        group = groups.setdefault(tuple(row[place] for place in single), [{} for _ in columns])
        for seen, term in zip(group, row, strict=True):
            seen.update(_one(term))
    return [[tuple(seen) for seen in group] for group in groups.values()]


def _one(term: str | None) -> Iterable[tuple[str, None]]:
    return () if term is None else ((term, None),)


def _integer(text: str, _column: Column) -> str | None:
    number = _number(text)
    return f"{number:.0f}" if number is not None and number == number.to_integral_value() else None


def _decimal(text: str, column: Column) -> str | None:
    if (number := _number(text)) is None:
        return None
    if column.decimals is None:
        return f"{number:f}"
    with localcontext(prec=_DIGITS):
        rounded = number.quantize(Decimal(1).scaleb(-column.decimals), ROUND_HALF_UP)
    return f"{rounded or abs(rounded):f}"  # never -0.00


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < _DIGITS // 2 else None


def _text(text: str, _column: Column) -> str | None:
    return text


def _matching(pattern: re.Pattern[str]) -> Callable[[str, Column], str | None]:
    return lambda text, _column: text if pattern.fullmatch(text) else None


_PRINTERS: Mapping[str, Callable[[str, Column], str | None]] = {
    "text": _text,
    "string": _text,
    "integer": _integer,
    "decimal": _decimal,
    "date": _matching(_DATE),
    "year": _matching(_YEAR),
    "boolean": lambda text, _column: _BOOLEANS.get(text),
}


def guarded(column: Column, cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula, unless it is a number."""
    return cell if column.type in _PLAIN and not column.many else as_text(cell)
