"""What to call a thing without a label: by what it says, whom it binds or what it counts, else by its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from koryu.namespaces import RDF_TYPE
from koryu.rdf.ntriples import is_iri, is_literal, language, value
from koryu.site.editions.dimensions import dimensions_of
from koryu.site.editions.edition import Edition
from koryu.site.editions.ontology import SUB_CLASS
from koryu.site.editions.roles import AREA, PARTY, TEXT, roles_of
from koryu.site.editions.said import said_of, saying_of
from koryu.site.frame.dates import span_of
from koryu.site.frame.printing import shortened
from koryu.site.frame.reader import Reader

Text = tuple[str, str | None]  # and its language
_LONGEST: Final = 160  # characters of a statement that stands for its thing


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
    if not wanted:
        return {}
    found = _classed(edition, wanted, lang)
    found |= _measured(edition, wanted, lang, label)
    found |= _served(edition, wanted, lang, roles.terms(AREA), label)
    found |= _bound(edition, wanted, lang, roles.terms(PARTY), label)
    for thing, values in _values(edition, wanted, roles.terms(TEXT)).items():
        if texts := sorted(filter(is_literal, values), key=lambda each: (rank(each), each)):
            found[thing] = shortened(value(texts[0]), _LONGEST), language(texts[0])
    return found


def _values(edition: Edition, things: Iterable[str], properties: Iterable[str]) -> dict[str, list[str]]:
    said = said_of(edition, things, properties)
    return {thing: [term for _, term in some] for thing, some in said.items()}


def main_class(edition: Edition, classes: Iterable[str]) -> str | None:
    """Choose the class that tells most of a thing: one of the project's own, with none of them below it."""
    ontology = edition.ontology
    ours = sorted(each for each in set(classes) if ontology.term(each))
    wider = {wide for each in ours for wide in ontology.supers(each, SUB_CLASS)}
    return next((each for each in ours if each not in wider), None) or next(iter(sorted(classes)), None)


def _classed(edition: Edition, things: list[str], lang: str) -> dict[str, Text]:
    iris = edition.settings.iris
    found: dict[str, Text] = {}
    for thing, classes in _values(edition, things, [RDF_TYPE]).items():
        if class_ := main_class(edition, classes):
            found[thing] = f"{edition.ontology.label(class_, lang)} {iris.key(thing)}", lang
    return found


def _measured(
    edition: Edition, things: list[str], lang: str, label: Callable[[list[str]], Mapping[str, Text]]
) -> dict[str, Text]:
    """Call an observation by its class and the values of its dimensions, which are those of no other."""
    order = {each: place for place, each in enumerate(dimensions_of(edition))}
    told = said_of(edition, things, order)
    names = label([value(term) for some in told.values() for _, term in some if is_iri(term)])
    words, key = Reader(lang).words, edition.settings.iris.key

    def printed(term: str) -> str:
        if is_iri(term):
            return names.get(value(term), (key(value(term)), None))[0]
        return span.printed(words) if (span := span_of(term)) else value(term)

    found: dict[str, Text] = {}
    for thing, classes in _values(edition, told, [RDF_TYPE]).items():
        if class_ := main_class(edition, classes):
            some = sorted(told[thing], key=lambda each: (order[each[0]], each[1]))
            text = words("comma").join(printed(term) for _, term in some)
            found[thing] = words("colon", name=edition.ontology.label(class_, lang), text=text), lang
    return found


def _served(
    edition: Edition,
    things: list[str],
    lang: str,
    area: Iterable[str],
    label: Callable[[list[str]], Mapping[str, Text]],
) -> dict[str, Text]:
    """Call the territory of a thing by the thing and the class of the territory."""
    saying = saying_of(edition, things, area)
    holders = {thing: min(value(of) for _, of in some) for thing, some in saying.items()}
    names = label(list(holders.values()))
    classes = {
        each: class_
        for each, found in _values(edition, things, [RDF_TYPE]).items()
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
    party: Iterable[str],
    label: Callable[[list[str]], Mapping[str, Text]],
) -> dict[str, Text]:
    parties = {
        thing: sorted({value(each) for each in values if is_iri(each)})
        for thing, values in _values(edition, things, party).items()
    }
    names = label([each for some in parties.values() for each in some])
    key = edition.settings.iris.key
    return {
        thing: (" – ".join(names.get(each, (key(each), None))[0] for each in some), lang)
        for thing, some in parties.items()
        if 1 < len(some) < 5
    }
