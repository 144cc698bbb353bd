"""The same plan on a Dask cluster: parts of tables, each to a file of its own, and a manifest of them.

Workers look parts of files through, then convert spans of rows. A part gets its name when it is written, and
counts only if the manifest lists it: a worker that is lost, or comes back, loses no row and doubles none.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import fsspec
import numpy as np

from koryu.columnar.checks import Look
from koryu.columnar.hashing import SEED, Hashes
from koryu.columnar.keys import GroupKeys, names_of
from koryu.columnar.lines import Serializer
from koryu.columnar.plan import TablePlan
from koryu.columnar.populate import (
    LIMIT,
    Mode,
    Populated,
    convert,
    join_groups,
    make_serializer,
    use_one_thread,
)
from koryu.columnar.problems import Problem
from koryu.columnar.reading import Plain, Refused, Source, check_lengths, open_plain, open_source
from koryu.columnar.remote import DigestedFile, RemoteFetcher
from koryu.columnar.rows import Rows
from koryu.columnar.sinks import Sink, form_of
from koryu.columnar.spans import Part, Span, cut, look_through, spans_of
from koryu.errors import Cell, DataError, EndpointError
from koryu.tables.description.dialects import Dialect
from koryu.tables.description.locating import open_group
from koryu.tables.description.model import TableGroup
from koryu.tables.description.vocabulary import PREFIXES
from koryu.tables.faults import Collector, Manner, TooManyFaults
from koryu.tables.files.fetching import url_of
from koryu.tables.populate import Statement
from koryu.tables.standard import group_statements, table_statements

if TYPE_CHECKING:
    from distributed import Client, Future

PART: Final = 1 << 26  # bytes of a table that one task converts
MANIFEST: Final = "manifest.json"
_RETRIES: Final = 5  # of a task whose worker was lost
_WAIT: Final = "20s"  # for the scheduler to answer


@dataclass(frozen=True)
class Job:
    """What all tasks of a conversion are given.

    ``folder``: takes their parts. ``seed``: the client's, so that it can compare hashes of all workers.
    """

    sources: tuple[str, ...]
    metadata: str | None
    folder: str
    name: str
    mode: Mode
    graph: str | None
    prefixes: tuple[tuple[str, str], ...]
    check: bool
    seed: bytes = field(default=SEED, repr=False)

    @property
    def serializer(self) -> Serializer:
        """What writes the triples."""
        return make_serializer(form_of(Path(self.name))[0], self.graph, dict(self.prefixes))

    @property
    def manner(self) -> Manner:
        """How tables are read."""
        return Manner.VALIDATION if self.check else Manner.CONVERSION


class Task(NamedTuple):
    """Rows that one task converts: those of a span, or of a whole table if there is none."""

    number: int
    place: int
    span: Span | None


@dataclass(frozen=True)
class Converted:
    """What became of a task. ``problems``: line, column and what is wrong. ``refused``: by Arrow's reader."""

    task: Task
    path: str = ""
    rows: int = 0
    triples: int = 0
    size: int = 0
    digest: str = ""
    problems: tuple[tuple[int, str | None, str], ...] = ()
    hashes: tuple[Hashes, ...] = ()
    refused: bool = False

    def entry(self, table: str) -> dict[str, object]:
        """Describe the part in the manifest."""
        first = self.task.span.first_row if self.task.span else 1
        return {
            "path": self.path,
            "table": table,
            "first_row": first,
            "rows": self.rows,
            "triples": self.triples,
            "bytes": self.size,
            "sha256": self.digest,
        }


