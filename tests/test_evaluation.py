"""Queries of strangers: each limit bites, what passes it is really ended, and nobody else notices."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from koryu.errors import QueryError
from koryu.evaluation import worker
from koryu.evaluation.cutting import cut_rows, mark_rows
from koryu.evaluation.evaluator import Evaluator, Graphs
from koryu.evaluation.fanouts import Fanouts, measure
from koryu.evaluation.flat import read_flat
from koryu.evaluation.guarding import guard_csv
from koryu.evaluation.pool import Job, Pool
from koryu.evaluation.refusals import (
    Busy,
    Crashed,
    Forbidden,
    Malformed,
    OutOfMemory,
    OutOfTime,
    Refusal,
    TooDeep,
    TooLong,
    TooMany,
)
from koryu.evaluation.screening import Query, screen
from koryu.evaluation.worker import Source
from koryu.limits import Limits
from koryu.stores.local import LocalStore

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?f ?c ?e"
DEEP = f"SELECT * WHERE {{ FILTER({'!' * 40_000}true) }}"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
JSON = "application/sparql-results+json"
ROWS = [JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]
LIMITS = Limits(seconds=1.0, memory=256, queries=3, per_client=2, patience=0.5, waiting=2)


@pytest.fixture(scope="module")
def store(built):
    return (built / "build").resolve() / "store"


@pytest.fixture
def patient(store):
    """Give an evaluator whose queries have time to take all their memory, however busy the machine is."""
    found = Evaluator(store, replace(LIMITS, seconds=30.0))
    yield found
    asyncio.run(found.close())


@pytest.fixture
def evaluator(store):
    found = Evaluator(store, LIMITS)
    yield found
    asyncio.run(found.close())


def answer(evaluator, query, media_type=JSON, **more):
    return asyncio.run(evaluator.answer(evaluator.read(query), media_type, **more))


def number(evaluator):
    return json.loads(answer(evaluator, COUNT).body)["results"]["bindings"][0]["n"]["value"]


def processes(evaluator):
    """The nursery of an evaluator and its workers, as they are now."""
    nursery = evaluator._pool._nursery._process.pid
    return nursery, [
        int(each) for each in Path(f"/proc/{nursery}/task/{nursery}/children").read_text().split()
    ]


def is_running(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def eventually(holds, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return False


def test_a_query_past_its_time_is_ended(evaluator):
    expected = number(evaluator)
    began = time.monotonic()
    with pytest.raises(OutOfTime, match=r"took longer than 1 seconds and was ended"):
        answer(evaluator, ENDLESS)
    assert 0.9 < time.monotonic() - began < 3
    _, workers = processes(evaluator)
    ticks = {each: cpu(each) for each in workers}
    time.sleep(0.5)
    assert all(cpu(each) - ticks[each] < 0.2 for each in workers if each in ticks)  # nobody goes on
    assert number(evaluator) == expected
    assert (evaluator.counts.killed, evaluator.counts.running) == (1, 0)


def cpu(process):
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_the_engine_of_stored_queries_has_the_same_limits(evaluator):
    engine = evaluator.engine("somebody")
    with pytest.raises(OutOfTime):
        engine.select(ENDLESS)
    with pytest.raises(QueryError, match="is not a SELECT"):
        engine.select("ASK {}")
    with pytest.raises(Forbidden):
        engine.select("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?o ?none WHERE { ?s a ?c ; ?p ?o FILTER(isIRI(?s) && isIRI(?o)) } ORDER BY ?s ?o LIMIT 50",
        "SELECT (1.50 AS ?x) (true AS ?y) ('a'@zh-Hans AS ?z) WHERE {}",
    ],
)
def test_an_engine_answers_as_the_store_does(evaluator, store, query):
    assert evaluator.engine().select(query) == LocalStore(store).select(query)


def test_an_engine_constructs_as_the_store_does(evaluator, store):
    query = "CONSTRUCT WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o }"
    assert set(evaluator.engine().construct(query)) == set(LocalStore(store).construct(query))


def test_an_engine_leaves_no_rows_out_in_silence(store):
    evaluator = Evaluator(store, Limits(rows=10))
    with pytest.raises(Refusal, match="more than 10 rows; ask for less"):
        evaluator.engine().select("SELECT * WHERE { ?s ?p ?o }")
    asyncio.run(evaluator.close())


def test_a_query_that_takes_too_much_memory_is_ended(patient):
    expected = number(patient)
    with pytest.raises(OutOfMemory):
        answer(patient, GREEDY)
    assert number(patient) == expected


def test_a_query_that_brings_its_evaluator_down_harms_no_other(evaluator):
    expected = number(evaluator)
    with pytest.raises(Crashed, match="nested deeply"):
        answer(evaluator, DEEP)
    for _ in range(10):
        assert number(evaluator) == expected


def test_an_engine_that_cannot_sort_says_so(evaluator):
    """Oxigraph has no total order of literals of several types, and comes down when it notices."""
    query = "SELECT ?o WHERE { ?s a ?c ; ?p ?o FILTER(isLiteral(?o)) } ORDER BY ?o"
    with pytest.raises(Crashed, match=r"cannot be sorted together; write ORDER BY STR\(\?x\)"):
        answer(evaluator, query)
    assert answer(evaluator, query.replace("BY ?o", "BY STR(?o)")).truncated is None


def test_memory_is_given_back(evaluator):
    def memory():
        nursery, workers = processes(evaluator)
        return sum(rss(each) for each in (nursery, *workers))

    number(evaluator)
    before = memory()
    big = "SELECT ?a ?b WHERE { ?a ?p ?x . ?b ?p ?y } ORDER BY ?a ?b LIMIT 10"
    for _ in range(4):
        with pytest.raises(Refusal):
            answer(evaluator, big)
    assert eventually(lambda: memory() < before + (60 << 20)), (before, memory())


def rss(process):
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def test_others_do_not_wait_for_endless_queries(store):
    evaluator = Evaluator(store, Limits(seconds=4, queries=3, per_client=2))
    number(evaluator)
    failed = []

    def endless():
        try:
            answer(evaluator, ENDLESS, client="one")
        except OutOfTime as error:
            failed.append(error)

    crowd = [threading.Thread(target=endless) for _ in range(2)]
    for each in crowd:
        each.start()
    time.sleep(0.5)
    took = []
    for turn in range(100):
        began = time.perf_counter()
        answer(evaluator, f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s a ?c }} # {turn}", client="other")
        took.append(time.perf_counter() - began)
    for each in crowd:
        each.join()
    asyncio.run(evaluator.close())
    assert len(failed) == 2
    assert sorted(took)[50] < 0.25


def test_a_client_that_leaves_ends_its_query(evaluator):
    number(evaluator)

    async def leave():
        asking = asyncio.create_task(evaluator.answer(evaluator.read(ENDLESS), JSON))
        await asyncio.sleep(0.3)
        assert evaluator.counts.running == 1
        asking.cancel()
        while evaluator.counts.running:
            await asyncio.sleep(0.01)

    began = time.monotonic()
    asyncio.run(leave())
    assert time.monotonic() - began < 0.9
    assert number(evaluator)


def test_one_client_does_not_take_every_place(store):
    limits = Limits(seconds=2, queries=3, per_client=1, patience=0.2, waiting=2)
    evaluator = Evaluator(store, limits)

    async def ask():
        asking = [evaluator.answer(evaluator.read(ENDLESS), JSON, client="one") for _ in range(4)]
        crowd = asyncio.gather(*asking, return_exceptions=True)
        await asyncio.sleep(0.1)
        other = await evaluator.answer(evaluator.read(COUNT), JSON, client="other")
        return await crowd, other

    crowd, other = asyncio.run(ask())
    asyncio.run(evaluator.close())
    assert sorted(type(each).__name__ for each in crowd) == ["OutOfTime", "TooMany", "TooMany", "TooMany"]
    assert other.truncated is None
    assert evaluator.counts.refused == 3


def test_the_line_is_short(store):
    evaluator = Evaluator(store, Limits(seconds=1, queries=1, per_client=1, patience=0.2, waiting=1))

    async def ask():
        asking = [evaluator.answer(evaluator.read(ENDLESS), JSON, client=f"{turn}") for turn in range(3)]
        return await asyncio.gather(*asking, return_exceptions=True)

    found = asyncio.run(ask())
    asyncio.run(evaluator.close())
    assert sorted(type(each).__name__ for each in found) == ["Busy", "Busy", "OutOfTime"]
    assert all(each.retry_after > 0 for each in found if isinstance(each, Busy))
    assert not any(isinstance(each, TooMany) for each in found)


def test_workers_end_with_their_nursery_and_come_again(evaluator):
    expected = number(evaluator)
    nursery, workers = processes(evaluator)
    os.kill(nursery, signal.SIGKILL)
    assert eventually(lambda: not any(map(is_running, workers)))
    assert number(evaluator) == expected
    assert processes(evaluator)[0] != nursery


def test_nothing_outlives_a_server_that_is_killed(store):
    program = (
        "import asyncio, sys, time\nfrom pathlib import Path\n"
        "from koryu.evaluation.evaluator import Evaluator\nfrom koryu.limits import Limits\n"
        f"evaluator = Evaluator(Path({str(store)!r}), Limits(seconds=60))\n"
        "evaluator.engine().select('SELECT (1 AS ?x) WHERE {}')\n"
        "print(evaluator._pool._nursery._process.pid, flush=True)\n"
        f"evaluator.engine().select({ENDLESS!r})\n"
    )
    server = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    nursery = int(server.stdout.readline())
    eventually(lambda: len(children(nursery)) == 5)
    workers = children(nursery)
    time.sleep(0.3)
    server.kill()
    server.wait()
    server.stdout.close()
    assert len(workers) == 5
    assert eventually(lambda: not any(map(is_running, (nursery, *workers))))


def children(process):
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_nobody_is_given_a_worker_that_comes_after_the_end(monkeypatch):
    class Late:
        ended = 0

        def end(self):
            self.ended += 1

    worker = Late()

    class Nursery:
        def __init__(self, source):
            pass

        def fork(self):
            pool.close()  # by whoever stops the server, while a worker is on its way
            return worker

        def close(self):
            pass

    monkeypatch.setattr("koryu.evaluation.pool.Nursery", Nursery)
    pool = Pool(Source(None, "store", {}, 1), 1)
    with pytest.raises(Busy):
        pool.ask({}, 5, Job())
    assert eventually(lambda: worker.ended)


def test_a_store_on_disk_is_evaluated_too(store):
    evaluator = Evaluator(store, Limits(resident=0))
    assert number(evaluator) == LocalStore(store).select(COUNT).rows[0][0].split('"')[1]
    asyncio.run(evaluator.close())


def test_a_store_that_cannot_be_opened_is_told(tmp_path):
    evaluator = Evaluator(tmp_path / "store", Limits(seconds=1))
    with pytest.raises(Refusal):
        number(evaluator)
    asyncio.run(evaluator.close())


# Refusals by reading


REFUSED = {
    "SELECT * WHERE {\n SERVICE <http://x/> { } }": (Forbidden, 2, 2),
    "PREFIX x: <http://x/>\nINSERT DATA { x:a x:b 1 }": (Forbidden, 2, 1),
    "LOAD <http://x/>": (Forbidden, 1, 1),
    "BASE <http://x/> CLEAR ALL": (Forbidden, 1, 18),
    "": (Malformed, 1, 1),
    "SELEC * WHERE {}": (Malformed, 1, 1),
    f"ASK {'{' * 101}": (TooDeep, 1, 105),
    f"ASK {{}} # {'x' * 100_000}": (TooLong, None, None),
}


@pytest.mark.parametrize("query", REFUSED, ids=lambda query: query[:20])
def test_what_nobody_may_ask_is_refused_by_reading_it(query):
    kind, line, column = REFUSED[query]
    with pytest.raises(Refusal) as caught:
        screen(query, Limits())
    assert (type(caught.value), caught.value.line, caught.value.column) == (kind, line, column)


def test_words_in_texts_and_names_are_no_keywords():
    query = 'PREFIX service: <http://x/SERVICE> SELECT ?SERVICE { ?SERVICE service:LOAD "SERVICE" } # SERVICE'
    assert screen(query, Limits()).form == "SELECT"


# Cutting


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('"\\{},\n\r\t[]:<&'))


@given(
    values=st.lists(st.tuples(TEXTS, st.none() | TEXTS), max_size=8),
    most=st.integers(1, 9),
    size=st.integers(60, 900),
)
@pytest.mark.parametrize("media_type", ROWS)
def test_a_cut_leaves_whole_rows_in_a_whole_document(media_type, values, most, size):
    form = ox.QueryResultsFormat.from_media_type(media_type)
    rows = [
        f"({ox.Literal(a)} {'UNDEF' if b is None else ox.Literal(b)})"
        for a, b in values
    ]  # fmt: skip
    whole = (
        ox.Store()
        .query(f"SELECT ?a ?b WHERE {{ VALUES (?a ?b) {{ {' '.join(rows)} }} }}")
        .serialize(format=form)
    )
    is_whole = len(whole) <= size
    head = 110 if "xml" in media_type else 55
    if size < head + 40 and not is_whole:
        return
    kept, limit = cut_rows(whole[:size] if not is_whole else whole, media_type, most, is_whole=is_whole)
    document = kept if limit is None else mark_rows(kept, media_type, limit)
    complete, found = (texts(each, media_type) for each in (whole, document))
    assert found == complete[: len(found)]
    assert len(found) <= most
    if is_whole:
        assert found == complete[:most]
        assert limit == ("rows" if len(complete) > most else None)
    else:
        assert limit


def texts(document, media_type):
    """The rows of a document, read by parsers that are not the engine's."""
    import csv
    import io
    import xml.etree.ElementTree as ET

    if media_type == JSON:
        return json.loads(document)["results"]["bindings"]
    if media_type.endswith("xml"):
        return [ET.tostring(each) for each in ET.fromstring(document).iter() if each.tag.endswith("}result")]
    if media_type == "text/csv":
        return list(csv.reader(io.StringIO(document.decode(), newline=""), strict=True))[1:]
    return document.decode().split("\n")[1:-1]


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=5))
def test_csv_is_guarded_cell_by_cell(rows):
    import csv
    import io

    output = io.StringIO(newline="")
    csv.writer(output, lineterminator="\r\n").writerows(rows)
    guarded = list(csv.reader(io.StringIO(guard_csv(output.getvalue().encode()).decode(), newline="")))
    number = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)

    def safe(cell):
        return (
            f"'{cell}"
            if cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) and not number.fullmatch(cell)
            else cell
        )

    assert guarded == [[safe(cell) for cell in row] for row in rows]


