"""Turtle and TriG: right, the same every time, and changed line by line."""

from __future__ import annotations

import difflib

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canonical import canonical, canonical_triples
from koryu.rdf.ntriples import Quad, Triple, literal, nquads
from koryu.rdf.reading import empty_graph, triples_of
from koryu.rdf.turtle import write_trig, write_turtle
from koryu.tables.populate import populate
from koryu.tables.rows import read_group
from small_tables import COUNTS, write_tables

E = "https://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PREFIXES = {"xsd": XSD, "e": E, "rdf": RDF, "deep": f"{E}deep/"}
HEAD = (
    "@prefix deep: <https://example.org/deep/> .\n"
    "@prefix e: <https://example.org/> .\n"
    f"@prefix rdf: <{RDF}> .\n"
    f"@prefix xsd: <{XSD}> .\n"
)


def triple(subject: str, predicate: str, object_: str) -> Triple:
    return tuple(term if term[0] in '_"' else f"<{term}>" for term in (subject, predicate, object_))  # type: ignore[return-value]


def turtle(*triples: tuple[str, str, str]) -> str:
    return write_turtle([triple(*each) for each in triples], PREFIXES).removeprefix(HEAD)


def test_the_head_has_all_prefixes_in_their_order():
    assert write_turtle([], PREFIXES) == HEAD


def test_statements_are_sorted_one_in_a_line_types_first():
    assert turtle(
        (f"{E}b", f"{E}p", f"{E}o"),
        (f"{E}a", f"{E}z", '"交流"@zh-Hans'),
        (f"{E}a", f"{E}p", f"{E}o2"),
        (f"{E}a", f"{E}p", f"{E}o1"),
        (f"{E}a", f"{RDF}type", f"{E}C"),
        (f"{E}a", f"{E}p", f"{E}o1"),
    ) == ('\ne:a\n  a e:C ;\n  e:p e:o1 ;\n  e:p e:o2 ;\n  e:z "交流"@zh-Hans ;\n.\n\ne:b\n  e:p e:o ;\n.\n')


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (f"{E}a-b_c.d", "e:a-b_c.d"),
        (f"{E}1998", "e:1998"),
        (E, "e:"),
        (f"{E}deep/x", "deep:x"),
        (f"{E}a.", f"<{E}a.>"),
        (f"{E}-a", f"<{E}-a>"),
        (f"{E}.a", f"<{E}.a>"),
        (f"{E}a/b", f"<{E}a/b>"),
        (f"{E}a#b", f"<{E}a#b>"),
        (f"{E}a%20b", f"<{E}a%20b>"),
        (f"{E}交", f"<{E}交>"),
        (f"{E}a,b", f"<{E}a,b>"),
        ("https://example.com/a", "<https://example.com/a>"),
    ],
)
def test_a_name_is_shortened_only_where_the_grammar_allows(iri, name):
    assert turtle((iri, f"{E}p", iri)) == f"\n{name}\n  e:p {name} ;\n.\n"


@pytest.mark.parametrize(
    ("text", "datatype", "written"),
    [
        ("1", "integer", "1"),
        ("-1", "integer", "-1"),
        ("01", "integer", '"01"^^xsd:integer'),
        ("1.0", "integer", '"1.0"^^xsd:integer'),
        ("30.80", "decimal", "30.80"),
        ("16", "decimal", '"16"^^xsd:decimal'),
        ("-0.5", "decimal", "-0.5"),
        (".5", "decimal", '".5"^^xsd:decimal'),
        ("0.0000001", "decimal", '"0.0000001"^^xsd:decimal'),
        ("5.", "decimal", '"5."^^xsd:decimal'),
        ("true", "boolean", "true"),
        ("1", "boolean", '"1"^^xsd:boolean'),
        ("1E5", "double", '"1E5"^^xsd:double'),
        ("1998", "gYear", '"1998"^^xsd:gYear'),
        ("1", "string", '"1"'),
    ],
)
def test_a_literal_is_shortened_only_to_its_own_lexical_form(text, datatype, written):
    term = literal(text, XSD + datatype)
    assert turtle((f"{E}s", f"{E}p", term)) == f"\ne:s\n  e:p {written} ;\n.\n"


def test_a_datatype_without_a_prefix_is_written_in_full():
    term = literal("x", "https://example.com/dt")
    assert turtle((f"{E}s", f"{E}p", term)) == '\ne:s\n  e:p "x"^^<https://example.com/dt> ;\n.\n'


