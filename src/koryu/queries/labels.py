"""The labels of things, in a reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from koryu.languages import rank
from koryu.queries.binding import bind
from koryu.rdf.ntriples import language, value
from koryu.stores.local import Engine

_LABELS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?label WHERE {
  VALUES ?thing { UNDEF }
  ?thing ?property ?label .
  FILTER(?property IN (rdfs:label, skos:prefLabel))
}
"""


def labels_of(things: Sequence[str], engine: Engine, wanted: str, fallback: str) -> dict[str, str]:
    """Find one label for each of the ``things``, given as terms.

    It is in the language range ``wanted``, else in ``fallback``, else without a language; a thing that has
    none of these is left out. Of several the first in the order of code points is taken.
    """
    if not things:
        return {}
    found: dict[str, tuple[int, str]] = {}
    for thing, label in engine.select(bind(_LABELS, {"thing": things})).rows:
        if thing is None or label is None:
            continue
        place = rank(language(label) or "", wanted, fallback)
        if place is not None:
            found[thing] = min(found.get(thing, (place, value(label))), (place, value(label)))
    return {thing: label for thing, (_, label) in found.items()}
