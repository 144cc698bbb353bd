"""The constraints of SHACL Core that are broken by what is found from the focus node.

Source: https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from koryu.shacl.paths import Path
from koryu.shacl.shapes import Found, Scope, Search, Shape
from koryu.shacl.sparql import both, either, exists, no, only_if, sure


def reach(focus: str, path: Path, value: str) -> str:
    """Write the graph pattern that binds value nodes, or that asks whether a term is one."""
    return f"{focus} {path} {value} ."


def at_least(count: int, pattern: Callable[[str], str], scope: Scope) -> str:
    """Write a graph pattern that is met if so many different nodes meet ``pattern``."""
    if not count:
        return ""
    nodes = [scope.names.new() for _ in range(count)]
    differ = [f"!sameTerm({one}, {other})" for one, other in itertools.combinations(nodes, 2)]
    return " ".join([*map(pattern, nodes), *([only_if(both(differ))] if differ else [])])


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
        return exists(at_least(self.count, lambda node: reach(focus, path, node), scope))


@dataclass(frozen=True)
class MaxCount(Search):
    """There are so many value nodes at most."""

    component = "MaxCount"
    count: int

    def finds(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:  # noqa: ARG002
        """Find one more."""
        assert path
        return at_least(self.count + 1, lambda node: reach(focus, path, node), scope)


@dataclass(frozen=True)
class Qualified(Search):
    """So many value nodes at least, or at most, conform to a shape, and to none of its siblings'."""

    component: str  # type: ignore[misc]
    count: int
    shape: Shape
    siblings: tuple[Shape, ...] = ()

    def finds(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:  # noqa: ARG002
        """Find that there are too few, or one more."""
        if self.component == "QualifiedMinCount":
            return only_if(no(self.holds(focus, path, scope)))
        return self._at_least(self.count + 1, focus, path, scope)

    def holds(self, focus: str, path: Path | None, scope: Scope) -> str:
        """Are there so many, or no more?"""
        if self.component == "QualifiedMinCount":
            return exists(self._at_least(self.count, focus, path, scope))
        return no(exists(self._at_least(self.count + 1, focus, path, scope)))

    def _at_least(self, count: int, focus: str, path: Path | None, scope: Scope) -> str:
        assert path

        def counted(node: str) -> str:
            others = (no(each.conforms(node, scope)) for each in self.siblings)
            holds = both([self.shape.conforms(node, scope), *others])
            return f"{reach(focus, path, node)} {only_if(holds)}"

        return at_least(count, counted, scope)


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
        term = scope.spell(self.term)
        return f"sameTerm({focus}, {term})" if path is None else exists(reach(focus, path, term))


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

    def finds(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:  # noqa: ARG002
        """Find what one has and the other has not."""
        there = f"{focus} {self.predicate} {found.value} ."
        if path is None:  # the focus node itself must be a value of the predicate, and no other may
            itself = exists(f"{focus} {self.predicate} {focus} .")
            wrong = either([no(f"sameTerm({found.value}, {focus})"), no(itself)])
            return f"{focus} ({self.predicate})? {found.value} . {only_if(wrong)}"
        here = reach(focus, path, found.value)
        return f"{{ {here} {only_if(no(exists(there)))} }} UNION {{ {there} {only_if(no(exists(here)))} }}"


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
