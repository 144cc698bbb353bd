"""Validating what tables would make, without making it where that is not needed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from koryu.errors import KoryuError
from koryu.proofs.columns.spaces import Spaces
from koryu.proofs.columns.views import View
from koryu.proofs.doubts import Doubts
from koryu.proofs.loading import Kept, load_predicates, load_rows, merged, reads_with_classes
from koryu.proofs.placing import find_cells
from koryu.proofs.plan.makers import Plan
from koryu.proofs.plan.terms import Skeleton
from koryu.proofs.queries.joins import Joiner
from koryu.proofs.queries.reads import union
from koryu.proofs.queries.rules import Rules
from koryu.proofs.survey import look
from koryu.proofs.tables import OpenTables, open_tables
from koryu.proofs.ways import Explanation, Ways, find_ways
from koryu.rdf.ntriples import Triple, is_literal
from koryu.shacl.data import Data
from koryu.shacl.evaluating import evaluate
from koryu.shacl.results import Result
from koryu.shacl.shapes import Shape
from koryu.tables.files.fetching import Fetcher


class Validated(NamedTuple):
    """What became of a validation: results in no order, each with its cell; the ways; what was warned of."""

    results: list[Result]
    explanations: list[Explanation]
    warnings: tuple[KoryuError, ...]


def validate_tables(
    paths: Iterable[str | Path],
    shapes: Sequence[Shape],
    fetcher: Fetcher | None = None,
    root: Path | None = None,
    asked: Collection[Triple] = (),
) -> Validated:
    """Validate the graph that tables make in the minimal mode of CSV on the Web.

    Args:
        paths: Paths or URLs of metadata, or of tables; the tables of several are one group.
        shapes: Shapes with targets.
        fetcher: What fetches files; local ones only if it is left out.
        root: The folder that messages show paths from.
        asked: The shapes graph, if queries of shapes ask it.

    Raises:
        Faults: The metadata have errors.
        DataError: A table cannot be read at all.
        OntologyError: The query of a shape cannot be run.
    """
    opened = open_tables(paths, fetcher, root)
    plan = Plan(opened.plans)
    ways = find_ways(shapes, plan)
    results = list(_Validation(opened, plan, ways, asked).run())
    return Validated(results, ways.explanations, opened.warnings)


class _Validation:
    """A validation: first the columns, then queries on what is in doubt, then those on all there is."""

    def __init__(self, opened: OpenTables, plan: Plan, ways: Ways, asked: Collection[Triple]) -> None:
        self.opened = opened
        self.plan = plan
        self.ways = ways
        self.asked = asked
        self.spaces = Spaces(_skeletons(plan))

    def run(self) -> Iterator[Result]:
        """Give the results."""
        rules = Rules(self.ways.rules, self.plan)
        links = [*self.ways.followed, *rules.links()]
        seen = look(self.opened, self.plan, self.spaces, self.ways.screens, links)
        doubts = Doubts(seen, self.ways, self.plan)
        parts = list(rules.parts(Joiner(self.plan, seen, self.spaces)))
        self.ways.explanations += [each.explanation for each in parts]
        data = Data()
        data.add_shapes(self.asked)
        rows = [
            doubts.rows(),
            *(each.rows for each in parts),
            *(doubts.rows_of(each.things) for each in parts),
        ]
        kept = load_rows(data, self.opened, self.plan, self.spaces, merged(rows), doubts.things)
        needed = union((self.ways.reads, *(each.reads for each in parts)))
        load_predicates(data, self.opened, self.plan, reads_with_classes(needed, self.plan))
        results = [each for each in evaluate(self.ways.screened, data) if each.focus in kept.things]
        results += evaluate(self.ways.queried, data)
        yield from find_cells(results, self.plan, self.opened, self._views(results, kept, doubts))

    def _views(self, results: list[Result], kept: Kept, doubts: Doubts) -> Iterator[tuple[int, View]]:
        """Give the rows that results are about, read again if they are not at hand."""
        yield from kept.views
        named = {
            term for each in results for term in (each.focus, each.value) if term and not is_literal(term)
        }
        others = np.array(sorted(self.spaces.hash_of(term) for term in named - kept.things), np.uint64)
        yield from self.opened.only(doubts.rows_of(others))


def _skeletons(plan: Plan) -> Iterator[Skeleton]:
    for each in plan.made:
        for term in (each.group.subject if each.group else None, each.object):
            if isinstance(term, Skeleton):
                yield term
