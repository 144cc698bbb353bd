"""Measure what a triple costs at sizes from small to large, and draw it: docs/populate-cost.csv and .svg.

    scripts/bench cost [--draw]

The start of the process, as long as it takes for the smallest tables, is taken off: what is left should be
flat. ``--draw`` draws what was measured before.
"""

from __future__ import annotations

import argparse
import csv
import math
import shutil
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from html import escape
from pathlib import Path

import platformdirs
from contenders import koryu
from measuring import MIB, ROOT, Measured, load, make_tables, measure, median

DOCS = ROOT / "docs"
SIZES = {100_000: 15, 1_000_000: 9, 10_000_000: 3, 50_000_000: 1}  # triples, and how many runs
SMALLEST = 1000
SPACE_OF_A_TRIPLE = 170  # bytes on disk, of tables and output
OPTIONS = {"conversion": (), "with --check": ("--check",)}


@dataclass(frozen=True)
class Cost:
    """A line of the table: what a conversion took, and microseconds of processor for each triple."""

    what: str
    triples: int
    wall_s: float
    user_s: float
    system_s: float
    start_s: float
    cpu_us_per_triple: float
    user_us_per_triple: float
    peak_mib: int


def measure_costs(folder: Path) -> Iterator[Cost]:
    """Measure all sizes that the disk has room for."""
    starts = {what: _measured(folder, SMALLEST, 15, options)[0] for what, options in OPTIONS.items()}
    for size, runs in SIZES.items():
        if shutil.disk_usage(folder).free < 1.5 * size * SPACE_OF_A_TRIPLE:
            print(f"{size} triples: the disk has no room")
            return
        for what, options in OPTIONS.items():
            cost = _cost(what, starts[what], *_measured(folder, size, runs, options))
            print(cost, load(), flush=True)
            yield cost
        shutil.rmtree(folder / str(size))


def _cost(what: str, start: Measured, it: Measured, triples: int) -> Cost:
    seconds = (round(second, 2) for second in (it.wall, it.user, it.system, start.cpu))
    each = ((it.cpu - start.cpu) / triples * 1e6, (it.user - start.user) / triples * 1e6)
    return Cost(what, triples, *seconds, *(round(cost, 3) for cost in each), it.peak // MIB)


def _measured(folder: Path, size: int, runs: int, options: tuple[str, ...]) -> tuple[Measured, int]:
    tables = folder / str(size)
    if not tables.exists():
        make_tables(tables, size)
    output, found = tables / "output.nt", []
    for _ in range(runs):
        output.unlink(missing_ok=True)
        found.append(measure(koryu(*options)(tables, output), tables))
    said = (tables / "process.log").read_text().split()  # N rows, M triples to ...
    output.unlink()
    return median(found), int(said[said.index("triples") - 1])


def write_costs(costs: list[Cost], path: Path) -> None:
    """Write the table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Cost))
        writer.writerows(map(astuple, costs))


def read_costs(path: Path) -> list[dict[str, str]]:
    """Read the table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Panel:
    """A chart of one column over the number of triples, in logarithmic steps; the other axis begins at 0."""

    column: str
    title: str
    step: float
    top: float
    left: int

    def x(self, triples: float) -> float:
        """Place a size."""
        low, high = math.log10(min(SIZES)), math.log10(max(SIZES))
        return self.left + 300 * (math.log10(triples) - low) / (high - low)

    def y(self, value: float) -> float:
        """Place a value."""
        return 250 - 190 * value / self.top


COLOURS = {"conversion": "#1b6ca8", "with --check": "#c2571a"}
TIME = Panel("cpu_us_per_triple", "processor time for each triple, µs, without the start", 0.1, 0.8, 60)
MEMORY = Panel("peak_mib", "peak memory, MiB (the aim: at most 350)", 50, 350, 450)


def draw(costs: list[dict[str, str]]) -> Iterator[str]:
    """Draw the charts as SVG, line by line."""
    font = 'font-family="sans-serif" font-size="12"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 330" {font}>'
    yield "<title>What a triple costs koryu populate, by the number of triples</title>"
    yield '<rect width="800" height="330" fill="#fff"/>'
    yield from _axes(TIME)
    yield from _axes(MEMORY)
    for place, (what, colour) in enumerate(COLOURS.items()):
        own = [each for each in costs if each["what"] == what]
        yield from _line(TIME, own, TIME.column, colour)
        yield from _line(TIME, own, "user_us_per_triple", colour, "5 4")
        yield from _line(MEMORY, own, MEMORY.column, colour)
        yield from _key(60 + 150 * place, what, colour)
    yield from _key(360, "dashed: without the kernel's part, which writes the file", "#555", "5 4")
    yield "</svg>\n"


def _key(x: int, text: str, colour: str, dashes: str = "none") -> Iterator[str]:
    yield f'<path d="M{x} 312h24" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
    yield f'<text x="{x + 30}" y="316">{escape(text)}</text>'


def _axes(panel: Panel) -> Iterator[str]:
    yield f'<text x="{panel.left}" y="36" font-weight="bold">{escape(panel.title)}</text>'
    for place in range(round(panel.top / panel.step) + 1):
        value = place * panel.step
        yield f'<path d="M{panel.left} {panel.y(value):.1f}h300" stroke="#ddd"/>'
        yield (
            f'<text x="{panel.left - 8}" y="{panel.y(value) + 4:.1f}" text-anchor="end" fill="#555">'
            f"{value:g}</text>"
        )
    for size in SIZES:
        yield (
            f'<text x="{panel.x(size):.1f}" y="270" text-anchor="middle" fill="#555">{size / 1e6:g} M</text>'
        )


def _line(
    panel: Panel, costs: list[dict[str, str]], column: str, colour: str, dashes: str = "none"
) -> Iterator[str]:
    places = [(panel.x(float(each["triples"])), panel.y(float(each[column]))) for each in costs]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    stroke = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"'
    yield f'<polyline points="{points}" fill="none" {stroke}/>'
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>'


def main() -> None:
    """Measure and draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draw", action="store_true")
    parser.add_argument("--cache", type=Path, default=platformdirs.user_cache_path("koryu") / "benchmarks")
    chosen = parser.parse_args()
    table = DOCS / "populate-cost.csv"
    if not chosen.draw:
        folder = chosen.cache / "cost"
        folder.mkdir(parents=True, exist_ok=True)
        write_costs(list(measure_costs(folder)), table)
    table.with_suffix(".svg").write_text("\n".join(draw(read_costs(table))), encoding="utf-8")


if __name__ == "__main__":
    main()
