"""Cases that are easily got wrong, by hand: what must be found of ``e:a``, by the recommendation."""

import io

import pytest

from koryu.errors import OntologyError
from koryu.rdf.reading import empty_graph
from koryu.shacl.check import check, read_data
from koryu.shacl.data import Data

PREFIXES = """
    @prefix e: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    e: sh:declare [ sh:prefix "e" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
"""


def results(turtle, shape, more=""):
    data = Data()
    data.add_file(io.BytesIO((PREFIXES + turtle).encode()), "ttl", "data.ttl")
    target = "" if "sh:target" in shape else "sh:targetNode e:a ;"
    shapes = empty_graph().parse(data=f"{PREFIXES} e:S {target} {shape} . {more}", format="turtle")
    return check(data, shapes)


def found(turtle, shape, more=""):
    names = (result.component.partition("#")[2] for result in results(turtle, shape, more))
    return sorted(name.removesuffix("ConstraintComponent") for name in names)


def sparql(select):
    return f'sh:sparql [ sh:prefixes e: ; sh:select """{select}""" ]'


VALUES = "e:a e:p " + ", ".join(map(str, range(9))) + " ."


@pytest.mark.parametrize("many", [2, 3, 9])
def test_counts_are_met(many):
    turtle = "e:a e:p " + ", ".join(map(str, range(many))) + " ."
    assert found(turtle, f"sh:path e:p ; sh:minCount {many}") == []
    assert found(turtle, f"sh:path e:p ; sh:maxCount {many}") == []
    assert found(turtle, f"sh:path e:p ; sh:minCount {many + 1}") == ["MinCount"]
    assert found(turtle, f"sh:path e:p ; sh:maxCount {many - 1}") == ["MaxCount"]


@pytest.mark.parametrize("count", [12, 400, 10_000])
def test_great_counts_are_counted(count):
    number = "[ sh:datatype xsd:integer ]"
    assert found(VALUES, f"sh:path e:p ; sh:minCount {count} ; sh:maxCount {count}") == ["MinCount"]
    qualified = f"sh:path e:p ; sh:qualifiedValueShape {number} ; sh:qualifiedMinCount {count}"
    assert found(VALUES, qualified) == ["QualifiedMinCount"]
    nested = f"sh:node [ sh:property [ sh:path e:p ; sh:minCount {count} ] ]"
    assert found(VALUES, nested) == ["Node"]
    assert found(VALUES, nested.replace("minCount", "maxCount")) == []
    assert found(VALUES, nested.replace(f"minCount {count}", "maxCount 8")) == ["Node"]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("sh:property [ sh:path [ sh:zeroOrMorePath e:p ] ; sh:nodeKind sh:Literal ]", ["NodeKind"]),
        ("sh:property [ sh:path [ sh:zeroOrOnePath e:p ] ; sh:minCount 1 ]", []),
        ("sh:property [ sh:path [ sh:zeroOrMorePath e:p ] ; sh:hasValue e:a ]", []),
        ("sh:property [ sh:path [ sh:zeroOrMorePath e:p ] ; sh:maxCount 0 ]", ["MaxCount"]),
        ("sh:node [ sh:property [ sh:path [ sh:zeroOrMorePath e:p ] ; sh:nodeKind sh:Literal ] ]", ["Node"]),
        ("sh:equals e:p", ["Equals"]),
        ("sh:property [ sh:path e:p ; sh:minCount 1 ]", ["MinCount"]),
        ("sh:nodeKind sh:Literal", ["NodeKind"]),
    ],
)
def test_a_node_that_is_nowhere_is_reached_by_no_steps(shape, expected):
    assert found("e:b e:q e:c .", shape) == expected


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("SELECT $this { { OPTIONAL { $this e:p ?x } FILTER(!bound(?x)) } UNION { $this e:z ?y } }", 1),
        (
            "SELECT $this { { SELECT $this (COUNT(?x) AS ?n) { OPTIONAL { $this e:p ?x } } GROUP BY $this }"
            " FILTER(?n = 0) }",
            1,
        ),
        ("SELECT $this { { OPTIONAL { $this e:p ?x } $this e:q ?y } FILTER(!bound(?x)) }", 1),
        ("SELECT $this { FILTER('bound(y)' != '(true)') }", 1),
        ("SELECT $this { FILTER(BOUND ( $this )) }", 1),
        ("SELECT $this { FILTER NOT EXISTS { $this e:p ?x } }", 1),
        ("SELECT $this { $this e:q ?v0 . FILTER(?v0 > 5) }", 1),
    ],
)
def test_queries_are_about_the_focus_node(select, expected):
    turtle = "e:a e:q 9 . e:b e:p 1 . e:c e:p 2 ."
    assert found(turtle, sparql(select)) == ["SPARQL"] * expected
    assert found(turtle, f"sh:targetSubjectsOf e:q ; {sparql(select)}") == ["SPARQL"] * expected


