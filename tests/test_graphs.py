"""Named graphs as documents: the Graph Store Protocol, read part; the built file says what is in them."""

from urllib.parse import quote

import pyoxigraph as ox
import pytest

from koryu.settings import read_settings
from small_client import asking

GRAPH = "https://w3id.org/koryu/graph/yoshida"
FORMS = ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
WAYS = ["/graph/yoshida", f"/graphs?graph={quote(GRAPH, safe='')}"]


@pytest.fixture(scope="module")
def client(built):
    with asking(read_settings(built)) as client:
        yield client


@pytest.fixture(scope="module")
def lines(built):
    return (built / "build/koryu.nq").read_text("utf-8").splitlines()


def of_yoshida(lines):
    """The triples of the graph as lines of N-Triples."""
    end = f" <{GRAPH}> ."
    return {line.removesuffix(end) + " ." for line in lines if line.endswith(end)}


def parsed(answer):
    form = ox.RdfFormat.from_media_type(answer.headers["content-type"])
    return {str(quad.triple) for quad in ox.parse(answer.content, form)}


def statements(answer):
    return set(answer.text.splitlines())


@pytest.mark.parametrize("way", WAYS)
def test_every_form_holds_the_statements_as_written(client, lines, way):
    nt = client.get(way, headers={"accept": "application/n-triples"})
    assert statements(nt) == of_yoshida(lines)
    expected = parsed(nt)
    for accept in FORMS:
        answer = client.get(way, headers={"accept": accept})
        assert answer.headers["content-type"].partition(";")[0] == accept
        assert parsed(answer) == expected
    quads = client.get(way, headers={"accept": "application/n-quads"})
    assert statements(quads) == {line for line in lines if line.endswith(f" <{GRAPH}> .")}
    assert client.get(way, headers={"accept": "image/png"}).status_code == 406


def test_a_graph_is_at_its_own_path(client, lines):
    assert statements(client.get("/graph/yoshida.nt")) == of_yoshida(lines)
    assert client.get("/graph/yoshida").headers["content-type"] == "text/turtle; charset=utf-8"


def test_a_graph_is_named_by_the_address(client, lines):
    named = client.get(f"/graphs?graph={quote(GRAPH)}&format=nt")
    assert (named.status_code, statements(named)) == (200, of_yoshida(lines))
    default = client.get("/graphs?default&format=nt")
    assert statements(default) == {f"{line.rpartition(' <')[0]} ." for line in lines}


@pytest.mark.parametrize("query", ["", f"graph={GRAPH}&default", f"graph={GRAPH}&graph={GRAPH}", "graph=x"])
def test_one_graph_must_be_named(client, query):
    assert client.get(f"/graphs?{query}").status_code == 400


@pytest.mark.parametrize("path", ["/graph/none", f"/graphs?graph={GRAPH}s"])
def test_a_graph_that_is_not_here_is_404(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert GRAPH in answer.json()["available"]


@pytest.mark.parametrize("way", WAYS)
def test_head_is_get_without_the_body(client, way):
    got, head = client.get(way), client.head(way)
    assert (head.status_code, head.content, dict(head.headers)) == (200, b"", dict(got.headers))


@pytest.mark.parametrize("way", [*WAYS, "/graphs?default"])
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_writing_is_405(client, way, method):
    answer = client.request(method, way, content="<a:a> <a:b> 1 .", headers={"content-type": "text/turtle"})
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
