"""Screens: each lets the things pass that surely keep a constraint, and leaves the others in doubt."""

from __future__ import annotations

from dataclasses import dataclass

from koryu.proofs.columns.verdicts import Judge
from koryu.proofs.plan.makers import Group, Maker
from koryu.proofs.plan.terms import Skeleton, Term
from koryu.shacl.paths import Marked, Path


@dataclass(frozen=True)
class Link:
    """What leads from focus nodes to value nodes in the rows of a table, where ``made`` makes a triple.

    ``made``: None if all rows are linked, a focus node with itself.
    """

    place: int
    focus: Skeleton
    value: Term
    made: Maker | None = None


@dataclass(frozen=True)
class RowScreen:
    """Rows that their judge is not sure of leave in doubt what they are about."""

    group: Group
    judge: Judge


@dataclass(frozen=True)
class LinkScreen:
    """Values that their judge is not sure of leave the focus nodes in doubt."""

    link: Link
    judge: Judge


@dataclass(frozen=True)
class LookupScreen:
    """Values that are not among what the rows of some groups are about leave the focus nodes in doubt.

    ``but``: rows that their judges are not sure of do not count.
    """

    link: Link
    groups: tuple[Group, ...]
    but: tuple[RowScreen, ...] = ()


@dataclass(frozen=True)
class CountScreen:
    """Focus nodes with less than ``least`` or more than ``most`` values are in doubt."""

    links: tuple[Link, ...]
    groups: tuple[Group, ...]
    least: int
    most: int | None


Screen = RowScreen | LinkScreen | LookupScreen | CountScreen


def step_of(path: Path) -> tuple[str | None, bool]:
    """Take a path that is one predicate, and say whether it is turned around; None for other paths."""
    if isinstance(path, Marked) and path.name == "inversePath":
        return path.path.predicate, True
    return path.predicate, False
