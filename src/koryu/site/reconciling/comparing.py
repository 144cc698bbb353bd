"""Are the properties of candidates as they are asked to be?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from koryu.matching import unsaid
from koryu.names import key
from koryu.queries.binding import bind
from koryu.rdf.ntriples import iri, is_iri, value
from koryu.site.editions.edition import Edition
from koryu.site.editions.name_index import CODE, code_properties
from koryu.site.editions.said import said_of
from koryu.site.reconciling.entities import entities_of
from koryu.site.reconciling.named import values_of
from koryu.site.reconciling.places import places_of
from koryu.site.reconciling.properties import CODE as CODES
from koryu.site.reconciling.properties import COUNTRY, NAMES, Path
from koryu.site.reconciling.reading import Value

_HOLDERS: Final = 500  # things that are found by a property alone
_HAVING: Final = f"""
SELECT DISTINCT ?thing WHERE {{
  VALUES ?property {{ UNDEF }}
  VALUES ?value {{ UNDEF }}
  ?thing ?property ?value .
  FILTER(ISIRI(?thing))
}}
LIMIT {_HOLDERS}
"""
_SAYS: Final = {CODES: unsaid.is_code, COUNTRY: unsaid.is_country}
_NUMBER: Final = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?")
_AT_ONCE: Final = 2000  # things whose values are read


@dataclass(frozen=True)
class Hint:
    """What a property is asked to be: any of some values; things are given by their IRIs, too.

    ``is_code``: its values are codes, of which one decides.
    """

    path: Path
    values: tuple[Value, ...]
    things: frozenset[str]
    is_code: bool = False


def make_hint(edition: Edition, path: Path, values: Iterable[Value]) -> Hint:
    """Find out what values may mean; those that say nothing are left out."""
    is_code = path.hint is None and len(path.steps) == 1 and path.iris[0] in code_properties(edition)
    says = unsaid.is_code if is_code else _SAYS.get(path.hint or "", unsaid.is_said)
    given = tuple(each for each in values if each.id or says(each.text or ""))
    things = frozenset(each for one in given for each in meant(edition, one))
    return Hint(path, given, things, is_code)


def meant(edition: Edition, given: Value) -> set[str]:
    """Find the things that a value may mean: the entity of its identifier, or what is called so."""
    if given.id is not None and (entity := entities_of(edition).find_key(given.id)):
        return {entity}
    text = given.text or given.id or ""
    found = {name.iri for name in values_of(edition).exact(text)}
    return found | {entity for entity in [entities_of(edition).find_key(text)] if entity}


def values_at(edition: Edition, things: Iterable[str], path: Path) -> dict[str, list[str]]:
    """Find the values at the end of a path, as terms, of each thing that has any; a mere hint has none."""
    found = {each: [f"<{each}>"] for each in things if path.iris}
    for property_ in path.iris:
        reached = sorted({value(term) for terms in found.values() for term in terms if is_iri(term)})
        said = said_of(edition, reached, [property_])
        found = {thing: _next(terms, said) for thing, terms in found.items()}
    return {thing: terms for thing, terms in found.items() if terms}


def _next(terms: list[str], said: Mapping[str, list[tuple[str, str]]]) -> list[str]:
    return list(
        dict.fromkeys(term for each in terms if is_iri(each) for _, term in said.get(value(each), ()))
    )


def compare(edition: Edition, things: Iterable[str], hints: Iterable[Hint]) -> dict[str, dict[str, bool]]:
    """Compare things with hints: by the identifier of the property, of those alone that have values."""
    wanted = list(dict.fromkeys(things))[:_AT_ONCE]
    compared: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for hint in hints:
        for thing, terms in values_at(edition, wanted, hint.path).items():
            if hint.values:
                compared[thing][hint.path.id] = any(_is_met(hint, term) for term in terms)
    return compared


def identified(edition: Edition, text: str) -> list[str]:
    """Find the entities that a text names for certain: by an identifier, an IRI or a code."""
    entities, key_of = entities_of(edition), edition.settings.iris.key
    exact = values_of(edition).exact(text)
    codes = [name.iri for name in exact if name.kind == CODE and name.text != key_of(name.iri)]
    found = [entities.find(text) or "", *codes, *places_of(edition).by_code.get(text, ())]
    return [each for each in dict.fromkeys(found) if each in entities]


def holders(edition: Edition, hints: Iterable[Hint]) -> list[str]:
    """Find the entities that have the value of the first property that anything is found by."""
    entities = entities_of(edition)
    for hint in hints:
        named = [each.text for each in hint.values] if hint.is_code or hint.path.id in (*NAMES, CODES) else []
        things = {thing for text in named for thing in (*identified(edition, text), *_called(edition, text))}
        if found := sorted(each for each in things | _having(edition, hint) if each in entities):
            return found
    return []


def _called(edition: Edition, text: str) -> list[str]:
    return [name.iri for name in values_of(edition).exact(text)]


def _having(edition: Edition, hint: Hint) -> set[str]:
    """Find what has one of the things as a value of the property itself."""
    if len(hint.path.iris) != 1 or not hint.things:
        return set()
    terms = {"property": [iri(hint.path.iris[0])], "value": [iri(each) for each in sorted(hint.things)]}
    rows = edition.store.select(bind(_HAVING, terms)).rows
    return {value(thing) for (thing,) in rows if thing}


def _is_met(hint: Hint, term: str) -> bool:
    if is_iri(term) and value(term) in hint.things:
        return True
    return any(_is_same(value(term), each.text or each.id or "") for each in hint.values)


def _is_same(found: str, wanted: str) -> bool:
    """Is a value what was asked for: the same text, number as far as it is told, or within a year?"""
    if found == wanted or (len(wanted) in (4, 7) and found.startswith(f"{wanted}-")):
        return True
    if (number := _number(wanted)) is not None and (other := _number(found)) is not None:
        return round(other, len(wanted.partition(".")[2])) == number
    return bool(key(wanted)) and key(found) == key(wanted)


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None
