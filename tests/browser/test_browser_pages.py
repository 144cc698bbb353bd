"""Every kind of page, in three languages: accessible, fit for a phone, and whole without JavaScript."""

import os
from pathlib import Path

import pytest
from page_kinds import KINDS, LANGUAGES, in_language, status_of
from visitor import DESK, PHONE

SCREENSHOTS = os.environ.get("KORYU_SCREENSHOTS")  # the folder for pictures to look at
COLOURS = {"en": "light", "ja": "dark", "zh": "light"}  # each kind is seen in both
PAPER = {"light": "rgb(252, 251, 248)", "dark": "rgb(22, 24, 27)"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page, axe):
    """List what axe finds: the rule, and the elements that break it."""
    page.evaluate(axe)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)[
        "violations"
    ]
    return [(each["id"], node["target"], node["failureSummary"]) for each in found for node in each["nodes"]]


def photograph(page, kind, lang, device):
    if SCREENSHOTS:
        path = Path(SCREENSHOTS) / f"{kind}-{device}-{lang}.png"
        page.screenshot(path=path, full_page=True, animations="disabled")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible_and_fits_a_phone(visitor, axe, kind, lang):
    with visitor.reading(in_language(KINDS[kind], lang), status_of(kind), color_scheme=COLOURS[lang]) as page:
        assert (
            page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
            == PAPER[COLOURS[lang]]
        )
        assert page.locator("html").get_attribute("lang") == lang
        assert page.locator("h1").count() == 1
        photograph(page, kind, lang, "desktop")
        assert violations(page, axe) == []
        page.set_viewport_size(PHONE)
        photograph(page, kind, lang, "phone")
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        page.set_viewport_size(DESK)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_shows_all_without_javascript(visitor, kind):
    def words(page):
        text = page.locator("main").inner_text()
        return [line for line in text.split("\n") if line.strip()]

    with visitor.reading(KINDS[kind], status_of(kind), java_script_enabled=False) as page:
        assert len(words(page)) > 1
        assert (
            page.locator("[data-copy]:visible, .zoom:visible, .themes:visible, .suggestions:visible").count()
            == 0
        )
        assert page.locator("h1").is_visible()
