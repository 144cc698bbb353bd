"""The first page: what there is, where, since when, and what may be asked."""

from __future__ import annotations

from koryu.site.drawing.maps import Map, Place, Way, draw_map
from koryu.site.editions.bonds import Bonds, bonds_of
from koryu.site.editions.contents import contents_of, main_classes, sources_of
from koryu.site.editions.edition import Edition
from koryu.site.editions.points import points_of
from koryu.site.frame.labels import Label, Labels
from koryu.site.frame.reader import Reader
from koryu.site.frame.rendering import render
from koryu.site.frame.titles import title_of
from koryu.site.questions.pages import question_groups

_MOST_PLACES = 150  # that the map shows: those with the most bonds
_MOST_WAYS = 200
_MOST_LISTED = 60  # parties that are listed beside the map


def home_page(edition: Edition, reader: Reader) -> str:
    """Make the first page."""
    labels, bonds = Labels(edition, reader), bonds_of(edition)
    return render(
        "home.html",
        edition,
        reader,
        path="",
        json_ld=_description(edition, reader),
        contents=contents_of(edition),
        classes=_classes(edition, labels),
        sources=_sources(edition, labels),
        questions=question_groups(edition, reader),
        map=_map(edition, labels, bonds),
        bonds=bonds,
        parties=_parties(labels, bonds),
        more_parties=max(0, len(bonds.degrees) - _MOST_LISTED),
    )


def _classes(edition: Edition, labels: Labels) -> list[tuple[Label, int, str]]:
    """The main classes with their numbers, and where their things are listed."""
    found = main_classes(edition)
    named = labels.of(each for each, _ in found)
    start = f"{edition.settings.iris.ontology}#"
    return [
        (named[each], n, labels.reader.link("search", **{"class": each.removeprefix(start)}))
        for each, n in found
    ]


def _sources(edition: Edition, labels: Labels) -> list[tuple[Label, int]]:
    """The sources by what they are called: a graph is called as the source of the same key."""
    iris = edition.settings.iris
    found = {iris.thing("source", iris.key(graph)): n for graph, n in sources_of(edition)}
    named = labels.of(found)
    return [(named[each], n) for each, n in found.items()]


def _parties(labels: Labels, bonds: Bonds) -> list[tuple[Label, int]]:
    most = sorted(bonds.degrees.items(), key=lambda each: (-each[1], each[0]))[:_MOST_LISTED]
    named = labels.of(each for each, _ in most)
    return [(named[each], n) for each, n in most]


def _map(edition: Edition, labels: Labels, bonds: Bonds) -> Map | None:
    """Draw the parties that have a point, and the ways between those that are bound."""
    most = sorted(bonds.degrees.items(), key=lambda each: (-each[1], each[0]))[:_MOST_PLACES]
    points = points_of(edition, (each for each, _ in most))
    named = labels.of(points)
    places = {
        each: Place(*points[each], named[each].text, named[each].lang, named[each].href, n)
        for each, n in most
        if each in points
    }
    pairs = [pair for pair in bonds.pairs if pair[0] in places and pair[1] in places]
    heaviest_first = sorted(pairs, key=lambda pair: (-sum(bonds.degrees[each] for each in pair), pair))
    ways = [_way(places[first], places[second]) for first, second in heaviest_first[:_MOST_WAYS]]
    return draw_map(list(places.values()), ways)


def _way(start: Place, end: Place) -> Way:
    return Way(start, end, f"{start.name} – {end.name}")


def _description(edition: Edition, reader: Reader) -> dict[str, object]:
    """The data as schema.org describes data: https://schema.org/Dataset."""
    settings = edition.settings
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": settings.base,
        "name": title_of(settings, reader.lang).text,
        "description": reader.words("lead", n=f"{contents_of(edition).statements:,}"),
        "license": settings.license,
        "dateModified": edition.built.isoformat(),
        "version": edition.digest,
    }
