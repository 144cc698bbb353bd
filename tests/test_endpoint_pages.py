import hashlib
import json
import re

import pytest

import koryu.stores.pages
from koryu.errors import EndpointError, QueryError
from koryu.stores.endpoint import Endpoint
from koryu.stores.local import Solutions
from small_endpoint import JSON, SELECT, answering, playing, refused, sleeping
from virtuoso import LIMIT

GAPS = (
    "; an answer with gaps proves nothing: ask again when the data are at rest, "
    "or raise the limits of the endpoint"
)
COUNT = "SELECT (COUNT(*) AS ?rows_in_all) WHERE { { SELECT DISTINCT ?x WHERE { { %s\n} } } }"
PAGE = "SELECT ?x WHERE { { SELECT DISTINCT ?x WHERE { { %s\n} } ORDER BY ?x } } LIMIT 10000 OFFSET %d"
VIOLATIONS = """PREFIX e: <http://example.org/>
SELECT DISTINCT ?this ?value WHERE { ?this e:value ?value FILTER(?value >= 5000) } # a comment"""


def generated(first, end):
    return [
        (f"<http://example.org/{n}>", f'"{n}"^^<http://www.w3.org/2001/XMLSchema#integer>')
        for n in range(first, end)
    ]


def checksum(rows):
    return hashlib.sha256("\n".join(map(" ".join, sorted(rows))).encode()).hexdigest()


@pytest.fixture(scope="module")
def large(virtuoso):
    """A Virtuoso with 40,000 values in a named graph, and one more in another."""
    graph = "http://example.org/graph/large"
    lines = (f"{this} <http://example.org/value> {value} .\n" for this, value in generated(0, 40_000))
    virtuoso.load(graph, "".join(lines))
    virtuoso.load(f"{graph}-not", "<http://example.org/x> <http://example.org/value> 50000 .\n")
    return Endpoint(virtuoso.url, graph=graph)


def test_virtuoso_gives_all_rows_by_pages(large):
    found = large.select_all(VIOLATIONS, ("this", "value"))
    assert (found.columns, len(found.rows)) == (("this", "value"), 35_000)
    assert checksum(found.rows) == checksum(generated(5_000, 40_000))


def test_virtuoso_cuts_what_is_not_taken_by_pages(large):
    with pytest.raises(EndpointError, match=f"answers with {LIMIT} rows at most"):
        large.select(VIOLATIONS)


def test_virtuoso_gives_as_many_rows_as_its_limit(large):
    query = VIOLATIONS.replace(">= 5000", f"< {LIMIT}")
    assert checksum(large.select_all(query, ("this", "value")).rows) == checksum(generated(0, LIMIT))


def test_virtuoso_gives_terms_of_all_kinds_by_pages(virtuoso):
    kinds = [
        *('"x"', '"x"@ja', '"x"@zh', f'"{"long " * 2000}"', "1", "_:b", "_:c", "<http://example.org/x>"),
        '"1998"^^<http://www.w3.org/2001/XMLSchema#gYear>',
        '"1998-04-01"^^<http://www.w3.org/2001/XMLSchema#date>',
    ]
    lines = (
        f"<http://example.org/{n}> <http://example.org/p> {kind} .\n" for n in range(1_500) for kind in kinds
    )
    virtuoso.load("http://example.org/graph/kinds", "".join(lines))
    endpoint = Endpoint(virtuoso.url, graph="http://example.org/graph/kinds")
    found = endpoint.select_all("SELECT ?value ?this WHERE { ?this ?p ?value }", ("value", "this"))
    counts = [sum(1 for row in found.rows if row[0] == value) for value in {row[0] for row in found.rows}]
    assert counts == [1_500] * len(kinds)


def test_a_graph_that_virtuoso_has_is_seen_alone(large):
    large.check_graph()
    assert large.select_all("SELECT ?s WHERE { ?s ?p 50000 }", ("s",)).rows == []
    whole = Endpoint(large.url)
    whole.check_graph()
    assert whole.select_all("SELECT ?s WHERE { ?s ?p 50000 }", ("s",)).rows == [("<http://example.org/x>",)]


def test_a_graph_that_virtuoso_lacks_is_refused(virtuoso):
    with pytest.raises(EndpointError) as error:
        Endpoint(virtuoso.url, graph="http://example.org/typo").check_graph()
    problem = "the graph <http://example.org/typo> is empty or is not there; name a graph that it has"
    assert str(error.value) == f"{virtuoso.url}: {problem}"


