"""The reconciliation service over HTTP: what each part answers, in the forms of its specification."""

import csv
import json
import math
import re
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from koryu.settings import read_settings
from reconciliation_schemas import ALL, check, is_valid
from small_client import asking

ROOT = Path(__file__).parents[1]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def client(built):
    with asking(read_settings(built)) as client:
        yield client


def post(client, name, document, path="/reconcile", **headers):
    text = document if isinstance(document, str) else json.dumps(document)
    return client.request("POST", path, content=f"{name}={quote(text, safe='')}", headers={**FORM, **headers})


def ask(client, query, **options):
    """Ask one query; the answer is checked against the schema."""
    query = {"query": query} if isinstance(query, str) else query
    check("queries", {"q0": query})
    answer = post(client, "queries", {"q0": query}, **options)
    assert answer.status_code == 200, answer.text
    check("results", answer.json())
    return answer.json()["q0"]["result"]


def matched(found):
    return [each["id"] for each in found if each["match"]]


def extended(client, ids, *properties, **options):
    query = {"ids": ids, "properties": list(properties)}
    check("extension-query", query)
    answer = post(client, "extend", query, **options)
    assert answer.status_code == 200, answer.text
    check("extension", answer.json())
    return answer.json()


def refused(answer, status=400):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    return answer.json()["detail"]


def test_the_manifest_tells_what_there_is_and_where(client, built):
    answer = client.get("/reconcile")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    document = answer.json()
    check("manifest", document)
    settings = read_settings(built)
    assert document["versions"] == ["0.2"]
    assert document["name"] == settings.title
    assert document["identifierSpace"] == "https://w3id.org/koryu/id/"
    assert document["schemaSpace"] == "https://w3id.org/koryu/def#"
    assert document["batchSize"] == 50
    assert document["view"] == {"url": "http://koryu.test/reconcile/view?id={{id}}"}
    assert document["defaultTypes"][:3] == [
        {"id": "Government", "name": "Government"},
        {"id": "LocalGovernment", "name": "Local government"},
        {"id": "Country", "name": "Country"},
    ]


def test_every_address_of_the_manifest_answers(client):
    document = client.get("/reconcile").json()
    id_ = quote("government/dalian", safe="")
    addresses = [
        document["documentation"],
        document["logo"],
        document["feature_view"]["url"].replace("{{id}}", "name"),
    ]
    addresses += [document[name]["url"].replace("{{id}}", id_) for name in ("view", "preview")]
    for each in document["suggest"].values():
        addresses.append(f"{each['service_url']}{each['service_path']}?prefix=da")
    flyouts = {"entity": id_, "property": "country", "type": "Country"}
    for name, each in document["suggest"].items():
        path = each["flyout_service_path"].replace("${id}", flyouts[name])
        addresses.append(f"{each['flyout_service_url']}{path}")
    proposing = document["extend"]["propose_properties"]
    addresses.append(f"{proposing['service_url']}{proposing['service_path']}?type=Country")
    found = {each: client.get(each.removeprefix("http://koryu.test")).status_code for each in addresses}
    assert {each for each, status in found.items() if status != 200} == {addresses[3]}
    assert found[addresses[3]] == 303


def test_the_manifest_is_there_for_whoever_asks(client):
    for accept in ("text/html", "application/json", "*/*", "text/turtle"):
        answer = client.get("/reconcile", headers={"Accept": accept})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert (
        client.head("/reconcile").headers["content-length"]
        == client.get("/reconcile").headers["content-length"]
    )


