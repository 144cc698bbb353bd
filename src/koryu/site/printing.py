"""How values are printed for people."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

LONGEST: Final = 2000  # characters of a text that a page shows before it cuts
_BREAKING: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def number(value: int | Decimal | str) -> str:
    """Group the digits of a number by three, as readers of English, Japanese and Chinese do."""
    text = str(value)
    match = re.fullmatch(r"([+-]?)([0-9]+)((?:\.[0-9]+)?)", text)
    if not match:
        return text
    whole = f"{int(match[2]):,}" if len(match[2]) <= LONGEST else match[2]
    return f"{match[1].replace('-', '−')}{whole}{match[3]}"


def shortened(text: str, longest: int = LONGEST) -> str:
    """Cut a text visibly if it is too long."""
    return text if len(text) <= longest else f"{text[:longest].rstrip()} …"


def isolated(text: str) -> str:
    """Take out of a text what controls a terminal or turns the direction of what is beside it."""
    return _BREAKING.sub("\ufffd", text)
