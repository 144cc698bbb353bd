"""A project of a few facts, laid out as any project is, for the tests of the query side."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from koryu.queries.catalogue import Catalogue
from koryu.settings import read_settings
from koryu.stores.local import LocalStore

BASE = "https://example.org/exchange/"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIX = f"PREFIX k: <{BASE}def#> PREFIX xsd: <{XSD}>"
SETTINGS = f"""
title = "A small project"
base = "{BASE}"
license = "https://creativecommons.org/publicdomain/zero/1.0/"
languages = ["en", "ja", "zh"]
"""
CONTEXT = """{"@context": {
  "k": "https://example.org/exchange/def#",
  "rdfs": "http://www.w3.org/2000/01/rdf-schema#"
}}
"""
FACTS = """
PREFIX k: <https://example.org/exchange/def#>
PREFIX c: <https://example.org/exchange/def/concept#>
PREFIX g: <https://example.org/exchange/id/government/>
PREFIX s: <https://example.org/exchange/id/sentence/>
PREFIX a: <https://example.org/exchange/id/affiliation/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<https://example.org/exchange/graph/places> {
  g:japan a k:Country, k:Government ; rdfs:label "Japan"@en, "日本"@ja, "日本"@zh-Hans .
  g:china a k:Country, k:Government ; rdfs:label "China"@en, "中国"@ja, "中国"@zh-Hans .
  g:dalian a k:Government ; k:country g:china ; skos:altLabel "Lüda"@en ;
    rdfs:label "Dalian"@en, "大連市"@ja, "大连市"@zh-Hans, "大連市"@zh-Hant .
  g:kitakyushu a k:Government ; k:country g:japan ; rdfs:label "Kitakyushu City"@en, "北九州市"@ja .
  g:hiroshima-city a k:Government ; k:country g:japan ; rdfs:label "Hiroshima City"@en ;
    skos:altLabel "Hiroshima"@en .
  g:hiroshima-pref a k:Government ; k:country g:japan ; rdfs:label "Hiroshima Prefecture"@en ;
    skos:altLabel "Hiroshima"@en .
  c:environment a skos:Concept ; skos:inScheme c:fields ; skos:prefLabel "environment"@en, "環境"@ja .
  c:sister-city a skos:Concept ; skos:inScheme c:kinds ; skos:prefLabel "sister city"@en .
  c:friendship-city a skos:Concept ; skos:inScheme c:kinds ; skos:prefLabel "friendship city"@en .
}
<https://example.org/exchange/graph/facts> {
  a:a1 a k:Affiliation ; k:party g:dalian, g:kitakyushu ; k:kind c:friendship-city ; k:asPublished "1979" ;
    k:since "1979-05-01"^^xsd:date ; k:statedIn s:paper-2.1.3, s:paper-2.1.1 ; k:share 46.15384615384615 .
  a:a2 a k:Affiliation ; k:party g:china, g:japan ; k:kind c:sister-city ; k:asPublished "1986-10" ;
    k:since "1986-10-23"^^xsd:date ; k:statedIn s:paper-1.0.2 ;
    k:statement "An act."@en, "行為。"@ja, "行为。"@zh-Hans, "行為。"@zh-Hant ; k:count 234 .
}
"""
AFFILIATIONS = """\
#+ summary: {en: Which affiliations are there?, ja: どの提携があるか}
#+ params:
#+   place: {class: Government, label: Place}
#+   kind: {scheme: kinds}
#+   as_of: {datatype: date, label: As of}
#+ columns:
#+   affiliation: {type: thing}
#+   party: {type: thing, many: true}
#+   kind: {type: concept}
#+   since: {type: date}
#+   count: {type: integer}
#+   share: {type: decimal, decimals: 4}
#+   sentence: {type: thing, many: true}
#+ tags: [affiliations]
#+ example: {place: dalian}
PREFIX k: <https://example.org/exchange/def#>

SELECT ?affiliation ?party ?kind ?since ?count ?share ?sentence WHERE {
  VALUES ?place { UNDEF }
  VALUES ?kind { UNDEF }
  VALUES ?as_of { UNDEF }
  ?affiliation a k:Affiliation ; k:party ?place ; k:party ?party ; k:kind ?kind ; k:since ?day ;
    k:asPublished ?since ; k:statedIn ?sentence .
  FILTER (!BOUND(?as_of) || ?day <= ?as_of)
  OPTIONAL { ?affiliation k:count ?count }
  OPTIONAL { ?affiliation k:share ?share }
}
ORDER BY ?affiliation ?party ?sentence
"""
STATEMENTS = """\
#+ summary: What is stated?
#+ params:
#+   lang: {datatype: language}
#+ columns:
#+   affiliation: {type: thing}
#+   statement: {type: text}
PREFIX k: <https://example.org/exchange/def#>
SELECT ?affiliation ?statement WHERE {
  VALUES ?lang { UNDEF }
  ?affiliation k:statement ?statement .
  FILTER (LANGMATCHES(LANG(?statement), ?lang))
}
ORDER BY ?affiliation ?statement
"""
DESCRIBE = """\
#+ summary: What is known of a thing?
#+ params:
#+   thing: {class: any, required: true}
CONSTRUCT { ?thing ?property ?value } WHERE {
  VALUES ?thing { UNDEF }
  ?thing ?property ?value .
}
"""
QUERIES = {"affiliations": AFFILIATIONS, "statements": STATEMENTS, "describe": DESCRIBE}


ALL = (  # what the query "affiliations" answers
    ("a1", "dalian kitakyushu", "friendship-city", "1979", "", "46.1538", "2.1.1 2.1.3"),
    ("a2", "china japan", "sister-city", "1986-10", "234", "", "1.0.2"),
)


def make_store(facts: str = FACTS) -> LocalStore:
    """Load facts, in TriG, into a store in memory."""
    store = ox.Store()
    store.load(facts.encode(), ox.RdfFormat.TRIG)
    return LocalStore.around(store)


def make_project(root: Path, built: bool = True, queries: dict[str, str] | None = None) -> Path:
    """Lay out the project at ``root``, and its build as ``koryu build`` would."""
    files = {"koryu.toml": SETTINGS, "ontology/context.jsonld": CONTEXT}
    files |= {f"queries/{name}.rq": text for name, text in (QUERIES if queries is None else queries).items()}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    if built:
        folder = root / ".builds" / "0123"
        folder.mkdir(parents=True)
        store = ox.Store(str(folder / "store"))
        store.load(FACTS.encode(), ox.RdfFormat.TRIG)
        store.flush()
        (root / "build").symlink_to(folder, target_is_directory=True)
    return root


def answer(tmp_path, query, params=None, facts=None, **options):
    """Run one query, given as its text, over the small project's facts or others."""
    root = make_project(tmp_path, built=False, queries={"q": query})
    engine = make_store() if facts is None else make_store(facts)
    return Catalogue(read_settings(root)).run("q", params, engine=engine, **options)


def query_of(columns, where, params=""):
    """Write a query with these columns, ``{name: field of the header}``."""
    lines = [
        "#+ summary: A question",
        "#+ columns:",
        *(f"#+   {name}: {spec}" for name, spec in columns.items()),
    ]
    names = " ".join(f"?{name}" for name in columns)
    return "\n".join([*lines, *([params] if params else []), f"{PREFIX} SELECT {names} WHERE {{", where, "}"])
