"""The properties that entities may have values of, and the hints that only a search takes.

A property is named as in the ontology, ``country``; steps of several make a path, ``territory/latitude``.
Beside those of the ontology there are the names of entities and their mappings to other datasets. A *hint*
says something of a place that no one property says, such as a ``date`` on which it had a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from koryu.errors import QueryError
from koryu.namespaces import RDFS, SKOS
from koryu.printable import quoted
from koryu.rdf.ntriples import iri, value
from koryu.site.editions.edition import Edition
from koryu.site.frame.reader import Reader
from koryu.site.reconciling.places import places_of
from koryu.suggestions import did_you_mean

LABEL: Final = f"{RDFS}label"
NAMES: Final = {"label": LABEL, "altLabel": f"{SKOS}altLabel", "hiddenLabel": f"{SKOS}hiddenLabel"}
_MAPPINGS: Final = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_SHARED: Final = {**NAMES, **{name: f"{SKOS}{name}" for name in _MAPPINGS}}
COUNTRY: Final = "country"
PARENT: Final = "parent"
LEVEL: Final = "level"
TYPE: Final = "type"
CODE: Final = "code"
POINT: Final = "point"
DATE: Final = "date"
HINTS: Final = (COUNTRY, PARENT, LEVEL, TYPE, CODE, POINT, DATE)
_DEEPEST: Final = 4  # steps of a path


@dataclass(frozen=True)
class Property:
    """A property: its identifier, and its IRI unless it is but a hint."""

    id: str
    iri: str | None
    is_hint: bool = False


@dataclass(frozen=True)
class Path:
    """Steps of properties that lead from an entity to values; most have one."""

    id: str
    steps: tuple[Property, ...]

    @property
    def hint(self) -> str | None:
        """The hint that it is, if it is one."""
        return self.id if len(self.steps) == 1 and self.steps[0].is_hint else None

    @property
    def iris(self) -> tuple[str, ...]:
        """The IRIs of its steps; none of a hint that is no property."""
        return tuple(each.iri for each in self.steps if each.iri)


@dataclass(frozen=True)
class Properties:
    """The properties of an edition, by their identifiers."""

    all: dict[str, Property]
    ids: dict[str, str]

    def find(self, where: str, text: str) -> Path:
        """Find the path that a text names, by identifiers or by an IRI.

        Raises:
            QueryError: There is no such property.
        """
        names = [self.ids[text]] if text in self.ids else text.split("/")
        steps = tuple(self.all[name] for name in names if name in self.all)
        if len(steps) < len(names) or len(names) > _DEEPEST:
            unknown = next((name for name in names if name not in self.all), text)
            near = did_you_mean(unknown, self.all)
            raise QueryError(
                f"{where}: no property {quoted(text)}{near or '; the suggest service lists them'}"
            )
        return Path("/".join(names), steps)


def properties_of(edition: Edition) -> Properties:
    """Read the properties of an edition, once."""
    return edition.once(_read)


def _read(edition: Edition) -> Properties:
    hints = HINTS if places_of(edition).by_iri else ()
    found = {each: Property(each, None, is_hint=True) for each in hints}
    for name, about in _SHARED.items():
        if edition.ontology.uses(iri(about)):
            found[name] = Property(name, about)
    for term in edition.ontology.of_kind("object", "datatype"):
        if edition.ontology.uses(term.iri):
            found[term.name] = Property(term.name, value(term.iri), is_hint=term.name in hints)
    ordered = dict(sorted(found.items(), key=lambda each: (each[0].casefold(), each[0])))
    return Properties(ordered, {each.iri: id_ for id_, each in ordered.items() if each.iri})


def property_label(edition: Edition, reader: Reader, each: Property) -> str:
    """Call a property as the reader would."""
    if each.iri and edition.ontology.term(iri(each.iri)):
        return edition.ontology.label(iri(each.iri), reader.lang)
    return reader.words.get(f"reconcile_property_{each.id}") or each.id


def path_label(edition: Edition, reader: Reader, path: Path) -> str:
    """Call a path as the reader would."""
    return " / ".join(property_label(edition, reader, each) for each in path.steps)
