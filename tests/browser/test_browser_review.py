"""The review in a real browser: keys, no JavaScript, three languages, desk and phone, no violation."""

import re
import shutil
from datetime import date
from http import HTTPStatus
from pathlib import Path

import pytest
from page_kinds import LANGUAGES
from playwright.sync_api import expect
from test_browser_pages import COLOURS, PAPER, photograph, violations
from visitor import DESK, PHONE, Visitor

from koryu.linking.proposals import Candidate, Proposal, describe, path_of, write_proposals
from koryu.matching.places import Place, PlaceName
from koryu.matching.scores import Verdict
from koryu.settings import read_settings
from koryu.sssom.mappings import EXACT
from serving import served

ROOT = Path(__file__).parents[2]
BASE, WIKIDATA = "https://w3id.org/koryu/", "http://www.wikidata.org/entity/"
HIROSHIMA = f"{BASE}id/government/hiroshima-city"
CITY = Place(
    f"{WIKIDATA}Q34664",
    (PlaceName("Hiroshima", "en"), PlaceName("広島市", "ja"), PlaceName("广岛市", "zh-hans")),
    country="JP",
    level=f"{BASE}def/concept#municipality",
    codes={f"{BASE}def#dantaiCode": frozenset({"341002"})},
    point=(34.3852, 132.4553),
    parents=(f"{WIKIDATA}Q617375",),
)
PREFECTURE = Place(
    f"{WIKIDATA}Q617375",
    (PlaceName("Hiroshima Prefecture", "en"), PlaceName("広島県", "ja")),
    country="JP",
    level=f"{BASE}def/concept#first-level-unit",
    codes={f"{BASE}def#dantaiCode": frozenset({"340006"})},
    point=(34.6, 132.7),
)


def proposal():
    features = {"name": (1.0, "広島市 = 広島市"), "code": (1.0, "341002"), "distance": (0.98, "0 km")}
    against = ("the code 341002 is not 340006",)
    candidates = (
        Candidate(CITY.iri, "Hiroshima", EXACT, 0.99, features, (), describe(CITY)),
        Candidate(
            PREFECTURE.iri, "Hiroshima Prefecture", EXACT, 0.41, {"name": (0.7, "広島 = 広島")}, against,
            describe(PREFECTURE),
        ),
    )  # fmt: skip
    return Proposal(HIROSHIMA, "wikidata", Verdict.SEVERAL, candidates, date(2026, 11, 25), "2026-11-25")


@pytest.fixture(scope="module")
def root(built, tmp_path_factory):
    """The shipped project with its build, its links to be changed, and two candidates for Hiroshima."""
    root = tmp_path_factory.mktemp("review")
    for name in ("ontology", "queries"):
        (root / name).symlink_to(ROOT / name)
    (root / "build").symlink_to((built / "build").resolve())
    shutil.copy(ROOT / "koryu.toml", root)
    shutil.copytree(ROOT / "data", root / "data")
    write_proposals(path_of(read_settings(root), "wikidata"), [proposal()])
    return root


@pytest.fixture(scope="module")
def reviewed(root, tmp_path_factory):
    """A server of it with the page of the review; gives its address, and the one that lets in now."""
    log = tmp_path_factory.mktemp("log") / "serve.log"
    with served(root, "--review", log=log) as running:
        yield running.address, lambda: re.findall(r"review \S+(/review\S+)", log.read_text())[-1]


@pytest.fixture
def links(root):
    """The file of the links, as it was at the end of the test."""
    path = root / "data/links/wikidata.sssom.tsv"
    before = path.read_bytes()
    yield path
    path.write_bytes(before)


@pytest.fixture
def reviewer(browser, reviewed, links):
    """Somebody who has been let in; gives a visitor and a way to begin."""
    address, entry = reviewed
    visitor = Visitor(browser, address)

    def begin(page):
        visitor.go(page, entry())
        page.get_by_label(re.compile("Who reviews|審査者|审核人")).fill("Jane 田中")
        page.locator("button.primary").click()
        page.wait_for_url(f"{address}/review")

    yield visitor, begin
    assert visitor.problems == []


def decided(links):
    """What Jane has decided on: predicate, modifier and object."""
    rows = [line.split("\t") for line in links.read_text("utf-8").splitlines() if "Jane 田中" in line]
    return [f"{row[2][5:]}{row[3] and ' Not'} {row[4][9:]}" for row in rows]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_pages_are_accessible_and_fit_a_phone(reviewer, axe, lang):
    visitor, begin = reviewer
    with visitor.reading("/", color_scheme=COLOURS[lang]) as page:
        begin(page)
        for kind, path in (
            ("case", "?"),
            ("against", "?case={}&"),
            ("row", "?place=alberta&"),
            ("none", "?place=x&"),
        ):
            rival = page.locator("[aria-labelledby=rivals] a").first
            found = rival.get_attribute("href").partition("case=")[2] if kind == "against" else ""
            status = HTTPStatus.NOT_FOUND if kind == "none" else HTTPStatus.OK
            visitor.go(page, f"/review{path.format(found)}lang={lang}", status)
            assert (
                page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
                == PAPER[COLOURS[lang]]
            )
            photograph(page, f"review-{kind}", lang, "desktop")
            assert violations(page, axe) == []
            page.set_viewport_size(PHONE)
            photograph(page, f"review-{kind}", lang, "phone")
            assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
            assert violations(page, axe) == []
            page.set_viewport_size(DESK)


