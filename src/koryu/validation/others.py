"""Validation of what is not the project's: files of RDF, tables, and endpoints, against anyone's shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from koryu.errors import KoryuError
from koryu.rdf.reading import triples_of
from koryu.shacl.check import asks_itself, check_read, read_data
from koryu.shacl.evaluating import Source, idle_targets
from koryu.shacl.files import ShapeFiles
from koryu.shacl.results import Report, Result, report_of
from koryu.validation.reports.words import Words

if TYPE_CHECKING:
    from koryu.proofs.ways import Explanation

ENGINES: Final = {"sets": "set queries", "pyshacl": "pySHACL"}
_TABLES: Final = (".csv", ".tsv")


def validate_files(
    files: Sequence[Path], form: str | None, shapes: ShapeFiles, engine: str, words: Words
) -> Report:
    """Validate files of RDF, together one data graph.

    Args:
        files: Their paths; ``-`` is the standard input.
        form: Their format, as ``read_data`` takes it.
        shapes: The shapes.
        engine: A key of ``ENGINES``.
        words: What notes are written with.

    Raises:
        RdfError: A file is not of its format; begins with ``path:line`` where known.
        OntologyError: A shape is malformed, or its query cannot be run.
    """
    if engine == "pyshacl":
        from koryu.validation.opinion import opinion_on_files

        return _report(opinion_on_files(files, form, shapes.graph), _named(files), shapes, engine)
    data = read_data(files, form)
    found = check_read(data, shapes.shapes, shapes.graph)
    terms = sorted(data.rewritten)
    notes = [words("rewritten", n=len(terms), example=terms[0])] if terms else []
    return _report(found, _named(files), shapes, engine, (*notes, *_idle(data, shapes, words)))


def _idle(source: Source, shapes: ShapeFiles, words: Words) -> Iterator[str]:
    """Note that some targets reach nothing: their shapes hold, but they may be misspelt."""
    if idle := idle_targets(shapes.shapes, source):
        shape, target = idle[0]
        yield words("idle", n=len(idle), example=f"sh:{target.kind} {target.term}", shape=shape.node)


def is_of_tables(path: Path) -> bool:
    """Is a file a table, or metadata of tables?"""
    if path.suffix == ".json":
        with suppress(OSError), path.open(encoding="utf-8", errors="replace") as file:
            return '"http://www.w3.org/ns/csvw"' in file.read()
    return path.suffix in _TABLES


class OfTables(NamedTuple):
    """What a validation of tables gives: the report, which way each constraint went, and warnings."""

    report: Report
    explanations: Sequence[Explanation]
    warnings: Sequence[KoryuError]


def validate_tables(files: Sequence[Path], shapes: ShapeFiles) -> OfTables:
    """Validate what tables would make, without making it where that is not needed.

    Raises:
        Faults: The metadata have errors.
        DataError: A table cannot be read at all.
        OntologyError: A shape is malformed, or its query cannot be run.
    """
    from koryu.proofs import validate

    asked = triples_of(shapes.graph) if asks_itself(shapes.graph) else ()
    found = validate.validate_tables(files, shapes.shapes, root=Path.cwd(), asked=asked)
    return OfTables(_report(found.results, _named(files), shapes), found.explanations, found.warnings)


def validate_endpoint(
    url: str, graph: str | None, timeout: float, shapes: ShapeFiles, words: Words
) -> Report:
    """Validate what an endpoint holds, or one graph of it, where it is; ``timeout`` is in seconds a query.

    Raises:
        EndpointError: It does not answer, or its answers are not known to be whole.
        OntologyError: A shape is malformed, or its query cannot be run there.
    """
    from koryu.shacl.remote import Remote
    from koryu.stores.endpoint import Endpoint

    source = Remote(Endpoint(url, timeout, graph=graph))
    found = check_read(source, shapes.shapes, shapes.graph)
    notes = (words("as_held"), *_idle(source, shapes, words))
    return _report(found, f"{url} {graph}" if graph else url, shapes, notes=notes)


def _named(files: Sequence[Path]) -> str:
    return ", ".join(map(str, files))


def _report(
    found: Iterable[Result], name: str, shapes: ShapeFiles, engine: str = "sets", notes: tuple[str, ...] = ()
) -> Report:
    return replace(report_of(found), name=name, engine=ENGINES[engine], rules=shapes.rules, notes=notes)
