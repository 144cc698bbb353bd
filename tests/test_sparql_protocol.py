"""The SPARQL 1.1 Protocol at /sparql: status, headers and bodies; another engine says what the answer is."""

import csv
import io
import json
import threading
import time
import xml.etree.ElementTree as ET
from dataclasses import replace
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
import rdflib

from koryu.limits import Limits
from koryu.settings import read_settings
from serving import served
from small_client import asking

BASE = "https://w3id.org/koryu/"
DALIAN = f"<{BASE}id/government/dalian>"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
PARTNERS = f"SELECT ?p ?o WHERE {{ {DALIAN} ?p ?o }}"
SORTED = "SELECT ?s ?l WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l } ORDER BY ?s ?l LIMIT 40"
DESCRIBE = f"DESCRIBE {DALIAN}"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FEW = Limits(rows=3, bytes=2000, length=500, depth=20, seconds=0.5)


@pytest.fixture(scope="module")
def client(built):
    with asking(read_settings(built)) as client:
        yield client


@pytest.fixture(scope="module")
def strict(built):
    """A client of a server with narrow limits."""
    with asking(read_settings(built), limits=FEW) as client:
        yield client


@pytest.fixture(scope="module")
def oracle(built):
    store = ox.Store()
    store.load(path=str(built / "build/koryu.nq"), format=ox.RdfFormat.N_QUADS)
    return store


def get(client, query, accept=None, **more):
    headers = {"accept": accept} if accept else {}
    return client.get(f"/sparql?{urlencode({'query': query, **more}, doseq=True)}", headers=headers)


def post(client, body, content_type, path="/sparql", **headers):
    return client.request("POST", path, content=body, headers={"content-type": content_type, **headers})


def solutions(body, form=ox.QueryResultsFormat.JSON):
    return [tuple(map(str, row)) for row in ox.parse_query_results(body, form)]


def expected(oracle, query, **dataset):
    dataset = dataset or {"use_default_graph_as_union": True}
    return [tuple(map(str, row)) for row in oracle.query(query, **dataset)]


def number(answer):
    ((n,),) = solutions(answer.content)
    return int(n.split('"')[1])


@pytest.mark.parametrize("query", [COUNT, PARTNERS, SORTED])
def test_a_query_by_get_is_answered(client, oracle, query):
    answer = get(client, query)
    assert (answer.status_code, answer.headers["content-type"]) == (200, JSON)
    assert answer.headers["vary"].startswith("Accept")
    assert sorted(solutions(answer.content)) == sorted(expected(oracle, query))
    assert len(solutions(answer.content)) > 0


def test_the_order_of_a_query_is_kept(client, oracle):
    assert solutions(get(client, SORTED).content) == expected(oracle, SORTED)


def test_a_query_by_post_of_a_form_is_answered(client, oracle):
    answer = post(client, urlencode({"query": SORTED}), f"{FORM}; charset=UTF-8")
    assert (answer.status_code, answer.headers["content-type"]) == (200, JSON)
    assert solutions(answer.content) == expected(oracle, SORTED)


def test_a_query_by_post_as_it_is_is_answered(client, oracle):
    graph = f"{BASE}graph/yoshida"
    answer = post(client, COUNT, QUERY, f"/sparql?default-graph-uri={quote(graph)}")
    found = expected(oracle, COUNT, default_graph=ox.NamedNode(graph))
    assert (answer.status_code, solutions(answer.content)) == (200, found)
    beyond = 'SELECT ("大连 é" AS ?x) WHERE {}'
    assert solutions(post(client, beyond.encode(), QUERY).content) == [('"大连 é"',)]


def test_the_graphs_of_a_request_are_the_dataset(client, oracle):
    yoshida, registers = f"{BASE}graph/yoshida", f"{BASE}graph/registers"
    both = [ox.NamedNode(yoshida), ox.NamedNode(registers)]
    in_graphs = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
    asked = {"default-graph-uri": [yoshida, registers]}
    assert solutions(get(client, COUNT, **asked).content) == expected(oracle, COUNT, default_graph=both)
    from_other = COUNT.replace("WHERE", f"FROM <{registers}> WHERE")
    one = get(client, from_other, **{"default-graph-uri": yoshida})
    assert solutions(one.content) == expected(oracle, COUNT, default_graph=both[0])
    assert solutions(get(client, in_graphs, **{"default-graph-uri": yoshida}).content) == []
    named = get(client, in_graphs, **{"named-graph-uri": [yoshida]})
    assert solutions(named.content) == [(f"<{yoshida}>",)]
    assert number(get(client, COUNT, **{"named-graph-uri": yoshida})) == 0
    assert number(get(client, COUNT, **{"default-graph-uri": f"{BASE}graph/none"})) == 0
    wrong = get(client, COUNT, **{"default-graph-uri": "yoshida"})
    assert wrong.json()["detail"] == 'default-graph-uri "yoshida" is not an absolute IRI'
    assert wrong.status_code == 400


