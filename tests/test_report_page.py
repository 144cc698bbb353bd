"""The page of HTML: all that a reader asks, nothing that runs, and what has changed since a build before."""

import json
import os
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner

from koryu.cli import koryu
from koryu.errors import Cell
from koryu.rdf.ntriples import literal
from koryu.shacl.results import Report
from koryu.validation.reports.forms import FORMS, write_report
from koryu.validation.reports.trend import read_trend
from koryu.validation.reports.words import languages
from small_report import BORN, BORN_RULE, REPORT, RESULTS, RULES, WHEN, make_view, many, person, result

VOID = {"meta", "br", "img", "link", "input"}


class Page(HTMLParser):
    """What a browser makes of a page: elements with their attributes and their text."""

    def __init__(self, source):
        super().__init__()
        self.elements, self._open = [], []
        self.feed(source)
        self.close()
        assert not self._open

    def handle_starttag(self, tag, attributes):
        element = {"tag": tag, "text": "", **dict(attributes)}
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        assert self._open.pop()["tag"] == tag
        if tag in ("td", "th"):
            self.handle_data(" ")

    def handle_data(self, data):
        for element in self._open:
            element["text"] += data

    def texts(self, *tags):
        return [" ".join(one["text"].split()) for one in self.elements if one["tag"] in tags]


def page_of(report, root=None, **options):
    return Page(write_report(report, "html", make_view(root, **options)))


def test_a_page_tells_the_verdict_the_counts_the_rules_the_files_and_each_result(tmp_path):
    page = page_of(replace(REPORT, when=WHEN), tmp_path)
    assert page.texts("h1", "h2", "h3") == [
        "Validation report",
        "Counts",
        "Notes",
        "By rule",
        "By file",
        "Results",
        "P2 violation 2 results",
        "s:Person ex:name MinCount violation 1 result",
        "P10 warning 2 results",
    ]
    assert page.texts("dd") == ["People", "2026-01-02 03:04 UTC", "an engine", "4"]
    assert page.texts("p") == [
        "Rules are violated: the data must be mended.",
        "Change the cell or the row that is named, then run koryu build.",
        "a person has exactly one “born”: a date.",
        "Likely cause: an empty cell.",
        "needs at least 1 value of ex:name; has 0",
        "Mend: the value that is lacking would come from data/names.csv:name",
        "a note is short, but … letters.",
        "Likely cause: a slip.",
    ]
    assert page.texts("tr") == [
        *("Severity Results", "violation 3", "warning 2", "info 0"),
        "Rule Text Severity Results",
        "P2 a person has exactly one “born”: a date. violation 2",
        "s:Person ex:name MinCount needs at least 1 value of ex:name; has 0 violation 1",
        "P10 a note is short, but … letters. warning 2",
        *("File violation warning info", "data/people.csv 3 2 0"),
        *("Cell Thing Value", "data/people.csv:2:born a 1950-13-01", "data/people.csv:3:born b (empty)"),
        *("Cell Thing Value", "data/people.csv:5 c"),
        "Cell Thing Value",
        'data/people.csv:2:note a says "hi", twice',
        "a has 16",
        "data/people.csv:3:note b two lines",
        "b has 9",
    ]


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ((), "All rules hold: there is no result."),
        (RESULTS[3:], "No violation. There is something to look at."),
        (RESULTS, "Rules are violated: the data must be mended."),
    ],
)
def test_the_verdict(results, verdict):
    assert page_of(Report(results, rules=RULES)).texts("p")[0] == verdict


@pytest.mark.parametrize(
    ("lang", "title", "rule"),
    [
        ("ja", "検証報告", "人物の「生年月日」はちょうど一つで、日付です。"),
        ("zh-Hans", "校验报告", "人物的“出生”恰有一个，为日期。"),
    ],
)
def test_a_page_speaks_the_readers_language_and_marks_what_is_in_another(lang, title, rule):
    page = page_of(REPORT, lang=lang)
    assert page.elements[0]["lang"] == lang
    assert page.texts("title") == [f"{title} – People"]
    assert rule in page.texts("p")
    english = {one["text"] for one in page.elements if one.get("lang") == "en"}
    assert english == (
        {"a note is short, but … letters.", "a has 16", "b has 9", "a slip."} if lang != "ja" else set()
    )


