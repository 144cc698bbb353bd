"""``koryu fetch``: take what another dataset says as a snapshot, a source of its own."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from koryu.cli.options import output_option, root_option, settings_of, teller, write
from koryu.errors import ProjectError

if TYPE_CHECKING:
    from koryu.linking.snapshots import Tables, Template
    from koryu.settings import Settings


@click.command("fetch")
@click.argument("name")
@click.option(
    "--countries",
    metavar="CODES",
    help="Bodies that both lie in these countries, by ISO 3166-1, such as JP,CN; if not given, those of the "
    "snapshot that is there, or of the project's pattern of one.",
)
@click.option(
    "--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of the dataset's public one."
)
@click.option("--update", is_flag=True, help="Show what has changed since the snapshot that is there.")
@click.option("--write", "writes", is_flag=True, help="With --update: write the new snapshot.")
@click.option(
    "--max-age",
    default=1.0,
    show_default=True,
    type=click.FloatRange(min=0),
    metavar="DAYS",
    help="Take answers that were given in so many days from the cache; 0 asks for all anew.",
)
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    help="Wait so long if the endpoint asks to; 900 on a terminal, else 60, if not given.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json", "md")),
    default="table",
    show_default=True,
    help="How to print what has changed.",
)
@output_option
@root_option
def command(
    name: str,
    countries: str | None,
    endpoint: str | None,
    update: bool,
    writes: bool,
    max_age: float,
    wait: float | None,
    form: str,
    output: Path | None,
    root: Path | None,
) -> None:
    """Fetch NAME, what another dataset says, as a source of its own in data/.

    The first fetch makes the folder. Later ones, with --update, print what has changed, and write it with
    --write or, on a terminal, when you say so. Nothing is fetched at any other time. Then: koryu build

    Example: koryu fetch wikidata-affiliations --countries JP,CN
    """
    from koryu.linking.fetching import choose_countries
    from koryu.linking.snapshots import (
        changes,
        check_kept,
        find_template,
        read_snapshot,
        snapshot_folder,
        write_snapshot,
    )

    settings = settings_of(root)
    template = find_template(settings, name)
    folder = snapshot_folder(settings, template)
    codes = choose_countries(countries, template, folder)
    if folder.exists() != update:
        there = "is there already; --update shows what has changed" if folder.exists() else "is not there yet"
        raise ProjectError(f"{folder}: {there}{'' if folder.exists() else '; leave --update out'}")
    tables = _fetch(settings, template, codes, endpoint, max_age, wait)
    if update:
        before = read_snapshot(template, folder)
        check_kept(folder, before, tables)
        changed = changes(template, before, tables)
        _print(changed, form, output)
        if not (writes or (changed and _confirmed(len(changed)))):
            click.echo("nothing is written; with --write it is", err=True)
            return
    write_snapshot(settings, template, tables)
    click.echo(f"{folder}: {_summary(tables)}; now run: koryu build", err=True)


def _fetch(
    settings: Settings,
    template: Template,
    codes: list[str],
    endpoint: str | None,
    max_age: float,
    wait: float | None,
) -> Tables:
    from koryu.linking.fetching import fetch, find_parties
    from koryu.linking.visits import visit
    from koryu.sssom.links import read_links
    from koryu.stores.local import LocalStore

    dataset = template.dataset
    url = endpoint or dataset.endpoint
    if url is None:
        raise ProjectError(f"{dataset.name}: has no public endpoint; name one with --endpoint URL")
    links = read_links(settings).get(dataset.name)
    store = LocalStore(settings.built("store"))
    parties = find_parties(template, store, links.mappings if links else (), settings.iris)
    since = datetime.now(UTC) - timedelta(days=max_age)
    with visit(settings, url, teller(), dataset=dataset, longest_wait=wait, since=since) as client:
        return fetch(template, client, codes, parties).tables


def _print(changed: list[tuple[str, ...]], form: str, output: Path | None) -> None:
    from koryu.linking.snapshots import HEADING
    from koryu.queries.formats import encode
    from koryu.queries.results import ResultTable

    write(encode(ResultTable.of_texts("fetch", HEADING, changed), form, {}), output)


def _confirmed(count: int) -> bool:
    return (
        sys.stdin.isatty()
        and sys.stderr.isatty()
        and click.confirm(f"write these {count} changes?", err=True)
    )


def _summary(tables: Tables) -> str:
    from koryu.linking.snapshots import STATEMENTS

    statements, affiliations = len(tables.get(STATEMENTS, ())), len(tables.get("affiliations", ()))
    reasons = Counter(each["not_taken"] for each in tables.get(STATEMENTS, ()) if each.get("not_taken"))
    told = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
    made = f"{statements} statements, of which {affiliations} affiliations of governments here were made"
    return f"{made}; not taken: {told}" if told else made
