"""Short views of entities, properties and types, to be shown by the programs of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from koryu.rdf.ntriples import iri, is_literal, language, value
from koryu.site.editions.edition import Edition
from koryu.site.editions.name_index import CODE, FORMER, LABEL, OTHER, name_index
from koryu.site.editions.points import points_of
from koryu.site.frame.reader import Reader
from koryu.site.frame.rendering import environment
from koryu.site.reconciling.cards import Card, cards_of, type_label
from koryu.site.reconciling.entities import entities_of
from koryu.site.reconciling.properties import properties_of, property_label
from koryu.site.reconciling.suggest import property_document, type_document
from koryu.site.reconciling.types import types_of

WIDTH: Final = 420  # pixels
HEIGHT: Final = 260
_NAMES: Final = 12  # further names that are shown


@dataclass(frozen=True)
class View:
    """What is shown of an entity: its card, further names with their languages, codes, and where it lies."""

    card: Card
    types: list[str]
    names: list[tuple[str, str | None]]
    codes: list[tuple[str, str]]
    point: str | None


def preview_page(edition: Edition, reader: Reader, text: str) -> str | None:
    """Make the page of an entity for the frame of another program; None if there is no such entity."""
    view = _view(edition, reader, text)
    return None if view is None else _render("reconcile-preview.html", edition, reader, view=view)


def entity_flyout(edition: Edition, reader: Reader, text: str) -> str | None:
    """Make a piece of HTML about an entity; None if there is no such entity."""
    view = _view(edition, reader, text)
    return None if view is None else _render("reconcile-flyout.html", edition, reader, view=view)


def type_flyout(edition: Edition, reader: Reader, text: str) -> str | None:
    """Make a piece of HTML about a type; None if there is no such type."""
    found = types_of(edition).find(text)
    if found is None:
        return None
    return _render("reconcile-term.html", edition, reader, term=type_document(edition, reader, found.id))


def property_flyout(edition: Edition, reader: Reader, text: str) -> str | None:
    """Make a piece of HTML about a property; None if there is no such property."""
    known = properties_of(edition)
    found = known.all.get(known.ids.get(text, text))
    if found is None:
        return None
    return _render("reconcile-term.html", edition, reader, term=property_document(edition, reader, found))


def _render(template: str, edition: Edition, reader: Reader, **context: object) -> str:
    found = environment().get_template(template)
    return found.render(edition=edition, reader=reader, words=reader.words, asset=reader.asset, **context)


def _view(edition: Edition, reader: Reader, text: str) -> View | None:
    thing = entities_of(edition).find_key(text)
    if thing is None:
        return None
    card = cards_of(edition, reader, [thing])[thing]
    point = points_of(edition, [thing]).get(thing)
    return View(
        card,
        [type_label(edition, reader, each) for each in card.types[:3]],
        _names(edition, thing, card),
        _codes(edition, reader, thing),
        f"{point[0]:.4f}, {point[1]:.4f}" if point else None,
    )


def _names(edition: Edition, thing: str, card: Card) -> list[tuple[str, str | None]]:
    """The further names of an entity, as they are written; those made of its own are not told."""
    found = [
        (name.text, name.lang)
        for name in name_index(edition).of(thing)
        if name.kind in (LABEL, OTHER, FORMER) and name.text != card.name
    ]
    return list(dict.fromkeys(found))[:_NAMES]


def _codes(edition: Edition, reader: Reader, thing: str) -> list[tuple[str, str]]:
    """The codes of an entity, each with the name of its property."""
    codes = {name.text for name in name_index(edition).of(thing) if name.kind == CODE}
    known, found = properties_of(edition), []
    for (_, predicate, object_), _ in edition.statements.about(iri(thing)):
        id_ = known.ids.get(value(predicate))
        if id_ and is_literal(object_) and language(object_) is None and value(object_) in codes:
            found.append((property_label(edition, reader, known.all[id_]), value(object_)))
    return sorted(set(found))
