"""URI templates: what they make of a row."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from koryu.tables.description.templates import make_template

BASE = "https://example.org/data/a.csv"
ROW = {
    "key": "大連 1/2",
    "list": ("a", "b c"),
    "none": None,
    "ref": "foaf:Project",
    "_row": "3",
    "on%20street": "x",
}


@pytest.mark.parametrize(
    ("template", "made"),
    [
        ("https://e.org/{key}", "https://e.org/%E5%A4%A7%E9%80%A3%201%2F2"),
        ("https://e.org/{+key}", "https://e.org/%E5%A4%A7%E9%80%A3%201/2"),
        ("https://e.org/x{#key}", "https://e.org/x#%E5%A4%A7%E9%80%A3%201/2"),
        ("https://e.org/{key:2}", "https://e.org/%E5%A4%A7%E9%80%A3"),
        ("https://e.org/?q={list}", "https://e.org/?q=a,b%20c"),
        ("https://e.org/{?list*}", "https://e.org/?list=a&list=b%20c"),
        ("https://e.org/{none}/{_row}", "https://e.org//3"),
        ("https://e.org/{on%20street}", "https://e.org/x"),
        ("#row-{_row}", f"{BASE}#row-3"),
        ("../b/{_row}", "https://example.org/b/3"),
        ("", BASE),
        ("schema:Place", "http://schema.org/Place"),
        ("{+ref}", "http://xmlns.com/foaf/0.1/Project"),
        ("urn:x:{_row}", "urn:x:3"),
    ],
)
def test_a_template_makes_an_iri_of_a_row(template, made):
    assert make_template(template, BASE).expand(ROW) == f"<{made}>"


def test_a_template_may_refuse_to_use_an_empty_cell():
    assert make_template("https://e.org/{none}/{key}").expand_whole(ROW) is None
    assert make_template("https://e.org/{_row}").expand_whole(ROW) == "<https://e.org/3>"


def test_a_template_knows_its_variables():
    assert make_template("{a}{?b,c*}{#a}{+d:3}").variables == ("a", "b", "c", "d")


@pytest.mark.parametrize("template", ["{a", "a}", "{}", "{a b}", "{!a}", "{a:0}"])
def test_what_is_no_template_is_refused(template):
    with pytest.raises(ValueError, match="is not a URI template"):
        make_template(template)


def test_a_template_that_makes_no_iri_is_refused_when_it_does():
    with pytest.raises(ValueError, match="is not an absolute IRI"):
        make_template("https://e.org/<{_row}>").expand(ROW)


MISPLACED = "has # twice, brackets outside of an address, or % without two digits"


@pytest.mark.parametrize(
    "made",
    [
        "https://e.org/a#b#c",
        "https://e.org/a[1]",
        "https://[x/",
        "https://[::1/",
        "https://e.org//[::1]",
        "https://e.org/[::1]",
    ],
)
def test_what_a_store_would_refuse_is_no_iri(made):
    with pytest.raises(SyntaxError):
        next(ox.parse(f"<{made}> <urn:p> <urn:o> .", format=ox.RdfFormat.TURTLE))
    with pytest.raises(ValueError, match=MISPLACED):
        make_template("{+a}").expand({"a": made})


@pytest.mark.parametrize("made", ["https://[::1]/", "https://a@[1:2::3]:80?q", "https://e.org/%E5?a#b"])
def test_addresses_and_encoded_bytes_stand_in_iris(made):
    next(ox.parse(f"<{made}> <urn:p> <urn:o> .", format=ox.RdfFormat.TURTLE))
    assert make_template("{+a}").expand({"a": made}) == f"<{made}>"


def test_a_literal_percent_sign_needs_its_digits():
    with pytest.raises(ValueError, match=MISPLACED):
        make_template("https://e.org/%{a}").expand({"a": "zz"})
