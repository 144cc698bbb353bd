"""The built-in datatypes of CSV on the Web: which texts are of them, their order, their canonical form.

Source: https://www.w3.org/TR/tabular-metadata/#built-in-datatypes
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import cache
from typing import Final

from koryu.namespaces import CSVW, RDF, XSD
from koryu.tables.values.moments import canonical_moment, duration_order, is_duration, is_moment, moment_order

Order = Callable[[str], Decimal | float]


class Kind(Enum):
    """What family a datatype is of: it decides what a format, a length and a limit mean."""

    TEXT = auto()
    NUMBER = auto()
    BOOLEAN = auto()
    MOMENT = auto()
    DURATION = auto()
    BINARY = auto()


@dataclass(frozen=True)
class Base:
    """A built-in datatype.

    ``is_a``: what a message calls a text of it. ``allows``: is a text of it, white space apart?
    ``canonical``: writes a text of it canonically. ``order``: orders texts of it; None if it has no order.
    ``spaces``: how many steps of white space a reader tidies (0 none, 1 replaced, 2 collapsed).
    """

    name: str
    iri: str
    kind: Kind
    is_a: str
    allows: Callable[[str], bool]
    canonical: Callable[[str], str]
    advice: str = ""
    order: Order | None = None
    spaces: int = 2
    integral: bool = False
    exact: bool = False

    @property
    def has_length(self) -> bool:
        """May texts of it be limited in length?"""
        return self.kind in (Kind.TEXT, Kind.BINARY)


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = cache(lambda: re.compile(pattern))  # compiling takes long, and few need all datatypes
    return lambda text: compiled().fullmatch(text) is not None


def _same(text: str) -> str:
    return text


def _canonical_integer(text: str) -> str:
    digits = text.lstrip("+-").lstrip("0") or "0"
    return f"-{digits}" if text.startswith("-") and digits != "0" else digits


def _canonical_decimal(text: str) -> str:
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    number = _canonical_integer(whole)
    if not fraction:
        return number
    return f"-0.{fraction}" if number == "0" and whole.startswith("-") else f"{number}.{fraction}"


def _canonical_double(text: str) -> str:
    if text.lstrip("+-") in ("INF", "NaN"):
        return text.removeprefix("+")
    sign, digits, exponent = Decimal(text).as_tuple()
    assert isinstance(exponent, int)  # neither infinite nor no number
    mantissa = "".join(map(str, digits)).lstrip("0")
    if not mantissa:
        return "-0.0E0" if sign else "0.0E0"
    power = len(mantissa) - 1 + exponent
    mantissa = mantissa.rstrip("0")
    return f"{'-' if sign else ''}{mantissa[0]}.{mantissa[1:] or '0'}E{power}"


def _canonical_boolean(text: str) -> str:
    return {"1": "true", "0": "false"}.get(text, text)


def _canonical_base64(text: str) -> str:
    return text.replace(" ", "")


def _within(low: int | None, high: int | None) -> Callable[[str], bool]:
    """Make the test for integers of a range; None is no bound."""

    def test(text: str) -> bool:
        if not _INTEGER.fullmatch(text):
            return False
        number = Decimal(text)
        return (low is None or number >= low) and (high is None or number <= high)

    return test


_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_DECIMAL: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_DOUBLE: Final = rf"{_DECIMAL}(?:[eE][+-]?[0-9]+)?|-?INF|NaN"
_BASE64: Final = (
    r"(?:(?:[A-Za-z0-9+/] ?){4})*"
    r"(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|"
    r"[A-Za-z0-9+/] ?[AQgw] ?= ?=)?"
)
_NAME_START: Final = (
    r"[:A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    r"\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)
_NAME_CHAR: Final = _NAME_START[:-1] + r".0-9\u00b7\u0300-\u036f\u203f\u2040-]"
_NCNAME: Final = f"(?!:){_NAME_START}(?:(?!:){_NAME_CHAR})*"
_INTEGER_ADVICE: Final = "write digits only, such as 1304"
RANGES: Final = {
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
}


def _integers() -> list[Base]:
    found = [_integer("integer", "an integer", None, None)]
    for name, (low, high) in RANGES.items():
        words = "an" if name[0] in "iu" else "a"
        found.append(_integer(name, f"{words} {name}", low, high))
    return found


def _integer(name: str, is_a: str, low: int | None, high: int | None) -> Base:
    allows = _matches(_INTEGER.pattern) if low is high is None else _within(low, high)
    between = f", {_bounds(low, high)}" if name != "integer" else ""
    return Base(
        name,
        XSD + name,
        Kind.NUMBER,
        is_a,
        allows,
        _canonical_integer,
        _INTEGER_ADVICE + between,
        Decimal,
        integral=True,
        exact=True,
    )


def _bounds(low: int | None, high: int | None) -> str:
    if low is None:
        return f"not above {high}"
    return f"not below {low}" if high is None else f"from {low} to {high}"


def _double(name: str, iri: str) -> Base:
    return Base(
        name,
        iri,
        Kind.NUMBER,
        "a number",
        _matches(_DOUBLE),
        _canonical_double,
        "write digits, such as 30.8 or 1.5E3",
        float_order,
    )


def float_order(text: str) -> float:
    """Order doubles, infinite ones too."""
    return float(text)


_MOMENTS: Final = {
    "date": ("a date", "write a day that exists as YYYY-MM-DD, such as 1998-04-01"),
    "time": ("a time", "write hh:mm:ss, such as 09:30:00"),
    "dateTime": ("a date with a time", "write it as 1998-04-01T09:30:00"),
    "dateTimeStamp": ("a date with a time and zone", "write it as 1998-04-01T09:30:00Z"),
    "gYear": ("a year", "write YYYY, such as 1998"),
    "gYearMonth": ("a month of a year", "write YYYY-MM, such as 1998-04"),
    "gMonth": ("a month", "write it as --04"),
    "gMonthDay": ("a day of a month", "write it as --04-01"),
    "gDay": ("a day", "write it as ---01"),
}
_DURATIONS: Final = {
    "duration": "write it as P1Y2M3DT4H5M6S",
    "dayTimeDuration": "write it as P3DT4H5M6S",
    "yearMonthDuration": "write it as P1Y2M",
}
_TEXTS: Final = {
    "token": ("a token", ".*"),
    "language": ("a language tag", "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*"),
    "Name": ("an XML name", f"{_NAME_START}{_NAME_CHAR}*"),
    "NMTOKEN": ("an XML name token", f"{_NAME_CHAR}+"),
    "QName": ("a qualified name", f"(?:{_NCNAME}:)?{_NCNAME}"),
}


def _any(_text: str) -> bool:
    return True


def _text(name: str, iri: str, spaces: int) -> Base:
    return Base(name, iri, Kind.TEXT, "a text", _any, _same, spaces=spaces)


def _moment(name: str, like: str) -> Base:
    is_a, advice = _MOMENTS[like]
    return Base(
        name, XSD + like, Kind.MOMENT, is_a, is_moment(like), canonical_moment, advice, moment_order(like)
    )


def _duration(name: str, advice: str) -> Base:
    return Base(
        name, XSD + name, Kind.DURATION, f"a {name}", is_duration(name), _same, advice, duration_order
    )


def _binary(name: str, like: str) -> Base:
    hexadecimal = like == "hexBinary"
    pattern = "(?:[0-9a-fA-F]{2})*" if hexadecimal else _BASE64
    canonical = str.upper if hexadecimal else _canonical_base64
    return Base(name, XSD + like, Kind.BINARY, f"of {like}", _matches(pattern), canonical)


_URI: Final = Base(
    "anyURI",
    XSD + "anyURI",
    Kind.TEXT,
    "an address",
    _matches(r'[^\x00-\x20<>"{}|\\^`]*'),
    _same,
    "write it in full, such as https://example.org/a",
)
_BOOLEAN: Final = Base(
    "boolean",
    XSD + "boolean",
    Kind.BOOLEAN,
    "a truth value",
    {"true", "false", "1", "0"}.__contains__,
    _canonical_boolean,
    "write true or false",
)
_EXACT: Final = Base(
    "decimal",
    XSD + "decimal",
    Kind.NUMBER,
    "a decimal",
    _matches(_DECIMAL),
    _canonical_decimal,
    "write digits and a point, such as 30.8",
    Decimal,
    exact=True,
)
_ALL: Final = (
    _text("string", XSD + "string", 0),
    *_integers(),
    _EXACT,
    _BOOLEAN,
    *(_moment(name, name) for name in _MOMENTS),
    _URI,
    _double("double", XSD + "double"),
    _double("float", XSD + "float"),
    _double("number", XSD + "double"),
    _moment("datetime", "dateTime"),
    *(_duration(name, advice) for name, advice in _DURATIONS.items()),
    *(Base(n, XSD + n, Kind.TEXT, is_a, _matches(pattern), _same) for n, (is_a, pattern) in _TEXTS.items()),
    _binary("base64Binary", "base64Binary"),
    _binary("binary", "base64Binary"),
    _binary("hexBinary", "hexBinary"),
    _text("normalizedString", XSD + "normalizedString", 1),
    _text("any", XSD + "anyAtomicType", 0),
    _text("anyAtomicType", XSD + "anyAtomicType", 0),
    _text("xml", RDF + "XMLLiteral", 0),
    _text("html", RDF + "HTML", 0),
    _text("json", CSVW + "JSON", 0),
)
BASES: Final = {base.name: base for base in _ALL}
