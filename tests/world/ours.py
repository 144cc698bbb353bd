"""Our side: a project as a user makes it, with ``koryu new`` and rows in its gazetteer."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterable
from pathlib import Path

from koryu.scaffold import lay_out
from koryu.settings import read_settings
from world import spelling
from world.lists import HERE, facts
from world.things import OURS, Thing, draw, merger, moved, part_of, shares

SHIPPED = HERE.parents[1]
COUNTRIES = {
    "JP": ("japan", "Japan", "日本", "日本", "JPN", "392"),
    "CN": ("china", "China", "中国", "中国", "CHN", "156"),
}
Row = dict[str, object]
Tables = dict[str, list[Row]]


def keys_of(things: Iterable[Thing]) -> dict[str, Thing]:
    """Give each government that a project has a word for a key: its name and its code."""
    return {
        f"{_ascii(thing.latin)}-{thing.name}": thing
        for thing in things
        if thing.kind in OURS and _is_writable(thing)
    }


def _ascii(latin: str) -> str:
    return re.sub("[^a-z]", "", latin.translate(spelling.BARS).lower())


def _is_writable(thing: Thing) -> bool:
    """Whether the gazetteer, whose formats keep languages apart by a few characters, takes its names."""
    return (
        not re.search("[县协岛]", thing.japanese)
        and bool(re.match("[぀-ヿ㐀-鿿]", thing.japanese))
        and not re.search("[\u3041-\u30ff]", thing.chinese)
    )


def tables_of(seed: int, keys: dict[str, Thing]) -> Tables:
    """Make the rows of the gazetteer, by table."""
    names = {thing.name: key for key, thing in keys.items()}
    tables: Tables = {
        "governments": list(map(_country, COUNTRIES)),
        "names": [],
        "territories": [],
    }
    tables["territories"] += [{"government": key, "evidence": "Drawn."} for key, *_ in COUNTRIES.values()]
    for key, thing in keys.items():
        chance = draw(seed, "ours", thing.name)
        tables["governments"].append(_government(key, thing, names, seed, chance))
        tables["names"] += _names(key, thing, chance)
        tables["territories"] += _territory(key, thing, chance)
    tables["source"] = [
        {
            "key": "gazetteer",
            "label_en": "Code lists",
            "label_ja": "コード表",
            "label_zh_hans": "代码表",
            "note": "Drawn.",
        }
    ]
    return tables


def write_project(root: Path, tables: Tables) -> None:
    """Lay out the project and write its governments."""
    lay_out(read_settings(SHIPPED), root)
    for name, rows in tables.items():
        _write(root / "data/gazetteer" / f"{name}.csv", rows)


def _write(path: Path, rows: list[Row]) -> None:
    header = path.read_text("utf-8").splitlines()[0].split(",")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: [str(row[name]) for name in header[:1]]))


def _country(code: str) -> Row:
    key, english, japanese, chinese, alpha3, number = COUNTRIES[code]
    return {
        "key": key,
        "class": "Country",
        "counterpart": "Counterpart",
        "level": "country",
        "type": "sovereign-state",
        "label_en": english,
        "label_ja": japanese,
        "label_zh_hans": chinese,
        "iso3166_1_alpha2": code,
        "iso3166_1_alpha3": alpha3,
        "iso3166_1_numeric": number,
        "evidence": "Common knowledge.",
    }


def _government(key: str, thing: Thing, names: dict[str, str], seed: int, chance: random.Random) -> Row:
    country, share = COUNTRIES[thing.country][0], shares()["ours"]
    row: Row = {
        "key": key,
        "class": "LocalGovernment",
        "level": OURS[thing.kind][0],
        "type": thing.kind,
        "label_en": _english(thing, chance),
        "label_ja": thing.japanese + thing.endings[0],
        "label_zh_hans": thing.chinese + thing.endings[1],
        "country": country,
        "parent": country,
        "evidence": "A public code list.",
    }
    above = thing.parent
    while above and above.name not in names:
        above = above.parent
    if above:
        row["parent"] = names[above.name]
    traditional = spelling.traditional(thing.chinese + thing.endings[1], "CN")
    if chance.random() < share["traditional"] and not re.search(
        "[德黑]", traditional
    ):  # the format takes neither
        row["label_zh_hant"] = traditional
    if chance.random() >= share["no_code"]:
        row |= codes_of(thing)
    day = merger(seed, thing)
    if day and chance.random() < share["since"]:
        row["valid_from"] = day.isoformat()
    return row


def codes_of(thing: Thing) -> dict[str, str]:
    """The codes of a government, by column."""
    code = thing.code or ""
    iso = {"iso3166_2": iso_of(thing)} if thing.parent is None else {}
    return iso | (
        {"gb2260_code": code} if thing.country == "CN" else {"jis_code": code[:5], "dantai_code": code}
    )


def iso_of(thing: Thing) -> str:
    """The code of ISO 3166-2 of a government of the first level."""
    first = (thing.code or "")[:2]
    return f"CN-{facts()['china'][first][0]}" if thing.country == "CN" else f"JP-{first}"


def _english(thing: Thing, chance: random.Random) -> str:
    share = shares()["ours"]
    bars = chance.random() < share["english_bars"]
    stem = thing.latin if bars else thing.latin.translate(spelling.BARS)
    if len(stem) > 4 and chance.random() < share["misspelt"]:
        letter = chance.randint(2, len(stem) - 1)
        stem = stem[:letter] + stem[letter + 1 :]
    return stem if chance.random() < share["english_bare"] else f"{stem} {thing.endings[2]}"


def _names(key: str, thing: Thing, chance: random.Random) -> list[Row]:
    share, row = shares()["ours"], {"government": key, "number": 1}
    if thing.kana and chance.random() < share["kana"]:
        row["alt_ja_kana"] = thing.kana
    if thing.reading and chance.random() < share["alternative"]:
        row["alt_en"] = f"{thing.latin.translate(spelling.BARS)}-{thing.reading.translate(spelling.BARS)}"
    return [row] if len(row) > 2 else []


def _territory(key: str, thing: Thing, chance: random.Random) -> list[Row]:
    share = shares()["ours"]
    row: Row = {"government": key, "evidence": "Drawn."}
    if chance.random() >= share["no_point"]:
        latitude, longitude = moved(thing.point, share["jitter_km"], chance)
        row |= {"latitude": latitude, "longitude": longitude, "point_kind": "government-office"}
    return [row]


def chosen(things: dict[str, Thing], part: str) -> dict[str, Thing]:
    """The governments of a part, and those of the first level of the other, which are parents."""
    return {
        key: thing
        for key, thing in keys_of(things.values()).items()
        if thing.parent is None or part_of(thing.name) == part
    }
