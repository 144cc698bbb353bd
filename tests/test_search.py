"""Search by any name: of any writing, of former times, by code, and spelt nearly so."""

import pytest

from koryu.errors import QueryError
from koryu.names import fold, key, pinyin
from koryu.settings import read_settings
from koryu.site.editions.edition import open_edition
from koryu.site.frame.reader import Reader
from koryu.site.search import Search, search, search_document, search_page
from small_client import asking
from small_site import BASE, make_edition, read_page


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return make_edition(tmp_path_factory.mktemp("search"))


def keys(edition, text, lang="en", **asked):
    return [hit.key for hit in search(edition, Reader(lang), Search(text, **asked)).hits]


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Kōbe", "kobe"),
        ("Kobe City", "kobe city"),
        ("KOBE-CITY", "kobe city"),
        ("Koube", "kobe"),
        ("Ｋｏｂｅ", "kobe"),
        ("こうべ", "コベ"),
        ("コウベ", "コベ"),
        ("コーベ", "コベ"),
        ("ｺｳﾍﾞ", "コベ"),
        ("がんばれ", "ガンバレ"),
        ("おおさか", "オサカ"),
        ("神戸市", "神户市"),
        ("神戶市", "神户市"),
        ("広島", "广岛"),
        ("廣島", "广岛"),
        ("広嶋", "广岛"),
        ("新潟", "新潟"),
        ("新泻", "新潟"),
        ("横濱", "横滨"),
        ("横浜", "横滨"),
        ("黒竜江省", "黑龙江省"),
        ("呉江", "吴江"),
        ("dàlián", "dalian"),
        ("Lüda", "luda"),
        ("Xi’an", "xian"),
        ("Łódź", "łodz"),
        ("", ""),
        ("<>&", ""),
    ],
)
def test_what_readers_hold_for_one_spelling_is_folded_to_one_text(name, folded):
    assert fold(name) == folded


def test_a_folded_beginning_is_a_beginning_of_the_folded_name():
    for name in ("神戸市", "こうべし", "Kōbe City", "黒竜江省", "マサチューセッツ州"):
        for end in range(1, len(name)):
            assert key(name).startswith(key(name[:end]))


def test_chinese_names_are_spelt_in_pinyin():
    assert (pinyin("大连市"), pinyin("重庆"), pinyin("Kobe")) == ("da lian shi", "chong qing", None)


@pytest.mark.parametrize(
    "text", ["神戸市", "神户市", "Kobe", "コウベ", "こうべ", "Kōbe", "kobe city", "JPUKB", "Hyogo", "shenhu"]
)
def test_kobe_is_found_by_every_name(edition, text):
    assert keys(edition, text) == ["kobe"]


@pytest.mark.parametrize("text", ["广岛", "広島", "廣島", "hiroshima", "guangdao", "guǎng dǎo"])
def test_hiroshima_is_found_by_every_name(edition, text):
    assert keys(edition, text) == ["hiroshima"]


@pytest.mark.parametrize("text", ["dàlián", "大連", "大连", "旅大", "Lüda", "luda city", "Da Lian"])
def test_dalian_is_found_by_every_name_and_by_the_former_one(edition, text):
    assert keys(edition, text) == ["dalian"]


def test_of_two_the_one_that_begins_so_comes_first(edition):
    assert keys(edition, "port") == ["port-arthur"]
    assert keys(edition, "city") == ["kobe", "dalian", "hiroshima"]  # the shorter name first


@pytest.mark.parametrize("text", ["hirosima", "Hiroschima", "hiroshma"])
def test_a_name_that_is_spelt_nearly_so_is_offered(edition, text):
    found = search(edition, Reader("en"), Search(text))
    assert ([hit.key for hit in found.hits], found.is_near) == (["hiroshima"], True)


def test_what_is_not_there_is_not_found(edition):
    found = search(edition, Reader("en"), Search("xyzzy"))
    assert (found.hits, found.total, found.is_near) == ([], 0, False)


def test_a_class_narrows_a_search_and_alone_lists_its_things_by_name(edition):
    assert keys(edition, "", class_="Deal") == ["d1"]
    assert keys(edition, "o", class_="OldHarbour") == ["port-arthur"]
    with pytest.raises(QueryError, match=r'no class "Boat"; has Deal, Harbour, OldHarbour, Page'):
        keys(edition, "", class_="Boat")


