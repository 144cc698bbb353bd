"""Hold the server against its peers: look-ups, pages, a crowd beside endless queries, and memory.

    python tests/benchmarks/serve.py [--triples N] [--seconds N] [--runs N] [--skip NAME] [--cache DIR]

Each server has the machine to itself, but for ``wrk`` (Debian's package), which sends the requests; before
they are timed, the answers of all are compared as sets of statements.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import threading
import time
import urllib.error
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
from hammering import Hammered, Work, ask, hammer
from measuring import load
from served_project import make_project, triples_of
from servers import Server, hello, koryu, oxigraph, rdflib_endpoint, trifid
from tree import memory_of

THING = "https://example.org/id/affiliation/KEY"
ROWS, TRIPLES = "application/sparql-results+json", "text/turtle"
LOOKUPS = [
    Work("look-up, distinct", ROWS, query=f"SELECT ?p ?vTURN WHERE {{ <{THING}> ?p ?vTURN }}"),
    Work("DESCRIBE, distinct", TRIPLES, query=f"DESCRIBE <{THING}> #TURN"),
    Work("look-up, repeated", ROWS, query=f"SELECT ?p ?v WHERE {{ <{THING}> ?p ?v }}"),
]
PAGES = [
    Work("page, HTML", "text/html", path="/doc/affiliation/KEY"),
    Work("document, Turtle", "text/turtle", path="/doc/affiliation/KEY"),
]
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
CHEAP = LOOKUPS[0]
REPEATED_KEYS = 100
SETTLING = 3  # seconds after a start, in which servers look at what they serve
UNTIMED = 1_000_000_000  # a turn that no timed request has
FEW = 20  # requests whose answers are compared
MIXED = 100_000


@dataclass
class Entry:
    """A server, and what its runs gave by the name of the work."""

    server: Server
    works: list[Work]
    runs: dict[str, list[Hammered]] = field(default_factory=dict)

    def rate(self, work: Work) -> float:
        """The median of its requests per second."""
        return statistics.median(run.rate for run in self.runs[work.name])

    def p99(self, work: Work) -> float:
        """The median of its 99th percentiles, in seconds."""
        return statistics.median(run.p99 for run in self.runs[work.name])


def main() -> None:
    options = _options()
    options.cache.mkdir(parents=True, exist_ok=True)
    project = make_project(options.cache, options.triples)
    keys = _keys(project, options.cache)
    print(f"{options.triples:,} triples; {load()}")
    ours = koryu(project)
    lookups = [Entry(server, LOOKUPS) for server in (ours, *_sparql_peers(project, options))]
    pages = [Entry(ours, PAGES), *_page_peers(project, options)]
    _compare(lookups, keys, options.cache)
    for turn in range(options.runs):
        for entry in (lookups + pages)[:: -1 if turn % 2 else 1]:
            _run(entry, keys, options)
    _print("SPARQL", lookups, LOOKUPS)
    _print("Pages and documents", pages, PAGES)
    _beside_endless(ours, keys, options.cache)
    _mixed(ours, keys, options.cache)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--skip", action="append", default=[], metavar="NAME")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "koryu-bench")
    if not shutil.which("wrk"):
        sys.exit("wrk: not found; it is Debian's package wrk")
    return parser.parse_args()


def _sparql_peers(project: Path, options: argparse.Namespace) -> list[Server]:
    found = [oxigraph(project)]
    if "rdflib-endpoint" not in options.skip:
        found.append(rdflib_endpoint(triples_of(project), options.cache))
    return found


def _page_peers(project: Path, options: argparse.Namespace) -> list[Entry]:
    found = [Entry(hello(), PAGES)]
    if "Trifid" not in options.skip:
        peer = trifid(triples_of(project), options.cache)
        works = [Work(work.name, work.accept, path=work.path.replace("/doc/", "/id/")) for work in PAGES]
        found.append(Entry(peer, works))
    return found


def _keys(project: Path, folder: Path) -> dict[bool, Path]:
    """Write the keys to ask for: all, and for repeated requests a few."""
    with (project / "data/benchmark/affiliations.csv").open(encoding="utf-8") as table:
        next(table)
        found = [line.partition(",")[0] for line in table]
    files = {True: folder / "few-keys.txt", False: folder / "keys.txt"}
    for is_repeated, path in files.items():
        path.write_text("\n".join(found[:REPEATED_KEYS] if is_repeated else found) + "\n", encoding="utf-8")
    return files


def _compare(entries: list[Entry], keys: dict[bool, Path], folder: Path) -> None:
    """Prove that all servers answer the same.

    Raises:
        SystemExit: One does not.
    """
    answers: dict[str, list[set[str]]] = {}
    few = keys[True].read_text(encoding="utf-8").split()[:FEW]
    for entry in entries:
        with entry.server.running(folder) as (address, _):
            answers[entry.server.name] = [
                _read(work, ask(address, work.pattern(entry.server.endpoint), work.accept, key, turn))
                for work in entry.works
                for turn, key in enumerate(few)
            ]
    first, *others = answers.items()
    for name, found in others:
        if found != first[1]:
            sys.exit(f"{first[0]} and {name} do not answer the same")
    print(f"{len(first[1])} answers of {', '.join(answers)} are the same\n")


def _read(work: Work, body: bytes) -> set[str]:
    if work.accept == TRIPLES:
        is_xml = body.startswith(b"<?xml")  # as rdflib-endpoint describes things, whatever is asked for
        form = ox.RdfFormat.RDF_XML if is_xml else ox.RdfFormat.TURTLE
        return {str(quad.triple) for quad in ox.parse(body, form)}
    solutions = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    assert isinstance(solutions, ox.QuerySolutions)
    return {" ".join(map(str, solution)) for solution in solutions}


def _run(entry: Entry, keys: dict[bool, Path], options: argparse.Namespace) -> None:
    with entry.server.running(options.cache) as (address, _):
        time.sleep(SETTLING)
        for work in entry.works:
            asked = keys["repeated" in work.name or bool(work.path)]
            pattern = work.pattern(entry.server.endpoint)
            for key in asked.read_text(encoding="utf-8").split()[:REPEATED_KEYS]:
                ask(address, pattern, work.accept, key, UNTIMED)
            done = hammer(address, pattern, work.accept, asked, options.seconds)
            if done.failed:
                sys.exit(f"{entry.server.name}: {done.failed} requests of {work.name} failed")
            entry.runs.setdefault(work.name, []).append(done)
            print(".", end="", flush=True)


def _print(title: str, entries: list[Entry], works: Iterable[Work]) -> None:
    print(f"\n\n{title}: requests per second, p99 in ms, and how many times the rate koryu has")
    works = list(works)
    print(f"{'':28}" + "".join(f"{work.name:>30}" for work in works))
    for entry in entries:
        times = {work: entries[0].rate(work) / entry.rate(work) for work in works}
        cells = (f"{entry.rate(work):14,.0f}{entry.p99(work) * 1e3:8.1f}{times[work]:8.2f}" for work in works)
        print(f"{entry.server.name + ' ' + entry.server.version:28}" + "".join(cells))


def _beside_endless(server: Server, keys: dict[bool, Path], folder: Path) -> None:
    """Ask cheap queries while two endless ones run, again and again."""
    with server.running(folder) as (address, _):
        ended: list[float] = []
        stop = threading.Event()
        crowd = [threading.Thread(target=_endless, args=(server, address, stop, ended)) for _ in range(2)]
        for each in crowd:
            each.start()
        time.sleep(1)
        pattern, took = CHEAP.pattern(server.endpoint), []
        for turn, key in enumerate(keys[False].read_text(encoding="utf-8").split()[:2000]):
            start = time.perf_counter()
            ask(address, pattern, CHEAP.accept, key, turn)
            took.append(time.perf_counter() - start)
            time.sleep(0.01)
        stop.set()
        for each in crowd:
            each.join()
    p99 = sorted(took)[len(took) * 99 // 100]
    print(
        f"\nBeside two endless queries: p99 of {len(took)} cheap ones {p99 * 1e3:.1f} ms (target 50), "
        f"longest {max(took) * 1e3:.1f} ms; "
        f"{len(ended)} endless ones were ended after {min(ended):.1f} to {max(ended):.1f} s"
    )


def _endless(server: Server, address: str, stop: threading.Event, ended: list[float]) -> None:
    work = Work("endless", ROWS, query=ENDLESS)
    while not stop.is_set():
        start = time.perf_counter()
        try:
            ask(address, work.pattern(server.endpoint), ROWS, "")
            sys.exit("an endless query has an answer")
        except urllib.error.HTTPError:
            ended.append(time.perf_counter() - start)


def _mixed(server: Server, keys: dict[bool, Path], folder: Path) -> None:
    """Send all kinds of requests, and watch the memory of all processes together."""
    works = [*LOOKUPS, *PAGES, Work("missing", "text/html", path="/doc/affiliation/KEY-TURN")]
    with server.running(folder) as (address, process):
        seen, sent = [], 0
        while sent < MIXED:
            for work in works:
                done = hammer(address, work.pattern(server.endpoint), work.accept, keys[False], 1)
                sent += int(done.rate)
            seen.append((sent, memory_of(process) >> 20))
    table = ", ".join(f"{count:,}: {memory}" for count, memory in seen)
    print(f"\nMiB of memory after so many mixed requests: {table}")


if __name__ == "__main__":
    main()
