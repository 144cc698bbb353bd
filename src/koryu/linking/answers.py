"""Answers of public endpoints, kept on disk with the day they were given, so that nothing is asked twice.

One SQLite file: an answer is in it whole or not at all, whenever the program is stopped. An answer is found
by the endpoint, the text of the query and the term in its hole; each term has its own, in whatever batch it
was asked for.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from koryu.errors import ProjectError
from koryu.stores.local import Row

FILE: Final = "answers.sqlite"
_TABLE: Final = """CREATE TABLE IF NOT EXISTS answer (
  key BLOB PRIMARY KEY, endpoint TEXT NOT NULL, term TEXT NOT NULL, asked TEXT NOT NULL, rows TEXT NOT NULL
) WITHOUT ROWID"""
EVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    """The rows for one term, and when the endpoint gave them."""

    rows: tuple[Row, ...]
    asked: datetime


class Answers:
    """The answers that are kept in a folder."""

    def __init__(self, folder: Path | None, since: datetime = EVER) -> None:
        """Open the folder's file, or make it.

        Args:
            folder: None keeps the answers for this run alone.
            since: Older answers are not taken.

        Raises:
            ProjectError: It cannot be opened.
        """
        self._path = folder / FILE if folder else None
        self._since = since
        with _faults(self._path):
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(self._path or ":memory:", timeout=60)
            self._file.execute(_TABLE)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def get(self, question: Question, term: str) -> Answer | None:
        """Take the answer for a term, if there is one that is new enough."""
        with _faults(self._path):
            found = self._file.execute(
                "SELECT rows, asked FROM answer WHERE key = ?", (question.key(term),)
            ).fetchone()
        if found is None or (asked := datetime.fromisoformat(found[1])) < self._since:
            return None
        return Answer(tuple(map(tuple, json.loads(found[0]))), asked)

    def put(self, question: Question, rows: Mapping[str, Iterable[Row]], asked: datetime) -> None:
        """Keep the rows for some terms, all or none."""
        records = [
            (question.key(term), question.endpoint, term, asked.isoformat(), _json(found))
            for term, found in rows.items()
        ]
        with _faults(self._path), self._file:
            self._file.executemany("REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", records)


@dataclass(frozen=True)
class Question:
    """A query with an open hole, as it is sent to an endpoint."""

    endpoint: str
    query: str
    hole: str = ""

    def key(self, term: str) -> bytes:
        """Tell what its answer for a term is found by."""
        return hashlib.sha256("\0".join((self.endpoint, self.query, self.hole, term)).encode()).digest()


def _json(rows: Iterable[Row]) -> str:
    return json.dumps(list(rows), ensure_ascii=False, separators=(",", ":"))


@contextmanager
def _faults(path: Path | None) -> Iterator[None]:
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as error:
        raise ProjectError(
            f"{path}: kept answers cannot be used: {error}; remove the file to ask anew"
        ) from None
