"""The calendar of anniversaries: https://www.rfc-editor.org/rfc/rfc5545.

It is the stored query ``anniversaries``, asked for some years. An event for each year, rather than one that
recurs, can say how many years it is, and there is none after the end. Its days are those in which the
anniversary may fall: a month where only the month is known. What is known to the year alone would lie over
the whole year, so it is there for round anniversaries only.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import icalendar

from koryu.errors import QueryError
from koryu.queries.results import ResultTable
from koryu.rdf.ntriples import value
from koryu.site.editions.contents import ANNIVERSARIES
from koryu.site.editions.edition import Edition
from koryu.site.frame.labels import Labels
from koryu.site.frame.paths import path_of
from koryu.site.frame.printing import legible
from koryu.site.frame.reader import Reader
from koryu.site.frame.titles import title_of
from koryu.stores.local import Engine

_ROUND: Final = 5  # years
_LONGEST: Final = 60  # days of an event that is no round anniversary
_REFRESH: Final = datetime.timedelta(days=7)
_DAY: Final = datetime.timedelta(days=1)


def calendar(
    edition: Edition,
    reader: Reader,
    years: range,
    params: Mapping[str, str],
    engine: Engine,
    origin: str,
) -> bytes:
    """Write the calendar.

    Args:
        edition: What is shown.
        reader: Whom it is for.
        years: Those it has events of.
        params: Further parameters of the query, such as ``place``.
        engine: What answers the query.
        origin: The scheme and the host of the site, for links that lead there from afar.

    Raises:
        QueryError: A parameter is unknown or its value is wrong.
    """
    made, labels = _head(edition, reader, params, origin), Labels(edition, reader)
    found = [each for year in years for each in _in_year(edition, year, params, engine)]
    labels.of(party for occasion in found for party in occasion.parties)  # all at once
    for occasion in found:
        made.add_component(_event(occasion, edition, labels, origin))
    return bytes(made.to_ical())


def _in_year(edition: Edition, year: int, params: Mapping[str, str], engine: Engine) -> list[_Occasion]:
    result = edition.catalogue.run(ANNIVERSARIES, {**params, "year": str(year)}, engine=engine)
    return [each for each in _occasions(result, year) if each.is_shown]


@dataclass(frozen=True)
class _Occasion:
    """An anniversary: of what, who its parties are, as IRIs, since when, and how many years later."""

    thing: str
    parties: tuple[str, ...]
    since: str
    years: int
    year: int

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        """The first day on which it may be, and the day after the last."""
        first, _, last = self.since.partition("/")
        return _first(first, self.years), _last(last or first, self.years) + _DAY

    @property
    def is_round(self) -> bool:
        return self.years % _ROUND == 0

    @property
    def is_shown(self) -> bool:
        start, end = self.days
        return self.is_round or (end - start).days <= _LONGEST


def _occasions(result: ResultTable, year: int) -> list[_Occasion]:
    """Read the rows of an answer by the types of its columns: things, a date and a number of years."""
    types = [column.type for column in result.columns]
    things = [place for place, each in enumerate(types) if each == "thing"]
    date, years = types.index("date"), types.index("integer")
    return [
        _Occasion(
            value(terms[things[0]][0]),
            tuple(value(term) for place in things[1:] for term in terms[place]),
            cells[date][0],
            int(cells[years][0]),
            year,
        )
        for cells, terms in zip(result.cells, result.terms, strict=True)
        if terms[things[0]] and cells[date] and cells[years]
    ]


def _first(date: str, years: int) -> datetime.date:
    year, month, day = (*map(int, date.split("-")), 1, 1)[:3]
    return _on(year + years, month, day)


def _last(date: str, years: int) -> datetime.date:
    parts = [int(each) for each in date.split("-")]
    year, month = parts[0] + years, parts[1] if len(parts) > 1 else 12
    if len(parts) == 3:
        return _on(year, month, parts[2])
    return _on(year + month // 12, month % 12 + 1, 1) - _DAY


def _on(year: int, month: int, day: int) -> datetime.date:
    """A day of a year; the 28th of February where there is no 29th."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        if (month, day) == (2, 29):
            return datetime.date(year, month, 28)
        raise QueryError(f"{ANNIVERSARIES}: {year:04}-{month:02}-{day:02} is no date") from None


def _head(edition: Edition, reader: Reader, params: Mapping[str, str], origin: str) -> icalendar.Calendar:
    words, made = reader.words, icalendar.Calendar()
    title = words("calendar_title", title=legible(title_of(edition.settings, reader.lang).text))
    made.add("prodid", f"-//Koryu//{ANNIVERSARIES}//{words.lang.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        made.add(name, title)
    for name in ("description", "x-wr-caldesc"):
        made.add(name, words("calendar_note"))
    made.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "P7D")
    made.add("source", origin + reader.link(f"{ANNIVERSARIES}.ics", **params), parameters={"VALUE": "URI"})
    return made


def _event(occasion: _Occasion, edition: Edition, labels: Labels, origin: str) -> icalendar.Event:
    words, made = labels.reader.words, icalendar.Event()
    start, end = occasion.days
    parties = " – ".join(legible(label.text) for label in labels.of(occasion.parties).values())
    made.add("uid", str(_identity(occasion)))
    made.add("dtstamp", edition.built)
    made.add("dtstart", start)
    made.add("dtend", end)
    name = "calendar_round" if occasion.is_round else "calendar_event"
    made.add("summary", words(name, n=occasion.years, parties=parties))
    made.add("description", words("calendar_since", date=occasion.since))
    if path := path_of(edition.settings.iris, occasion.thing):
        made.add("url", origin + labels.reader.link(path))
    made.add(
        "categories",
        [words("calendar_anniversary")] + [words("calendar_round_anniversary")] * occasion.is_round,
    )
    made.add("transp", "TRANSPARENT")
    return made


def _identity(occasion: _Occasion) -> uuid.UUID:
    """The same for the same anniversary in each build and language: RFC 7986, section 5.3."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join([occasion.thing, *occasion.parties, str(occasion.year)]))