def test_each_feature_is_told_at_its_address(client):
    view = client.get("/reconcile").json()["feature_view"]["url"]
    told = {"country": "JP", "level": "municipality", "type": "designated-city", "jisCode": "34100"}
    told |= {"point": "34.39,132.46", "parent": "Hiroshima Prefecture"}
    properties = [{"pid": pid, "v": value} for pid, value in told.items()]
    asked = {"query": "Hiroshima", "type": "municipality", "properties": properties}
    ids = [each["id"] for each in ask(client, asked)[0]["features"]]
    assert set(ids) == {"name", "code", "country", "level", "type", "distance", "parent", "types"}
    page = client.get("/api").text
    for id_ in ids:
        _, _, anchor = view.replace("{{id}}", id_).partition("#")
        assert f'id="{anchor}"' in page


def test_below_a_path_all_addresses_are_below_it(built):
    with asking(read_settings(built), root_path="/exchange") as client:
        document = client.get("/exchange/reconcile").json()
        view = client.get("/exchange/reconcile/view?id=government%2Fdalian")
    check("manifest", document)
    addresses = re.findall(r'"(http[^"]+)"', json.dumps(document))
    assert {each.partition("/exchange/")[0] for each in addresses if "koryu.test" in each} == {
        "http://koryu.test"
    }
    assert view.headers["location"] == "/exchange/doc/government/dalian"


@pytest.mark.parametrize("name", ["神戸市", "神户市", "Kobe", "コウベ", "Kōbe", "Kobe City", "KOBE-SHI"])
def test_a_name_in_any_script_is_the_city(client, name):
    found = ask(client, name)
    assert matched(found) == ["government/kobe"]
    assert found[0]["features"][0] == {"id": "name", "value": 1.0}


def test_a_candidate_says_what_it_is(client):
    (found,) = ask(client, "Kitakyushu")
    features = found.pop("features")
    assert found == {
        "id": "government/kitakyushu",
        "name": "Kitakyushu City",
        "description": "Designated city · Fukuoka Prefecture · Japan",
        "type": [
            {"id": "LocalGovernment", "name": "Local government"},
            {"id": "designated-city", "name": "Designated city"},
            {"id": "municipality", "name": "Municipality"},
            {"id": "Government", "name": "Government"},
            {"id": "Agent", "name": "Agent"},
        ],
        "score": 94.12,
        "match": True,
    }
    assert features == [{"id": "name", "value": 1.0}]


def test_a_name_of_two_is_no_match_until_something_decides(client):
    city, prefecture = "government/hiroshima-city", "government/hiroshima-pref"
    found = ask(client, "広島")
    assert ({each["id"] for each in found}, matched(found)) == ({city, prefecture}, [])
    assert matched(ask(client, {"query": "広島", "type": "municipality"})) == [city]
    assert matched(ask(client, {"query": "広島", "type": ["prefecture-ken", "Country"]})) == [prefecture]
    level, type_ = {"pid": "level", "v": "first-level-unit"}, {"pid": "type", "v": "政令指定都市"}
    assert matched(ask(client, {"query": "Hiroshima", "properties": [level]})) == [prefecture]
    assert matched(ask(client, {"query": "Hiroshima", "properties": [type_]})) == [city]
    mixed_up = {"pid": "level", "v": "designated-city"}
    assert matched(ask(client, {"query": "Hiroshima", "properties": [mixed_up]})) == [city]
    parent = {"pid": "parent", "v": {"id": "government/hiroshima-pref", "name": "Hiroshima Prefecture"}}
    assert matched(ask(client, {"query": "Hiroshima", "properties": [parent]})) == [city]
    assert matched(ask(client, "広島県")) == [prefecture]


def test_a_date_tells_which_of_a_name_is_meant(client):
    def on(name, day):
        return matched(ask(client, {"query": name, "properties": [{"pid": "date", "v": day}]}))

    old, new = ["government/chongqing-old"], ["government/chongqing"]
    assert (on("重慶", "1986"), on("重慶", "1986-10-23"), on("Chongqing", 1993)) == (old, old, old)
    assert (on("重慶", "2000"), on("重庆市", "1997-03-14"), on("重慶", "1997-03-13")) == (new, new, old)
    assert on("重慶", "1997") == matched(ask(client, "重慶")) == []
    assert on("旅大", "1979-05-01") == on("Lüda", "1979") == ["government/dalian"]
    assert on("旅大", "1990") == []  # when it was no longer called so