def test_from_names_the_graphs(client, oracle):
    graph = f"{BASE}graph/yoshida"
    query = COUNT.replace("WHERE", f"FROM <{graph}> WHERE")
    assert solutions(get(client, query).content) == expected(oracle, COUNT, default_graph=ox.NamedNode(graph))
    named = f"SELECT DISTINCT ?g FROM NAMED <{graph}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert solutions(get(client, named).content) == [(f"<{graph}>",)]
    assert number(get(client, COUNT)) == len(set(oracle))


ACCEPTED = {
    "*/*": JSON,
    "": JSON,
    "application/json": "application/json",
    "application/*": JSON,
    "text/csv": "text/csv; charset=utf-8; header=present",
    "text/tab-separated-values, text/csv;q=0.9": ("text/tab-separated-values; charset=utf-8; header=present"),
    f"{JSON};q=0.1, {XML};q=0.2": XML,
    "application/xml": "application/xml",
    f"image/png, {JSON};q=0.001": JSON,
    f"{JSON};q=0, */*": "application/json",
}


@pytest.mark.parametrize("accept", ACCEPTED)
def test_accept_decides_on_the_form(client, accept):
    answer = client.get(f"/sparql?query={quote(SORTED)}", headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, ACCEPTED[accept])


@pytest.mark.parametrize(
    ("name", "kind"),
    [("json", JSON), ("xml", XML), ("CSV", "text/csv; charset=utf-8; header=present"), (XML, XML)],
)
def test_the_address_decides_before_accept(client, name, kind):
    assert get(client, SORTED, "text/tab-separated-values", format=name).headers["content-type"] == kind


def test_every_form_says_the_same(client, oracle):
    rows = expected(oracle, SORTED)
    assert solutions(get(client, SORTED, XML).content, ox.QueryResultsFormat.XML) == rows
    tsv = get(client, SORTED, "text/tab-separated-values").content
    assert solutions(tsv, ox.QueryResultsFormat.TSV) == rows
    table = list(csv.reader(io.StringIO(get(client, SORTED, "text/csv").content.decode(), newline="")))
    values = [[term.value for term in row] for row in oracle.query(SORTED, use_default_graph_as_union=True)]
    assert table == [["s", "l"], *values]
    for accept in (JSON, XML, "text/csv", "text/tab-separated-values"):
        truth = get(client, f"ASK {{ {DALIAN} ?p ?o }}", accept)
        assert truth.headers["content-type"].startswith(accept)
        assert b"true" in truth.content
    triples = {str(each) for each in oracle.query(DESCRIBE, use_default_graph_as_union=True)}
    construct = f"CONSTRUCT WHERE {{ {DALIAN} ?p ?o }}"
    for accept in (
        "text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml",
        "application/n-quads", "application/trig",
    ):  # fmt: skip
        for query in (DESCRIBE, construct):
            answer = get(client, query, accept)
            assert answer.headers["content-type"].startswith(accept)
            found = ox.parse(answer.content, ox.RdfFormat.from_media_type(accept))
            assert {str(quad.triple) for quad in found} == triples


MALFORMED = {  # the place of the token that cannot stand there
    "SELECT * WHERE { ?s ?p }": (1, 24),
    "SELECT * WHERE {\n  ?s a 1 .\n  OPTONAL { ?s a 2 }\n}": (3, 3),
    "SELECT * WHERE { ?s <a> 1 }": (1, 21),
    "SELECT * WHERE { ?s k:a 1 }": (1, 21),
    "SELECT * WHERE { ?s a 'a {} b' . FILTER(?s > ) }": (1, 46),
    "SELECT * WHERE { ?s a 1": (1, 24),
    "SELECT * WHERE {\n  ?s ?p ?o ;;; .\n  } }": (3, 5),
    "# nothing but words\n": (1, 1),
    "hello": (1, 1),
    f"{PARTNERS} x": (1, len(PARTNERS) + 2),
}


