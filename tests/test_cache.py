"""Answers that are kept ready: what is kept, for whom, how long, and that everybody gets the same."""

import asyncio
import gzip
import shutil
import tracemalloc
from email.utils import formatdate

import pytest

from koryu.build import build
from koryu.settings import read_settings
from koryu.web import answers as kept
from koryu.web.answers import Answers, is_kept, make_answer
from koryu.web.cache import Cache
from koryu.web.metrics import Metrics
from koryu.web.parameters import meant
from koryu.web.serving import Serving as Serves
from small_client import asking

PAGE = "/doc/government/dalian.ttl"
BODY = b"text " * 1000


@pytest.fixture(scope="module")
def client(built):
    with asking(read_settings(built)) as client:
        yield client


def identity(client, path=PAGE, **headers):
    return client.get(path, headers={"Accept-Encoding": "identity", **headers})


def test_an_answer_comes_again_byte_for_byte(client):
    first, second = identity(client), identity(client)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first.headers == second.headers


def test_head_has_the_headers_of_get_and_no_body(client):
    for path in (
        PAGE,
        "/",
        "/doc/government/daljan",
        "/koryu.nq",
        "/healthz",
        "/query/partners.csv?place=dalian",
    ):
        for _ in range(2):  # made anew, then from memory
            head, get = client.head(path), client.get(path)
            assert head.headers == get.headers, path
            assert (head.content, head.status_code) == (b"", get.status_code)


def test_each_encoding_has_a_tag_of_its_own(client):
    plain, packed = identity(client), client.get(PAGE, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'
    assert packed.content == plain.content  # as the client unpacks it
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["vary"].split(", ")
        assert not answer.headers["etag"].startswith("W/")


def test_each_form_has_a_tag_of_its_own(client):
    forms = ("html", "ttl", "nt", "jsonld", "rdf", "csv")
    assert len({identity(client, f"/doc/government/dalian.{form}").headers["etag"] for form in forms}) == 6


@pytest.mark.parametrize("path", [PAGE, "/", "/def.ttl", "/koryu.nq", "/sitemap.xml"])
def test_who_has_an_answer_is_told_so(client, path):
    known = identity(client, path)
    tag, day = known.headers["etag"], known.headers["last-modified"]
    conditions = [
        {"If-None-Match": tag},
        {"If-None-Match": f'"other", W/{tag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": day},
        {"If-None-Match": tag, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ]
    for condition in conditions:
        answer = identity(client, path, **condition)
        assert (answer.status_code, answer.content) == (304, b""), condition
        assert answer.headers["etag"] == tag
        assert "content-length" not in answer.headers


@pytest.mark.parametrize(
    "condition",
    [
        {"If-None-Match": '"other"'},
        {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
        {"If-None-Match": '"other"', "If-Modified-Since": formatdate(4e9, usegmt=True)},
    ],
)
def test_who_has_another_gets_it_whole(client, condition):
    assert identity(client, **condition).status_code == 200


def test_the_day_is_when_the_build_was_made(client, built):
    made = (read_settings(built).build.resolve() / "SHA256SUMS").stat().st_mtime
    assert identity(client).headers["last-modified"] == formatdate(int(made), usegmt=True)


def test_a_range_of_a_file_is_not_taken_for_the_whole(client):
    whole = identity(client, "/koryu.nq")
    part = identity(client, "/koryu.nq", Range="bytes=10-19")
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole.content)}"
    assert part.headers["etag"] == whole.headers["etag"]
    old = identity(client, "/koryu.nq", **{"Range": "bytes=10-19", "If-Range": '"other"'})
    assert (old.status_code, old.content) == (200, whole.content)


@pytest.mark.parametrize(
    ("method", "path", "given"),
    [("GET", "/koryu.nq", "lines=0-1"), ("HEAD", "/koryu.nq", "bytes=0-9"), ("GET", PAGE, "bytes=0-9")],
)
def test_a_range_that_is_not_understood_is_as_if_not_there(client, method, path, given):
    ranged = client.request(method, path, headers={"Accept-Encoding": "identity", "Range": given})
    whole = client.request(method, path, headers={"Accept-Encoding": "identity"})
    assert ranged.status_code == 200
    assert (ranged.headers, ranged.content) == (whole.headers, whole.content)


def test_what_changes_without_a_build_is_not_of_its_day(client):
    for path in ("/anniversaries.ics", "/feed.atom", "/static/style.css"):
        answer = identity(client, path)
        assert answer.status_code == 200, path
        assert "etag" in answer.headers
        assert "last-modified" not in answer.headers


def test_equal_questions_share_an_answer_and_others_do_not(client):
    def hits():
        text = client.get("/metrics").text
        return float(
            next(line.split()[1] for line in text.splitlines() if line.startswith("koryu_cache_hits_"))
        )

    accept = {"Accept": "text/turtle, text/html;q=0.3"}
    client.get("/doc/government/kitakyushu", headers=accept)
    before = hits()
    client.get("/doc/government/kitakyushu", headers={"Accept": "text/turtle,text/html; q=0.3"})
    assert hits() == before + 1
    page = client.get("/doc/government/kitakyushu", headers={"Accept": "text/html, text/turtle;q=0.3"})
    assert hits() == before + 1
    assert page.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        (b"/doc/government/dalian", b"utm_source=x&lang=ja&fbclid=y", b"lang=ja"),
        (b"/doc/government/dalian", b"x=1", b""),
        (b"/", b"ref=a&lang=zh", b"lang=zh"),
        (b"/def/concept.ttl", b"format=nt&format=ttl&y", b"format=nt&format=ttl"),
        (b"/shapes", b"_profile=a&=&z", b"_profile=a"),
        (b"/sitemap-2.xml", b"x", b""),
        (b"/doc/x/y", b"%66ormat=ttl&z=1", b"%66ormat=ttl"),
        (b"/query/partners", b"place=dalian&x=1", b"place=dalian&x=1"),
        (b"/sparql", b"query=x&y=1", b"query=x&y=1"),
        (b"/search", b"q=x", b"q=x"),
        (b"/defined", b"x=1", b"x=1"),
    ],
)
def test_what_behind_the_question_mark_is_meant(path, query, expected):
    assert meant(path, query) == expected


