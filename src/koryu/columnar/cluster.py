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
from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from koryu.columnar.keys import GroupKeys
from koryu.columnar.plan import TablePlan, label_of
from koryu.columnar.populate import LIMIT, Mode, Populated
from koryu.columnar.reading import Plain, Source, check_lengths, open_plain, open_source
from koryu.columnar.remote import Folder, RemoteFetcher, await_store, remote_url, telling
from koryu.columnar.rows import Rows
from koryu.columnar.sinks import form_of
from koryu.columnar.spans import Part, Span, cut, spans_of
from koryu.columnar.tasks import Converted, Job, Task, convert_part, look_part, read_group, write_part
from koryu.errors import Cell, DataError, EndpointError, ProjectError
from koryu.tables.description.dialects import Dialect
from koryu.tables.description.model import TableGroup
from koryu.tables.description.vocabulary import PREFIXES
from koryu.tables.faults import Collector, TooManyFaults
from koryu.tables.standard import group_statements, table_statements

if TYPE_CHECKING:
    from distributed import Client, Future

PART: Final = 1 << 26  # bytes of a table that one task converts
MANIFEST: Final = "manifest.json"
_PARTS: Final = "parts-"
_RETRIES: Final = 5  # of a task that fails
_WAIT: Final = "20s"  # for the scheduler to answer


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
        EndpointError: The scheduler does not answer, or what holds the tables or takes the output.
        ProjectError: The format of the output is not known, or it cannot be written.
    """
    folder = Folder(remote_url(output).rstrip("/"))
    named = None if metadata is None else remote_url(metadata)
    run = f"{_PARTS}{secrets.token_hex(6)}"
    job = Job(
        tuple(map(remote_url, sources)), named, folder, run, mode, graph, tuple(prefixes.items()), check
    )
    form_of(Path(job.name))
    for url in (*job.sources, *([named] if named else []), folder.url):
        await_store(url)
    faults = Collector(job.manner, limit)
    with faults.catching():
        group = read_group(job, faults)
    faults.settle()
    with _connected(address) as client:
        work = _Work(job, group, faults, client, part)
        with _cleaned(folder, run):
            with contextlib.suppress(TooManyFaults), telling():
                work.run()
            faults.settle()
            found = _written(work)
        _publish(work, found)
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
    with client, client.as_current(), _not_lost(address):
        yield client


@contextlib.contextmanager
def _not_lost(address: str) -> Iterator[None]:
    """Tell that the scheduler went away, or that a task took one worker after the other with it."""
    from distributed.comm.core import CommClosedError
    from distributed.scheduler import KilledWorker

    try:
        yield
    except KilledWorker as error:
        workers = error.allowed_failures + 1
        mend = "give the workers more memory, or fewer threads"
        raise EndpointError(f"{address}: {workers} workers were lost at the same task; {mend}") from None
    except (CancelledError, CommClosedError):
        raise EndpointError(f"{address}: the Dask scheduler was lost; start it again, and the run") from None


@contextlib.contextmanager
def _cleaned(folder: Folder, run: str) -> Iterator[None]:
    """Make the folder of a run, and remove it if that fails."""
    try:
        folder.make(run)
        yield
    except BaseException:
        with contextlib.suppress(ProjectError):
            folder.remove(run)
        raise


def _written(work: _Work) -> set[str]:
    """List the files of a run.

    Raises:
        ProjectError: Parts are not where they were written.
    """
    folder = work.job.folder
    found = folder.sizes(work.job.run)
    for part in work.parts():
        if found.get(part.path) != part.size:
            mend = "let all machines write to this folder, and one run at a time"
            raise ProjectError(f"{folder.url}/{part.path}: is not there as it was written; {mend}")
    return set(found)


def _publish(work: _Work, found: set[str]) -> None:
    """Put the manifest in its place, then remove what it does not list.

    Whatever fails here, the parts stay: whether the manifest is there is for the store to say.
    """
    folder, run = work.job.folder, work.job.run
    folder.replace(MANIFEST, json.dumps(work.manifest(), indent=2).encode() + b"\n")
    for name in folder.names():
        if name.startswith(_PARTS) and name != run:
            folder.remove(name)
    for path in found - {part.path for part in work.parts()}:
        folder.remove(path)


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
                    said += table_statements(self.group, source.table, label_of(place))
            self._head = write_part(self.job, Task(0, -1, None), said, ())

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
        look = partial(look_part, table.url, dialect=table.dialect or Dialect())
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
        key = f"koryu-{self.job.run}-{task.number}"
        return self._client.submit(convert_part, self.job, task, key=key, pure=False, retries=_RETRIES)

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
        plan = TablePlan(source.table, label_of(place), standard=False)
        return (plan.rows_of(batch) for batch in source.batches(Collector(self.job.manner)))

    def lines(self, place: int, numbers: Iterable[int]) -> dict[int, int]:
        """Give the lines in which rows of a table begin."""
        return self._source(place).lines(numbers)

    def _source(self, place: int) -> Source:
        if place not in self._sources:
            table, own = self.group.tables[place], Collector(self.job.manner)
            self._sources[place] = open_source(table, self.fetcher, own)
        return self._sources[place]