@pytest.mark.parametrize("query", MALFORMED)
def test_a_malformed_query_is_400_with_its_place(client, query):
    line, column = MALFORMED[query]
    answer = get(client, query)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    problem = answer.json()
    assert (problem["status"], problem["title"]) == (400, "Bad Request")
    assert (problem["line"], problem["column"]) == (line, column)
    assert problem["detail"].startswith(f"query:{line}:{column}: ")
    assert post(client, query.encode(), QUERY).json() == problem


def test_what_the_engine_does_not_know_is_400(client):
    answer = get(client, "SELECT (<http://example.org/f>(1) AS ?x) WHERE {}")
    assert answer.status_code == 400
    assert "<http://example.org/f>" in answer.json()["detail"]


def test_two_queries_are_400(client):
    answer = client.get(f"/sparql?query={quote(COUNT)}&query={quote(COUNT)}")
    assert (answer.status_code, answer.json()["detail"]) == (
        400,
        "the parameter query is given twice; keep one",
    )
    assert post(client, COUNT, QUERY, f"/sparql?query={quote(COUNT)}").status_code == 400
    assert post(client, "x=1", FORM).json()["detail"] == "the form has no field query; write query=SELECT..."


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", "x", ""])
def test_another_media_type_is_415(client, content_type):
    assert post(client, COUNT, content_type).status_code == 415


def test_only_utf_8_is_read(client):
    assert post(client, COUNT, f"{QUERY}; charset=iso-8859-1").status_code == 415
    bad = post(client, COUNT.encode() + b" # \xe9", QUERY)
    assert (bad.status_code, bad.json()["detail"]) == (
        400,
        f"byte {len(COUNT) + 4} of the body is not UTF-8",
    )
    assert client.get("/sparql?query=%E9").status_code == 400
    assert client.get("/sparql?query=%zz").status_code == 400


@pytest.mark.parametrize(
    "update", ["INSERT DATA { <a:a> <a:b> 1 }", "DROP ALL", "PREFIX x: <x:> DELETE WHERE { ?s ?p ?o }"]
)
def test_updates_are_403(client, update):
    before = number(get(client, COUNT))
    for answer in (
        post(client, urlencode({"update": update}), FORM),
        post(client, update, "application/sparql-update"),
        get(client, update),
        client.get(f"/sparql?update={quote(update)}"),
    ):
        assert answer.status_code == 403
        assert answer.json()["title"] == "Forbidden"
    assert number(get(client, COUNT)) == before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { { SELECT * { service silent ?x { ?s ?p ?o } } } }",
        "LOAD <http://127.0.0.1:9/x.ttl>",
    ],
)
def test_no_other_server_is_asked(client, query):
    answer = get(client, query)
    place = max(query.find("SERVICE"), query.find("service"), 0) + 1
    assert (answer.status_code, answer.json()["line"], answer.json()["column"]) == (403, 1, place)


def test_a_word_is_no_keyword(client):
    query = 'SELECT ("SERVICE" AS ?service) WHERE { } # SERVICE'
    assert solutions(get(client, query).content) == [('"SERVICE"',)]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_another_method_is_405(client, method):
    answer = client.request(method, "/sparql")
    assert answer.status_code == 405
    assert {"GET", "HEAD", "POST"} <= set(answer.headers["allow"].split(", "))


@pytest.mark.parametrize("query", [COUNT, PARTNERS, "SELECT * WHERE {", "DROP ALL"])
def test_head_is_get_without_the_body(client, query):
    got, head = (
        client.request(method, f"/sparql?query={quote(query)}", headers={"accept-encoding": "identity"})
        for method in ("GET", "HEAD")
    )
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert dict(head.headers) == dict(got.headers)
    assert int(got.headers["content-length"]) == len(got.content) > 0


def test_pages_of_other_sites_may_ask(client):
    answer = client.request("OPTIONS", "/sparql")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    asked = {"origin": "https://example.org", "access-control-request-method": "POST"}
    preflight = client.request("OPTIONS", "/sparql", headers=asked)
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]
    found = get(client, COUNT)
    assert found.headers["access-control-allow-origin"] == "*"
    assert found.headers["access-control-expose-headers"] == "*"


