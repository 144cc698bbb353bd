"""What an extension may ask for: the properties that entities of a type have, and how each may be set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from koryu.errors import QueryError
from koryu.namespaces import RDF_TYPE
from koryu.printable import quoted
from koryu.queries.binding import bind
from koryu.rdf.ntriples import iri, value
from koryu.site.editions.edition import Edition
from koryu.site.frame.reader import Reader
from koryu.site.reconciling.places import places_of
from koryu.site.reconciling.properties import properties_of, property_label
from koryu.site.reconciling.types import types_of
from koryu.suggestions import did_you_mean

PROPOSED: Final = 30  # properties, if nobody asks for more or fewer
MOST: Final = 1000
_SAMPLE: Final = 500  # things by which it is known which properties a type has
_OF_CLASS: Final = f"""
SELECT ?thing WHERE {{
  VALUES ?class {{ UNDEF }}
  ?thing a ?class .
  FILTER(ISIRI(?thing))
}}
LIMIT {_SAMPLE}
"""
_USED: Final = """
SELECT DISTINCT ?thing ?property WHERE {
  VALUES ?thing { UNDEF }
  ?thing ?property ?value .
}
"""


def settings_of(edition: Edition, reader: Reader) -> list[dict[str, Any]]:
    """Describe the settings that a property may have."""
    words = reader.words
    languages = [
        {"value": tag, "name": words.get(f"language_{tag}") or tag} for tag in edition.settings.languages
    ]
    return [
        {"name": "limit", "label": words("reconcile_limit"), "type": "number", "default": 0,
         "help_text": words("reconcile_limit_help")},
        {"name": "lang", "label": words("reconcile_lang"), "type": "select", "default": reader.lang,
         "choices": languages, "help_text": words("reconcile_lang_help")},
        {"name": "count", "label": words("reconcile_count"), "type": "checkbox", "default": False,
         "help_text": words("reconcile_count_help")},
    ]  # fmt: skip


def propose(edition: Edition, reader: Reader, type_: str, limit: int) -> list[dict[str, Any]]:
    """Propose the properties that entities of a type have, most common first.

    Raises:
        QueryError: The type is unknown.
    """
    types = types_of(edition)
    if (found := types.find(type_)) is None:
        raise QueryError(f"type: no type {quoted(type_)}{did_you_mean(type_, types.all)}")
    known = properties_of(edition)
    counts = _used(edition, found.iri)
    ranked = sorted((-n, known.ids[each]) for each, n in counts.items() if each in known.ids)
    some = [known.all[id_] for _, id_ in ranked[:limit]]
    return [{"id": each.id, "name": property_label(edition, reader, each)} for each in some]


def _used(edition: Edition, type_: str) -> Mapping[str, int]:
    """Count the things of a type, some of them, by the properties that they have."""
    things = [iri(each) for each in _things(edition, type_)]
    rows = edition.store.select(bind(_USED, {"thing": things})).rows if things else []
    return Counter(value(property_) for _, property_ in rows if property_ and property_ != iri(RDF_TYPE))


def _things(edition: Edition, type_: str) -> list[str]:
    places = places_of(edition).by_iri.values()
    if found := [each.iri for each in places if type_ in (each.level, each.type)]:
        return found[:_SAMPLE]
    rows = edition.store.select(bind(_OF_CLASS, {"class": [iri(type_)]})).rows
    return [value(thing) for (thing,) in rows if thing]
