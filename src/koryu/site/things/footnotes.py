"""Where facts come from, as numbered notes: the sentence or page that states them, else their source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from koryu.rdf.ntriples import is_iri, value
from koryu.site.editions.roles import HELD_IN, SOURCE, roles_of
from koryu.site.frame.labels import Label, Labels
from koryu.site.things.facts import Fact, Objects


@dataclass
class Footnotes:
    """The notes of a page, numbered from 1 in the order in which they are first needed."""

    labels: Labels
    _numbers: dict[str, int] = field(default_factory=dict)

    def properties(self) -> frozenset[str]:
        """The properties that tell where facts come from, as IRIs: shown as notes, not as facts."""
        roles = roles_of(self.labels.edition)
        return roles.terms(SOURCE) | roles.terms(HELD_IN)

    def add(self, objects: Objects, facts: Iterable[Fact]) -> None:
        """Note each fact of a subject: by what the subject names in the fact's graph, else by the graph."""
        for fact in facts:
            found = {each for graph in sorted(fact.graphs) for each in self._sources(objects, graph)}
            fact.notes = sorted({self._number(each) for each in sorted(found)})

    def _sources(self, objects: Objects, graph: str) -> list[str]:
        return self.stated(objects, graph) or [self._graph(value(graph))]

    def stated(self, objects: Objects, graph: str | None = None) -> list[str]:
        """List the sentences and pages that a subject names, in one graph if it is given."""
        roles = roles_of(self.labels.edition)
        return [
            value(each)
            for predicate, found in sorted(objects.items())
            if value(predicate) in roles.terms(SOURCE) - roles.terms(HELD_IN)
            for each, graphs in sorted(found.items())
            if is_iri(each) and (graph is None or graph in graphs)
        ]

    def _graph(self, graph: str) -> str:
        """The source whose graph it is, if the project has a thing of the same key."""
        iris = self.labels.edition.settings.iris
        source = iris.thing("source", iris.key(graph))
        return source if self.labels.edition.statements.about(f"<{source}>") else graph

    def _number(self, source: str) -> int:
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def all(self) -> list[tuple[int, Label, Label | None]]:
        """List the notes: number, what is noted, and the source that this is held in, if it is another."""
        holders = {each: self._holder(each) for each in self._numbers}
        labels = self.labels.of([*holders, *(each for each in holders.values() if each)])
        return [
            (number, labels[each], labels[holder] if (holder := holders[each]) else None)
            for each, number in self._numbers.items()
        ]

    def _holder(self, source: str) -> str | None:
        held_in = roles_of(self.labels.edition).terms(HELD_IN)
        about = self.labels.edition.statements.about(f"<{source}>")
        found = sorted(value(o) for (_, p, o), _ in about if value(p) in held_in and is_iri(o))
        return next((each for each in found if each != source), None)
