"""The links of the shipped project: what was found in lists, with the files as evidence, and nothing else."""

import csv
import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
import sssom_pydantic

from koryu.errors import Faults, ProjectError
from koryu.export.describe import describe
from koryu.graph import make_graph
from koryu.settings import read_settings
from koryu.sssom.links import read_links
from koryu.sssom.mappings import CLOSE, EXACT, UNSPECIFIED
from small_links import refused_by_the_schema

ROOT = Path(__file__).parents[1]
SETTINGS = read_settings(ROOT)
FILES = sorted((ROOT / "data" / "links").glob("*.sssom.tsv"))
THING = "https://w3id.org/koryu/id/"
WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"
DBPEDIA = "http://dbpedia.org/resource/"
SSSOM = "https://w3id.org/sssom/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
VOID = "http://rdfs.org/ns/void#"
# What is not what it is taken for, and the words of the facts that say so
NEGATIVE = {
    ("government/hokkaido", f"{WIKIDATA}Q35581"): ("hokkaido", "Q35581 = island"),
    ("government/chongqing-old", f"{WIKIDATA}Q11725"): (
        "chongqing-old",
        "Q11725 is the present municipality",
    ),
    ("government/chongqing-old", f"{GEONAMES}1814905/"): ("chongqing", "abolished the old Chongqing City"),
    ("government/chongqing-old", f"{DBPEDIA}Chongqing"): ("chongqing", "abolished the old Chongqing City"),
    ("government/republic-of-korea", f"{DBPEDIA}Korea"): (
        "republic-of-korea",
        "iso3166-2-db gives wikipedia en:Korea and ja 朝鮮 for KR: WRONG",
    ),
    ("region/northeast-asia", f"{WIKIDATA}Q27231"): (
        "northeast-asia",
        "UN M49 030 Eastern Asia = Q27231 is NOT the same",
    ),
}


