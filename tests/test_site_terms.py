"""The pages of the vocabulary: overview, terms, concept schemes and rules, in three languages."""

from urllib.parse import quote

import pytest

from koryu.settings import read_settings
from koryu.site.drawing.class_geometry import Arc, draw_classes
from koryu.site.frame.reader import Reader
from koryu.site.vocabulary.rules import shapes_page
from koryu.site.vocabulary.schemes import concepts_page, scheme_page
from koryu.site.vocabulary.terms import ontology_page, term_page
from small_client import asking
from small_site import BASE, PREFIXES, SETTINGS, VOCABULARY, make_edition, read_page

MORE = f"""
graph:ontology {{
  <{BASE}def> a owl:Ontology ; dcterms:title "Harbours in words"@en , "港の語彙"@ja ;
    owl:versionInfo "1.2.0" ; dcterms:description "Who deals."@en .
  k:Harbour skos:definition "A place for ships."@en ; skos:example "Kobe."@en , "Not one: Lhasa."@en ;
    rdfs:subClassOf [ a owl:Restriction ; owl:onProperty k:tons ; owl:maxCardinality 1 ] .
  k:party rdfs:domain k:Deal ; rdfs:range k:Harbour .
  k:locode rdfs:domain k:Harbour ; rdfs:range xsd:string ; a owl:FunctionalProperty .
  k:partyOf a owl:ObjectProperty ; owl:inverseOf k:party ; rdfs:label "party of"@en .
  k:ShipPlace a owl:Class , owl:DeprecatedClass ; rdfs:label "Ship place"@en ;
    dcterms:isReplacedBy k:Harbour .
}}
graph:concepts {{
  c:metal a skos:Concept ; skos:inScheme c:kinds ; skos:prefLabel "metal"@en , "金属"@ja ;
    skos:definition "What is cast."@en .
  c:iron skos:broader c:metal .
}}
"""
SHAPES = f"""{PREFIXES.replace("PREFIX", "@prefix").replace(">", "> .")}
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix s: <{BASE}shapes#> .
s:HarbourShape a sh:NodeShape ; sh:targetClass k:Harbour ; sh:property s:HarbourShape-tons .
s:HarbourShape-tons a sh:PropertyShape ; sh:path k:tons ; sh:maxCount 1 ; sh:severity sh:Warning ;
  sh:message "HA1: a harbour has one figure at most. Likely cause: two rows."@en ,
    "HA1：港の数値は一つまでです。考えられる原因：二つの行。"@ja .
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    root = tmp_path_factory.mktemp("terms")
    made = make_edition(root, vocabulary=VOCABULARY + MORE)
    (root / "ontology/shapes").mkdir()
    (root / "ontology/shapes/harbour.ttl").write_text(SHAPES, "utf-8")
    return made


def facts(page):
    return {each.one("dt").text: each.one("dd").text for each in page.all("dl", class_="facts")[0].all("div")}


def term(edition, name, lang="en"):
    return read_page(term_page(edition, name, Reader(lang)))


def test_the_overview_has_title_version_counts_and_every_term_with_its_uses(edition):
    page = read_page(ontology_page(edition, Reader("en")))
    assert page.one("h1").text == "Harbours in words"
    assert page.one("p", class_="lead").text == "Who deals."
    assert facts(page) == {"Version": "1.2.0"}
    said = "5 classes, 17 properties, 2 concepts in 1 schemes, 1 rules · Rules of the data"
    assert said in page.one("main").texts("p")
    classes = page.all("table")[0].all("tr")[1:]
    assert [(row["id"], row.one("th").one("a")["href"], row.texts("td")) for row in classes] == [
        ("Deal", "/def/Deal", ["", "1"]),
        ("Harbour", "/def/Harbour", ["A place for ships.", "6"]),
        ("OldHarbour", "/def/OldHarbour", ["", "1"]),
        ("Page", "/def/Page", ["", "0"]),
        ("ShipPlace", "/def/ShipPlace", ["", "0"]),
    ]
    party = next(row for row in page.all("tr") if row.get("id") == "party")
    assert party.texts("td") == ["", "Deal", "Harbour", "0"]
    assert [each["href"] for each in page.all("a") if "/def/scheme/" in each["href"]] == ["/def/scheme/kinds"]


def test_the_diagram_is_a_tree_with_arcs_where_properties_lead(edition):
    diagram = draw_classes(edition.ontology, "en")
    assert [(node.label, node.x, node.y) for node in diagram.nodes] == [
        ("Deal", 0, 18),
        ("Harbour", 0, 44),
        ("Old harbour", 18, 70),
        ("Page", 0, 96),
        ("Ship place", 0, 122),
    ]
    assert (diagram.width, diagram.height) == (400, 138)
    assert (
        diagram.arcs
        == (
            Arc("below", "M6 49V66H15", "Old harbour ⊂ Harbour"),
            Arc("relation", "M40.8 14C135.5 14 135.5 40 65.4 40", "Deal → Harbour: party"),
        )
        or [(arc.kind, arc.title) for arc in diagram.arcs] == []
    )


def test_labels_of_the_diagram_are_links_in_the_readers_language(edition):
    page = read_page(ontology_page(edition, Reader("ja", is_chosen=True)))
    svg = page.one("svg", role="group")
    assert [(each["href"], each.text) for each in svg.all("a")] == [
        ("/def/Page?lang=ja", "Page"),
        ("/def/ShipPlace?lang=ja", "Ship place"),
        ("/def/Deal?lang=ja", "取引"),
        ("/def/Harbour?lang=ja", "港"),
        ("/def/OldHarbour?lang=ja", "Old harbour"),
    ]


def test_a_class_has_names_examples_bounds_properties_and_uses(edition):
    page = term(edition, "Harbour", "ja")
    assert (page.one("h1").text, page.one("p", class_="lead").text) == ("港", "A place for ships.")
    assert facts(page) == {
        "名称": "English Harbour 日本語 港 中文 港口",
        "例": "English Kobe. English Not one: Lhasa.",
        "下位": "Old harbour",
        "条件": "tons (1 以下)",
        "記述のあるファイル": "ontology/koryu.ttl",
    }
    assert [each.text for each in page.all("h2") if each.text.endswith("プロパティ")] == [
        "港のプロパティ", "ここを指すプロパティ",
    ]  # fmt: skip


def test_a_property_has_domain_range_inverse_alignments_and_statements(edition):
    page = term(edition, "party")
    assert facts(page) == {
        "Names": "English party 日本語 当事者 中文 当事方",
        "Of": "Deal",
        "Leads to": "Harbour",
        "Has below it": "first party",
        "Inverse": "party of",
        "In other vocabularies": "subproperty of www.w3.org/ns/org#hasMember",
        "Stands in": "ontology/koryu.ttl, ontology/alignments.ttl",
    }
    uses = [each.text for each in page.one("main").all("li") if "→" in each.text]
    assert sorted(uses) == ["Dalian City – Kobe City → Dalian City", "Dalian City – Kobe City → Kobe City"]
    (editor,) = [each["href"] for each in page.all("a", class_="button")]
    assert editor.endswith("LIMIT+100")
    assert facts(term(edition, "locode"))["Nature"] == "one value at most"
    assert facts(term(edition, "partyOf"))["Inverse"] == "party"


def test_a_retired_term_says_so_and_points_on(edition):
    page = term(edition, "ShipPlace")
    assert page.one("p", role="alert").one("a")["href"] == "/def/Harbour"
    assert "Not used in the data yet." in page.texts("p")


def test_the_rules_about_a_term_are_on_its_page(edition):
    for name in ("Harbour", "tons"):
        page = term(edition, name, "ja")
        assert page.all("dl", class_="facts")[-1].one("dd").text == "港の数値は一つまでです。"
        assert page.all("dl", class_="facts")[-1].one("a")["href"] == "/shapes#HA1"


def test_there_is_no_page_of_what_is_not_there(edition):
    assert term_page(edition, "Nothing", Reader("en")) is None
    assert scheme_page(edition, "nothing", Reader("en")) is None


def test_a_scheme_is_a_tree_of_its_concepts(edition):
    page = read_page(scheme_page(edition, "kinds", Reader("ja")))
    (metal,) = page.all("li", id="metal")
    assert (metal.texts("strong"), metal.all("p")[0].text) == (["金属", "鉄"], "What is cast.")
    (iron,) = metal.all("li", id="iron")
    assert iron.text == "鉄 iron iron · 使用：1 回"
    assert read_page(concepts_page(edition, Reader("en"))).one("h2", id="scheme-kinds").text == "Kinds"


def test_the_rules_are_told_in_words_by_class(edition):
    page = read_page(shapes_page(edition, Reader("ja")))
    assert page.texts("h2")[0] == "港"
    rule = page.one("div", id="HA1")
    assert (rule.one("dt").text, rule.one("dd").text) == (
        "HA1警告",
        "港の数値は一つまでです。 考えられる原因： 二つの行。ontology/shapes/harbour.ttl",
    )


def test_rules_that_cannot_be_read_are_told_and_the_pages_still_come(tmp_path):
    made = make_edition(tmp_path)
    (tmp_path / "ontology/shapes").mkdir()
    (tmp_path / "ontology/shapes/broken.ttl").write_text("this is no Turtle", "utf-8")
    page = read_page(shapes_page(made, Reader("en")))
    assert page.one("p", role="alert").text.startswith("The rules cannot be read at the moment: ")
    assert read_page(term_page(made, "Harbour", Reader("en"))).one("h1").text == "Harbour"


def test_a_project_without_an_ontology_says_so(tmp_path):
    made = make_edition(tmp_path, vocabulary="", settings=SETTINGS.replace('["en", "ja", "zh"]', '["en"]'))
    page = read_page(ontology_page(made, Reader("en")))
    assert "This project has no ontology of its own." in page.texts("p")
    assert read_page(concepts_page(made, Reader("en"))).one("main").texts("p") == [
        "This project has no concept schemes."
    ]
    assert "This project has no shapes and no checks." in read_page(shapes_page(made, Reader("en"))).texts(
        "p"
    )


def test_terms_are_pages_and_turtle(tmp_path):
    make_edition(tmp_path, vocabulary=VOCABULARY + MORE)
    with asking(read_settings(tmp_path)) as client:
        page = client.get("/def/Harbour", headers={"Accept": "text/html"})
        assert read_page(page.text).one("h1").text == "Harbour"
        for path in ("/def/Harbour.ttl", "/def/Harbour?format=ttl"):
            assert client.get(path).headers["Content-Type"] == "text/turtle; charset=utf-8"
        for path in ("/def", "/def/concept", "/def/scheme/kinds"):
            answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": "ja"})
            assert (answer.status_code, answer.headers["Content-Language"]) == (200, "ja")
        assert client.get("/def/Nothing", headers={"Accept": "text/html"}).status_code == 404


def test_terms_and_schemes_may_be_called_in_any_script(tmp_path):
    make_edition(
        tmp_path, vocabulary=VOCABULARY.replace("k:OldHarbour", "k:旧港").replace("c:kinds", "c:種類")
    )
    term, scheme = f"/def/{quote('旧港')}", f"/def/scheme/{quote('種類')}"
    with asking(read_settings(tmp_path)) as client:
        for path in (term, scheme):
            answer = client.get(path, headers={"Accept": "text/turtle"})
            assert (answer.status_code, answer.headers["content-location"]) == (200, f"{path}.ttl")
            assert client.get(f"{path}.html").status_code == 200
        assert (
            f'<{term}.html>; rel="alternate"; type="text/html"' in client.get(f"{term}.ttl").headers["link"]
        )
