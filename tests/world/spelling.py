"""How one name is written here and there: Hepburn, pinyin, three forms of characters."""

from __future__ import annotations

import re
from functools import cache

import opencc
from pypinyin import Style, pinyin

from world.lists import facts

GLIDES = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
BARS = str.maketrans("āēīōūĀĒĪŌŪ", "aeiouAEIOU")
UNPAIRED = str.maketrans("戸韮呉", "戶韭吳")  # which OpenCC has no pair for
KANA_AMONG_CHARACTERS = {"ヶ": "", "ケ": "", "が": "", "ノ": "之", "の": "之"}
CIRCUMFLEXES = str.maketrans("āēīōūĀĒĪŌŪ", "âêîôûÂÊÎÔÛ")


def hepburn(kana: str) -> str:
    """Write hiragana in Latin letters, a bar on long o and u, in lower case."""
    found: list[str] = []
    for char in _hiragana(kana):
        if char in GLIDES:
            last = found.pop().removesuffix("i")
            found.append(last + ("" if last in ("sh", "ch", "j") else "y") + GLIDES[char])
        else:
            found.append({"っ": "Q", "ー": "-"}.get(char) or _syllables().get(char, char))
    return re.sub("ou|oo", "ō", re.sub("uu", "ū", _doubled("".join(found))))


@cache
def _syllables() -> dict[str, str]:
    kana, latin = facts()["hepburn"]["kana"], facts()["hepburn"]["latin"].split()
    return dict(zip(kana, latin, strict=True))


def _hiragana(kana: str) -> str:
    return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in kana)


def _doubled(text: str) -> str:
    text = re.sub(r"(.)-", r"\1\1", text).replace("Qch", "tch")
    return re.sub(r"Q(.)", r"\1\1", text)


def latin_of_chinese(stem: str) -> str:
    """Write a Chinese name in pinyin without tones, one word, an apostrophe where it would be misread."""
    syllables = [each[0] for each in pinyin(stem, style=Style.NORMAL)]
    joined = syllables[0] + "".join(f"'{each}" if each[0] in "aeo" else each for each in syllables[1:])
    return joined.replace("ü", "u").replace("v", "u").capitalize()


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def traditional(text: str, country: str) -> str:
    """Write characters in their traditional form; those of Japan, ``JP``, are Japanese ones so far."""
    return str(_converter("jp2t" if country == "JP" else "s2t").convert(text.translate(UNPAIRED)))


def simplified(text: str, country: str) -> str:
    """Write characters in their simplified form."""
    told = traditional(text, country)
    found = str(_converter("t2s").convert(told))
    # a simplified form beyond the basic plane is one that few fonts have and nobody writes, as of 鉾
    return "".join(old if ord(new) > 0xFFFF else new for old, new in zip(told, found, strict=True))


def chinese_of_japanese(stem: str) -> str:
    """Write a Japanese name as Chinese does: without the kana among its characters."""
    for kana, char in KANA_AMONG_CHARACTERS.items() if re.search("[一-鿿].*[一-鿿]", stem) else ():
        stem = re.sub(f"(?<=[一-鿿]){kana}(?=[一-鿿])", char, stem)
    return simplified(re.sub("(.)々", r"\1\1", stem), "JP")


def japanese(text: str, country: str) -> str:
    """Write characters in their Japanese form."""
    return text if country == "JP" else str(_converter("t2jp").convert(traditional(text, country)))
