"""Evaluating the queries of strangers."""

from __future__ import annotations

import asyncio
import json
import threading
import weakref
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from koryu.errors import QueryError
from koryu.evaluation.admission import Admission, Counts
from koryu.evaluation.answering import TERMS, Question
from koryu.evaluation.fanouts import measure
from koryu.evaluation.lane import Lane
from koryu.evaluation.pool import Job, Pool
from koryu.evaluation.refusals import Malformed, Refusal
from koryu.evaluation.screening import Query, screen
from koryu.evaluation.worker import Source, open_in_memory
from koryu.limits import Limits
from koryu.rdf.ntriples import Triple
from koryu.stores.local import Engine, Solutions

_MEASURING: Final = 120.0  # seconds that measuring a graph may take
_UNBOUNDED: Final = 1 << 30  # of what we ask ourselves


@dataclass(frozen=True)
class Graphs:
    """The graphs that a request names for its query, as IRIs; they replace those of FROM.

    Source: https://www.w3.org/TR/sparql11-protocol/#dataset
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a query gives: a document of a media type; ``truncated`` names the limit that cut it."""

    media_type: str
    body: bytes
    truncated: str | None = None


class Evaluator:
    """Evaluates queries on one build, each within the limits, and ends those that pass them."""

    def __init__(self, store: Path, limits: Limits, prefixes: Mapping[str, str] | None = None) -> None:
        """Name a store, beside which its statements lie as ``koryu.nq``; nothing is opened yet."""
        self.limits = limits
        self.prefixes = dict(prefixes or {})
        self._store = store
        nquads = store.parent / "koryu.nq"
        is_small = nquads.is_file() and nquads.stat().st_size <= limits.resident << 20
        self._nquads = str(nquads) if is_small else None
        source = Source(self._nquads, str(store), self.prefixes, limits.memory)
        self._pool = Pool(source, limits.queries + 1)
        self._lane = Lane(self.prefixes)
        self._admission = Admission(limits)
        self._threads = ThreadPoolExecutor(limits.queries + limits.waiting, "query")
        self._is_started = False
        self._end = weakref.finalize(self, _end, self._pool, self._threads)

    def start(self) -> None:
        """Make workers, and measure the graph for the fast lane, before anybody asks."""
        if not self._is_started:
            self._is_started = True
            self._pool.start()
            threading.Thread(target=self._measure, name="measuring", daemon=True).start()

    def _measure(self) -> None:
        try:
            fanouts = measure(_Own(self._pool))
        except QueryError:
            return  # it is too large: no fast lane, and nothing else is lost
        self._lane.open(self._open(), fanouts)

    def _open(self) -> ox.Store:
        return open_in_memory(self._nquads) if self._nquads else ox.Store.read_only(str(self._store))

    @property
    def counts(self) -> Counts:
        """What came of the queries so far."""
        return self._admission.counts

    def read(self, text: str) -> Query:
        """See that a query is one that anybody may ask.

        Raises:
            Refusal: It is not; malformed queries are found later, when they are evaluated.
        """
        return self.read_cheap(text) or screen(text, self.limits)

    def read_cheap(self, text: str) -> Query | None:
        """Read a query that is cheap for certain; None if it is not."""
        form = self._lane.admit(text, self.limits) if len(text) <= self.limits.length else None
        return Query(text, form, is_cheap=True) if form else None

    def answer_at_once(self, query: Query, media_type: str) -> Answer | None:
        """Evaluate a cheap query here and now; None if it is not cheap, or malformed after all."""
        if not query.is_cheap:
            return None
        body = self._lane.evaluate(self._question(query, media_type, None))
        return None if body is None else Answer(media_type, body)

    async def answer(
        self, query: Query, media_type: str, graphs: Graphs | None = None, *, client: str = ""
    ) -> Answer:
        """Evaluate a query; to cancel this ends the evaluation.

        Args:
            query: From ``read``.
            media_type: One of those of ``answering`` that fits the form of the query.
            graphs: Those that the request names.
            client: Who asks.

        Raises:
            Refusal: It is malformed, there are too many, or it came to a limit that ends it.
        """
        if graphs is None and (found := self.answer_at_once(query, media_type)):
            return found
        question, job = self._question(query, media_type, graphs), Job()
        self._admission.enter(client)
        try:
            running = asyncio.get_running_loop().run_in_executor(
                self._threads, self._evaluate, question, client, job
            )
        except BaseException:
            self._admission.leave(client)
            raise
        try:
            body, truncated = await asyncio.shield(running)
        except asyncio.CancelledError:
            job.cancel()
            running.add_done_callback(asyncio.Future.exception)  # which nobody waits for any more
            raise
        return Answer(media_type, body, truncated)

    def _question(self, query: Query, media_type: str, graphs: Graphs | None) -> Question:
        default, named = (None, None) if graphs is None else (graphs.default, graphs.named)
        rows, size = self.limits.rows, self.limits.bytes
        return Question(query.text, media_type, not query.has_dataset, default, named, rows, size)

    def _evaluate(self, question: Question, client: str, job: Job) -> tuple[bytes, str | None]:
        """Evaluate a question whose place in the line was taken."""
        try:
            with self._admission.turn(client):
                if job.is_cancelled:
                    raise Refusal("nobody waits for the answer")
                return _ask(self._pool, question, self.limits.seconds, job)
        finally:
            self._admission.leave(client)

    def engine(self, client: str = "") -> Engine:
        """Make an engine for code that runs in a thread; its queries are within the limits too."""
        return _Limited(self, client)

    def terms(self, text: str, client: str) -> dict[str, Any]:
        """Evaluate a query; gives its ``columns`` and ``rows``, or its ``triples``, as terms.

        Raises:
            Refusal: It is malformed, there are too many, or it came to a limit.
        """
        question = self._question(screen(text, self.limits), TERMS, None)
        self._admission.enter(client)
        body, truncated = self._evaluate(question, client, Job())
        if truncated:
            most = getattr(self.limits, truncated)
            raise Refusal(f"the answer has more than {most} {truncated}; ask for less")
        found: dict[str, Any] = json.loads(body)
        return found

    async def close(self) -> None:
        """End what is still running."""
        await asyncio.to_thread(self._end)


