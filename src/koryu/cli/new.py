"""``koryu new``: lay out an empty project."""

from __future__ import annotations

from pathlib import Path

import click

from koryu.cli.options import root_option, settings_of, write
from koryu.scaffold import lay_out


@click.command("new")
@click.argument("target", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--base",
    metavar="IRI",
    help="What the IRIs of your own things begin with, such as https://example.org/exchange/; "
    "terms and concepts keep theirs.",
)
@root_option
def command(target: Path, base: str | None, root: Path | None) -> None:
    """Lay out an empty project in DIR: the ontology, the queries, and tables with nothing but their headers.

    Example: koryu new my-city --base https://example.org/exchange/
    """
    lay_out(settings_of(root), target, base)
    write(f"laid out {target}; fill in the tables of {target / 'data'}, then: koryu build --root {target}\n")
