"""The names of two places compared, in every script that both are written in, while they were in use."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Final, NamedTuple, Protocol

from rapidfuzz.distance import OSA

from koryu.matching.kinds import vocabulary
from koryu.matching.places import NameKind, Place, PlaceName
from koryu.matching.spellings import Script, Spelling, Way, has_han, spellings
from koryu.matching.weights import Near, weights


class NearList(Protocol):
    """A list of names that knows how near they are to each other."""

    def chance(self, script: Script, letters: int, changes: int) -> tuple[int, int]:
        """Of names of so many letters: how many have another one so few changes away, and of how many."""
        ...

    def is_strange(self, script: Script, text: str) -> bool:
        """Do letters follow each other in a text as in no name?"""
        ...

    def strangeness(self, script: Script) -> float:
        """The share of names in which letters follow each other as in no other one; above 0, below 1."""
        ...


_KEPT: Final = "_namings"
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


class Namings:
    """The spellings of all names of a place: in order, by their cores, and by their scripts.

    ``written``: those that are written so, and not read or guessed, by their scripts.
    """

    def __init__(self, all_: Sequence[Naming]) -> None:
        self.all = all_
        self.by_core: dict[str, list[Naming]] = {}
        self.written: dict[Script, list[Naming]] = {}
        for naming in all_:
            core, _, script, way = naming.spelling
            self.by_core.setdefault(core, []).append(naming)
            if way is Way.WRITTEN:
                self.written.setdefault(script, []).append(naming)

    @cached_property
    def by_script(self) -> dict[Script, list[Naming]]:
        """All spellings by their scripts."""
        found: dict[Script, list[Naming]] = {}
        for each in self.all:
            found.setdefault(each.spelling.script, []).append(each)
        return found

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the names as they are written, each once."""
        words = (word for some in self.written.values() for each in some for word in each.spelling.words)
        return tuple(dict.fromkeys(words))


def _certain(names: tuple[PlaceName, ...], country: str | None) -> list[Naming]:
    """Give the spellings; kana without し are a guess, unless another name of the place has 市."""
    found = [
        Naming(spelling, name)
        for name in names
        for spelling in spellings(name.text, name.language)
        if country is None or country in _read_in(name.language) or not _is_pinyin(spelling, name)
    ]
    words = {word for each in found for word in each.spelling.words}
    if not any(map(_is_kana, words)):
        return found
    kinds = _types_of(word for word in words if not _is_kana(word))
    guessed = {word for word in words if _is_kana(word) and kinds.isdisjoint(_types_of([word]))}
    return [
        each
        if guessed.isdisjoint(each.spelling.words)
        else Naming(each.spelling._replace(way=Way.GUESSED), each.name)
        for each in found
    ]


def _types_of(words: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(vocabulary().hint(word, None).types for word in words))


def _read_in(language: str | None) -> frozenset[str]:
    return vocabulary().read_in.get((language or "zh").partition("-")[0].lower(), frozenset())


def _is_pinyin(spelling: Spelling, name: PlaceName) -> bool:
    """Is it a name in Chinese characters, read?"""
    return spelling.script is Script.LATIN and spelling.way > Way.WHOLE and has_han(name.text)


def _is_kana(word: str) -> bool:
    return "ァ" <= word[0] <= "ヺ"


def namings(place: Place) -> Namings:
    """Give the spellings of all names of a place; they are kept with it, since it never changes."""
    found: Namings | None = place.__dict__.get(_KEPT)
    if found is None:
        found = keep_namings(place, _certain(place.names, place.country))
    return found


def keep_namings(place: Place, all_: Sequence[Naming]) -> Namings:
    """Keep the spellings of all names of a place with it."""
    found = Namings(all_)
    object.__setattr__(place, _KEPT, found)
    return found


def compare_names(
    ours: Place,
    theirs: Place,
    day: date | None = None,
    list_: NearList | None = None,
    cores: Cores | None = None,
) -> NameMatch:
    """Compare the names of two places; symmetric but for the order of the pair.

    Args:
        ours: One place.
        theirs: The other.
        day: On which the names are used; None if that is not known.
        list_: The names of the list that the other was found in.
        cores: Those by which it was found near there; no others are looked at.
    """
    mine, its = namings(ours), namings(theirs)
    pairs = _of_cores(mine, its, *cores) if cores else _equal(mine, its) or _pairs(mine, its)
    if not pairs:
        return NameMatch(0.0, 0.0, "no script is common to the names of both")
    weighed = _weighed(pairs, ours, theirs, day, list_)
    most = max(found for found, _, _ in weighed) if len(weighed) > 1 else weighed[0][0]
    best = [each for each in weighed if each[0] == most]
    (bits, likeness), one, other = best[0] if len(best) == 1 else max(best, key=_order)
    if bits <= weights().of["name"]["different"]:
        return NameMatch(bits, likeness, _told(one, "is not near", other), one, other)
    against = tuple(_against(mine, its, one.spelling.script))
    bits += weights().of["name"]["otherwise"] * len(against)
    told = _told(one, "=" if likeness == 1 else "~", other)
    if lapsed := _lapsed(one, other, ours, theirs, day):
        told = f"{told}, in use until {lapsed.until}"
    return NameMatch(bits, likeness, "; but ".join((told, *against)), one, other, against)


Pair = tuple[Naming, Naming]
Weight = tuple[float, float]  # bits, and how alike the letters are
Cores = tuple[str, str]  # of ours, and of the other


