"""Values of properties of entities, to add to a table: the data extension service."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from koryu.errors import QueryError
from koryu.namespaces import XSD
from koryu.printable import quoted
from koryu.rdf.ntriples import datatype, iri, is_iri, is_literal, language, value
from koryu.site.editions.edition import Edition
from koryu.site.editions.ontology import RANGE
from koryu.site.frame.labels import Labels
from koryu.site.frame.reader import Reader
from koryu.site.reconciling.cards import cards_of, type_label
from koryu.site.reconciling.comparing import values_at
from koryu.site.reconciling.entities import entities_of
from koryu.site.reconciling.properties import Path, path_label, properties_of
from koryu.site.reconciling.reading import Extension, Wanted
from koryu.site.reconciling.types import types_of

SETTINGS: Final = ("limit", "lang", "count")
_INTEGERS: Final = frozenset(
    f"{XSD}{name}"
    for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
                 "negativeInteger", "nonPositiveInteger", "unsignedLong", "unsignedInt", "unsignedShort",
                 "unsignedByte")
)  # fmt: skip
_NUMBERS: Final = frozenset(f"{XSD}{name}" for name in ("decimal", "double", "float"))
# https://www.w3.org/TR/xmlschema11-2/#date, without what no table needs: years of five digits
_DATE: Final = re.compile(r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?")
_MOMENT: Final = re.compile(
    r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
_SAFE: Final = 2**53  # beyond which JSON of the web has no whole numbers
Cell = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A property that is wanted: at most how many values, in which language, or only their number."""

    path: Path
    limit: int | None
    reader: Reader
    is_count: bool = False


def extend(edition: Edition, reader: Reader, asked: Extension) -> dict[str, Any]:
    """Find the values of properties of entities, in the form of the specification.

    Raises:
        QueryError: A property or a setting is unknown.
    """
    columns = [_column(edition, reader, each) for each in asked.properties]
    entities = {id_: entities_of(edition).find_key(id_) for id_ in asked.ids}
    rows: dict[str, dict[str, list[Cell]]] = {id_: {} for id_ in asked.ids}
    for column in columns:
        found = _cells(edition, column, [each for each in entities.values() if each])
        for id_, entity in entities.items():
            rows[id_][column.path.id] = found.get(entity or "", [])
    return {"meta": [_meta(edition, reader, each.path) for each in columns], "rows": rows}


def _column(edition: Edition, reader: Reader, wanted: Wanted) -> Column:
    path = properties_of(edition).find("extend", wanted.property)
    where = f"extend: {quoted(wanted.property)}"
    if len(path.iris) < len(path.steps):
        raise QueryError(f"{where} is but a hint for queries, and has no values")
    if unknown := sorted(set(wanted.settings) - set(SETTINGS)):
        raise QueryError(f"{where}: no setting {quoted(unknown[0])}; has {', '.join(SETTINGS)}")
    given = wanted.settings
    lang = _language(edition, where, given.get("lang") or reader.lang)
    limit, is_count = _limit(where, given.get("limit")), _flag(where, given.get("count"))
    return Column(path, limit, Reader(lang, reader.is_chosen, reader.root), is_count)


def _language(edition: Edition, where: str, found: object) -> str:
    languages = edition.settings.languages
    if found not in languages:
        raise QueryError(f"{where}: lang {quoted(str(found))} is unknown; has {', '.join(languages)}")
    return str(found)


def _limit(where: str, found: object) -> int | None:
    """Read a limit, which clients write as a number or as the text of a form; none if it is 0."""
    text = str(found).removesuffix(".0") if found not in (None, "") else "0"
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise QueryError(f"{where}: limit {quoted(text)} is no number of values; write 0 for all")
    return int(text) or None


def _flag(where: str, found: object) -> bool:
    """Read a checkbox, which clients write as a boolean or as a form does."""
    text = str(found).lower()
    if text not in ("true", "on", "false", "off", "", "none"):
        raise QueryError(f"{where}: count {quoted(text)} is no flag; write true or false")
    return text in ("true", "on")


def _meta(edition: Edition, reader: Reader, path: Path) -> dict[str, Any]:
    """Tell what a column holds; also of which type, if its entities are of one."""
    made: dict[str, Any] = {"id": path.id, "name": path_label(edition, reader, path)}
    types = types_of(edition)
    ranges = edition.ontology.objects(iri(path.iris[-1]), RANGE)
    if known := types.of(value(each) for each in ranges if is_iri(each)):
        made["type"] = {"id": known[0], "name": type_label(edition, reader, known[0])}
    return made


def _cells(edition: Edition, column: Column, entities: list[str]) -> dict[str, list[Cell]]:
    found = {
        thing: _chosen(edition, column, terms)
        for thing, terms in values_at(edition, entities, column.path).items()
    }
    if column.is_count:
        return {thing: [{"int": len(terms)}] for thing, terms in found.items()}
    found = {thing: terms[: column.limit] for thing, terms in found.items()}
    things = {value(each) for terms in found.values() for each in terms if is_iri(each)}
    ours = {each for each in things if each in entities_of(edition)}
    cards = cards_of(edition, column.reader, ours)
    labels = Labels(edition, column.reader).of(sorted(things - ours))
    named: dict[str, Cell] = {each: {"id": card.id, "name": card.name} for each, card in cards.items()}
    named |= {
        each: {"str": label.text if _is_ours(edition, each) else each} for each, label in labels.items()
    }
    return {
        thing: [named[value(each)] if is_iri(each) else _literal(each) for each in terms]
        for thing, terms in found.items()
    }


def _is_ours(edition: Edition, about: str) -> bool:
    return edition.settings.iris.is_ours(about)


def _chosen(edition: Edition, column: Column, terms: list[str]) -> list[str]:
    """Keep the texts in the best language that there is; all else, in a fixed order."""
    rank = Labels(edition, column.reader).rank_of
    tagged = [each for each in terms if is_literal(each) and language(each)]
    best = min((rank(language(each)) for each in tagged), default=0)
    kept = [each for each in terms if each not in tagged or rank(language(each)) == best]
    return sorted(kept)


def _literal(term: str) -> Cell:
    """Write a literal as the specification has it; what has no form there, and no exact one, is a text."""
    text, kind = value(term), datatype(term)
    if kind in _INTEGERS and abs(int(text)) <= _SAFE:
        return {"int": int(text)}
    if kind in _NUMBERS and (number := float(text)) == number and abs(number) < float("inf"):
        return {"float": number}
    if kind == f"{XSD}date" and (day := _DATE.fullmatch(text)):
        return {"date": f"{day[1]}T00:00:00{day[2] or 'Z'}"}
    if kind == f"{XSD}dateTime" and _MOMENT.fullmatch(text):
        return {"date": text}
    return {"str": text}
