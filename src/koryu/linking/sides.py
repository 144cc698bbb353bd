"""What is known of both sides of a case: ours from the graph, the other from the proposal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from koryu.linking import datasets
from koryu.linking.comparison import Line, compare
from koryu.linking.places import read_places
from koryu.linking.proposals import read_description
from koryu.linking.review import Case
from koryu.matching.places import NameKind, Place, PlaceName
from koryu.queries.binding import bind
from koryu.queries.labels import labels_of
from koryu.rdf.ntriples import iri, language, value
from koryu.settings import Settings
from koryu.stores.local import Engine

_NAMES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?name ?kind WHERE {
  VALUES ?place { UNDEF }
  VALUES (?property ?kind) { (rdfs:label "label") (skos:prefLabel "label") (skos:altLabel "alternative") }
  ?place ?property ?name .
}
ORDER BY ?name
"""


@dataclass(frozen=True)
class Sides:
    """Both sides of a case; of the other one nothing is known if it was not proposed."""

    ours: Place
    theirs: Place | None

    def compare(self, languages: Iterable[str]) -> list[Line]:
        """Lay them beside each other, names in these languages first."""
        return compare(self.ours, self.theirs, languages)


def sides_of(case: Case, settings: Settings, engine: Engine) -> Sides:
    """Find what is known of both sides; ``engine`` answers from the project's own graph.

    Raises:
        QueryError: A stored query of the project is malformed.
    """
    theirs = read_description(case.candidate.described) if case.candidate else None
    return Sides(_ours(case.place, settings, engine), theirs)


def _ours(place: str, settings: Settings, engine: Engine) -> Place:
    """Read a place by the project's queries, else by its names alone."""
    term = _term(place)
    if term is None:
        return Place(place, ())
    dataset = datasets.ours(settings)
    if dataset.has_query("places"):
        found = read_places(dataset, engine, [place]).get(place)
        if found:
            return found
    rows = engine.select(bind(_NAMES, {"place": [term]})).rows
    names = (
        PlaceName(value(name), language(name), NameKind(value(kind))) for name, kind in rows if name and kind
    )
    return Place(place, tuple(names))


def label_of(things: Iterable[str], engine: Engine, wanted: str, fallback: str) -> dict[str, str]:
    """Find what things are called, by IRI; those without a label are left out."""
    terms = {term: each for each in things if (term := _term(each))}
    found = labels_of(sorted(terms), engine, wanted, fallback)
    return {terms[term]: label for term, label in found.items()}


def _term(thing: str) -> str | None:
    try:
        return iri(thing)
    except ValueError:  # what another dataset calls a thing need not be an IRI
        return None
