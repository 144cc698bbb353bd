"""``koryu serve``: the graph on the web."""

from __future__ import annotations

import re
from pathlib import Path

import click

from koryu.cli.options import root_option, settings_of

_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")


def _prefix(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    if not _PREFIX.fullmatch(value):
        raise click.BadParameter(f"{value!r} is not a path such as /koryu")
    return value


@click.command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen at; 0.0.0.0 is all."
)
@click.option(
    "--port",
    default=8000,
    type=click.IntRange(0, 65535),
    show_default=True,
    help="The port to listen at; 0 is any that is free.",
)
@click.option(
    "--prefix",
    default="",
    callback=_prefix,
    metavar="PATH",
    help="The path below which a proxy shows the site, such as /koryu; the proxy takes it off.",
)
@click.option(
    "--base",
    metavar="IRI",
    help="Serve a mirror: the IRIs of all things begin with this one, such as https://mirror.example/.",
)
@click.option("--open", "is_opened", is_flag=True, help="Show the site in the browser.")
@root_option
def command(
    host: str, port: int, prefix: str, base: str | None, root: Path | None, *, is_opened: bool
) -> None:
    """Serve the last build as a site: pages for people, SPARQL and documents for programs.

    It is taken from the folder of the last build, and a new build is served as soon as it is made.

    Example: koryu serve --port 8080 --open
    """
    settings = settings_of(root)
    from koryu.web.server import Place, serve  # which take long to import

    serve(settings, Place(host, port, prefix, base), is_opened=is_opened)
