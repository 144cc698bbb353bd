"""What a group of tables makes, column by column: who makes which predicate of which subjects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from koryu.columnar.plan import General, Say, TablePlan
from koryu.namespaces import RDF_TYPE, RDFS
from koryu.proofs.plan.terms import Skeleton, Term, node_of, skeleton_of, words_of
from koryu.rdf.ntriples import iri
from koryu.tables.description.model import Column
from koryu.tables.populate import template_constants

TYPE: Final = iri(RDF_TYPE)
SUBCLASS: Final = iri(f"{RDFS}subClassOf")


@dataclass(frozen=True)
class Group:
    """The subjects that the rows of a table are about, at a place among the tables, by one template."""

    place: int
    subject: Skeleton


@dataclass(frozen=True, eq=False)
class Maker:
    """What a column makes: a triple for each row that has a value.

    ``group``: None if only the general converter knows the subject, and so of ``object``. ``predicate``: None
    if it is not the same in all rows.
    """

    place: int
    column: Column
    say: Say | General
    group: Group | None
    predicate: str | None
    object: Term | None

    @property
    def is_certain(self) -> bool:
        """Does each row make it?"""
        return self.column.virtual and self.object is not None

    @property
    def is_list(self) -> bool:
        """Does it make the triples of a list, too?"""
        return self.column.ordered and self.column.separator is not None


class Plan:
    """What tables make, in terms of whole columns."""

    def __init__(self, tables: Sequence[TablePlan]) -> None:
        self.tables = tables
        self.made = tuple(
            each for place, plan in enumerate(tables) for each in _made(place, plan) if plan.table.output
        )

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All subjects."""
        return tuple(dict.fromkeys(each.group for each in self.made if each.group))

    @cached_property
    def unknown(self) -> str | None:
        """Say why nothing can be told of these tables by their columns; None if much can."""
        if any(each.predicate is None or each.is_list for each in self.made):
            return "a column makes predicates that are not the same in all rows, or lists"
        if any(each.group is None for each in self.made):
            return "only the general converter knows the subjects of a column"
        return None

    @cached_property
    def unknown_classes(self) -> str | None:
        """Say why nothing can be told by classes."""
        if self.of(SUBCLASS):
            return "the tables say which classes are below others"
        if any(_class_of(each) is None for each in self.of(TYPE)):
            return "a column makes classes that are not the same in all rows"
        return self.unknown

    def of(self, predicate: str) -> list[Maker]:
        """Find the columns that make a predicate."""
        return [each for each in self.made if each.predicate == predicate]

    def local(self, group: Group, predicate: str) -> list[Maker]:
        """Find the columns that make a predicate of the subjects of a group."""
        return [each for each in self.of(predicate) if each.group == group]

    def around(self, group: Group, predicates: set[str]) -> frozenset[Group]:
        """Find the groups that may make predicates of the same subjects; the group is one of them."""
        makers = (each.group for name in predicates for each in self.of(name))
        return frozenset({group, *(each for each in makers if each and each.subject.may_be(group.subject))})

    def instances(self, class_: str) -> list[Maker]:
        """Find the columns that make instances of a class."""
        return [each for each in self.of(TYPE) if _class_of(each) == class_]

    def all_of(self, class_: str) -> list[Group]:
        """Find the groups whose subjects are all of a class."""
        return [each.group for each in self.instances(class_) if each.group and each.is_certain]


def _class_of(made: Maker) -> str | None:
    found = made.object
    return found.texts[0] if isinstance(found, Skeleton) and not found.names else None


def _made(place: int, plan: TablePlan) -> Iterator[Maker]:
    columns = [each for each in plan.table.columns if not each.suppress_output]
    for column, say in zip(columns, plan.says, strict=True):
        subject = skeleton_of(column.about, plan.table, column) if column.about else node_of(plan.label)
        group = Group(place, subject) if subject else None
        yield Maker(place, column, say, group, _predicate(plan, column), _object(plan, column, say))


def _predicate(plan: TablePlan, column: Column) -> str | None:
    constants = template_constants(plan.table, column)
    if column.property is None:
        return iri(f"{plan.table.url}#{column.name}")
    if set(column.property.variables) <= set(constants):
        return column.property.expand(constants)
    return None


def _object(plan: TablePlan, column: Column, say: Say | General) -> Term | None:
    if isinstance(say, General):
        return None
    return skeleton_of(column.value, plan.table, column) if column.value else words_of(column)
