"""``koryu queries``: list the stored queries."""

from __future__ import annotations

from pathlib import Path

import click

from koryu.cli.options import language_of, output_option, root_option, settings_of, write
from koryu.queries.catalogue import Catalogue, StoredQuery
from koryu.queries.columns import Column
from koryu.queries.formats import WRITERS, encode
from koryu.queries.header import text_in
from koryu.queries.results import ResultTable

_COLUMNS = (Column("name", "string"), Column("summary", "text"), Column("parameters", "string", many=True))


@click.command("queries")
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(WRITERS)),
    default="table",
    show_default=True,
    help="How to print.",
)
@click.option(
    "--lang",
    metavar="TAG",
    help="The language of the summaries, such as ja; the project's first if not given.",
)
@output_option
@root_option
def command(form: str, lang: str | None, output: Path | None, root: Path | None) -> None:
    """List the stored queries: name, summary and parameters; a required parameter has an asterisk.

    Example: koryu queries --format md
    """
    settings = settings_of(root)
    lang = language_of(lang, settings)
    catalogue = Catalogue(settings)
    cells = tuple(_row(query, lang) for query in (*catalogue.questions(), *catalogue.federated()))
    write(encode(ResultTable("queries", _COLUMNS, cells, cells), form, {}), output)


def _row(query: StoredQuery, lang: str) -> tuple[tuple[str, ...], ...]:
    names = tuple(f"{each.name}{'*' if each.required else ''}" for each in query.header.parameters)
    return (query.name,), (text_in(query.header.summary, lang),), names
