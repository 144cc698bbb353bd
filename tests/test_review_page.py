"""The page of the review: who may see it, what each form writes, and that two reviewers lose nothing."""

import http.client
import re
import threading
import time
from datetime import date
from urllib.parse import quote, urlencode

import pytest

from koryu.linking.decisions import version
from koryu.linking.proposals import Proposal, path_of, write_proposals
from koryu.matching.places import Place, PlaceName
from koryu.matching.scores import Verdict
from koryu.settings import read_settings
from koryu.web.review import Reviewing
from koryu.web.sessions import Sessions
from serving import served
from small_client import asking
from small_review import KOBE, LUSHUN_ROW, WIKIDATA, candidate, links_of, put_review
from small_site import make_edition, read_page

ORIGIN = "http://koryu.test"
OWN = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def root(tmp_path):
    make_edition(tmp_path)
    put_review(tmp_path)
    return tmp_path


class Desk:
    """A client with its own cookie, that sends the forms of the pages it has seen."""

    def __init__(self, client, reviewing):
        self.client, self.reviewing, self.cookie, self.page = client, reviewing, None, None

    def get(self, path="/review", **headers):
        response = self.client.get(path, headers=self._headers(headers))
        if "set-cookie" in response.headers:
            self.cookie = response.headers["set-cookie"].partition(";")[0]
        if response.status_code == 200:
            self.page = read_page(response.text)
        return response

    def send(self, fields, origin=OWN, **options):
        return self.client.request("POST", "/review", data=fields, headers=self._headers(origin), **options)

    def _headers(self, more):
        self.client._client.cookies.clear()
        return {"Accept": "text/html", **more, **({"Cookie": self.cookie} if self.cookie else {})}

    @property
    def form(self):
        """The fields that the form of the case sends by itself."""
        form = self.page.one("form", class_="decide")
        return {each["name"]: each["value"] for each in form.all("input", type="hidden")}

    @property
    def csrf(self):
        return self.page.all("input", name="csrf")[0]["value"]

    def enter(self, reviewer="Jane 田中"):
        assert self.get(f"/review?token={self.reviewing.sessions.token}").status_code == 200
        return self.follow(self.send({"csrf": self.csrf, "action": "begin", "reviewer": reviewer}))

    def act(self, action, **fields):
        return self.follow(self.send({**self.form, "action": action, **fields}))

    def undo(self):
        form = self.page.one("form", id="undo")
        fields = {each["name"]: each["value"] for each in form.all("input")}
        return self.follow(self.send({**fields, "action": "undo"}))

    def follow(self, response):
        assert response.status_code == 303, response.text
        assert self.get(response.headers["location"]).status_code == 200
        return self

    @property
    def object(self):
        """The thing of the other dataset that the case is about."""
        return self.page.one("p", class_="iri").texts("a")[1].removeprefix(WIKIDATA)

    @property
    def told(self):
        return self.page.one("div", class_="told").text


@pytest.fixture
def reviewing(root):
    return Reviewing(read_settings(root))


@pytest.fixture
def client(root, reviewing):
    with asking(read_settings(root), reviewing=reviewing) as client:
        yield client


@pytest.fixture
def desk(client, reviewing):
    return Desk(client, reviewing)


def decided(root):
    lines = [line.split("\t") for line in links_of(root).read_text("utf-8").splitlines()]
    rows = [each for each in lines if each[0].startswith("government:") and (each[7] or each[8])]
    return [
        " ".join([each[0][11:], each[2][5:] + (each[3] and " Not"), each[4][9:], each[7] or each[8]])
        for each in rows
    ]


def test_without_the_option_there_is_nothing(root):
    with asking(read_settings(root)) as client:
        assert client.get("/review").status_code == 404
        assert client.get(f"/review?token={'a' * 43}").status_code == 404
        assert client.request("POST", "/review", data={}, headers=OWN).status_code == 404


def test_without_the_token_nobody_sees_anything(desk):
    for path in ("/review", "/review?token=", "/review?token=wrong", "/review?case=0", "/review?token=%00"):
        response = desk.get(path)
        assert response.status_code == 403
        assert "kobe" not in response.text.lower()
    assert desk.send({"action": "accept"}).status_code == 403


