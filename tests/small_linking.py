"""A project of a few governments without links, and the endpoint of a dataset that knows them, for tests."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from koryu.stores.local import LocalStore

ROOT = Path(__file__).parents[1]
WD = "http://www.wikidata.org/entity/"
ID = "https://w3id.org/koryu/id/government/"
OURS = """
PREFIX k: <https://w3id.org/koryu/def#>
PREFIX c: <https://w3id.org/koryu/def/concept#>
PREFIX g: <https://w3id.org/koryu/id/government/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<https://w3id.org/koryu/graph/gazetteer> {
  g:japan a k:Country, k:Government ; k:level c:country ; k:governmentType c:sovereign-state ;
    k:iso31661Alpha2 "JP" ; rdfs:label "Japan"@en, "日本"@ja .
  g:hiroshima a k:Government ; k:level c:first-level-unit ; k:governmentType c:prefecture-ken ;
    k:country g:japan ; k:parent g:japan ; k:iso31662 "JP-34" ;
    rdfs:label "Hiroshima Prefecture"@en, "広島県"@ja, "广岛县"@zh-Hans .
  g:hiroshima-city a k:Government ; k:level c:municipality ; k:governmentType c:designated-city ;
    k:country g:japan ; k:parent g:hiroshima ; k:dantaiCode "341002" ;
    rdfs:label "Hiroshima City"@en, "広島市"@ja, "广岛市"@zh-Hans .
  g:fuchu a k:Government ; k:level c:municipality ; k:governmentType c:city ;
    k:country g:japan ; k:parent g:hiroshima ; rdfs:label "Fuchu City"@en, "府中市"@ja ; k:territory g:t1 .
  g:t1 k:latitude 34.568 ; k:longitude 133.236 .
  g:kure a k:Government ; k:level c:municipality ; k:governmentType c:city ;
    k:country g:japan ; k:parent g:hiroshima ; k:dantaiCode "342025" ;
    rdfs:label "Kure City"@en, "呉市"@ja .
  g:mihara a k:Government ; k:level c:municipality ; k:governmentType c:city ;
    k:country g:japan ; k:parent g:hiroshima ; k:dantaiCode "342041" ;
    rdfs:label "Mihara City"@en, "三原市"@ja .
  g:onomichi a k:Government ; k:level c:municipality ; k:governmentType c:city ;
    k:country g:japan ; k:parent g:hiroshima ; rdfs:label "Onomichi City"@en, "尾道市"@ja .
  g:mukaishima a k:Government ; k:level c:municipality ; k:governmentType c:town ;
    k:country g:japan ; k:parent g:hiroshima ; rdfs:label "Mukaishima Town"@en, "向島町"@ja .
}
"""
# by key: what it is, and why that is not told by a name or a code alone
THEIRS = """
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<http://www.wikidata.org> schema:dateModified "2026-11-25T03:00:00Z"^^xsd:dateTime .
wd:Q17 wdt:P31 wd:Q6256 ; wdt:P17 wd:Q17 ; wdt:P297 "JP" ; rdfs:label "Japan"@en , "日本"@ja .
wd:Q34 wdt:P31 wd:Q50337 ; wdt:P17 wd:Q17 ; wdt:P131 wd:Q17 ; wdt:P300 "JP-34" ;
  rdfs:label "Hiroshima Prefecture"@en , "広島県"@ja .
wd:Q13 wdt:P31 wd:Q50337 ; wdt:P17 wd:Q17 ; wdt:P131 wd:Q17 ; wdt:P300 "JP-13" ;
  rdfs:label "Tokyo"@en , "東京都"@ja .
wd:Q341002 wdt:P31 wd:Q1749269 ; wdt:P17 wd:Q17 ; wdt:P131 wd:Q34 ; wdt:P429 "341002" ;
  rdfs:label "Hiroshima"@en , "広島市"@ja .
