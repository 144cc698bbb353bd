"""What no request may do, and what every answer says: over ASGI, where paths come as they were sent."""

import asyncio
import http.client
import json
import logging
import re
import socket
import time

import pytest

from koryu.settings import read_settings
from koryu.web import connection, guard
from koryu.web.guard import CSP, Bounds, Guard
from koryu.web.problems import Problem
from serving import served
from small_client import asking


def ask(app, path=b"/", method="GET", headers=(), body=(b"",), query=b""):
    """Send a request to an application as a server would; returns status, headers and body."""
    sent, parts = [], list(body)

    async def receive():
        if not parts:
            await asyncio.sleep(3600)
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts) or part is SLOW}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": method, "scheme": "http", "server": ("test", 80), "client": None,
        "path": path.decode("latin-1"), "raw_path": path, "root_path": "", "query_string": query,
        "headers": list(headers),
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    start = sent[0]
    fields = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return start["status"], fields, b"".join(each.get("body", b"") for each in sent[1:])


SLOW = b"slow"


async def hello(scope, receive, send):
    """Read the body, and answer with its length."""
    size, more = 0, True
    while more:
        message = await receive()
        size, more = size + len(message["body"]), message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": b"%d" % size})


@pytest.mark.parametrize(
    "path",
    [
        b"/../etc/passwd", b"/a/../b", b"/%2e%2e/etc/passwd", b"/a/%2E./b", b"/./a", b"/a/..", b"/a%2fb",
        b"/a%5Cb",
        b"/a\\b", b"/a%00b", b"/a\x00b", b"/%0d%0aSet-Cookie:x", b"/%c0%ae%c0%ae/", b"/%ff", b"/%", b"/%zz",
        b"/a b", b'/"', b"/<script>", b"/{x}", b"/\xe2\x82\xac", b"/%ed%a0%80", b"/%7f", b"http://other/",
        b"*", b"",
    ],
)  # fmt: skip
def test_a_path_that_could_be_read_in_two_ways_is_refused(path):
    status, headers, body = ask(Guard(hello), path)
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert json.loads(body)["detail"].startswith("the path ")


@pytest.mark.parametrize(
    "path", [b"/", b"/a.b/c-d_e~", b"/%E5%A4%A7%E9%80%A3", b"/a...b", b"/a%20b", b"/x:y@z,(1)"]
)
def test_a_path_that_is_plain_is_let_through(path):
    assert ask(Guard(hello), path)[0] == 200


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"path": b"/" + b"a" * 2000}, 414),
        ({"query": b"a" * 400_001}, 414),
        ({"headers": [(b"a", b"b")] * 101}, 431),
        ({"headers": [(b"a", b"b" * 32_000)]}, 431),
        ({"headers": [(b"host", b"a"), (b"host", b"b")]}, 400),
        ({"headers": [(b"host", b"a/b")]}, 400),
        ({"headers": [(b"host", b"evil.example\x00")]}, 400),
        ({"headers": [(b"content-length", b"99999999")]}, 413),
        ({"headers": [(b"content-length", b"9" * 5000)]}, 413),
        ({"headers": [(b"content-length", b"-1")]}, 400),
        ({"method": "POST", "body": [b"x" * 1_100_000, b"x" * 1_100_000]}, 413),
    ],
)
def test_what_is_too_large_or_not_allowed_is_refused(request_, status):
    found, _, body = ask(Guard(hello), **request_)
    assert found == status
    assert json.loads(body)["status"] == status


def test_what_is_as_large_as_may_be_is_let_through():
    headers = [(b"host", b"[::1]:80"), (b"a", b"b" * 31_000), *[(b"a", b"b")] * 98]
    status, _, body = ask(
        Guard(hello), b"/" + b"a" * 1999, "POST", headers, [b"x" * (1 << 20), b"x" * (1 << 20)]
    )
    assert (status, body) == (200, b"2097152")


def test_a_body_that_does_not_come_is_not_waited_for():
    began = time.monotonic()
    status, headers, _ = ask(Guard(hello, Bounds(seconds=0.2)), method="POST", body=[SLOW])
    assert (status, headers["connection"]) == (408, "close")
    assert 0.2 <= time.monotonic() - began < 5