def test_the_token_is_turned_into_a_cookie_and_is_then_dead(client, reviewing):
    token = reviewing.sessions.token
    first, second = Desk(client, reviewing), Desk(client, reviewing)
    response = first.get(f"/review?token={token}")
    assert response.status_code == 200
    name, *attributes = response.headers["set-cookie"].split("; ")
    assert re.fullmatch(r"koryu-review-[0-9a-f]{8}=[\w-]{43}", name)
    assert sorted(attributes) == ["HttpOnly", "Path=/review", "SameSite=strict"]
    assert second.get(f"/review?token={token}").status_code == 403
    assert second.cookie is None
    assert first.get(f"/review?token={token}").headers["location"] == "/review"  # the same address again
    assert reviewing.sessions.token != token


def test_the_next_token_is_told_to_who_runs_the_server_and_lets_another_in(client, reviewing):
    told = []
    reviewing.sessions.announce = told.append
    Desk(client, reviewing).enter()
    assert told == [reviewing.sessions.token]
    Desk(client, reviewing).enter("Ken")
    assert len(set(told)) == 2


def test_a_look_at_the_head_does_not_use_the_token_up(client, reviewing):
    assert client.head(f"/review?token={reviewing.sessions.token}").status_code == 403
    Desk(client, reviewing).enter()


def test_a_cookie_below_https_is_sent_by_https_alone(root, reviewing):
    with asking(read_settings(root), root_path="/koryu", reviewing=reviewing) as client:
        path = f"https://koryu.test/koryu/review?token={reviewing.sessions.token}"
        cookie = client.get(path).headers["set-cookie"]
    assert "; Path=/koryu/review;" in cookie
    assert "; Secure" in cookie


ELSEWHERE = (
    {},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": f"{ORIGIN}:81"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
)


def test_what_does_not_come_from_its_own_page_is_refused(root, desk):
    desk.enter()
    before = links_of(root).read_bytes()
    sent = [desk.send({**desk.form, "action": "accept"}, origin).status_code for origin in ELSEWHERE]
    assert sent == [403] * len(ELSEWHERE)
    assert links_of(root).read_bytes() == before


def test_a_form_of_another_session_is_refused(root, client, reviewing):
    jane, ken = Desk(client, reviewing).enter(), Desk(client, reviewing).enter("Ken")
    before = links_of(root).read_bytes()
    for csrf in (ken.csrf, "", "\ud7ff", None):
        fields = {**jane.form, "action": "accept", "csrf": csrf}
        assert (
            jane.send({name: value for name, value in fields.items() if value is not None}).status_code == 403
        )
    assert links_of(root).read_bytes() == before


def test_its_answers_are_private(desk):
    entered = desk.get(f"/review?token={desk.reviewing.sessions.token}")
    page = desk.get("/review")
    refused = Desk(desk.client, desk.reviewing).get("/review")
    for response in (entered, page, refused):
        headers = response.headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert not [name for name in headers if name.startswith("access-control-")]
        assert "etag" not in headers


def test_no_other_site_may_ask(desk):
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    response = desk.client.request("OPTIONS", "/review", headers=asked)
    assert not [name for name in response.headers if name.startswith("access-control-")]
    other = desk.client.request("OPTIONS", "/findings", headers=asked)
    assert other.headers["access-control-allow-origin"] == "*"


def test_no_map_and_no_description_lists_it(desk):
    for path in ("/sitemap.xml", "/openapi.json", "/robots.txt", "/api", "/"):
        assert "/review" not in desk.client.get(path).text


def test_somebody_must_say_who_reviews(root, desk):
    desk.get(f"/review?token={desk.reviewing.sessions.token}")
    assert desk.page.texts("button", name="action") == ["Begin"]
    response = desk.send({"csrf": desk.csrf, "action": "begin", "reviewer": "0000-0002-1825-0098"})
    assert response.status_code == 400
    assert "is no ORCID" in read_page(response.text).one("p", role="alert").text
    response = desk.send({"csrf": desk.csrf, "action": "accept", "case": "x", "state": "y"})
    assert (response.status_code, response.headers["location"]) == (303, "/review")
    desk.follow(desk.send({"csrf": desk.csrf, "action": "begin", "reviewer": "0000-0002-1825-0097"}))
    assert desk.act("accept").told.startswith("Accepted:")
    assert decided(root) == ["kobe exactMatch Q48320 orcid:0000-0002-1825-0097"]


