"""The stored queries of datasets answer on Virtuoso, which DBpedia runs, as they do on Oxigraph."""

import pytest

from koryu.linking.client import Client
from koryu.linking.datasets import read_datasets
from koryu.linking.places import ask_places, read_places
from koryu.queries.binding import bind
from koryu.settings import read_settings
from small_linking import ROOT, dataset_store, ntriples_of

DATASETS = read_datasets(read_settings(ROOT))
GRAPH = "http://e/link"
NAMES = [
    '"Fuchu-shi"@en',
    '"府中市"@zh',
    '"Fuchu"@en',
    '"Kobe"',
    '"神戸市"@ja',
    '"前橋市"@ja',
    '"富士見村"@ja',
]
CODES = {
    "http://www.wikidata.org/entity/": ['"Q386751"', '"Q1"'],
    "https://w3id.org/koryu/def#dantaiCode": ['"102016"', '"281000"'],
    "https://w3id.org/koryu/def#iso31661Alpha2": ['"JP"', '"CN"'],
    "https://w3id.org/koryu/def#jisCode": ['"10201"'],
}


@pytest.fixture(scope="module")
def addresses(virtuoso):
    """The address of each dataset's graph; what Wikidata runs, Blazegraph, is not at hand."""
    found = {}
    for name in ("dbpedia", "estat", "geonames"):
        virtuoso.load(f"{GRAPH}/{name}", ntriples_of(name))
        found[name] = f"{virtuoso.url}?default-graph-uri={GRAPH}/{name}"
    return found


@pytest.mark.parametrize(("name", "size"), [("dbpedia", 6), ("estat", 7), ("geonames", 8)])
def test_places_are_the_same(addresses, name, size):
    places = read_places(DATASETS[name], dataset_store(name))
    with Client(addresses[name]) as client:
        described = ask_places(DATASETS[name], client, places)
    assert len(places) == size
    assert (described.places, described.unanswered) == (places, {})


@pytest.mark.parametrize(("name", "size"), [("dbpedia", 2), ("estat", 3), ("geonames", 4)])
def test_names_find_the_same(addresses, name, size):
    query = bind(DATASETS[name].query("by-name").text, {"country": ['"JP"']})
    rows = dataset_store(name).select(bind(query, {"name": NAMES})).rows
    with Client(addresses[name]) as client:
        found = client.select_batched(query, "name", NAMES)
    assert len(rows) == size
    assert (set(found.rows), found.unanswered) == (set(rows), {})


@pytest.mark.parametrize(("name", "size"), [("dbpedia", 1), ("estat", 4), ("geonames", 1)])
def test_codes_find_the_same(addresses, name, size):
    rows, found = set(), set()
    for scheme, codes in CODES.items():
        query = bind(DATASETS[name].query("by-code").text, {"scheme": [f"<{scheme}>"]})
        rows |= set(dataset_store(name).select(bind(query, {"code": codes})).rows)
        with Client(addresses[name]) as client:
            answer = client.select_batched(query, "code", codes)
        assert answer.unanswered == {}
        found |= set(answer.rows)
    assert len(rows) == size
    assert found == rows
