"""What a text that is not of its datatype was probably meant to be."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from koryu.printable import quoted
from koryu.suggestions import ask

_GROUPED: Final = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_SLOPPY_DATE: Final = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:T.*|Z|[+-][0-9]{2}:[0-9]{2})?"
)
# Years of Japanese eras, of which the first is 元; the date itself is not held against the era
_ERAS: Final = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERA_YEAR: Final = re.compile("(明治|大正|昭和|平成|令和|[MTSHR])\\.?([0-9]{1,2}|元)(?=[-/.年])")
_YEAR: Final = re.compile(r"[0-9]{4}")
_CHOICE: Final = re.compile(r"[\w.-]+(?: [\w.-]+)*(?:\|[\w.-]+(?: [\w.-]+)*)*")
_MOST_DIGITS: Final = 28  # of a number that is to be mended: what decimal computes exactly
_TRUTH: Final = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}


class Problem(NamedTuple):
    """What is wrong with a text, and how to mend it; empty if only a person can know."""

    what: str
    mend: str = ""


def mismatch(text: str, pattern: re.Pattern[str]) -> Problem:
    """Say that a text does not match a regular expression, and what it may be that was meant."""
    if _CHOICE.fullmatch(pattern.pattern):
        choices = pattern.pattern.split("|")
        return Problem(f"{quoted(text)} is none of {', '.join(choices)}", ask(text, choices))
    key = "" if pattern.fullmatch("A b") else _as_key(text)  # a key has no capitals and no space
    mend = f"write {key}" if key and pattern.fullmatch(key) else ""
    return Problem(f"{quoted(text)} does not match {quoted(pattern.pattern)[1:-1]}", mend)


def mended(base: str, text: str) -> str | None:
    """Find the canonical form of a base datatype that a text was meant to have; None if there is none."""
    mend = _MENDS.get(base)
    return mend(text) if mend else None


def _as_key(text: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") if plain.isascii() else ""


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _number(text: str) -> Decimal | None:
    plain = _plain(text)
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() and len(plain) + abs(number.adjusted()) < _MOST_DIGITS else None


def _mend_integer(text: str) -> str | None:
    number = _number(text)
    return f"{number + 0:.0f}" if number is not None and number == number.to_integral_value() else None


def _mend_decimal(text: str) -> str | None:
    number = _number(text)
    return None if number is None else f"{number.normalize() + 0:f}"


def _mend_date(text: str) -> str | None:
    if not (match := _SLOPPY_DATE.fullmatch(without_era(text))):
        return None
    year, month, day = match.groups()
    date = f"{year}-{month:0>2}-{day:0>2}"
    return date if _is_date(date) else None


def without_era(text: str) -> str:
    """Write a date without spaces, in plain characters, and with the common year for that of an era."""
    return _ERA_YEAR.sub(_common_year, _plain(text))


def _common_year(match: re.Match[str]) -> str:
    era, year = match.groups()
    start = _ERAS.get(era) or list(_ERAS.values())["MTSHR".index(era)]
    return str(start + (1 if year == "元" else int(year)))


def _is_date(text: str) -> bool:
    try:
        return bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _mend_year(text: str) -> str | None:
    plain = _plain(text).removesuffix("年")
    return plain if _YEAR.fullmatch(plain) else None


def _mend_boolean(text: str) -> str | None:
    return _TRUTH.get(text.strip().lower())


_MENDS: Final[dict[str, Callable[[str], str | None]]] = {
    "integer": _mend_integer,
    "decimal": _mend_decimal,
    "date": _mend_date,
    "gYear": _mend_year,
    "boolean": _mend_boolean,
}
