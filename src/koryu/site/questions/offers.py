"""What may be asked about a thing: the stored queries that take a thing of its class, with their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from koryu.errors import KoryuError
from koryu.queries.catalogue import StoredQuery
from koryu.queries.header import ANY, Parameter, text_in
from koryu.queries.paging import Page
from koryu.site.editions.contents import ANNIVERSARIES, has_calendar
from koryu.site.editions.edition import Edition
from koryu.site.frame.labels import Labels
from koryu.site.questions.answers import Answer, answer_of
from koryu.stores.local import Engine

_ROWS: Final = 10  # of an answer, on the page of a thing
_MOST: Final = 12  # questions that are asked for a page


@dataclass(frozen=True)
class Offer:
    """A question about a thing; its ``answer`` is cut to the first of ``total`` rows.

    ``calendar``: where its answers are as a calendar, if it is a question for a year.
    """

    text: str
    href: str
    answer: Answer
    total: int
    is_map: bool
    calendar: str | None = None


def offers_of(
    edition: Edition, thing: str, types: Sequence[str], labels: Labels, engine: Engine
) -> list[Offer]:
    """Ask what may be asked about a thing; what has no answer, or fails, is left out."""
    start = f"{edition.settings.iris.ontology}#"
    classes = {each.removeprefix(start) for each in types}
    fitting = [
        (query, parameter)
        for query in edition.once(_questions)
        if (parameter := _parameter(query, classes)) is not None
    ]
    found = [_offer(edition, query, each, thing, labels, engine) for query, each in fitting[:_MOST]]
    return sorted((each for each in found if each), key=lambda each: not each.is_map)


def _questions(edition: Edition) -> list[StoredQuery]:
    return edition.catalogue.questions()


def _parameter(query: StoredQuery, classes: set[str]) -> Parameter | None:
    """The one parameter that takes a thing of these classes, if the query needs a year at most beside it."""
    takes = [each for each in query.header.parameters if each.kind == "class" and each.range in classes]
    needs = [each for each in query.header.parameters if each.required and each not in takes]
    fits = len(takes) == 1 and takes[0].range != ANY and not query.constructs
    return takes[0] if fits and all(map(_is_year, needs)) else None


def _is_year(parameter: Parameter) -> bool:
    return parameter.name == "year" and parameter.range in ("year", "integer")


def _offer(
    edition: Edition, query: StoredQuery, parameter: Parameter, thing: str, labels: Labels, engine: Engine
) -> Offer | None:
    year = str(edition.built.year)
    years = {each.name: year for each in query.header.parameters if each.required and _is_year(each)}
    params = {parameter.name: thing, **years}
    try:
        result = edition.catalogue.run(query.name, params, engine=engine, lang=labels.reader.lang)
    except KoryuError:  # too slow, or wrong in itself: the page of the question says so
        return None
    if not result.cells:
        return None
    key = edition.settings.iris.key(thing)
    href = labels.reader.link(f"query/{query.name}", **{**years, parameter.name: key})
    answer = answer_of(query, Page(_ROWS).of(result), labels)
    summary = text_in(query.header.summary, labels.reader.lang) + "".join(
        f" ({each})" for each in years.values()
    )
    is_calendar = query.name == ANNIVERSARIES and edition.once(has_calendar)
    link = labels.reader.link("anniversaries.ics", **{parameter.name: key}) if is_calendar else None
    shown, is_map = _without(answer, parameter.name), query.header.view == "map"
    return Offer(summary, href, shown, len(result.cells), is_map, link)


def _without(answer: Answer, name: str) -> Answer:
    """Leave out the column that holds the thing itself in each row."""
    places = [place for place, heading in enumerate(answer.headings) if heading.name != name]
    return Answer(
        tuple(answer.headings[place] for place in places),
        tuple(tuple(row[place] for place in places) for row in answer.rows),
    )
