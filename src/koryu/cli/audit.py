"""``koryu audit``: hold the graph against the text of its source."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from koryu.audit.audit import audit, read_paper, render
from koryu.cli.options import output_option, root_option, settings_of, write
from koryu.project import Project

DISAGREEMENTS = "figures-that-disagree"  # the stored query whose rows an audit prints


@click.command("audit")
@click.argument("paper", type=click.Path(path_type=Path, dir_okay=False), metavar="PAPER")
@output_option
@root_option
def command(paper: Path, output: Path | None, root: Path | None) -> None:
    """Hold the graph against PAPER, the text of its source: locators, numbers, wording and coverage.

    Exits with 1 unless every locator holds, every sentence has its facts, every number of a sentence is in
    its facts, and every figure of a fact is in its sentences.

    Example: koryu audit paper.txt
    """
    project = Project(settings_of(root))
    report = audit(read_paper(paper), project.settings, project.ask(DISAGREEMENTS, {}))
    write(render(report), output)
    sys.exit(0 if report.passes else 1)
