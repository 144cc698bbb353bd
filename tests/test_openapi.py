"""The description of the interface: valid, complete, and true of what the application answers."""

import json
import shutil
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from koryu.build import build
from koryu.scaffold import lay_out
from koryu.settings import read_settings
from koryu.site.editions.edition import open_edition
from koryu.web.app import routes
from koryu.web.interface.document import operations
from small_client import asking
from small_project import make_project

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def client(built):
    with asking(read_settings(built)) as client:
        yield client


@pytest.fixture(scope="module")
def document(client):
    return client.get("/openapi.json").json()


def parameter(document, path, name):
    (found,) = [each for each in document["paths"][path]["get"]["parameters"] if each.get("name") == name]
    return found


def test_the_description_is_valid(document):
    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()


def test_every_route_is_described_and_every_description_has_its_route(built):
    settings = read_settings(built)
    described = {each.route for each in operations(open_edition(settings), "en")}
    there = {*(route.path for route in routes), "/metrics"}
    assert there - described == set(), "describe these in koryu.web.interface"
    assert described - there == set(), "these are gone"


def test_nothing_is_described_twice(built):
    found = [(each.path, each.method) for each in operations(open_edition(read_settings(built)), "en")]
    assert sorted(set(found)) == sorted(found)


def test_every_operation_has_a_name_of_its_own_and_a_known_tag(document):
    found = [each for path in document["paths"].values() for each in path.values()]
    names = [each["operationId"] for each in found]
    assert len(names) == len(set(names))
    assert {each["tags"][0] for each in found} == {each["name"] for each in document["tags"]}


def test_it_is_headed_by_the_settings_of_the_project(document, built):
    settings = read_settings(built)
    assert document["info"]["title"] == settings.title
    assert document["info"]["license"]["url"] == settings.license
    assert document["info"]["version"].endswith(f"+{open_edition(settings).digest}")
    assert document["servers"] == [{"url": "/"}]


def test_the_server_is_where_the_site_is(built):
    with asking(read_settings(built), root_path="/exchange") as client:
        document = client.get("/exchange/openapi.json").json()
    assert document["servers"] == [{"url": "/exchange"}]


def test_every_question_is_described_with_its_own_parameters(document, built):
    settings = read_settings(built)
    for query in open_edition(settings).catalogue.questions():
        for path in (f"/query/{query.name}", f"/query/{query.name}.{{format}}"):
            given = document["paths"][path]["get"]["parameters"]
            own = {each["name"]: each.get("required", False) for each in given if each.get("in") == "query"}
            for each in query.header.parameters:
                assert own.pop(each.name) == each.required
            assert set(own) <= {"format", "page"}


def test_a_parameter_has_its_type_its_example_and_its_words(document):
    assert parameter(document, "/query/partners", "place") == {
        "name": "place",
        "in": "query",
        "description": "Place: the key, the IRI or a label of a Government",
        "schema": {"type": "string", "minLength": 1, "maxLength": 2000},
        "example": "dalian",
    }
    assert parameter(document, "/query/partners", "as_of")["schema"] == {"type": "string", "format": "date"}
    year = parameter(document, "/query/anniversaries.{format}", "year")
    assert (year["schema"], year["required"], year["example"]) == ({"type": "integer"}, True, 2009)
    kinds = parameter(document, "/query/affiliations", "kind")["schema"]["enum"]
    assert kinds == [
        "cooperation", "economic-and-technical-friendship", "friendship", "friendship-city",
        "friendship-exchange-city", "sister", "sister-city", "sister-province", "twinned",
    ]  # fmt: skip
    assert parameter(document, "/query/claims", "lang")["schema"]["enum"] == ["en", "ja", "zh"]


def test_the_answer_has_a_member_for_each_column(document):
    schema = document["components"]["schemas"]["answer-anniversaries"]
    row = schema["items"]
    assert row["required"] == ["affiliation", "party_a", "party_b", "date", "years"]
    assert row["properties"]["years"] == {"type": ["integer", "null"]}
    assert row["properties"]["party_a"] == {"type": ["string", "null"]}


def test_a_graph_has_the_forms_of_a_graph(document):
    forms = parameter(document, "/query/describe.{format}", "format")["schema"]["enum"]
    assert forms == ["ttl", "jsonld", "json", "csv", "tsv", "md", "xlsx", "rq"]
    assert (
        "text/turtle; charset=utf-8"
        in document["paths"]["/query/describe"]["get"]["responses"]["200"]["content"]
    )
    assert "ttl" not in parameter(document, "/query/partners.{format}", "format")["schema"]["enum"]


def test_it_speaks_the_languages_of_the_project(client):
    document = client.get("/openapi.json?lang=ja").json()
    assert document["paths"]["/query/anniversaries"]["get"]["summary"] == "ある年に周年を迎える提携はどれか"
    assert parameter(document, "/query/partners", "as_of")["description"] == "基準日"
    refused = client.get("/openapi.json?lang=tlh")
    assert (refused.status_code, refused.json()["detail"]) == (
        400,
        'openapi.json: "tlh" is unknown; has lang, of en, ja, zh',
    )


def test_a_project_without_questions_is_described_too(tmp_path):
    root = make_project(tmp_path, queries={})
    (root / "build" / "koryu.nq").write_text("")
    (root / "build" / "SHA256SUMS").write_text("")
    with asking(read_settings(root)) as client:
        document = client.get("/openapi.json").json()
    OpenAPIV31SpecValidator(document).validate()
    assert not [path for path in document["paths"] if path.startswith("/query/")]
    assert "/anniversaries.ics" not in document["paths"]


def test_a_project_of_ones_own_is_described_and_has_its_feeds(tmp_path):
    root = tmp_path / "my-city"
    lay_out(read_settings(ROOT), root, "https://example.org/exchange/")
    shutil.copytree(ROOT / "tests" / "examples" / "first-project", root / "data", dirs_exist_ok=True)
    build(read_settings(root))
    with asking(read_settings(root)) as client:
        document = client.get("/openapi.json").json()
        calendar = client.get("/anniversaries.ics")
        feed = client.get("/feed.atom")
        partners = client.get("/query/partners.json").json()
    OpenAPIV31SpecValidator(document).validate()
    assert "https://example.org/exchange/" in document["info"]["description"]
    assert calendar.text.count("BEGIN:VEVENT") == 6  # of one affiliation, one in each year
    assert "<id>https://example.org/exchange/feed.atom</id>" in feed.text
    assert len(partners) == 2  # the affiliation, from either side


def test_every_example_is_answered_as_described(client, document):
    """What a reader tries first: each question with the example of its header."""
    for path, operation in document["paths"].items():
        if not path.endswith(".{format}"):
            continue
        given = {
            each["name"]: each["example"] for each in operation["get"]["parameters"] if "example" in each
        }
        given.pop("format")
        answer = client.get(path.replace("{format}", "json"), params=given)
        assert answer.status_code == 200, (path, answer.text)
        assert json.loads(answer.text), path
