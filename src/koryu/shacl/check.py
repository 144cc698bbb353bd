"""Validation of any data against any shapes: files of RDF, triples, or what a remote endpoint holds."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from koryu.errors import OntologyError
from koryu.rdf.ntriples import Triple
from koryu.rdf.reading import empty_graph, parse_turtle, triples_of
from koryu.shacl.data import Data, form_of
from koryu.shacl.evaluating import Source, evaluate
from koryu.shacl.reading import read_shapes
from koryu.shacl.results import Result
from koryu.shacl.shapes import Shape

if TYPE_CHECKING:
    from rdflib import Graph

STDIN: Final = Path("-")


def check(source: Source, shapes: Graph, where: str = "the shapes") -> list[Result]:
    """Validate a data graph against a shapes graph; the results come in no order.

    Raises:
        OntologyError: A shape is malformed, or its query cannot be run; begins with ``where`` or its name.
        EndpointError: A remote engine did not answer as it should.

    Source: https://www.w3.org/TR/shacl/#validation
    """
    return check_read(source, read_shapes(shapes, where), shapes)


def check_read(source: Source, read: Iterable[Shape], shapes: Graph) -> list[Result]:
    """Validate a data graph against shapes that have been read from a shapes graph."""
    if isinstance(source, Data) and asks_itself(shapes):
        source.add_shapes(triples_of(shapes))
    return list(evaluate(read, source))


def asks_itself(shapes: Graph) -> bool:
    """Does a query of a shapes graph ask the shapes graph?"""
    from rdflib import SH

    return any(
        "shapesGraph" in str(text) for name in (SH.select, SH.ask) for text in shapes.objects(None, name)
    )


def check_triples(triples: Collection[Triple], shapes: Graph, where: str = "the shapes") -> list[Result]:
    """Validate triples against a shapes graph."""
    data = Data()
    data.add(triples)
    return check(data, shapes, where)


def read_data(files: Iterable[Path], form: str | None = None) -> Data:
    """Read files of RDF into one data graph.

    Args:
        files: Their paths; ``-`` is the standard input.
        form: Their format, a key of ``koryu.shacl.data.FORMATS``; None asks the names, and takes the standard
            input for Turtle.

    Raises:
        RdfError: A file cannot be read, or is not of its format; begins with ``path:line`` where known.
    """
    data = Data()
    for path in files:
        if path == STDIN:
            data.add_file(sys.stdin.buffer, form or "ttl", "standard input")
        else:
            data.read(path, form or form_of(path))
    return data


def parse_each(files: Iterable[Path], root: Path | None = None) -> dict[str, Graph]:
    """Read files of shapes, in Turtle, each into a graph of its own; by their paths, below ``root``.

    A folder stands for the files in it that end in ``.ttl``.

    Raises:
        OntologyError: There is none, or one is malformed; begins with ``path:line`` where that is known.
    """
    given = list(files)
    paths = [each for path in given for each in (sorted(path.glob("*.ttl")) if path.is_dir() else [path])]
    found = {str(path.relative_to(root) if root else path): parse_turtle(path, root) for path in paths}
    if not found:
        where = ", ".join(map(str, given)) or "no files"
        raise OntologyError(f"{where}: no shapes; no data can be said to conform to that")
    return found


def merged(parts: Mapping[str, Graph]) -> Graph:
    """Put graphs of shapes together."""
    shapes = empty_graph()
    for graph in parts.values():
        shapes += graph
    return shapes
