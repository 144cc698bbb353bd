"""Whether documents keep within a profile, such as OWL Lite, that a shapes graph states in SHACL-SPARQL.

The rules are in the shapes graph alone. This module runs them, as SHACL does: each constraint of a shape on
the shape's target nodes, over the triples of all documents together. For each offending triple it says which
document the triple stands in and which species of OWL is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias, TypeGuard, cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from koryu.errors import OntologyError
from koryu.namespaces import DCTERMS, RDF, XSD
from koryu.rdf.ntriples import value
from koryu.rdf.reading import parse_turtle
from koryu.shacl.compiling import compile_shape
from koryu.shacl.custom import SparqlConstraint
from koryu.shacl.reading import read_shapes
from koryu.shacl.shapes import Scope, Shape
from koryu.shacl.sparql import Names

if TYPE_CHECKING:
    from rdflib import Graph

SPECIES = ("OWL Lite", "OWL DL", "OWL Full")
"""Each is part of the next. https://www.w3.org/TR/owl-ref/#Sublanguages"""

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
}

_POSITION = re.compile(r"^.*? at line \d+ column \d+: ")
_LOCAL_NAME = re.compile(r"[A-Za-z_][\w-]*")
_LONGEST_LITERAL = 60
_DEEPEST_NODE = 3

_Term: TypeAlias = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True)
class Violation:
    """One triple that breaks one rule.

    ``path``: the document the triple stands in, as it was given. ``species``: what the document is left in.
    ``messages``: by language tag in lower case, with names in place of variables.
    ``triple``: subject, predicate and object as text, for a reader.
    """

    path: Path
    rule: str
    species: str
    triple: tuple[str, str, str]
    messages: Mapping[str, str] = field(hash=False)

    def text(self, language: str = "en") -> str:
        """Say what is wrong in one line, in English if ``language`` has no message."""
        message = self.messages.get(language.lower(), self.messages["en"])
        return f"{self.path}: {message}: {' '.join(self.triple)} (left: {self.species})"


@dataclass(frozen=True)
class ProfileReport:
    """What breaks the profile, ordered by document, rule and triple."""

    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether no rule is broken."""
        return not self.violations

    @property
    def species(self) -> str:
        """The smallest species of OWL that holds all documents together."""
        return max(
            (violation.species for violation in self.violations), key=SPECIES.index, default=SPECIES[0]
        )

    @property
    def rules(self) -> frozenset[str]:
        """The identifiers of the rules that are broken."""
        return frozenset(violation.rule for violation in self.violations)

    def text(self, language: str = "en") -> str:
        """Write one line for each violation; nothing if there is none."""
        return "".join(f"{violation.text(language)}\n" for violation in self.violations)


@dataclass(frozen=True)
class Document:
    """A document's triples, in its order, and the prefixes it declares; literals are shielded."""

    path: Path
    triples: tuple[Triple, ...]
    prefixes: Mapping[str, str]


@dataclass(frozen=True)
class Rule:
    """A shape with one SPARQL constraint: how it is called, the species it leaves, and what it asks."""

    identifier: str
    species: str
    constraint: SparqlConstraint
    query: str


def check_profile(files: Iterable[Path], imported: Iterable[Path] = (), *, shapes: Path) -> ProfileReport:
    """Judge documents by the rules of a profile.

    Args:
        files: The documents, in Turtle, N-Triples or RDF/XML.
        imported: Documents that they import. The rules are about a document with all that it imports,
            so these are judged as well.
        shapes: The shapes graph, in Turtle; each shape has ``dcterms:identifier``, ``shapes:species``,
            ``sh:targetNode`` and a constraint ``sh:sparql`` that projects ?subject, ?predicate and ?object.

    Raises:
        OntologyError: A file cannot be read; begins with ``path`` or ``path:line``.

    Source: https://www.w3.org/TR/shacl/#sparql-constraints
    """
    rules = read_rules(shapes)
    documents = [read_document(Path(path)) for path in (*files, *imported)]
    return ProfileReport(tuple(_judge(rules, documents)))