def test_what_is_not_here_is_406(client):
    rows = get(client, COUNT, "image/png")
    assert rows.status_code == 406
    assert {"type": JSON, "format": "json"} in rows.json()["available"]
    assert get(client, DESCRIBE, "text/csv").status_code == 406
    assert get(client, COUNT, "text/turtle").status_code == 406
    assert get(client, COUNT, format="ttl").status_code == 406


def test_a_long_query_is_414_or_413(strict):
    query = f"{COUNT} # {'x' * 500}"
    assert get(strict, query).status_code == 414
    answer = post(strict, query, QUERY)
    assert (answer.status_code, answer.json()["limit"]) == (413, "length")
    about = f"the query has {len(query)} characters; at most 500 are evaluated"
    assert answer.json()["detail"] == about


def test_a_query_nested_too_deep_is_400(strict):
    answer = get(strict, f"SELECT * WHERE {'{' * 21}{'}' * 21}")
    assert (answer.status_code, answer.json()["limit"], answer.json()["column"]) == (400, "depth", 36)


def test_a_query_past_its_time_is_504(strict):
    began = time.monotonic()
    answer = get(strict, ENDLESS)
    assert (answer.status_code, answer.json()["limit"]) == (504, "seconds")
    assert answer.json()["detail"] == "the query took longer than 0.5 seconds and was ended"
    assert time.monotonic() - began < 5


def statuses(address, queries):
    """Ask all at once; the statuses of the answers, and their headers."""
    import urllib.error
    import urllib.request

    found = []

    def ask(query):
        try:
            with urllib.request.urlopen(f"{address}/sparql?query={quote(query)}", timeout=60) as answer:
                found.append((answer.status, dict(answer.headers)))
        except urllib.error.HTTPError as error:
            found.append((error.code, dict(error.headers)))
            error.close()

    threads = [threading.Thread(target=ask, args=(query,)) for query in queries]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return found


@pytest.mark.parametrize(("limits", "status"), [("per_client = 1", 429), ("per_client = 3", 503)])
def test_too_many_queries_are_429_or_503(project, limits, status):
    settings = project / "koryu.toml"
    narrow = f"[serve]\nqueries = 2\nwaiting = 0\npatience = 0\nseconds = 2\n{limits}\n"
    settings.write_text(f"{settings.read_text('utf-8')}\n{narrow}", "utf-8")
    from koryu.build import build

    build(read_settings(project))
    with served(project) as server:
        found = statuses(server.address, [f"{ENDLESS} # {turn}" for turn in range(4)])
    counts = {each: [code for code, _ in found].count(each) for each, _ in found}
    room = 1 if status == 429 else 2
    assert counts == {504: room, status: 4 - room}
    assert all(headers["retry-after"] == "2" for code, headers in found if code == status)


CUT = {
    JSON: lambda body: (json.loads(body)["results"]["bindings"], json.loads(body)["truncated"]),
    XML: lambda body: (
        ET.fromstring(body).findall(".//{*}result"),
        body.decode().rpartition("truncated: ")[2].partition(" ")[0],
    ),
    "text/csv": lambda body: (list(csv.reader(io.StringIO(body.decode(), newline="")))[1:], None),
    "text/tab-separated-values": lambda body: (body.decode().splitlines()[1:], None),
}


@pytest.mark.parametrize("accept", CUT)
def test_an_answer_that_was_cut_says_so(strict, accept):
    answer = get(strict, "SELECT ?s ?p WHERE { ?s ?p ?o }", accept)
    rows, told = CUT[accept](answer.content)
    assert (answer.status_code, answer.headers["koryu-truncated"]) == (200, "rows")
    assert len(rows) == 3
    assert told in ("rows", None)
    long = get(strict, 'SELECT ?x WHERE { VALUES ?i { 1 2 } BIND(REPLACE(REPLACE(REPLACE('
                       '"}},{\\"\\\\,\\n", "$", "2345678901234567890"), "1", "abcdefghijklmnopqrstuvwxyz"), '
                       '"[a-z]", "0123456789012345678901234567890123456789") AS ?x) }', accept)  # fmt: skip
    rows, told = CUT[accept](long.content)
    assert (long.headers["koryu-truncated"], len(rows)) == ("bytes", 1)
    assert told in ("bytes", None)


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_a_graph_that_was_cut_says_so(strict, accept):
    answer = get(strict, "CONSTRUCT WHERE { ?s ?p ?o }", accept)
    assert answer.headers["koryu-truncated"] == "rows"
    assert len(list(ox.parse(answer.content, ox.RdfFormat.from_media_type(accept)))) == 3
    assert b"truncated" in answer.content[:100]


