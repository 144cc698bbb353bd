"""The W3C's tests of CSV on the Web, read from their manifests and run offline."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF

from koryu.tables.files.fetching import Response

FOLDER = Path(__file__).parents[2] / "shared" / "suites" / "csvw" / "tests"
BASE = "http://www.w3.org/2013/csvw/tests/"
# What the site has at this place, which is not in the folder
WELL_KNOWN = "{+url}-metadata.json\ncsv-metadata.json\n{+url}.json\ncsvm.json\n"
TYPES = {".csv": "text/csv", ".json": "application/json", ".tsv": "text/tab-separated-values"}
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
CSVT = Namespace(f"{BASE}vocab#")


@dataclass(frozen=True)
class SuiteFetcher:
    """Maps the suite's address to its folder; headers of HTTP are those that a test says the action has."""

    action: str
    content_type: str | None
    links: tuple[str, ...]

    def fetch(self, url: str) -> Response:
        parts = urlsplit(url)
        if url == "http://www.w3.org/.well-known/csvm":
            return Response(WELL_KNOWN.encode(), "text/plain")
        path = FOLDER / parts.path.removeprefix("/2013/csvw/tests/")
        if not url.startswith(BASE) or not path.is_file():
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", url)
        is_action = url == self.action
        content_type = self.content_type if is_action else None
        return Response(
            path.read_bytes(), content_type or TYPES.get(path.suffix), self.links if is_action else ()
        )


@dataclass(frozen=True)
class SuiteTest:
    id: str
    kind: str
    action: str
    result: str | None
    metadata: str | None
    minimal: bool
    fetcher: SuiteFetcher


def read_manifest(name: str) -> list[SuiteTest]:
    """Read the tests of a manifest in its order; none if the folder of the suite is missing."""
    if not FOLDER.is_dir():
        assert not os.environ.get("CI"), f"CI needs the folder {FOLDER}"
        return []
    graph = Graph().parse(FOLDER / f"{name}.ttl", format="turtle", publicID=f"{BASE}{name}")
    manifest = graph.value(predicate=RDF.type, object=MF.Manifest)
    return [_test(graph, node) for node in graph.items(graph.value(manifest, MF.entries))]


def _test(graph: Graph, node: Any) -> SuiteTest:
    option = graph.value(node, CSVT.option)

    def text(subject: Any, term: URIRef) -> str | None:
        found = graph.value(subject, term)
        return None if found is None else str(found)

    action = text(node, MF.action) or ""
    links = tuple(str(link) for link in graph.objects(node, CSVT.httpLink))
    content_type = text(node, CSVT.contentType)
    return SuiteTest(
        str(node).rpartition("#")[2],
        str(graph.value(node, RDF.type)).rpartition("#")[2],
        action,
        text(node, MF.result),
        text(option, CSVT.metadata),
        text(option, CSVT.minimal) == "true",
        SuiteFetcher(action, content_type, links),
    )
