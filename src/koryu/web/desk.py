"""Work that takes a while, done by a few threads of its own, so that cheap requests find theirs free."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final, TypeVar

from anyio import CapacityLimiter, to_thread

from koryu.evaluation.admission import Admission
from koryu.limits import Limits

_AT_ONCE: Final = 2  # that work; more would but take turns
_Done = TypeVar("_Done")


class Desk:
    """Takes work in the order in which it comes; a line that is too long is sent away."""

    def __init__(self, limits: Limits) -> None:
        self._admission = Admission(limits)

    @cached_property
    def _limiter(self) -> CapacityLimiter:
        return CapacityLimiter(_AT_ONCE)

    async def do(self, client: str, work: Callable[[], _Done]) -> _Done:
        """Do some work for a client, in a thread.

        Raises:
            Busy, TooMany: The line is full, or this client has its share of it.
        """
        self._admission.enter(client)
        try:
            return await to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self._admission.leave(client)
