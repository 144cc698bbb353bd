"""``koryu export``: write the graph in another format."""

from __future__ import annotations

from pathlib import Path

import click

from koryu.cli.options import output_option, root_option, settings_of, write
from koryu.export.export import FORMATS, export


@click.command("export")
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), default="ttl", show_default=True)
@click.option(
    "--graph", metavar="SOURCE", help="One named graph only, such as yoshida; else the union of all."
)
@output_option
@root_option
def command(form: str, graph: str | None, output: Path | None, root: Path | None) -> None:
    """Write the graph of the last build: the same graph gives the same bytes.

    Example: koryu export --format geojson --output places.geojson
    """
    write(export(settings_of(root), form, graph), output)
