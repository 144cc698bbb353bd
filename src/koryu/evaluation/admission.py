"""Who may have a query evaluated now, who waits, and who is sent away."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from koryu.evaluation.refusals import Busy, TooMany
from koryu.limits import Limits


class Admission:
    """Counts the queries that are evaluated and those that wait, of all clients and of each."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._changed = threading.Condition()
        self._running: Counter[str] = Counter()
        self._present: Counter[str] = Counter()

    def enter(self, client: str) -> None:
        """Take a place in the line; ``leave`` gives it back.

        Raises:
            Busy, TooMany: The line is full, or this client has its share of it.
        """
        limits = self._limits
        with self._changed:
            if self._present[client] >= limits.per_client + limits.waiting // 2:
                raise _too_many(limits)
            if self._present.total() >= limits.queries + limits.waiting:
                raise _busy(limits)
            self._present[client] += 1

    def leave(self, client: str) -> None:
        """Give a place back."""
        with self._changed:
            _subtract(self._present, client)

    @contextmanager
    def turn(self, client: str) -> Iterator[None]:
        """Wait for a turn and have it.

        Raises:
            Busy, TooMany: It did not come in time.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._may_run(client), self._limits.patience):
                own = self._running[client] >= self._limits.per_client
                raise (_too_many if own else _busy)(self._limits)
            self._running[client] += 1
        try:
            yield
        finally:
            with self._changed:
                _subtract(self._running, client)
                self._changed.notify_all()

    def _may_run(self, client: str) -> bool:
        limits = self._limits
        return self._running.total() < limits.queries and self._running[client] < limits.per_client


def _subtract(counts: Counter[str], client: str) -> None:
    counts[client] -= 1
    if not counts[client]:
        del counts[client]


def _busy(limits: Limits) -> Busy:
    return Busy(f"{limits.queries} queries are evaluated and others wait; try again in a moment")


def _too_many(limits: Limits) -> TooMany:
    return TooMany(f"you have {limits.per_client} queries evaluated already; wait for their answers")
