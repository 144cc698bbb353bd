"""The W3C's tests of converting tables to RDF, one by one."""

from __future__ import annotations

import pytest
import rdflib
from rdflib import Graph
from rdflib.compare import isomorphic, to_isomorphic

from csvw_suite import BASE, FOLDER, read_manifest
from koryu.errors import KoryuError
from koryu.tables.conversion import convert

TESTS = read_manifest("manifest-rdf")


@pytest.fixture(autouse=True)
def literals_as_written(monkeypatch):
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def test_the_suite_is_whole(shared):
    assert len(TESTS) == 270


@pytest.mark.parametrize("test", [pytest.param(test, id=test.id) for test in TESTS])
def test_a_table_becomes_the_graph_that_the_w3c_expects(test):
    lines, warnings, fails = [], [], False
    try:
        conversion = convert(test.action, fetcher=test.fetcher, metadata=test.metadata)
        lines = [f"{' '.join(each[:3])} ." for each in conversion.statements(minimal=test.minimal)]
        conversion.faults.settle()
        warnings = conversion.faults.warnings
    except KoryuError as error:
        fails = True
        message = str(error)
    if test.kind == "NegativeRdfTest":
        assert fails
        return
    assert not fails, message
    found = Graph().parse(data="\n".join(lines), format="nt")
    path = FOLDER / test.result.removeprefix(BASE)
    expected = Graph().parse(path, format="turtle", publicID=test.result)
    if not isomorphic(found, expected):
        a, b = set(to_isomorphic(found)), set(to_isomorphic(expected))
        assert sorted(map(str, a - b)) == sorted(map(str, b - a))
    assert isomorphic(found, expected)
    if test.kind == "ToRdfTestWithWarnings":
        assert warnings
