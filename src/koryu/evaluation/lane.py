"""The fast lane: queries whose cost is bounded beforehand are evaluated at once, in the server itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from koryu.evaluation.answering import Question, evaluate_cheap
from koryu.evaluation.fanouts import Fanouts
from koryu.evaluation.flat import Form, read_flat
from koryu.limits import Limits

MOST: Final = 1000  # solutions, those of parts of the query included: a millisecond or two


class Lane:
    """Evaluates at once what is cheap for certain; it is closed until the graph has been measured."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._store: ox.Store | None = None
        self._fanouts: Fanouts | None = None

    def open(self, store: ox.Store, fanouts: Fanouts) -> None:
        """Open it, with the store and how many statements things have in it."""
        self._store, self._fanouts = store, fanouts

    def admit(self, query: str, limits: Limits) -> Form | None:
        """Tell the form of a query if it is cheap for certain, and this lane is open."""
        if self._store is None or self._fanouts is None or (flat := read_flat(query)) is None:
            return None
        is_cheap = self._fanouts.solutions(flat) * flat.template <= min(MOST, limits.rows)
        return flat.form if is_cheap else None

    def evaluate(self, question: Question) -> bytes | None:
        """Answer a question that was admitted; None if its answer is too long, or it is malformed."""
        assert self._store is not None
        try:
            return evaluate_cheap(self._store, question, self._prefixes)
        except (SyntaxError, RuntimeError, ValueError):
            return None
