"""The W3C's tests of validating tables, one by one."""

from __future__ import annotations

import pytest

from csvw_suite import read_manifest
from koryu.tables.conversion import check

TESTS = read_manifest("manifest-validation")
EXPECTED = {
    "PositiveValidationTest": (False, False),
    "WarningValidationTest": (False, True),
    "NegativeValidationTest": (True, None),
}


def test_the_suite_is_whole(shared):
    assert len(TESTS) == 282


@pytest.mark.parametrize("test", [pytest.param(test, id=test.id) for test in TESTS])
def test_a_table_is_valid_as_the_w3c_says(test):
    found = check(test.action, fetcher=test.fetcher, metadata=test.metadata)
    errors, warns = EXPECTED[test.kind]
    assert bool(found.faults) == errors, [str(each) for each in found.faults]
    if warns is not None:
        assert bool(found.warnings) == warns, [str(each) for each in found.warnings]
