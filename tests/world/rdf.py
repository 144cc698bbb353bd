"""Triples, written in the order in which they are told."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "schema": "http://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "prov": "http://www.w3.org/ns/prov#",
    "wikibase": "http://wikiba.se/ontology#",
    "wd": "http://www.wikidata.org/entity/",
    "wds": "http://www.wikidata.org/entity/statement/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "p": "http://www.wikidata.org/prop/",
    "ps": "http://www.wikidata.org/prop/statement/",
    "psv": "http://www.wikidata.org/prop/statement/value/",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "pqv": "http://www.wikidata.org/prop/qualifier/value/",
    "pr": "http://www.wikidata.org/prop/reference/",
    "wdref": "http://www.wikidata.org/reference/",
    "wdv": "http://www.wikidata.org/value/",
    "gn": "http://www.geonames.org/ontology#",
    "sws": "https://sws.geonames.org/",
    "dbo": "http://dbpedia.org/ontology/",
    "dbr": "http://dbpedia.org/resource/",
    "georss": "http://www.georss.org/georss/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "sac": "http://data.e-stat.go.jp/lod/sac/",
    "sace": "http://data.e-stat.go.jp/lod/sace/",
    "sacs": "http://data.e-stat.go.jp/lod/terms/sacs#",
    "imi": "http://imi.go.jp/ns/core/rdf#",
}


def iri(name: str) -> ox.NamedNode:
    """Read a compact name; an absolute IRI stays as it is."""
    prefix, colon, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local if colon and prefix in PREFIXES else name)


def text(value: str, language: str) -> ox.Literal:
    """A text in a language."""
    return ox.Literal(value, language=language)


def typed(value: object, datatype: str) -> ox.Literal:
    """A value of a datatype."""
    return ox.Literal(str(value), datatype=iri(datatype))


class Triples:
    """Triples told one after the other; whatever is no term is an IRI, or a plain text in quotes."""

    def __init__(self) -> None:
        self.lines: dict[str, None] = {}
        self.things: dict[str, object] = {}  # what is told about, by IRI

    def name(self, subject: str, thing: object) -> None:
        """Keep which thing a subject is."""
        self.things[iri(subject).value] = thing

    def tell(self, subject: str, *rest: tuple[str, object]) -> None:
        """Tell what is so of a thing."""
        about = iri(subject)
        for name, value in rest:
            term = iri(value) if isinstance(value, str) else value
            self.lines[f"{about} {iri(name)} {term} .\n"] = None

    def write(self, path: Path) -> None:
        """Write them as N-Triples."""
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(self.lines)