def test_a_page_runs_nothing_and_loads_nothing():
    page = page_of(REPORT)
    assert {one["tag"] for one in page.elements} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "form",
    } == set()
    assert not [name for one in page.elements for name in one if name.startswith("on") or name == "src"]
    assert {one["href"][0] for one in page.elements if "href" in one} == {"#"}
    ids = [one["id"] for one in page.elements if "id" in one]
    assert len(ids) == len(set(ids))
    assert {one["href"][1:] for one in page.elements if "href" in one} <= set(ids)
    (style,) = page.texts("style")
    assert "url(" not in style
    assert "@import" not in style
    policy = next(one for one in page.elements if one.get("http-equiv") == "Content-Security-Policy")
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_every_heading_of_a_table_has_a_scope():
    page = page_of(REPORT)
    assert {one.get("scope") for one in page.elements if one["tag"] == "th"} == {"col", "row"}


def luminance(colour):
    """The relative luminance of WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_colour_of_text_stands_out_from_the_paper():
    (style,) = page_of(REPORT).texts("style")
    colours = re.findall(r"(?:--ink|--quiet|[ ;{]color): (#[0-9a-f]{6})", style)
    assert len(colours) == 7
    for colour in colours:
        assert (luminance("#ffffff") + 0.05) / (luminance(colour) + 0.05) >= 4.5  # WCAG 2.2, 1.4.3


HOSTILE = [
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("\"'><img src=x onerror=alert(1)>", "\"'><img src=x onerror=alert(1)>"),
    ("{{ 7 * 7 }}{% raw %}", "{{ 7 * 7 }}{% raw %}"),
    ("&lt;b&gt;", "&lt;b&gt;"),
    ("\u202eabc\u2066", r"\u202eabc\u2066"),
    ("a\x00\x1b[31m", r"a\x00\x1b[31m"),
    ("x" * 10_000, "x" * 200 + "… (10,000 characters)"),
    ("שלום", "שלום"),
]


@pytest.mark.parametrize(("value", "shown"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_value_is_text_and_is_cut_visibly(value, shown):
    cell = Cell(f"data/{value[:30]}.csv", 2)
    one = result(BORN_RULE, person("a"), literal(value), cell, {"en": f"P2: {value}", "ja": value})
    page = page_of(Report((one, RESULTS[1]), value, value, (value,)))
    assert {one["tag"] for one in page.elements} & {"script", "img", "b"} == set()
    assert [one["text"] for one in page.elements if one["tag"] == "code" and one.get("class")] == [shown]
    assert page.texts("dd")[:2] == [shown, shown]
    assert all(part.isprintable() for part in page.texts("td", "th", "p", "li", "h3", "dd"))


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("count", [0, 1, 20, 500])
def test_a_page_has_each_result_once(count, lang):
    page = page_of(many(count), lang=lang)
    places = [one["text"] for one in page.elements if one["tag"] == "code" and ":born" in one["text"]]
    assert places == [f"data/people.csv:{line}:born" for line in range(2, count + 2)]


# What has changed


def keep(builds, name, results, age):
    """Keep the report of a build, so many seconds old."""
    path = builds / name / "report.json"
    path.parent.mkdir(parents=True)
    path.write_text(write_report(Report(tuple(results)), "json", make_view()), "utf-8")
    os.utime(path, (WHEN.timestamp() - age,) * 2)


def test_the_trend_tells_what_is_new_gone_and_standing(tmp_path):
    keep(tmp_path / "builds", "a", RESULTS[1:4], 60)
    now = replace(REPORT, results=(RESULTS[0], *RESULTS[2:]))
    trend = read_trend(tmp_path / "builds", now)
    page = page_of(now, tmp_path, trend=trend)
    rows = page.texts("tr")
    start = rows.index("Severity Before Now New Gone Standing")
    assert rows[start : start + 4] == [
        "Severity Before Now New Gone Standing",
        "violation 2 2 1 1 1",
        "warning 1 2 1 0 1",
        "info 0 0 0 0 0",
    ]
    assert "Compared with the build of 2026-01-02 03:03 UTC" in page.texts("p")
    (gone,) = (text for text in page.texts("li") if "people" in text)
    assert gone == f"violation data/people.csv:3:born {BORN['en']}"
    assert [row for row in rows if " New " in row and ":" in row] == [
        "data/people.csv:2:born New a 1950-13-01",
        "data/people.csv:3:note New b two lines",
    ]


@pytest.mark.parametrize(
    ("kept", "against"),
    [
        ([RESULTS[:1], RESULTS[:2]], 10),  # both differ: the newest
        ([RESULTS, RESULTS[:2]], 20),  # the newest has nothing to tell
        ([RESULTS, RESULTS], 10),  # neither has
        ([RESULTS], 10),
    ],
)
def test_a_report_is_compared_with_the_newest_build_of_other_results(tmp_path, kept, against):
    for place, results in enumerate(kept, 1):
        keep(tmp_path, str(place), results, 10 * place)
    trend = read_trend(tmp_path, REPORT)
    assert WHEN.timestamp() - trend.when.timestamp() == against


def test_there_is_no_trend_without_builds_or_with_one_that_cannot_be_compared(tmp_path):
    assert read_trend(tmp_path / "none", REPORT) is None
    keep(tmp_path, ".new-1", RESULTS, 1)
    keep(tmp_path, "old", RESULTS, 2)
    path = tmp_path / "old/report.json"
    content = json.loads(path.read_text("utf-8"))
    del content["results"][0]["digest"]
    path.write_text(json.dumps(content), "utf-8")
    assert read_trend(tmp_path, REPORT) is None


# The command


def run(*arguments):
    found = CliRunner().invoke(koryu, [str(each) for each in arguments])
    return found.exit_code, found.output


@pytest.mark.parametrize("form", FORMS)
def test_validate_writes_every_form(built, tmp_path, form):
    target = tmp_path / "report"
    assert run("validate", "--root", built, "--format", form, "--lang", "zh", "-o", target) == (0, "")
    assert "AC20" in target.read_text("utf-8") or form == "ttl"
    status, output = run("validate", "--root", built, "--format", form, "--lang", "zh")
    steady = re.compile(r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")
    assert (status, steady.sub("", output)) == (0, steady.sub("", target.read_text("utf-8")))


def test_validate_compares_the_tables_with_the_last_build(built, project):
    (project / "build").symlink_to((built / "build").resolve())
    (project / ".builds").symlink_to(built / ".builds")
    table = project / "data/yoshida/affiliation-counts.csv"
    content = table.read_text("utf-8")
    assert ",21.4%" in content
    table.write_text(content.replace(",21.4%", ",21.6%").replace(",21.4,", ",21.6,"), "utf-8")
    status, output = run("validate", "--root", project, "--format", "html")
    rows = Page(output).texts("tr")
    start = rows.index("Severity Before Now New Gone Standing")
    assert status == 0
    assert rows[start + 1 : start + 4] == [
        "violation 0 0 0 0 0",
        "warning 1 0 0 1 0",
        "info 4 5 1 0 4",
    ]


@pytest.mark.parametrize("form", ["csv", "html", "junit", "sarif"])
def test_validate_reports_tables_that_cannot_be_read(project, form):
    table = project / "data/yoshida/affiliation-counts.csv"
    table.write_text(table.read_text("utf-8").replace(",203,203,", ',"2,03",203,'), "utf-8")
    status, output = run("validate", "--root", project, "--format", form)
    assert status == 1
    assert "write digits only, such as 1304" in output
    assert "affiliation-counts.csv" in output


DATA = """PREFIX ex: <https://example.org/def#>
ex:a a ex:Person ; ex:age "x" .
ex:b a ex:Person ; ex:name "B" ; ex:age 5 .
"""
SILENT = """PREFIX ex: <https://example.org/def#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
ex:PersonShape sh:targetClass ex:Person ;
  sh:property [ sh:path ex:name ; sh:minCount 1 ] , [ sh:path ex:age ; sh:datatype xsd:integer ] .
"""
TOLD = """\
ex:PersonShape ex:age Datatype · violation · 1 result
  each value of ex:age is a literal of the datatype xsd:integer
  ex:a  "x"

ex:PersonShape ex:name MinCount · violation · 1 result
  needs at least 1 value of ex:name; has 0
  ex:a

2 violation, 0 warning, 0 info
"""


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # of rdflib itself
@pytest.mark.parametrize("engine", ["sets", "pyshacl"])
def test_files_are_told_of_with_the_names_of_their_shapes(tmp_path, engine):
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(DATA, "utf-8")
    shapes.write_text(SILENT, "utf-8")
    command = ("validate", data, "--shapes", shapes, "--engine", engine)
    assert run(*command) == (1, TOLD)
    for form in FORMS:
        status, output = run(*command, "--format", form)
        assert status == 1
        assert "age" in output
    page = Page(run(*command, "--format", "html")[1])
    assert page.texts("h2") == ["Counts", "By rule", "By file", "Results"]  # and no trend
    engines = {"sets": "set queries", "pyshacl": "pySHACL"}
    assert (page.texts("dd")[0], page.texts("dd")[2:]) == (str(data), [engines[engine], "2"])
