"""Numbers as a reader of a language writes them, every digit kept.

Source: https://cldr.unicode.org/translation/number-currency-formats/number-symbols
"""

from __future__ import annotations

from typing import Final

_POINT: Final = (",", ".")  # between thousands, and before decimals
_COMMA: Final = (".", ",")
_SPACE: Final = ("\u202f", ",")
_MARKS: Final = {
    **dict.fromkeys(("da", "de", "es", "id", "it", "nl", "pt", "tr", "vi"), _COMMA),
    **dict.fromkeys(("cs", "fi", "fr", "no", "pl", "ru", "sv", "uk"), _SPACE),
}
MINUS: Final = "\u2212"


def grouped(number: str, lang: str) -> str:
    """Write a number, given as digits with a point, for a reader of ``lang``: ``1304`` is ``1,304``."""
    thousands, point = _MARKS.get(lang.partition("-")[0], _POINT)
    whole, _, decimals = number.removeprefix("-").partition(".")
    sign = MINUS if number.startswith("-") else ""
    return f"{sign}{int(whole or 0):,}".replace(",", thousands) + (f"{point}{decimals}" if decimals else "")
