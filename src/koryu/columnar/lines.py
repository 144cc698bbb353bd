"""The triples of rows as text: N-Triples, N-Quads, and Turtle with one block for each subject of a row.

Each batch becomes one column of texts whose buffer is written as it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from koryu.columnar.buffers import Texts, content_of, joined, mark_of
from koryu.columnar.cells import Pieces
from koryu.columnar.plan import General, Say, TablePlan
from koryu.columnar.problems import Problem
from koryu.columnar.rows import Rows, merged
from koryu.namespaces import RDF_TYPE
from koryu.rdf.ntriples import iri
from koryu.rdf.turtle import Names
from koryu.tables.populate import Statement

_END: Final = " .\n"  # of a line of N-Triples


class Written(NamedTuple):
    """What rows became: bytes, how many triples they hold, and what is wrong with those that are missing."""

    content: pa.Buffer
    triples: int
    problems: tuple[Problem, ...] = ()


class Serializer(Protocol):
    """Writes the triples of rows in one format."""

    def head(self) -> str:
        """What the file begins with."""

    def statements(self, statements: Iterable[Statement]) -> str:
        """Write single statements."""

    def rows(self, plan: TablePlan, rows: Rows) -> Written:
        """Write what a plan says of rows."""


@dataclass(frozen=True)
class Lines:
    """N-Triples, or N-Quads if there is a ``graph``, an IRI."""

    graph: str | None = None

    @property
    def end(self) -> str:
        """What ends a line."""
        return f" {iri(self.graph)}{_END}" if self.graph else _END

    def head(self) -> str:
        """Nothing: a line stands for itself."""
        return ""

    def statements(self, statements: Iterable[Statement]) -> str:
        """Write single statements, a line for each."""
        return "".join(f"{s} {p} {o}{self.end}" for s, p, o, _ in statements)

    def rows(self, plan: TablePlan, rows: Rows) -> Written:
        """Write what a plan says of rows, a line for each triple."""
        pieces: list[str | Texts] = []
        triples, problems = 0, list[Problem]()
        for say in plan.says:
            if isinstance(say, General):
                general = _general(say, rows, self.end)
                pieces.append(general.lines)
                triples, problems = triples + general.triples, [*problems, *general.problems]
            else:
                line, count = _line(say, rows, self.end)
                pieces += line
                triples += count
        return Written(_content(pieces, rows), triples, tuple(problems))


class Blocks:
    """Turtle: a block for each subject of a row, a line for each predicate and object."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.names = Names(prefixes)

    def head(self) -> str:
        """The prefixes."""
        return "".join(self.names.head())

    def statements(self, statements: Iterable[Statement]) -> str:
        """Write single statements, a block for those of one subject that follow each other."""
        blocks = itertools.groupby(statements, key=lambda each: each.subject)
        return "".join(self._block(subject, said) for subject, said in blocks)

    def _block(self, subject: str, said: Iterable[Statement]) -> str:
        term = self.names.term
        lines = "".join(f"    {self._verb(each.predicate)} {term(each.object)} ;\n" for each in said)
        return f"\n{term(subject)}\n{lines}    .\n"

    def _verb(self, predicate: str) -> str:
        return "a" if predicate == iri(RDF_TYPE) else self.names.term(predicate)

    def rows(self, plan: TablePlan, rows: Rows) -> Written:
        """Write what a plan says of rows."""
        pieces: list[str | Texts] = []
        triples, problems = 0, list[Problem]()
        for subject, says in itertools.groupby(plan.says, key=_subject_of(rows)):
            block = [_objects(say, rows, self._short) for say in says if isinstance(say, Say)]
            if subject is None:  # said by the general converter
                continue
            triples += sum(count for _, count in block)
            pieces += _framed(subject, [piece for line, _ in block for piece in line])
        for say in plan.says:
            if isinstance(say, General):
                general = _general(say, rows, _END)
                pieces.append(general.lines)
                triples, problems = triples + general.triples, [*problems, *general.problems]
        return Written(_content(pieces, rows), triples, tuple(problems))

    def _short(self, pieces: Pieces, is_verb: bool) -> Pieces:
        """Shorten what is the same in all rows."""
        if len(pieces) == 1 and isinstance(pieces[0], str):
            return (self._verb(pieces[0]) if is_verb else self.names.term(pieces[0]),)
        last = pieces[-1]
        if isinstance(last, str) and last.startswith('"^^<'):
            return (*pieces[:-1], '"^^' + self.names.term(last[3:]))
        return pieces


class _Generally(NamedTuple):
    """What the general converter said: the lines of each row, how many triples, and what is wrong."""

    lines: Texts
    triples: int
    problems: list[Problem]


def _general(say: General, rows: Rows, end: str) -> _Generally:
    lines, problems = say.lines(rows)
    ended = lines if end == _END else [line.replace(_END, end) for line in lines]
    return _Generally(pa.array(ended, pa.string()), sum(line.count("\n") for line in lines), problems)


def _subject_of(rows: Rows) -> Callable[[Say | General], Pieces | None]:
    """Make what tells blocks apart: pieces that are the same objects."""
    seen: dict[tuple[object, ...], Pieces] = {}

    def subject(say: Say | General) -> Pieces | None:
        if isinstance(say, General):
            return None
        pieces = say.subject(rows)
        key = tuple(piece if isinstance(piece, str) else id(piece) for piece in pieces)
        return seen.setdefault(key, pieces)

    return subject


def _objects(say: Say, rows: Rows, short: Callable[[Pieces, bool], Pieces]) -> tuple[Pieces, int]:
    verb, object_ = short(say.predicate(rows), True), short(say.object(rows), False)
    return _whole(("    ", *verb, " ", *object_, " ;\n"), rows)


def _line(say: Say, rows: Rows, end: str) -> tuple[Pieces, int]:
    return _whole((*say.subject(rows), " ", *say.predicate(rows), " ", *say.object(rows), end), rows)


def _whole(pieces: Pieces, rows: Rows) -> tuple[Pieces, int]:
    """Let a line stand or fall as a whole; count those that stand."""
    pieces = merged(pieces)
    if not any(piece.null_count for piece in pieces if not isinstance(piece, str)):
        return pieces, rows.batch.size
    line = joined(*pieces)
    return (line,), rows.batch.size - line.null_count


def _framed(subject: Pieces, lines: list[str | Texts]) -> Iterator[str | Texts]:
    """Put lines between the subject and a full stop, unless a row has none of them."""
    head: Pieces = ("\n", *subject, "\n")
    tail: Pieces = ("    .\n",)
    if all(not isinstance(line, str) and line.null_count for line in lines):
        mark = mark_of(pc.coalesce(*lines))
        head, tail = (joined(mark, *head),), (joined(mark, *tail),)
    yield from (*head, *lines, *tail)


def _content(pieces: list[str | Texts], rows: Rows) -> pa.Buffer:
    if not pieces or not rows.batch.size:
        return pa.py_buffer(b"")
    if all(isinstance(piece, str) for piece in pieces):
        return pa.py_buffer("".join(map(str, pieces)).encode() * rows.batch.size)
    return content_of(joined(*merged(tuple(pieces)), null_handling="skip"))
