"""What a user may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_MOST = 5000  # words to compare with: comparing is slow
_LONGEST = 100  # characters of a word


def nearest(word: str, among: Iterable[str], most: int = 1) -> list[str]:
    """Find the words that look most like ``word``, best first; none if there are too many to compare."""
    words = [each for each in among if len(each) <= _LONGEST]
    if len(words) > _MOST or len(word) > _LONGEST:
        return []
    alike = [each for each in words if each.casefold() == word.casefold()]
    return (alike or difflib.get_close_matches(word, words, n=most))[:most]


def ask(word: str, among: Iterable[str], most: int = 1) -> str:
    """Ask "did you mean ...?"; empty if nothing is near."""
    near = [f'"{each}"' for each in nearest(word, among, most)]
    return f"did you mean {' or '.join(near)}?" if near else ""


def did_you_mean(word: str, among: Iterable[str], most: int = 1) -> str:
    """Ask "did you mean ...?" as the end of a message, behind a semicolon; empty if nothing is near."""
    question = ask(word, among, most)
    return f"; {question}" if question else ""
