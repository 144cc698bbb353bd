"""An audit reports each figure of a fact that no sentence has which the fact cites."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from koryu.audit.figures import has_figure
from small_audit import BASE, FACTS, AuditedProject, term


@pytest.fixture
def project(tmp_path: Path) -> AuditedProject:
    return AuditedProject(tmp_path)


def unstated(figure: str, sentences: str = "1.1.1") -> str:
    return f"ghosts: {figure} is in no sentence that the fact cites ({sentences})"


GHOSTS = [
    ("observation/ghosts", "type", "Observation"),
    ("observation/ghosts", "statedIn", "sentence/bay-1.1.1"),
]


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("count", "1250^integer", None),
        ("count", "1300^integer", "count 1300"),
        ("share", "3.5^decimal", "share 3.5"),
        ("asOf", "1979-05-31^date", "asOf 1979-05-31"),
        ("inYear", "1979^gYear", None),
        ("inYear", "1978^gYear", "inYear 1978"),
        ("rank", "7^integer", None),
        ("rankAsPublished", '"the second"', None),
        ("rankAsPublished", '"the third"', 'rankAsPublished "the third"'),
        ("countAsPublished", '"1,250"', None),
        ("countAsPublished", '"1,300"', 'countAsPublished "1,300"'),
        ("countAsPublished", '"250 boats"', 'countAsPublished "250 boats"'),
        ("countAsPublished", '"1"', 'countAsPublished "1"'),
        ("dateAsPublished", '"May 2,\\n 1979"', None),
    ],
)
def test_an_invented_figure_is_reported(project: AuditedProject, name: str, value: str, problem: str | None):
    project.build([*FACTS, *GHOSTS, ("observation/ghosts", name, value)])
    assert project.problems() == ([unstated(problem)] if problem else [])


def test_a_figure_may_stand_in_any_of_the_cited_sentences(project: AuditedProject):
    cites = ("observation/ghosts", "statedIn", "sentence/bay-1.1.3")
    project.build([*FACTS, *GHOSTS, cites, ("observation/ghosts", "inYear", "1981^gYear")])
    assert project.problems() == []
    project.build([*FACTS, *GHOSTS, cites, ("observation/ghosts", "inYear", "1982^gYear")])
    assert project.problems() == [unstated("inYear 1982", "1.1.1, 1.1.3")]


def test_a_share_may_have_its_date_where_its_base_is_stated(project: AuditedProject):
    share = [
        ("observation/ghosts", "type", "Observation"),
        ("observation/ghosts", "statedIn", "sentence/bay-1.1.3"),
        ("observation/ghosts", "dateAsPublished", '"May 2, 1979"'),
    ]
    project.build([*FACTS, *share])
    assert project.problems() == [unstated('dateAsPublished "May 2, 1979"', "1.1.3")]
    project.build([*FACTS, *share, ("observation/ghosts", "shareBase", "observation/boats")])
    assert project.problems() == []


@pytest.mark.parametrize(
    ("basis", "problems"), [("stated", [unstated("count 5")]), ("computed", []), ("interpreted", [])]
)
def test_what_is_computed_or_interpreted_need_not_be_stated(
    project: AuditedProject, basis: str, problems: list[str]
):
    based = f"{term('observation/ghosts')} {term('basis')} <{BASE}def/concept#{basis}> <{BASE}graph/bay> .\n"
    project.build([*FACTS, *GHOSTS, ("observation/ghosts", "count", "5^integer")], based)
    assert project.problems() == problems


def test_what_is_computed_is_printed_nevertheless_if_it_says_so(project: AuditedProject):
    based = f"{term('observation/ghosts')} {term('basis')} <{BASE}def/concept#computed> <{BASE}graph/bay> .\n"
    project.build([*FACTS, *GHOSTS, ("observation/ghosts", "countAsPublished", '"5"')], based)
    assert project.problems() == [unstated('countAsPublished "5"')]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("It began on May 2, 1979.", ["1979-05-02"]),
        ("It began in May 1979.", ["1979-05-01", "1979-05-31"]),
        ("It began in 1979.", ["1979-05-01", "1979-05-02", "1979-05-31"]),
        ("It began in 1978.", []),
    ],
)
def test_a_date_may_be_stated_as_its_month_or_year(sentence: str, days: list[str]):
    known = ["1979-05-01", "1979-05-02", "1979-05-31"]
    assert [day for day in known if has_figure(sentence, date.fromisoformat(day))] == days
