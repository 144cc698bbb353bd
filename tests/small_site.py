"""Editions of a few facts, laid out as a build lays them out, and pages of HTML taken apart."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

import pyoxigraph as ox

from koryu.settings import read_settings
from koryu.site.editions.edition import Edition

BASE = "https://example.org/exchange/"
SETTINGS = f"""
title = "Harbours: who deals with whom"
base = "{BASE}"
license = "https://creativecommons.org/publicdomain/zero/1.0/"
languages = ["en", "ja", "zh"]
"""
PREFIXES = f"""
PREFIX k: <{BASE}def#>
PREFIX c: <{BASE}def/concept#>
PREFIX g: <{BASE}id/government/>
PREFIX id: <{BASE}id/>
PREFIX graph: <{BASE}graph/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX time: <http://www.w3.org/2006/time#>
PREFIX wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
VOCABULARY = """
graph:ontology {
  k:Harbour a owl:Class ; rdfs:label "Harbour"@en, "港"@ja, "港口"@zh-Hans .
  k:OldHarbour a owl:Class ; rdfs:label "Old harbour"@en ; rdfs:subClassOf k:Harbour .
  k:Deal a owl:Class ; rdfs:label "Deal"@en, "取引"@ja, "交易"@zh-Hans .
  k:Page a owl:Class ; rdfs:label "Page"@en .
  k:lat a owl:DatatypeProperty ; rdfs:label "latitude"@en .
  k:long a owl:DatatypeProperty ; rdfs:label "longitude"@en .
  k:party a owl:ObjectProperty ; rdfs:label "party"@en, "当事者"@ja, "当事方"@zh-Hans .
  k:firstParty a owl:ObjectProperty ; rdfs:label "first party"@en ; rdfs:subPropertyOf k:party .
  k:earliest a owl:DatatypeProperty ; rdfs:label "earliest date"@en .
  k:latest a owl:DatatypeProperty ; rdfs:label "latest date"@en .
  k:foundedEarliest a owl:DatatypeProperty ; rdfs:label "founded, earliest"@en .
  k:foundedLatest a owl:DatatypeProperty ; rdfs:label "founded, latest"@en .
  k:tons a owl:DatatypeProperty ; rdfs:label "tons"@en .
  k:tonsAsPublished a owl:DatatypeProperty ; rdfs:label "tons as published"@en .
  k:locode a owl:DatatypeProperty ; rdfs:label "UN/LOCODE"@en .
  k:note a owl:DatatypeProperty ; rdfs:label "note"@en .
  k:endedOn a owl:DatatypeProperty ; rdfs:label "ended on"@en .
  k:replaces a owl:ObjectProperty ; rdfs:label "replaces"@en .
  k:saidOn a owl:ObjectProperty ; rdfs:label "said on"@en .
  k:oldName a owl:ObjectProperty ; rdfs:label "old name"@en .
}
graph:alignments {
  k:Deal rdfs:subClassOf org:OrganizationalCollaboration .
  k:party rdfs:subPropertyOf org:hasMember .
  k:lat rdfs:subPropertyOf wgs:lat .
  k:long rdfs:subPropertyOf wgs:long .
  k:earliest skos:relatedMatch time:hasBeginning .
  k:endedOn skos:closeMatch schema:endDate .
  k:replaces skos:closeMatch org:originalOrganization .
  k:saidOn rdfs:subPropertyOf dcterms:source , prov:wasQuotedFrom .
}
graph:concepts {
  c:kinds a skos:ConceptScheme ; skos:prefLabel "Kinds"@en .
  c:iron a skos:Concept ; skos:inScheme c:kinds ; skos:prefLabel "iron"@en, "鉄"@ja .
}
"""
FACTS = """
graph:harbours {
  g:kobe a k:Harbour ; rdfs:label "Kobe City"@en, "神戸市"@ja, "神户市"@zh-Hans ;
    skos:altLabel "こうべし"@ja-Hrkt , "Hyogo-tsu"@en ; k:lat 34.69 ; k:long 135.195 ; k:locode "JPUKB" ;
    k:foundedEarliest "1868-01-01"^^xsd:date ; k:foundedLatest "1868-12-31"^^xsd:date ;
    k:tons 1304 ; k:tonsAsPublished "1.3 thousand" ;
    skos:exactMatch <https://www.wikidata.org/entity/Q48320> .
  g:dalian a k:Harbour ; rdfs:label "Dalian City"@en, "大連市"@ja, "大连市"@zh-Hans ;
    skos:altLabel "Dàlián Shì"@zh-Latn-pinyin ; k:lat 38.91 ; k:long 121.6 ; k:oldName <id/x> .
  g:hiroshima a k:Harbour ; rdfs:label "Hiroshima City"@en, "広島市"@ja, "广岛市"@zh-Hans .
  g:port-arthur a k:Harbour , k:OldHarbour ; rdfs:label "Port Arthur"@en ;
    k:endedOn "1955-05-24"^^xsd:date .
  g:lushun a k:Harbour ; rdfs:label "Lüshun"@en ; k:replaces g:port-arthur .
  <https://example.org/exchange/id/government/dalian#luda> a k:Harbour ;
    rdfs:label "Lüda City"@en, "旅大市"@ja .
}
graph:deals {
  id:source\\/list a k:Page ; rdfs:label "A list of deals"@en .
  <https://example.org/exchange/id/affiliation/d1> a k:Deal ;
    k:firstParty g:dalian ; k:party g:dalian , g:kobe ;
    k:earliest "1986-10-01"^^xsd:date ; k:latest "1986-10-31"^^xsd:date ; k:about c:iron ;
    k:saidOn <https://example.org/exchange/id/source/list> .
}
""".replace("id:source\\/list", f"<{BASE}id/source/list>").replace(
    "<id/x>", f"<{BASE}id/government/dalian#luda>"
)
VOID = f"""
<{BASE}void#1> <http://rdfs.org/ns/void#class> <{BASE}def#Harbour> ; <http://rdfs.org/ns/void#entities> 6 .
<{BASE}void#2> <http://rdfs.org/ns/void#class> <{BASE}def#OldHarbour> ;
  <http://rdfs.org/ns/void#entities> 1 .
<{BASE}void#3> <http://rdfs.org/ns/void#class> <{BASE}def#Deal> ; <http://rdfs.org/ns/void#entities> 1 .
<{BASE}graph/harbours> <http://rdfs.org/ns/void#triples> 1234 .
<{BASE}graph/ontology> <http://rdfs.org/ns/void#triples> 40 .
"""


