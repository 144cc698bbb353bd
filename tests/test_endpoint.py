import json
import socket
import socketserver
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email.utils import formatdate
from importlib.metadata import version
from pathlib import Path

import pytest

import koryu.project
import koryu.stores.pages
from koryu.errors import EndpointError
from koryu.stores.endpoint import Endpoint
from koryu.stores.local import Solutions
from small_endpoint import JSON, ONE, SELECT, answering, playing, refused, sleeping
from small_project import BASE, FACTS, make_project, make_store

CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


@pytest.fixture(scope="module")
def oxigraph():
    """A real SPARQL endpoint with the facts; ends with the tests."""
    address = f"127.0.0.1:{free_port()}"
    program = Path(sys.executable).with_name("oxigraph")
    server = subprocess.Popen([program, "serve", "--bind", address], stderr=subprocess.DEVNULL)
    try:
        load(f"http://{address}/store")
        yield f"http://{address}/query"
    finally:
        server.terminate()
        server.wait(10)


def load(url):
    request = urllib.request.Request(url, FACTS.encode(), {"Content-Type": "application/trig"}, method="POST")
    for _ in range(100):
        try:
            with urllib.request.urlopen(request, timeout=5):
                return
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError("the endpoint did not start")


def dropping(handler):
    handler.connection.shutdown(socket.SHUT_RDWR)


def cutting_chunks(handler):
    handler.protocol_version = "HTTP/1.1"
    handler.send_response(200)
    handler.send_header("Content-Type", "application/n-triples")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b'20\r\n<http://e/s> <http://e/p> "o" .\n\r\n')


def dripping(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    for _ in range(30):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


def test_a_real_endpoint_gives_the_same_terms_as_the_store(oxigraph):
    query = f"SELECT ?p ?o WHERE {{ GRAPH ?g {{ <{BASE}id/affiliation/a2> ?p ?o }} }} ORDER BY ?p ?o"
    assert Endpoint(oxigraph).select(query) == make_store().select(query)


def test_a_real_endpoint_gives_the_same_triples_as_the_store(oxigraph):
    query = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert sorted(Endpoint(oxigraph).construct(query)) == sorted(make_store().construct(query))


def test_a_real_endpoint_gives_all_rows_of_one_graph_by_pages(oxigraph, monkeypatch):
    monkeypatch.setattr(koryu.stores.pages, "PAGE", 3)
    graph, query = f"{BASE}graph/places", "SELECT ?s ?p ?o {dataset} WHERE {{ ?s ?p ?o }}"
    endpoint = Endpoint(oxigraph, graph=graph)
    endpoint.check_graph()
    here = make_store().select(query.format(dataset=f"FROM <{graph}>"))
    assert len(here.rows) > 3
    assert sorted(endpoint.select_all(query.format(dataset="")).rows) == sorted(here.rows)


def test_an_endpoint_with_named_graphs_only_has_nothing_to_see(oxigraph):
    problem, _ = refused(oxigraph, Endpoint.check_graph)
    assert problem == "its default graph is empty or is not there; name a graph that it has"


def test_an_address_may_have_a_query_string(oxigraph):
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s a ?class }"
    counts = [Endpoint(url).select(query).rows for url in (oxigraph, f"{oxigraph}?union-default-graph")]
    assert counts == [[(f'"{n}"^^<http://www.w3.org/2001/XMLSchema#integer>',)] for n in (0, 13)]


def test_a_real_endpoint_refuses_a_malformed_query(oxigraph):
    problem, naps = refused(oxigraph, lambda endpoint: endpoint.select("SELECT ?x WHERE { oops }"))
    assert problem.startswith("refuses the query: status 400: error at 1:")
    assert naps == []


def test_a_stored_query_gives_the_same_answer_from_a_real_endpoint(oxigraph, tmp_path):
    project = koryu.project.open(make_project(tmp_path))
    for labels in (False, True):
        params = {"place": "大连市", "as_of": "1980-01-01"}
        remote = project.ask(
            "affiliations", params, labels=labels, endpoint=f"{oxigraph}?union-default-graph"
        )
        assert remote == project.ask("affiliations", params, labels=labels)
        assert remote.header[0] == "affiliation"
    thing = {"thing": "sister-city"}
    remote = project.ask("describe", thing, endpoint=f"{oxigraph}?union-default-graph")
    assert remote == project.ask("describe", thing)


