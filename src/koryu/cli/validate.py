"""``koryu validate``: validate the graph, anyone's data against shapes, or an ontology against a profile."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from koryu.cli.options import language_of, output_option, root_option, settings_of, use_one_thread, write
from koryu.errors import Faults
from koryu.settings import Settings
from koryu.shacl.data import FORMATS
from koryu.shacl.files import ShapeFiles
from koryu.validation.others import (
    ENGINES,
    is_of_tables,
    validate_endpoint,
    validate_files,
    validate_tables,
)
from koryu.validation.reports.forms import FORMS, write_report
from koryu.validation.reports.view import View
from koryu.validation.reports.words import Words

if TYPE_CHECKING:
    from koryu.shacl.results import Report
    from koryu.validation.reports.trend import Trend
    from koryu.validation.validate import Checker

PROFILES: Final = {"owl-lite": "owl-lite.ttl"}
_WITHOUT_FAULTS = ("text", "ttl")  # a line for each on stderr says as much; a fault of a table is no triple
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("validate")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option(
    "--shapes",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Shapes for FILEs: Turtle, or a folder of it.",
)
@click.option("--from", "form", type=click.Choice(tuple(FORMATS)), help="The format of FILEs; else by name.")
@click.option("--endpoint", metavar="URL", help="Validate what a SPARQL endpoint holds, where it is.")
@click.option("--graph", "graph", metavar="IRI", help="Validate this graph of the endpoint alone.")
@click.option("--timeout", type=click.FloatRange(min=1), default=60, show_default=True, help="Seconds.")
@click.option(
    "--engine",
    type=click.Choice(tuple(ENGINES)),
    default="sets",
    show_default=True,
    help="Set queries, or pySHACL as a second opinion.",
)
@click.option("--profile", type=click.Choice(tuple(PROFILES)), help="Check FILEs against a profile of OWL.")
@click.option("--with", "imported", multiple=True, type=_FILE, metavar="FILE", help="What FILEs import.")
@click.option(
    "--format",
    "shown",
    type=click.Choice(tuple(FORMS)),
    default="text",
    show_default=True,
    help="html is a page to read and print, csv for Excel, sarif and junit for CI.",
)
@click.option(
    "--explain", is_flag=True, help="Tell which way each constraint goes that tables are held against."
)
@click.option(
    "--lang", metavar="TAG", help="The language of messages, such as ja; the project's first if not given."
)
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings as on violations.")
@output_option
@root_option
def command(
    files: tuple[Path, ...],
    shapes: tuple[Path, ...],
    form: str | None,
    endpoint: str | None,
    graph: str | None,
    timeout: float,
    engine: str,
    profile: str | None,
    imported: tuple[Path, ...],
    shown: str,
    explain: bool,
    lang: str | None,
    strict: bool,
    output: Path | None,
    root: Path | None,
) -> None:
    """Validate the project's tables and graph; or FILEs of RDF (- for stdin), or an endpoint, against shapes.

    FILEs may be tables, or metadata of CSV on the Web: what they would make is validated before it is made.

    With --profile, validate ontologies (Turtle, RDF/XML). Exits with 1 if there are violations, or if an
    ontology leaves the profile. Faults of the project's tables come first: where there are any, its graph is
    not validated. An endpoint is validated against the project's shapes if none are named.

    Example: koryu validate data.ttl --shapes shapes.ttl
    """
    settings = settings_of(root)
    lang = language_of(lang, settings)
    if profile:
        _refuse(shown != "text", f"--format {shown} does not go with --profile, whose report is text")
        _check_profile(files, imported, settings.ontology / PROFILES[profile], lang, output)
        return
    are_tables = form is None and bool(files) and all(map(is_of_tables, files))
    has_rdf = not endpoint and not are_tables
    _refuse(bool(imported), "--with goes with --profile")
    _refuse(bool(graph) and not endpoint, "--graph goes with --endpoint")
    _refuse(bool(files) and bool(endpoint), "FILEs do not go with --endpoint; validate one of them")
    _refuse(bool(files) and not shapes, "FILEs go with --shapes or --profile")
    _refuse(bool(shapes) and not files and not endpoint, "--shapes goes with FILEs or --endpoint")
    _refuse(engine != "sets" and not has_rdf, f"--engine {engine} needs RDF that is here; export or make it")
    _refuse(explain and not are_tables, "--explain goes with tables; all constraints of others are queries")
    rules = ShapeFiles(shapes) if shapes else None
    if endpoint:
        of_any = rules or ShapeFiles([settings.shapes], settings.root)
        report = validate_endpoint(endpoint, graph, timeout, of_any, Words(lang))
    elif rules is None:
        report = _check_graph(settings, engine, shown)
    elif are_tables:
        report = _check_tables(files, rules, explain)
    else:
        report = validate_files(files, form, rules, engine, Words(lang))
    trend = _trend(report, settings) if shown == "html" and not files and not endpoint else None
    view = replace(_view(settings, rules, output), lang=lang, strict=strict, trend=trend)
    write(write_report(replace(report, when=datetime.now(UTC)), shown, view), output)
    sys.exit(1 if report.faults(strict) else 0)


def _refuse(wrong: bool, why: str) -> None:
    if wrong:
        raise click.UsageError(why)


def _check_graph(settings: Settings, engine: str, shown: str) -> Report:
    """Validate the project; tables that are malformed are a report too, if its form can hold them."""
    from koryu.graph import make_graph
    from koryu.validation.reports.faults import faults_report
    from koryu.validation.validate import validate

    try:
        found = validate(make_graph(settings), settings, _checker(engine))
        return replace(found, engine=ENGINES[engine])
    except Faults as faults:
        if shown in _WITHOUT_FAULTS:
            raise
        return faults_report(faults, settings.title)


def _check_tables(files: tuple[Path, ...], shapes: ShapeFiles, explain: bool) -> Report:
    use_one_thread()
    report, explanations, warnings = validate_tables(files, shapes)
    for each in (*(f"warning: {warning}" for warning in warnings), *(explanations if explain else ())):
        click.echo(str(each), err=True)
    return report


def _checker(engine: str) -> Checker:
    from koryu.validation.opinion import opinion_on_triples
    from koryu.validation.validate import by_sets

    checkers: dict[str, Checker] = {
        "sets": by_sets,
        "pyshacl": lambda triples, shapes: opinion_on_triples(triples, shapes.graph),
    }
    return checkers[engine]


def _view(settings: Settings, shapes: ShapeFiles | None, output: Path | None) -> View:
    """Look at a report with the names of the project, or of the shapes that are not the project's."""
    from koryu.rdf.prefixes import read_prefixes

    width = None if output or not sys.stdout.isatty() else shutil.get_terminal_size().columns
    if shapes:
        return View(prefixes=shapes.prefixes, width=width)
    return View(settings.iris, prefixes=read_prefixes(settings), root=settings.root, width=width)


def _trend(report: Report, settings: Settings) -> Trend | None:
    """What has changed since a build before; nothing can be told of tables that cannot be read."""
    from koryu.validation.reports.trend import read_trend

    return read_trend(settings.builds, report) if report.rules else None


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