def test_a_blank_node_used_once_and_a_list_are_written_where_they_are_used():
    assert turtle(
        (f"{E}s", f"{E}p", "_:x"),
        ("_:x", f"{RDF}type", f"{E}C"),
        ("_:x", f"{E}q", "_:l1"),
        ("_:l1", f"{RDF}first", f"{E}o"),
        ("_:l1", f"{RDF}rest", "_:l2"),
        ("_:l2", f"{RDF}first", "_:y"),
        ("_:l2", f"{RDF}rest", f"{RDF}nil"),
        ("_:y", f"{E}q", '"y"'),
    ) == (
        "\n"
        "e:s\n"
        "  e:p [\n"
        "    a e:C ;\n"
        "    e:q (\n"
        "      e:o\n"
        "      [\n"
        '        e:q "y" ;\n'
        "      ]\n"
        "    ) ;\n"
        "  ] ;\n"
        ".\n"
    )


def test_blank_nodes_used_never_or_twice_or_within_themselves_are_labelled():
    assert turtle(
        ("_:never", f"{E}p", "_:twice"),
        (f"{E}s", f"{E}p", "_:twice"),
        ("_:self", f"{E}p", "_:self"),
        ("_:a", f"{E}p", "_:b"),
        ("_:b", f"{E}p", "_:a"),
    ) == (
        "\ne:s\n  e:p _:twice ;\n.\n"
        "\n_:a\n  e:p _:b ;\n.\n"
        "\n_:b\n  e:p _:a ;\n.\n"
        "\n_:never\n  e:p _:twice ;\n.\n"
        "\n_:self\n  e:p _:self ;\n.\n"
    )


def test_a_list_that_says_more_or_has_no_end_is_no_list():
    assert turtle(
        (f"{E}s", f"{E}p", "_:more"),
        ("_:more", f"{RDF}first", '"1"'),
        ("_:more", f"{RDF}rest", f"{RDF}nil"),
        ("_:more", f"{E}p", '"2"'),
        (f"{E}s", f"{E}q", "_:open"),
        ("_:open", f"{RDF}first", '"1"'),
        ("_:open", f"{RDF}rest", f"{E}tail"),
    ) == (
        "\ne:s\n"
        '  e:p [\n    rdf:first "1" ;\n    rdf:rest rdf:nil ;\n    e:p "2" ;\n  ] ;\n'
        '  e:q [\n    rdf:first "1" ;\n    rdf:rest e:tail ;\n  ] ;\n'
        ".\n"
    )


def test_blank_nodes_are_sorted_by_what_they_say_not_by_their_labels():
    def facts(one: str, other: str) -> str:
        return turtle(
            (f"{E}s", f"{E}p", one), (one, f"{E}q", '"1"'), (f"{E}s", f"{E}p", other), (other, f"{E}q", '"2"')
        )

    assert facts("_:a", "_:b") == facts("_:b", "_:a")


def test_a_prefix_that_the_grammar_refuses_is_refused():
    with pytest.raises(ValueError, match="'1a' cannot be a prefix"):
        write_turtle([], {"1a": E})
    with pytest.raises(ValueError, match="is not an absolute IRI"):
        write_turtle([], {"a": "x> . <y"})


def test_trig_has_a_block_for_each_graph_and_labels_blank_nodes_that_several_use():
    quads: list[Quad] = [
        (triple(f"{E}s", f"{E}p", "_:shared"), f"<{E}g2>"),
        (triple("_:shared", f"{E}p", f"{E}o"), f"<{E}g1>"),
        (triple(f"{E}s", f"{E}p", "_:own"), f"<{E}g1>"),
        (triple("_:own", f"{E}p", f"{E}o"), f"<{E}g1>"),
        (triple(f"{E}s", f"{E}p", f"{E}o"), ""),
    ]
    assert write_trig(quads, PREFIXES).removeprefix(HEAD) == (
        "\ne:s\n  e:p e:o ;\n.\n"
        "\ne:g1 {\n"
        "\ne:s\n  e:p [\n    e:p e:o ;\n  ] ;\n.\n"
        "\n_:shared\n  e:p e:o ;\n.\n"
        "}\n"
        "\ne:g2 {\n"
        "\ne:s\n  e:p _:shared ;\n.\n"
        "}\n"
    )
    read = canonical(write_trig(quads, PREFIXES), ox.RdfFormat.TRIG)
    assert read == canonical("".join(nquads(quads)), ox.RdfFormat.N_QUADS)


def test_deep_and_long_structures_are_written():
    chain = [triple(f"_:n{i}", f"{E}p", f"_:n{i + 1}") for i in range(3000)]
    items = [triple(f"_:l{i}", f"{RDF}first", f'"{i}"') for i in range(3000)]
    rests = [triple(f"_:l{i}", f"{RDF}rest", f"_:l{i + 1}") for i in range(2999)]
    end = triple("_:l2999", f"{RDF}rest", f"{RDF}nil")
    for triples in (
        chain,
        [triple(f"{E}s", f"{E}p", "_:l0"), *items, *rests, end],
        [triple(f"{E}s", f"{E}p", "_:l0"), *items, *rests],
    ):
        text = write_turtle(triples, PREFIXES)
        assert len(set(ox.parse(text.encode(), ox.RdfFormat.TURTLE))) == len(triples)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
