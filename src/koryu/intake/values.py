"""What a cell of a sheet becomes before the table's own rules are asked; and what no table takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from koryu.formulas import is_formula
from koryu.printable import quoted
from koryu.tables.description.model import Column
from koryu.tables.files.text import forbidden_in
from koryu.tables.values.bases import Kind

# Digits and signs of numbers and dates in the forms of East Asian keyboards, and the minus and hyphens
_WIDE: Final = {ord("０") + place: str(place) for place in range(10)} | {
    ord(wide): plain for wide, plain in zip("＋－．，／：％−‐‑", "+-.,/:%---", strict=True)
}
_SIGNS: Final = re.compile(r"[0-9+\-.,/:%]+")
_NUMBER: Final = re.compile(r"[+-][0-9.,]*[0-9](?:[Ee][+-]?[0-9]+)?%?")
_DAYS: Final = re.compile(r"[1-9][0-9]{4}(?:\.[0-9]+)?")  # since 1900: 10000 is in 1927
_WHOLE: Final = re.compile(r"([+-]?[0-9]+)\.0+")


def make_plainer(column: Column) -> Callable[[str], str]:
    """Make what writes the cells of a column plainly: digits and signs, where it allows numbers or dates.

    A column of texts allows them where a format does and the text as it stands does not match.
    """
    base, form = column.datatype.base, column.datatype.format
    if base.integral:
        return lambda text: _WHOLE.sub(r"\1", text.translate(_WIDE))
    if base.kind in (Kind.NUMBER, Kind.MOMENT):
        return lambda text: text.translate(_WIDE)
    if isinstance(form, re.Pattern):
        return lambda text: text if form.fullmatch(text) else _plain_code(text, form)
    return lambda text: text


def _plain_code(text: str, form: re.Pattern[str]) -> str:
    plain = text.translate(_WIDE)
    return plain if _SIGNS.fullmatch(plain) and form.fullmatch(plain) else text


def refusal(column: Column, text: str) -> str:
    """Say why no table takes a text, whatever its column allows; empty if there is no reason."""
    if column.datatype.base.kind is Kind.NUMBER and _NUMBER.fullmatch(text):
        return ""
    if column.datatype.base.name == "date" and _DAYS.fullmatch(text):
        mend = "if it is the day that Excel counts so, format the cell as a date"
        return f"{quoted(text)} is a number and not a date; {mend}"
    if is_formula(text):
        mend = "leave it empty if it is unknown" if len(text) == 1 else "write a value that begins otherwise"
        return f"{quoted(text)} begins as a formula does; {mend}"
    if name := forbidden_in(text):
        what = "a line break" if name in ("U+000A", "U+000D") else f"the character {name}"
        return f"{quoted(text)} has {what}; write one line of plain text"
    return ""
