"""Who converts the tables: koryu, the ceiling, and the peers in environments of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PEERS = Path(__file__).parent / "peers"
KORYU = Path(sys.executable).with_name("koryu")
Command = Callable[[Path, Path], list[str | Path]]

# csvw-functions leaves backslashes as they are, which N-Triples cannot read
_MEND_BACKSLASHES = r"""sed 's/\\\([^"]\)/\\\\\1/g'"""
_MORPH = """[CONFIGURATION]
output_format = N-TRIPLES
output_file = {output}
na_values =
logging_level = WARNING
{more}

[tables]
mappings = {mapping}
"""


@dataclass(frozen=True)
class Contender:
    """How a program is started: ``command`` takes the folder of the tables and the file to write.

    ``package``: the peer on PyPI, None for what runs in the project's own environment. ``form``: nt or ttl.
    ``most``: the number of triples that it can stand. ``filters``: how its output becomes lines to compare.
    """

    name: str
    command: Command
    package: str | None = None
    form: str = "nt"
    most: int | None = None
    filters: tuple[str, ...] = ()


def python_of(package: str, cache: Path) -> Path:
    """Give the interpreter that has a peer; its environment is made when it is first asked for."""
    python = cache / "environments" / package / "bin/python"
    if not python.exists():
        print(f"installing {package} ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", python.parent.parent], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
        subprocess.run(pip, check=True, capture_output=True)
    return python


def version_of(package: str, python: Path) -> str:
    """Give the version of a package in an environment."""
    code = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
    return subprocess.run(
        [python, "-c", code, package], check=True, capture_output=True, text=True
    ).stdout.strip()


def koryu(*options: str) -> Command:
    """Convert the tables with koryu."""
    return lambda tables, output: [
        *(KORYU, "populate", tables / "csv-metadata.json", "--mode", "minimal", "-o", output),
        *options,
    ]


def contenders(cache: Path) -> list[Contender]:
    """List all, those that are fast first."""

    def script(package: str, name: str) -> Command:
        return lambda tables, output: [python_of(package, cache), PEERS / name, tables, output]

    def morph(more: str = "") -> Command:
        def command(tables: Path, output: Path) -> list[str | Path]:
            config, mapping = output.with_suffix(".ini"), PEERS / "morph-kgc.rml.ttl"
            config.write_text(_MORPH.format(output=output, mapping=mapping, more=more))
            python = python_of("morph-kgc", cache)
            return [
                "env",
                "--chdir",
                tables,
                python,
                "-m",
                "morph_kgc",
                config,
            ]  # where the mapping seeks them

        return command

    oxigraph = python_of("pyoxigraph", cache)
    reads_turtle = f"{oxigraph} {PEERS / 'turtle_lines.py'}"
    return [
        Contender("ceiling", lambda *paths: [sys.executable, PEERS / "ceiling.py", *paths]),
        Contender("koryu", koryu()),
        Contender("koryu --check", koryu("--check")),
        Contender("koryu --jobs 2", koryu("--jobs", "2")),
        Contender("koryu, Turtle", koryu(), form="ttl", filters=(reads_turtle,)),
        Contender(
            "pyoxigraph, Turtle",
            lambda tables, output: [oxigraph, PEERS / "pyoxigraph_turtle.py", tables / "triples.nt", output],
            package="pyoxigraph",
            form="ttl",
            filters=(reads_turtle,),
        ),
        Contender("morph-kgc", morph(), package="morph-kgc"),  # as many processes as it likes
        Contender("morph-kgc, 1 process", morph("number_of_processes = 1"), package="morph-kgc"),
        Contender("rdflib", script("rdflib", "rdflib_loop.py"), package="rdflib", most=1_000_000),
        Contender(
            "csvw-functions",
            script("csvw-functions", "csvw_functions_run.py"),
            package="csvw-functions",
            most=10_000,
            filters=(_MEND_BACKSLASHES,),
        ),
    ]
