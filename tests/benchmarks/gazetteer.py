"""Places of Japan and China with names in three languages, drawn from parts of names, and rows of names.

What is right of each row is known, since the row was made from a place, or from a name that no place has.
"""

from __future__ import annotations

import csv
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opencc
from pypinyin import Style, pinyin

_JAPANESE = (
    "山やま 川かわ 田た 野の 島しま 崎さき 原はら 井い 木き 村むら 岡おか 松まつ "
    "竹たけ 梅うめ 桜さくら 高たか 長なが 大おお 小お 中なか 上かみ 下しも 北きた "
    "南みなみ 東ひがし 西にし 前まえ 森もり 林はやし 池いけ 沢さわ 谷たに 浜はま "
    "津つ 浦うら 塚つか 宮みや 寺てら 橋はし 坂さか 城しろ 門かど 江え 湖みずうみ "
    "泉いずみ 石いし 岩いわ 砂すな 金かね 銀ぎん 鉄てつ 白しら 黒くろ 赤あか "
    "青あお 鶴つる 亀かめ 鳥とり 馬うま 鹿しか 熊くま 虎とら 竜たつ 米よね 麦むぎ "
    "稲いね 花はな 草くさ 栗くり 柿かき 杉すぎ 藤ふじ 菊きく 柳やなぎ 倉くら "
    "船ふね 港みなと 潟がた 瀬せ 滝たき 富とみ 福ふく 豊とよ 安やす 吉よし 平ひら"
)
_CHINESE = (
    "山川江河湖海东西南北中上下大小长高平安宁康泰和顺兴昌隆盛富丰宝金银铜铁石玉龙凤虎马牛羊鹤云雨风雷雪霞日月星辰春秋"
    "冬阳阴明光清白黄青红紫林森松柏竹梅桃李花草桂兰荷莲水泉溪沟谷岭峰岩坡原田野村庄城关门桥津港口岛沙洲滨新古永常定建"
    "德仁义礼智信忠孝文武英雄豪杰嘉祥瑞吉庆福禄寿"
)
_ROWS = (
    *(("", "あいうえお"), ("k", "かきくけこ"), ("g", "がぎぐげご"), ("s", "さしすせそ"), ("z", "ざじずぜぞ")),
    *(
        ("t", "たちつてと"),
        ("d", "だぢづでど"),
        ("n", "なにぬねの"),
        ("h", "はひふへほ"),
        ("b", "ばびぶべぼ"),
    ),
    *(("m", "まみむめも"), ("r", "らりるれろ")),
)
_IRREGULAR = "しshi じji ちchi つtsu ふfu づzu ぢji やya ゆyu よyo わwa をo んn"
_KANA = {kana: row + vowel for row, kanas in _ROWS for kana, vowel in zip(kanas, "aiueo", strict=True)} | {
    each[0]: each[1:] for each in _IRREGULAR.split()
}
_TYPES = {  # by country: types, endings in Japanese, Chinese, English, pinyin or Hepburn
    "JP": (("city", "市", "市", "City", "-shi"), ("town", "町", "町", "Town", "-cho")),
    "CN": (
        ("county-level-city", "市", "市", "City", " Shi"),
        ("county", "県", "县", "County", " Xian"),
        ("city-district", "区", "区", "District", " Qu"),
    ),
}


_HOW = {"label": 25, "bare": 15, "ending": 10, "script": 15, "typo": 15, "none": 20}  # in a hundred rows


_SHORTEST = 6  # letters of a name that is misspelt


@dataclass(frozen=True)
class Made:
    """A place: stems in three languages and kana, and the ending of its type in four ways."""

    key: str
    country: str
    type: str
    latin: str
    japanese: str
    chinese: str
    kana: str
    endings: tuple[str, str, str, str]

    @property
    def labels(self) -> tuple[str, str, str]:
        """The names in English, Japanese and Chinese."""
        japanese, chinese, english, _ = self.endings
        return f"{self.latin} {english}", self.japanese + japanese, self.chinese + chinese


@dataclass(frozen=True)
class Row:
    """A name as somebody wrote it; ``key``: of the place that is meant, None of none; ``how`` it was made."""

    name: str
    key: str | None
    how: str


def make_places(seed: int, count: int) -> list[Made]:
    """Draw places, half of each country, no two of the same characters and country."""
    chance = random.Random(f"{seed} places")
    stems = {"JP": _stems("JP", chance), "CN": _stems("CN", chance)}
    return [_place(number, ("JP", "CN")[number % 2], stems, chance) for number in range(count)]