def read_rules(shapes: Path) -> list[Rule]:
    """Read the rules of a shapes graph, in the order of their identifiers.

    Raises:
        OntologyError: The file cannot be read, or has no rule.
    """
    graph = parse_turtle(shapes)
    found = [rule for shape in read_shapes(graph, str(shapes)) for rule in _rules(graph, shape)]
    return sorted(found, key=lambda rule: (len(rule.identifier), rule.identifier))


def _rules(shapes: Graph, shape: Shape) -> Iterator[Rule]:
    from rdflib import URIRef

    def one(name: str) -> str:
        return str(shapes.value(URIRef(value(shape.node)), URIRef(name)))

    species = value(shape.node).rpartition("#")[0] + "#species"
    for question in compile_shape(shape, Scope(Names(), lambda class_: (class_,))):
        for constraint in question.constraints:
            if isinstance(constraint, SparqlConstraint):
                (query,) = question.queries
                yield Rule(one(f"{DCTERMS}identifier"), one(species), constraint, query)


def read_document(path: Path) -> Document:
    """Read a document; the names of its blank nodes are new, so that documents can be merged.

    Relative IRIs are resolved against the file's own address.

    Raises:
        OntologyError: There is no such file, it is of no known kind, or its syntax is wrong.
    """
    if path.suffix not in FORMATS:
        raise OntologyError(f"{path}: unknown kind of file; has {', '.join(FORMATS)}")
    try:
        parser = parse(
            path=path,
            format=FORMATS[path.suffix],
            base_iri=path.resolve().as_uri(),
            rename_blank_nodes=True,
        )
        triples = tuple(_shielded_triple(found) for found in parser)
    except SyntaxError as error:
        what = _POSITION.sub("", error.msg)
        place = f"{path}:{error.lineno or _failing_line(path)}"
        raise OntologyError(f"{place}: {what}; write {FORMATS[path.suffix].name}") from None
    except OSError as error:
        raise OntologyError(f"{path}: {error.strerror or error}; name a file that can be read") from None
    if any(isinstance(triple.object, Triple) for triple in triples):
        raise OntologyError(f"{path}: a triple term stands in it, which is RDF 1.2; write RDF 1.1")
    return Document(path, triples, parser.prefixes)


def _failing_line(path: Path) -> int:
    """Find the line where reading fails, for a parser that does not tell: it gets one line at a time."""
    with path.open("rb") as file:
        lines = _Lines(file)
        with suppress(SyntaxError):
            any(False for _ in parse(cast(IO[bytes], lines), FORMATS[path.suffix]))
        return lines.number


