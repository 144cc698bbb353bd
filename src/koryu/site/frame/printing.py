"""How texts are printed for people."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 2000  # characters of a text that a page shows before it cuts
MINUS: Final = "\u2212"
_NUMBER: Final = re.compile(r"([+-]?)([0-9]+)((?:\.[0-9]+)?)")
TURNING: Final = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"  # in a class
)
_TURNING: Final = re.compile(f"[{TURNING}]")


def number(value: object) -> str:
    """Group the digits of a number by three, as readers of English, Japanese and Chinese do."""
    text = str(value)
    match = _NUMBER.fullmatch(text)
    if not match or len(text) > LONGEST:
        return text
    return f"{match[1].replace('-', MINUS)}{int(match[2]):,}{match[3]}"


def shortened(text: str, longest: int = LONGEST) -> str:
    """Cut a text visibly if it is too long."""
    return text if len(text) <= longest else f"{text[:longest].rstrip()} …"


def legible(text: str) -> str:
    """Put a mark for each character that controls a terminal or turns the direction of what is beside it."""
    return _TURNING.sub("\ufffd", text)