def test_a_scheme_lists_its_concepts(edition):
    assert keys(edition, "", scheme="kinds") == ["iron"]
    assert keys(edition, "鉄", scheme="kinds") == ["iron"]
    with pytest.raises(QueryError, match='no scheme "metals"; has kinds'):
        keys(edition, "", scheme="metals")


def test_terms_of_the_ontology_are_found(edition):
    hits = search(edition, Reader("ja"), Search("harbour")).hits
    assert [(hit.key, hit.label.text, hit.kind, hit.label.href) for hit in hits] == [
        ("Harbour", "港", "クラス", "/def/Harbour"),
        ("OldHarbour", "Old harbour", "クラス", "/def/OldHarbour"),
    ]


def test_programs_get_what_a_picker_needs(edition):
    assert search_document(edition, Reader("zh", is_chosen=True), Search("かべ")) == {
        "q": "かべ", "total": 0, "near": False, "results": []
    }  # fmt: skip
    assert search_document(edition, Reader("zh", is_chosen=True), Search("こうべ")) == {
        "q": "こうべ",
        "total": 1,
        "near": False,
        "results": [
            {
                "iri": f"{BASE}id/government/kobe",
                "label": "神户市",
                "lang": "zh-hans",
                "value": "kobe",
                "class": "港口",
                "note": "港口 · こうべし",
                "href": "/doc/government/kobe?lang=zh",
            }
        ],
    }


def test_the_page_says_how_many_and_which_name_was_met(edition):
    page = read_page(search_page(edition, Reader("en"), Search("旅大")))
    assert page.one("p", role="status").text == "1 result"
    assert page.one("ol", class_="results").texts("li") == ["Dalian City Harbour called “旅大市” dalian"]
    assert [each["value"] for each in page.all("input", name="q")] == ["旅大", "旅大"]


def test_a_search_text_never_becomes_markup(edition):
    text = '"><script>alert(1)</script>'
    page = read_page(search_page(edition, Reader("en"), Search(text)))
    assert page.one("p", role="status").text == f"Nothing is called “{text}”."


def test_results_come_in_pages(edition):
    page = read_page(search_page(edition, Reader("en"), Search("city", page=2, limit=2)))
    assert page.one("ol", class_="results").texts("code") == ["hiroshima"]
    assert page.one("a", rel="prev")["href"] == "/search?q=city"
    assert page.all("a", rel="next") == []


@pytest.fixture(scope="module")
def shipped(built):
    return open_edition(read_settings(built))


@pytest.mark.parametrize(
    ("text", "key_"),
    [
        *(
            (text, "kobe")
            for text in ("神戸市", "神户市", "Kobe", "コウベ", "こうべ", "Kōbe", "kobe city", "281000")
        ),
        *((text, "hiroshima-city") for text in ("广岛市", "広島市", "廣島市", "hiroshima city")),
        *((text, "dalian") for text in ("dàlián", "大連", "大连", "旅大", "Luda", "210200")),
        *((text, "chongqing") for text in ("重慶", "重庆", "chóngqìng")),
        ("2.1.3", "2.1.3"),
        ("who are the partners", "partners"),
        ("affiliation", "Affiliation"),
    ],
)
def test_what_people_look_for_comes_first_in_the_shipped_project(shipped, text, key_):
    assert keys(shipped, text)[0] == key_


def test_the_form_may_be_named_and_one_that_is_not_there_is_refused(tmp_path):
    make_edition(tmp_path)
    page, document = {"Accept": "text/html"}, {"Accept": "application/json"}
    with asking(read_settings(tmp_path)) as client:
        html = client.get("/search?q=Kobe&format=html", headers=document)
        assert html.headers["content-type"] == "text/html; charset=utf-8"
        json_ = client.get("/search?q=Kobe&format=json", headers=page)
        assert json_.headers["content-type"] == "application/json"
        refused = client.get("/search?q=Kobe&format=csv")
        assert (refused.status_code, refused.json()["detail"]) == (400, 'no format "csv"; has html, json')
