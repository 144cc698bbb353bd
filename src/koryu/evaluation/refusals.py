"""Why a query is not answered, as one tree below QueryError.

Refusal: has ``line`` and ``column``, counted from 1, where the query says what is wrong.
  Malformed: it is not SPARQL, or calls what the engine does not know.
  Forbidden: it would change data, or ask other servers.
  TooLong, TooDeep: its text is more than anybody needs.
  OutOfTime, OutOfMemory, Crashed: its evaluation was ended; nothing else was.
  Busy: all are evaluating, and the line is full; TooMany: this client asks too many at once.
"""

from __future__ import annotations

from koryu.errors import QueryError


class Refusal(QueryError):
    """A query is not answered; ``limit`` is the name of the setting that bit, if one did."""

    limit: str | None = None

    def __init__(self, problem: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(f"query:{line}:{column}: {problem}" if line else problem)
        self.line = line
        self.column = column


class Malformed(Refusal):
    """A query is not SPARQL 1.1, or calls what the engine does not know."""


class Forbidden(Refusal):
    """A query would change data, or ask other servers."""


class TooLong(Refusal):
    """A query has more characters than the limit."""

    limit = "length"


class TooDeep(Refusal):
    """A query has more brackets in brackets than the limit."""

    limit = "depth"


class OutOfTime(Refusal):
    """A query took longer than the limit and was ended."""

    limit = "seconds"


class OutOfMemory(Refusal):
    """A query took more memory than the limit and was ended."""

    limit = "memory"


class Crashed(Refusal):
    """A query brought its evaluator down; no other was harmed."""


class Busy(Refusal):
    """As many queries as may be are evaluated, and no more may wait."""

    limit = "queries"
    retry_after = 2  # seconds


class TooMany(Busy):
    """A client has as many queries evaluated as one client may."""

    limit = "per_client"


def position(text: str, place: int) -> tuple[int, int]:
    """Tell the line and the column of a place in a text, both counted from 1."""
    before = text[:place]
    return before.count("\n") + 1, place - before.rfind("\n")
