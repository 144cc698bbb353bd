"""The description of the dataset: counts that anyone can check."""

from __future__ import annotations

import json
from importlib.metadata import version

import pytest

from koryu.errors import ProjectError
from koryu.export.describe import describe
from koryu.rdf.turtle import write_turtle
from koryu.settings import read_settings

B = "https://example.org/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
PREFIXES = {
    "k": f"{B}def#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "void": "http://rdfs.org/ns/void#",
}
PARTS = {
    "places": {
        (f"<{B}id/place/b>", TYPE, f"<{B}def#Place>"),
        (f"<{B}id/place/a>", TYPE, f"<{B}def#Place>"),
        (f"<{B}id/place/a>", f"<{B}def#name>", '"A"'),
        (f"<{B}id/place/a>", "<http://www.w3.org/2002/07/owl#sameAs>", "<http://www.wikidata.org/entity/Q1>"),
        (f"<{B}id/place/a>", "<http://www.w3.org/2002/07/owl#sameAs>", f"<{B}id/place/b>"),
    },
    "facts": {(f"<{B}id/place/a>", f"<{B}def#name>", '"A"'), ("_:x", TYPE, "<http://example.com/C>")},
}
EXPECTED = """\

<https://example.org/graph/facts>
  a void:Dataset ;
  dcterms:license <https://example.org/licence> ;
  dcterms:title "facts" ;
  void:classes 1 ;
  void:distinctObjects 2 ;
  void:distinctSubjects 2 ;
  void:properties 2 ;
  void:triples 2 ;
.

<https://example.org/graph/places>
  a void:Dataset ;
  dcterms:license <https://example.org/licence> ;
  dcterms:title "places" ;
  void:classes 1 ;
  void:distinctObjects 4 ;
  void:distinctSubjects 2 ;
  void:properties 3 ;
  void:triples 5 ;
.

<https://example.org/licence>
  a dcterms:LicenseDocument ;
.

<https://example.org/void#class-3f792172185996c4>
  void:class <http://example.com/C> ;
  void:entities 1 ;
.

<https://example.org/void#class-k-Place>
  void:class k:Place ;
  void:entities 2 ;
.

<https://example.org/void#dataset>
  a dcat:Dataset ;
  a void:Dataset ;
  dcterms:license <https://example.org/licence> ;
  dcterms:title "A \\"small\\" project" ;
  void:classPartition <https://example.org/void#class-3f792172185996c4> ;
  void:classPartition <https://example.org/void#class-k-Place> ;
  void:classes 2 ;
  void:dataDump <https://example.org/koryu.nq> ;
  void:dataDump <https://example.org/koryu.ttl> ;
  void:distinctObjects 5 ;
  void:distinctSubjects 3 ;
  void:exampleResource <https://example.org/id/place/a> ;
  void:feature <http://www.w3.org/ns/formats/N-Quads> ;
  void:feature <http://www.w3.org/ns/formats/Turtle> ;
  void:properties 3 ;
  void:propertyPartition <https://example.org/void#property-k-name> ;
  void:propertyPartition <https://example.org/void#property-owl-sameAs> ;
  void:propertyPartition <https://example.org/void#property-rdf-type> ;
  void:subset <https://example.org/graph/facts> ;
  void:subset <https://example.org/graph/places> ;
  void:subset <https://example.org/void#links-owl-sameAs-www.wikidata.org> ;
  void:triples 6 ;
  void:uriSpace "https://example.org/" ;
  void:vocabulary k: ;
  void:vocabulary owl: ;
  void:vocabulary rdf: ;
  dcat:distribution <https://example.org/void#koryu.nq> ;
  dcat:distribution <https://example.org/void#koryu.ttl> ;
  dcat:version "VERSION" ;
.

<https://example.org/void#koryu.nq>
  a dcat:Distribution ;
  dcterms:license <https://example.org/licence> ;
  dcterms:title "N-Quads" ;
  dcat:downloadURL <https://example.org/koryu.nq> ;
  dcat:mediaType <https://www.iana.org/assignments/media-types/application/n-quads> ;
.

<https://example.org/void#koryu.ttl>
  a dcat:Distribution ;
  dcterms:license <https://example.org/licence> ;
  dcterms:title "Turtle" ;
  dcat:downloadURL <https://example.org/koryu.ttl> ;
  dcat:mediaType <https://www.iana.org/assignments/media-types/text/turtle> ;
.

<https://example.org/void#links-owl-sameAs-www.wikidata.org>
  a void:Linkset ;
  void:linkPredicate owl:sameAs ;
  void:objectsTarget <https://example.org/void#site-www.wikidata.org> ;
  void:subjectsTarget <https://example.org/void#dataset> ;
  void:triples 1 ;
.

<https://example.org/void#property-k-name>
  void:distinctObjects 1 ;
  void:distinctSubjects 1 ;
  void:property k:name ;
  void:triples 1 ;
.

<https://example.org/void#property-owl-sameAs>
  void:distinctObjects 2 ;
  void:distinctSubjects 1 ;
  void:property owl:sameAs ;
  void:triples 2 ;
.

<https://example.org/void#property-rdf-type>
  void:distinctObjects 2 ;
  void:distinctSubjects 3 ;
  void:property rdf:type ;
  void:triples 3 ;
.

<https://example.org/void#site-www.wikidata.org>
  a void:Dataset ;
  void:uriSpace "http://www.wikidata.org/" ;
.
"""


def settings(folder, license_="https://example.org/licence"):
    (folder / "koryu.toml").write_text(
        f"title = 'A \"small\" project'\nbase = '{B}'\nlicense = '{license_}'\n"
    )
    (folder / "ontology").mkdir()
    (folder / "ontology/context.jsonld").write_text(json.dumps({"@context": PREFIXES}))
    return read_settings(folder)


def test_a_dataset_is_described_by_counts_of_what_it_holds(tmp_path):
    text = write_turtle(describe(PARTS, settings(tmp_path)), PREFIXES)
    _head, _, body = text.partition("\n\n")
    assert f"\n{body}" == EXPECTED.replace("VERSION", version("koryu"))


def test_the_order_of_the_graphs_does_not_matter_and_there_are_no_blank_nodes(tmp_path):
    found = settings(tmp_path)
    described = describe(PARTS, found)
    assert described == describe(dict(reversed(PARTS.items())), found)
    assert not any(term.startswith("_:") for triple in described for term in triple)


def test_an_empty_dataset_is_described(tmp_path):
    described = describe({"places": set()}, settings(tmp_path))
    assert (
        f"<{B}graph/places>",
        "<http://rdfs.org/ns/void#triples>",
        '"0"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ) in described


def test_a_licence_that_is_no_iri_is_refused(tmp_path):
    with pytest.raises(ProjectError) as caught:
        describe(PARTS, settings(tmp_path, "CC BY 4.0"))
    assert str(caught.value) == f'{tmp_path}/koryu.toml: license "CC BY 4.0" must be an IRI'
