"""The rules of OWL Lite, each on ontologies that break it and on others at its border that keep it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse, serialize
from pyshacl import validate
from rdflib.namespace import DCTERMS, RDF, SH
from rdflib.plugins.sparql import prepareQuery

from koryu.errors import OntologyError
from koryu.validation.profile import check_profile

FOLDER = Path(__file__).parent / "profile"
SHAPES = Path(__file__).parents[1] / "ontology" / "owl-lite.ttl"
RULES = [f"L{number}" for number in range(1, 22)]
SPECIES = rdflib.URIRef("https://w3id.org/koryu/shapes#species")
ONTOLOGIES = sorted(path for verb in ("breaks", "keeps") for path in (FOLDER / verb).iterdir())


class Oracle(NamedTuple):
    """What the first line of an ontology says of it."""

    verb: str
    rules: frozenset[str]
    species: str
    imported: tuple[Path, ...]


def read_oracle(path):
    first = path.read_text("utf-8").splitlines()[0]
    said = re.fullmatch(
        r"(?:#|<!--) (breaks|keeps): ((?:L\d+ ?)+)(?:; leaves: (DL|Full))?(?:; with: (\S+))?(?: ?-->)?", first
    )
    assert said, f"{path}: {first!r} is no oracle"
    verb, rules, leaves, imported = said.groups()
    assert (verb == "breaks") == bool(leaves), path
    return Oracle(
        verb,
        frozenset(rules.split()),
        f"OWL {leaves or 'Lite'}",
        (FOLDER / imported,) if imported else (),
    )


@pytest.mark.parametrize("path", ONTOLOGIES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_ontology_breaks_exactly_the_rules_that_it_says(path):
    oracle = read_oracle(path)
    report = check_profile([path], oracle.imported, shapes=SHAPES)
    assert report.rules == (oracle.rules if oracle.verb == "breaks" else frozenset()), report.text()
    assert report.species == oracle.species, report.text()


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_has_its_ontologies(rule):
    oracles = [read_oracle(path) for path in ONTOLOGIES]
    assert sum(oracle.verb == "breaks" and rule in oracle.rules for oracle in oracles) >= 2
    assert sum(oracle.verb == "keeps" and rule in oracle.rules for oracle in oracles) >= 1


def test_file_of_rules_holds_each_rule_once_with_one_constraint_and_three_languages():
    graph = rdflib.Graph().parse(SHAPES)
    shapes = set(graph.subjects(RDF.type, SH.NodeShape))
    assert {str(shape) for shape in shapes} == {
        f"https://w3id.org/koryu/shapes#OwlLite-{rule}" for rule in RULES
    }
    for shape in shapes:
        [identifier] = graph.objects(shape, DCTERMS.identifier)
        assert str(shape).endswith(f"-{identifier}")
        [constraint] = graph.objects(shape, SH.sparql)
        messages = list(graph.objects(constraint, SH.message))
        assert sorted(message.language for message in messages) == ["en", "ja", "zh-Hans"]
        assert all(message.startswith(f"{identifier} ") for message in messages)
        [species] = graph.objects(shape, SPECIES)
        decides = "?species" in graph.value(constraint, SH.select)
        assert str(species) == ("OWL DL" if decides else "OWL Full")


def test_each_variable_of_a_message_is_projected():
    graph = rdflib.Graph().parse(SHAPES)
    for constraint, message in graph.subject_objects(SH.message):
        head = str(graph.value(constraint, SH.select)).split("WHERE")[0]
        for variable in re.findall(r"\{\?(\w+)\}", message):
            assert re.search(rf"\?{variable}\b", head), message


@lru_cache
def prepared(select):
    return prepareQuery(select)


@pytest.fixture
def parsing_once(monkeypatch):
    """Let rdflib parse each query once: parsing takes ten times as long as answering."""
    answer = rdflib.Graph.query
    monkeypatch.setattr(
        rdflib.Graph,
        "query",
        lambda self, select, *rest, **bound: answer(self, prepared(select), *rest, **bound),
    )


def read_as_written(paths):
    """Merge documents into rdflib, each datatype resolved against its base, no literal rewritten."""
    quads = [
        quad for path in paths for quad in parse(path=path, base_iri=path.as_uri(), rename_blank_nodes=True)
    ]
    text = serialize([quad.triple for quad in quads], format=RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=text, format="nt")


def first_of_each_rule():
    """For each rule the first ontology that breaks it, and the first that keeps it."""
    numbers = {(path.parent.name, path.name[:3]): path for path in reversed(ONTOLOGIES)}
    return sorted(numbers.values())


@pytest.mark.usefixtures("parsing_once")
@pytest.mark.parametrize("path", first_of_each_rule(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_standard_processor_reports_the_same_rules(path, monkeypatch):
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    oracle = read_oracle(path)
    conforms, results, _ = validate(
        read_as_written([path, *oracle.imported]), shacl_graph=rdflib.Graph().parse(SHAPES), advanced=True
    )
    found = {str(shape).rpartition("-")[2] for shape in results.objects(None, SH.sourceShape)}
    assert found == (oracle.rules if oracle.verb == "breaks" else set())
    assert conforms == (oracle.verb == "keeps")


def check(tmp_path, text, name="ontology.ttl"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path, check_profile([path], shapes=SHAPES)


PREFIXES = """@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def test_ontology_of_300_triples_is_lite(tmp_path):
    towns = "".join(
        f""":Town{n} a owl:Class ; rdfs:label "town {n}"@en ;
            rdfs:subClassOf :Town{n // 2} ,
                [ a owl:Restriction ; owl:onProperty :part{n} ; owl:maxCardinality 1 ] .
        :part{n} a owl:ObjectProperty ; rdfs:subPropertyOf :part{n // 2} ; rdfs:range :Town{n // 3} .
        """
        for n in range(30)
    )
    path, report = check(tmp_path, PREFIXES + towns)
    assert len(list(parse(path=path))) == 300
    assert report.conforms
    assert report.species == "OWL Lite"
    assert report.text() == ""


