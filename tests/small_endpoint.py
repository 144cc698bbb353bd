"""An endpoint that plays a script, for what real ones do only on a bad day."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from koryu.errors import EndpointError
from koryu.stores.endpoint import Endpoint

ONE = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "one"}}]}}
JSON = "application/sparql-results+json"
SELECT = "SELECT ?x WHERE { ?x ?p ?o }"


class Script(BaseHTTPRequestHandler):
    """Plays one answer of the script for each request, the last one again and again."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.requests.append((self.path, dict(self.headers), parse_qs(body)))
        play = self.server.script.pop(0) if len(self.server.script) > 1 else self.server.script[0]
        play(self)

    def do_GET(self):  # what becomes of a POST that is redirected
        self.server.requests.append((self.path, dict(self.headers), {}))
        self.server.script[0](self)

    def log_message(self, *_args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = False  # a thread left behind could drop what belongs to the thread of another test


@contextmanager
def playing(*script):
    with Server(("127.0.0.1", 0), Script) as server:
        server.script, server.requests, server.handle_error = list(script), [], lambda *_args: None
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql", server.requests
        finally:
            server.shutdown()
            thread.join()


def answering(body=ONE, status=200, media_type=JSON, length=None, **headers):
    content = body.encode() if isinstance(body, str) else json.dumps(body).encode()

    def play(handler):
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        if length != "unknown":
            handler.send_header("Content-Length", str(length or len(content)))
        for name, text in headers.items():
            handler.send_header(name.replace("_", "-"), text)
        handler.end_headers()
        handler.wfile.write(content)

    return play


def sleeping(handler):
    time.sleep(1.5)
    answering()(handler)


def refused(url, ask=lambda endpoint: endpoint.select(SELECT), **options):
    naps = []
    with pytest.raises(EndpointError) as error:
        ask(Endpoint(url, sleep=naps.append, **options))
    assert str(error.value).startswith(f"{url}: ")
    assert "\n" not in str(error.value)
    return str(error.value).removeprefix(f"{url}: "), naps
