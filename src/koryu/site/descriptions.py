"""What to call a thing that has no label: by what it says, by whom it binds, else by its class and key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from koryu.namespaces import RDF_TYPE
from koryu.queries.binding import bind
from koryu.rdf.ntriples import iri, is_iri, is_literal, language, value
from koryu.site.edition import Edition
from koryu.site.ontology import SUB_CLASS
from koryu.site.printing import shortened
from koryu.site.roles import AREA, PARTY, TEXT, roles_of

_NAMED: Final = """
SELECT DISTINCT ?thing ?of WHERE {
  VALUES ?thing { UNDEF }
  VALUES ?property { UNDEF }
  ?of ?property ?thing .
}
"""

Text = tuple[str, str | None]  # and its language
_LONGEST: Final = 160  # characters of a statement that stands for its thing
_SAID: Final = """
SELECT ?thing ?value WHERE {
  VALUES ?thing { UNDEF }
  VALUES ?property { UNDEF }
  ?thing ?property ?value .
}
"""


def describe(
    edition: Edition,
    things: Iterable[str],
    lang: str,
    rank: Callable[[str], int],
    label: Callable[[list[str]], Mapping[str, Text]],
) -> dict[str, Text]:
    """Describe things of the project, given by their IRIs.

    ``rank`` tells how well a literal suits the reader, ``label`` finds the labels of others.
    """
    wanted, roles = sorted(set(things)), roles_of(edition)
    found = _classed(edition, wanted, lang)
    found |= _served(edition, wanted, lang, roles.bound(AREA), label)
    found |= _bound(edition, wanted, lang, roles.bound(PARTY), label)
    for thing, values in _said(edition, wanted, roles.bound(TEXT)).items():
        if texts := sorted(filter(is_literal, values), key=lambda each: (rank(each), each)):
            found[thing] = shortened(value(texts[0]), _LONGEST), language(texts[0])
    return found


def main_class(edition: Edition, classes: Iterable[str]) -> str | None:
    """Choose the class that tells most of a thing: one of the project's own, with none of them below it."""
    ontology = edition.ontology
    ours = sorted(each for each in set(classes) if ontology.term(each))
    wider = {wide for each in ours for wide in ontology.supers(each, SUB_CLASS)}
    return next((each for each in ours if each not in wider), None) or next(iter(sorted(classes)), None)


def _classed(edition: Edition, things: list[str], lang: str) -> dict[str, Text]:
    iris = edition.settings.iris
    found: dict[str, Text] = {}
    for thing, classes in _said(edition, things, [iri(RDF_TYPE)]).items():
        if class_ := main_class(edition, classes):
            found[thing] = f"{edition.ontology.label(class_, lang)} {iris.key(thing)}", lang
    return found


def _served(
    edition: Edition,
    things: list[str],
    lang: str,
    area: list[str],
    label: Callable[[list[str]], Mapping[str, Text]],
) -> dict[str, Text]:
    """Call the territory of a thing by the thing and the class of the territory."""
    terms = {"thing": [iri(each) for each in things], "property": area}
    rows = edition.store.select(bind(_NAMED, terms)).rows if things else []
    holders = dict(sorted((value(thing), value(of)) for thing, of in rows if thing and of))
    names = label(list(holders.values()))
    classes = {
        each: class_
        for each, found in _said(edition, list(holders), [iri(RDF_TYPE)]).items()
        if (class_ := main_class(edition, found))
    }
    return {
        thing: (f"{names[of][0]} · {edition.ontology.label(classes[thing], lang)}", lang)
        for thing, of in holders.items()
        if of in names and thing in classes
    }


def _bound(
    edition: Edition,
    things: list[str],
    lang: str,
    party: list[str],
    label: Callable[[list[str]], Mapping[str, Text]],
) -> dict[str, Text]:
    parties = {
        thing: sorted({value(each) for each in values if is_iri(each)})
        for thing, values in _said(edition, things, party).items()
    }
    names = label([each for some in parties.values() for each in some])
    key = edition.settings.iris.key
    return {
        thing: (" – ".join(names.get(each, (key(each), None))[0] for each in some), lang)
        for thing, some in parties.items()
        if 1 < len(some) < 5
    }


def _said(edition: Edition, things: list[str], properties: list[str]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    if not things:  # for a hole without terms stays open
        return found
    terms = {"thing": [iri(each) for each in things], "property": properties}
    for thing, said in edition.store.select(bind(_SAID, terms)).rows:
        if thing and said:
            found[value(thing)].append(said)
    return found
