"""Queries with SERVICE: Koryu's answer is that of an engine that follows SERVICE itself."""

import socket
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner

import faulty_endpoint as faulty
from koryu.cli import koryu
from koryu.errors import QueryError, UnansweredError
from koryu.linking.client import Client
from koryu.linking.federation import Federation, take_apart
from koryu.linking.pace import Pace
from koryu.project import open as open_project
from koryu.rdf.ntriples import datatype, value
from koryu.stores.local import LocalStore, check_syntax

ROOT = Path(__file__).parents[1]
HERE = """
@prefix e: <http://e/> .
e:a e:link e:A ; e:size 1 . e:b e:link e:B ; e:size 2 . e:c e:link e:C ; e:size 3 . e:d e:size 4 .
e:e e:link e:A .
"""
THERE = """
@prefix e: <http://e/> .
e:A e:name "A"@en , "エー"@ja ; e:people 10 . e:B e:name "B \\"quoted\\""@en . e:Z e:name "Z" ; e:people 99 .
e:C e:people 30 .
"""
QUERIES = {
    "inner": "SELECT ?x ?y ?name WHERE { ?x e:link ?y . SERVICE <ADDRESS> { ?y e:name ?name } }",
    "optional": "SELECT ?x ?y ?n WHERE { ?x e:link ?y . OPTIONAL { SERVICE <ADDRESS> { ?y e:people ?n } } }",
    "first": "SELECT ?x ?n WHERE { SERVICE <ADDRESS> { ?y e:people ?n } ?x e:link ?y . }",
    "inner optional": """SELECT ?x ?name ?n WHERE { ?x e:link ?y ; e:size ?size . FILTER(?size < 3)
        SERVICE <ADDRESS> { ?y e:name ?name . OPTIONAL { ?y e:people ?n } } }""",
    "counted": """SELECT ?x (COUNT(*) AS ?names) WHERE { ?x e:link ?y .
        SERVICE <ADDRESS> { ?y ?p ?o } } GROUP BY ?x""",
    "nothing": "SELECT ?x ?n WHERE { ?x e:none ?y . SERVICE <ADDRESS> { ?y e:people ?n } }",
    "union": """SELECT ?x ?n WHERE { { ?x e:link ?y } UNION { ?y e:link ?x } # SERVICE in a comment
        SERVICE <ADDRESS> { ?y e:people ?n . FILTER(?n > 5) } }""",
    "sums": """SELECT ?x (?n + 1 AS ?more) WHERE { ?x e:link ?y . SERVICE <ADDRESS> {
        { SELECT ?y (SUM(?m) AS ?n) WHERE { ?y e:people ?m } GROUP BY ?y } } }""".replace(
        "{\n        { SELECT", "{ ?y ?p ?q . { SELECT"
    ),
}


@pytest.fixture(scope="module")
def there():
    with faulty.oxigraph(THERE) as url:
        yield url


def written(query, address):
    return f"PREFIX e: <http://e/>\n{query.replace('ADDRESS', address)}"


def local():
    store = ox.Store()
    store.load(HERE.encode(), ox.RdfFormat.TURTLE)
    return store


def federation(store, tmp_path=None, **options):
    within = LocalStore.around(store)
    return Federation(
        within, lambda url: Client(url, tmp_path, pace=Pace(1e9), sleep=lambda _: None, **options)
    )


@pytest.mark.parametrize("name", QUERIES)
def test_the_answer_is_that_of_oxigraph_following_service(there, name):
    query = written(QUERIES[name], there)
    found = federation(local()).select(query)
    expected = [tuple(None if term is None else str(term) for term in row) for row in local().query(query)]
    assert sorted(found.rows, key=str) == sorted(expected, key=str)
    assert bool(found.rows) == (name != "nothing")


@pytest.mark.parametrize("name", ["inner", "optional", "inner optional"])
def test_the_answer_is_that_of_rdflib_following_service(there, name):
    query = written(QUERIES[name], there)
    found = federation(local()).select(query)
    graph = rdflib.Graph().parse(data=HERE, format="turtle")
    expected = [tuple(term and term.toPython() for term in row) for row in graph.query(query)]
    values = [tuple(term and python(term) for term in row) for row in found.rows]
    assert sorted(values, key=str) == sorted(expected, key=str)