def test_parameters_that_make_no_difference_make_no_work(client):
    def made():
        text = client.get("/metrics").text
        line = 'koryu_request_seconds_count{route="/shapes.{suffix}"}'
        return next((float(each.split()[1]) for each in text.splitlines() if each.startswith(line)), 0.0)

    first = client.get("/shapes.ttl?x=1")
    before = made()
    for number in range(20):
        assert client.get(f"/shapes.ttl?x={number}&utm_source=y").content == first.content
    assert made() == before
    assert (
        client.get("/id/government/dalian?x=1&lang=ja").headers["location"]
        == "/doc/government/dalian?lang=ja"
    )


def test_a_header_in_two_lines_is_one_header(client):
    page, path = "text/html; charset=utf-8", "/doc/government/hokkaido"
    twice = [
        ("Accept", "text/turtle;q=0.5"),
        ("Accept", "text/html"),
        ("Accept-Language", "fr"),
        ("Accept-Language", "ja"),
    ]
    for _ in range(2):
        answer = client.get(path, headers=twice)
        assert (answer.headers["content-type"], answer.headers["content-language"]) == (page, "ja")
    assert (
        client.get(path, headers={"Accept": "text/turtle;q=0.5"})
        .headers["content-type"]
        .startswith("text/turtle")
    )
    other_way = [("Accept", "text/turtle"), ("Accept", "text/html;q=0.5")]
    assert client.get(path, headers=other_way).headers["content-type"].startswith("text/turtle")
    assert client.get(path, headers={"Accept": "text/html;q=0.5"}).headers["content-type"] == page


def test_a_language_is_not_given_to_who_wants_another(client):
    for language in ("ja", "zh", "en", "ja"):
        answer = client.get("/", headers={"Accept-Language": f"{language}, *;q=0.1"})
        assert answer.headers["content-language"] == language
        assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (200, {}, True),
        (303, {}, True),
        (200, {b"cache-control": b"no-cache"}, True),
        (200, {b"cache-control": b"public, max-age=0, must-revalidate"}, True),
        (200, {b"cache-control": b"no-store"}, False),
        (200, {b"cache-control": b"max-age=9,no-store"}, False),
        (200, {b"cache-control": b"private"}, False),
        (200, {b"set-cookie": b"a=b"}, False),
        (404, {}, False),
        (500, {}, False),
        (206, {}, False),
    ],
)
def test_what_may_be_kept(status, headers, expected):
    assert is_kept(status, list(headers.items())) is expected


