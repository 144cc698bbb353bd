"""Answers to queries: candidates with scores from 0 to 100, and why; a match where one alone is clear."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from koryu.errors import QueryError
from koryu.evaluation.refusals import OutOfTime
from koryu.matching.scores import Score
from koryu.matching.scoring import iter_features
from koryu.matching.weights import probability, weights
from koryu.printable import quoted
from koryu.site.editions.edition import Edition
from koryu.site.frame.reader import Reader
from koryu.site.reconciling.cards import Card, cards_of, type_label, types_by_iri
from koryu.site.reconciling.comparing import Hint, compare, holders, identified, make_hint
from koryu.site.reconciling.named import names_of
from koryu.site.reconciling.placed import match_places, score_place
from koryu.site.reconciling.places import places_of
from koryu.site.reconciling.properties import properties_of
from koryu.site.reconciling.reading import Asked, Query
from koryu.site.reconciling.types import Type, types_of
from koryu.suggestions import did_you_mean

NAME, CODE, TYPES = "name", "code", "types"  # a feature beside those of matching and of properties
FEATURES: Final = (*iter_features(), TYPES)  # those that have names of their own
_LEAST: Final = 5.0  # score below which only what is called so is shown
_CODED: Final = 20.0  # bits for a code that is the same, or against it
_FOR: Final = 3.0  # for a property that is as asked
_AGAINST: Final = -6.0
_UNKNOWN: Final = -0.3  # of which nothing is known
_EQUAL: Final = 9.0  # for a name that is the same
_NEAR: Final = 25.0  # against each part of it that differs, of 1

Features = dict[str, float | bool]


@dataclass(frozen=True)
class Candidate:
    """An entity that may be meant: log-odds for it, to the base 2, and the features that they are made of.

    ``is_doubtful``: something contradicts it.
    """

    iri: str
    bits: float
    features: Features = field(default_factory=dict)
    is_doubtful: bool = False

    @property
    def score(self) -> float:
        """The score, of 100."""
        return round(100 * probability(self.bits), 2)


def ready(edition: Edition) -> None:
    """Read what queries are answered from, once, so that the first one need not wait."""
    edition.once(_ready)


def _ready(edition: Edition) -> None:
    for text in (edition.settings.title, *places_of(edition).scripts):
        candidates_of(edition, Query("", f"{text} {text}"))  # of which there is none
    types_of(edition), properties_of(edition)


def answer(
    edition: Edition, reader: Reader, queries: Mapping[str, Query], seconds: float
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Answer a batch of queries, each by itself, in the form of the specification.

    Raises:
        QueryError: A type or a property is unknown.
        OutOfTime: It took more than so many seconds.
    """
    ready(edition)
    found, end = {}, time.monotonic() + seconds
    for key, query in queries.items():
        if time.monotonic() > end:
            raise OutOfTime(f"queries: the batch took more than {seconds:g} s; send fewer at once")
        found[key] = candidates_of(edition, query)
    shown = {key: some[: queries[key].limit] for key, some in found.items()}
    cards = cards_of(edition, reader, (each.iri for some in shown.values() for each in some))
    return {
        key: {"result": _result(edition, reader, some, clear(found[key]), cards)}
        for key, some in shown.items()
    }


def candidates_of(edition: Edition, query: Query) -> list[Candidate]:
    """Find all candidates of a query, best first; of one that says nothing, a blank row, there are none.

    Raises:
        QueryError: A type or a property is unknown.
    """
    types = [_type(edition, query.where, each) for each in query.types]
    if not query.text and not query.asked:
        return []
    hints = [hint for each in query.asked if (hint := _hint(edition, query, each)).values]
    found = _found(edition, query, hints)
    kinds = types_by_iri(edition, found) if types else {}
    fits = (_fitting(types, query.strict, kinds.get(each.iri, ()), each) for each in found.values())
    shown = [each for each in fits if each and (each.score >= _LEAST or each.features.get(NAME) == 1)]
    return sorted(shown, key=lambda each: (-each.bits, each.iri))


def _type(edition: Edition, where: str, text: str) -> Type:
    types = types_of(edition)
    if found := types.find(text):
        return found
    near = did_you_mean(text, types.all)
    raise QueryError(f"{where}: no type {quoted(text)}{near or '; the suggest service lists them'}")


def _hint(edition: Edition, query: Query, asked: Asked) -> Hint:
    return make_hint(edition, properties_of(edition).find(query.where, asked.property), asked.values)


