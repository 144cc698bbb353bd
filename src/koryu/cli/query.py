"""``koryu query``: ask a stored query."""

from __future__ import annotations

from pathlib import Path

import click

from koryu.cli.options import output_option, root_option, settings_of, teller, write
from koryu.project import Project
from koryu.queries.formats import FORMATS, encode


def _params(_ctx: click.Context, _option: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{pair!r} is not of the form key=value")
        _give(values, name, value)
    return values


def _give(values: dict[str, str], name: str, value: str) -> None:
    if name in values:
        raise click.UsageError(f"the parameter {name} is given twice")
    values[name] = value


@click.command("query")
@click.argument("name")
@click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="KEY=VALUE",
    callback=_params,
    help="A parameter of the query.",
)
@click.option("--as-of", metavar="DATE", help="Short for -p as_of=DATE.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print."
)
@click.option("--labels", is_flag=True, help="Print labels instead of keys.")
@click.option(
    "--lang",
    metavar="TAG",
    help="The language of texts and labels, such as ja; the project's first if not given.",
)
@click.option(
    "--endpoint",
    metavar="URL",
    help="Ask the default graph of this SPARQL endpoint instead of the project's own store.",
)
@click.option(
    "--service",
    metavar="URL",
    help="Ask this SPARQL endpoint instead of the one that a federated query names with SERVICE.",
)
@output_option
@root_option
def command(
    name: str,
    params: dict[str, str],
    as_of: str | None,
    form: str,
    labels: bool,
    lang: str | None,
    endpoint: str | None,
    service: str | None,
    output: Path | None,
    root: Path | None,
) -> None:
    """Ask the stored query NAME.

    The value of a parameter that takes a thing may be its key, its IRI or a label in any language.
    'koryu queries' lists the queries and their parameters.

    A federated query, such as federated/populations, asks another endpoint too; each side is asked by itself.

    Example: koryu query partners -p place=dalian --format csv
    """
    if form == "xlsx" and output is None:
        raise click.UsageError("xlsx is not text; write it to a file with --output FILE")
    if as_of is not None:
        _give(params, "as_of", as_of)
    project = Project(settings_of(root))
    result = project.ask(
        name, params, labels=labels, lang=lang, endpoint=endpoint, service=service, tell=teller()
    )
    prefixes = project.prefixes if result.graph is not None else {}
    write(encode(result, form, prefixes), output)