def table(rows, column="x"):
    bindings = [{column: {"type": "literal", "value": str(row)}} for row in rows]
    return {"head": {"vars": [column]}, "results": {"bindings": bindings}}


def serving(rows, most=10_000, count=None, **headers):
    """Answer like an endpoint that holds these rows, gives some at most, and does not say so."""

    def play(handler):
        query = handler.server.requests[-1][2]["query"][0]
        page = re.search(r"LIMIT (\d+) OFFSET (\d+)$", query)
        if not page:
            return answering(table([len(rows) if count is None else count], "rows_in_all"))(handler)
        limit, offset = map(int, page.groups())
        return answering(table(rows[offset:][: min(limit, most)]), **headers)(handler)

    return play


def all_rows(endpoint):
    return endpoint.select_all(SELECT, ("x",))


def literals(rows):
    return Solutions(("x",), [(f'"{row}"',) for row in rows])


@pytest.mark.parametrize("rows", [[], ["a"], ["a", "b"]])
def test_few_rows_are_counted_and_taken_in_two_requests(rows):
    with playing(serving(rows)) as (url, requests):
        assert all_rows(Endpoint(url)) == literals(rows)
    assert [form["query"] for _, _, form in requests] == [[COUNT % SELECT], [PAGE % (SELECT, 0)]]


def test_the_columns_are_those_of_the_query_unless_some_are_named():
    with playing(serving(["a"])) as (url, requests):
        assert Endpoint(url).select_all(SELECT) == literals(["a"])
    assert requests[1][2]["query"] == [PAGE % (SELECT, 0)]


def test_rows_that_are_cut_in_silence_come_in_the_end():
    with playing(serving(range(250), most=100)) as (url, requests):
        assert all_rows(Endpoint(url)) == literals(range(250))
    offsets = [form["query"][0].rpartition(" ")[2] for _, _, form in requests[1:]]
    assert offsets == ["0", "99", "198", "250"]


def test_nothing_comes_after_a_full_page(monkeypatch):
    monkeypatch.setattr(koryu.stores.pages, "PAGE", 3)
    with playing(serving(range(3))) as (url, requests):
        assert all_rows(Endpoint(url)) == literals(range(3))
    assert len(requests) == 3


def test_a_page_that_virtuoso_calls_partial_for_its_length_is_taken():
    with playing(serving(range(250), most=100, status=206, X_SPARQL_MaxRows="100")) as (url, _):
        assert all_rows(Endpoint(url)) == literals(range(250))
        assert refused(url, lambda endpoint: endpoint.select(f"{SELECT} LIMIT 100 OFFSET 0")) == (
            "answers with 100 rows at most, so that some may be missing; ask for less",
            [],
        )


class Shuffling(list):
    """Rows that change their order whenever they are read."""

    def __getitem__(self, place):
        self.append(self.pop(0))
        return super().__getitem__(place)


@pytest.mark.parametrize(
    ("play", "problem"),
    [
        (serving(range(30), count=50), "counts 50 rows and gives only 30"),
        (serving([], count=5), "counts 5 rows and gives only 0"),
        (serving(range(50), most=1), "counts 50 rows and gives only 1"),
        (serving(range(30), count=20), "counts 20 different rows and gives 30, of which 30 are different"),
        (serving(range(30), most=11, count=20), "counts 20 rows, and gives others after them"),
        (serving(range(30), most=11, count=21), "counts 21 rows, and gives others after them"),
        (serving(["a", "b", "b", "c"]), "counts 4 different rows and gives 4, of which 3 are different"),
        (serving(Shuffling(range(30)), most=10), "does not give row 10 again when it is asked for it"),
        (serving(["a"], count="many"), "does not say how many rows there are when it is asked to count them"),
        (serving(["a"], count=1_000_001), "has 1000001 rows, more than the 1000000 that are taken"),
    ],
)  # fmt: skip
def test_rows_that_may_be_missing_are_refused(play, problem):
    with playing(play) as (url, _):
        found, naps = refused(url, all_rows)
    assert (found, naps) == (problem + GAPS, [])


def test_requests_have_a_bound(monkeypatch):
    monkeypatch.setattr(koryu.stores.pages, "MOST_PAGES", 5)
    with playing(serving(range(50), most=3)) as (url, requests):
        problem, _ = refused(url, all_rows)
    assert problem == f"gives 13 of 50 rows in 5 answers; it cuts them short{GAPS}"
    assert len(requests) == 7


ANYTIME = {
    "X_SPARQL_Anytime": "timeout=1000; max_timeout=1000",
    "X_SQL_State": "S1TAT",
    "X_SQL_Message": "RC...: Returning incomplete results",
}
CUT = json.dumps(table(range(100)))[:-40]


