"""What programs look for at places known beforehand, and the graphs beside those of the sources."""

import shutil
import urllib.robotparser
from datetime import datetime
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from prometheus_client.parser import text_string_to_metric_families

from koryu.build import build
from koryu.rdf.ntriples import read_nquads
from koryu.settings import read_settings
from koryu.site.documents import sitemap
from koryu.site.editions.edition import open_edition
from small_client import asking

BASE = "https://w3id.org/koryu/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SH, VOID = "http://www.w3.org/ns/shacl#", "http://rdfs.org/ns/void#"


@pytest.fixture(scope="module")
def client(built):
    with asking(read_settings(built)) as client:
        yield client


def graph(answer, parser="turtle"):
    return rdflib.Graph().parse(data=answer.text, format=parser)


def test_health_tells_which_build_is_served(client, built):
    path = read_settings(built).build.resolve()
    answer = client.get("/healthz")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert (told["status"], told["edition"]) == ("ok", path.name)
    assert datetime.fromisoformat(told["built"]).timestamp() == int((path / "SHA256SUMS").stat().st_mtime)
    lines = client.get("/healthz", headers={"Accept": "text/plain"}).text.splitlines()
    assert lines[:2] == ["status: ok", f"edition: {path.name}"]


def test_metrics_count_requests_by_route_and_status(client, built):
    def counts():
        families = text_string_to_metric_families(client.get("/metrics").text)
        return {
            (each.name, *sorted(each.labels.items())): each.value
            for family in families
            for each in family.samples
        }

    def requests(route, status, method="GET"):
        return ("koryu_requests_total", ("method", method), ("route", route), ("status", status))

    before = counts()
    for path in (
        "/doc/region/northeast-asia.ttl",
        "/doc/region/northeast-asia.ttl",
        "/doc/region/nowhere",
        "/nowhere",
    ):
        client.get(path)
    after = counts()
    grown = {key: value - before.get(key, 0) for key, value in after.items() if value != before.get(key, 0)}
    assert grown[requests("/doc/{name:path}", "200")] == 2
    assert grown[requests("/doc/{name:path}", "404")] == 1
    assert grown[requests("none", "404")] == 1
    assert grown[("koryu_cache_hits_total",)] == 1
    assert grown[("koryu_request_seconds_count", ("route", "/doc/{name:path}"))] == 2
    assert after[("koryu_cache_bytes",)] > 0
    assert (after["koryu_queries_running",], after["koryu_queries_refused_total",]) == (0, 0)
    digest = read_settings(built).build.resolve().name
    assert any(key[0] == "koryu_edition_info" and ("digest", digest) in key for key in after)


def test_robots_are_kept_from_queries_and_shown_the_map(client):
    answer = client.get("/robots.txt")
    robots = urllib.robotparser.RobotFileParser()
    robots.parse(answer.text.splitlines())
    assert not robots.can_fetch("any", "http://koryu.test/sparql?query=x")
    assert not robots.can_fetch("any", "http://koryu.test/search?q=x")
    assert robots.can_fetch("any", "http://koryu.test/doc/government/dalian")
    assert robots.site_maps() == ["http://koryu.test/sitemap.xml"]


