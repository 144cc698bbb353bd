"""Property paths of SHACL: written as SPARQL, and as the triples that a report repeats.

Source: https://www.w3.org/TR/shacl/#property-paths
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from koryu.namespaces import RDF, SH
from koryu.rdf.ntriples import Triple, iri

_FIRST: Final = iri(f"{RDF}first")
_REST: Final = iri(f"{RDF}rest")
_NIL: Final = iri(f"{RDF}nil")


class Path(ABC):
    """A path; its text is the path in SPARQL's syntax, with full IRIs. Equal paths have equal texts."""

    @abstractmethod
    def __str__(self) -> str:
        """Write it in SPARQL's syntax."""

    @abstractmethod
    def triples(self, node: str) -> Iterator[Triple]:
        """Write what a shapes graph says of the path, if ``node`` stands for it.

        A predicate says nothing: it stands for itself.
        """

    @property
    def predicate(self) -> str | None:
        """The predicate's IRI, as a term, if the path is no more than that."""
        return None

    @property
    @abstractmethod
    def is_nullable(self) -> bool:
        """May it have no steps, so that each node is a value node of its own?"""

    def term(self, node: str) -> str:
        """The term that stands for the path: the predicate, else ``node``, a label of a blank node."""
        return self.predicate or node


@dataclass(frozen=True)
class Predicate(Path):
    """One predicate, forwards; ``iri`` is a term."""

    iri: str

    def __str__(self) -> str:
        return self.iri

    @property
    def predicate(self) -> str:
        """The predicate."""
        return self.iri

    @property
    def is_nullable(self) -> bool:
        """It has one step."""
        return False

    def triples(self, node: str) -> Iterator[Triple]:  # noqa: ARG002
        """Nothing."""
        yield from ()


@dataclass(frozen=True)
class Marked(Path):
    """A path that is turned around or repeated: ``name`` is the property's, such as ``inversePath``."""

    name: str
    path: Path

    def __str__(self) -> str:
        mark, inner = MARKS[self.name], _grouped(self.path)
        if mark == "+":  # Virtuoso's misses where it began if the way comes back there
            return f"{inner}/{inner}*"
        return f"^{inner}" if mark == "^" else f"{inner}{mark}"

    @property
    def is_nullable(self) -> bool:
        """Its mark says so, or the path in it."""
        return MARKS[self.name] in "*?" or self.path.is_nullable

    def triples(self, node: str) -> Iterator[Triple]:
        """One triple, and those of the path in it."""
        inner = f"{node}p"
        yield node, iri(SH + self.name), self.path.term(inner)
        yield from self.path.triples(inner)


@dataclass(frozen=True)
class Sequence(Path):
    """Paths one after the other."""

    paths: tuple[Path, ...]

    def __str__(self) -> str:
        return "/".join(map(_grouped, self.paths))

    @property
    def is_nullable(self) -> bool:
        """All of its paths may have none."""
        return all(path.is_nullable for path in self.paths)

    def triples(self, node: str) -> Iterator[Triple]:
        """A list."""
        return _list(node, self.paths)


@dataclass(frozen=True)
class Alternative(Path):
    """Any of several paths."""

    paths: tuple[Path, ...]

    def __str__(self) -> str:
        return "|".join(map(_grouped, self.paths))

    @property
    def is_nullable(self) -> bool:
        """One of its paths may have none."""
        return any(path.is_nullable for path in self.paths)

    def triples(self, node: str) -> Iterator[Triple]:
        """One triple, and a list."""
        inner = f"{node}l"
        yield node, iri(f"{SH}alternativePath"), inner
        yield from _list(inner, self.paths)


MARKS: Final = {"inversePath": "^", "zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def _grouped(path: Path) -> str:
    return str(path) if path.predicate else f"({path})"


def _list(node: str, paths: tuple[Path, ...]) -> Iterator[Triple]:
    nodes = [node, *(f"{node}r{place}" for place in range(1, len(paths))), _NIL]
    for place, path in enumerate(paths):
        inner = f"{node}i{place}"
        yield nodes[place], _FIRST, path.term(inner)
        yield nodes[place], _REST, nodes[place + 1]
        yield from path.triples(inner)
