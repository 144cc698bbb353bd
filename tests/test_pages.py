"""Pages and searches over HTTP: negotiated, cached, and in the language that is asked for."""

import re

import pytest

from koryu.settings import read_settings
from koryu.site.frame.assets import read_assets
from koryu.site.frame.problem import problem_page
from koryu.site.frame.reader import Reader
from koryu.site.questions.editor import editor_page
from koryu.site.questions.outcome import Fault
from small_client import asking
from small_site import BASE, make_edition, read_page


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    root = tmp_path_factory.mktemp("pages")
    make_edition(root)
    with asking(read_settings(root)) as found:
        yield found


def test_the_address_decides_on_the_language_else_the_browser_else_the_project(client):
    for path, header, lang in (
        ("/?lang=ja", "zh", "ja"),
        ("/", "zh-CN,zh;q=0.9,en;q=0.5", "zh"),
        ("/", "fr", "en"),
        ("/?lang=xx", "ja", "ja"),
        ("/?lang=zh-Hans", "", "zh"),
    ):
        response = client.get(path, headers={"Accept": "text/html", "Accept-Language": header})
        assert (response.headers["Content-Language"], read_page(response.text).one("html")["lang"]) == (
            lang,
            lang,
        )
        assert "Accept-Language" in response.headers["Vary"]


def test_a_file_of_the_site_never_changes_under_the_address_that_pages_give_it(client):
    page = read_page(client.get("/", headers={"Accept": "text/html"}).text)
    (href,) = [each["href"] for each in page.all("link", rel="stylesheet")]
    assert re.fullmatch(r"/static/[0-9a-f]{12}/style\.css", href)
    response = client.get(href)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.content == read_assets().files["style.css"]
    assert "immutable" not in client.get("/static/style.css").headers["Cache-Control"]


@pytest.mark.parametrize(
    "name", ["nothing.css", "../rendering.py", "%2e%2e/rendering.py", "000000000000/style.css", ""]
)
def test_no_other_file_is_sent(client, name):
    assert client.get(f"/static/{name}").status_code in (400, 404)


def test_a_query_out_of_time_is_told_as_such_in_the_readers_language(tmp_path):
    edition, hint = make_edition(tmp_path), "クエリが時間の上限に達したため、打ち切りました。"
    page = read_page(problem_page(edition, Reader("ja"), 504, "ended"))
    assert page.one("h1").text == "時間切れです"
    assert page.one("main").texts("p")[0].startswith(hint)
    page = read_page(editor_page(edition, Reader("ja"), "ASK {}", came=Fault(504, "ended")))
    assert page.one("div", class_="problem").text.startswith(hint)


def test_the_style_is_small():
    assert len(read_assets().files["style.css"]) < 20_000


def test_a_search_is_a_page_or_json_as_it_is_wanted(client):
    page = client.get("/search", params={"q": "神户"}, headers={"Accept": "text/html"})
    assert read_page(page.text).one("ol", class_="results").texts("code") == ["kobe"]
    for path, accept in (("/search", "application/json"), ("/search.json", "*/*")):
        found = client.get(path, params={"q": "神户", "limit": "1"}, headers={"Accept": accept})
        assert found.headers["Content-Type"] == "application/json"
        assert [each["iri"] for each in found.json()["results"]] == [f"{BASE}id/government/kobe"]


@pytest.mark.parametrize(
    "query", ["class=Boat", "scheme=none", "page=0", "page=x", "limit=201", "limit=-1", "page=²"]
)
def test_a_search_that_cannot_be_is_refused(client, query):
    response = client.get(f"/search.json?{query}", headers={"Accept": "application/json"})
    assert response.status_code == 400
    assert response.json()["detail"]


def test_the_list_of_what_refers_to_a_thing_has_its_address(client):
    params = {"incoming": f"{BASE}def#party"}
    response = client.get("/doc/government/kobe.html", params=params)
    assert read_page(response.text).one("ul", class_="columns").texts("a") == ["Dalian City – Kobe City"]
    for wrong in ({"incoming": f"{BASE}def#none"}, {**params, "page": "2"}, {**params, "page": "x"}):
        assert client.get("/doc/government/kobe.html", params=wrong).status_code == 404
