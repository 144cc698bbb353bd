"""The description of the endpoint: https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from koryu.namespaces import RDF_TYPE, XSD
from koryu.rdf.ntriples import Quad, Triple, iri, literal
from koryu.site.editions.edition import Edition

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULTS: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML", "N-Quads", "TriG",
)  # fmt: skip


def service_graph(edition: Edition, endpoint: str) -> list[Quad]:
    """Describe the endpoint at an address: its language, its formats and its graphs."""
    service = iri(endpoint)
    return [(triple, service) for triple in (*_service(service), *_dataset(edition, endpoint))]


def _service(service: str) -> Iterator[Triple]:
    yield service, iri(RDF_TYPE), _sd("Service")
    yield service, _sd("endpoint"), service
    yield service, _sd("supportedLanguage"), _sd("SPARQL11Query")
    yield service, _sd("feature"), _sd("UnionDefaultGraph")
    yield service, _sd("defaultDataset"), f"{service[:-1]}#dataset>"
    for name in _RESULTS:
        yield service, _sd("resultFormat"), iri(f"{_FORMATS}{name}")


def _dataset(edition: Edition, endpoint: str) -> Iterator[Triple]:
    dataset, union = iri(f"{endpoint}#dataset"), iri(f"{endpoint}#default-graph")
    yield dataset, iri(RDF_TYPE), _sd("Dataset")
    yield dataset, _sd("defaultGraph"), union
    yield union, iri(RDF_TYPE), _sd("Graph")
    for number, (name, size) in enumerate(edition.once(_sizes).items(), 1):
        named, graph = iri(f"{endpoint}#named-graph-{number}"), iri(f"{endpoint}#graph-{number}")
        yield dataset, _sd("namedGraph"), named
        yield named, iri(RDF_TYPE), _sd("NamedGraph")
        yield named, _sd("name"), name
        yield named, _sd("graph"), graph
        yield graph, iri(RDF_TYPE), _sd("Graph")
        yield graph, iri(f"{_VOID}triples"), literal(str(size), f"{XSD}integer")


def _sizes(edition: Edition) -> dict[str, int]:
    return edition.statements.sizes()


def _sd(name: str) -> str:
    return iri(f"{_SD}{name}")
