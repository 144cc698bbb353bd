"""Runs of words that a text shares with another, whatever the case, spacing and punctuation of the two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Final

LENGTH: Final = 8  # words in a row that make a quotation

Run = tuple[str, ...]

_WORD: Final = re.compile(r"[^\W_]+")


def folded_words(text: str) -> list[str]:
    """List the words of a text, folded: NFKC, no case, no punctuation."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def runs(text: str) -> set[Run]:
    """Make the set of all runs of ``LENGTH`` words in a text."""
    return set(_windows(folded_words(text)))


def shared_runs(text: str, known: set[Run]) -> list[str]:
    """List the longest runs of words in ``text`` of which every ``LENGTH`` in a row are ``known``."""
    words = folded_words(text)
    starts = [start for start, window in enumerate(_windows(words)) if window in known]
    rows = (list(row) for _, row in groupby(enumerate(starts), key=lambda pair: pair[1] - pair[0]))
    return [" ".join(words[row[0][1] : row[-1][1] + LENGTH]) for row in rows]


def _windows(words: list[str]) -> Iterator[Run]:
    return zip(*(words[start:] for start in range(LENGTH)), strict=False)
