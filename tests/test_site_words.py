"""The words of the pages: the same in each language, each used, and filled in the same way."""

import re
import string
from importlib.resources import files

import pytest

from koryu.site.frame.reader import Reader
from koryu.words import read_words

FILES = sorted(
    (each for each in (files("koryu.site") / "words").iterdir() if each.name.endswith(".toml")), key=str
)
LANGUAGES = ("en", "ja", "zh")


def holes(text):
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name is not None}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_word_is_there_in_each_language_with_the_same_holes(file):
    texts = read_words([file])
    assert set(texts) == set(LANGUAGES)
    # only English tells one from many
    names = {lang: {name for name in texts[lang] if not name.endswith("_1")} for lang in LANGUAGES}
    assert names["ja"] == names["en"] == names["zh"]
    for name in names["en"]:
        if isinstance(texts["en"][name], str):
            assert holes(texts["ja"][name]) == holes(texts["en"][name]) == holes(texts["zh"][name]), name


def test_no_word_stands_in_two_files():
    read_words(FILES)  # raises ValueError


def test_a_word_for_one_and_for_many():
    words = Reader("en").words
    assert (words("results_of", n=1), words("results_of", n="1"), words("results_of", n=2)) == (
        "1 result", "1 result", "2 results",
    )  # fmt: skip
    assert Reader("ja").words("results_of", n=1) == "1 件"


def test_a_reader_of_another_language_gets_english_words():
    assert Reader("de").words("search") == "Search"


def test_templates_ask_for_words_that_there_are():
    texts = read_words(FILES)["en"]
    templates = files("koryu.site") / "templates"
    asked = {
        name
        for template in templates.iterdir()
        for name in re.findall(r'\bwords\(\s*["\']([\w-]+)["\']\s*[,)]', template.read_text("utf-8"))
    }
    assert len(asked) > 60
    assert asked - set(texts) == set()