@pytest.mark.parametrize(
    ("code", "entity"),
    [
        ("40100", "government/kitakyushu"),
        ("401005", "government/kitakyushu"),
        ("JP-40", "government/fukuoka-pref"),
        ("210200", "government/dalian"),
        ("JPN", "government/japan"),
        ("government/dalian", "government/dalian"),
        ("https://w3id.org/koryu/id/government/dalian", "government/dalian"),
        ("organisation/erina", "organisation/erina"),
    ],
)
def test_a_code_or_an_identifier_is_what_it_names(client, code, entity):
    (found,) = ask(client, code)
    assert (found["id"], found["score"], found["match"]) == (entity, 100.0, True)
    assert found["features"] == [{"id": "code", "value": 1.0}]


def test_a_code_decides_and_one_that_says_otherwise_than_the_name_is_shown(client):
    def with_code(name, code):
        return ask(client, {"query": name, "properties": [{"pid": "jisCode", "v": code}]})

    assert matched(with_code("Hiroshima", "34100")) == ["government/hiroshima-city"]
    assert matched(with_code("Asahikawa", 1204)) == ["government/asahikawa"]  # as a spreadsheet has 01204
    found = with_code("Kobe", "34100")
    assert matched(found) == []
    features = {each["id"]: {one["id"]: one["value"] for one in each["features"]} for each in found}
    assert features["government/kobe"] == {"name": 1.0, "code": 0.0}
    assert features["government/hiroshima-city"]["code"] == 1.0


def test_any_code_and_a_point_are_hints(client):
    def hinted(pid, value):
        return matched(ask(client, {"query": "Hiroshima", "properties": [{"pid": pid, "v": value}]}))

    assert hinted("code", "JP-34") == ["government/hiroshima-pref"]
    assert hinted("country", "Japan") == []  # of both
    alone = {"properties": [{"pid": "code", "v": "JP-34"}]}
    assert matched(ask(client, alone)) == ["government/hiroshima-pref"]
    dalian = {"query": "Dalian", "properties": [{"pid": "point", "v": "38.91,121.6"}]}
    far = {"query": "Dalian", "properties": [{"pid": "point", "v": "POINT(135.19 34.69)"}]}
    assert (matched(ask(client, dalian)), matched(ask(client, far))) == (["government/dalian"], [])


@pytest.mark.parametrize(
    "country", ["CN", "China", "中国", "government/china", {"id": "government/china"}, ["xx", "CN"]]
)
def test_a_country_may_be_told_in_any_way(client, country):
    found = ask(client, {"query": "Dalian", "properties": [{"pid": "country", "v": country}]})
    assert matched(found) == ["government/dalian"]
    assert {"id": "country", "value": 1.0} in found[0]["features"]


def test_another_country_is_none_of_its_places(client):
    query = {"query": "Dalian", "properties": [{"pid": "country", "v": "Japan"}]}
    assert "government/dalian" not in [each["id"] for each in ask(client, query)]


def test_things_that_are_no_places_are_found_by_name_class_and_property(client):
    assert matched(ask(client, "ERINA")) == ["organisation/erina"]
    assert matched(ask(client, {"query": "Northeast Asia", "type": "Region"})) == ["region/northeast-asia"]
    for pid, value in (
        ("date", "1993"),
        ("point", "34,132"),
        ("type", "city"),
        ("code", "x"),
    ):  # of places alone
        hint = {"pid": pid, "v": value}
        assert matched(ask(client, {"query": "ERINA", "properties": [hint]})) == ["organisation/erina"]
    where = {"type": "Organisation", "properties": [{"pid": "locatedIn", "v": "Japan"}]}
    found = {each["id"] for each in ask(client, where)}
    table = (ROOT / "data/gazetteer/organisations.csv").read_text("utf-8").splitlines()
    assert found == {f"organisation/{line.partition(',')[0]}" for line in table if ",japan," in line}