def test_five_thousand_terms_fit_in_a_query(oxigraph):
    values = " ".join(f"<http://example.org/a-rather-long-name/{n}>" for n in range(5000))
    found = Endpoint(oxigraph).select(f"SELECT ?x WHERE {{ VALUES ?x {{ {values} }} }}")
    assert len(found.rows) == 5000


def test_a_request_is_a_post_that_says_who_asks():
    with playing(answering()) as (url, requests):
        Endpoint(f"{url}?map=a&b=c").select(f"#+ summary: construct it\n{SELECT}")
    [(path, headers, form)] = requests
    assert path == "/sparql?map=a&b=c"
    assert form == {"query": [f"#+ summary: construct it\n{SELECT}"]}
    assert headers["User-Agent"] == f"koryu/{version('koryu')} (+https://w3id.org/koryu/)"
    assert headers["Accept"] == f"{JSON}, application/json"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_a_construct_asks_for_triples():
    with playing(answering("<http://e/s> <http://e/p> 1 .", media_type="text/turtle")) as (url, requests):
        found = Endpoint(url).construct(CONSTRUCT)
    assert found == [("<http://e/s>", "<http://e/p>", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>')]
    assert requests[0][1]["Accept"] == "application/n-triples, text/turtle"


def test_terms_are_typed():
    binding = {
        "iri": {"type": "uri", "value": "http://example.org/大连"},
        "text": {"type": "literal", "value": 'a "b"\n\\'},
        "tagged": {"type": "literal", "value": "大连", "xml:lang": "zh-Hans"},
        "number": {"type": "literal", "value": "5", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
        "old": {
            "type": "typed-literal",
            "value": "1998",
            "datatype": "http://www.w3.org/2001/XMLSchema#gYear",
        },
        "node": {"type": "bnode", "value": "nodeID://b1"},
    }
    columns = [*binding, "none"]
    with playing(answering({"head": {"vars": columns}, "results": {"bindings": [binding]}})) as (url, _):
        found = Endpoint(url).select(SELECT)
    assert found == Solutions(
        tuple(columns),
        [
            (
                "<http://example.org/大连>",
                '"a \\"b\\"\\n\\\\"',
                '"大连"@zh-Hans',
                '"5"^^<http://www.w3.org/2001/XMLSchema#integer>',
                '"1998"^^<http://www.w3.org/2001/XMLSchema#gYear>',
                "_:nodeIDxxxb1",
                None,
            )
        ],
    )


def test_a_busy_endpoint_is_asked_again_when_it_says_so():
    busy = answering("", 429, Retry_After="7")
    with playing(busy, answering("", 503), answering("", 502), answering()) as (url, requests):
        naps = []
        assert Endpoint(url, sleep=naps.append).select(SELECT).rows == [('"one"',)]
    assert (naps, len(requests)) == ([7.0, 2.0, 4.0], 4)


def test_retry_after_may_be_a_date():
    with playing(answering("", 503, Retry_After=formatdate(time.time() + 30, usegmt=True)), answering()) as (
        url,
        _,
    ):
        naps = []
        Endpoint(url, sleep=naps.append).select(SELECT)
    assert len(naps) == 1
    assert 27 < naps[0] <= 30


@pytest.mark.parametrize("text", ["soon", "-5", "Wed, 99 Foo 2020"])
def test_a_malformed_retry_after_is_not_obeyed(text):
    with playing(answering("", 504, Retry_After=text), answering()) as (url, _):
        naps = []
        Endpoint(url, sleep=naps.append).select(SELECT)
    assert naps == [1.0]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_patience_has_an_end(status):
    with playing(answering("", status)) as (url, requests):
        assert refused(url) == (f"answers with status {status}, 4 times", [1.0, 2.0, 4.0])
    assert len(requests) == 4


def test_a_long_retry_after_is_not_waited_for():
    with playing(answering("", 429, Retry_After="3600")) as (url, _):
        problem = "answers with status 429, and asks to wait for 3600 seconds; try again then"
        assert refused(url) == (problem, [])


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (400, "refuses the query: status 400: what a query"),
        (401, "asks for a password: status 401: what a query"),
        (403, "forbids it: status 403: what a query"),
        (404, "is not there: status 404: what a query"),
        (500, "fails: status 500: what a query"),
        (501, "fails: status 501: what a query"),
        (206, "the answer is partial or none: status 206"),
    ],
)
def test_a_status_that_will_not_mend_itself_is_told_at_once(status, problem):
    with playing(answering("what a\n query", status)) as (url, _):
        assert refused(url) == (problem, [])


PAGE = '<!DOCTYPE HTML>\n<html lang="en"><head><title>Error response</title></head></html>'


@pytest.mark.parametrize(
    ("status", "page", "problem"),
    [
        (501, PAGE, "answers with a page of HTML, status 501; is it a SPARQL endpoint?"),
        (
            404,
            f'<?xml version="1.0"?>\n{PAGE}',
            "answers with a page of HTML, status 404; is it a SPARQL endpoint?",
        ),
        (
            400,
            "<html>No</html>",
            "refuses the query, answers with a page of HTML, status 400; is it a SPARQL endpoint?",
        ),
        (
            403,
            PAGE,
            "forbids it, answers with a page of HTML, status 403; is it a SPARQL endpoint?",
        ),
        (500, PAGE, "answers with a page of HTML, status 500; is it a SPARQL endpoint?"),
        (500, "no page: <html>", "fails: status 500: no page: <html>"),
    ],
)
def test_of_a_page_with_a_status_its_markup_is_not_told(status, page, problem):
    with playing(answering(page, status, media_type="text/html")) as (url, _):
        assert refused(url) == (problem, [])


def test_of_a_page_that_says_busy_its_markup_is_not_told():
    with playing(answering(PAGE, 503, media_type="text/html")) as (url, _):
        assert refused(url)[0] == "answers with status 503 (a page of HTML), 4 times"


def test_an_endpoint_that_does_not_answer_in_time():
    with playing(sleeping) as (url, _):
        assert refused(url, timeout=1) == ("did not answer within 1 seconds; ask for less, or later", [])


def test_an_answer_that_drips_has_no_more_time():
    with playing(dripping) as (url, _):
        started = time.monotonic()
        problem, _ = refused(url, timeout=1)
    assert problem == "did not answer within 1 seconds; ask for less, or later"
    assert time.monotonic() - started < 4


CUT = json.dumps(ONE)[:-30]


def test_an_answer_shorter_than_its_length_is_asked_for_again_and_refused():
    with playing(answering(CUT, length=len(CUT) + 30)) as (url, _):
        assert refused(url) == ("the answer is cut off, 30 bytes short, 4 times", [1.0, 2.0, 4.0])


@pytest.mark.parametrize("length", [None, "unknown"])
def test_cut_json_is_refused(length):
    with playing(answering(CUT, length=length)) as (url, _):
        problem, naps = refused(url)
    assert problem.startswith("the answer is not whole or no SPARQL JSON: JSONDecodeError(")
    assert naps == []


def test_json_with_an_error_behind_the_rows_is_refused():
    with playing(answering(json.dumps(ONE) + "\njava.util.concurrent.TimeoutException")) as (url, _):
        assert refused(url)[0].startswith(
            "the answer is not whole or no SPARQL JSON: JSONDecodeError('Extra data"
        )


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        "text",
        {"head": {}, "boolean": True},
        {"head": {"vars": ["x"]}, "results": {}},
        {"head": {"vars": ["x"]}, "results": {"bindings": [{"y": {"type": "literal", "value": "1"}}]}},
        {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal"}}]}},
        {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "triple", "value": "1"}}]}},
        {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": 1}}]}},
        {
            "head": {"vars": ["x"]},
            "results": {"bindings": [{"x": {"type": "uri", "value": "http://e/> } #"}}]},
        },
        {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri", "value": "relative"}}]}},
        {"head": {"vars": ["x"]}, "results": {"bindings": ["x"]}},
    ],
)
def test_json_that_is_no_answer_is_refused(document):
    with playing(answering(json.dumps(document))) as (url, _):
        assert refused(url)[0].startswith("the answer is not whole or no SPARQL JSON: ")


