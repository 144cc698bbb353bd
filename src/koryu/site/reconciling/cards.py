"""What entities are called: a name, what tells namesakes apart, and types; kept, since they come again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from koryu.matching.places import Place
from koryu.rdf.ntriples import iri, value
from koryu.site.editions.edition import Edition
from koryu.site.editions.name_index import classes_of
from koryu.site.frame.descriptions import main_class
from koryu.site.frame.labels import Label, Labels
from koryu.site.frame.reader import Reader
from koryu.site.reconciling.entities import entities_of
from koryu.site.reconciling.places import places_of
from koryu.site.reconciling.types import types_of

_MOST: Final = 200_000  # cards that are kept
_ABOVE: Final = 2  # places around a place that its description names


@dataclass(frozen=True)
class Card:
    """An entity as it is shown: ``types`` are identifiers, the one that tells most first."""

    iri: str
    id: str
    name: str
    lang: str | None
    description: str
    types: tuple[str, ...]


@dataclass
class _Kept:
    """What is kept for all readers: cards by language and IRI, types by IRI, labels of types."""

    cards: dict[tuple[str, str], Card] = field(default_factory=dict)
    types: dict[str, tuple[str, ...]] = field(default_factory=dict)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)


def _kept(_edition: Edition) -> _Kept:
    return _Kept()


def cards_of(edition: Edition, reader: Reader, iris: Iterable[str]) -> dict[str, Card]:
    """Make the cards of entities for a reader."""
    kept, wanted = edition.once(_kept), list(dict.fromkeys(iris))
    missing = [each for each in wanted if (reader.lang, each) not in kept.cards]
    if len(kept.cards) + len(missing) > _MOST:
        kept.cards, missing = {}, wanted
    made = _made(edition, reader, missing) if missing else {}
    kept.cards.update({(reader.lang, each): card for each, card in made.items()})
    return {each: made.get(each) or kept.cards[reader.lang, each] for each in wanted}


def types_by_iri(edition: Edition, iris: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Find the types of entities, with all that these lie below; the one that tells most first."""
    kept, wanted = edition.once(_kept), list(dict.fromkeys(iris))
    missing = [each for each in wanted if each not in kept.types]
    if len(kept.types) + len(missing) > _MOST:
        kept.types, missing = {}, wanted
    classes = classes_of(edition, missing) if missing else {}
    made = {each: _types(edition, each, classes.get(each, [])) for each in missing}
    kept.types.update(made)
    return {each: made.get(each) or kept.types[each] for each in wanted}


def _types(edition: Edition, thing: str, classes: list[str]) -> tuple[str, ...]:
    types, place = types_of(edition), places_of(edition).by_iri.get(thing)
    first = main_class(edition, classes)
    concepts = [each for each in (place.type, place.level) if each] if place else []
    most = types.wider(types.of([*([value(first)] if first else []), *concepts]))
    return tuple(dict.fromkeys((*most, *types.of(sorted(value(each) for each in classes)))))


def _made(edition: Edition, reader: Reader, iris: list[str]) -> dict[str, Card]:
    types, entities, places = types_by_iri(edition, iris), entities_of(edition), places_of(edition).by_iri
    around = {above for each in iris if each in places for above in _above(places[each])}
    called = Labels(edition, reader).of((*iris, *sorted(around)))
    return {
        each: Card(
            each,
            entities.id(each),
            called[each].text,
            called[each].lang,
            _described(edition, reader, places.get(each), types[each], called),
            types[each],
        )
        for each in iris
    }


def _above(place: Place) -> list[str]:
    return [each for each in dict.fromkeys(place.parents) if each != place.iri][:_ABOVE]


def _described(
    edition: Edition,
    reader: Reader,
    place: Place | None,
    types: tuple[str, ...],
    called: Mapping[str, Label],
) -> str:
    """Tell what an entity is, and of a place what it lies in and when it was."""
    told = [type_label(edition, reader, types[0])] if types else []
    if place is not None:
        if place.type or place.level:
            told = [edition.ontology.label(iri(place.type or place.level or ""), reader.lang)]
        told += [called[each].text for each in _above(place)]
        told += [f"{place.since or ''}–{place.until or ''}"] if place.since or place.until else []
    return " · ".join(told)


def type_label(edition: Edition, reader: Reader, id_: str) -> str:
    """Call a type as the reader would."""
    labels = edition.once(_kept).labels
    if (reader.lang, id_) not in labels:
        labels[reader.lang, id_] = edition.ontology.label(iri(types_of(edition).all[id_].iri), reader.lang)
    return labels[reader.lang, id_]
