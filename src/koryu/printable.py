"""Text from outside, made safe to print on one line of a terminal."""

from __future__ import annotations

from unicodedata import category

_LONGEST = 60  # characters of a value that a message repeats


def printable(text: str) -> str:
    """Escape what would break a line or turn its direction: controls, line ends, bidi marks, surrogates."""
    return "".join(char if char.isprintable() or category(char) == "Zs" else _escape(char) for char in text)


def quoted(text: str) -> str:
    """Quote a value for a message: printable, and cut if it is long."""
    cut = text if len(text) <= _LONGEST else text[:_LONGEST] + "..."
    return f'"{printable(cut)}"'


def one_line(text: str, longest: int = 200) -> str:
    """Squeeze a message of several lines into one of at most ``longest`` characters."""
    return printable(" ".join(text.split()))[:longest]


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