def python(term):
    """A term as rdflib gives it to Python."""
    number = datatype(term) == str(rdflib.XSD.integer)
    return int(value(term)) if number else value(term)


def test_a_construct_is_joined_too(there):
    query = written(
        "CONSTRUCT { ?x e:called ?name } WHERE { ?x e:link ?y . SERVICE <ADDRESS> { ?y e:name ?name } }",
        there,
    )
    expected = {(str(s), str(p), str(o)) for s, p, o in local().query(query)}
    assert set(federation(local()).construct(query)) == expected
    assert len(expected) == 5


def test_only_what_is_shared_is_asked_for(there):
    with faulty.spoiled(there) as (url, asked):
        federation(local()).select(written(QUERIES["inner"], url))
    assert len(asked) == 2  # counted, and read
    assert "VALUES ?y { <http://e/A> <http://e/B> <http://e/C> }" in asked[0]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        (
            "SELECT ?x WHERE { ?x e:link ?y . SERVICE <u:1> { ?y e:p ?n } SERVICE <u:2> { ?y e:q ?m } }",
            "it asks 2 other endpoints",
        ),
        ("SELECT ?x WHERE { ?x e:link ?y . SERVICE SILENT <u:1> { ?y e:p ?n } }", "SERVICE is silent"),
        ("SELECT ?x WHERE { ?x e:link ?y . SERVICE ?y { ?y e:p ?n } }", "has no address of its own"),
        ("SELECT ?x WHERE { ?x e:link ?y . SERVICE e:there { ?y e:p ?n } }", "has no address of its own"),
        (
            "SELECT ?x WHERE { ?x e:link ?y . { SERVICE <u:1> { ?y e:p ?n } } }",
            "stands in a group of its own",
        ),
        (
            "SELECT ?x WHERE { ?x e:link ?y . MINUS { SERVICE <u:1> { ?y e:p ?n } } }",
            "stands in a group of its own",
        ),
        (
            "SELECT ?x WHERE { ?x e:link ?y . FILTER NOT EXISTS { SERVICE <u:1> { ?y e:p ?n } } }",
            "stands in a group of its own",
        ),
        (
            "SELECT ?x WHERE { ?x e:link ?y . SERVICE <u:1> { ?z e:p ?n } }",
            "shares no variable with the rest",
        ),
        ("SELECT ?x WHERE { ?x e:link ?y . SERVICE <u:1> { ?y e:p ?x } }", "shares ?x, ?y with the rest"),
        (
            "SELECT ?x WHERE { ?x e:link ?y . SERVICE <u:1> { ?y e:p ?n } FILTER(?n > 1) }",
            "shares ?n, ?y with the rest",
        ),
        ("SELECT ?x WHERE { ?x e:link ?y . SERVICE <u:1> { OPTIONAL { ?y e:p ?n } } }", "begins with it"),
        (
            "SELECT ?x WHERE { OPTIONAL { SERVICE <u:1> { ?y e:p ?n } } ?x e:link ?y }",
            "stands before what binds ?y",
        ),
        ("ASK { ?x e:link ?y . SERVICE <u:1> { ?y e:p ?n } }", "is a SELECT or a CONSTRUCT"),
        (
            "SELECT ?x FROM <u:g> WHERE { ?x e:link ?y . SERVICE <u:1> { ?y e:p ?n } }",
            "is a SELECT or a CONSTRUCT without FROM",
        ),
    ],
)
def test_a_query_that_cannot_be_told_from_its_parts_is_refused(query, problem):
    with pytest.raises(QueryError) as error:
        take_apart(f"PREFIX e: <http://e/>\n{query}")
    assert problem in str(error.value)


def test_a_shared_variable_without_a_value_is_refused(there):
    query = written(
        "SELECT ?x WHERE { ?x e:size ?s . OPTIONAL { ?x e:link ?y } SERVICE <ADDRESS> { ?y e:name ?n } }",
        there,
    )
    with pytest.raises(QueryError, match=r"\?y has no value in some rows"):
        federation(local()).select(query)


