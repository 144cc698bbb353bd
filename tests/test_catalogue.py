import pytest

from koryu.errors import Faults, QueryError
from koryu.languages import matches, range_of
from koryu.queries.catalogue import Catalogue, read_query
from koryu.queries.header import Column, Header, Parameter, read_header
from koryu.settings import read_settings
from small_project import AFFILIATIONS, BASE, QUERIES, STATEMENTS, make_project, make_store

XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIX = f"PREFIX k: <{BASE}def#> PREFIX xsd: <{XSD}>"


@pytest.fixture
def catalogue(tmp_path):
    return Catalogue(read_settings(make_project(tmp_path, built=False)))


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
         '3: column a has no field "mny"; has type, many, decimals'),
        ("#+ summary: x\n#+ columns:\n#+   a: {type: thing, many: yes}",
         '3: many "yes" is unknown; has true, false'),
        ("#+ summary: x\n#+ columns:\n#+   a: {type: integer, decimals: 2}",
         "3: decimals must be a number of digits, of a column of type decimal"),
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
    with pytest.raises(QueryError, match=r"^a\.rq: is not UTF-8 at byte 12; save it as UTF-8$"):
        read_query(tmp_path / "a.rq", "a", "a.rq")


def test_queries_are_listed_by_name_without_the_checks(tmp_path):
    root = make_project(
        tmp_path, False, {**QUERIES, "checks/no-label": STATEMENTS, "link/candidates": STATEMENTS}
    )
    catalogue = Catalogue(read_settings(root))
    assert catalogue.names == ("affiliations", "describe", "link/candidates", "statements")
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


ALL = (
    ("a1", "dalian kitakyushu", "friendship-city", "1979", "", "46.1538", "2.1.1 2.1.3"),
    ("a2", "china japan", "sister-city", "1986-10", "234", "", "1.0.2"),
)


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


@pytest.mark.parametrize(
    "place",
    [
        "dalian",
        f"{BASE}id/government/dalian",
        "Dalian",
        "DALIAN",
        "大連市",
        "大连市",
        "Ｄａｌｉａｎ",  # NFKC
        "Lu\u0308da",  # decomposed
        " Dalian ",
    ],
)
def test_a_thing_is_named_by_key_iri_or_label(catalogue, place):
    assert catalogue.run("affiliations", {"place": place}, engine=make_store()).rows == ALL[:1]


def test_a_concept_is_named_by_key_or_label(catalogue):
    for kind in ("sister-city", "Sister City", f"{BASE}def/concept#sister-city"):
        assert catalogue.run("affiliations", {"kind": kind}, engine=make_store()).rows == ALL[1:]


def test_a_key_goes_before_a_label(tmp_path):
    facts = """PREFIX k: <https://example.org/exchange/def#> PREFIX g: <https://example.org/exchange/id/government/>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    g:a a k:Government ; rdfs:label "b" . g:b a k:Government ; rdfs:label "a" ."""
    query = query_of(
        {"x": "{type: thing}"}, "VALUES ?x { UNDEF }\n?x a k:Government .", "#+ params: {x: {class: any}}"
    )
    assert answer(tmp_path, query, {"x": "a"}, facts).rows == (("a",),)


def test_things_that_share_a_key_are_told_apart_by_their_iris(tmp_path):
    facts = """PREFIX k: <https://example.org/exchange/def#> PREFIX i: <https://example.org/exchange/id/>
    i:person\\/a a k:Person . i:source\\/a a k:Source ."""
    query = query_of(
        {"x": "{type: thing}"}, "VALUES ?x { UNDEF }\n?x a ?class .", "#+ params: {x: {class: any}}"
    )
    with pytest.raises(QueryError) as error:
        answer(tmp_path, query, {"x": "a"}, facts)
    assert str(error.value) == f'q: x "a" names several; write one of {BASE}id/person/a, {BASE}id/source/a'


def test_a_date_bounds_the_answer(catalogue):
    for as_of, rows in (("1979-04-30", ()), ("1979-05-01", ALL[:1]), ("1986-10-23", ALL)):
        assert catalogue.run("affiliations", {"as_of": as_of}, engine=make_store()).rows == rows


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"contry": "japan"}, 'no parameter "contry"; has place, kind, as_of'),
        ({"place": "Hiroshima"},
         'place "Hiroshima" names several; write one of hiroshima-city, hiroshima-pref'),
        ({"place": "kitakyusyu"}, 'place "kitakyusyu" is not known; near to it: kitakyushu; '
         "takes the key, IRI or label of a Government"),
        ({"place": "sister-city"}, 'place "sister-city" is not known; '
         "takes the key, IRI or label of a Government"),
        ({"place": f"{BASE}id/government/x"}, f'place "{BASE}id/government/x" is not known; '
         "takes the key, IRI or label of a Government"),
        ({"kind": "environment"}, 'kind "environment" is not known; '
         "takes the key, IRI or label of a concept of the scheme kinds"),
        ({"kind": ""}, "kind is empty; leave it out"),
        ({"as_of": "1999"}, 'as_of "1999" is not a date; write YYYY-MM-DD, such as 1998-04-01'),
        ({"as_of": "1999-12"}, 'as_of "1999-12" is not a date; write YYYY-MM-DD, such as 1998-04-01'),
        ({"as_of": "1999-02-29"}, 'as_of "1999-02-29" is not a date; write YYYY-MM-DD, such as 1998-04-01'),
        ({"as_of": "19990201"}, 'as_of "19990201" is not a date; write YYYY-MM-DD, such as 1998-04-01'),
        ({"as_of": "1999-02-01\n"},
         'as_of "1999-02-01\\n" is not a date; write YYYY-MM-DD, such as 1998-04-01'),
        ({"as_of": "１９９９-02-01"},
         'as_of "１９９９-02-01" is not a date; write YYYY-MM-DD, such as 1998-04-01'),
    ],
)  # fmt: skip
def test_a_wrong_value_names_the_query_and_the_mend(catalogue, params, message):
    with pytest.raises(QueryError) as error:
        catalogue.run("affiliations", params, engine=make_store())
    assert str(error.value) == f"affiliations: {message}"


