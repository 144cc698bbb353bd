"""The rules that shapes make, for a report: each constraint of each shape, with what it is given."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING

from koryu.rdf.ntriples import is_blank, is_iri, literal, value
from koryu.shacl.custom import SparqlConstraint
from koryu.shacl.results import Rule
from koryu.shacl.shapes import Constraint, Shape
from koryu.shacl.value_tests import LanguageIn, NodeKind, Pattern

if TYPE_CHECKING:
    from rdflib import Graph

_OF_TEXTS = (LanguageIn, NodeKind, Pattern)  # are given texts, not terms


def rules_in(parts: Mapping[str, Graph], shapes: Iterable[Shape]) -> tuple[Rule, ...]:
    """List the rules of shapes that have been read from shapes graphs, which are by their files."""
    stands = {str(node): file for file, graph in parts.items() for node in graph.subjects()}
    return rules_of(shapes, lambda shape: stands.get(shape, ""))


def rules_of(shapes: Iterable[Shape], file_of: Callable[[str], str]) -> tuple[Rule, ...]:
    """List the rules of shapes that have targets, and of the property shapes within them, by shape.

    ``file_of`` tells which file the shape of an IRI stands in.
    """
    found: dict[tuple[str, str, str], Rule] = {}
    for rule in itertools.chain.from_iterable(_rules(shape, "", file_of) for shape in shapes):
        known = found.setdefault(rule.key, rule)
        given = dict.fromkeys((*known.parameters, *rule.parameters))
        found[rule.key] = replace(known, parameters=tuple(given))
    return tuple(sorted(found.values(), key=lambda rule: (rule.owner, str(rule.path or ""), *rule.key[1:])))


def _rules(shape: Shape, around: str, file_of: Callable[[str], str]) -> Iterator[Rule]:
    if shape.is_deactivated:
        return
    owner = around if is_blank(shape.node) else value(shape.node)
    for constraint in shape.constraints:
        yield Rule(
            shape=value(shape.node),
            component=constraint.iri,
            severity=shape.severity,
            messages=(isinstance(constraint, SparqlConstraint) and constraint.messages) or shape.messages,
            path=shape.path,
            parameters=tuple(_given(constraint)),
            owner=owner,
            file=file_of(owner),
        )
    for inner in shape.properties:
        yield from _rules(inner, owner, file_of)


def _given(constraint: Constraint) -> Iterator[str]:
    """The terms that a constraint is given, but for blank shapes; a query is given none."""
    if isinstance(constraint, SparqlConstraint) or not is_dataclass(constraint):
        return
    names = [each.name for each in fields(constraint) if each.name != "component"]
    for item in _items(getattr(constraint, names[0])) if names else ():
        term = item.node if isinstance(item, Shape) else str(item)
        if isinstance(item, int) or isinstance(constraint, _OF_TEXTS):
            yield literal(term)
        elif not isinstance(item, Shape) or is_iri(term):
            yield term


def _items(given: object) -> Iterable[object]:
    return given if isinstance(given, tuple) else (given,)