@pytest.mark.parametrize("answered", [0, 1, 2])
@pytest.mark.parametrize(
    ("play", "problem"),
    [
        (answering(**ANYTIME), "the answer is partial: S1TAT RC...: Returning incomplete results timeout"),
        (answering(status=206), "the answer is partial or none: status 206"),
        (answering(CUT), "the answer is not whole or no SPARQL JSON: JSONDecodeError("),
        (answering("Virtuoso S1T00 Error"), "the answer is not whole or no SPARQL JSON: JSONDecodeError("),
        (answering("<html>Busy</html>", media_type="text/html"), f"answers with text/html instead of {JSON}"),
        (answering("what a query", 400), "refuses the query: status 400: what a query"),
        (sleeping, "did not answer within 1 seconds; ask for less, or later"),
    ],
)  # fmt: skip
def test_an_answer_that_fails_at_any_page_is_told(play, problem, answered):
    with playing(*[serving(range(250), most=100)] * answered, play) as (url, _):
        found, naps = refused(url, all_rows, timeout=1)
    assert found.startswith(problem)
    assert naps == []


def test_an_endpoint_that_breaks_after_the_second_page_is_asked_again_and_told():
    answers = [serving(range(250), most=100)] * 3
    with playing(*answers, answering("out of memory", 500)) as (url, requests):
        problem = "answers with status 500 (out of memory), 4 times"
        assert refused(url, all_rows) == (problem, [1.0, 2.0, 4.0])
    assert len(requests) == 7


def test_an_endpoint_that_breaks_for_a_moment_gives_all_rows():
    good = serving(range(250), most=100)
    with playing(good, good, good, answering("", 500), answering("", 503), good) as (url, _):
        naps = []
        assert all_rows(Endpoint(url, sleep=naps.append)) == literals(range(250))
    assert naps == [1.0, 2.0]


def test_a_query_that_never_worked_is_not_asked_again():
    with playing(answering("transitive start not given", 500)) as (url, requests):
        assert refused(url, all_rows) == ("fails: status 500: transitive start not given", [])
    assert len(requests) == 1


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("CONSTRUCT WHERE { ?s ?p ?o }", "the query is not a SELECT"),
        (
            "SELECT ?x FROM <http://e/> WHERE { ?x ?p ?o }",
            "a query that is taken by pages cannot say FROM; name the graph to the endpoint",
        ),
    ],
)
def test_what_cannot_be_taken_by_pages_is_refused(query, problem):
    with pytest.raises(QueryError) as error:
        Endpoint("http://example.org/sparql").select_all(query, ("x",))
    assert str(error.value) == problem


def test_a_graph_is_named_as_the_protocol_says():
    with playing(serving([])) as (url, requests):
        Endpoint(f"{url}?a=b", graph="http://example.org/大连?x=1&y=2").select_all(SELECT, ("x",))
    assert {path for path, _, _ in requests} == {"/sparql?a=b"}
    assert {form["default-graph-uri"][0] for _, _, form in requests} == {"http://example.org/大连?x=1&y=2"}


def test_a_graph_and_from_contradict_each_other():
    endpoint = Endpoint("http://example.org/sparql", graph="http://e/g")
    with pytest.raises(
        QueryError, match=r"^the query says FROM, but the graph <http://e/g> is named already;"
    ):
        endpoint.select("SELECT ?x FROM <http://e/> WHERE { ?x ?p ?o }")


@pytest.mark.parametrize("graph", ["", "graph", "http://e/ g", "http://e/>"])
def test_what_is_no_graph_is_refused(graph):
    with pytest.raises(
        EndpointError, match=r"^graph '.*' is not an absolute IRI; write the IRI of a named graph$"
    ):
        Endpoint("http://example.org/sparql", graph=graph)


def test_an_endpoint_that_shows_all_graphs_instead_of_one_is_refused():
    with playing(answering(table(["a"]))) as (url, requests):
        problem = "takes no notice of default-graph-uri; give the address of that graph alone"
        check = Endpoint(url, graph="http://e/g").check_graph
        assert refused(url, lambda _: check()) == (problem, [])
    assert [form["default-graph-uri"][0][:9] for _, _, form in requests] == ["http://e/", "urn:uuid:"]


def test_an_empty_default_graph_is_refused():
    with playing(answering(table([]))) as (url, _):
        problem = "its default graph is empty or is not there; name a graph that it has"
        assert refused(url, Endpoint.check_graph) == (problem, [])
