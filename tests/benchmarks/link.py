"""Measure how well koryu link finds links: docs/link-curve.csv and .svg, and docs/link-difficulties.csv.

    scripts/bench link [--part training] [--seed N] [--size N] [--dataset NAME ...] [--draw]

It runs as a user runs it, as a process, for a project with the governments of the held-out part of the world
in tests/world, against Oxigraph's server with each dataset in its own shape. A link is what the command calls
clear, as nobody looks at anything else; beside it stands its best candidate, whatever the command calls it.
``--draw`` draws what was measured before; another part, seed or size is shown, and not kept. Each dataset may
be measured by itself.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields, replace
from pathlib import Path

import platformdirs
from environments import KORYU
from link_baselines import most_alike, names_of, same_label
from link_curve import Answer, Difficulty, Point, curve, difficulties, make_point
from link_drawing import draw
from measuring import MIB, ROOT, load, measure

from koryu.linking.proposals import Verdict, path_of, read_proposals
from koryu.settings import read_settings
from world import World, make_world
from world.making import DATASETS

DOCS = ROOT / "docs"
SEEDS = {"held-out": 20261126, "training": 1}
FAILURES = 15  # that are told one by one


def find_links(world: World, dataset: str, folder: Path, address: str) -> dict[str, Answer]:
    """Run the command, and read what it proposes, by key."""
    project = folder / "project"
    used = measure([KORYU, "link", dataset, "--endpoint", address, "--root", project], folder)
    print(f"{dataset}: {used.wall:.0f} s, {used.peak // MIB} MiB, {load()}", flush=True)
    keys = {world.iri(key): key for key in world.asked}
    return {
        keys[each.place]: Answer(
            each.candidates[0].iri if each.candidates else None,
            each.candidates[0].score if each.candidates else 0.0,
            each.verdict == Verdict.CLEAR,
            frozenset(candidate.iri for candidate in each.candidates),
        )
        for each in read_proposals(path_of(read_settings(project), dataset))
        if each.place in keys
    }


def measure_dataset(world: World, dataset: str, folder: Path) -> tuple[list[Point], list[Difficulty]]:
    """Measure one dataset, and tell."""
    with world.serve(dataset, folder) as address:
        found = find_links(world, dataset, folder, address)
    gold, named = world.gold[dataset], names_of(world, dataset, folder)
    methods = {
        "koryu link": found,
        "best candidate": {key: replace(each, is_clear=each.best is not None) for key, each in found.items()},
        "same label": same_label(world, named),
        "most alike label": most_alike(world, named),
    }
    points = [
        point for method, own in methods.items() for point in curve(dataset, method, own, gold, world.asked)
    ]
    hard = list(difficulties(dataset, found, gold, world.hard[dataset], world.asked))
    _tell(world, dataset, found, points, hard)
    return points, hard


def _tell(
    world: World, dataset: str, found: dict[str, Answer], points: list[Point], hard: list[Difficulty]
) -> None:
    gold = world.gold[dataset]
    there = [key for key in world.asked if gold[key]]
    reached = sum(bool(found.get(key, Answer()).others & set(gold[key])) for key in there)
    print(f"  asked {len(world.asked)}, there {len(there)}, right one among the candidates {reached}")
    for line in _table(map(_shown, points)):
        print(f"  {line}")
    for line in _table([[*map(str, astuple(each)[1:])] for each in hard]):
        print(f"  {line}")
    for line in _failures(world, dataset, found):
        print(f"  {line}")
    own = make_point(dataset, "koryu link", 0.0, found, gold, world.asked)
    print(f"  {'meets' if own.is_good else 'DOES NOT MEET'} the targets: {_shown(own)}", flush=True)


def _shown(point: Point) -> list[str]:
    precision = "" if point.precision is None else f"{point.precision:.4f}"
    counts = [str(count) for count in (point.right, point.wrong, point.missed)]
    return [point.dataset, point.method, f"{point.threshold:g}", *counts, precision, f"{point.recall:.4f}"]


def _failures(world: World, dataset: str, found: dict[str, Answer]) -> Iterator[str]:
    """Tell what was taken wrongly, by what it is, and examples of that and of what was missed."""
    gold, kinds, wrong, missed = world.gold[dataset], Counter[str](), [], []
    for key in world.asked:
        answer = found.get(key, Answer())
        if answer.is_clear and answer.best not in gold[key]:
            thing = world.thing_of(dataset, answer.best or "")
            kind = thing.kind + "".join(f" {each}" for each in thing.also) if thing else "unknown"
            kinds[kind] += 1
            wrong.append(
                f"wrong: {key} is {gold[key] or 'nothing'}, not {answer.best} ({kind}, {answer.score})"
            )
        elif not answer.is_clear and gold[key]:
            among = "among the candidates" if answer.others & set(gold[key]) else "not found"
            missed.append(
                f"missed: {key} is {gold[key][0]} ({among}; {', '.join(sorted(world.hard[dataset][key]))})"
            )
    yield f"taken wrongly: {dict(kinds.most_common())}"
    yield from wrong[:FAILURES]
    yield from missed[:FAILURES]


def _table(rows: Iterable[list[str]]) -> Iterator[str]:
    kept = list(rows)
    widths = [max(map(len, column)) for column in zip(*kept, strict=True)]
    for row in kept:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def _keep(path: Path, header: list[str], rows: list[list[str]]) -> None:
    """Write what was measured in place of what the file says of the same datasets."""
    known = path.read_text("utf-8").splitlines()[1:] if path.exists() else []
    new = {row[0] for row in rows}
    kept = [row for row in csv.reader(known) if row[0] not in new]
    rows = sorted([*kept, *rows], key=lambda row: list(DATASETS).index(row[0]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _draw(table: Path) -> None:
    with table.open(encoding="utf-8", newline="") as file:
        lines = "\n".join(draw(list(csv.DictReader(file))))
    table.with_suffix(".svg").write_text(lines, "utf-8")


def main() -> None:
    """Measure, write and draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=SEEDS, default="held-out")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--size", type=int)
    parser.add_argument("--dataset", choices=DATASETS, action="append")
    parser.add_argument("--draw", action="store_true")
    parser.add_argument("--cache", type=Path, default=platformdirs.user_cache_path("koryu") / "benchmarks")
    chosen = parser.parse_args()
    table = DOCS / "link-curve.csv"
    if not chosen.draw:
        folder = chosen.cache / "link"
        shutil.rmtree(folder, ignore_errors=True)
        points, hard = _measure(chosen, folder)
        if chosen.size or chosen.seed or chosen.part != "held-out":
            return
        header = ["dataset", "method", "threshold", "right", "wrong", "missed", "precision", "recall"]
        _keep(table, header, list(map(_shown, points)))
        rows = [[str(each) for each in astuple(one)] for one in hard]
        _keep(DOCS / "link-difficulties.csv", [each.name for each in fields(Difficulty)], rows)
    _draw(table)


def _measure(chosen: argparse.Namespace, folder: Path) -> tuple[list[Point], list[Difficulty]]:
    world = make_world(chosen.seed or SEEDS[chosen.part], chosen.part, chosen.size)
    subprocess.run([KORYU, "build", "--root", world.write(folder)], check=True, stdout=subprocess.DEVNULL)
    points, hard = [], []
    for dataset in chosen.dataset or DATASETS:
        more_points, more_hard = measure_dataset(world, dataset, folder)
        points += more_points
        hard += more_hard
    return points, hard


if __name__ == "__main__":
    main()
