"""The world as Wikidata has it: https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox

from world.naming import Names
from world.ours import iso_of
from world.rdf import Triples, text, typed
from world.things import Thing, draw, moved, shares

DATASET = "wikidata"
COUNTRIES = {"JP": "wd:Q17", "CN": "wd:Q148", "TW": "wd:Q865", "KR": "wd:Q884"}
CLASSES = {
    "prefecture-ken": "Q50337",
    "prefecture-fu": "Q50337",
    "prefecture-to": "Q50337",
    "prefecture-do": "Q50337",
    "city": "Q494721",
    "designated-city": "Q1749269",
    "town": "Q1059478",
    "village": "Q4174776",
    "special-ward": "Q5327704",
    "ward": "Q137773",
    "province": "Q1615742",
    "municipality-under-central-government": "Q1208802",
    "autonomous-region": "Q57362",
    "sub-provincial-city": "Q250811",
    "prefecture-level-city": "Q748149",
    "autonomous-prefecture": "Q788104",
    "county-level-city": "Q1070990",
    "county": "Q1289426",
    "city-district": "Q1065118",
    "autonomous-county": "Q1336099",
    "banner": "Q1500350",
    "station": "Q55488",
    "river": "Q4022",
    "mountain": "Q8502",
    "island": "Q23442",
    "lake": "Q23397",
    "university": "Q3918",
    "airport": "Q1248784",
    "school": "Q9826",
    "hall": "Q25550691",
    "mayor": "Q30185",
    "assembly": "Q1752939",
    "family": "Q101352",
    "battle": "Q178561",
    "castle": "Q23413",
    "district": "Q1122846",
    "category": "Q4167836",
    "disambiguation": "Q4167410",
    "settlement": "Q735428",
    "hamlet": "Q486972",
    "subdistrict": "Q1229646",
    "film": "Q11424",
    "abroad": "Q486972",
}
UNCLEAR = ("Q515", "Q486972", "")  # city, human settlement: what governments are classed as by mistake
WITHOUT_PLACE = ("mayor", "assembly", "family", "battle", "category", "disambiguation", "film")


class Items:
    """Numbers for the items, in no order that tells anything."""

    def __init__(self, seed: int, things: list[Thing]) -> None:
        numbers = draw(seed, "items").sample(range(10_000, 130_000_000), len(things))
        self.of = {thing.name: f"wd:Q{number}" for thing, number in zip(things, numbers, strict=True)}


def write(
    seed: int, things: list[Thing], absent: set[str]
) -> tuple[Triples, dict[str, str], dict[str, set[str]]]:
    """Tell all; gives the triples, the item of each government, and what makes some of them hard."""
    items, triples, hard = Items(seed, things), Triples(), {}
    others = [thing for thing in things if thing.is_government]
    for thing in things:
        if thing.name not in absent:
            triples.name(items.of[thing.name], thing)
            hard[thing.name] = _tell(seed, thing, items, triples, draw(seed, DATASET, thing.name), others)
    _twinned(seed, [thing for thing in others if thing.name not in absent], items, triples)
    _describe_countries(triples)
    return triples, {thing.name: items.of[thing.name] for thing in others if thing.name not in absent}, hard


def _describe_countries(triples: Triples) -> None:
    names = {
        "JP": ("Japan", "日本", "日本"),
        "CN": ("China", "中国", "中国"),
        "TW": ("Taiwan", "台湾", "台湾"),
        "KR": ("South Korea", "韓国", "韩国"),
    }
    for code, (english, japanese, chinese) in names.items():
        item = COUNTRIES[code]
        triples.tell(
            item,
            ("rdf:type", "wikibase:Item"),
            ("wdt:P31", "wd:Q6256"),
            ("wdt:P297", ox.Literal(code)),
            *(
                (name, term)
                for term in (text(english, "en"), text(japanese, "ja"), text(chinese, "zh"))
                for name in ("rdfs:label", "schema:name", "skos:prefLabel")
            ),
        )


def _tell(
    seed: int, thing: Thing, items: Items, triples: Triples, chance: random.Random, others: list[Thing]
) -> set[str]:
    item, share, hard = items.of[thing.name], shares()[DATASET], set()
    _about(item, thing, triples, chance)
    _names(item, thing, triples, chance, hard)
    _class(item, thing, triples, chance, hard)
    if thing.kind not in ("family", "category", "disambiguation"):
        triples.tell(item, ("wdt:P17", COUNTRIES[thing.country]))
        above = _parent(thing, items)
        if above:
            triples.tell(item, ("wdt:P131", above))
    if thing.kind not in WITHOUT_PLACE and thing.kind != "double":
        _point(item, thing, triples, chance, hard)
        if chance.random() < share["geonames"]:
            triples.tell(item, ("wdt:P1566", ox.Literal(str(chance.randint(1_000_000, 12_999_999)))))
    _codes(seed, item, thing, triples, chance, others, hard)
    _time(item, thing, items, triples, chance)
    return hard


def _about(item: str, thing: Thing, triples: Triples, chance: random.Random) -> None:
    page = f"https://www.wikidata.org/wiki/Special:EntityData/{item[3:]}"
    day = f"2026-{chance.randint(1, 9):02}-{chance.randint(1, 28):02}T{chance.randint(0, 23):02}:00:00Z"
    triples.tell(item, ("rdf:type", "wikibase:Item"))
    triples.tell(
        page,
        ("rdf:type", "schema:Dataset"),
        ("schema:about", item),
        ("schema:version", typed(chance.randint(2 * 10**9, 24 * 10**8), "xsd:integer")),
        ("schema:dateModified", typed(day, "xsd:dateTime")),
    )


def _names(item: str, thing: Thing, triples: Triples, chance: random.Random, hard: set[str]) -> None:
    names = Names(thing, chance, shares()[DATASET])
    labels = names.labels()
    hard |= {f"no {language} label" for language in ("en", "ja") if language not in labels}
    for language, label in labels.items():
        for name in ("rdfs:label", "schema:name", "skos:prefLabel"):
            triples.tell(item, (name, text(label, language)))
    for language, label in names.alternatives(labels):
        triples.tell(item, ("skos:altLabel", text(label, language)))
    for language, words in _description(thing):
        triples.tell(item, ("schema:description", text(words, language)))
    if thing.kana and thing.is_government and chance.random() < 0.6:
        triples.tell(item, ("wdt:P1814", ox.Literal(thing.kana)))


def _description(thing: Thing) -> Iterator[tuple[str, str]]:
    words = thing.kind.replace("-", " ")
    above = thing.parent.latin if thing.parent else ""
    yield "en", f"{words} in {above}, {thing.country}" if above else words


def _class(item: str, thing: Thing, triples: Triples, chance: random.Random, hard: set[str]) -> None:
    share, found = shares()[DATASET], CLASSES.get(_kind(thing), "")
    if thing.kind == "city" and chance.random() < share["core_city"]:
        found = "Q1137833"
    if thing.is_government and chance.random() < share["second_class"]:
        _state(item, "P31", f"wd:{chance.choice(('Q515', 'Q1549591'))}", triples)
    if thing.is_government and chance.random() < share["wrong_class"]:
        found = chance.choice(UNCLEAR)
        hard.add("wrong class")
    if thing.kind == "former" and thing.country == "JP":
        _state(item, "P31", "wd:Q18663566", triples)  # dissolved municipality of Japan
        if chance.random() < 0.5:
            _state(item, "P31", f"wd:{found}", triples)
    elif found:
        _state(item, "P31", f"wd:{found}", triples)


def _kind(thing: Thing) -> str:
    if thing.kind not in ("former", "double"):
        return thing.kind
    return {
        "City": "city" if thing.country == "JP" else "county-level-city",
        "Town": "town",
        "Village": "village",
        "County": "county",
        "District": "city-district",
    }.get(thing.endings[2], "county")


def _parent(thing: Thing, items: Items) -> str | None:
    district = items.of.get(f"{thing.name}-district")
    if thing.kind in ("town", "village") and district:
        return district
    return items.of[thing.parent.name] if thing.parent else COUNTRIES[thing.country]


def _point(item: str, thing: Thing, triples: Triples, chance: random.Random, hard: set[str]) -> None:
    share = shares()[DATASET]
    if chance.random() < share["no_point"]:
        hard.add("no point")
        return
    km = share["jitter_km"] * (6 if thing.parent is None else 2 if thing.country == "CN" else 1)
    latitude, longitude = moved(thing.point, km, chance)
    if chance.random() < share["wrong_point"]:
        latitude, longitude = moved((latitude, longitude), 300, chance)
        hard.add("wrong point")
    value = "wdv:" + hashlib.sha1(f"{latitude} {longitude}".encode()).hexdigest()[:32]
    triples.tell(
        value,
        ("rdf:type", "wikibase:GlobecoordinateValue"),
        ("wikibase:geoLatitude", typed(latitude, "xsd:double")),
        ("wikibase:geoLongitude", typed(longitude, "xsd:double")),
        ("wikibase:geoPrecision", typed("0.0001", "xsd:double")),
        ("wikibase:geoGlobe", "wd:Q2"),
    )
    point = typed(f"Point({longitude} {latitude})", "geo:wktLiteral")
    _state(item, "P625", point, triples, ("psv:P625", value))


def _codes(
    seed: int,
    item: str,
    thing: Thing,
    triples: Triples,
    chance: random.Random,
    others: list[Thing],
    hard: set[str],
) -> None:
    share = shares()[DATASET]
    if thing.code is None or not (thing.is_government or thing.kind == "former"):
        return
    if thing.parent is None:
        triples.tell(item, ("wdt:P300", ox.Literal(iso_of(thing))))
    if chance.random() < share["no_code"]:
        hard.add("no code")
        return
    code = thing.code
    if chance.random() < share["wrong_code"]:
        code = chance.choice(
            [each for each in others if each.country == thing.country and each.code != code]
        ).code
        hard.add("wrong code")
    elif thing.country == "CN" and chance.random() < share["short_code"]:
        code = code.removesuffix("00").removesuffix("00")
    _state(item, "P442" if thing.country == "CN" else "P429", ox.Literal(code), triples)


def _time(item: str, thing: Thing, items: Items, triples: Triples, chance: random.Random) -> None:
    share = shares()[DATASET]
    if thing.since and chance.random() < share["since"]:
        _state_day(item, "P571", thing.since, triples, chance)
    if thing.until and chance.random() >= share["undated"]:
        _state_day(item, "P576", thing.until, triples, chance)
    if thing.until and thing.about and "elsewhere" not in thing.also:
        triples.tell(item, ("wdt:P1366", items.of[thing.about.name]))


def _state_day(item: str, name: str, day: date, triples: Triples, chance: random.Random) -> None:
    """State a day as precisely as it is known: to the day, the month or the year."""
    precision = chance.choices((11, 10, 9), (70, 8, 22))[0]
    shown, value = _time_value(day, precision, triples)
    _state(item, name, _day(shown), triples, (f"psv:{name}", value))


def _day(day: date) -> ox.Literal:
    return typed(f"{day.isoformat()}T00:00:00Z", "xsd:dateTime")


def _state(
    item: str, name: str, value: object, triples: Triples, *more: tuple[str, object], rank: str = "Normal"
) -> str:
    """Make a statement, of normal rank, and with it the direct claim."""
    digest = hashlib.sha1(f"{item} {name} {value}".encode()).hexdigest()
    statement = f"wds:{item[3:]}-{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
    triples.tell(item, (f"p:{name}", statement))
    if rank != "Deprecated":
        triples.tell(item, (f"wdt:{name}", value))
    triples.tell(
        statement,
        ("rdf:type", "wikibase:Statement"),
        ("wikibase:rank", f"wikibase:{rank}Rank"),
        (f"ps:{name}", value),
        *more,
    )
    return statement


def _twinned(seed: int, governments: list[Thing], items: Items, triples: Triples) -> None:
    """Twin Japanese governments with Chinese ones: P190, with start, end, precision, rank and reference."""
    share = shares()[DATASET]
    chinese = {
        level: [each for each in governments if each.country == "CN" and (each.parent is None) == level]
        for level in (True, False)
    }
    for thing in governments:
        chance = draw(seed, "twins", thing.name)
        if thing.country != "JP" or chance.random() >= share["twins"] or not chinese[thing.parent is None]:
            continue
        partner = chance.choice(chinese[thing.parent is None])
        start, precision = (
            date(chance.randint(1973, 2015), chance.randint(1, 12), 1),
            chance.choice((9, 10, 11, 11)),
        )
        end = date(chance.randint(2016, 2024), 3, 31) if chance.random() < 0.05 else None
        sides = [(thing, partner), (partner, thing)]
        if chance.random() >= share["both_sides"]:
            sides = [chance.choice(sides)]
        for one, other in sides:
            own = start.replace(year=start.year + 1) if chance.random() < 0.04 else start
            _twin(one, other, own, precision, end, items, triples, chance)


def _twin(
    one: Thing,
    other: Thing,
    start: date,
    precision: int,
    end: date | None,
    items: Items,
    triples: Triples,
    chance: random.Random,
) -> None:
    rank = chance.choices(("Normal", "Preferred", "Deprecated"), (94, 3, 3))[0]
    more: list[tuple[str, object]] = []
    if chance.random() < 0.8:
        more += _qualifier("P580", start, precision, triples)
    if end:
        more += _qualifier("P582", end, 11, triples)
    if chance.random() < 0.5:
        address = f"https://example.org/twins/{items.of[one.name][3:]}"
        reference = "wdref:" + hashlib.sha1(address.encode()).hexdigest()
        triples.tell(reference, ("rdf:type", "wikibase:Reference"), ("pr:P854", address))
        more.append(("prov:wasDerivedFrom", reference))
    _state(items.of[one.name], "P190", items.of[other.name], triples, *more, rank=rank)


def _time_value(day: date, precision: int, triples: Triples) -> tuple[date, str]:
    """Tell a day of so much precision; gives the day that is shown, and the node."""
    shown = day if precision == 11 else day.replace(day=1) if precision == 10 else day.replace(month=1, day=1)
    value = "wdv:" + hashlib.sha1(f"{shown} {precision}".encode()).hexdigest()[:32]
    triples.tell(
        value,
        ("rdf:type", "wikibase:TimeValue"),
        ("wikibase:timeValue", _day(shown)),
        ("wikibase:timePrecision", typed(precision, "xsd:integer")),
        ("wikibase:timeTimezone", typed(0, "xsd:integer")),
        ("wikibase:timeCalendarModel", "wd:Q1985727"),
    )
    return shown, value


def _qualifier(name: str, day: date, precision: int, triples: Triples) -> Iterator[tuple[str, object]]:
    shown, value = _time_value(day, precision, triples)
    yield f"pq:{name}", _day(shown)
    yield f"pqv:{name}", value