def populate_on_cluster(
    *sources: str | Path,
    output: str | Path,
    address: str,
    mode: Mode = "standard",
    metadata: str | Path | None = None,
    graph: str | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
    check: bool = False,
    limit: int = LIMIT,
    part: int = PART,
) -> Populated:
    """Convert tables to RDF on a Dask cluster.

    Args:
        sources: Paths or URLs, any that fsspec knows on all machines, of metadata or tables.
        output: The folder to write, a path or URL; its name says the format, as that of a file would. It gets
            a ``manifest.json`` that lists the parts with their counts and SHA-256; a folder that was written
            before keeps its manifest and parts until the new ones are whole.
        address: That of the scheduler.
        part: How many bytes of a table one task converts.
        mode, metadata, graph, prefixes, check, limit: As for ``populate``.

    Raises:
        Faults: The metadata have errors; or the tables have some, and ``check`` is set.
        EndpointError: The scheduler does not answer.
        ProjectError: The format of the output is not known.
    """
    folder = url_of(output)
    name = PurePosixPath(folder).name
    form_of(Path(name))
    named = None if metadata is None else url_of(metadata)
    run = f"{folder}/parts-{secrets.token_hex(6)}"
    job = Job(tuple(map(url_of, sources)), named, run, name, mode, graph, tuple(prefixes.items()), check)
    faults = Collector(job.manner, limit)
    with faults.catching():
        group = _group(job, faults)
    faults.settle()
    with _connected(address) as client, _cleaned(run):
        work = _Work(job, group, faults, client, part)
        with contextlib.suppress(TooManyFaults):
            work.run()
        faults.settle()
        _publish(folder, work)
    return Populated(work.rows_done, work.triples, tuple(faults.warnings))


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Client]:
    from distributed import Client

    try:
        client = Client(address, timeout=_WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise EndpointError(
            f"{address}: no Dask scheduler answers: {error}; start one, or correct it"
        ) from None
    with client, client.as_current():
        yield client


@contextlib.contextmanager
def _cleaned(run: str) -> Iterator[None]:
    """Remove the parts of a run that fails."""
    try:
        yield
    except BaseException:
        files, path = fsspec.url_to_fs(run)
        with contextlib.suppress(FileNotFoundError):
            files.rm(path, recursive=True)
        raise


def _publish(folder: str, work: _Work) -> None:
    """Put the manifest in its place, then remove what it does not list."""
    files, path = fsspec.url_to_fs(folder)
    waiting = f"{path}/.{MANIFEST}"
    with files.open(waiting, "wb") as file:
        file.write(json.dumps(work.manifest(), indent=2).encode() + b"\n")
    files.mv(waiting, f"{path}/{MANIFEST}")
    listed = {f"{path}/{part.path}" for part in work.parts()}
    current = PurePosixPath(work.job.folder).name
    for other in files.glob(f"{path}/parts-*"):
        if PurePosixPath(other).name != current:
            files.rm(other, recursive=True)
    for other in files.glob(f"{path}/{current}/*"):
        if not any(str(other).endswith(each) for each in listed):
            files.rm(other)


class _Work:
    """A conversion as the client sees it."""

    def __init__(self, job: Job, group: TableGroup, faults: Collector, client: Client, part: int) -> None:
        self.job = job
        self.group = group
        self.faults = faults
        self.fetcher = RemoteFetcher()
        self._client = client
        self._part = part
        self._number = 0
        self._done: defaultdict[int, list[Converted]] = defaultdict(list)
        self._head: Converted | None = None
        self._sources: dict[int, Source] = {}

    @property
    def rows_done(self) -> int:
        """How many rows have been converted."""
        return sum(part.rows for part in self.parts())

    @property
    def triples(self) -> int:
        """How many triples have been written."""
        return sum(part.triples for part in self.parts())

    def parts(self) -> list[Converted]:
        """Give the parts that have been written, in the order of the rows."""
        found = [each for place in sorted(self._done) for each in self._in_order(place) if each.path]
        return [*([self._head] if self._head else []), *found]

    def _in_order(self, place: int) -> list[Converted]:
        return sorted(self._done[place], key=lambda each: each.task.number)

    def manifest(self) -> dict[str, object]:
        """Describe the output."""
        tables = [table.shown for table in self.group.tables]
        return {
            "name": self.job.name,
            "mode": self.job.mode,
            "rows": self.rows_done,
            "triples": self.triples,
            "parts": [
                part.entry(tables[part.task.place] if part.task.place >= 0 else "") for part in self.parts()
            ],
        }

    def run(self) -> None:
        """Convert all tables."""
        wanted = [place for place, table in enumerate(self.group.tables) if self.job.check or table.output]
        self._say_head(wanted)
        self._convert([task for place in wanted for task in self._tasks(place)])
        for place in sorted(self._done):
            self._tell(place)
        if self.job.check:
            self._check_keys()

    def _say_head(self, wanted: list[int]) -> None:
        """Write what is said of the group and its tables, in a part of its own."""
        if self.job.mode == "standard":
            said = [*group_statements(self.group)]
            for place in wanted:
                source = open_source(self.group.tables[place], self.fetcher, Collector(self.job.manner))
                if self.group.tables[place].output:
                    said += table_statements(self.group, source.table, _label(place))
            self._head = _write(self.job, Task(0, -1, None), said, ())

    def _tasks(self, place: int) -> list[Task]:
        """Cut a table into spans of rows."""
        plain = open_plain(self.group.tables[place], self.fetcher, self.job.manner)
        spans = self._spans(plain) if plain else None
        return [self._task(place, span) for span in (spans or (None,))]

    def _task(self, place: int, span: Span | None) -> Task:
        self._number += 1
        return Task(self._number, place, span)

    def _spans(self, plain: Plain) -> list[Span] | None:
        with plain.opener() as file:
            size = file.seek(0, 2)
        table = plain.source.table
        look = partial(_look, table.url, dialect=table.dialect or Dialect())
        pieces = cut(size, plain.start, self._part)
        looks = self._client.map(look, pieces, pure=False, retries=_RETRIES)
        parts = cast("list[Part]", self._client.gather(looks))
        check_lengths(parts, table.shown)
        return spans_of(parts, plain.source.skipped)

    def _convert(self, tasks: list[Task]) -> None:
        """Have tasks done; a table that Arrow's reader refuses in any part is converted as a whole."""
        from distributed import as_completed

        waiting = as_completed([self._submit(task) for task in tasks], with_results=True)
        general: set[int] = set()
        for future, result in cast("Iterator[tuple[Future[Any], Converted]]", waiting):
            place = result.task.place
            if result.refused and place not in general:
                general.add(place)
                self._done[place].clear()
                waiting.add(self._submit(self._task(place, None)))
            elif place not in general or result.task.span is None:
                self._done[place].append(result)
            future.release()

    def _submit(self, task: Task) -> Future[Any]:
        key = f"koryu-{PurePosixPath(self.job.folder).name}-{task.number}"
        return self._client.submit(_do, self.job, task, key=key, pure=False, retries=_RETRIES)

    def _tell(self, place: int) -> None:
        shown = self.group.tables[place].shown
        for part in self._in_order(place):
            self.faults.blame(
                *(DataError(Cell(shown, line, name), what) for line, name, what in part.problems)
            )

    def _check_keys(self) -> None:
        with GroupKeys(self.group.tables) as keys:
            for place in sorted(self._done):
                for part in self._in_order(place):
                    keys.of(place).add(part.hashes)
            keys.settle(self.faults, self)

    def is_whole(self, place: int) -> bool:
        """Have all rows of a table been read?"""
        return place in self._done

    def rows(self, place: int) -> Iterator[Rows]:
        """Read the rows of a table again."""
        source = self._source(place)
        plan = TablePlan(source.table, _label(place), standard=False)
        return (plan.rows_of(batch) for batch in source.batches(Collector(self.job.manner)))

    def lines(self, place: int, numbers: Iterable[int]) -> dict[int, int]:
        """Give the lines in which rows of a table begin."""
        return self._source(place).lines(numbers)

    def _source(self, place: int) -> Source:
        if place not in self._sources:
            table, own = self.group.tables[place], Collector(self.job.manner)
            self._sources[place] = open_source(table, self.fetcher, own)
        return self._sources[place]


def _label(place: int) -> str:
    return f"_:t{place + 1}"


def _group(job: Job, faults: Collector) -> TableGroup:
    fetcher = RemoteFetcher()
    return join_groups([open_group(each, fetcher, faults, job.metadata) for each in job.sources])


@lru_cache(maxsize=4)
def _known_group(job: Job) -> TableGroup:
    """Read the metadata, once for each worker."""
    use_one_thread()
    return _group(job, Collector(job.manner))


def _look(url: str, piece: tuple[int, int], *, dialect: Dialect) -> Part:
    """Look a part of a file through, on a worker."""
    with RemoteFetcher().open(url) as file:
        return look_through(file, *piece, dialect)


def _do(job: Job, task: Task) -> Converted:
    """Convert the rows of a task, on a worker."""
    group = _known_group(job)
    table, fetcher, faults = group.tables[task.place], RemoteFetcher(), Collector(job.manner)
    plain = open_plain(table, fetcher, job.manner) if task.span else None
    if plain and task.span:
        source = replace(plain.source, opener=plain.opener, span=task.span)
    else:
        source = open_source(table, fetcher, faults)
    try:
        return _convert(job, task, source, group, faults)
    except Refused:
        if task.span:
            return Converted(task, refused=True)
        return _convert(job, task, source.general(fetcher), group, faults)


def _convert(job: Job, task: Task, source: Source, group: TableGroup, faults: Collector) -> Converted:
    plan = TablePlan(source.table, _label(task.place), job.mode == "standard")
    names = replace(names_of(group.tables, task.place), seed=job.seed)
    look = Look(plan, names if job.check else None)
    serializer = job.serializer
    hashes: list[list[Hashes]] = [[] for _ in names.names]
    problems: list[Problem] = []

    def contents() -> Iterator[tuple[int, int, Any]]:
        for done in convert(look, source, serializer, faults):
            problems.extend((*done.found.problems, *done.written.problems))
            for store, found in zip(hashes, done.found.hashes, strict=job.check):
                store.append(found)
            yield done.rows, done.written.triples, done.written.content

    written = _write(job, task, (), contents())
    lines = source.lines({each.row for each in problems}) if problems else {}
    own = [each for each in (*faults.faults, *faults.warnings) if isinstance(each, DataError)]
    told = (
        *((each.cell.line, each.cell.column, each.problem) for each in own),
        *((lines[row], column, what) for row, column, what in sorted(problems)),
    )
    found = tuple(np.concatenate(each) if each else np.zeros(0, np.uint64) for each in hashes)
    return replace(written, problems=told, hashes=found if job.check else ())


def _write(
    job: Job, task: Task, said: Iterable[Statement], contents: Iterable[tuple[int, int, Any]]
) -> Converted:
    """Write a part under a name of its own."""
    serializer, (form, codec) = job.serializer, form_of(Path(job.name))
    ending = "".join(PurePosixPath(job.name).suffixes[-2 if codec else -1 :])
    name = f"{PurePosixPath(job.folder).name}/{task.number:05}-{secrets.token_hex(4)}{ending}"
    files, folder = fsspec.url_to_fs(job.folder)
    files.makedirs(folder, exist_ok=True)
    statements = list(said)
    rows, triples = 0, len(statements)
    with files.open(f"{folder.rpartition('/')[0]}/{name}", "wb") as raw:
        file = DigestedFile(raw)
        sink = Sink(form, file, codec)
        sink.write((serializer.head() + serializer.statements(statements)).encode())
        for count, made, content in contents:
            sink.write(content)
            rows, triples = rows + count, triples + made
    return Converted(task, name, rows, triples, file.size, file.digest)