def test_types_are_a_must_or_a_wish(client):
    def typed(strict):
        query = {"query": "Dalian", "type": ["Country", "LocalGovernment"], "type_strict": strict}
        return ask(client, query)

    assert matched(typed("any")) == ["government/dalian"]
    assert typed("all") == []
    wish = ask(client, {"query": "Dalian", "type": "Country", "type_strict": "should"})
    assert (wish[0]["id"], wish[0]["match"]) == ("government/dalian", False)
    assert {"id": "types", "value": False} in wish[0]["features"]


def test_a_limit_is_kept_and_the_best_come_first(client):
    query = {"properties": [{"pid": "country", "v": {"id": "government/japan"}}], "limit": 100}
    found = ask(client, query)
    scores = [each["score"] for each in found]
    assert scores == sorted(scores, reverse=True)
    with (ROOT / "data/gazetteer/governments.csv").open(encoding="utf-8") as file:
        wanted = {f"government/{row['key']}" for row in csv.DictReader(file) if row["country"] == "japan"}
    assert {each["id"] for each in found} == wanted
    assert len(ask(client, {**query, "limit": 3})) == 3
    (one,) = ask(client, {"query": "広島", "limit": 1})
    assert one["match"] is False  # there is another, which is not told
    assert len(ask(client, {"properties": query["properties"]})) == 10


def test_names_come_in_the_language_that_is_asked_for(client):
    assert ask(client, "Dalian", path="/reconcile?lang=ja")[0]["name"] == "大連市"
    found = ask(client, "Dalian", **{"Accept-Language": "zh-CN,zh;q=0.9"})
    assert (found[0]["name"], found[0]["description"]) == ("大连市", "副省级市 · 辽宁省 · 中国")
    manifest = client.get("/reconcile?lang=ja").json()
    check("manifest", manifest)
    assert manifest["defaultTypes"][2] == {"id": "Country", "name": "国"}
    assert manifest["preview"]["url"] == "http://koryu.test/reconcile/ja/preview?id={{id}}"
    assert client.get("/reconcile").headers["vary"].startswith("Accept-Language")


def test_a_batch_may_be_asked_by_get_and_is_answered_by_its_keys(client):
    batch = {"a": {"query": "Kobe"}, "大": {"query": "大連"}}
    got = client.get(f"/reconcile?queries={quote(json.dumps(batch))}")
    posted = post(client, "queries", batch)
    assert got.json() == posted.json()
    assert {key: matched(each["result"]) for key, each in got.json().items()} == {
        "a": ["government/kobe"],
        "大": ["government/dalian"],
    }
    assert post(client, "queries", {}).json() == {}


def test_a_blank_row_has_no_candidates_and_a_blank_cell_says_nothing(client):
    blank = {"a": {"query": " "}, "b": {"query": None}, "c": {"properties": [{"pid": "country", "v": None}]}}
    blank["n"] = {"query": math.nan, "properties": [{"pid": "country", "v": math.nan}]}
    hiroshima = {"query": "Hiroshima", "properties": [{"pid": "level", "v": "municipality"}]}
    beside = {"pid": "jisCode", "v": [None, "", " ", math.nan]}
    batch = blank | {"d": hiroshima, "e": {**hiroshima, "properties": [*hiroshima["properties"], beside]}}
    found = post(client, "queries", batch).json()
    assert [found[key]["result"] for key in blank] == [[], [], [], []]
    assert found["d"] == found["e"]
    assert matched(found["d"]["result"]) == ["government/hiroshima-city"]