def _fitting(types: list[Type], strict: str, kinds: Iterable[str], found: Candidate) -> Candidate | None:
    """See if a candidate is of the types that are asked for: if it must be and is not, it is none."""
    if not types:
        return found
    if (all if strict == "all" else any)(each.id in kinds for each in types):
        return replace(found, features={**found.features, TYPES: True})
    if strict != "should":
        return None
    return Candidate(found.iri, found.bits + _AGAINST, {**found.features, TYPES: False}, is_doubtful=True)


def _found(edition: Edition, query: Query, hints: list[Hint]) -> dict[str, Candidate]:
    """Find what may be meant, each with the best that says so."""
    best: dict[str, Candidate] = {}
    for each in (
        *_identified(edition, query, hints), *_named(edition, query, hints), *_placed(edition, query, hints)
    ):  # fmt: skip
        if each.iri not in best or each.bits > best[each.iri].bits:
            best[each.iri] = each
    return best


def _identified(edition: Edition, query: Query, hints: list[Hint]) -> Iterator[Candidate]:
    """Take what the text names for certain, or what has the properties if there is no text."""
    things = identified(edition, query.text) if query.text else holders(edition, hints)
    compared, sure = compare(edition, things, hints), _CODED if query.text else _EQUAL
    features: Features = {CODE: 1.0} if query.text else {}
    for thing in things:
        found, others = Candidate(thing, weights().prior, features), hints
        if place := score_place(edition, thing, hints):
            found, others = _scored(place[0]), [each for each in hints if each.path.id not in place[1]]
        found = replace(found, bits=found.bits + sure, features={**features, **found.features})
        yield _weighed(found, others, compared.get(thing, {}))


def _named(edition: Edition, query: Query, hints: list[Hint]) -> Iterator[Candidate]:
    """Find what is no place by its names."""
    found = {each.iri: each for each in names_of(edition).find(query.text)} if query.text else {}
    compared = compare(edition, found, hints)
    for each in found.values():
        bits = weights().prior + _EQUAL - _NEAR * (1 - each.name)
        made = Candidate(each.iri, bits, {NAME: round(each.name, 4)})
        yield _weighed(made, hints, compared.get(each.iri, {}))


def _placed(edition: Edition, query: Query, hints: list[Hint]) -> Iterator[Candidate]:
    """Find the places that may be meant, by what matching knows; and compare what it does not know."""
    scores, told = match_places(edition, query.text, hints)
    others = [each for each in hints if each.path.id not in told]
    compared = compare(edition, (each.candidate.iri for each in scores), others)
    for each in scores:
        yield _weighed(_scored(each), others, compared.get(each.candidate.iri, {}))


def _scored(found: Score) -> Candidate:
    """Take what matching says of a place; of a name it says nothing if there was none to compare."""
    told = {name: each for name, each in found.findings.items() if name != NAME or each.bits}
    features: Features = {name: round(each.score, 4) for name, each in told.items()}
    return Candidate(found.candidate.iri, found.bits, features, bool(found.contradictions))


def _weighed(found: Candidate, hints: Iterable[Hint], compared: Mapping[str, bool]) -> Candidate:
    """Add what properties say for a candidate, and against it."""
    bits, features, is_doubtful = found.bits, dict(found.features), found.is_doubtful
    for hint in hints:
        is_met = compared.get(hint.path.id)
        if is_met is not None:
            features[hint.path.id] = is_met
            is_doubtful = is_doubtful or not is_met
        if is_met is None:
            bits += _UNKNOWN
        elif hint.is_code:
            bits += _CODED if is_met else -_CODED
        else:
            bits += _FOR if is_met else _AGAINST
    return Candidate(found.iri, bits, features, is_doubtful)


def _result(
    edition: Edition,
    reader: Reader,
    some: list[Candidate],
    match: Candidate | None,
    cards: Mapping[str, Card],
) -> list[dict[str, Any]]:
    return [_written(edition, reader, each, cards[each.iri], each is match) for each in some]


def _written(
    edition: Edition, reader: Reader, found: Candidate, card: Card, is_match: bool
) -> dict[str, Any]:
    return {
        "id": card.id,
        "name": card.name,
        "description": card.description,
        "type": [{"id": id_, "name": type_label(edition, reader, id_)} for id_ in card.types],
        "score": found.score,
        "features": [{"id": name, "value": number} for name, number in found.features.items()],
        "match": is_match,
    }


def clear(some: list[Candidate]) -> Candidate | None:
    """Take the first of all candidates if it is the one that is meant, for all that can be known."""
    table = weights().of["verdict"]
    if not some or some[0].is_doubtful or probability(some[0].bits) < table["clear"]:
        return None
    is_ahead = len(some) < 2 or some[0].bits - some[1].bits >= table["margin"]
    return some[0] if is_ahead else None
