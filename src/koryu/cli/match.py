"""``koryu match``: match a table on disk to the places of the project."""

from __future__ import annotations

import gc
import sys
from datetime import datetime
from pathlib import Path

import click

from koryu.cli.options import (
    language_of,
    output_option,
    root_option,
    settings_of,
    teller,
    use_one_thread,
    write,
)
from koryu.intake.encodings import ENCODINGS
from koryu.joining.request import Request

_FORMATS = ("csv", "tsv", "xlsx")


@click.command("match")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--column", required=True, metavar="C", help="The column of names.")
@click.option(
    "--country-column", metavar="C", help="The column of countries: codes of two letters, or names."
)
@click.option("--country", metavar="CODE", help="The country of all rows, such as JP.")
@click.option("--level-column", metavar="C", help="The column of levels or types: city, 県, municipality.")
@click.option("--level", metavar="L", help="The level or type of all rows.")
@click.option("--parent-column", metavar="C", help="The column of what the places lie in.")
@click.option("--date-column", metavar="C", help="The column of dates: the place is the one of that day.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day that rows without a date speak of; else any day will do.",
)
@click.option(
    "--code-column",
    "--id-column",
    "code_columns",
    multiple=True,
    metavar="C",
    help="A column of codes or identifiers, of whatever kind our places have. May be given several times.",
)
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook that has several.")
@click.option(
    "--encoding", type=click.Choice(tuple(ENCODINGS), case_sensitive=False), help="Else it is recognised."
)
@click.option("--lang", metavar="TAG", help="The language of labels; the project's first if not given.")
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), help="How to write; else as OUT is called, else csv."
)
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="So many processes match; as many as processors."
)
@output_option
@root_option
def command(
    file: Path,
    column: str,
    country_column: str | None,
    country: str | None,
    level_column: str | None,
    level: str | None,
    parent_column: str | None,
    date_column: str | None,
    as_of: datetime | None,
    code_columns: tuple[str, ...],
    sheet: str | None,
    encoding: str | None,
    lang: str | None,
    form: str | None,
    jobs: int | None,
    output: Path | None,
    root: Path | None,
) -> None:
    """Match the rows of FILE (.csv, .tsv, .txt, .xlsx) to the places of the project.

    Writes all its rows and columns as they are, and more columns: the verdict (clear, several or none), the
    place if it is clear, other candidates, and why. How many rows came to each verdict is told on stderr.

    Example: koryu match partners.csv --column city --country JP --output matched.csv
    """
    for one, other in ((country_column, country), (level_column, level)):
        if one is not None and other is not None:
            raise click.UsageError("a column says it for each row, an option for all; give one of the two")
    form = form or _form_of(output)
    if form == "xlsx" and output is None:
        raise click.UsageError("xlsx is not text; write it to a file with --output FILE")
    if output is not None and output.exists() and output.samefile(file):
        raise click.UsageError("--output is FILE itself, which would be lost; name another file")
    request = Request(
        path=file,
        column=column,
        country_column=country_column,
        country=country,
        level_column=level_column,
        level=level,
        parent_column=parent_column,
        date_column=date_column,
        as_of=as_of.date() if as_of else None,
        code_columns=code_columns,
        sheet=sheet,
        encoding=encoding,
    )
    use_one_thread()
    gc.disable()  # nothing that is made goes before the end, and looking for it takes longer than the work
    from koryu.joining.joining import join
    from koryu.joining.places import read_index
    from koryu.joining.reading import read_table
    from koryu.joining.sharing import processors
    from koryu.joining.writing import WRITERS

    settings = settings_of(root)
    tag = language_of(lang, settings)
    table = read_table(file, list(request.columns()), sheet, encoding)
    joined = join(table, request, read_index(settings), tag, teller(), jobs or processors())
    write(WRITERS[form](joined), output)
    counts = joined.verdicts
    told = ", ".join(f"{counts[each]} {each}" for each in ("clear", "several", "none"))
    print(f"{len(table.rows)} rows: {told}", file=sys.stderr)


def _form_of(output: Path | None) -> str:
    """The format that a file is called by."""
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    return suffix if suffix in _FORMATS else "csv"