@pytest.mark.parametrize(
    ("pid", "nothing"),
    [
        ("jisCode", ["-", "00000", "不明"]),
        ("code", ["000000", "n/a"]),
        ("point", ["0,0", "POINT(0 0)"]),
        ("date", ["0001-01-01", "9999-12-31", "0000-00-00"]),
        ("country", ["ZZ", "-", "不明"]),
        ("parent", ["-", "不明", "市"]),
    ],
)
def test_a_cell_that_stands_for_nothing_says_nothing(client, pid, nothing):
    alone = ask(client, "Dalian")
    assert matched(alone) == ["government/dalian"]
    for cell in nothing:
        found = ask(client, {"query": "Dalian", "properties": [{"pid": pid, "v": cell}]})
        assert (matched(found), found[0]) == (["government/dalian"], alone[0])


def test_pages_of_all_sites_may_ask(client):
    for path in (
        "/reconcile",
        "/reconcile/en/suggest/entity?prefix=k",
        "/reconcile/en/properties?type=Country",
    ):
        assert client.get(path).headers["access-control-allow-origin"] == "*"
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    allowed = client.request("OPTIONS", "/reconcile", headers=asked)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (204, "*")
    assert "POST" in allowed.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "queries: no JSON at line 1, column 2"),
        ("[]", "queries: a list is no object"),
        ("null", "queries: nothing is no object"),
        ('{"q": 1}', 'queries: "q": "1" is no object'),
        ('{"q": {"query": 5}}', 'queries: "q": query: "5" is no text'),
        ('{"q": {"query": "a", "qurey": "b"}}', 'queries: "q": no member "qurey"; has query'),
        ('{"q": {"query": "a", "limit": 0}}', 'queries: "q": limit "0" is no number of candidates'),
        ('{"q": {"query": "a", "limit": 1e999}}', 'limit "inf" is no number'),
        ('{"q": {"query": "a", "limit": Infinity}}', "Infinity is no number of JSON"),
        ('{"q": {"query": "a", "type": "Citty"}}', 'queries: "q": no type "Citty"; did you mean "city"?'),
        ('{"q": {"query": "a", "type": {"name": "x"}}}', 'queries: "q": type: nothing is no text'),
        (
            '{"q": {"query": "a", "type_strict": ["any"]}}',
            "type_strict a list is unknown; has any, all, should",
        ),
        ('{"q": {"query": "a", "properties": {}}}', "properties: an object is no list"),
        ('{"q": {"query": "a", "properties": [{"pid": "contry", "v": 1}]}}', 'did you mean "country"?'),
        (
            '{"q": {"query": "a", "properties": [{"pid": "country"}]}}',
            'queries: "q": "country": has no v; give its value',
        ),
        ('{"q": {"query": "a", "properties": [{"pid": "country", "v": [[1]]}]}}', "a list is no text"),
        ('{"q": {"query": "a"}, "q": {"query": "b"}}', '"q" stands twice in an object'),
        ('{"q": {"query": "\\ud800"}}', "has half a surrogate pair"),
        ('{"q": {"query": "' + "a" * 2001 + '"}}', "a text of 2001 characters; at most 2000"),
        ("[" * 100_000, "brackets in brackets, too deep to be read"),
        ('{"q":' * 50_000 + "1" + "}" * 50_000, "too deep to be read"),
        ('{"q": {"query": "a", "limit": ' + "9" * 5000 + "}}", "queries: "),
    ],
)
def test_what_is_no_batch_is_told_at_its_place(client, text, told):
    assert told in refused(post(client, "queries", text))


def test_a_batch_that_is_too_large_is_413(client):
    batch = {f"q{number}": {"query": "Kobe"} for number in range(51)}
    assert refused(post(client, "queries", batch), 413) == "queries: 51 of them; send at most 50 at once"
    del batch["q50"]
    assert len(post(client, "queries", batch).json()) == 50
    many = {"ids": ["x"] * 1001, "properties": []}
    assert refused(post(client, "extend", many), 413) == "extend: ids: 1001 of them; send at most 1000"


