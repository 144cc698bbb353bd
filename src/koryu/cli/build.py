"""``koryu build``: build the graph."""

from __future__ import annotations

from pathlib import Path

import click

from koryu.build import Build, build
from koryu.cli.options import root_option, settings_of, write
from koryu.settings import Settings
from koryu.validation.reports.lines import report_lines
from koryu.validation.reports.view import View


@click.command("build")
@click.option("--strict", is_flag=True, help="Let warnings stop the build as violations do.")
@root_option
def command(strict: bool, root: Path | None) -> None:
    """Build the graph from the tables and the ontology, validate it, and write it.

    The result replaces the last build at once and only if all went well.

    Example: koryu build --strict
    """
    settings = settings_of(root)
    write("".join(f"{line}\n" for line in _lines(build(settings, strict=strict), settings)))


def _lines(done: Build, settings: Settings) -> list[str]:
    parts = ", ".join(f"{name} {count}" for name, count in sorted(done.triples.items()))
    return [
        *report_lines(done.report, View(settings.iris)),
        f"{sum(done.triples.values())} triples: {parts}",
        f"built {settings.build} -> {done.path}",
    ]
