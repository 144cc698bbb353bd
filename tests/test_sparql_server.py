"""The endpoint behind a real server: clients that leave, that break off, and look-ups answered at once."""

import json
import socket
import threading
import time
import urllib.error
import urllib.request
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from koryu.build import build
from koryu.settings import read_settings
from serving import served

DALIAN = "<https://w3id.org/koryu/id/government/dalian>"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SECONDS = 3


@pytest.fixture(scope="module")
def root(tmp_path_factory, built):
    """The shipped project, with little time for a query."""
    root = tmp_path_factory.mktemp("hasty")
    for name in ("ontology", "data", "queries"):
        (root / name).symlink_to((built / name).resolve())
    serve = f"\n[serve]\nseconds = {SECONDS}\n"
    (root / "koryu.toml").write_text((built / "koryu.toml").read_text("utf-8") + serve, "utf-8")
    build(read_settings(root))
    return root


@pytest.fixture(scope="module")
def server(root):
    with served(root) as server:
        yield server


def ask(server, query, **headers):
    request = urllib.request.Request(f"{server.address}/sparql?query={quote(query)}", headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.headers, answer.read()


def status(server, query):
    try:
        return ask(server, query)[0]
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def running(server):
    with urllib.request.urlopen(f"{server.address}/metrics", timeout=60) as answer:
        lines = answer.read().decode().splitlines()
    (line,) = (line for line in lines if line.startswith("koryu_queries_running "))
    return float(line.split()[1])


def send(server, data):
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    connection.sendall(data)
    return connection


def request(query):
    return f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def until(holds, seconds=10):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_who_leaves_ends_the_query(server):
    with send(server, request(f"{ENDLESS} # left")):
        until(lambda: running(server) == 1)
    began = time.monotonic()
    until(lambda: running(server) == 0)
    assert time.monotonic() - began < SECONDS / 2


def test_who_asks_the_same_does_not_suffer_from_who_leaves(server):
    query = f"{ENDLESS} # the same"
    found = []
    with send(server, request(query)):
        until(lambda: running(server) == 1)
        other = threading.Thread(target=lambda: found.append(status(server, query)))
        other.start()
        time.sleep(0.3)
    other.join()
    assert found == [504]


@pytest.mark.parametrize(
    "data",
    [
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 100\r\n\r\nSELECT",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n6\r\nSELECT\r\nzz\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\nfffffff\r\nSELECT",
    ],
    ids=["short", "no chunk", "huge chunk"],
)
def test_who_breaks_off_harms_nobody(server, data):
    with send(server, data):
        time.sleep(0.1)
    assert b"true" in ask(server, "ASK {}")[1]


def test_a_look_up_is_answered_at_once_and_the_next_time_from_memory(server, root):
    query = f"SELECT ?p ?o WHERE {{ {DALIAN} ?p ?o }} # %d"
    turn = iter(range(1000))
    until(lambda: ask(server, query % next(turn))[0]["etag"] is None)  # once the graph has been measured
    store = ox.Store()
    store.load(path=str(root / "build/koryu.nq"), format=ox.RdfFormat.N_QUADS)
    asked = query % 1000
    expected = sorted(map(str, store.query(asked, use_default_graph_as_union=True)))
    first, second = ask(server, asked), ask(server, asked)
    assert (first[0]["etag"] is None, second[0]["etag"] is None) == (True, False)
    for headers, body in (first, second):
        solutions = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        assert sorted(map(str, solutions)) == expected
        assert headers["content-type"] == "application/sparql-results+json"
        assert headers["access-control-allow-origin"] == "*"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["vary"].startswith("Accept")
        assert int(headers["content-length"]) == len(body)
    asked = query % 1001
    assert ask(server, asked, Accept="text/csv")[1].startswith(b"p,o\r\n")
    assert json.loads(ask(server, asked, Accept="application/json")[1])["head"]["vars"] == ["p", "o"]


def test_two_hosts_are_refused_for_a_look_up_too(server):
    query = quote(f"SELECT ?p WHERE {{ {DALIAN} ?p ?o }} # hosts")
    with send(
        server, f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n".encode()
    ) as channel:
        assert channel.recv(100).startswith(b"HTTP/1.1 400 ")
