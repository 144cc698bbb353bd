"""What tables make is held against shapes as it would be if it were made."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from fault_kinds.rows import Result as Expected
from faults import generate as generate_faults
from judging import Verdict, judge, read_expected

from koryu.cli import koryu
from koryu.columnar.populate import populate
from koryu.namespaces import SH
from koryu.proofs.queries.patterns import Unknown, read_pattern
from koryu.proofs.validate import Validated, validate_tables
from koryu.rdf.reading import empty_graph, parse_turtle, triples_of
from koryu.shacl.custom import SPARQL
from koryu.shacl.data import Data
from koryu.shacl.evaluating import evaluate
from koryu.shacl.literals import stored
from koryu.shacl.reading import read_shapes
from koryu.shacl.results import Result
from koryu.shacl.shapes import Scope, Shape, Test
from small_proofs import PREFIXES, draw_shapes, draw_tables

BENCHMARKS = Path(__file__).parent / "benchmarks"
WAYS = ("proven", "columns", "query")


def shapes_of(turtle: str) -> list[Shape]:
    return read_shapes(empty_graph().parse(data=turtle, format="turtle"), "shapes.ttl")


def keyed(results: list[Result]) -> Counter[tuple[str, ...]]:
    """Count results.

    How the case of a language tag, and what a query finds of a number, are told hangs on what else is loaded.
    """
    return Counter(map(_key, results))


def _key(each: Result) -> tuple[str, ...]:
    found, messages = each.value or "", str(sorted(each.messages.items()))
    if each.component == SPARQL and found.endswith(">") and found.startswith('"'):
        found, messages = stored(found), ""
    terms = (each.focus, str(each.path), found, each.component, each.shape, each.severity, messages)
    return tuple(term.replace('"@EN', '"@en') for term in terms)


def asked(metadata: Path, shapes: list[Shape]) -> list[Result]:
    """Validate the graph that is made."""
    graph = metadata.with_name("graph.nt")
    populate(metadata, output=graph, mode="minimal")
    data = Data()
    data.read(graph, "nt")
    return list(evaluate(shapes, data))


def compare(folder: Path, seed: int) -> Validated:
    """Draw tables and shapes, and hold what columns find against what queries find."""
    chance = Random(seed)
    metadata, turtle = draw_tables(folder, chance), draw_shapes(chance)
    shapes = shapes_of(turtle)
    found = validate_tables([metadata], shapes)
    expected, got = keyed(asked(metadata, shapes)), keyed(found.results)
    assert got == expected, f"seed {seed}: missing {expected - got}, too many {got - expected}\n{turtle}"
    return found


ALL_WAYS = """
    And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan LessThanOrEquals MaxCount
    MaxLength MinCount MinInclusive MinLength Node NodeKind Not Or Pattern QualifiedMaxCount
    QualifiedMinCount UniqueLang Xone
