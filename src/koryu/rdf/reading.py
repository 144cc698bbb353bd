"""Reading RDF files as they are written: every literal keeps its form, every language tag its case.

rdflib is what does so; Oxigraph lower-cases tags and its store rewrites literals.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from koryu.errors import OntologyError
from koryu.printable import one_line
from koryu.rdf.ntriples import Triple, iri, literal, write_triples

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


def read_turtle(path: Path, root: Path | None = None) -> set[Triple]:
    """Read a Turtle file; blank nodes get labels that depend on nothing but the graph.

    Raises:
        OntologyError: The file is missing or malformed; starts with ``path:line`` where that is known.
    """
    from rdflib.compare import to_canonical_graph

    return triples_of(to_canonical_graph(parse_turtle(path, root)))


def parse_turtle(path: Path, root: Path | None = None) -> Graph:
    """Parse a Turtle file into a plain graph of rdflib.

    Args:
        path: The file.
        root: The folder that messages show the path from; without it they show it as given.

    Raises:
        OntologyError: The file is missing or malformed; starts with ``path:line`` where that is known.
    """
    from rdflib.plugins.parsers.notation3 import BadSyntax

    shown = path.relative_to(root) if root else path
    try:
        return empty_graph().parse(path, format="turtle")
    except FileNotFoundError:
        raise OntologyError(f"{shown}: no such file") from None
    except BadSyntax as error:
        raise OntologyError(f"{shown}:{error.lines + 1}: not Turtle: {error._why}") from None
    except UnicodeDecodeError as error:
        raise OntologyError(f"{shown}: not UTF-8: {error.reason} at byte {error.start}") from None
    except (AssertionError, LookupError, ValueError) as error:  # as rdflib fails on what ends too early
        raise OntologyError(f"{shown}: not Turtle: {one_line(str(error))}; does it end too early?") from None


def triples_of(graph: Graph) -> set[Triple]:
    """Take the triples of a graph of rdflib."""
    return {(term_of(subject), term_of(predicate), term_of(value)) for subject, predicate, value in graph}


def term_of(node: Node) -> str:
    """Write a node of rdflib as an N-Triples term."""
    from rdflib import BNode, Literal

    if isinstance(node, BNode):
        return f"_:{node}"
    if isinstance(node, Literal):
        return literal(str(node), node.datatype, node.language)
    return iri(str(node))


def graph_of(triples: Iterable[Triple]) -> Graph:
    """Make a plain graph of rdflib from triples."""
    return empty_graph().parse(data=write_triples(triples), format="nt")


def empty_graph() -> Graph:
    """Make an empty graph whose literals keep their lexical forms."""
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    return rdflib.Graph(bind_namespaces="none")
