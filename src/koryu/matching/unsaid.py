"""What is written where nothing is known: that two places have it in common is no evidence.

Names of this kind have no spellings, see ``koryu.matching.spellings``.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Final

from koryu.matching.kinds import vocabulary
from koryu.names import fold

_NO_COUNTRIES: Final = frozenset({"XX", "ZZ"})  # CLDR, and those of whom nobody knows where they are from
_NO_YEARS: Final = frozenset({date.min.year, date.max.year})  # what programs fill in: 0001-01-01, 9999-12-31
_NO_POINT: Final = (0.0, 0.0)  # in the sea off Africa; what is left of a point that was never given


def is_said(text: str) -> bool:
    """Does a text say anything? A dash, a question mark and 不明 do not."""
    return bool(folded := fold(text)) and folded not in vocabulary().unknown


def is_code(text: str) -> bool:
    """Does a code tell anything apart? None, and one of zeros alone, such as 000000, does not."""
    return is_said(text) and bool(text.strip("0 .-"))


def is_country(code: str) -> bool:
    """Does a code or a name of a country say which?"""
    return is_said(code) and code.upper() not in _NO_COUNTRIES


def is_day(day: date) -> bool:
    """Is it a day, and not the first or the last that a program can write?"""
    return day.year not in _NO_YEARS


def point_of(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Read a point in degrees; None if it is none, or the one where both are 0."""
    try:
        point = float(latitude), float(longitude)
    except ValueError:
        return None
    is_there = all(map(math.isfinite, point)) and abs(point[0]) <= 90 and abs(point[1]) <= 180
    return point if is_there and point != _NO_POINT else None
