"""Several processes that take turns: at reading, and at writing what they made of what was read.

So all is read once, and stands in the file in its order; what lies between is done at the same time. The
processes are forks of this one, which know already what there is to do.
"""

from __future__ import annotations

import multiprocessing as mp
import signal
import traceback
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Generic, NamedTuple, Protocol, TypeVar

from koryu.errors import ProjectError

Start = TypeVar("Start")
Piece = TypeVar("Piece")
Result_co = TypeVar("Result_co", covariant=True)


class Stages(Protocol[Start, Piece, Result_co]):
    """What is done with each piece: read in turn, made at the same time as others, written in turn."""

    def read(self, start: Start) -> tuple[Piece, Start] | None:
        """Read a piece; give it and where the next one starts, None if there is none."""

    def make(self, piece: Piece) -> tuple[memoryview, Result_co]:
        """Make what is to be written of a piece, and what is to be told of it."""

    def write(self, content: memoryview, place: int) -> None:
        """Write at a place; several may do so at once, each at its own."""


class _Pipe(NamedTuple):
    receiver: Connection
    sender: Connection


def _pipes(count: int) -> list[_Pipe]:
    return [_Pipe(*mp.Pipe(duplex=False)) for _ in range(count)]


class Crew(Generic[Start, Piece, Result_co]):
    """Processes, which start when there is something to do, and end with the ``with`` block."""

    def __init__(self, size: int, stages: Stages[Start, Piece, Result_co]) -> None:
        self._size = size
        self._stages = stages
        self._processes: list[mp.process.BaseProcess] = []
        self._readings: list[_Pipe] = []  # a ring of each kind of turn, and a pipe for each process to tell
        self._writings: list[_Pipe] = []
        self._tellings: list[_Pipe] = []
        self._next = 0

    def __enter__(self) -> Crew[Start, Piece, Result_co]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def results(self, start: Start, place: int) -> Iterator[Result_co]:
        """Have all that follows a start read, and what is made of it written from a place on.

        Yields:
            What is told of each piece, in the order of the pieces.

        Raises:
            Exception: Whatever the stages raise.
            ProjectError: A process was ended by others.
        """
        if not self._processes:
            self._begin()
        self._readings[self._next].sender.send(start)
        self._writings[self._next].sender.send(place)
        try:
            while (result := self._told()) is not None:
                yield result
        except BaseException:  # also if nobody wants more
            self._end()
            raise

    def _told(self) -> Result_co | None:
        """Take what the next process tells of its piece; None if there was none."""
        teller = self._tellings[self._next].receiver
        if teller not in wait([teller, *(each.sentinel for each in self._processes)]):
            raise ProjectError("a process was ended, perhaps for want of memory; use fewer jobs")
        told: Result_co | Exception | None = teller.recv()
        if isinstance(told, Exception):
            raise told
        if told is not None:
            self._next = (self._next + 1) % self._size
        return told

    def _begin(self) -> None:
        self._next = 0
        self._readings, self._writings, self._tellings = (_pipes(self._size) for _ in range(3))
        context = mp.get_context("fork")
        for number in range(self._size):
            self._processes.append(context.Process(target=self._work, args=(number,), daemon=True))
            self._processes[-1].start()

    def _end(self) -> None:
        for process in self._processes:
            process.kill()
            process.join()
        self._processes.clear()

    def _work(self, number: int) -> None:
        """Take one turn after the other, in a process of its own, until it is ended."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it is told, and ends it
        for pipe in self._tellings:
            pipe.receiver.close()  # so that it can be seen if nobody listens any more
        after = (number + 1) % self._size
        reading = _Turn[Start](self._readings[number].receiver, self._readings[after].sender)
        writing = _Turn[int](self._writings[number].receiver, self._writings[after].sender)
        teller = self._tellings[number].sender
        try:
            while True:
                teller.send(self._turn(reading, writing))
        except (_Orphaned, BrokenPipeError):
            return
        except Exception as error:
            error.add_note("".join(traceback.format_exception(error)))
            teller.send(error)
        _parent().join()

    def _turn(self, reading: _Turn[Start], writing: _Turn[int]) -> Result_co | None:
        found = self._stages.read(reading.take())
        if found is None:
            writing.take()
            return None
        piece, after = found
        reading.give(after)
        content, result = self._stages.make(piece)
        place = writing.take()
        writing.give(place + len(content))
        self._stages.write(content, place)
        return result


class _Orphaned(Exception):
    """The process that started this one is gone."""


class _Turn(Generic[Start]):
    """A place in a ring: what is taken comes from the process before, and what is given goes to the next."""

    def __init__(self, before: Connection, after: Connection) -> None:
        self._before = before
        self._after = after

    def take(self) -> Start:
        if self._before not in wait([self._before, _parent().sentinel]):
            raise _Orphaned
        taken: Start = self._before.recv()
        return taken

    def give(self, what: Start) -> None:
        self._after.send(what)


def _parent() -> mp.process.BaseProcess:
    parent = mp.parent_process()
    assert parent
    return parent
