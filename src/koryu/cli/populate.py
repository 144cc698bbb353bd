"""``koryu populate``: convert tables to RDF as CSV on the Web."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from koryu.cli.options import root_option, use_one_thread

if TYPE_CHECKING:
    from koryu.columnar.populate import Populated


@click.command("populate")
@click.argument("tables", nargs=-1, required=True, metavar="METADATA.json|TABLE.csv...")
@click.option("--output", "-o", metavar="OUT.nt|nq|ttl[.gz|.zst]")
@click.option(
    "--mode",
    type=click.Choice(("standard", "minimal")),
    default="standard",
    show_default=True,
    help="Say what tables and rows are, too; or only what the cells say.",
)
@click.option("--check", is_flag=True, help="Validate the tables; without --output do nothing else.")
@click.option("--graph", metavar="IRI", help="The graph that N-Quads name.")
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Run on the Dask cluster of this scheduler; the output is then a folder of parts and a "
    "manifest, anywhere that fsspec writes, such as s3://bucket/out.nt.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    metavar="N",
    help="So many processes convert a table.",
)
@click.option(
    "--limit", type=click.IntRange(1), default=100, show_default=True, help="So many errors suffice."
)
@root_option
def command(
    tables: tuple[str, ...],
    output: str | None,
    mode: str,
    check: bool,
    graph: str | None,
    dask: str | None,
    jobs: int,
    limit: int,
    root: Path | None,
) -> None:
    """Convert tables to RDF (W3C CSV on the Web), streamed, in little memory.

    Metadata lead to their tables, a table to its metadata. The tables of several are one group.

    Example: koryu populate data/yoshida/csv-metadata.json --mode minimal -o yoshida.nt
    """
    if output is None and not check:
        raise click.UsageError("give --output, or --check to validate alone")
    if graph and not (output and ".nq" in Path(output).suffixes):
        raise click.UsageError("--graph is for N-Quads; end the name of the output with .nq")
    if dask and (output is None or jobs > 1):
        raise click.UsageError("--dask needs --output, and its cluster decides how many jobs there are")
    use_one_thread()
    from koryu.columnar.sinks import remove_parts_at

    remove_parts_at(signal.SIGTERM)
    populate = _on_cluster(dask) if dask else _here(jobs)
    done = populate(
        *tables,
        output=output,
        mode=mode,
        check=check,
        graph=graph,
        prefixes=_prefixes(root),
        limit=limit,
    )
    for warning in done.warnings:
        click.echo(f"warning: {warning}", err=True)
    where = f" to {output}" if output else ""
    click.echo(f"{done.rows} rows, {done.triples} triples{where}", err=True)


def _prefixes(root: Path | None) -> Mapping[str, str]:
    """Give the prefixes of the project that one names or is in, else those of CSV on the Web."""
    from koryu.rdf.prefixes import read_prefixes
    from koryu.settings import find_root, read_settings
    from koryu.tables.description.vocabulary import PREFIXES

    folder, here = root or find_root(), Path.cwd()
    is_meant = root is not None or folder in (here, *here.parents)  # and not the one shipped
    return read_prefixes(read_settings(folder)) if is_meant else PREFIXES


def _here(jobs: int) -> Callable[..., Populated]:
    from koryu.columnar.populate import populate

    return partial(populate, jobs=jobs)


def _on_cluster(address: str) -> Callable[..., Populated]:
    try:
        from koryu.columnar.cluster import populate_on_cluster
    except ImportError as error:
        raise click.UsageError(f"--dask needs {error.name}; install koryu[dask]") from None
    logging.disable()  # tracebacks of what is told in a line
    return partial(populate_on_cluster, address=address)
