"""The document about a thing: what is said of it and of its parts, the names of what it names, and itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from koryu.namespaces import DCTERMS, FOAF, OWL, RDF_TYPE, RDFS_LABEL, SKOS, VOID, XSD
from koryu.rdf.ntriples import Quad, Triple, iri, is_iri, literal, value
from koryu.site.editions.edition import Edition

_LABELS: Final = (iri(RDFS_LABEL), iri(f"{SKOS}prefLabel"))
_DEPRECATED: Final = iri(f"{OWL}deprecated")  # https://www.w3.org/TR/owl2-syntax/#Annotation_Properties
_REPLACED: Final = iri(f"{DCTERMS}isReplacedBy")


@dataclass(frozen=True)
class Document:
    """What a build says of one thing."""

    edition: Edition
    thing: str

    @property
    def iri(self) -> str:
        """The IRI of the document, which is not that of the thing."""
        return self.edition.settings.iris.document(self.thing)

    @cached_property
    def facts(self) -> list[Quad]:
        """The statements about the thing and its parts; empty if nothing is published about it."""
        statements = self.edition.statements
        return [*statements.about(iri(self.thing)), *statements.within(iri(self.thing))]

    @cached_property
    def names(self) -> list[Quad]:
        """The labels of the other things and terms that it names, so that nobody need ask for them."""
        is_ours, about = self.edition.settings.iris.is_ours, self.edition.statements.about
        named = {term for (_, _, term), _ in self.facts if is_iri(term) and is_ours(value(term))}
        others = sorted(named - {subject for (subject, _, _), _ in self.facts})
        return [quad for term in others for label in _LABELS for quad in about(term, label)]

    @property
    def is_retired(self) -> bool:
        """Does the build say that the IRI is no longer to be used?"""
        return any(value(term) in ("true", "1") for term in self._values(_DEPRECATED))

    @property
    def successors(self) -> list[str]:
        """The IRIs to use in its place, if it is retired."""
        return [value(term) for term in self._values(_REPLACED) if is_iri(term)] if self.is_retired else []

    def _values(self, predicate: str) -> list[str]:
        about = [triple for triple, _ in self.facts if triple[0] == iri(self.thing)]
        return [object_ for _, property_, object_ in about if property_ == predicate]

    def itself(self) -> list[Quad]:
        """What the document says of itself; in no graph of the dataset."""
        return [(triple, "") for triple in self._itself()]

    def _itself(self) -> Iterator[Triple]:
        settings, document = self.edition.settings, iri(self.iri)
        yield document, iri(RDF_TYPE), iri(f"{FOAF}Document")
        yield document, iri(f"{FOAF}primaryTopic"), iri(self.thing)
        yield document, iri(f"{DCTERMS}license"), iri(settings.license)
        yield document, iri(f"{DCTERMS}modified"), moment(self.edition)
        yield document, iri(f"{VOID}inDataset"), iri(settings.iris.dataset)

    @property
    def statements(self) -> list[Quad]:
        """All of it."""
        return [*self.facts, *self.names, *self.itself()]


def moment(edition: Edition) -> str:
    """When the build was made, as a literal."""
    return literal(edition.built.isoformat().replace("+00:00", "Z"), f"{XSD}dateTime")
