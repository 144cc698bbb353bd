"""Things and the documents about them over HTTP: statements, forms, headers."""

import csv
import io
import json

import pyoxigraph as ox
import pytest
import rdflib

from koryu.build import build
from koryu.evaluation.pool import Pool
from koryu.evaluation.refusals import OutOfTime
from koryu.rdf.ntriples import read_nquads
from koryu.settings import read_settings
from small_client import asking

BASE = "https://w3id.org/koryu/"
DALIAN = f"<{BASE}id/government/dalian>"
FOAF = "http://xmlns.com/foaf/0.1/"
DCTERMS = "http://purl.org/dc/terms/"
RDF = ("ttl", "jsonld", "nt", "rdf", "csv")
MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "csv": "text/csv; charset=utf-8",
}


@pytest.fixture(scope="module")
def client(built):
    with asking(read_settings(built)) as client:
        yield client


@pytest.fixture(scope="module")
def quads(built):
    return list(read_nquads(built / "build" / "koryu.nq"))


def lines(answer):
    """The statements of N-Triples, each a line."""
    return set(answer.text.splitlines())


def about(quads, thing):
    """The lines of what the build says of a thing and its parts, found without an index."""
    starts = (f"{thing[:-1]}>", f"{thing[:-1]}#")
    return {f"{' '.join(triple)} ." for triple, _ in quads if triple[0].startswith(starts)}


def links(answer):
    """The targets of the header Link by their relation."""
    found = {}
    for part in answer.headers["link"].split(", <"):
        target, _, rest = part.removeprefix("<").partition(">")
        for relation in rest.split('rel="')[1].split('"')[0].split():
            found.setdefault(relation, []).append(target)
    return found


def test_a_thing_leads_to_its_document(client):
    answer = client.get("/id/government/dalian?lang=ja")
    assert (answer.status_code, answer.headers["location"]) == (303, "/doc/government/dalian?lang=ja")


def test_below_a_prefix_a_thing_leads_to_its_document_there(built):
    with asking(read_settings(built), root_path="/koryu") as client:
        answer = client.get("/koryu/id/government/dalian")
        assert answer.headers["location"] == "/koryu/doc/government/dalian"
        document = client.get("/koryu/doc/government/dalian.ttl")
        assert document.headers["content-location"] == "/koryu/doc/government/dalian.ttl"
        assert links(document)["describes"] == ["/koryu/doc/government/dalian.html"]


def test_a_document_says_all_of_a_thing_and_its_parts_and_names_what_it_names(client, quads):
    answer = client.get("/doc/affiliation/aff001.nt")
    named = {term for (subject, _, term), _ in quads if subject.startswith(f"<{BASE}id/affiliation/aff001")}
    labels = {
        f"{' '.join(triple)} ."
        for triple, _ in quads
        if triple[0] in named and triple[1].endswith(("#label>", "#prefLabel>"))
    }
    document = f"<{BASE}doc/affiliation/aff001>"
    itself = {line for line in lines(answer) if line.startswith(document)}
    assert lines(answer) - itself == about(quads, f"<{BASE}id/affiliation/aff001>") | labels
    assert f"<{BASE}id/affiliation/aff001#event-1> <{BASE}def#earliest> " in answer.text


def test_a_document_says_what_it_is(client, built):
    modified = read_settings(built).build.resolve() / "SHA256SUMS"
    itself = {line for line in lines(client.get("/doc/government/dalian.nt")) if "/doc/" in line.split()[0]}
    document = f"<{BASE}doc/government/dalian>"
    stamp = next(line for line in itself if "modified" in line)
    assert itself - {stamp} == {
        f"{document} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{FOAF}Document> .",
        f"{document} <{FOAF}primaryTopic> {DALIAN} .",
        f"{document} <{DCTERMS}license> <https://creativecommons.org/licenses/by/4.0/> .",
        f"{document} <http://rdfs.org/ns/void#inDataset> <{BASE}void#dataset> .",
    }
    moment = rdflib.Literal(stamp.split('"')[1], datatype=rdflib.XSD.dateTime).toPython()
    assert moment.timestamp() == int(modified.stat().st_mtime)


@pytest.mark.parametrize(("form", "parser"), [("ttl", "turtle"), ("rdf", "xml"), ("nt", "nt")])
def test_every_form_has_the_same_statements(client, form, parser):
    text = client.get(f"/doc/territory/dalian-territory.{form}").text
    graph = rdflib.Graph().parse(data=text, format=parser)
    assert {f"{s.n3()} {p.n3()} {o.n3()} ." for s, p, o in graph} == statements(client)


