"""The page about a thing: all that is said of it, by labels, with its sources, and nothing that harms."""

import json
import time
from urllib.parse import urlencode

import pytest

from koryu.settings import read_settings
from koryu.site.editions.edition import open_edition
from koryu.site.frame.dates import span_of
from koryu.site.frame.labels import Labels
from koryu.site.frame.paths import is_web, path_of
from koryu.site.frame.reader import Reader
from koryu.site.things.facts import facts_of, objects_of
from koryu.site.things.page import thing_page
from small_site import BASE, FACTS, VOCABULARY, make_edition, read_page

KOBE = f"{BASE}id/government/kobe"
DALIAN = f"{BASE}id/government/dalian"
DEAL = f"{BASE}id/affiliation/d1"
QUERY = """\
#+ summary: {en: Who deals with a harbour?, ja: 港の取引先は？}
#+ params:
#+   harbour: {class: Harbour}
#+ columns:
#+   harbour: {type: thing}
#+   other: {type: thing}
#+ tags: [places]
PREFIX k: <https://example.org/exchange/def#>
SELECT ?harbour ?other WHERE {
  VALUES ?harbour { UNDEF }
  ?deal k:party ?harbour , ?other .
  FILTER (?harbour != ?other)
}
ORDER BY ?harbour ?other
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return make_edition(tmp_path_factory.mktemp("things"), queries={"dealers": QUERY})


def page_of(edition, thing, lang="en", **more):
    return read_page(thing_page(edition, thing, Reader(lang), **more))


def facts(page, number=0):
    """What a list of facts says, footnotes left out."""
    rows = page.all("dl", class_="facts")[number].all("div")
    return {each.one("dt").text: each.one("dd").text for each in rows}


def test_nothing_is_made_of_a_thing_that_nothing_is_said_of(edition):
    assert thing_page(edition, f"{BASE}id/government/nowhere", Reader("en")) is None


def test_the_title_is_the_label_in_the_readers_language(edition):
    for lang, label in (("en", "Kobe City"), ("ja", "神戸市"), ("zh", "神户市")):
        page = page_of(edition, KOBE, lang)
        assert (page.one("h1").text, page.one("head").one("title").text) == (label, f"{label} · Harbours")
    page = page_of(edition, f"{BASE}id/government/port-arthur", "zh")
    assert (page.one("h1").text, page.one("h1")["lang"]) == ("Port Arthur", "en")


def test_the_iri_stands_there_to_be_copied(edition):
    page = page_of(edition, KOBE)
    assert page.one("p", class_="iri").one("code").text == KOBE
    assert page.one("p", class_="iri").one("button")["data-copy"] == KOBE


def test_the_way_to_a_thing_leads_over_the_list_of_its_class(edition):
    way = read_page(thing_page(edition, KOBE, Reader("ja", is_chosen=True))).one("nav", class_="crumbs")
    assert [each["href"] for each in way.all("a")] == ["/?lang=ja", "/search?class=Harbour&lang=ja"]


def test_properties_go_by_labels_and_values_by_their_kinds(edition):
    assert facts(page_of(edition, KOBE)) == {
        "founded": "18681",  # of the year 1868; the 1 is the footnote
        "latitude": "34.691",
        "longitude": "135.1951",
        "tons": "1,304 as printed: “1.3 thousand”1",
    }


def test_codes_stand_apart(edition):
    page = page_of(edition, KOBE)
    assert page.one("section", **{"aria-labelledby": "codes"}).texts("dd") == ["JPUKB1"]


def test_names_are_listed_by_language(edition):
    page = page_of(edition, KOBE, "ja")
    names = page.one("dl", class_="names")
    assert dict(zip(names.texts("dt"), names.texts("dd"), strict=True)) == {
        "英語": "Kobe City、Hyogo-tsu",
        "日本語": "神戸市",
        "日本語（かな）": "こうべし",
        "中国語（簡体字）": "神户市",
    }
    assert [each["lang"] for each in names.all("bdi")] == ["en", "en", "ja", "ja-hrkt", "zh-hans"]


def test_a_date_prints_what_is_known(edition):
    for lang, date in (("en", "October 1986"), ("ja", "1986年10月"), ("zh", "1986年10月")):
        time_ = page_of(edition, DEAL, lang).one("dl", class_="facts").one("time")
        assert (time_.text, time_["datetime"]) == (date, "1986-10")


@pytest.mark.parametrize(
    ("term", "span"),
    [
        ('"1986-10-23"^^<http://www.w3.org/2001/XMLSchema#date>', ("1986-10-23", "day")),
        ('"1986-10-23+09:00"^^<http://www.w3.org/2001/XMLSchema#date>', ("1986-10-23", "day")),
        ('"1986"^^<http://www.w3.org/2001/XMLSchema#gYear>', ("1986", "year")),
        ('"1986-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', ("1986-02", "month")),
        ('"1986-02-30"^^<http://www.w3.org/2001/XMLSchema#date>', None),
        ('"-0044-03-15"^^<http://www.w3.org/2001/XMLSchema#date>', None),
        ('"1986"', None),
    ],
)
def test_dates_are_read_as_they_are_written(term, span):
    found = span_of(term)
    assert (found and (found.iso, found.precision)) == span


def test_a_thing_without_a_label_is_called_by_whom_it_binds(edition):
    assert page_of(edition, DEAL, "ja").one("h1").text == "大連市 – 神戸市"
    assert page_of(edition, DEAL, "zh").one("h1").text == "大连市 – 神户市"


def test_an_observation_is_called_by_its_dimensions_in_their_order(tmp_path):
    cube = """
    graph:cube {
      k:c1 qb:dimension k:when ; qb:order 2 .
      k:c2 qb:dimension k:at ; qb:order 1 .
      k:Count a owl:Class ; rdfs:label "Count"@en , "件数"@ja .
    }
    graph:counts {
      <https://example.org/exchange/id/observation/o1> a k:Count ; k:tons 7 ;
        k:when "1986-10-01"^^xsd:date ; k:at g:kobe .
    }
    """
    edition = make_edition(tmp_path, facts=FACTS + cube)
    observation = f"{BASE}id/observation/o1"
    assert page_of(edition, observation).one("h1").text == "Count: Kobe City, 1 October 1986"
    assert page_of(edition, observation, "ja").one("h1").text == "件数：神戸市、1986年10月1日"


def test_a_fact_leads_to_the_page_that_states_it_else_to_its_source(edition):
    page = page_of(edition, DEAL)
    (note,) = page.one("ol", class_="notes").all("li")
    assert (note["id"], note.text, note.one("a")["href"]) == ("note-1", "A list of deals", "/doc/source/list")
    assert {each["href"] for each in page.all("a", class_="note")} == {"#note-1"}
    (note,) = page_of(edition, KOBE).one("ol", class_="notes").all("li")
    assert (note.text, note.one("a")["href"]) == ("harbours", "/graph/harbours")


def test_what_a_subproperty_says_is_not_said_twice(edition):
    found = facts(page_of(edition, DEAL))
    assert (found["first party"], found["party"]) == ("Dalian City1", "Kobe City1")


def test_parts_stand_in_the_page_of_their_thing(edition):
    part = page_of(edition, DALIAN).one("section", id="luda")
    assert part.one("h3").text == "Harbour Lüda City 旅大市"


def test_what_refers_to_a_thing_is_counted_by_property(edition):
    incoming = page_of(edition, KOBE).one("section", **{"aria-labelledby": "incoming"})
    assert incoming.texts("h3") == ["as “party” 1"]
    assert [(each.text, each["href"]) for each in incoming.all("a")] == [
        ("Dalian City – Kobe City", "/doc/affiliation/d1")
    ]


def test_parts_of_one_thing_that_name_another_are_listed_once(tmp_path):
    parts = "\n".join(f"<{DEAL}#p{each}> a k:Page ; k:about g:lushun ." for each in range(3))
    edition = make_edition(tmp_path, facts=f"{FACTS} graph:parts {{ {parts} }}")
    page = page_of(edition, f"{BASE}id/government/lushun", "ja")
    assert page.one("section", **{"aria-labelledby": "incoming"}).texts("li") == ["大連市 – 神戸市"]


def test_a_thing_that_has_ended_says_so_and_leads_on(edition):
    notice = page_of(edition, f"{BASE}id/government/port-arthur").one("p", class_="notice")
    assert notice.text == "No longer valid since 24 May 1955. Followed by: Lüshun"
    assert notice.one("a")["href"] == "/doc/government/lushun"


def test_a_thing_with_a_point_has_a_map_of_itself_and_of_whom_it_is_bound_to(edition):
    svg = page_of(edition, KOBE).one("svg", class_="map")
    assert svg.texts("text") == ["Kobe City", "Dalian City"]
    assert [each["href"] for each in svg.all("a")] == ["/doc/government/dalian"]
    assert [each.one("title").text for each in svg.all("path", class_="arc")] == ["Kobe City – Dalian City"]
    assert page_of(edition, f"{BASE}id/government/hiroshima").all("svg", class_="map") == []


def test_the_map_of_a_bond_shows_its_parties(edition):
    svg = page_of(edition, DEAL, "ja").one("svg", class_="map")
    assert sorted(svg.texts("text")) == ["大連市", "神戸市"]
    assert len(svg.all("path", class_="arc")) == 1


def test_links_to_other_data_sets_say_how_they_match(edition):
    elsewhere = page_of(edition, KOBE).one("section", **{"aria-labelledby": "elsewhere"})
    assert (elsewhere.one("dt").text, elsewhere.one("a")["href"]) == (
        "the same as",
        "https://www.wikidata.org/entity/Q48320",
    )


def test_questions_that_take_such_a_thing_are_asked(edition):
    asked = page_of(edition, KOBE).one("section", **{"aria-labelledby": "asked"})
    assert (asked.texts("summary"), asked.texts("td")) == (["Who deals with a harbour?"], ["Dalian City"])
    assert asked.all("a")[-1]["href"] == "/query/dealers?harbour=kobe"


def test_the_cells_of_an_answer_are_printed_for_people(tmp_path):
    query = QUERY.replace("other: {type: thing}", "other: {type: thing}\n#+   near: {type: boolean}")
    query = query.replace("?other WHERE {", "?other ?near WHERE {\n  BIND(false AS ?near)")
    table = page_of(make_edition(tmp_path, queries={"dealers": query}), KOBE, "ja").one("table")
    assert table.texts("td") == ["大連市", "いいえ"]


def test_a_question_without_an_answer_is_not_shown(edition):
    page = page_of(edition, f"{BASE}id/government/hiroshima")
    assert page.all("section", **{"aria-labelledby": "asked"}) == []


def test_every_form_and_the_editor_are_one_click_away(edition):
    page = page_of(edition, KOBE)
    data = page.one("section", **{"aria-labelledby": "data"})
    suffixes = ("ttl", "jsonld", "nt", "rdf")
    assert [each["href"] for each in data.one("ul").all("a")][:4] == [
        f"/doc/government/kobe.{suffix}" for suffix in suffixes
    ]
    assert data.one("a", class_="button")["href"].startswith("/editor?query=SELECT+")


def test_programs_read_it_in_the_terms_of_schema_org(edition):
    told = json.loads(page_of(edition, KOBE).one("script", type="application/ld+json").text)
    assert (told["@context"], told["@id"]) == ("https://schema.org/", KOBE)
    assert {(each["@language"].lower(), each["@value"]) for each in told["name"]} == {
        ("en", "Kobe City"), ("ja", "神戸市"), ("zh-hans", "神户市"),
    }  # fmt: skip


def test_findings_about_it_are_told(tmp_path):
    edition = make_edition(tmp_path)
    result = {
        "severity": "Warning", "terms": {"focus": f"<{KOBE}>", "value": None}, "digest": "1",
        "messages": {"en": "too many tons", "ja": f"{KOBE} が多すぎる"},
        "file": "data/h.csv", "line": 2, "column": "tons",
    }  # fmt: skip
    (edition.path / "report.json").write_text(json.dumps({"results": [result]}), "utf-8")
    found = page_of(edition, KOBE, "ja").one("section", **{"aria-labelledby": "found"})
    assert found.texts("li") == ["警告 kobe が多すぎる data/h.csv:2:tons"]
    assert page_of(edition, DALIAN).all("section", **{"aria-labelledby": "found"}) == []


HOSTILE = (
    """
