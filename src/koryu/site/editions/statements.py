"""The statements of a build by their subject, found in its sorted file of N-Quads without reading it all.

``koryu.nq`` is sorted by graph, and within a graph by statement; so each subject is a run of lines in each
graph, and bisection finds it. Unlike the store, the file has every literal as it was written.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path

from koryu.rdf.ntriples import Quad, read_statement


class Statements:
    """The statements of a sorted file of N-Quads."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            size = path.stat().st_size
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        self._graphs = list(self._find_graphs())

    def about(self, subject: str, predicate: str | None = None) -> list[Quad]:
        """List the statements about a subject, or those with one predicate; both given as terms.

        They come by graph, then sorted.
        """
        run = f"{subject} {predicate} " if predicate else f"{subject} "
        return [quad for start, end in self._graphs for quad in self._run(run.encode(), start, end)]

    def within(self, subject: str) -> list[Quad]:
        """List the statements about the parts of a subject, which are fragments of its IRI."""
        start = f"{subject.removesuffix('>')}#".encode()
        return [quad for first, last in self._graphs for quad in self._run(start, first, last)]

    def graph(self, name: str) -> list[Quad]:
        """List the statements of a named graph, given as a term."""
        for start, end in self._graphs:
            if self._graph_at(start) == name.encode():
                return list(self._read(start, end))
        return []

    def sizes(self) -> dict[str, int]:
        """Count the statements of each named graph, by its term."""
        return {
            self._graph_at(start).decode(): sum(1 for _ in self._starts(start, end))
            for start, end in self._graphs
        }

    def _starts(self, start: int, end: int) -> Iterator[int]:
        while start < end:
            yield start
            start = self._after(start)

    def subjects(self) -> Iterator[str]:
        """Iterate over the subjects that are IRIs, as terms; one of several graphs comes in each."""
        last, place, size = b"", 0, len(self._lines)
        while place < size:
            subject = self._lines[place : self._lines.find(b" ", place)]
            if subject != last and subject.startswith(b"<"):
                yield subject.decode()
            last, place = subject, self._after(place)

    def __iter__(self) -> Iterator[Quad]:
        return self._read(0, len(self._lines))

    def _run(self, prefix: bytes, start: int, end: int) -> Iterator[Quad]:
        first = self._first(prefix, start, end)
        last = first
        while last < end and self._lines[last : last + len(prefix)] == prefix:
            last = self._after(last)
        return self._read(first, last)

    def _read(self, start: int, end: int) -> Iterator[Quad]:
        while start < end:
            after = self._after(start)
            if quad := read_statement(self._lines[start:after].decode().rstrip("\n")):
                yield quad
            start = after

    def _first(self, prefix: bytes, start: int, end: int) -> int:
        """Find where the first line begins that is not before ``prefix``."""
        while start < end:
            middle = self._begin((start + end) // 2, start)
            if self._lines[middle : middle + len(prefix)] < prefix:
                start = self._after(middle)
            else:
                end = middle
        return start

    def _find_graphs(self) -> Iterator[tuple[int, int]]:
        """Find where each graph begins and ends."""
        place, size = 0, len(self._lines)
        while place < size:
            name, low, high = self._graph_at(place), place, size
            while low < high:  # to the first line of another graph
                middle = self._begin((low + high) // 2, low)
                if self._graph_at(middle) == name:
                    low = self._after(middle)
                else:
                    high = middle
            yield place, low
            place = low

    def _graph_at(self, place: int) -> bytes:
        """Read the term of the graph of the line that begins here."""
        line = self._lines[place : self._after(place)]
        return line[line.rindex(b" <") + 1 : line.rindex(b" .")]

    def _begin(self, place: int, least: int) -> int:
        """Find where the line begins that a place is in."""
        return max(least, self._lines.rfind(b"\n", least, place) + 1)

    def _after(self, place: int) -> int:
        found = self._lines.find(b"\n", place)
        return len(self._lines) if found < 0 else found + 1
