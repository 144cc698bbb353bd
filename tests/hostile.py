"""Hostile requests, drawn from a seed, as the bytes that a client would send."""

from __future__ import annotations

import random
from urllib.parse import quote

PATHS = (
    *("/", "/search", "/query", "/query/partners", "/query/partners.csv", "/sparql", "/graphs", "/editor"),
    *("/id/government/dalian", "/doc/government/dalian", "/doc/government/dalian.ttl", "/def", "/shapes"),
    *("/findings", "/api", "/openapi.json", "/anniversaries.ics", "/feed.atom", "/koryu.ttl", "/koryu.nq"),
    *("/reconcile", "/reconcile/view", "/reconcile/en/preview", "/reconcile/en/properties"),
    *("/reconcile/ja/suggest/entity", "/reconcile/zh/suggest/property", "/reconcile/en/flyout/type"),
    *("/.well-known/void", "/robots.txt", "/sitemap.xml", "/healthz", "/metrics", "/static/style.css"),
)
METHODS = (
    "GET",
    "GET",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "PATCH",
    "TRACE",
    "get",
    "G\tT",
    "X" * 300,
)
TEXTS = (
    *(
        "",
        "'",
        '"',
        "<script>alert(1)</script>",
        "{{7*7}}",
        "${7*7}",
        "%00",
        "\x00",
        "\r\nSet-Cookie: a=b",
        "\ud7ff",
    ),
    *(
        "../../../etc/passwd",
        "..%2f..%2fetc/passwd",
        "%2e%2e/",
        "..\\..\\",
        "file:///etc/passwd",
        "//example.org/",
    ),
    *(
        "\u202eabc",
        "a" * 5000,
        "\U0001f363" * 200,
        "=cmd|' /C calc'!A0",
        "1e999",
        "-1",
        "NaN",
        "9" * 400,
        "[]",
        "*",
    ),
    *(
        "; DROP",
        "' OR 1=1 --",
        "> <http://a",
        "} UNION { ?s ?p ?o",
        "\\u003e",
        "%ff%fe",
        "%",
        "%zz",
        "+",
        "#",
        "?",
        "&&",
    ),
)
QUERIES = (
    *(
        "SELECT * WHERE { ?s ?p ?o } LIMIT 3",
        "ASK {}",
        "DESCRIBE <urn:x>",
        "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2",
    ),
    *(
        "SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "LOAD <file:///etc/passwd>",
        "CLEAR ALL",
    ),
    *(
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "SELECT",
        "",
        "{" * 3000,
        "SELECT * WHERE " + "{" * 500 + "}" * 500,
    ),
    *(
        "SELECT (" + "(" * 5000 + "1" + ")" * 5000 + " AS ?x) {}",
        "SELECT * { ?s <a:b>" + "/<a:b>" * 3000 + " ?o }",
    ),
    *("SELECT ?x { BIND('" + "x" * 90_000 + "' AS ?x) }", "SELECT * { VALUES ?x { " + "1 " * 20_000 + "} }"),
    *("SELECT * { ?s ?p '''", 'SELECT * { ?s ?p "\\uD800" }', "\ufeffSELECT * {}", "SELECT * { <a> ?p ?o }"),
    *("SELECT (REGEX('" + "a" * 40 + "', '(a+)+$') AS ?x) {}", "SELECT ?s { ?s (<a:b>*)* ?o }", "#" * 1000),
    *("SELECT * FROM <urn:x> FROM NAMED <urn:y> { GRAPH ?g { ?s ?p ?o } }", "PREFIX : <a> " * 500 + "ASK {}"),
    *(
        "SELECT (GROUP_CONCAT(?o) AS ?x) { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } ORDER BY RAND()",
        "ASK { FILTER(<a:f>(1)) }",
    ),
)
BATCHES = (
    *(
        '{"q0": {"query": "Kobe"}}',
        '{"q0": {"query": "広島", "type": "municipality", "limit": 5}}',
        "{}",
        "[]",
        "null",
    ),
    *('{"q": {"query": "' + "a" * 9000 + '"}}', "[" * 90_000, '{"q":' * 9000 + "1" + "}" * 9000, "1" * 9000),
    *(
        '{"q": {"query": "\\ud800"}}',
        '{"q": {"query": "a", "limit": 1e999}}',
        '{"q": {"query": null}}',
        '{"q": NaN}',
    ),
    *(
        '{"q": {"query": "x", "properties": [{"pid": "date", "v": "0000-99-99"}]}}',
        '{"q": {"query": "x", "properties": [{"pid": "point", "v": "1e9,NaN"}]}}',
        '{"q": {"query": "x", "properties": [{"pid": "code", "v": [true, 1e308, "\\u0000"]}]}}',
        '{"q": {"properties": [{"pid": "territory/latitude/territory/latitude", "v": "> } UNION {"}]}}',
        '{"ids": ["../..", "\\u202e"], "properties": [{"id": "label", "settings": {"limit": -1}}]}',
        '{"ids": ["government/dalian"], "properties": [{"id": "country/label"}, {"id": "altLabel"}]}',
        "{" + ", ".join(f'"q{place}": {{"query": "{chr(0x4E00 + place)}"}}' for place in range(50)) + "}",
        "{" + ", ".join(f'"q{place}": {{"query": "x"}}' for place in range(5000)) + "}",
    ),
)
NAMES = (
    *(
        "q",
        "query",
        "lang",
        "format",
        "place",
        "as_of",
        "limit",
        "offset",
        "graph",
        "default",
        "update",
        "class",
    ),
    *(
        "default-graph-uri",
        "named-graph-uri",
        "_profile",
        "_mediatype",
        "labels",
        "page",
        "incoming",
        "x" * 1000,
    ),
    *(
        "queries",
        "extend",
        "callback",
        "prefix",
        "cursor",
        "id",
        "type",
    ),
)
HEADERS = (
    *(
        "Accept",
        "Accept-Language",
        "Accept-Encoding",
        "Accept-Profile",
        "If-None-Match",
        "If-Modified-Since",
        "Range",
    ),
    *(
        "Origin",
        "Cookie",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Prefix",
        "Content-Type",
        "Referer",
        "Expect",
    ),
)
VALUES = (
    *(
        "text/html",
        "text/turtle;q=0.1, */*;q=0",
        "application/json",
        "*/*",
        "x",
        ";;;,,,",
        "q=1",
        "text/*;q=NaN",
        "bytes=0-",
    ),
    *(
        "bytes=5-1",
        "bytes=-0",
        "bytes=0-0,1-1," * 50,
        'W/"x"',
        "*",
        "Thu, 99 Foo 9999 99:99:99 GMT",
        "ja,zh;q=0.9",
        "zz",
    ),
    *(
        "gzip;q=0, br",
        "a" * 7000,
        "\x7f",
        "é",
        "application/sparql-query",
        "application/x-www-form-urlencoded",
        "100-continue",
    ),
    *(
        "<a>; rel=profile",
        "null",
        "evil.example",
        "multipart/form-data; boundary=",
        "application/sparql-update",
    ),
)


