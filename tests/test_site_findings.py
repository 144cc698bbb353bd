"""The pages of findings and of how programs use the site."""

import json
from dataclasses import replace

import pytest

from koryu.evaluation.admission import Admission
from koryu.limits import Limits
from koryu.settings import read_settings
from koryu.site.findings import findings_page
from koryu.site.frame.reader import Reader
from koryu.site.programs import programs_page
from small_client import asking
from small_site import BASE, SETTINGS, make_edition, read_page

QUERY = """\
#+ summary: {en: Which figures disagree?, ja: どの数値が食い違うか}
#+ columns:
#+   harbour: {type: thing}
#+   tons: {type: integer}
#+ tags: [places, findings]
PREFIX k: <https://example.org/exchange/def#>
SELECT ?harbour ?tons WHERE { ?harbour k:tons ?tons } ORDER BY ?harbour
"""
NEEDS = """\
#+ summary: Which one?
#+ params:
#+   harbour: {class: Harbour, required: true}
#+ columns:
#+   harbour: {type: thing}
#+ tags: [findings]
SELECT ?harbour WHERE {
  VALUES ?harbour { UNDEF }
  ?harbour ?property ?value .
}
"""
KOBE = f"{BASE}id/government/kobe"
RESULT = {
    "severity": "Warning",
    "shape": f"{BASE}shapes#HarbourShape-tons",
    "component": "http://www.w3.org/ns/shacl#MaxCountConstraintComponent",
    "focus": KOBE,
    "path": f"{BASE}def#tons",
    "value": None,
    "terms": {"focus": f"<{KOBE}>", "value": None},
    "messages": {
        "en": "HA1: a harbour has one figure at most. Likely cause: two rows.",
        "ja": "HA1：港の数値は一つまでです。考えられる原因：二つの行。",
    },
    "file": "data/harbours/harbours.csv",
    "line": 3,
    "column": "tons",
    "missing_from": None,
    "digest": "00",
}


def report(root, *results):
    counts = {
        name: sum(each["severity"] == name for each in results) for name in ("Violation", "Warning", "Info")
    }
    found = {
        "conforms": not results,
        "counts": counts,
        "name": "",
        "engine": "",
        "notes": [],
        "results": results,
    }
    (root / "build/report.json").write_text(json.dumps(found), "utf-8")


def page_of(edition, lang="en"):
    return read_page(findings_page(edition, Reader(lang), edition.store))


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    root = tmp_path_factory.mktemp("findings")
    made = make_edition(root, queries={"disagree": QUERY, "needs": NEEDS})
    report(root, RESULT)
    return made


def test_results_are_told_by_rule_with_links_to_what_they_are_about(edition):
    page = page_of(edition, "ja")
    assert page.all("strong")[0].text == "違反はありません。確認すべき点があります。"
    numbers = page.one("dl", class_="numbers").all("div")
    assert [(each.one("dt").text, each.one("dd").text) for each in numbers] == [
        ("違反", "0"), ("警告", "1"), ("情報", "0"),
    ]  # fmt: skip
    rule = page.one("section", **{"aria-labelledby": "rule-HA1"})
    assert rule.one("h3").text == "HA1 · 警告"
    assert rule.texts("p") == ["港の数値は一つまでです。", "考えられる原因： 二つの行。"]
    (row,) = rule.one("tbody").all("tr")
    assert row.texts("td") == ["神戸市", "", "data/harbours/harbours.csv:3:tons"]
    assert row.one("a")["href"] == "/doc/government/kobe"


def test_the_queries_that_look_for_disagreements_are_asked_unless_they_need_a_value(edition):
    page = page_of(edition)
    assert page.one("main").texts("h2") == ["Validation", "Where sources disagree"]
    (asked,) = [each for each in page.all("section") if each.all("h3", id="asked-disagree")]
    assert not page.all("h3", id="asked-needs")
    assert asked.one("h3").text == "Which figures disagree?"
    assert [row.texts("td") for row in asked.one("tbody").all("tr")] == [["Kobe City", "1,304"]]
    assert [each["href"] for each in asked.all("a")][-1] == "/query/disagree"


def test_a_build_without_results_and_a_project_without_queries_say_so(tmp_path):
    made = make_edition(tmp_path, settings=SETTINGS.replace('["en", "ja", "zh"]', '["en"]'))
    report(tmp_path)
    page = page_of(made)
    assert page.all("strong")[0].text == "All rules hold: there is no result."
    assert page.one("main").texts("p")[-1].startswith("No stored query looks for disagreements")


def test_a_build_of_another_time_without_a_report_has_no_results(tmp_path):
    page = page_of(make_edition(tmp_path))
    assert page.all("tbody") == []


def test_a_query_that_fails_is_told_in_its_place(tmp_path):
    broken = QUERY.replace("tons: {type: integer}", "tons: {type: boolean}")
    page = page_of(make_edition(tmp_path, queries={"disagree": broken}))
    assert page.one("p", role="alert").text == (
        "The question was not answered. disagree: column tons holds "
        '""1304"^^<http://www.w3.org/2001/XMLSchema#integer>", which is no boolean'
    )


def test_programs_are_told_addresses_forms_and_the_limits_in_force(edition):
    limits = Limits(seconds=7, rows=1234)
    page = read_page(programs_page(edition, Reader("en"), limits, "https://x.example/koryu"))
    code = page.texts("code")
    assert "https://x.example/koryu/query/disagree.json" in code
    assert any(each.startswith("curl --get https://x.example/koryu/sparql ") for each in code)
    assert any(each.endswith(" https://x.example/koryu/id/affiliation/d1") for each in code)
    rows = [row.texts("td") for row in page.all("table")[-1].one("tbody").all("tr")]
    assert rows[:2] == [
        ["seconds", "seconds that a query may take", "7"],
        ["rows", "rows of an answer", "1,234"],
    ]
    assert len(rows) == 11
    assert all(meaning for _, meaning, _ in rows)
    questions = page.all("table")[0].one("tbody").all("tr")
    assert [row.texts("td") for row in questions] == [
        ["disagree", ""],
        ["needs", "harbour Harbour · required"],
    ]


def test_the_pages_come_over_http_in_the_readers_language(tmp_path):
    make_edition(tmp_path)
    with asking(read_settings(tmp_path)) as client:
        for path, title in (("/findings?lang=ja", "検証結果"), ("/api?lang=zh", "供程序使用")):
            answer = client.get(path, headers={"Accept": "text/html"})
            assert (answer.status_code, read_page(answer.text).one("h1").text) == (200, title)


def test_a_page_that_lacks_an_answer_is_kept_for_nobody(tmp_path, monkeypatch):
    make_edition(tmp_path, queries={"disagree": QUERY})
    settings = read_settings(tmp_path)
    with asking(settings, limits=replace(settings.limits, patience=0.0)) as client:
        with monkeypatch.context() as busy:
            busy.setattr(Admission, "_may_run", lambda *_: False)
            lacking = client.get("/findings")
        assert (lacking.status_code, lacking.headers["cache-control"]) == (200, "no-store")
        assert "queries are evaluated and others wait" in lacking.text
        whole = client.get("/findings")
        assert "1,304" in whole.text
        assert whole.headers["cache-control"].startswith("public")
