"""The proposals that ``koryu link`` keeps: written and read again."""

import dataclasses
from datetime import date

import pytest

from koryu.errors import DataError
from koryu.linking.proposals import (
    Candidate,
    Proposal,
    describe,
    read_description,
    read_proposals,
    write_proposals,
)
from koryu.matching.places import NameKind, Place, PlaceName
from koryu.matching.scores import Verdict
from koryu.sssom.mappings import CLOSE, EXACT

KOBE = Place(
    "http://www.wikidata.org/entity/Q48320",
    (
        PlaceName("神戸市", "ja"),
        PlaceName("Kobe\tCity", "en", NameKind.FORMER, date(1956, 8, 31)),
    ),
    country="JP",
    level="https://example.org/def/concept#municipality",
    codes={"https://example.org/def#dantaiCode": frozenset({"281000", "28100"})},
    point=(34.69, 135.195),
    parents=("http://www.wikidata.org/entity/Q130290",),
    since=date(1889, 4, 1),
    relation=CLOSE,
)


def proposal(place="https://example.org/id/government/kobe", **changed):
    candidate = Candidate(
        KOBE.iri, "神戸市", EXACT, 0.75, {"name": (1.0, "the same")}, ("codes differ",), describe(KOBE)
    )
    made = Proposal(place, "wikidata", Verdict.CLEAR, (candidate,), date(2026, 11, 26), "2026-11-25")
    return dataclasses.replace(made, **changed)


def test_what_is_said_of_a_place_comes_back():
    assert read_description(describe(KOBE)) == KOBE


def test_proposals_come_back_sorted_by_place(tmp_path):
    path = tmp_path / ".links/wikidata.jsonl"
    first, second = proposal("https://example.org/a"), proposal("https://example.org/b", candidates=())
    write_proposals(path, [second, first])
    assert read_proposals(path) == [first, second]
    assert [each.name for each in path.parent.iterdir()] == ["wikidata.jsonl"]


def test_where_there_is_no_file_there_is_no_proposal(tmp_path):
    assert read_proposals(tmp_path / "none.jsonl") == []


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"verdict": "sure"}', "\x00"])
def test_a_line_that_is_no_proposal_is_told_with_its_place(tmp_path, line):
    path = tmp_path / "wikidata.jsonl"
    write_proposals(path, [proposal()])
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")
    with pytest.raises(DataError) as caught:
        read_proposals(path)
    assert str(caught.value) == (
        f"{path}:2: is no proposal of 'koryu link'; delete the file, and run it again"
    )
