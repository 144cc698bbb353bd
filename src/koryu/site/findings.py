"""What is to be looked at: what the validation of a build found, and where figures of sources disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from koryu.errors import QueryError
from koryu.queries.catalogue import StoredQuery
from koryu.queries.header import text_in
from koryu.queries.paging import Page
from koryu.site.editions.edition import Edition
from koryu.site.frame.labels import Label, Labels
from koryu.site.frame.reader import Reader
from koryu.site.frame.rendering import Crumb, render
from koryu.site.questions.answers import Answer, answer_of
from koryu.site.vocabulary.checking import checking_of, things_in, view_of
from koryu.stores.local import Engine
from koryu.validation.reports.groups import Group, Row, groups_of
from koryu.validation.reports.page import verdict

TAGS: Final = ("findings", "disagreements", "quality")  # of the queries that are asked here
_ROWS: Final = 30  # of the answer to one of them
_RESULTS: Final = 100  # of one rule


@dataclass(frozen=True)
class Finding:
    """A result of the validation: the things that it is about, as links."""

    row: Row
    things: tuple[Label, ...]


@dataclass(frozen=True)
class Broken:
    """A rule that does not hold everywhere; ``left_out``: how many of its results are not shown."""

    group: Group
    findings: tuple[Finding, ...]
    left_out: int


@dataclass(frozen=True)
class Asked:
    """A stored query that looks for what disagrees, with its answer; ``failure``: why there is none."""

    name: str
    summary: str
    description: str
    total: int = 0
    answer: Answer | None = None
    failure: str = ""


def findings_page(edition: Edition, reader: Reader, engine: Engine) -> str:
    """Make the page of the findings; ``engine`` answers the stored queries."""
    report, view = checking_of(edition).report, view_of(edition, reader)
    labels = Labels(edition, reader)
    return render(
        "findings.html",
        edition,
        reader,
        path="findings",
        crumbs=[Crumb(reader.words("findings"))],
        report=report,
        view=view,
        verdict=verdict(report),
        broken=_broken(groups_of(report, view), labels),
        disagreeing=[_asked(query, labels, engine) for query in _queries(edition)],
    )


def _broken(groups: Sequence[Group], labels: Labels) -> list[Broken]:
    labels.of(each for group in groups for row in group.rows[:_RESULTS] for each in _things(row, labels))
    return [
        Broken(
            group,
            tuple(
                Finding(row, tuple(labels[each] for each in _things(row, labels)))
                for row in group.rows[:_RESULTS]
            ),
            max(0, len(group.rows) - _RESULTS),
        )
        for group in groups
    ]


def _things(row: Row, labels: Labels) -> list[str]:
    iris = labels.edition.settings.iris
    return [each for each in things_in(row.result) if iris.is_thing(each)]


def _queries(edition: Edition) -> list[StoredQuery]:
    """The stored queries with one of the tags that can be asked without a value."""
    found = (query for query in edition.catalogue.questions() if set(query.header.tags) & set(TAGS))
    return [query for query in found if not any(each.required for each in query.header.parameters)]


def _asked(query: StoredQuery, labels: Labels, engine: Engine) -> Asked:
    lang = labels.reader.lang
    summary, description = text_in(query.header.summary, lang), text_in(query.header.description, lang)
    try:
        result = labels.edition.catalogue.run(query.name, engine=engine, lang=lang)
    except QueryError as error:
        return Asked(query.name, summary, description, failure=str(error))
    answer = answer_of(query, Page(_ROWS).of(result), labels)
    return Asked(query.name, summary, description, len(result.cells), answer)
