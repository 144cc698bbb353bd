"""Judging rows against shapes: all that a shape asks of a thing, by the columns of the row that it is in.

A judge of a row says nothing of a thing that several rows describe: ``pools`` says which those must not be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce

from koryu.proofs.columns import counts, pairs
from koryu.proofs.columns.values import is_among, judge_value, shown, words_among
from koryu.proofs.columns.verdicts import (
    FAILS,
    HOLDS,
    OPEN,
    Judge,
    Undecided,
    Verdict,
    all_of,
    always,
    any_of,
    none_of,
    one_of,
)
from koryu.proofs.columns.views import View
from koryu.proofs.plan.makers import Group, Maker, Plan
from koryu.proofs.plan.terms import Skeleton, Term, Words
from koryu.shacl import searches, value_tests
from koryu.shacl.paths import Path
from koryu.shacl.shapes import Search, Shape, Test


class Judges:
    """Makes judges of what tables make.

    ``pools``: the groups of which no two rows may be about one thing, for the judges made so far.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.pools: set[frozenset[Group]] = set()

    def test(self, test: Test, node: Term, group: Group | None = None) -> Judge:
        """Make the judge of a test of value nodes.

        Args:
            test: The test.
            node: What the value nodes are made of.
            group: Theirs, if they are what the row is about.

        Raises:
            Undecided: Columns cannot tell.
        """
        match test:
            case value_tests.Class():
                return self._class(test, node, group)
            case value_tests.Node():
                return self.conforms(test.shape, node, group)
            case value_tests.Not():
                return none_of(self.conforms(test.shape, node, group))
            case value_tests.And():
                return all_of(self.conforms(each, node, group) for each in test.shapes)
            case value_tests.Or():
                return any_of(self.conforms(each, node, group) for each in test.shapes)
            case value_tests.Xone():
                return one_of(self.conforms(each, node, group) for each in test.shapes)
        return judge_value(test, node)

    def _class(self, test: value_tests.Class, node: Term, group: Group | None) -> Judge:
        if isinstance(node, Words):
            return always(FAILS, f"{shown(node)} makes literals, which have no class")
        if self.plan.unknown_classes:
            raise Undecided(self.plan.unknown_classes)
        if group in self.plan.all_of(test.class_):
            return always(HOLDS, f"each row of {self.table(group)} is given the class {test.class_}")
        raise Undecided("a class that must be looked up stands in another constraint")

    def table(self, group: Group) -> str:
        """How messages call the table of a group."""
        return self.plan.tables[group.place].table.shown.rpartition("/")[2]

    def conforms(self, shape: Shape, node: Term, group: Group | None = None) -> Judge:
        """Make the judge that tells whether nodes conform to a shape.

        Raises:
            Undecided: Columns cannot tell.
        """
        if shape.is_deactivated:
            return always(HOLDS, "the shape is deactivated")
        if shape.path is None:
            return all_of(self._of_node(shape, node, group))
        if isinstance(node, Words):
            return always(OPEN, f"{shown(node)} makes literals, where a node with properties is due")
        if group is None:
            raise Undecided("it asks for properties of a value node")
        return all_of(self._of_property(shape, shape.path, group))

    def _of_node(self, shape: Shape, node: Term, group: Group | None) -> Iterator[Judge]:
        yield from (self.test(each, node, group) for each in shape.tests)
        yield from (self.search(each, None, node, group) for each in shape.searches)
        yield from (self.conforms(each, node, group) for each in shape.properties)

    def _of_property(self, shape: Shape, path: Path, group: Group) -> Iterator[Judge]:
        for made in self.makers(path, group):
            assert made.object
            yield of_values(made, all_of(self._of_values(shape, made.object)))
        yield from (self.search(each, path, group.subject, group) for each in shape.searches)

    def _of_values(self, shape: Shape, node: Term) -> Iterator[Judge]:
        yield from (self.test(each, node) for each in shape.tests)
        yield from (self.conforms(each, node) for each in shape.properties)

    def makers(self, path: Path | str, group: Group) -> list[Maker]:
        """Find the columns whose values a path leads to, in the row of its focus node.

        Raises:
            Undecided: It is more than a predicate, or only the general converter knows the values.
        """
        predicate = path if isinstance(path, str) else path.predicate
        if predicate is None:
            raise Undecided("its path is more than a predicate")
        self._needs(group, {predicate})
        found = self.plan.local(group, predicate)
        if any(each.object is None for each in self.plan.of(predicate)):
            raise Undecided(f"only the general converter knows the values of {predicate}")
        return found

    def _needs(self, group: Group, predicates: set[str]) -> None:
        if self.plan.unknown:
            raise Undecided(self.plan.unknown)
        self.pools.add(self.plan.around(group, predicates))

    def search(self, search: Search, path: Path | None, node: Term, group: Group | None) -> Judge:
        """Make the judge of a search from the focus node, which is what the row is about if there is a group.

        Raises:
            Undecided: Columns cannot tell.
        """
        if isinstance(search, searches.HasValue) and path is None:
            return _is(node, search.term)
        if group is None:
            raise Undecided("it asks for properties of a value node")
        if isinstance(search, searches.Closed) and path is None:
            return self._closed(search, group)
        if path is None:
            raise Undecided("it compares the focus node itself")
        return self._property(search, self.makers(path, group), group)

    def _property(self, search: Search, makers: list[Maker], group: Group) -> Judge:
        match search:
            case searches.MinCount():
                return counts.at_least(search.count, makers)
            case searches.MaxCount():
                return counts.at_most(search.count, makers)
            case searches.Qualified():
                return self._qualified(search, makers)
            case searches.HasValue():
                return any_of(self._has(made, search.term) for made in makers) if makers else _nothing()
            case searches.UniqueLang():
                return pairs.unique_languages(makers)
            case searches.Equals():
                return pairs.equal(makers, self.makers(search.predicate, group))
            case searches.Disjoint():
                return pairs.disjoint(makers, self.makers(search.predicate, group))
            case searches.LessThan():
                others = self.makers(search.predicate, group)
                return pairs.less(makers, others, or_equal=search.component != "LessThan")
        raise Undecided("it is a query")

    def _has(self, made: Maker, term: str) -> Judge:
        assert made.object
        equal = _is(made.object, term)
        if made.is_certain and equal.fixed:
            return equal

        def at(view: View) -> Verdict:
            found = equal.at(view)
            return Verdict(view.sure(made) & found.holds, ~view.maybe(made) | found.fails)

        return Judge(equal.why, at)

    def _qualified(self, search: searches.Qualified, makers: list[Maker]) -> Judge:
        judges = []
        for made in makers:
            assert made.object
            others = (none_of(self.conforms(each, made.object)) for each in search.siblings)
            judges.append(all_of([self.conforms(search.shape, made.object), *others]))
        count = counts.at_least if search.component == "QualifiedMinCount" else counts.at_most
        return count(search.count, makers, judges)

    def _closed(self, search: searches.Closed, group: Group) -> Judge:
        others = {each.predicate for each in self.plan.made if each.predicate} - set(search.predicates)
        around = self.plan.around(group, others)
        if around == {group} and not any(self.plan.local(group, each) for each in others):
            return always(HOLDS, f"no table makes another predicate of {shown(group.subject)}")
        self._needs(group, others)
        makers = [made for each in sorted(others) for made in self.plan.local(group, each)]
        names = ", ".join(each.column.name for each in makers) or "rows of other tables"

        def at(view: View) -> Verdict:
            none = reduce(lambda found, made: found & ~view.maybe(made), makers, view.all)
            some = reduce(lambda found, made: found | view.sure(made), makers, ~view.all)
            return Verdict(none, some)

        return Judge(f"cells of {names}, which make other predicates, are empty", at)