def test_the_endpoint_ignores_nothing(client):
    assert "leave callback out" in refused(client.get("/reconcile?callback=alert"))
    assert "has queries, extend, lang" in refused(client.get("/reconcile?query=Kobe"))
    assert "is given twice" in refused(client.get("/reconcile?queries={}&queries={}"))
    assert "send one of them" in refused(client.get("/reconcile?queries={}&extend={}"))
    assert "no field queries" in refused(post(client, "query", "Kobe"))
    assert "stands in the form" in refused(
        client.request("POST", "/reconcile", content="queries={}&lang=ja", headers=FORM)
    )
    sent = client.request("POST", "/reconcile", content="{}", headers={"Content-Type": "application/json"})
    assert "application/x-www-form-urlencoded" in refused(sent, 415)
    assert refused(client.request("PUT", "/reconcile"), 405)


def test_entities_are_suggested_by_the_beginning_of_any_name(client):
    def suggested(asked):
        answer = client.get(f"/reconcile/en/suggest/entity?{asked}")
        check("entities", answer.json())
        return answer.json()["result"]

    first = suggested("prefix=kita")[0]
    assert first == {
        "id": "government/kitakyushu",
        "name": "Kitakyushu City",
        "description": "Designated city · Fukuoka Prefecture · Japan",
        "notable": [
            {"id": "LocalGovernment", "name": "Local government"},
            {"id": "designated-city", "name": "Designated city"},
            {"id": "municipality", "name": "Municipality"},
        ],
    }
    assert suggested("prefix=" + quote("旅大"))[0]["id"] == "government/dalian"
    assert "旅大市" in suggested("prefix=" + quote("旅大"))[0]["description"]
    assert suggested("prefix=government/dali")[0]["id"] == "government/dalian"
    assert suggested("prefix=") == suggested("prefix=zzzz") == []
    some = [each["id"] for each in suggested("prefix=a&limit=7")]
    assert (len(some), some[3:5]) == (7, [each["id"] for each in suggested("prefix=a&cursor=3&limit=2")])
    assert {each["id"] for each in suggested("prefix=hiroshima&type=municipality")} == {
        "government/hiroshima-city"
    }


def test_properties_and_types_are_suggested_by_name_or_identifier(client):
    def ids(path):
        answer = client.get(path)
        check("types" if "/suggest/type?" in path else "properties", answer.json())
        return [each["id"] for each in answer.json()["result"]]

    assert ids("/reconcile/en/suggest/property?prefix=coun")[0] == "country"
    assert ids("/reconcile/ja/suggest/property?prefix=" + quote("国"))[0] == "country"
    assert "jisCode" in ids("/reconcile/en/suggest/property?prefix=jis")
    assert len(ids("/reconcile/en/suggest/property?prefix=&limit=100")) == 100
    assert ids("/reconcile/en/suggest/type?prefix=country")[:2] == ["Country", "country"]
    (type_,) = client.get("/reconcile/ja/suggest/type?prefix=prefecture-ken").json()["result"]
    assert (type_["name"], [each["id"] for each in type_["broader"]]) == ("県", ["LocalGovernment"])


@pytest.mark.parametrize("path", ["cursor=-1", "cursor=x", "limit=0", "limit=101", "type=Citty"])
def test_what_suggestions_cannot_be_is_400(client, path):
    refused(client.get(f"/reconcile/en/suggest/entity?prefix=a&{path}"))


def test_what_clients_send_of_their_own_is_let_be(client):
    assert client.get("/reconcile/en/suggest/entity?prefix=kobe&spell=always&_=1700000000").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/reconcile/tlh/suggest/entity?prefix=a",
        "/reconcile/en/suggest/cities?prefix=a",
        "/reconcile/en/flyout/cities?id=a",
        "/reconcile/en/flyout/entity?id=government/nowhere",
        "/reconcile/en/flyout/type?id=Citty",
        "/reconcile/en/flyout/property?id=contry",
        "/reconcile/en/preview?id=government/nowhere",
        "/reconcile/view?id=government/nowhere",
    ],
)
def test_what_is_not_there_is_404(client, path):
    refused(client.get(path), 404)


