"""Rules that are queries: what of the tables is loaded for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from koryu.columnar.hashing import Hashes
from koryu.proofs.plan.makers import Plan
from koryu.proofs.queries import reads
from koryu.proofs.queries.joins import Joiner, TooMany, can_join, links_of
from koryu.proofs.queries.patterns import Pattern, Unknown, read_pattern
from koryu.proofs.queries.reads import ALL, NOTHING, Reads
from koryu.proofs.screens import Link
from koryu.proofs.tables import Numbers
from koryu.proofs.ways import Explanation, Rule
from koryu.rdf.ntriples import value
from koryu.shacl.custom import prologue


@dataclass(frozen=True)
class Part:
    """What a rule needs of the tables.

    ``reads``: triples of all rows. ``rows``: rows that can be part of a solution, by table. ``things``:
    focus nodes there.
    """

    reads: Reads
    rows: dict[int, Numbers]
    things: Hashes
    explanation: Explanation


class Rules:
    """The queries of some shapes, taken apart."""

    def __init__(self, rules: Iterable[Rule], plan: Plan) -> None:
        self._plan = plan
        self._patterns = [(rule, _pattern(rule)) for rule in rules]

    def links(self) -> Iterator[Link]:
        """Give the links whose hashes joins need."""
        for rule, pattern in self._patterns:
            if pattern and self._can_join(rule, pattern):
                for triple in pattern.triples:
                    yield from links_of(triple.predicate, self._plan)

    def parts(self, joiner: Joiner) -> Iterator[Part]:
        """Find what each rule needs, now that all rows have been seen."""
        for rule, pattern in self._patterns:
            yield self._joined(rule, pattern, joiner) or self._whole(rule, pattern)

    def _can_join(self, rule: Rule, pattern: Pattern) -> bool:
        if self._plan.unknown_classes or not can_join(pattern, self._plan):
            return False
        names = {term for triple in pattern.triples for term in (triple.subject, triple.object)}
        allowed = {"targetNode"} | ({"targetClass", "targetSubjectsOf"} if "?this" in names else set())
        return {target.kind for target in rule.targets} <= allowed

    def _joined(self, rule: Rule, pattern: Pattern | None, joiner: Joiner) -> Part | None:
        if pattern is None or not self._can_join(rule, pattern):
            return None
        try:
            rows, things = joiner.candidates(pattern)
        except TooMany:
            return None
        count = sum(map(len, rows.values()))
        why = (
            f"it has no negation and no grouping, so the {count} rows that can be part of a solution suffice"
        )
        return Part(NOTHING, rows, things, _explained(rule, why))

    def _whole(self, rule: Rule, pattern: Pattern | None) -> Part:
        nothing = np.zeros(0, np.uint64)
        if pattern is None:
            return Part(ALL, {}, nothing, _explained(rule, "its predicates are not known; all is loaded"))
        targets = reads.of_targets(rule.targets, (rule.shape.path,) if rule.shape.path else ())
        needed = reads.of_predicates(pattern.predicates) | targets
        return Part(
            needed, {}, nothing, _explained(rule, "all triples of the predicates that it names are loaded")
        )


def _pattern(rule: Rule) -> Pattern | None:
    constraint, path = rule.constraint, rule.shape.path
    terms = {**constraint.parameters, **({"PATH": str(path)} if path else {})}
    try:
        return read_pattern(prologue(constraint.prefixes) + constraint.query.replaced(terms))
    except Unknown:
        return None


def _explained(rule: Rule, why: str) -> Explanation:
    return Explanation(value(rule.shape.node), rule.constraint.iri, "query", why)
