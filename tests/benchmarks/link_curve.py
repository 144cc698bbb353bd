"""Precision and recall of links over the score from which on they are taken, and what makes them fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

THRESHOLDS = (
    *(step / 10 for step in range(9)),
    *(0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999, 0.99999, 0.999999, 1.0),
)
PRECISION, RECALL = 0.99, 0.95  # the targets
Gold = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Answer:
    """What a method gives for a place: the best candidate with its score, and whether it would be taken.

    ``others``: all that were candidates.
    """

    best: str | None = None
    score: float = 0.0
    is_clear: bool = False
    others: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Point:
    """A point of the curve: how many were taken rightly and wrongly, and how many right ones were not."""

    dataset: str
    method: str
    threshold: float
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """The share of right ones of those taken; None if none is taken."""
        taken = self.right + self.wrong
        return self.right / taken if taken else None

    @property
    def recall(self) -> float:
        """The share of those taken rightly of all that have a right one."""
        known = self.right + self.missed
        return self.right / known if known else 1.0

    @property
    def is_good(self) -> bool:
        """Whether it meets the targets."""
        return self.precision is not None and self.precision >= PRECISION and self.recall >= RECALL


def make_point(
    dataset: str,
    method: str,
    threshold: float,
    answers: Mapping[str, Answer],
    gold: Gold,
    keys: Iterable[str],
) -> Point:
    """Count what comes of taking each clear answer from a score on."""
    found = Counter(_outcome(answers.get(key, Answer()), threshold, gold[key]) for key in keys)
    wrong, missed = found["wrong"] + found["instead"], found["missed"] + found["instead"]
    return Point(dataset, method, threshold, found["right"], wrong, missed)


def _outcome(answer: Answer, threshold: float, right: tuple[str, ...]) -> str:
    """``wrong`` is a link where there is no right one, ``instead`` one where the right one is missed."""
    if not answer.is_clear or answer.best is None or answer.score < threshold:
        return "missed" if right else "none"
    return "right" if answer.best in right else "instead" if right else "wrong"


def curve(
    dataset: str, method: str, answers: Mapping[str, Answer], gold: Gold, keys: Iterable[str]
) -> Iterator[Point]:
    """Give the points of a method."""
    kept = list(keys)
    return (make_point(dataset, method, each, answers, gold, kept) for each in THRESHOLDS)


@dataclass(frozen=True)
class Difficulty:
    """How a method does where there is a reason why a place is hard."""

    dataset: str
    reason: str
    places: int
    right: int
    wrong: int
    undecided: int
    not_found: int


def difficulties(
    dataset: str,
    answers: Mapping[str, Answer],
    gold: Gold,
    hard: Mapping[str, frozenset[str]],
    keys: Iterable[str],
) -> Iterator[Difficulty]:
    """Count by reason; ``-`` for the places that have none."""
    groups: dict[str, list[str]] = {}
    for key in keys:
        for reason in hard[key] or {"-"}:
            groups.setdefault(reason, []).append(key)
    for reason, group in sorted(groups.items(), key=lambda each: (-len(each[1]), each[0])):
        found = Counter(_fate(answers.get(key, Answer()), gold[key]) for key in group)
        yield Difficulty(
            dataset,
            reason,
            len(group),
            found["right"],
            found["wrong"],
            found["undecided"],
            found["not found"],
        )


def _fate(answer: Answer, right: tuple[str, ...]) -> str:
    if answer.is_clear and answer.best:
        return "right" if answer.best in right else "wrong"
    if not right:
        return "undecided" if answer.others else "right"  # nobody is asked about it
    return "undecided" if answer.others & set(right) else "not found"
