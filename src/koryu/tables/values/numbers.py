"""Formats of numbers: decimal and group characters, and the patterns of UAX #35.

A pattern has the symbols ``0 # E + - % ‰``, a decimal and a group character::

    pattern  = affix integer [decimal *fraction] ["E" ["+"] 1*("#" / "0")] affix
    affix    = *("+" / "-" / "%" / "‰")

Source: https://www.w3.org/TR/tabular-data-model/#formats-for-numeric-types
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_SPECIAL: Final = ("NaN", "INF", "-INF")
_PARTS: Final = {"%": 2, "‰": 3}  # what a sign divides by, as a power of ten


@dataclass(frozen=True)
class _Pattern:
    """What a pattern asks: signs, least and most digits, sizes of groups (0 is none) and an exponent."""

    prefix: str
    suffix: str
    integers: int
    primary: int
    secondary: int
    least: int
    most: int
    fraction_group: int
    exponents: int | None
    signed_exponent: bool


@dataclass(frozen=True)
class NumberFormat:
    """How numbers are written in cells; ``text`` is how messages call the format."""

    text: str
    decimal: str = "."
    group: str | None = None
    pattern: _Pattern | None = None

    def read(self, text: str) -> str | None:
        """Turn a text into the form of XML Schema; None if it is not in this format."""
        if text in _SPECIAL:
            return text
        parts = _shape(self.decimal, self.group).fullmatch(text)
        if not parts or not self._fits(parts):
            return None
        return _value(parts, self.group)

    def _fits(self, parts: re.Match[str]) -> bool:
        integers, fraction = parts["integers"], parts["fraction"] or ""
        if self.pattern:
            return _matches(self.pattern, parts, self.group or ",")
        if self.group and (self.group * 2 in integers or self.group in fraction):
            return False
        # without a pattern a number begins with a digit, and signs of parts stand at its end
        return not parts["prefix"] and integers[:1].isdigit() and (fraction != "" or not parts["point"])


def make_number_format(pattern: str | None, decimal: str = ".", group: str | None = None) -> NumberFormat:
    """Make a format.

    Raises:
        ValueError: The pattern is none of UAX #35, or has symbols that are not known here.
    """
    if pattern is None:
        return NumberFormat("", decimal, group)
    return NumberFormat(pattern, decimal, group or ",", _read_pattern(pattern, decimal, group or ","))


def _shape(decimal: str, group: str | None) -> re.Pattern[str]:
    digit = f"(?:[0-9]|{re.escape(group)})" if group else "[0-9]"
    return re.compile(
        rf"(?P<sign>[+-]?)(?P<prefix>[%‰]?)(?P<inner>[+-]?)(?P<integers>{digit}*)"
        rf"(?P<point>{re.escape(decimal)}(?P<fraction>{digit}*))?"
        r"(?:[Ee](?P<exponent>[+-]?[0-9]+))?(?P<suffix>[%‰]?)"
    )  # re keeps what it compiles


def _value(parts: re.Match[str], group: str | None) -> str | None:
    sign = parts["sign"] or parts["inner"]
    integers, fraction = parts["integers"], parts["fraction"] or ""
    if group:
        integers, fraction = integers.replace(group, ""), fraction.replace(group, "")
    if not integers and not fraction:
        return None
    number = f"{sign}{integers}{'.' if fraction else ''}{fraction}"
    if power := _PARTS.get(parts["prefix"] or parts["suffix"]):
        return f"{Decimal(number).scaleb(-power):f}"
    return f"{number}e{parts['exponent']}" if parts["exponent"] else number


def _matches(pattern: _Pattern, parts: re.Match[str], group: str) -> bool:
    fraction = parts["fraction"] or ""
    plain = fraction.replace(group, "")
    return (
        parts["prefix"] == pattern.prefix
        and parts["suffix"] == pattern.suffix
        and (not parts["inner"] or (bool(pattern.prefix) and not parts["sign"]))
        and _fits_integers(pattern, parts["integers"], group)
        and pattern.least <= len(plain) <= pattern.most
        and bool(plain) == bool(parts["point"])
        and fraction == group.join(_cut(plain, pattern.fraction_group))
        and _fits_exponent(pattern, parts["exponent"], parts.string)
    )


def _fits_integers(pattern: _Pattern, text: str, group: str) -> bool:
    plain = text.replace(group, "")
    if len(plain) < pattern.integers:
        return False
    if not pattern.primary or len(plain) <= pattern.primary:
        return text == plain
    head, tail = plain[: -pattern.primary], plain[-pattern.primary :]
    groups = [each[::-1] for each in _cut(head[::-1], pattern.secondary)][::-1]
    return text == group.join((*groups, tail))


def _fits_exponent(pattern: _Pattern, exponent: str | None, text: str) -> bool:
    if pattern.exponents is None or exponent is None:
        return pattern.exponents is None and exponent is None
    sign, digits = exponent.rstrip("0123456789"), exponent.lstrip("+-")
    signed = sign == "-" or (sign == "+") == pattern.signed_exponent
    return "E" in text and signed and len(digits) >= pattern.exponents


def _cut(text: str, size: int) -> Iterator[str]:
    yield from (text[at : at + size] for at in range(0, len(text), size)) if size else (text,)


def _read_pattern(text: str, decimal: str, group: str) -> _Pattern:
    digit, point = f"(?:[#0]|{re.escape(group)})", re.escape(decimal)
    match = re.fullmatch(rf"[+-]?([%‰]?)[+-]?({digit}*)(?:{point}({digit}*))?(?:E(\+?)(#*0+))?([%‰]?)", text)
    if not match or not (match[2] or match[3]):
        raise ValueError("is no pattern of numbers; write one such as #,##0.##")
    integers, fraction = match[2], match[3] or ""
    _check_digits(integers.replace(group, ""), fraction.replace(group, ""))
    primary, secondary = _group_sizes(integers, group)
    plain = fraction.replace(group, "")
    return _Pattern(
        match[1],
        match[6],
        integers.count("0"),
        primary,
        secondary,
        plain.count("0"),
        len(plain),
        fraction.find(group) if group in fraction else 0,
        match[5].count("0") if match[5] else None,
        bool(match[4]),
    )


def _check_digits(integers: str, fraction: str) -> None:
    if not re.fullmatch("#*0*", integers) or not re.fullmatch("0*#*", fraction):
        raise ValueError("has # and 0 in the wrong order; write # outside and 0 next to the decimal point")


def _group_sizes(integers: str, group: str) -> tuple[int, int]:
    groups = integers.split(group)
    if len(groups) == 1:
        return 0, 0
    if not all(groups[1:]):
        raise ValueError("has an empty group of digits; write one such as #,##0")
    return len(groups[-1]), len(groups[-2]) if len(groups) > 2 else len(groups[-1])
