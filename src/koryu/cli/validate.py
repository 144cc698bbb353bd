"""``koryu validate``: validate the graph, or an ontology against a profile."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from koryu.cli.options import language_of, output_option, root_option, settings_of, write
from koryu.errors import Faults
from koryu.settings import Settings
from koryu.shacl.results import Report
from koryu.validation.reports.forms import FORMS, write_report
from koryu.validation.reports.view import View

PROFILES = {"owl-lite": "owl-lite.ttl"}
_WITHOUT_FAULTS = ("text", "ttl")  # a line for each on stderr says as much; a fault of a table is no triple
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("validate")
@click.argument("files", nargs=-1, type=_FILE, metavar="[FILE]...")
@click.option("--profile", type=click.Choice(tuple(PROFILES)), help="Check FILEs against a profile of OWL.")
@click.option("--with", "imported", multiple=True, type=_FILE, metavar="FILE", help="What FILEs import.")
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(FORMS)),
    default="text",
    show_default=True,
    help="html is a page to read and print, csv for Excel, sarif and junit for CI.",
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
    report = _report(settings, form)
    view = _view(report, settings, form, lang, strict, output)
    write(write_report(replace(report, when=datetime.now(UTC)), form, view), output)
    sys.exit(1 if report.faults(strict) else 0)


def _report(settings: Settings, form: str) -> Report:
    """Validate the project; tables that are malformed are a report too, if its form can hold them."""
    from koryu.graph import make_graph
    from koryu.validation.reports.faults import faults_report
    from koryu.validation.validate import validate

    try:
        return validate(make_graph(settings), settings)
    except Faults as found:
        if form in _WITHOUT_FAULTS:
            raise
        return faults_report(found, settings.title)


def _view(
    report: Report, settings: Settings, form: str, lang: str, strict: bool, output: Path | None
) -> View:
    from koryu.rdf.prefixes import read_prefixes
    from koryu.validation.reports.trend import read_trend

    return View(
        settings.iris,
        lang,
        read_prefixes(settings),
        settings.root,
        strict=strict,
        width=None if output or not sys.stdout.isatty() else shutil.get_terminal_size().columns,
        trend=read_trend(settings.builds, report) if form == "html" and report.rules else None,
    )


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
