"""The graphs published beside those of the sources: ontology, shapes, dataset and examples."""

from __future__ import annotations

from collections.abc import Iterator

from koryu.namespaces import DCTERMS, RDF_TYPE, RDFS, SCHEMA, SH, VOID
from koryu.queries.catalogue import StoredQuery
from koryu.rdf.ntriples import Quad, Triple, iri, literal
from koryu.rdf.reading import read_turtle
from koryu.site.documents.about import moment
from koryu.site.editions.edition import Edition


def ontology_graph(edition: Edition, name: str = "") -> list[Quad]:
    """The graph that speaks of the ontology, or of what it calls ``name``, such as ``concept``.

    Empty if there is none.
    """
    whole = iri(f"{edition.settings.iris.ontology}{f'/{name}' if name else ''}")
    statements = edition.statements
    graphs = {graph for _, graph in statements.about(whole) or (statements.within(whole) if name else [])}
    return [quad for graph in sorted(graphs) for quad in statements.graph(graph)]


def shapes_graph(edition: Edition) -> list[Quad]:
    """The shapes that the build was validated with."""
    settings = edition.settings
    paths = sorted(settings.shapes.glob("*.ttl"))
    return [
        (triple, "") for triple in sorted({t for path in paths for t in read_turtle(path, settings.root)})
    ]


def dataset_graph(edition: Edition) -> list[Quad]:
    """The description of the dataset, with what only who serves it knows."""
    settings, dataset = edition.settings, iri(edition.settings.iris.dataset)
    served = [
        (dataset, iri(f"{VOID}sparqlEndpoint"), iri(f"{settings.base}sparql")),
        (dataset, iri(f"{DCTERMS}modified"), moment(edition)),
    ]
    return [(triple, "") for triple in sorted({*read_turtle(edition.path / "void.ttl"), *served})]


def examples_graph(edition: Edition) -> list[Quad]:
    """The stored queries as examples of the endpoint: https://github.com/sib-swiss/sparql-examples."""
    queries = edition.catalogue.questions()
    return [(triple, "") for query in queries for triple in sorted(_example(query, edition))]


def _example(query: StoredQuery, edition: Edition) -> Iterator[Triple]:
    settings, node = edition.settings, iri(edition.settings.iris.query(query.name))
    form = "Construct" if query.constructs else "Select"
    yield node, iri(RDF_TYPE), iri(f"{SH}SPARQLExecutable")
    yield node, iri(RDF_TYPE), iri(f"{SH}SPARQL{form}Executable")
    yield node, iri(f"{SH}{form.lower()}"), literal(query.text)
    yield node, iri(f"{SCHEMA}target"), iri(f"{settings.base}sparql")
    for tag, text in query.header.summary.items():
        yield node, iri(f"{RDFS}comment"), literal(text, language=tag or settings.languages[0])
    for tag in query.header.tags:
        yield node, iri(f"{SCHEMA}keywords"), literal(tag)
