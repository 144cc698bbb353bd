"""The pages of questions: their list, their forms, their answers, and what is said where there is none."""

from functools import partial

import pytest

from koryu.errors import QueryError
from koryu.limits import Limits
from koryu.settings import read_settings
from koryu.site.frame.reader import Reader
from koryu.site.questions.pages import ROWS, question_groups, question_page, questions_page
from small_client import asking
from small_site import FACTS, SETTINGS, make_edition, read_page

PREFIX = "PREFIX k: <https://example.org/exchange/def#>\n"
HARBOURS = f"""\
#+ summary: {{en: Which harbours are there?, ja: どの港があるか}}
#+ description: {{en: All of them., ja: すべての港。}}
#+ params:
#+   harbour: {{class: Harbour, label: {{en: Place, ja: 場所}}}}
#+   kind: {{scheme: kinds}}
#+   since: {{datatype: date, label: Since}}
#+   most: {{datatype: integer}}
#+ columns:
#+   harbour: {{type: thing}}
#+   tons: {{type: integer}}
#+   note_on_it: {{type: text}}
#+ view: {{map: [harbour]}}
#+ tags: [places]
#+ example: {{harbour: kobe}}
{PREFIX}SELECT ?harbour ?tons ?note_on_it WHERE {{
  VALUES ?harbour {{ UNDEF }}
  VALUES ?kind {{ UNDEF }}
  VALUES ?since {{ UNDEF }}
  VALUES ?most {{ UNDEF }}
  ?harbour a k:Harbour . OPTIONAL {{ ?harbour k:tons ?tons }} OPTIONAL {{ ?harbour k:note ?note_on_it }}
  FILTER(!BOUND(?most) || ?tons <= ?most)
}} ORDER BY ?harbour
"""
DEALS = f"""\
#+ summary: Who deals?
#+ params:
#+   harbour: {{class: Harbour, required: true}}
#+ columns:
#+   deal: {{type: thing}}
#+   party: {{type: thing, many: true}}
#+ tags: [deals]
#+ example: {{harbour: kobe}}
{PREFIX}SELECT ?deal ?party WHERE {{
  VALUES ?harbour {{ UNDEF }}
  ?deal k:party ?harbour ; k:party ?party .
}} ORDER BY ?deal ?party
"""
NUMBERS = f"""\
#+ summary: How many tons?
#+ columns:
#+   harbour: {{type: thing}}
#+   tons: {{type: integer}}
#+ view: chart
{PREFIX}SELECT ?harbour ?tons WHERE {{ ?harbour k:tons ?tons }} ORDER BY DESC(?tons)
"""
DESCRIBE = """\
#+ summary: What is known?
#+ params:
#+   thing: {class: any, required: true}
#+ tags: [things]
CONSTRUCT { ?thing ?property ?value } WHERE { VALUES ?thing { UNDEF }
  ?thing ?property ?value . }
""".replace("VALUES ?thing { UNDEF }", "\n  VALUES ?thing { UNDEF }")
QUERIES = {"harbours": HARBOURS, "deals": DEALS, "numbers": NUMBERS, "describe": DESCRIBE}
TAGS = '[places]\nen = "Places"\nja = "場所"\n'


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    root = tmp_path_factory.mktemp("questions")
    made = make_edition(root, queries=QUERIES)
    (root / "queries" / "tags.toml").write_text(TAGS, "utf-8")
    return made


def ask(edition, name, lang="en", page=1, **given):
    found = question_page(
        edition, name, given, Reader(lang), edition.store, origin="https://x.example", page=page
    )
    return read_page(found.html), found.status


def rows(page):
    return [[cell.text for cell in row.all("td")] for row in page.one("table").one("tbody").all("tr")]


def test_questions_are_listed_by_their_first_tag_titled_as_the_project_says(edition):
    groups = question_groups(edition, Reader("ja"))
    assert [(group.title, [each.summary for each in group.questions]) for group in groups] == [
        ("場所", ["どの港があるか"]),
        ("Deals", ["Who deals?"]),
        ("Things", ["What is known?"]),
        ("その他の質問", ["How many tons?"]),
    ]
    page = read_page(questions_page(edition, Reader("en")))
    assert [each["href"] for each in page.one("main").all("a")] == [
        "/query/harbours", "/query/deals", "/query/describe", "/query/numbers",
    ]  # fmt: skip


def test_an_answer_is_a_table_of_labels_that_are_links_and_of_numbers(edition):
    page, status = ask(edition, "harbours", "ja", harbour="kobe")
    assert status == 200
    assert (page.one("h1").text, page.one("p", class_="lead").text) == ("どの港があるか", "すべての港。")
    assert page.one("table").texts("th") == ["場所", "Tons", "Note on it"]
    assert rows(page) == [["神戸市", "1,304", ""]]
    assert page.one("table").one("a")["href"] == "/doc/government/kobe"
    assert [each.get("class") for each in page.one("table").all("td")] == [None, "number", None]
    assert page.one("table").one("td", class_="number")["data-value"] == "1304"


