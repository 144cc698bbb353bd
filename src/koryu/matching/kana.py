"""Kana in Latin letters, as Hepburn writes them: https://www.loc.gov/catdir/cpso/romanization/japanese.pdf."""

from __future__ import annotations

import re
from typing import Final

_ROWS: Final = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "g": "ガギグゲゴ",
    "s": "サシスセソ",
    "z": "ザジズゼゾ",
    "t": "タチツテト",
    "d": "ダヂヅデド",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "b": "バビブベボ",
    "p": "パピプペポ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
}
_IRREGULAR: Final = {
    **dict(zip("シジチツヂヅフヴ", ("shi", "ji", "chi", "tsu", "ji", "zu", "fu", "vu"), strict=True)),
    **dict(zip("ヤユヨワヲン", ("ya", "yu", "yo", "wa", "o", "n"), strict=True)),
}
_SINGLE: Final = {
    **{kana: row + vowel for row, kanas in _ROWS.items() for kana, vowel in zip(kanas, "aiueo", strict=True)},
    **_IRREGULAR,
}
_SMALL: Final = dict(zip("ァィゥェォャュョ", ("a", "i", "u", "e", "o", "ya", "yu", "yo"), strict=True))
_PAIR: Final = re.compile("(.)([ァィゥェォャュョ])")
_DOUBLED: Final = re.compile("ッ+(?=([a-z]))")


def romanise(folded: str) -> str:
    """Write folded katakana in Latin letters; what is no kana stays."""
    text = _PAIR.sub(lambda pair: _joined(pair[1], pair[2]), folded)
    text = "".join(_SINGLE.get(char) or _SMALL.get(char) or char for char in text)
    return _DOUBLED.sub(lambda small: "t" if small[1] == "c" else small[1], text).replace("ッ", "")


def _joined(kana: str, small: str) -> str:
    """Join a kana and the small one behind it: キャ is kya, シャ is sha, ファ is fa."""
    sound, vowel = _SINGLE.get(kana, kana), _SMALL[small]
    if not sound[:-1] or sound[-1] not in "iu":
        return sound + vowel
    plain = sound.endswith(("hi", "ji")) and sound != "hi"
    return sound[:-1] + (vowel[1:] if plain and vowel.startswith("y") else vowel)
