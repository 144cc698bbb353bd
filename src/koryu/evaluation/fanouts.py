"""How many statements each subject, object and predicate has at most: what bounds a flat query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import permutations
from typing import Final

from koryu.evaluation.flat import Flat
from koryu.rdf.ntriples import value
from koryu.stores.local import Engine

Pattern = tuple[str, str, str]
ANY: Final = ""  # stands for any predicate

_OF_PREDICATE: Final = (
    "SELECT ?p (MAX(?n) AS ?most) WHERE {{ SELECT ?p {0} (COUNT(*) AS ?n) "
    "WHERE {{ ?s ?p ?o }} GROUP BY ?p {0} }} GROUP BY ?p"
)
_OF_ANY: Final = (
    "SELECT (MAX(?n) AS ?most) WHERE {{ SELECT {0} (COUNT(*) AS ?n) WHERE {{ ?s ?p ?o }} GROUP BY {0} }}"
)
_ALL: Final = "SELECT ?p (COUNT(*) AS ?most) WHERE { ?s ?p ?o } GROUP BY ?p"


@dataclass(frozen=True)
class Fanouts:
    """The largest numbers of statements by predicate: of one subject, of one object, and of all."""

    of_subject: Mapping[str, int]
    of_object: Mapping[str, int]
    of_all: Mapping[str, int]
    _known: dict[tuple[Pattern, ...], int] = field(default_factory=dict, compare=False)

    def solutions(self, flat: Flat) -> int:
        """Bound the solutions of a flat query, those of its parts included, in whatever order it is joined.

        An engine that joins by loops begins with a pattern that has a constant, if there is one.
        """
        if flat.patterns not in self._known:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[flat.patterns] = max(map(self._cost, permutations(flat.patterns)))
        return self._known[flat.patterns]

    def _cost(self, order: tuple[Pattern, ...]) -> int:
        if not _is_anchored(order[0]) and any(map(_is_anchored, order)):
            return 0  # no engine begins so
        cost, solutions = 0, 1
        bound: set[str] = set()
        for pattern in order:
            solutions *= self._fanout(pattern, bound)
            cost += solutions
            bound.update(pattern)
        return cost

    def _fanout(self, pattern: Pattern, bound: set[str]) -> int:
        subject, predicate, object_ = pattern
        name = ANY if predicate.startswith("?") else predicate
        ends = [
            counts.get(name, 0)
            for node, counts in ((subject, self.of_subject), (object_, self.of_object))
            if node == "C" or node in bound
        ]
        return min(ends, default=self.of_all.get(name, 0))


def _is_anchored(pattern: Pattern) -> bool:
    return "C" in (pattern[0], pattern[2])


def measure(engine: Engine) -> Fanouts:
    """Count the statements of a graph.

    Raises:
        QueryError: It took too long.
    """
    of_subject, of_object = (
        {**_by_predicate(engine, _OF_PREDICATE.format(end)), ANY: _number(engine, _OF_ANY.format(end))}
        for end in ("?s", "?o")
    )
    of_all = _by_predicate(engine, _ALL)
    return Fanouts(of_subject, of_object, {**of_all, ANY: sum(of_all.values())})


def _by_predicate(engine: Engine, query: str) -> dict[str, int]:
    return {str(p): int(value(most or "")) for p, most in engine.select(query).rows}


def _number(engine: Engine, query: str) -> int:
    ((most,),) = engine.select(query).rows
    return int(value(most)) if most else 0