def _end(pool: Pool, threads: ThreadPoolExecutor) -> None:
    pool.close()
    threads.shutdown(wait=False, cancel_futures=True)


def _ask(pool: Pool, question: Question, seconds: float, job: Job) -> tuple[bytes, str | None]:
    reply, body = pool.ask(asdict(question), seconds, job)
    if "malformed" in reply:
        raise Malformed(reply["malformed"], reply["line"], reply["column"])
    if "misfit" in reply:
        raise Refusal(reply["misfit"])
    return body, reply["truncated"]


class _Engine:
    """What engines of terms have in common."""

    def _terms(self, query: str) -> dict[str, Any]:
        raise NotImplementedError

    def select(self, query: str) -> Solutions:
        """Answer a SELECT."""
        found = self._terms(query)
        if "rows" not in found:
            raise QueryError("the query is not a SELECT")
        return Solutions(tuple(found["columns"]), [tuple(row) for row in found["rows"]])

    def select_all(self, query: str, columns: Sequence[str] | None = None) -> Solutions:
        """Answer a SELECT with all its rows, each once; of these columns, else of all."""
        return self.select(query).distinct(columns)

    def construct(self, query: str) -> list[Triple]:
        """Answer a CONSTRUCT or a DESCRIBE."""
        found = self._terms(query)
        if "triples" not in found:
            raise QueryError("the query is not a CONSTRUCT")
        return [(s, p, o) for s, p, o in found["triples"]]


class _Limited(_Engine):
    """An engine for one client, within the limits."""

    def __init__(self, evaluator: Evaluator, client: str) -> None:
        self._evaluator = evaluator
        self._client = client

    def _terms(self, query: str) -> dict[str, Any]:
        return self._evaluator.terms(query, self._client)


class _Own(_Engine):
    """An engine for what we ask ourselves: without limits but that of time."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def _terms(self, query: str) -> dict[str, Any]:
        question = Question(query, TERMS, True, None, None, _UNBOUNDED, _UNBOUNDED)
        found: dict[str, Any] = json.loads(_ask(self._pool, question, _MEASURING, Job())[0])
        return found
