"""Terms and statements as N-Triples text."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from koryu.errors import DataError
from koryu.rdf.ntriples import (
    Quad,
    datatype,
    iri,
    is_blank,
    is_iri,
    is_literal,
    language,
    literal,
    nquads,
    read_nquads,
    value,
    write_nquads,
)

XSD = "http://www.w3.org/2001/XMLSchema#"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def write(folder: Path, text: str) -> Path:
    path = folder / "graph.nq"
    path.write_bytes(text.encode())
    return path


def test_an_iri_is_written_between_angle_brackets():
    assert iri("https://example.org/id/大連#a") == "<https://example.org/id/大連#a>"


@pytest.mark.parametrize(
    "bad", ["a b", "<", ">", '"', "{", "}", "|", "^", "`", "\\", "\n", "\x00", "\x1f", "\x20", "\ud800"]
)
def test_an_iri_with_an_illegal_character_is_refused(bad):
    with pytest.raises(ValueError, match="is not an absolute IRI"):
        iri(f"https://example.org/{bad}")


@pytest.mark.parametrize("relative", ["", "a", "/a", "#a", "//example.org/a", ":a", "1a:b"])
def test_a_relative_iri_is_refused(relative):
    with pytest.raises(ValueError, match="is not an absolute IRI"):
        iri(relative)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("", '""'),
        ('a "b" \\ c', r'"a \"b\" \\ c"'),
        ("\b\t\n\f\r", r'"\b\t\n\f\r"'),
        ("\x00\x0b\x1f\x7f", r'"\u0000\u000B\u001F\u007F"'),
        ("'<>&交流\u2028\U0001f600", '"\'<>&交流\u2028\U0001f600"'),
        ("\ufffe\uffff", r'"\uFFFE\uFFFF"'),
    ],
)
def test_a_literal_is_written_canonically(text, term):
    assert literal(text) == term
    assert value(term) == text


def test_a_literal_has_a_datatype_or_a_language_or_is_a_string():
    assert literal("1998", f"{XSD}gYear") == f'"1998"^^<{XSD}gYear>'
    assert literal("大连", language="zh-Hans") == '"大连"@zh-Hans'
    assert literal("a", f"{XSD}string") == '"a"'


@pytest.mark.parametrize("tag", ["", "zh_Hans", "1", "en-", "en x", 'en" .'])
def test_what_is_no_language_tag_is_refused(tag):
    with pytest.raises(ValueError, match="is not a language tag"):
        literal("a", language=tag)


def test_a_literal_with_half_a_surrogate_pair_is_refused():
    with pytest.raises(ValueError, match="has half a surrogate pair"):
        literal("\ud800")


@given(TEXTS)
def test_literals_are_written_as_pyoxigraph_writes_them(text):
    assert literal(text) == str(ox.Literal(text))
    assert value(literal(text)) == text


@pytest.mark.parametrize(
    ("term", "kinds", "held"),
    [
        ("<https://example.org/a>", (True, False, False), ("https://example.org/a", None, None)),
        ("_:b0", (False, True, False), ("_:b0", None, None)),
        ('"a"', (False, False, True), ("a", f"{XSD}string", None)),
        (
            '"a\\"@en"@zh-Hant-TW',
            (False, False, True),
            ('a"@en', "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "zh-Hant-TW"),
        ),
        (f'"1"^^<{XSD}integer>', (False, False, True), ("1", f"{XSD}integer", None)),
        (r'"a\\nb"', (False, False, True), (r"a\nb", f"{XSD}string", None)),
    ],
)
def test_a_term_is_taken_apart(term, kinds, held):
    assert (is_iri(term), is_blank(term), is_literal(term)) == kinds
    assert (value(term), datatype(term), language(term)) == held


def test_statements_are_read(tmp_path):
    text = (
        "# a comment\n"
        "\n"
        "<https://e.org/s> <https://e.org/p> <https://e.org/o> <https://e.org/g> .\n"
        '_:a1.b\t<https://e.org/p>"a # . \\"b\\""@zh-Hans <https://e.org/g>. # more\r\n'
        f'<https://e.org/s> <https://e.org/p> "1"^^<{XSD}integer> .\n'
    )
    assert list(read_nquads(write(tmp_path, text))) == [
        (("<https://e.org/s>", "<https://e.org/p>", "<https://e.org/o>"), "<https://e.org/g>"),
        (("_:a1.b", "<https://e.org/p>", '"a # . \\"b\\""@zh-Hans'), "<https://e.org/g>"),
        (("<https://e.org/s>", "<https://e.org/p>", f'"1"^^<{XSD}integer>'), ""),
    ]


def test_terms_that_are_not_canonical_are_read_as_such(tmp_path):
    text = f'<https://e.org/\\u4EA4> <https://e.org/p> "\\u0041\\U0001F600\\\'"^^<{XSD}string> .\n'
    assert list(read_nquads(write(tmp_path, text))) == [
        (("<https://e.org/交>", "<https://e.org/p>", '"A\U0001f600\'"'), "")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "<https://e.org/s> <https://e.org/p> <https://e.org/o>",
        '"a" <https://e.org/p> <https://e.org/o> .',
        '<https://e.org/s> "p" <https://e.org/o> .',
        "<https://e.org/s> _:p <https://e.org/o> .",
        '<https://e.org/s> <https://e.org/p> "a .',
        '<https://e.org/s> <https://e.org/p> "a" "g" .',
        '<https://e.org/s> <https://e.org/p> "a"@zh_Hans .',
        '<https://e.org/s> <https://e.org/p> "\\x41" .',
        "<https://e.org/ s> <https://e.org/p> <https://e.org/o> .",
        "<https://e.org/\\u0020> <https://e.org/p> <https://e.org/o> .",
        "<s> <https://e.org/p> <https://e.org/o> .",
        '<https://e.org/s> <https://e.org/p> "\\uD800" .',
        "<https://e.org/s> <https://e.org/p> _:a. .",
        "<https://e.org/s> <https://e.org/p> <https://e.org/o> . <https://e.org/s>",
    ],
)
def test_what_is_no_statement_is_refused_with_its_line(tmp_path, line):
    path = write(tmp_path, f"# first\n{line}\n")
    with pytest.raises(DataError) as caught:
        list(read_nquads(path))
    assert str(caught.value).startswith(f"{path}:2: not a statement of N-Quads: ")


def test_bytes_that_are_not_utf_8_are_refused_with_their_line(tmp_path):
    path = tmp_path / "graph.nq"
    path.write_bytes(b'<a:s> <a:p> "a" .\n<a:s> <a:p> "\x91\xe5" .\n')
    with pytest.raises(DataError, match=r"graph.nq:2: not a statement of N-Quads: 'utf-8' codec"):
        list(read_nquads(path))


def test_statements_are_written_in_the_order_given(tmp_path):
    quads: list[Quad] = [(("<a:s>", "<a:p>", '"交"'), "<a:g>"), (("<a:s>", "<a:p>", "<a:o>"), "")]
    assert list(nquads(quads)) == ['<a:s> <a:p> "交" <a:g> .\n', "<a:s> <a:p> <a:o> .\n"]
    write_nquads(tmp_path / "out.nq", quads)
    assert (tmp_path / "out.nq").read_bytes() == '<a:s> <a:p> "交" <a:g> .\n<a:s> <a:p> <a:o> .\n'.encode()


@given(st.lists(TEXTS, min_size=1))
def test_what_is_written_reads_back(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("quads") / "out.nq"
    quads = [(("_:s", "<a:p>", literal(text, language="zh-Hans")), "<a:g>") for text in texts]
    write_nquads(path, quads)
    assert list(read_nquads(path)) == quads
