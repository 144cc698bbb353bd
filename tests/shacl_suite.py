"""The W3C's SHACL test suite: its tests, and the results that each expects.

Source: https://w3c.github.io/data-shapes/data-shapes-test-suite/
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import SH, Namespace
from rdflib.collection import Collection

from koryu.rdf.reading import empty_graph, term_of
from koryu.shacl.graphs import ShapesGraph

SUITE = Path(__file__).parents[2] / "shared" / "suites" / "shacl" / "tests"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")


@dataclass(frozen=True)
class SuiteTest:
    """A test: a data graph, a shapes graph, and the results that must come; None if it must fail."""

    name: str
    data: Path
    shapes: Path
    manifest: Path
    results: Counter | None

    @property
    def has_one_file(self):
        """Do the blank nodes of what is expected and of what is found have the same labels?"""
        return self.data == self.shapes == self.manifest


@cache
def parsed(path):
    """Parse a file once, so that its blank nodes have the same labels wherever it is used."""
    return empty_graph().parse(path, format="turtle", publicID=path.as_uri())


def suite_tests(part):
    """List the tests of a part of the suite, ``core`` or ``sparql``; none where the suite is not at hand."""
    return list(_tests(SUITE / part / "manifest.ttl")) if SUITE.is_dir() else []


def _tests(manifest):
    graph = parsed(manifest)
    for included in sorted(graph.objects(None, MF.include)):
        yield from _tests(_path(included))
    for entries in graph.objects(None, MF.entries):
        for node in Collection(graph, entries):
            yield _test(graph, node, manifest)


def _test(graph, node, manifest):
    action, expected = graph.value(node, MF.action), graph.value(node, MF.result)
    data, shapes = (_path(graph.value(action, SHT[name])) for name in ("dataGraph", "shapesGraph"))
    results = None if expected == SHT.Failure else Counter(_expected(graph, expected))
    name = str(node).removeprefix(SUITE.as_uri()).strip("/")
    return SuiteTest(name, data, shapes, manifest, results)


def _path(iri):
    return Path(str(iri).removeprefix("file://"))


def _expected(graph, report):
    shapes = ShapesGraph(graph, "the manifest")  # reads a path; the suite's paths are its shapes' as well
    for node in graph.objects(report, SH.result):
        path = graph.value(node, SH.resultPath)
        severity, component, shape, focus, value = (
            None if (found := graph.value(node, SH[name])) is None else term_of(found)
            for name in ("resultSeverity", "sourceConstraintComponent", "sourceShape", "focusNode", "value")
        )
        yield severity, component, shape, focus, None if path is None else str(shapes.path(path, node)), value


def without_labels(results):
    """The results with all blank nodes alike."""
    found = Counter()
    for result, count in results.items():
        found[tuple("_:" if term and term.startswith("_:") else term for term in result)] += count
    return found
