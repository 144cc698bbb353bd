"""Work that is shared by processes: forks of this one, which know already all that there is to know.

Each takes every so many-th piece, and ends when it has done its own, or when nobody listens any more.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final, TypeVar

from koryu.errors import ProjectError

_PIECE: Final = 500  # things that are done at a time
_WORTH: Final = 2000  # things for each process that are worth to start it

Thing = TypeVar("Thing")
Made = TypeVar("Made")
Work = Callable[[Thing], Made]


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each_done(
    work: Work[Thing, Made], things: Sequence[Thing], jobs: int, tell: Callable[[int], None]
) -> list[Made]:
    """Do a work with each of some things, in so many processes at most; ``tell`` is told how many are done.

    Raises:
        ProjectError: A process was ended by others.
    """
    starts = range(0, len(things), _PIECE)
    jobs = min(jobs, len(things) // _WORTH) if hasattr(os, "fork") else 1
    iter_pieces = _iter_shared if jobs > 1 else _iter_pieces
    done: dict[int, list[Made]] = {}
    for number, (start, made) in enumerate(iter_pieces(work, things, starts, jobs)):
        tell(number * _PIECE)
        done[start] = made
    return [made for start in starts for made in done[start]]


def _iter_pieces(
    work: Work[Thing, Made], things: Sequence[Thing], starts: Sequence[int], _jobs: int = 1
) -> Iterator[tuple[int, list[Made]]]:
    """Do one piece after the other; gives where each starts, and what was made of it."""
    for start in starts:
        yield start, [work(each) for each in things[start : start + _PIECE]]


def _iter_shared(
    work: Work[Thing, Made], things: Sequence[Thing], starts: Sequence[int], jobs: int
) -> Iterator[tuple[int, list[Made]]]:
    """Have processes do the pieces; gives them as they are done."""
    yield from _iter_pieces(work, things, starts[:1])  # here, so that all know what is worked out only once
    listeners: dict[Connection, BaseProcess] = {}
    try:
        for number in range(1, jobs + 1):
            listeners |= _started(_iter_pieces(work, things, starts[number::jobs]))
        while listening := [each for each in listeners if not each.closed]:
            for listener in wait(listening):
                assert isinstance(listener, Connection)
                yield from _told(listener, listeners[listener])
    finally:
        for process in listeners.values():
            process.kill()
            process.join()


def _started(pieces: Iterator[tuple[int, list[Made]]]) -> dict[Connection, BaseProcess]:
    """Start a process; gives where it tells what it did."""
    listener, teller = mp.Pipe(duplex=False)
    process = mp.get_context("fork").Process(target=_tell, args=(pieces, listener, teller), daemon=True)
    process.start()
    teller.close()  # so that it can be seen if the process is gone
    return {listener: process}


def _tell(pieces: Iterator[tuple[int, list[Made]]], listener: Connection, teller: Connection) -> None:
    """Do pieces, in a process of its own, while somebody listens."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it is told, and ends it
    listener.close()
    try:
        for piece in pieces:
            teller.send(piece)
        teller.send(None)
    except BrokenPipeError:
        return


def _told(listener: Connection, process: BaseProcess) -> Iterator[tuple[int, list[Made]]]:
    """Take what a process tells: a piece, or that it has done all its own."""
    try:
        told: tuple[int, list[Made]] | None = listener.recv()
    except (EOFError, OSError):
        process.join()
        problem = "a process was ended, perhaps for want of memory; use fewer --jobs"
        raise ProjectError(f"{problem} (it left with {process.exitcode})") from None
    if told is None:
        listener.close()
    else:
        yield told
