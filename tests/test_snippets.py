"""Questions written for programs: each is run by its own program, which must ask exactly what was meant."""

import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from urllib.parse import parse_qsl, urlsplit

import pytest

from koryu.settings import read_settings
from koryu.site.editions.edition import Edition
from koryu.site.questions.snippets import snippets
from node import NODE
from small_project import make_project

HOSTILE = (
    "dalian",
    "大連市",
    "a b&c=d?e#f%20+/;",
    "'; touch stolen; '",
    '"$(touch stolen)`touch stolen`"',
    "$HOME \\ ${PATH} !! *",
    "'''\"\"\"\\",
    "\\'+__import__('os').abort()+\\'",
    "</script><script>alert(1)</script>",
    "@/etc/passwd",
    "-o/tmp/x",
    "[1-9]{a,b}",
    "line\nline\r\nline\ttab",
    "\u202etxet\u2066",
    "\u2028\u2029\x7f\x1b[201~",
    "😀\U000e0001",
)
ANSWERS = {
    ".csv": ("text/csv", b"a,b\n1,2\n"),
    ".json": ("application/json", b"[]"),
    ".jsonld": ("application/ld+json", b"[]"),
    ".ttl": ("text/turtle", b""),
    ".rq": ("application/sparql-query", b"SELECT ?a WHERE { }"),
    "/sparql": ("application/sparql-results+json", b'{"head": {"vars": ["a"]}, "results": {"bindings": []}}'),
}
KORYU = """
import json, sys, urllib.parse, urllib.request
def open():
    return sys.modules["koryu"]
def query(name, /, **params):
    urllib.request.urlopen(ORIGIN + "/query/" + name + ".csv?" + urllib.parse.urlencode(params)).read()
"""


class Asked(http.server.BaseHTTPRequestHandler):
    """Answers whatever is asked with something of the right type, and remembers it."""

    def do_GET(self):
        path = urlsplit(self.path).path
        kind, body = ANSWERS[re.search(r"(\.\w+|/sparql)$", path)[0]]
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((path, parse_qsl(urlsplit(self.path).query, keep_blank_values=True)))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.do_GET()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        server.asked = []
        server.origin = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever).start()
        yield server
        server.shutdown()


@pytest.fixture
def edition(tmp_path):
    root = make_project(tmp_path / "project")
    return Edition(read_settings(root), root / "build")


def code(edition, title, name, params, origin):
    return next(each.code for each in snippets(edition, name, params, origin) if each.title == title)


def program(name):
    found = shutil.which(name)
    if not found:
        assert not os.environ.get("CI"), f"CI needs {name}"
        pytest.skip(f"no {name} on the path")
    return found


def run(command, tmp_path, **options):
    environment = {**os.environ, "no_proxy": "127.0.0.1", "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, **options
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "stolen").exists()


def everything(edition, title, server):
    """All hostile values in one program, each asked once, and what must arrive."""
    codes = [code(edition, title, "affiliations", {"place": value}, server.origin) for value in HOSTILE]
    return "\n".join(codes), [[("place", value)] for value in HOSTILE]


def test_the_address_holds_each_value(edition):
    for value in HOSTILE:
        url = code(edition, "REST", "affiliations", {"place": value, "lang": "ja"}, "http://x.example/y/")
        assert url.startswith("http://x.example/y/query/affiliations.json?place=")
        assert url.isascii()
        assert parse_qsl(urlsplit(url).query) == [("place", value), ("lang", "ja")]


def test_curl_asks_for_each_value(edition, server, tmp_path):
    program("curl")
    server.asked.clear()
    text, wanted = everything(edition, "curl", server)
    run(["sh", "-eu"], tmp_path, input=text)
    assert server.asked == [("/query/affiliations.csv", each) for each in wanted]


def test_pandas_asks_for_each_value(edition, server, tmp_path):
    server.asked.clear()
    text, wanted = everything(edition, "Python: pandas", server)
    run([sys.executable, "-c", text], tmp_path)
    assert server.asked == [("/query/affiliations.csv", each) for each in wanted]


def test_koryu_asks_for_each_value(edition, server, tmp_path):
    (tmp_path / "koryu.py").write_text(f"ORIGIN = {server.origin!r}\n{KORYU}")
    server.asked.clear()
    text, wanted = everything(edition, "Python: koryu", server)
    run([sys.executable, "-c", text], tmp_path)
    assert server.asked == [("/query/affiliations.csv", each) for each in wanted]


def test_sparqlwrapper_sends_the_bound_query(edition, server, tmp_path):
    server.asked.clear()
    text, wanted = everything(edition, "Python: SPARQLWrapper", server)
    run([sys.executable, "-c", text], tmp_path)
    assert server.asked[::2] == [("/query/affiliations.rq", each) for each in wanted]
    assert server.asked[1::2] == [("/sparql", [])] * len(wanted)


def test_javascript_asks_for_each_value(edition, server, tmp_path):
    server.asked.clear()
    text, wanted = everything(edition, "JavaScript", server)
    blocks = text.split("\nconst address")
    joined = "".join(
        f"{{\n{'const address' * bool(place)}{block}\n}}\n" for place, block in enumerate(blocks)
    )
    run([NODE, "--input-type=module", "-"], tmp_path, input=joined)
    assert server.asked == [("/query/affiliations.json", each) for each in wanted]


def test_a_graph_is_read_by_rdflib(edition, server, tmp_path):
    server.asked.clear()
    run(
        [sys.executable, "-c", code(edition, "Python: rdflib", "describe", {"thing": "a'b"}, server.origin)],
        tmp_path,
    )
    assert server.asked == [("/query/describe.ttl", [("thing", "a'b")])]


def test_what_python_keeps_for_itself_is_named_in_a_mapping(edition):
    text = code(edition, "Python: koryu", "affiliations", {"class": "x", "labels": "true"}, "http://x")
    assert (
        text == "import koryu\n\nanswer = koryu.open().query('affiliations', **{'class': 'x'}, labels=True)\n"
    )