""".split()  # noqa: SIM905 - so many names read better as a text


def test_columns_report_what_queries_report_on_the_graph_that_is_made(tmp_path):
    ways: Counter[tuple[str, str]] = Counter()
    for seed in range(400):
        folder = tmp_path / str(seed)
        folder.mkdir()
        for told in compare(folder, seed).explanations:
            ways[told.component.removeprefix(SH).removesuffix("ConstraintComponent"), told.way] += 1
    taken = {name: tuple(way for way in WAYS if ways[name, way]) for name in ALL_WAYS}
    assert taken == dict.fromkeys(ALL_WAYS, WAYS)
    assert ways["SPARQL", "query"] > 20


def table(folder: Path, rows: str, columns: list[dict[str, Any]], about: str = "a/{key}") -> Path:
    """Write a table and its metadata."""
    names = [each["name"] for each in columns if not each.get("virtual")]
    (folder / "t.csv").write_text(",".join(["key", *names]) + "\n" + rows, "utf-8")
    described = [{"name": "key", "suppressOutput": True}, *columns, TYPE]
    schema = {"aboutUrl": f"https://e/{about}", "columns": described}
    metadata = folder / "csv-metadata.json"
    metadata.write_text(
        json.dumps({"@context": "http://www.w3.org/ns/csvw", "url": "t.csv", "tableSchema": schema}), "utf-8"
    )
    return metadata


TYPE = {"name": "type", "virtual": True, "propertyUrl": "rdf:type", "valueUrl": "https://e/A"}
P = {"name": "p", "propertyUrl": "https://e/p"}
Q = {"name": "q", "propertyUrl": "https://e/q"}
DATE = {"datatype": "date"}
IRI = {"valueUrl": "https://e/a/{p}"}


def on_p(said: str) -> str:
    return f"{PREFIXES} :S sh:targetClass :A ; sh:property [ sh:path :p ; {said} ] ."


@pytest.mark.parametrize(
    ("columns", "said", "way", "why"),
    [
        ([P], "sh:datatype xsd:string", "proven", "p makes <http://www.w3.org/2001/XMLSchema#string>"),
        ([P | {"lang": "ja"}], 'sh:languageIn ( "ja" )', "proven", "p makes texts in ja"),
        ([P | DATE], "sh:datatype xsd:date", "columns",
         "cells of p that are <http://www.w3.org/2001/XMLSchema#date>"),
        ([P], "sh:maxCount 1", "proven", "1 columns make it, in one row for each subject"),
        ([P], "sh:minCount 1", "columns", "rows with 1 or more cells that are not empty in p"),
        ([P | IRI], "sh:nodeKind sh:IRI", "proven", "<https://e/a/{p}> makes nodes of kind IRI"),
        ([P | IRI], "sh:class :A", "columns", "<https://e/a/{p}> is looked up among <https://e/a/{key}>"),
        ([P, Q | {"lang": "en"}], "sh:disjoint :q", "proven", "no two of the columns can make one term"),
        ([P | DATE, Q | DATE], "sh:lessThan :q", "columns", "rows in order by p, q"),
        ([P], 'sh:pattern "^[a-z]"', "columns", "texts of p that match"),
        ([P], r'sh:pattern "\\d"', "query", "columns may understand its regular expression otherwise"),
        ([P | {"separator": ";"}], "sh:minCount 1", "query",
         "only the general converter knows the values of <https://e/p>"),
        ([P | {"datatype": "dateTime"}], "sh:datatype xsd:dateTime", "query",
         "columns cannot tell which cells of p are right"),
        ([P | {"propertyUrl": "https://e/{key}"}], "sh:minCount 1", "query",
         "a column makes predicates that are not the same in all rows, or lists"),
        ([P, TYPE | {"name": "below", "propertyUrl": "rdfs:subClassOf"}], "sh:minCount 1", "query",
         "the tables say which classes are below others"),
    ],
)  # fmt: skip
def test_explanations(tmp_path, columns, said, way, why):
    found = validate_tables([table(tmp_path, "", columns)], shapes_of(on_p(said)))
    assert [(each.way, each.why) for each in found.explanations] == [(way, why)]


def test_closed_is_proven_where_no_column_makes_another_predicate(tmp_path):
    closed = f"{PREFIXES} :S sh:targetClass :A ; sh:closed true ; sh:ignoredProperties ( rdf:type :p ) ."
    (told,) = validate_tables([table(tmp_path, "", [P])], shapes_of(closed)).explanations
    assert str(told) == "proven: S Closed: no table makes another predicate of <https://e/a/{key}>"


def cells(metadata: Path, turtle: str) -> list[tuple[str, str | None]]:
    found = validate_tables([metadata], shapes_of(turtle), root=metadata.parent).results
    return sorted((str(each.cell), each.value) for each in found)


def test_each_result_knows_its_cell(tmp_path):
    metadata = table(tmp_path, 'k1,"two\nlines",2\nk2,,x\nk3,ok,3\n', [P, Q | {"datatype": "integer"}])
    assert cells(metadata, on_p('sh:minCount 1 ; sh:pattern "^ok"')) == [
        ("t.csv:2:p", '"two\\nlines"'),
        ("t.csv:4:p", None),
    ]
    assert cells(metadata, on_p("sh:minCount 1").replace(":p ;", ":q ; sh:datatype xsd:integer ;")) == [
        ("t.csv:4:q", '"x"')
    ]


def test_results_of_queries_know_their_cells(tmp_path):
    metadata = table(tmp_path, "k1,ok\nk2,1\n", [P])
    assert cells(metadata, on_p(r'sh:pattern "\\d"')) == [("t.csv:2:p", '"ok"')]


def test_rows_about_one_thing_are_seen_together(tmp_path):
    metadata = table(tmp_path, "k1,a\nk1,b\nk2,a\nk2,a\n", [P])
    found = validate_tables([metadata], shapes_of(on_p("sh:maxCount 1")))
    assert [(each.way, each.component) for each in found.explanations] == [
        ("proven", f"{SH}MaxCountConstraintComponent")
    ]
    assert [each.focus for each in found.results] == ["<https://e/a/k1>"]


NOT_CLOSED = (
    f"{PREFIXES} :S sh:targetClass :A ; sh:not [ sh:closed true ; sh:ignoredProperties ( rdf:type ) ] ."
)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        (P | {"separator": ";"}, ";"),
        (P | {"separator": ";", "null": ["x"]}, "x"),
        (P | {"virtual": True}, ""),
    ],
    ids=["a list of nothing", "a list of null", "a virtual column without a value"],
)
def test_a_cell_that_makes_no_triple_is_not_taken_for_one(tmp_path, column, cell):
    row = "k1\n" if column.get("virtual") else f"k1,{cell}\n"
    metadata, shapes = table(tmp_path, row, [column]), shapes_of(NOT_CLOSED)
    assert [each.focus for each in asked(metadata, shapes)] == ["<https://e/a/k1>"]
    assert [each.focus for each in validate_tables([metadata], shapes).results] == ["<https://e/a/k1>"]


def test_no_key_can_be_made_to_be_taken_for_another(tmp_path):
    """These two had one hash while hashes had no secret."""
    metadata = table(tmp_path, "key-0000known-01,\nk2,elzkt1w9K67l2E34\n", [P | IRI])
    found = validate_tables([metadata], shapes_of(on_p("sh:class :A")))
    assert [(each.focus, each.value) for each in found.results] == [
        ("<https://e/a/k2>", "<https://e/a/elzkt1w9K67l2E34>")
    ]


@dataclass(frozen=True)
class HasSeveral(Test):
    """A constraint that no module of the proofs knows: value nodes have several values of a predicate."""

    component = "HasSeveral"
    predicate: str

    def holds(self, value: str, scope: Scope) -> str:
        one, other = scope.names.new(), scope.names.new()
        found = f"{value} {self.predicate} {one}, {other} . FILTER({one} != {other})"
        return f"EXISTS {{ {found} }}"


def test_all_is_loaded_for_a_constraint_that_is_not_known(tmp_path):
    metadata = table(tmp_path, "k1,a,b\nk2,a,a\n", [P, P | {"name": "q"}])
    (shape,) = shapes_of(on_p("sh:minCount 1").replace("sh:property", "sh:class :A ; sh:property"))
    shapes = [replace(shape, constraints=(HasSeveral("<https://e/p>"),), properties=())]
    found = validate_tables([metadata], shapes)
    assert keyed(found.results) == keyed(asked(metadata, shapes))
    assert [each.focus for each in found.results] == ["<https://e/a/k2>"]


def test_the_way_to_nested_properties_is_loaded(tmp_path):
    metadata = table(tmp_path, "k1,k2,\nk2,,x\nk3,k1,x\n", [P | IRI, Q])
    nested = "sh:property [ sh:path :p ; sh:property [ sh:path :q ; sh:minCount 1 ] ]"
    shapes = shapes_of(f"{PREFIXES} :S sh:targetClass :A ; sh:node [ {nested} ] .")
    found = validate_tables([metadata], shapes)
    assert keyed(found.results) == keyed(asked(metadata, shapes))
    assert [each.focus for each in found.results] == ["<https://e/a/k3>"]


@pytest.mark.parametrize("node", ["<https://e/a/k1>", "<https://e/nowhere>"])
@pytest.mark.parametrize("path", ["[ sh:zeroOrOnePath :q ]", "[ sh:zeroOrMorePath :q ]"])
@pytest.mark.parametrize(
    "said",
    ["sh:nodeKind sh:Literal", "sh:class :B", "sh:minCount 2", "sh:maxCount 0",
     "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMaxCount 0"],
)  # fmt: skip
def test_a_node_is_reached_by_no_steps_whatever_is_loaded(tmp_path, node, path, said):
    metadata = table(tmp_path, "k1,x\nk2,y\n", [P])
    named = shapes_of(f"{PREFIXES} :S sh:targetNode {node} ; sh:property [ sh:path {path} ; {said} ] .")
    found = validate_tables([metadata], named)
    assert keyed(found.results) == keyed(asked(metadata, named))
    assert [each.focus for each in found.results] == [node]


def test_a_node_that_is_not_loaded_otherwise_is_equal_to_itself_alone(tmp_path):
    metadata = table(tmp_path, "k1,x\nk2,y\n", [P])
    said = "sh:property [ sh:path [ sh:zeroOrOnePath :q ] ; sh:equals :r ]"
    named = shapes_of(f"{PREFIXES} :S sh:targetNode <https://e/a/k1> ; {said} .")
    (told,) = validate_tables([metadata], named).results
    assert told.value == "<https://e/a/k1>"


def test_queries_may_ask_the_shapes_graph(tmp_path):
    query = "SELECT $this WHERE { $this <https://e/p> ?x . GRAPH $shapesGraph { $this <https://e/r> ?x } }"
    turtle = (
        f'{PREFIXES} :S sh:targetClass :A ; sh:sparql [ sh:select "{query}" ] . <https://e/a/k1> :r "x" .'
    )
    graph = empty_graph().parse(data=turtle, format="turtle")
    metadata = table(tmp_path, "k1,x\nk2,x\n", [P])
    found = validate_tables([metadata], read_shapes(graph, "shapes.ttl"), asked=triples_of(graph))
    assert [each.focus for each in found.results] == ["<https://e/a/k1>"]


SELECT = "PREFIX : <https://e/> SELECT $this WHERE { %s }"


@pytest.mark.parametrize(
    ("where", "predicates", "is_simple"),
    [
        ("$this :p/:q ?x ; a :A", {":p", ":q", "a"}, True),
        ("$this ^:p ?x . FILTER (?x != $this && STR(?x) < STR($this))", {":p"}, True),
        ("$this :p ?x . FILTER NOT EXISTS { ?x :q ?y }", {":p", ":q"}, False),
        ("$this :p ?x . OPTIONAL { ?x :q ?y }", {":p", ":q"}, False),
        ("{ $this :p ?x } UNION { $this (:q|^:r) ?x }", {":p", ":q", ":r"}, False),
        ("$this :p+ ?x", {":p"}, False),
    ],
)
def test_the_predicates_of_a_query(where, predicates, is_simple):
    found = read_pattern(SELECT % where)
    names = {"a": "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"}
    assert found.predicates == {names.get(each, f"<https://e/{each[1:]}>") for each in predicates}
    assert found.is_simple == is_simple


@pytest.mark.parametrize(
    "where",
    ["$this ?p ?x", "$this :p* ?x", "$this !:p ?x", "[] :p $this", "$this x:p ?x", "GRAPH ?g { $this :p ?x }",
     "{ SELECT $this WHERE { $this :p ?x } }", "$this :p ?x . FILTER (EXISTS { ?x :q ?y } || true)"],
)  # fmt: skip
def test_what_is_not_understood_is_refused(where):
    with pytest.raises(Unknown):
        read_pattern(SELECT % where)


@pytest.mark.parametrize(
    ("filter_", "rows"),
    [("", 3), ("FILTER (?x + 1 > ?y)", 2), ("FILTER (?x = ?y - 1)", 1), ("FILTER (?x * 2 > ?y)", 3)],
)
def test_a_rule_needs_the_rows_that_can_be_part_of_a_solution(tmp_path, filter_, rows):
    whole = {"datatype": "integer"}
    metadata = table(tmp_path, "k1,1,2\nk2,3,3\nk3,5,1\nk4,,1\n", [P | whole, Q | whole])
    query = f'"SELECT $this ?value WHERE {{ $this :p ?x ; :q ?y . {filter_} }}"'
    rule = f"sh:sparql [ sh:prefixes <https://e/shapes> ; sh:select {query} ]"
    turtle = f"{PREFIXES} :S sh:targetClass :A ; {rule} ."
    (told,) = validate_tables([metadata], shapes_of(turtle)).explanations
    assert told.why == (
        f"it has no negation and no grouping, so the {rows} rows that can be part of a solution suffice"
    )


def test_every_fault_of_the_benchmark_is_found_and_nothing_else(tmp_path):
    metadata = generate_faults(tmp_path, 3000, rate=0.5)
    shapes = read_shapes(parse_turtle(BENCHMARKS / "shapes.ttl"), "shapes.ttl")
    found = validate_tables([metadata], shapes)
    results = [
        Expected(each.focus, str(each.path or ""), each.value or "", each.component, each.shape)
        for each in found.results
    ]
    assert judge(read_expected(tmp_path / "expected.csv"), results) == Verdict({}, ())
    assert all(each.cell for each in found.results)
    assert {each.component for each in found.explanations if each.way == "query"} == {
        f"{SH}SPARQLConstraintComponent"
    }


def test_cells_that_are_wrong_are_warned_of_as_populate_does(tmp_path):
    whole, due = P | {"datatype": "integer"}, Q | {"required": True}
    metadata = table(tmp_path, "k1,1,x\nk2,many,x\nk3,3,\n", [whole, due])
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(on_p("sh:maxCount 1"), "utf-8")
    run = CliRunner().invoke
    told = run(koryu, ["validate", str(metadata), "--shapes", str(shapes)])
    made = run(koryu, ["populate", str(metadata), "--mode", "minimal", "-o", str(tmp_path / "graph.nt")])
    warnings = [each.partition("t.csv:")[2] for each in told.stderr.splitlines()]
    assert warnings == [
        '3:p "many" is not an integer; write digits only, such as 1304',
        "4:q is empty; it is required",
    ]
    assert warnings == [each.partition("t.csv:")[2] for each in made.stderr.splitlines()[:-1]]
    assert told.exit_code == 0


def test_no_more_cells_are_warned_of_than_a_hundred(tmp_path):
    metadata = table(tmp_path, "".join(f"k{row},x\n" for row in range(150)), [P | {"datatype": "integer"}])
    assert len(validate_tables([metadata], shapes_of(on_p("sh:maxCount 1"))).warnings) == 100


def test_the_command_validates_tables(tmp_path):
    metadata = table(tmp_path, "k1,ok\nk2,\n", [P])
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(on_p('sh:minCount 1 ; sh:message "P is due."@en'), "utf-8")
    run = ["validate", str(metadata), "--shapes", str(shapes), "--explain", "--format", "json"]
    done = CliRunner().invoke(koryu, run)
    (told,) = json.loads(done.stdout)["results"]
    assert (told["line"], told["column"], done.exit_code) == (3, "p", 1)
    assert "MinCount: rows with 1 or more cells that are not empty in p" in done.stderr
