"""``koryu validate``: validate the graph, anyone's data against shapes, or an ontology against a profile."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from koryu.cli.options import language_of, output_option, root_option, settings_of, write
from koryu.errors import Faults
from koryu.settings import Settings

if TYPE_CHECKING:
    from koryu.shacl.results import Report
    from koryu.validation.validate import Checker

PROFILES: Final = {"owl-lite": "owl-lite.ttl"}
ENGINES: Final = ("sets", "pyshacl")
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("validate")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--shapes", multiple=True, type=_FILE, metavar="FILE", help="Shapes (Turtle) for FILEs.")
@click.option("--from", "form", metavar="EXT", help="The format of FILEs, such as ttl; else by name.")
@click.option("--endpoint", metavar="URL", help="Validate what a SPARQL endpoint holds, where it is.")
@click.option("--graph", "graph", metavar="IRI", help="Validate this graph of the endpoint alone.")
@click.option("--timeout", type=click.FloatRange(min=1), default=60, show_default=True, help="Seconds.")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="Set queries, or pySHACL as a second opinion.",
)
@click.option("--profile", type=click.Choice(tuple(PROFILES)), help="Check FILEs against a profile of OWL.")
@click.option("--with", "imported", multiple=True, type=_FILE, metavar="FILE", help="What FILEs import.")
@click.option(
    "--format", "shown", type=click.Choice(("text", "ttl", "json")), default="text", show_default=True
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
    lang: str | None,
    strict: bool,
    output: Path | None,
    root: Path | None,
) -> None:
    """Validate the project's tables and graph; or FILEs of RDF (- for stdin), or an endpoint, against shapes.

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
    _refuse(bool(imported), "--with goes with --profile")
    _refuse(bool(graph) and not endpoint, "--graph goes with --endpoint")
    if endpoint:
        _refuse(bool(files), "FILEs do not go with --endpoint; validate one of them")
        _refuse(engine != "sets", "--engine pyshacl needs the data here; export them to a FILE")
        report = _check_endpoint(endpoint, graph, timeout, shapes, settings)
    elif files:
        _refuse(not shapes, "FILEs go with --shapes or --profile")
        report = _check_files(files, form, shapes, engine)
    else:
        _refuse(bool(shapes), "--shapes goes with FILEs or --endpoint")
        report = _check_graph(settings, engine, shown, output)
    write(_render(report, settings, shown, lang), output)
    sys.exit(1 if report.faults(strict) else 0)


def _refuse(wrong: bool, why: str) -> None:
    if wrong:
        raise click.UsageError(why)


def _check_graph(settings: Settings, engine: str, shown: str, output: Path | None) -> Report:
    from koryu.graph import make_graph
    from koryu.validation.report import faults_json
    from koryu.validation.validate import validate

    try:
        return validate(make_graph(settings), settings, _checker(engine))
    except Faults as found:
        if shown != "json":
            raise
        write(faults_json(found), output)
        sys.exit(1)


def _check_files(files: tuple[Path, ...], form: str | None, shapes: tuple[Path, ...], engine: str) -> Report:
    from koryu.shacl.check import check, parse_shapes, read_data
    from koryu.validation.opinion import opinion_on_files
    from koryu.validation.validate import report_of

    parsed = parse_shapes(shapes)
    if engine == "pyshacl":
        return report_of(opinion_on_files(files, form, parsed))
    return report_of(check(read_data(files, form), parsed, ", ".join(map(str, shapes))))


def _check_endpoint(
    url: str, graph: str | None, timeout: float, shapes: tuple[Path, ...], settings: Settings
) -> Report:
    raise NotImplementedError


def _checker(engine: str) -> Checker:
    from koryu.shacl.check import check_triples
    from koryu.validation.opinion import opinion_on_triples

    checkers: dict[str, Checker] = {"sets": check_triples, "pyshacl": opinion_on_triples}
    return checkers[engine]


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
