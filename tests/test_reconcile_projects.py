"""The reconciliation service of projects that are not the shipped one, and where too much is asked of it."""

import asyncio
import json
import shutil
import threading
from pathlib import Path
from urllib.parse import quote

import pytest

from koryu.build import build
from koryu.evaluation.refusals import Busy, OutOfTime, TooMany
from koryu.limits import Limits
from koryu.scaffold import lay_out
from koryu.settings import read_settings
from koryu.site.editions.edition import open_edition
from koryu.site.frame.reader import Reader
from koryu.site.reconciling.queries import answer
from koryu.site.reconciling.reading import Query
from koryu.web.desk import Desk
from reconciliation_schemas import check
from small_client import asking
from small_project import make_project

MARKUP = "Niigata &lt;script {{7*7}} &'"
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The first project of its own, without stored queries that say what its places are."""
    root = tmp_path_factory.mktemp("first") / "project"
    lay_out(read_settings(ROOT), root, "https://example.org/exchange/")
    shutil.copytree(ROOT / "tests/examples/first-project", root / "data", dirs_exist_ok=True)
    shutil.rmtree(root / "queries/link")
    table = root / "data/gazetteer/governments.csv"
    table.write_text(table.read_text("utf-8").replace("Niigata Prefecture", MARKUP), "utf-8")
    build(read_settings(root))
    return root


def ask(client, **query):
    body = f"queries={quote(json.dumps({'q': query}))}"
    answered = client.request(
        "POST", "/reconcile", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    check("results", answered.json())
    return [(each["id"], each["match"]) for each in answered.json()["q"]["result"]]


def test_a_project_that_does_not_say_what_its_places_are_matches_by_names(project):
    with asking(read_settings(project)) as client:
        manifest = client.get("/reconcile").json()
        check("manifest", manifest)
        assert manifest["identifierSpace"] == "https://example.org/exchange/id/"
        assert manifest["schemaSpace"] == "https://w3id.org/koryu/def#"
        assert ask(client, query="新潟县") == [("government/niigata-pref", True)]
        assert ask(client, query="JPN") == [("government/japan", True)]
        country = {"pid": "country", "v": "日本"}
        assert ask(client, query="新潟県", properties=[country]) == [("government/niigata-pref", True)]
        suggested = client.get("/reconcile/en/suggest/entity?prefix=heilong").json()["result"]
        assert suggested[0]["id"] == "government/heilongjiang"
        hints = client.get("/reconcile/en/suggest/property?prefix=date").json()["result"]
        assert "date" not in [each["id"] for each in hints]  # which only places have


def test_a_project_with_nothing_in_it_answers_too(tmp_path):
    root = make_project(tmp_path, queries={})
    for name in ("koryu.nq", "SHA256SUMS", "void.ttl"):
        (root / "build" / name).write_text("")
    with asking(read_settings(root)) as client:
        check("manifest", client.get("/reconcile").json())
        assert ask(client, query="nothing at all") == []
        assert client.get("/reconcile/en/properties").json() == {"type": "", "properties": []}
        assert client.get("/reconcile/en/preview?id=x").status_code == 404


def test_a_name_becomes_no_markup(project):
    with asking(read_settings(project)) as client:
        preview = client.get("/reconcile/en/preview?id=government%2Fniigata-pref").text
        flyout = client.get("/reconcile/ja/flyout/entity?id=government%2Fniigata-pref").json()["html"]
    for html in (preview, flyout):
        assert "Niigata &amp;lt;script {{7*7}} &amp;&#39;" in html


def test_a_batch_that_takes_too_long_is_given_up(project):
    edition = open_edition(read_settings(project))
    queries = {"q": Query("queries", "新潟県")}
    assert answer(edition, Reader("en"), queries, 10)["q"]["result"]
    with pytest.raises(OutOfTime, match="took more than -1 s; send fewer at once"):
        answer(edition, Reader("en"), queries, -1)


def test_a_line_that_is_too_long_is_sent_away():
    async def asked(limits, clients):
        desk, may_end = Desk(limits), threading.Event()
        waiting = [asyncio.create_task(desk.do(client, may_end.wait)) for client in clients[:-1]]
        await asyncio.sleep(0)
        try:
            await desk.do(clients[-1], may_end.wait)
        finally:
            may_end.set()
            await asyncio.gather(*waiting)

    with pytest.raises(TooMany):
        asyncio.run(asked(Limits(queries=9, per_client=1, waiting=0), ["a", "a"]))
    with pytest.raises(Busy):
        asyncio.run(asked(Limits(queries=2, per_client=1, waiting=0), ["a", "b", "c"]))
