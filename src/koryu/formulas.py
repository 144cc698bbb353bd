"""Texts that a spreadsheet would take for formulas: https://owasp.org/www-community/attacks/CSV_Injection."""

from __future__ import annotations

from typing import Final

STARTS: Final = tuple("=+-@\t\r\n＝＋－＠")


def is_formula(text: str) -> bool:
    """Would a spreadsheet take this text for a formula?"""
    return text.startswith(STARTS)


def as_text(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if is_formula(text) else text
