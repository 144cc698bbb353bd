"""Texts near a text, found without comparing it with all: by the pieces that few changes must leave whole.

A text with at most d letters changed, put in or left out still has, of any d + 1 pieces of it, one unchanged,
near its place (Li, Deng, Wang, Feng, 2011, "Pass-Join: A Partition-based Method for Similarity Joins"). Two
neighbours that changed places may spoil two pieces; those are tried by changing them back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, cached_property
from typing import Final

from rapidfuzz.distance import OSA

_MOST: Final = 3  # changes
_SAMPLE: Final = 48  # texts of a length whose neighbours are counted

Pieces = list[dict[str, list[str]]]


class NearTexts:
    """Texts, to find those near another.

    ``reach``: how many changes a text of so many letters may have. ``are_apart``: whether two texts are
    those of two things, or of one, which may have several.
    """

    def __init__(
        self,
        texts: Iterable[str],
        reach: Callable[[int], int],
        are_apart: Callable[[str, str], bool] = lambda _one, _other: True,
    ) -> None:
        self._reach = reach
        self._texts = frozenset(texts)
        self._by_length: dict[int, Pieces] = {}
        self._nearest: dict[
            int, list[int]
        ] = {}  # by letters: how many are within 0, 1, 2 ... changes, and all
        self._are_apart = are_apart
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

    def chance(self, letters: int, changes: int) -> tuple[int, int]:
        """Of the texts of so many letters: how many have another so few changes away, and of how many.

        Of many texts some are looked at, evenly spread.
        """
        if letters not in self._nearest:
            texts = self._of(letters)
            texts = texts[:: max(1, len(texts) // _SAMPLE)]
            away = [self._away(text) for text in texts]
            self._nearest[letters] = [
                *(sum(each <= most for each in away) for most in range(_MOST + 1)),
                len(texts),
            ]
        found = self._nearest[letters]
        return found[min(changes, _MOST)], found[-1]

    def _away(self, text: str) -> int:
        """How many changes away the nearest other text is; more than any reach if there is none."""
        return next(
            (away for away, near in self.near(text) if away and self._are_apart(text, near)), _MOST + 1
        )

    @cached_property
    def _runs(self) -> Counter[str]:
        """In how many texts each three letters follow each other."""
        return Counter(run for text in self._texts for run in _runs_of(text))

    def is_strange(self, text: str) -> bool:
        """Do three letters follow each other in a text as in none of these?"""
        return not _runs_of(text) <= self._runs.keys()

    @cached_property
    def strangeness(self) -> float:
        """The share of texts in which three letters follow each other as in no other; above 0, below 1."""
        alone = sum(any(self._runs[run] == 1 for run in _runs_of(text)) for text in self._texts)
        return (alone + 1) / (len(self._texts) + 2)

    def _of(self, letters: int) -> list[str]:
        pieces = self._by_length.get(letters, [{}])[0]
        return sorted(text for texts in pieces.values() for text in texts)

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


def _runs_of(text: str) -> set[str]:
    """Each three letters that follow each other, with the ends of the text."""
    text = f"^{text}$"
    return {text[place : place + 3] for place in range(len(text) - 2)}


@cache
def _cuts(length: int, pieces: int) -> list[tuple[int, int]]:
    """Cut a length into pieces of about the same length: the first and the last place of each."""
    short, longer = divmod(length, pieces)
    found, start = [], 0
    for number in range(pieces):
        end = start + short + (number >= pieces - longer)
        found.append((start, end))
        start = end
    return found
