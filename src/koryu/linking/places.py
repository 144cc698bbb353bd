"""Places as they are compared, read through the stored queries of a dataset: ours, or another's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from koryu.iris import Iris
from koryu.linking.client import Client
from koryu.linking.datasets import Dataset
from koryu.matching.places import NameKind, Place, PlaceName
from koryu.matching.unsaid import is_code, is_country, is_day, point_of
from koryu.queries.binding import bind
from koryu.queries.header import ANY, Parameter
from koryu.queries.lookup import Lookup
from koryu.rdf.ntriples import iri, is_iri, value
from koryu.sssom.mappings import EXACT
from koryu.stores.local import Engine, Row

_HOLE: Final = "place"
_OURS: Final = "Government"
QUERIES: Final = ("places", "names", "codes")
_DAY: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:T.*|Z|[+-][0-9:]+)?")
_DAYS: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Fact = Mapping[str, str]  # what the columns of a row hold, those that are bound and not empty


@dataclass(frozen=True)
class Described:
    """What a dataset says of places.

    ``places``: by IRI. ``unanswered``: by the IRI of each place that is not known whole, why. ``asked``: when
    the oldest of the answers was given.
    """

    places: dict[str, Place]
    unanswered: dict[str, str] = field(default_factory=dict)
    asked: datetime | None = None


def read_places(dataset: Dataset, engine: Engine, iris: Iterable[str] | None = None) -> dict[str, Place]:
    """Read what a dataset says of places, of these or of all that it has, by IRI.

    Raises:
        QueryError: A stored query is missing or malformed.
        EndpointError: The engine did not answer as it should.
    """
    terms = None if iris is None else sorted({iri(each) for each in iris})
    if terms == []:
        return {}
    found = {}
    for name in QUERIES:
        query = dataset.query(name)
        columns = [column.name for column in query.header.columns]
        text = query.text if terms is None else bind(query.text, {_HOLE: terms})
        found[name] = _by_place(columns, engine.select_all(text, columns).rows)
    return _places(found, found["places"])


def ask_places(dataset: Dataset, client: Client, iris: Iterable[str]) -> Described:
    """Ask a public endpoint what it says of places; one that has no whole answer is told, and left out.

    Raises:
        QueryError: A stored query is missing or malformed.
        EndpointError: Nothing at all was answered.
    """
    terms = sorted({iri(each) for each in iris})
    answers = {
        name: client.select_batched(dataset.query(name).text, _HOLE, terms, dataset.batch)
        for name in (QUERIES if terms else ())
    }
    unanswered = {value(term): why for answer in answers.values() for term, why in answer.unanswered.items()}
    found = {name: _by_place(answer.columns, answer.rows) for name, answer in answers.items()}
    known = [each for each in map(value, terms) if each not in unanswered]
    asked = min((answer.asked for answer in answers.values() if answer.asked), default=None)
    return Described(_places(found, known) if known else {}, unanswered, asked)


def _by_place(columns: Sequence[str], rows: Iterable[Row]) -> dict[str, list[Fact]]:
    place = columns.index(_HOLE)
    found: defaultdict[str, list[Fact]] = defaultdict(list)
    for row in rows:
        if (subject := row[place]) is not None and is_iri(subject):
            texts = zip(columns, (term and value(term) for term in row), strict=True)
            found[value(subject)].append({name: text for name, text in texts if text})
    return found


def _places(found: Mapping[str, Mapping[str, list[Fact]]], iris: Iterable[str]) -> dict[str, Place]:
    facts, names, codes = (found[name] for name in QUERIES)
    return {
        each: _place(each, facts.get(each, ()), names.get(each, ()), codes.get(each, ())) for each in iris
    }


def _place(place: str, facts: Sequence[Fact], names: Sequence[Fact], codes: Sequence[Fact]) -> Place:
    # of two levels the first in the order of their IRIs is taken, with a type that was said with it
    levels = sorted((each["level"], each.get("type", "")) for each in facts if "level" in each)
    level, type_ = levels[0] if levels else ("", "")
    return Place(
        iri=place,
        names=_names(names),
        country=min(filter(is_country, _said(facts, "country")), default=None),
        level=level or None,
        type=type_ or None,
        codes=_codes(codes),
        point=_point(facts),
        parents=_parents(facts),
        since=_day(facts, "since", _first, min),
        until=_day(facts, "until", _after, max),
        relation=min(_said(facts, "relation"), default=EXACT),
    )


def _said(facts: Iterable[Fact], name: str) -> Iterator[str]:
    return (each[name] for each in facts if name in each)


def _names(facts: Sequence[Fact]) -> tuple[PlaceName, ...]:
    found = {
        PlaceName(
            each["name"],
            each.get("language") or None,
            NameKind(each["kind"]),
            _last(each["until"]) if "until" in each else None,
        )
        for each in facts
        if "name" in each
    }
    return tuple(
        sorted(found, key=lambda each: (each.kind != NameKind.LABEL, each.language or "", each.text))
    )


def _codes(facts: Sequence[Fact]) -> dict[str, frozenset[str]]:
    found = defaultdict(set)
    for each in facts:
        if is_code(each.get("code", "")):
            found[each["scheme"]].add(each["code"])
    return {scheme: frozenset(codes) for scheme, codes in sorted(found.items())}


def _point(facts: Sequence[Fact]) -> tuple[float, float] | None:
    points = (point_of(each["lat"], each["lon"]) for each in facts if "lat" in each and "lon" in each)
    return min(filter(None, points), default=None)


def _parents(facts: Sequence[Fact]) -> tuple[str, ...]:
    found = sorted((int(each.get("steps", 1)), each["parent"]) for each in facts if "parent" in each)
    return tuple(dict.fromkeys(parent for _, parent in found))


def _day(
    facts: Sequence[Fact], name: str, read: Callable[[str], date | None], choose: Callable[..., date | None]
) -> date | None:
    return choose(filter(None, map(read, _said(facts, name))), default=None)


def _first(text: str) -> date | None:
    """The first day of a day, a month or a year; None if it is none of these."""
    match = _DAY.fullmatch(text)
    return _valid(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None


def _last(text: str) -> date | None:
    """The last day of a day, a month or a year; None if it is none of these."""
    match = _DAY.fullmatch(text)
    if not match or match[3]:
        return _first(text)
    month = int(match[2] or 12)
    return _valid(int(match[1]), month, _DAYS[month] if 0 < month < 13 else 0)


def _after(text: str) -> date | None:
    """A day itself, or the day after the last of a month or a year: the latest end that may be meant."""
    last, whole = _last(text), _DAY.fullmatch(text)
    return last + timedelta(days=1) if last and whole and not whole[3] else last


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if is_day(found) else None


def find_place(text: str, engine: Engine, iris: Iris) -> str:
    """Find the place of ours that a user names by its key, its IRI or a name; returns its IRI.

    Raises:
        NoSuchName: None is named so.
        SeveralOfName: Several are.
    """
    of_class = f"SELECT ?place WHERE {{ ?place a {iri(iris.term(_OURS))} }} LIMIT 1"
    range_ = _OURS if engine.select(of_class).rows else ANY  # an ontology of one's own may have no such class
    return Lookup(engine, iris).find(Parameter(_HOLE, "class", range_, {}), text)