def test_blank_nodes_are_no_terms_to_join():
    with (
        faulty.oxigraph("@prefix e: <http://e/> . e:A e:name [] .") as url,
        pytest.raises(QueryError, match="has blank nodes"),
    ):
        federation(local()).select(written(QUERIES["inner"], url))


def test_half_an_answer_is_none(there):
    def fault(_number, query):
        return faulty.page if "<http://e/B>" in query else faulty.truth

    with (
        faulty.spoiled(there, fault) as (url, _),
        pytest.raises(UnansweredError, match="1 of 3 things were not asked about"),
    ):
        federation(local()).select(written(QUERIES["inner"], url))


def test_no_store_follows_service_and_parsing_asks_nobody():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"
        for name in QUERIES:
            query = written(QUERIES[name], address)
            check_syntax(query)
            with pytest.raises(QueryError, match="SERVICE would ask another endpoint"):
                LocalStore.around(local()).select(query)
        assert check_syntax(written(QUERIES["optional"], address)) == ("x", "y", "n")
        with pytest.raises(TimeoutError):
            listening.accept()


# the stored ones


@pytest.mark.parametrize(
    "path", sorted((ROOT / "queries/federated").glob("*.rq")), ids=lambda path: path.stem
)
def test_every_federated_query_can_be_taken_apart(path):
    parts = take_apart(path.read_text("utf-8"))
    assert check_syntax(parts.local) == (parts.shared,)
    assert check_syntax(parts.remote) == parts.columns
    assert parts.address.startswith(("https://", "http://"))


WIKIDATA = """
@prefix p: <http://www.wikidata.org/prop/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wds: <http://www.wikidata.org/entity/statement/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
wd:Q74881 p:P1082 wds:A , wds:B , wds:C .
wds:A ps:P1082 "+5000000"^^xsd:decimal ;
    pq:P585 "2010-01-01T00:00:00Z"^^xsd:dateTime ; wikibase:rank wikibase:NormalRank .
wds:B ps:P1082 7450785.0 ; wikibase:rank wikibase:PreferredRank .
wds:C ps:P1082 1 ; wikibase:rank wikibase:DeprecatedRank .
wd:Q1 p:P1082 wds:D . wds:D ps:P1082 3 ; wikibase:rank wikibase:NormalRank .
"""


def ask(root, *options):
    result = CliRunner().invoke(koryu, ["query", *options, "--root", str(root), "--format", "csv"])
    assert result.exit_code == 0, result.exception
    return result.stdout


@pytest.fixture
def linked(built, tmp_path):
    """The shipped project with a cache of its own."""
    root = tmp_path / "project"
    root.mkdir()
    for name in ("ontology", "queries", "data"):
        (root / name).symlink_to(ROOT / name)
    (root / "koryu.toml").symlink_to(ROOT / "koryu.toml")
    (root / "build").symlink_to((built / "build").resolve())
    return root


def test_the_command_joins_our_places_to_wikidata(linked):
    with faulty.oxigraph(WIKIDATA) as url:
        found = ask(linked, "federated/populations", "--service", url)
    assert found.splitlines() == [
        "place,item,population,as_of",
        "dalian,http://www.wikidata.org/entity/Q74881,7450785,",
        "dalian,http://www.wikidata.org/entity/Q74881,5000000,2010-01-01",
    ]


def test_the_command_lists_twins_and_places_without(linked):
    data = (ROOT / "tests/examples/fetch/wikidata.ttl").read_text("utf-8")
    with faulty.oxigraph(data) as url:
        dalian = ask(linked, "federated/partners-in-wikidata", "-p", "place=dalian", "--service", url)
        shenyang = ask(linked, "federated/partners-in-wikidata", "-p", "place=shenyang", "--service", url)
    assert dalian == (
        "place,twin,name,since\ndalian,http://www.wikidata.org/entity/Q188806,Kitakyūshū,1979-05-01\n"
    )
    assert shenyang == "place,twin,name,since\nshenyang,,,\n"


def test_python_asks_federated_queries_too(linked, monkeypatch):
    with faulty.oxigraph(WIKIDATA) as url:
        project = open_project(linked)
        table = project.ask("federated/populations", {"country": "china"}, service=url)
    assert [row[2] for row in table.rows] == ["7450785", "5000000"]