def test_who_starts_the_server_may_say_who_reviews(root):
    from koryu.linking.reviewers import Reviewer

    reviewing = Reviewing(read_settings(root), Reviewer(name="Jane 田中"))
    with asking(read_settings(root), reviewing=reviewing) as client:
        desk = Desk(client, reviewing)
        desk.get(f"/review?token={reviewing.sessions.token}")
        assert desk.page.one("input", id="reviewer")["value"] == "Jane 田中"


def test_a_case_is_shown_with_both_sides(desk):
    page = desk.enter().page
    assert page.one("h1").text == "Kobe City ≟Is it the same as: Kobe"
    assert page.one("p", class_="kind").text == (
        "wikidata · several candidates, or one that is not sure · 5 waiting"
    )
    rows = [
        [cell.text for cell in row.children if not isinstance(cell, str)]
        for row in page.one("table", class_="compare").one("tbody").all("tr")
    ]
    assert rows == [
        ["Name English", "Kobe City Hyogo-tsu", "Kobe"],
        ["Name 日本語", "神戸市 こうべし", "神戸市 =agrees"],
        ["Name 中文", "神户市", "神户市 =agrees"],
        ["UN/LOCODE", "–", "JPUKB"],
        ["Level", "–", "municipality"],
        ["Country", "–", "JP"],
        ["Part of", "–", "Q130290"],
        ["Point", "–", "34.6900, 135.1956"],
        ["Since", "–", "1889-04-01"],
    ]
    features = page.one("table", class_="features")
    assert [[cell.text for cell in row if cell.tag in ("th", "td")] for row in features.all("tr")] == [
        ["Name", "1.00", "神戸市"],
        ["Code", "1.00", "JPUKB"],
        ["Distance", "0.90", "55 m"],
        ["Score", "0.97", "of all together"],
    ]
    assert [each["width"] for each in features.all("rect", class_="bar")] == ["100.0", "100.0", "90.0"]
    links = page.one("p", class_="iri").all("a")
    assert [each["href"] for each in links] == ["/doc/government/kobe", f"{WIKIDATA}Q48320"]


def test_contradictions_are_marked(desk):
    page = desk.enter().act("skip").page
    assert page.one("section", class_="against").texts("li") == ["UN/LOCODE JPUKB is not JPXXX"]


def test_the_map_shows_the_point_that_is_known(desk):
    """Of both there is a picture in the tests of the shipped project."""
    assert [each["class"] for each in desk.enter().page.one("svg", class_="pair").all("circle")] == ["ring"]


def test_each_decision_is_one_line_of_the_file_at_once(root, desk):
    before = links_of(root).read_text("utf-8")
    desk.enter()
    assert desk.act("accept", comment="seen  it", confidence=".9").told == (
        "Accepted: Kobe City – http://www.wikidata.org/entity/Q48320"
    )
    after = links_of(root).read_text("utf-8")
    today = time.strftime("%Y-%m-%d")
    assert set(after.splitlines()) - set(before.splitlines()) == {
        "government:kobe\tKobe City\tskos:exactMatch\t\twikidata:Q48320\tKobe\t"
        f"semapv:ManualMappingCuration\t\tJane 田中\tkoryu\t{version('koryu')}\t{today}\t2026-11-24\t"
        "0.9\tseen it"
    }
    assert desk.object == "Q11473"
    assert desk.act("reject").object == "Q801253"
    assert desk.act("close").object == "Q74881"
    assert desk.act("broad").object == "Q1024066"
    assert desk.act("accept").page.one("p", class_="nothing").text == "Nothing waits for a decision."
    assert decided(root) == [
        "dalian broadMatch Q74881 Jane 田中",
        "kobe exactMatch Not Q11473 Jane 田中",
        "kobe exactMatch Q48320 Jane 田中",
        "kobe closeMatch Q801253 Jane 田中",
        "lushun closeMatch Q1024066 Jane 田中",
    ]


def test_accepting_may_reject_the_others_and_all_of_it_is_undone(root, desk):
    before = links_of(root).read_text("utf-8")
    assert desk.enter().act("accept", others="yes").told.endswith("Q48320 (and 2 more)")
    assert desk.object == "Q74881"
    assert desk.undo().told.startswith("Taken back: Kobe City")
    assert links_of(root).read_text("utf-8") == before
    assert desk.object == "Q48320"


def test_what_is_skipped_comes_last_until_it_is_let_in_again(desk):
    desk.enter().act("skip").act("skip")
    assert (desk.object, desk.page.one("section", class_="desk").texts("span")) == (
        "Q801253",
        ["2 skipped come last."],
    )
    assert desk.undo().object == "Q11473"
    desk.follow(desk.send({"csrf": desk.csrf, "action": "again"}))
    assert desk.object == "Q48320"