# The fast lane


FLAT = {
    "SELECT ?p ?o WHERE { <a:b> ?p ?o }": ("SELECT", (("C", "?0", "?1"),)),
    "DESCRIBE <a:b> # a comment": ("DESCRIBE", (("C", "?0", "?1"),)),
    "PREFIX k: <a:> ASK { ?s a k:C ; k:p ?o, 'x'@en . }": (
        "ASK",
        (
            ("?0", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "C"),
            ("?0", "<a:p>", "?1"),
            ("?0", "<a:p>", "C"),
        ),
    ),
    "select distinct * { ?s <a:p> 5 } limit 10 offset 2": ("SELECT", (("?0", "<a:p>", "C"),)),
}


@pytest.mark.parametrize("query", FLAT)
def test_a_flat_query_is_read(query):
    found = read_flat(query)
    assert (found.form, found.patterns) == FLAT[query]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?o WHERE { <a:b> <a:p>* ?o }",
        "SELECT ?o WHERE { <a:b> <a:p>/<a:q> ?o }",
        "SELECT ?o WHERE { <a:b> !<a:p> ?o }",
        "SELECT ?o WHERE { <a:b> ^<a:p> ?o }",
        "SELECT (COUNT(*) AS ?n) WHERE { <a:b> ?p ?o }",
        "SELECT ?o WHERE { <a:b> ?p ?o FILTER(?o > 1) }",
        "SELECT ?o WHERE { { <a:b> ?p ?o } }",
        "SELECT ?o WHERE { <a:b> ?p [] }",
        "SELECT ?o WHERE { <a:b> ?p (1) }",
        "SELECT ?o WHERE { OPTIONAL { <a:b> ?p ?o } }",
        "SELECT ?o FROM <a:g> WHERE { <a:b> ?p ?o }",
        "SELECT ?o WHERE { GRAPH <a:g> { <a:b> ?p ?o } }",
        "SELECT ?o WHERE { <a:b> ?p ?o } ORDER BY ?o",
        "SELECT ?o WHERE { <a:b> ?p ?o } GROUP BY ?o",
        "SELECT ?o WHERE { <a:b> ?p ?o } VALUES ?o { 1 }",
        "SELECT ?o WHERE { <a:b> ?p ?o . SERVICE <a:s> { } }",
        "DESCRIBE ?o WHERE { <a:b> ?p ?o }",
        "DESCRIBE <a:b> <a:c>",
        "DESCRIBE <a:b> FROM <a:g>",
        "CONSTRUCT { _:b <a:p> ?o } WHERE { <a:b> ?p ?o }",
        "SELECT ?o WHERE { <a:b> ?p << <a:b> <a:p> 1 >> }",
        "INSERT DATA { <a:b> <a:p> 1 }",
        "",
    ],
)
def test_what_may_be_dear_is_not_flat(query):
    assert read_flat(query) is None


