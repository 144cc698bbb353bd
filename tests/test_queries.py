"""The stored queries of the project, each with examples that were worked out by hand.

An example of ``queries/<name>.rq`` is a folder ``examples/queries/<name>`` or ``<name>--<case>`` with
``data.ttl`` or ``data.nq``, ``params.json``, and ``expected.csv`` or, for a CONSTRUCT, ``expected.ttl``;
a federated query has ``there.ttl`` besides, which a real endpoint holds that is asked by SERVICE.
"""

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from faulty_endpoint import oxigraph
from koryu.iris import Iris
from koryu.linking.client import Client
from koryu.linking.federation import Federation
from koryu.queries.catalogue import Catalogue
from koryu.queries.formats import csv
from koryu.settings import read_settings
from koryu.stores.local import LocalStore
from koryu.stores.sparql import asks_others, keywords, masked

ROOT = Path(__file__).parents[1]
EXAMPLES = Path(__file__).parent / "examples" / "queries"
CATALOGUE = Catalogue(read_settings(ROOT))
IRIS = Iris(CATALOGUE.settings.base)
FILES = sorted(CATALOGUE.settings.queries.rglob("*.rq"))
FOLDERS = sorted(path.parent for path in EXAMPLES.rglob("params.json"))


def name_of(folder):
    return folder.relative_to(EXAMPLES).as_posix().partition("--")[0]


def asks_for_a_value(name):
    return any(parameter.required for parameter in CATALOGUE.read(name).header.parameters)


def relative(path):
    return path.relative_to(ROOT).as_posix()


def answer(folder):
    """Ask an example's query over its data, and nothing else."""
    store = ox.Store()
    [data] = [path for path in folder.iterdir() if path.stem == "data"]
    store.load(data.read_bytes(), ox.RdfFormat.from_extension(data.suffix[1:]))
    params = json.loads((folder / "params.json").read_text("utf-8"))
    engine, there = LocalStore.around(store), folder / "there.ttl"
    if not there.exists():
        return CATALOGUE.run(name_of(folder), params, engine=engine)
    with oxigraph(there.read_text("utf-8")) as url:
        return CATALOGUE.run(name_of(folder), params, engine=Federation(engine, lambda _: Client(url)))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(EXAMPLES).as_posix())
def test_an_example_gives_what_was_expected(folder):
    result = answer(folder)
    if result.graph is None:
        assert csv(result) == (folder / "expected.csv").read_text("utf-8")
    else:
        triples = ox.parse(path=folder / "expected.ttl", format=ox.RdfFormat.TURTLE)
        assert set(result.graph) == {(str(s), str(p), str(o)) for s, p, o, _ in triples}


def runs_here(name):
    return not asks_for_a_value(name) and not asks_others(CATALOGUE.read(name).text)


@pytest.mark.parametrize("name", list(filter(runs_here, CATALOGUE.names)))
def test_a_query_as_written_gives_the_answer_of_the_program(shipped, name):
    """Whoever runs the file on an endpoint of theirs gets what the program gives without parameters."""
    query = CATALOGUE.read(name)
    columns = query.header.columns
    single = [place for place, column in enumerate(columns) if not column.many]
    answer, printed = shipped.select(query.text), CATALOGUE.run(name, engine=shipped)
    rows = {tuple(row[place] for place in single) for row in answer.rows}
    if any(column.many for column in columns):  # the program collects these, one row for the others
        assert len(rows) == len(printed.rows)
    else:
        assert len(answer.rows) == len(printed.rows)
    assert printed.rows


def test_there_are_at_least_24_questions():
    assert len([name for name in CATALOGUE.names if "/" not in name]) >= 24


@pytest.mark.parametrize("name", CATALOGUE.names)
def test_a_query_has_an_example(name):
    assert name in {name_of(folder) for folder in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(EXAMPLES).as_posix())
def test_an_example_has_its_files_and_no_others(folder):
    assert name_of(folder) in CATALOGUE.names
    there = ["there"] if asks_others(CATALOGUE.read(name_of(folder)).text) else []
    assert sorted(path.stem for path in folder.iterdir()) == ["data", "expected", "params", *there]


@pytest.mark.parametrize("name", CATALOGUE.names)
def test_a_query_is_in_order(name):
    query = CATALOGUE.read(name)
    languages = set(CATALOGUE.settings.languages)
    assert set(query.header.summary) == languages
    assert all(set(parameter.label) == languages for parameter in query.header.parameters)
    assert not re.search(r"\bSELECT\s*\*", masked(query.text))
    assert query.constructs or "ORDER" in keywords(query.text)


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_two_engines_parse_a_query(path):
    text = path.read_text("utf-8")
    prepareQuery(text)
    ox.Store().query(text)


def names_in(text):
    """List the terms and concepts of ours that a query names, whether written out or with a prefix."""
    text = masked(text)
    prefixes = dict(re.findall(r"PREFIX\s+(\w*):\s*<([^>]*)>", text))
    written = re.findall(r"<([^<>\s]+)>", text)
    short = re.findall(r"(?<![\w-])(\w+):([\w-]+)", re.sub(r"<[^<>\s]+>", " ", text))
    found = {*written, *(prefixes[prefix] + name for prefix, name in short)} - set(prefixes.values())
    return {iri for iri in found if iri.startswith((IRIS.term(""), IRIS.concept("")))}


@pytest.fixture(scope="module")
def declared():
    """The IRIs that the ontology's files describe."""
    files = sorted(CATALOGUE.settings.ontology.glob("*.ttl"))
    return {quad.subject.value for path in files for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)}


def test_names_are_found_in_a_query():
    text = (
        f"PREFIX k: <{IRIS.base}def#>\nPREFIX r: <http://e/>\n# k:comment\n"
        f"SELECT ?x {{ ?x k:a/k:b-c 'k:text' ; r:d <{IRIS.base}def#e> . FILTER(?x=k:f) }}"
    )
    assert names_in(text) == {IRIS.term(name) for name in ("a", "b-c", "e", "f")}


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_every_term_of_ours_in_a_query_is_declared(path, declared):
    assert names_in(path.read_text("utf-8")) - declared == set()


@pytest.mark.parametrize("name", CATALOGUE.names)
def test_the_range_of_every_parameter_is_declared(name, declared):
    parameters = CATALOGUE.read(name).header.parameters
    classes = {IRIS.term(each.range) for each in parameters if each.kind == "class" and each.range != "any"}
    schemes = {IRIS.concept(each.range) for each in parameters if each.kind == "scheme"}
    assert (classes | schemes) - declared == set()
