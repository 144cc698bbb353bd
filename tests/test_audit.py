"""An audit reports each thing that does not hold; sources, sentences and texts are invented here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from koryu.audit.audit import AuditReport, PaperText, audit, read_paper, render
from koryu.errors import AuditError, ProjectError
from koryu.graph import make_graph
from koryu.iris import Iris
from koryu.queries.columns import Column
from koryu.queries.results import ResultTable
from koryu.rdf.ntriples import datatype, write_nquads
from koryu.settings import Settings, read_settings
from small_audit import (
    FACTS,
    TEXT,
    TITLE,
    XSD,
    AuditedProject,
    Fact,
    missing,
    quad,
    sentence_quads,
    term,
)

ROOT = Path(__file__).parent.parent
PAPER = ROOT.parent / "shared" / "paper" / "yoshida.txt"


@pytest.fixture
def project(tmp_path: Path) -> AuditedProject:
    return AuditedProject(tmp_path)


def without(subject: str, name: str) -> list[Fact]:
    return [fact for fact in FACTS if fact[:2] != (subject, name)]


def test_all_holds(project: AuditedProject):
    report = project.audit()
    assert report.passes
    assert render(report) == (
        "Audit of bay\n"
        "Sentences found in the text: 5 of 5\n"
        "Sentences of the body with facts: 3 of 3\n"
        "Facts that cite a sentence: 5 of 5\n"
        "Numbers and dates of cited sentences that are values: 6 of 6\n"
        "Figures of facts that are in a cited sentence: 6 of 6\n"
        "Texts of ours without 8 words in a row of the paper: 8 of 8\n"
        "Figures that disagree with their counts: 0\n"
        "Everything holds.\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n", "\r\n"),
        TEXT.replace(" ", "\n"),
        TEXT.replace("docks. ", "docks.\n\n7 Ferries of the bay\f"),
    ],
    ids=["crlf", "line-breaks", "page-header"],
)
def test_all_holds_in_another_extraction(project: AuditedProject, text: str):
    assert project.problems(text) == []


def test_a_locator_that_does_not_hold_is_reported(project: AuditedProject):
    assert project.problems(TEXT.replace("Grey gulls", "White gulls")) == [
        "1.1.2: the sentence is not in the text"
    ]


def test_a_heading_is_looked_for_too(project: AuditedProject):
    assert project.problems(TEXT.replace("1. Boats", "1. Ships")) == [
        "1.0.0: the sentence is not in the text"
    ]


def test_a_locator_of_another_length_is_reported(project: AuditedProject):
    subject = f"{term('sentence/bay-1.1.3')} {term('textLength')} "
    path = project.settings.build / "koryu.nq"
    path.write_text(path.read_text("utf-8").replace(f'{subject}"22"', f'{subject}"21"'), "utf-8")
    assert project.problems() == ["1.1.3: the sentence is not in the text"]


@pytest.mark.parametrize(
    ("subject", "name", "problem"),
    [
        ("observation/boats", "count", missing("1.1.1", "1,250 (1250)")),
        ("observation/boats", "rank", missing("1.1.1", "second (2)")),
        ("observation/boats", "asOf", missing("1.1.1", "May 2, 1979 (1979-05-02)")),
        ("observation/docks", "share", missing("1.1.1", "3")),
        ("policy/safety", "inYear", missing("1.1.3", "1981")),
        ("policy/safety#loss", "low", missing("1.1.3", "none (0)")),
    ],
)
def test_a_number_without_a_value_is_reported(project: AuditedProject, subject: str, name: str, problem: str):
    project.build(without(subject, name))
    assert [each for each in project.problems() if "no fact that" in each] == [problem]


def test_a_year_is_found_in_a_date(project: AuditedProject):
    project.build([*without("policy/safety", "inYear"), ("policy/safety", "earliest", "1981-03-01^date")])
    assert project.problems() == []


def test_another_day_of_the_year_is_not_the_date(project: AuditedProject):
    project.build([*without("observation/boats", "asOf"), ("observation/boats", "asOf", "1979-05-03^date")])
    assert project.problems() == [
        missing("1.1.1", "May 2, 1979 (1979-05-02)"),
        "boats: asOf 1979-05-03 is in no sentence that the fact cites (1.1.1)",
    ]


def test_a_value_of_a_fact_that_cites_another_sentence_does_not_count(project: AuditedProject):
    project.build([*without("observation/boats", "rank"), ("claim/gulls", "rank", "2^integer")])
    assert project.problems() == [missing("1.1.1", "second (2)")]


def test_a_part_that_cites_a_sentence_itself_does_not_cite_that_of_the_whole(project: AuditedProject):
    project.build([*FACTS, ("policy/safety#loss", "statedIn", "sentence/bay-1.1.2")])
    assert project.problems() == [
        missing("1.1.3", "none (0)"),
        "safety#loss: low 0 is in no sentence that the fact cites (1.1.2)",
    ]


def test_a_sentence_that_no_fact_cites_is_reported(project: AuditedProject):
    project.build([fact for fact in FACTS if fact[0] != "claim/gulls"])
    assert project.problems() == [
        "1.1.2: no fact with a value, a party or a statement of its own cites the sentence"
    ]


@pytest.mark.parametrize(
    "rest",
    [
        [],
        [("claim/gulls", "basis", "stated")],
        [("claim/gulls", "about", "government/bay-town")],
        [("claim/gulls", "position", "1^integer")],
        [("claim/gulls", "statement", '" "@en')],
        [("claim/gulls", "note", '"Four gulls."@en'), ("claim/gulls", "nameAsPublished", '"Grey gulls"')],
        [("claim/gulls", "inSource", "source/bay")],
    ],
)
def test_an_empty_claim_is_no_fact_of_a_sentence(project: AuditedProject, rest: list[Fact]):
    project.build([*without("claim/gulls", "statement"), *rest])
    assert project.problems() == [
        "1.1.2: no fact with a value, a party or a statement of its own cites the sentence"
    ]


def test_a_subject_without_a_type_of_the_project_is_no_fact(project: AuditedProject):
    project.build([*without("claim/gulls", "type"), ("claim/gulls", "label", '"Gulls"@en')])
    assert project.problems() == [
        "1.1.2: no fact with a value, a party or a statement of its own cites the sentence"
    ]


def test_a_fact_may_have_its_type_in_another_graph(project: AuditedProject):
    project.build(without("claim/gulls", "type"), quad("claim/gulls", "type", "Claim", "places"))
    assert project.problems() == []


def test_a_fact_that_cites_no_sentence_is_reported(project: AuditedProject):
    project.build(
        [*FACTS, ("claim/tides", "type", "Claim"), ("claim/tides", "statement", '"Tides turn."@en')]
    )
    assert project.problems() == ["tides: the fact cites no sentence"]


def test_things_of_other_graphs_need_no_sentence(project: AuditedProject):
    project.build(FACTS, quad("government/bay-town", "type", "Government", "places"))
    assert project.problems() == []


QUOTED = "followed every one of the boats from the"


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        (f"Birds {QUOTED} quay.", QUOTED),
        ("birds FOLLOWED, every-one of \\u201cthe boats\\u201d   from the", QUOTED),
        ("Old pier to the island in 1981 none was lost", "pier to the island in 1981 none was"),
        (
            "Gulls followed every one of the boats from the old quay",
            "gulls followed every one of the boats from the old",
        ),
    ],
    ids=["eight", "folded", "over-two-sentences", "nine"],
)
def test_eight_words_in_a_row_are_reported(project: AuditedProject, text: str, shared: str):
    project.build([*FACTS, ("claim/gulls", "note", f'"{text}"@en')])
    what = f'note shares words in a row with the paper: "{"old " if text.startswith("Old") else ""}{shared}"'
    assert project.problems() == [f"gulls: {what}"]


def test_a_page_header_does_not_hide_a_quotation(project: AuditedProject):
    project.build([*FACTS, ("claim/gulls", "note", '"pier to the island in 1981 none was"')])
    assert project.problems(TEXT.replace("\n\nIn 1981", "\n\nFerries of the bay\n\nIn 1981")) == [
        'gulls: note shares words in a row with the paper: "pier to the island in 1981 none was"'
    ]


def test_seven_words_in_a_row_pass(project: AuditedProject):
    project.build([*FACTS, ("claim/gulls", "note", '"Birds followed every one of the boats from there."@en')])
    assert project.problems() == []


def test_every_graph_is_searched_for_the_wording(project: AuditedProject):
    project.build(FACTS, quad("Claim", "definition", f'"So {QUOTED} sea"@en', "ontology"))
    assert project.problems() == [f'Claim: definition shares words in a row with the paper: "{QUOTED}"']


def test_the_title_may_be_named_but_not_stated(project: AuditedProject):
    project.build([*FACTS, ("claim/gulls", "statement", f'"{TITLE}"@en')])
    assert project.problems() == [f'gulls: statement shares words in a row with the paper: "{TITLE.lower()}"']


def test_figures_that_disagree_are_listed_and_are_no_problem(project: AuditedProject):
    rows = [
        ("a#share", "21.4", "21.6649", "false", "false", "2.2.2"),
        ("b#share", "5", "5.6748", "false", "true", "2.1.4"),
        ("c#share", "19", "19.3252", "true", "true", "2.1.3"),
        ("d#low", "2", "", "false", "false", "4.2.2 4.3.2"),
    ]
    columns = tuple(
        Column(name, "text") for name in ("figure", "stated", "exact", "rounds", "truncates", "sentence")
    )
    cells = tuple(tuple((cell,) if cell else () for cell in row) for row in rows)
    report = project.audit(figures=ResultTable("figures-that-disagree", columns, cells, cells))
    assert report.passes
    assert render(report).splitlines()[-5:] == [
        "Figures that disagree with their counts: 3",
        "  a#share: 21.4 is stated in 2.2.2, its counts give 21.6649: neither rounded nor truncated",
        "  b#share: 5 is stated in 2.1.4, its counts give 5.6748: truncated",
        "  d#low: 2 is stated in 4.2.2 4.3.2, its counts give no value",
        "Everything holds.",
    ]


def test_a_report_lists_each_problem_below_its_check(project: AuditedProject):
    project.build(without("observation/boats", "rank"))
    lines = render(project.audit()).splitlines()
    assert lines[4:6] == [
        "Numbers and dates of cited sentences that are values: 5 of 6",
        "  1.1.1: second (2) is in the sentence, but no fact that cites it has this value",
    ]
    assert lines[-1] == "Problems: 1"


def test_the_source_is_the_one_whose_sentences_the_text_has(project: AuditedProject):
    project.build(FACTS, *sentence_quads({"1.1.1": "Trams run there.", "1.1.2": "Trams stop here."}, "city"))
    assert project.audit().source == "bay"
    assert project.audit("Trams run there. Trams stop here.").source == "city"


@pytest.mark.parametrize("text", ["", " \n", "Something else altogether.", "\0\1\2", f"{TITLE} 1. Boats"])
def test_a_text_without_any_sentence_of_the_body_is_refused(project: AuditedProject, text: str):
    with pytest.raises(AuditError) as error:
        project.audit(text)
    assert str(error.value) == (
        "bay.txt: has none of the 3 sentences of bay; "
        "give the plain text of the paper, as 'pdftotext' extracts it from a PDF"
    )


def test_a_graph_without_sentences_is_refused(project: AuditedProject):
    project.build(FACTS, sentences={})
    with pytest.raises(
        AuditError, match=r"koryu\.nq: has no sentences to find; a source needs a table of sentences"
    ):
        project.audit()


def test_without_a_build_there_is_nothing_to_audit(project: AuditedProject):
    (project.settings.build / "koryu.nq").unlink()
    with pytest.raises(ProjectError, match=r"koryu\.nq: no build yet; run 'koryu build'"):
        project.audit()


@pytest.mark.parametrize(
    "content",
    [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), TEXT.encode("utf-16")],
    ids=["utf-8", "utf-8-bom", "utf-16"],
)
def test_a_paper_is_read_in_unicode(tmp_path: Path, content: bytes):
    path = tmp_path / "bay.txt"
    path.write_bytes(content)
    assert read_paper(path) == PaperText(str(path), TEXT)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "No such file or directory"),
        (b"%PDF-1.4\n", "is a PDF"),
        ("交流".encode("shift-jis"), "is no text in UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "is no text in UTF-8"),
        (b"\xff\xfea", "is no text in UTF-8"),
        (b" " * 2_000_001, "more than 2 MB is no paper"),
    ],
    ids=["missing", "pdf", "shift-jis", "png", "half-utf-16", "huge"],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, content: bytes | None, problem: str):
    path = tmp_path / "bay.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AuditError) as error:
        read_paper(path)
    need = "give the plain text of the paper, as 'pdftotext' extracts it from a PDF"
    assert str(error.value) == f"{path}: {problem}; {need}"


@pytest.fixture
def shipped(tmp_path: Path, shared: Path) -> Settings:
    """The settings of a project that has the graph of the shipped data."""
    return replace(read_settings(ROOT), root=tmp_path)


def audit_shipped(settings: Settings, *, keep_values: bool = True) -> AuditReport:
    quads = make_graph(read_settings(ROOT)).quads(Iris(settings.base))
    values = {XSD + name for name in ("integer", "decimal", "date", "gYear")}
    length = f"<{settings.base}def#textLength>"
    kept = (
        each for each in quads if keep_values or each[0][1] == length or datatype(each[0][2]) not in values
    )
    settings.build.mkdir()
    write_nquads(settings.build / "koryu.nq", kept)
    return audit(read_paper(PAPER), settings)


def test_the_shipped_data_hold_against_the_paper(shipped: Settings):
    report = audit_shipped(shipped)
    assert [str(problem) for problem in report.problems] == []
    assert [check.total for check in report.checks[:2]] == [73, 64]
    assert report.checks[3].total == 60  # the rows of examples/audit/numbers.csv


def test_without_their_values_the_shipped_data_hold_none_of_the_numbers(shipped: Settings):
    report = audit_shipped(shipped, keep_values=False)
    cited = [check for check in report.checks if check.title.startswith("Numbers")]
    assert [(check.total, len(check.problems)) for check in cited] == [(60, 60)]
