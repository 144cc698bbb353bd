"""A mirror serves the same graph with its own addresses."""

import re

import pyoxigraph as ox
import pytest

from koryu.errors import ProjectError
from koryu.rdf.ntriples import read_nquads
from koryu.rebasing import Rebasing
from koryu.settings import read_settings
from koryu.site.editions.edition import open_edition
from koryu.site.editions.mirror import mirrored
from small_client import asking

BASE = "https://w3id.org/koryu/"
MIRROR = "https://mirror.example/k/"
OURS = re.compile(rf"^<{re.escape(BASE)}(?=(?:id|doc|graph|query)/)")


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """The cache folder of a user."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="module")
def mirror(built, cache):
    return mirrored(open_edition(read_settings(built)), MIRROR)


def test_a_mirror_has_the_same_statements_below_its_base(built, mirror):
    expected = set()
    for triple, graph in read_nquads(built / "build" / "koryu.nq"):
        expected.add((*(OURS.sub(f"<{MIRROR}", term) for term in triple), OURS.sub(f"<{MIRROR}", graph)))
    found = [(*triple, graph) for triple, graph in read_nquads(mirror.path / "koryu.nq")]
    assert set(found) == expected
    assert len(found) == len(expected)
    text = (mirror.path / "koryu.nq").read_text("utf-8")
    assert f"<{MIRROR}id/government/dalian>" in text
    assert f"<{BASE}id/" not in text
    assert f"<{MIRROR}def" not in text  # the vocabulary is shared


def test_the_statements_of_a_mirror_are_sorted_anew(mirror):
    lines = [(graph, triple) for triple, graph in read_nquads(mirror.path / "koryu.nq")]
    assert lines == sorted(lines)
    about = mirror.statements.about(f"<{MIRROR}id/government/dalian>")
    assert {triple for triple, _ in about} == {
        triple for _, triple in lines if triple[0] == f"<{MIRROR}id/government/dalian>"
    }


def test_the_store_of_a_mirror_holds_the_same(mirror):
    store = ox.Store.read_only(str(mirror.path / "store"))
    assert len(store) == sum(1 for _ in read_nquads(mirror.path / "koryu.nq"))
    assert store.contains_named_graph(ox.NamedNode(f"{MIRROR}graph/gazetteer"))


def test_a_mirror_is_as_old_as_what_it_mirrors_and_has_a_name_of_its_own(built, mirror):
    original = open_edition(read_settings(built))
    assert mirror.built == original.built
    assert re.fullmatch("[0-9a-f]{16}", mirror.digest)
    assert mirror.digest != original.digest


def test_a_mirror_is_made_once(built, cache, mirror):
    before = sorted((cache / "koryu" / "mirrors").iterdir())
    assert mirrored(open_edition(read_settings(built)), MIRROR).path == mirror.path
    assert sorted((cache / "koryu" / "mirrors").iterdir()) == before


@pytest.mark.parametrize(
    "base", ["mirror.example/", "https://mirror.example", "ftp://mirror.example/", 'https://m/">/']
)
def test_what_is_no_base_is_refused(built, cache, base):
    with pytest.raises(ProjectError, match=re.escape("write https://.../")):
        mirrored(open_edition(read_settings(built)), base)


@pytest.fixture(scope="module")
def client(built, cache, mirror):
    with asking(read_settings(built), base=MIRROR) as client:
        yield client


def test_a_server_of_a_mirror_answers_with_its_own_addresses(built, cache, mirror):
    with asking(read_settings(built), base=MIRROR) as client:
        text = client.get("/doc/affiliation/aff001.nt").text
        assert f"<{MIRROR}id/affiliation/aff001> <{BASE}def#party> <{MIRROR}id/government/dalian> ." in text
        assert f"<{MIRROR}doc/affiliation/aff001> <http://xmlns.com/foaf/0.1/primaryTopic> " in text
        assert f"{BASE}id/" not in text
        document = client.get("/doc/government/dalian.ttl")
        assert f'<{MIRROR}id/government/dalian>; rel="cite-as"' in document.headers["link"]
        table = client.get("/query/partners.csv?place=dalian").text
        assert table.splitlines()[1].startswith("dalian,kitakyushu,")
        described = client.get("/void.nt").text
        assert (
            f"<{MIRROR}void#dataset> <http://rdfs.org/ns/void#sparqlEndpoint> <{MIRROR}sparql> ." in described
        )
        assert f"<{BASE}id/" not in described
        assert client.get("/healthz").json()["edition"] == mirror.digest


@pytest.mark.parametrize(
    "path",
    ["/", "/search?q=dalian", "/search.json?q=dalian", "/doc/government/dalian", "/doc/affiliation/aff001",
     "/query", "/query/partners?place=dalian", "/query/describe.ttl?thing=dalian", "/editor", "/def",
     "/def/Government", "/def/concept", "/findings", "/api", "/openapi.json", "/anniversaries.ics",
     "/koryu.ttl", "/.well-known/void", "/.well-known/sparql-examples", "/graph/gazetteer",
     "/sitemap.xml", "/feed.atom"],
)  # fmt: skip
def test_nothing_of_a_mirror_has_an_address_of_what_it_mirrors(client, path):
    answer = client.get(path, headers={"Accept": "text/html;q=0.9, */*;q=0.8"})
    assert answer.status_code == 200
    assert re.findall(rf"{re.escape(BASE)}(?:id|doc|graph|query)/[^\s\"<>]*", answer.text) == []


def test_a_query_may_name_the_things_of_a_mirror(built, cache):
    pattern = f"{{ <{MIRROR}id/government/dalian> a <{BASE}def#Government> }}"
    query = f"ASK {{ GRAPH <{MIRROR}graph/gazetteer> {pattern} }}"
    with asking(read_settings(built), base=MIRROR) as client:
        answer = client.get(
            "/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"}
        )
    assert answer.json()["boolean"] is True


def test_the_base_of_the_build_is_no_mirror(built, cache):
    with asking(read_settings(built), base=BASE) as client:
        digest = client.get("/healthz").json()["edition"]
    assert digest == open_edition(read_settings(built)).digest


def test_texts_keep_what_is_no_thing():
    rebasing = Rebasing("https://a.example/x/", "https://b.example/")
    text = b"<https://a.example/x/id/k/a> https://a.example/x/def#T https://a[.]example/x/id/ https://a.example/y/id/"
    assert rebasing.text(text) == (
        b"<https://b.example/id/k/a> https://a.example/x/def#T https://b[.]example/id/ https://a.example/y/id/"
    )
    assert rebasing.term("<https://a.example/x/id/k/a>") == "<https://b.example/id/k/a>"
    assert rebasing.term('"<https://a.example/x/id/k/a>"') == '"<https://a.example/x/id/k/a>"'
    assert rebasing.term("<https://c.example/?<https://a.example/x/id/k/a>") == (
        "<https://c.example/?<https://a.example/x/id/k/a>"
    )
