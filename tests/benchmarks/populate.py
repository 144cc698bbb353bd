"""Time ``koryu populate`` against its peers: one run, the same work, the outputs proven equal.

scripts/bench populate [--triples 10000000] [--runs 3] [--skip NAME]...
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import platformdirs
from contenders import Converter, contenders, koryu
from contending import Entry, take_turns
from environments import python_of, version_of
from measuring import MIB, Measured, load, make_tables, measure
from proving import digest, lines

PEAK = 350 * MIB
SPACE_OF_A_TRIPLE = 200  # bytes on disk, of tables and output
PROGRAMS = ("koryu", "pyarrow", "numpy")


class Arena:
    """A folder for the tables of each size and for what is made of them."""

    def __init__(self, cache: Path) -> None:
        self.folder = cache / "tables"
        self._expected: dict[int, tuple[str, int]] = {}

    def tables(self, triples: int) -> Path:
        """Give the tables of a size, and the triples of them as Oxigraph is to load them."""
        folder = self.folder / str(triples)
        if triples not in self._expected:
            make_tables(folder, triples)
            measure(koryu("--check")(folder, folder / "triples.nt"), folder)
            self._expected[triples] = digest(folder / "triples.nt"), lines(folder / "triples.nt")
        return folder

    def triples(self, size: int) -> int:
        """Count the triples of a size."""
        self.tables(size)
        return self._expected[size][1]

    def run(self, entry: Entry, size: int) -> None:
        """Run a contender once, and prove what it made the first time."""
        tables, contender = self.tables(size), entry.contender
        output = self.folder / f"output.{contender.form}"
        output.unlink(missing_ok=True)
        entry.runs.append(measure(contender.command(tables, output), self.folder))
        if len(entry.runs) == 1 and digest(output, contender.filters) != self._expected[size][0]:
            sys.exit(f"{contender.name} made other triples than koryu of {tables}: see {output}")
        output.unlink()


def compare(arena: Arena, found: list[Converter], triples: int, runs: int) -> dict[str, Entry]:
    """Run all in turn, there and back."""
    sizes = {each.name: min(triples, each.most or triples) for each in found}
    entries = {each.name: Entry(each, arena.triples(sizes[each.name])) for each in found}
    take_turns(entries.values(), lambda entry: arena.run(entry, sizes[entry.contender.name]), runs)
    return entries


def show(entries: dict[str, Entry]) -> None:
    """Print what each took."""
    print(
        f"{'':20} {'triples':>10} {'runs':>4} {'wall s':>8} {'CPU s':>8} {'M/s wall':>8} {'M/s CPU':>8} MiB"
    )
    for name, entry in entries.items():
        it, million = entry.median, entry.triples / 1e6
        print(
            f"{name:20} {entry.triples:10} {len(entry.runs):4} {it.wall:8.2f} {it.cpu:8.2f}"
            f" {million / it.wall:8.3f} {million / it.cpu:8.3f} {it.peak // MIB:3}"
        )


def show_ratios(entries: dict[str, Entry]) -> None:
    """Print how often one is as fast as another, by rate, and whether that is what was aimed at."""
    print(f"{'ratio of rates':34} {'target':>7} {'by wall':>8} {'by CPU':>8} {'met, by wall':>12}")
    for one, other, target in (
        ("koryu", "ceiling", 0.6),
        ("koryu --jobs 2", "ceiling", 1.0),
        ("koryu --check", "koryu", 0.5),
        ("koryu --jobs 2", "koryu", 1.5),
        ("koryu, Turtle", "pyoxigraph, Turtle", 4),
        ("koryu", "morph-kgc, 1 process", 13),
        ("koryu --jobs 2", "morph-kgc", 13),
        ("koryu", "rdflib", 100),
        ("koryu", "rdflib, at 1 M", None if "rdflib" in entries else 100),
        ("koryu", "csvw-functions", None),
    ):
        if one in entries and other in entries:
            a, b = entries[one], entries[other]
            wall, cpu = ((a.triples / x) / (b.triples / y) for x, y in _pairs(a.median, b.median))
            met = "" if target is None else "yes" if wall >= target else "NO"
            print(f"{one + ' / ' + other:34} {target or '':>7} {wall:8.2f} {cpu:8.2f} {met:>12}")


def _pairs(a: Measured, b: Measured) -> tuple[tuple[float, float], tuple[float, float]]:
    return (a.wall, b.wall), (a.cpu, b.cpu)


def show_memory(arena: Arena, entries: dict[str, Entry], triples: int) -> None:
    """Measure peak memory once more at ten times the size, if the disk has room for it."""
    large = 10 * triples
    if shutil.disk_usage(arena.folder).free < 2 * large * SPACE_OF_A_TRIPLE:
        print(f"memory at {large} triples: not measured, the disk has no room")
        return
    tables = arena.folder / str(large)
    make_tables(tables, large)
    output = arena.folder / "output.nt"
    for name, options in (("koryu", ()), ("koryu --check", ("--check",))):
        if name in entries:
            peak, most = entries[name].median.peak, measure(koryu(*options)(tables, output), tables).peak
            met = "yes" if most <= PEAK and abs(most - peak) <= 0.2 * peak else "NO"
            print(
                f"{name}: peak {peak / MIB:.0f} MiB at {triples} triples, {most / MIB:.0f} MiB at {large}; "
                f"target at most {PEAK // MIB} MiB, and the same within 20 %: {met}"
            )
            output.unlink()
    shutil.rmtree(tables)


def show_versions(found: list[Converter], cache: Path) -> None:
    """Print what is compared, and how busy the machine is."""
    own = [f"{name} {version_of(name, Path(sys.executable))}" for name in PROGRAMS]
    packages = dict.fromkeys(each.package for each in found if each.package)
    peers = [f"{name} {version_of(name, python_of(name, cache))}" for name in packages]
    print(", ".join(own + peers), f"Python {sys.version.split()[0]}", load(), sep="; ")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--triples", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--skip", action="append", default=[], help="a contender, or memory")
    parser.add_argument("--cache", type=Path, default=platformdirs.user_cache_path("koryu") / "benchmarks")
    chosen = parser.parse_args()
    found = [each for each in contenders(chosen.cache, chosen.triples) if each.name not in chosen.skip]
    show_versions(found, chosen.cache)
    arena = Arena(chosen.cache)
    entries = compare(arena, found, chosen.triples, chosen.runs)
    print("all outputs are equal as sorted N-Triples")
    show(entries)
    show_ratios(entries)
    if "memory" not in chosen.skip:
        show_memory(arena, entries, chosen.triples)
    print(load())


if __name__ == "__main__":
    main()
