import pytest

from koryu.errors import ProjectError, QueryError
from koryu.queries.binding import Hole, bind, find_holes
from koryu.stores.local import LocalStore, Solutions, check_syntax
from koryu.stores.sparql import form, has_dataset, masked, split_prologue, unordered
from small_project import BASE, make_project, make_store

COUNT = "SELECT (COUNT(*) AS ?n) {dataset} WHERE {{ ?s a ?class }}"
INTEGER = "^^<http://www.w3.org/2001/XMLSchema#integer>"


def test_the_default_graph_is_the_union_of_all_graphs():
    found = make_store().select(COUNT.format(dataset=""))
    assert found == Solutions(("n",), [(f'"13"{INTEGER}',)])


@pytest.mark.parametrize(
    ("dataset", "count"),
    [
        (f"FROM <{BASE}graph/facts>", 2),
        (f"from <{BASE}graph/places>", 11),
        (f"FROM <{BASE}graph/facts> FROM <{BASE}graph/places>", 13),
        (f"FROM NAMED <{BASE}graph/facts>", 0),
        (f"# FROM <{BASE}graph/facts>\n", 13),
    ],
)
def test_from_in_the_query_is_obeyed(dataset, count):
    assert make_store().select(COUNT.format(dataset=dataset)).rows == [(f'"{count}"{INTEGER}',)]


def test_solutions_hold_terms_as_n_triples_and_none_where_unbound():
    query = """SELECT ?iri ?text ?tagged ?day ?none WHERE {
      BIND (<http://example.org/x> AS ?iri) BIND ("a \\"b\\"\\n" AS ?text) BIND ("大连"@zh-Hans AS ?tagged)
      BIND ("1979-05-01"^^<http://www.w3.org/2001/XMLSchema#date> AS ?day) }"""
    assert make_store().select(query).rows == [
        (
            "<http://example.org/x>",
            '"a \\"b\\"\\n"',
            '"大连"@zh-hans',  # the store lower-cases tags
            '"1979-05-01"^^<http://www.w3.org/2001/XMLSchema#date>',
            None,
        )
    ]


def test_all_rows_are_different_and_have_the_columns_that_were_asked_for():
    query = "SELECT ?a ?b WHERE { VALUES (?a ?b) { (1 2) (1 3) (1 2) } }"
    assert make_store().select_all(query, ("b", "a")) == Solutions(
        ("b", "a"), [(f'"2"{INTEGER}', f'"1"{INTEGER}'), (f'"3"{INTEGER}', f'"1"{INTEGER}')]
    )


def test_construct_gives_each_triple_once():
    query = "CONSTRUCT { <http://example.org/x> <http://example.org/p> 1 } WHERE { ?s a ?class }"
    triple = ("<http://example.org/x>", "<http://example.org/p>", f'"1"{INTEGER}')
    assert make_store().construct(query) == [triple]


@pytest.mark.parametrize(
    ("method", "query", "message"),
    [
        ("select", "CONSTRUCT WHERE { ?s ?p ?o }", "the query is not a SELECT"),
        ("select", "ASK { ?s ?p ?o }", "the query is not a SELECT"),
        ("construct", "SELECT ?s WHERE { ?s ?p ?o }", "the query is not a CONSTRUCT"),
        (
            "select",
            "SELECT ?x WHERE { BIND (<http://example.org/f>(1) AS ?x) }",
            "the query cannot be run: The custom function <http://example.org/f> is not supported",
        ),
    ],
)
def test_what_the_engine_cannot_do_is_an_error(method, query, message):
    with pytest.raises(QueryError) as error:
        getattr(make_store(), method)(query)
    assert str(error.value) == message


def test_a_malformed_query_is_one_line():
    with pytest.raises(QueryError, match=r"^the query cannot be run: error at 1:1[0-9]: expected [^\n]+$"):
        make_store().select("SELECT ?s { oops")


def test_a_store_on_disk_is_opened_for_reading_by_several_at_once(tmp_path):
    store = make_project(tmp_path) / "build" / "store"
    engines = [LocalStore(store), LocalStore(store)]
    assert [engine.select(COUNT.format(dataset="")).rows for engine in engines] == [[(f'"13"{INTEGER}',)]] * 2


@pytest.mark.parametrize("name", [".", "missing"])
def test_a_folder_that_is_no_store_says_what_to_run(tmp_path, name):
    with pytest.raises(ProjectError) as error:
        LocalStore(tmp_path / name)
    assert str(error.value).startswith(f"{tmp_path / name}: cannot be opened: IO error: ")
    assert str(error.value).endswith("; run 'koryu build'")


def test_a_damaged_store_says_what_to_run(tmp_path):
    store = make_project(tmp_path) / "build" / "store"
    (store / "CURRENT").write_bytes(b"")
    with pytest.raises(ProjectError) as error:
        LocalStore(store)
    assert str(error.value) == (
        f"{store}: cannot be opened: Corruption: CURRENT file does not end with newline; run 'koryu build'"
    )


