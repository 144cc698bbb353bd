"""Which way each constraint of each shape goes: by construction, by columns, or by a query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from koryu.proofs.columns.judging import Judges, flattened
from koryu.proofs.columns.values import shown
from koryu.proofs.columns.verdicts import Undecided
from koryu.proofs.plan.makers import Group, Maker, Plan
from koryu.proofs.plan.terms import Skeleton, Words
from koryu.proofs.queries import reads
from koryu.proofs.queries.reads import NOTHING, Reads
from koryu.proofs.screens import CountScreen, Link, LinkScreen, LookupScreen, RowScreen, Screen, step_of
from koryu.rdf.ntriples import value
from koryu.shacl import searches, value_tests
from koryu.shacl.custom import SparqlConstraint
from koryu.shacl.paths import Path
from koryu.shacl.shapes import Constraint, Search, Shape, Target, Test

Way = Literal["proven", "columns", "query"]


@dataclass(frozen=True)
class Explanation:
    """Which way a constraint of a shape went, and why that is safe.

    ``shape`` and ``component`` are IRIs, as a result has them.
    """

    shape: str
    component: str
    way: Way
    why: str

    def __str__(self) -> str:
        component = _local(self.component).removesuffix("ConstraintComponent")
        return f"{self.way}: {_local(self.shape)} {component}: {self.why}"


def _local(name: str) -> str:
    return re.split("[/#]", name)[-1]


@dataclass(frozen=True)
class Rule:
    """A query of SHACL-SPARQL, and the targets of its shape."""

    shape: Shape
    constraint: SparqlConstraint
    targets: tuple[Target, ...]


@dataclass
class Ways:
    """What is to be done for some shapes.

    ``screened``: the shapes with the constraints that columns judge; ``queried``: with those that are asked
    of all. ``reads``: what the latter need. ``rules``: those that are queries themselves. ``pools``: the
    groups of which no two rows may be about one thing; what is, is in doubt. ``followed``: the links that
    lead from a thing in doubt to what is asked of other rows.
    """

    screened: list[Shape] = field(default_factory=list)
    queried: list[Shape] = field(default_factory=list)
    screens: list[Screen] = field(default_factory=list)
    followed: set[Link] = field(default_factory=set)
    rules: list[Rule] = field(default_factory=list)
    pools: set[frozenset[Group]] = field(default_factory=set)
    reads: Reads = NOTHING
    explanations: list[Explanation] = field(default_factory=list)


def find_ways(shapes: Iterable[Shape], plan: Plan) -> Ways:
    """Decide for each constraint."""
    found = Ways()
    for shape in shapes:
        decider = _Decider(shape.targets, plan, found)
        screened, queried = decider.split(shape)
        found.screened.append(screened)
        found.queried.append(queried)
    return found


class _Decider:
    """Decides on the constraints of a shape, and of the property shapes in it."""

    def __init__(self, targets: tuple[Target, ...], plan: Plan, ways: Ways) -> None:
        self.targets = targets
        self.plan = plan
        self.ways = ways

    def split(self, shape: Shape, around: tuple[Path, ...] = ()) -> tuple[Shape, Shape]:
        """Split a shape into what columns judge and what queries answer."""
        if shape.is_deactivated:
            return shape, shape
        by_columns = [each for each in shape.constraints if self._decide(shape, each, around)]
        by_query = tuple(each for each in shape.constraints if each not in by_columns)
        further = (*around, shape.path) if shape.path else around
        inner = [self.split(each, further) for each in shape.properties]
        return (
            replace(
                shape, constraints=_without_queries(by_columns), properties=tuple(each[0] for each in inner)
            ),
            replace(shape, constraints=by_query, properties=tuple(each[1] for each in inner)),
        )

    def _decide(self, shape: Shape, constraint: Constraint, around: tuple[Path, ...]) -> bool:
        """Decide on a constraint: can columns judge it?"""
        judges = Judges(self.plan)
        try:
            if around:
                raise Undecided("its focus nodes are values of another shape")
            groups, how = self._groups()
            screens = list(_Screening(judges, groups).of(constraint, shape.path))
        except Undecided as undecided:
            self._ask(shape, constraint, around, str(undecided))
            return False
        needed = [each for each in screens if not _is_proof(each)]
        self.ways.screens += needed
        self.ways.pools |= judges.pools
        self.ways.followed |= {link for each in screens for link in _followed(each)}
        told = needed or screens
        why = "; ".join(dict.fromkeys(map(_why, told))) or how
        self._explain(shape, constraint, "columns" if needed else "proven", why)
        return True

    def _ask(self, shape: Shape, constraint: Constraint, around: tuple[Path, ...], why: str) -> None:
        if isinstance(constraint, SparqlConstraint) and not around:
            self.ways.rules.append(Rule(shape, constraint, self.targets))
            return
        needed = reads.of_constraint(constraint, shape.path) | reads.of_targets(self.targets, around)
        self.ways.reads |= needed
        self._explain(shape, constraint, "query", why)

    def _explain(self, shape: Shape, constraint: Constraint, way: Way, why: str) -> None:
        self.ways.explanations.append(Explanation(value(shape.node), constraint.iri, way, why))

    def _groups(self) -> tuple[list[Group], str]:
        """Find what the focus nodes may be among."""
        if self.plan.unknown_classes:
            raise Undecided(self.plan.unknown_classes)
        found = [each.group for target in self.targets for each in self._makers(target)]
        names = ", ".join(value(target.term) for target in self.targets)
        return list(dict.fromkeys(each for each in found if each)), f"no table makes focus nodes by {names}"

    def _makers(self, target: Target) -> list[Maker]:
        if target.kind == "targetClass":
            return self.plan.instances(target.term)
        if target.kind == "targetSubjectsOf":
            return self.plan.of(target.term)
        raise Undecided("its focus nodes are named, or are values")


@dataclass(frozen=True)
class _Screening:
    """Makes the screens of a constraint for focus nodes of some groups."""

    judges: Judges
    groups: Sequence[Group]

    def of(self, constraint: Constraint, path: Path | None) -> Iterator[Screen]:
        """Make the screens of a constraint.

        Raises:
            Undecided: Columns cannot tell.
        """
        if isinstance(constraint, Test):
            for each in flattened([constraint]):
                yield from self._of_test(each, path)
        elif isinstance(constraint, Search):
            yield from self._of_search(constraint, path)
        else:
            raise Undecided("it is neither a test nor a search")

    def _of_test(self, test: Test, path: Path | None) -> Iterator[Screen]:
        if path is None:
            for group in self.groups:
                itself = Link(group.place, group.subject, group.subject)
                yield self._lookup(test, itself, group) or RowScreen(
                    group, self.judges.test(test, group.subject, group)
                )
            return
        for link in self._links(path):
            yield self._lookup(test, link, _value_group(link)) or LinkScreen(
                link, self.judges.test(test, link.value)
            )

    def _lookup(self, test: Test, link: Link, group: Group | None) -> Screen | None:
        """Make the screen of a test that looks up what other rows say of a value; None if it does not."""
        plan = self.judges.plan
        if isinstance(link.value, Words):
            return None
        if isinstance(test, value_tests.Class):
            if group and group in plan.all_of(test.class_):
                return LinkScreen(link, self.judges.test(test, link.value, group))
            return LookupScreen(link, tuple(plan.all_of(test.class_)))
        if isinstance(test, value_tests.Node) and link.made:
            near = [each for each in plan.groups if each.subject.may_be(link.value)]
            judges = [RowScreen(each, self.judges.conforms(test.shape, each.subject, each)) for each in near]
            return LookupScreen(link, tuple(near), tuple(judges))
        return None

    def _links(self, path: Path) -> list[Link]:
        """Find the columns whose triples may lead from a focus node to a value node."""
        predicate, is_inverse = step_of(path)
        if predicate is None:
            raise Undecided("its path is more than a predicate")
        made = self.judges.plan.of(predicate)
        if any(each.object is None for each in made):
            raise Undecided(f"only the general converter knows the values of {value(predicate)}")
        links = [link for each in made for link in _linked(each, is_inverse=is_inverse)]
        return [link for link in links if any(link.focus.may_be(group.subject) for group in self.groups)]

    def _of_search(self, search: Search, path: Path | None) -> Iterator[Screen]:
        if path and isinstance(search, searches.MinCount | searches.MaxCount) and self._is_elsewhere(path):
            yield self._counted(search, path)
            return
        for group in self.groups:
            yield RowScreen(group, self.judges.search(search, path, group.subject, group))

    def _is_elsewhere(self, path: Path) -> bool:
        """Do other rows than those of the focus nodes lead to the values?"""
        if not path.predicate:
            return True
        local = [self.judges.plan.local(group, path.predicate) for group in self.groups]
        return not any(local) and bool(self._links(path))

    def _counted(self, search: searches.MinCount | searches.MaxCount, path: Path) -> CountScreen:
        links = self._links(path)
        if any(isinstance(each.value, Words) and not each.value.is_text for each in links):
            raise Undecided("values that are not texts are counted over several rows")
        is_least = isinstance(search, searches.MinCount)
        least, most = (search.count, None) if is_least else (0, search.count)
        return CountScreen(tuple(links), tuple(self.groups), least, most)


def _without_queries(constraints: Iterable[Constraint]) -> tuple[Constraint, ...]:
    """Leave queries out, which have been proven to have no focus nodes if they are here."""
    return tuple(each for each in constraints if not isinstance(each, SparqlConstraint))


def _linked(made: Maker, *, is_inverse: bool) -> Iterator[Link]:
    assert made.group
    assert made.object
    if not is_inverse:
        yield Link(made.place, made.group.subject, made.object, made)
    elif isinstance(made.object, Skeleton):
        yield Link(made.place, made.object, made.group.subject, made)


def _value_group(link: Link) -> Group | None:
    """Give the group of a value node, if it is what the row is about."""
    made = link.made
    return made.group if made and made.group and made.group.subject == link.value else None


def _is_proof(screen: Screen) -> bool:
    return isinstance(screen, RowScreen | LinkScreen) and screen.judge.is_proof


def _followed(screen: Screen) -> Iterator[Link]:
    """Find the links whose values, or whose rows, are more than the focus node's own rows."""
    links = screen.links if isinstance(screen, CountScreen) else ()
    links = (screen.link,) if isinstance(screen, LinkScreen | LookupScreen) else links
    looks_up = isinstance(screen, LookupScreen)
    yield from (link for link in links if looks_up or _is_inverse(link))


def _is_inverse(link: Link) -> bool:
    return bool(link.made and link.made.group and link.made.group.subject != link.focus)


def _why(screen: Screen) -> str:
    match screen:
        case RowScreen() | LinkScreen():
            return screen.judge.why
        case LookupScreen():
            where = ", ".join(shown(group.subject) for group in screen.groups) or "no table"
            return f"{shown(screen.link.value)} is looked up among {where}"
    return "the values of each focus node are counted over all rows"
