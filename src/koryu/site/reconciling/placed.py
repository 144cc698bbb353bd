"""Candidates among places: a row of somebody's table, made a place of what it says, and matched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from koryu.matching.places import Place, PlaceName
from koryu.matching.scores import Score, rank
from koryu.matching.scoring import Around, score
from koryu.matching.unsaid import is_day, point_of
from koryu.site.editions.edition import Edition
from koryu.site.reconciling.comparing import Hint
from koryu.site.reconciling.places import Places, places_of
from koryu.site.reconciling.properties import CODE, COUNTRY, DATE, LEVEL, PARENT, POINT, TYPE

_ROW: Final = "urn:row"
_AROUND: Final = "urn:row:parent"
_ALPHA2: Final = re.compile(r"[A-Za-z]{2}")
_DATE: Final = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?(?:T.*)?")
_DEGREES: Final = r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?)"
_LAT_LON: Final = re.compile(rf"\s*{_DEGREES}\s*[,;\s]\s*{_DEGREES}\s*")
_WKT: Final = re.compile(rf"(?:<[^>]*>\s*)?point\s*\(\s*{_DEGREES}\s+{_DEGREES}\s*\)", re.IGNORECASE)
_DIGITS: Final = (5, 6)  # of codes that spreadsheets take the zeros at the beginning from


@dataclass(frozen=True)
class Row:
    """What a query says of a place, and the days that it may speak of; ``told``: hints that it takes in."""

    place: Place
    around: Around
    days: tuple[date, ...]
    told: frozenset[str]


def match_places(edition: Edition, text: str, hints: Iterable[Hint]) -> tuple[list[Score], frozenset[str]]:
    """Find and score the places that a query may mean; also tells which of the hints were compared."""
    places = places_of(edition)
    if not places.by_iri:
        return [], frozenset()
    row, best = _row(edition, text, [each for each in hints if each.values]), dict[str, Score]()
    for day in row.days or (None,):
        for each in places.index.match(row.place, replace(row.around, day=day)):
            known = best.get(each.candidate.iri)
            if known is None or each.bits > known.bits:
                best[each.candidate.iri] = each
    return rank(best.values()), row.told


def score_place(edition: Edition, iri: str, hints: Iterable[Hint]) -> tuple[Score, frozenset[str]] | None:
    """Score a place by what hints say of it, whatever it is called; None if it is no place."""
    places = places_of(edition)
    if (place := places.by_iri.get(iri)) is None:
        return None
    row = _row(edition, "", [each for each in hints if each.values])
    arounds = [replace(row.around, day=day, theirs=places.by_iri) for day in row.days or (None,)]
    return max((score(row.place, place, each) for each in arounds), key=lambda each: each.bits), row.told


def _row(edition: Edition, text: str, hints: list[Hint]) -> Row:
    """Make a place of what a query says; of several values of a hint the first with a meaning counts."""
    places, by_id = places_of(edition), {each.path.id: each for each in hints if each.path.hint}
    country = _country(places, by_id[COUNTRY]) if COUNTRY in by_id else None
    kinds = [each for name in (LEVEL, TYPE) if name in by_id for each in sorted(by_id[name].things)]
    level = next((each for each in kinds if each in places.levels), None)
    type_ = next((each for each in kinds if each in places.types), None)
    codes = _codes(edition, hints)
    around = _parent(edition, by_id[PARENT]) if PARENT in by_id else Around(is_row=True)
    place = Place(
        _ROW,
        (PlaceName(text),) if text else (),
        country=country,
        level=level,
        type=type_,
        codes=codes,
        point=_point(by_id[POINT]) if POINT in by_id else None,
        parents=(_AROUND,) if around.ours else (),
    )
    told: set[str] = {name for name in (LEVEL, TYPE) if name in by_id and by_id[name].things & {level, type_}}
    told |= {name for name, is_known in ((COUNTRY, country), (PARENT, around.ours)) if is_known}
    told |= {DATE, POINT, CODE, *(each.path.id for each in hints if set(each.path.iris) & codes.keys())}
    return Row(place, around, _days(by_id[DATE]) if DATE in by_id else (), frozenset(told))


def _country(places: Places, hint: Hint) -> str | None:
    """The code of a country: as it is given, or of the country of that name."""
    codes = [each.text.upper() for each in hint.values if _ALPHA2.fullmatch(each.text)]
    there = [places.by_iri[each] for each in sorted(hint.things) if each in places.by_iri]
    named = [place.country for place in there if place.country and not place.parents]
    return next((each for each in (*codes, *named) if each in places.countries), None)


def _parent(edition: Edition, hint: Hint) -> Around:
    """What lies around a place: the entity of an identifier, else what is called so."""
    known = places_of(edition).by_iri
    given = [each for each in hint.values if each.id]
    things = [each for each in hint.things if each in known]
    text = next((each.text for each in hint.values if each.text), "")
    links: Mapping[str, frozenset[str]] = {_AROUND: frozenset(things)} if given or len(things) == 1 else {}
    names = known[things[0]].names if things and not text else (PlaceName(text),) if text else ()
    return Around(ours={_AROUND: Place(_AROUND, names)} if names else {}, links=links, is_row=True)


def _codes(edition: Edition, hints: Iterable[Hint]) -> dict[str, frozenset[str]]:
    """The codes that a query gives, by the properties that they are values of."""
    places, found = places_of(edition), dict[str, frozenset[str]]()
    for hint in hints:
        scheme = hint.path.iris[0] if len(hint.path.iris) == len(hint.path.steps) == 1 else None
        for each in hint.values:
            code = _known(places, each.text, scheme)
            if scheme in places.code_properties:
                found[str(scheme)] = found.get(str(scheme), frozenset()) | {code}
            elif hint.path.hint == CODE:
                for one in places.schemes.get(code, ()):
                    found[one] = found.get(one, frozenset()) | {code}
    return found


def _known(places: Places, text: str, scheme: str | None) -> str:
    """A code as it is known: also with the zeros that a spreadsheet took from it."""
    filled = (text, *(text.zfill(digits) for digits in _DIGITS if text.isdecimal()))
    for each in filled:
        if (schemes := places.schemes.get(each)) and (scheme is None or scheme in schemes):
            return each
    return text


def _point(hint: Hint) -> tuple[float, float] | None:
    for each in hint.values:
        if match := _LAT_LON.fullmatch(each.text):
            point = point_of(match[1], match[2])
        elif match := _WKT.fullmatch(each.text.strip()):
            point = point_of(match[2], match[1])
        else:
            continue
        if point:
            return point
    return None


def _days(hint: Hint) -> tuple[date, ...]:
    """The first and the last day of a day, a month or a year; any of them may be meant."""
    for each in hint.values:
        if (match := _DATE.fullmatch(each.text.strip())) and (days := _period(*match.groups())):
            return days
    return ()


def _period(year: str, month: str | None, day: str | None) -> tuple[date, ...]:
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        if not is_day(first):
            return ()
        if day:
            return (first,)
        after = date(first.year + (first.month == 12 or not month), first.month % 12 + 1 if month else 1, 1)
        return first, after - timedelta(days=1)
    except ValueError:
        return ()