def test_a_bound_is_never_too_small(built):
    """For chains through the shipped graph no query has more solutions than its bound says."""
    local = ox.Store()
    local.load(path=str(built / "build/koryu.nq"), format=ox.RdfFormat.N_QUADS)
    fanouts = measure(LocalStore.around(local))
    predicates = sorted({str(quad.predicate) for quad in local})
    subjects = sorted({str(quad.subject) for quad in local if isinstance(quad.subject, ox.NamedNode)})[::97]
    patterns = ["?a ?q ?b", "?b ?q ?a", *(f"?a {each} ?b" for each in predicates[::9])]
    for subject in subjects:
        for pattern in patterns:
            query = f"SELECT * WHERE {{ {subject} ?p ?a . {pattern} }}"
            solutions = len(list(local.query(query, use_default_graph_as_union=True)))
            assert solutions <= fanouts.solutions(read_flat(query))


def test_the_bound_takes_the_dearest_order():
    fanouts = Fanouts({"<a:p>": 2, "<a:q>": 3}, {"<a:p>": 5, "<a:q>": 700}, {"<a:p>": 1000, "<a:q>": 2000})
    chain = read_flat("SELECT * WHERE { <a:s> <a:p> ?x . ?x <a:q> ?y }")
    assert fanouts.solutions(chain) == 2 + 2 * 3
    backwards = read_flat("SELECT * WHERE { <a:s> <a:p> ?x . ?y <a:q> ?x }")
    assert fanouts.solutions(backwards) == 2 + 2 * 700
    both = read_flat("SELECT * WHERE { <a:s> <a:p> ?x . ?x <a:q> <a:o> }")
    assert fanouts.solutions(both) == max(2 + 2 * 3, 700 + 700 * 2)


