"""Do the schemas and the shapes see single faults? 500 of them, drawn with a seed."""

from __future__ import annotations

import itertools
import re
import shutil
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from koryu.errors import DataError, Faults
from koryu.graph import make_graph
from koryu.settings import read_settings
from koryu.shacl.check import check_triples
from koryu.shacl.files import ShapeFiles
from koryu.shacl.results import Result
from koryu.validation.opinion import opinion_on_triples
from koryu.validation.validate import validate
from mutations import KINDS, Fault, iter_faults, read_tables

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs" / "mutations.md"  # says which kinds survive, and why
SEED, COUNT = 20000401, 500
CHUNK = 25


@dataclass(frozen=True)
class Outcome:
    """What became of a fault: ``same graph``, ``seen`` (with file, row and column) or ``not seen``."""

    fault: Fault
    verdict: str


def _examine(cases: list[tuple[Fault, str]]) -> list[Outcome]:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("ontology", "data", "queries"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "koryu.toml", root)
        good = make_graph(read_settings(root)).triples
        return [Outcome(fault, _verdict(root, fault, text, good)) for fault, text in cases]


def _verdict(root: Path, fault: Fault, text: str, good: set[tuple[str, str, str]]) -> str:
    path = root / "data" / fault.table
    before = path.read_text("utf-8")
    path.write_text(text, "utf-8")
    try:
        graph = make_graph(read_settings(root))
        if graph.triples == good:
            return "same graph"
        faults = validate(graph, read_settings(root)).faults()
        cells = [result.cell for result in faults]
    except Faults as refused:
        cells = [each.cell for each in refused.faults if isinstance(each, DataError)]
    finally:
        path.write_text(before, "utf-8")
    return "seen" if any(cell and cell.line > 1 and cell.column for cell in cells) else "not seen"


def test_the_schemas_and_shapes_see_single_faults(capsys):
    drawn = iter_faults(read_tables(ROOT / "data"), SEED)
    outcomes: list[Outcome] = []
    with ProcessPoolExecutor(2) as pool:
        while len(outcomes) < COUNT:
            lacking = COUNT - len(outcomes)
            chunks = [list(itertools.islice(drawn, CHUNK)) for _ in range(-(-lacking // CHUNK))]
            found = itertools.chain.from_iterable(pool.map(_examine, chunks))
            outcomes += [outcome for outcome in found if outcome.verdict != "same graph"]
    outcomes = outcomes[:COUNT]
    drawn_of = Counter(outcome.fault.kind for outcome in outcomes)
    seen_of = Counter(outcome.fault.kind for outcome in outcomes if outcome.verdict == "seen")
    with capsys.disabled():
        print(f"\n{sum(seen_of.values())} of {COUNT} single faults are seen")
        for kind in KINDS:
            print(f"  {kind}: {seen_of[kind]} of {drawn_of[kind]}")
        for outcome in outcomes:
            if outcome.verdict != "seen":
                print(f"  not seen: {outcome.fault}")
    assert sum(seen_of.values()) >= 0.95 * COUNT
    assert all(seen_of[kind] >= 0.8 * drawn_of[kind] for kind in KINDS)
    explained = re.findall(r"^\| ([\w ]+) \| \d+ of \d+ \| [^|\s]", DOCS.read_text("utf-8"), re.MULTILINE)
    assert {kind for kind in KINDS if seen_of[kind] < drawn_of[kind]} <= set(explained)


DRAWN, MADE = 96, 12  # of the faults that are drawn, the tables refuse most


def _differences(cases: list[tuple[Fault, str]]) -> list[tuple[Fault, Counter[Key], Counter[Key]]]:
    """For each fault whose graph can be made: what either engine reports and the other does not."""
    found = []
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("ontology", "data", "queries"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "koryu.toml", root)
        shapes = ShapeFiles([read_settings(root).shapes]).graph
        for fault, text in cases:
            path = root / "data" / fault.table
            before = path.read_text("utf-8")
            path.write_text(text, "utf-8")
            with suppress(Faults):
                triples = make_graph(read_settings(root)).triples
                ours = Counter(map(_key, check_triples(triples, shapes)))
                theirs = Counter(map(_key, opinion_on_triples(triples, shapes)))
                found.append((fault, ours - theirs, theirs - ours))
            path.write_text(before, "utf-8")
    return found


Key = tuple[str, str, str, str, str, str | None]


def _key(result: Result) -> Key:
    return result.severity, result.shape, result.component, result.focus, str(result.path), result.value


def test_two_engines_report_the_same_of_graphs_with_single_faults():
    drawn = iter_faults(read_tables(ROOT / "data"), SEED + 1)
    chunks = [list(itertools.islice(drawn, DRAWN // 2)) for _ in range(2)]
    with ProcessPoolExecutor(2) as pool:
        found = list(itertools.chain.from_iterable(pool.map(_differences, chunks)))
    assert len(found) >= MADE
    assert [each for each in found if each[1] or each[2]] == []
