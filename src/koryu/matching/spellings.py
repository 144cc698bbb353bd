"""The spellings of a name that are compared: each in one script, without the words that say what it names.

神戸市, 神户市, Kōbe-shi, KOBE CITY and コウベ have the cores 神户, kobe and コベ; kana are read as Latin
letters too (Hepburn), Chinese characters as pinyin where the name is Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from koryu.matching.kana import romanise
from koryu.matching.kinds import vocabulary
from koryu.names import fold, pinyin


class Script(IntEnum):
    """What a spelling is written in."""

    LATIN = 0
    HAN = 1
    KANA = 2
    OTHER = 3


class Way(IntEnum):
    """How a spelling follows from a name, the surest first."""

    WRITTEN = 0
    WHOLE = 1  # with a word that may belong to it: 四日市, キョウト
    READ = 2  # kana in Latin letters, Chinese in pinyin
    GUESSED = 3  # a word cut off that may belong to the name; pinyin of a name that may be Japanese


class Spelling(NamedTuple):
    """A spelling. ``core``: the name as one word, folded. ``words``: what stood behind or before it."""

    core: str
    words: tuple[str, ...]
    script: Script
    way: Way


_ASIDE: Final = re.compile(r"[(（\[［【〔].*?[)）\]］】〕]")
_AROUND: Final = re.compile(r",.*", re.DOTALL)  # what a place lies in: Niiza, Saitama
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA: Final = re.compile("[ァ-ヺヽヾー]")
_LATIN: Final = re.compile("[a-z]")
# Long vowels and nasals that are written in several ways: Gumma and Gunma, Niigata and Nīgata, Ohta and Ota
_LOOSE: Final = (
    (re.compile(r"(?<=[a-z])[1-5](?![0-9])"), ""),  # tones
    (re.compile(r"oh(?![aeiouy])"), "o"),
    (re.compile(r"([aiue])\1"), r"\1"),
    (re.compile(r"m(?=[bp])|m(?=m)"), "n"),
    (re.compile(r"(?<=[ln])(?:v|yu|ue)"), "u"),
)
_MAY_BE_LOOSE: Final = re.compile(r"[0-9]|oh|aa|ii|uu|ee|m[bpm]|[ln](?:v|yu|ue)")
_SHORTEST_GLUED: Final = 4  # letters of a name that a Latin word may be cut off from


@lru_cache(maxsize=1 << 16)
def spellings(text: str, language: str | None = None) -> tuple[Spelling, ...]:
    """Give the spellings of a name, the surest first; the language tells how characters are read.

    What is no name has none: "?", 不明, and a word that only says what is named, such as 市 or City.
    """
    plain = _AROUND.sub("", _ASIDE.sub(" ", text)) if _ASIDE.search(text) or "," in text else text
    folded = fold(plain) or fold(text)
    if not folded or folded in vocabulary().bare:
        return ()
    script = _script(folded)
    core, words = _without_words(folded, script)
    if core in vocabulary().unknown:
        return ()
    if len(core) == 1 and words:  # 光市 may be 光 and 京都 is not 京: it is told only whole
        found = _readings(folded, (), language, Way.WRITTEN, script)
        found.append(Spelling(core, words, _script(core), Way.GUESSED))
        return tuple(found)
    found = _readings(core, words, language, Way.WRITTEN, script if core == folded else _script(core))
    if words:
        found += _readings(folded, (), language, Way.WHOLE, script)
    elif script is Script.LATIN:
        found += _glued(folded)
    return tuple(sorted(dict.fromkeys(found), key=_way)) if len(found) > 1 else tuple(found)


_way: Final = itemgetter(3)


def _readings(
    core: str, words: tuple[str, ...], language: str | None, way: Way, script: Script
) -> list[Spelling]:
    """Give a name as it is written and, of kana and Chinese, in Latin letters."""
    found = [Spelling(_tight(core, script), words, script, way)]
    if script is Script.KANA:
        found.append(Spelling(_tight(romanise(core), Script.LATIN), words, Script.LATIN, Way.READ))
    elif script is Script.HAN and way is Way.WRITTEN and _may_be_chinese(core, language):
        read = Way.READ if language else Way.GUESSED
        found.append(Spelling(_tight(pinyin(core) or core, Script.LATIN), words, Script.LATIN, read))
    return found


def has_han(text: str) -> bool:
    """Does a text have a Chinese character?"""
    return bool(_HAN.search(text))


def _may_be_chinese(folded: str, language: str | None) -> bool:
    return not _KANA.search(folded) and (language is None or language.lower().startswith("zh"))


def _script(folded: str) -> Script:
    if folded.isascii():
        return Script.LATIN if _LATIN.search(folded) else Script.OTHER
    if _HAN.search(folded):
        return Script.HAN
    if _KANA.search(folded):
        return Script.KANA
    return Script.LATIN if _LATIN.search(folded) else Script.OTHER


def _without_words(folded: str, script: Script) -> tuple[str, tuple[str, ...]]:
    """Part a name from the words behind or before it; nothing is parted that leaves no name."""
    for word in _words_before() if " of " in folded else ():
        if folded.startswith(f"{word} "):
            return folded[len(word) + 1 :], (word,)
    last = script if script is not Script.HAN else _script(folded[-1])
    for word in _words_after()[last].get(folded[-1], ()):
        rest = folded[: -len(word)]
        parted = rest.endswith(" ") if last is Script.LATIN else True
        if folded.endswith(word) and parted and rest.strip():
            return rest.strip(), (word,)
    return folded, ()


def _glued(folded: str) -> Iterator[Spelling]:
    """Cut off a word that is written together with a name: Kobeshi."""
    for word in _words_after()[Script.LATIN].get(folded[-1], ()):
        if folded.endswith(word) and len(folded) - len(word) >= _SHORTEST_GLUED and " " not in word:
            yield Spelling(_tight(folded[: -len(word)], Script.LATIN), (word,), Script.LATIN, Way.GUESSED)


@lru_cache(maxsize=1)
def _words_after() -> dict[Script, dict[str, list[str]]]:
    """The words behind a name by their script and their last letter, the longest first."""
    found: dict[Script, dict[str, list[str]]] = {script: {} for script in Script}
    for word in vocabulary().after:
        found[_script(word)].setdefault(word[-1], []).append(word)
    return found


@lru_cache(maxsize=1)
def _words_before() -> tuple[str, ...]:
    return vocabulary().before


def _tight(folded: str, script: Script) -> str:
    """Write a folded name as one word; of Latin letters, without what is written in several ways."""
    core = folded.replace(" ", "")
    if script is not Script.LATIN or not _MAY_BE_LOOSE.search(core):
        return core
    for pattern, plain in _LOOSE:
        core = pattern.sub(plain, core)
    return core or folded
