"""What a row says of the place that is meant."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from koryu.errors import Faults, SheetError
from koryu.joining.reading import Table
from koryu.joining.request import Request
from koryu.matching.index import Index
from koryu.matching.kinds import key_of, vocabulary
from koryu.matching.places import Place, PlaceName
from koryu.matching.scores import Verdict, decide
from koryu.matching.scoring import Around
from koryu.matching.unsaid import is_code, is_country, is_day
from koryu.names import fold
from koryu.printable import quoted
from koryu.tables.values.mends import mended, without_era

_ALPHA2: Final = re.compile(r"[A-Za-z]{2}")
_DATE: Final = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?)?)?[年月]?")
_COUNTRY: Final = "country"  # the key of the level of countries
_AROUND: Final = "urn:row:parent"
_LOOKED_AT: Final = 1000  # codes, to find out their scheme
_FIRST: Final = 2  # digits of a code that are a first-level unit's
_SHORTEST: Final = 4  # digits of a code whose zeros a spreadsheet may have taken

Days = tuple[date | None, ...]


class Wanted(NamedTuple):
    """What a row says, as texts; what is not said is empty. ``codes``: one for each column of codes."""

    name: str
    country: str = ""
    level: str = ""
    parent: str = ""
    day: str = ""
    codes: tuple[str, ...] = ()


def wanted_of(table: Table, request: Request) -> list[Wanted]:
    """Take from each row what it says."""
    count = len(table.rows)

    def cells(column: str | None, fixed: str | None) -> list[str]:
        return table.column(column) if column else [fixed or ""] * count

    codes = zip(*(table.column(each) for each in request.code_columns), strict=True)
    found = [
        Wanted(*each)
        for each in zip(
            table.column(request.column),
            cells(request.country_column, request.country),
            cells(request.level_column, request.level),
            cells(request.parent_column, None),
            cells(request.date_column, None),
            strict=True,
        )
    ]
    if not request.code_columns:
        return found
    return [each._replace(codes=of_row) for each, of_row in zip(found, codes, strict=True)]


def days_of(text: str, as_of: date | None) -> Days:
    """The days that a row may speak of: one, or the first and the last of a month or a year.

    A day may be written as the Japanese do, with the year of an era: 昭和61年10月23日, 平成9年.

    Raises:
        ValueError: It is no date, or one that stands for none, such as 0001-01-01.
    """
    if not text:
        return (as_of,)
    days = _days(text)
    if not all(map(is_day, days)):
        raise ValueError(text)
    return days


def _days(text: str) -> tuple[date, ...]:
    found = _DATE.fullmatch(without_era(text))
    if not found:
        return (date.fromisoformat(mended("date", text) or ""),)
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if day:
        return (date(year, month, day),)
    last = calendar.monthrange(year, month or 12)[1]
    return date(year, month or 1, 1), date(year, month or 12, last)


def check_days(table: Table, request: Request, wanted: Iterable[Wanted]) -> None:
    """Check that all dates are dates.

    Raises:
        Faults: Some are not; a SheetError for each.
    """
    faults = []
    for number, each in enumerate(wanted, 1):
        try:
            days_of(each.day, None)
        except ValueError:
            where = f"{table.shown}: {request.date_column}, row {number} below the header"
            mend = "write YYYY, YYYY-MM or YYYY-MM-DD, or leave it empty"
            faults.append(SheetError(f"{where}: {quoted(each.day)} is no date; {mend}"))
    if faults:
        raise Faults(faults)


@dataclass(frozen=True)
class Reader:
    """What makes places of what rows say, as the places of an index say it.

    ``levels``, ``types``: IRIs by key. ``schemes``: the property of the codes of each column.
    """

    index: Index
    levels: Mapping[str, str]
    types: Mapping[str, str]
    schemes: tuple[str | None, ...]

    def place(self, wanted: Wanted) -> Place:
        """Make a place of what a row says."""
        name, level, type_ = wanted.name, None, None
        if wanted.level:
            level, type_ = self.levels.get(wanted.level), self.types.get(wanted.level)
            if not level and not type_ and fold(wanted.level) in _words():
                name = f"{name} {wanted.level}"
        return Place(
            iri="urn:row",
            names=(PlaceName(name),),
            country=self.country(wanted.country),
            level=level,
            type=type_,
            codes=dict(self._codes(wanted.codes)) if wanted.codes else {},
            parents=(_AROUND,) if wanted.parent else (),
        )

    def around(self, wanted: Wanted, day: date | None) -> Around:
        """What is known around the place of a row."""
        around = _around(self.index, day)
        if not wanted.parent:
            return around
        return replace(around, ours={_AROUND: Place(_AROUND, (PlaceName(wanted.parent),))})

    def country(self, text: str) -> str | None:
        """The code of a country that is written as a code or a name; of an unknown one, what is written."""
        if not is_country(text):
            return None
        if _ALPHA2.fullmatch(text):
            return text.upper()
        return _country_called(self.index, text)

    def _codes(self, codes: Iterable[str]) -> Iterator[tuple[str, frozenset[str]]]:
        for scheme, code in zip(self.schemes, codes, strict=True):
            if scheme and is_code(code):
                yield from _read_code(self.index, scheme, code)


def make_reader(index: Index, request: Request, wanted: Iterable[Wanted]) -> Reader:
    """Make a reader of rows.

    Raises:
        SheetError: No place has any code of a column of codes.
    """
    rows = list(wanted)
    schemes = tuple(
        _scheme(index, request, column, [each.codes[number] for each in rows])
        for number, column in enumerate(request.code_columns)
    )
    places = index.places
    levels = {key_of(each.level) or "": each.level for each in places if each.level}
    types = {key_of(each.type) or "": each.type for each in places if each.type}
    return Reader(index, levels, types, schemes)


def _scheme(index: Index, request: Request, column: str, cells: list[str]) -> str | None:
    """Find the property that most codes of a column are values of."""
    found = [code for code in dict.fromkeys(cells) if is_code(code)][:_LOOKED_AT]
    schemes = _schemes(index)
    counts = Counter({scheme: sum(bool(_held(index, scheme, code)) for code in found) for scheme in schemes})
    best = max(schemes, key=lambda scheme: counts[scheme], default=None)
    if found and (best is None or not counts[best]):
        names = ", ".join(key_of(each.rstrip("/")) or each for each in schemes) or "none"
        problem = f"no place has a code of the column {quoted(column)}"
        raise SheetError(f"{request.path}: {problem}; there are codes of these kinds: {names}")
    return best


@cache
def _read_code(index: Index, scheme: str, code: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Read a code as one of its column's scheme, else of any that has it; else as it is written.

    What is not even written as a code of the column's scheme, such as a dash, is none.
    """
    if held := _held(index, scheme, code):
        return ((scheme, held),)
    others = ((each, _held(index, each, code)) for each in _schemes(index))
    found = tuple(each for each in others if each[1])
    written = next(_forms(index, scheme, code))
    return found or (((scheme, frozenset({written})),) if _shape(written) in _shapes(index, scheme) else ())


