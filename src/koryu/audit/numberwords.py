"""English number words: cardinals, fractions, multiples, and the ordinals that tell a place in an order.

The grammar, in the notation of XML 1.0, section 6 (a hyphen may stand for the space between two words):

    cardinal ::= (millions (and? thousands)? | thousands) (and? below)? | below | below? "dozen"
    millions ::= below? ("million" | "billion" | "trillion")
    thousands ::= below? "thousand"
    below    ::= small? "hundred" (and? small)? | small
    small    ::= tens unit? | "ten" .. "nineteen" | unit | "zero"
    half     ::= small "and a half" scale? | "half a" scale
    fraction ::= (unit | "a") part "s"?
    ordinal  ::= (tens "-")? "first" .. "twentieth" | "thirtieth" .. "ninetieth" | "hundredth" | "thousandth"

A scale word alone stands for itself: *several ten thousand* states 10000, the least that it can mean.
A plural (*hundreds of*) states no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

_UNITS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS: Final = (
    "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL: Final = {
    "zero": 0,
    **{word: value for value, word in enumerate((*_UNITS, *_TEENS), 1)},
    **{word: value * 10 for value, word in enumerate(_TENS, 2)},
}
SCALES: Final = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
}
_FIRST: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth",
    "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
_ORDINALS: Final = {
    **{word: value for value, word in enumerate(_FIRST, 1)},
    **{word.removesuffix("y") + "ieth": value * 10 for value, word in enumerate(_TENS, 2)},
    "hundredth": 100,
    "thousandth": 1000,
}
_PARTS: Final = {"half": 2, "halve": 2, "quarter": 4, **{w: n for w, n in _ORDINALS.items() if 2 < n <= 10}}


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_GAP = r"[\s\-‐]+"
_AND = rf"(?:{_GAP}and\s+|{_GAP})"
_SMALL_WORDS = rf"(?:{_any(_TENS)}(?:{_GAP}{_any(_UNITS)}\b)?|{_any(_SMALL)})"
_LESS_THAN_100 = rf"{_SMALL_WORDS}\b"


def _cardinal(link: str) -> str:
    """The rule ``cardinal``; ``link`` joins its parts.

    It may be *and*, but not after *between*: *between one hundred and two thousand* holds two numbers.
    """
    tail = rf"{link}{_LESS_THAN_100}(?!{_GAP}(?:hundred|dozen)\b)"
    below = rf"(?:(?:{_LESS_THAN_100}{_GAP})?hundred\b(?:{tail})?|{_LESS_THAN_100})"
    end = rf"(?:{link}{below}(?!{_GAP}{_any(SCALES)}\b))?"
    thousands = rf"(?:{below}{_GAP})?thousand\b"
    millions = rf"(?:{below}{_GAP})?(?:million|billion|trillion)\b"
    wide = rf"(?:{millions}(?:{link}{thousands})?|{thousands}){end}"
    return rf"\b(?:{wide}|(?:{below}{_GAP})?dozen\b|{below})"


CARDINAL: Final = re.compile(
    rf"(?:(?<=\bbetween\s){_cardinal(_GAP)}|(?<!\bbetween\s){_cardinal(_AND)})", re.IGNORECASE
)
HALF: Final = re.compile(
    rf"\b(?:(?P<whole>{_LESS_THAN_100})\s+and\s+a\s+half\b(?:{_GAP}(?P<scale>{_any(SCALES)})\b)?"
    rf"|half\s+an?\s+(?P<alone>{_any(SCALES)})\b)",
    re.IGNORECASE,
)
FRACTION: Final = re.compile(
    rf"\b(?P<count>{_any(_UNITS)}){_GAP}(?P<part>{_any(_PARTS)})s?\b(?!\s+(?:place|rank))"
    rf"|\ban?\s+(?P<one>{_any(part for part in _PARTS if part != 'half')})\s+of\b",
    re.IGNORECASE,
)
MULTIPLE: Final = re.compile(
    rf"\b(?:twice|thrice|(?P<count>{_SMALL_WORDS}|hundred)[\-‐]?fold)\b", re.IGNORECASE
)
ORDINAL: Final = re.compile(rf"\b(?:{_any(_TENS)}[\-‐])?{_any(_ORDINALS)}\b", re.IGNORECASE)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def cardinal_value(text: str) -> Decimal:
    """Compute the value of a phrase that matches ``CARDINAL``."""
    total = group = 0
    for word in _words(text):
        if word in _SMALL:
            group += _SMALL[word]
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in SCALES:
            total, group = total + (group or 1) * SCALES[word], 0
    return Decimal(total + group)


def cardinal_scale(text: str) -> int:
    """Tell the scale word that a phrase ends with, as its factor; 1 if none."""
    return SCALES.get(_words(text)[-1], 1)


def half_value(match: re.Match[str]) -> Decimal:
    """Compute the value of a match of ``HALF``."""
    scale = match["alone"] or match["scale"]
    whole = cardinal_value(match["whole"]) if match["whole"] else Decimal(0)
    return (whole + Decimal("0.5")) * (SCALES[scale.lower()] if scale else 1)


def fraction_value(match: re.Match[str]) -> Decimal:
    """Compute the value of a match of ``FRACTION``, to four decimals."""
    count = cardinal_value(match["count"]) if match["count"] else Decimal(1)
    part = _PARTS[(match["part"] or match["one"]).lower()]
    return (count / part).quantize(Decimal("0.0001")).normalize()


def multiple_value(match: re.Match[str]) -> Decimal:
    """Compute the value of a match of ``MULTIPLE``."""
    if match["count"]:
        return cardinal_value(match["count"])
    return Decimal(2 if match[0].lower() == "twice" else 3)


def ordinal_value(text: str) -> Decimal:
    """Compute the value of a phrase that matches ``ORDINAL``."""
    return Decimal(sum(_SMALL[word] if word in _SMALL else _ORDINALS[word] for word in _words(text)))
