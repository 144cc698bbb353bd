"""Which triples a query can touch: what must be loaded for it, at the least."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Final

from koryu.proofs.plan.makers import SUBCLASS
from koryu.shacl import searches, value_tests
from koryu.shacl.paths import Alternative, Marked, Path, Sequence
from koryu.shacl.shapes import Constraint, Shape, Target


@dataclass(frozen=True)
class Reads:
    """Triples by their predicates; those of types by their classes. ``is_all``: all there are."""

    predicates: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    is_all: bool = False

    def __or__(self, other: Reads) -> Reads:
        return Reads(
            self.predicates | other.predicates, self.classes | other.classes, self.is_all or other.is_all
        )


ALL: Final = Reads(is_all=True)
NOTHING: Final = Reads()
_OF_VALUES: Final = (  # constraints that read no more than what leads to value nodes
    value_tests.Datatype,
    value_tests.NodeKind,
    value_tests.Limit,
    value_tests.Length,
    value_tests.Pattern,
    value_tests.LanguageIn,
    value_tests.In,
    searches.MinCount,
    searches.MaxCount,
    searches.HasValue,
    searches.UniqueLang,
)


def union(found: Iterable[Reads]) -> Reads:
    """Put together what several read."""
    return reduce(Reads.__or__, found, NOTHING)


def of_predicates(predicates: Iterable[str]) -> Reads:
    """Read triples of some predicates."""
    return Reads(frozenset(predicates))


def of_targets(targets: Iterable[Target], paths: Iterable[Path]) -> Reads:
    """Tell what finding the focus nodes of a shape reads."""
    return union((*map(_of_target, targets), *map(of_path, paths), of_predicates({SUBCLASS})))


def _of_target(target: Target) -> Reads:
    if target.kind == "targetClass":
        return Reads(classes=frozenset({target.term}))
    return NOTHING if target.kind == "targetNode" else of_predicates({target.term})


def of_path(path: Path) -> Reads:
    """Tell what walking a path reads."""
    match path:
        case Marked():
            return of_path(path.path)
        case Sequence() | Alternative():
            return union(map(of_path, path.paths))
    return of_predicates({path.predicate}) if path.predicate else ALL


def of_constraint(constraint: Constraint, path: Path | None) -> Reads:
    """Tell what a constraint of a shape reads."""
    if path and path.is_nullable and isinstance(constraint, searches.Equals):
        return ALL  # only where the focus node is in the data, its query finds it by a path of no steps
    return union((*((of_path(path),) if path else ()), _of_constraint(constraint)))


def of_shape(shape: Shape) -> Reads:
    """Tell what conforming to a shape reads."""
    inner = (of_shape(each) for each in shape.properties)
    way = (of_path(shape.path),) if shape.path else ()
    return union((*way, *(of_constraint(each, shape.path) for each in shape.constraints), *inner))


def _of_constraint(constraint: Constraint) -> Reads:
    match constraint:
        case value_tests.Class():
            return Reads(classes=frozenset({constraint.class_})) | of_predicates({SUBCLASS})
        case value_tests.Node() | value_tests.Not():
            return of_shape(constraint.shape)
        case value_tests.And() | value_tests.Or() | value_tests.Xone():
            return union(map(of_shape, constraint.shapes))
        case searches.Qualified():
            return union(map(of_shape, (constraint.shape, *constraint.siblings)))
        case searches.Equals() | searches.Disjoint() | searches.LessThan():
            return of_predicates({constraint.predicate})
    return NOTHING if isinstance(constraint, _OF_VALUES) else ALL