def test_a_failure_is_told_to_the_operator_only(caplog):
    async def broken(scope, receive, send):
        raise RuntimeError("/secret/place")

    with caplog.at_level(logging.ERROR, "koryu.web"):
        status, headers, body = ask(Guard(broken))
    assert (status, headers["content-type"]) == (500, "application/problem+json")
    assert json.loads(body) == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "detail": "the server failed; its log has more",
    }
    assert "/secret/place" in caplog.text
    assert "Traceback" in caplog.text


def test_a_failure_in_the_middle_of_an_answer_breaks_it_off(caplog):
    async def broken(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("too late")

    with caplog.at_level(logging.ERROR, "koryu.web"), pytest.raises(guard.Broken):
        ask(Guard(broken))
    assert "too late" in caplog.text


def test_a_page_of_a_problem_that_fails_is_a_plain_problem(caplog, monkeypatch):
    async def refusing(scope, receive, send):
        raise Problem(404, "not here")

    def broken(request, error):
        raise RuntimeError("no page")

    monkeypatch.setattr(guard, "respond", broken)
    with caplog.at_level(logging.ERROR, "koryu.web"):
        status, _, body = ask(Guard(refusing))
    assert (status, json.loads(body)["detail"]) == (500, "the server failed; its log has more")
    assert "no page" in caplog.text


def test_a_page_says_what_it_may_load():
    _, headers, _ = ask(Guard(hello))
    assert headers["content-security-policy"] == CSP
    assert "unsafe" not in CSP
    assert CSP.startswith("default-src 'none'; ")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.fixture(scope="module")
def client(built):
    with asking(read_settings(built)) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    ["/", "/doc/government/dalian.ttl", "/nothing", "/id/government/dalian", "/koryu.nq", "/metrics",
     "/healthz", "/query/partners.csv?place=dalian"],
)  # fmt: skip
def test_every_answer_is_safe_and_open_to_other_sites(client, path):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["access-control-allow-origin"] == "*"
    assert "server" not in headers


def test_a_browser_may_ask_from_another_site(client):
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "content-type"}  # fmt: skip
    for path in ("/sparql", "/doc/government/dalian"):
        answer = client.request("OPTIONS", path, headers=asked)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS, POST"
        assert "Content-Type" in answer.headers["access-control-allow-headers"]


def test_options_tells_the_methods(client):
    answer = client.request("OPTIONS", "/doc/government/dalian")
    assert (answer.status_code, answer.headers["allow"], answer.content) == (204, "GET, HEAD, OPTIONS", b"")


def test_a_method_that_a_path_has_not_is_refused_with_those_it_has(client):
    answer = client.request("POST", "/doc/government/dalian")
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert answer.json()["detail"] == "no such method here"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_a_method_that_no_path_has_is_refused_with_those_of_the_path(client, method):
    for path, has in (
        ("/graphs", {"GET", "HEAD"}),
        ("/doc/government/dalian", {"GET", "HEAD"}),
        ("/sparql", {"GET", "HEAD", "POST"}),
    ):
        answer = client.request(method, path)
        assert answer.status_code == 405
        assert set(answer.headers["allow"].split(", ")) == has
    assert client.request(method, "/nothing").status_code == 404


@pytest.fixture(scope="module")
def server(built):
    with served(built) as running:
        yield running


