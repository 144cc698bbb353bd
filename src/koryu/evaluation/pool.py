"""Workers that are ready before they are needed, and replaced as soon as one is spent."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import Any, Final

from koryu.evaluation.frames import Ended
from koryu.evaluation.nursery import Nursery, NurseryError, Worker
from koryu.evaluation.refusals import Busy
from koryu.evaluation.worker import Source

_PAUSE: Final = 1.0  # seconds before a nursery that failed is tried again


class Job:
    """A question on its way; may be cancelled from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self.is_cancelled = False

    def cancel(self) -> None:
        """End the evaluation: nobody waits for the answer."""
        with self._lock:
            self.is_cancelled = True
            if self._worker:
                self._worker.interrupt()

    def begin(self, worker: Worker) -> None:
        """Take note of who evaluates it."""
        with self._lock:
            self._worker = worker
            if self.is_cancelled:
                worker.interrupt()

    def finish(self) -> None:
        """Take note that nobody does any more."""
        with self._lock:
            self._worker = None


class Pool:
    """Some workers on one store, kept at their number by a thread."""

    def __init__(self, source: Source, size: int) -> None:
        self._source = source
        self._size = size
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._count = 0
        self._nursery: Nursery | None = None
        self._keeper: threading.Thread | None = None
        self._is_closed = False
        self._problem = "no worker is ready"

    def start(self) -> None:
        """Start making workers."""
        with self._changed:
            if self._keeper is None and not self._is_closed:
                self._keeper = threading.Thread(target=self._keep, name="keeper of workers", daemon=True)
                self._keeper.start()

    def ask(self, message: dict[str, Any], seconds: float, job: Job) -> tuple[dict[str, Any], bytes]:
        """Have a question evaluated by the next worker that is free.

        Raises:
            Refusal: It was ended, or no worker is free.
        """
        worker = self._take(seconds)
        job.begin(worker)
        try:
            return worker.ask(message, seconds)
        except BaseException:
            worker.is_spent = True
            raise
        finally:
            job.finish()
            self._give_back(worker)

    def _take(self, seconds: float) -> Worker:
        while not (worker := self._next(seconds)).is_alive:
            worker.is_spent = True
            self._give_back(worker)
        return worker

    def _next(self, seconds: float) -> Worker:
        self.start()
        with self._changed:
            if not self._changed.wait_for(lambda: self._idle or self._is_closed, seconds) or not self._idle:
                raise Busy(f"{self._problem}; try again in a moment")
            return self._idle.pop()

    def _give_back(self, worker: Worker) -> None:
        if worker.is_spent:
            worker.end()
        with self._changed:
            is_kept = not (worker.is_spent or self._is_closed)
            if is_kept:
                self._idle.append(worker)
            else:
                self._count -= 1
            self._changed.notify_all()
        if not is_kept:
            worker.end()

    def _keep(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._count < self._size or self._is_closed)
                if self._is_closed:
                    return
            try:
                self._add()
            except (NurseryError, Ended, OSError) as error:
                is_new = self._nursery is None
                self._forget(str(error))
                time.sleep(_PAUSE if is_new else 0)

    def _add(self) -> None:
        if self._nursery is None:
            self._nursery = Nursery(self._source)
        worker = self._nursery.fork()
        with self._changed:
            if not self._is_closed:
                self._count += 1
                self._idle.append(worker)
                self._changed.notify_all()
                return
        worker.end()

    def _forget(self, problem: str) -> None:
        """Give a nursery up that is gone, and the workers that went with it."""
        with self._changed:
            self._problem = problem
            nursery, self._nursery = self._nursery, None
            gone, self._idle = self._idle, []
            self._count -= len(gone)
        for worker in gone:
            worker.end()
        if nursery:
            nursery.close()

    def close(self) -> None:
        """End all workers."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        if self._keeper and self._keeper is not threading.current_thread():
            self._keeper.join(5)
        with contextlib.suppress(OSError):
            self._forget("the server is closing")
