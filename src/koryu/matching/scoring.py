"""Is this place that place? Each feature is compared by itself, and what they say is added up."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from koryu.matching.kindred import Kind, compare_levels, compare_types
from koryu.matching.kinds import key_of
from koryu.matching.naming import Cores, NameMatch, Naming, NearList, compare_names, namings
from koryu.matching.places import Place
from koryu.matching.scores import Finding, Score
from koryu.matching.weights import weights

_EARTH: Final = 6371.0088  # kilometres, mean radius
_SAME_NAME: Final = 0.99
Places = Mapping[str, Place]


@dataclass(frozen=True)
class Around:
    """What is known around two places.

    ``ours``, ``theirs``: places of either side by IRI, for the names of parents. ``links``: for a place of
    ours those of the other side that it is linked with already. ``day``: on which the names are used, and
    the places have to exist; None if any day will do. ``is_row``: ours is a row of somebody's table, which
    says nothing of time, whereas a place of ours that has no end still exists. ``names``: of the list that
    candidates are from, to know how near names in it are to each other.
    """

    ours: Places = field(default_factory=dict)
    theirs: Places = field(default_factory=dict)
    links: Mapping[str, Collection[str]] = field(default_factory=dict)
    day: date | None = None
    is_row: bool = False
    names: NearList | None = None


ALONE: Final = Around()


def score(ours: Place, candidate: Place, around: Around = ALONE, cores: Cores | None = None) -> Score:
    """Score a candidate for a place of ours, or for a row of somebody's table.

    What ``ours`` says is to be met: of what it does not say, such as a level, nothing is found. A candidate
    that says nothing of a level where ours has one is no government, though. ``cores``: of two names by which
    the candidate was found near; no others are looked at.
    """
    match = compare_names(ours, candidate, around.day, around.names, cores)
    findings = {"name": Finding(match.likeness, match.told, match.bits)}
    for name, compare in _FEATURES.items():
        if (finding := compare(ours, candidate, match, around)) is not None:
            findings[name] = finding
    against = (*match.against, *(each.against for each in findings.values() if each.against))
    return Score(candidate, findings, against)


def _code(ours: Place, theirs: Place, match: NameMatch, around: Around) -> Finding | None:
    """Compare codes: one that is the same decides, and so does one that is not.

    The code of what has ended may have gone to what came after it, so that it decides nothing.
    """
    if not ours.codes or not theirs.codes:
        return None
    table = weights().of["code"]
    same: list[str] = []
    other: list[str] = []
    for scheme in sorted(set(ours.codes) & set(theirs.codes)):
        mine, its = ours.codes[scheme], theirs.codes[scheme]
        told = f"{_scheme_named(scheme)} {_listed(mine)}"
        (same if mine & its else other).append(told if mine & its else f"{told}, not {_listed(its)}")
    if not same and not other:
        return None
    told = "; ".join((*same, *other))
    if same and other:
        return Finding(0.5, told, 0.0, f"codes disagree: {told}")
    if same and theirs.until and not ours.until and not around.is_row:
        return Finding(1.0, f"{told}, until {theirs.until}", table["ended"])
    if same:
        against = f"the code is the same, but {match.told}" if match.bits < 0 else ""
        return Finding(1.0, told, table["same"], against)
    against = f"the name is the same, but the code is not: {told}" if match.likeness > _SAME_NAME else ""
    return Finding(0.0, told, table["different"], against)


def _scheme_named(scheme: str) -> str:
    """Name a scheme of codes: the key of a property of ours, the host of another dataset."""
    return key_of(scheme) or urlsplit(scheme).hostname or scheme


def _listed(codes: Collection[str]) -> str:
    return "/".join(sorted(codes))


def _country(ours: Place, theirs: Place, *_: object) -> Finding | None:
    if not ours.country or not theirs.country:
        return None
    table = weights().of["country"]
    if ours.country == theirs.country:
        return Finding(1.0, ours.country, table["same"])
    return Finding(0.0, f"{ours.country}, not {theirs.country}", table["different"])


def _level(ours: Place, theirs: Place, match: NameMatch, _: Around) -> Finding | None:
    if not ours.level and not (match.ours and match.ours.spelling.words):
        return None
    return compare_levels(*_kinds(ours, theirs, match), match.likeness == 1)


def _type(ours: Place, theirs: Place, match: NameMatch, _: Around) -> Finding | None:
    if not ours.type and not (match.ours and match.ours.spelling.words):
        return None
    return compare_types(*_kinds(ours, theirs, match), match.likeness == 1)


def _kinds(ours: Place, theirs: Place, match: NameMatch) -> tuple[Kind, Kind]:
    """What two places are by what is said of them, and by those of their names that were compared."""
    mine, its = ours.country or theirs.country, theirs.country or ours.country
    return _kind(ours, match.ours, mine), _kind(theirs, match.theirs, its)


def _kind(place: Place, naming: Naming | None, country: str | None) -> Kind:
    words = naming.spelling.words if naming else ()
    others = namings(place).words if naming and not words else ()
    return Kind(place.level, place.type, country, words, others, place.relation)


def _distance(ours: Place, theirs: Place, *_: object) -> Finding | None:
    if not ours.point or not theirs.point:
        return None
    table, reaches = weights().of["distance"], weights().of["reach"]
    kilometres = distance(ours.point, theirs.point)
    reach = reaches.get(key_of(ours.level or theirs.level) or "", reaches["other"])
    steps = (("near", 0.5), ("within", 1.0), ("beyond", 3.0), ("far", math.inf))
    found = next(name for name, share in steps if kilometres <= share * reach)
    return Finding(1 / (1 + (kilometres / reach) ** 2), f"{kilometres:.0f} km", table[found])


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The kilometres between two points: https://en.wikipedia.org/wiki/Haversine_formula."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one, other))
    across = math.sin((lon2 - lon1) / 2) ** 2 * math.cos(lat1) * math.cos(lat2)
    return 2 * _EARTH * math.asin(math.sqrt(min(1.0, math.sin((lat2 - lat1) / 2) ** 2 + across)))


def _parent(ours: Place, theirs: Place, _: NameMatch, around: Around) -> Finding | None:
    """Compare the nearest parent of ours with all of the other's, since theirs may have more between."""
    table = weights().of["parent"]
    if not ours.parents or not theirs.parents:
        return None
    mine = ours.parents[0]
    if linked := set(around.links.get(mine, ())) & set(theirs.parents):
        return Finding(1.0, f"{mine} is linked with {min(linked)}", table["linked"])
    named = around.ours.get(mine)
    others = [around.theirs.get(parent) for parent in theirs.parents]
    # a county in a city says nothing against one in a province, if nobody says what the city lies in
    levels = (None, named.level if named else None)
    same = [other for other in others if other and (other.level in levels or not (named and named.level))]
    found = [compare_names(named, other, around.day) for other in same] if named else []
    matches = [match for match in found if match.ours]
    if not matches:
        return None
    best = max(matches, key=lambda match: (match.bits, match.told))
    if best.bits <= 0 and len(matches) < len(same) + others.count(None):
        return None  # it may be the one of which no name is known
    return Finding(best.likeness, best.told, table["same" if best.bits > 0 else "different"])


