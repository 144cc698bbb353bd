import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

import faulty_endpoint as faulty
from koryu.errors import EndpointError, ProjectError, QueryError, UnansweredError
from koryu.linking.client import Client
from koryu.linking.pace import Pace
from small_endpoint import answering, playing

PLACES = [f"<http://e/place/{n}>" for n in range(60)]
QUERY = """SELECT ?place ?name WHERE {
  VALUES ?place { UNDEF }
  ?place <http://e/name> ?name .
}
"""
# a place of number n has n % 4 names
DATA = "".join(
    f'{place} <http://e/name> "name {n}.{k}"@zh-Hans .\n'
    for n, place in enumerate(PLACES)
    for k in range(n % 4)
)
NAMES = {(place, f'"name {n}.{k}"@zh-hans') for n, place in enumerate(PLACES) for k in range(n % 4)}


@pytest.fixture(scope="module")
def endpoint():
    with faulty.oxigraph(DATA) as url:
        yield url


class Time:
    """A clock that nobody waits for."""

    def __init__(self):
        self.now = datetime(2026, 11, 24, 14, 0, tzinfo=UTC).timestamp()
        self.slept = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


def make_client(url, cache=None, **options):
    clock = options.pop("clock", Time())
    pace = options.pop("pace", Pace(1e9, clock, clock.sleep))
    return Client(url, cache, clock=clock, sleep=clock.sleep, pace=pace, **{"timeout": 1, **options})


def test_batches_give_the_rows_of_all_terms(endpoint):
    with faulty.spoiled(endpoint) as (url, asked), make_client(url) as client:
        found = client.select_batched(QUERY, "place", PLACES, batch=25)
    assert found.columns == ("place", "name")
    assert (len(found.rows), set(found.rows)) == (90, NAMES)
    assert found.unanswered == {}
    assert len(asked) == 2 * 3  # each batch is counted, and read


@pytest.mark.parametrize("fault", faulty.FAULTS)
@pytest.mark.parametrize("number", [1, 2, 5])
def test_after_a_fault_the_rows_are_the_same(endpoint, fault, number):
    spoil = {number: fault}
    with (
        faulty.spoiled(endpoint, lambda n, _: spoil.get(n, faulty.truth)) as (url, _),
        make_client(url) as client,
    ):
        found = client.select_batched(QUERY, "place", PLACES, batch=25)
    assert (set(found.rows), found.unanswered) == (NAMES, {})


@pytest.mark.parametrize("seed", range(8))
def test_after_many_faults_the_rows_are_the_same_or_the_places_without_an_answer_are_told(
    endpoint, seed, tmp_path
):
    drawn = random.Random(seed)
    faults = [fault for fault in faulty.FAULTS if fault is not faulty.sleeping]
    with (
        faulty.spoiled(
            endpoint, lambda *_: drawn.choice(faults) if drawn.random() < 0.4 else faulty.truth
        ) as (url, _),
        make_client(url, tmp_path) as client,
    ):
        found = client.select_batched(QUERY, "place", PLACES, batch=25)
    assert set(found.rows) == {row for row in NAMES if row[0] not in found.unanswered}
    assert all(why.startswith(url) for why in found.unanswered.values())
    with faulty.spoiled(endpoint) as (url, _), make_client(url, tmp_path) as client:
        found = client.select_batched(QUERY, "place", PLACES, batch=25)
    assert (set(found.rows), found.unanswered) == (NAMES, {})


def always(fault):
    return lambda *_: fault


def test_an_endpoint_that_never_answers_is_an_error_and_is_soon_left_alone(endpoint):
    with (
        faulty.spoiled(endpoint, always(faulty.cut_short)) as (url, asked),
        make_client(url) as client,
        pytest.raises(UnansweredError, match="the answer is not whole or no SPARQL JSON"),
    ):
        client.select_batched(QUERY, "place", PLACES, batch=50)
    assert len(asked) == 13  # 50, 25, 12, 6, 3, 1; 2, 1, 1; 3, 1; 2, 1: five single places


def test_an_endpoint_that_falls_silent_leaves_the_rest_without_an_answer(endpoint):
    fault = lambda number, _: faulty.truth if number <= 4 else faulty.page  # noqa: E731
    with faulty.spoiled(endpoint, fault) as (url, asked), make_client(url) as client:
        found = client.select_batched(QUERY, "place", PLACES, batch=20)
    assert set(found.unanswered) == set(PLACES[40:])
    assert set(found.rows) == {row for row in NAMES if row[0] in PLACES[:40]}
    assert set(found.unanswered.values()) == {
        f"{url}: answers with text/html instead of application/sparql-results+json; is it a SPARQL endpoint?"
    }
    assert len(asked) < 20


