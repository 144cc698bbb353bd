"""Names made comparable: what people hold for the same spelling is the same text.

Full width and case, accents, hiragana and katakana, long vowels, and the forms of Chinese characters in
Japan, in simplified and in traditional Chinese are folded, each character by itself, so that what begins
with a text still does when both are folded.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

LONGEST: Final = 400  # characters of a name that are compared
_LONGEST_LOOKED_UP: Final = 6  # of a name whose parts are looked up one by one

_KANA: Final = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
# A vowel that only lengthens the one before it: ウ after オ and ウ, the same vowel again
_ROWS: Final = {
    "ア": "アァカガサザタダナハバパマヤャラワ",
    "イ": "イィキギシジチヂニヒビピミリ",
    "ウ": "ウゥクグスズツヅヌフブプムユュル",
    "エ": "エェケゲセゼテデネヘベペメレ",
    "オ": "オォコゴソゾトドノホボポモヨョロヲ",
}
_LONG: Final = re.compile(
    "|".join(f"(?<=[{row}]){vowel}" for vowel, row in (*_ROWS.items(), ("ウ", _ROWS["オ"])))
)
_SILENT: Final = re.compile("[ー'\u2019]")
_LATIN_LONG: Final = re.compile(r"(?<=o)[ou]|(?<=u)u")
_APART: Final = re.compile(r"[\W_]+")
_DAKUTEN: Final = ("\u3099", "\u309a")
# Forms that OpenCC has no pair for
_VARIANTS: Final = str.maketrans(
    "戸戶潟泻桧檜嶋﨑髙邉嶽冨舘濵渕淵呉韮", "户户潟潟桧桧岛崎高边岳富馆滨渊渊吴韭"
)
_IS_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@lru_cache(maxsize=1 << 14)
def fold(name: str) -> str:
    """Fold a name: words of letters and digits, one space between them; empty if it has none."""
    if name.isascii():
        return _fold_ascii(name[:LONGEST])
    text = _without_accents(unicodedata.normalize("NFKC", name[:LONGEST]).casefold()).translate(_KANA)
    text = _LATIN_LONG.sub("", _LONG.sub("", _SILENT.sub("", text)))
    text = "".join(_simplified(char) if _IS_HAN.match(char) else char for char in text)
    return _APART.sub(" ", text).strip()


def _fold_ascii(name: str) -> str:
    """Fold a name of plain letters, to which most of the above does nothing."""
    text = _LATIN_LONG.sub("", name.lower().replace("'", ""))
    return text if text.isalnum() else _APART.sub(" ", text).strip()


def key(name: str) -> str:
    """Fold a name to one word, so that spaces and hyphens make no difference."""
    return fold(name).replace(" ", "")


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    kept = (char for char in apart if unicodedata.category(char) != "Mn" or char in _DAKUTEN)
    return unicodedata.normalize("NFC", "".join(kept))


@cache
def _converters() -> tuple[object, object]:
    import opencc

    return opencc.OpenCC("jp2t"), opencc.OpenCC("t2s")


@lru_cache(maxsize=1 << 14)
def _simplified(char: str) -> str:
    """The simplified form of a character, whatever form it has."""
    to_traditional, to_simplified = _converters()
    traditional = to_traditional.convert(char.translate(_VARIANTS))  # type: ignore[attr-defined]
    found: str = to_simplified.convert(traditional).translate(_VARIANTS)  # type: ignore[attr-defined]
    return found


def pinyin(name: str) -> str | None:
    """Write a Chinese name in Latin letters, without tones; None if it has no Chinese character."""
    if not _IS_HAN.search(name):
        return None
    text = name[:LONGEST]
    return " ".join(_phrase(text)) if _has_phrase(text) else " ".join(map(_syllable, text))


def _has_phrase(text: str) -> bool:
    """Is any part of a text known to be read otherwise than its characters by themselves, such as 重庆?"""
    from pypinyin.constants import PHRASES_DICT

    if len(text) > _LONGEST_LOOKED_UP:
        return True
    parts = (text[start:end] for start in range(len(text)) for end in range(start + 2, len(text) + 1))
    return any(part in PHRASES_DICT for part in parts)


def _phrase(text: str) -> list[str]:
    import pypinyin

    return pypinyin.lazy_pinyin(text)


@lru_cache(maxsize=1 << 14)
def _syllable(char: str) -> str:
    return "".join(_phrase(char))