def test_a_query_without_parameters_says_so(tmp_path):
    with pytest.raises(QueryError, match=r'^q: no parameter "x"; it has none$'):
        answer(tmp_path, query_of({"x": "{type: thing}"}, ""), {"x": "1"})


def test_a_required_parameter_is_asked_for(catalogue):
    with pytest.raises(QueryError, match=r"^describe: thing is required; give thing=\.\.\.$"):
        catalogue.run("describe", engine=make_store())


LITERALS = [
    ("year", "1998", f'"1998"^^<{XSD}gYear>'),
    ("integer", "-5", f'"-5"^^<{XSD}integer>'),
    ("integer", "0", f'"0"^^<{XSD}integer>'),
    ("decimal", "30.8", f'"30.8"^^<{XSD}decimal>'),
    ("decimal", "7", f'"7"^^<{XSD}decimal>'),
    ("date", "1998-04-01", f'"1998-04-01"^^<{XSD}date>'),
    ("string", 'a "b" \\ {}', '"a \\"b\\" \\\\ {}"'),
    ("language", "ja", '"ja"'),
    ("language", "zh", '"zh-Hans"'),
    ("language", "zh-Hant", '"zh-Hant"'),
]
ECHO = "#+ params: {{x: {{datatype: {0}}}}}"


@pytest.mark.parametrize(("datatype", "value", "term"), LITERALS)
def test_a_value_is_bound_as_a_term_of_its_datatype(tmp_path, datatype, value, term):
    query = query_of({"x": "{type: string}"}, "VALUES ?x { UNDEF }\n", ECHO.format(datatype))
    assert answer(tmp_path, query, {"x": value}).terms == (((term,),),)


@pytest.mark.parametrize(
    ("datatype", "value", "message"),
    [
        ("year", "98", '"98" is not a year; write YYYY, such as 1998'),
        ("year", "1998-04", '"1998-04" is not a year; write YYYY, such as 1998'),
        ("integer", "1,304", '"1,304" is not an integer; write digits only, such as 1304'),
        ("integer", "01", '"01" is not an integer; write digits only, such as 1304'),
        ("integer", "٣", '"٣" is not an integer; write digits only, such as 1304'),
        ("decimal", "1e5", '"1e5" is not a decimal; write digits and a point, such as 30.8'),
        ("decimal", "30.", '"30." is not a decimal; write digits and a point, such as 30.8'),
    ],
)
def test_a_value_that_is_not_of_its_datatype_is_refused(tmp_path, datatype, value, message):
    query = query_of({"x": "{type: string}"}, "VALUES ?x { UNDEF }\n", ECHO.format(datatype))
    with pytest.raises(QueryError) as error:
        answer(tmp_path, query, {"x": value})
    assert str(error.value) == f"q: x {message}"


def test_a_default_is_used_where_no_value_is_given(tmp_path):
    query = query_of(
        {"x": "{type: year}"}, "VALUES ?x { UNDEF }\n", "#+ params: {x: {datatype: year, default: 1998}}"
    )
    assert answer(tmp_path, query).rows == (("1998",),)
    assert answer(tmp_path / "2", query, {"x": "1999"}).rows == (("1999",),)


@pytest.mark.parametrize(
    ("lang", "text"),
    [(None, "An act."), ("en", "An act."), ("ja", "行為。"), ("zh", "行为。"), ("zh-Hant", "行為。")],
)
def test_texts_are_in_the_language_that_is_asked_for(catalogue, lang, text):
    assert catalogue.run("statements", engine=make_store(), lang=lang).rows == (("a2", text),)
    if lang:
        assert catalogue.run("statements", {"lang": lang}, engine=make_store()).rows == (("a2", text),)


def test_a_language_may_not_be_given_twice(catalogue):
    with pytest.raises(QueryError, match=r'^statements: lang is given twice, as "ja" and as "zh"$'):
        catalogue.run("statements", {"lang": "ja"}, engine=make_store(), lang="zh")


@pytest.mark.parametrize("lang", ["fr", "", "english", "*", "en_US", "zh-", 'en" || "'])
def test_a_language_that_the_project_has_not_is_refused(catalogue, lang):
    with pytest.raises(QueryError, match=r"is not a language of this project; has en, ja, zh$"):
        catalogue.run("affiliations", engine=make_store(), lang=lang)


@pytest.mark.parametrize(
    ("lang", "parties", "kinds"),
    [
        ("en", ("Dalian Kitakyushu City", "China Japan"), ("friendship city", "sister city")),
        ("ja", ("北九州市 大連市", "中国 日本"), ("friendship city", "sister city")),
        ("zh", ("Kitakyushu City 大连市", "中国 日本"), ("friendship city", "sister city")),
        ("zh-Hant", ("Kitakyushu City 大連市", "中国 日本"), ("friendship city", "sister city")),
    ],
)
def test_labels_are_in_the_language_else_in_english_else_the_key(catalogue, lang, parties, kinds):
    result = catalogue.run("affiliations", engine=make_store(), labels=True, lang=lang)
    assert tuple(row[1] for row in result.rows) == parties
    assert tuple(row[2] for row in result.rows) == kinds
    assert tuple(row[0] for row in result.rows) == ("a1", "a2")


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