def test_the_projection_is_known_without_running_the_query():
    assert check_syntax("SELECT ?b (1 AS ?a) WHERE { SERVICE <http://127.0.0.1:1/> { ?b ?c ?d } }") == (
        "b",
        "a",
    )
    assert check_syntax("CONSTRUCT WHERE { ?s ?p ?o }") is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("PREFIX select: <http://e/> CONSTRUCT WHERE { ?select select:from ?o }", ("CONSTRUCT", False)),
        ("#+ summary: construct from it\nSELECT ?s FROM <http://e/> WHERE {}", ("SELECT", True)),
        ('BASE <http://e/from> ASK { ?s ?p \'from\', """it\'s "from" there""" }', ("ASK", False)),
        ("SELECT $from { FILTER (?a < ?b && 'x' > ?from) }", ("SELECT", False)),
        ("DESCRIBE <http://e/#from>", ("DESCRIBE", False)),
        ("DELETE WHERE { ?s ?p ?o }", (None, False)),
        ("INSERT { ?s ?p ?o } WHERE { SELECT ?s {} }", (None, False)),
        ("", (None, False)),
    ],
)
def test_keywords_are_told_from_names_texts_and_comments(query, expected):
    assert (form(query), has_dataset(query)) == expected


def test_a_query_is_split_where_its_form_begins():
    prologue = "# select\nBASE <http://e/select>\nPREFIX select: <http://e/>\n"
    query = f"{prologue}select ?x {{ ?x select:p 'SELECT' }}"
    assert split_prologue(query) == (prologue, "select ?x { ?x select:p 'SELECT' }")


def test_masking_keeps_every_place():
    query = "SELECT ?a # VALUES\n{ ?a <http://e/#x> \"a # b\" , '''c\nd''' }"
    assert masked(query) == "SELECT ?a         \n{ ?a <http://e/#x>         ,     \n     }"


HOLES = """SELECT ?x WHERE {
  VALUES ?x { UNDEF }
  # VALUES ?y { UNDEF }
  FILTER (?x != "
VALUES ?z { UNDEF }
")
  { SELECT ?x WHERE {
    VALUES ?x { UNDEF }
    VALUES (?a ?b) { (UNDEF 1) }
  } }
}""".replace('"\nVALUES ?z { UNDEF }\n"', '"""\nVALUES ?z { UNDEF }\n"""')


def test_holes_are_found_outside_of_comments_and_texts():
    assert find_holes(HOLES, "a.rq") == [Hole("x", 2), Hole("x", 8)]


def test_all_holes_of_a_name_are_bound():
    bound = bind(HOLES, {"x": ["<http://e/a>", '"}"'], "y": ['"no"'], "z": ['"no"']})
    assert bound == HOLES.replace("VALUES ?x { UNDEF }", 'VALUES ?x { <http://e/a> "}" }')


def test_a_hole_without_terms_stays_open():
    assert bind(HOLES, {"x": []}) == HOLES


@pytest.mark.parametrize(
    "hole",
    [
        "VALUES ?x {UNDEF}",
        "values ?x { undef }",
        "VALUES $x { UNDEF }",
        "VALUES (?x) { (UNDEF) }",
        "VALUES ?x { UNDEF } ?x ?p ?o .",
        "?x ?p ?o . VALUES ?x { UNDEF }",
        "VALUES  ?x { UNDEF }",
    ],
)
def test_another_spelling_of_a_hole_is_refused(hole):
    with pytest.raises(QueryError) as error:
        find_holes(f"SELECT ?x WHERE {{\n{hole}\n}}", "a.rq")
    assert str(error.value) == "a.rq:2: write VALUES ?x { UNDEF }, alone on its line"


def test_a_comment_may_follow_a_hole():
    assert find_holes("SELECT ?x WHERE {\nVALUES ?x { UNDEF }  # a place\n}", "a.rq") == [Hole("x", 2)]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("SELECT ?s { ?s ?p ?o }\nORDER BY ?s DESC(?o)\n", "SELECT ?s { ?s ?p ?o }\n"),
        ("SELECT ?s { ?s ?p ?o } # ORDER BY ?s", None),
        ("SELECT ?order { ?order ?p 'ORDER BY' }", None),
        ("SELECT ?s { { SELECT ?s { ?s ?p ?o } ORDER BY ?o LIMIT 3 } }", None),
        ("SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 3", None),
        ("SELECT ?s { ?s ?p ?o } ORDER BY ?s VALUES ?s { <a:b> }", None),
    ],
)
def test_an_order_is_taken_from_where_it_changes_no_row(query, wanted):
    assert unordered(query) == (query if wanted is None else wanted)