def test_places_that_are_too_much_for_it_are_told_and_cost_no_other(endpoint):
    heavy = set(PLACES[30:38])

    def fault(_number, query):
        return faulty.failing if any(f"{place} " in query for place in heavy) else faulty.truth

    with faulty.spoiled(endpoint, fault) as (url, _), make_client(url) as client:
        found = client.select_batched(QUERY, "place", PLACES, batch=20)
    assert set(found.unanswered) == heavy
    assert set(found.rows) == {row for row in NAMES if row[0] not in heavy}


def test_a_query_that_is_refused_is_asked_once(endpoint):
    with (
        faulty.spoiled(endpoint) as (url, asked),
        make_client(f"{url}?oops") as client,
        pytest.raises(EndpointError, match="refuses the query: status 400"),
    ):
        client._endpoint.select("SELECT oops")
    assert len(asked) == 1


def test_rows_for_places_that_were_not_asked_for_are_no_answer():
    body = {"head": {"vars": ["place", "name"]}, "results": {"bindings": []}}
    one = {"place": {"type": "uri", "value": "http://e/other"}, "name": {"type": "literal", "value": "n"}}
    count = {"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal", "value": "1"}}]}}
    body["results"]["bindings"] = [one]
    with (
        playing(*[answering(count), answering(body)] * 20) as (url, _),
        make_client(url) as client,
        pytest.raises(UnansweredError, match="answers for <http://e/other>, which was not asked for"),
    ):
        client.select_batched(QUERY, "place", PLACES[:1])


def test_a_query_without_the_hole_or_the_column_is_refused():
    with make_client("http://e/") as client:
        for query in ("SELECT ?place WHERE { ?place ?p ?o }", QUERY.replace("SELECT ?place", "SELECT")):
            with pytest.raises(QueryError, match=r"needs a hole and a column \?place"):
                client.select_batched(query, "place", PLACES)


def test_a_language_tag_in_another_case_is_the_same_name(endpoint):
    query = QUERY.replace("VALUES ?place", "VALUES ?name")
    names = ['"name 2.1"@zh-Hans', '"name 2.1"@ZH-HANS', '"name 4.0"@zh-Hans']
    with make_client(endpoint) as client:
        found = client.select_batched(query, "name", names)
    assert found.rows == [(PLACES[2], '"name 2.1"@zh-hans')]


# waits


def test_retry_after_is_obeyed_for_as_long_as_is_allowed_and_told():
    busy = answering("busy", status=429, media_type="text/plain", Retry_After="300")
    lines, clock = [], Time()
    with (
        playing(busy, answering()) as (url, requests),
        make_client(url, clock=clock, longest_wait=900, tell=lines.append) as client,
    ):
        client._endpoint.select("SELECT ?x WHERE { ?x ?p ?o }")
    until = datetime.fromtimestamp(clock.now).strftime("%H:%M:%S")
    assert clock.slept == [300]
    assert lines == [f"waits until {until}, as the endpoint asks"]
    assert len(requests) == 2


def test_a_longer_wait_than_allowed_ends_the_run_at_once():
    busy = answering("busy", status=429, media_type="text/plain", Retry_After="901")
    clock = Time()
    with (
        playing(busy) as (url, requests),
        make_client(url, clock=clock, longest_wait=900) as client,
        pytest.raises(UnansweredError, match="asks to wait for 901 seconds; try again then"),
    ):
        client.select_batched(QUERY, "place", PLACES)
    assert (clock.slept, len(requests)) == ([], 1)


def test_a_status_of_500_is_tried_again_once_such_a_query_was_answered(endpoint):
    clock = Time()
    spoil = {3: faulty.failing}
    with (
        faulty.spoiled(endpoint, lambda n, _: spoil.get(n, faulty.truth)) as (url, asked),
        make_client(url, clock=clock) as client,
    ):
        client.select_batched(QUERY, "place", PLACES, batch=30)
    assert clock.slept == [1.0]
    assert asked[2] == asked[3]


