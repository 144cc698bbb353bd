"""Loading what queries can touch: all that the rows in doubt say, and some predicates of all rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa

from koryu.columnar.hashing import Hashes
from koryu.columnar.hashsets import is_in
from koryu.columnar.lines import Lines
from koryu.columnar.plan import General, Say, TablePlan
from koryu.proofs.columns.spaces import Spaces
from koryu.proofs.columns.views import Mask, View
from koryu.proofs.plan.makers import SUBCLASS, TYPE, Maker, Plan
from koryu.proofs.plan.terms import Skeleton
from koryu.proofs.queries.reads import Reads
from koryu.proofs.tables import Numbers, OpenTables
from koryu.shacl.data import Data


@dataclass(frozen=True)
class PartPlan(TablePlan):
    """A plan of which only a part is wanted."""

    chosen: tuple[Say | General, ...] = ()

    @cached_property
    def says(self) -> list[Say | General]:
        """What is said of each row."""
        return list(self.chosen)


@dataclass
class Kept:
    """Rows that are in doubt, or that tell of what is: by the place of their table."""

    views: list[tuple[int, View]] = field(default_factory=list)
    things: set[str] = field(default_factory=set)


def merged(found: Iterable[Mapping[int, Numbers]]) -> dict[int, Numbers]:
    """Put together rows of tables, each once."""
    together: dict[int, list[Numbers]] = {}
    for rows in found:
        for place, numbers in rows.items():
            together.setdefault(place, []).append(numbers)
    return {place: np.unique(np.concatenate(parts)) for place, parts in sorted(together.items())}


def load_rows(
    data: Data,
    opened: OpenTables,
    plan: Plan,
    spaces: Spaces,
    rows: Mapping[int, Numbers],
    things: Hashes,
) -> Kept:
    """Load all that some rows say, and name the things among what they are about."""
    kept = Kept(list(opened.only(rows)))
    for place, view in kept.views:
        for group in plan.groups:
            if group.place == place:
                mask = is_in(spaces.hashes(group.subject, view), things)
                kept.things.update(_named(group.subject, view, mask))
    _load(data, (_written(plan.tables[place], view) for place, view in kept.views))
    return kept


def _named(subject: Skeleton, view: View, mask: Mask) -> Iterator[str]:
    places = np.flatnonzero(mask)
    if len(places):
        terms = terms_of(subject, view)
        yield from (terms[place] for place in places.tolist())


def terms_of(subject: Skeleton, view: View) -> list[str]:
    """Write the terms of the rows of a view."""
    texts = view.texts(subject).to_pylist()
    terms = texts if subject.is_blank else [f"<{text}>" for text in texts]
    return terms if len(terms) == view.size else terms * view.size


def load_predicates(data: Data, opened: OpenTables, plan: Plan, needed: Reads) -> None:
    """Load all triples that some queries need, from all rows."""
    for place, table in enumerate(plan.tables):
        chosen = tuple(each.say for each in plan.made if each.place == place and _is_read(each, needed))
        if chosen:
            part = PartPlan(table.table, table.label, False, chosen)
            _load(data, (_written(part, view) for view in opened.views(place)))


def _load(data: Data, lines: Iterable[pa.Buffer]) -> None:
    data.add_lines(bytes(memoryview(each)) for each in lines)


def _written(plan: TablePlan, view: View) -> pa.Buffer:
    return Lines().rows(plan, view.rows).content


def _is_read(made: Maker, needed: Reads) -> bool:
    if needed.is_all or made.predicate is None or made.is_list or made.predicate in needed.predicates:
        return True
    if made.predicate != TYPE or not needed.classes:
        return False
    class_ = made.object
    is_known = isinstance(class_, Skeleton) and not class_.names
    return not is_known or class_.texts[0] in needed.classes  # type: ignore[union-attr]


def reads_with_classes(needed: Reads, plan: Plan) -> Reads:
    """Take all classes, if the tables say which are below others."""
    if needed.classes and plan.of(SUBCLASS):
        return needed | Reads(frozenset({TYPE, SUBCLASS}))
    return needed