def _of_cores(ours: Namings, theirs: Namings, one: str, other: str) -> list[Pair]:
    return [(mine, its) for mine in ours.by_core.get(one, ()) for its in theirs.by_core.get(other, ())]


def _equal(ours: Namings, theirs: Namings) -> list[Pair]:
    """The pairs of namings of the same core; no near one need be looked at beside them."""
    return [(mine, other) for mine in ours.all for other in theirs.by_core.get(mine.spelling.core, ())]


def _pairs(ours: Namings, theirs: Namings) -> list[Pair]:
    return [(mine, other) for mine in ours.all for other in theirs.by_script.get(mine.spelling.script, ())]


def _order(weighed: tuple[Weight, Naming, Naming]) -> tuple[object, ...]:
    """Order pairs of one weight, the same way whatever order the names have."""
    _, mine, other = weighed
    sure = -max(mine.spelling.way, other.spelling.way)
    texts = sorted((mine.name.text, other.name.text))
    return sure, *texts, mine.spelling, other.spelling


def _weighed(
    pairs: list[Pair], ours: Place, theirs: Place, day: date | None, list_: NearList | None
) -> list[tuple[Weight, Naming, Naming]]:
    """Weigh pairs of namings; two cores that several of them, one after the other, have are compared once."""
    found, last, cores = [], None, (0.0, 0.0)
    for mine, other in pairs:
        key = (mine.spelling.core, other.spelling.core, mine.spelling.script)
        if key != last:
            last, cores = key, weigh_cores(*key, list_)
        has_lapsed = _lapsed(mine, other, ours, theirs, day) is not None
        found.append((_weigh(mine, other, cores, has_lapsed), mine, other))
    return found


def _weigh(mine: Naming, other: Naming, cores: Weight, has_lapsed: bool) -> Weight:
    """Weigh a pair of namings, by the weight of their cores."""
    table, one, its = weights().of["name"], mine.spelling, other.spelling
    bits, likeness = cores
    if bits <= table["different"] or (likeness < 1 and Way.WHOLE in (one.way, its.way)):
        return table["different"], likeness
    if likeness == 1 and one.words == its.words != ():
        bits += table["words"]
    if way := _WAYS.get(one.way if one.way > its.way else its.way):
        bits += table[way]
    if mine.name.kind is NameKind.PRINTED or other.name.kind is NameKind.PRINTED:
        bits += table["printed"]
    if has_lapsed:
        bits += table["lapsed"]
    return bits, likeness


def _lapsed(mine: Naming, other: Naming, ours: Place, theirs: Place, day: date | None) -> PlaceName | None:
    """Give the name of a pair that was no longer in use, if one was not."""
    if not (mine.name.until or other.name.until):
        return None
    borne = ((mine.name, theirs.since), (other.name, ours.since))
    return next((name for name, begun in borne if is_lapsed(name, day, begun)), None)


def is_lapsed(name: PlaceName, day: date | None, begun: date | None) -> bool:
    """Was a name no longer in use: on a day, or when what is to bear it began?"""
    if not name.until:
        return False
    return bool((day and day > name.until) or (begun and begun > name.until))


def weigh_cores(one: str, other: str, script: Script, list_: NearList | None = None) -> Weight:
    """Weigh how far two cores agree: bits, and how alike their letters are, 0 to 1.

    Where the other is in a list, names that are near each other by chance are counted there.
    """
    table = weights().of["name"]
    if one == other:
        return table["equal"], 1.0
    letters = max(len(one), len(other))
    changes = OSA.distance(one, other)
    worth = _worth(letters, changes, weights().near[_KINDS[script]])
    if worth and list_:
        worth = _worth_in(list_, script, one, other, changes, worth)
    return (min(table["near"], worth) if worth > 0 else table["different"]), 1 - changes / letters


def _worth_in(list_: NearList, script: Script, one: str, other: str, changes: int, worth: float) -> float:
    """What a near name of a list is worth: how often such are misspellings, and how often other names.

    What the table says stands for so many names of the list as ``doubt`` says.
    """
    table, prior = weights().of["misspelt"], weights().prior
    near, all_ = list_.chance(script, len(other), changes)
    misspelt = table[f"letters-{min(changes, 3)}"] * weights().near[_KINDS[script]].misspelt
    odds = misspelt * (1 - table["unlisted"]) / table["unlisted"]
    by_table = odds * 2 ** (-prior - worth)
    share = (near + table["doubt"] * by_table) / (all_ + table["doubt"])
    strange = list_.strangeness(script)
    odds *= (
        table["strange"] / strange
        if list_.is_strange(script, one)
        else (1 - table["strange"]) / (1 - strange)
    )
    return math.log2(odds / share) - prior


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


def _against(ours: Namings, theirs: Namings, agreed: Script) -> Iterator[str]:
    """Tell the scripts, other than that of the names that agree, in which no name is near another."""
    for script in sorted(each for each in ours.written if each != agreed and each in theirs.written):
        found = [
            (weigh_cores(one.spelling.core, other.spelling.core, script)[1], one, other)
            for one in ours.written[script]
            for other in theirs.written[script]
        ]
        likeness, one, other = max(found, key=_likest)
        if likeness < weights().near[_KINDS[script]].nearest:
            yield _told(one, "is not near", other)


def _likest(found: tuple[float, Naming, Naming]) -> tuple[object, ...]:
    likeness, mine, other = found
    return likeness, *sorted((mine.name.text, other.name.text))


def _told(mine: Naming, how: str, other: Naming) -> str:
    return f"{mine.name.text} {how} {other.name.text}"
