"""The graph in other formats: complete, the same every time, and safe to open."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from canonical import canonical, canonical_triples
from koryu.errors import ProjectError
from koryu.export.export import FORMATS, export
from koryu.export.jsonld import write_jsonld
from koryu.export.rdfxml import write_rdfxml
from koryu.rdf.ntriples import literal
from koryu.rdf.reading import empty_graph, triples_of
from koryu.settings import Settings, read_settings

B = "https://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
QUADS = f"""\
<{B}id/affiliation/a1> <{B}def#earliest> "1979-05-01"^^<{XSD}date> <{B}graph/registers> .
<{B}id/affiliation/a1> <{B}def#firstParty> <{B}id/government/kobe> <{B}graph/registers> .
<{B}id/affiliation/a1> <{B}def#kind> <{B}def/concept#sister-city> <{B}graph/registers> .
<{B}id/affiliation/a1> <{B}def#secondParty> <{B}id/government/dalian> <{B}graph/registers> .
<{B}id/affiliation/a1> <{RDF}type> <{B}def#Affiliation> <{B}graph/registers> .
<{B}id/government/dalian> {LABEL} "=cmd()" <{B}graph/registers> .
<{B}id/government/dalian> {LABEL} "Dalian, \\"Lüda\\""@en <{B}graph/places> .
<{B}id/government/dalian> {LABEL} "大连"@zh-Hans <{B}graph/places> .
<{B}id/government/dalian> <{B}def#country> <{B}id/government/china> <{B}graph/places> .
<{B}id/government/dalian> <{B}def#level> <{B}def/concept#municipality> <{B}graph/places> .
<{B}id/government/dalian> <{B}def#territory> <{B}id/territory/dalian-territory> <{B}graph/places> .
<{B}id/government/dalian> <{RDF}type> <{B}def#Government> <{B}graph/places> .
<{B}id/government/dalian> <{RDF}type> <{B}def#Government> <{B}graph/registers> .
<{B}id/government/kobe> {LABEL} "Kobe"@en <{B}graph/places> .
<{B}id/government/kobe> <{RDF}type> <{B}def#Government> <{B}graph/places> .
<{B}id/territory/dalian-territory> <{B}def#latitude> "38.92"^^<{XSD}decimal> <{B}graph/places> .
<{B}id/territory/dalian-territory> <{B}def#longitude> "-121.6"^^<{XSD}decimal> <{B}graph/places> .
"""
CONTEXT = {"@context": {"k": f"{B}def#", "rdf": RDF, "rdfs": LABEL[1:-6], "xsd": XSD}}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "koryu.toml").write_text(
        f'title = "T"\nbase = "{B}"\nlicense = "https://example.org/licence"\n'
    )
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology/context.jsonld").write_text(json.dumps(CONTEXT))
    (tmp_path / "build").mkdir()
    (tmp_path / "build/koryu.nq").write_text(QUADS, "utf-8")
    return read_settings(tmp_path)


def lines_of(text: str) -> list[str]:
    return [line.rpartition(f" <{B}graph/")[0] + " ." for line in text.splitlines()]


def graph(name: str) -> list[str]:
    return [line for line in QUADS.splitlines() if line.endswith(f"graph/{name}> .")]


def test_n_quads_are_the_quads_sorted_by_graph(settings):
    assert export(settings, "nq").decode().splitlines() == sorted(graph("places")) + sorted(
        graph("registers")
    )
    assert export(settings, "nq", "places").decode().splitlines() == sorted(graph("places"))


def test_n_triples_are_the_union_without_duplicates(settings):
    assert export(settings, "nt").decode().splitlines() == sorted(set(lines_of(QUADS)))
    assert export(settings, "nt", "registers").decode().splitlines() == sorted(
        lines_of("\n".join(graph("registers")))
    )


@pytest.mark.parametrize(
    ("form", "syntax"),
    [("ttl", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD), ("rdfxml", ox.RdfFormat.RDF_XML)],
)
@pytest.mark.parametrize("name", [None, "places", "registers"])
def test_a_format_holds_the_same_triples(settings, form, syntax, name):
    expected = set(ox.parse(export(settings, "nt", name), ox.RdfFormat.N_TRIPLES))
    assert set(ox.parse(export(settings, form, name), syntax)) == expected


def test_trig_holds_the_same_quads(settings):
    read = set(ox.parse(export(settings, "trig"), ox.RdfFormat.TRIG))
    assert read == set(ox.parse(QUADS.encode(), ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize("form", FORMATS)
def test_the_order_of_the_build_does_not_matter(settings, form):
    before = export(settings, form)
    (settings.build / "koryu.nq").write_text("\n".join(reversed(QUADS.splitlines())), "utf-8")
    assert export(settings, form) == before


def test_turtle_is_written_under_the_prefixes_of_the_project(settings):
    assert export(settings, "ttl", "registers").decode() == (
        f"@prefix k: <{B}def#> .\n"
        f"@prefix rdf: <{RDF}> .\n"
        f"@prefix rdfs: {LABEL[:-6]}> .\n"
        f"@prefix xsd: <{XSD}> .\n"
        "\n"
        f"<{B}id/affiliation/a1>\n"
        "  a k:Affiliation ;\n"
        '  k:earliest "1979-05-01"^^xsd:date ;\n'
        f"  k:firstParty <{B}id/government/kobe> ;\n"
        f"  k:kind <{B}def/concept#sister-city> ;\n"
        f"  k:secondParty <{B}id/government/dalian> ;\n"
        ".\n"
        "\n"
        f"<{B}id/government/dalian>\n"
        "  a k:Government ;\n"
        '  rdfs:label "=cmd()" ;\n'
        ".\n"
    )


def test_csv_has_a_row_for_each_statement_and_guards_formulas(settings):
    rows = list(csv.reader(io.StringIO(export(settings, "csv").decode(), newline="")))
    assert rows[0] == ["subject", "predicate", "object", "datatype", "language", "graph"]
    assert len(rows) == 1 + len(QUADS.splitlines())
    dalian, label = f"{B}id/government/dalian", LABEL[1:-1]
    assert [row for row in rows if row[:2] == [dalian, label]] == [
        [dalian, label, 'Dalian, "Lüda"', "", "en", f"{B}graph/places"],
        [dalian, label, "大连", "", "zh-Hans", f"{B}graph/places"],
        [dalian, label, "'=cmd()", f"{XSD}string", "", f"{B}graph/registers"],
    ]
    assert [row[2] for row in rows if row[1].endswith("itude")] == ["38.92", "-121.6"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "＝1", "＋1", "－1", "＠a"])
def test_csv_guards_what_a_spreadsheet_takes_for_a_formula(settings, text):
    for term in (literal(text), literal(text, language="en"), literal(f"{text}=a", f"{XSD}integer")):
        (settings.build / "koryu.nq").write_text(f"<a:s> <a:p> {term} <a:g> .\n", "utf-8")
        rows = list(csv.reader(io.StringIO(export(settings, "csv").decode(), newline="")))
        assert rows[1][2].startswith(f"'{text}")


def test_geojson_has_each_government_with_its_point_if_it_is_known(settings):
    assert json.loads(export(settings, "geojson")) == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": f"{B}id/government/dalian",
                "geometry": {"type": "Point", "coordinates": [-121.6, 38.92]},
                "properties": {
                    "key": "dalian",
                    "label": "=cmd()",
                    "label_en": 'Dalian, "Lüda"',
                    "label_zh_hans": "大连",
                    "level": "municipality",
                    "country": "china",
                },
            },
            {
                "type": "Feature",
                "id": f"{B}id/government/kobe",
                "geometry": None,
                "properties": {"key": "kobe", "label_en": "Kobe", "level": None, "country": None},
            },
        ],
    }


def test_graphml_has_governments_as_nodes_and_affiliations_as_edges(settings):
    network = networkx.parse_graphml(export(settings, "graphml").decode(), force_multigraph=True)
    assert dict(network.nodes(data=True)) == {
        "dalian": {
            "label": "=cmd()",
            "label_en": 'Dalian, "Lüda"',
            "label_zh_hans": "大连",
            "level": "municipality",
            "country": "china",
        },
        "kobe": {"label_en": "Kobe"},
    }
    edges = [(*sorted(edge[:2]), *edge[2:]) for edge in network.edges(keys=True, data=True)]
    assert edges == [("dalian", "kobe", "a1", {"kind": "sister-city", "since": "1979-05-01"})]


def test_a_graph_that_is_not_there_is_refused_with_those_that_are(settings):
    for name in ("regsters", "", "registers> <x", f"{B}graph/registers"):
        with pytest.raises(ProjectError) as caught:
            export(settings, "ttl", name)
        assert str(caught.value) == f'export: no graph "{name}"; has places, registers'


def test_a_format_that_is_not_there_is_refused_with_those_that_are(settings):
    with pytest.raises(ProjectError) as caught:
        export(settings, "n3")
    assert str(caught.value) == (
        'export: no format "n3"; has ttl, nt, nq, trig, jsonld, rdfxml, csv, geojson, graphml'
    )


def test_without_a_build_there_is_nothing_to_export(settings):
    (settings.build / "koryu.nq").unlink()
    with pytest.raises(ProjectError, match=r"koryu\.nq: no build yet; run 'koryu build'$"):
        export(settings, "ttl")


@pytest.mark.parametrize(
    ("quad", "fault"),
    [
        (
            '<a:s> <a:p> "\\u0001" .',
            "export: XML cannot hold the character U+0001; choose another format than rdfxml",
        ),
        (
            '<a:s> <a:p1/2> "a" .',
            "export: XML has no name for the property <a:p1/2>; choose another format than rdfxml",
        ),
    ],
)
def test_what_xml_cannot_hold_is_refused(settings, quad, fault):
    (settings.build / "koryu.nq").write_text(f"{quad}\n", "utf-8")
    with pytest.raises(ProjectError) as caught:
        export(settings, "rdfxml")
    assert str(caught.value) == fault


def test_rdfxml_names_namespaces_without_a_prefix():
    triples = [("<a:s>", "<http://e.org/x#p>", '"a"'), ("<a:s>", "<http://e.org/y/q-1>", "_:1b")]
    assert write_rdfxml(triples, {"y": "http://e.org/y/", "1": "http://e.org/x#"}) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<rdf:RDF\n"
        '    xmlns:ns1="http://e.org/x#"\n'
        f'    xmlns:rdf="{RDF}"\n'
        '    xmlns:y="http://e.org/y/">\n'
        '  <rdf:Description rdf:about="a:s">\n'
        "    <ns1:p>a</ns1:p>\n"
        '    <y:q-1 rdf:nodeID="b1b"/>\n'
        "  </rdf:Description>\n"
        "</rdf:RDF>\n"
    )


def test_jsonld_is_a_list_of_nodes_with_literals_as_they_are():
    triples = [
        ("<http://e.org/s>", f"<{RDF}type>", "<http://e.org/C>"),
        ("<http://e.org/s>", "<http://e.org/p>", f'"01"^^<{XSD}integer>'),
        ("<http://e.org/s>", "<http://e.org/p>", '"大连"@zh-Hans'),
        ("<http://e.org/s>", "<http://e.org/p>", '"a"'),
        ("<http://e.org/s>", "<http://e.org/p>", "_:b"),
        ("_:b", "<http://e.org/p>", "_:b"),
    ]
    assert json.loads(write_jsonld(triples, {"e": "http://e.org/", "xsd": XSD, "no": "http://e.org/p"})) == {
        "@context": {"e": "http://e.org/", "xsd": XSD},
        "@graph": [
            {
                "@id": "e:s",
                "e:p": [
                    {"@value": "01", "@type": "xsd:integer"},
                    "a",
                    {"@value": "大连", "@language": "zh-Hans"},
                    {"@id": "_:b"},
                ],
                "@type": ["e:C"],
            },
            {"@id": "_:b", "e:p": [{"@id": "_:b"}]},
        ],
    }


NAMES = st.sampled_from([f"<http://e.org/{name}>" for name in ("a", "b-c", "交", "d.e")])
NODES = st.one_of(NAMES, st.sampled_from(["_:1", "_:b", "_:c"]))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
LITERALS = st.one_of(
    TEXTS.map(literal),
    TEXTS.map(lambda text: literal(text, language="zh-Hans")),
    st.sampled_from(["1", "01", "1.50", ""]).map(lambda text: literal(text, f"{XSD}integer")),
)
TRIPLES = st.lists(
    st.tuples(NODES, st.one_of(NAMES, st.just(f"<{RDF}type>")), st.one_of(NODES, LITERALS)), max_size=8
)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@given(TRIPLES)
def test_jsonld_reads_back(triples):
    written = write_jsonld(triples, {"e": "http://e.org/", "xsd": XSD})
    expected = canonical_triples(triples)
    assert canonical(written, ox.RdfFormat.JSON_LD) == expected
    read = triples_of(empty_graph().parse(data=written, format="json-ld"))
    assert canonical_triples(read) == expected


@given(TRIPLES.filter(lambda triples: not any(re.search(r"\\[bfu]", each[2]) for each in triples)))
def test_rdfxml_reads_back_all_that_xml_can_hold(triples):
    written = write_rdfxml(triples, {"e": "http://e.org/"})
    expected = canonical_triples(triples)
    assert canonical(written, ox.RdfFormat.RDF_XML) == expected
    read = triples_of(empty_graph().parse(data=written, format="xml"))
    assert canonical_triples(read) == expected


def test_importing_the_data_side_imports_nothing_heavy():
    code = (
        "import sys, koryu.export.export, koryu.tables.populate, koryu.scaffold, koryu.export.describe\n"
        "print(sorted({'rdflib', 'pandas', 'networkx', 'numpy', 'pyshacl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