def _time(ours: Place, theirs: Place, _: NameMatch, around: Around) -> Finding | None:
    """Compare when the two existed; an end is the first day on which a place did not."""
    table = weights().of["time"]
    if around.day and not existed(theirs, around.day):
        return Finding(0.0, f"{_period(theirs)}, not {around.day}", table["apart"])
    if around.is_row:
        return _row_time(theirs, around.day)
    if not any((ours.since, ours.until, theirs.since, theirs.until)):
        return None
    told = f"{_period(ours)} and {_period(theirs)}"
    if _ends_before(ours, theirs) or _ends_before(theirs, ours):
        return Finding(0.0, told, table["apart"])
    if bool(ours.until) != bool(theirs.until):
        ended = "ended-ours" if ours.until else "ended-theirs"
        against = f"one ended on {ours.until or theirs.until}, and the other did not"
        return Finding(0.3, told, table[ended], against)
    begun = ours.since and theirs.since and ours.since.year == theirs.since.year
    return Finding(1.0, told, table["begun" if begun else "together"])


def _row_time(theirs: Place, day: date | None) -> Finding | None:
    if day and (theirs.since or theirs.until):
        return Finding(1.0, f"{day} is in {_period(theirs)}", 0.0)
    return Finding(0.5, _period(theirs), weights().of["time"]["gone"]) if theirs.until else None


def existed(place: Place, day: date) -> bool:
    """Did a place exist on a day, by what is known?"""
    return not ((place.since and day < place.since) or (place.until and day >= place.until))


def _ends_before(one: Place, other: Place) -> bool:
    return bool(one.until and other.since and one.until <= other.since)


def _period(place: Place) -> str:
    return f"{place.since or ''}..{place.until or ''}"


Comparison = Callable[[Place, Place, NameMatch, Around], Finding | None]
_FEATURES: Final[Mapping[str, Comparison]] = {
    "code": _code,
    "country": _country,
    "level": _level,
    "type": _type,
    "distance": _distance,
    "parent": _parent,
    "time": _time,
}


def iter_features() -> Iterator[str]:
    """Give the names of all features, in the order in which they are told."""
    return iter(("name", *_FEATURES))
