"""A description of the dataset in VoID and DCAT 3, made of the statements themselves.

https://www.w3.org/TR/void/ and https://www.w3.org/TR/vocab-dcat-3/. It has no date and no blank node: the
same statements are described in the same words.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Final
from urllib.parse import urlsplit

from koryu.errors import ProjectError
from koryu.iris import Iris
from koryu.namespaces import DCAT, DCTERMS, OWL, RDF_TYPE, SKOS, VOID, XSD
from koryu.printable import quoted
from koryu.rdf.ntriples import Triple, iri, is_iri, literal, value
from koryu.rdf.prefixes import read_prefixes
from koryu.settings import FILE, Settings

_FORMATS: Final = "http://www.w3.org/ns/formats/"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
# The files of a build that hold the whole dataset: https://www.w3.org/ns/formats/
_DUMPS: Final = {
    "koryu.nq": ("N-Quads", "application/n-quads"),
    "koryu.ttl": ("Turtle", "text/turtle"),
}
_LINKS: Final = (
    f"{OWL}sameAs",
    *(f"{SKOS}{name}Match" for name in ("broad", "close", "exact", "narrow", "related")),
)
_TYPE: Final = iri(RDF_TYPE)


def describe(parts: Mapping[str, set[Triple]], settings: Settings) -> list[Triple]:
    """Describe a dataset.

    Args:
        parts: Its triples by the name of their graph.
        settings: Those of the project, for title, licence and base.

    Returns:
        Triples, sorted: the dataset, its dumps, a subset for each named graph, its classes and properties
        with counts, the vocabularies it uses, examples, a linkset for each site it links to, and those
        that the statements tell of themselves.

    Raises:
        ProjectError: The project's licence is no IRI, or it has no prefixes.
    """
    return sorted({*_Description(parts, settings).triples()})


@dataclass(frozen=True)
class _Description:
    """What is said of a dataset; IRIs within the description are fragments of one document."""

    parts: Mapping[str, set[Triple]]
    settings: Settings

    @cached_property
    def iris(self) -> Iris:
        return self.settings.iris

    @cached_property
    def prefixes(self) -> dict[str, str]:
        return read_prefixes(self.settings)

    @cached_property
    def union(self) -> set[Triple]:
        return set().union(*self.parts.values())

    def fragment(self, name: str) -> str:
        return iri(f"{self.settings.base}void#{name}")

    @property
    def dataset(self) -> str:
        return self.fragment("dataset")

    @cached_property
    def license(self) -> str:
        try:
            return iri(self.settings.license)
        except ValueError:
            path = self.settings.root / FILE
            raise ProjectError(f"{path}: license {quoted(self.settings.license)} must be an IRI") from None

    def triples(self) -> Iterator[Triple]:
        yield from self._head()
        yield from self._counts(self.dataset, self.union)
        yield from self._dumps()
        yield from self._subsets()
        yield from self._classes()
        yield from self._properties()
        yield from self._vocabularies()
        yield from self._examples()
        yield from self._declared()
        yield from self._linksets()

    def _head(self) -> Iterator[Triple]:
        yield from _types(self.dataset, f"{VOID}Dataset", f"{DCAT}Dataset")
        yield self.dataset, iri(f"{DCTERMS}title"), literal(self.settings.title)
        yield self.dataset, iri(f"{DCTERMS}license"), self.license
        yield from _types(self.license, f"{DCTERMS}LicenseDocument")
        yield self.dataset, iri(f"{DCAT}version"), literal(version("koryu"))
        yield self.dataset, iri(f"{VOID}uriSpace"), literal(self.settings.base)

    def _counts(self, node: str, triples: set[Triple]) -> Iterator[Triple]:
        subjects = {subject for subject, _, _ in triples}
        objects = {object_ for _, _, object_ in triples}
        predicates = {predicate for _, predicate, _ in triples}
        classes = {object_ for _, predicate, object_ in triples if predicate == _TYPE}
        yield node, iri(f"{VOID}triples"), _integer(len(triples))
        yield node, iri(f"{VOID}distinctSubjects"), _integer(len(subjects))
        yield node, iri(f"{VOID}distinctObjects"), _integer(len(objects))
        yield node, iri(f"{VOID}properties"), _integer(len(predicates))
        yield node, iri(f"{VOID}classes"), _integer(len(classes))

    def _dumps(self) -> Iterator[Triple]:
        for name, (form, media) in _DUMPS.items():
            node, file = self.fragment(name), iri(self.settings.base + name)
            yield self.dataset, iri(f"{VOID}dataDump"), file
            yield self.dataset, iri(f"{VOID}feature"), iri(_FORMATS + form)
            yield self.dataset, iri(f"{DCAT}distribution"), node
            yield from _types(node, f"{DCAT}Distribution")
            yield node, iri(f"{DCTERMS}title"), literal(form)
            yield node, iri(f"{DCTERMS}license"), self.license
            yield node, iri(f"{DCAT}downloadURL"), file
            yield node, iri(f"{DCAT}mediaType"), iri(_MEDIA + media)

    def _subsets(self) -> Iterator[Triple]:
        for name, triples in self.parts.items():
            node = iri(self.iris.graph(name))
            yield self.dataset, iri(f"{VOID}subset"), node
            yield from _types(node, f"{VOID}Dataset")
            yield node, iri(f"{DCTERMS}title"), literal(name)
            yield node, iri(f"{DCTERMS}license"), self.license
            yield from self._counts(node, triples)

    def _classes(self) -> Iterator[Triple]:
        members: Counter[str] = Counter(object_ for _, predicate, object_ in self.union if predicate == _TYPE)
        for class_, count in members.items():
            if is_iri(class_):
                node = self.fragment(f"class-{self._name(class_)}")
                yield self.dataset, iri(f"{VOID}classPartition"), node
                yield node, iri(f"{VOID}class"), class_
                yield node, iri(f"{VOID}entities"), _integer(count)

    def _properties(self) -> Iterator[Triple]:
        pairs: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for subject, predicate, object_ in self.union:
            pairs[predicate].append((subject, object_))
        for predicate, found in pairs.items():
            node = self.fragment(f"property-{self._name(predicate)}")
            subjects, objects = zip(*found, strict=True)
            yield self.dataset, iri(f"{VOID}propertyPartition"), node
            yield node, iri(f"{VOID}property"), predicate
            yield node, iri(f"{VOID}triples"), _integer(len(found))
            yield node, iri(f"{VOID}distinctSubjects"), _integer(len(set(subjects)))
            yield node, iri(f"{VOID}distinctObjects"), _integer(len(set(objects)))

    def _name(self, term: str) -> str:
        """Name a class or property in a fragment: its prefix and local name, else a digest."""
        full = value(term)
        for prefix, namespace in sorted(self.prefixes.items(), key=lambda item: (-len(item[1]), item[0])):
            if full.startswith(namespace) and full[len(namespace) :].isidentifier():
                return f"{prefix}-{full[len(namespace) :]}"
        return hashlib.sha256(full.encode()).hexdigest()[:16]

    def _vocabularies(self) -> Iterator[Triple]:
        used = {predicate for _, predicate, _ in self.union}
        used |= {object_ for _, predicate, object_ in self.union if predicate == _TYPE}
        for namespace in self.prefixes.values():
            if any(value(term).startswith(namespace) for term in used):
                yield self.dataset, iri(f"{VOID}vocabulary"), iri(namespace)

    def _examples(self) -> Iterator[Triple]:
        """The first thing of each graph that has things."""
        for triples in self.parts.values():
            things = (subject for subject, _, _ in triples if self._is_thing(subject))
            if example := min(things, default=None):
                yield self.dataset, iri(f"{VOID}exampleResource"), example

    def _is_thing(self, term: str) -> bool:
        return self.iris.is_thing(value(term)) and "#" not in value(term)

    def _declared(self) -> Iterator[Triple]:
        """The linksets that the statements tell of, with the datasets that they lead to."""
        linksets = {s for s, p, o in self.union if (p, o) == (_TYPE, iri(f"{VOID}Linkset"))}
        targets = {o for s, p, o in self.union if s in linksets and p == iri(f"{VOID}objectsTarget")}
        yield from (triple for triple in self.union if triple[0] in linksets | targets)
        yield from ((self.dataset, iri(f"{VOID}subset"), linkset) for linkset in linksets)

    def _linksets(self) -> Iterator[Triple]:
        for (predicate, site), count in self._links().items():
            node = self.fragment(f"links-{self._name(predicate)}-{urlsplit(site).netloc}")
            target = self.fragment(f"site-{urlsplit(site).netloc}")
            yield from _types(node, f"{VOID}Linkset")
            yield from _types(target, f"{VOID}Dataset")
            yield self.dataset, iri(f"{VOID}subset"), node
            yield node, iri(f"{VOID}linkPredicate"), predicate
            yield node, iri(f"{VOID}subjectsTarget"), self.dataset
            yield node, iri(f"{VOID}objectsTarget"), target
            yield node, iri(f"{VOID}triples"), _integer(count)
            yield target, iri(f"{VOID}uriSpace"), literal(site)

    def _links(self) -> Counter[tuple[str, str]]:
        """Count the links from things to other sites, by property and site."""
        found: Counter[tuple[str, str]] = Counter()
        for subject, predicate, object_ in self.union:
            is_link = value(predicate) in _LINKS and is_iri(object_) and self._is_thing(subject)
            parts = urlsplit(value(object_)) if is_link else urlsplit("")
            if parts.netloc and not self.iris.is_ours(value(object_)):
                found[predicate, f"{parts.scheme}://{parts.netloc}/"] += 1
        return found


def _types(node: str, *classes: str) -> Iterable[Triple]:
    return [(node, _TYPE, iri(class_)) for class_ in classes]


def _integer(count: int) -> str:
    return literal(str(count), f"{XSD}integer")
