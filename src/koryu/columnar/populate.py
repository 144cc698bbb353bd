"""Tables to a file of RDF, streamed: from the plan of their metadata, batch by batch, to bytes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

import pyarrow as pa

from koryu.columnar.checks import Found, Look
from koryu.columnar.keys import GroupKeys, TableKeys, names_of
from koryu.columnar.lines import Blocks, Lines, Serializer, Written
from koryu.columnar.plan import TablePlan, label_of
from koryu.columnar.problems import Problems
from koryu.columnar.reading import Refused, Source, open_source
from koryu.columnar.rows import Batch, Rows
from koryu.columnar.sinks import Sink, open_sink
from koryu.columnar.spans import Piece, Start
from koryu.errors import KoryuError, ProjectError
from koryu.printable import quoted
from koryu.rdf.ntriples import iri
from koryu.tables.description.locating import open_group
from koryu.tables.description.model import Table, TableGroup
from koryu.tables.description.vocabulary import PREFIXES
from koryu.tables.faults import Collector, Manner, TooManyFaults
from koryu.tables.files.fetching import Fetcher, LocalFetcher, local_path, url_of
from koryu.tables.populate import Statement
from koryu.tables.standard import group_statements, table_statements

if TYPE_CHECKING:
    from koryu.columnar.turns import Crew

Mode = Literal["standard", "minimal"]
LIMIT: Final = 100  # errors that are told


@dataclass(frozen=True)
class Populated:
    """What became of tables: how many rows and triples, and what was warned of."""

    rows: int
    triples: int
    warnings: tuple[KoryuError, ...] = field(repr=False)


def populate(
    *sources: str | Path,
    output: str | Path | None,
    mode: Mode = "standard",
    metadata: str | Path | None = None,
    graph: str | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
    jobs: int = 1,
    check: bool = False,
    limit: int = LIMIT,
    fetcher: Fetcher | None = None,
    root: Path | None = None,
) -> Populated:
    """Convert tables to RDF as CSV on the Web.

    Args:
        sources: Paths or URLs of metadata, or of tables; the tables of several are one group.
        output: The file to write: ``.nt``, ``.nq`` or ``.ttl``, and ``.gz`` or ``.zst`` if it is to be
            compressed; it is replaced when all is written. None writes nothing, for a check alone.
        mode: ``standard`` says what tables and rows are, too; ``minimal`` only what the cells say.
        metadata: Metadata that are to be used for a table, whichever others there are.
        graph: The IRI of the graph that N-Quads name.
        prefixes: Those that Turtle shortens names with.
        jobs: How many processes convert a table, where there are forks.
        check: Validate the tables as well; a table that is wrong leaves the file as it was.
        limit: So many errors are enough.
        fetcher: What fetches files; local ones only if it is left out.
        root: The folder that messages show paths from.

    Raises:
        Faults: The metadata have errors; or the tables have some, and ``check`` is set.
        ProjectError: The file cannot be written, or its format, the mode, or a number makes no sense.

    Source: https://www.w3.org/TR/csv2rdf/
    """
    _check_arguments(sources, mode, jobs=jobs, limit=limit)
    faults = Collector(Manner.VALIDATION if check else Manner.CONVERSION, limit)
    files = fetcher or LocalFetcher()
    with faults.catching():
        named = None if metadata is None else url_of(metadata)
        group = join_groups([open_group(url_of(each), files, faults, named, root) for each in sources])
    faults.settle()
    _check_apart(output, [*map(url_of, sources), *(table.url for table in group.tables)])
    with open_sink(output) as sink:
        serializer = make_serializer(sink.form, graph, prefixes)
        work = _Work(group, files, faults, serializer, sink, mode == "standard", jobs, check)
        with contextlib.suppress(TooManyFaults):  # those that there are will be raised
            work.run()
        faults.settle()
    return Populated(work.row_count, work.triples, tuple(faults.warnings))


def join_groups(groups: list[TableGroup]) -> TableGroup:
    """Make one group of several, so that keys may lead from one to another."""
    if len(groups) == 1:
        return groups[0]
    tables = tuple(table for group in groups for table in group.tables)
    return TableGroup(url=groups[0].url, shown=groups[0].shown, id=None, tables=tables)


def _check_arguments(sources: Sequence[str | Path], mode: str, **numbers: int) -> None:
    if not sources:
        raise ProjectError("nothing to populate from; give metadata or tables")
    if mode not in get_args(Mode):
        raise ProjectError(f"mode {quoted(mode)} is not known; takes {', '.join(get_args(Mode))}")
    for name, number in numbers.items():
        if number < 1:
            raise ProjectError(f"{name} {number} is too small; takes 1 or more")


def _check_apart(output: str | Path | None, urls: Iterable[str]) -> None:
    """Check that the output is none of the files that are read, which it would replace."""
    if output is None or not Path(output).is_file():
        return
    for found in filter(None, map(local_path, urls)):
        if found.is_file() and found.samefile(output):
            raise ProjectError(f"{output}: is read, so that it cannot be the output too; name another file")


def make_serializer(form: str, graph: str | None, prefixes: Mapping[str, str]) -> Serializer:
    """Make what writes triples in a format: nt, nq or ttl.

    Raises:
        ProjectError: The graph is no IRI, or the format has none.
    """
    if graph is not None and form != "nq":
        raise ProjectError("--graph is for N-Quads; end the name of the output with .nq")
    try:
        if graph:
            iri(graph)
    except ValueError as error:
        raise ProjectError(f"--graph: {error}; write one such as https://example.org/graph") from None
    return Blocks(prefixes) if form == "ttl" else Lines(graph)


@dataclass
class _Work:
    """The conversion of a group: what it is given, and what has been counted so far."""

    group: TableGroup
    fetcher: Fetcher
    faults: Collector
    serializer: Serializer
    sink: Sink
    standard: bool
    jobs: int
    checks: bool
    row_count: int = 0
    triples: int = 0
    _opened: dict[int, tuple[TablePlan, Source]] = field(default_factory=dict)
    _whole: set[int] = field(default_factory=set)

    def run(self) -> None:
        """Convert all tables."""
        self.sink.write(self.serializer.head().encode())
        if self.standard:
            self._say(group_statements(self.group))
        crew = self._crew if self.jobs > 1 else contextlib.nullcontext()
        with GroupKeys(self.group.tables) as keys, crew:
            for place, table in enumerate(self.group.tables):
                if self.checks or table.output:
                    with self.faults.catching():
                        self._table(place, table, keys.of(place))
            if self.checks:
                keys.settle(self.faults, self)

    def is_whole(self, place: int) -> bool:
        """Have all rows of a table been read?"""
        return place in self._whole

    def rows(self, place: int) -> Iterator[Rows]:
        """Read the rows of a table again."""
        plan, source = self._opened[place]
        return (plan.rows_of(batch) for batch in source.batches(Collector(self.faults.manner)))

    def lines(self, place: int, numbers: Iterable[int]) -> dict[int, int]:
        """Give the lines in which rows of a table begin."""
        return self._opened[place][1].lines(numbers)

    def _say(self, statements: Iterable[Statement]) -> None:
        said = list(statements)
        self.sink.write(self.serializer.statements(said).encode())
        self.triples += len(said)

    def _table(self, place: int, table: Table, keys: TableKeys) -> None:
        source = open_source(table, self.fetcher, self.faults)
        look = self.look(place, source)
        if self.standard and table.output:
            self._say(table_statements(self.group, source.table, look.plan.label))
        mark, counted = self.sink.mark(), (self.row_count, self.triples)
        try:
            self._convert(place, look, source, keys)
        except Refused:  # again, by the general reader
            self.sink.rewind(mark)
            self.row_count, self.triples = counted
            keys.clear()
            self._convert(place, look, source.general(self.fetcher), keys)

    def look(self, place: int, source: Source) -> Look:
        """Plan how the rows of a table are looked at."""
        plan = TablePlan(source.table, label_of(place), self.standard)
        return Look(plan, names_of(self.group.tables, place) if self.checks else None)

    def _convert(self, place: int, look: Look, source: Source, keys: TableKeys) -> None:
        self._opened[place] = look.plan, source
        problems = Problems(source, self.faults.limit)
        for done in self._written(place, look, source):
            self.row_count += done.rows
            self.triples += done.written.triples
            problems.take((*done.found.problems, *done.written.problems))
            if self.checks:
                keys.add(done.found.hashes)
                if problems.is_full:
                    break
            del done  # so that the next batch gets its memory
        problems.tell(self.faults)
        self._whole.add(place)

    def _written(self, place: int, look: Look, source: Source) -> Iterator[Done]:
        """Convert the rows of a table, and write them."""
        if self.jobs > 1 and source.has_pieces and hasattr(os, "fork"):
            yield from self._crew.results((place, source.start), self.sink.mark())
            self.sink.go_on()
            return
        for done in convert(look, source, self.serializer, self.faults):
            self.sink.write(done.written.content)
            yield done
            del done  # so that the next batch gets its memory

    @cached_property
    def _crew(self) -> Crew[tuple[int, Start], Piece, Done]:
        from koryu.columnar.turns import Crew

        return Crew(self.jobs, _Share(self))


class Done(NamedTuple):
    """What became of a batch: how many rows it had, what is to be written, and what a check found."""

    rows: int
    written: Written
    found: Found


def convert(look: Look, source: Source, serializer: Serializer, faults: Collector) -> Iterator[Done]:
    """Convert the rows of a source, batch by batch, in their order.

    Raises:
        Refused: Arrow's reader gives up.
    """
    return (_done(batch, look, serializer) for batch in source.batches(faults))


def _done(batch: Batch, look: Look, serializer: Serializer) -> Done:
    rows = look.plan.rows_of(batch)
    found = look.at(rows)
    written = serializer.rows(look.plan, rows) if look.plan.table.output else Written(_NOTHING, 0)
    return Done(batch.size, written, found)


_NOTHING: Final = pa.py_buffer(b"")


class _Share:
    """What each of several processes does: it opens the tables for itself, and converts pieces of them."""

    def __init__(self, work: _Work) -> None:
        self._work = work
        self._place: int | None = None
        self._file = contextlib.ExitStack()

    def read(self, start: tuple[int, Start]) -> tuple[Piece, tuple[int, Start]] | None:
        """Read a piece of the table at a place in the group."""
        place, first = start
        if place != self._place:
            self._open(place)
        piece = self._read(first)
        return (piece, (place, piece.after)) if piece else None

    def _open(self, place: int) -> None:
        work = self._work
        self._source = open_source(work.group.tables[place], work.fetcher, Collector(work.faults.manner))
        self._look = work.look(place, self._source)
        self._file.close()
        self._read = self._file.enter_context(self._source.pieces())
        self._place = place

    def make(self, piece: Piece) -> tuple[memoryview, Done]:
        """Convert a piece; what is told of it leaves out what is written."""
        done = _done(self._source.read(piece), self._look, self._work.serializer)
        told = done._replace(written=done.written._replace(content=_NOTHING))
        return self._work.sink.packed(done.written.content), told

    def write(self, content: memoryview, place: int) -> None:
        """Write what became of a piece."""
        self._work.sink.place(content, place)


def use_one_thread() -> None:
    """Keep Arrow's own pools from using more processors than ``jobs`` says.

    The memory of a batch is kept for the next, too: given back to the system, it would have to be cleared
    anew. Of Arrow's allocators jemalloc then takes least, and the same for any size; some builds lack it.
    """
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    if "jemalloc" in pa.supported_memory_backends():
        pa.jemalloc_set_decay_ms(-1)
        pa.set_memory_pool(pa.jemalloc_memory_pool())
    else:
        pa.set_memory_pool(pa.system_memory_pool())
