"""Who validates the tables, or the graph of them: koryu, and the peers in environments of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from contending import Command, Contender
from environments import KORYU, PEERS, npm_of, npm_version_of, python_of, version_of
from fault_kinds.rows import Result
from judging import read_report, read_results

SHAPES = Path(__file__).with_name("shapes.ttl")
GRAPH = "graph.nt"
MILLION = 1_000_000


@dataclass(frozen=True)
class Validator(Contender):
    """``core``: it leaves SHACL-SPARQL out. ``npm``: its package is of npm.

    ``statuses``: how it exits when it has found faults. ``form``, ``read``: of what it writes.
    """

    core: bool = False
    npm: bool = False
    statuses: tuple[int, ...] = (0,)
    form: str = "csv"
    read: Callable[[Path], list[Result]] = read_results

    def version(self, cache: Path) -> str:
        """Tell the version of a peer's package."""
        if self.package is None:
            return version_of("koryu")
        if self.npm:
            return npm_version_of(self.package, npm_of(cache))
        return version_of(self.package, python_of(self.package, cache))


def koryu(name: str, data: str) -> Validator:
    """Make a contender of koryu; ``data``: the file in the folder of the data that it validates.

    The report is Turtle: it says what each term is, as a table for readers does not.
    """

    def command(folder: Path, output: Path) -> list[str | Path]:
        return [KORYU, "validate", folder / data, "--shapes", SHAPES, "--format", "ttl", "-o", output]

    return Validator(name, command, statuses=(0, 1), form="ttl", read=read_report)


def validators(cache: Path) -> list[Validator]:
    """List all; pySHACL without SHACL-SPARQL is what the others are compared with."""

    def script(package: str, *options: str) -> Command:
        def command(folder: Path, output: Path) -> list[str | Path]:
            run = PEERS / f"{package}_run.py"
            return [python_of(package, cache), run, folder / GRAPH, SHAPES, output, *options]

        return command

    def npm(package: str, *options: str) -> Command:
        def command(folder: Path, output: Path) -> list[str | Path]:
            run = npm_of(cache) / "validate.mjs"
            memory = "--max-old-space-size=12000"  # MiB; the default does not hold a million triples
            return ["node", memory, run, package, folder / GRAPH, SHAPES, output, *options]

        return command

    return [
        koryu("koryu, set queries", GRAPH),
        koryu("koryu, columns", "csv-metadata.json"),
        Validator("pySHACL, Core", script("pyshacl", "core"), "pyshacl", MILLION, core=True),
        Validator("pySHACL", script("pyshacl"), "pyshacl", MILLION),
        Validator("pyrudof", script("pyrudof"), "pyrudof", MILLION),
        Validator(
            "rdf-validate-shacl, Core",
            npm("rdf-validate-shacl", "core"),
            "rdf-validate-shacl",
            MILLION,
            core=True,
            npm=True,
        ),
        Validator(
            "shacl-engine, Core", npm("shacl-engine", "core"), "shacl-engine", MILLION, core=True, npm=True
        ),
        Validator("shacl-engine", npm("shacl-engine"), "shacl-engine", 10_000, npm=True),
    ]
