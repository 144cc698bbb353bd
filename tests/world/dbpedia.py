"""The world as DBpedia has it: one resource for each article of the English Wikipedia."""

from __future__ import annotations

import random
from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph as ox

from world import spelling
from world.naming import english
from world.rdf import PREFIXES, Triples, text, typed
from world.things import Thing, draw, moved, shares

DATASET = "dbpedia"
COUNTRIES = {"JP": "dbr:Japan", "CN": "dbr:China", "TW": "dbr:Taiwan", "KR": "dbr:South_Korea"}
CLASSES = {
    "city": "City",
    "designated-city": "City",
    "town": "Town",
    "village": "Village",
    "special-ward": "City",
    "ward": "Settlement",
    "sub-provincial-city": "City",
    "prefecture-level-city": "City",
    "county-level-city": "City",
    "county": "AdministrativeRegion",
    "city-district": "AdministrativeRegion",
    "autonomous-county": "AdministrativeRegion",
    "banner": "AdministrativeRegion",
    "prefecture-ken": "AdministrativeRegion",
    "prefecture-fu": "AdministrativeRegion",
    "prefecture-to": "AdministrativeRegion",
    "prefecture-do": "AdministrativeRegion",
    "province": "AdministrativeRegion",
    "municipality-under-central-government": "City",
    "autonomous-region": "AdministrativeRegion",
    "autonomous-prefecture": "AdministrativeRegion",
    "station": "Station",
    "river": "River",
    "mountain": "Mountain",
    "island": "Island",
    "lake": "Lake",
    "university": "University",
    "airport": "Airport",
    "school": "School",
    "castle": "Castle",
    "battle": "MilitaryConflict",
    "district": "AdministrativeRegion",
    "settlement": "Town",
    "film": "Film",
    "former": "Town",
    "abroad": "Settlement",
}


class Titles:
    """The titles of the articles; each has its own, which says more where several things have one name."""

    def __init__(self, things: list[Thing]) -> None:
        self.of: dict[str, str] = {}
        taken: set[str] = set()
        for thing in sorted(things, key=lambda each: (not each.is_government, each.name)):
            title = next(each for each in _titles(thing) if each not in taken)
            taken.add(title)
            self.of[thing.name] = title

    def resource(self, thing: Thing) -> str:
        """The resource of a thing."""
        return resource(self.of[thing.name])


def resource(title: str) -> str:
    """Name the resource of an article."""
    return PREFIXES["dbr"] + quote(title.replace(" ", "_"), safe="_,'():.-ōūŌŪāēīĀĒĪ")


def _titles(thing: Thing) -> Iterator[str]:
    """Titles from short to long, as articles are named: "Fuchū, Tokyo"; "Dong'e County"."""
    above = thing.parent.latin.translate(spelling.BARS) if thing.parent else ""
    comma = thing.country == "JP" and thing.parent and (thing.is_government or thing.kind == "former")
    if thing.kind == "disambiguation":
        yield f"{thing.latin} (disambiguation)"
    if thing.is_government and not thing.parent:
        yield thing.latin if thing.country == "CN" else f"{thing.latin} {thing.endings[2]}"
    elif thing.endings[2] == "City":
        yield thing.latin
    if comma:
        yield f"{thing.latin}, {above}"
    yield english(thing)
    yield f"{english(thing)}, {above}"
    yield from (f"{english(thing)} ({above}, {number})" for number in range(1, 1000))


def write(
    seed: int, things: list[Thing], absent: set[str]
) -> tuple[Triples, dict[str, str], dict[str, set[str]]]:
    """Tell all; gives the triples, the resource of each government, and what makes some of them hard."""
    told = [thing for thing in things if thing.name not in absent and _has_article(seed, thing)]
    titles, triples, hard = Titles(told), Triples(), {}
    for thing in told:
        triples.name(titles.resource(thing), thing)
        hard[thing.name] = _tell(thing, titles, triples, draw(seed, DATASET, thing.name))
    found = {thing.name: titles.resource(thing) for thing in told if thing.is_government}
    _disambiguate(told, titles, triples)
    return triples, found, hard


def _has_article(seed: int, thing: Thing) -> bool:
    if thing.kind == "former":
        return draw(seed, "article", thing.name).random() < shares()[DATASET]["former"]
    return thing.is_government or (thing.kind in CLASSES and thing.kind != "former")


