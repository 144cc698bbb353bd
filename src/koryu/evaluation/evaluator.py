"""Evaluating the queries of strangers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from koryu.errors import QueryError
from koryu.evaluation.limits import Limits
from koryu.stores.local import Engine, LocalStore


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

    def __init__(self, store: Path, limits: Limits) -> None:
        self.limits = limits
        self._engine = LocalStore(store)

    async def answer(
        self,
        query: str,  # noqa: ARG002
        accept: str = "*/*",  # noqa: ARG002
        graphs: Graphs | None = None,  # noqa: ARG002
        *,
        client: str = "",  # noqa: ARG002
    ) -> Answer:
        """Evaluate a query.

        Raises:
            QueryError: It is malformed, asks for what nobody may, or its engine gave up.
        """
        raise QueryError("not yet")

    def engine(self, client: str = "") -> Engine:  # noqa: ARG002
        """Make an engine for code that runs in a thread; its queries are within the limits too."""
        return self._engine

    async def close(self) -> None:
        """End what is still running."""
