"""What a built graph says of its sources: their sentences, the facts that cite them, and every text of ours.

A *fact* is a subject with a type of the project that cites a sentence by ``koryu:statedIn``. A part of a
thing (a fragment of its IRI) that cites nothing itself cites what the thing cites.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from koryu.audit.locate import Locator
from koryu.iris import Iris
from koryu.namespaces import RDF, RDF_TYPE, XSD
from koryu.rdf.ntriples import Triple, datatype, is_iri, read_nquads, value

Value = Decimal | date
Properties = dict[str, list[str]]  # the objects of a subject, as terms, by the IRI of the property

_NUMBERS: Final = {
    XSD + name for name in ("integer", "decimal", "nonNegativeInteger", "positiveInteger", "gYear")
}
_TEXTS: Final = {XSD + "string", RDF + "langString"}
_PRINTED: Final = "AsPublished"  # how the names of properties end whose values are printed forms
_INFERRED: Final = ("computed", "interpreted")  # the basis of a fact whose values no sentence need have
_ORDERS: Final = ("destinationRank", "position", "rank")  # a sentence may tell these by its order alone
_UNCITED: Final = ("Sentence", "Source")  # the classes whose members cite no sentence
# links that hold the graph together; a party is none of these
_LINKS: Final = (
    "about", "assertedBy", "assertion", "event", "evidence", "inSource",
    "page", "part", "partOf", "participation", "shareBase", "statedIn",
)  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """A sentence of a source: its IRI, the number that is printed, how to find it, and which part it is of.

    ``part`` is the key of a concept: ``front-matter``, ``heading`` or ``body``.
    """

    iri: str
    number: str
    locator: Locator
    part: str


@dataclass(frozen=True)
class Figure:
    """A value of a fact, or a form as printed, with the IRI of its property."""

    property: str
    value: Value | str


@dataclass(frozen=True)
class Fact:
    """A typed subject, the IRIs of the sentences that it cites, none if it fails to, and the values it holds.

    ``speaks``: it has a value, a party or a statement of its own. A year is held as a number.
    ``figures``: what must be in one of the ``grounds``, the sentences that it or the base of its share cites.
    """

    iri: str
    sentences: frozenset[str]
    values: frozenset[Value]
    speaks: bool
    figures: tuple[Figure, ...]
    grounds: frozenset[str]


@dataclass(frozen=True)
class Text:
    """A literal of plain or tagged text, with the IRIs of its subject and property."""

    subject: str
    property: str
    text: str


@dataclass(frozen=True)
class Evidence:
    """A source that has sentences, in their order; the facts of its graph, by IRI."""

    source: str
    sentences: tuple[Sentence, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class _Model:
    """The statements of one graph by subject, and the types that subjects have in any graph."""

    iris: Iris
    subjects: dict[str, Properties]
    types: dict[str, set[str]]

    def facts(self) -> tuple[Fact, ...]:
        uncited = {self.iris.term(name) for name in _UNCITED}
        typed = (subject for subject in self.subjects if self.types[subject] - uncited)
        return tuple(self._fact(subject) for subject in sorted(typed) if self._is_ours(subject))

    def _is_ours(self, subject: str) -> bool:
        """Is it a fact of this graph: typed here, or cited here although typed elsewhere?"""
        here = self.subjects[subject]
        typed_here = any(value(term) in self.types[subject] for term in here.get(RDF_TYPE, ()))
        return typed_here or self.iris.term("statedIn") in here

    def _fact(self, subject: str) -> Fact:
        pairs = [(name, term) for name, terms in self.subjects[subject].items() for term in terms]
        values = frozenset(found for _, term in pairs if (found := _value(term)) is not None)
        speaks = any(self._speaks(name, term) for name, term in pairs)
        figures = tuple(self._figures(subject, pairs))
        return Fact(subject, self._citations(subject), values, speaks, figures, self._grounds(subject))

    def _figures(self, subject: str, pairs: list[tuple[str, str]]) -> Iterator[Figure]:
        bases = map(value, self.subjects[subject].get(self.iris.term("basis"), ()))
        is_inferred = not {self.iris.concept(key) for key in _INFERRED}.isdisjoint(bases)
        orders = {self.iris.term(name) for name in _ORDERS}
        for name, term in pairs:
            if name.endswith(_PRINTED):
                yield Figure(name, value(term))
            elif not is_inferred and name not in orders and (found := _value(term)) is not None:
                yield Figure(name, found)

    def _grounds(self, subject: str) -> frozenset[str]:
        whole = map(value, self.subjects[subject].get(self.iris.term("shareBase"), ()))
        return self._citations(subject).union(*map(self._citations, whole))

    def _citations(self, subject: str) -> frozenset[str]:
        own = frozenset(map(value, self.subjects.get(subject, {}).get(self.iris.term("statedIn"), ())))
        whole = subject.partition("#")[0]
        return own if own or whole == subject else self._citations(whole)

    def _speaks(self, name: str, term: str) -> bool:
        if name == self.iris.term("statement"):
            return bool(value(term).strip())
        if is_iri(term):
            is_link = name in map(self.iris.term, _LINKS)
            return self.iris.is_thing(value(term)) and not is_link
        return _value(term) is not None and name != self.iris.term("position")


def read_evidence(graph: Path, iris: Iris) -> tuple[list[Evidence], list[Text]]:
    """Read the evidence for each source with sentences, and every text in the graph, from a built ``.nq``.

    Raises:
        DataError: It is not N-Quads.
    """
    by_graph: dict[str, list[Triple]] = defaultdict(list)
    for triple, name in read_nquads(graph):
        by_graph[name].append(triple)
    triples = [triple for part in by_graph.values() for triple in part]
    types = _types(triples, iris)
    parts = (_Model(iris, _subjects(by_graph[name]), types) for name in sorted(by_graph))
    return [each for part in parts for each in _evidence(part)], _texts(triples)


def _types(triples: Iterable[Triple], iris: Iris) -> dict[str, set[str]]:
    types: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, object_ in triples:
        if value(predicate) == RDF_TYPE and value(object_).startswith(iris.term("")):
            types[value(subject)].add(value(object_))
    return types


def _subjects(triples: Iterable[Triple]) -> dict[str, Properties]:
    subjects: dict[str, Properties] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, object_ in triples:
        subjects[value(subject)][value(predicate)].append(object_)
    return subjects


def _texts(triples: Iterable[Triple]) -> list[Text]:
    return sorted(
        {Text(*map(value, triple)) for triple in triples if datatype(triple[2]) in _TEXTS},
        key=lambda each: (each.subject, each.property, each.text),
    )


def _evidence(model: _Model) -> Iterable[Evidence]:
    """Make the evidence of each source whose sentences stand in one graph."""
    by_source: dict[str, list[Sentence]] = defaultdict(list)
    for subject, properties in model.subjects.items():
        if RDF_TYPE in properties and model.iris.term("Sentence") in model.types[subject]:
            source = _first(properties, model.iris.term("inSource"))
            by_source[source].append(_sentence(subject, properties, model.iris))
    facts = model.facts() if by_source else ()
    for source in sorted(by_source):
        yield Evidence(source, tuple(sorted(by_source[source], key=_order)), facts)


def _sentence(subject: str, properties: Properties, iris: Iris) -> Sentence:
    length, digest = (_first(properties, iris.term(name)) for name in ("textLength", "textDigest"))
    part = iris.key(_first(properties, iris.term("documentPart")))
    return Sentence(subject, iris.key(subject), Locator(int(length or 0), digest), part)


def _order(sentence: Sentence) -> tuple[list[int], str]:
    return [int(step) for step in sentence.number.split(".") if step.isdecimal()], sentence.number


def _first(properties: Properties, name: str) -> str:
    return next(map(value, properties.get(name, ())), "")


def _value(term: str) -> Value | None:
    """Take the number, year or date that a literal holds; None if it holds something else."""
    kind = datatype(term)
    if kind == XSD + "date":
        return date.fromisoformat(value(term))
    return Decimal(value(term)) if kind in _NUMBERS else None
