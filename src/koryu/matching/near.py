"""Texts near a text, found without comparing it with all: by the pieces that few changes must leave whole.

A text with at most d letters changed, put in or left out still has, of any d + 1 pieces of it, one unchanged,
near its place (Li, Deng, Wang, Feng, 2011, "Pass-Join: A Partition-based Method for Similarity Joins"). Two
neighbours that changed places may spoil two pieces; those are tried by changing them back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from rapidfuzz.distance import OSA

_MOST: Final = 3  # changes

Pieces = list[dict[str, list[str]]]


class NearTexts:
    """Texts, to find those near another.

    ``reach``: how many changes a text of so many letters may have.
    """

    def __init__(self, texts: Iterable[str], reach: Callable[[int], int]) -> None:
        self._reach = reach
        self._texts = frozenset(texts)
        self._by_length: dict[int, Pieces] = {}
        for text in sorted(self._texts):
            self._add(text)

    def _add(self, text: str) -> None:
        if not (changes := self._changes(len(text))):
            return
        found = self._by_length.setdefault(len(text), [{} for _ in range(changes + 1)])
        for pieces, (start, end) in zip(found, _cuts(len(text), changes + 1), strict=True):
            pieces.setdefault(text[start:end], []).append(text)

    def _changes(self, letters: int) -> int:
        return min(_MOST, self._reach(letters))

    def near(self, wanted: str) -> list[tuple[int, str]]:
        """Find the texts near one: how many changes away each is, and the text; the nearest first."""
        found: dict[str, int] = {}
        for length in range(len(wanted) - _MOST, len(wanted) + _MOST + 1):
            if length in self._by_length and abs(length - len(wanted)) <= self._changes(length):
                self._measure(wanted, self._of_length(wanted, length), found, self._changes(length))
        self._measure(wanted, self._swapped(wanted), found, 1)
        return sorted((changes, text) for text, changes in found.items())

    def _of_length(self, wanted: str, length: int) -> set[str]:
        """The texts of a length that have a piece in common with one, at most so far from its place."""
        changes, shift = self._changes(length), len(wanted) - length
        found: set[str] = set()
        for number, (start, end) in enumerate(_cuts(length, changes + 1)):
            pieces = self._by_length[length][number]
            left = changes - number
            first = max(0, start - number, start + shift - left)
            last = min(start + number, start + shift + left, len(wanted) - (end - start))
            for place in range(first, last + 1):
                found.update(pieces.get(wanted[place : place + end - start], ()))
        return found

    def _swapped(self, wanted: str) -> Iterator[str]:
        if self._changes(len(wanted)):
            for place in range(len(wanted) - 1):
                text = f"{wanted[:place]}{wanted[place + 1]}{wanted[place]}{wanted[place + 2 :]}"
                if text in self._texts:
                    yield text

    @staticmethod
    def _measure(
        wanted: str, texts: Collection[str] | Iterator[str], found: dict[str, int], most: int
    ) -> None:
        for text in texts:
            if text not in found and (changes := OSA.distance(wanted, text, score_cutoff=most)) <= most:
                found[text] = changes


def _cuts(length: int, pieces: int) -> list[tuple[int, int]]:
    """Cut a length into pieces of about the same length: the first and the last place of each."""
    short, longer = divmod(length, pieces)
    found, start = [], 0
    for number in range(pieces):
        end = start + short + (number >= pieces - longer)
        found.append((start, end))
        start = end
    return found
