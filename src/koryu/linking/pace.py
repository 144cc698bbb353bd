"""A polite pace: so many seconds of a host's time in a minute, and one question at a time."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

MINUTE: Final = 60.0


class Pace:
    """Lets questions to one host pass, one at a time; whoever asks the same host shares its pace."""

    def __init__(
        self,
        seconds: float = 30,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Set the pace.

        Args:
            seconds: How long the host may be at work for us in any minute; the last question may end late.
            clock: Tells seconds, from any beginning on.
            sleep: Waits for so many seconds.
        """
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._turn = threading.Lock()
        self._past: deque[tuple[float, float]] = deque()  # the end of a question, and how long it took

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until the next question may be asked, and ask it inside."""
        with self._turn:
            self._wait()
            start = self._clock()
            try:
                yield
            finally:
                end = self._clock()
                self._past.append((end, end - start))

    def _wait(self) -> None:
        self._forget()
        while self._past and sum(taken for _, taken in self._past) >= self._seconds:
            self._sleep(max(self._past[0][0] + MINUTE - self._clock(), 0.001))
            self._forget()

    def _forget(self) -> None:
        now = self._clock()
        while self._past and self._past[0][0] + MINUTE <= now:
            self._past.popleft()
