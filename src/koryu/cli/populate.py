"""``koryu populate``: convert tables to RDF as CSV on the Web."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("populate")
@click.argument("tables", nargs=-1, required=True, metavar="METADATA.json|TABLE.csv...")
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="OUT.nt|nq|ttl[.gz|.zst]")
@click.option(
    "--mode",
    type=click.Choice(("standard", "minimal")),
    default="standard",
    show_default=True,
    help="Say what tables and rows are, too; or only what the cells say.",
)
@click.option("--check", is_flag=True, help="Validate the tables; without --output do nothing else.")
@click.option("--graph", metavar="IRI", help="The graph that N-Quads name.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, metavar="N")
@click.option(
    "--limit", type=click.IntRange(1), default=100, show_default=True, help="So many errors suffice."
)
def command(
    tables: tuple[str, ...],
    output: Path | None,
    mode: str,
    check: bool,
    graph: str | None,
    jobs: int,
    limit: int,
) -> None:
    """Convert tables to RDF (W3C CSV on the Web), streamed, in little memory.

    Metadata lead to their tables, a table to its metadata. Several are written one after the other.

    Example: koryu populate data/yoshida/csv-metadata.json --mode minimal -o yoshida.nt
    """
    from koryu.columnar.populate import populate, use_one_thread
    from koryu.rdf.prefixes import read_prefixes
    from koryu.settings import find_root, read_settings

    if output is None and not check:
        raise click.UsageError("give --output, or --check to validate alone")
    if graph and not (output and ".nq" in output.suffixes):
        raise click.UsageError("--graph is for N-Quads; end the name of the output with .nq")
    use_one_thread()
    done = populate(
        *tables,
        output=output,
        mode="minimal" if mode == "minimal" else "standard",
        check=check,
        graph=graph,
        prefixes=read_prefixes(read_settings(find_root())),
        jobs=jobs,
        limit=limit,
    )
    for warning in done.warnings:
        click.echo(f"warning: {warning}", err=True)
    where = f" to {output}" if output else ""
    click.echo(f"{done.rows} rows, {done.triples} triples{where}", err=True)