def test_a_host_is_at_work_for_us_so_many_seconds_in_a_minute():
    clock = Time()
    begin = clock.now
    pace = Pace(10, clock, clock.sleep)
    starts = []
    for _ in range(7):
        with pace.turn():
            starts.append(clock.now - begin)
            clock.now += 4
    # three make twelve seconds; the next may begin when the first is a minute past, and so on
    assert starts == [0, 4, 8, 64, 68, 72, 128]


# the cache


def test_what_was_answered_is_not_asked_again_in_whatever_batch(endpoint, tmp_path):
    with faulty.spoiled(endpoint) as (url, asked):
        with make_client(url, tmp_path) as client:
            first = client.select_batched(QUERY, "place", PLACES[:30], batch=10)
        del asked[:]
        with make_client(url, tmp_path) as client:
            again = client.select_batched(QUERY, "place", PLACES[:30], batch=7)
            assert (again, asked) == (first, [])
            found = client.select_batched(QUERY, "place", PLACES, batch=50)
        assert set(found.rows) == NAMES
        assert [query.count("<http://e/place/") for query in asked] == [30, 30]


def test_answers_carry_the_day_of_the_oldest_and_older_ones_are_asked_for_again(endpoint, tmp_path):
    clock = Time()
    first = datetime.fromtimestamp(clock.now, UTC)
    with faulty.spoiled(endpoint) as (url, asked):
        with make_client(url, tmp_path, clock=clock) as client:
            client.select_batched(QUERY, "place", PLACES[:5])
        clock.now += 86400 * 10
        with make_client(url, tmp_path, clock=clock) as client:
            assert client.select_batched(QUERY, "place", PLACES[:6]).asked == first
        with make_client(url, tmp_path, clock=clock, since=first + timedelta(days=5)) as client:
            found = client.select_batched(QUERY, "place", PLACES[:6])
    assert found.asked == first + timedelta(days=10)
    assert [query.count("<http://e/place/") for query in asked] == [5, 5, 1, 1, 5, 5]


def test_a_query_without_holes_is_kept_too(endpoint, tmp_path):
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    with faulty.spoiled(endpoint) as (url, asked):
        for _ in range(2):
            with make_client(url, tmp_path) as client:
                assert client.select(query).rows == [('"90"^^<http://www.w3.org/2001/XMLSchema#integer>',)]
    assert len(asked) == 2  # once: counted and read


def test_another_query_or_another_endpoint_has_answers_of_its_own(endpoint, tmp_path):
    with faulty.spoiled(endpoint) as (url, asked):
        for address, query in ((url, QUERY), (url, QUERY + "# other"), (f"{url}?b", QUERY)):
            with make_client(address, tmp_path) as client:
                client.select_batched(query, "place", PLACES)
    assert len(asked) == 2 * 2 * 3


def test_a_cache_that_is_no_cache_says_what_to_do(tmp_path):
    (tmp_path / "answers.sqlite").write_bytes(b"no database at all, but long enough to be read as one" * 20)
    with pytest.raises(ProjectError, match="remove the file to ask anew"):
        make_client("http://e/", tmp_path)


KILLED = """
import sys
from pathlib import Path
from koryu.linking.client import Client
import test_linking_client as here
with Client(sys.argv[1], Path(sys.argv[2])) as client:
    client.select_batched(here.QUERY, "place", here.PLACES, batch=5)
"""


def test_a_run_that_is_killed_goes_on_where_it_was(endpoint, tmp_path):
    def slow(handler, body):
        time.sleep(0.05)
        faulty.truth(handler, body)

    with faulty.spoiled(endpoint, always(slow)) as (url, asked):
        run = subprocess.Popen([sys.executable, "-c", KILLED, url, tmp_path], cwd="tests")
        while len(asked) < 9:
            assert run.poll() is None
            time.sleep(0.01)
        run.kill()
        run.wait()
        time.sleep(0.2)
        before = [
            place for query in asked[: len(asked) // 2 * 2 - 1] for place in PLACES if f"{place} " in query
        ]
        answered = set(before) - {place for place in PLACES if f"{place} " in asked[-1]}
        assert len(answered) >= 15
        del asked[:]
        with make_client(url, tmp_path) as client:
            found = client.select_batched(QUERY, "place", PLACES, batch=5)
    assert set(found.rows) == NAMES
    again = {place for query in asked for place in PLACES if f"{place} " in query}
    assert len(again & answered) == 0
