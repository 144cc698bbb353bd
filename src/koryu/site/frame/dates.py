"""Dates for people: what is known of them and no more."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Final

from koryu.namespaces import XSD
from koryu.rdf.ntriples import datatype, value
from koryu.words import Words

_DATE: Final = re.compile(r"(-?[0-9]{4,})-([0-9]{2})-([0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_YEAR: Final = re.compile(r"([0-9]{4})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")


@dataclass(frozen=True, order=True)
class Span:
    """The days that a date may mean, from the first to the last."""

    first: datetime.date
    last: datetime.date

    @property
    def precision(self) -> str:
        """To what the date is known: ``day``, ``month``, ``year``, or the ``days`` that it lies between."""
        first, last = self.first, self.last
        if first == last:
            return "day"
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
            return "year"
        end = calendar.monthrange(first.year, first.month)[1]
        if first.day == 1 and last == first.replace(day=end):
            return "month"
        return "days"

    @property
    def iso(self) -> str:
        """The date as ISO 8601 writes it; of a span of days the first."""
        return self.first.isoformat()[: {"year": 4, "month": 7}.get(self.precision, 10)]

    def printed(self, words: Words) -> str:
        """Write the date for a reader."""
        if self.precision != "days":
            return _written(self.first, self.precision, words)
        return f"{_written(self.first, 'day', words)} – {_written(self.last, 'day', words)}"


def _written(date: datetime.date, precision: str, words: Words) -> str:
    month = words("months").split()[date.month - 1]
    return words(f"date_{precision}", year=date.year, month=month, day=date.day)


def span_of(term: str) -> Span | None:
    """Read a date, a month or a year; None for what is none, or lies outside the years 1 to 9999."""
    kind, text = (datatype(term) or "").removeprefix(XSD), value(term)
    try:
        if kind in ("date", "dateTime") and (match := _DATE.fullmatch(text.partition("T")[0])):
            day = datetime.date(int(match[1]), int(match[2]), int(match[3]))
            return Span(day, day)
        if kind == "gYear" and (match := _YEAR.fullmatch(text)):
            return Span(datetime.date(int(match[1]), 1, 1), datetime.date(int(match[1]), 12, 31))
        if kind == "gYearMonth" and (match := _MONTH.fullmatch(text)):
            year, month = int(match[1]), int(match[2])
            return Span(
                datetime.date(year, month, 1),
                datetime.date(year, month, calendar.monthrange(year, month)[1]),
            )
    except ValueError:
        return None
    return None
