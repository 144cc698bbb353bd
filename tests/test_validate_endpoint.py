"""A graph is validated where it is, behind an endpoint, with the results that its file has here."""

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from faults import generate
from judging import read_expected

from koryu import populate
from koryu.cli import koryu
from koryu.errors import EndpointError
from koryu.rdf.reading import empty_graph, parse_turtle
from koryu.shacl.check import check, read_data
from koryu.shacl.remote import Remote
from koryu.stores.endpoint import Endpoint
from small_endpoint import answering, playing, sleeping

BENCHMARKS = Path(__file__).parent / "benchmarks"
GRAPH = "urn:koryu:faults"
MANY = 12_345  # more than a page, and more than Debian's Virtuoso gives at once


@pytest.fixture(scope="module")
def faults(tmp_path_factory):
    """Tables with faults, the graph that they make, and what must be found in it."""
    folder = tmp_path_factory.mktemp("faults")
    populate(generate(folder, 3000, rate=0.5), output=folder / "graph.nt", mode="minimal")
    return folder


@pytest.fixture(scope="module")
def shapes():
    return parse_turtle(BENCHMARKS / "shapes.ttl")


def key(result):
    return result.severity, result.shape, result.component, result.focus, str(result.path), result.value


def test_virtuoso_gives_the_results_that_the_file_gives(virtuoso, faults, shapes):
    virtuoso.load(GRAPH, (faults / "graph.nt").read_text("utf-8"))
    there = check(Remote(Endpoint(virtuoso.url, graph=GRAPH)), shapes)
    here = check(read_data([faults / "graph.nt"]), shapes)
    assert Counter(map(key, there)) == Counter(map(key, here))
    assert len(here) == len(read_expected(faults / "expected.csv"))


def test_virtuoso_gives_more_results_than_it_gives_rows_at_once(virtuoso):
    nodes = range(MANY)
    virtuoso.load("urn:koryu:many", "".join(f"<urn:n:{each}> <urn:p> <urn:o> .\n" for each in nodes))
    shapes = empty_graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> .
        <urn:S> sh:targetSubjectsOf <urn:p> ; sh:property [ sh:path <urn:label> ; sh:minCount 1 ] .""",
        format="turtle",
    )
    found = check(Remote(Endpoint(virtuoso.url, graph="urn:koryu:many")), shapes)
    assert {result.focus for result in found} == {f"<urn:n:{each}>" for each in nodes}
    assert len(found) == MANY


def test_a_graph_that_is_not_there_does_not_conform(virtuoso, shapes):
    with pytest.raises(EndpointError, match="the graph <urn:koryu:none> is empty or is not there"):
        check(Remote(Endpoint(virtuoso.url, graph="urn:koryu:none")), shapes)


def test_the_command_says_that_literals_are_those_of_the_endpoint(virtuoso, faults, tmp_path):
    virtuoso.load(GRAPH, (faults / "graph.nt").read_text("utf-8"))
    args = ["validate", "--root", Path(__file__).parents[1], "--endpoint", virtuoso.url, "--graph", GRAPH]
    output = tmp_path / "report.txt"
    args += ["--shapes", BENCHMARKS / "shapes.ttl", "-o", output]
    assert CliRunner().invoke(koryu, list(map(str, args))).exit_code == 1
    *_, note, counts = output.read_text("utf-8").splitlines()
    assert note.endswith(
        "Literals are checked as the endpoint holds them, which need not be as they were loaded."
    )
    assert counts == f"{len(read_expected(faults / 'expected.csv'))} violation, 0 warning, 0 info"


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ([sleeping], "did not answer within 1 seconds"),
        ([answering(body='{"head": {"vars": ["s"]}, "results": {"bind')], "the answer is not whole"),
        ([answering(status=500)], "fails: status 500"),
    ],
    ids=["hangs", "cuts its answer", "fails"],
)
def test_an_endpoint_that_does_not_answer_does_not_conform(shapes, script, message):
    with playing(*script) as (url, _), pytest.raises(EndpointError, match=message):
        check(Remote(Endpoint(url, timeout=1, sleep=lambda _seconds: None)), shapes)
