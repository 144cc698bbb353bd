"""The graph of the last build in other formats.

Everything is made from ``koryu.nq``, never from the store, which lower-cases language tags and rewrites
literals. The same graph gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from koryu.errors import ProjectError
from koryu.export.geojson import write_geojson
from koryu.export.graphml import write_graphml
from koryu.export.jsonld import write_jsonld
from koryu.export.rdfxml import write_rdfxml
from koryu.formulas import as_text
from koryu.iris import Iris
from koryu.namespaces import XSD
from koryu.printable import quoted
from koryu.rdf.ntriples import Quad, Triple, datatype, language, nquads, read_nquads, value
from koryu.rdf.prefixes import read_prefixes
from koryu.rdf.turtle import write_trig, write_turtle
from koryu.settings import Settings
from koryu.tables.files.text import join_cells

_Writer = Callable[[list[Quad], Mapping[str, str], Iris], str]
_NUMBERS: Final = {f"{XSD}{name}" for name in ("integer", "decimal", "double")}
_NUMBER: Final = re.compile(r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?")


def export(settings: Settings, form: str, graph: str | None = None) -> bytes:
    """Write the graph of the last build.

    Args:
        settings: Those of the project.
        form: One of the ``FORMATS``.
        graph: The name of a named graph, such as ``yoshida``; None is the union of all.

    Raises:
        ProjectError: There is no build, no such graph, or the format cannot hold the graph.
    """
    if form not in FORMATS:
        raise ProjectError(f"export: no format {quoted(form)}; has {', '.join(FORMATS)}")
    iris = settings.iris
    quads = _select(
        sorted(read_nquads(settings.built("koryu.nq")), key=lambda quad: (quad[1], quad[0])), graph, iris
    )
    try:
        return FORMATS[form](quads, read_prefixes(settings), iris).encode()
    except ValueError as error:
        raise ProjectError(f"export: {error}; choose another format than {form}") from None


def _select(quads: list[Quad], name: str | None, iris: Iris) -> list[Quad]:
    if name is None:
        return quads
    names = sorted({iris.key(value(graph)) for _, graph in quads})
    if name not in names:
        raise ProjectError(f"export: no graph {quoted(name)}; has {', '.join(names)}")
    return [quad for quad in quads if value(quad[1]) == iris.graph(name)]


def _triples(quads: Iterable[Quad]) -> list[Triple]:
    return sorted({triple for triple, _ in quads})


def _nt(quads: list[Quad], _prefixes: Mapping[str, str], _iris: Iris) -> str:
    return "".join(nquads((triple, "") for triple in _triples(quads)))


def _nq(quads: list[Quad], _prefixes: Mapping[str, str], _iris: Iris) -> str:
    return "".join(nquads(quads))


def _turtle(quads: list[Quad], prefixes: Mapping[str, str], _iris: Iris) -> str:
    return write_turtle(_triples(quads), prefixes)


def _trig(quads: list[Quad], prefixes: Mapping[str, str], _iris: Iris) -> str:
    return write_trig(quads, prefixes)


def _jsonld(quads: list[Quad], prefixes: Mapping[str, str], _iris: Iris) -> str:
    return write_jsonld(_triples(quads), prefixes)


def _rdfxml(quads: list[Quad], prefixes: Mapping[str, str], _iris: Iris) -> str:
    return write_rdfxml(_triples(quads), prefixes)


def _geojson(quads: list[Quad], _prefixes: Mapping[str, str], iris: Iris) -> str:
    return write_geojson(_triples(quads), iris)


def _graphml(quads: list[Quad], _prefixes: Mapping[str, str], iris: Iris) -> str:
    return write_graphml(_triples(quads), iris)


def _csv(quads: list[Quad], _prefixes: Mapping[str, str], _iris: Iris) -> str:
    rows = [("subject", "predicate", "object", "datatype", "language", "graph"), *map(_row, quads)]
    return "".join(map(join_cells, rows))


def _row(quad: Quad) -> tuple[str, ...]:
    (subject, predicate, object_), graph = quad
    tag = language(object_) or ""
    type_ = "" if tag else datatype(object_) or ""
    return value(subject), value(predicate), _guarded(object_), type_, tag, value(graph)


def _guarded(term: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula, unless it is a number."""
    text = value(term)
    is_number = datatype(term) in _NUMBERS and _NUMBER.fullmatch(text)
    return text if is_number else as_text(text)


FORMATS: Final[Mapping[str, _Writer]] = {
    "ttl": _turtle,
    "nt": _nt,
    "nq": _nq,
    "trig": _trig,
    "jsonld": _jsonld,
    "rdfxml": _rdfxml,
    "csv": _csv,
    "geojson": _geojson,
    "graphml": _graphml,
}
