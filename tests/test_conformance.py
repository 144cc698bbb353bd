"""Each row of the table of conformance names a test that exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs/conformance.md"
ROW = re.compile(r"\| (?P<requirement>[^|]+) \| `(?P<path>tests/[a-z_/]+\.py)::(?P<test>test_\w+)` \|")


def rows():
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("|")]
    return [line for line in lines if line not in ("| requirement | test |", "| --- | --- |")]


@pytest.mark.parametrize("row", rows())
def test_a_row_names_a_test_that_exists(row):
    found = ROW.fullmatch(row)
    assert found, row
    tree = ast.parse((ROOT / found["path"]).read_text("utf-8"))
    assert found["test"] in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_no_requirement_stands_twice():
    requirements = [row.split("|")[1] for row in rows()]
    assert len(requirements) == len(set(requirements)) > 30
