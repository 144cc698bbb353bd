"""The vocabulary of an edition as a model: its terms and concepts, and what is said of them.

What is read are the named graphs of the ontology, as they were written; how often each term is used is told
by the description of the dataset, which the build has counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from koryu.graph import ONTOLOGY_PARTS, part_path
from koryu.iris import Iris
from koryu.languages import rank
from koryu.namespaces import DCTERMS, OWL, RDF_TYPE, RDFS, SKOS, VOID
from koryu.rdf.ntriples import Quad, Triple, iri, is_blank, is_iri, language, value
from koryu.rdf.reading import read_turtle
from koryu.settings import Settings
from koryu.site.editions.statements import Statements

Texts = tuple[tuple[str, str], ...]  # language tag and text, in the order of the project's languages

TYPE: Final = iri(RDF_TYPE)
LABEL: Final = iri(f"{RDFS}label")
PREF_LABEL: Final = iri(f"{SKOS}prefLabel")
DEFINITION: Final = iri(f"{SKOS}definition")
EXAMPLE: Final = iri(f"{SKOS}example")
DOMAIN: Final = iri(f"{RDFS}domain")
RANGE: Final = iri(f"{RDFS}range")
SUB_CLASS: Final = iri(f"{RDFS}subClassOf")
SUB_PROPERTY: Final = iri(f"{RDFS}subPropertyOf")
INVERSE: Final = iri(f"{OWL}inverseOf")
ON_PROPERTY: Final = iri(f"{OWL}onProperty")
IN_SCHEME: Final = iri(f"{SKOS}inScheme")
BROADER: Final = iri(f"{SKOS}broader")
TITLE: Final = iri(f"{DCTERMS}title")
DESCRIPTION: Final = iri(f"{DCTERMS}description")
_SCHEME: Final = iri(f"{SKOS}ConceptScheme")
_CLASS: Final = iri(f"{OWL}Class")
_KINDS: Final = {
    _CLASS: "class",
    iri(f"{RDFS}Class"): "class",
    iri(f"{OWL}ObjectProperty"): "object",
    iri(f"{OWL}DatatypeProperty"): "datatype",
    iri(f"{OWL}AnnotationProperty"): "annotation",
}
TRAITS: Final = {
    iri(f"{OWL}{name}Property"): name.lower()
    for name in ("Functional", "Symmetric", "Transitive", "InverseFunctional")
}
_BOUNDS: Final = {
    iri(f"{OWL}{name}"): name
    for name in ("cardinality", "minCardinality", "maxCardinality", "allValuesFrom", "someValuesFrom")
}
MATCHES: Final = tuple(
    iri(each)
    for each in (
        f"{OWL}equivalentClass", f"{OWL}equivalentProperty", f"{RDFS}subClassOf", f"{RDFS}subPropertyOf",
        *(f"{SKOS}{name}Match" for name in ("exact", "close", "broad", "narrow", "related")),
        f"{RDFS}seeAlso",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Term:
    """A class or property of the project's own; ``kind``: class, object, datatype or annotation."""

    iri: str
    name: str
    kind: str


@dataclass(frozen=True)
class Bound:
    """What a class asks of a property: ``kind`` is the restriction's name, ``value`` a number or a term."""

    property: str
    kind: str
    value: str


