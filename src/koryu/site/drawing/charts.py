"""The chart of an answer: what is drawn, chosen by the types of its columns and by the query's header.

A column of years, or of numbers before the first that is counted, runs along the chart; else the column that
tells the rows apart best is the label of each bar, and the others that differ make series, so that no two
numbers of different meaning look alike. How it is drawn is the business of ``chart_geometry``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from koryu.queries.columns import Column
from koryu.queries.results import ResultTable
from koryu.queries.views import Drawing

_MOST_SERIES: Final = 6  # colours that are told apart
_MOST_BARS: Final = 40  # categories, in one chart that is still read
_JOIN: Final = " · "
_KEYS: Final = ("thing", "concept", "text", "string", "date", "year", "boolean")

Value = Decimal | None


@dataclass(frozen=True)
class Series:
    """What has one colour; ``values`` has one for each category, None where it is unknown."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Chart:
    """What a chart shows.

    ``kind``: ``bar``, ``grouped``, ``stacked``, ``columns`` or ``line``. ``label``, ``value``: the names of
    the columns that are drawn. ``left_out``: how many categories more there are.
    """

    kind: str
    label: str
    value: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    left_out: int = 0


@dataclass(frozen=True)
class _Roles:
    """Which columns, by their places, name the categories, tell series apart and hold the numbers."""

    labels: tuple[int, ...]
    series: tuple[int, ...]
    values: tuple[int, ...]


def chart_of(result: ResultTable, drawing: Drawing) -> Chart | None:
    """Choose the chart of an answer; None if it has nothing that can be drawn."""
    if result.graph is not None or not result.rows:
        return None
    roles = _roles(result, drawing)
    if roles is None:
        return None
    categories = _categories(result, roles)
    series = _series(result, roles, categories)
    kind = drawing.chart or _kind(result.columns, roles)
    shown = categories if kind == "line" else categories[:_MOST_BARS]
    return Chart(
        _possible(kind, shown, series),
        _JOIN.join(result.columns[place].name for place in roles.labels),
        result.columns[roles.values[0]].name,
        tuple(shown),
        tuple(Series(name, values[: len(shown)]) for name, values in series),
        len(categories) - len(shown),
    )


def _roles(result: ResultTable, drawing: Drawing) -> _Roles | None:
    columns = result.columns
    places = {column.name: place for place, column in enumerate(columns)}
    keys = [place for place, column in enumerate(columns) if column.type in _KEYS and not column.many]
    numbers = [place for place, column in enumerate(columns) if _is_number(column)]
    along = places[drawing.label] if drawing.label else _along(result, keys, numbers)
    values = [places[name] for name in drawing.values] or [place for place in numbers if place != along][:1]
    if along is None or not values:
        return None
    if drawing.series or len(values) > 1:
        series = (places[drawing.series],) if drawing.series else ()
        return _Roles((along,), series, tuple(values))
    return _apart(result, along, [place for place in keys if place != along], tuple(values))


def _is_number(column: Column) -> bool:
    return column.type in ("integer", "decimal") and not column.many


def _along(result: ResultTable, keys: Sequence[int], numbers: Sequence[int]) -> int | None:
    """The column that names the categories: years, else the one that tells rows apart, else a number."""
    varying = [place for place in keys if _count(result, (place,)) > 1] or list(keys)
    years = [place for place in varying if result.columns[place].type == "year"]
    if years or varying:
        return (years or sorted(varying, key=lambda place: -_count(result, (place,))))[0]
    return numbers[0] if len(numbers) > 1 else None


def _apart(result: ResultTable, along: int, others: Sequence[int], values: tuple[int, ...]) -> _Roles:
    """Tell rows apart that have one category: by series, else by further columns in the label."""
    if _count(result, (along,)) == len(result.rows):
        return _Roles((along,), (), values)
    varying = tuple(place for place in others if _count(result, (place,)) > 1)
    if _count(result, varying) <= _MOST_SERIES:
        return _Roles((along,), varying, values)
    return _Roles((along, *varying), (), values)


def _count(result: ResultTable, places: tuple[int, ...]) -> int:
    return len({_joined(row, places) for row in result.rows})


def _joined(row: Sequence[str], places: Iterable[int]) -> str:
    return _JOIN.join(row[place] for place in places)


def _categories(result: ResultTable, roles: _Roles) -> list[str]:
    """The categories in the order of the rows; years, and numbers, in their own."""
    found = list(dict.fromkeys(_joined(row, roles.labels) for row in result.rows))
    kind = result.columns[roles.labels[0]].type
    return sorted(found, key=_as_number) if kind in ("year", "integer", "decimal") else found


def _as_number(text: str) -> Decimal:
    return Decimal(text.partition(_JOIN)[0] or 0)


def _series(result: ResultTable, roles: _Roles, categories: list[str]) -> list[tuple[str, tuple[Value, ...]]]:
    """The values of each series, by category; of rows that share both the first is taken."""
    found: dict[str, dict[str, Value]] = {}
    for row, place in itertools.product(result.rows, roles.values):
        several = result.columns[place].name if len(roles.values) > 1 else ""
        name = _JOIN.join(part for part in (_joined(row, roles.series), several) if part)
        category = _joined(row, roles.labels)
        found.setdefault(name, {}).setdefault(category, Decimal(row[place]) if row[place] else None)
    names = sorted(found) if roles.series else list(found)
    return [(name, tuple(found[name].get(each) for each in categories)) for name in names]


def _kind(columns: Sequence[Column], roles: _Roles) -> str:
    kind = columns[roles.labels[0]].type
    if kind == "year":
        return "line"
    if kind in ("integer", "decimal"):
        return "columns"
    return "bar" if not roles.series and len(roles.values) == 1 else "grouped"


def _possible(kind: str, categories: Sequence[str], series: Sequence[tuple[str, tuple[Value, ...]]]) -> str:
    """The kind, or the one that can be drawn in its place: a line needs numbers, a single series no group."""
    if kind == "line" and (len(categories) < 2 or not all(each.isdecimal() for each in categories)):
        kind = "bar"
    if kind == "stacked" and any(value is not None and value < 0 for _, values in series for value in values):
        kind = "grouped"
    if kind in ("bar", "grouped", "stacked"):
        return "bar" if len(series) == 1 else "grouped" if kind == "bar" else kind
    return kind
