"""``koryu import``: take rows from Excel or a text file into a table."""

from __future__ import annotations

from pathlib import Path

import click

from koryu.cli.options import root_option, settings_of
from koryu.intake.encodings import ENCODINGS
from koryu.intake.intake import Request, take_in
from koryu.intake.preview import changes, counted, preview_lines


def _maps(_ctx: click.Context, _option: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    maps: dict[str, str] = {}
    for pair in pairs:
        heading, equals, name = pair.rpartition("=")
        if not equals or not heading.strip():
            raise click.BadParameter(f"{pair!r} is not of the form 'their heading=our_column'")
        if heading in maps:
            raise click.BadParameter(f"{heading!r} is given twice")
        maps[heading] = name.strip()
    return maps


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--table", required=True, metavar="NAME", help="The table, such as affiliations.")
@click.option("--source", metavar="NAME", help="The source whose table is meant, where several have one.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook that has several.")
@click.option(
    "--encoding", type=click.Choice(tuple(ENCODINGS), case_sensitive=False), help="Else it is recognised."
)
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="HEADING=COLUMN",
    callback=_maps,
    help="Let a heading of FILE meet a column of ours; without a column it is left out.",
)
@click.option("--update", is_flag=True, help="Let rows replace those that have the same key.")
@click.option("--write", "--yes", "write", is_flag=True, help="Write the table; else nothing is changed.")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="Write to CSV instead of the table.",
)
@root_option
def command(
    file: Path,
    table: str,
    source: str | None,
    sheet: str | None,
    encoding: str | None,
    maps: dict[str, str],
    update: bool,
    write: bool,
    output: Path | None,
    root: Path | None,
) -> None:
    """Take the rows of FILE (.xlsx, .csv, .tsv, .txt) into a table of the project.

    Shows how its columns meet those of the table, and checks cells and keys as a build does. A file that does
    not fit is refused as a whole, with the place of each fault. Nothing is changed without --write.

    Example: koryu import partners.xlsx --table affiliations --map '締結日=earliest'
    """
    if output is not None and not write:
        raise click.UsageError("--output is where --write writes to; give both")
    request = Request(
        path=file, table=table, source=source, sheet=sheet, encoding=encoding, maps=maps, update=update
    )
    intake = take_in(settings_of(root), request)
    for line in preview_lines(intake):
        click.echo(line)
    if intake.faults:
        click.echo(f"nothing is written: {counted(len(intake.faults), 'fault')}")
        intake.settle()
    elif write:
        intake.write(output)
        click.echo(f"written: {changes(intake)}")
    else:
        click.echo(f"nothing is written; with --write: {changes(intake)}")
