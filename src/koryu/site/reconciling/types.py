"""The types that entities may be of: classes, and the concepts that tell governments apart.

A class is named as in the ontology, ``LocalGovernment``; a concept by its key, ``designated-city``. The two
cannot meet, since one begins with a capital letter and the other does not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from koryu.namespaces import RDF_TYPE
from koryu.queries.binding import bind
from koryu.rdf.ntriples import iri, literal, value
from koryu.site.editions.contents import contents_of
from koryu.site.editions.edition import Edition
from koryu.site.editions.name_index import LABEL, name_index
from koryu.site.editions.ontology import SUB_CLASS
from koryu.site.editions.said import said_of
from koryu.site.reconciling.entities import entities_of
from koryu.site.reconciling.places import places_of

_DEFAULTS: Final = 12  # types that a service proposes
_NAMED: Final = 2000  # things by which it is known which classes have names
_SAMPLE: Final = 20  # places of a level or a type by which it is known what they are
_ALL: Final = """
SELECT ?thing WHERE {
  VALUES ?class { UNDEF }
  ?thing a ?class .
}
"""
_ONE: Final = """
SELECT ?thing WHERE {
  VALUES ?class { UNDEF }
  VALUES ?space { UNDEF }
  ?thing a ?class .
  FILTER(STRSTARTS(STR(?thing), ?space) && !CONTAINS(STR(?thing), "#"))
}
LIMIT 1
"""


@dataclass(frozen=True)
class Type:
    """A type: its identifier, its IRI, and the identifiers of the types that it lies below directly."""

    id: str
    iri: str
    broader: tuple[str, ...] = ()


@dataclass
class Types:
    """The types of an edition, by their identifiers; ``defaults`` are those to begin with."""

    all: dict[str, Type]
    defaults: tuple[str, ...] = ()
    _by_iri: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._by_iri = {each.iri: id_ for id_, each in self.all.items()}

    def find(self, text: str) -> Type | None:
        """Find the type that a text names: by its identifier or its IRI."""
        return self.all.get(self._by_iri.get(text, text))

    def wider(self, ids: Iterable[str]) -> list[str]:
        """List types with all that they lie below, the narrow ones first."""
        found = list(dict.fromkeys(ids))
        for id_ in found:  # grows while it is walked
            found += [each for each in self.all[id_].broader if each not in found]
        return found

    def of(self, iris: Iterable[str]) -> list[str]:
        """List the identifiers of those that are types."""
        return [self._by_iri[each] for each in iris if each in self._by_iri]


def types_of(edition: Edition) -> Types:
    """Read the types of an edition, once."""
    return edition.once(_read)


def _read(edition: Edition) -> Types:
    found = {each.id: each for each in _classes(edition)}
    found |= {each.id: each for each in _concepts(edition)}
    return Types(found, tuple(_defaults(edition, found)))


def _classes(edition: Edition) -> Iterator[Type]:
    """The classes that entities are of."""
    space = literal(entities_of(edition).space)
    counts = contents_of(edition).classes
    terms = [each for each in edition.ontology.of_kind("class") if counts.get(value(each.iri), 0)]
    there = {
        each.iri: each.name
        for each in terms
        if edition.store.select(bind(_ONE, {"class": [each.iri], "space": [space]})).rows
    }
    for term, name in there.items():
        broader = [there[each] for each in edition.ontology.supers(term, SUB_CLASS) if each in there]
        yield Type(name, value(term), tuple(broader))


def _concepts(edition: Edition) -> Iterator[Type]:
    """The levels and the types of places, below the class that most of them have."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for place in places_of(edition).by_iri.values():
        for concept in filter(None, (place.level, place.type)):
            found[concept].append(place.iri)
    classes = said_of(edition, (each for some in found.values() for each in some[:_SAMPLE]), [RDF_TYPE])
    for concept, some in sorted(found.items()):
        above = ([term for _, term in classes.get(each, ())] for each in some[:_SAMPLE])
        counts = Counter(each for terms in above for each in _narrowest(edition, terms))
        class_ = min(counts, key=lambda each: (-counts[each], each), default=None)
        term = edition.ontology.term(class_) if class_ else None
        yield Type(edition.settings.iris.key(concept), concept, (term.name,) if term else ())


def _narrowest(edition: Edition, classes: Iterable[str]) -> list[str]:
    """Keep the classes of the project's own that have none of the others below them."""
    ours = [each for each in classes if edition.ontology.term(each)]
    wide = {above for each in ours for above in edition.ontology.supers(each, SUB_CLASS)}
    return [each for each in ours if each not in wide]


def _defaults(edition: Edition, types: dict[str, Type]) -> list[str]:
    """Choose what to begin with: classes of places alone, then those of all that has names, largest first."""
    classes, places = contents_of(edition).classes, places_of(edition).by_iri
    sizes = {name: classes.get(each.iri, 0) for name, each in types.items()}
    small = [name for name, n in sizes.items() if 0 < n <= len(places)]
    of_places = [name for name in small if all(thing in places for thing in _of(edition, types[name]))]
    ranked = sorted(of_places, key=lambda name: (-sizes[name], name))
    return list(dict.fromkeys((*ranked, *_named(edition, types))))[:_DEFAULTS]


def _of(edition: Edition, type_: Type) -> Iterator[str]:
    rows = edition.store.select(bind(_ALL, {"class": [iri(type_.iri)]})).rows
    return (value(thing) for (thing,) in rows if thing)


def _named(edition: Edition, types: dict[str, Type]) -> Iterator[str]:
    """The classes that tell most of the things that have names, largest first."""
    entities, counts = entities_of(edition), Counter[str]()
    named = (each.iri for each in name_index(edition).names if each.kind == LABEL and each.iri in entities)
    for some in _class_names(edition, islice(dict.fromkeys(named), _NAMED), types):
        wide = {above for each in some for above in types[each].broader}
        counts.update(each for each in some if each not in wide)
    yield from (name for name, _ in counts.most_common())


def _class_names(edition: Edition, things: Iterable[str], types: dict[str, Type]) -> Iterator[list[str]]:
    by_term = {iri(each.iri): id_ for id_, each in types.items()}
    for said in said_of(edition, things, [RDF_TYPE]).values():
        yield [by_term[each] for _, each in said if each in by_term]
