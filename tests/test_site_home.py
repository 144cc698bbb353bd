"""The first page: numbers, map, decades, questions, sources, in the reader's language."""

import json

import pytest

from koryu.site.frame.reader import Reader
from koryu.site.home import home_page
from small_site import BASE, FACTS, SETTINGS, make_edition, read_page

QUERY = """\
#+ summary: {en: Which harbours are there?, ja: どの港があるか}
#+ columns:
#+   harbour: {type: thing}
#+ tags: [places]
PREFIX k: <https://example.org/exchange/def#>
SELECT ?harbour WHERE { ?harbour a k:Harbour } ORDER BY ?harbour
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return make_edition(tmp_path_factory.mktemp("home"), queries={"harbours": QUERY})


def test_it_says_what_is_here_in_numbers_that_lead_to_lists(edition):
    page = read_page(home_page(edition, Reader("en")))
    numbers = page.one("dl", class_="numbers")
    # all that a superclass adds to its subclasses: 6 harbours, one of which is old
    assert [
        (each.one("dt").text, each.one("dd").text, each.one("a")["href"]) for each in numbers.all("div")
    ] == [
        ("Harbour", "6", "/search?class=Harbour"),
        ("Deal", "1", "/search?class=Deal"),
        ("Old harbour", "1", "/search?class=OldHarbour"),
    ]


def test_the_map_shows_who_is_bound_to_whom_and_a_list_says_the_same(edition):
    page = read_page(home_page(edition, Reader("ja")))
    svg = page.one("svg", class_="map")
    assert sorted(each.one("title").text for each in svg.all("circle")) == ["大連市", "神戸市"]
    assert [each.one("title").text for each in svg.all("path", class_="arc")] == ["大連市 – 神戸市"]
    assert sorted(each["href"] for each in svg.all("a")) == ["/doc/government/dalian", "/doc/government/kobe"]
    assert {each["tabindex"] for each in svg.all("a")} == {"-1"}  # the list is for the keyboard
    assert sorted(page.one("details", id="partners").texts("a")) == ["大連市", "神戸市"]


def test_questions_are_grouped_and_asked_in_the_readers_language(edition):
    page = read_page(home_page(edition, Reader("ja", is_chosen=True)))
    (link,) = [each for each in page.all("a") if each.text == "どの港があるか"]
    assert link["href"] == "/query/harbours?lang=ja"


def test_it_says_from_what_and_when_it_was_built(edition):
    page = read_page(home_page(edition, Reader("en")))
    assert "harbours 1,234 statements" in page.texts("li")
    assert "0123456789abcdef" in page.one("footer").text
    assert page.one("footer").one("a", rel="license")["href"] == (
        "https://creativecommons.org/publicdomain/zero/1.0/"
    )


def test_it_tells_programs_what_dataset_it_is(edition):
    page = read_page(home_page(edition, Reader("en")))
    told = json.loads(page.one("script", type="application/ld+json").text)
    assert (told["@type"], told["@id"], told["name"]) == ("Dataset", BASE, "Harbours: who deals with whom")


def test_each_language_leads_to_the_others(edition):
    for lang, own in (("en", "English"), ("ja", "日本語"), ("zh", "中文")):
        page = read_page(home_page(edition, Reader(lang)))
        assert page.one("html")["lang"] == lang
        assert page.one("nav", class_="languages").one("a", **{"aria-current": "true"}).text == own
        assert [each["href"] for each in page.all("link", rel="alternate", hreflang=lang)] == [
            f"/?lang={lang}"
        ]


def test_a_link_below_a_path_and_in_a_chosen_language_goes_on_so(edition):
    page = read_page(home_page(edition, Reader("zh", is_chosen=True, root="/koryu")))
    own = [each["href"] for each in page.all("a") if each["href"].startswith("/")]
    assert len(own) > 20
    assert all(each.startswith("/koryu/") for each in own)
    switch = {each["href"] for each in page.one("nav", class_="languages").all("a")}
    assert {each for each in own if "lang=zh" not in each} == switch - {"/koryu/?lang=zh"}


def test_decades_from_the_first_to_the_last_are_told_the_empty_ones_too(tmp_path):
    more = (
        FACTS
        + f"""
    graph:deals {{
      <{BASE}id/affiliation/d2> a k:Deal ; k:party g:kobe , g:lushun ; k:earliest "1961-01-01"^^xsd:date .
    }}
    """
    )
    page = read_page(home_page(make_edition(tmp_path, more), Reader("en")))
    rows = page.one("table", class_="bars").all("tr")
    assert [(each.one("th").text, each.one("td", class_="number").text) for each in rows] == [
        ("1960s", "1"), ("1970s", "0"), ("1980s", "1"),
    ]  # fmt: skip


def test_a_project_without_points_bonds_questions_or_numbers_has_a_first_page(tmp_path):
    edition = make_edition(tmp_path, facts="", vocabulary="", void="")
    page = read_page(home_page(edition, Reader("en")))
    assert page.one("h1").text == "Who deals with whom"
    assert page.all("svg", class_="map") == []


def test_the_site_is_called_in_the_readers_language(tmp_path):
    settings = SETTINGS + '[titles]\nja = "港：誰が誰と取引するか"\n'
    edition = make_edition(tmp_path, settings=settings)
    for lang, title, name, subject in (
        ("en", "Harbours: who deals with whom", "Harbours", "Who deals with whom"),
        ("ja", "港：誰が誰と取引するか", "港", "誰が誰と取引するか"),
        ("zh", "Harbours: who deals with whom", "Harbours", "Who deals with whom"),
    ):
        page = read_page(home_page(edition, Reader(lang)))
        brand = page.one("a", class_="brand")
        assert (page.one("head").one("title").text, brand.text, page.one("h1").text) == (title, name, subject)
        assert page.one("h1").get("lang") == ("en" if lang == "zh" else None)


def test_a_project_of_one_language_has_no_switch(tmp_path):
    settings = f'title = "Häfen"\nbase = "{BASE}"\nlicense = "https://example.org/l"\nlanguages = ["de"]\n'
    page = read_page(home_page(make_edition(tmp_path, settings=settings), Reader("de")))
    assert (page.one("html")["lang"], page.one("h1").text) == ("de", "Häfen")
    assert page.all("nav", class_="languages") == []
