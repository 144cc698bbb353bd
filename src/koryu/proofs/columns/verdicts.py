"""What is known of each row: that it surely keeps a constraint, that it surely breaks it, or neither."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from koryu.proofs.columns.views import Mask, View

YES = np.ones(1, np.bool_)
NO = np.zeros(1, np.bool_)


@dataclass(frozen=True, eq=False)
class Verdict:
    """Masks over rows, or of one value for all: which surely hold, and which surely fail."""

    holds: Mask
    fails: Mask

    def __and__(self, other: Verdict) -> Verdict:
        return Verdict(self.holds & other.holds, self.fails | other.fails)

    def __or__(self, other: Verdict) -> Verdict:
        return Verdict(self.holds | other.holds, self.fails & other.fails)

    def __invert__(self) -> Verdict:
        return Verdict(self.fails, self.holds)


HOLDS = Verdict(YES, NO)
FAILS = Verdict(NO, YES)
OPEN = Verdict(NO, NO)


@dataclass(frozen=True, eq=False)
class Judge:
    """Judges the rows of a table.

    ``why``: says how. ``fixed``: the verdict, if it is that of all rows.
    """

    why: str
    at: Callable[[View], Verdict]
    fixed: Verdict | None = None

    @property
    def is_proof(self) -> bool:
        """Does it need no look at the rows?"""
        return self.fixed is HOLDS


class Undecided(Exception):
    """Columns cannot tell; says why."""


def always(verdict: Verdict, why: str) -> Judge:
    """Judge all rows alike."""
    return Judge(why, lambda _view: verdict, verdict)


def all_of(judges: Iterable[Judge]) -> Judge:
    """Judge by several that must all hold."""
    found = list(judges)
    open_ = [each for each in found if not each.is_proof]
    if not open_:
        return always(HOLDS, _joined(found) or "there is nothing to break it")
    if any(each.fixed is FAILS for each in found):
        return always(FAILS, _joined(open_))
    return Judge(_joined(open_), lambda view: reduce(Verdict.__and__, (each.at(view) for each in open_)))


def any_of(judges: Iterable[Judge]) -> Judge:
    """Judge by several of which one must hold."""
    found = list(judges)
    if proof := next((each for each in found if each.is_proof), None):
        return proof
    return Judge(
        _joined(found), lambda view: reduce(Verdict.__or__, (each.at(view) for each in found), FAILS)
    )


def one_of(judges: Iterable[Judge]) -> Judge:
    """Judge by several of which exactly one must hold."""
    found = list(judges)

    def at(view: View) -> Verdict:
        verdicts = [each.at(view) for each in found]
        holding = sum((each.holds.astype(np.int8) for each in verdicts), np.zeros(1, np.int8))
        failing = sum((each.fails.astype(np.int8) for each in verdicts), np.zeros(1, np.int8))
        is_one = (holding == 1) & (failing == len(found) - 1)
        return Verdict(is_one, (holding > 1) | (failing == len(found)))

    return Judge(_joined(found), at)


def none_of(judge: Judge) -> Judge:
    """Turn a judge around."""
    fixed = {id(HOLDS): FAILS, id(FAILS): HOLDS}.get(id(judge.fixed))
    return always(fixed, judge.why) if fixed else Judge(judge.why, lambda view: ~judge.at(view))


def _joined(judges: list[Judge]) -> str:
    return ", ".join(dict.fromkeys(each.why for each in judges))
