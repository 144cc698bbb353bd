"""Counting the values that the columns of a row make of one predicate; a term that comes twice is one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from koryu.proofs.columns.pairs import may_be_same
from koryu.proofs.columns.verdicts import FAILS, HOLDS, Judge, Verdict, always
from koryu.proofs.columns.views import Mask, View
from koryu.proofs.plan.makers import Maker

Counts = npt.NDArray[np.int64]


def at_least(count: int, makers: Sequence[Maker], judges: Sequence[Judge] = ()) -> Judge:
    """Judge whether there are so many values, of those that are judged well if there are judges."""
    certain = [made for place, made in enumerate(makers) if made.is_certain and _is_proof(judges, place)]
    if count <= min(1, len(certain)):
        return always(HOLDS, f"{_named(certain)} makes one in each row" if count else "none is needed")
    if len(makers) < count:
        return always(FAILS, f"{len(makers)} columns make it, {count} are needed")

    def at(view: View) -> Verdict:
        least, most = _counted(makers, judges, view)
        return Verdict(least >= count, most < count)

    return Judge(f"rows with {count} or more cells that are not empty in {_named(makers)}", at)


def at_most(count: int, makers: Sequence[Maker], judges: Sequence[Judge] = ()) -> Judge:
    """Judge whether there are no more values than so many."""
    if len(makers) <= count:
        return always(HOLDS, f"{len(makers)} columns make it, in one row for each subject")

    def at(view: View) -> Verdict:
        least, most = _counted(makers, judges, view)
        return Verdict(most <= count, least > count)

    return Judge(f"rows with {count} or fewer cells that are not empty in {_named(makers)}", at)


def _counted(makers: Sequence[Maker], judges: Sequence[Judge], view: View) -> tuple[Counts, Counts]:
    """Count the fewest and the most values that there can be."""
    least, most = np.zeros(view.size, np.int64), np.zeros(view.size, np.int64)
    surely: list[tuple[Maker, Mask]] = []
    for place, made in enumerate(makers):
        sure, maybe = view.sure(made), view.maybe(made)
        if judges:
            verdict = judges[place].at(view)
            sure, maybe = sure & verdict.holds, maybe & ~verdict.fails
        new = sure
        for other, there in surely:
            new = new & ~(there & may_be_same(made, other, view))
        surely.append((made, sure))
        least, most = least + new, most + maybe
    return least, most


def _is_proof(judges: Sequence[Judge], place: int) -> bool:
    return not judges or judges[place].is_proof


def _named(makers: Sequence[Maker]) -> str:
    return ", ".join(made.column.name for made in makers)
