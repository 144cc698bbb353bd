"""Many places, to find those that one may be: by codes, the spellings of names, and near ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Final

from koryu.matching.naming import Cores, Namings, namings, reach_of
from koryu.matching.near import NearTexts
from koryu.matching.places import Place
from koryu.matching.scores import Score, rank
from koryu.matching.scoring import ALONE, Around, existed, score
from koryu.matching.spellings import Script, Way

_MOST: Final = 200  # places of one name that are compared
_MOST_NEAR: Final = 8  # near names whose places are compared


class Index:
    """Places, to find those that a name and a code may mean."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = tuple(places)
        self._by_core: dict[str, list[int]] = {}
        self._by_code: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._cores: dict[Script, set[str]] = {script: set() for script in Script}
        for number, place in enumerate(self.places):
            self._add(number, place)

    def _add(self, number: int, place: Place) -> None:
        for core, script in {(each.spelling.core, each.spelling.script) for each in namings(place).all}:
            self._by_core.setdefault(core, []).append(number)
            self._cores[script].add(core)
        for scheme, codes in place.codes.items():
            for code in codes:
                self._by_code[scheme, code].append(number)

    @property
    def codes(self) -> Collection[tuple[str, str]]:
        """The codes of all places, with their schemes."""
        return self._by_code.keys()

    @cached_property
    def by_iri(self) -> dict[str, Place]:
        """The places by their IRIs."""
        return {place.iri: place for place in self.places}

    @cached_property
    def _near(self) -> dict[Script, NearTexts]:
        return {
            script: NearTexts(cores, reach_of(script), self._are_apart)
            for script, cores in self._cores.items()
        }

    def _are_apart(self, one: str, other: str) -> bool:
        """Does no place have both names?"""
        return set(self._by_core[one]).isdisjoint(self._by_core[other])

    def find(self, wanted: Place, day: date | None = None) -> list[Place]:
        """Find the places that may be one: of its code, of its names, and of near names if there are none.

        Args:
            wanted: What is known of it. Places of another country, or of another level, are left out.
            day: Places that did not exist then are left out; None if any day will do.
        """
        return [self.places[number] for number in self._found(wanted, day)]

    def _found(self, wanted: Place, day: date | None) -> dict[int, Cores | None]:
        """Find the numbers of places; of those that are near, by which names."""
        found: dict[int, Cores | None] = {}
        for scheme, codes in wanted.codes.items():
            for code in codes:
                found.update(dict.fromkeys(self._by_code.get((scheme, code), ())))
        spelt = namings(wanted)
        exact = self._fitting(spelt.by_core, wanted, day)
        found |= dict.fromkeys(exact)
        if not exact:
            for cores in self._near_cores(spelt):
                for number in self._fitting(cores[1:], wanted, day):
                    found.setdefault(number, cores)
        return dict(islice(found.items(), _MOST)) if len(found) > _MOST else found

    def _fitting(self, cores: Iterable[str], wanted: Place, day: date | None) -> list[int]:
        """The numbers of places that have one of these cores, and are where, what and when they should."""
        found = [number for core in cores if core in self._by_core for number in self._by_core[core]]
        if not wanted.country and not wanted.level and day is None:
            return found
        return [number for number in found if _fits(wanted, self.places[number], day)]

    def _near_cores(self, spelt: Namings) -> list[Cores]:
        """The cores that are near those of a name, with these, the nearest first."""
        found = sorted(
            (changes, core, near)
            for core, namings_ in spelt.by_core.items()
            if (spelling := namings_[0].spelling).way in (Way.WRITTEN, Way.READ)
            for changes, near in self._near[spelling.script].near(core)
        )
        return [(core, near) for _, core, near in found[:_MOST_NEAR]]

    def chance(self, script: Script, letters: int, changes: int) -> tuple[int, int]:
        """Of names of so many letters: how many have another one so few changes away, and of how many."""
        return self._near[script].chance(letters, changes)

    def is_strange(self, script: Script, text: str) -> bool:
        """Do letters follow each other in a text as in no name of this script?"""
        return self._near[script].is_strange(text)

    def strangeness(self, script: Script) -> float:
        """The share of names in which letters follow each other as in no other one."""
        return self._near[script].strangeness

    def match(self, wanted: Place, around: Around = ALONE) -> list[Score]:
        """Find and score the places that one may be, the best first; parents are looked up here."""
        if around.names is not self:
            around = replace(around, theirs=around.theirs or self.by_iri, names=self)
        found = self._found(wanted, around.day)
        return rank(score(wanted, self.places[number], around, cores) for number, cores in found.items())

    def namesakes(self, wanted: Place, around: Around = ALONE) -> list[Score]:
        """Score the places of a name, also those of another country, level or time; the best first."""
        cores = namings(wanted).by_core
        found = dict.fromkeys(number for core in cores for number in self._by_core.get(core, ()))
        return rank(score(wanted, self.places[number], around) for number in islice(found, _MOST))


def _fits(wanted: Place, place: Place, day: date | None) -> bool:
    if wanted.country and place.country and wanted.country != place.country:
        return False
    if wanted.level and place.level and wanted.level != place.level:
        return False
    return day is None or existed(place, day)
