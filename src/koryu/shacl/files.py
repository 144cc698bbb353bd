"""Files of shapes: what is read of them, once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from koryu.shacl.check import merged, parse_each
from koryu.shacl.reading import read_shapes
from koryu.shacl.results import Rule
from koryu.shacl.rules import rules_in
from koryu.shacl.shapes import Shape

if TYPE_CHECKING:
    from rdflib import Graph


class ShapeFiles:
    """Files of shapes, in Turtle, and folders of them; what is read of them stands together.

    Raises:
        OntologyError: There is none, or one is malformed; begins with ``path:line`` where that is known.
    """

    def __init__(self, paths: Iterable[Path], root: Path | None = None) -> None:
        self._parts = parse_each(paths, root)
        self.where = ", ".join(self._parts)

    @cached_property
    def graph(self) -> Graph:
        """All of them as one shapes graph."""
        return merged(self._parts)

    @cached_property
    def shapes(self) -> list[Shape]:
        """The shapes that have targets."""
        return read_shapes(self.graph, self.where)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that they make."""
        return rules_in(self._parts, self.shapes)

    @property
    def prefixes(self) -> dict[str, str]:
        """The namespaces that they declare, by prefix."""
        from koryu.rdf.turtle import is_prefix

        declared = (each for graph in self._parts.values() for each in graph.namespaces())
        return {prefix: str(namespace) for prefix, namespace in declared if is_prefix(prefix)}
