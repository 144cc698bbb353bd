"""Stored queries over HTTP: what an address answers, to the byte where it is short."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import rdflib

from koryu.build import build
from koryu.settings import read_settings
from small_client import asking

ROOT = Path(__file__).parents[1]
KORYU = Path(sys.executable).with_name("koryu")
LICENSE = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
ENDLESS = """\
#+ summary: How many quintuples of statements are there?
#+ columns:
#+   n: {type: integer}
SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }
"""
ANNIVERSARIES = [  # from the tables: the affiliations of 1979 whose parties were still bound in 1989
    {
        "affiliation": "aff001",
        "party_a": "kitakyushu",
        "party_b": "dalian",
        "date": "1979-05-01",
        "years": 10,
    },
]


@pytest.fixture(scope="module")
def client(built):
    with asking(read_settings(built)) as client:
        yield client


def links(answer):
    """The targets of the header Link by their relation; of several the last."""
    found = {}
    for part in answer.headers["link"].split(", <"):
        target, _, rest = part.removeprefix("<").partition(">")
        found[rest.split('rel="')[1].split('"')[0]] = target
    return found


def command(built, *arguments):
    return subprocess.run(
        [KORYU, "query", *arguments, "--root", built], capture_output=True, check=True
    ).stdout


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "md"])
def test_an_answer_is_what_the_command_prints(client, built, form):
    answer = client.get(f"/query/partners.{form}?place=dalian&as_of=1990-01-01&lang=ja&labels=true")
    printed = command(
        built, "partners", "-p", "place=dalian", "--as-of", "1990-01-01",
        "--lang", "ja", "--labels", "--format", form,
    )  # fmt: skip
    assert answer.status_code == 200
    assert answer.content == printed
    assert "北九州市" in answer.text


def test_a_graph_is_what_the_command_prints(client, built):
    for form in ("ttl", "jsonld", "csv"):
        answer = client.get(f"/query/describe.{form}?thing=dalian")
        assert answer.content == command(built, "describe", "-p", "thing=dalian", "--format", form)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/query/partners.csv?place=dalian", "text/csv; charset=utf-8; header=present"),
        ("/query/partners.tsv?place=dalian", "text/tab-separated-values; charset=utf-8"),
        ("/query/partners.json?place=dalian", "application/json"),
        ("/query/partners.md?place=dalian", "text/markdown; charset=utf-8"),
        ("/query/partners.rq?place=dalian", "application/sparql-query; charset=utf-8"),
        ("/query/partners.xlsx?place=dalian",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("/query/describe.ttl?thing=dalian", "text/turtle; charset=utf-8"),
        ("/query/describe.jsonld?thing=dalian", "application/ld+json"),
    ],
)  # fmt: skip
def test_each_form_has_its_media_type(client, path, media_type):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)


def test_a_label_in_any_script_names_a_thing(client):
    by_key = client.get("/query/partners.csv", params={"place": "dalian"}).content
    for place in ("大連市", "大连市", "Dalian", "https://w3id.org/koryu/id/government/dalian"):
        assert client.get("/query/partners.csv", params={"place": place}).content == by_key
    assert b"kitakyushu" in by_key


def test_a_workbook_opens(client):
    answer = client.get("/query/partners.xlsx?place=dalian&limit=1")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = ["place", "partner", "partner_country", "kind", "since", "until", "source"]
    assert rows[0] == header
    assert [len(rows), rows[1][0]] == [2, "dalian"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/json", "application/json"),
        ("text/csv, application/json;q=0.5", "text/csv; charset=utf-8; header=present"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/*", "application/json"),
        ("application/sparql-query", "application/sparql-query; charset=utf-8"),
    ],
)
def test_a_client_chooses_the_form(client, accept, media_type):
    answer = client.get("/query/codes?place=liaoning", headers={"Accept": accept})
    assert answer.headers["content-type"] == media_type
    assert "Accept" in answer.headers["vary"].split(", ")
    assert answer.headers["content-location"].startswith("/query/codes.")
    again = client.get(answer.headers["content-location"])
    assert again.content == answer.content
    assert "Accept" not in again.headers.get("vary", "").split(", ")


def test_the_parameter_format_goes_before_the_header(client):
    answer = client.get("/query/codes?place=liaoning&format=csv", headers={"Accept": "application/json"})
    assert answer.headers["content-location"] == "/query/codes.csv?place=liaoning"
    assert answer.text.startswith("place,code_list,code\nliaoning,")


def test_what_nobody_can_have_is_refused(client):
    answer = client.get("/query/codes", headers={"Accept": "image/png"})
    assert (answer.status_code, answer.json()["status"]) == (406, 406)
    assert "text/csv" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/query/nothing.csv", 404, 'no query "nothing"; /query lists them'),
        ("/query/partner.csv", 404, 'no query "partner"; did you mean "partners"?'),
        ("/query/federated/populations.csv", 404,
         '"federated/populations" is asked with: koryu query federated/populations'),
        ("/query/federated/population.csv", 404, 'no query "federated/population"; /query lists them'),
        ("/query/checks/place-without-label.csv", 404,
         'no query "checks/place-without-label"; /query lists them'),
        ("/query/..%2f..%2fkoryu.csv", 400, "the path has an encoded slash; write it as it is"),
        ("/query/partners.ttl", 404, 'partners: no form "ttl"; has json, csv, tsv, md, xlsx, rq'),
        ("/query/partners?format=ttl", 400, 'partners: no form "ttl"; has json, csv, tsv, md, xlsx, rq'),
        ("/query/partners.csv?format=csv", 400, 'partners: format is given twice, as .csv and as "csv"'),
        ("/query/partners.csv?contry=japan", 400, 'partners: no parameter "contry"; has place, as_of'),
        ("/query/partners.csv?place=a&place=b", 400, 'the parameter "place" is given twice; keep one'),
        ("/query/partners.csv?place=", 400, "partners: place is empty; leave it out"),
        ("/query/partners.csv?as_of=1990-02-30", 400,
         'partners: as_of "1990-02-30" is not a date; write YYYY-MM-DD, such as 1998-04-01'),
        ("/query/anniversaries.csv", 400, "anniversaries: year is required; give it as year=..."),
        ("/query/anniversaries.csv?year=next", 400,
         'anniversaries: year "next" is not an integer; write digits only, such as 1304'),
        ("/query/partners.csv?lang=tlh", 400,
         'lang "tlh" is not a language of this project; has en, ja, zh'),
        ("/query/partners.csv?labels=yes", 400, 'labels "yes" is not a flag; write true or false'),
        ("/query/partners.csv?limit=0", 400,
         'limit "0" is not a number of rows; write digits only, such as 100'),
        ("/query/partners.csv?offset=-1", 400,
         'offset "-1" is not a number of rows; write digits only, such as 100'),
        ("/query/partners.csv?limit=99999999999", 400,
         'limit "99999999999" is not a number of rows; write digits only, such as 100'),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_what_is_allowed(client, path, status, detail):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["detail"] == detail


def test_a_place_that_is_not_known_names_those_near_to_it(client):
    detail = client.get("/query/partners.csv?place=dalien").json()["detail"]
    assert detail.startswith('partners: place "dalien" is not known; near to it: dalian')


def test_pages_join_to_the_whole(client):
    whole = client.get("/query/partners.json").json()
    found, path = [], "/query/partners.json?limit=7"
    while path:
        answer = client.get(path)
        assert answer.headers["x-total-count"] == str(len(whole))
        found.append(answer.json())
        path = links(answer).get("next")
    assert [row for page in found for row in page] == whole
    assert {len(page) for page in found[:-1]} == {7}


def test_a_page_names_those_around_it(client):
    found = links(client.get("/query/partners.json?offset=10&limit=4&as_of=1990-01-01&labels=true&lang=zh"))
    base = "/query/partners.json?as_of=1990-01-01&lang=zh&labels=true&limit=4"
    assert found["first"] == base
    assert found["prev"] == f"{base}&offset=6"
    assert found["next"] == f"{base}&offset=14"
    assert found["canonical"] == f"{base}&offset=10"


def test_the_first_page_has_none_before_and_the_last_none_after(client):
    first = client.get("/query/partners.json?limit=5")
    last = client.get(links(first)["last"])
    assert "prev" not in links(first)
    assert "next" not in links(last)
    total = int(last.headers["x-total-count"])
    assert len(last.json()) == (total % 5 or 5)
    beyond = client.get("/query/partners.json?limit=5&offset=100000")
    assert beyond.json() == []
    assert links(beyond)["prev"] == links(first)["last"]


def test_a_page_of_a_graph_has_as_many_triples(client):
    answer = client.get("/query/describe.ttl?thing=dalian&limit=3")
    assert len(rdflib.Graph().parse(data=answer.text, format="turtle")) == 3


def test_the_whole_answer_has_no_pages(client):
    answer = client.get("/query/codes.csv?place=liaoning")
    assert answer.headers["link"] == ", ".join([
        LICENSE,
        '</query/codes.csv?place=liaoning>; rel="canonical"',
        '</query/codes?place=liaoning>; rel="describedby"; type="text/html"',
        '</query/codes.json?place=liaoning>; rel="alternate"; type="application/json"',
        '</query/codes.tsv?place=liaoning>; rel="alternate"; type="text/tab-separated-values"',
        '</query/codes.md?place=liaoning>; rel="alternate"; type="text/markdown"',
        '</query/codes.xlsx?place=liaoning>; rel="alternate"; '
        'type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"',
        '</query/codes.rq?place=liaoning>; rel="alternate"; type="application/sparql-query"',
    ])  # fmt: skip


def test_the_query_is_given_with_its_values_and_runs_elsewhere(client, shipped):
    text = client.get("/query/partners.rq?place=大連市&as_of=1990-01-01").text
    assert "VALUES ?place { <https://w3id.org/koryu/id/government/dalian> }" in text
    assert 'VALUES ?as_of { "1990-01-01"^^<http://www.w3.org/2001/XMLSchema#date> }' in text
    rows = shipped.select(text).rows
    assert len(rows) == len(client.get("/query/partners.json?place=dalian&as_of=1990-01-01").json())


def test_a_client_that_has_the_answer_is_told_so(client):
    first = client.get("/query/codes.csv?place=liaoning")
    again = client.get("/query/codes.csv?place=liaoning", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = client.get("/query/codes.csv?place=dalian", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_head_has_the_headers_of_get(client):
    head, get = client.head("/query/codes.csv"), client.get("/query/codes.csv")
    assert head.content == b""
    assert dict(head.headers) == dict(get.headers)


def test_addresses_follow_the_path_that_the_site_is_served_under(built):
    with asking(read_settings(built), root_path="/exchange") as client:
        answer = client.get("/exchange/query/codes.csv?place=liaoning&limit=1")
    assert links(answer)["next"] == "/exchange/query/codes.csv?place=liaoning&limit=1&offset=1"


def test_json_has_typed_values(client):
    rows = client.get("/query/anniversaries.json?year=1989").json()
    assert [row for row in rows if row["affiliation"] == "aff001"] == ANNIVERSARIES


def test_a_page_tells_programs_the_address_that_the_site_has(built):
    with asking(read_settings(built), root_path="/exchange") as client:
        page = client.get("/exchange/query/partners?place=dalian", headers={"Accept": "text/html"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "http://koryu.test/exchange/query/partners.csv?place=dalian" in page.text
    assert "http://koryu.test/query/" not in page.text


def test_a_limit_that_bites_keeps_its_status(built):
    limits = replace(read_settings(built).limits, rows=3)
    with asking(read_settings(built), limits=limits) as client:
        answer = client.get("/query/codes.csv")
    assert answer.status_code == 400
    assert answer.json()["detail"] == "codes: the answer has more than 3 rows; ask for less"


def test_a_query_past_its_time_is_told_as_such(project):
    (project / "queries" / "endless.rq").write_text(ENDLESS, "utf-8")
    build(read_settings(project))
    limits = replace(read_settings(project).limits, seconds=1)
    with asking(read_settings(project), limits=limits) as client:
        answer = client.get("/query/endless.csv")
    assert (answer.status_code, answer.json()["title"]) == (504, "Gateway Timeout")
    assert answer.json()["limit"] == "seconds"


def test_every_address_of_the_guide_is_answered(client):
    guide = (ROOT / "docs" / "rest.md").read_text("utf-8")
    found = re.findall(r"`(/(?:query|anniversaries|feed|openapi)[^`\s]*)`", guide)
    assert len(found) >= 10
    for path in found:
        answer = client.get(path)
        assert answer.status_code == 200, path


ECHO = """\
#+ summary: What was said?
#+ params:
#+   text: {datatype: string}
#+ columns:
#+   n: {type: integer}
SELECT ?n WHERE {
  VALUES ?text { UNDEF }
  VALUES ?n { 1 2 3 }
}
ORDER BY ?n
"""


def test_names_and_values_in_every_script_fit_in_headers(project):
    (project / "queries" / "言葉.rq").write_text(ECHO, "utf-8")
    build(read_settings(project))
    with asking(read_settings(project)) as client:
        short = client.get("/query/言葉.csv", params={"text": 'é"<>, 漢字'})
        long = client.get("/query/言葉.csv", params={"text": "漢" * 2000, "limit": 1})
        described = client.get("/openapi.json").json()
    name = "%E8%A8%80%E8%91%89"
    assert short.text == "n\n1\n2\n3\n"
    assert short.headers["content-disposition"] == f"inline; filename*=UTF-8''{name}.csv"
    value = "%C3%A9%22%3C%3E%2C+%E6%BC%A2%E5%AD%97"
    assert links(short)["canonical"] == f"/query/{name}.csv?text={value}"
    assert set(links(long)) == {"license", "next"}
    assert "/query/言葉" in described["paths"]