# two cities of one name, and a station
wd:Q342084 wdt:P31 wd:Q494721 ; wdt:P17 wd:Q17 ; wdt:P131 wd:Q34 ; wdt:P429 "342084" ;
  rdfs:label "Fuchū"@en , "府中市"@ja ; wdt:P625 "Point(133.23 34.57)"^^geo:wktLiteral .
wd:Q132063 wdt:P31 wd:Q494721 ; wdt:P17 wd:Q17 ; wdt:P131 wd:Q13 ; wdt:P429 "132063" ;
  rdfs:label "Fuchū"@en , "府中市"@ja ; wdt:P625 "Point(139.48 35.67)"^^geo:wktLiteral .
wd:Q7001 wdt:P31 wd:Q55488 ; wdt:P17 wd:Q17 ; wdt:P131 wd:Q342084 ;
  rdfs:label "Fuchū Station"@en , "府中駅"@ja ; wdt:P625 "Point(133.24 34.57)"^^geo:wktLiteral .
# a code that is not ours
wd:Q342025 wdt:P31 wd:Q494721 ; wdt:P17 wd:Q17 ; wdt:P131 wd:Q34 ; wdt:P429 "342026" ;
  rdfs:label "Kure"@en , "呉市"@ja .
# the city that was, with the code, and the one that is, without
wd:Q342040 wdt:P31 wd:Q494721 ; wdt:P17 wd:Q17 ; wdt:P131 wd:Q34 ; wdt:P429 "342041" ;
  wdt:P576 "2005-03-22T00:00:00Z"^^xsd:dateTime ; rdfs:label "Mihara"@en , "三原市"@ja .
wd:Q342041 wdt:P31 wd:Q494721 ; wdt:P17 wd:Q17 ; wdt:P131 wd:Q34 ; rdfs:label "Mihara"@en , "三原市"@ja .
# described twice
wd:Q342050 wdt:P31 wd:Q494721 ; wdt:P17 wd:Q17 ; wdt:P131 wd:Q34 ; rdfs:label "Onomichi"@en , "尾道市"@ja .
wd:Q342051 wdt:P31 wd:Q494721 ; wdt:P17 wd:Q17 ; wdt:P131 wd:Q34 ; rdfs:label "Onomichi"@en , "尾道市"@ja .
"""
FOUND = {  # by key: the verdict, and the candidates that are possible, best first
    "fuchu": ("clear", ["Q342084"]),
    "hiroshima": ("clear", ["Q34"]),
    "hiroshima-city": ("clear", ["Q341002"]),
    "japan": ("clear", ["Q17"]),
    "kure": ("several", ["Q342025"]),
    "mihara": ("clear", ["Q342041", "Q342040"]),
    "mukaishima": ("none", []),
    "onomichi": ("several", ["Q342050", "Q342051"]),
}


def lay_out(root: Path) -> Path:
    """Lay out the project at ``root`` with the shipped stored queries, and a build that tests only read."""
    root.mkdir(parents=True, exist_ok=True)
    lines = (ROOT / "koryu.toml").read_text("utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("template"))
    (root / "koryu.toml").write_text(text, "utf-8")
    (root / "queries").symlink_to(ROOT / "queries")
    (root / "data").mkdir()
    (root / "build").symlink_to(_build(), target_is_directory=True)
    return root


@cache
def _build() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="koryu-linking-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store = ox.Store(str(folder / "store"))
    store.load(OURS.encode(), ox.RdfFormat.TRIG)
    store.flush()
    return folder


def dataset_store(name: str) -> LocalStore:
    """The few things of a dataset, in its own shape, in a store."""
    store = ox.Store()
    store.load(path=str(ROOT / f"tests/examples/link/{name}.ttl"), format=ox.RdfFormat.TURTLE)
    return LocalStore.around(store)


def ntriples_of(name: str) -> str:
    """The same as N-Triples."""
    triples = dataset_store(name).construct("CONSTRUCT WHERE { ?s ?p ?o }")
    return "".join(f"{' '.join(triple)} .\n" for triple in sorted(triples))