def test_a_query_in_another_shape_gets_values_and_prefixes():
    query = sparql("SELECT $this WHERE { $this e:n ?x FILTER(?x > 3) }")
    shape = f"sh:targetObjectsOf e:p ; sh:node [ {query} ]"
    turtle = '_:a e:n "05"^^xsd:integer . _:b e:n "5"^^xsd:int . _:c e:n 5.0 . _:d e:n 5 .'
    assert found(f"e:a e:p _:a, _:b, _:c, _:d . {turtle}", shape) == ["Node"] * 4


def test_a_target_that_the_store_would_rewrite_is_asked_of():
    shape = f'sh:targetNode "05"^^xsd:integer ; {sparql("SELECT $this WHERE { FILTER($this > 3) }")}'
    assert found("e:a e:p 1 .", shape) == ["SPARQL"]


def test_a_blank_node_of_the_shapes_is_none_of_the_data():
    assert found("e:a e:p _:x .", "sh:path e:p ; sh:hasValue [ ]") == ["HasValue"]


def test_blank_nodes_of_two_files_are_two(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.nt").write_text("<https://example.org/a> <https://example.org/p> _:x .\n")
    data = read_data([tmp_path / "a.nt", tmp_path / "b.nt"])
    assert len(data.select("SELECT ?x WHERE { ?s ?p ?x }").rows) == 2


@pytest.mark.parametrize("space", ["", " ", "\t"])
def test_blank_nodes_are_found_behind_spaces(space):
    data = Data()
    data.add_file(io.BytesIO(f"{space}_:x <urn:p> 'a' .".replace("'", '"').encode()), "nt", "x.nt")
    assert data.select("SELECT ?x WHERE { ?x ?p ?o }").rows == [("_:x",)]


@pytest.mark.parametrize(
    "literal",
    [
        r'"05"^^<http://www.w3.org/2001/XMLSchema#\u0069nteger>',
        '"05"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ],
)
def test_literals_are_kept_however_their_datatype_is_written(literal):
    data = Data()
    data.add_file(io.BytesIO(f"<urn:a> <urn:p> {literal} .\n".encode()), "nt", "x.nt")
    assert data.select("SELECT ?x WHERE { ?s ?p ?x }").rows == [
        ('"05"^^<http://www.w3.org/2001/XMLSchema#integer>',)
    ]


def test_numbers_of_more_digits_than_the_store_holds_are_compared():
    turtle = "e:a e:p 99999999999999999999999999, -99999999999999999999999999, 0.12345678901234567890123 ."
    assert [result.value[:3] for result in results(turtle, "sh:path e:p ; sh:minInclusive 0.1")] == ['"-9']
    assert [result.value[:3] for result in results(turtle, "sh:path e:p ; sh:maxInclusive 0.2")] == ['"99']


def test_a_query_gives_its_own_message():
    (result,) = results("e:a e:p 1 .", sparql("SELECT $this ('so'@en AS ?message) WHERE { $this e:p 1 }"))
    assert result.messages == {"en": "so"}


def test_a_query_reports_a_failure():
    query = sparql("SELECT $this ?failure WHERE { $this e:p 1 BIND(true AS ?failure) }")
    with pytest.raises(OntologyError, match=r"^<https://example\.org/S>: its query reports a failure"):
        results("e:a e:p 1 .", query)


def test_blank_nodes_without_a_label_have_the_same_one_each_time():
    turtle = "e:a e:p [ e:q [ ] ], [ ] ."
    once, again = (sorted(r.value for r in results(turtle, "sh:path e:p ; sh:nodeKind sh:IRI")) for _ in "ab")
    assert once == again == ["_:anonymous-2", "_:anonymous-4"]  # the first is in the prefixes
