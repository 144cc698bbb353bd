"""Who converts the tables: koryu, the ceiling, and the peers in environments of their own."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from contending import Command, Contender
from environments import KORYU, PEERS, python_of
from measuring import memory_available

RDFLIB_MEMORY = 1200  # bytes for each triple, as measured
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
class Converter(Contender):
    """``form``: nt or ttl. ``filters``: how its output becomes lines to compare."""

    form: str = "nt"
    filters: tuple[str, ...] = ()


def koryu(*options: str) -> Command:
    """Convert the tables with koryu: from their folder, to a file."""
    return lambda tables, output: [
        *(KORYU, "populate", tables / "csv-metadata.json", "--mode", "minimal", "-o", output),
        *options,
    ]


def contenders(cache: Path, triples: int) -> list[Converter]:
    """List those that can stand so many triples, or are told how many they can; those that are fast first."""

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

    rdflib = script("rdflib", "rdflib_loop.py")
    has_memory = triples * RDFLIB_MEMORY < memory_available()
    oxigraph = python_of("pyoxigraph", cache)
    reads_turtle = f"{oxigraph} {PEERS / 'turtle_lines.py'}"
    return [
        Converter("ceiling", lambda *paths: [sys.executable, PEERS / "ceiling.py", *paths]),
        Converter("koryu", koryu()),
        Converter("koryu --check", koryu("--check")),
        Converter("koryu --jobs 2", koryu("--jobs", "2")),
        Converter("koryu, Turtle", koryu(), form="ttl", filters=(reads_turtle,)),
        Converter(
            "pyoxigraph, Turtle",
            lambda tables, output: [oxigraph, PEERS / "pyoxigraph_turtle.py", tables / "triples.nt", output],
            package="pyoxigraph",
            form="ttl",
            filters=(reads_turtle,),
        ),
        Converter("morph-kgc", morph(), package="morph-kgc"),  # as many processes as it likes
        Converter("morph-kgc, 1 process", morph("number_of_processes = 1"), package="morph-kgc"),
        *([Converter("rdflib", rdflib, package="rdflib")] if has_memory else []),
        Converter("rdflib, at 1 M", rdflib, package="rdflib", most=1_000_000),
        Converter(
            "csvw-functions",
            script("csvw-functions", "csvw_functions_run.py"),
            package="csvw-functions",
            most=10_000,
            filters=(_MEND_BACKSLASHES,),
        ),
    ]
