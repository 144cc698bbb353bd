"""Settling, when all rows have been seen, what is in doubt, and which rows tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from koryu.columnar.hashing import Hashes, mixed
from koryu.columnar.hashsets import is_in
from koryu.proofs.plan.makers import Group, Plan
from koryu.proofs.screens import CountScreen, Link, LookupScreen, Screen
from koryu.proofs.survey import Survey, focus_of, place_of
from koryu.proofs.tables import Numbers
from koryu.proofs.ways import Ways

_EMPTY = np.zeros(0, np.uint64)


class Doubts:
    """What some tables leave in doubt."""

    def __init__(self, seen: Sequence[Survey], ways: Ways, plan: Plan) -> None:
        self._seen = seen
        self._ways = ways
        self._plan = plan
        self._doubled = {pool: self._doubles(pool) for pool in ways.pools}
        self.things = self._settle()

    def _hashes(self, group: Group) -> Hashes:
        return self._seen[group.place].hashes[group.subject]

    def _doubles(self, pool: Iterable[Group]) -> Hashes:
        """Find what several rows of some groups are about."""
        return _repeated(np.sort(_joined(map(self._hashes, pool))))

    def _settle(self) -> Hashes:
        screens = set(self._ways.screens)
        judged = (
            self._seen[place_of(each)].hashes[focus_of(each)][rows]
            for seen in self._seen
            for each, rows in seen.doubts.items()
            if each in screens
        )
        others = (self._of_screen(each) for each in screens)
        return np.unique(_joined((*judged, *others, *self._doubled.values())))

    def _of_screen(self, screen: Screen) -> Hashes:
        if isinstance(screen, LookupScreen):
            return self._lost(screen)
        return self._miscounted(screen) if isinstance(screen, CountScreen) else _EMPTY

    def _lost(self, screen: LookupScreen) -> Hashes:
        """Find the focus nodes whose values are not among what they must be among."""
        known = np.sort(_joined(map(self._hashes, screen.groups)))
        focus, values = self._linked(screen.link)
        lost = ~is_in(values, known)
        if screen.but:
            lost |= is_in(values, np.sort(_joined(self._uncounted(screen))))
        return focus[lost]

    def _uncounted(self, screen: LookupScreen) -> Iterator[Hashes]:
        for row in screen.but:
            if not row.judge.is_proof:
                yield self._hashes(row.group)[self._seen[row.group.place].doubts[row]]
        yield from self._doubled.values()

    def _linked(self, link: Link) -> tuple[Hashes, Hashes]:
        """Give the focus nodes and the values of a link."""
        seen = self._seen[link.place]
        mask = seen.mask(link)
        focus, values = seen.hashes[link.focus], seen.hashes[link.value]
        return (focus, values) if mask.all() else (focus[mask], values[mask])

    def _miscounted(self, screen: CountScreen) -> Hashes:
        pairs = [self._linked(link) for link in screen.links]
        focus, values = (_joined(each[side] for each in pairs) for side in (0, 1))
        _, first = np.unique(mixed(focus, values), return_index=True)
        nodes, counts = np.unique(focus[first], return_counts=True)
        wrong = counts < screen.least
        if screen.most is not None:
            wrong |= counts > screen.most
        due = np.unique(_joined(map(self._hashes, screen.groups)))
        none = due[~is_in(due, nodes)] if screen.least else _EMPTY
        found = nodes[wrong]
        return np.concatenate((found[is_in(found, due)], none))

    def rows(self) -> dict[int, Numbers]:
        """Find the rows that tell of what is in doubt, and of what its shapes ask about."""
        links = map(self._linked, self._ways.followed)
        values = [values[is_in(focus, self.things)] for focus, values in links]
        return self.rows_of(np.unique(_joined((self.things, *values))))

    def _about(self, place: int, things: Hashes) -> Numbers:
        """Find the rows of a table that are about some things, or lead to them against their direction."""
        terms = {each.subject for each in self._plan.groups if each.place == place}
        terms |= {each.focus for each in self._ways.followed if each.place == place}
        seen = self._seen[place]
        masks = [is_in(seen.hashes[term], things) for term in terms]
        return np.flatnonzero(np.logical_or.reduce(masks)) if masks else np.zeros(0, np.int64)

    def rows_of(self, things: Hashes) -> dict[int, Numbers]:
        """Find the rows that are about some things, in ascending order of hashes."""
        found = {place: self._about(place, things) for place in range(len(self._seen))}
        return {place: rows for place, rows in found.items() if len(rows)}


def _joined(parts: Iterable[Hashes]) -> Hashes:
    return np.concatenate([_EMPTY, *parts])


def _repeated(ordered: Hashes) -> Hashes:
    found: Hashes = ordered[1:][ordered[1:] == ordered[:-1]]
    return found
