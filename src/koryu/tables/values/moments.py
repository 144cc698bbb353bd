"""Dates, times and durations of XML Schema: which texts are some, their order, and their canonical form.

Source: https://www.w3.org/TR/xmlschema11-2/#built-in-primitive-datatypes
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Final

_ZONE: Final = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_YEAR: Final = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH: Final = r"(?P<month>0[1-9]|1[0-2])"
_DAY: Final = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME: Final = (
    r"(?:(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]+)?)"
    r"|(?P<midnight>24:00:00(?:\.0+)?))"
)
_FORMS: Final = {
    "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
    "time": f"{_TIME}{_ZONE}",
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE.removesuffix('?')}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": f"--{_MONTH}{_ZONE}",
    "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}",
    "gDay": f"---{_DAY}{_ZONE}",
}
_LONGEST: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # days of the months of a leap year
_DURATION: Final = re.compile(
    r"(?P<sign>-?)P(?=.)(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<days>[0-9]+)D)?"
    r"(?P<time>T(?=.)(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?(?:(?P<seconds>[0-9]+(?:\.[0-9]+)?)S)?)?"
)
_MONTH_SECONDS: Final = Decimal("2629746")  # a twelfth of the mean year: durations have no total order
_TAIL: Final = re.compile(r"(\.[0-9]*?)0+(?=Z|[+-]|$)")


def is_moment(base: str) -> Callable[[str], bool]:
    """Make the test whether a text is of a date or time datatype."""
    return lambda text: (match := _form(base).fullmatch(text)) is not None and _is_day(match)


@cache
def _form(base: str) -> re.Pattern[str]:
    return re.compile(_FORMS[base])  # takes long, and few need all


def _is_day(match: re.Match[str]) -> bool:
    parts = match.groupdict()
    day, month = parts.get("day"), parts.get("month")
    if not day or not month or day < "29":
        return True
    if int(day) > _LONGEST[int(month) - 1]:
        return False
    year = parts.get("year")
    return not (year and month == "02" and day == "29") or _is_leap(int(year))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def moment_order(base: str) -> Callable[[str], Decimal]:
    """Make what orders the texts of a date or time datatype: seconds, in UTC where no zone is named."""

    def order(text: str) -> Decimal:
        match = _form(base).fullmatch(text)
        if not match:
            raise ValueError(text)
        return _seconds(match.groupdict())

    return order


def _seconds(parts: dict[str, str | None]) -> Decimal:
    days = _days(int(parts.get("year") or 4), int(parts.get("month") or 1), int(parts.get("day") or 1))
    hours = 24 if parts.get("midnight") else int(parts.get("hour") or 0)
    seconds = (days * 24 + hours) * 3600 + int(parts.get("minute") or 0) * 60
    return seconds + Decimal(parts.get("second") or 0) - _offset(parts.get("zone"))


def _days(year: int, month: int, day: int) -> int:
    """Count days of the proleptic Gregorian calendar, whose years need not fit into a datetime."""
    year -= month < 3
    months = (month + 9) % 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * months + 2) // 5 + day


def _offset(zone: str | None) -> int:
    if not zone or zone == "Z":
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
    return -seconds if zone.startswith("-") else seconds


def canonical_moment(text: str) -> str:
    """Write a date or time canonically: no zeros at the end of a second's fraction, UTC as ``Z``."""
    if "." in text:
        text = _TAIL.sub(r"\1", text).replace(".Z", "Z").replace(".+", "+").replace(".-", "-").rstrip(".")
    for zero in ("+00:00", "-00:00"):
        text = f"{text.removesuffix(zero)}Z" if text.endswith(zero) else text
    return text


def is_duration(base: str) -> Callable[[str], bool]:
    """Make the test whether a text is of a duration datatype."""
    forbidden = {"yearMonthDuration": ("days", "time"), "dayTimeDuration": ("years", "months")}.get(base, ())

    def test(text: str) -> bool:
        match = _DURATION.fullmatch(text)
        return bool(match) and all(match[part] is None for part in forbidden) if match else False

    return test


def duration_order(text: str) -> Decimal:
    """Give what orders durations, in seconds; months count as a twelfth of the mean year."""
    match = _DURATION.fullmatch(text)
    if not match:
        raise ValueError(text)
    part = {name: Decimal(value or 0) for name, value in match.groupdict().items() if name.endswith("s")}
    seconds = (part["years"] * 12 + part["months"]) * _MONTH_SECONDS + part["days"] * 86400
    seconds += part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"]
    return -seconds if match["sign"] else seconds