def test_violation_is_one_line_with_the_triple_and_what_is_left(tmp_path):
    path, report = check(
        tmp_path, PREFIXES + ":A a owl:Class ; owl:unionOf ( :B owl:Thing ) . :B a owl:Class ."
    )
    assert report.text() == (
        f"{path}: L9 owl:unionOf is not in OWL Lite; name the class and say the rest in SHACL, or in words: "
        ":A owl:unionOf ( :B owl:Thing ) (left: OWL DL)\n"
    )
    assert report.text("zh-Hans") == (
        f"{path}: L9 OWL Lite 没有 owl:unionOf；请给类命名，其余用 SHACL 或文字说明: "
        ":A owl:unionOf ( :B owl:Thing ) (left: OWL DL)\n"
    )
    assert report.text("fr") == report.text("en")


def test_literal_is_shown_as_it_is_written(tmp_path):
    restriction = "[ a owl:Restriction ; owl:onProperty :p ; owl:minCardinality 007 ]"
    _, report = check(
        tmp_path, f"{PREFIXES} :A a owl:Class ; rdfs:subClassOf {restriction} . :p a owl:ObjectProperty ."
    )
    [violation] = report.violations
    assert violation.triple == (
        '[owl:minCardinality "007"^^xsd:integer; owl:onProperty :p; rdf:type owl:Restriction]',
        "owl:minCardinality",
        '"007"^^xsd:integer',
    )
    assert violation.species == "OWL DL"


def test_violation_names_the_document_of_its_triple(tmp_path):
    own, imported = tmp_path / "own.ttl", tmp_path / "imported.ttl"
    own.write_text(f"{PREFIXES} :A a owl:Class ; owl:disjointWith :B .")
    imported.write_text(f"{PREFIXES} :B a owl:Class ; owl:complementOf :A .")
    report = check_profile([own], [imported], shapes=SHAPES)
    assert [(violation.path, violation.triple) for violation in report.violations] == [
        (own, (":A", "owl:disjointWith", ":B")),
        (imported, (":B", "owl:complementOf", ":A")),
    ]


def test_blank_nodes_of_two_documents_are_not_one(tmp_path):
    one, other = tmp_path / "one.ttl", tmp_path / "other.ttl"
    for path, name in ((one, "A"), (other, "B")):
        path.write_text(
            f"{PREFIXES} :{name} a owl:Class ; rdfs:subClassOf _:r . :p a owl:ObjectProperty ."
            "_:r a owl:Restriction ; owl:onProperty :p ; owl:minCardinality 1 ."
        )
    assert check_profile([one, other], shapes=SHAPES).conforms


def test_malformed_turtle_is_an_error_with_its_line(tmp_path):
    with pytest.raises(OntologyError) as caught:
        check(tmp_path, "@prefix : <https://example.org/> .\n:A :B :C .\n:A :B .\n")
    assert str(caught.value) == f"{tmp_path}/ontology.ttl:3: . is not a valid RDF object; write Turtle"


def test_malformed_rdf_xml_is_an_error_with_its_line(tmp_path):
    text = """<rdf:RDF
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <Town/>
</rdf:RDF>
"""
    with pytest.raises(
        OntologyError, match=r"/ontology\.rdf:3: XML namespaces are required in RDF/XML; write RDF/XML$"
    ):
        check(tmp_path, text, "ontology.rdf")


def test_shapes_without_a_rule_are_an_error(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text(PREFIXES)
    with pytest.raises(OntologyError, match=r"/shapes\.ttl: no shape has both a target and a constraint"):
        check_profile([path], shapes=path)


def test_triple_term_is_an_error(tmp_path):
    with pytest.raises(OntologyError, match=r"/ontology\.ttl: a triple term stands in it, which is RDF 1\.2"):
        check(tmp_path, f"{PREFIXES} :A a owl:Class ; rdfs:seeAlso <<( :A :B :C )>> .")


def test_missing_document_is_an_error(tmp_path):
    with pytest.raises(OntologyError, match=r"/absent\.ttl: No such file"):
        check_profile([tmp_path / "absent.ttl"], shapes=SHAPES)


def test_unknown_kind_of_document_is_an_error(tmp_path):
    with pytest.raises(
        OntologyError, match=r"/towns\.csv: unknown kind of file; has \.ttl, \.nt, \.rdf, \.owl, \.xml$"
    ):
        check_profile([tmp_path / "towns.csv"], shapes=SHAPES)