class _Lines:
    """A file that never gives more than a line, and counts them."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._ended = True
        self.number = 0

    def read(self, size: int) -> bytes:
        """Read the next line, or ``size`` bytes of it."""
        found = self._file.readline(size)
        self.number += self._ended and bool(found)
        self._ended = found.endswith(b"\n")
        return found


def _shielded_triple(found: Quad | Triple) -> Triple:
    return Triple(found.subject, found.predicate, _shielded(found.object))


def _shielded(term: _Term) -> _Term:
    """Keep the store from rewriting a literal: what does not parse as a value, it leaves alone.

    Oxigraph stores ``"1"^^xsd:int`` as ``"1"^^xsd:integer`` and ``xsd:dateTimeStamp`` as ``xsd:dateTime``.
    With a space behind it the lexical form is of no value, and form and datatype stay as they are.
    """
    return Literal(f"{term.value} ", datatype=term.datatype) if _is_typed(term) else term


def _unshielded(term: Literal) -> Literal:
    return Literal(term.value[:-1], datatype=term.datatype) if _is_typed(term) else term


def _is_typed(term: _Term) -> TypeGuard[Literal]:
    return isinstance(term, Literal) and not term.language and term.datatype.value != f"{XSD}string"


def _judge(rules: Sequence[Rule], documents: Sequence[Document]) -> Iterator[Violation]:
    """Find violations in the order of documents, rules and triples; a triple and a rule make one."""
    store = Store()
    store.extend(Quad(*triple) for document in documents for triple in document.triples)
    origin = {triple: document for document in reversed(documents) for triple in document.triples}
    writer = _Writer(
        store, [*(rule.constraint.prefixes for rule in rules), *(each.prefixes for each in documents)]
    )
    found = {}
    for rule in rules:
        results = ((_triple(row), row) for row in cast(QuerySolutions, store.query(rule.query)))
        broken = [(triple, _violation(rule, origin[triple].path, row, writer)) for triple, row in results]
        for triple, violation in sorted(broken, key=_severity):
            found[rule.identifier, triple] = violation
    places = [document.path for document in documents]
    yield from sorted(found.values(), key=lambda violation: places.index(violation.path))


def _severity(result: tuple[Triple, Violation]) -> tuple[tuple[str, str, str], int, str]:
    violation = result[1]
    return violation.triple, SPECIES.index(violation.species), violation.messages["en"]


def _triple(row: QuerySolution) -> Triple:
    return Triple(
        cast(NamedNode | BlankNode, row["subject"]),
        cast(NamedNode, row["predicate"]),
        cast(_Term, row["object"]),
    )


def _violation(rule: Rule, path: Path, row: QuerySolution, writer: _Writer) -> Violation:
    terms = {str(term): cast(_Term, term) for term in row if term is not None}
    messages = rule.constraint.fill(lambda name: str(row[name]), lambda term: writer.write(terms[term]))
    return Violation(
        path=path,
        rule=rule.identifier,
        species=_species(rule, row),
        triple=(writer.write(row["subject"]), writer.write(row["predicate"]), writer.write(row["object"])),
        messages={tag.lower(): text for tag, text in messages.items()},
    )


def _species(rule: Rule, row: QuerySolution) -> str:
    """Say which species is left: what the result says, else what its shape says."""
    said = row["species"]
    return _unshielded(cast(Literal, said)).value if said else rule.species


class _Writer:
    """Writes terms for a reader: names with the prefixes of the documents, blank nodes by what they say."""

    def __init__(self, store: Store, prefixes: Iterable[Mapping[str, str]]) -> None:
        self._store = store
        self._names = {namespace: prefix for names in prefixes for prefix, namespace in names.items()}

    def write(self, term: _Term, depth: int = _DEEPEST_NODE) -> str:
        """Write a term in the manner of Turtle, in one line; what lies deeper than ``depth`` is left out."""
        if isinstance(term, NamedNode):
            return self._name(term)
        if isinstance(term, Literal):
            return self._literal(_unshielded(term))
        if isinstance(term, BlankNode):
            return self._node(term, depth)
        return str(term)

    def _name(self, term: NamedNode) -> str:
        cut = max(term.value.rfind("#"), term.value.rfind("/")) + 1
        namespace, local = term.value[:cut], term.value[cut:]
        known = namespace in self._names and _LOCAL_NAME.fullmatch(local)
        return f"{self._names[namespace]}:{local}" if known else str(term)

    def _literal(self, term: Literal) -> str:
        value = term.value
        value = value if len(value) <= _LONGEST_LITERAL else f"{value[:_LONGEST_LITERAL]}…"
        text = str(Literal(value))
        if term.language:
            return f"{text}@{term.language}"
        return f"{text}^^{self._name(term.datatype)}" if _is_typed(term) else text

    def _node(self, node: BlankNode, depth: int) -> str:
        said = [(quad.predicate, quad.object) for quad in self._store.quads_for_pattern(node, None, None)]
        if said and not depth:
            return "[…]"
        if any(predicate.value == f"{RDF}first" for predicate, _ in said):
            return f"( {' '.join(self._members(node, depth))} )"
        return f"[{'; '.join(sorted(f'{self._name(p)} {self.write(o, depth - 1)}' for p, o in said))}]"

    def _members(self, node: BlankNode, depth: int) -> Iterator[str]:
        """Write the members of a list up to its end, or to where it is not well formed."""
        rest: _Term | None = node
        seen: set[_Term] = set()
        while isinstance(rest, BlankNode) and rest not in seen:
            seen.add(rest)
            yield from (self.write(member, depth - 1) for member in self._objects(rest, "first"))
            rest = next(self._objects(rest, "rest"), None)

    def _objects(self, node: BlankNode, name: str) -> Iterator[_Term]:
        quads = self._store.quads_for_pattern(node, NamedNode(f"{RDF}{name}"), None)
        return (quad.object for quad in quads)
