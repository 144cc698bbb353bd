"""The world as e-Stat has it: standard area codes of Japan, with their periods and changes.

Source: https://data.e-stat.go.jp/lodw/en/provdata/lodRegion
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pyoxigraph as ox

from world import spelling
from world.rdf import Triples, text, typed
from world.things import Thing, draw, merger, shares

DATASET = "estat"
FIRST = date(1970, 4, 1)  # on which the codes begin
CLASSES = {
    "prefecture-ken": "Prefecture",
    "prefecture-fu": "Prefecture",
    "prefecture-to": "Prefecture",
    "prefecture-do": "Prefecture",
    "designated-city": "DesignatedCity",
    "city": "City",
    "town": "Town",
    "village": "Village",
    "special-ward": "SpecialWard",
    "ward": "Ward",
    "district": "District",
}


def write(
    seed: int, things: list[Thing], absent: set[str]
) -> tuple[Triples, dict[str, tuple[str, ...]], dict[str, set[str]]]:
    """Tell all; gives the triples, the codes of each government, and what makes some of them hard."""
    triples, found, events = Triples(), {}, _numbers()
    codes = _codes(seed, things)
    for thing in sorted(things, key=lambda each: each.name):
        if thing.name not in codes or thing.name in absent:
            continue
        issued, chance = _issued(seed, thing), draw(seed, DATASET, thing.name)
        dated = _dated(codes[thing.name], issued)
        triples.name(dated, thing)
        _tell(seed, dated, thing, codes, issued, thing.until, triples, chance)
        if thing.is_government:
            plain = f"sac:C{codes[thing.name]}"
            triples.name(plain, thing)
            triples.tell(plain, ("rdf:type", "sacs:PlainStandardAreaCode"), ("sacs:latestCode", dated))
            found[thing.name] = (plain, dated)
            _older(seed, dated, thing, codes, issued, triples, chance, next(events))
        elif thing.about and "elsewhere" not in thing.also and thing.about.name in codes:
            after = _dated(codes[thing.about.name], _issued(seed, thing.about))
            _change(dated, after, thing.until or FIRST, triples, next(events))
    return triples, found, {name: set() for name in found}


def _numbers() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


def _codes(seed: int, things: list[Thing]) -> dict[str, str]:
    """The code of each that has one: what was merged away before 1970 has none."""
    found = {}
    for thing in things:
        if thing.country != "JP" or (thing.until and thing.until <= FIRST):
            continue
        if thing.is_government and thing.code:
            found[thing.name] = thing.code[:5]
        elif thing.kind == "former" and "district" not in thing.name:
            prefecture = (thing.parent or thing).code or "00000"
            found[thing.name] = (thing.code or _drawn(seed, thing, prefecture))[:5]
        elif thing.kind == "district":
            found[thing.name] = _drawn(seed, thing, (thing.about or thing).code or "00000")
    return found


def _drawn(seed: int, thing: Thing, within: str) -> str:
    return f"{within[:2]}{draw(seed, 'drawn', thing.name).randint(300, 799)}"


def _issued(seed: int, thing: Thing) -> date:
    day = merger(seed, thing) if thing.is_government else None
    if day:
        return day
    chance = draw(seed, "issued", thing.name)
    if thing.is_government and thing.parent and chance.random() < shares()[DATASET]["version"]:
        return date(chance.randint(1972, 2016), 4, 1)
    return FIRST


def _dated(code: str, issued: date) -> str:
    return f"sac:C{code}-{issued:%Y%m%d}"


def _tell(
    seed: int,
    about: str,
    thing: Thing,
    codes: dict[str, str],
    issued: date,
    until: date | None,
    triples: Triples,
    chance: random.Random,
) -> None:
    name = thing.japanese + thing.endings[0]
    kind = "town" if thing.kind == "former" and thing.endings[0] == "町" else thing.kind
    kind = "city" if kind == "former" else kind
    triples.tell(
        about,
        ("rdf:type", "sacs:StandardAreaCode"),
        ("dcterms:identifier", ox.Literal(about[5:10])),
        ("rdfs:label", text(name, "ja")),
        ("imi:表記", text(name, "ja")),
        ("sacs:administrativeClass", f"sacs:{CLASSES[kind]}"),
        ("dcterms:issued", typed(issued.isoformat(), "xsd:date")),
    )
    if thing.code:
        triples.tell(about, ("sacs:checkDigit", ox.Literal(thing.code[5:])))
    if until:
        triples.tell(about, ("dcterms:valid", typed(until.isoformat(), "xsd:date")))
    if thing.kana and kind != "district":
        triples.tell(about, ("rdfs:label", text(thing.kana, "ja-hrkt")))
    if chance.random() >= shares()[DATASET]["no_english"]:
        triples.tell(about, ("rdfs:label", text(_english(thing), "en")))
    _above(seed, about, thing, codes, triples)


def _english(thing: Thing) -> str:
    reading = "gun" if thing.kind == "district" else thing.reading
    stem = thing.latin.translate(spelling.BARS)
    return f"{stem}-{reading.translate(spelling.BARS)}" if reading else stem


def _above(seed: int, about: str, thing: Thing, codes: dict[str, str], triples: Triples) -> None:
    above = thing.about.parent if thing.kind == "district" and thing.about else thing.parent
    if above is None or above.name not in codes:
        return
    top = above
    while top.parent:
        top = top.parent
    triples.tell(
        about,
        ("dcterms:isPartOf", _dated(codes[above.name], _issued(seed, above))),
        ("sacs:prefectureLabel", text(top.japanese + top.endings[0], "ja")),
    )


def _older(
    seed: int,
    dated: str,
    thing: Thing,
    codes: dict[str, str],
    issued: date,
    triples: Triples,
    chance: random.Random,
    number: int,
) -> None:
    """The code of the same government with the period before, such as that of the town it has been."""
    if issued == FIRST or merger(seed, thing):
        return
    before = _dated(codes[thing.name], FIRST)
    triples.name(before, replace(thing, kind="older code"))
    _tell(seed, before, thing, codes, FIRST, issued, triples, chance)
    _change(before, dated, issued, triples, number)


def _change(before: str, after: str, day: date, triples: Triples, number: int) -> None:
    event = f"sace:C{number}"
    triples.tell(
        event,
        ("rdf:type", "sacs:CodeChangeEvent"),
        ("dcterms:date", typed(day.isoformat(), "xsd:date")),
        ("org:originalOrganization", before),
        ("org:resultingOrganization", after),
    )
    triples.tell(before, ("org:changedBy", event), ("sacs:succeedingMunicipality", after))
    triples.tell(after, ("org:resultedFrom", event), ("sacs:previousMunicipality", before))
