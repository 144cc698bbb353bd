"""Time ``koryu validate`` against its peers: one run, the same faults, the results held against their list.

scripts/bench validate [--triples 1000000] [--runs 3] [--skip NAME]...
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from contenders import koryu
from contending import Entry, take_turns
from judging import Verdict, judge, read_expected
from measuring import MIB, Failed, load, make_tables, measure
from proving import lines
from validators import GRAPH, SHAPES, Validator, validators

HERE = Path(__file__).parent
REFERENCE, IN_FULL = "pySHACL, Core", "pySHACL"
TARGETS = {"koryu, set queries": 10, "koryu, columns": 60}  # times as fast as the reference
LARGER = 10
COST = 1.5  # of a triple at the larger size, at most
SPACE_OF_A_TRIPLE = 200  # bytes on disk, of tables and graph
HEADS = (
    f"{'':24} {'version':>8} {'triples':>9} runs {'wall s':>8} {'CPU s':>8} {'MiB':>6} {'µs each':>8}"
    f" {'/Core':>7} {'/full':>7} missed made up"
)


@dataclass
class Trial(Entry[Validator]):
    """How a validator fares: what it took, what it missed and made up, or why it failed."""

    verdict: Verdict | None = None
    failed: str = ""

    @property
    def needs_no_more(self) -> bool:
        """Is one run enough?"""
        return bool(self.failed) or super().needs_no_more

    @property
    def is_done(self) -> bool:
        """Has it come to its end?"""
        return self.verdict is not None

    @property
    def is_right(self) -> bool:
        """Has it found every fault and nothing else?"""
        return self.verdict == Verdict({}, ())

    @property
    def microseconds(self) -> float:
        """What a triple costs, by the wall clock."""
        return self.median.wall / self.triples * 1e6


class Arena:
    """A folder for the data of each size: tables with faults, their graph, and what must be found."""

    def __init__(self, cache: Path) -> None:
        self.folder = cache / "faults"
        self._maker = _digest()

    def data(self, size: int) -> Path:
        """Give the data of a size; they are made when they are first asked for, or their maker changes."""
        folder, made = self.folder / str(size), self.folder / str(size) / "made.json"
        if not made.exists() or json.loads(made.read_text())["maker"] != self._maker:
            make_tables(folder, size, "faults.py")
            measure(koryu()(folder, folder / GRAPH), folder)
            made.write_text(json.dumps({"maker": self._maker, "triples": lines(folder / GRAPH)}))
        return folder

    def triples(self, size: int) -> int:
        """Count the triples of a size."""
        return int(json.loads((self.data(size) / "made.json").read_text())["triples"])

    def trial(self, validator: Validator, triples: int) -> Trial:
        """Enter a validator, at the size asked for or the most that it can stand."""
        return Trial(validator, self.triples(min(triples, validator.most or triples)))

    def run(self, trial: Trial, triples: int) -> None:
        """Run a validator once, and judge what it found."""
        validator = trial.contender
        folder = self.data(min(triples, validator.most or triples))
        output = self.folder / f"results.{validator.form}"
        output.unlink(missing_ok=True)
        try:
            trial.runs.append(measure(validator.command(folder, output), folder, validator.statuses))
            expected = read_expected(folder / "expected.csv", validator.core)
            trial.verdict = judge(expected, validator.read(output))
        except (Failed, FileNotFoundError) as error:
            trial.verdict = None
            trial.failed = str(error).strip().rpartition("\n")[2]


def _digest() -> str:
    """Name what makes the data."""
    names = ("generate.py", "widen.py", "faults.py", "fault_kinds/*.py", "tables/*.json")
    paths = sorted(path for name in names for path in HERE.glob(name))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def compare(arena: Arena, found: list[Validator], triples: int, runs: int) -> dict[str, Trial]:
    """Run all in turn, there and back."""
    trials = {each.name: arena.trial(each, triples) for each in found}
    take_turns(trials.values(), lambda trial: arena.run(trial, triples), runs)
    return trials


def show(trials: dict[str, Trial], cache: Path) -> None:
    """Print what each took, how often it is as fast as pySHACL, of Core and in full, and how right it was."""
    print(HEADS)
    references = [trials.get(name) for name in (REFERENCE, IN_FULL)]
    for name, trial in trials.items():
        print(f"{name:24} {trial.contender.version(cache):>8} {_figures(trial, *references)}")
    for name, trial in trials.items():
        for line in trial.verdict.lines() if trial.verdict else ():
            print(f"{name}: {line}")


def _figures(trial: Trial, *references: Trial | None) -> str:
    if trial.verdict is None:
        return f"failed: {trial.failed}"
    it, verdict = trial.median, trial.verdict
    ratios = " ".join(f"{_ratio(trial, reference):7.2f}" for reference in references)
    return (
        f"{trial.triples:9} {len(trial.runs):4} {it.wall:8.2f} {it.cpu:8.2f} {it.peak // MIB:6}"
        f" {trial.microseconds:8.2f} {ratios} {len(verdict.missed):6} {len(verdict.made_up):7}"
    )


def _ratio(trial: Trial, reference: Trial | None) -> float:
    """Tell how often one is as fast as another, by what a triple costs; nan if that is not known."""
    return reference.microseconds / trial.microseconds if reference and reference.is_done else math.nan


def show_targets(trials: dict[str, Trial]) -> None:
    """Print what was aimed at, and whether it is met."""
    for name, target in TARGETS.items():
        if name in trials:
            for aim, met in _aims(trials[name], trials.get(REFERENCE), target):
                print(f"{name}: {aim}: {'yes' if met else 'NO'}")


def _aims(trial: Trial, reference: Trial | None, target: float) -> Iterator[tuple[str, bool]]:
    yield "every fault found and nothing else", trial.is_right
    if reference and reference.is_done and trial.is_done:
        yield f"{target} times as fast as {REFERENCE}", _ratio(trial, reference) >= target
        yield f"less memory than {REFERENCE}", trial.median.peak < reference.median.peak


def show_larger(arena: Arena, trials: dict[str, Trial], triples: int) -> None:
    """Measure koryu's ways once more at ten times the size, if the disk has room for it."""
    larger = LARGER * triples
    if shutil.disk_usage(arena.folder).free < 2 * larger * SPACE_OF_A_TRIPLE:
        print(f"{larger} triples: not measured, the disk has no room")
        return
    for name in TARGETS:
        if name in trials and trials[name].is_done:
            trial = arena.trial(trials[name].contender, larger)
            arena.run(trial, larger)
            met = trial.is_right and trial.microseconds <= COST * trials[name].microseconds
            print(f"{name}: {_figures(trial, *(trials.get(each) for each in (REFERENCE, IN_FULL)))}")
            print(f"{name}: right, and a triple costs at most {COST} times as much: {'yes' if met else 'NO'}")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--skip", action="append", default=[], help="a validator, or larger")
    parser.add_argument("--cache", type=Path, default=platformdirs.user_cache_path("koryu") / "benchmarks")
    chosen = parser.parse_args()
    print(f"{SHAPES.name}, {load()}")
    arena = Arena(chosen.cache)
    found = [each for each in validators(chosen.cache) if each.name not in chosen.skip]
    trials = compare(arena, found, chosen.triples, chosen.runs)
    show(trials, chosen.cache)
    show_targets(trials)
    if "larger" not in chosen.skip:
        show_larger(arena, trials, chosen.triples)
    print(load())


if __name__ == "__main__":
    main()
