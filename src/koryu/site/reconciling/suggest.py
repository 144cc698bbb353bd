"""Suggestions for who types: entities, properties and types that begin with a text, best first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from koryu.errors import QueryError
from koryu.names import fold
from koryu.printable import quoted
from koryu.rdf.ntriples import iri
from koryu.site.editions.edition import Edition
from koryu.site.editions.name_index import LABEL, SAID, WHOLE, Name, how_met, name_index
from koryu.site.editions.ontology import DEFINITION, PREF_LABEL
from koryu.site.editions.ontology import LABEL as TERM_LABEL
from koryu.site.frame.reader import Reader
from koryu.site.reconciling.cards import Card, cards_of, type_label, types_by_iri
from koryu.site.reconciling.entities import entities_of
from koryu.site.reconciling.properties import Property, properties_of, property_label
from koryu.site.reconciling.types import types_of
from koryu.suggestions import did_you_mean

PAGE: Final = 20  # suggestions at once, if nobody asks for more or fewer
MOST: Final = 100
LONGEST: Final = 200  # characters of a prefix
Found = list[dict[str, Any]]


def suggest_entities(
    edition: Edition, reader: Reader, prefix: str, skip: int, limit: int, types: Sequence[str] = ()
) -> Found:
    """Suggest entities with a name that begins so, or of which a word does, or that holds the text.

    Raises:
        QueryError: A type is unknown.
    """
    wanted = [_type(edition, each) for each in types]
    met = list(_met(edition, prefix))
    if wanted:
        kinds = types_by_iri(edition, (name.iri for name in met))
        met = [name for name in met if any(each in kinds[name.iri] for each in wanted)]
    some = met[skip : skip + limit]
    cards = cards_of(edition, reader, (name.iri for name in some))
    return [_entity(edition, reader, cards[name.iri], name) for name in some]


def _type(edition: Edition, text: str) -> str:
    types = types_of(edition)
    if found := types.find(text):
        return found.id
    raise QueryError(f"type: no type {quoted(text)}{did_you_mean(text, types.all)}")


def _met(edition: Edition, prefix: str) -> list[Name]:
    """Find the entities that a text may begin, each by the name that meets it best."""
    entities, text = entities_of(edition), prefix.strip()[:LONGEST]
    if "/" in text:
        return _by_id(edition, text.removeprefix(entities.space))
    key = fold(text).replace(" ", "")
    names = name_index(edition).holding(key) if key else ()
    mine = [name for name in names if name.kind != SAID and name.iri in entities]
    best: dict[str, Name] = {}
    for name in sorted(mine, key=lambda each: _rank(each, key)):
        best.setdefault(name.iri, name)
    return list(best.values())


def _by_id(edition: Edition, start: str) -> list[Name]:
    space = entities_of(edition).space
    ids = sorted(each for each in entities_of(edition).ids if each.startswith(start))
    return [Name(f"{space}{each}", each, None, each, LABEL) for each in ids]


def _rank(name: Name, key: str) -> tuple[int, int, int, str, str]:
    return how_met(name.folded, key), name.kind, len(name.key), name.key, name.iri


def _entity(edition: Edition, reader: Reader, card: Card, name: Name) -> dict[str, Any]:
    is_known = name.text in (card.name, card.id, edition.settings.iris.key(card.iri))
    also = "" if is_known else reader.words("called", text=name.text)
    types = [{"id": each, "name": type_label(edition, reader, each)} for each in card.types[:3]]
    told = " · ".join(each for each in (card.description, also) if each)
    return {"id": card.id, "name": card.name, "description": told, "notable": types}


def suggest_properties(edition: Edition, reader: Reader, prefix: str, skip: int, limit: int) -> Found:
    """Suggest properties by their names in any language, or by their identifiers."""
    found = (
        (property_document(edition, reader, each), _texts(edition, each.id, each.iri))
        for each in properties_of(edition).all.values()
    )
    return _chosen(found, prefix)[skip : skip + limit]


def property_document(edition: Edition, reader: Reader, each: Property) -> dict[str, Any]:
    """Write a property as the specification has it."""
    made = {"id": each.id, "name": property_label(edition, reader, each)}
    told = definition(edition, reader, each.iri)
    if each.is_hint:
        told = reader.words.get(f"reconcile_hint_{each.id}") or told
    return {**made, **({"description": told} if told else {})}


def suggest_types(edition: Edition, reader: Reader, prefix: str, skip: int, limit: int) -> Found:
    """Suggest types by their names in any language, or by their identifiers."""
    found = (
        (type_document(edition, reader, each.id), _texts(edition, each.id, each.iri))
        for each in types_of(edition).all.values()
    )
    return _chosen(found, prefix)[skip : skip + limit]


def type_document(edition: Edition, reader: Reader, id_: str) -> dict[str, Any]:
    """Write a type as the specification has it, with those that it lies below."""
    each = types_of(edition).all[id_]
    made: dict[str, Any] = {"id": id_, "name": type_label(edition, reader, id_)}
    if told := definition(edition, reader, each.iri):
        made["description"] = told
    if each.broader:
        made["broader"] = [
            {"id": above, "name": type_label(edition, reader, above)} for above in each.broader
        ]
    return made


def definition(edition: Edition, reader: Reader, about: str | None) -> str | None:
    """Say what a term of the ontology means, in the reader's language if it is told in that."""
    found = edition.ontology.text(iri(about), reader.lang, DEFINITION) if about else None
    return found[1] if found else None


def _texts(edition: Edition, id_: str, about: str | None) -> list[str]:
    """What a term may be called by who types."""
    texts = edition.ontology.texts(iri(about), TERM_LABEL, PREF_LABEL) if about else ()
    return [id_, *([about] if about else []), *(text for _, text in texts)]


def _chosen(found: Iterable[tuple[dict[str, Any], list[str]]], prefix: str) -> Found:
    """Keep what a text begins, best first; all of it, by name, if there is no text."""
    key, ranked = fold(prefix[:LONGEST]).replace(" ", ""), []
    for document, texts in found:
        called = [fold(each) for each in (document["name"], *texts)]
        met = [(how_met(each, key), len(each)) for each in called if key in each.replace(" ", "")]
        if met:
            how = min(met) if key else (WHOLE, 0)
            ranked.append((how, document["name"].casefold(), document["id"], document))
    return [document for *_, document in sorted(ranked, key=lambda each: each[:3])]