def test_the_lane_says_the_same_as_a_worker(store):
    evaluator = Evaluator(store, Limits())
    evaluator.start()
    subject = "<https://w3id.org/koryu/id/government/dalian>"
    query = f"SELECT ?p ?o WHERE {{ {subject} ?p ?o }}"
    assert eventually(lambda: evaluator.read(query).is_cheap)
    for media_type in ROWS:
        at_once = evaluator.answer_at_once(evaluator.read(query), media_type)
        by_worker = answer(evaluator, f"{query} VALUES () {{ () }}", media_type)
        assert sorted(texts(at_once.body, media_type), key=str) == sorted(
            texts(by_worker.body, media_type), key=str
        )
        assert len(texts(at_once.body, media_type)) > 5
    assert not evaluator.read(COUNT).is_cheap
    assert not evaluator.read("SELECT * WHERE { ?s ?p ?o }").is_cheap
    outside = answer(evaluator, query, graphs=Graphs(default=("https://w3id.org/koryu/graph/none",)))
    assert texts(outside.body, JSON) == []
    asyncio.run(evaluator.close())


def test_a_worker_can_ask_no_other_server(evaluator):
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0)
        query = f"SELECT * WHERE {{ SERVICE <http://127.0.0.1:{other.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        with pytest.raises(Forbidden):
            evaluator.read(query)
        unscreened = Query(query, "SELECT")
        with pytest.raises(Refusal, match="os error"):
            asyncio.run(evaluator.answer(unscreened, JSON))
        with pytest.raises(BlockingIOError):
            other.accept()


def test_the_worker_imports_little():
    program = f"import sys, {worker.__name__}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"asyncio", "rdflib", "pandas", "numpy", "starlette"} & set(done.stdout.split())


def test_no_two_workers_draw_the_same_numbers(evaluator):
    async def ask():
        query = evaluator.read("SELECT (RAND() AS ?x) (UUID() AS ?y) WHERE { }")
        asking = [evaluator.answer(query, JSON, client=f"{turn}") for turn in range(3)]
        return await asyncio.gather(*asking)

    drawn = {answer.body for _ in range(4) for answer in asyncio.run(ask())}
    assert len(drawn) == 12
