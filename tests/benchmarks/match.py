"""Match 100,000 rows to 20,000 places with koryu match, and with RapidFuzz over all pairs.

    scripts/bench match [--rows N] [--places N] [--seed N] [--sample N] [--scorers NAME ...]

The places have names in three languages; what is right of each row is known, since it was made from a place
or from a name that no place has. koryu is timed as a whole command, from its start to its last line; of
RapidFuzz only the comparison itself is timed, with all processors, and the least likeness that counts as an
answer is the one that gives it most right answers here. Slow scorers are timed on a sample, and scaled.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from environments import KORYU
from gazetteer import Made, Row, make_places, make_rows, write_rows
from measuring import MIB, load, measure
from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import JaroWinkler

from koryu.matching.spellings import spellings
from world.ours import COUNTRIES, write_project
from world.ours import Row as Line

_CHUNK = 500  # rows that are compared with all names at a time
_CUTS = range(50, 101, 2)


class Scorer(NamedTuple):
    """A scorer of RapidFuzz. ``whole``: it is fast enough for all rows."""

    name: str
    function: Callable[..., Any]
    scale: float
    whole: bool


SCORERS = (
    Scorer("fuzz.ratio", fuzz.ratio, 1, True),
    Scorer("JaroWinkler", JaroWinkler.normalized_similarity, 100, True),
    Scorer("fuzz.token_set_ratio", fuzz.token_set_ratio, 1, False),
    Scorer("fuzz.WRatio", fuzz.WRatio, 1, False),
)


class Answers(NamedTuple):
    """How many answers are right, and how many are wrong; the rest says nothing of a place that is listed."""

    right: int
    wrong: int
    rows: int

    def __str__(self) -> str:
        return f"right {self.right / self.rows:.1%}, wrong {self.wrong / self.rows:.2%}"


def make_project(root: Path, places: list[Made]) -> None:
    """Lay out a project with these places, and build it."""
    countries = [_country(code) for code in COUNTRIES]
    rows = [*countries, *map(_government, places)]
    source = {
        "key": "gazetteer",
        "label_en": "Drawn",
        "label_ja": "作成",
        "label_zh_hans": "生成",
        "note": "Drawn.",
    }
    tables: dict[str, list[Line]] = {
        "governments": rows,
        "territories": [{"government": row["key"], "evidence": "Drawn."} for row in rows],
        "names": [
            {"government": each.key, "number": 1, "alt_ja_kana": each.kana} for each in places if each.kana
        ],
        "source": [source],
    }
    write_project(root, tables)
    subprocess.run([KORYU, "build", "--root", root], check=True, stdout=subprocess.DEVNULL)


def _country(code: str) -> Line:
    key, english, japanese, chinese, alpha3, number = COUNTRIES[code]
    line: Line = {"key": key, "class": "Country", "counterpart": "Counterpart", "level": "country"}
    line |= {"type": "sovereign-state", "label_en": english, "label_ja": japanese, "label_zh_hans": chinese}
    line |= {"iso3166_1_alpha2": code, "iso3166_1_alpha3": alpha3, "iso3166_1_numeric": number}
    return line | {"evidence": "Known."}


def _government(place: Made) -> Line:
    english, japanese, chinese = place.labels
    country = COUNTRIES[place.country][0]
    line: Line = {"key": place.key, "class": "LocalGovernment", "level": "municipality", "type": place.type}
    line |= {"label_en": english, "label_ja": japanese, "label_zh_hans": chinese}
    return line | {"country": country, "parent": country, "evidence": "Drawn."}


class Took(NamedTuple):
    """Seconds: from start to end, and of all processors."""

    wall: float
    cpu: float

    def scaled(self, by: float) -> Took:
        """What so many times as much would take."""
        return Took(self.wall * by, self.cpu * by)


def match(root: Path, folder: Path, rows: list[Row]) -> Took:
    """Run the command, and tell what its answers are worth; gives what it took with one process.

    A single row is matched before, since the first run after a build also works out what the names of places
    are compared as, and keeps it.
    """
    write_rows(folder / "one.csv", rows[:1])
    first = measure(_command(root, folder / "one.csv", folder / "out.csv"), folder)
    again = measure(_command(root, folder / "one.csv", folder / "out.csv"), folder)
    print(f"one row: {first.cpu:.1f} s of processor after a build, {again.cpu:.1f} s from then on")
    write_rows(folder / "rows.csv", rows)
    used = measure(_command(root, folder / "rows.csv", folder / "out.csv"), folder)
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    answers = [each["match_key"] or None for each in found]
    verdicts = Counter(each["match_verdict"] for each in found)
    listed = sum(
        row.key is not None and f"{row.key} " in f"{each['match_others']} "
        for row, each in zip(rows, found, strict=True)
        if each["match_verdict"] == "several"
    )
    judged = judge(rows, answers)
    told = ", ".join(f"{count} {name}" for name, count in sorted(verdicts.items()))
    print(f"koryu match: {used.wall:.1f} s ({used.cpu:.1f} s of processor), {used.peak // MIB} MiB: {judged}")
    print(f"  {told}; of the several, {listed} name the right place among others")
    return Took(used.wall, used.cpu)


def _command(root: Path, rows: Path, out: Path) -> list[str | Path]:
    return [KORYU, "match", rows, "--column", "city", "-o", out, "--root", root, "--jobs", "1"]


def judge(rows: Iterable[Row], answers: Iterable[str | None]) -> Answers:
    """Count answers: no answer is right where no place is meant."""
    pairs = [(row.key, answer) for row, answer in zip(rows, answers, strict=True)]
    right = sum(key == answer for key, answer in pairs)
    return Answers(right, sum(answer is not None and key != answer for key, answer in pairs), len(pairs))


def compare(
    scorer: Scorer, written: list[str], names: list[str], keys: list[str], rows: list[Row]
) -> tuple[Took, Answers]:
    """Compare names with all names; gives what it took, and the answers with the best least likeness."""
    wall, cpu, best, most = 0.0, 0.0, [], []
    for first in range(0, len(written), _CHUNK):
        chunk = written[first : first + _CHUNK]
        start, busy = time.perf_counter(), time.process_time()
        likeness = process.cdist(chunk, names, scorer=scorer.function, dtype=np.float32, workers=-1)
        best.append(likeness.argmax(axis=1))
        most.append(likeness.max(axis=1) * scorer.scale)
        wall, cpu = wall + time.perf_counter() - start, cpu + time.process_time() - busy
    places, alike = np.concatenate(best), np.concatenate(most)
    judged = [
        judge(rows, (keys[at] if score >= cut else None for at, score in zip(places, alike, strict=True)))
        for cut in _CUTS
    ]
    return Took(wall, cpu), max(judged)


def cores(names: Iterable[str], keys: Iterable[str]) -> dict[str, str]:
    """The cores of names, as koryu compares them, with the first place that has each."""
    found: dict[str, str] = {}
    for name, key in zip(names, keys, strict=True):
        for spelling in spellings(name):
            found.setdefault(spelling.core, key)
    return found


def main() -> None:
    """Make, match, compare, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--places", type=int, default=20_000)
    parser.add_argument("--sample", type=int, default=1_000, help="rows for slow scorers")
    parser.add_argument("--seed", type=int, default=20261126)
    names = [*(each.name for each in SCORERS), "spellings"]
    parser.add_argument("--scorers", nargs="*", choices=names, default=names)
    options = parser.parse_args()
    places = make_places(options.seed, options.places)
    rows = make_rows(options.seed, places, options.rows)
    print(f"{len(rows)} rows, {len(places)} places, seed {options.seed}; {load()}", flush=True)
    print(", ".join(f"{name} {version(name)}" for name in ("koryu", "rapidfuzz", "numpy")), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        make_project(Path(folder) / "project", places)
        ours = match(Path(folder) / "project", Path(folder), rows)
    pairs = [(name, each.key) for each in places for name in (*each.labels, each.kana) if name]
    keys = [key for _, key in pairs]
    plain = [utils.default_process(name) for name, _ in pairs]
    written = [utils.default_process(row.name) for row in rows]
    for scorer in (each for each in SCORERS if each.name in options.scorers):
        count = len(rows) if scorer.whole else min(len(rows), options.sample)
        tell(scorer.name, compare(scorer, written[:count], plain, keys, rows[:count]), ours, count, len(rows))
    if "spellings" not in options.scorers:
        return
    same = cores((name for name, _ in pairs), keys)
    by_core = [next((each.core for each in spellings(row.name)), "") for row in rows]
    found = compare(SCORERS[0], by_core, list(same), list(same.values()), rows)
    tell("fuzz.ratio, on koryu's spellings", found, ours, len(rows), len(rows))


def tell(name: str, found: tuple[Took, Answers], ours: Took, count: int, rows: int) -> None:
    """Print what a scorer took, whole or scaled, and how many times that of koryu it is."""
    took, judged = found[0].scaled(rows / count), found[1]
    how = "" if count == rows else f", scaled from {count} rows"
    times = f"{took.wall / ours.wall:.1f} times koryu, {took.cpu / ours.cpu:.1f} times its processor"
    print(f"{name}: {took.wall:.1f} s ({took.cpu:.1f} s of processor){how}; {times}: {judged}", flush=True)


if __name__ == "__main__":
    main()
