"""Candidates for a text by their names: exact ones, codes and keys first, else those that are spelt alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from rapidfuzz.distance import Indel

from koryu.names import key
from koryu.site.editions.edition import Edition
from koryu.site.editions.name_index import CODE, FORMER, LABEL, OTHER, SAID, Name, NameIndex, name_index
from koryu.site.reconciling.entities import entities_of
from koryu.site.reconciling.places import places_of

_WORTH: Final = {LABEL: 1.0, OTHER: 1.0, CODE: 1.0, FORMER: 0.95}  # how well a kind of name names
_ALIKE: Final = 0.6  # how near a spelling must be, of 1
_COMPARED: Final = 60  # names that are compared as wholes
_BEGINS: Final = 0.6  # of what is missing that is given to a name of which the text is the beginning
_SHORT: Final = re.compile(r"(?P<long>.+?) *[(（](?P<short>[^()（）]+)[)）]")
_LEAST: Final = 2  # letters of a text that others may be like


@dataclass(frozen=True)
class Found:
    """A candidate: how well its best name meets the text, of 1, and whether that is a code or a key."""

    iri: str
    name: float
    is_code: bool = False


@dataclass
class Names:
    """The names of things that are found by them."""

    names: list[Name]
    _exact: dict[str, list[Name]] = field(init=False)

    def __post_init__(self) -> None:
        exact: defaultdict[str, list[Name]] = defaultdict(list)
        for name in self.names:
            for each in _spelt(name):
                exact[each].append(name)
        self._exact = dict(exact)

    @cached_property
    def _index(self) -> NameIndex:
        return NameIndex([name for name in self.names if name.kind != CODE])

    def exact(self, text: str) -> list[Name]:
        """List the names that are written as the text, but for what people do not tell apart."""
        return self._exact.get(key(text), [])

    def find(self, text: str) -> list[Found]:
        """Find what is called so, or much like it."""
        best: dict[str, Found] = {}
        for each in (*map(_whole, self.exact(text)), *self._near(key(text))):
            if each.iri not in best or each.name > best[each.iri].name:
                best[each.iri] = each
        return list(best.values())

    def _near(self, wanted: str) -> Iterable[Found]:
        if len(wanted) < _LEAST:
            return
        for name in self._index.alike(wanted, _COMPARED):
            alike = Indel.normalized_similarity(wanted, name.key)
            if name.key.startswith(wanted):
                alike += (1 - alike) * _BEGINS
            if (worth := alike * _WORTH[name.kind]) >= _ALIKE and name.key != wanted:
                yield Found(name.iri, worth)


def _spelt(name: Name) -> list[str]:
    """How a name may be written: also without what stands in brackets at its end, or as that alone."""
    parts = _SHORT.fullmatch(name.text)
    return [name.key, *(key(each) for each in parts.groups())] if parts else [name.key]


def _whole(name: Name) -> Found:
    return Found(name.iri, _WORTH[name.kind], name.kind == CODE)


def names_of(edition: Edition) -> Names:
    """Read the names of the entities that are no places, once."""
    return edition.once(_read)


def _read(edition: Edition) -> Names:
    entities, places = entities_of(edition), places_of(edition).by_iri
    mine = (name for name in name_index(edition).names if name.iri in entities and name.iri not in places)
    # keys look like names, and would decide between namesakes which they know nothing of
    return Names(
        [name for name in mine if name.kind != SAID and name.text != edition.settings.iris.key(name.iri)]
    )


def values_of(edition: Edition) -> Names:
    """Read the names of all that may be a value, once: entities, concepts and classes."""
    return edition.once(_read_all)


def _read_all(edition: Edition) -> Names:
    return Names([name for name in name_index(edition).names if name.kind != SAID])