def raw(port, *parts, pause=0.0, patience=30):
    """Send bytes to the server, and read until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as wire:
        try:
            for part in parts:
                wire.sendall(part)
                time.sleep(pause)
        except (BrokenPipeError, ConnectionResetError):  # it had enough
            pass
        answer = b""
        try:
            while more := wire.recv(65536):
                answer += more
        except ConnectionResetError:
            pass
    return answer


def test_a_head_that_does_not_end_is_given_up(server):
    line = b"X: " + b"y" * 100_000
    answer = raw(server.port, b"GET / HTTP/1.1\r\n", *[line] * 100)
    assert answer.startswith(b"HTTP/1.1 431 ") or answer == b""  # the refusal, unless a reset overtook it


def test_an_address_that_does_not_end_is_given_up(server):
    answer = raw(server.port, b"GET /", *[b"a" * 100_000] * 100)
    assert answer.startswith(b"HTTP/1.1 431 ") or answer == b""


@pytest.mark.parametrize(
    "request_",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_is_no_http_ends_the_connection(server, request_):
    answer = raw(server.port, request_)
    assert b"Traceback" not in answer
    assert b" 500 " not in answer


def test_a_request_names_its_host_unless_it_is_of_old(server):
    head = b"GET /healthz HTTP/%s\r\nConnection: close\r\n\r\n"
    assert raw(server.port, head % b"1.1").startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert raw(server.port, head % b"1.0").startswith(b"HTTP/1.1 200 OK\r\n")


def test_an_address_that_is_too_long_is_called_so(server):
    address = b"/sparql?query=" + b"a" * (connection.LONGEST_ADDRESS - 14)
    rest = b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    assert raw(server.port, b"GET " + address + rest).startswith(b"HTTP/1.1 400 Bad Request\r\n")  # no query
    assert raw(server.port, b"GET " + address + b"a" + rest).startswith(b"HTTP/1.1 414 URI Too Long\r\n")


def test_requests_in_one_packet_are_all_answered_in_order(server):
    one = b"GET /doc/government/%s.ttl HTTP/1.1\r\nHost: a\r\n%s\r\n"
    names = [b"dalian", b"kitakyushu", b"dalian", b"nothing", b"dalian"] * 40
    packet = b"".join(one % (name, b"") for name in names) + one % (b"japan", b"Connection: close\r\n")
    answer = raw(server.port, packet)
    codes = re.findall(rb"HTTP/1\.1 (\d+) ", answer)
    assert codes == [b"404" if name == b"nothing" else b"200" for name in [*names, b"japan"]]


def test_the_server_does_not_say_what_it_is_and_keeps_the_connection(server):
    wire = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    heads = []
    for _ in range(3):  # made anew, then from memory
        wire.request("GET", "/doc/government/dalian.ttl")
        answer = wire.getresponse()
        body = answer.read()
        heads.append({name.lower() for name, _ in answer.getheaders()})
        assert (answer.status, len(body)) == (200, int(answer.headers["Content-Length"]))
    wire.close()
    assert heads[0] == heads[1] == heads[2]
    assert "server" not in heads[0]
    assert "date" in heads[0]


def test_from_memory_and_anew_head_and_conditions_are_obeyed(server):
    wire = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    wire.request("GET", "/doc/government/china.ttl")
    first = wire.getresponse()
    body = first.read()
    wire.request("HEAD", "/doc/government/china.ttl")
    head = wire.getresponse()
    assert (head.status, head.read(), head.headers["Content-Length"]) == (200, b"", str(len(body)))
    wire.request("GET", "/doc/government/china.ttl", headers={"If-None-Match": first.headers["ETag"]})
    same = wire.getresponse()
    assert (same.status, same.read(), same.headers["ETag"]) == (304, b"", first.headers["ETag"])
    wire.request("GET", "/doc/government/china.ttl", headers={"Connection": "close"})
    last = wire.getresponse()
    assert (last.read(), last.headers["Connection"]) == (body, "close")
    wire.close()


def test_slow_clients_are_given_up(built, monkeypatch):
    """Bounds of time, in a server of this process, so that they can be short."""
    import threading

    import uvicorn

    from koryu.web.app import make_app

    monkeypatch.setattr(connection, "SECONDS", 0.5)
    monkeypatch.setattr(connection, "READING_SECONDS", 0.5)
    config = uvicorn.Config(
        make_app(read_settings(built)),
        port=0,
        log_level="critical",
        http=connection.Connection,
        ws="none",
        timeout_keep_alive=2,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        _check_slow_clients(server.servers[0].sockets[0].getsockname()[1], server.server_state)
    finally:
        server.should_exit = True
        thread.join(20)


def _check_slow_clients(port, state):
    assert raw(port).startswith(b"HTTP/1.1 408 ")  # says nothing
    drops = [b"GET / HTTP/1.1\r\n", *[b"X: y\r\n"] * 40]
    assert raw(port, *drops, pause=0.05).startswith(b"HTTP/1.1 408 ")  # a line now and then
    ask_much = b"GET /koryu.nq HTTP/1.1\r\nHost: a\r\nRange: bytes=0-\r\n\r\n" * 40
    with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        wire.sendall(ask_much)
        end = time.monotonic() + 10
        while not state.connections:
            time.sleep(0.01)
        while state.connections and time.monotonic() < end:  # and reads nothing
            time.sleep(0.1)
        assert not state.connections
