import pytest

from koryu.errors import Faults, QueryError
from koryu.languages import matches, range_of
from koryu.queries.catalogue import Catalogue, read_query
from koryu.queries.columns import Column
from koryu.queries.header import Header, Parameter, read_header
from koryu.settings import read_settings
from small_project import (
    AFFILIATIONS,
    ALL,
    BASE,
    QUERIES,
    STATEMENTS,
    XSD,
    answer,
    make_project,
    make_store,
    query_of,
)


def test_the_header_says_all_of_a_query():
    assert read_header(AFFILIATIONS, "a.rq") == Header(
        summary={"en": "Which affiliations are there?", "ja": "どの提携があるか"},
        parameters=(
            Parameter("place", "class", "Government", {"": "Place"}),
            Parameter("kind", "scheme", "kinds", {"": "kind"}),
            Parameter("as_of", "datatype", "date", {"": "As of"}),
        ),
        columns=(
            Column("affiliation", "thing"),
            Column("party", "thing", many=True),
            Column("kind", "concept"),
            Column("since", "date"),
            Column("count", "integer"),
            Column("share", "decimal", decimals=4),
            Column("sentence", "thing", many=True),
        ),
        tags=("affiliations",),
        example={"place": "dalian"},
    )


def test_a_parameter_may_be_required_or_have_a_default():
    header = read_header(
        "#+ summary: x\n#+ params:\n"
        "#+   a: {datatype: year, required: true}\n#+   b: {class: any, default: dalian}\n"
        "#+ view: map\n#+ description: |\n#+   two\n#+   lines\nASK {}",
        "a.rq",
    )
    assert header == Header(
        summary={"": "x"},
        description={"": "two\nlines"},
        parameters=(
            Parameter("a", "datatype", "year", {"": "a"}, required=True),
            Parameter("b", "class", "any", {"": "b"}, default="dalian"),
        ),
        view="map",
    )


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("SELECT ?x", "1: the header is missing; begin with #+ summary: ..."),
        ("\n#+ summary: x", "1: the header is missing; begin with #+ summary: ..."),
        ("#+ summary: x\n\n#+ view: map", "3: the header must be the first lines of the file, without a gap"),
        ("#+", "1: the header is empty; it must have a summary"),
        ("#+ view: map", "1: the header has no summary; write #+ summary: ..."),
        ("#+ summary:", "1: summary must be a text"),
        ("#+ summary: [a]", "1: summary must be a mapping such as {field: value}"),
        ("#+ summary: x\n#+ sumary: y",
         '2: the header has no field "sumary"; has summary, description, params, columns, view, tags, '
         "example"),
        ("#+ summary: x\n#+ summary: y", '2: "summary" stands twice; keep one'),
        ("#+ summary: what: this",
         "1: the header is not YAML: mapping values are not allowed in this context"),
        ("#+ summary: x\n#+ tags: [a", "2: the header is not YAML: did not find expected ',' or ']'"),
        ("#+ summary: x\n#+ tags: a", "2: tags must be a list such as [a, b]"),
        ("#+ summary: x\n#+ view: globe", '2: view "globe" is unknown; has table, map, chart'),
        ("#+ summary: x\n#+ columns: [a, b]", "2: columns must be a mapping such as {field: value}"),
        ("#+ summary: x\n#+ columns:\n#+   a: thing", "3: column a must be a mapping such as {field: value}"),
        ("#+ summary: x\n#+ columns:\n#+   a: {many: true}",
         "3: column a has no type; has thing, concept, text, integer, decimal, date, year, boolean, string"),
        ("#+ summary: x\n#+ columns:\n#+   a: {type: iri}",
         '3: type "iri" is unknown; has thing, concept, text, integer, decimal, date, year, boolean, string'),
        ("#+ summary: x\n#+ columns:\n#+   a: {type: thing, mny: true}",
         '3: column a has no field "mny"; has type, many, decimals, label, values'),
        ("#+ summary: x\n#+ columns:\n#+   a: {type: thing, many: yes}",
         '3: many "yes" is unknown; has true, false'),
        ("#+ summary: x\n#+ columns:\n#+   a: {type: integer, decimals: 2}",
         "3: decimals must be a number of digits, of a column of type decimal"),
        ("#+ summary: x\n#+ columns:\n#+   a: {type: thing, values: {b: B}}",
         "3: values are told of a column of type string; things and concepts have labels"),
        ("#+ summary: x\n#+ columns:\n#+   A b: {type: thing}",
         '3: "A b" is not a name; names are of a-z, 0-9 and _, and begin with a letter'),
        ("#+ summary: x\n#+ params:\n#+   a: {label: A}",
         "3: parameter a must have one of class, scheme, datatype"),
        ("#+ summary: x\n#+ params:\n#+   a: {class: A, scheme: b}",
         "3: parameter a must have one of class, scheme, datatype"),
        ("#+ summary: x\n#+ params:\n#+   a: {type: A}",
         '3: parameter a has no field "type"; has class, scheme, datatype, label, required, default'),
        ("#+ summary: x\n#+ params:\n#+   a: {datatype: gYear}",
         '3: datatype "gYear" is unknown; has date, year, integer, decimal, string, language'),
        ("#+ summary: x\n#+ params:\n#+   a: {class: 'k:Place> .'}",
         '3: class "k:Place> ." is not a name of the ontology, such as Government or fields'),
        ("#+ summary: x\n#+ params:\n#+   a: {class: any, required: true, default: b}",
         "3: parameter a cannot be required and have a default; drop one"),
        ("#+ summary: x\n#+ params:\n#+   limit: {datatype: integer}",
         "3: limit says how an answer is given; give the parameter another name"),
        ("#+ summary: x\n#+ params:\n#+   lang: {datatype: string}",
         "3: lang is the language of an answer; write lang: {datatype: language}"),
        ("#+ summary: x\n#+ example: {a: b}", '2: example has no field "a"; has none'),
        ("#+ summary: x\n#+ params:\n#+   a: {class: any, required: true}\n#+ example: {}",
         "4: the example lacks a, which is required"),
    ],
)  # fmt: skip
def test_a_malformed_header_is_refused_with_its_line(header, message):
    with pytest.raises(QueryError) as error:
        read_header(header, "queries/a.rq")
    assert str(error.value) == f"queries/a.rq:{message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#+ summary: x\n#+ columns:\n#+   x: {type: thing}\nSELECT ?x WHERE {\n  VALUES ?y { UNDEF }\n}",
         ":5: the hole ?y is not in params; declare it in the header"),
        ("#+ summary: x\n#+ params:\n#+   y: {class: any}\nSELECT ?x WHERE { ?x ?p ?y }",
         ":1: parameter y has no hole; write VALUES ?y { UNDEF }"),
        ("#+ summary: x\n#+ params:\n#+   y: {class: any}\nSELECT ?x WHERE {\n  VALUES ?y {UNDEF}\n}",
         ":5: write VALUES ?y { UNDEF }, alone on its line"),
        ("#+ summary: x\n#+ columns: {a: {type: thing}, b: {type: thing}}\nSELECT ?b ?a WHERE { ?a ?p ?b }",
         ":1: the header has the columns a, b, but the SELECT has b, a; they must be the same, in the same "
         "order"),
        ("#+ summary: x\nSELECT ?b ?a WHERE { ?a ?p ?b }",
         ":1: the header has the columns (none), but the SELECT has b, a; they must be the same, in the same "
         "order"),
        ("#+ summary: x\n#+ columns:\n#+   a: {type: thing}\nCONSTRUCT WHERE { ?a ?p ?b }",
         ":1: a CONSTRUCT has no columns; drop them from the header"),
        ("#+ summary: x\nASK { ?a ?p ?b }", ":1: the query must be a SELECT or a CONSTRUCT, not ASK"),
        ("#+ summary: x\nDROP ALL", ":1: the query must be a SELECT or a CONSTRUCT, not anything else"),
        ("#+ summary: x\n#+ columns:\n#+   a: {type: thing}\nSELECT ?a WHERE { ?a ?p }",
         ": the query cannot be run: error at 4:"),
    ],
)  # fmt: skip
def test_a_header_that_does_not_fit_its_query_is_refused(tmp_path, text, message):
    path = tmp_path / "a.rq"
    path.write_text(text)
    with pytest.raises(QueryError) as error:
        read_query(path, "a", "queries/a.rq")
    assert str(error.value).startswith(f"queries/a.rq{message}")
    assert "\n" not in str(error.value)


