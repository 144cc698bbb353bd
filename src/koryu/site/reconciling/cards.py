"""What entities are called: a name, what tells namesakes apart, and types; kept, since they come again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from koryu.matching.places import Place
from koryu.rdf.ntriples import iri, value
from koryu.site.editions.edition import Edition
from koryu.site.editions.name_index import LABEL, classes_of, name_index
from koryu.site.frame.descriptions import main_class
from koryu.site.frame.labels import Labels
from koryu.site.frame.reader import Reader
from koryu.site.reconciling.entities import entities_of
from koryu.site.reconciling.places import places_of
from koryu.site.reconciling.types import types_of

_MOST: Final = 200_000  # cards that are kept
_ABOVE: Final = 2  # places around a place that its description names
Texts = list[tuple[str | None, str]]  # language and text


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
    """What is kept for all readers: the labels of entities, the cards by language, and types."""

    labels: dict[str, Texts]
    cards: dict[tuple[str, str], Card] = field(default_factory=dict)
    types: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _read(edition: Edition) -> _Kept:
    found: defaultdict[str, Texts] = defaultdict(list)
    for name in name_index(edition).names:
        if name.kind == LABEL:
            found[name.iri].append((name.lang, name.text))
    return _Kept(dict(found))


def cards_of(edition: Edition, reader: Reader, iris: Iterable[str]) -> dict[str, Card]:
    """Make the cards of entities for a reader."""
    kept, wanted = edition.once(_read), list(dict.fromkeys(iris))
    missing = [each for each in wanted if (reader.lang, each) not in kept.cards]
    if len(kept.cards) + len(missing) > _MOST:
        kept.cards, missing = {}, wanted
    made = _made(edition, reader, missing) if missing else {}
    kept.cards.update({(reader.lang, each): card for each, card in made.items()})
    return {each: made.get(each) or kept.cards[reader.lang, each] for each in wanted}


def types_by_iri(edition: Edition, iris: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Find the types of entities, with all that these lie below; the one that tells most first."""
    kept, wanted = edition.once(_read), list(dict.fromkeys(iris))
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
    ranked = [*([value(first)] if first else []), *concepts, *sorted(value(each) for each in classes)]
    return tuple(types.wider(dict.fromkeys(types.of(ranked))))


def _made(edition: Edition, reader: Reader, iris: list[str]) -> dict[str, Card]:
    names, types = _names(edition, reader, iris), types_by_iri(edition, iris)
    entities, places = entities_of(edition), places_of(edition).by_iri
    around = {above for each in iris if each in places for above in _above(places[each])}
    called = {**_names(edition, reader, sorted(around - set(names))), **names}
    return {
        each: Card(
            each,
            entities.id(each),
            *names[each],
            _described(edition, reader, places.get(each), types[each], called),
            types[each],
        )
        for each in iris
    }


def _names(edition: Edition, reader: Reader, iris: list[str]) -> dict[str, tuple[str, str | None]]:
    """Call entities: by their label in the reader's language, else in any, else by what they say."""
    labels, ranks = edition.once(_read).labels, Labels(edition, reader)
    found = {each: _best(labels[each], ranks) for each in iris if each in labels}
    others = ranks.of(each for each in iris if each not in found)
    return found | {each: (label.text, label.lang) for each, label in others.items()}


def _best(texts: Texts, ranks: Labels) -> tuple[str, str | None]:
    lang, text = min(texts, key=lambda each: (ranks.rank_of(each[0]), each[1]))
    return text, lang


def _above(place: Place) -> list[str]:
    return [each for each in dict.fromkeys(place.parents) if each != place.iri][:_ABOVE]


def _described(
    edition: Edition,
    reader: Reader,
    place: Place | None,
    types: tuple[str, ...],
    called: dict[str, tuple[str, str | None]],
) -> str:
    """Tell what an entity is, and of a place what it lies in and when it was."""
    told = [type_label(edition, reader, types[0])] if types else []
    if place is not None:
        if place.type or place.level:
            told = [edition.ontology.label(iri(place.type or place.level or ""), reader.lang)]
        told += [called[each][0] for each in _above(place)]
        told += [f"{place.since or ''}–{place.until or ''}"] if place.since or place.until else []
    return " · ".join(told)


def type_label(edition: Edition, reader: Reader, id_: str) -> str:
    """Call a type as the reader would."""
    return edition.ontology.label(iri(types_of(edition).all[id_].iri), reader.lang)
