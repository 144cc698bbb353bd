"""Who may have a query evaluated now, who waits, and who is sent away."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from koryu.evaluation.refusals import Busy, Crashed, OutOfMemory, OutOfTime, TooMany
from koryu.limits import Limits


@dataclass
class Counts:
    """What came of queries: those that run, that were ended past a limit, and that found no room."""

    running: int = 0
    killed: int = 0
    refused: int = 0


class Admission:
    """Counts the queries that are evaluated and those that wait, of all clients and of each."""

    def __init__(self, limits: Limits) -> None:
        self.counts = Counts()
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
                raise self._refused(_too_many)
            if self._present.total() >= limits.queries + limits.waiting:
                raise self._refused(_busy)
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
                raise self._refused(_too_many if own else _busy)
            self._running[client] += 1
            self.counts.running += 1
        try:
            yield
        except (OutOfTime, OutOfMemory, Crashed):
            self.counts.killed += 1
            raise
        finally:
            with self._changed:
                self.counts.running -= 1
                _subtract(self._running, client)
                self._changed.notify_all()

    def _refused(self, why: Callable[[Limits], Busy]) -> Busy:
        self.counts.refused += 1
        return why(self._limits)

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