def test_a_page_instead_of_an_answer_is_refused():
    with playing(answering("<html>Busy</html>", media_type="text/html")) as (url, _):
        problem = f"answers with text/html instead of {JSON}; is it a SPARQL endpoint?"
        assert refused(url) == (problem, [])


def test_a_dropped_connection_is_tried_again_and_told():
    with playing(dropping) as (url, requests):
        assert refused(url) == ("the connection was dropped (RemoteDisconnected), 4 times", [1.0, 2.0, 4.0])
    assert len(requests) == 4


def test_chunks_that_end_too_soon_are_told():
    with playing(cutting_chunks) as (url, _):
        problem, naps = refused(url, lambda endpoint: endpoint.construct(CONSTRUCT))
    assert (problem, naps) == ("the connection was dropped (IncompleteRead), 4 times", [1.0, 2.0, 4.0])


def test_triples_whose_end_cannot_be_seen_are_refused():
    whole = answering("<http://e/s> <http://e/p> 1 .", media_type="text/turtle", length="unknown")
    with playing(whole) as (url, _):
        problem, _ = refused(url, lambda endpoint: endpoint.construct(CONSTRUCT))
    assert problem == "the answer has neither a length nor chunks, so that a cut could not be seen"


def test_cut_turtle_is_refused():
    with playing(answering("<http://e/s> <http://e/p> ", media_type="text/turtle")) as (url, _):
        problem, _ = refused(url, lambda endpoint: endpoint.construct(CONSTRUCT))
    assert problem.startswith("the answer is not whole or no Turtle: ")


