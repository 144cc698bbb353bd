"""All that the other datasets know of: the governments, and what is easily taken for one of them."""

from __future__ import annotations

import hashlib
import math
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from world import spelling
from world.lists import HERE, Unit, facts, former_units, units

OURS = {  # the types of government that a new project has, of these two countries: level, word in English
    "prefecture-ken": ("first-level-unit", "Prefecture"),
    "prefecture-fu": ("first-level-unit", "Prefecture"),
    "prefecture-to": ("first-level-unit", "Metropolis"),
    "prefecture-do": ("first-level-unit", "Prefecture"),
    "city": ("municipality", "City"),
    "designated-city": ("municipality", "City"),
    "town": ("municipality", "Town"),
    "special-ward": ("municipality", "City"),
    "province": ("first-level-unit", "Province"),
    "municipality-under-central-government": ("first-level-unit", "Municipality"),
    "sub-provincial-city": ("municipality", "City"),
    "prefecture-level-city": ("municipality", "City"),
    "county-level-city": ("municipality", "City"),
    "county": ("municipality", "County"),
    "city-district": ("municipality", "District"),
}
WORDS = {
    **{kind: word for kind, (_, word) in OURS.items()},
    "village": "Village",
    "ward": "Ward",
    "autonomous-region": "Autonomous Region",
    "autonomous-prefecture": "Prefecture",
    "autonomous-county": "Autonomous County",
    "banner": "Banner",
}
READINGS = {
    "市": ("し",),
    "町": ("ちょう", "まち"),
    "村": ("むら", "そん"),
    "区": ("く",),
    "都": ("と",),
    "府": ("ふ",),
    "県": ("けん",),
}


@cache
def shares() -> dict[str, dict[str, float]]:
    """Read how the world is drawn."""
    return tomllib.loads((HERE / "shares.toml").read_text("utf-8"))


def draw(*what: object) -> random.Random:
    """A source of chance for one purpose, the same each time, whatever else is drawn."""
    return random.Random(":".join(map(str, what)))


@dataclass(frozen=True, eq=False)
class Thing:
    """Something with a name, as it is; what a dataset makes of it is another matter.

    ``kind``: of government, or a key of ``named_after``, ``former``, ``double``, ``abroad``. ``japanese``,
    ``chinese`` (simplified) and ``latin`` (with bars) are stems, and ``endings`` what follows in Japanese, in
    Chinese and in English; ``reading``: how the Japanese ending is read, in Latin letters. ``about``: the
    government that it is named after, or was, or is described once more.
    """

    name: str
    kind: str
    country: str
    japanese: str
    chinese: str
    latin: str
    endings: tuple[str, str, str]
    reading: str = ""
    kana: str = ""
    parent: Thing | None = None
    point: tuple[float, float] = (0.0, 0.0)
    code: str | None = None
    since: date | None = None
    until: date | None = None
    about: Thing | None = None
    also: tuple[str, ...] = field(default=())

    @property
    def is_government(self) -> bool:
        """Whether it is one of today's."""
        return self.kind in WORDS


def part_of(name: str) -> str:
    """Which part of the lists a government belongs to, by its name here; it stays so for ever."""
    return ("training", "held-out")[hashlib.sha256(name.encode()).digest()[0] & 1]


def governments(seed: int) -> dict[str, Thing]:
    """Make the governments of the lists, by name: both countries have codes of six digits."""
    found: dict[str, Thing] = {}
    for unit in units():
        thing = _government(
            unit, found.get(_name(unit.country, unit.parent)), draw(seed, "government", unit.code)
        )
        found[thing.name] = thing
    return found


def _name(country: str, code: str | None) -> str:
    return f"{country.lower()}-{code}"


def _government(unit: Unit, parent: Thing | None, chance: random.Random) -> Thing:
    return Thing(
        name=_name(unit.country, unit.code),
        kind=unit.kind,
        country=unit.country,
        parent=parent,
        code=unit.code,
        kana=unit.kana,
        japanese=spelling.japanese(unit.stem, unit.country),
        chinese=spelling.chinese_of_japanese(unit.stem) if unit.country == "JP" else unit.stem,
        endings=(
            spelling.japanese(unit.suffix, unit.country),
            spelling.simplified(unit.suffix, unit.country),
            WORDS[unit.kind],
        ),
        point=_point_of(unit, parent, chance),
        **_latin(unit),
        since=date(chance.randint(1889, 1969), 4, 1) if chance.random() < 0.6 else None,
    )