graph:harbours {
  g:evil a k:Harbour ; rdfs:label "<script>alert(1)</script>\\u202Egnp"@en , "%LONG%"@ja ;
    k:note "</script><img src=x onerror=alert(1)>" , "%LONG%" ;
    rdfs:seeAlso <javascript:alert(1)> , <data:text/html;base64,PHNjcmlwdD4=> , <https://example.org/a'b&c> ;
    k:party <javascript:alert(2)> , <vbscript:x> , <mailto:a@example.org> , <https://example.org/%0d%0aX:y> ;
    skos:altLabel "x\\"onmouseover=\\"alert(1)"@en ; k:firstParty g:evil .
}
"""
).replace("%LONG%", "長" * 100_000)


def test_hostile_data_stay_text(tmp_path):
    edition = make_edition(tmp_path, FACTS + HOSTILE)
    for lang in ("en", "ja"):
        html = thing_page(edition, f"{BASE}id/government/evil", Reader(lang))
        page = read_page(html)  # nothing runs, and links are of the web and of mail only
        assert page.all("img") == []
        assert "\u202e" not in html
        assert len(html) < 60_000
    page = page_of(edition, f"{BASE}id/government/evil")
    assert page.one("h1").text == "<script>alert(1)</script>\ufffdgnp"
    assert "javascript:alert(2)" in page.one("main").text
    assert "mailto:a@example.org" in [each["href"] for each in page.all("a")]


@pytest.mark.parametrize(
    ("iri", "is_link"),
    [
        ("https://example.org/", True), ("HTTP://example.org/", True), ("mailto:a@example.org", True),
        ("javascript:alert(1)", False), ("data:text/html,x", False), ("https://e.org/\u202ex", False),
        ("https://e.org/ x", False), ("//example.org/", False), ("", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_and_of_mail_are_links(iri, is_link):
    assert is_web(iri) is is_link


@pytest.mark.parametrize(
    ("local", "path"),
    [
        ("id/government/kobe", "doc/government/kobe"),
        ("id/affiliation/d1#event-1", "doc/affiliation/d1#event-1"),
        ("def", "def"),
        ("def#Harbour", "def/Harbour"),
        ("def/concept#iron", "def/concept#iron"),
        ("graph/harbours", "graph/harbours"),
        ("query/dealers", "query/dealers"),
        ("other", None),
    ],
)
def test_each_resource_has_its_place_on_the_site(edition, local, path):
    assert path_of(edition.settings.iris, BASE + local) == path


def test_a_link_keeps_what_a_path_may_hold_and_escapes_the_rest():
    reader = Reader("ja", is_chosen=True, root="/k")
    assert reader.link("doc/x#a b", q="<&>", none=None) == "/k/doc/x?q=%3C%26%3E&lang=ja#a%20b"
    assert Reader("en").link("") == "/"


def test_ten_thousand_references_are_counted_listed_in_pages_and_fast(tmp_path):
    many = "".join(
        f'<{BASE}id/affiliation/m{number}> a k:Deal ; k:about g:kobe ; k:note "{number}" .\n'
        for number in range(10_000)
    )
    edition = make_edition(tmp_path, f"{FACTS} graph:deals {{ {many} }}")
    edition.statements  # noqa: B018 - opened once, before the clock starts
    page_of(edition, DALIAN)
    begin = time.perf_counter()
    html = thing_page(edition, KOBE, Reader("en"))
    assert time.perf_counter() - begin < 2  # it takes a tenth of that on an idle machine
    incoming = read_page(html).one("section", **{"aria-labelledby": "incoming"})
    assert incoming.texts("h3")[0] == "as “about” 10,000"
    all_of = f"/doc/government/kobe?{urlencode({'incoming': f'{BASE}def#about'})}"
    assert incoming.one("a", href=all_of).text == "Show all 10,000"
    assert len(html) < 40_000
    listed = set()
    for number in (1, 2, 100):
        page = page_of(edition, KOBE, incoming=f"{BASE}def#about", page=number)
        listed |= {each["href"] for each in page.one("ul", class_="columns").all("a")}
    assert len(listed) == 300
    assert thing_page(edition, KOBE, Reader("en"), incoming=f"{BASE}def#about", page=101) is None
    assert thing_page(edition, KOBE, Reader("en"), incoming="no IRI") is None


def test_labels_are_asked_for_many_at_a_time(edition, monkeypatch):
    asked = []
    select = edition.store.select
    monkeypatch.setattr(edition.store, "select", lambda query: asked.append(query) or select(query))
    Labels(edition, Reader("en")).of([f"https://example.org/{number}" for number in range(1000)])
    assert len(asked) == 2


def test_every_thing_of_the_shipped_project_has_a_page(built):
    edition = open_edition(read_settings(built))
    for kind in edition.keys.by_kind:
        key = edition.keys.by_kind[kind][0]
        for lang in ("en", "ja", "zh"):
            page = page_of(edition, f"{edition.settings.base}id/{kind}/{key}", lang)
            assert "#" not in "".join(page.texts("dt")), kind  # no tail of an IRI


def test_facts_are_the_same_whatever_the_order_of_the_statements(edition):
    quads = edition.statements.about(f"<{KOBE}>")
    labels = Labels(edition, Reader("en"))
    both = [facts_of(objects_of(some), labels) for some in (quads, quads[::-1])]
    assert both[0] == both[1]


LINKS = """
graph:links {
  g:kobe skos:exactMatch <https://www.wikidata.org/entity/Q48320> ;
    skos:closeMatch <https://sws.geonames.org/1859171/> .
  <https://example.org/exchange/id/government/kobe#link-wikidata-Q48320> a sssom:Mapping ;
    sssom:subject_id g:kobe ; sssom:predicate_id skos:exactMatch ;
    sssom:object_id <https://www.wikidata.org/entity/Q48320> ; sssom:object_label "Kobe" ;
    sssom:mapping_justification semapv:ManualMappingCuration ; sssom:reviewer_label "R. Viewer" ;
    sssom:confidence 0.97 ; sssom:mapping_date "2026-02-01"^^xsd:date ; sssom:comment "Codes <agree>." .
  <https://example.org/exchange/id/government/kobe#link-wikidata-Q2> a sssom:Mapping ;
    sssom:subject_id g:kobe ; sssom:predicate_id skos:exactMatch ; sssom:predicate_modifier "Not" ;
    sssom:object_id <https://www.wikidata.org/entity/Q2> ;
    sssom:mapping_justification semapv:UnspecifiedMatching .
}
"""


@pytest.fixture(scope="module")
def linked(tmp_path_factory):
    prefixes = "PREFIX sssom: <https://w3id.org/sssom/> PREFIX semapv: <https://w3id.org/semapv/vocab/>\n"
    return make_edition(
        tmp_path_factory.mktemp("links"), facts=FACTS + LINKS, vocabulary=prefixes + VOCABULARY
    )


def test_links_stand_by_how_they_match_and_what_does_not_match_last(linked):
    page = page_of(linked, KOBE)
    elsewhere = page.one("section", **{"aria-labelledby": "elsewhere"})
    rows = elsewhere.all("dl", class_="facts")[0]
    assert [each for each in rows.texts("dt") if each[:6] in ("the sa", "close ", "looked")] == [
        "close to",
        "the same as",
        "looked at, no match",
    ]
    assert [each["href"] for each in elsewhere.all("a", class_="out") if "semapv" not in each["href"]] == [
        "https://sws.geonames.org/1859171/",
        "https://www.wikidata.org/entity/Q48320",
        "https://www.wikidata.org/entity/Q2",
    ]


def test_a_link_shows_its_evidence_and_whether_anybody_reviewed_it(linked):
    elsewhere = page_of(linked, KOBE).one("section", **{"aria-labelledby": "elsewhere"})
    decided = {each["id"]: each for each in elsewhere.all("li") if each.get("id")}
    assert facts_below(decided["link-wikidata-Q48320"]) == {
        "confidence": "0.97",
        "decided on": "1 February 2026",
        "method": "decided by a person",
        "reviewer": "R. Viewer",
    }
    assert "Codes <agree>." in decided["link-wikidata-Q48320"].text
    assert "Nobody has reviewed this yet." not in decided["link-wikidata-Q48320"].text
    assert facts_below(decided["link-wikidata-Q2"]) == {"method": "not said"}
    assert "Nobody has reviewed this yet." in decided["link-wikidata-Q2"].text


def facts_below(element):
    return dict(zip(element.texts("dt"), element.texts("dd"), strict=True))


def test_decisions_on_links_are_not_told_as_parts(linked):
    assert page_of(linked, KOBE).all("section", **{"aria-labelledby": "parts"}) == []


def test_the_same_as_of_schema_org_is_an_exact_match_alone(linked):
    told = json.loads(page_of(linked, KOBE).one("script", type="application/ld+json").text)
    assert told["sameAs"] == {"@id": "https://www.wikidata.org/entity/Q48320"}
