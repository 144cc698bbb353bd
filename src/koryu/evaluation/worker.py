"""The processes that evaluate: a nursery, which opens the store once, and the workers that it forks.

    python -m koryu.evaluation.worker CONTROL

CONTROL is the descriptor of a socket on which the first frame says what to open, and each further order is
a letter and a number: S forks a worker that gets the socket sent with it, K ends a worker and tells how it
ended, N lets a worker yield to everybody else. Only the nursery starts, ends and reaps workers, so that no
number of a process is ever meant for another. When the server is gone, the nursery ends, and the workers
with it.

A store in memory is shared by all workers as it was when they were forked; one on disk has threads, which
no fork survives, so each worker opens it for itself.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import struct
import sys
import threading
from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from koryu.evaluation import frames
from koryu.evaluation.answering import Misfit, Question, evaluate
from koryu.evaluation.placing import find_fault

ORDER: Final = struct.Struct("!ci")
REPLY: Final = struct.Struct("!i")
READY: Final = 0
BROKEN: Final = -1
CAUSE: Final = 16  # bits of a status, above which the cause of an end stands
MEMORY: Final = 1
ORDERING: Final = 2
_SAID: Final = {MEMORY: b"memory allocation of", ORDERING: b"total order"}  # by the engine
_GRACE: Final = 1.0  # seconds that a worker outlives its time, should nobody end it
_GROWTH: Final = 64 << 10  # KiB that a worker may keep for good; then another takes its place
_PR_SET_PDEATHSIG: Final = 1


@dataclass(frozen=True)
class Source:
    """What a worker evaluates on: a file of N-Quads to hold in memory, or else a store on disk."""

    nquads: str | None
    store: str
    prefixes: dict[str, str]
    memory: int

    def open(self) -> ox.Store:
        """Open the store."""
        if self.nquads is None:
            return ox.Store.read_only(self.store)
        return open_in_memory(self.nquads)


def open_in_memory(nquads: str) -> ox.Store:
    """Load a file of N-Quads."""
    store = ox.Store()
    store.load(path=nquads, format=ox.RdfFormat.N_QUADS)
    return store


def main() -> None:
    """Open the store, and take orders until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server is told, and ends us
    control = socket.socket(fileno=int(sys.argv[1]))
    with control, contextlib.suppress(frames.Ended, ConnectionError):
        source = Source(**frames.receive(control)[0])
        try:
            store = None if source.nquads is None else source.open()
        except (OSError, SyntaxError, ValueError, RuntimeError):
            control.sendall(REPLY.pack(BROKEN))
            return
        control.sendall(REPLY.pack(READY))
        _Nursery(control, source, store).run()


@dataclass
class _Nursery:
    """What forks workers and ends them; ``notes`` are the files of what each says before it ends."""

    control: socket.socket
    source: Source
    store: ox.Store | None
    notes: dict[int, int] = field(default_factory=dict)

    def run(self) -> None:
        """Take orders."""
        while True:
            message, descriptors, _, _ = socket.recv_fds(self.control, ORDER.size, 1)
            if not message:
                return
            order, number = ORDER.unpack(message)
            if order == b"S":
                reply = self._fork(socket.socket(fileno=descriptors[0]))
            else:
                reply = self._end(number) if order == b"K" else _lower(number)
            self.control.sendall(REPLY.pack(reply))

    def _fork(self, channel: socket.socket) -> int:
        parent, note = os.getpid(), _note()
        worker = os.fork()
        if worker:
            channel.close()
            self.notes[worker] = note
            return worker
        try:
            self.control.close()
            os.dup2(note, 2)
            _confine(self.source, parent)
            store = self.store or self.source.open()
            if self.store:  # one on disk opens its files when it needs them
                _close_off()
            # the engine's random numbers are a thread's own: those of this one are the same in every fork
            thread = threading.Thread(target=_work, args=(channel, store, self.source))
            thread.start()
            thread.join()
        finally:
            os._exit(0)

    def _end(self, worker: int) -> int:
        """End a worker that is there still; tell how it ended: a status of waitpid, and above it a cause."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
        try:
            status = os.waitpid(worker, 0)[1]
        except ChildProcessError:
            return 0
        note = self.notes.pop(worker)
        try:
            return status | _cause(note) << CAUSE
        finally:
            os.close(note)


def _note() -> int:
    """Make a file in memory for what a worker says before it ends; where there is none, nobody hears it."""
    return os.memfd_create("note") if hasattr(os, "memfd_create") else os.open(os.devnull, os.O_RDWR)


def _cause(note: int) -> int:
    said = os.pread(note, 10_000, 0)
    return next((cause for cause, words in _SAID.items() if words in said), 0)


def _lower(worker: int) -> int:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpriority(os.PRIO_PROCESS, worker, 19)
    return 0


def _confine(source: Source, parent: int) -> None:
    """Bound the memory of this process, and let it end with its parent."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _end_with_parent()
        most = _address_space() + (source.memory << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    if os.getppid() != parent:
        os._exit(0)


def _close_off() -> None:
    """Let this process open nothing more: a SERVICE that should ever get here has no connection to go by."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _end_with_parent() -> None:
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _address_space() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[0]) * resource.getpagesize()


def _work(channel: socket.socket, store: ox.Store, source: Source) -> None:
    """Answer questions until nobody asks any more."""
    at_first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with contextlib.suppress(frames.Ended):
        while True:
            message, _ = frames.receive(channel)
            seconds = message.pop("seconds")
            # nothing interrupts the engine, but the default of this signal ends the process
            signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
            reply, body = _answer(store, message, source.prefixes)
            signal.setitimer(signal.ITIMER_REAL, 0)
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - at_first
            frames.send(channel, {**reply, "is_tired": grown > _GROWTH}, body)


def _answer(
    store: ox.Store, message: dict[str, Any], prefixes: dict[str, str]
) -> tuple[dict[str, Any], bytes]:
    for name in ("default", "named"):
        message[name] = None if message[name] is None else tuple(message[name])
    try:
        body, limit = evaluate(store, Question(**message), prefixes)
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        fault = find_fault(message["query"], str(error))
        return {"malformed": fault.problem, "line": fault.line, "column": fault.column}, b""
    except Misfit as error:
        return {"misfit": str(error)}, b""
    except MemoryError:
        return {"is_out_of_memory": True}, b""
    return {"truncated": limit}, body


if __name__ == "__main__":
    main()
