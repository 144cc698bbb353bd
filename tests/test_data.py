"""Rules of the shipped tables and of the ontology that no schema states."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from koryu.tables.conversion import check

ROOT = Path(__file__).parents[1]
TABLES = sorted((ROOT / "data").glob("*/*.csv"))
DEF = "https://w3id.org/koryu/def#"
CODE = [*sorted((ROOT / "src").rglob("*.py")), *TABLES, *sorted((ROOT / "data").rglob("*.json"))]


@pytest.fixture(scope="module")
def ontology():
    return rdflib.Graph().parse(ROOT / "ontology" / "koryu.ttl")


@pytest.mark.parametrize("table", TABLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_rows_are_sorted_by_their_key(table):
    schema = json.loads(table.with_suffix(".schema.json").read_text("utf-8"))
    key = schema["primaryKey"]
    columns = [key] if isinstance(key, str) else key
    with table.open(encoding="utf-8", newline="") as file:
        rows = [[row[column] for column in columns] for row in csv.DictReader(file)]
    assert rows == sorted(rows)


def test_a_key_is_unique_over_all_kinds():
    pattern = re.compile(r"https://w3id\.org/koryu/id/(\w+)/\{(\w+)\}")
    keys = Counter()
    for table in TABLES:
        schema = json.loads(table.with_suffix(".schema.json").read_text("utf-8"))
        found = pattern.fullmatch(schema["aboutUrl"])
        if found and schema["primaryKey"] == found[2]:
            with table.open(encoding="utf-8", newline="") as file:
                keys.update({(found[1], row[found[2]]) for row in csv.DictReader(file)})
    plain = Counter(key for _, key in keys)
    assert [key for key, count in plain.items() if count > 1] == []
    assert max(keys.values()) == 1


@pytest.mark.parametrize("kind", [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty])
def test_every_term_has_labels_definition_and_example(ontology, kind):
    terms = [term for term in ontology.subjects(RDF.type, kind) if str(term).startswith(DEF)]
    assert len(terms) > 25
    for term in terms:
        tags = sorted(label.language for label in ontology.objects(term, RDFS.label))
        assert tags == ["en", "ja", "zh-Hans"], term
        assert len(list(ontology.objects(term, SKOS.definition))) == 1, term
        assert list(ontology.objects(term, SKOS.example)), term
        assert ontology.value(term, RDFS.isDefinedBy) == rdflib.URIRef("https://w3id.org/koryu/def"), term


def test_no_two_classes_or_properties_have_one_label(ontology):
    labels = Counter(
        label
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        for term in set(ontology.subjects(RDF.type, kind))
        for label in ontology.objects(term, RDFS.label)
        if label.language == "en"
    )
    assert [str(label) for label, count in labels.items() if count > 1] == []


def test_every_concept_has_a_label_in_each_language_and_a_scheme():
    graph = rdflib.Graph().parse(ROOT / "ontology" / "concepts.ttl")
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        tags = sorted(label.language for label in graph.objects(concept, SKOS.prefLabel))
        assert tags == ["en", "ja", "zh-Hans"], concept
        schemes = set(graph.objects(concept, SKOS.inScheme))
        assert schemes, concept
        assert all((scheme, RDF.type, SKOS.ConceptScheme) in graph for scheme in schemes), concept


@pytest.mark.parametrize("name", ["concepts", "cube", "alignments", "koryu"])
def test_every_term_of_ours_that_is_used_is_declared(ontology, name):
    graph = rdflib.Graph().parse(ROOT / "ontology" / f"{name}.ttl")
    used = {node for triple in graph for node in triple if _is_term(node)}
    assert used <= {subject for subject in ontology.subjects() if _is_term(subject)}


def _is_term(node):
    return isinstance(node, rdflib.URIRef) and node.startswith(DEF)


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.name)
def test_terms_named_in_code_and_tables_are_declared(ontology, path):
    declared = {str(subject).removeprefix(DEF) for subject in ontology.subjects()}
    used = set(re.findall(r"koryu/def#(\w+)", path.read_text("utf-8"))) - {"Term"}
    assert used <= declared


def test_the_ontology_parses_in_both_parsers_to_the_same_number_of_triples():
    import pyoxigraph as ox

    for path in sorted((ROOT / "ontology").rglob("*.ttl")):
        quads = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
        assert len(set(map(str, quads))) == len(rdflib.Graph().parse(path)), path


def format_of(table, column):
    schema = json.loads((ROOT / "data" / f"{table}.schema.json").read_text("utf-8"))
    [found] = [each for each in schema["columns"] if each["name"] == column]
    return re.compile(found["datatype"]["format"])


PRINTED = [("registers/affiliations", "first_party_as_published"), ("yoshida/region-members", "name_printed")]
NOTES = [(f"registers/{table}", "note") for table in ("affiliations", "affiliation-events", "assertions")]
NAMES = [("gazetteer/governments", "label_en"), ("yoshida/projects", "label_en")]
FORMULAS = ("=cmd()", "+1", "-1", "@SUM(A1)", "<b>Dalian</b>", "Dalian <b>", " Dalian", "")


@pytest.mark.parametrize(("table", "column"), [*PRINTED, *NOTES])
@pytest.mark.parametrize(
    "text", ["さいたま市", "ハルビン", "부산광역시", "Владивосток", "Évry", "旅大市", "e Thekwini"]
)
def test_what_a_page_prints_may_be_in_any_script(table, column, text):
    assert format_of(table, column).fullmatch(text)


@pytest.mark.parametrize(("table", "column"), NAMES)
@pytest.mark.parametrize(
    ("text", "fits"), [("Évry", True), ("Ōita City", True), ("大分市", False), ("Ōita 市", False)]
)
def test_an_english_name_is_in_any_latin_letters(table, column, text, fits):
    assert bool(format_of(table, column).fullmatch(text)) == fits


@pytest.mark.parametrize(("table", "column"), [*PRINTED, *NOTES, *NAMES])
@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_or_markup_is_refused(table, column, text):
    assert not format_of(table, column).fullmatch(text)


@pytest.mark.parametrize("source", ["gazetteer", "registers", "yoshida"])
def test_the_tables_are_valid_for_other_readers_too(source):
    """As the W3C asks of validators, but that a row may refer to nothing."""
    found = check(ROOT / f"data/{source}/csv-metadata.json")
    assert [str(each) for each in found.faults if "is empty; it must be a key of" not in str(each)] == []
    assert found.warnings == []
