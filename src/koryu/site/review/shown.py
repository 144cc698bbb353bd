"""A case as its page shows it: both sides in lines, features, a map of both points, what else is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from koryu.linking.comparison import Line, kilometres
from koryu.linking.datasets import read_datasets
from koryu.linking.review import Case
from koryu.linking.sides import Sides, sides_of
from koryu.matching.places import Place
from koryu.site.drawing import maps
from koryu.site.editions.edition import Edition
from koryu.site.frame.labels import Label, Labels
from koryu.site.frame.paths import is_web
from koryu.site.frame.reader import Reader
from koryu.sssom import mappings

_LONGEST: Final = 300  # characters of a text that is shown
_NARROWEST: Final = 0.05  # radii of the Earth that the map shows at least: 320 km
_SIZE: Final = 1.7  # of letters and dots on it


@dataclass(frozen=True)
class ShownLine:
    """A line of the comparison; ``about`` is what it is about beside its topic, such as a code, or empty."""

    topic: str
    about: Label | str
    lang: str | None
    ours: tuple[Label | str, ...]
    theirs: tuple[Label | str, ...]
    agrees: bool | None


@dataclass(frozen=True)
class Feature:
    """A feature of the candidate with its score, 0 to 1, and what was compared, in words."""

    name: str
    score: float
    told: str


@dataclass(frozen=True)
class Link:
    """What the links say of a pair; ``other`` is its object."""

    row: mappings.Mapping
    other: Label


@dataclass(frozen=True)
class Rival:
    """Another case of the same place."""

    case: Case
    other: Label
    score: float | None


@dataclass(frozen=True)
class Shown:
    """A case as it is shown.

    ``dataset``: what the dataset is called. ``is_described``: is it known what it says of the object?
    ``kilometres``: between both points, if both are known.
    """

    case: Case
    dataset: str
    ours: Label
    theirs: Label
    is_described: bool
    lines: tuple[ShownLine, ...]
    features: tuple[Feature, ...]
    contradictions: tuple[str, ...]
    map: maps.Map | None
    kilometres: float | None
    links: tuple[Link, ...]
    rivals: tuple[Rival, ...]


def show(case: Case, edition: Edition, reader: Reader) -> Shown:
    """Gather what the page of a case shows.

    Raises:
        QueryError: A stored query of the project is malformed.
    """
    labels, sides = Labels(edition, reader), sides_of(case, edition.settings, edition.store)
    ours = labels[case.place]
    theirs = _other(case.object, case.label)
    rows = [each for each in (case.row, *case.others) if each]
    names = {each.object: each.label for each in (case, *case.rivals)}
    known = read_datasets(edition.settings)
    spaces = {each.space: each.title for each in known.values()}
    return Shown(
        case,
        known[case.dataset].title if case.dataset in known else case.dataset,
        ours,
        theirs,
        sides.theirs is not None,
        tuple(_lines(sides, edition.settings.languages, labels, spaces)),
        tuple(_features(case)),
        case.candidate.contradictions if case.candidate else (),
        _map(sides, ours, theirs),
        kilometres(sides.ours, sides.theirs),
        tuple(Link(row, _other(row.object, row.object_label or names.get(row.object))) for row in rows),
        tuple(
            Rival(each, _other(each.object, each.label), each.candidate.score if each.candidate else None)
            for each in case.rivals
        ),
    )


def _other(iri: str, label: str | None) -> Label:
    """Call a thing of another dataset, which is a link if it leads to the web."""
    text = (label or _local(iri))[:_LONGEST]
    return Label(iri, text, None, iri if is_web(iri) else None, is_external=True)


def _lines(
    sides: Sides, languages: Iterable[str], labels: Labels, spaces: Mapping[str, str]
) -> Iterable[ShownLine]:
    for line in sides.compare(languages):
        about = line.about or ""
        is_property = line.topic == "code" and about not in spaces
        yield ShownLine(
            line.topic,
            labels[about] if is_property else spaces.get(about, about),
            line.about if line.topic == "name" else None,
            _texts(line.ours, line, labels),
            _texts(line.theirs, line, labels),
            line.agrees,
        )


def _texts(texts: Iterable[str], line: Line, labels: Labels) -> tuple[Label | str, ...]:
    ours = labels.edition.settings.iris
    return tuple(
        (labels[each] if ours.is_ours(each) else _other(each, _local(each))) if line.is_iri else each
        for each in texts
    )


def _local(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[2] or iri


def _features(case: Case) -> Iterable[Feature]:
    for name, (score, told) in case.candidate.features.items() if case.candidate else ():
        yield Feature(name, max(0.0, min(1.0, score)), told[:_LONGEST])


def _map(sides: Sides, ours: Label, theirs: Label) -> maps.Map | None:
    """Draw both points; the one that weighs more is ours."""
    first = _point(sides.ours, ours, 2)
    second = _point(sides.theirs, theirs, 1) if sides.theirs else None
    points = [each for each in (first, second) if each]
    ways = [maps.Way(first, second)] if first and second else []
    narrowest = {"narrowest": _NARROWEST} if ways else {}  # where one point alone lies takes more around it
    return maps.draw_map(points, ways, names=2, size=_SIZE, **narrowest)


def _point(place: Place, label: Label, weight: int) -> maps.Place | None:
    if place.point is None:
        return None
    return maps.Place(*place.point, label.text, label.lang, weight=weight)
