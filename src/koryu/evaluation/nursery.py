"""The server's end of the processes that evaluate; see ``koryu.evaluation.worker`` for theirs."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from typing import Any, Final

from koryu.evaluation import frames
from koryu.evaluation.refusals import Crashed, OutOfMemory, OutOfTime, Refusal
from koryu.evaluation.worker import BROKEN, CAUSE, MEMORY, ORDER, ORDERING, REPLY, Source

_PATIENT: Final = 0.1  # seconds after which a query has to yield to others


class NurseryError(Exception):
    """No worker can be had."""


class Nursery:
    """The process that forks workers, and ends them."""

    def __init__(self, source: Source) -> None:
        """Start it; it is ready when it has opened the store.

        Raises:
            NurseryError: It cannot open the store.
        """
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "koryu.evaluation.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        try:
            frames.send(self._control, asdict(source))
            if self._reply() == BROKEN:
                raise NurseryError("the graph cannot be opened; run 'koryu build'")
        except (frames.Ended, NurseryError):
            self.close()
            raise

    def fork(self) -> Worker:
        """Make a worker.

        Raises:
            NurseryError: The nursery is gone.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                with self._lock:
                    socket.send_fds(self._control, [ORDER.pack(b"S", 0)], [theirs.fileno()])
                    return Worker(self, self._reply(), ours)
            except (OSError, NurseryError):
                ours.close()
                raise NurseryError("the nursery of workers is gone") from None

    def order(self, order: bytes, worker: int) -> int:
        """Give an order about a worker; the reply to one that is gone is 0."""
        with self._lock:
            try:
                self._control.sendall(ORDER.pack(order, worker))
                return self._reply()
            except (OSError, NurseryError):
                return 0

    def _reply(self) -> int:
        message = self._control.recv(REPLY.size, socket.MSG_WAITALL)
        if len(message) < REPLY.size:
            raise NurseryError("the nursery of workers is gone")
        (reply,) = REPLY.unpack(message)
        assert isinstance(reply, int)
        return reply

    def close(self) -> None:
        """End it and all workers."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        self._process.kill()
        self._process.wait()


class Worker:
    """A process that evaluates one query at a time."""

    def __init__(self, nursery: Nursery, number: int, channel: socket.socket) -> None:
        self.number = number
        self.is_spent = False  # another takes its place
        self._nursery = nursery
        self._channel = channel

    @property
    def is_alive(self) -> bool:
        """Is its process there? One that is idle says nothing until it is asked."""
        self._channel.setblocking(False)
        try:
            return bool(self._channel.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def ask(self, message: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
        """Have a question evaluated.

        Raises:
            Refusal: It was ended: at the end of its time, of its memory, or by a crash.
        """
        start = time.monotonic()
        self._channel.settimeout(seconds)
        try:
            frames.send(self._channel, {**message, "seconds": seconds})
            if not self._has_answered(min(_PATIENT, seconds)):
                self._yield()
            reply, body = frames.receive(self._channel, start + seconds)
        except TimeoutError:
            self.end()
            raise OutOfTime(f"the query took longer than {seconds:g} seconds and was ended") from None
        except frames.Ended:
            raise _obituary(self.end()) from None
        self.is_spent = self.is_spent or bool(reply["is_tired"])
        return reply, body

    def _has_answered(self, seconds: float) -> bool:
        self._channel.settimeout(seconds)
        try:
            self._channel.recv(1, socket.MSG_PEEK)
        except TimeoutError:
            return False
        except OSError:
            raise frames.Ended from None
        return True

    def _yield(self) -> None:
        """Let it run when nothing else does; it cannot be given its priority back."""
        self.is_spent = True
        self._nursery.order(b"N", self.number)

    def interrupt(self) -> None:
        """Let whoever waits for an answer wait no longer; from any thread."""
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)

    def end(self) -> int:
        """End it, and tell how it ended, as a status of waitpid."""
        self.is_spent = True
        status = self._nursery.order(b"K", self.number)
        self._channel.close()
        return status


def _obituary(end: int) -> Refusal:
    cause, status = divmod(end, 1 << CAUSE)
    if cause == MEMORY:
        return OutOfMemory("the query took more memory than a query may have, and was ended")
    if cause == ORDERING:  # an order of the engine's that is none, which it finds out while it sorts
        return Crashed("values of several types cannot be sorted together; write ORDER BY STR(?x)")
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
        return OutOfTime("the query took too long and was ended")
    return Crashed("the query brought down the process that evaluated it; is it nested deeply?")
