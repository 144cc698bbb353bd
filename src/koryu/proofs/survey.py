"""Looking at all rows once: which leave something in doubt, and the hashes of what they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from koryu.columnar.hashing import Hashes
from koryu.columnar.problems import Problem
from koryu.proofs.columns.spaces import Spaces
from koryu.proofs.columns.values import is_whole, numbers_of
from koryu.proofs.columns.verdicts import Judge
from koryu.proofs.columns.views import Mask, View
from koryu.proofs.plan.makers import Maker, Plan
from koryu.proofs.plan.terms import Term
from koryu.proofs.screens import CountScreen, Link, LinkScreen, LookupScreen, RowScreen, Screen
from koryu.proofs.tables import Numbers, OpenTables

Floats = npt.NDArray[np.float64]
Judged = RowScreen | LinkScreen


@dataclass
class Survey:
    """What was seen of a table, row by row.

    ``hashes``: of terms. ``masks``: which rows make a triple. ``numbers``: whole ones, where a column makes
    them. ``doubts``: the rows that a screen leaves in doubt. ``problems``: what is wrong with cells.
    """

    hashes: dict[Term, Hashes] = field(default_factory=dict)
    masks: dict[Maker, Mask] = field(default_factory=dict)
    numbers: dict[Maker, Floats] = field(default_factory=dict)
    doubts: dict[Judged, Numbers] = field(default_factory=dict)
    size: int = 0
    problems: list[Problem] = field(default_factory=list)

    def mask(self, link: Link) -> Mask:
        """Tell which rows a link is in."""
        if link.made is None:
            return np.ones(len(self.hashes[link.focus]), np.bool_)
        return self.masks[link.made]


@dataclass(frozen=True)
class Wanted:
    """What to look for in a table."""

    terms: tuple[Term, ...]
    made: tuple[Maker, ...]
    screens: tuple[Judged, ...]


def look(
    opened: OpenTables, plan: Plan, spaces: Spaces, screens: Iterable[Screen], links: Iterable[Link]
) -> list[Survey]:
    """Look at all tables.

    Args:
        opened: The tables.
        plan: What they make.
        spaces: How terms are hashed.
        screens: What leaves rows in doubt.
        links: Those that will be followed.
    """
    judged = list(dict.fromkeys(each for screen in screens for each in _judged(screen)))
    kept = list(dict.fromkeys([*links, *(each for screen in screens for each in _links(screen))]))
    return [
        _look(opened, place, spaces, _wanted(place, plan, judged, kept)) for place in range(len(opened.plans))
    ]


def _judged(screen: Screen) -> Iterator[Judged]:
    if isinstance(screen, LookupScreen):
        yield from (each for each in screen.but if not each.judge.is_proof)
    elif isinstance(screen, RowScreen | LinkScreen):
        yield screen


def _links(screen: Screen) -> Iterator[Link]:
    if isinstance(screen, CountScreen):
        yield from screen.links
    elif isinstance(screen, LookupScreen):
        yield screen.link


def _wanted(place: int, plan: Plan, judged: list[Judged], links: list[Link]) -> Wanted:
    here = [each for each in links if each.place == place]
    subjects = [group.subject for group in plan.groups if group.place == place]
    terms = (*subjects, *(term for link in here for term in (link.focus, link.value)))
    own = [each for each in judged if place_of(each) == place]
    foci = [each.link.focus for each in own if isinstance(each, LinkScreen)]
    made = dict.fromkeys(link.made for link in here if link.made)
    return Wanted(tuple(dict.fromkeys((*terms, *foci))), tuple(made), tuple(own))


def place_of(screen: Judged) -> int:
    """Give the place of the table that a screen looks at."""
    return screen.group.place if isinstance(screen, RowScreen) else screen.link.place


def focus_of(screen: Judged) -> Term:
    """Give what a screen leaves in doubt."""
    return screen.group.subject if isinstance(screen, RowScreen) else screen.link.focus


def _look(opened: OpenTables, place: int, spaces: Spaces, wanted: Wanted) -> Survey:
    if not opened.plans[place].table.output:
        return Survey()
    seen = _gathered(opened.each(place, lambda view: _at(view, spaces, wanted)), wanted)
    opened.tell(place, seen.problems)
    return seen


def _at(view: View, spaces: Spaces, wanted: Wanted) -> Survey:
    """Look at a batch."""
    doubts = {
        each: np.flatnonzero(doubtful(each, view)) + view.rows.batch.first - 1 for each in wanted.screens
    }
    return Survey(
        {term: spaces.hashes(term, view) for term in wanted.terms},
        {made: view.maybe(made) for made in wanted.made},
        {made: numbers_of(made.column.name, view) for made in wanted.made if is_whole(made.object)},
        doubts,
        view.size,
        [problem for name in view.rows.columns for problem in view.problems(name)],
    )


def doubtful(screen: Judged, view: View) -> Mask:
    """Tell which rows of a view a screen leaves in doubt."""
    judge: Judge = screen.judge
    made = screen.link.made if isinstance(screen, LinkScreen) else None
    return (view.maybe(made) if made else view.all) & ~judge.at(view).holds


def _gathered(parts: list[Survey], wanted: Wanted) -> Survey:
    return Survey(
        {term: _joined([each.hashes[term] for each in parts], np.uint64) for term in wanted.terms},
        {made: _joined([each.masks[made] for each in parts], np.bool_) for made in wanted.made},
        {
            made: _joined([each.numbers[made] for each in parts], np.float64)
            for made in wanted.made
            if is_whole(made.object)
        },
        {one: _joined([each.doubts[one] for each in parts], np.int64) for one in wanted.screens},
        sum(each.size for each in parts),
        [problem for each in parts for problem in each.problems],
    )


def _joined(parts: list[npt.NDArray], kind: type) -> npt.NDArray:  # type: ignore[type-arg]
    return np.concatenate([np.zeros(0, kind), *parts])