class Hostile:
    """A source of hostile requests."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        whole = (self.asked, self.asked, self.queried, self.queried, self.walked, self.headed)
        perhaps = (self.posted, self.matched, self.chunked, self.garbled)
        self.kinds = (*((kind, True) for kind in whole), *((kind, False) for kind in perhaps))

    def request(self):
        """Draw one; tells also whether it is whole, so that an answer must come."""
        kind, is_whole = self.chance.choice(self.kinds)
        return kind(), is_whole

    def asked(self) -> bytes:
        """A page with parameters that it does not expect."""
        return self.written(self.one(METHODS), self.one(PATHS) + self.parameters(), self.headers())

    def queried(self) -> bytes:
        """A query by GET."""
        path = f"/sparql?query={quote(self.query(), safe='', errors='replace')}"
        return self.written(self.one(("GET", "HEAD")), path, self.headers())

    def posted(self) -> bytes:
        """A query by POST, its type and length right or wrong."""
        body = self.query().encode(errors="replace")
        types = ("application/sparql-query", "application/x-www-form-urlencoded", "text/plain", "")
        kind = self.one(types)
        if kind.endswith("urlencoded"):
            body = b"query=" + quote(body, safe="").encode()
        length = self.one((str(len(body)), str(len(body)), str(len(body) // 2), "-1", "x", "99999999999"))
        return self.written("POST", "/sparql", {"Content-Type": kind, "Content-Length": length}) + body

    def matched(self) -> bytes:
        """A batch to match, or a table to extend, whole or with another text within."""
        batch = self.one(BATCHES)
        if self.chance.random() < 0.4:
            place = self.chance.randrange(len(batch) + 1)
            batch = batch[:place] + self.one(TEXTS) + batch[place:]
        body = f"{self.one(('queries', 'extend'))}={quote(batch, safe='', errors='replace')}".encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        path = "/reconcile" + self.one(("", "", self.parameters()))
        return self.written("POST", path, headers) + body

    def walked(self) -> bytes:
        """A path that leads out of the house."""
        steps = [
            self.one((*TEXTS, "..", ".", "", "%2e%2e", "..;", "static", "id", "government")) for _ in range(4)
        ]
        return self.written("GET", "/" + "/".join(self.mangled(step) for step in steps), {})

    def headed(self) -> bytes:
        """Headers too many, too long, or twice."""
        many = {
            f"X-{number}": "y" * self.chance.randrange(400)
            for number in range(self.chance.choice((1, 50, 500)))
        }
        return self.written("GET", self.one(PATHS), many | self.headers())

    def chunked(self) -> bytes:
        """A body in chunks that are broken."""
        head = self.written(
            "POST", "/sparql", {"Content-Type": "application/sparql-query", "Transfer-Encoding": "chunked"}
        )
        return head + self.one(
            (
                b"5\r\nASK{}\r\n0\r\n\r\n",
                b"zz\r\n",
                b"FFFFFFFFFFFF\r\nA",
                b"-1\r\n",
                b"5\r\nAS",
                b"0\r\n\r\n",
                b"",
            )
        )

    def garbled(self) -> bytes:
        """Bytes that are not HTTP, or not quite."""
        whole = self.asked()
        for _ in range(self.chance.randrange(1, 8)):
            place = self.chance.randrange(len(whole))
            whole = (
                whole[:place]
                + bytes([self.chance.randrange(256)])
                + whole[place + self.chance.randrange(3) :]
            )
        return whole if self.chance.random() < 0.8 else self.chance.randbytes(self.chance.randrange(1, 3000))

    def query(self) -> str:
        """A query, whole or with another text within."""
        found = self.one(QUERIES)
        if self.chance.random() < 0.3:
            place = self.chance.randrange(len(found) + 1)
            found = found[:place] + self.one(TEXTS) + found[place:]
        return found

    def parameters(self) -> str:
        """Some parameters, or none."""
        pairs = [
            f"{self.one(NAMES)}={self.mangled(self.one(TEXTS))}" for _ in range(self.chance.randrange(4))
        ]
        return "?" * bool(pairs) + "&".join(pairs)

    def headers(self) -> dict[str, str]:
        """Some headers, or none."""
        return {self.one(HEADERS): self.one(VALUES) for _ in range(self.chance.randrange(3))}

    def mangled(self, text: str) -> str:
        """A text as it stands in an address: quoted, or not."""
        return (
            quote(text, safe="", errors="replace") if self.chance.random() < 0.6 else text.replace(" ", "+")
        )

    def written(self, method: str, path: str, headers: dict[str, str]) -> bytes:
        """Write the head of a request; the connection ends with its answer."""
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode(errors="replace")

    def one(self, several):
        """Draw one of several."""
        return self.chance.choice(several)
