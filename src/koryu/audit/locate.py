"""Sentences found in a text by length and digest, so that a project need not hold their wording.

The digest is the SHA-256 of the *normalised* sentence: NFKC, no backslashes, white space collapsed. A window
of the sentence's length slides over the normalised text from each start of a word, so that line breaks, page
headers between sentences and the order of the paragraphs do not matter.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

_WORD_START = re.compile(r"(?<!\S)\S|\b\w")


@dataclass(frozen=True)
class Locator:
    """A sentence known by its normalised text's length in code points and SHA-256 in hexadecimal."""

    length: int
    digest: str


def normalise(text: str) -> str:
    """Normalise a text: NFKC, no backslashes, white space collapsed to single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("\\", "").split())


def digest(normalised: str) -> str:
    """Compute the digest that a locator holds."""
    return hashlib.sha256(normalised.encode("utf-8", "surrogatepass")).hexdigest()


def find_sentences(text: str, locators: Iterable[Locator]) -> list[int | None]:
    """Find sentences in a text.

    Returns:
        For each locator, in their order, where the sentence starts in ``normalise(text)``; None if nowhere.
        Of several places it is the first after the sentence before, else the first of all.
    """
    return list(_find_each(normalise(text), locators))


def _find_each(normalised: str, locators: Iterable[Locator]) -> Iterator[int | None]:
    starts = [match.start() for match in _WORD_START.finditer(normalised)]
    next_word = 0  # where a sentence usually begins: after the one before
    for locator in locators:
        around = chain(islice(starts, next_word, None), islice(starts, next_word))
        found = next((start for start in around if _is_at(normalised, start, locator)), None)
        yield found
        if found is not None:
            next_word = bisect_left(starts, found + locator.length)


def _is_at(normalised: str, start: int, locator: Locator) -> bool:
    window = normalised[start : start + locator.length]
    return len(window) == locator.length and digest(window) == locator.digest