def _held(index: Index, scheme: str, code: str) -> frozenset[str]:
    """Give the codes of places that a code of somebody's may be."""
    return frozenset(form for form in _forms(index, scheme, code) if (scheme, form) in index.codes)


def _forms(index: Index, scheme: str, code: str) -> Iterator[str]:
    """Write a code as a scheme does whose codes are of one length: with the zeros that a spreadsheet took.

    The first two digits alone are a first-level unit: 01 of Hokkaido is 01000.
    """
    plain, lengths = code.removeprefix(scheme).rstrip("/"), _lengths(index, scheme)
    is_short = len(lengths) == 1 and plain.isdigit() and len(plain) < min(lengths)
    yield plain.zfill(min(lengths)) if is_short and len(plain) >= _SHORTEST else plain
    if is_short and len(plain) <= _FIRST:
        yield plain.zfill(_FIRST).ljust(min(lengths), "0")


@cache
def _schemes(index: Index) -> tuple[str, ...]:
    return tuple(sorted({scheme for scheme, _ in index.codes}))


@cache
def _shapes(index: Index, scheme: str) -> frozenset[str]:
    return frozenset(_shape(code) for each, code in index.codes if each == scheme)


def _shape(code: str) -> str:
    """How a code is written: a 0 for each digit, and an A for each letter."""
    return "".join("0" if char.isdecimal() else "A" if char.isalpha() else char for char in code)


@cache
def _lengths(index: Index, scheme: str) -> frozenset[int]:
    return frozenset(len(code) for each, code in index.codes if each == scheme)


@cache
def _around(index: Index, day: date | None) -> Around:
    return Around(theirs=index.by_iri, day=day, is_row=True, names=index)


@cache
def _country_called(index: Index, text: str) -> str:
    scores = _countries_of(index).match(Place("urn:row", (PlaceName(text),)))
    is_clear = decide(scores) is Verdict.CLEAR
    return (scores[0].candidate.country if is_clear else None) or text


@cache
def _countries_of(index: Index) -> Index:
    return Index(each for each in index.places if key_of(each.level) == _COUNTRY)


@cache
def _words() -> frozenset[str]:
    return frozenset(vocabulary().after)