def _stems(country: str, chance: random.Random) -> Iterator[tuple[str, str, str, str]]:
    """Draw stems without end, none twice: in Latin letters, Japanese, Chinese and kana."""
    seen: set[str] = set()
    while True:
        stem = _japanese(chance) if country == "JP" else _chinese(chance)
        if stem[1] not in seen:
            seen.add(stem[1])
            yield stem


def _japanese(chance: random.Random) -> tuple[str, str, str, str]:
    parts = chance.sample(_JAPANESE.split(), chance.choice((2, 2, 3)))
    characters, kana = "".join(part[0] for part in parts), "".join(part[1:] for part in parts)
    latin = "".join(_KANA[each] for each in kana).capitalize()
    return latin, characters, _converted("t2s", _converted("jp2t", characters)), kana


def _chinese(chance: random.Random) -> tuple[str, str, str, str]:
    characters = "".join(chance.sample(_CHINESE, chance.choice((2, 2, 2, 3))))
    latin = "".join(each[0] for each in pinyin(characters, style=Style.NORMAL)).capitalize()
    return latin, _converted("t2jp", _converted("s2t", characters)), characters, ""


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def _converted(name: str, text: str) -> str:
    return _converter(name).convert(text)


def _place(
    number: int, country: str, stems: dict[str, Iterator[tuple[str, str, str, str]]], chance: random.Random
) -> Made:
    kind, *endings = chance.choice(_TYPES[country])
    latin, japanese, chinese, kana = next(stems[country])
    key = f"{latin.lower()}-{number}"
    return Made(key, country, kind, latin, japanese, chinese, kana, tuple(endings))  # type: ignore[arg-type]


def make_rows(seed: int, places: list[Made], count: int) -> list[Row]:
    """Draw rows: labels as they are, variants, misspellings, and names that no place has."""
    chance = random.Random(f"{seed} rows")
    taken = {stem.casefold() for each in places for stem in (each.latin, each.japanese, each.chinese)}
    others = [each for each in _others(chance, count // 5) if taken.isdisjoint(_stems_of(each))]
    return [_row(chance, places, others, taken) for _ in range(count)]


def _stems_of(place: Made) -> set[str]:
    return {place.latin.casefold(), place.japanese, place.chinese}


def _others(chance: random.Random, count: int) -> list[Made]:
    stems = {"JP": _stems("JP", chance), "CN": _stems("CN", chance)}
    return [_place(number, ("JP", "CN")[number % 2], stems, chance) for number in range(count)]


def _row(chance: random.Random, places: list[Made], others: list[Made], taken: set[str]) -> Row:
    how = chance.choices(tuple(_HOW), tuple(_HOW.values()))[0]
    place = chance.choice(others if how == "none" else places)
    if how == "typo":
        stem = _misspelt(chance, place.latin)
        if len(stem) < _SHORTEST or stem.casefold() in taken:  # which is another name, and no misspelling
            return _row(chance, places, others, taken)
        return Row(chance.choice((stem, f"{stem} {place.endings[2]}")), place.key, how)
    name = {"label": _label, "none": _label, "bare": _bare, "ending": _ending, "script": _script}
    return Row(name[how](chance, place), None if how == "none" else place.key, how)


def _label(chance: random.Random, place: Made) -> str:
    return chance.choice(place.labels)


def _bare(chance: random.Random, place: Made) -> str:
    return chance.choice((place.latin, place.japanese, place.chinese))


def _ending(chance: random.Random, place: Made) -> str:
    return f"{place.latin}{place.endings[3]}"


def _script(chance: random.Random, place: Made) -> str:
    """Write it in another form: kana, traditional characters, full width, capitals, with tones."""
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else "　" for char in place.labels[0])
    forms = [wide, place.labels[0].upper()]
    if place.kana:
        forms += [place.kana, "".join(chr(ord(char) + 0x60) for char in place.kana)]
    else:
        tones = "".join(each[0] for each in pinyin(place.chinese, style=Style.TONE)).capitalize()
        forms += [_converted("s2t", place.labels[2]), tones, unicodedata.normalize("NFD", tones)]
    return chance.choice(forms)


def _misspelt(chance: random.Random, stem: str) -> str:
    """Misspell a name by one letter: left out, put in, put instead, or changed with the next."""
    if len(stem) < _SHORTEST:
        return stem
    at, letter = chance.randrange(1, len(stem) - 1), chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        (
            stem[:at] + stem[at + 1 :],
            stem[:at] + letter + stem[at:],
            stem[:at] + letter + stem[at + 1 :],
            stem[:at] + stem[at + 1] + stem[at] + stem[at + 2 :],
        )
    )


def write_rows(path: Path, rows: list[Row]) -> None:
    """Write the names as a table with a number for each row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["number", "city"])
        writer.writerows([number, row.name] for number, row in enumerate(rows))
