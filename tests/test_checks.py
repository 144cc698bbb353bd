"""Each integrity constraint of data cubes finds what breaks it, and that only.

An example says in its first lines what must be found: ``# expect: IC-5 <thing>``, once for each finding.
"""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from koryu.checks import CheckFinding, read_header, run_checks

ROOT = Path(__file__).parents[1]
CHECKS = ROOT / "queries/checks"
EXAMPLES = ROOT / "tests/examples/checks"
CONSTRAINTS = {f"IC-{number}" for number in range(1, 22)}
CUBE = {path.stem: path for path in CHECKS.glob("*.rq") if read_header(path).rule in CONSTRAINTS}
BROKEN = sorted(path for name in CUBE for path in (EXAMPLES / name).glob("broken*.ttl"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def load(path: Path, graph: str | None = None) -> ox.Store:
    store = ox.Store()
    store.load(path=path, to_graph=ox.NamedNode(graph) if graph else None)
    return store


def expected(path: Path) -> Counter[tuple[str, str]]:
    lines = path.read_text("utf-8").splitlines()
    pairs = [line.removeprefix("# expect: ").split() for line in lines if line.startswith("# expect: ")]
    return Counter((rule, f"<{thing}>") for rule, thing in pairs)


def found(findings: list[CheckFinding]) -> Counter[tuple[str, str]]:
    return Counter((finding.rule, finding.thing) for finding in findings if finding.rule in CONSTRAINTS)


def only(path: Path) -> CheckFinding:
    (finding,) = (each for each in run_checks(load(path), CHECKS) if each.rule in CONSTRAINTS)
    return finding


def test_a_well_formed_cube_has_no_fault():
    assert found(run_checks(load(EXAMPLES / "good.ttl"), CHECKS)) == Counter()


@pytest.mark.parametrize("path", BROKEN, ids=name_of)
def test_a_broken_cube_has_the_faults_that_it_says(path):
    assert found(run_checks(load(path), CHECKS)) == expected(path)


@pytest.mark.parametrize("name", sorted(CUBE))
def test_each_check_has_an_example_that_breaks_it(name):
    rule = read_header(CUBE[name]).rule
    assert [path for path in BROKEN if path.parent.name == name and expected(path).total()]
    assert all(rule in {rule for rule, _ in expected(path)} for path in BROKEN if path.parent.name == name)