def test_the_map_of_the_site_has_every_thing_once(client, built):
    answer = client.get("/sitemap.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{SITEMAP}urlset"
    entries = [{field.tag.removeprefix(SITEMAP): field.text for field in each} for each in root]
    subjects = {triple[0] for triple, _ in read_nquads(built / "build" / "koryu.nq")}
    things = {each[1:-1] for each in subjects if each.startswith(f"<{BASE}id/") and "#" not in each}
    found = [each["loc"] for each in entries]
    assert {each for each in found if "/doc/" in each} == {
        f"http://koryu.test/doc/{each.removeprefix(f'{BASE}id/')}" for each in things
    }
    assert len(found) == len(set(found))
    assert "http://koryu.test/query/partners" in found
    made = client.get("/healthz").json()["built"].replace("+00:00", "Z")
    assert {each["lastmod"] for each in entries} == {made}


def test_a_large_map_is_an_index_of_parts(client, monkeypatch):
    whole = [each[0].text for each in ElementTree.fromstring(client.get("/sitemap.xml").content)]
    monkeypatch.setattr(sitemap, "MOST", 100)
    index = ElementTree.fromstring(client.get("/sitemap.xml", headers={"Accept": "application/xml"}).content)
    assert index.tag == f"{SITEMAP}sitemapindex"
    parts = [each[0].text for each in index]
    assert parts[0] == "http://koryu.test/sitemap-1.xml"
    listed = [[each[0].text for each in ElementTree.fromstring(client.get(part).content)] for part in parts]
    assert [len(part) for part in listed[:-1]] == [100] * (len(parts) - 1)
    assert [each for part in listed for each in part] == whole
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


@pytest.mark.parametrize("path", ["/.well-known/void", "/void", "/void.ttl"])
def test_the_dataset_is_described(client, path):
    answer = client.get(path, headers={"Accept": "text/turtle"})
    found = graph(answer)
    dataset = rdflib.URIRef(f"{BASE}void#dataset")
    assert set(found.objects(dataset, rdflib.URIRef(f"{VOID}sparqlEndpoint"))) == {
        rdflib.URIRef(f"{BASE}sparql")
    }
    dumps = {str(each) for each in found.objects(dataset, rdflib.URIRef(f"{VOID}dataDump"))}
    assert dumps == {f"{BASE}koryu.nq", f"{BASE}koryu.ttl"}
    for dump in dumps:
        assert client.head(dump.removeprefix(BASE.rstrip("/"))).status_code == 200


def test_examples_are_the_stored_queries(client, built):
    found = graph(client.get("/.well-known/sparql-examples"))
    names = {path.stem for path in (built / "queries").glob("*.rq")}
    executable = set(found.subjects(rdflib.RDF.type, rdflib.URIRef(f"{SH}SPARQLExecutable")))
    assert executable == {rdflib.URIRef(f"{BASE}query/{name}") for name in names}
    partners = rdflib.URIRef(f"{BASE}query/partners")
    text = found.value(partners, rdflib.URIRef(f"{SH}select"))
    assert str(text) == (built / "queries" / "partners.rq").read_text("utf-8")
    comments = {each.language: str(each) for each in found.objects(partners, rdflib.RDFS.comment)}
    assert comments["ja"] == "ある自治体の提携先はどこか、いつからか、典拠は何か"
    describe = rdflib.URIRef(f"{BASE}query/describe")
    assert (describe, rdflib.RDF.type, rdflib.URIRef(f"{SH}SPARQLConstructExecutable")) in found
    for _, text in found.subject_objects(rdflib.URIRef(f"{SH}select")):
        ox.Store().query(str(text))


def named_graph(built, name):
    """The statements of a named graph, as lines of N-Triples without labels of blank nodes."""
    quads = read_nquads(built / "build" / "koryu.nq")
    return {" ".join(triple) for triple, graph in quads if graph == f"<{BASE}graph/{name}>"}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/def", "ontology"),
        ("/def/concept", "concepts"),
        ("/def/alignments", "alignments"),
        ("/def/cube", "cube"),
    ],
)
def test_the_vocabulary_is_where_its_iris_are(client, built, path, name):
    expected = named_graph(built, name)
    by_suffix = client.get(f"{path}.nt")
    by_header = client.get(path, headers={"Accept": "application/n-triples"})
    assert {line.removesuffix(" .") for line in by_suffix.text.splitlines()} == expected
    assert by_header.content == by_suffix.content
    assert by_header.headers["content-location"] == f"{path}.nt"
    assert expected


def test_the_shapes_are_given_whole(client, built):
    found = graph(client.get("/shapes.ttl"))
    files = sorted((built / "ontology" / "shapes").glob("*.ttl"))
    shape = rdflib.URIRef(f"{SH}NodeShape")
    expected = {
        each for path in files for each in rdflib.Graph().parse(path).subjects(rdflib.RDF.type, shape)
    }
    assert set(found.subjects(rdflib.RDF.type, shape)) == expected
    assert expected


@pytest.mark.parametrize("path", ["/def.xyz", "/void.html", "/shapes.pdf", "/def/nothing-of-the-kind.ttl"])
def test_a_form_that_is_not_there_is_not_found(client, path):
    assert client.get(path, headers={"Accept": "text/turtle, */*;q=0.1"}).status_code == 404


def test_the_whole_graph_is_the_file_of_the_build(client, built):
    for name, media_type in (
        ("koryu.nq", "application/n-quads"),
        ("koryu.ttl", "text/turtle; charset=utf-8"),
    ):
        answer = client.get(f"/{name}")
        assert answer.content == (built / "build" / name).read_bytes()
        assert answer.headers["content-type"] == media_type
        assert answer.headers["accept-ranges"] == "bytes"


def test_a_project_without_queries_has_a_map_and_examples(built, tmp_path):
    for name in ("ontology", "data", "koryu.toml"):
        (tmp_path / name).symlink_to(built / name)
    shutil.copytree(built / "queries" / "checks", tmp_path / "queries" / "checks")
    build(read_settings(tmp_path))
    with asking(read_settings(tmp_path)) as client:
        assert client.get("/sitemap.xml").status_code == 200
        assert client.get("/healthz").status_code == 200
        assert client.get("/.well-known/sparql-examples").status_code == 404


def test_the_keys_of_an_edition_are_those_of_its_things(built):
    keys = open_edition(read_settings(built)).keys
    assert keys.things == tuple(sorted(keys.things))
    assert keys.near("government", "dailan") == ["government/dalian"]
    assert keys.near("organisation", "dalian") == ["government/dalian"]