def _latin(unit: Unit) -> dict[str, str]:
    if unit.country == "CN":
        names = facts()["china"]
        own = names[unit.code[:2]][1] if unit.code.endswith("0000") else spelling.latin_of_chinese(unit.stem)
        return {"latin": own, "reading": ""}
    ending = next((each for each in READINGS.get(unit.suffix, ()) if unit.kana.endswith(each)), "")
    stem = unit.kana.removesuffix(ending) if ending else unit.kana
    return {"latin": spelling.hepburn(stem).capitalize(), "reading": spelling.hepburn(ending)}


def _point_of(unit: Unit, parent: Thing | None, chance: random.Random) -> tuple[float, float]:
    if parent is None:
        *_, latitude, longitude, _spread = _centre(unit)
        return latitude, longitude
    first_level = parent.parent is None
    spread = _centre(unit)[-1] * 0.5 if first_level else (6 if unit.country == "JP" else 30)
    return moved(parent.point, spread, chance)


def _centre(unit: Unit) -> list:
    return facts()["japan" if unit.country == "JP" else "china"][unit.code[:2]]


def moved(point: tuple[float, float], km: float, chance: random.Random) -> tuple[float, float]:
    """Move a point by so many km north and east, as a rule."""
    north, east = chance.gauss(0, km), chance.gauss(0, km)
    latitude = point[0] + north / 111
    return round(latitude, 6), round(point[1] + east / (111 * math.cos(math.radians(latitude))), 6)


def mistakable(seed: int, all_of_them: dict[str, Thing]) -> Iterator[Thing]:
    """Make what is named after governments, was one, lies elsewhere or is described once more."""
    towns = [thing for thing in all_of_them.values() if thing.kind in ("town", "village")]
    for thing in all_of_them.values():
        yield from _named_after(seed, thing)
        yield from _former(seed, thing)
        if thing.kind == "town" and draw(seed, "others", thing.name).random() < shares()["world"]["others"]:
            yield _elsewhere(draw(seed, "elsewhere", thing.name), thing, towns)
        if draw(seed, "double", thing.name).random() < shares()["world"]["double"]:
            yield replace(
                thing, name=f"{thing.name}-double", kind="double", code=None, about=thing, since=None
            )
    for unit in former_units():
        parent = all_of_them.get(_name(unit.country, unit.parent))
        old = _government(unit, parent, draw(seed, "former", unit.code))
        yield replace(old, name=f"{old.name}-2002", kind="former", until=date(2010, 6, 1))
    yield from _abroad()


def _named_after(seed: int, thing: Thing) -> Iterator[Thing]:
    for kind, (japanese, chinese, english, of_japan, of_china, bare) in facts()["named_after"].items():
        chance = draw(seed, kind, thing.name)
        if chance.random() * 100 >= (of_japan if thing.country == "JP" else of_china):
            continue
        whole = kind in ("hall", "mayor", "assembly")  # of the government, not of the name
        ends = [thing.endings[0] if whole else "", thing.endings[1] if whole else ""]
        yield replace(
            thing,
            name=f"{thing.name}-{kind}",
            kind=kind,
            endings=(ends[0] + japanese, ends[1] + chinese, english),
            reading="",
            code=None,
            parent=thing.parent if kind == "district" else thing,
            about=thing,
            since=None,
            point=moved(thing.point, 3, chance),
            also=("bare",) if bare else (),
        )