def _tell(thing: Thing, titles: Titles, triples: Triples, chance: random.Random) -> set[str]:
    about, hard = titles.resource(thing), set()
    triples.tell(about, *_labels(thing, titles, chance, hard), *_classes(thing, chance, hard))
    if chance.random() >= shares()[DATASET]["no_country"]:
        triples.tell(about, ("dbo:country", COUNTRIES[thing.country]))
    else:
        hard.add("no country")
    if thing.parent and thing.parent.name in titles.of:
        property_of = "dbo:isPartOf" if chance.random() < 0.5 else "dbo:subdivision"
        triples.tell(about, (property_of, titles.resource(thing.parent)))
    _point(about, thing, triples, chance, hard)
    if thing.until and chance.random() < shares()[DATASET]["dissolved"]:
        triples.tell(about, ("dbo:dissolutionDate", typed(thing.until.isoformat(), "xsd:date")))
    if chance.random() < shares()[DATASET]["redirect"]:
        _redirect(about, thing, titles, triples)
    return hard


def _labels(
    thing: Thing, titles: Titles, chance: random.Random, hard: set[str]
) -> Iterator[tuple[str, object]]:
    share, title = shares()[DATASET], titles.of[thing.name]
    shown = title if chance.random() < share["bars"] else title.translate(spelling.BARS)
    yield "rdfs:label", text(shown, "en")
    yield "foaf:name", text(english(thing), "en")
    told = "" if ", " not in title or chance.random() < 0.5 else _told(thing)
    if chance.random() >= share["no_japanese"]:
        yield "rdfs:label", text(thing.japanese + thing.endings[0] + told, "ja")
    else:
        hard.add("no ja label")
    if chance.random() >= share["no_chinese"]:
        whole = thing.chinese + thing.endings[1] + told
        yield (
            "rdfs:label",
            text(whole if chance.random() < 0.6 else spelling.traditional(whole, "CN"), "zh"),
        )


def _told(thing: Thing) -> str:
    """What tells it from others of its name in the title of a Japanese or Chinese article."""
    return f" ({thing.parent.japanese}{thing.parent.endings[0]})" if thing.parent else ""


def _classes(thing: Thing, chance: random.Random, hard: set[str]) -> Iterator[tuple[str, object]]:
    share, narrow = shares()[DATASET], CLASSES[thing.kind]
    yield "rdf:type", "owl:Thing"
    if thing.is_government and chance.random() < share["wrong_class"]:
        hard.add("wrong class")
        if chance.random() < 0.5:
            yield "rdf:type", "dbo:Place"
        return
    if thing.is_government and thing.parent and chance.random() < share["settlement"]:
        narrow = "Settlement"
    if narrow in ("City", "Town", "Village"):
        yield "rdf:type", "dbo:Settlement"
    if narrow not in ("Film", "University", "School", "MilitaryConflict"):
        yield "rdf:type", "dbo:Place"
    yield "rdf:type", f"dbo:{narrow}"


def _point(about: str, thing: Thing, triples: Triples, chance: random.Random, hard: set[str]) -> None:
    share = shares()[DATASET]
    if thing.kind in ("film", "battle") or chance.random() < share["no_point"]:
        hard.add("no point")
        return
    latitude, longitude = moved(thing.point, share["jitter_km"] * (5 if thing.parent is None else 1), chance)
    triples.tell(
        about,
        ("wgs:lat", typed(latitude, "xsd:float")),
        ("wgs:long", typed(longitude, "xsd:float")),
        ("georss:point", ox.Literal(f"{latitude} {longitude}")),
    )


def _redirect(about: str, thing: Thing, titles: Titles, triples: Triples) -> None:
    plain = thing.latin.translate(spelling.BARS)
    names = [f"{plain} {thing.endings[2]}", f"{plain}-{thing.reading.translate(spelling.BARS)}", plain]
    for name in names[: 2 if thing.reading else 1]:
        if name.strip() and resource(name) != about and name not in titles.of.values():
            triples.tell(resource(name), ("dbo:wikiPageRedirects", about), ("rdfs:label", text(name, "en")))


def _disambiguate(told: list[Thing], titles: Titles, triples: Triples) -> None:
    groups: dict[str, list[Thing]] = {}
    for thing in told:
        groups.setdefault(thing.latin.translate(spelling.BARS), []).append(thing)
    for name, group in sorted(groups.items()):
        if len(group) < 3:
            continue
        page = resource(f"{name} (disambiguation)")
        triples.tell(page, ("rdfs:label", text(name, "en")))
        japanese = {thing.japanese for thing in group}
        if len(japanese) == 1:
            triples.tell(page, ("rdfs:label", text(japanese.pop(), "ja")))
        triples.tell(page, *(("dbo:wikiPageDisambiguates", titles.resource(thing)) for thing in group))
