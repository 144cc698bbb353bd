"""A shapes graph: its values by the names of SHACL's properties, and what is malformed about them.

Source: https://www.w3.org/TR/shacl/#syntax-rules
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from koryu.errors import OntologyError
from koryu.namespaces import SH as SHACL
from koryu.printable import one_line
from koryu.rdf.ntriples import iri
from koryu.rdf.reading import term_of
from koryu.shacl.paths import MARKS, Alternative, Marked, Path, Predicate, Sequence
from koryu.suggestions import did_you_mean

_UNSUPPORTED: Final = ("target", "rule", "js", "expression", "entailment")
_KNOWN: Final = frozenset(SH.__annotations__) | {"in", "not", "and", "or", "class"}  # words of Python too
_LONGEST: Final = 60


class ShapesGraph:
    """Reads a shapes graph of rdflib.

    ``where``: what messages begin with, such as the path of its file.
    """

    def __init__(self, graph: Graph, where: str) -> None:
        self._graph = graph
        self.where = where

    def fault(self, node: Node, problem: str) -> OntologyError:
        """Make the error that says what is wrong with a node."""
        return OntologyError(f"{self.where}: {self.shown(node)} {problem}")

    def shown(self, node: Node) -> str:
        """Write a node for a message; a blank node by what refers to it, or by its path."""
        if isinstance(node, BNode):
            return self._blank(node)
        found = one_line(term_of(node))
        return found if len(found) <= _LONGEST else f"{found[:_LONGEST]}…"

    def _blank(self, node: BNode) -> str:
        if path := self._graph.value(node, SH.path):
            return f"[ sh:path {'…' if isinstance(path, BNode) else self.shown(path)} ]"
        for owner, name in self._graph.subject_predicates(node):
            if isinstance(owner, URIRef):
                return f"{self.shown(owner)} {self._short(name)} […]"
        return "[…]"

    @staticmethod
    def _short(name: Node) -> str:
        text = str(name)
        return f"sh:{text.removeprefix(SHACL)}" if text.startswith(SHACL) else f"<{text}>"

    def check_terms(self) -> None:
        """Refuse terms of SHACL that do not exist, and those that would be ignored.

        What is said of a node that has no term of SHACL's is not about shapes.

        Raises:
            OntologyError: There is one.
        """
        for subject in sorted(set(self._graph.subjects()), key=str):
            names = self._names(subject)
            if names & _KNOWN:
                self.check_names(subject, names)

    def check_names(self, subject: Node, names: set[str] | None = None) -> None:
        """Refuse the terms of a node that is a shape, or a part of one."""
        for name in sorted(self._names(subject) if names is None else names):
            if name not in _KNOWN:
                problem = f"has sh:{name}, which SHACL does not define{did_you_mean(name, _KNOWN)}"
                raise self.fault(subject, problem)
        for name in _UNSUPPORTED:
            if self.values(subject, name):
                problem = f"has sh:{name}, of SHACL's advanced features, which are not supported"
                raise self.fault(subject, problem)

    def _names(self, subject: Node) -> set[str]:
        said = self._graph.predicate_objects(subject)
        terms = {term for pair in said for term in pair if isinstance(term, URIRef)}
        return {term.removeprefix(SHACL) for term in terms if term.startswith(SHACL) and term != SHACL}

    def check_iris(self) -> None:
        """Refuse what is written as an IRI and is none.

        Raises:
            OntologyError: There is one.
        """
        for term in sorted({term for triple in self._graph for term in triple if isinstance(term, URIRef)}):
            try:
                iri(str(term))
            except ValueError as error:
                raise OntologyError(f"{self.where}: {error}") from None

    def says_something(self, node: Node) -> bool:
        """Is anything said of a node?"""
        return (node, None, None) in self._graph

    def subjects(self, name: str) -> set[Node]:
        """The nodes that have a property of SHACL."""
        return set(self._graph.subjects(_sh(name)))

    def values_of(self, name: str) -> list[Node]:
        """The values that any node has of a property of SHACL, each time it has them."""
        return list(self._graph.objects(None, _sh(name)))

    def owners(self, name: str, value: Node) -> list[Node]:
        """The nodes whose property of SHACL has a value."""
        return sorted(self._graph.subjects(_sh(name), value), key=str)

    def values(self, node: Node, name: str) -> list[Node]:
        """The values of a property of SHACL, in the order of their texts."""
        return sorted(self._graph.objects(node, _sh(name)), key=str)

    def of(self, node: Node, predicate: Node) -> list[Node]:
        """The values of any predicate, in the order of their texts."""
        return sorted(self._graph.objects(node, predicate), key=str)

    def one(self, node: Node, name: str) -> Node | None:
        """The value of a property that may have one at most."""
        found = self.values(node, name)
        if len(found) > 1:
            raise self.fault(node, f"has {len(found)} values of sh:{name}; it may have one")
        return found[0] if found else None

    def flag(self, node: Node, name: str) -> bool:
        """The value of a property that is true or false; false without one."""
        found = self.one(node, name)
        return found is not None and self.truth(node, name, found)

    def truth(self, node: Node, name: str, value: Node) -> bool:
        """Read a truth value."""
        text = str(value) if isinstance(value, Literal) and value.datatype == XSD.boolean else ""
        if text not in ("true", "false", "1", "0"):
            raise self.fault(node, f"sh:{name} is {self.shown(value)}; write true or false")
        return text == "true"  # "1" is another term, and SHACL asks for this one

    def number(self, node: Node, name: str, value: Node) -> int:
        """Read a count or a length."""
        text = str(value) if isinstance(value, Literal) and value.datatype == XSD.integer else ""
        if not text.isascii() or not text.isdigit():
            raise self.fault(node, f"sh:{name} is {self.shown(value)}; write a whole number, such as 1")
        return int(text)

    def iri(self, node: Node, name: str, value: Node) -> str:
        """Read an IRI as a term."""
        if not isinstance(value, URIRef):
            raise self.fault(node, f"sh:{name} is {self.shown(value)}; it must be an IRI")
        return term_of(value)

    def text(self, node: Node, name: str) -> str | None:
        """Read a text; None without one."""
        found = self.one(node, name)
        if found is not None and not isinstance(found, Literal):
            raise self.fault(node, f"sh:{name} is {self.shown(found)}; it must be a text")
        return None if found is None else str(found)

    def list(self, node: Node, name: str, head: Node) -> list[Node]:
        """Read a list."""
        found: list[Node] = []
        seen: set[Node] = set()
        while head != RDF.nil:
            firsts, rests = (
                list(self._graph.objects(head, RDF.first)),
                list(self._graph.objects(head, RDF.rest)),
            )
            if len(firsts) != 1 or len(rests) != 1 or head in seen:
                raise self.fault(node, f"sh:{name} is not a list that is well-formed; write ( ... )")
            seen.add(head)
            found.append(firsts[0])
            head = rests[0]
        return found

    def types(self, node: Node) -> set[Node]:
        """The classes of a node."""
        return set(self._graph.objects(node, RDF.type))

    def instances(self, class_: Node) -> set[Node]:
        """The nodes of a class itself."""
        return set(self._graph.subjects(RDF.type, class_))

    def below(self, classes: Iterable[Node]) -> set[Node]:
        """Some classes, and all below them in the shapes graph."""
        found = (self._graph.transitive_subjects(RDFS.subClassOf, top) for top in classes)
        return {each for below in found for each in below if each is not None}

    def severity(self, node: Node) -> str:
        """The severity of a shape's results, as a result has it."""
        found = self.one(node, "severity") or SH.Violation
        if not isinstance(found, URIRef):
            raise self.fault(node, f"sh:severity is {self.shown(found)}; it must be an IRI")
        return str(found).removeprefix(SHACL)

    def messages(self, node: Node) -> dict[str, str]:
        """The messages of a node by language tag, empty for none."""
        found = self.values(node, "message")
        if wrong := next((each for each in found if not _is_text(each)), None):
            raise self.fault(node, f"sh:message is {self.shown(wrong)}; it must be a text")
        return {(each.language or "") if isinstance(each, Literal) else "": str(each) for each in found}

    def path(self, node: Node, shape: Node, around: tuple[Node, ...] = ()) -> Path:
        """Read a property path.

        Raises:
            OntologyError: It is malformed, or in itself.
        """
        if node in around:
            raise self.fault(shape, "has a sh:path that is in itself")
        inner = (*around, node)
        if isinstance(node, URIRef) and node != RDF.nil:
            return Predicate(term_of(node))
        if isinstance(node, Literal):
            raise self.fault(
                shape, f"has a sh:path that is {self.shown(node)}; it must be an IRI or a blank node"
            )
        if (node, RDF.first, None) in self._graph:
            return Sequence(tuple(self._steps(node, "path", shape, inner)))
        marked = [(name, each) for name in (*MARKS, "alternativePath") for each in self.values(node, name)]
        if len(marked) != 1:
            raise self.fault(
                shape, "has a sh:path that is malformed; see https://www.w3.org/TR/shacl/#property-paths"
            )
        name, value = marked[0]
        if name == "alternativePath":
            return Alternative(tuple(self._steps(value, name, shape, inner)))
        return Marked(name, self.path(value, shape, inner))

    def _steps(self, head: Node, name: str, shape: Node, around: tuple[Node, ...]) -> Iterator[Path]:
        steps = self.list(shape, name, head)
        if len(steps) < 2:
            raise self.fault(
                shape, f"has a sh:{name} of {len(steps)} steps; a list of paths has two at least"
            )
        return (self.path(step, shape, around) for step in steps)


def _is_text(node: Node) -> bool:
    return isinstance(node, Literal) and node.datatype in (None, XSD.string, RDF.langString)


def _sh(name: str) -> URIRef:
    return URIRef(SHACL + name)
