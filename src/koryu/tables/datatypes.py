"""The datatypes of cells: which texts they allow, and how a wrong one may be mended.

A cell holds the lexical form that is published: the canonical one of its type, so that no store changes it.
https://www.w3.org/TR/xmlschema11-2/
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from koryu.namespaces import XSD
from koryu.printable import quoted
from koryu.rdf.ntriples import iri
from koryu.suggestions import ask

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]|0|-?[1-9][0-9]*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_SLOPPY_DATE = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:T.*|Z|[+-][0-9]{2}:[0-9]{2})?"
)
_CHOICE = re.compile(r"[\w.-]+(?: [\w.-]+)*(?:\|[\w.-]+(?: [\w.-]+)*)*")
_MOST_DIGITS = 28  # of a number that is to be mended: what decimal computes exactly


class Problem(NamedTuple):
    """What is wrong with a text, and how to mend it; empty if only a person can know."""

    what: str
    mend: str = ""


@dataclass(frozen=True)
class Base:
    """A built-in datatype: what a message calls it, its test, how to mend a text, and how to order texts."""

    name: str
    is_a: str
    allows: Callable[[str], bool]
    mend: Callable[[str], str | None]
    advice: str
    order: Callable[[str], Decimal] | None = None


@dataclass(frozen=True)
class Datatype:
    """The datatype of a column: a base and what limits it. ``pattern`` must match a text from end to end."""

    base: Base
    pattern: re.Pattern[str] | None = None
    minimum: str | None = None
    maximum: str | None = None
    min_length: int | None = None
    max_length: int | None = None

    @property
    def iri(self) -> str:
        """The datatype's IRI."""
        return XSD + self.base.name

    def problem(self, text: str) -> Problem | None:
        """Say what is wrong with a text; None if nothing is."""
        if not self.base.allows(text):
            mended = self.base.mend(text)
            mend = self.base.advice if mended is None else f"write {mended}"
            return Problem(f"{quoted(text)} is not {self.base.is_a}", mend)
        if self.pattern and not self.pattern.fullmatch(text):
            return _mismatch(text, self.pattern)
        return self._length_problem(text) or self._range_problem(text)

    def _length_problem(self, text: str) -> Problem | None:
        if self.min_length is not None and len(text) < self.min_length:
            return Problem(f"{quoted(text)} is shorter than {self.min_length} characters")
        if self.max_length is not None and len(text) > self.max_length:
            return Problem(f"{quoted(text)} is longer than {self.max_length} characters")
        return None

    def _range_problem(self, text: str) -> Problem | None:
        order = self.base.order
        if order and self.minimum is not None and order(text) < order(self.minimum):
            return Problem(f"{quoted(text)} is less than {self.minimum}, the least allowed")
        if order and self.maximum is not None and order(text) > order(self.maximum):
            return Problem(f"{quoted(text)} is more than {self.maximum}, the most allowed")
        return None


def _mismatch(text: str, pattern: re.Pattern[str]) -> Problem:
    if _CHOICE.fullmatch(pattern.pattern):
        choices = pattern.pattern.split("|")
        return Problem(f"{quoted(text)} is none of {', '.join(choices)}", ask(text, choices))
    key = "" if pattern.fullmatch("A b") else _as_key(text)  # a key has no capitals and no space
    mend = f"write {key}" if key and pattern.fullmatch(key) else ""
    return Problem(f"{quoted(text)} does not match {quoted(pattern.pattern)[1:-1]}", mend)


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
    if not (match := _SLOPPY_DATE.fullmatch(_plain(text))):
        return None
    year, month, day = match.groups()
    mended = f"{year}-{month:0>2}-{day:0>2}"
    return mended if _is_date(mended) else None


def _mend_year(text: str) -> str | None:
    plain = _plain(text).removesuffix("年")
    return plain if _YEAR.fullmatch(plain) else None


def _mend_boolean(text: str) -> str | None:
    return {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}.get(
        text.strip().lower()
    )


def _mend_nothing(_text: str) -> None:
    return None


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _is_iri(text: str) -> bool:
    try:
        return bool(iri(text))
    except ValueError:
        return False


def _day(text: str) -> Decimal:
    return Decimal(text.replace("-", ""))


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: bool(pattern.fullmatch(text))


_ALL = (
    Base("string", "a text", lambda _text: True, _mend_nothing, ""),
    Base(
        "integer",
        "an integer",
        _matches(_INTEGER),
        _mend_integer,
        "write digits only, such as 1304",
        Decimal,
    ),
    Base(
        "decimal",
        "a decimal",
        _matches(_DECIMAL),
        _mend_decimal,
        "write digits and a point, such as 30.8",
        Decimal,
    ),
    Base("boolean", "a truth value", {"true", "false"}.__contains__, _mend_boolean, "write true or false"),
    Base(
        "date",
        "a date",
        _is_date,
        _mend_date,
        "write a day that exists as YYYY-MM-DD, such as 1998-04-01",
        _day,
    ),
    Base("gYear", "a year", _matches(_YEAR), _mend_year, "write YYYY, such as 1998", Decimal),
    Base("anyURI", "an address", _is_iri, _mend_nothing, "write it in full, such as https://example.org/a"),
)
BASES: Final = {base.name: base for base in _ALL}