def test_the_form_has_a_field_for_each_parameter_and_keeps_what_was_given(edition):
    page, _ = ask(edition, "harbours", harbour="Kobe City", most="2000")
    form = page.one("main").one("form")
    assert form["action"] == "/query/harbours"
    assert form.texts("label") == ["Place", "kind", "Since", "most"]
    places = form.one("select", name="harbour").all("option")
    assert [(each["value"], each.text) for each in places] == [
        ("", "any"),
        ("dalian", "Dalian City"),
        ("hiroshima", "Hiroshima City"),
        ("kobe", "Kobe City"),
        ("https://example.org/exchange/id/government/dalian#luda", "Lüda City"),
        ("lushun", "Lüshun"),
        ("port-arthur", "Port Arthur"),
    ]
    assert [each["value"] for each in places if "selected" in each.attributes] == ["kobe"]
    assert form.one("input", name="since")["type"] == "date"
    assert form.one("input", name="most")["value"] == "2000"
    assert "https://x.example/query/harbours?harbour=kobe&most=2000" in page.texts("code")


def test_a_wrong_value_is_told_beside_its_field_in_the_readers_language(edition):
    page, status = ask(edition, "harbours", "zh", since="1998-13", most="many", harbour="Kobe Cite")
    assert status == 400
    assert not page.all("table")
    assert page.one("p", id="error-since").text == "“1998-13”不是日期。请写年月日，如 1998-04-01。"
    assert page.one("p", id="error-most").text == "“many”不是整数。请只写数字，如 1304。"
    said = page.one("p", id="error-harbour")
    assert said.text == "没有名为“Kobe Cite”的对象。 您要找的可能是： 神户市"
    assert said.one("a")["href"] == "/query/harbours?harbour=kobe&since=1998-13&most=many"
    since = page.one("input", name="since")
    assert (since["value"], since["aria-invalid"], since["aria-describedby"]) == (
        "1998-13", "true", "error-since",
    )  # fmt: skip


def test_what_stands_in_a_column_is_told_in_words(tmp_path):
    query = (
        "#+ summary: Which sizes?\n#+ columns:\n#+   size: {type: string, values: {l: {en: large, ja: 大}}}\n"
    )
    query += "SELECT ?size WHERE { VALUES ?size { 'l' 's' } } ORDER BY ?size\n"
    edition = make_edition(tmp_path, queries={"sizes": query})
    assert [rows(ask(edition, "sizes", lang)[0]) for lang in ("en", "ja")] == [
        [["large"], ["s"]],
        [["大"], ["s"]],
    ]
    run = partial(edition.catalogue.run, "sizes", engine=edition.store, lang="ja")
    assert (run().rows, run(labels=True).rows) == ((("l",), ("s",)), (("大",), ("s",)))


def test_an_address_of_the_web_is_a_link_and_no_other(tmp_path):
    query = "#+ summary: Where?\n#+ columns:\n#+   at: {type: string}\n"
    query += "SELECT ?at WHERE { VALUES ?at { 'https://e.example/大' 'javascript:1' 'a b' } } ORDER BY ?at\n"
    page, _ = ask(make_edition(tmp_path, queries={"where": query}), "where")
    assert rows(page) == [["a b"], ["e.example/大"], ["javascript:1"]]
    (link,) = page.one("table").all("a")
    assert (link["href"], link["rel"]) == ("https://e.example/大", "external")


def test_a_question_that_needs_a_value_waits_for_it_and_offers_its_example(edition):
    page, status = ask(edition, "deals")
    assert (status, page.all("table"), page.all("p", class_="wrong")) == (200, [], [])
    assert [each["href"] for each in page.all("a", class_="button")] == ["/query/deals?harbour=kobe"]
    page, status = ask(edition, "deals", harbour="dalian")
    assert (status, rows(page)) == (200, [["Dalian City – Kobe City", "Dalian City, Kobe City"]])


def test_an_unknown_parameter_is_refused_by_name(edition):
    page, status = ask(edition, "harbours", town="kobe")
    assert (status, page.one("p", role="alert").text) == (
        400, "This question has no parameter town; it was not asked.",
    )  # fmt: skip


def test_a_question_that_is_not_there_is_an_error(edition):
    with pytest.raises(QueryError, match='no query "nothing"'):
        ask(edition, "nothing")


def test_a_limit_that_bit_is_told_on_the_page_with_the_status_of_the_limit(tmp_path):
    make_edition(tmp_path, queries=QUERIES)
    with asking(read_settings(tmp_path), limits=Limits(rows=3)) as client:
        answer = client.get("/query/harbours", headers={"Accept": "text/html"})
        page = read_page(answer.text)
        assert answer.status_code == 400
        assert page.one("p", role="alert").text == (
            "The question was not answered. harbours: the answer has more than 3 rows; ask for less"
        )
        assert page.one("main").one("form") is not None