def test_the_oldest_answers_go_when_there_is_no_room():
    answers = Answers(capacity=20_000)
    for name in "abc":
        answers.keep(name, make_answer(200, [], b"x" * 4000, 0.0))
    assert answers.find("a")  # which is asked for once more
    for name in "de":
        answers.keep(name, make_answer(200, [], b"x" * 4000, 0.0))
    assert [name for name in "abcde" if answers.find(name)] == ["a", "d", "e"]
    assert answers.size == sum(each.weight for each in map(answers.find, "ade"))
    assert answers.size <= 20_000


def test_an_answer_is_good_as_long_as_it_says(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(kept.time, "monotonic", lambda: now[0])
    answers = Answers()
    answers.keep("short", make_answer(200, [(b"cache-control", b"max-age=5")], b"", 0.0))
    answers.keep("usual", make_answer(200, [], b"", 0.0))
    now[0] += 6
    assert answers.find("short") is None
    assert answers.find("usual")
    now[0] += 600
    assert answers.find("usual") is None
    assert answers.size == 0


def test_small_answers_are_not_packed_and_pictures_neither():
    text, picture = [(b"content-type", b"text/plain")], [(b"content-type", b"image/png")]
    assert make_answer(200, text, BODY, 0.0).encoded(True).headers[-1] == (b"content-encoding", b"gzip")
    assert gzip.decompress(make_answer(200, text, BODY, 0.0).encoded(True).body) == BODY
    for headers, body in ((text, b"short"), (picture, BODY)):
        assert make_answer(200, headers, body, 0.0).encoded(True).body == body


class Slow:
    """An application that answers when it is told to, and counts how often it was asked."""

    def __init__(self, status=200, headers=()):
        self.asked, self.may_answer = 0, asyncio.Event()
        self.status, self.headers = status, list(headers)

    async def __call__(self, scope, receive, send):
        self.asked += 1
        number = self.asked
        await self.may_answer.wait()
        scope["koryu.served"] = Serving.current
        if self.status is None:
            raise RuntimeError("broken")
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"answer %d" % number})


class Serving:
    """What the layer wants to know of the build that is served."""

    class current:  # noqa: N801
        class edition:  # noqa: N801
            class settings:  # noqa: N801
                languages = ("en",)

            class built:  # noqa: N801
                timestamp = staticmethod(lambda: 0.0)


async def crowd(app, count):
    """Let several ask the same at once; returns the bodies that they get."""
    Serving.current.answers = Answers()
    cache = Cache(app, Serving, Metrics(Serving))

    async def one():
        sent = []

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http", "method": "GET", "raw_path": b"/", "query_string": b"", "scheme": "http",
            "headers": [],
        }  # fmt: skip
        try:
            await cache(scope, None, send)
        except RuntimeError:
            return "broken"
        return sent[1]["body"].decode()

    asking = [asyncio.create_task(one()) for _ in range(count)]
    await asyncio.sleep(0)
    app.may_answer.set()
    found = await asyncio.gather(*asking)
    assert not Serving.current.answers.flights
    return found


def test_who_asks_the_same_waits_for_the_first():
    async def run():
        app = Slow()
        assert await crowd(app, 5) == ["answer 1"] * 5
        assert app.asked == 1

    asyncio.run(run())


def test_an_error_that_all_would_get_is_shared_but_not_kept():
    async def run():
        app = Slow(404)
        assert await crowd(app, 3) == ["answer 1"] * 3
        assert Serving.current.answers.size == 0

    asyncio.run(run())


@pytest.mark.parametrize("app", [Slow(503), Slow(429), Slow(200, [(b"cache-control", b"no-store")])])
def test_what_is_for_one_only_is_not_shared(app):
    async def run():
        app.may_answer = asyncio.Event()
        assert sorted(await crowd(app, 3)) == ["answer 1", "answer 2", "answer 3"]

    asyncio.run(run())