class Ontology:
    """The vocabulary of an edition."""

    def __init__(self, statements: Statements, settings: Settings, path: Path) -> None:
        self._settings, self._path = settings, path
        self._quads: list[Quad] = []
        for part in ONTOLOGY_PARTS:
            self._quads += statements.graph(iri(settings.iris.graph(part)))

    @property
    def iris(self) -> Iris:
        """The IRIs of the project."""
        return self._settings.iris

    @cached_property
    def _about(self) -> Mapping[str, Mapping[str, list[str]]]:
        found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for (subject, predicate, object_), _ in self._quads:
            if object_ not in found[subject][predicate]:
                found[subject][predicate].append(object_)
        return found

    @cached_property
    def _from(self) -> Mapping[tuple[str, str], list[str]]:
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, properties in self._about.items():
            for predicate, objects in properties.items():
                for each in objects:
                    found[each, predicate].append(subject)
        return found

    def objects(self, subject: str, predicate: str) -> list[str]:
        """List what is said of a subject with a predicate, sorted; all are terms."""
        return sorted(self._about.get(subject, {}).get(predicate, []))

    def subjects(self, predicate: str, object_: str) -> list[str]:
        """List of what something is said, sorted."""
        return sorted(self._from.get((object_, predicate), []))

    @property
    def node(self) -> str:
        """The term of the ontology itself."""
        return iri(self.iris.ontology)

    @cached_property
    def terms(self) -> dict[str, Term]:
        """The classes and properties of the project's own, by name, sorted without regard to case."""
        start = f"{self.iris.ontology}#"
        found = {}
        for subject, properties in self._about.items():
            kind = next((_KINDS[each] for each in properties.get(TYPE, ()) if each in _KINDS), None)
            if kind and is_iri(subject) and value(subject).startswith(start):
                name = value(subject).removeprefix(start)
                found[name] = Term(subject, name, kind)
        return dict(sorted(found.items(), key=lambda each: (each[0].casefold(), each[0])))

    def of_kind(self, *kinds: str) -> list[Term]:
        """List the terms of some kinds."""
        return [term for term in self.terms.values() if term.kind in kinds]

    @cached_property
    def _by_iri(self) -> dict[str, Term]:
        return {term.iri: term for term in self.terms.values()}

    def term(self, node: str) -> Term | None:
        """Find the class or property of ours that a term names."""
        return self._by_iri.get(node)

    def texts(self, subject: str, *predicates: str) -> Texts:
        """List the texts of a subject, those in the project's languages first and in their order."""
        found = [each for predicate in predicates for each in self.objects(subject, predicate)]
        known = self._settings.languages
        tagged = [(language(each) or "", value(each)) for each in found if not is_iri(each)]
        return tuple(sorted(tagged, key=lambda each: _place(each[0], known)))

    def text(self, subject: str, lang: str, *predicates: str) -> tuple[str, str] | None:
        """Choose the text of a subject for a reader, with its language; None if there is none."""
        fallback = self._settings.languages[0]
        ranked = [
            (place, tag, text)
            for tag, text in self.texts(subject, *predicates)
            if (place := rank(tag, _likely(lang), fallback)) is not None
        ]
        return min(ranked)[1:] if ranked else next(iter(self.texts(subject, *predicates)), None)

    def label(self, node: str, lang: str) -> str:
        """Call a term by its label in the reader's language, else by its name, else by its IRI."""
        found = self.text(node, lang, LABEL, PREF_LABEL, TITLE)
        return found[1] if found else self.iris.key(value(node))

    def bounds(self, class_: str) -> list[Bound]:
        """List what a class asks of properties, by their names."""
        nodes = [each for each in self.objects(class_, SUB_CLASS) if is_blank(each)]
        found = [
            Bound(property_, name, each)
            for node in nodes
            for property_ in self.objects(node, ON_PROPERTY)
            for predicate, name in _BOUNDS.items()
            for each in self.objects(node, predicate)
        ]
        return sorted(found, key=lambda bound: (bound.property, bound.kind))

    def supers(self, node: str, predicate: str) -> list[str]:
        """List the terms of ours that a term lies below directly."""
        return [each for each in self.objects(node, predicate) if each in self._by_iri]

    def alignments(self, node: str) -> list[tuple[str, str]]:
        """List how a term stands to those of other vocabularies: predicate and term."""
        return [
            (predicate, each)
            for predicate in MATCHES
            for each in self.objects(node, predicate)
            if is_iri(each) and each not in self._by_iri
        ]

    @cached_property
    def schemes(self) -> dict[str, str]:
        """The concept schemes of the project's own, by key: their terms."""
        start = self.iris.concept("")
        found = {value(each).removeprefix(start): each for each in self.subjects(TYPE, _SCHEME)}
        return {key: each for key, each in sorted(found.items()) if ":" not in key}

    def concepts(self, scheme: str) -> list[str]:
        """List the concepts of a scheme, as terms."""
        return self.subjects(IN_SCHEME, scheme)

    def source_files(self, node: str) -> list[str]:
        """List the files in which something is said of a term, below the project's folder."""
        graphs = {graph for (subject, _, _), graph in self._quads if subject == node}
        return [
            part_path(self._settings, part).relative_to(self._settings.root).as_posix()
            for part in ONTOLOGY_PARTS
            if iri(self.iris.graph(part)) in graphs
        ]

    def uses(self, node: str) -> int:
        """How often a term is used: things of a class, statements with a property."""
        return self._uses.get(node, 0)

    @cached_property
    def _uses(self) -> dict[str, int]:
        return dict(_counted(read_turtle(self._path, self._path.parent)))


def _counted(triples: Iterable[Triple]) -> Iterable[tuple[str, int]]:
    """Read the partitions of the whole dataset; those of a part count what the whole counts too."""
    about: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for subject, predicate, object_ in triples:
        about[subject][value(predicate).removeprefix(VOID)] = object_
    for found in about.values():
        for named, counted in (("class", "entities"), ("property", "triples")):
            if named in found and counted in found:
                yield found[named], int(value(found[counted]))


def _place(tag: str, known: tuple[str, ...]) -> tuple[int, str]:
    primary = tag.partition("-")[0]
    return (known.index(primary) if primary in known else len(known), tag)


def _likely(lang: str) -> str:
    return {"zh": "zh-Hans"}.get(lang, lang)
