"""The W3C's SHACL tests, none left out: by set queries, and by pySHACL for comparison."""

from collections import Counter

import pytest

from koryu.errors import KoryuError
from koryu.namespaces import SH
from koryu.rdf.ntriples import iri
from koryu.rdf.reading import triples_of
from koryu.shacl.check import check_triples
from koryu.validation.opinion import second_opinion
from shacl_suite import SUITE, parsed, suite_tests, without_labels

CORE, SPARQL = suite_tests("core"), suite_tests("sparql")
BY_PYSHACL = {"core": 97, "sparql": 21}  # as the README says
NOT_BY_PYSHACL = {
    "core/property/uniqueLang-002": 'takes sh:uniqueLang "1" for true, but SHACL asks for the term true',
    "sparql/pre-binding/shapesGraph-001": "does not bind $shapesGraph, which is optional",
}
pytestmark = [
    pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C's suite is not at {SUITE}"),
    pytest.mark.filterwarnings("ignore"),  # rdflib warns of literals that are malformed on purpose
]


def key(result):
    shape = result.shape if result.shape.startswith("_:") else iri(result.shape)
    severity = iri(result.severity if ":" in result.severity else SH + result.severity)
    path = None if result.path is None else str(result.path)
    return severity, iri(result.component), shape, result.focus, path, result.value


def outcome(test, engine):
    """The results that an engine gives; None if it fails, as a test may ask for."""
    try:
        return Counter(map(key, engine(parsed(test.data), parsed(test.shapes))))
    except KoryuError:
        return None


def by_sets(data, shapes):
    return check_triples(triples_of(data), shapes)


def is_passed(test, engine):
    found = outcome(test, engine)
    if found is None or test.results is None or test.has_one_file:
        return found == test.results
    return without_labels(found) == without_labels(test.results)


def test_the_suite_is_whole():
    assert (len(CORE), len(SPARQL)) == (98, 22)


@pytest.mark.parametrize("test", [*CORE, *SPARQL], ids=lambda test: test.name)
def test_set_queries_give_the_results_of_the_suite(test):
    found = outcome(test, by_sets)
    if found is None or test.results is None or test.has_one_file:
        assert found == test.results
    else:
        assert without_labels(found) == without_labels(test.results)


@pytest.mark.parametrize("test", [*CORE, *SPARQL], ids=lambda test: test.name)
def test_pyshacl_gives_them_too_but_where_it_is_known_why_not(test):
    assert is_passed(test, second_opinion) == (test.name not in NOT_BY_PYSHACL)


@pytest.mark.parametrize(("part", "tests"), [("core", CORE), ("sparql", SPARQL)], ids=["core", "sparql"])
def test_the_count_of_pyshacl_is_that_of_the_readme(part, tests):
    failed = [name for name in NOT_BY_PYSHACL if name.startswith(part)]
    assert len(tests) - len(failed) == BY_PYSHACL[part]
