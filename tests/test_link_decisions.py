"""What waits for a decision, in which order, and what a decision writes: the exact lines."""

import datetime
import difflib

import pytest

from koryu.errors import Faults, ProjectError
from koryu.linking import decisions
from koryu.linking.decisions import Decision, Overtaken, Said, decide, undo
from koryu.linking.review import Wanted, cases_of
from koryu.linking.reviewers import Reviewer, read_reviewer
from koryu.sssom.mappings import CLOSE
from small_review import COLUMNS, DALIAN, HEAD, KOBE, LUSHUN, LUSHUN_ROW, WIKIDATA, links_of, make_review

ORCID = "https://orcid.org/0000-0002-1825-0097"
JANE = Said(Reviewer(name="Jane 田中"), label="ours")
VERSION = decisions.version("koryu")


@pytest.fixture
def settings(tmp_path, monkeypatch):
    class Day(datetime.date):
        @classmethod
        def today(cls):
            return cls(2026, 11, 26)

    monkeypatch.setattr(decisions, "date", Day)
    return make_review(tmp_path)


def pairs(settings, **wanted):
    return [(case.kind, case.pair) for case in cases_of(settings, Wanted(**wanted))]


def case_of(settings, item):
    (found,) = [case for case in cases_of(settings) if case.object == WIKIDATA + item]
    return found


def changed(settings, before):
    """The lines that are gone and new, as a diff shows them."""
    after = links_of(settings.root).read_text("utf-8")
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:2] not in ("--", "++", "@@")]


def row(
    place, item, predicate="exactMatch", modifier="", label="", who="", comment="", confidence="", **about
):
    reviewer, name = (who, "") if who.startswith("orcid:") else ("", who)
    ours, tool = about.get("ours", "ours"), about.get("tool", True)
    return "\t".join([
        f"government:{place}", ours, f"skos:{predicate}", modifier, f"wikidata:{item}", label,
        "semapv:ManualMappingCuration", reviewer, name, *(("koryu", VERSION) if tool else ("", "")),
        "2026-11-26", about.get("version", "2026-11-24"), confidence, comment,
    ])  # fmt: skip


def test_several_come_first_then_clear_ones_then_rows_that_nobody_has_reviewed(settings):
    assert pairs(settings) == [
        ("several", (KOBE, f"{WIKIDATA}Q48320")),
        ("several", (KOBE, f"{WIKIDATA}Q11473")),
        ("several", (KOBE, f"{WIKIDATA}Q801253")),
        ("clear", (DALIAN, f"{WIKIDATA}Q74881")),
        ("unreviewed", (LUSHUN, f"{WIKIDATA}Q1024066")),
    ]


def test_cases_of_a_place_or_a_dataset_can_be_wanted(settings):
    assert pairs(settings, place=DALIAN, dataset="wikidata") == [("clear", (DALIAN, f"{WIKIDATA}Q74881"))]
    with pytest.raises(ProjectError) as caught:
        cases_of(settings, Wanted(dataset="wikidatta"))
    assert str(caught.value) == ('no links to a dataset "wikidatta"; did you mean "wikidata"?; has wikidata')


def test_accepting_writes_one_line_and_leaves_the_other_candidates(settings):
    before = links_of(settings.root).read_text("utf-8")
    decide(settings, case_of(settings, "Q48320"), Decision.ACCEPT, JANE)
    assert changed(settings, before) == ["+" + row("kobe", "Q48320", label="Kobe", who="Jane 田中")]
    assert [pair[1][-6:] for _, pair in pairs(settings, place=KOBE)] == ["Q11473", "801253"]


def test_accepting_may_reject_the_others_in_the_same_step(settings):
    before = links_of(settings.root).read_text("utf-8")
    change = decide(settings, case_of(settings, "Q48320"), Decision.ACCEPT, JANE, rejects_rivals=True)
    assert changed(settings, before) == [
        "+" + row("kobe", "Q11473", modifier="Not", label="Kobe", who="Jane 田中"),
        "+" + row("kobe", "Q48320", label="Kobe", who="Jane 田中"),
        "+" + row("kobe", "Q801253", "closeMatch", "Not", label="Kobe Station", who="Jane 田中"),
    ]
    assert pairs(settings, place=KOBE) == []
    undo(settings, change)
    assert links_of(settings.root).read_text("utf-8") == before


@pytest.mark.parametrize(
    ("decision", "predicate", "modifier"),
    [
        (Decision.CLOSE, "closeMatch", ""),
        (Decision.BROAD, "broadMatch", ""),
        (Decision.REJECT, "exactMatch", "Not"),
    ],
)
def test_every_decision_is_a_line_with_its_reviewer_and_comment(settings, decision, predicate, modifier):
    before = links_of(settings.root).read_text("utf-8")
    said = Said(Reviewer(iri=ORCID), "ours", "seen on\tits page", 0.8)
    decide(settings, case_of(settings, "Q74881"), decision, said)
    wanted = row(
        "dalian",
        "Q74881",
        predicate,
        modifier,
        "Dalian",
        "orcid:0000-0002-1825-0097",
        "seen on its page",
        "0.8",
    )
    assert changed(settings, before) == ["+" + wanted]