def test_a_page_that_was_undone_from_elsewhere_undoes_nothing_more(root, desk):
    desk.enter().act("reject").act("reject")
    old = {each["name"]: each["value"] for each in desk.page.one("form", id="undo").all("input")}
    desk.undo()
    desk.follow(desk.send({**old, "action": "undo"}))
    assert desk.told.startswith("Nothing was written: the page was too old.")
    assert decided(root) == ["kobe exactMatch Not Q48320 Jane 田中"]


def test_an_old_page_does_not_undo_what_was_decided_in_the_place_of_its_act(root, desk):
    desk.enter().act("reject")
    old = {each["name"]: each["value"] for each in desk.page.one("form", id="undo").all("input")}
    desk.undo().act("accept")
    desk.follow(desk.send({**old, "action": "undo"}))
    assert desk.told.startswith("Nothing was written: the page was too old.")
    assert decided(root) == ["kobe exactMatch Q48320 Jane 田中"]


def test_what_could_not_be_undone_for_a_fault_of_the_file_can_be_once_it_is_mended(root, desk):
    desk.enter().act("reject")
    text = links_of(root).read_text("utf-8")
    undo = {each["name"]: each["value"] for each in desk.page.one("form", id="undo").all("input")}
    links_of(root).write_text(text.removesuffix("\n"), "utf-8")
    location = desk.send({**undo, "action": "undo"}).headers["location"]
    links_of(root).write_text(text, "utf-8")
    assert desk.get(location).status_code == 200
    assert desk.undo().told.startswith("Taken back: Kobe City")
    assert decided(root) == []


def test_filters_stay_on_the_way(root, desk):
    desk.enter()
    desk.get("/review?dataset=wikidata&place=lushun&lang=ja")
    assert desk.object == "Q1024066"
    response = desk.send({**desk.form, "action": "skip"})
    assert response.headers["location"] == "/review?dataset=wikidata&place=lushun&done=1"
    desk.follow(response)
    assert desk.object == "Q1024066"


def test_a_candidate_may_be_chosen(desk):
    desk.enter()
    rival = desk.page.one("section", **{"aria-labelledby": "rivals"}).all("a")[1]
    assert (rival.text, desk.get(rival["href"]).status_code, desk.object) == ("Kobe Station", 200, "Q801253")


def test_two_reviewers_on_one_case_the_slower_is_told_and_loses_nothing(root, client, reviewing):
    jane, ken = Desk(client, reviewing).enter("Jane"), Desk(client, reviewing).enter("Ken")
    jane.act("reject")
    before = links_of(root).read_bytes()
    ken.act("accept")
    assert ken.told == (
        "Nothing was written, for this was decided meanwhile: Kobe City – "
        "http://www.wikidata.org/entity/Q48320 The links now say: no exact match · reviewed by Jane"
    )
    assert links_of(root).read_bytes() == before
    assert ken.object == "Q11473"


def test_two_tabs_of_one_reviewer_lose_nothing(root, desk):
    desk.enter()
    first = {**desk.form, "action": "accept"}
    desk.follow(desk.send(first))
    desk.follow(desk.send({**first, "action": "reject"}))
    assert desk.told.startswith("Nothing was written, for this was decided meanwhile:")
    assert decided(root) == ["kobe exactMatch Q48320 Jane 田中"]


def test_what_contradicts_another_link_is_refused_and_told(root, desk):
    desk.enter().act("accept").act("accept")
    assert "contradicts another link" in desk.told
    assert '"government:kobe" is an exact match in line' in desk.told
    assert decided(root) == ["kobe exactMatch Q48320 Jane 田中"]
    assert desk.object == "Q11473"


def test_links_that_cannot_be_read_are_told_and_the_file_stays(root, desk):
    desk.enter()
    broken = links_of(root).read_text("utf-8").replace("skos:closeMatch", "skos:sameMatch")
    links_of(root).write_text(broken, "utf-8")
    assert desk.get().status_code == 500
    response = desk.send({**desk.form, "action": "accept"})
    assert response.status_code == 303
    assert links_of(root).read_text("utf-8") == broken


