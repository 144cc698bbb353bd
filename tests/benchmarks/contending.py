"""Who takes part in a benchmark: how a program is started, and what its runs took."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from measuring import Measured, median

SECONDS_OF_A_LONG_RUN = 20  # such is not run again
Command = Callable[[Path, Path], list[str | Path]]


@dataclass(frozen=True)
class Contender:
    """How a program is started: ``command`` takes the folder of the data and the file to write.

    ``package``: the peer's, None for what runs in the project's own environment. ``most``: the number of
    triples that it can stand.
    """

    name: str
    command: Command
    package: str | None = None
    most: int | None = None


ContenderT = TypeVar("ContenderT", bound=Contender)


@dataclass
class Entry(Generic[ContenderT]):
    """A contender, what it took, and for how many triples."""

    contender: ContenderT
    triples: int
    runs: list[Measured] = field(default_factory=list)

    @property
    def median(self) -> Measured:
        """The median of its runs."""
        return median(self.runs)

    @property
    def needs_no_more(self) -> bool:
        """Has it taken so long that one run is enough?"""
        return bool(self.runs) and self.runs[0].wall > SECONDS_OF_A_LONG_RUN


EntryT = TypeVar("EntryT", bound="Entry[Contender]")


def take_turns(entries: Iterable[EntryT], run: Callable[[EntryT], None], runs: int) -> None:
    """Run all in turn, there and back."""
    there = list(entries)
    for turn in range(runs):
        for entry in there[:: -1 if turn % 2 else 1]:
            if not entry.needs_no_more:
                run(entry)
                print(".", end="", flush=True)
    print()
