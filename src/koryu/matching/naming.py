"""The names of two places compared, in every script that both are written in, while they were in use."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from koryu.matching.kinds import NO_HINT, Hint, vocabulary
from koryu.matching.places import NameKind, Place, PlaceName
from koryu.matching.spellings import Script, Spelling, Way, spellings
from koryu.matching.weights import Near, weights

_WAYS: Final = {Way.READ: "read", Way.GUESSED: "guessed"}
_KINDS: Final = {Script.LATIN: "latin", Script.HAN: "han", Script.KANA: "kana", Script.OTHER: "latin"}


class Naming(NamedTuple):
    """A spelling, and the name that it is one of."""

    spelling: Spelling
    name: PlaceName


class NameMatch(NamedTuple):
    """The best pair of names of two places.

    ``bits``: its weight. ``likeness``: 0 to 1, of their letters. ``told``: in words. ``ours``, ``theirs``:
    the pair; None if no script is common to the two. ``against``: names in other scripts that differ.
    """

    bits: float
    likeness: float
    told: str
    ours: Naming | None = None
    theirs: Naming | None = None
    against: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 15)
def namings(names: tuple[PlaceName, ...]) -> tuple[Naming, ...]:
    """Give the spellings of all names of a place."""
    return tuple(Naming(spelling, name) for name in names for spelling in spellings(name.text, name.language))


def compare_names(ours: Place, theirs: Place, day: date | None = None) -> NameMatch:
    """Compare the names of two places; symmetric but for the order of the pair.

    Args:
        ours: One place.
        theirs: The other.
        day: On which the names are used; None if that is not known.
    """
    pairs = list(_pairs(namings(ours.names), namings(theirs.names)))
    if not pairs:
        return NameMatch(0.0, 0.0, "no script is common to the names of both")
    weighed = [(_weigh(mine, other, ours, theirs, day), mine, other) for mine, other in pairs]
    (bits, likeness), mine, other = max(weighed, key=_order)
    if bits <= weights().of["name"]["different"]:
        return NameMatch(bits, likeness, f"{_told(mine, 'is not near', other)}", mine, other)
    against = tuple(_against(pairs, mine.spelling.script))
    bits += weights().of["name"]["otherwise"] * len(against)
    told = _told(mine, "=" if likeness == 1 else "~", other)
    return NameMatch(bits, likeness, "; but ".join((told, *against)), mine, other, against)


def _pairs(ours: tuple[Naming, ...], theirs: tuple[Naming, ...]) -> Iterator[tuple[Naming, Naming]]:
    by_script: defaultdict[Script, list[Naming]] = defaultdict(list)
    for other in theirs:
        by_script[other.spelling.script].append(other)
    return ((mine, other) for mine in ours for other in by_script.get(mine.spelling.script, ()))


def _order(weighed: tuple[tuple[float, float], Naming, Naming]) -> tuple[object, ...]:
    """Order pairs by their weight; where that is the same, the same way whatever order the names have."""
    value, mine, other = weighed
    sure = -max(mine.spelling.way, other.spelling.way)
    texts = sorted((mine.name.text, other.name.text))
    return *value, sure, *texts, mine.spelling, other.spelling


def _weigh(mine: Naming, other: Naming, ours: Place, theirs: Place, day: date | None) -> tuple[float, float]:
    """Weigh a pair of namings: bits, and how alike their letters are."""
    table = weights().of["name"]
    bits, likeness = weigh_cores(mine.spelling.core, other.spelling.core, mine.spelling.script)
    ways = mine.spelling.way, other.spelling.way
    if bits <= table["different"] or (likeness < 1 and Way.WHOLE in ways):
        return table["different"], likeness
    if likeness == 1 and mine.spelling.words == other.spelling.words != ():
        bits += table["words"]
    if way := _WAYS.get(max(ways)):
        bits += table[way]
    if NameKind.PRINTED in (mine.name.kind, other.name.kind):
        bits += table["printed"]
    if is_lapsed(mine.name, day, theirs.since) or is_lapsed(other.name, day, ours.since):
        bits += table["lapsed"]
    return bits, likeness


def is_lapsed(name: PlaceName, day: date | None, begun: date | None) -> bool:
    """Was a name no longer in use: on a day, or when what is to bear it began?"""
    if not name.until:
        return False
    return bool((day and day > name.until) or (begun and begun > name.until))


@lru_cache(maxsize=1 << 16)
def weigh_cores(one: str, other: str, script: Script) -> tuple[float, float]:
    """Weigh how far two cores agree: bits, and how alike their letters are, 0 to 1."""
    table, near = weights().of["name"], weights().near[_KINDS[script]]
    if one == other:
        return table["equal"], 1.0
    letters = max(len(one), len(other))
    distance = OSA.distance(one, other)
    worth = _worth(letters, distance, near)
    return (min(table["near"], worth) if worth > 0 else table["different"]), 1 - distance / letters


def _worth(letters: int, changes: int, near: Near) -> float:
    """What a name of so many letters is worth with so many of them changed; 0 if it is another name."""
    if 1 - changes / letters < near.nearest:
        return 0.0
    return max(0.0, letters * near.bits - changes * math.log2(letters * near.changes))


def reach_of(script: Script) -> Callable[[int], int]:
    """Give the function of how many changes a core of a script may have, by the number of its letters."""
    near = weights().near[_KINDS[script]]

    @cache
    def reach(letters: int) -> int:
        return sum(1 for changes in range(1, letters + 1) if _worth(letters, changes, near))

    return reach


def _against(pairs: Iterable[tuple[Naming, Naming]], agreed: Script) -> Iterator[str]:
    """Tell the scripts, other than that of the names that agree, in which no name is near another."""
    by_script: defaultdict[Script, list[tuple[float, Naming, Naming]]] = defaultdict(list)
    for mine, other in pairs:
        if mine.spelling.script is not agreed and mine.spelling.way is other.spelling.way is Way.WRITTEN:
            _, likeness = weigh_cores(mine.spelling.core, other.spelling.core, mine.spelling.script)
            by_script[mine.spelling.script].append((likeness, mine, other))
    for script in sorted(by_script):
        likeness, mine, other = max(by_script[script], key=_likest)
        if likeness < weights().near[_KINDS[script]].nearest:
            yield _told(mine, "is not near", other)


def _likest(found: tuple[float, Naming, Naming]) -> tuple[object, ...]:
    likeness, mine, other = found
    return likeness, *sorted((mine.name.text, other.name.text))


def _told(mine: Naming, how: str, other: Naming) -> str:
    return f"{mine.name.text} {how} {other.name.text}"


def hint_of(naming: Naming | None, country: str | None) -> Hint:
    """What the words of a name hint at: all of what any of them does."""
    words = naming.spelling.words if naming else ()
    hints = [vocabulary().hint(word, country) for word in words]
    return hints[0] if hints else NO_HINT
