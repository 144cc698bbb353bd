"""``koryu serve``: the graph on the web."""

from __future__ import annotations

from pathlib import Path

import click

from koryu.cli.options import root_option, settings_of


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, help="The port to listen at.")
@root_option
def command(host: str, port: int, root: Path | None) -> None:
    """Serve the last build as a site: pages for people, SPARQL and documents for programs.

    Example: koryu serve --port 8080
    """
    from koryu.web.server import serve  # which takes long to import, and needs a build

    settings = settings_of(root)
    serve(settings, host, port)
