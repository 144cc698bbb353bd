"""Profiles of documents: the same facts in the terms of a vocabulary that others know.

What has no name in a vocabulary is left out of its profile. https://www.w3.org/TR/dx-prof-conneg/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from koryu.namespaces import ALTR, DCTERMS, RDF_TYPE, RDFS, SCHEMA, SKOS
from koryu.rdf.ntriples import Quad, Triple, iri, is_iri, language, literal
from koryu.site.documents.about import Document
from koryu.site.documents.forms import RDF
from koryu.site.editions.mapping import text_properties

_TYPE: Final = iri(RDF_TYPE)
_LABEL: Final = iri(f"{RDFS}label")
_PREFERRED: Final = iri(f"{SKOS}prefLabel")
_OTHER: Final = iri(f"{SKOS}altLabel")
_GEO: Final = iri(f"{SCHEMA}geo")
_PLACE: Final = tuple(iri(SCHEMA + name) for name in ("latitude", "longitude"))


@dataclass(frozen=True)
class Profile:
    """A vocabulary that documents are offered in.

    ``token`` is its short name in addresses, ``namespace`` what its terms begin with; ``every`` is the class
    that all its things are in, if no better one is known.
    """

    token: str
    iri: str
    namespace: str
    every: str


SCHEMA_ORG: Final = Profile("schema.org", SCHEMA, SCHEMA, f"{SCHEMA}Thing")
VIEWS: Final = (SCHEMA_ORG, Profile("skos", SKOS.removesuffix("#"), SKOS, f"{SKOS}Concept"))


def view(document: Document, profile: Profile) -> list[Quad]:
    """Tell a document in the terms of a profile, with what it says of itself."""
    told = {(triple, "") for triple in _View(document, profile).triples()}
    conforms = (iri(document.iri), iri(f"{DCTERMS}conformsTo"), iri(profile.iri))
    return [*sorted(told), *document.itself(), (conforms, "")]


class _View:
    """The statements of a document, told in the terms of a profile."""

    def __init__(self, document: Document, profile: Profile) -> None:
        self._document, self._profile = document, profile
        self._mapping = document.edition.mapping
        self._source = {triple for triple, _ in document.statements}
        self._texts = text_properties()

    def triples(self) -> set[Triple]:
        told = {each for triple in self._source for each in self._tell(*triple)}
        return self._with_point(_with_one_name(self._of_use(told) | self._class(told)))

    def _of_use(self, told: set[Triple]) -> set[Triple]:
        """Leave out the names of what the profile does not speak of, such as classes of the project."""
        about = {subject for (subject, _, _), _ in (*self._document.facts, *self._document.itself())}
        named = {object_ for _, _, object_ in told}
        return {triple for triple in told if triple[0] in about or triple[0] in named}

    def _tell(self, subject: str, predicate: str, object_: str) -> Iterator[Triple]:
        if predicate == _TYPE:
            yield from (
                (subject, _TYPE, name) for name in self._mapping.names(object_, self._profile.namespace)
            )
            return
        for name in self._mapping.names(predicate, self._profile.namespace):
            is_named = name in self._texts and is_iri(object_)
            yield from ((subject, name, text) for text in (self._labels(object_) if is_named else [object_]))

    def _labels(self, part: str) -> list[str]:
        return [
            object_ for subject, predicate, object_ in self._source if (subject, predicate) == (part, _LABEL)
        ]

    def _class(self, told: set[Triple]) -> set[Triple]:
        """The class that the thing is in for want of a better one."""
        thing = iri(self._document.thing)
        has_class = any(subject == thing and predicate == _TYPE for subject, predicate, _ in told)
        return set() if has_class else {(thing, _TYPE, iri(self._profile.every))}

    def _with_point(self, told: set[Triple]) -> set[Triple]:
        """Put latitude and longitude together as a point, as https://schema.org/geo wants them."""
        thing, point = iri(self._document.thing), iri(f"{self._document.iri}#geo")
        place = {triple for triple in told if triple[0] == thing and triple[1] in _PLACE}
        if {predicate for _, predicate, _ in place} != {*_PLACE}:
            return told
        told = told - place | {(point, predicate, object_) for _, predicate, object_ in place}
        return told | {(thing, _GEO, point), (point, _TYPE, iri(f"{SCHEMA}GeoCoordinates"))}


def _with_one_name(told: set[Triple]) -> set[Triple]:
    """Keep one preferred label in each language: https://www.w3.org/TR/skos-reference/#S14."""
    kept: dict[tuple[str, str | None], Triple] = {}
    others: set[Triple] = set()
    for triple in sorted(triple for triple in told if triple[1] == _PREFERRED):
        if kept.setdefault((triple[0], language(triple[2])), triple) != triple:
            others.add(triple)
    return told - others | {(subject, _OTHER, label) for subject, _, label in others}


def alternates(document: Document, own: str) -> list[Quad]:
    """List the representations of a document: https://www.w3.org/TR/dx-prof-conneg/#altr."""
    return [(triple, "") for triple in _alternates(document, own)]


def _alternates(document: Document, own: str) -> Iterator[Triple]:
    node = iri(document.iri)
    for profile, query in ((own, ""), *((each.iri, f"?_profile={each.token}") for each in VIEWS)):
        for form in RDF:
            one = iri(f"{document.iri}.{form.suffix}{query}")
            yield node, iri(f"{ALTR}hasRepresentation"), one
            yield one, _TYPE, iri(f"{ALTR}Representation")
            yield one, iri(f"{DCTERMS}conformsTo"), iri(profile)
            yield one, iri(f"{DCTERMS}format"), literal(form.media_type)
    default = iri(f"{document.iri}.{RDF[0].suffix}")
    yield node, iri(f"{ALTR}hasDefaultRepresentation"), default
