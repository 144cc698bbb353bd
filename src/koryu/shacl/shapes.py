"""Shapes, and what every constraint of a shape can say of itself in SPARQL.

A constraint is of one of two kinds. A *test* asks something of each value node, by an expression. A *search*
looks from the focus node for what breaks the constraint, by a graph pattern with one solution a result.

Source: https://www.w3.org/TR/shacl/#shapes
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final, NamedTuple

from koryu.namespaces import SH
from koryu.shacl.paths import Path
from koryu.shacl.sparql import Names, both, exists, no, only_if, same, sure


class Found(NamedTuple):
    """The variables that a search binds.

    ``value``: the value of the result. ``mark``: what else tells results of one focus node and value apart.
    """

    value: str
    mark: str


class Scope:
    """What a query is written for: an engine that holds literals as they are, and keeps to the standard.

    ``names``: gives variables. ``subclasses``: gives a class and all below it in the data, as terms.
    ``is_frugal``: do several tests share one query?
    """

    is_frugal: ClassVar[bool] = True

    def __init__(self, names: Names, subclasses: Callable[[str], tuple[str, ...]]) -> None:
        self.names = names
        self.subclasses = subclasses

    def spell(self, term: str) -> str:
        """Write a term of the shapes as the engine holds it."""
        return term

    def has_datatype(self, variable: str, datatype: str) -> str:
        """Write the expression for a literal of a datatype; it may be an error for what is no literal."""
        return f"DATATYPE({variable}) = {datatype}"

    def compare(self, left: str, sign: str, right: str) -> str:
        """Write the comparison of a variable with a variable or a literal; an error if they cannot be."""
        return f"{left} {sign} {right}"

    def is_among(self, variable: str, terms: Iterable[str]) -> str:
        """Write the expression for one of these very terms, never an error."""
        return sure(same(variable, map(self.spell, terms)))


class Constraint(ABC):
    """One constraint of a shape.

    ``component``: the local name of its constraint component, or the IRI of one that is not SHACL's own.
    """

    component: ClassVar[str]

    @property
    def iri(self) -> str:
        """The IRI of its constraint component."""
        return f"{SH}{self.component}ConstraintComponent"

    @property
    def inner(self) -> tuple[Shape, ...]:
        """The shapes that it asks of nodes."""
        return ()

    @property
    def has_query(self) -> bool:
        """Is it, or is one in its shapes, a query that the shapes graph has written?"""
        return any(shape.has_query for shape in self.inner)


class Test(Constraint):
    """A constraint that each value node keeps or breaks by itself."""

    @abstractmethod
    def holds(self, value: str, scope: Scope) -> str:
        """Write the expression that is true for a value node that keeps the constraint, never an error."""


class Search(Constraint):
    """A constraint that is broken by what is found from the focus node."""

    marks_path: ClassVar[bool] = False
    """Is the mark of a result its path?"""

    @abstractmethod
    def finds(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:
        """Write the graph pattern that has a solution for each result.

        Args:
            focus: The variable of the focus node, which is bound before.
            path: The path of the shape; None for a node shape, whose value node is the focus node.
            found: The variables to bind, of which a result need not have both.
            scope: What the query is written for.
        """

    def holds(self, focus: str, path: Path | None, scope: Scope) -> str:
        """Write the expression that is true where the constraint is kept, never an error."""
        found = Found(scope.names.new(), scope.names.new())
        return no(exists(self.finds(focus, path, found, scope)))


@dataclass(frozen=True)
class Target:
    """What makes nodes focus nodes: ``kind`` is the property's name, ``term`` its value."""

    kind: str
    term: str

    def pattern(self, focus: str, scope: Scope) -> str:
        """Write the graph pattern that binds the focus nodes."""
        return _TARGETS[self.kind](focus, self.term, scope)


def instances(node: str, class_: str, scope: Scope) -> str:
    """Write the graph pattern of the instances of a class or of a class below it."""
    classes = scope.subclasses(class_)
    if len(classes) == 1:
        return f"{node} a {classes[0]} ."
    each = scope.names.new()
    return f"{node} a {each} . FILTER({each} IN ({', '.join(classes)}))"


_TARGETS: Final[Mapping[str, Callable[[str, str, Scope], str]]] = {
    "targetNode": lambda focus, term, scope: f"VALUES {focus} {{ {scope.spell(term)} }}",
    "targetClass": instances,
    "targetSubjectsOf": lambda focus, term, scope: f"{focus} {term} {scope.names.new()} .",
    "targetObjectsOf": lambda focus, term, scope: f"{scope.names.new()} {term} {focus} .",
}


@dataclass(frozen=True)
class Shape:
    """A shape.

    ``node``: the term that names it. ``path``: None for a node shape. ``severity``: as ``Result`` has it.
    ``messages``: by language tag. ``properties``: the shapes that its value nodes must conform to, each with
    results of its own.
    """

    node: str
    path: Path | None = None
    targets: tuple[Target, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    properties: tuple[Shape, ...] = ()
    severity: str = "Violation"
    messages: Mapping[str, str] = field(default_factory=dict)
    is_deactivated: bool = False

    @property
    def has_query(self) -> bool:
        """Is one of its constraints, or in them, a query that the shapes graph has written?"""
        own = any(each.has_query for each in self.constraints)
        return own or any(each.has_query for each in self.properties)

    @property
    def tests(self) -> tuple[Test, ...]:
        """Its constraints that are tests."""
        return tuple(each for each in self.constraints if isinstance(each, Test))

    @property
    def searches(self) -> tuple[Search, ...]:
        """Its constraints that are searches."""
        return tuple(each for each in self.constraints if isinstance(each, Search))

    def conforms(self, node: str, scope: Scope) -> str:
        """Write the expression that is true where a node conforms to the shape, never an error."""
        if self.is_deactivated:
            return both(())
        kept = (each.holds(node, self.path, scope) for each in self.searches)
        return both([*self._values_hold(node, scope), *kept])

    def _values_hold(self, node: str, scope: Scope) -> list[str]:
        if self.path is None:
            return self._holds(node, scope)
        value = scope.names.new()
        holds = self._holds(value, scope)
        if not holds:
            return []
        wrong = f"{node} {self.path} {value} . {only_if(no(both(holds)))}"
        # an engine need not know a node that no triple has, so that its own case is asked for as well
        own = self._holds(node, scope) if self.path.is_nullable else []
        return [no(exists(wrong)), *own]

    def _holds(self, value: str, scope: Scope) -> list[str]:
        return [
            *(each.holds(value, scope) for each in self.tests),
            *(each.conforms(value, scope) for each in self.properties),
        ]
