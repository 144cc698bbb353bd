"""The build that is being served, and the next one as soon as there is one."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from starlette.requests import Request

from koryu.errors import KoryuError
from koryu.evaluation.evaluator import Evaluator
from koryu.limits import Limits
from koryu.settings import Settings
from koryu.site.editions.edition import Edition, open_edition
from koryu.site.editions.mirror import mirrored
from koryu.site.warming import warm
from koryu.web.answers import Answers
from koryu.web.desk import Desk

_log: Final = logging.getLogger("koryu.web")
_GLANCE = 1.0  # seconds between looks for a new build


@dataclass
class Served:
    """An edition with what answers its queries; ``users`` are the requests that hold it.

    ``source``: the build it was made of, another than its own for a mirror. ``answers``: those kept ready.
    ``bodies``: of the graphs beside those of the sources, by path and suffix. ``desk``: does what takes
    a while.
    """

    edition: Edition
    evaluator: Evaluator
    source: Path
    answers: Answers = field(default_factory=Answers)
    bodies: dict[tuple[str, str], bytes] = field(default_factory=dict)
    desk: Desk = field(init=False)
    users: int = 0

    def __post_init__(self) -> None:
        self.desk = Desk(self.evaluator.limits)


@dataclass
class Serving:
    """What a server serves: the last build, replaced while it runs; a mirror has a ``base`` of its own."""

    settings: Settings
    limits: Limits
    base: str | None = None
    current: Served = field(init=False)
    _failed: Path | None = None  # the build that could not be opened
    _closing: set[asyncio.Task[None]] = field(default_factory=set)  # of editions that some still read from

    def __post_init__(self) -> None:
        self.current = self._open()

    def _open(self) -> Served:
        edition = open_edition(self.settings)
        source = edition.path
        edition.check()
        if self.base is not None and self.base != self.settings.base:
            edition = mirrored(edition, self.base)
        return Served(edition, Evaluator(edition.path / "store", self.limits, edition.prefixes), source)

    @contextlib.contextmanager
    def held(self) -> Iterator[Served]:
        """Hold the current edition, so that it stays open however long a request takes."""
        served = self.current
        served.users += 1
        try:
            yield served
        finally:
            served.users -= 1

    @contextlib.asynccontextmanager
    async def lifespan(self, _app: object) -> AsyncIterator[None]:
        """Look for new builds while the server runs."""
        self.current.evaluator.start()
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            for each in (watching, *self._closing):
                each.cancel()
            await asyncio.gather(*self._closing, return_exceptions=True)
            await self.current.evaluator.close()

    async def _watch(self) -> None:
        await asyncio.to_thread(_warm, self.current.edition)
        while True:
            await asyncio.sleep(_GLANCE)
            if self._latest() not in (self.current.source, self._failed):
                await self._replace()

    def _latest(self) -> Path:
        return self.settings.build.resolve()

    async def _replace(self) -> None:
        """Take the last build, if it can be opened; what is served is served on, if not."""
        latest, old = self._latest(), self.current
        try:
            opened = await asyncio.to_thread(self._open)
        except (KoryuError, OSError) as error:  # it is damaged, or another came meanwhile
            self._failed = latest
            _log.error("%s: is not served: %s", latest, error)
            return
        await asyncio.to_thread(_warm, opened.edition)
        self.current = opened
        self.current.evaluator.start()
        closing = asyncio.create_task(_close(old))  # which a slow reader delays, and no later build waits for
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)


async def _close(old: Served) -> None:
    """Close what is served no more, as soon as nobody holds it."""
    try:
        while old.users:
            await asyncio.sleep(_GLANCE)
    finally:
        await old.evaluator.close()


def _warm(edition: Edition) -> None:
    """Spare the first reader a wait; what is wrong is told to who asks for it."""
    with contextlib.suppress(KoryuError, OSError, ValueError):
        warm(edition)


def served(request: Request) -> Served:
    """The edition that a request is answered from."""
    found = request.scope["koryu.served"]
    assert isinstance(found, Served)
    return found
