"""Reading shapes from a shapes graph; nothing in it is passed over in silence.

Source: https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox
from rdflib import OWL, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from koryu.errors import OntologyError
from koryu.rdf.ntriples import literal
from koryu.rdf.reading import term_of
from koryu.shacl import searches, value_tests
from koryu.shacl.components import Component, read_components, read_constraint
from koryu.shacl.graphs import ShapesGraph
from koryu.shacl.shapes import Constraint, Shape, Target

_TARGETS: Final = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_CLASSES: Final = (RDFS.Class, OWL.Class)
_SUBTRACTION: Final = re.compile(r"\[(?:[^\]\\]|\\.)+-\[")  # [a-z-[aeiou]]
_FLAGS: Final = frozenset("imsxq")


def read_shapes(graph: Graph, where: str) -> list[Shape]:
    """Read the shapes that have targets, in the order of their names.

    Args:
        graph: The shapes graph.
        where: What messages begin with, such as the path of its file.

    Raises:
        OntologyError: A shape is malformed or recursive, a term of SHACL is unknown or not supported, or
            there is nothing that could be validated.
    """
    reader = _Reader(ShapesGraph(graph, where))
    shapes = [shape for shape in map(reader.shape, reader.roots()) if shape.targets]
    if not any(map(reader.constrains, shapes)):
        raise OntologyError(
            f"{where}: no shape has both a target and a constraint; no data can be said to conform to that"
        )
    return shapes


class _Reader:
    """Reads each shape once, and knows which it is reading, so that it sees a circle."""

    def __init__(self, graph: ShapesGraph) -> None:
        graph.check_iris()
        graph.check_terms()
        self.graph = graph
        self._components: list[Component] = read_components(graph)
        self._read: dict[Node, Shape] = {}
        self._reading: list[Node] = []
        self._constrained: set[str] = set()

    def roots(self) -> list[Node]:
        """The nodes that are shapes and may have targets."""
        found = {node for name in _TARGETS for node in self.graph.subjects(name)}
        kinds = self.graph.below((SH.NodeShape, SH.PropertyShape))
        classes = {node for each in self.graph.below(_CLASSES) for node in self.graph.instances(each)}
        return sorted(found | {node for node in classes if self.graph.types(node) & kinds}, key=str)

    def shape(self, node: Node) -> Shape:
        """Read one shape.

        Raises:
            OntologyError: It is malformed, or refers to itself.
        """
        if node in self._reading:
            circle = " → ".join(map(self.graph.shown, [*self._reading[self._reading.index(node) :], node]))
            raise self.graph.fault(node, f"refers to itself ({circle}); recursive shapes are not validated")
        if node not in self._read:
            self._reading.append(node)
            self._read[node] = self._make(node)
            self._reading.pop()
        return self._read[node]

    def shapes(self, node: Node, name: str, head: Node) -> tuple[Shape, ...]:
        """Read the shapes of a list."""
        return tuple(map(self.shape, self.graph.list(node, name, head)))

    def constrains(self, shape: Shape) -> bool:
        """Does the shapes graph state a constraint of the shape, or of a property shape in it?"""
        return shape.node in self._constrained or any(map(self.constrains, shape.properties))

    def _make(self, node: Node) -> Shape:
        graph = self.graph
        if isinstance(node, Literal):
            raise graph.fault(node, "is a literal; a shape is an IRI or a blank node")
        if not graph.says_something(node):
            raise graph.fault(node, "is to be a shape, but nothing is said of it; is it misspelt?")
        graph.check_names(node)
        path = graph.one(node, "path")
        shape = Shape(
            node=term_of(node),
            path=None if path is None else graph.path(path, node),
            targets=tuple(self._targets(node)),
            constraints=tuple(self._constraints(node, is_property=path is not None)),
            properties=tuple(map(self._property, graph.values(node, "property"))),
            severity=graph.severity(node),
            messages=graph.messages(node),
            is_deactivated=graph.flag(node, "deactivated"),
        )
        if shape.messages and shape.path and not self.constrains(shape):
            raise graph.fault(node, "has a path and a message, but no constraint; it can never be broken")
        return shape

    def _property(self, node: Node) -> Shape:
        shape = self.shape(node)
        if shape.path is None:
            raise self.graph.fault(node, "is a value of sh:property, but has no sh:path")
        return shape

    def _targets(self, node: Node) -> Iterator[Target]:
        for name in _TARGETS:
            for found in self.graph.values(node, name):
                if isinstance(found, BNode) or (isinstance(found, Literal) and name != "targetNode"):
                    raise self.graph.fault(node, f"sh:{name} is {self.graph.shown(found)}; it must be an IRI")
                yield Target(name, term_of(found))
        if isinstance(node, URIRef) and self.graph.types(node) & self.graph.below(_CLASSES):
            yield Target("targetClass", term_of(node))

    def _constraints(self, node: Node, *, is_property: bool) -> Iterator[Constraint]:
        for name, make in _MAKERS.items():
            if name in _SINGLE:
                self.graph.one(node, name)
            for found in self.graph.values(node, name):
                if name in _OF_PROPERTIES and not is_property:
                    raise self.graph.fault(node, f"has sh:{name}, which needs a sh:path beside it")
                self._constrained.add(term_of(node))
                yield from make(self, node, found)
        for component in self._components:
            for constraint in component.constraints(node, is_property=is_property):
                self._constrained.add(term_of(node))
                yield constraint


_Maker = Callable[[_Reader, Node, Node], Iterator[Constraint]]


def _of_iri(name: str, make: Callable[[str], Constraint]) -> _Maker:
    def read(reader: _Reader, node: Node, value: Node) -> Iterator[Constraint]:
        yield make(reader.graph.iri(node, name, value))

    return read


def _of_number(name: str, make: Callable[[int], Constraint]) -> _Maker:
    def read(reader: _Reader, node: Node, value: Node) -> Iterator[Constraint]:
        number = reader.graph.number(node, name, value)
        yield make(number)

    return read


def _of_literal(name: str, component: str) -> _Maker:
    def read(reader: _Reader, node: Node, value: Node) -> Iterator[Constraint]:
        if not isinstance(value, Literal):
            raise reader.graph.fault(node, f"sh:{name} is {reader.graph.shown(value)}; it must be a literal")
        yield value_tests.Limit(component, term_of(value))

    return read


def _of_shape(make: Callable[[Shape], Constraint]) -> _Maker:
    def read(reader: _Reader, _node: Node, value: Node) -> Iterator[Constraint]:
        yield make(reader.shape(value))

    return read


def _of_shapes(name: str, make: Callable[[tuple[Shape, ...]], Constraint]) -> _Maker:
    def read(reader: _Reader, node: Node, value: Node) -> Iterator[Constraint]:
        yield make(reader.shapes(node, name, value))

    return read


def _node_kind(reader: _Reader, node: Node, value: Node) -> Iterator[Constraint]:
    kind = str(value).removeprefix(str(SH))
    if kind not in value_tests.NODE_KINDS:
        allowed = ", ".join(f"sh:{each}" for each in value_tests.NODE_KINDS)
        raise reader.graph.fault(node, f"sh:nodeKind is {reader.graph.shown(value)}; it is one of {allowed}")
    yield value_tests.NodeKind(kind)


def _pattern(reader: _Reader, node: Node, value: Node) -> Iterator[Constraint]:
    flags = reader.graph.text(node, "flags") or ""
    if not set(flags) <= _FLAGS:
        raise reader.graph.fault(node, f'sh:flags is "{flags}"; its letters are among i, m, s, x and q')
    if "q" not in flags and (_SUBTRACTION.search(str(value)) or not _is_regular(str(value), flags)):
        problem = (
            f"sh:pattern is {reader.graph.shown(value)}, which is no regular expression that is known here"
        )
        raise reader.graph.fault(node, f"{problem}; there is no look-around and no class taken from another")
    yield value_tests.Pattern(str(value), flags)


def _is_regular(pattern: str, flags: str) -> bool:
    query = f"SELECT (REGEX('', {literal(pattern)}, {literal(flags)}) AS ?found) WHERE {{}}"
    answer = ox.Store().query(query)
    assert isinstance(answer, ox.QuerySolutions)
    return next(iter(answer))["found"] is not None


def _languages(reader: _Reader, node: Node, value: Node) -> Iterator[Constraint]:
    ranges = reader.graph.list(node, "languageIn", value)
    if wrong := next((each for each in ranges if not isinstance(each, Literal)), None):
        raise reader.graph.fault(node, f"sh:languageIn has {reader.graph.shown(wrong)}; write tags, as texts")
    yield value_tests.LanguageIn(tuple(map(str, ranges)))


def _in(reader: _Reader, node: Node, value: Node) -> Iterator[Constraint]:
    yield value_tests.In(tuple(map(term_of, reader.graph.list(node, "in", value))))


def _unique(reader: _Reader, node: Node, value: Node) -> Iterator[Constraint]:
    if reader.graph.truth(node, "uniqueLang", value):
        yield searches.UniqueLang()


def _has_value(_reader: _Reader, _node: Node, value: Node) -> Iterator[Constraint]:
    yield searches.HasValue(term_of(value))


def _closed(reader: _Reader, node: Node, value: Node) -> Iterator[Constraint]:
    graph = reader.graph
    if not graph.truth(node, "closed", value):
        return
    ignored = graph.one(node, "ignoredProperties")
    listed = [] if ignored is None else graph.list(node, "ignoredProperties", ignored)
    paths = [path for shape in graph.values(node, "property") for path in graph.values(shape, "path")]
    allowed = {term_of(each) for each in (*listed, *paths) if isinstance(each, URIRef)}
    yield searches.Closed(tuple(sorted(allowed)))


def _qualified(reader: _Reader, node: Node, value: Node) -> Iterator[Constraint]:
    shape, siblings = reader.shape(value), _siblings(reader, node, value)
    if not any(reader.graph.values(node, name) for name in _COUNTS):
        wanted = " or ".join(f"sh:{name}" for name in _COUNTS)
        raise reader.graph.fault(node, f"has sh:qualifiedValueShape without {wanted}")
    for name in _COUNTS:
        count = reader.graph.one(node, name)
        if count is not None:
            number = reader.graph.number(node, name, count)
            yield searches.Qualified(f"Q{name[1:]}", number, shape, siblings)


def _siblings(reader: _Reader, node: Node, value: Node) -> tuple[Shape, ...]:
    graph = reader.graph
    if not graph.flag(node, "qualifiedValueShapesDisjoint"):
        return ()
    around = {each for parent in graph.owners("property", node) for each in graph.values(parent, "property")}
    others = {each for shape in around for each in graph.values(shape, "qualifiedValueShape")} - {value}
    return tuple(map(reader.shape, sorted(others, key=str)))


def _sparql(reader: _Reader, node: Node, value: Node) -> Iterator[Constraint]:
    yield from read_constraint(reader.graph, node, value)


_MAKERS: Final[Mapping[str, _Maker]] = {
    "class": _of_iri("class", value_tests.Class),
    "datatype": _of_iri("datatype", value_tests.Datatype),
    "nodeKind": _node_kind,
    "minCount": _of_number("minCount", searches.MinCount),
    "maxCount": _of_number("maxCount", searches.MaxCount),
    "minExclusive": _of_literal("minExclusive", "MinExclusive"),
    "minInclusive": _of_literal("minInclusive", "MinInclusive"),
    "maxExclusive": _of_literal("maxExclusive", "MaxExclusive"),
    "maxInclusive": _of_literal("maxInclusive", "MaxInclusive"),
    "minLength": _of_number("minLength", lambda number: value_tests.Length("MinLength", number)),
    "maxLength": _of_number("maxLength", lambda number: value_tests.Length("MaxLength", number)),
    "pattern": _pattern,
    "languageIn": _languages,
    "uniqueLang": _unique,
    "equals": _of_iri("equals", searches.Equals),
    "disjoint": _of_iri("disjoint", searches.Disjoint),
    "lessThan": _of_iri("lessThan", lambda term: searches.LessThan("LessThan", term)),
    "lessThanOrEquals": _of_iri("lessThanOrEquals", lambda term: searches.LessThan("LessThanOrEquals", term)),
    "not": _of_shape(value_tests.Not),
    "and": _of_shapes("and", value_tests.And),
    "or": _of_shapes("or", value_tests.Or),
    "xone": _of_shapes("xone", value_tests.Xone),
    "node": _of_shape(value_tests.Node),
    "qualifiedValueShape": _qualified,
    "closed": _closed,
    "hasValue": _has_value,
    "in": _in,
    "sparql": _sparql,
}
_COUNTS: Final = ("qualifiedMinCount", "qualifiedMaxCount")
_SINGLE: Final = {
    *("datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive"),
    *("maxInclusive", "minLength", "maxLength", "languageIn", "uniqueLang", "closed", "in"),
}
_OF_PROPERTIES: Final = {
    *("minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape"),
}
