"""What a worker of a cluster does: look a part of a table through, convert rows to a file of their own."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import numpy as np

from koryu.columnar.checks import Look
from koryu.columnar.hashing import SEED, Hashes
from koryu.columnar.keys import names_of
from koryu.columnar.lines import Serializer
from koryu.columnar.plan import TablePlan, label_of
from koryu.columnar.populate import Mode, convert, join_groups, make_serializer, use_one_thread
from koryu.columnar.problems import Problem
from koryu.columnar.reading import Refused, Source, open_plain, open_source
from koryu.columnar.remote import Folder, RemoteFetcher, await_store, telling
from koryu.columnar.sinks import Sink, form_of
from koryu.columnar.spans import Part, Span, look_through
from koryu.errors import Cell, DataError
from koryu.tables.description.dialects import Dialect
from koryu.tables.description.locating import open_group
from koryu.tables.description.model import TableGroup
from koryu.tables.faults import Collector, Manner
from koryu.tables.populate import Statement


@dataclass(frozen=True)
class Job:
    """What all tasks of a conversion are given.

    ``folder``: the output. ``run``: the folder in it that takes their parts. ``seed``: the client's, so that
    it can compare hashes of all workers.
    """

    sources: tuple[str, ...]
    metadata: str | None
    folder: Folder
    run: str
    mode: Mode
    graph: str | None
    prefixes: tuple[tuple[str, str], ...]
    check: bool
    seed: bytes = field(default=SEED, repr=False)

    @property
    def name(self) -> str:
        """The name of the output, which says its format."""
        return PurePosixPath(self.folder.url).name

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


def read_group(job: Job, faults: Collector) -> TableGroup:
    """Read the metadata of all tables."""
    fetcher = RemoteFetcher()
    return join_groups([open_group(each, fetcher, faults, job.metadata) for each in job.sources])


@lru_cache(maxsize=4)
def _known_group(job: Job) -> TableGroup:
    """Read the metadata, once for each worker."""
    use_one_thread()
    for url in (*job.sources, job.folder.url):
        _await_once(url)
    return read_group(job, Collector(job.manner))


@lru_cache(maxsize=64)
def _await_once(url: str) -> None:
    """Wait for a store: what answers the client may be out of a worker's reach."""
    await_store(url)


@telling()
def look_part(url: str, piece: tuple[int, int], *, dialect: Dialect) -> Part:
    """Look a part of a file through, on a worker."""
    _await_once(url)
    with RemoteFetcher().open(url) as file:
        return look_through(file, *piece, dialect)


@telling()
def convert_part(job: Job, task: Task) -> Converted:
    """Convert the rows of a task, on a worker."""
    group, faults = _known_group(job), Collector(job.manner)
    source = _source(job, task, group, faults)
    try:
        return _convert(job, task, source, group, faults)
    except Refused:
        if task.span:
            return Converted(task, refused=True)
        return _convert(job, task, source.general(RemoteFetcher()), group, faults)


def _source(job: Job, task: Task, group: TableGroup, faults: Collector) -> Source:
    table, fetcher = group.tables[task.place], RemoteFetcher()
    if task.span is None:
        return open_source(table, fetcher, faults)
    plain = open_plain(table, fetcher, job.manner)
    if plain is None:  # all of the table in place of the span would double its rows
        raise DataError(Cell(table.shown, 1), "cannot be read any more, or has changed; convert it again")
    return replace(plain.source, opener=plain.opener, span=task.span)


def _convert(job: Job, task: Task, source: Source, group: TableGroup, faults: Collector) -> Converted:
    plan = TablePlan(source.table, label_of(task.place), job.mode == "standard")
    names = replace(names_of(group.tables, task.place), seed=job.seed)
    checks = Look(plan, names if job.check else None)
    serializer = job.serializer
    hashes: list[list[Hashes]] = [[] for _ in names.names]
    problems: list[Problem] = []

    def contents() -> Iterator[tuple[int, int, Any]]:
        for done in convert(checks, source, serializer, faults):
            problems.extend((*done.found.problems, *done.written.problems))
            for store, found in zip(hashes, done.found.hashes, strict=job.check):
                store.append(found)
            yield done.rows, done.written.triples, done.written.content

    written = write_part(job, task, (), contents())
    lines = source.lines({each.row for each in problems}) if problems else {}
    own = [each for each in (*faults.faults, *faults.warnings) if isinstance(each, DataError)]
    told = (
        *((each.cell.line, each.cell.column, each.problem) for each in own),
        *((lines[row], column, what) for row, column, what in sorted(problems)),
    )
    found = tuple(np.concatenate(each) if each else np.zeros(0, np.uint64) for each in hashes)
    return replace(written, problems=told, hashes=found if job.check else ())


def write_part(
    job: Job, task: Task, said: Iterable[Statement], contents: Iterable[tuple[int, int, Any]]
) -> Converted:
    """Write a part under a name of its own."""
    serializer, (form, codec) = job.serializer, form_of(Path(job.name))
    ending = "".join(PurePosixPath(job.name).suffixes[-2 if codec else -1 :])
    name = f"{job.run}/{task.number:05}-{secrets.token_hex(4)}{ending}"
    statements = list(said)
    rows, triples = 0, len(statements)
    with job.folder.write(name) as file:
        sink = Sink(form, file, codec)
        sink.write((serializer.head() + serializer.statements(statements)).encode())
        for count, made, content in contents:
            sink.write(content)
            rows, triples = rows + count, triples + made
    return Converted(task, name, rows, triples, file.size, file.digest)
