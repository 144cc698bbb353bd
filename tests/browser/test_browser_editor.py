"""The editor: what it completes, runs, and says of mistakes."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect


@pytest.fixture
def editor(visitor):
    """A page with the editor in it, and no query."""
    with visitor.reading("/editor?query=") as page:
        page.locator(".CodeMirror").wait_for()
        yield page


def write(page, text):
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def text_of(page):
    return page.locator("#query").input_value()


def test_a_query_is_run_and_its_answer_has_links_and_downloads(editor):
    write(
        editor,
        "PREFIX koryu: <https://w3id.org/koryu/def#>\n"
        "SELECT ?c (6 * 7 AS ?n) WHERE { ?c a koryu:Country }\nORDER BY ?c LIMIT 1",
    )
    editor.keyboard.press("Control+Enter")
    table = editor.locator("#result table")
    table.wait_for()
    assert table.locator("thead th").all_inner_texts() == ["c", "n"]
    assert table.get_by_role("cell", name="42").count() == 1
    link = table.locator("tbody a").first
    assert link.get_attribute("href").startswith("/doc/government/")
    assert editor.locator("#result li").first.inner_text() == "1 row"
    assert re.fullmatch(r"\d+\.\d\d s", editor.locator("#status").inner_text())
    with editor.expect_download() as download:
        editor.get_by_role("link", name="CSV").click()
    lines = download.value.path().read_text("utf-8").splitlines()
    assert lines[0] == "c,n"
    assert lines[1].endswith(",42")
    assert "query=PREFIX" in editor.url


def test_a_mistake_is_told_with_its_line_and_column_and_marked(editor):
    write(editor, "SELECT ?s WHERE {\n  ?s ?p ?o .\n  FILTR(?o > 3)\n}")
    editor.get_by_role("button", name="Run").click()
    alert = editor.get_by_role("alert")
    alert.wait_for()
    assert re.match(r"Line 3, column \d+", alert.inner_text())
    assert editor.locator(".CodeMirror-code > div").nth(2).locator(".wrong-line").count() == 1
    editor.keyboard.insert_text("|")
    assert "|" in text_of(editor).split("\n")[2]
    write(editor, "ASK {}")
    editor.keyboard.press("Control+Enter")
    editor.locator("#result .lead").wait_for()
    assert editor.locator("#result .lead").inner_text() == "yes"
    assert editor.locator(".wrong-line").count() == 0


def test_a_graph_is_shown_as_turtle(editor):
    write(editor, "CONSTRUCT { <urn:a> <urn:b> 'c' } WHERE {}")
    editor.keyboard.press("Control+Enter")
    editor.locator("#result pre").wait_for()
    assert editor.locator("#result pre").inner_text().strip().endswith('\n<urn:a> <urn:b> "c" .')


def test_a_hostile_answer_stays_text(editor):
    write(editor, "SELECT ('<img src=x onerror=alert(1)>' AS ?a) (IRI('javascript:alert(1)') AS ?b) WHERE {}")
    editor.keyboard.press("Control+Enter")
    editor.locator("#result table").wait_for()
    assert editor.locator("#result tbody td").all_inner_texts() == [
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
    ]
    assert editor.locator("#result tbody a, #result img").count() == 0


def test_terms_are_completed_by_name_and_their_prefix_is_declared(editor):
    write(editor, "SELECT ?a WHERE { ?a a ")
    editor.keyboard.type("koryu:Affil")
    hint = editor.locator(".CodeMirror-hint", has_text="koryu:Affiliation").first
    hint.wait_for()
    assert "Affiliation" in hint.inner_text()
    hint.click()
    assert text_of(editor) == (
        "PREFIX koryu: <https://w3id.org/koryu/def#>\nSELECT ?a WHERE { ?a a koryu:Affiliation"
    )


def test_terms_are_completed_by_label(editor):
    write(editor, "PREFIX concept: <https://w3id.org/koryu/def/concept#>\nSELECT ?a WHERE { ?a ?p ")
    editor.keyboard.type("friendship ci"[:10])
    editor.keyboard.press("Control+Space")
    editor.locator(".CodeMirror-hint", has_text="concept:friendship-city").first.click()
    assert text_of(editor).endswith("?p concept:friendship-city")


def test_the_keyboard_is_not_trapped(editor):
    write(editor, "ASK {}")
    editor.keyboard.press("Tab")
    assert editor.evaluate("document.activeElement.textContent") == "Run"
    assert text_of(editor) == "ASK {}"


def test_an_example_is_taken_and_a_question_leads_here(visitor):
    with visitor.reading("/editor") as page:
        page.get_by_label("Example").select_option("affiliation-totals")
        page.wait_for_url(re.compile("example=affiliation-totals"))
        assert text_of(page).startswith("# How many bodies")
    with visitor.reading(f"/editor?query={quote('ASK { ?s ?p 1 }')}") as page:
        assert page.locator(".CodeMirror-line").all_inner_texts() == ["ASK { ?s ?p 1 }"]


def test_a_script_in_the_address_is_only_text(visitor):
    with visitor.reading(f"/editor?query={quote('</textarea><script>alert(1)</script>')}", 400) as page:
        assert text_of(page) == "</textarea><script>alert(1)</script>"


def test_a_query_is_stopped_by_the_reader(editor):
    write(editor, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?i) }")
    editor.get_by_role("button", name="Run").click()
    editor.get_by_role("button", name="Stop").click()
    expect(editor.locator("#status")).to_have_text("Stopped.")
    expect(editor.get_by_role("button", name="Run")).to_be_visible()
