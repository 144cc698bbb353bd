"""``koryu serve``: the graph on the web."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from koryu.cli.options import root_option, settings_of
from koryu.settings import Settings

if TYPE_CHECKING:
    from koryu.web.review import Reviewing

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
@click.option(
    "--review", "is_reviewed", is_flag=True, help="Let links be reviewed on a page, by a printed address."
)
@click.option(
    "--reviewer",
    metavar="WHO",
    envvar="KORYU_REVIEWER",
    help="Who reviews: an ORCID or another IRI, or a name; the page asks too.",
)
@click.option("--review-anywhere", is_flag=True, help="Let --review listen beyond this machine.")
@click.option("--open", "is_opened", is_flag=True, help="Show the site in the browser.")
@root_option
def command(
    host: str,
    port: int,
    prefix: str,
    base: str | None,
    reviewer: str | None,
    root: Path | None,
    *,
    is_reviewed: bool,
    review_anywhere: bool,
    is_opened: bool,
) -> None:
    """Serve the last build as a site: pages for people, SPARQL and documents for programs.

    It is taken from the folder of the last build, and a new build is served as soon as it is made.

    Example: koryu serve --port 8080 --open
    """
    if is_reviewed:
        _check_review(host, base, is_anywhere=review_anywhere)
    settings = settings_of(root)
    from koryu.web.server import Place, serve  # which take long to import

    reviewing = _reviewing(settings, reviewer) if is_reviewed else None
    serve(settings, Place(host, port, prefix, base), reviewing=reviewing, is_opened=is_opened)


def _check_review(host: str, base: str | None, *, is_anywhere: bool) -> None:
    if base is not None:
        raise click.UsageError("--review writes links of the project itself; leave out --base")
    if not (is_anywhere or _is_loopback(host)):
        raise click.UsageError(
            f"--review is for this machine, but {host} is not; leave out --host, or add --review-anywhere"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _reviewing(settings: Settings, reviewer: str | None) -> Reviewing:
    from koryu.linking.accepting import check_writable
    from koryu.linking.reviewers import read_reviewer
    from koryu.web.review import Reviewing

    check_writable(settings)
    return Reviewing(settings, read_reviewer(reviewer) if reviewer else None)
