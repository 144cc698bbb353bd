"""Answers to queries: candidates with scores from 0 to 100, and why; a match where one alone is clear."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from koryu.errors import QueryError
from koryu.evaluation.refusals import OutOfTime
from koryu.printable import quoted
from koryu.site.editions.edition import Edition
from koryu.site.frame.reader import Reader
from koryu.site.reconciling.cards import Card, cards_of, type_label, types_by_iri
from koryu.site.reconciling.comparing import Hint, compare, holders, make_hint
from koryu.site.reconciling.entities import entities_of
from koryu.site.reconciling.named import Found, names_of
from koryu.site.reconciling.properties import properties_of
from koryu.site.reconciling.reading import Asked, Query
from koryu.site.reconciling.types import Type, types_of
from koryu.suggestions import did_you_mean

NAME, CODE, TYPE = "name", "code", "type"  # features beside those of properties
_LIKELY: Final = 85.0  # score of a match
_MARGIN: Final = 8.0  # by which it is ahead of the next
_NEITHER: Final = 0.95  # what a score is worth where nothing is known of a property
_AGAINST: Final = 0.6  # where it is another
_FOR: Final = 0.3  # of what is missing to 100 that an equal property adds

Features = dict[str, float | bool]


@dataclass(frozen=True)
class Candidate:
    """An entity that may be meant: its score, of 100, and the features that made it."""

    iri: str
    score: float
    features: Features = field(default_factory=dict)
    is_doubtful: bool = False


def answer(
    edition: Edition, reader: Reader, queries: Mapping[str, Query], seconds: float
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Answer a batch of queries, each by itself, in the form of the specification.

    Raises:
        QueryError: A type or a property is unknown.
        OutOfTime: It took more than so many seconds.
    """
    found, end = {}, time.monotonic() + seconds
    for key, query in queries.items():
        if time.monotonic() > end:
            raise OutOfTime(f"queries: the batch took more than {seconds:g} s; send fewer at once")
        found[key] = candidates_of(edition, query)
    cards = cards_of(edition, reader, (each.iri for some in found.values() for each in some))
    return {key: {"result": list(_written(edition, reader, some, cards))} for key, some in found.items()}


def candidates_of(edition: Edition, query: Query) -> list[Candidate]:
    """Find the candidates of a query, best first.

    Raises:
        QueryError: A type or a property is unknown.
    """
    types = [_type(edition, query.where, each) for each in query.types]
    hints = [_hint(edition, query, each) for each in query.asked]
    found = _found(edition, query, hints)
    kinds = types_by_iri(edition, found)
    fits = {each: _fits(types, query.strict, kinds[each]) for each in found}
    kept = [each for each in found if query.strict == "should" or fits[each] is not False]
    compared = compare(edition, kept, hints)
    scored = [_scored(found[each], fits[each], compared.get(each, {}), hints) for each in kept]
    return sorted(scored, key=lambda each: (-each.score, each.iri))[: query.limit]


def _type(edition: Edition, where: str, text: str) -> Type:
    types = types_of(edition)
    if found := types.find(text):
        return found
    near = did_you_mean(text, types.all)
    raise QueryError(f"{where}: no type {quoted(text)}{near or '; the suggest service lists them'}")


def _hint(edition: Edition, query: Query, asked: Asked) -> Hint:
    return make_hint(edition, properties_of(edition).find(query.where, asked.property), asked.values)


def _fits(types: list[Type], strict: str, kinds: Iterable[str]) -> bool | None:
    """Is an entity of the types? None if none are asked for."""
    if not types:
        return None
    return (all if strict == "all" else any)(each.id in kinds for each in types)


def _found(edition: Edition, query: Query, hints: list[Hint]) -> dict[str, Found]:
    """Find what the text may mean: what it identifies, and what is called so or much like it."""
    found = {each.iri: each for each in names_of(edition).find(query.text)} if query.text else {}
    if query.text and (entity := entities_of(edition).find(query.text)):
        found[entity] = Found(entity, 1.0, is_code=True)
    if not query.text:
        found |= {each: Found(each, 1.0) for each in holders(edition, hints)}
    return found


def _scored(found: Found, fits: bool | None, compared: Mapping[str, bool], hints: list[Hint]) -> Candidate:
    """Score a candidate by its name, then by what is known of its properties."""
    score, features = 100 * found.name, Features({NAME: round(found.name, 4)})
    if found.is_code:
        features[CODE] = True
    for hint in hints:
        score = _weighed(score, compared.get(hint.path.id))
    if fits is not None:
        features[TYPE] = fits
        score = score if fits else score * _AGAINST
    against = False in compared.values() or fits is False
    return Candidate(found.iri, round(score, 2), {**features, **compared}, is_doubtful=against)


def _weighed(score: float, is_met: bool | None) -> float:
    if is_met is None:
        return score * _NEITHER
    return score + (100 - score) * _FOR if is_met else score * _AGAINST


def _written(
    edition: Edition, reader: Reader, some: list[Candidate], cards: Mapping[str, Card]
) -> Iterator[dict[str, Any]]:
    for place, each in enumerate(some):
        card = cards[each.iri]
        yield {
            "id": card.id,
            "name": card.name,
            "description": card.description,
            "type": [{"id": id_, "name": type_label(edition, reader, id_)} for id_ in card.types],
            "score": each.score,
            "features": [{"id": name, "value": number} for name, number in each.features.items()],
            "match": place == 0 and is_clear(some),
        }


def is_clear(some: list[Candidate]) -> bool:
    """Is the first candidate the one that is meant, for all that can be known?"""
    if not some or some[0].score < _LIKELY or some[0].is_doubtful:
        return False
    return len(some) < 2 or some[0].score - some[1].score >= _MARGIN