def test_a_failure_of_the_first_leaves_nobody_waiting():
    async def run():
        assert await crowd(Slow(None), 3) == ["broken"] * 3

    asyncio.run(run())


def test_a_build_that_cannot_be_opened_is_told_and_the_last_is_served_on(built, tmp_path, caplog):
    root = tmp_path / "project"
    root.mkdir()
    for name in ("ontology", "data", "queries", "koryu.toml"):
        (root / name).symlink_to(built / name)
    path = build(read_settings(root)).path
    with asking(read_settings(root)) as client:
        before = identity(client)
        damaged = root / ".builds" / "damaged"
        damaged.mkdir()
        for name in ("koryu.nq", "SHA256SUMS"):
            (damaged / name).write_bytes((path / name).read_bytes())
        (root / "build").unlink()
        (root / "build").symlink_to(damaged, target_is_directory=True)
        for _ in range(50):
            client.sleep(0.1)
            if caplog.records:
                break
        assert "damaged: is not served: " in caplog.text
        client.sleep(1.5)
        assert caplog.text.count("is not served") == 1
        assert identity(client).content == before.content


def test_a_new_build_empties_what_is_kept(project):
    settings = read_settings(project)
    build(settings)
    with asking(settings) as client:
        before = identity(client, "/doc/government/dalian.nt")
        table = project / "data" / "gazetteer" / "governments.csv"
        text = table.read_text("utf-8")
        assert "Dalian City" in text
        table.write_text(text.replace("Dalian City", "Dalian Town"), "utf-8")
        build(settings)
        for _ in range(100):
            client.sleep(0.1)
            after = identity(client, "/doc/government/dalian.nt")
            if after.content != before.content:
                break
        assert '"Dalian Town"@en' in after.text
        assert after.headers["etag"] != before.headers["etag"]


def test_a_slow_reader_of_an_old_build_keeps_no_later_one_from_being_served(built, tmp_path):
    root = tmp_path / "project"
    root.mkdir()
    for name in ("ontology", "data", "queries", "koryu.toml"):
        (root / name).symlink_to(built / name)
    settings = read_settings(root)
    first = build(settings).path

    async def run():
        serving = Serves(settings, settings.limits)
        async with serving.lifespan(None):
            with serving.held() as old:
                for name in ("second", "third"):
                    shutil.copytree(first, first.with_name(name))
                    (root / "build").unlink()
                    (root / "build").symlink_to(first.with_name(name), target_is_directory=True)
                    async with asyncio.timeout(60):
                        while serving.current.source.name != name:
                            await asyncio.sleep(0.1)
                assert old.source.name == first.name

    asyncio.run(run())


def test_what_is_remembered_of_large_requests_is_small():
    class Evaluator:
        read_cheap = staticmethod(lambda _text: None)

    Serving.current.answers, Serving.current.evaluator = Answers(), Evaluator
    cache = Cache(None, Serving, Metrics(Serving))
    names = (b"accept", b"accept-encoding", b"accept-language", b"accept-profile", b"if-none-match", b"host")

    def ask(number):
        large = b"%d" % number + b"x" * 30_000
        scope = {
            "type": "http", "method": "GET", "raw_path": b"/sparql", "path": "/sparql", "scheme": "http",
            "query_string": b"query=ASK{}&x=" + large, "headers": [(name, large) for name in names],
        }  # fmt: skip
        assert cache.ready(scope) is None

    tracemalloc.start()
    ask(0)
    before = tracemalloc.get_traced_memory()[0]
    for number in range(1, 101):
        ask(number)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 100 * 25_000  # bytes, of 210,000 of each request


def test_what_is_told_of_hits_is_their_status(client):
    line = 'koryu_requests_total{method="GET",route="/id/{name:path}",status="%d"}'

    def counted(status):
        texts = client.get("/metrics").text.splitlines()
        return sum(float(each.split()[-1]) for each in texts if each.startswith(line % status))

    before = counted(303), counted(200)
    for _ in range(3):
        assert client.get("/id/government/hokkaido").status_code == 303
    assert (counted(303), counted(200)) == (before[0] + 3, before[1])