def test_what_depends_on_the_moment_is_not_kept(client):
    query = "SELECT (RAND() AS ?x) WHERE {}"
    first, second = get(client, query), get(client, query)
    assert first.headers["cache-control"] == "no-store"
    assert first.content != second.content
    assert "no-store" not in get(client, COUNT).headers["cache-control"]


def test_a_browser_is_led_to_the_editor(client):
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    bare = client.get("/sparql", headers={"accept": browser})
    assert (bare.status_code, bare.headers["location"]) == (303, "/editor")
    shown = get(client, "ASK {}", browser)
    assert (shown.status_code, shown.headers["location"]) == (303, "/editor?query=ASK+%7B%7D")
    assert get(client, "ASK {}", browser, format="json").headers["content-type"] == JSON


def description(client):
    answer = client.get("/sparql", headers={"accept": "text/turtle"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    return rdflib.Graph().parse(data=answer.content, format="turtle")


def test_a_bare_get_describes_the_endpoint(client):
    graph = description(client)
    endpoint = rdflib.URIRef("http://koryu.test/sparql")
    assert set(graph.subjects(rdflib.RDF.type, SD.Service)) == {endpoint}
    assert set(graph.objects(endpoint, SD.endpoint)) == {endpoint}
    assert set(graph.objects(endpoint, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert set(graph.objects(endpoint, SD.feature)) == {SD.UnionDefaultGraph}
    assert len(set(graph.objects(endpoint, SD.resultFormat))) == 10
    assert graph.value(graph.value(endpoint, SD.defaultDataset), SD.defaultGraph)
    turtle = set(ox.parse(client.get("/sparql").content, ox.RdfFormat.TURTLE))
    for accept in ("application/ld+json", "application/rdf+xml", "application/n-triples"):
        answer = client.get("/sparql", headers={"accept": accept})
        assert answer.headers["content-type"] == accept
        assert set(ox.parse(answer.content, ox.RdfFormat.from_media_type(accept))) == turtle


def test_the_description_names_every_graph(client, oracle):
    graph = description(client)
    found = {
        str(graph.value(named, SD.name)): int(graph.value(graph.value(named, SD.graph), VOID.triples))
        for named in graph.subjects(rdflib.RDF.type, SD.NamedGraph)
    }
    names = {quad.graph_name for quad in oracle}
    sizes = {name.value: len(list(oracle.quads_for_pattern(None, None, None, name))) for name in names}
    assert found == sizes
    assert f"{BASE}graph/yoshida" in found


HOSTILE = ["=1+1", "+81 3", "-x", "@a", "＝1", "\t=1", 'a"=1', "a,=1", '"=1', "x\n=1", "-5", "1.5e-3"]


def test_the_csv_starts_no_formula(client):
    values = " ".join(json.dumps(each, ensure_ascii=False) for each in HOSTILE)
    query = f"SELECT ?x ?y WHERE {{ VALUES ?x {{ {values} }} BIND(-5 AS ?y) }}"
    table = list(csv.reader(io.StringIO(get(client, query, "text/csv").content.decode(), newline="")))
    guarded = {"=1+1", "+81 3", "-x", "@a", "＝1", "\t=1"}
    assert table == [["x", "y"], *([f"'{each}" if each in guarded else each, "-5"] for each in HOSTILE)]
    exact = solutions(get(client, query, "text/tab-separated-values").content, ox.QueryResultsFormat.TSV)
    assert [row[0] for row in exact] == [str(ox.Literal(each)) for each in HOSTILE]


def test_the_limits_are_settings(built):
    settings = read_settings(built)
    with asking(replace(settings, limits=Limits(rows=2))) as client:
        answer = get(client, "SELECT ?s WHERE { ?s ?p ?o }")
        assert len(solutions(answer.content.replace(b',"truncated":"rows"', b""))) == 2
