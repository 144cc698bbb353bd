"""Many places, to find those that one may be: by codes, the spellings of names, and near ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Final

from koryu.matching.naming import namings, reach_of
from koryu.matching.near import NearTexts
from koryu.matching.places import Place
from koryu.matching.scores import Score, rank
from koryu.matching.scoring import ALONE, Around, existed, score
from koryu.matching.spellings import Script

_MOST: Final = 200  # places of one name that are compared


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
        for core, script in {(each.spelling.core, each.spelling.script) for each in namings(place.names)}:
            self._by_core.setdefault(core, []).append(number)
            self._cores[script].add(core)
        for scheme, codes in place.codes.items():
            for code in codes:
                self._by_code[scheme, code].append(number)

    @cached_property
    def by_iri(self) -> dict[str, Place]:
        """The places by their IRIs."""
        return {place.iri: place for place in self.places}

    @cached_property
    def _near(self) -> dict[Script, NearTexts]:
        return {script: NearTexts(cores, reach_of(script)) for script, cores in self._cores.items()}

    def find(self, wanted: Place, day: date | None = None) -> list[Place]:
        """Find the places that may be one: of its code, of its names, and of near names if there are none.

        Args:
            wanted: What is known of it. Places of another country, or of another level, are left out.
            day: Places that did not exist then are left out; None if any day will do.
        """
        fits = (number for number in self._numbers(wanted, day))
        return [self.places[number] for number in list(dict.fromkeys(fits))[:_MOST]]

    def _numbers(self, wanted: Place, day: date | None) -> Iterator[int]:
        for scheme, codes in wanted.codes.items():
            for code in codes:
                yield from self._by_code.get((scheme, code), ())
        spelt = dict.fromkeys((each.spelling.core, each.spelling.script) for each in namings(wanted.names))
        exact = [
            number
            for core, _ in spelt
            for number in self._by_core.get(core, ())
            if _fits(wanted, self.places[number], day)
        ]
        yield from exact or self._near_numbers(spelt, wanted, day)

    def _near_numbers(
        self, spelt: Iterable[tuple[str, Script]], wanted: Place, day: date | None
    ) -> Iterator[int]:
        for core, script in spelt:
            for _, near in self._near[script].near(core):
                for number in self._by_core[near]:
                    if _fits(wanted, self.places[number], day):
                        yield number

    def match(self, wanted: Place, around: Around = ALONE) -> list[Score]:
        """Find and score the places that one may be, the best first; parents are looked up here."""
        around = around if around.theirs else replace(around, theirs=self.by_iri)
        return rank(score(wanted, place, around) for place in self.find(wanted, around.day))


def _fits(wanted: Place, place: Place, day: date | None) -> bool:
    if wanted.country and place.country and wanted.country != place.country:
        return False
    if wanted.level and place.level and wanted.level != place.level:
        return False
    return day is None or existed(place, day)