def test_a_flyout_is_a_piece_of_html_in_which_nothing_becomes_markup(client):
    answer = client.get("/reconcile/en/flyout/entity?id=government%2Fdalian")
    check("flyout", answer.json())
    html = answer.json()["html"]
    assert answer.json()["id"] == "government/dalian"
    assert all(each in html for each in ("Sub-provincial city", "大連市", "210200", "government/dalian"))
    assert not re.search(r"<script|<style|style=|\son\w+=", html)
    term = client.get("/reconcile/ja/flyout/property?id=country").json()
    check("flyout", term)
    assert "country" in term["html"]


def test_a_preview_may_be_framed_by_other_sites_and_no_other_page_may(client):
    preview = client.get("/reconcile/en/preview?id=government%2Fdalian")
    assert (preview.status_code, preview.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = preview.headers["content-security-policy"]
    assert policy.split("; ") == [
        "default-src 'none'", "style-src 'self'", "img-src 'self' data:", "form-action 'none'",
        "base-uri 'none'", "frame-ancestors *",
    ]  # fmt: skip
    assert all(each in preview.text for each in ("Dalian City", "旅大市", "210200"))
    page = client.get("/doc/government/dalian.html").headers["content-security-policy"]
    missing = client.get("/reconcile/en/preview?id=x", headers={"Accept": "text/html"})
    for each in (page, missing.headers["content-security-policy"]):
        assert "frame-ancestors 'none'" in each


def test_an_identifier_leads_to_its_document(client):
    answer = client.get("/reconcile/view?id=government%2Fdalian&lang=ja")
    assert (answer.status_code, answer.headers["location"]) == (303, "/doc/government/dalian?lang=ja")
    assert client.get(urlsplit(answer.headers["location"]).path).status_code == 200


def test_a_table_is_extended_by_values_of_every_kind(client):
    found = extended(
        client, ["government/dalian", "affiliation/aff001", "government/nowhere"],
        {"id": "country"}, {"id": "gb2260Code"}, {"id": "territory/latitude"}, {"id": "earliest"},
        {"id": "level"}, {"id": "event/earliest"}, {"id": "event/precision"},
    )  # fmt: skip
    dalian = found["rows"]["government/dalian"]
    assert dalian["country"] == [{"id": "government/china", "name": "China"}]
    assert dalian["gb2260Code"] == [{"str": "210200"}]
    assert dalian["territory/latitude"] == [{"float": 38.91222}]
    assert dalian["level"] == [{"str": "Municipality"}]
    assert dalian["earliest"] == []
    founded = (ROOT / "data/registers/affiliation-events.csv").read_text("utf-8").splitlines()
    days = [line.split(",")[3] for line in founded if line.startswith("aff001")]
    assert found["rows"]["affiliation/aff001"]["event/earliest"] == [
        {"date": f"{day}T00:00:00Z"} for day in days
    ]
    assert set(map(len, found["rows"]["government/nowhere"].values())) == {0}
    assert found["meta"][0] == {
        "id": "country",
        "name": "country",
        "type": {"id": "Country", "name": "Country"},
    }
    assert [each["id"] for each in found["meta"]][2] == "territory/latitude"


def test_names_of_an_extension_are_in_the_language_of_its_setting(client):
    settings = {"lang": "ja"}
    found = extended(
        client,
        ["government/dalian"],
        {"id": "label", "settings": settings},
        {"id": "parent", "settings": settings},
    )
    assert found["rows"]["government/dalian"] == {
        "label": [{"str": "大連市"}],
        "parent": [{"id": "government/liaoning", "name": "遼寧省"}],
    }


def test_an_extension_may_be_limited_or_counted(client):
    wanted = {"id": "altLabel"}
    whole = extended(client, ["government/kobe"], wanted)["rows"]["government/kobe"]["altLabel"]
    for limit in (1, "1", 1.0):
        one = extended(client, ["government/kobe"], {**wanted, "settings": {"limit": limit}})
        assert one["rows"]["government/kobe"]["altLabel"] == whole[:1]
    for count in (True, "on"):
        one = extended(client, ["government/japan"], {"id": "label", "settings": {"count": count}})
        assert one["rows"]["government/japan"]["label"] == [{"int": 1}]


def test_links_to_other_datasets_extend_a_table(client):
    links = (ROOT / "data/links/wikidata.sssom.tsv").read_text("utf-8").splitlines()
    (row,) = [line.split("\t") for line in links if re.search(r"government/dalian\b|:dalian\t", line)]
    item = next(cell for cell in row if re.search(r"Q[0-9]+$", cell))
    found = extended(client, ["government/dalian"], {"id": "exactMatch"})
    assert {"str": f"http://www.wikidata.org/entity/{re.search('Q[0-9]+$', item)[0]}"} in (
        found["rows"]["government/dalian"]["exactMatch"]
    )


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"ids": []}, "extend: properties: nothing is no list"),
        ({"ids": "x", "properties": []}, 'extend: ids: "x" is no list'),
        ({"ids": [1], "properties": []}, 'extend: ids: "1" is no text'),
        ({"ids": [], "properties": [], "more": 1}, 'extend: no member "more"; has ids, properties'),
        (
            {"ids": [], "properties": [{"id": "contry"}]},
            'extend: no property "contry"; did you mean "country"?',
        ),
        ({"ids": [], "properties": [{"id": "date"}]}, 'extend: "date" is but a hint for queries'),
        ({"ids": [], "properties": [{"id": "country/"}]}, 'extend: no property "country/"'),
        (
            {"ids": [], "properties": [{"id": "country", "settings": {"limt": 1}}]},
            'no setting "limt"; has limit',
        ),
        (
            {"ids": [], "properties": [{"id": "country", "settings": {"limit": "x"}}]},
            'limit "x" is no number',
        ),
        (
            {"ids": [], "properties": [{"id": "country", "settings": {"lang": "tlh"}}]},
            'lang "tlh" is unknown',
        ),
        ({"ids": [], "properties": [{"id": "country", "settings": {"count": "x"}}]}, 'count "x" is no flag'),
    ],
)
def test_what_is_no_extension_is_told_at_its_place(client, query, told):
    assert told in refused(post(client, "extend", query))