def _former(seed: int, thing: Thing) -> Iterator[Thing]:
    """The city that a city of the same name came from in a merger; the town that a city has been."""
    chance, share = draw(seed, "former", thing.name), shares()["world"]
    day = merger(seed, thing)
    if day is not None:
        code = thing.code if chance.random() < share["same_code"] else _next_code(thing.code)
        near = moved(thing.point, 2, chance)
        yield replace(
            thing,
            name=f"{thing.name}-merged",
            kind="former",
            code=code,
            until=day,
            about=thing,
            point=near,
            since=date(chance.randint(1889, 1960), 4, 1),
            also=("merged",),
        )
    if thing.kind in GROWN and chance.random() < share["grown"]:
        japanese, chinese, english, reading = GROWN[thing.kind]
        until = date(chance.randint(1925, 1999), chance.randint(1, 12), 1)
        yield replace(
            thing,
            name=f"{thing.name}-grown",
            kind="former",
            endings=(japanese, chinese, english),
            reading=reading,
            code=None,
            until=until,
            about=thing,
            since=None,
            point=moved(thing.point, 2, chance),
            also=("grown",),
        )


GROWN = {
    "city": ("町", "町", "Town", "machi"),
    "county-level-city": ("県", "县", "County", ""),
    "city-district": ("県", "县", "County", ""),
}


def merger(seed: int, thing: Thing) -> date | None:
    """The day on which a government was founded anew under the name of one that it took over."""
    chance = draw(seed, "merger", thing.name)
    if thing.kind not in ("city", "town") or chance.random() >= shares()["world"]["merged"]:
        return None
    return date(2003, 4, 1) + timedelta(days=30 * chance.randint(0, 36))


def today(seed: int, thing: Thing) -> Thing:
    """What has become of a government since the list that ours are from."""
    chance = draw(seed, "changed", thing.name)
    if thing.kind != "county" or chance.random() >= shares()["world"]["changed"]:
        return thing
    kind, ending, english = chance.choice(
        (("city-district", "区", "District"), ("county-level-city", "市", "City"))
    )
    code = f"{(thing.code or '')[:4]}{chance.randint(60, 80)}"
    return replace(thing, kind=kind, endings=(ending, ending, english), code=code, also=("changed",))


def _next_code(code: str | None) -> str:
    number = int((code or "0")[:5]) + 1
    return with_check_digit(f"{number:05}")


def with_check_digit(code: str) -> str:
    """Add the check digit to a JIS code: https://www.soumu.go.jp/main_content/000137948.pdf."""
    total = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=True))
    return f"{code}{(11 - total % 11) % 10}"


def _elsewhere(chance: random.Random, thing: Thing, towns: list[Thing]) -> Thing:
    """A town of the same name in another prefecture, merged away."""
    other = chance.choice(towns)
    until = date(chance.choice((1954, 1955, 1956, 2004, 2005, 2006)), chance.randint(1, 12), 1)
    return replace(
        thing,
        name=f"{thing.name}-elsewhere",
        kind="former",
        parent=other.parent,
        until=until,
        about=thing,
        point=moved(other.point, 10, chance),
        code=None,
        since=date(1889, 4, 1),
        also=("elsewhere",),
    )


def _abroad() -> Iterator[Thing]:
    taipei = (25.0, 121.5)
    for place, name in enumerate(facts()["abroad"]["TW"]):
        chance = draw("abroad", name)
        stem, suffix = spelling.simplified(name[:-1], "TW"), name[-1]
        english = {"市": "City", "鎮": "Township", "鄉": "Township", "里": "Village"}.get(suffix, "District")
        yield Thing(
            name=f"tw-{place}",
            kind="abroad",
            country="TW",
            japanese=spelling.japanese(name[:-1], "TW"),
            chinese=stem,
            latin=spelling.latin_of_chinese(stem),
            endings=(suffix, spelling.simplified(suffix, "TW"), english),
            point=moved(taipei, 60, chance),
        )
    for place, names in enumerate(facts()["abroad"]["KR"]):
        _hangul, han, latin = names.split("/")
        stem, suffix = han[:-1], han[-1]
        yield Thing(
            name=f"kr-{place}",
            kind="abroad",
            country="KR",
            japanese=spelling.japanese(stem, "KR"),
            chinese=spelling.simplified(stem, "KR"),
            latin=latin,
            endings=(
                suffix,
                spelling.simplified(suffix, "KR"),
                {"市": "City", "郡": "County"}.get(suffix, "District"),
            ),
            point=moved((36.5, 128.0), 80, draw("abroad", names)),
        )