def test_an_empty_answer_says_so_and_can_still_be_taken_along(edition):
    page, status = ask(edition, "harbours", most="1")
    assert (status, page.all("table")) == (200, [])
    assert page.one("p", class_="nothing").text == "Nothing in the graph answers this. Try fewer conditions."
    assert page.one("section", **{"aria-labelledby": "take"}).one("ul").texts("a") == [
        "Excel", "CSV", "TSV", "JSON", "Markdown",
    ]  # fmt: skip


def test_a_chart_is_drawn_where_the_header_says_so(edition):
    page, _ = ask(edition, "numbers", "ja")
    svg = page.one("svg", role="img")
    assert svg.texts("title") == ["港別のTons", "神戸市: 1,304"]
    (bar,) = svg.all("rect")
    assert (bar["x"], bar["width"], bar.one("title").text) == ("0.0%", "82.0%", "神戸市: 1,304")


def test_a_map_shows_the_things_that_have_a_point(edition):
    page, _ = ask(edition, "harbours", "zh")
    svg = page.one("svg", class_="map")
    assert sorted(each.one("title").text for each in svg.all("circle")) == ["大连市", "神户市"]


def test_downloads_and_code_ask_the_same_question(edition):
    page, _ = ask(edition, "harbours", harbour="kobe")
    taken = page.one("section", **{"aria-labelledby": "take"})
    assert taken.one("ul").all("a")[1]["href"] == "/query/harbours.csv?harbour=kobe&labels=true&lang=en"
    sparql = taken.one("details", id="sparql")
    bound = "VALUES ?harbour { <https://example.org/exchange/id/government/kobe> }"
    assert bound in sparql.one("code").text
    assert not sparql.one("code").text.startswith("#+")
    assert sparql.one("a")["href"].startswith("/editor?query=PREFIX")
    assert taken.texts("summary") == [
        "SPARQL", "REST", "curl", "Python: koryu", "Python: pandas", "Python: SPARQLWrapper", "JavaScript",
    ]  # fmt: skip


def test_a_field_for_any_thing_shows_the_name_of_what_was_given(edition):
    page, _ = ask(edition, "describe", "ja", thing="kobe")
    assert page.one("input", name="thing")["value"] == "神戸市"


def test_a_graph_is_shown_as_its_statements_and_taken_as_turtle(edition):
    page, _ = ask(edition, "describe", thing="lushun")
    assert page.one("table").texts("th") == ["Subject", "Property", "Value"]
    assert ["Lüshun", "replaces", "Port Arthur"] in rows(page)
    assert "Turtle" in page.one("section", **{"aria-labelledby": "take"}).texts("a")


def test_a_long_answer_has_pages(tmp_path):
    many = "".join(f'  g:p{each:04} a k:Harbour ; rdfs:label "P{each:04}"@en .\n' for each in range(ROWS + 3))
    made = make_edition(tmp_path, f"graph:harbours {{\n{many}}}", queries={"harbours": HARBOURS})
    page, _ = ask(made, "harbours")
    assert len(rows(page)) == ROWS
    assert page.one("p", id="count").text.startswith("rows 1 to 500 of 503 · ")
    assert page.one("a", rel="next")["href"] == "/query/harbours?page=2"
    page, _ = ask(made, "harbours", page=2)
    assert [row[0] for row in rows(page)] == ["P0500", "P0501", "P0502"]
    place = page.one("input", name="harbour")  # too many to choose from: a search finds them
    assert place["data-options"] == "/search.json?class=Harbour"


def test_labels_that_several_things_share_are_told_apart(tmp_path):
    facts = FACTS.replace('"Dalian City"@en', '"Kobe City"@en')
    made = make_edition(tmp_path, facts, queries={"harbours": HARBOURS})
    page, status = ask(made, "harbours", harbour="Kobe City")
    assert status == 400
    assert page.one("p", id="error-harbour").texts("a") == ["Kobe City (dalian)", "Kobe City (kobe)"]


def test_a_project_of_one_language_without_questions_says_so(tmp_path):
    made = make_edition(tmp_path, settings=SETTINGS.replace('["en", "ja", "zh"]', '["en"]'))
    page = read_page(questions_page(made, Reader("en")))
    assert page.one("main").texts("p") == [
        "This project has no stored queries yet. A file queries/<name>.rq makes one."
    ]
    assert not page.all("nav", class_="languages")


def test_browsers_get_the_page_and_programs_the_answer(tmp_path):
    make_edition(tmp_path, queries=QUERIES)
    with asking(read_settings(tmp_path)) as client:
        page = client.get("/query/harbours?harbour=kobe", headers={"Accept": "text/html,*/*;q=0.8"})
        assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert rows(read_page(page.text)) == [["Kobe City", "1,304", ""]]
        data = client.get("/query/harbours?harbour=kobe", headers={"Accept": "*/*"})
        assert data.json() == [{"harbour": "kobe", "tons": 1304, "note_on_it": None}]
        wrong = client.get("/query/harbours?page=x", headers={"Accept": "text/html"})
        assert wrong.status_code == 400
        listed = client.get("/query?lang=ja", headers={"Accept": "text/html"})
        assert read_page(listed.text).one("h1").text == "質問"