@pytest.mark.parametrize(
    ("headers", "problem"),
    [
        ({"X_SPARQL_MaxRows": "1"}, "answers with 1 rows at most, so that some may be missing; ask for less"),
        ({"X_SQL_State": "S1TAT", "X_SQL_Message": "time"}, "the answer is partial: S1TAT time"),
    ],
)
def test_the_partial_answers_of_virtuoso_are_refused(headers, problem):
    with playing(answering(**headers)) as (url, _):
        assert refused(url) == (problem, [])


def test_fewer_rows_than_the_limit_are_all_rows():
    with playing(answering(X_SPARQL_MaxRows="2")) as (url, _):
        assert Endpoint(url).select(SELECT).rows == [('"one"',)]


def test_a_redirect_names_the_address_to_use():
    with playing(answering(), answering()) as (url, _):
        elsewhere = f"{url}/elsewhere"
        with playing(answering("", 301, Location=elsewhere)) as (moved, _):
            assert refused(moved)[0] == f"is redirected, and a redirected query is lost; use {elsewhere}"


def test_nobody_at_the_address():
    with socketserver.TCPServer(("127.0.0.1", 0), None) as taken:
        url = f"http://127.0.0.1:{taken.server_address[1]}/"
    assert refused(url) == ("cannot be reached: [Errno 111] Connection refused", [])


@pytest.mark.parametrize(
    "url",
    ["", "localhost:7878", "file:///etc/passwd", "ftp://e/x", "http://", "http:///x", "http://e:port/",
     "http://e/ x", "http://e/\nx", "http://大连/", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_address_is_refused(url):
    with pytest.raises(
        EndpointError, match=r"^[^\n]*: is no address of an endpoint; write http://... or https://...$"
    ):
        Endpoint(url)


def test_variables_that_a_row_has_in_capitals_are_those_of_the_head():
    body = {
        "head": {"vars": ["x", "longName"]},
        "results": {"bindings": [{"LONGNAME": {"type": "literal", "value": "one"}}]},
    }
    with playing(answering(body)) as (url, _):
        assert Endpoint(url).select(SELECT).rows == [(None, '"one"')]