HOSTILE = (
    *("", "\x00", "<script>alert(1)</script>", "{{7*7}}", "../..", "'" * 3, "a" * 1500, "1e999"),
    *("\r\nSet-Cookie: a=b", "９", "\u202e"),
)
SENT = (("case", "accept"), ("state", "close"), ("case", "skip"), ("last", "undo"), ("csrf", "reject"))


def test_hostile_values_are_answered_and_write_nothing(root, desk):
    desk.enter()
    form, before = desk.form, links_of(root).read_bytes()
    for text in HOSTILE:
        for name in ("case", "dataset", "place", "done", "lang", "token"):
            response = desk.get(f"/review?{name}={quote(text)}")
            assert response.status_code in (200, 303, 404), (name, text)
            assert "<script>alert" not in response.text
        for name, action in (*SENT, ("action", text)):
            response = desk.send({**form, "action": action, name: text})
            assert response.status_code in (303, 400, 403), (name, text)
            assert "set-cookie" not in response.headers
    assert links_of(root).read_bytes() == before


UNFIT = (
    *({"comment": "a\x00b"}, {"comment": "\u202eabc"}, {"comment": "a" * 1001}, {"confidence": "2"}),
    *({"confidence": "NaN"}, {"confidence": "-0.5"}, {"action": "delete"}),
)


def test_what_no_row_may_hold_is_refused(root, desk):
    desk.enter()
    before = links_of(root).read_bytes()
    sent = [desk.send({**desk.form, "action": "accept", **fields}).status_code for fields in UNFIT]
    assert sent == [400] * len(UNFIT)
    assert links_of(root).read_bytes() == before


def test_what_is_no_form_is_refused(desk):
    desk.enter()
    send = desk.client.request
    headers = {**OWN, "Cookie": desk.cookie}
    json = send("POST", "/review", headers={**headers, "Content-Type": "application/json"}, content=b"{}")
    bytes_ = send(
        "POST",
        "/review",
        headers={**headers, "Content-Type": "application/x-www-form-urlencoded"},
        content=b"a=%ff",
    )
    assert (json.status_code, bytes_.status_code) == (415, 400)


def test_a_comment_never_becomes_markup_or_another_cell(root, desk):
    desk.enter().act("accept", comment='<b>"x"</b>\t=1+1\nend')
    (row,) = [line for line in links_of(root).read_text("utf-8").splitlines() if "wikidata:Q48320" in line]
    assert row.endswith('\t\t"<b>""x""</b> =1+1 end"')
    assert "<b>" not in desk.get("/review?place=kobe").text.replace("<bdi", "")


def test_what_another_dataset_says_never_becomes_markup_or_a_link_that_runs(root, desk):
    names = (PlaceName("<script>alert(1)</script>\u202e", 'en"x'),)
    codes = {"not an iri": frozenset({"<i>"})}
    evil = Place("javascript:alert(1)", names, level="<b>", parents=("data:text/html,x",), codes=codes)
    found = candidate(evil, "<script>alert(1)</script>", 7.5, {"<u>": (9.0, "<s>")}, ("<q>",))
    asked = date(2026, 11, 25)
    proposed = [
        Proposal(place, "wikidata", Verdict.SEVERAL, (found,), asked, "<v>") for place in (KOBE, "no iri")
    ]
    write_proposals(path_of(read_settings(root), "wikidata"), proposed)
    desk.enter()
    before = links_of(root).read_bytes()
    for _ in range(2):
        page = desk.page
        assert page.one("section", class_="against").texts("li") == ["<q>"]
        assert [each["href"] for each in page.all("a") if ":" in each["href"]] == [
            each["href"] for each in page.all("a") if each["href"].startswith(("https:", "http:"))
        ]
        desk.act("skip")
    desk.undo().act("accept")
    assert desk.page.one("div", class_="told").get("class") == "notice told bad"
    assert links_of(root).read_bytes() == before


def test_the_place_that_was_asked_for_is_kept_when_the_reviewer_is_asked(root, desk):
    desk.get(f"/review?token={desk.reviewing.sessions.token}")
    desk.get("/review?place=lushun&dataset=wikidata")
    form = {each["name"]: each["value"] for each in desk.page.one("main").all("input")}
    assert (form["place"], form["dataset"]) == ("lushun", "wikidata")
    refused = desk.send({**form, "action": "begin", "reviewer": "0000-0002-1825-0098"})
    assert refused.status_code == 400
    assert 'name="place" value="lushun"' in refused.text
    led = desk.send({**form, "action": "begin", "reviewer": "Jane"}).headers["location"]
    assert "place=lushun" in led
    assert "dataset=wikidata" in led


