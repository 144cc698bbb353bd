"""Polite questions to public endpoints, a batch of terms at a time, and what came of each term.

A public endpoint may be slow, busy, or cut its answer short. So it is asked at a pace, one question at a
time; each answer is proven whole, by a count, and kept on disk; a batch without a whole answer is halved,
down to one term; a term that has none even then is told, never taken for one without rows.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final, Self

from koryu.errors import DeferredError, QueryError, UnansweredError
from koryu.linking.answers import EVER, Answers, Question
from koryu.linking.pace import Pace
from koryu.queries.binding import bind
from koryu.rdf.ntriples import language
from koryu.stores.endpoint import Endpoint
from koryu.stores.local import Row, check_syntax
from koryu.stores.patience import LONGEST_PAUSE, Patience

BATCH: Final = 50  # terms in one query
PAUSES: Final = (
    1.0,
    2.0,
    4.0,
    8.0,
    16.0,
)  # seconds before a busy endpoint is asked again, if it does not say
ATTEMPTS: Final = 2  # for a single term, the second after all others
GIVE_UP: Final = 5  # single terms without an answer, one after the other: is the endpoint still there?
_TELL: Final = 5.0  # seconds of a wait that are worth a word

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Found:
    """What an endpoint said.

    ``rows``: those of all terms that were answered, each once, in the order of the terms. ``unanswered``: by
    each other term, why; nothing is known of these. ``asked``: when the oldest of the answers was given; None
    if there is none.
    """

    columns: tuple[str, ...]
    rows: list[Row]
    unanswered: Mapping[str, str] = field(default_factory=dict)
    asked: datetime | None = None


class Client:
    """Asks one public endpoint."""

    def __init__(
        self,
        url: str,
        cache: Path | None = None,
        *,
        pace: Pace | None = None,
        timeout: float = 60,
        longest_wait: float = LONGEST_PAUSE,
        since: datetime = EVER,
        tell: Tell = lambda _line: None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Name an endpoint; it is not asked yet.

        Args:
            url: Its address.
            cache: The folder that keeps its answers; without one they are kept for this run alone.
            pace: How fast it may be asked.
            timeout: Seconds for one answer.
            longest_wait: Seconds that are waited if the endpoint asks for so many; a user who waits for more
                than a minute should be told, by ``tell``.
            since: Answers that are older are asked for again.
            tell: Is told, in a line, how far it is, and for what it waits.
            clock: Tells the seconds since 1970.
            sleep: Waits for so many seconds.

        Raises:
            EndpointError: The address is malformed.
            ProjectError: The cache cannot be opened.
        """
        self._clock, self._sleep, self._tell = clock, sleep, tell
        patience = Patience(self._wait, PAUSES, longest_wait, (pace or Pace(sleep=sleep)).turn)
        self._endpoint = Endpoint(url, timeout, patience=patience)
        self._answers = Answers(cache, since)
        self._answered: Counter[str] = Counter()  # queries, by how often they were answered

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the cache."""
        self._answers.close()

    @property
    def url(self) -> str:
        """The address of the endpoint."""
        return self._endpoint.url

    def select(self, query: str) -> Found:
        """Answer a SELECT with all its rows, from the cache or from the endpoint.

        Raises:
            EndpointError: There is no whole answer.
        """
        columns, question = _columns(query), Question(self.url, query)
        answer = self._answers.get(question, "")
        if answer is None:
            self._answers.put(question, {"": self._ask(query, query)}, self.now())
            answer = self._answers.get(question, "")
            assert answer is not None
        return Found(columns, list(answer.rows), {}, answer.asked)

    def select_batched(self, query: str, hole: str, terms: Iterable[str], batch: int = BATCH) -> Found:
        """Answer a SELECT for each of the terms in a hole of it.

        Args:
            query: Has the hole ``VALUES ?hole { UNDEF }``, and ``?hole`` among its columns, so that each row
                tells which term it is for; other holes that are needed are bound already.
            hole: Its name.
            terms: In N-Triples.
            batch: The most that are asked for at once.

        Raises:
            EndpointError: Nothing at all was answered, or the endpoint refuses the query.
            QueryError: The query has no such hole or column.
        """
        columns = _columns(query)
        if hole not in columns or bind(query, {hole: ["1"]}) == query:
            raise QueryError(f"the query needs a hole and a column ?{hole}; write VALUES ?{hole} {{ UNDEF }}")
        run = _Run(self, Question(self.url, query, hole), columns.index(hole), batch)
        return run.answer(list(dict.fromkeys(terms)), columns)

    def _ask(self, query: str, pattern: str) -> list[Row]:
        rows = self._endpoint.select_all(query, tried=bool(self._answered[pattern])).rows
        self._answered[pattern] += 1
        return rows

    def _is_alive(self) -> bool:
        try:
            return bool(self._endpoint.select("SELECT ?alive WHERE { VALUES ?alive { 1 } }").rows)
        except UnansweredError:
            return False

    def now(self) -> datetime:
        """The time by its clock."""
        return datetime.fromtimestamp(self._clock(), UTC)

    def _wait(self, seconds: float, asked: bool) -> None:
        if seconds >= _TELL:
            until = datetime.fromtimestamp(self._clock() + seconds).strftime("%H:%M:%S")
            self._tell(f"waits until {until}{', as the endpoint asks' if asked else ', for it is busy'}")
        self._sleep(seconds)


class _Run:
    """The terms of one query on their way: kept, asked for, or left without an answer."""

    def __init__(self, client: Client, question: Question, column: int, batch: int) -> None:
        self._client = client
        self._question = question
        self._column = column
        self._most = self._size = batch
        self._failed: dict[str, UnansweredError] = {}
        self._fresh = 0  # terms that the endpoint answered in this run
        self._vain = 0  # single terms without an answer since the last that had one

    def answer(self, terms: Sequence[str], columns: tuple[str, ...]) -> Found:
        missing = [term for term in terms if self._kept(term) is None]
        try:
            for attempt in range(ATTEMPTS):
                self._work_off(missing if attempt == 0 else list(self._failed))
        except UnansweredError as error:  # it is not to be asked any more
            self._leave(missing, error)
        if self._failed and not self._fresh and len(self._failed) == len(terms):
            raise next(reversed(self._failed.values()))
        return self._found(terms, columns)

    def _kept(self, term: str) -> object:
        return self._client._answers.get(self._question, term)

    def _leave(self, missing: Sequence[str], error: UnansweredError) -> None:
        for term in missing:
            if term not in self._failed and self._kept(term) is None:
                self._failed[term] = error

    def _found(self, terms: Sequence[str], columns: tuple[str, ...]) -> Found:
        answers = [self._client._answers.get(self._question, term) for term in terms]
        given = [answer for answer in answers if answer]
        return Found(
            columns,
            list(dict.fromkeys(row for answer in given for row in answer.rows)),
            {term: str(error) for term, error in self._failed.items()},
            min((answer.asked for answer in given), default=None),
        )

    def _work_off(self, terms: Sequence[str]) -> None:
        """Ask for all terms: batches of a size that the endpoint manages, and halves of those it did not."""
        fresh, halves = iter(terms), deque[Sequence[str]]()
        done = 0
        while batch := halves.popleft() if halves else list(islice(fresh, self._size)):
            whole = self._ask(batch)
            if whole:
                done += len(batch)
                self._client._tell(f"{done} of {len(terms)} asked")
            elif len(batch) > 1:
                middle = len(batch) // 2
                halves.extendleft((batch[middle:], batch[:middle]))
            self._size = (
                min(self._most, self._size * 2) if whole else max(1, min(self._size, len(batch) // 2))
            )

    def _ask(self, batch: Sequence[str]) -> bool:
        """Ask for a batch and keep its rows; tell whether there was a whole answer."""
        try:
            rows = self._client._ask(
                bind(self._question.query, {self._question.hole: batch}), self._question.query
            )
            self._client._answers.put(self._question, self._by_term(batch, rows), self._client.now())
        except DeferredError:
            raise
        except UnansweredError as error:
            if len(batch) == 1:
                self._give_up_or_go_on(batch[0], error)
            return False
        self._fresh, self._vain = self._fresh + len(batch), 0
        for term in batch:
            self._failed.pop(term, None)
        return True

    def _give_up_or_go_on(self, term: str, error: UnansweredError) -> None:
        self._failed[term] = error
        self._vain += 1
        if self._vain >= GIVE_UP:
            if not (self._fresh and self._client._is_alive()):
                raise error
            self._vain = 0

    def _by_term(self, batch: Sequence[str], rows: Sequence[Row]) -> dict[str, list[Row]]:
        """Part the rows by the term that each is for; none may be for one that was not asked for."""
        parts: dict[str, list[Row]] = {term: [] for term in batch}
        spellings: dict[str, list[str]] = {}
        for term in batch:
            spellings.setdefault(_normal(term), []).append(term)
        for row in rows:
            asked = row[self._column] or "nothing"
            if _normal(asked) not in spellings:
                raise UnansweredError(f"{self._client.url}: answers for {asked}, which was not asked for")
            for term in spellings[_normal(asked)]:
                parts[term].append(row)
        return parts


def _columns(query: str) -> tuple[str, ...]:
    columns = check_syntax(query)
    if columns is None:
        raise QueryError("the query is not a SELECT")
    return columns


def _normal(term: str) -> str:
    """Write a term as all engines do: some have their language tags in lower case."""
    tag = language(term)
    return term if tag is None else f"{term[: -len(tag)]}{tag.lower()}"