def test_a_query_that_is_not_utf_8_is_refused(tmp_path):
    (tmp_path / "a.rq").write_bytes("#+ summary: 大".encode("shift-jis"))
    with pytest.raises(QueryError, match=r"^a\.rq:1: not UTF-8: byte 0x91; save it as UTF-8$"):
        read_query(tmp_path / "a.rq", "a", "a.rq")


def test_queries_are_listed_by_name_without_the_checks_and_those_of_other_datasets(tmp_path):
    apart = {"checks/no-label": STATEMENTS, "link/wikidata/names": STATEMENTS}
    root = make_project(tmp_path, False, {**QUERIES, **apart, "more/candidates": STATEMENTS})
    catalogue = Catalogue(read_settings(root))
    assert catalogue.names == ("affiliations", "describe", "more/candidates", "statements")
    assert [query.name for query in catalogue.questions()] == ["affiliations", "describe", "statements"]


def test_all_malformed_queries_are_named_at_once(tmp_path):
    root = make_project(tmp_path, False, {"a": "", "b": STATEMENTS, "c": "#+ view: map"})
    with pytest.raises(Faults) as error:
        Catalogue(read_settings(root)).questions()
    assert str(error.value) == (
        "queries/a.rq:1: the header is missing; begin with #+ summary: ...\n"
        "queries/c.rq:1: the header has no summary; write #+ summary: ..."
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("affiliation", 'no query "affiliation"; near to it: affiliations'),
        ("x", "no query \"x\"; 'koryu queries' lists them"),
        ("../queries/affiliations", 'no query "../queries/affiliations"; near to it: affiliations'),
        ("/etc/passwd", "no query \"/etc/passwd\"; 'koryu queries' lists them"),
        ("", "no query \"\"; 'koryu queries' lists them"),
    ],
)
def test_an_unknown_query_is_refused(catalogue, name, message):
    with pytest.raises(QueryError) as error:
        catalogue.run(name, engine=make_store())
    assert str(error.value) == message