def test_properties_are_proposed_by_type_most_common_first(client):
    answer = client.get("/reconcile/en/properties?type=designated-city&limit=8")
    check("proposal", answer.json())
    found = answer.json()
    assert (found["type"], found["limit"], len(found["properties"])) == ("designated-city", 8, 8)
    ids = {
        each["id"]
        for each in client.get("/reconcile/en/properties?type=LocalGovernment").json()["properties"]
    }
    assert {"country", "parent", "level", "label"} <= ids
    assert "amountUsd" not in ids
    refused(client.get("/reconcile/en/properties?type=Citty"))
    assert client.get("/reconcile/en/properties?type=").json()["type"] == "Government"


def test_the_schemas_say_no_to_what_is_wrong():
    wrong = {
        "manifest": {"name": "x"},
        "queries": {"q0": {"query": "x", "limit": "3"}},
        "results": {"q0": {"result": [{"id": "x"}]}},
        "entities": {"result": [{"id": "x"}]},
        "properties": {"result": {}},
        "types": {"result": [{"id": "x", "name": "x", "broader": [{"id": "x"}]}]},
        "flyout": {"html": "x"},
        "proposal": {"properties": []},
        "extension-query": {"ids": []},
        "extension": {"meta": [], "rows": {"x": {"y": [{"date": "2020-01-01"}]}}},
    }
    assert set(wrong) == set(ALL)
    assert [name for name, document in wrong.items() if is_valid(name, document)] == []
