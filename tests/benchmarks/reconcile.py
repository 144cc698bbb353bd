"""Time the reconciliation service: batches of 50 names against the shipped project, and against many places.

    scripts/bench reconcile [--places N] [--seed N] [--project DIR]

The server runs as its users run it; the rows are those of ``scripts/bench match``, of which it is known what
is right. No batch is asked twice. Cheap requests are timed alone, and beside two clients that send batches
without pause. ``--project``: where the many places are built, or were before.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from gazetteer import Row, make_places, make_rows
from match import judge, make_project
from measuring import ROOT, load

from serving import memory_of, served

BATCH = 50
BATCHES = 40
NAMES = (
    *("神戸市", "Kobe", "コウベ", "Dalian", "旅大", "広島", "Kitakyusyu", "沈阳市", "Heilongjian", "ERINA"),
    *("Fukuoka Prefecture", "40100", "JP-40", "重慶", "Harbin", "Nowhere", "Niigata-shi", "上海", "哈爾浜"),
)


def post(address: str, names: list[str], hint: str = "") -> tuple[float, dict[str, Any]]:
    """Send a batch; tells the seconds that its answer took, and the answer."""
    more = {"properties": [{"pid": "country", "v": hint}]} if hint else {}
    queries = {f"q{place}": {"query": name, **more} for place, name in enumerate(names)}
    body = urlencode({"queries": json.dumps(queries)}).encode()
    start = time.perf_counter()
    with urllib.request.urlopen(f"{address}/reconcile", body, timeout=120) as answer:
        found: dict[str, Any] = json.load(answer)
    assert len(found) == len(names)
    return time.perf_counter() - start, found


def get(address: str) -> float:
    """Ask something cheap."""
    start = time.perf_counter()
    urllib.request.urlopen(f"{address}/healthz", timeout=60).close()
    return time.perf_counter() - start


@contextmanager
def busy(work: Callable[[], object], threads: int = 2) -> Iterator[None]:
    """Have some work done without pause."""
    is_over = threading.Event()

    def run() -> None:
        while not is_over.is_set():
            work()

    several = [threading.Thread(target=run) for _ in range(threads)]
    for each in several:
        each.start()
    try:
        yield
    finally:
        is_over.set()
        for each in several:
            each.join()


def told(seconds: list[float]) -> str:
    """Write the median and the 90th percentile."""
    most = statistics.quantiles(seconds, n=10)[8]
    return f"{statistics.median(seconds) * 1000:.0f} ms, p90 {most * 1000:.0f} ms"


def matched(found: dict[str, Any]) -> list[str | None]:
    """The key of the match of each query of a batch; None where there is none."""
    results = (found[f"q{place}"]["result"] for place in range(len(found)))
    return [next((each["id"].partition("/")[2] for each in some if each["match"]), None) for some in results]


def run(name: str, root: Path, rows: list[Row]) -> None:
    """Measure a project and print what came of it."""
    batches = [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
    with served(root) as running:
        address = running.address
        seconds, _ = post(address, [row.name for row in batches[-1]])
        print(f"{name}: the first batch, while the server gets ready, {seconds:.1f} s; {load()}", flush=True)
        answers = [post(address, [row.name for row in batch]) for batch in batches[:BATCHES]]
        print(f"{name}: {BATCH} names: {told([each for each, _ in answers])}", flush=True)
        found = [key for _, answer in answers for key in matched(answer)]
        if rows[0].how != "shipped":
            print(f"{name}: {judge(rows[: len(found)], found)}")
        hinted = [post(address, [row.name for row in batch], "JP")[0] for batch in batches[:BATCHES]]
        print(f"{name}: {BATCH} names with a country: {told(hinted)}", flush=True)
        print(f"{name}: a cheap request, alone: {told([get(address) for _ in range(100)])}")
        names = [row.name for row in batches[0]]
        with busy(lambda: post(address, names)):
            print(f"{name}: a cheap request, beside two clients: {told([get(address) for _ in range(100)])}")
        print(f"{name}: {memory_of(running.process) >> 20} MiB", flush=True)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--places", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--project", type=Path)
    given = parser.parse_args()
    count = BATCH * (BATCHES + 1)
    run("shipped", ROOT, [Row(NAMES[place % len(NAMES)], None, "shipped") for place in range(count)])
    places = make_places(given.seed, given.places)
    with tempfile.TemporaryDirectory() as folder:
        root = given.project or Path(folder) / "many"
        if not (root / "build").exists():
            make_project(root, places)
        run(f"{given.places:,} places", root, make_rows(given.seed, places, count))


if __name__ == "__main__":
    main()
