"""Rules: the constraints of the shapes that are run, as a report speaks of them.

A result names a shape and a component only. What they ask, how their author puts it and in which file is said
here, so that a report can name the rules that hold, too, and speak where an author is silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from koryu.namespaces import RDF_TYPE, RDFS, SH
from koryu.rdf.ntriples import is_blank, is_iri, language, value
from koryu.rdf.reading import term_of
from koryu.shacl.paths import MARKS, Alternative, Marked, Path, Predicate, Sequence

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

NUMBER: Final = re.compile(r"([A-Z]{1,8}-?[0-9]+[a-z]?)(?:: |：)")  # what a message may begin with
SPARQL: Final = f"{SH}SPARQLConstraintComponent"
# https://www.w3.org/TR/shacl/#core-components; the results of sh:property are those of its property shape
PARAMETERS: Final = (
    *("class", "datatype", "nodeKind", "minCount", "maxCount"),
    *("minExclusive", "minInclusive", "maxExclusive", "maxInclusive"),
    *("minLength", "maxLength", "pattern", "languageIn", "uniqueLang"),
    *("equals", "disjoint", "lessThan", "lessThanOrEquals"),
    *("not", "and", "or", "xone", "node", "qualifiedMinCount", "qualifiedMaxCount"),
    *("closed", "hasValue", "in"),
)
_SWITCHES: Final = ("closed", "uniqueLang")  # constrain only if true
_LISTS: Final = ("in", "languageIn")
_TARGETS: Final = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")


@dataclass(frozen=True)
class Rule:
    """One constraint of one shape.

    ``shape``, ``component``, ``severity``, ``path``, ``messages``: as in a result, but that messages may have
    ``{?variables}``. ``parameters``: the terms that the constraint is given, such as the number of
    ``sh:minCount``. ``owner``: the shape, or the nearest one around it that has an IRI. ``file``: where it
    stands.
    """

    shape: str
    component: str
    severity: str = "Violation"
    messages: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None
    parameters: tuple[str, ...] = ()
    owner: str = ""
    file: str = ""


def component_of(parameter: str) -> str:
    """Name the constraint component of a parameter, such as ``minCount``."""
    return f"{SH}{parameter[0].upper()}{parameter[1:]}ConstraintComponent"


def number_of(messages: Mapping[str, str]) -> str:
    """Take the number that messages begin with; "" if they have none."""
    found = map(NUMBER.match, messages.values())
    return next((match[1] for match in found if match), "")


def rules_of(shapes: Graph, file: str = "") -> tuple[Rule, ...]:
    """List the rules of the shapes that have targets, and of the property shapes within them, by shape."""
    found = {
        (rule.shape, rule.component): rule
        for shape in _targeted(shapes)
        for rule in _rules(shapes, shape, value(term_of(shape)), file)
    }
    return tuple(sorted(found.values(), key=lambda rule: (rule.owner, str(rule.path or ""), rule.component)))


def read_path(shapes: Graph, node: Node) -> Path:
    """Read a property path from a shapes graph."""
    if is_iri(term_of(node)):
        return Predicate(term_of(node))
    for name in MARKS:
        for inner in _all(shapes, node, name):
            return Marked(name, read_path(shapes, inner))
    for choice in _all(shapes, node, "alternativePath"):
        return Alternative(_paths(shapes, choice))
    return Sequence(_paths(shapes, node))


def _paths(shapes: Graph, head: Node) -> tuple[Path, ...]:
    return tuple(read_path(shapes, node) for node in shapes.items(head))


def _targeted(shapes: Graph) -> list[Node]:
    """The shapes that have targets: https://www.w3.org/TR/shacl/#targets"""
    found = {shape for name in _TARGETS for shape in shapes.subjects(_sh(name))}
    return sorted(found | _implicit(shapes), key=str)


def _implicit(shapes: Graph) -> set[Node]:
    """The shapes that are classes: https://www.w3.org/TR/shacl/#implicit-targetClass"""
    kinds = (_sh("NodeShape"), _sh("PropertyShape"))
    classes = set(shapes.subjects(_iri(RDF_TYPE), _iri(f"{RDFS}Class")))
    return classes & {shape for kind in kinds for shape in shapes.subjects(_iri(RDF_TYPE), kind)}


def _rules(shapes: Graph, shape: Node, owner: str, file: str) -> Iterator[Rule]:
    if _is_true(shapes, shape, "deactivated"):
        return
    name = value(term_of(shape))
    owner = owner if is_blank(name) else name
    path = next((read_path(shapes, node) for node in _all(shapes, shape, "path")), None)
    severity = next((value(term_of(node)) for node in _all(shapes, shape, "severity")), f"{SH}Violation")
    for component, messages, parameters in _constraints(shapes, shape):
        yield Rule(name, component, severity.removeprefix(SH), messages, path, parameters, owner, file)
    for inner in _all(shapes, shape, "property"):
        yield from _rules(shapes, inner, owner, file)


def _constraints(shapes: Graph, shape: Node) -> Iterator[tuple[str, dict[str, str], tuple[str, ...]]]:
    messages = _messages(shapes, shape)
    for name in PARAMETERS:
        given = _all(shapes, shape, name)
        if given and (name not in _SWITCHES or _is_true(shapes, shape, name)):
            yield component_of(name), messages, _parameters(shapes, name, given)
    for node in _all(shapes, shape, "sparql"):
        yield SPARQL, _messages(shapes, node) or messages, ()


def _parameters(shapes: Graph, name: str, given: list[Node]) -> tuple[str, ...]:
    items = [item for node in given for item in shapes.items(node)] if name in _LISTS else given
    terms = (term_of(node) for node in items)
    return tuple(term for term in terms if not is_blank(term))


def _messages(shapes: Graph, node: Node) -> dict[str, str]:
    terms = map(term_of, _all(shapes, node, "message"))
    return {language(term) or "": value(term) for term in terms}


def _is_true(shapes: Graph, shape: Node, name: str) -> bool:
    return any(value(term_of(node)) in ("true", "1") for node in _all(shapes, shape, name))


def _all(shapes: Graph, node: Node, name: str) -> list[Node]:
    return sorted(shapes.objects(node, _sh(name)), key=str)


def _sh(name: str) -> Node:
    return _iri(SH + name)


def _iri(text: str) -> Node:
    from rdflib import URIRef

    return URIRef(text)