def test_json_ld_has_the_same_statements(client):
    body = client.get("/doc/territory/dalian-territory.jsonld").content
    found = {
        f"{each.subject} {each.predicate} {each.object} ." for each in ox.parse(body, ox.RdfFormat.JSON_LD)
    }
    assert found == {line.replace("@zh-Hans", "@zh-hans") for line in statements(client)}


def statements(client):
    """The statements of a document; of its literals some would be rewritten by careless programs."""
    found = lines(client.get("/doc/territory/dalian-territory.nt"))
    assert any('"38.91222"^^<http://www.w3.org/2001/XMLSchema#decimal>' in line for line in found)
    assert any('"据公开代码表汇编的名称、代码与坐标"@zh-Hans' in line for line in found)
    return found


def test_the_table_of_a_document_has_a_row_for_each_statement(client, quads):
    rows = list(csv.DictReader(io.StringIO(client.get("/doc/government/dalian.csv").text)))
    own = [
        (row["predicate"], row["object"], row["language"]) for row in rows if row["subject"] == DALIAN[1:-1]
    ]
    assert len(own) == sum(triple[0] == DALIAN for triple, _ in quads)
    assert ("http://www.w3.org/2000/01/rdf-schema#label", "大連市", "ja") in own


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_suffix_parameter_and_header_give_the_same(client, form):
    by_suffix = client.get(f"/doc/government/dalian.{form}")
    by_parameter = client.get(f"/doc/government/dalian?format={form}")
    media_type = MEDIA_TYPES[form].partition(";")[0]
    by_type = client.get("/doc/government/dalian", params={"_mediatype": media_type})
    by_header = client.get("/doc/government/dalian", headers={"Accept": media_type})
    for answer in (by_suffix, by_parameter, by_type, by_header):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == MEDIA_TYPES[form]
        assert answer.headers["content-location"] == f"/doc/government/dalian.{form}"
        assert answer.content == by_suffix.content
    assert "Accept" in by_header.headers["vary"].split(", ")
    assert "Accept" not in by_suffix.headers["vary"].split(", ")


def test_who_does_not_say_gets_a_page(client):
    assert client.get("/doc/government/dalian").headers["content-type"] == MEDIA_TYPES["html"]


def test_a_key_may_have_dots(client):
    answer = client.get("/doc/sentence/yoshida-2.1.3.ttl")
    assert answer.headers["content-location"] == "/doc/sentence/yoshida-2.1.3.ttl"
    assert client.get("/doc/sentence/yoshida-2.1.3").status_code == 200


def test_who_wants_any_json_or_xml_is_given_the_kind_that_is_here(client):
    for accept, form in (("application/json", "jsonld"), ("application/xml, image/png", "rdf")):
        answer = client.get("/doc/government/dalian", headers={"Accept": accept})
        assert answer.headers["content-type"] == MEDIA_TYPES[form]
    answer = client.get("/doc/government/dalian", headers={"Accept": "application/json, text/turtle;q=0.1"})
    assert answer.headers["content-type"] == MEDIA_TYPES["ttl"]  # which is asked for by name


