"""Clients that others have written are answered right: SPARQLWrapper, rdflib's SPARQLStore, Comunica."""

import json
import os
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from node import NODE, install
from serving import served

CLIENTS = Path(__file__).parent / "clients"
DALIAN = "https://w3id.org/koryu/id/government/dalian"
LABELS = f"SELECT ?l WHERE {{ <{DALIAN}> <http://www.w3.org/2000/01/rdf-schema#label> ?l }} ORDER BY ?l"
HARD = """PREFIX k: <https://w3id.org/koryu/def#>
SELECT ?kind (COUNT(DISTINCT ?a) AS ?n) WHERE { ?a a k:Affiliation ; k:kind ?kind }
GROUP BY ?kind ORDER BY ?kind"""


@pytest.fixture(scope="module")
def endpoint(built):
    with served(built) as server:
        yield f"{server.address}/sparql"


@pytest.fixture(scope="module")
def oracle(built):
    store = ox.Store()
    store.load(path=str(built / "build/koryu.nq"), format=ox.RdfFormat.N_QUADS)
    return store


def rows(oracle, query):
    return [tuple(term.value for term in row) for row in oracle.query(query, use_default_graph_as_union=True)]


def wrapper(endpoint, query, form, method):
    client = SPARQLWrapper(endpoint)
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setMethod(method)
    return client.query()


@pytest.mark.parametrize("method", [GET, POST])
def test_sparqlwrapper_is_answered(endpoint, oracle, method):
    for query in (LABELS, HARD):
        found = wrapper(endpoint, query, JSON, method).convert()
        names = found["head"]["vars"]
        table = [tuple(row[name]["value"] for name in names) for row in found["results"]["bindings"]]
        assert table == rows(oracle, query)
        assert len(table) > 1
    xml = wrapper(endpoint, LABELS, XML, method).convert()
    assert [each.firstChild.data for each in xml.getElementsByTagName("literal")] == [
        label for (label,) in rows(oracle, LABELS)
    ]
    for form in (CSV, TSV):
        assert b"Dalian" in wrapper(endpoint, LABELS, form, method).convert()
    assert wrapper(endpoint, f"ASK {{ <{DALIAN}> ?p ?o }}", JSON, method).convert()["boolean"] is True
    count = len(list(oracle.query(f"DESCRIBE <{DALIAN}>", use_default_graph_as_union=True)))
    for form, name in ((TURTLE, "turtle"), (N3, "turtle"), (RDFXML, "xml")):
        found = wrapper(endpoint, f"DESCRIBE <{DALIAN}>", form, method).response.read()
        assert len(rdflib.Graph().parse(data=found, format=name)) == count


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_the_store_of_rdflib_is_answered(endpoint, oracle, method):
    graph = rdflib.Graph(SPARQLStore(endpoint, method=method, returnFormat="json"))
    assert [str(label) for (label,) in graph.query(LABELS)] == [label for (label,) in rows(oracle, LABELS)]
    assert [(str(kind), str(n)) for kind, n in graph.query(HARD)] == rows(oracle, HARD)
    triples = set(graph.triples((rdflib.URIRef(DALIAN), None, None)))
    expected = set(oracle.query(f"DESCRIBE <{DALIAN}>", use_default_graph_as_union=True))
    assert len(triples) == len(expected) > 5


def comunica():
    """The command of Comunica, installed from its lock file."""
    program = CLIENTS / "node_modules/@comunica/query-sparql/bin/query.js"
    if not program.exists() and not install(CLIENTS):
        assert not os.environ.get("CI"), "CI needs @comunica/query-sparql from npm"
        pytest.skip(f"no Comunica: npm cannot install it in {CLIENTS}")
    return [NODE, program]


def test_comunica_is_answered(endpoint, oracle):
    for query in (LABELS, HARD):
        command = [*comunica(), f"sparql@{endpoint}", "-q", query, "-t", "application/sparql-results+json"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        names = found["head"]["vars"]
        assert [tuple(row[name]["value"] for name in names) for row in found["results"]["bindings"]] == rows(
            oracle, query
        )


def test_comunica_finds_out_by_itself_what_the_endpoint_is(endpoint, oracle):
    command = [*comunica(), endpoint, "-q", LABELS, "-t", "application/sparql-results+json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found = [row["l"]["value"] for row in json.loads(done.stdout)["results"]["bindings"]]
    assert found == [label for (label,) in rows(oracle, LABELS)]