def test_the_page_that_asks_who_reviews_is_accessible(reviewed, browser, axe):
    visitor = Visitor(browser, reviewed[0])
    with visitor.reading(reviewed[1]()) as page:
        photograph(page, "review-entry", "en", "desktop")
        assert violations(page, axe) == []
    assert visitor.problems == []


def test_keys_decide_and_undo(reviewer, links):
    visitor, begin = reviewer
    with visitor.reading("/") as page:
        begin(page)
        expect(page.locator("h1")).to_contain_text("Hiroshima City")
        page.keyboard.press("o")
        expect(page.get_by_label("also reject the other one")).to_be_checked()
        page.keyboard.press("o")
        page.keyboard.press("a")
        expect(page.locator(".told")).to_contain_text("Accepted: Hiroshima City")
        assert decided(links) == ["exactMatch Q34664"]
        expect(page.locator(".against li")).to_have_text("the code 341002 is not 340006")
        page.keyboard.press("r")
        expect(page.locator(".told")).to_contain_text("Rejected: Hiroshima City")
        assert decided(links) == ["exactMatch Q34664", "exactMatch Not Q617375"]
        page.keyboard.press("u")
        expect(page.locator(".told")).to_contain_text("Taken back: Hiroshima City")
        assert decided(links) == ["exactMatch Q34664"]


def test_keys_that_are_typed_into_a_field_decide_nothing(reviewer, links):
    visitor, begin = reviewer
    with visitor.reading("/") as page:
        begin(page)
        page.keyboard.press("m")
        page.keyboard.type("a clear case")
        page.keyboard.press("Control+a")
        assert decided(links) == []
        page.keyboard.press("Escape")
        page.keyboard.press("c")
        expect(page.locator(".told")).to_contain_text("Close match: Hiroshima City")
        (row,) = [line for line in links.read_text("utf-8").splitlines() if "Jane" in line]
        assert row.split("\t")[-1].startswith("a clear case")


def test_without_javascript_all_of_it_works(reviewer, links):
    visitor, begin = reviewer
    with visitor.reading("/", java_script_enabled=False) as page:
        begin(page)
        assert page.locator("kbd").count() == 0
        page.get_by_label("also reject the other one").check()
        page.get_by_role("button", name="Accept").click()
        assert page.locator(".told").inner_text().startswith("Accepted: Hiroshima City")
        assert decided(links) == ["exactMatch Q34664", "exactMatch Not Q617375"]
        page.get_by_role("button", name="Undo").click()
        assert decided(links) == []
        page.reload()
        assert decided(links) == []
        page.get_by_role("button", name="Skip").click()
        page.get_by_label("Dataset").select_option("wikidata")
        page.get_by_label("Key of a place").fill("hiroshima-city")
        page.get_by_role("button", name="Show").click()
        assert "2 waiting" in page.locator(".kind").inner_text()


def test_the_map_shows_both_points_and_how_far_they_are_apart(reviewer):
    visitor, begin = reviewer
    with visitor.reading("/") as page:
        begin(page)
        page.locator("[aria-labelledby=rivals] a").first.click()
        assert page.locator("svg.pair .point").count() == 1
        assert page.locator("svg.pair .ring").count() == 1
        assert page.locator("figcaption").inner_text() == "32.8 km apart. Dot: ours. Ring: Wikidata."


def test_a_page_of_another_site_can_neither_send_its_form_nor_frame_it(reviewer, links, tmp_path):
    visitor, begin = reviewer
    with visitor.reading("/") as page:
        begin(page)
        form = page.locator("form.decide")
        fields = {
            each: form.locator(f"input[name={each}]").get_attribute("value")
            for each in ("csrf", "case", "state")
        }
        hidden = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
        evil = tmp_path / "evil.html"
        evil.write_text(
            f'<form method="post" action="{visitor.address}/review">{hidden}'
            '<button name="action" value="accept">Win</button></form>'
        )
        before = list(visitor.problems)
        page.goto(evil.as_uri())
        page.get_by_role("button").click()
        expect(page.locator("h1")).to_have_text("Not allowed")
        visitor.problems[:] = before  # that another site was asked is the point
    assert decided(links) == []