def test_none_of_the_forms_is_told_with_those_that_are(client):
    answer = client.get("/doc/government/dalian", headers={"Accept": "image/png, text/turtle;q=0"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    assert [each["format"] for each in answer.json()["available"]][:6] == list(MEDIA_TYPES)


def test_what_is_not_there_names_what_is_near(client):
    for path in ("/doc/government/daljan", "/id/government/daljan", "/doc/government/daljan.ttl"):
        answer = client.get(path, headers={"Accept": "text/turtle, */*;q=0.1"})
        assert (answer.status_code, answer.json()["near"]) == (404, ["doc/government/dalian"])
    assert client.get("/doc/territory/dalian").json()["near"] == ["doc/government/dalian"]
    assert client.get("/doc/nothing/of-the-kind").json()["near"] == []


def test_what_is_not_there_is_told_to_people_on_a_page(client):
    answer = client.get("/doc/government/daljan", headers={"Accept": "text/html", "Accept-Language": "ja"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, MEDIA_TYPES["html"])
    assert answer.headers["content-language"] == "ja"
    assert "ここには何もありません" in answer.text
    assert 'href="/doc/government/dalian"' in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_signposting_leads_from_the_page_to_all_that_belongs_to_it(client):
    found = links(client.get("/doc/government/dalian.html"))
    forms = [f"/doc/government/dalian.{form}" for form in RDF]
    assert found["cite-as"] == [DALIAN[1:-1]]
    assert found["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert found["collection"] == ["/.well-known/void"]
    assert found["describedby"] == forms
    assert found["type"] == [
        "https://schema.org/AboutPage",
        "https://schema.org/GovernmentOrganization",
        "https://schema.org/Organization",
    ]
    assert found["linkset"] == ["/doc/government/dalian.linkset"]


def test_signposting_leads_back_from_a_form_to_the_page(client):
    found = links(client.get("/doc/government/dalian.ttl"))
    assert found["describes"] == ["/doc/government/dalian.html"]
    assert found["profile"] == [f"{BASE}def"]
    assert "/doc/government/dalian.jsonld" in found["alternate"]


def test_every_link_leads_somewhere(client):
    for form in ("html", "ttl"):
        for targets in links(client.get(f"/doc/government/dalian.{form}")).values():
            for target in targets:
                if target.startswith("/"):
                    assert client.get(target).status_code == 200, target


def test_the_set_of_links_says_what_the_headers_say(client):
    answer = client.get("/doc/government/dalian.linkset")
    page, *others = answer.json()["linkset"]
    assert answer.headers["content-type"] == "application/linkset+json"
    assert page["anchor"] == "/doc/government/dalian.html"
    assert page["cite-as"] == [{"href": DALIAN[1:-1]}]
    headers = links(client.get("/doc/government/dalian.html"))
    assert [each["href"] for each in page["describedby"]] == headers["describedby"]
    assert [each["anchor"] for each in others] == headers["describedby"]


RETIRED = f"""
<{BASE}id/government/x-city> <http://www.w3.org/2002/07/owl#deprecated> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .
<{BASE}id/government/x-city> <{DCTERMS}isReplacedBy> <{BASE}id/government/dalian> .
"""  # noqa: E501


@pytest.fixture(scope="module")
def retiring(built, tmp_path_factory):
    """A build that says that an IRI is no longer used."""
    root = tmp_path_factory.mktemp("retiring")
    for name in ("ontology", "data", "queries", "koryu.toml"):
        (root / name).symlink_to(built / name)
    path = build(read_settings(root)).path / "koryu.nq"
    graph = f"<{BASE}graph/gazetteer>"
    more = [f"{line[:-1]}{graph} ." for line in RETIRED.strip().splitlines()]
    statements = [*path.read_text("utf-8").splitlines(), *more]
    statements.sort(key=lambda line: (line.rpartition(" <")[2], line))
    path.write_text("\n".join([*statements, ""]), "utf-8")
    with asking(read_settings(root)) as client:
        yield client


@pytest.mark.parametrize("path", ["/id/government/x-city", "/doc/government/x-city.ttl"])
def test_a_retired_thing_says_so_and_points_on(retiring, path):
    answer = retiring.get(path, headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["content-type"]) == (410, MEDIA_TYPES["ttl"])
    assert links(answer)["successor-version"] == [DALIAN[1:-1]]
    assert f"dcterms:isReplacedBy {DALIAN} ;" in answer.text
    assert retiring.get("/doc/government/dalian.ttl").status_code == 200


def test_a_page_that_may_lack_answers_is_not_kept(built, monkeypatch):
    def ask(*_question):
        raise OutOfTime("the query took longer than 10 seconds and was ended")

    path = "/doc/government/kitakyushu.html"
    with monkeypatch.context() as late, asking(read_settings(built)) as client:
        late.setattr(Pool, "ask", ask)
        answers = [client.get(path) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert [answer.headers["cache-control"] for answer in answers] == ["no-store", "no-store"]
    with asking(read_settings(built)) as client:
        assert client.get(path).headers["cache-control"] == "public, max-age=60, stale-while-revalidate=600"


def test_json_of_a_page_cannot_end_its_element():
    from koryu.site.frame.rendering import script_json

    assert "<" not in script_json({"name": "</script><script>"})


def test_a_page_says_what_its_thing_is(built):
    from koryu.site.documents.schema_org import head_jsonld
    from koryu.site.editions.edition import open_edition

    told = head_jsonld(open_edition(read_settings(built)), f"{BASE}id/territory/dalian-territory")
    assert told["@type"] == ["AdministrativeArea", "Place"]
    assert told["geo"] == {
        "@id": f"{BASE}doc/territory/dalian-territory#geo",
        "@type": "GeoCoordinates",
        "latitude": 38.91222,
        "longitude": 121.60222,
    }
    assert told["mainEntityOfPage"]["@id"] == f"{BASE}doc/territory/dalian-territory"
    json.dumps(told)


@pytest.mark.parametrize(("kind", "class_"), [("government", "Government"), ("source", "Source")])
def test_a_kind_leads_to_the_list_of_its_things(client, kind, class_):
    for path in (f"/doc/{kind}/", f"/doc/{kind}"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/search?class={class_}")
    assert client.get(f"/doc/{kind}/?lang=ja").headers["location"] == f"/search?class={class_}&lang=ja"
    assert client.get("/doc/nothing/").status_code == 404
