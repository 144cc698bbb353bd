"""Both sides of a case beside each other: names, codes, level, type, parents, point and time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from koryu.languages import matches
from koryu.matching.places import NameKind, Place, PlaceName
from koryu.matching.scoring import distance
from koryu.names import key

_OTHER: Final = "other"  # names without a language, or in one that few read
_APART: Final = ("point", "parent")  # which each dataset has of its own
_UNTIL: Final = " (– "
_MOST: Final = 8  # names in one language that are shown


@dataclass(frozen=True)
class Line:
    """A line of the comparison: a topic, such as ``name``, and what each side says of it.

    ``about``: the language of names, or the IRI of the property of codes. ``is_iri``: texts are IRIs.
    ``agrees``: None if a side is silent.
    """

    topic: str
    about: str | None
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    is_iri: bool = False

    @property
    def agrees(self) -> bool | None:
        """Do both sides say a thing in common? That no name is the same means nothing yet."""
        if not self.ours or not self.theirs or self.topic in _APART:
            return None
        is_common = bool({_folded(each) for each in self.ours} & {_folded(each) for each in self.theirs})
        return True if is_common else None if self.topic == "name" else False


def compare(ours: Place, theirs: Place | None, languages: Iterable[str]) -> list[Line]:
    """Lay both sides beside each other; lines on which both are silent are left out.

    ``languages``: those whose names come first, each in a line of its own.
    """
    lines = [*_names(ours, theirs, languages), *_codes(ours, theirs), *_others(ours, theirs)]
    return [line for line in lines if line.ours or line.theirs]


def kilometres(ours: Place, theirs: Place | None) -> float | None:
    """The distance of both points, by the shortest way; None if one has no point."""
    if theirs is None or ours.point is None or theirs.point is None:
        return None
    return distance(ours.point, theirs.point)


def _folded(text: str) -> str:
    return key(text.partition(_UNTIL)[0]) or text


def _names(ours: Place, theirs: Place | None, languages: Iterable[str]) -> Iterator[Line]:
    wanted = list(languages)
    for language in (*wanted, _OTHER):
        about = None if language == _OTHER else language
        yield Line("name", about, _named(ours, language, wanted), _named(theirs, language, wanted))


def _named(place: Place | None, language: str, wanted: list[str]) -> tuple[str, ...]:
    """Take the names of a place in a language: labels first, former ones with their end."""
    kinds = list(NameKind)
    names = sorted(
        (each for each in (place.names if place else ()) if _language(each, wanted) == language),
        key=lambda each: kinds.index(each.kind),
    )
    return tuple(dict.fromkeys(_written(each) for each in names))[:_MOST]


def _language(name: PlaceName, wanted: list[str]) -> str:
    return next((each for each in wanted if name.language and matches(name.language, each)), _OTHER)


def _written(name: PlaceName) -> str:
    return f"{name.text}{_UNTIL}{name.until.isoformat()})" if name.until else name.text


def _codes(ours: Place, theirs: Place | None) -> Iterator[Line]:
    other = theirs.codes if theirs else {}
    for scheme in sorted({*ours.codes, *other}):
        yield Line(
            "code", scheme, tuple(sorted(ours.codes.get(scheme, ()))), tuple(sorted(other.get(scheme, ())))
        )


def _others(ours: Place, theirs: Place | None) -> Iterator[Line]:
    for topic in ("level", "type"):
        yield Line(topic, None, _one(ours, topic), _one(theirs, topic), is_iri=True)
    yield Line("country", None, _one(ours, "country"), _one(theirs, "country"))
    yield Line("parent", None, ours.parents, theirs.parents if theirs else (), is_iri=True)
    yield Line("point", None, _point(ours), _point(theirs))
    for topic in ("since", "until"):
        yield Line(topic, None, _one(ours, topic), _one(theirs, topic))


def _one(place: Place | None, name: str) -> tuple[str, ...]:
    found = getattr(place, name) if place else None
    return (str(found),) if found is not None else ()


def _point(place: Place | None) -> tuple[str, ...]:
    return (f"{place.point[0]:.4f}, {place.point[1]:.4f}",) if place and place.point else ()
