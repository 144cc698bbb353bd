"""What is said of a key that is wrong, whoever finds it."""

from __future__ import annotations

from collections.abc import Collection

from koryu.printable import quoted
from koryu.suggestions import did_you_mean
from koryu.tables.cells import Text

Key = tuple[Text, ...]


def key_text(key: Key) -> str:
    """Write a key for a reader."""
    return ", ".join(" ".join(part) if isinstance(part, tuple) else str(part) for part in key)


def double_key(key: Key, line: int) -> str:
    """Say that a row has the key of the one in ``line``."""
    return f"{quoted(key_text(key))} stands already in line {line}; keep one"


def empty_key(target: str) -> str:
    """Say that a row refers to nothing, where it must refer to the table ``target``."""
    return f"is empty; it must be a key of {target}"


def ambiguous_key(key: Key, count: int, target: str) -> str:
    """Say that a key leads to several rows of the table ``target``."""
    return f"{quoted(key_text(key))} is in {count} rows of {target}; keep one"


def lost_key(key: Key, target: str, texts: Collection[str]) -> str:
    """Say that a key leads nowhere in the table ``target``, and which of its keys, as texts, are near."""
    text = key_text(key)
    near = did_you_mean(text, texts, 3) or "; add it there, or correct it here"
    return f"{quoted(text)} is no key of {target}{near}"