def make_edition(root, facts=FACTS, vocabulary=VOCABULARY, queries=None, settings=SETTINGS, void=VOID):
    """Lay out a project and its build below ``root``; facts and vocabulary are TriG without prefixes."""
    files = {"koryu.toml": settings, "ontology/context.jsonld": '{"@context": {}}'}
    files |= {f"queries/{name}.rq": text for name, text in (queries or {}).items()}
    build = ".builds/0123456789abcdef"
    quads = ox.parse((PREFIXES + vocabulary + facts).encode(), ox.RdfFormat.TRIG)
    lines = sorted((str(quad.graph_name), f"{quad.triple} {quad.graph_name} .\n") for quad in quads)
    files |= {
        f"{build}/koryu.nq": "".join(dict.fromkeys(line for _, line in lines)),
        f"{build}/void.ttl": void,
    }
    for name, text in (files | {f"{build}/SHA256SUMS": ""}).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    store = ox.Store(str(root / build / "store"))
    store.load(files[f"{build}/koryu.nq"].encode(), ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    (root / "build").symlink_to(root / build, target_is_directory=True)
    return Edition(read_settings(root), (root / build).resolve())


_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Element:
    """An element of a page: its name, its attributes, what it holds, and its text without extra spaces."""

    def __init__(self, tag, attributes=()):
        self.tag, self.attributes, self.children = tag, dict(attributes), []

    def __getitem__(self, name):
        return self.attributes[name]

    def get(self, name):
        return self.attributes.get(name)

    @property
    def text(self):
        return " ".join("".join(self._texts()).split())

    def _texts(self):
        for each in self.children:
            yield from [each] if isinstance(each, str) else each._texts()

    def __iter__(self):
        for each in self.children:
            if isinstance(each, Element):
                yield each
                yield from each

    def all(self, tag=None, **attributes):
        """All elements inside with this name and these attributes; ``class_`` is one of its classes."""
        wanted = attributes.pop("class_", None)
        return [
            each
            for each in self
            if (tag is None or each.tag == tag)
            and (wanted is None or wanted in (each.get("class") or "").split())
            and all(each.get(name) == value for name, value in attributes.items())
        ]

    def one(self, tag=None, **attributes):
        (found,) = self.all(tag, **attributes)
        return found

    def texts(self, tag=None, **attributes):
        return [each.text for each in self.all(tag, **attributes)]


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag, attributes):
        element = Element(tag, attributes)
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.open[-1].children.append(Element(tag, attributes))

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"<{self.open[-1].tag}> is ended by </{tag}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def read_page(html):
    """Take a page apart; every element must be ended where it was begun."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.open == [builder.root]
    check_page(builder.root)
    return builder.root


def check_page(page):
    """What holds for every page: one title, one h1, one main, no id twice, nothing that runs in the page."""
    assert [len(page.all(each)) for each in ("h1", "main")] == [1, 1]
    assert page.one("head").one("title").text
    ids = [each["id"] for each in page if each.get("id") is not None]
    assert len(ids) == len(set(ids)), sorted(each for each in ids if ids.count(each) > 1)
    for each in page:
        assert not [name for name in each.attributes if name.startswith("on") or name == "style"], each.tag
        assert each.tag != "style"
        if each.tag == "script":
            assert each.get("src") or each.get("type") == "application/ld+json"
        href = each.get("href")
        assert href is None or href.startswith(("/", "#", "http://", "https://", "mailto:")), href
    levels = [int(each.tag[1]) for each in page if each.tag in ("h1", "h2", "h3", "h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    return page
