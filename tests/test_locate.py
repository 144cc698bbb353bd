"""Sentences are found by length and digest in any extraction of a text; hashlib makes the digests here."""

from __future__ import annotations

import csv
import hashlib
import unicodedata
from pathlib import Path

import pytest

from koryu.audit.locate import Locator, digest, find_sentences, normalise

ROOT = Path(__file__).parent.parent
PAPER = ROOT.parent / "shared" / "paper" / "yoshida.txt"
SENTENCES = [
    "Ferries link the two ports.",
    "Café owners paid $5 each (in 1981).",
    "Nobody counted the boats.",
]
TEXT = f"Harbour News\n\n{SENTENCES[0]} {SENTENCES[1]}\n\n{SENTENCES[2]}"


def locator(sentence: str) -> Locator:
    return Locator(len(sentence), hashlib.sha256(sentence.encode()).hexdigest())


LOCATORS = [locator(sentence) for sentence in SENTENCES]


def found(text: str, locators: list[Locator] = LOCATORS) -> list[str | None]:
    """The sentences that are found, as they stand in the normalised text."""
    normal, starts = normalise(text), find_sentences(text, locators)
    return [None if start is None else normal[start : start + each.length]
            for start, each in zip(starts, locators, strict=True)]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\\$b", "a$b"),
        ("  a \t\r\n b\f\u00a0c\u3000d ", "a b c d"),
        ("Cafe\u0301 ｗｉｄｅ １％ ﬁne ￥", "Café wide 1% fine ¥"),
        ("a＼b", "ab"),
        ("", ""),
    ],
)
def test_a_text_is_normalised(text: str, expected: str):
    assert normalise(text) == expected


def test_the_digest_is_the_sha_256_of_the_utf_8_bytes():
    # printf abc | sha256sum: the example of FIPS 180-2, appendix B.1
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_sentence_starts_where_it_stands_in_the_normalised_text():
    assert find_sentences(TEXT, LOCATORS) == [13, 41, 77]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.replace(" ", "\n"),
        TEXT.replace("\n\n", "\n\f12 Harbour News, page 3\n"),
        TEXT.replace("ports. ", "ports.\fPage 2\r\n"),
        TEXT.replace("ports. ", "ports."),
        TEXT.replace("$", "\\$"),
        unicodedata.normalize("NFD", TEXT),
        "\ufeff" + TEXT.removeprefix("Harbour News\n\n"),
        " ".join(reversed(SENTENCES)),
        TEXT + "\n" + TEXT,
    ],
    ids=[
        "plain",
        "crlf",
        "one-word-lines",
        "headers",
        "form-feed",
        "no-space",
        "escaped",
        "nfd",
        "bom",
        "order",
        "twice",
    ],
)
def test_any_extraction_with_the_same_sentences_has_them(text: str):
    assert found(text) == SENTENCES


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("$5", "$6"),
        TEXT.replace("owners paid", "owners [page 2] paid"),
        TEXT.replace("Café", "Cafe"),
        TEXT.replace("in 1981).", "in 1981)"),
    ],
    ids=["another-figure", "header-inside", "another-letter", "no-stop"],
)
def test_a_sentence_that_is_not_there_is_not_found_and_the_others_are(text: str):
    assert found(text) == [SENTENCES[0], None, SENTENCES[2]]


def test_an_empty_text_has_no_sentence():
    assert find_sentences("", LOCATORS) == [None, None, None]


def test_of_two_places_the_one_after_the_sentence_before_is_taken():
    text = "Ports. Boats sank. Ports. Ships sank. Ports."
    assert find_sentences(text, [locator("Boats sank."), locator("Ports."), locator("Ships sank.")]) == [
        7,
        19,
        26,
    ]


def test_a_window_starts_with_a_word():
    assert find_sentences("The seaports closed.", [locator("ports closed.")]) == [None]


def test_the_locators_of_the_shipped_table_hold_in_the_paper(shared):
    with (ROOT / "data" / "yoshida" / "sentences.csv").open(encoding="utf-8", newline="") as file:
        locators = [Locator(int(row["text_length"]), row["text_digest"]) for row in csv.DictReader(file)]
    with (PAPER.parent / "sentences.csv").open(encoding="utf-8", newline="") as file:
        sentences = [normalise(row["text"]) for row in csv.DictReader(file)]
    text = PAPER.read_text("utf-8")
    assert len(sentences) == 73
    for extraction in (
        text,
        text.replace("\n", "\r\n"),
        text.replace(" ", "\n"),
        unicodedata.normalize("NFD", text),
    ):
        assert found(extraction, locators) == sentences
