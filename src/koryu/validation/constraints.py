"""SHACL-SPARQL constraints with named focus nodes: read from shapes, and run as queries on a store.

A rule that compares many nodes is one query over the whole graph with one focus node that stands for it.
Oxigraph answers it in milliseconds; the result is the one that SHACL defines:
https://www.w3.org/TR/shacl/#sparql-constraints
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from koryu.errors import OntologyError
from koryu.namespaces import OWL, SH
from koryu.printable import one_line

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_VARIABLE: Final = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True)
class SparqlConstraint:
    """One constraint of one shape with one focus node.

    ``shape``, ``focus``, ``severity``: IRIs. ``messages``: by language tag, with variables in braces.
    """

    shape: str
    focus: str
    severity: str
    select: str
    prefixes: Mapping[str, str]
    messages: Mapping[str, str]

    def results(self, store: ox.Store) -> Iterator[ox.QuerySolution]:
        """Run the query with the focus node bound to ``$this``: a row for each result.

        Raises:
            OntologyError: The query cannot be run; begins with the shape's IRI.
        """
        this: dict[ox.Variable, _Term] = {ox.Variable("this"): ox.NamedNode(self.focus)}
        try:
            found = store.query(self.select, prefixes=dict(self.prefixes), substitutions=this)
            return iter(cast(ox.QuerySolutions, found))
        except (SyntaxError, RuntimeError) as error:
            raise OntologyError(f"{self.shape}: its query cannot be run: {one_line(str(error))}") from None

    def fill(self, row: ox.QuerySolution, write: Callable[[object], str]) -> dict[str, str]:
        """Write the messages of a result, each variable as ``write`` writes its value."""

        def value(found: re.Match[str]) -> str:
            return write(row[found[1]])

        return {tag: _VARIABLE.sub(value, text) for tag, text in self.messages.items()}


def read_constraints(shapes: Graph) -> list[SparqlConstraint]:
    """Read the SPARQL constraints of node shapes that name their focus nodes, in the order of the shapes."""
    nodes = sorted(shapes.subject_objects(_sh("sparql")), key=str)
    return [
        _constraint(shapes, shape, node, focus)
        for shape, node in nodes
        for focus in sorted(shapes.objects(shape, _sh("targetNode")), key=str)
    ]


def without_queries(shapes: Graph) -> Graph:
    """Copy shapes without the constraints that ``read_constraints`` reads."""
    named = set(shapes.subjects(_sh("targetNode")))
    copy = type(shapes)()
    for triple in shapes:
        if triple[1] != _sh("sparql") or triple[0] not in named:
            copy.add(triple)
    return copy


def _constraint(shapes: Graph, shape: Node, node: Node, focus: Node) -> SparqlConstraint:
    return SparqlConstraint(
        shape=str(shape),
        focus=str(focus),
        severity=str(shapes.value(shape, _sh("severity"), default=_sh("Violation"))),
        select=str(shapes.value(node, _sh("select"))),
        prefixes=dict(_prefixes(shapes, node)),
        messages={_tag(text): str(text) for text in shapes.objects(node, _sh("message"))},
    )


def _prefixes(shapes: Graph, node: Node) -> Iterator[tuple[str, str]]:
    """The prefixes that a constraint declares: https://www.w3.org/TR/shacl/#sparql-prefixes"""
    from rdflib import URIRef

    for first in shapes.objects(node, _sh("prefixes")):
        for ontology in shapes.transitive_objects(first, URIRef(f"{OWL}imports")):
            for declared in shapes.objects(ontology, _sh("declare")):
                prefix, namespace = (shapes.value(declared, _sh(name)) for name in ("prefix", "namespace"))
                yield str(prefix), str(namespace)


def _tag(text: Node) -> str:
    return getattr(text, "language", None) or ""


def _sh(name: str) -> Node:
    from rdflib import URIRef

    return URIRef(SH + name)