# Of IRIs the parsers refuse more than the grammar of Turtle does: https://www.rfc-editor.org/rfc/rfc3987#section-2.2
LOCALS = st.text(st.sampled_from("aZ09-_.~:/?@!$&'()*+,;=交流é\U0001f600"), max_size=6)
IRIS = LOCALS.map(lambda local: f"<{E}{local}>")
BLANKS = st.sampled_from([f"_:b{number}" for number in range(6)])
NUMBERS = [
    "0",
    "1",
    "01",
    "-1",
    "+1",
    "-1.50",
    "30.80",
    "0.000001",
    "0.0000001",
    ".5",
    "1.",
    "1E5",
    "",
    "abc",
]
LITERALS = st.one_of(
    TEXTS.map(literal),
    TEXTS.map(lambda text: literal(text, language="zh-Hans")),
    st.builds(
        literal,
        st.sampled_from(NUMBERS),
        st.sampled_from([XSD + name for name in ("integer", "decimal", "double", "string")]),
    ),
    st.sampled_from(["true", "false", "1", "0"]).map(lambda text: literal(text, f"{XSD}boolean")),
    st.sampled_from(["1998-04-01", "1998-04-01+09:00", ""]).map(lambda text: literal(text, f"{XSD}date")),
)
PREDICATES = st.one_of(IRIS, st.sampled_from([f"<{RDF}{name}>" for name in ("type", "first", "rest")]))
OBJECTS = st.one_of(IRIS, BLANKS, LITERALS, st.just(f"<{RDF}nil>"))
TRIPLES = st.lists(st.tuples(st.one_of(IRIS, BLANKS), PREDICATES, OBJECTS), max_size=12)


@settings(deadline=None, max_examples=300)
@given(TRIPLES)
def test_rdflib_reads_back_what_was_written(triples):
    read = triples_of(empty_graph().parse(data=write_turtle(triples, PREFIXES), format="turtle"))
    assert canonical_triples(read) == canonical_triples(triples)


@given(TRIPLES)
def test_pyoxigraph_reads_back_what_was_written(triples):
    read = canonical(write_turtle(triples, PREFIXES), ox.RdfFormat.TURTLE)
    assert read == canonical_triples(triples)


@given(TRIPLES, st.randoms())
def test_the_order_of_the_statements_does_not_matter(triples, random):
    shuffled = random.sample(triples, len(triples))
    assert write_turtle(shuffled, PREFIXES) == write_turtle(triples, PREFIXES)


def test_a_changed_value_changes_only_its_own_line():
    def facts(count: str) -> list[Triple]:
        return [
            triple(
                f"{E}{key}", f"{E}{name}", literal(count if (key, name) == ("b", "q") else f"{key} {name}")
            )
            for key in "abc"
            for name in "pqr"
        ]

    before = write_turtle(facts("1"), PREFIXES).splitlines()
    after = write_turtle(facts("2"), PREFIXES).splitlines()
    assert [line for line in difflib.ndiff(before, after) if line[0] in "+-"] == [
        '-   e:q "1" ;',
        '+   e:q "2" ;',
    ]


def test_a_statement_more_or_less_at_the_end_changes_only_its_own_line():
    facts = [triple(f"{E}a", f"{E}{name}", '"x"') for name in "pqr"]
    before = write_turtle(facts, PREFIXES).splitlines()
    after = write_turtle(facts[:2], PREFIXES).splitlines()
    assert [line for line in difflib.ndiff(before, after) if line[0] in "+-"] == ['-   e:r "x" ;']


@pytest.mark.parametrize(
    ("cell", "other", "removed", "added"),
    [
        ("1304", "1305", ["<https://example.org/def#count> 1304"], ["<https://example.org/def#count> 1305"]),
        ("30.8", "", ["<https://example.org/def#share> 30.8"], []),
        (
            "1998-04-01",
            "1998-04-02",
            ['<https://example.org/def#day> "1998-04-01"^^xsd:date'],
            ['<https://example.org/def#day> "1998-04-02"^^xsd:date'],
        ),
    ],
)
def test_a_changed_cell_changes_only_the_lines_of_its_property(tmp_path, cell, other, removed, added):
    def written(text: str) -> list[str]:
        statements = populate(read_group(write_tables(tmp_path, text)))
        return write_turtle((each[:3] for each in statements), {"xsd": XSD}).splitlines()

    changes = [
        line
        for line in difflib.ndiff(written(COUNTS), written(COUNTS.replace(cell, other)))
        if line[0] in "+-"
    ]
    assert changes == [*(f"-   {line} ;" for line in removed), *(f"+   {line} ;" for line in added)]
