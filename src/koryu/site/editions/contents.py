"""What an edition holds: numbers, as the build has counted them, and whether it has a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from koryu.namespaces import RDFS, VOID
from koryu.rdf.ntriples import iri, is_iri, value
from koryu.site.editions.edition import Edition

ANNIVERSARIES: Final = "anniversaries"  # the stored query that the calendar is made of
_LARGEST = 12  # classes that the first page names


@dataclass(frozen=True)
class Contents:
    """How many things there are of each class, and statements in each graph and in all."""

    classes: dict[str, int]
    graphs: dict[str, int]

    @property
    def statements(self) -> int:
        """The statements of all graphs."""
        return sum(self.graphs.values())


def contents_of(edition: Edition) -> Contents:
    """Read the contents of an edition, once."""
    return edition.once(_read_contents)


def _read_contents(edition: Edition) -> Contents:
    import pyoxigraph as ox

    path = edition.path / "void.ttl"
    said: dict[str, dict[str, str]] = {}
    if path.is_file():
        for each in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            said.setdefault(str(each.subject), {})[each.predicate.value] = str(each.object)
    classes = {
        value(about[f"{VOID}class"]): int(value(about.get(f"{VOID}entities", '"0"')))
        for about in said.values()
        if f"{VOID}class" in about
    }
    start = f"<{edition.settings.iris.graph('')}"
    graphs = {
        value(subject): int(value(about[f"{VOID}triples"]))
        for subject, about in said.items()
        if subject.startswith(start) and f"{VOID}triples" in about
    }
    return Contents(classes, graphs)


def main_classes(edition: Edition) -> list[tuple[str, int]]:
    """List the classes of the project's own that tell most, with their numbers, largest first.

    A class whose things are all in its subclasses tells nothing beside these.
    """
    start = f"{edition.settings.iris.ontology}#"
    counts = {each: n for each, n in contents_of(edition).classes.items() if each.startswith(start)}
    below: dict[str, int] = {}
    for narrow, n in counts.items():
        for wide in _supers(edition, narrow):
            below[wide] = below.get(wide, 0) + n
    told = [(each, n) for each, n in counts.items() if below.get(each, 0) < n]
    return sorted(told, key=lambda each: (-each[1], each[0]))[:_LARGEST]


def _supers(edition: Edition, class_: str) -> list[str]:
    about = edition.statements.about(iri(class_))
    return [value(o) for (_, p, o), _ in about if p == iri(f"{RDFS}subClassOf") and is_iri(o)]


def sources_of(edition: Edition) -> list[tuple[str, int]]:
    """List the graphs of sources, with their statements, largest first: neither the ontology nor links."""
    from koryu.graph import LINKS, ONTOLOGY_PARTS

    ours = {edition.settings.iris.graph(part) for part in (*ONTOLOGY_PARTS, LINKS)}
    found = [(graph, n) for graph, n in contents_of(edition).graphs.items() if graph not in ours]
    return sorted(found, key=lambda each: (-each[1], each[0]))


def has_calendar(edition: Edition) -> bool:
    """Has the project such a query: for a year, things, a date and a number of years?"""
    if ANNIVERSARIES not in edition.catalogue.names:
        return False
    header = edition.catalogue.read(ANNIVERSARIES).header
    return header.parameter("year") is not None and {"thing", "date", "integer"} <= {
        column.type for column in header.columns
    }