def of_values(made: Maker, judge: Judge) -> Judge:
    """Make the judge of rows from the judge of the values of a column."""
    if judge.is_proof or (made.is_certain and judge.fixed in (FAILS, OPEN)):
        return judge

    def at(view: View) -> Verdict:
        found = judge.at(view)
        return Verdict(~view.maybe(made) | found.holds, view.sure(made) & found.fails)

    return Judge(judge.why, at)


def _is(node: Term, term: str) -> Judge:
    if isinstance(node, Skeleton):
        return is_among(node, (term,))
    return words_among(node, (term,))


def _nothing() -> Judge:
    return always(FAILS, "no column makes it")


def flattened(found: Iterable[Test]) -> Iterator[Test]:
    """Take constraints apart that only say that others must hold."""
    for test in found:
        inner = test.shapes if isinstance(test, value_tests.And) else ()
        if isinstance(test, value_tests.Node) and _is_plain(test.shape):
            inner = (test.shape,)
        if inner and all(map(_is_plain, inner)):
            yield from flattened(each for shape in inner for each in shape.tests)
        else:
            yield test


def _is_plain(shape: Shape) -> bool:
    """Is a shape no more than tests of the node itself?"""
    return shape.path is None and not (shape.properties or shape.searches or shape.is_deactivated)