@pytest.fixture(scope="module")
def facts(shared):
    """The entities with their identifiers, each with the files that it was checked in."""
    with (shared / "facts" / "entities.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def shipped_links():
    return read_links(SETTINGS)


@pytest.fixture(scope="module")
def store():
    made = ox.Store()
    graph = make_graph(SETTINGS).quads(SETTINGS.iris)
    made.load(
        "".join(f"{' '.join(triple)} {name} .\n" for triple, name in graph).encode(), ox.RdfFormat.N_QUADS
    )
    return made


def ask(store, query):
    prefixes = f"PREFIX sssom: <{SSSOM}> PREFIX skos: <{SKOS}> PREFIX void: <{VOID}> BASE <{THING}> "
    return [
        tuple(term and term.value for term in row)
        for row in store.query(prefixes + query, use_default_graph_as_union=True)
    ]


def test_each_identifier_of_the_facts_is_a_link_and_no_other_is(facts, shipped_links):
    told = {
        (each.subject.removeprefix(THING), each.predicate, each.object)
        for found in shipped_links.values()
        for each in found.mappings
        if not each.is_negative
    }
    expected = set()
    for key, row in facts.items():
        subject = f"government/{key}"
        if row["wikidata"]:
            expected.add((subject, EXACT, WIKIDATA + row["wikidata"]))
        if row["geonames_admin"]:
            expected.add((subject, EXACT, f"{GEONAMES}{row['geonames_admin']}/"))
        if row["geonames_ppl"]:
            expected.add((subject, CLOSE, f"{GEONAMES}{row['geonames_ppl']}/"))
        if row["dbpedia"] and not row["dbpedia_status"].startswith("UNVERIFIED"):
            expected.add((subject, EXACT, row["dbpedia"]))
    assert told == expected
    assert len(expected) == 105


def test_what_is_not_the_same_is_a_fact_too(facts, shipped_links):
    negative = {
        (each.subject.removeprefix(THING), each.object)
        for found in shipped_links.values()
        for each in found.mappings
        if each.is_negative
    }
    assert negative == set(NEGATIVE)
    for key, said in NEGATIVE.values():
        assert said in f"{facts[key]['note']} {facts[key]['wikidata_status']}"


def test_the_files_that_were_checked_are_the_evidence_of_each(facts, shipped_links):
    for found in shipped_links.values():
        for each in found.mappings:
            sources = facts[each.subject.rpartition("/")[2]]["sources"]
            named = re.sub(r"index id \d+ \(([^)]*)\)", r"\1", sources)  # numbers of no meaning elsewhere
            missing = [source for source in named.split("; ") if source not in (each.comment or "")]
            assert missing == [], each


def test_nobody_has_reviewed_them_and_no_confidence_is_made_up(shipped_links):
    for found in shipped_links.values():
        for each in found.mappings:
            assert each.justification == UNSPECIFIED
            assert (each.author, each.author_label, each.reviewer, each.reviewer_label) == (None,) * 4
            assert (each.confidence, each.tool) == (None, None)
            assert each.date == date(2026, 11, 26)


def test_labels_are_those_of_the_tables(shipped_links):
    labels = {}
    for kind, table in (("government", "governments"), ("region", "regions")):
        with (ROOT / "data" / "gazetteer" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            labels |= {f"{THING}{kind}/{row['key']}": row["label_en"] for row in csv.DictReader(file)}
    for found in shipped_links.values():
        for each in found.mappings:
            assert each.subject_label == labels[each.subject]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_valid_by_the_official_schema(path):
    assert refused_by_the_schema(path.read_text("utf-8")) is None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_another_program_reads_the_same(path, shipped_links):
    found, _, _, errors = sssom_pydantic.read(path, return_errors=True)
    spaces = {"wikidata": WIKIDATA, "geonames": GEONAMES, "dbpedia": DBPEDIA}
    read = {
        (
            f"{THING}{each.subject.prefix}/{each.subject.identifier}",
            f"{SKOS}{each.predicate.identifier}",
            spaces[each.object.prefix] + each.object.identifier,
            each.predicate_modifier == "Not",
            each.comment,
        )
        for each in found
    }
    assert errors == []
    assert read == {
        (each.subject, each.predicate, each.object, each.is_negative, each.comment)
        for each in shipped_links[path.name.partition(".")[0]].mappings
    }


def test_there_are_files_for_three_datasets():
    assert [path.name.partition(".")[0] for path in FILES] == ["dbpedia", "geonames", "wikidata"]


def test_same_as_is_nowhere(store):
    assert ask(store, "SELECT ?s WHERE { GRAPH ?g { ?s <http://www.w3.org/2002/07/owl#sameAs> ?o } }") == []
    for path in FILES:
        assert "sameAs" not in path.read_text("utf-8")


def test_positive_ones_are_triples_and_negative_ones_are_not(store):
    found = ask(
        store,
        "SELECT ?s ?p ?o WHERE { GRAPH <../graph/links> { ?s ?p ?o "
        "FILTER(?p IN (skos:exactMatch, skos:closeMatch, skos:broadMatch)) } }",
    )
    assert Counter(p.removeprefix(SKOS) for _, p, _ in found) == {"exactMatch": 91, "closeMatch": 14}
    assert {(s.removeprefix(THING), o) for s, _, o in found} & set(NEGATIVE) == set()


def test_old_chongqing_is_not_todays(store):
    assert ask(
        store,
        "SELECT ?link ?modifier ?object WHERE { ?link sssom:subject_id <government/chongqing-old> ; "
        "sssom:object_id ?object ; sssom:predicate_modifier ?modifier ; sssom:predicate_id skos:exactMatch } "
        "ORDER BY ?link",
    ) == [
        (f"{THING}government/chongqing-old#link-dbpedia-Chongqing", "Not", f"{DBPEDIA}Chongqing"),
        (f"{THING}government/chongqing-old#link-geonames-1814905", "Not", f"{GEONAMES}1814905/"),
        (f"{THING}government/chongqing-old#link-wikidata-Q11725", "Not", f"{WIKIDATA}Q11725"),
    ]


def test_a_decision_tells_what_sssom_has_slots_for(store):
    rows = ask(store, "SELECT ?p ?o WHERE { <government/dalian#link-wikidata-Q74881> ?p ?o }")
    assert {(p, o) for p, o in rows if not p.endswith("comment")} == {
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", f"{SSSOM}Mapping"),
        (f"{VOID}inDataset", "https://w3id.org/koryu/void#links-wikidata"),
        (f"{SSSOM}subject_id", f"{THING}government/dalian"),
        (f"{SSSOM}predicate_id", f"{SKOS}exactMatch"),
        (f"{SSSOM}object_id", f"{WIKIDATA}Q74881"),
        (f"{SSSOM}mapping_justification", "https://w3id.org/semapv/vocab/UnspecifiedMatching"),
        (f"{SSSOM}mapping_date", "2026-11-26"),
    }


def test_each_file_is_a_linkset(store):
    assert ask(
        store,
        "SELECT ?set ?from ?to ?predicate ?n ?space WHERE { GRAPH <../graph/links> { ?set a void:Linkset ; "
        "void:subjectsTarget ?from ; void:objectsTarget ?to ; void:linkPredicate ?predicate ; "
        "void:triples ?n . ?to void:uriSpace ?space } } ORDER BY ?set ?predicate",
    ) == [
        (f"https://w3id.org/koryu/void#links-{name}", "https://w3id.org/koryu/void#dataset", to, p, n, space)
        for name, to, p, n, space in (
            ("dbpedia", "https://dbpedia.org/", EXACT, "30", DBPEDIA),
            ("geonames", "https://www.geonames.org/", CLOSE, "39", GEONAMES),
            ("geonames", "https://www.geonames.org/", EXACT, "39", GEONAMES),
            ("wikidata", "https://www.wikidata.org/", EXACT, "36", WIKIDATA),
        )
    ]


def test_the_description_of_the_dataset_has_the_linksets():
    told = set(describe(make_graph(SETTINGS).parts, SETTINGS))
    for name, to in (("dbpedia", "dbpedia"), ("geonames", "www.geonames"), ("wikidata", "www.wikidata")):
        linkset = f"<https://w3id.org/koryu/void#links-{name}>"
        assert ("<https://w3id.org/koryu/void#dataset>", f"<{VOID}subset>", linkset) in told
        assert (linkset, f"<{VOID}objectsTarget>", f"<https://{to}.org/>") in told


def test_a_wrong_line_stops_the_build_at_its_place(project):
    path = project / "data" / "links" / "wikidata.sssom.tsv"
    text = path.read_text("utf-8")
    line = text[: text.index("government:dalian")].count("\n") + 1
    path.write_text(text.replace("government:dalian\t", "government:dalien\t"), "utf-8")
    with pytest.raises(Faults) as caught:
        make_graph(read_settings(project))
    assert str(caught.value) == (
        f'data/links/wikidata.sssom.tsv:{line}:subject_id "government:dalien" is no thing of the project; '
        'did you mean "government:dalian"?'
    )


def test_a_fault_of_a_table_is_not_told_of_the_links_too(project):
    path = project / "data" / "gazetteer" / "governments.csv"
    path.write_text(path.read_text("utf-8").replace(",JP-23,", ",JP 23,", 1), "utf-8")
    with pytest.raises(Faults) as caught:
        make_graph(read_settings(project))
    assert [str(each).split(" ")[0] for each in caught.value.faults] == [
        "data/gazetteer/governments.csv:2:iso3166_2"
    ]


def test_a_project_without_links_has_no_graph_of_them(project):
    shutil.rmtree(project / "data" / "links")
    parts = make_graph(read_settings(project)).parts
    assert sorted(parts) == [
        "alignments", "concepts", "cube", "gazetteer", "ontology", "registers", "yoshida",
    ]  # fmt: skip


def test_no_source_may_be_called_links(project):
    shutil.copytree(project / "data" / "registers", project / "data" / "links", dirs_exist_ok=True)
    with pytest.raises(ProjectError, match="is that of a graph of the ontology or of links; rename"):
        make_graph(read_settings(project))


def test_a_file_must_be_named_as_a_dataset_is(project):
    folder = project / "data" / "links"
    (folder / "wikidata.sssom.tsv").rename(folder / "Wiki data.sssom.tsv")
    with pytest.raises(ProjectError, match='"Wiki data" cannot name a file of links; write a name such as'):
        make_graph(read_settings(project))
