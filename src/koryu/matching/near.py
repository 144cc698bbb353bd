"""Texts near a text, found without comparing it with all: by the pieces that few changes must leave whole.

A text with at most d letters changed, put in or left out still has, of any d + 1 pieces of it, one unchanged,
near its place (Li, Deng, Wang, Feng, 2011, "Pass-Join: A Partition-based Method for Similarity Joins"). Two
neighbours that changed places may spoil two pieces; those are tried by changing them back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

_MOST: Final = 3  # changes
_SAMPLE: Final = 64  # texts of a length whose neighbours are counted


class _Within:
    """Texts, to find those within so many changes of a text: by their lengths and by their pieces."""

    def __init__(self, texts: Iterable[str], changes: int) -> None:
        self._changes = changes
        self._pieces: dict[int, list[dict[str, list[str]]]] = {}
        for text in texts:
            cuts = _cuts(len(text), changes + 1)
            found = self._pieces.setdefault(len(text), [{} for _ in cuts])
            for pieces, (start, end) in zip(found, cuts, strict=True):
                pieces.setdefault(text[start:end], []).append(text)

    def find(self, wanted: str) -> dict[str, int]:
        """Find the other texts within so many changes, and how many changes away each is."""
        alike = list(self._alike(wanted))
        found = process.extract(wanted, alike, scorer=OSA.distance, score_cutoff=self._changes, limit=None)
        return {text: int(changes) for text, changes, _ in found if changes}

    def _alike(self, wanted: str) -> set[str]:
        """The texts that have a piece in common with one, at most so far from its place."""
        letters, found = len(wanted), set[str]()
        for length in range(letters - self._changes, letters + self._changes + 1):
            if not (all_pieces := self._pieces.get(length)):
                continue
            shift = letters - length
            for number, (start, end) in enumerate(_cuts(length, self._changes + 1)):
                left = self._changes - number
                first = max(0, start - number, start + shift - left)
                last = min(start + number, start + shift + left, letters - (end - start))
                pieces, size = all_pieces[number], end - start
                for place in range(first, last + 1):
                    if texts := pieces.get(wanted[place : place + size]):
                        found.update(texts)
        return found


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
        self._texts = sorted(set(texts))
        self._known = frozenset(self._texts)
        self._reach = reach
        self._are_apart = are_apart
        self._within: dict[int, _Within] = {}
        self._nearest: dict[int, list[int]] = {}  # by letters: how many are within 0, 1 ... changes, and all

    def near(self, wanted: str) -> list[tuple[int, str]]:
        """Find the other texts that are the nearest to one: how many changes away, at most, and the text."""
        return next(filter(None, map(sorted, self._levels(wanted))), [])

    def _levels(self, wanted: str) -> Iterator[Iterable[tuple[int, str]]]:
        """Find the texts within one change, within two, and so on."""
        for most in range(1, _MOST + 1):
            found = self._of(most).find(wanted)
            if most == 1:
                found |= dict.fromkeys(self._swapped(wanted), 1)
            yield ((changes, text) for text, changes in found.items())

    def _of(self, changes: int) -> _Within:
        """The texts that may have so many changes."""
        if changes not in self._within:
            texts = [text for text in self._texts if self._reach(len(text)) >= changes]
            self._within[changes] = _Within(texts, changes)
        return self._within[changes]

    def _swapped(self, wanted: str) -> Iterator[str]:
        if self._reach(len(wanted)):
            for place in range(len(wanted) - 1):
                text = f"{wanted[:place]}{wanted[place + 1]}{wanted[place]}{wanted[place + 2 :]}"
                if text != wanted and text in self._known:
                    yield text

    def chance(self, letters: int, changes: int) -> tuple[int, int]:
        """Of the texts of so many letters: how many have another so few changes away, and of how many.

        Of many texts some are looked at, evenly spread.
        """
        if letters not in self._nearest:
            texts = [text for text in self._texts if len(text) == letters and self._reach(letters)]
            texts = texts[:: max(1, len(texts) // _SAMPLE)]
            away = [self._away(text) for text in texts]
            counts = (sum(each <= most for each in away) for most in range(_MOST + 1))
            self._nearest[letters] = [*counts, len(texts)]
        found = self._nearest[letters]
        return found[min(changes, _MOST)], found[-1]

    def _away(self, text: str) -> int:
        """How many changes away the nearest text of another thing is; beyond reach if there is none."""
        for level in self._levels(text):
            if apart := [changes for changes, near in level if self._are_apart(text, near)]:
                return min(apart)
        return _MOST + 1

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
        once = {run for run, count in self._runs.items() if count == 1}
        alone = sum(not once.isdisjoint(_runs_of(text)) for text in self._texts) if once else 0
        return (alone + 1) / (len(self._texts) + 2)


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