def test_a_query_prints_keys_and_collects_many_values(catalogue):
    result = catalogue.run("affiliations", engine=make_store())
    assert result.header == ("affiliation", "party", "kind", "since", "count", "share", "sentence")
    assert result.rows == ALL
    assert result.graph is None


def test_the_terms_stay_beside_the_printed_cells(catalogue):
    result = catalogue.run("affiliations", engine=make_store())
    assert result.cells[0][1] == ("dalian", "kitakyushu")
    assert result.terms[0][1] == (f"<{BASE}id/government/dalian>", f"<{BASE}id/government/kitakyushu>")
    assert result.terms[0][4] == ()
    assert result.terms[0][5] == (f'"46.15384615384615"^^<{XSD}decimal>',)
    assert result.cells[0][6] == ("2.1.1", "2.1.3")
    assert result.terms[0][6] == (f"<{BASE}id/sentence/paper-2.1.1>", f"<{BASE}id/sentence/paper-2.1.3>")


def test_a_range_matches_as_rfc_4647_says():
    assert [matches(tag, "zh-Hans") for tag in ("zh-hans", "zh-Hans-CN", "zh-Hant", "zh", "")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert range_of("en", ("en", "ja")) == "en"


def test_a_construct_gives_its_triples_sorted(catalogue):
    result = catalogue.run("describe", {"thing": "kitakyushu"}, engine=make_store())
    city, rdfs = f"<{BASE}id/government/kitakyushu>", "http://www.w3.org/2000/01/rdf-schema#"
    assert result.graph == (
        (city, "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", f"<{BASE}def#Government>"),
        (city, f"<{rdfs}label>", '"Kitakyushu City"@en'),
        (city, f"<{rdfs}label>", '"北九州市"@ja'),
        (city, f"<{BASE}def#country>", f"<{BASE}id/government/japan>"),
    )
    assert result.rows == (
        ("kitakyushu", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "Government"),
        ("kitakyushu", f"{rdfs}label", "Kitakyushu City"),
        ("kitakyushu", f"{rdfs}label", "北九州市"),
        ("kitakyushu", "country", "japan"),
    )


CELLS = [
    ("{type: decimal, decimals: 4}", "46.15384615384615", "46.1538"),
    ("{type: decimal, decimals: 2}", "0.125", "0.13"),
    ("{type: decimal, decimals: 2}", "-0.125", "-0.13"),
    ("{type: decimal, decimals: 2}", "-0.001", "0.00"),
    ("{type: decimal, decimals: 0}", "2.5", "3"),
    ("{type: decimal, decimals: 4}", "25", "25.0000"),
    (
        "{type: decimal, decimals: 1}",
        '"999999999999999999999999999999.95"^^xsd:decimal',
        "1" + 30 * "0" + ".0",
    ),
    ("{type: decimal}", "30.8", "30.8"),
    ("{type: decimal}", "1.5E7", "15000000"),
    ("{type: decimal}", "1.5E-3", "0.0015"),
    ("{type: integer}", "1304", "1304"),
    ("{type: integer}", "2.0", "2"),
    ("{type: integer}", "1E3", "1000"),
    ("{type: year}", '"1998"^^xsd:gYear', "1998"),
    ("{type: date}", '"1998"^^xsd:gYear', "1998"),
    ("{type: date}", '"1986-10"', "1986-10"),
    ("{type: date}", '"1986-10-23"^^xsd:date', "1986-10-23"),
    ("{type: boolean}", "true", "true"),
    ("{type: boolean}", "(1 > 2)", "false"),
    ("{type: text}", '"行為"@ja', "行為"),
    ("{type: string}", "<http://example.org/x>", "http://example.org/x"),
    ("{type: thing}", "<http://example.org/x>", "http://example.org/x"),
    ("{type: thing}", f"<{BASE}id/policy/plan#aim-1>", "plan#aim-1"),
]


@pytest.mark.parametrize(("column", "expression", "printed"), CELLS)
def test_cells_are_printed_by_their_type(tmp_path, column, expression, printed):
    assert answer(tmp_path, query_of({"x": column}, f"BIND ({expression} AS ?x)")).rows == ((printed,),)


@pytest.mark.parametrize(
    ("kind", "expression"),
    [
        ("integer", "2.5"),
        ("integer", '"many"'),
        ("decimal", '"1,304"'),
        ("decimal", '"INF"^^xsd:double'),
        ("year", '"98"'),
        ("date", '"1 May 1979"'),
        ("date", '"1979-05-01T00:00:00"^^xsd:dateTime'),
        ("boolean", '"yes"'),
        ("thing", '"Dalian"'),
        ("concept", "BNODE()"),
    ],
)
def test_a_term_that_is_not_of_its_column_is_refused(tmp_path, kind, expression):
    query = query_of({"x": f"{{type: {kind}}}"}, f"BIND ({expression} AS ?x)")
    with pytest.raises(QueryError, match=rf"^q: column x holds .*, which is no {kind}$"):
        answer(tmp_path, query)


def test_rows_are_collected_in_the_order_they_are_first_seen(tmp_path):
    columns = {"a": "{type: string}", "b": "{type: string, many: true}", "c": "{type: integer, many: true}"}
    first, second = '("z" "2" 2) ("a" "x" UNDEF) ("z" "10" 2)', '(UNDEF "y" 3) ("z" "2" 1) ("a" UNDEF UNDEF)'
    where = f"VALUES (?a ?b ?c) {{ {first} {second} }}"
    assert answer(tmp_path, query_of(columns, where)).rows == (
        ("z", "10 2", "1 2"),
        ("a", "x", ""),
        ("", "y", "3"),
    )


def test_rows_are_not_collected_without_a_column_of_many(tmp_path):
    where = 'VALUES ?a { "z" "a" "z" }'
    assert answer(tmp_path, query_of({"a": "{type: string}"}, where)).rows == (("z",), ("a",), ("z",))


class Swapped:
    """An engine that answers with other columns than it was asked for."""

    def select(self, query):
        solutions = make_store().select(query)
        return type(solutions)(solutions.columns[::-1], [row[::-1] for row in solutions.rows])


def test_an_engine_that_answers_with_other_columns_is_not_believed(catalogue):
    with pytest.raises(
        QueryError, match=r"^statements: the engine answers with the columns statement, affiliation$"
    ):
        catalogue.run("statements", engine=Swapped())
