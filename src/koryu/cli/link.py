"""``koryu link``: find what our places are in another dataset, with evidence."""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import click

from koryu.cli.options import output_option, root_option, settings_of, write
from koryu.errors import UnansweredError
from koryu.linking.accepting import accept, check_writable
from koryu.linking.answers import EVER
from koryu.linking.datasets import find_dataset, ours
from koryu.linking.listing import WRITERS
from koryu.linking.places import find_place, read_places
from koryu.linking.runs import Outcome, make_client, run
from koryu.matching.scores import Verdict
from koryu.stores.local import LocalStore

_OTHERS: Final = {"review": "koryu.cli.link_review"}  # commands below this one that are no datasets


class Link(click.Group):
    """A group whose commands are the datasets, and those that are named here."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """List the commands that are no datasets."""
        return sorted(_OTHERS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Make the command that links to a dataset, or import another."""
        if cmd_name in _OTHERS:
            found = importlib.import_module(_OTHERS[cmd_name]).command
            assert isinstance(found, click.Command)
            return found
        assert find.callback is not None
        return click.Command(
            cmd_name, callback=partial(find.callback, cmd_name), params=find.params, help=find.help
        )


@click.group("link", cls=Link, subcommand_metavar="DATASET|review [OPTIONS]")
@root_option
@click.pass_context
def command(ctx: click.Context, root: Path | None) -> None:
    """Find what the places of the project are in another dataset: wikidata, geonames, dbpedia or estat.

    'koryu link DATASET --help' tells how; 'koryu link review' decides on what was found.

    Example: koryu link wikidata --place dalian
    """
    if root is not None and ctx.invoked_subcommand:
        ctx.default_map = {ctx.invoked_subcommand: {"root": root}}


@click.command()
@click.option(
    "--place",
    "places",
    multiple=True,
    metavar="KEY",
    help="Look for this place alone, by key, IRI or label. May be given several times.",
)
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of the dataset's own.")
@click.option(
    "--accept",
    "accepts",
    is_flag=True,
    help="Write what is clear to data/links, as found by the program and reviewed by nobody.",
)
@click.option("--again", is_flag=True, help="Look for what is linked or was rejected, too.")
@click.option("--refresh", is_flag=True, help="Ask anew, whatever answers are kept.")
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(WRITERS)),
    default="table",
    show_default=True,
    help="How to print.",
)
@output_option
@root_option
def find(
    name: str,
    places: tuple[str, ...],
    endpoint: str | None,
    accepts: bool,
    again: bool,
    refresh: bool,
    form: str,
    output: Path | None,
    root: Path | None,
) -> None:
    """Find candidates for places, by their codes and names, and score them.

    Names are compared in all scripts, with codes, level, type, distance, parent and time. A place has one
    clear winner, several candidates that somebody must look at, or none. What was found is kept for 'koryu
    link review'; data/links is not changed without --accept. What is linked already is not looked for.

    Example: koryu link wikidata --place dalian --format json
    """
    settings = settings_of(root)
    dataset = find_dataset(settings, name)
    if accepts:
        check_writable(settings)
    store, now, progress = LocalStore(settings.built("store")), datetime.now(UTC), _Progress()
    own = read_places(ours(settings), store)
    wanted = {find_place(each, store, settings.iris) for each in places} if places else set(own)
    with make_client(settings, dataset, endpoint, now if refresh else EVER, progress.tell) as client:
        found = run(settings, dataset, client, own, wanted, again=again, tell=progress.tell)
    progress.end()
    write(WRITERS[form](found.proposals, dataset, settings.iris), output)
    if accepts:
        count = accept(settings, dataset, found.proposals, own, now.date())
        click.echo(f"{count} written to data/links/{name}.sssom.tsv; 'koryu build' takes them in", err=True)
    _tell(name, found)


def _tell(name: str, found: Outcome) -> None:
    """Say in a line what came of it.

    Raises:
        UnansweredError: Of some places nothing is known.
    """
    count = Counter(each.verdict for each in found.proposals)
    parts = [f"{count[verdict]} {verdict}" for verdict in Verdict]
    if found.linked:
        parts.append(f"{len(found.linked)} linked before")
    click.echo(f"{name}: {', '.join(parts)}", err=True)
    if found.unanswered:
        problem = f"{len(found.unanswered)} places have no whole answer: {min(found.unanswered.values())}"
        raise UnansweredError(f"{name}: {problem}; run the command again to go on")


class _Progress:
    """How far it is, in a line on a terminal that is written over; in a pipe nothing."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()

    def tell(self, line: str) -> None:
        """Show a line in place of the last."""
        if self._shows:
            click.echo(f"\r\033[K{line}", err=True, nl=False)

    def end(self) -> None:
        """Take the line away."""
        self.tell("")
