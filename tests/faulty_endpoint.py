"""A real SPARQL endpoint, and a proxy before it that spoils some of its answers, as public ones are at times.

Each fault is a function that answers a request, given the handler and the true answer of the endpoint.
"""

import json
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from small_endpoint import JSON


@contextmanager
def oxigraph(turtle):
    """Serve these triples, for reading; the address of the endpoint."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"127.0.0.1:{listening.getsockname()[1]}"
    program = Path(sys.executable).with_name("oxigraph")
    server = subprocess.Popen([program, "serve", "--bind", address], stderr=subprocess.DEVNULL)
    try:
        load(f"http://{address}/store?default", turtle)
        yield f"http://{address}/query"
    finally:
        server.terminate()
        server.wait(10)


def load(url, turtle):
    request = urllib.request.Request(url, turtle.encode(), {"Content-Type": "text/turtle"}, method="POST")
    for _ in range(200):
        try:
            with urllib.request.urlopen(request, timeout=30):
                return
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read()) from None
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError("the endpoint did not start")


def answer(handler, body, status=200, media_type=JSON, length=None, **headers):
    handler.send_response(status)
    handler.send_header("Content-Type", media_type)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    for name, text in headers.items():
        handler.send_header(name.replace("_", "-"), text)
    handler.end_headers()
    handler.wfile.write(body)


def truth(handler, body):
    answer(handler, body)


def busy_for_seconds(handler, _body):
    answer(handler, b"too many requests", 429, "text/plain", Retry_After="7")


def busy_until(handler, _body):
    answer(
        handler, b"too many requests", 429, "text/plain", Retry_After=formatdate(time.time() + 9, usegmt=True)
    )


def failing(handler, _body):
    answer(handler, b"java.util.concurrent.TimeoutException", 500, "text/plain")


def unavailable(handler, _body):
    answer(handler, b"<html>Service Unavailable</html>", 503, "text/html")


def sleeping(handler, body):
    handler.server.asleep.wait(1.4)
    answer(handler, body)


def cut_short(handler, body):
    """Half a document, complete by its length: nothing but its syntax tells."""
    answer(handler, body[: len(body) // 2])


def cut_off(handler, body):
    answer(handler, body[: len(body) // 2], length=len(body))


def invalid(handler, body):
    answer(handler, body + b"\njava.util.concurrent.TimeoutException")


def dropping(handler, _body):
    handler.connection.shutdown(socket.SHUT_RDWR)


def page(handler, _body):
    answer(handler, b"<!DOCTYPE html><title>Error</title>", media_type="text/html")


def fewer_rows(handler, body):
    """DBpedia's way over its limits: whole JSON, status 200, and rows that are missing."""
    document = json.loads(body)
    rows = document["results"]["bindings"]
    document["results"]["bindings"] = rows[: len(rows) // 2]
    answer(handler, json.dumps(document).encode())


FAULTS = (
    busy_for_seconds,
    busy_until,
    failing,
    unavailable,
    sleeping,
    cut_short,
    cut_off,
    invalid,
    dropping,
    page,
    fewer_rows,
)


class Proxy(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        query = parse_qs(body.decode())["query"][0]
        self.server.asked.append(query)
        fault = self.server.fault(len(self.server.asked), query)
        headers = {name: self.headers[name] for name in ("Content-Type", "Accept")}
        request = urllib.request.Request(self.server.behind, body, headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                found = response.read()
        except urllib.error.HTTPError as error:
            return answer(self, error.read(), error.code, "text/plain")
        return fault(self, found)

    def log_message(self, *_args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = False


@contextmanager
def spoiled(behind, fault=lambda _number, _query: truth):
    """Stand before an endpoint: ``fault`` says how a request is answered, by its number, from 1, and query.

    Yields the address and the list of the queries that were asked.
    """
    with Server(("127.0.0.1", 0), Proxy) as server:
        server.behind, server.fault, server.asked = behind, fault, []
        server.asleep, server.handle_error = threading.Event(), lambda *_args: None
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql", server.asked
        finally:
            server.asleep.set()
            server.shutdown()
            thread.join()