@pytest.mark.parametrize("place", ["kobe", "神戸市", KOBE])
def test_cases_are_asked_for_by_any_name_of_the_place(root, desk, place):
    desk.enter()
    answer = desk.get(f"/review?place={quote(place)}")
    assert answer.status_code == 200
    assert KOBE in desk.page.one("main").text
    assert f'name="place" value="{place}"' in answer.text


def test_when_the_last_case_of_a_place_is_decided_the_place_is_still_known(root, desk):
    desk.enter()
    desk.get("/review?place=lushun")
    desk.act("accept")
    assert desk.get("/review?place=lushun").status_code == 200


def test_a_place_that_is_not_known_is_not_found(root, desk):
    desk.enter()
    answer = desk.get("/review?place=atlantis")
    assert answer.status_code == 404
    assert "is not known; takes the key, IRI or label of a thing" in answer.text


def test_a_row_without_a_candidate_is_confirmed(root, desk):
    desk.enter()
    desk.get("/review?place=lushun")
    assert (
        "What wikidata says of it is not known here; koryu link wikidata --again asks."
        in desk.page.one("main").text
    )
    desk.act("accept")
    assert LUSHUN_ROW not in links_of(root).read_text("utf-8")
    assert decided(root) == ["lushun closeMatch Q1024066 Jane 田中"]


def test_a_project_without_links_says_that_nothing_waits(tmp_path):
    make_edition(tmp_path)
    reviewing = Reviewing(read_settings(tmp_path))
    with asking(read_settings(tmp_path), reviewing=reviewing) as client:
        page = Desk(client, reviewing).enter().page
    assert page.one("p", class_="nothing").text == "Nothing waits for a decision."


def test_sessions_end_when_nobody_uses_them_and_the_idlest_makes_room():
    sessions = Sessions(list)
    first = sessions.enter(sessions.token)
    others = [sessions.enter(sessions.token) for _ in range(50)]
    assert sessions.find(first.id) is None
    assert all(sessions.find(each.id) is each for each in others)
    others[7].seen -= 12 * 3600 + 1
    assert sessions.find(others[7].id) is None


def real(port, method, path, body=None, headers=()):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body, dict(headers))
    response = connection.getresponse()
    response.text = response.read().decode()
    connection.close()
    return response


def test_a_real_server_lets_one_in_and_reviews_beside_endless_queries(built, tmp_path):
    root = tmp_path / "project"
    root.mkdir()
    make_edition(root)
    put_review(root)
    log = tmp_path / "log"
    endless = quote("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    with served(root, "--review", "--reviewer", "Jane", log=log) as running:
        address = re.search(r"review (http://\S+) \(good for one use\)", log.read_text())[1]
        assert address.startswith(f"{running.address}/review?token=")
        path = address.removeprefix(running.address)
        threads = [
            threading.Thread(target=real, args=(running.port, "GET", f"/sparql?query={endless}&n={n}"))
            for n in range(2)
        ]
        for each in threads:
            each.start()
        entered = real(running.port, "GET", path)
        cookie = entered.headers["Set-Cookie"].partition(";")[0]
        assert real(running.port, "GET", path).status == 403
        headers = {"Cookie": cookie, "Origin": running.address,
                   "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
        csrf = read_page(entered.text).all("input", name="csrf")[0]["value"]
        begin = urlencode({"csrf": csrf, "action": "begin", "reviewer": "Jane"})
        assert real(running.port, "POST", "/review", begin, headers).status == 303
        began = time.monotonic()
        page = read_page(real(running.port, "GET", "/review?lang=en", headers=headers).text)
        form = page.one("form", class_="decide")
        fields = {each["name"]: each["value"] for each in form.all("input", type="hidden")}
        sent = real(running.port, "POST", "/review", urlencode({**fields, "action": "accept"}), headers)
        assert (sent.status, time.monotonic() - began < 8) == (303, True)  # they run for 10
        evil = {**headers, "Origin": "http://evil.example"}
        assert real(running.port, "POST", "/review", urlencode(fields), evil).status == 403
        assert len(re.findall(r"^review ", log.read_text(), re.MULTILINE)) == 2
    for each in threads:
        each.join()
    assert decided(root) == ["kobe exactMatch Q48320 Jane"]
