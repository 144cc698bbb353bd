"""The world as GeoNames has it: https://www.geonames.org/ontology/documentation.html."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox

from world import spelling
from world.naming import english
from world.rdf import Triples, text
from world.things import Thing, draw, moved, shares

DATASET = "geonames"
COUNTRIES = {"JP": "sws:1861060/", "CN": "sws:1814991/", "TW": "sws:1668284/", "KR": "sws:1835841/"}
CODES = {
    "station": "S.RSTN",
    "river": "H.STM",
    "mountain": "T.MT",
    "island": "T.ISL",
    "lake": "H.LK",
    "university": "S.UNIV",
    "airport": "S.AIRP",
    "school": "S.SCH",
    "castle": "S.CSTL",
    "hall": "S.ADMF",
    "subdistrict": "A.ADM4",
    "homonym": "P.PPL",
    "abroad": "A.ADM2",
}
DIVISIONS = {
    "county-level-city": 3,
    "county": 3,
    "city-district": 3,
    "autonomous-county": 3,
    "banner": 3,
    "ward": 3,
}


class Features:
    """Numbers for the features, in no order that tells anything: of the division and of the place."""

    def __init__(self, seed: int, things: list[Thing]) -> None:
        self.numbers = draw(seed, "features").sample(range(1_000_000, 13_000_000), 2 * len(things))
        self.things = things
        self.places = {thing.name: place for place, thing in enumerate(things)}

    def beside(self, thing: Thing, chance: random.Random) -> Thing:
        """Another one of the kind of a government."""
        return chance.choice([each for each in self.things if each.kind == thing.kind])

    def division(self, thing: Thing) -> str:
        """The administrative division, or whatever else the thing is."""
        return f"sws:{self.numbers[2 * self.places[thing.name]]}/"

    def place(self, thing: Thing) -> str:
        """The populated place of a government."""
        return f"sws:{self.numbers[2 * self.places[thing.name] + 1]}/"


def write(
    seed: int, things: list[Thing], absent: set[str]
) -> tuple[Triples, dict[str, tuple[str, ...]], dict[str, set[str]]]:
    """Tell all; gives the triples, the features of each government, and what makes some of them hard."""
    things = [*things, *_homonyms(seed, things)]
    features, triples, found, hard = Features(seed, things), Triples(), {}, {}
    for thing in things:
        chance = draw(seed, DATASET, thing.name)
        if thing.is_government and thing.name not in absent:
            found[thing.name], hard[thing.name] = _government(thing, features, triples, chance)
        elif code := _code_of_other(thing, chance):
            _feature(features.division(thing), thing, code, features, triples, chance, _name(thing))
    return triples, found, hard


def _homonyms(seed: int, things: list[Thing]) -> Iterator[Thing]:
    for thing in things:
        chance = draw(seed, "homonym", thing.name)
        is_chinese = thing.is_government and thing.country == "CN" and thing.parent
        if is_chinese and chance.random() < shares()[DATASET]["homonym"]:
            far = moved(thing.point, chance.choice((40, 120)), chance)
            told = ("homophone",) if chance.random() < shares()[DATASET]["homophone"] else ()
            yield replace(
                thing, name=f"{thing.name}-homonym", kind="homonym", code=None, point=far, also=told
            )


def _code_of_other(thing: Thing, chance: random.Random) -> str | None:
    if thing.kind == "former" and chance.random() < shares()[DATASET]["former"]:
        return "P.PPL" if "elsewhere" in thing.also else "A.ADM2H"
    return CODES.get(thing.kind)


def _government(
    thing: Thing, features: Features, triples: Triples, chance: random.Random
) -> tuple[tuple[str, ...], set[str]]:
    share, fate, hard = shares()[DATASET], chance.random(), set()
    found = []
    if fate >= share["place_only"] or thing.parent is None:
        level = 1 if thing.parent is None else DIVISIONS.get(thing.kind, 2)
        code = "A.ADMD" if chance.random() < share["wrong_code"] else f"A.ADM{level}"
        name = english(thing) if thing.parent is None else _division(thing)
        _feature(features.division(thing), thing, code, features, triples, chance, name)
        found.append(features.division(thing))
    else:
        hard.add("place only")
    if thing.parent and not share["place_only"] <= fate < share["place_only"] + share["division_only"]:
        code = "P.PPLL" if chance.random() < share["wrong_code"] else _seat(thing)
        place = replace(thing, endings=("", "", "") if chance.random() < 0.5 else thing.endings)
        _feature(features.place(thing), place, code, features, triples, chance, thing.latin)
        found.append(features.place(thing))
    return tuple(found), hard


def _seat(thing: Thing) -> str:
    if thing.kind in ("city-district", "ward", "special-ward"):
        return "P.PPLX"
    return "P.PPLA3" if DIVISIONS.get(thing.kind) else "P.PPLA2" if thing.country == "JP" else "P.PPLA"


def _division(thing: Thing) -> str:
    ending = thing.reading.capitalize() or {"City": "Shi", "County": "Xian", "District": "Qu"}.get(
        thing.endings[2], thing.endings[2]
    )
    return f"{thing.latin} {ending}"


def _name(thing: Thing) -> str:
    if thing.country == "JP" and thing.kind in ("river", "mountain", "island"):
        return thing.latin + {"river": "-gawa", "mountain": "-san", "island": "-shima"}[thing.kind]
    return thing.latin if thing.kind == "homonym" else english(thing)


def _feature(
    feature: str,
    thing: Thing,
    code: str,
    features: Features,
    triples: Triples,
    chance: random.Random,
    name: str,
) -> None:
    share = shares()[DATASET]
    shown = name.translate(spelling.BARS) if chance.random() < share["ascii"] else name
    latitude, longitude = moved(thing.point, share["jitter_km"] * (6 if thing.parent is None else 1), chance)
    triples.name(feature, thing)
    triples.tell(
        feature,
        ("rdf:type", "gn:Feature"),
        ("rdfs:isDefinedBy", f"https://{feature.replace('sws:', 'sws.geonames.org/')}about.rdf"),
        ("gn:name", ox.Literal(shown)),
        ("gn:featureClass", f"gn:{code[0]}"),
        ("gn:featureCode", f"gn:{code}"),
        ("gn:countryCode", ox.Literal(thing.country)),
        ("gn:parentCountry", COUNTRIES[thing.country]),
        ("wgs:lat", ox.Literal(str(latitude))),
        ("wgs:long", ox.Literal(str(longitude))),
        *_names(thing, shown, chance),
        *_above(thing, features, chance),
    )
    if code[0] == "P":
        triples.tell(feature, ("gn:population", ox.Literal(str(chance.randint(800, 900_000)))))


def _names(thing: Thing, shown: str, chance: random.Random) -> Iterator[tuple[str, object]]:
    share = shares()[DATASET]
    if "homophone" in thing.also:
        return
    if thing.latin not in shown or chance.random() < share["alternatives"]:
        yield "gn:alternateName", ox.Literal(thing.latin.translate(spelling.BARS))
    if chance.random() < share["alternatives"]:
        yield "gn:alternateName", text(english(thing).translate(spelling.BARS), "en")
    if chance.random() < share["japanese"]:
        kind = "gn:officialName" if thing.is_government and chance.random() < 0.3 else "gn:alternateName"
        yield kind, text(thing.japanese + thing.endings[0], "ja")
        if thing.kana and thing.is_government and chance.random() < 0.3:
            yield "gn:alternateName", text(thing.kana, "ja")
    if chance.random() < share["chinese"]:
        whole = thing.chinese + thing.endings[1]
        yield (
            "gn:alternateName",
            text(whole if chance.random() < 0.6 else spelling.traditional(whole, "CN"), "zh"),
        )


def _above(thing: Thing, features: Features, chance: random.Random) -> Iterator[tuple[str, object]]:
    above = thing.parent
    if above and chance.random() < shares()[DATASET]["wrong_parent"]:
        above = features.beside(above, chance)
    yield "gn:parentFeature", features.division(above) if above else COUNTRIES[thing.country]
    chain = []
    while above:
        chain.append(above)
        above = above.parent
    for level, each in enumerate(reversed(chain), 1):
        yield f"gn:parentADM{level}", features.division(each)
