"""The columnar engine says what the general one says, and what the W3C expects."""

from __future__ import annotations

import pytest

from csvw_suite import read_manifest
from koryu.columnar.populate import populate
from koryu.errors import Faults, KoryuError
from koryu.tables.conversion import check, convert

RDF_TESTS = read_manifest("manifest-rdf")
VALIDATION_TESTS = read_manifest("manifest-validation")


def general(source, *, minimal=True, **options):
    """The lines of the general engine, sorted, each once; None if it refuses."""
    try:
        conversion = convert(source, **options)
        lines = {f"{s} {p} {o} ." for s, p, o, _ in conversion.statements(minimal=minimal)}
        conversion.faults.settle()
    except KoryuError:
        return None
    return sorted(lines)


def columnar(tmp_path, source, *, minimal=True, **options):
    path = tmp_path / "out.nt"
    try:
        done = populate(source, output=path, mode="minimal" if minimal else "standard", **options)
    except KoryuError:
        return None
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == done.triples
    return sorted(set(lines))


@pytest.mark.parametrize("test", [pytest.param(test, id=test.id) for test in RDF_TESTS])
def test_the_w3c_tables_become_the_same_lines(tmp_path, test):
    options = {"minimal": test.minimal, "metadata": test.metadata, "fetcher": test.fetcher}
    assert columnar(tmp_path, test.action, **options) == general(test.action, **options)


@pytest.mark.parametrize("test", [pytest.param(test, id=test.id) for test in VALIDATION_TESTS])
def test_the_w3c_tables_have_the_same_faults(test):
    expected = check(test.action, fetcher=test.fetcher, metadata=test.metadata)
    assert faults(test.action, metadata=test.metadata, fetcher=test.fetcher) == set(map(str, expected.faults))


def faults(source, **options):
    try:
        populate(source, output=None, check=True, limit=10_000, **options)
    except Faults as found:
        return set(map(str, found.faults))
    return set()
