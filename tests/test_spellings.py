"""Spellings of names of places: scripts, words such as 市, readings; and the words themselves."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koryu.matching.kana import romanise
from koryu.matching.kinds import NO_HINT, key_of, vocabulary
from koryu.matching.spellings import Script, Spelling, Way, spellings
from koryu.matching.within import part
from koryu.names import fold, pinyin

LATIN, HAN, KANA = Script.LATIN, Script.HAN, Script.KANA
WRITTEN, WHOLE, READ, GUESSED = Way


@pytest.mark.parametrize(
    ("text", "core", "words"),
    [
        ("神戸市", "神户", ("市",)),
        ("神户市", "神户", ("市",)),
        ("神戶市", "神户", ("市",)),
        ("Kobe", "kobe", ()),
        ("Kōbe", "kobe", ()),
        ("Kōbe-shi", "kobe", ("shi",)),
        ("ＫＯＢＥ　ＣＩＴＹ", "kobe", ("city",)),
        ("City of Kobe", "kobe", ("city of",)),
        ("コウベ", "コベ", ()),
        ("こうべし", "コベ", ("シ",)),
        ("广西壮族自治区", "广西", ("壮族自治区",)),
        ("Chongqing City (until 1997)", "chongqing", ("city",)),
        ("Chóngqìng Shì", "chongqing", ("shi",)),
        ("Chong2qing4", "chongqing", ()),
        ("Niigata", "nigata", ()),
        ("Gumma", "gunma", ()),
        ("Lvliang", "luliang", ()),
        ("さいたま市", "サイタマ", ("市",)),
        ("Fuchū City, Tokyo", "fuchu", ("city",)),
        ("Anze, Linfen, Shanxi", "anze", ()),
        ("広島 City", "广岛", ("city",)),
        ("京都", "京都", ()),
        ("都城市", "都城", ("市",)),
    ],
)
def test_a_name_has_a_core_and_words(text, core, words):
    first = spellings(text)[0]
    assert (first.core, first.words, first.way) == (core, words, WRITTEN)


def test_what_may_belong_to_a_name_is_left_there_too():
    assert spellings("四日市", "ja") == (
        Spelling("四日", ("市",), HAN, WRITTEN),
        Spelling("四日市", (), HAN, WHOLE),
    )
    assert Spelling("kyoto", (), LATIN, READ) in spellings("キョウト")


def test_a_word_that_is_written_together_with_a_name_is_a_guess():
    assert spellings("Yokohamashi") == (
        Spelling("yokohamashi", (), LATIN, WRITTEN),
        Spelling("yokohama", ("shi",), LATIN, GUESSED),
    )


def test_chinese_is_read_as_pinyin_and_characters_of_no_language_may_be():
    assert spellings("重庆市", "zh-Hans")[-1] == Spelling("chongqing", ("市",), LATIN, READ)
    assert spellings("重慶市")[-1] == Spelling("chongqing", ("市",), LATIN, GUESSED)
    assert [each.script for each in spellings("重慶市", "ja")] == [HAN, HAN]


def test_what_has_no_letters_has_no_spelling_nor_has_a_word_alone():
    assert spellings("") == spellings("—") == spellings("市") == ()


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("コベ", "kobe"),
        ("キョト", "kyoto"),
        ("サッポロ", "sapporo"),
        ("ハッチョ", "hatcho"),
        ("シャンハイ", "shanhai"),
        ("ジュ", "ju"),
        ("ファ", "fa"),
        ("ヴァ", "va"),
        ("ツ", "tsu"),
        ("A", "A"),
    ],
)
def test_kana_in_latin_letters(kana, latin):
    assert romanise(kana) == latin


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("兵庫県神戸市", ("神戸市", "兵庫県")),
        ("大连市金州区", ("金州区", "大连市")),
        ("Kobe, Hyogo", ("Kobe", "Hyogo")),
        ("Kobe, Hyogo, Japan", ("Kobe", "Hyogo")),
        ("神戸市", None),
        ("京都府", None),
        ("Kobe", None),
    ],
)
def test_a_name_is_parted_from_what_it_lies_in(text, parted):
    assert part(text) == parted


def test_words_hint_at_what_they_mean_in_a_country():
    words = vocabulary()
    assert words.hint(fold("県"), "JP").levels == {"first-level-unit"}
    assert words.hint(fold("县"), "CN") == (frozenset({"municipality"}), frozenset({"county"}))
    assert words.hint(fold("县"), None).levels == {"first-level-unit", "municipality"}
    assert words.hint(fold("郡"), "JP").levels == frozenset()
    assert words.hint("city", "FR") == words.hint("xyz", None) == NO_HINT


def test_a_concept_is_known_by_the_last_part_of_its_iri():
    assert key_of("https://example.org/def/concept#city") == "city"
    assert key_of("https://example.org/city") == "city"
    assert key_of(None) is None


@pytest.mark.parametrize(
    ("name", "latin"),
    [("重庆", "chong qing"), ("长春", "chang chun"), ("大连", "da lian"), ("青", "qing"), ("Kobe", None)],
)
def test_pinyin_knows_names_that_are_read_otherwise_than_their_characters(name, latin):
    assert pinyin(name) == latin


NAMES = st.text(
    alphabet=st.sampled_from("神戸户戶市広广島県縣大連莲重慶コウベこうべｋＫōōuo aAéー'-・ｶﾞ゛"), max_size=12
)


@given(NAMES)
def test_folding_is_idempotent(name):
    assert fold(fold(name)) == fold(name)


@given(NAMES)
def test_composed_or_not_and_wide_or_not_names_fold_alike(name):
    assert fold(unicodedata.normalize("NFD", name)) == fold(unicodedata.normalize("NFC", name))


@given(NAMES)
def test_a_name_always_has_a_written_spelling_first_if_any(name):
    found = spellings(name)
    assert [each.way for each in found] == sorted(each.way for each in found)
    assert all(each.core for each in found)
