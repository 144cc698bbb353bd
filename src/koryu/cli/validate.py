"""``koryu validate``: validate the graph, or an ontology against a profile."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from koryu.cli.options import language_of, output_option, root_option, settings_of, write
from koryu.errors import Faults
from koryu.settings import Settings
from koryu.shacl.results import Report

PROFILES = {"owl-lite": "owl-lite.ttl"}
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("validate")
@click.argument("files", nargs=-1, type=_FILE, metavar="[FILE]...")
@click.option("--profile", type=click.Choice(tuple(PROFILES)), help="Check FILEs against a profile of OWL.")
@click.option("--with", "imported", multiple=True, type=_FILE, metavar="FILE", help="What FILEs import.")
@click.option(
    "--format", "form", type=click.Choice(("text", "ttl", "json")), default="text", show_default=True
)
@click.option(
    "--lang", metavar="TAG", help="The language of messages, such as ja; the project's first if not given."
)
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings as on violations.")
@output_option
@root_option
def command(
    files: tuple[Path, ...],
    profile: str | None,
    imported: tuple[Path, ...],
    form: str,
    lang: str | None,
    strict: bool,
    output: Path | None,
    root: Path | None,
) -> None:
    """Validate the project's tables and graph; with --profile, validate ontologies (Turtle, RDF/XML).

    Exits with 1 if there are violations, or if an ontology leaves the profile. Faults of the tables come
    first: where there are any, the graph is not validated.

    Example: koryu validate --profile owl-lite ontology/koryu.ttl
    """
    if profile and form != "text":
        raise click.UsageError(f"--format {form} does not go with --profile, whose report is text")
    settings = settings_of(root)
    lang = language_of(lang, settings)
    if profile:
        _check_profile(files, imported, settings.ontology / PROFILES[profile], lang, output)
    elif files or imported:
        raise click.UsageError("FILEs and --with go with --profile")
    else:
        _check_graph(settings, form, lang, strict, output)


def _check_graph(settings: Settings, form: str, lang: str, strict: bool, output: Path | None) -> None:
    from koryu.graph import make_graph
    from koryu.validation.report import faults_json
    from koryu.validation.validate import validate

    try:
        report = validate(make_graph(settings), settings)
    except Faults as found:
        if form != "json":
            raise
        write(faults_json(found), output)
        sys.exit(1)
    write(_render(report, settings, form, lang), output)
    sys.exit(1 if report.faults(strict) else 0)


def _render(report: Report, settings: Settings, form: str, lang: str) -> str:
    from koryu.rdf.prefixes import read_prefixes
    from koryu.rdf.turtle import write_turtle
    from koryu.validation.report import report_json, report_lines, report_triples

    iris = settings.iris
    if form == "ttl":
        return write_turtle(report_triples(report, iris), read_prefixes(settings))
    if form == "json":
        return report_json(report)
    return "".join(f"{line}\n" for line in report_lines(report, iris, lang))


def _check_profile(
    files: tuple[Path, ...], imported: tuple[Path, ...], profile: Path, lang: str, output: Path | None
) -> None:
    from koryu.validation.profile import check_profile

    if not files:
        raise click.UsageError("--profile needs a FILE")
    report = check_profile(files, imported, shapes=profile)
    verdict = f"{report.species}: {', '.join(map(str, files))}\n"
    write(report.text(lang) + verdict, output)
    sys.exit(0 if report.conforms else 1)
