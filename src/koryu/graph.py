"""The graph of a project: the statements of its tables, links and ontology, and where each is from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from koryu.errors import Cell, Faults, KoryuError, ProjectError
from koryu.iris import Iris
from koryu.rdf.ntriples import Triple, iri, value
from koryu.rdf.reading import read_turtle
from koryu.settings import FILE, Settings
from koryu.sssom.links import read_links
from koryu.sssom.triples import link_triples
from koryu.tables.populate import Statement, populate
from koryu.tables.rows import read_group

LINKS: Final = "links"  # the named graph of the links to other datasets
METADATA: Final = "csv-metadata.json"
ONTOLOGY_PARTS: Final = ("ontology", "concepts", "cube", "alignments")  # the named graphs of the ontology
_FILES: Final = {"ontology": "koryu"}  # where a part's file has another name than its graph


@dataclass(frozen=True)
class Graph:
    """The statements of a project by named graph.

    ``parts``: triples by the name of the part, such as ``yoshida`` or ``ontology``.
    ``cells``: the cell that a triple, or the first triple of a subject, came from.
    """

    parts: dict[str, set[Triple]]
    cells: dict[Triple, Cell] = field(repr=False)

    def quads(self, iris: Iris) -> Iterator[tuple[Triple, str]]:
        """All statements with the IRI term of their graph, sorted."""
        for name in sorted(self.parts):
            graph = iri(iris.graph(name))
            for triple in sorted(self.parts[name]):
                yield triple, graph

    @cached_property
    def triples(self) -> set[Triple]:
        """The union of all graphs."""
        return set().union(*self.parts.values())

    @cached_property
    def rows(self) -> dict[str, Cell]:
        """The first cell in which a subject is spoken of."""
        found: dict[str, Cell] = {}
        for triple, cell in self.cells.items():
            found.setdefault(triple[0], cell)
        return found


def make_graph(settings: Settings) -> Graph:
    """Make the graph of a project from its tables, its links and its ontology.

    Raises:
        Faults: Cells, metadata or links are malformed, in whichever folders; one DataError for each.
        ProjectError: There is no folder of tables, or the tables make things, but none below the base.
        OntologyError: A file of the ontology cannot be read.
    """
    parts = {name: read_part(settings, name) for name in ONTOLOGY_PARTS}
    cells: dict[Triple, Cell] = {}
    faults: list[KoryuError] = []
    for folder in source_folders(settings):
        try:
            parts[folder.name] = _source(folder, settings.root, cells)
        except Faults as found:
            faults += found.faults
    if faults:  # a table that several folders refer to is read, and found wrong, in each
        raise Faults({str(fault): fault for fault in faults}.values())
    _check_base(cells, settings)
    parts |= _links(settings, parts.values(), cells)  # of things that all tables together make
    return Graph(parts, cells)


def _links(
    settings: Settings, parts: Iterable[set[Triple]], cells: dict[Triple, Cell]
) -> dict[str, set[Triple]]:
    """Read the links from things of these parts; no part where a project has none."""
    things = {value(subject) for part in parts for subject, _, _ in part}
    found: dict[Triple, Cell] = {}
    for name, some in read_links(settings, set(filter(settings.iris.is_thing, things))).items():
        found |= link_triples(name, some, settings.iris)
    for triple, cell in found.items():
        cells.setdefault(triple, cell)
    return {LINKS: set(found)} if found else {}


def _check_base(cells: Iterable[Triple], settings: Settings) -> None:
    subjects, base = {value(subject) for subject, _, _ in cells}, settings.base
    if subjects and not any(map(settings.iris.is_thing, subjects)):
        raise ProjectError(
            f"{settings.root / FILE}: no row makes an IRI below base {base}, but such as {min(subjects)}; "
            f"'koryu new DIR --base {base}' lays out tables that do"
        )


def source_folders(settings: Settings) -> list[Path]:
    """List the folders of the project's sources, those with metadata, by name."""
    folders = sorted(path.parent for path in settings.data.glob(f"*/{METADATA}"))
    if not folders:
        raise ProjectError(f"{settings.data}: no folder has a {METADATA}; each source is a folder with one")
    if taken := sorted({folder.name for folder in folders} & {*ONTOLOGY_PARTS, LINKS}):
        raise ProjectError(
            f"{settings.data / taken[0]}: this name is that of a graph of the ontology or of links; rename it"
        )
    return folders


def _source(folder: Path, root: Path, cells: dict[Triple, Cell]) -> set[Triple]:
    statements = list(populate(read_group(folder / METADATA, root)))
    for statement in statements:
        cells.setdefault(_triple(statement), statement.cell)
    return {_triple(statement) for statement in statements}


def _triple(statement: Statement) -> Triple:
    return statement.subject, statement.predicate, statement.object


def part_path(settings: Settings, name: str) -> Path:
    """The file of one part of the ontology, such as ``concepts``."""
    return settings.ontology / f"{_FILES.get(name, name)}.ttl"


def read_part(settings: Settings, name: str) -> set[Triple]:
    """Read one part of the ontology, such as ``concepts``."""
    return read_turtle(part_path(settings, name), settings.root)
