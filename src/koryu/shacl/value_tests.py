"""The constraints of SHACL Core that each value node keeps or breaks by itself.

Source: https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from koryu.namespaces import XSD
from koryu.rdf.ntriples import datatype, iri, literal, value
from koryu.shacl.datatypes import BOUNDED, FORMS
from koryu.shacl.shapes import Scope, Shape, Test, instances
from koryu.shacl.sparql import both, either, exists, no, sure, text

NODE_KINDS: Final = {
    "IRI": "isIRI({0})",
    "BlankNode": "isBlank({0})",
    "Literal": "isLiteral({0})",
    "BlankNodeOrIRI": "!isLiteral({0})",
    "BlankNodeOrLiteral": "!isIRI({0})",
    "IRIOrLiteral": "!isBlank({0})",
}


@dataclass(frozen=True)
class Class(Test):
    """Value nodes are instances of a class, or of one below it."""

    component = "Class"
    class_: str

    def holds(self, value: str, scope: Scope) -> str:
        """Does the node have such a type?"""
        return both([no(f"isLiteral({value})"), exists(instances(value, self.class_, scope))])


@dataclass(frozen=True)
class Datatype(Test):
    """Value nodes are literals of a datatype, and are well-formed."""

    component = "Datatype"
    datatype: str

    def holds(self, value: str, scope: Scope) -> str:
        """Is the literal's datatype this one, and its text one of the datatype's?"""
        return sure(both([scope.has_datatype(value, self.datatype), *well_formed(value, self.datatype)]))


def well_formed(variable: str, datatype: str) -> list[str]:
    """Write the expressions that a literal's text keeps if it is of a datatype, a term."""
    name = value(datatype)
    form = [f"REGEX(STR({variable}), {text(f'^({FORMS[name]})$')})"] if name in FORMS else []
    if name not in BOUNDED:
        return form
    number = f"{iri(f'{XSD}decimal')}(STR({variable}))"
    low, high = BOUNDED[name]
    return [*form, f"{number} >= {low}.0", f"{number} <= {high}.0"]


@dataclass(frozen=True)
class NodeKind(Test):
    """Value nodes are IRIs, blank nodes or literals."""

    component = "NodeKind"
    kind: str

    def holds(self, value: str, scope: Scope) -> str:  # noqa: ARG002
        """Is the node of this kind?"""
        return NODE_KINDS[self.kind].format(value)


@dataclass(frozen=True)
class Limit(Test):
    """Value nodes are not above, or below, a limit; what cannot be compared with it breaks it."""

    component: str  # type: ignore[misc]
    limit: str

    def holds(self, value: str, scope: Scope) -> str:
        """Is the node on the right side of the limit?"""
        sign = _SIGNS[self.component]
        told = scope.compare(value, sign, self.limit)
        if datatype(self.limit) not in _NUMBERS:
            return sure(told)
        return f"COALESCE({told}, {_as_doubles(value, sign, self.limit)}, false)"


def _as_doubles(variable: str, sign: str, limit: str) -> str:
    """Compare a number of more digits than an engine holds."""
    double = iri(f"{XSD}double")
    is_number = f"DATATYPE({variable}) IN ({', '.join(map(iri, _EXACT))})"
    return f"IF({is_number}, {double}(STR({variable})) {sign} {double}({literal(value(limit))}), false)"


_EXACT: Final = [
    XSD + name
    for name in (
        *("integer", "decimal", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger", "unsignedLong", "long"),
    )
]
_NUMBERS: Final = {*_EXACT, f"{XSD}double", f"{XSD}float", f"{XSD}int"}
_SIGNS: Final = {"MinExclusive": ">", "MinInclusive": ">=", "MaxExclusive": "<", "MaxInclusive": "<="}


@dataclass(frozen=True)
class Length(Test):
    """The text of value nodes is not too short, or too long; blank nodes have none."""

    component: str  # type: ignore[misc]
    length: int

    def holds(self, value: str, scope: Scope) -> str:  # noqa: ARG002
        """Has the node's text a right length?"""
        sign = ">=" if self.component == "MinLength" else "<="
        return sure(both([no(f"isBlank({value})"), f"STRLEN(STR({value})) {sign} {self.length}"]))


@dataclass(frozen=True)
class Pattern(Test):
    """The text of value nodes matches a regular expression; blank nodes have none."""

    component = "Pattern"
    pattern: str
    flags: str = ""

    def holds(self, value: str, scope: Scope) -> str:  # noqa: ARG002
        """Does the node's text match?"""
        flags = f", {text(self.flags)}" if self.flags else ""
        return sure(both([no(f"isBlank({value})"), f"REGEX(STR({value}), {text(self.pattern)}{flags})"]))


@dataclass(frozen=True)
class LanguageIn(Test):
    """Value nodes are texts in one of these languages."""

    component = "LanguageIn"
    ranges: tuple[str, ...]

    def holds(self, value: str, scope: Scope) -> str:  # noqa: ARG002
        """Has the literal such a language?"""
        return sure(either(f"LANGMATCHES(LANG({value}), {text(each)})" for each in self.ranges))


@dataclass(frozen=True)
class In(Test):
    """Value nodes are among these terms."""

    component = "In"
    terms: tuple[str, ...]

    def holds(self, value: str, scope: Scope) -> str:
        """Is the node one of them?"""
        return scope.is_among(value, self.terms)


@dataclass(frozen=True)
class Node(Test):
    """Value nodes conform to a shape."""

    component = "Node"
    shape: Shape

    @property
    def inner(self) -> tuple[Shape, ...]:
        """The shape."""
        return (self.shape,)

    def holds(self, value: str, scope: Scope) -> str:
        """Does the node conform to it?"""
        return self.shape.conforms(value, scope)


@dataclass(frozen=True)
class Not(Test):
    """Value nodes do not conform to a shape."""

    component = "Not"
    shape: Shape

    @property
    def inner(self) -> tuple[Shape, ...]:
        """The shape."""
        return (self.shape,)

    def holds(self, value: str, scope: Scope) -> str:
        """Does the node not conform to it?"""
        return no(self.shape.conforms(value, scope))


@dataclass(frozen=True)
class And(Test):
    """Value nodes conform to all of several shapes."""

    component = "And"
    shapes: tuple[Shape, ...]

    @property
    def inner(self) -> tuple[Shape, ...]:
        """The shapes."""
        return self.shapes

    def holds(self, value: str, scope: Scope) -> str:
        """Does the node conform to all?"""
        return both(each.conforms(value, scope) for each in self.shapes)


@dataclass(frozen=True)
class Or(Test):
    """Value nodes conform to one of several shapes at least."""

    component = "Or"
    shapes: tuple[Shape, ...]

    @property
    def inner(self) -> tuple[Shape, ...]:
        """The shapes."""
        return self.shapes

    def holds(self, value: str, scope: Scope) -> str:
        """Does the node conform to one?"""
        return either(each.conforms(value, scope) for each in self.shapes)


@dataclass(frozen=True)
class Xone(Test):
    """Value nodes conform to exactly one of several shapes."""

    component = "Xone"
    shapes: tuple[Shape, ...]

    @property
    def inner(self) -> tuple[Shape, ...]:
        """The shapes."""
        return self.shapes

    def holds(self, value: str, scope: Scope) -> str:
        """Does the node conform to one and no more?"""
        counted = (f"IF({each.conforms(value, scope)}, 1, 0)" for each in self.shapes)
        return f"{' + '.join(counted)} = 1"
