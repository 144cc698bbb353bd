"""Reading constraints that are queries, and the constraint components that a shapes graph defines itself.

Source: https://www.w3.org/TR/shacl/#sparql-constraint-components
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rdflib import OWL, SH, BNode, URIRef
from rdflib.term import Node

from koryu.errors import QueryError
from koryu.rdf.ntriples import iri
from koryu.rdf.reading import term_of
from koryu.rdf.turtle import is_prefix
from koryu.shacl.custom import SPARQL, SparqlConstraint
from koryu.shacl.data import SHAPES_GRAPH
from koryu.shacl.graphs import ShapesGraph
from koryu.shacl.prebinding import Prebound, expanded
from koryu.shacl.shapes import Constraint
from koryu.stores.local import check_syntax

_LOCAL_NAME: Final = re.compile(r"[^/#:]*$")
_VALIDATORS: Final = {True: ("propertyValidator", "validator"), False: ("nodeValidator", "validator")}


def read_constraint(graph: ShapesGraph, shape: Node, node: Node) -> Iterator[SparqlConstraint]:
    """Read the value of ``sh:sparql``; nothing if it is deactivated.

    Raises:
        OntologyError: It is malformed.
    """
    if graph.values(node, "ask"):
        raise graph.fault(node, "has sh:ask, which is for validators of components; write sh:select")
    if not graph.flag(node, "deactivated"):
        yield _query(graph, shape, node, SPARQL, {}, frozenset({"this"}))


@dataclass(frozen=True)
class Parameter:
    """A parameter of a component: its predicate, and the variable that it binds."""

    predicate: Node
    name: str
    is_optional: bool


@dataclass(frozen=True)
class Component:
    """A constraint component that the shapes graph defines."""

    graph: ShapesGraph
    node: Node
    parameters: tuple[Parameter, ...]

    def constraints(self, shape: Node, *, is_property: bool) -> Iterator[Constraint]:
        """Make the constraints of a shape that has all parameters that are not optional."""
        values = {each.name: self.graph.of(shape, each.predicate) for each in self.parameters}
        if all(values[each.name] or each.is_optional for each in self.parameters):
            self._check(shape, values)
            validator = self._validator(is_property=is_property)
            for bound in _bindings(values):
                names = frozenset({"this", "value", *values})
                yield _query(self.graph, shape, validator, str(self.node), bound, names)

    def _check(self, shape: Node, values: Mapping[str, list[Node]]) -> None:
        for name, found in values.items():
            if len(found) > 1 and len(values) > 1:
                raise self.graph.fault(
                    shape, f"has {len(found)} values of the parameter {name}; it may have one"
                )
            if any(isinstance(each, BNode) for each in found):
                raise self.graph.fault(shape, f"has a blank node as parameter {name}; a query cannot name it")

    def _validator(self, *, is_property: bool) -> Node:
        for name in _VALIDATORS[is_property]:
            if found := self.graph.values(self.node, name):
                return found[0]
        kind = "property" if is_property else "node"
        raise self.graph.fault(self.node, f"has no validator for {kind} shapes; give it sh:validator")


def _bindings(values: Mapping[str, list[Node]]) -> Iterator[dict[str, str]]:
    """The terms of the parameters: each value by itself if there is one parameter."""
    if len(values) == 1:
        yield from ({name: term_of(node)} for name, nodes in values.items() for node in nodes)
    else:
        yield {name: term_of(nodes[0]) for name, nodes in values.items() if nodes}


def read_components(graph: ShapesGraph) -> list[Component]:
    """Read the constraint components that a shapes graph defines, in the order of their names."""
    classes = graph.below((SH.ConstraintComponent,))
    nodes = {node for each in classes for node in graph.instances(each)}
    return [
        Component(graph, node, tuple(_parameters(graph, node)))
        for node in sorted(nodes, key=str)
        if graph.values(node, "parameter")
    ]


def _parameters(graph: ShapesGraph, node: Node) -> Iterator[Parameter]:
    for each in graph.values(node, "parameter"):
        path = graph.one(each, "path")
        if path is None:
            raise graph.fault(node, "has a parameter without sh:path")
        name = _LOCAL_NAME.search(str(path))
        yield Parameter(path, name[0] if name else "", graph.flag(each, "optional"))


def _query(
    graph: ShapesGraph,
    shape: Node,
    node: Node,
    component: str,
    parameters: Mapping[str, str],
    bound: frozenset[str],
) -> SparqlConstraint:
    select, ask = graph.text(node, "select"), graph.text(node, "ask")
    text = select or ask
    if text is None:
        raise graph.fault(node, "has neither sh:select nor sh:ask")
    prefixes = dict(_prefixes(graph, node))
    try:
        query = Prebound(expanded(text, prefixes), bound)
        columns = check_syntax(query.text.replace("$PATH", "<path:>")) or ()
    except (QueryError, ValueError) as error:
        raise graph.fault(node, f"has a query that cannot be run: {error}") from None
    if select and "this" not in columns:
        raise graph.fault(node, "has a query that does not project $this; it must")
    return SparqlConstraint(
        query=query,
        prefixes=prefixes,
        parameters={**_surroundings(shape), **parameters},
        messages=graph.messages(node) or graph.messages(shape),
        node=term_of(node),
        of=component,
        is_ask=select is None,
    )


def _surroundings(shape: Node) -> dict[str, str]:
    current = {"currentShape": term_of(shape)} if isinstance(shape, URIRef) else {}
    return {"shapesGraph": iri(SHAPES_GRAPH), **current}


def _prefixes(graph: ShapesGraph, node: Node) -> Iterator[tuple[str, str]]:
    """The prefixes that a query declares: https://www.w3.org/TR/shacl/#sparql-prefixes"""
    seen: dict[Node, None] = dict.fromkeys(graph.values(node, "prefixes"))
    for ontology in list(seen):
        _follow(graph, ontology, seen)
    for ontology in seen:
        for declared in graph.values(ontology, "declare"):
            yield _declared(graph, ontology, declared)


def _declared(graph: ShapesGraph, ontology: Node, node: Node) -> tuple[str, str]:
    prefix, namespace = graph.text(node, "prefix"), graph.text(node, "namespace")
    if prefix is None or namespace is None or not (is_prefix(prefix) or not prefix):
        raise graph.fault(ontology, "has a sh:declare that is no prefix and namespace")
    try:
        iri(namespace)
    except ValueError as error:
        raise graph.fault(ontology, f"declares the prefix {prefix}: {error}") from None
    return prefix, namespace


def _follow(graph: ShapesGraph, ontology: Node, seen: dict[Node, None]) -> None:
    for imported in graph.of(ontology, OWL.imports):
        if imported not in seen:
            seen[imported] = None
            _follow(graph, imported, seen)
