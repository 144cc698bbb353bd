"""The constraints of SHACL Core that are broken by what is found from the focus node.

Source: https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from koryu.rdf.ntriples import is_blank
from koryu.shacl.paths import Path
from koryu.shacl.shapes import Found, Scope, Search, Shape
from koryu.shacl.sparql import TRUE, both, either, exists, no, only_if, sure

_PAIR: Final = 2  # so many nodes are told apart one by one; more are counted


def reach(focus: str, path: Path, value: str) -> str:
    """Write the graph pattern that binds value nodes, or that asks whether a term is one."""
    return f"{focus} {path} {value} ."


def at_least(focus: str, count: int, pattern: Callable[[str], str], scope: Scope) -> str:
    """Write a graph pattern that is met if so many different nodes meet ``pattern``, which has the focus."""
    if not count:
        return ""
    if count > _PAIR:
        node, total = scope.names.new(), scope.names.new()
        counted = f"SELECT {focus} (COUNT(DISTINCT {node}) AS {total})"
        return (
            f"{{ {counted} WHERE {{ {pattern(node)} }} GROUP BY {focus} }} {only_if(f'{total} >= {count}')}"
        )
    nodes = [scope.names.new() for _ in range(count)]
    differ = [only_if(no(f"sameTerm({', '.join(nodes)})"))] if count == _PAIR else []
    return " ".join([*map(pattern, nodes), *differ])


@dataclass(frozen=True)
class MinCount(Search):
    """There are so many value nodes at least."""

    component = "MinCount"
    count: int

    def finds(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:  # noqa: ARG002
        """Find that there are not."""
        return only_if(no(self.holds(focus, path, scope)))

    def holds(self, focus: str, path: Path | None, scope: Scope) -> str:
        """Are there so many?"""
        assert path
        if self.count <= path.is_nullable:  # the focus node is one
            return TRUE
        return exists(at_least(focus, self.count, lambda node: reach(focus, path, node), scope))


@dataclass(frozen=True)
class MaxCount(Search):
    """There are so many value nodes at most."""

    component = "MaxCount"
    count: int

    def finds(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:  # noqa: ARG002
        """Find one more."""
        assert path
        if self.count < path.is_nullable:
            return ""
        return at_least(focus, self.count + 1, lambda node: reach(focus, path, node), scope)


@dataclass(frozen=True)
class Qualified(Search):
    """So many value nodes at least, or at most, conform to a shape, and to none of its siblings'."""

    component: str  # type: ignore[misc]
    count: int
    shape: Shape
    siblings: tuple[Shape, ...] = ()

    @property
    def inner(self) -> tuple[Shape, ...]:
        """The shape and its siblings."""
        return self.shape, *self.siblings

    def finds(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:  # noqa: ARG002
        """Find that there are too few, or one more."""
        return only_if(no(self.holds(focus, path, scope)))

    def holds(self, focus: str, path: Path | None, scope: Scope) -> str:
        """Are there so many, or no more?"""
        if self.component == "QualifiedMinCount":
            return self._has(self.count, focus, path, scope)
        return no(self._has(self.count + 1, focus, path, scope))

    def _has(self, count: int, focus: str, path: Path | None, scope: Scope) -> str:
        assert path
        found = exists(at_least(focus, count, lambda node: self._counted(focus, path, node, scope), scope))
        if count != 1 or not path.is_nullable:
            return found if count else TRUE
        return either([found, self._counts(focus, scope)])

    def _counted(self, focus: str, path: Path, node: str, scope: Scope) -> str:
        return f"{reach(focus, path, node)} {only_if(self._counts(node, scope))}"

    def _counts(self, node: str, scope: Scope) -> str:
        others = (no(each.conforms(node, scope)) for each in self.siblings)
        return both([self.shape.conforms(node, scope), *others])


@dataclass(frozen=True)
class HasValue(Search):
    """One value node is this term."""

    component = "HasValue"
    term: str

    def finds(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:  # noqa: ARG002
        """Find that none is."""
        return only_if(no(self.holds(focus, path, scope)))

    def holds(self, focus: str, path: Path | None, scope: Scope) -> str:
        """Is one?"""
        if is_blank(self.term):  # a blank node of the shapes is none of the data
            return "false"
        term = scope.spell(self.term)
        itself = [f"sameTerm({focus}, {term})"] if path is None or path.is_nullable else []
        return either([*itself, *([exists(reach(focus, path, term))] if path else [])])


@dataclass(frozen=True)
class UniqueLang(Search):
    """No two value nodes have the same language."""

    component = "UniqueLang"

    def finds(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:
        """Find each language that two have."""
        assert path
        one, other = scope.names.new(), scope.names.new()
        language = f"LCASE(LANG({one}))"
        twice = both(
            [f'{language} != ""', f"{language} = LCASE(LANG({other}))", f"!sameTerm({one}, {other})"]
        )
        pairs = f"{reach(focus, path, one)} {reach(focus, path, other)} {only_if(twice)}"
        return f"{pairs} BIND({language} AS {found.mark})"


@dataclass(frozen=True)
class Equals(Search):
    """The value nodes are those of a predicate."""

    component = "Equals"
    predicate: str

    def finds(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:
        """Find what one has and the other has not."""
        there = f"{focus} {self.predicate} {found.value} ."
        if path is None:
            return self._of_itself(focus, found, scope)
        here = reach(focus, path, found.value)
        return f"{{ {here} {only_if(no(exists(there)))} }} UNION {{ {there} {only_if(no(exists(here)))} }}"

    def _of_itself(self, focus: str, found: Found, scope: Scope) -> str:
        """Find that the focus node is no value of the predicate, and the values that are others."""
        case, other = scope.names.new(), scope.names.new()
        is_other = both([f"{case} = 2", no(f"sameTerm({other}, {focus})")])
        others = (
            f"VALUES {case} {{ 1 2 }} OPTIONAL {{ {focus} {self.predicate} {other} . {only_if(is_other)} }}"
        )
        lacks_itself = no(exists(f"{focus} {self.predicate} {focus} ."))
        wrong = f"IF({case} = 1, {lacks_itself}, BOUND({other}))"
        return f"{others} {only_if(wrong)} BIND(COALESCE({other}, {focus}) AS {found.value})"


@dataclass(frozen=True)
class Disjoint(Search):
    """No value node is one of a predicate."""

    component = "Disjoint"
    predicate: str

    def finds(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:  # noqa: ARG002
        """Find those that are."""
        if path is None:
            return f"{focus} {self.predicate} {focus} . BIND({focus} AS {found.value})"
        return f"{reach(focus, path, found.value)} {focus} {self.predicate} {found.value} ."


@dataclass(frozen=True)
class LessThan(Search):
    """Each value node is less than (or equal to) each of a predicate."""

    component: str  # type: ignore[misc]
    predicate: str

    def finds(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:
        """Find the pairs that are not, and those that cannot be compared."""
        assert path
        sign = "<" if self.component == "LessThan" else "<="
        holds = sure(scope.compare(found.value, sign, found.mark))
        pairs = f"{reach(focus, path, found.value)} {focus} {self.predicate} {found.mark} ."
        return f"{pairs} {only_if(no(holds))}"


@dataclass(frozen=True)
class Closed(Search):
    """Value nodes have no other predicates than these."""

    component = "Closed"
    predicates: tuple[str, ...]
    marks_path = True

    def finds(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:
        """Find the triples with others."""
        node = focus if path is None else scope.names.new()
        before = "" if path is None else reach(focus, path, node)
        allowed = f" FILTER({found.mark} NOT IN ({', '.join(self.predicates)}))" if self.predicates else ""
        return f"{before} {node} {found.mark} {found.value} .{allowed}"