def test_a_row_that_is_confirmed_keeps_its_evidence_and_a_comment_comes_before_it(settings):
    before = links_of(settings.root).read_text("utf-8")
    said = Said(Reviewer(name="Jane"), "ours", "Looks right.")
    change = decide(settings, case_of(settings, "Q1024066"), Decision.ACCEPT, said)
    wanted = row(
        "lushun", "Q1024066", "closeMatch", label="Lüshunkou", who="Jane", ours="Lüshun",
        comment="Looks right.; Checked in a.csv.", tool=False, version="",
    )  # fmt: skip
    assert changed(settings, before) == ["-" + LUSHUN_ROW.rstrip("\n"), "+" + wanted]
    assert change.row.predicate == CLOSE
    undo(settings, change)
    assert links_of(settings.root).read_text("utf-8") == before


def test_what_somebody_else_has_decided_meanwhile_is_never_overwritten(settings):
    case = case_of(settings, "Q74881")
    decide(settings, case, Decision.REJECT, JANE)
    before = links_of(settings.root).read_text("utf-8")
    with pytest.raises(Overtaken) as caught:
        decide(settings, case, Decision.ACCEPT, Said(Reviewer(name="Ken")))
    assert str(caught.value) == (
        f"{DALIAN} and {WIKIDATA}Q74881: was decided meanwhile: "
        "not exactMatch, by Jane 田中; look at it again"
    )
    assert links_of(settings.root).read_text("utf-8") == before


def test_a_decision_that_somebody_has_changed_since_is_not_undone(settings):
    change = decide(settings, case_of(settings, "Q74881"), Decision.REJECT, JANE)
    path = links_of(settings.root)
    path.write_text(path.read_text("utf-8").replace("Jane 田中", "Ken"), "utf-8")
    before = path.read_text("utf-8")
    with pytest.raises(Overtaken):
        undo(settings, change)
    assert path.read_text("utf-8") == before


def test_a_second_exact_match_is_refused_and_nothing_is_written(settings):
    decide(settings, case_of(settings, "Q48320"), Decision.ACCEPT, JANE)
    before = links_of(settings.root).read_text("utf-8")
    with pytest.raises(Faults, match='"government:kobe" is an exact match in line 8 already'):
        decide(settings, case_of(settings, "Q11473"), Decision.ACCEPT, JANE)
    assert links_of(settings.root).read_text("utf-8") == before


def test_the_first_decision_makes_the_file(settings):
    path = links_of(settings.root)
    path.unlink()
    change = decide(settings, case_of(settings, "Q74881"), Decision.ACCEPT, Said(Reviewer(iri=ORCID)))
    assert [line for line in path.read_text("utf-8").splitlines() if line.startswith("government:")] == [
        path.read_text("utf-8").splitlines()[-1]
    ]
    assert "#  orcid: https://orcid.org/\n" in path.read_text("utf-8")
    undo(settings, change)
    assert [case.object[-6:] for case in cases_of(settings)] == ["Q48320", "Q11473", "801253", "Q74881"]


@pytest.mark.parametrize(
    ("text", "iri", "name"),
    [
        ("0000-0002-1825-0097", ORCID, None),
        ("http://orcid.org/0000-0002-9079-593X", "https://orcid.org/0000-0002-9079-593X", None),
        ("https://example.org/people/jane", "https://example.org/people/jane", None),
        ("  Jane   田中 ", None, "Jane 田中"),
    ],
)
def test_a_reviewer_is_an_orcid_another_iri_or_a_name(text, iri, name):
    assert read_reviewer(text) == Reviewer(iri, name)


@pytest.mark.parametrize(
    "text", ["", "0000-0002-1825-0098", "https://a b", "https://a/<b>", "a\u202eb", "x" * 201]
)
def test_who_is_nobody_is_refused(text):
    with pytest.raises(
        ProjectError, match=r"^reviewer .*; give a name, or an IRI such as https://orcid\.org/"
    ):
        read_reviewer(text)


def test_the_head_of_the_file_stays(settings):
    decide(settings, case_of(settings, "Q74881"), Decision.ACCEPT, JANE)
    assert links_of(settings.root).read_text("utf-8").startswith(HEAD + COLUMNS)


def test_a_confidence_is_the_reviewers_and_never_the_score(settings):
    change = decide(settings, case_of(settings, "Q11473"), Decision.ACCEPT, JANE)  # which scores 0.6
    assert change.row.confidence is None
    undo(settings, change)
    said = Said(JANE.reviewer, confidence=0.75)
    assert decide(settings, case_of(settings, "Q11473"), Decision.ACCEPT, said).row.confidence == 0.75
