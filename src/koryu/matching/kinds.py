"""Words that say in a name what it names, such as 市 and Prefecture, and what they hint at.

The words are content, in ``words/<language>.toml``. Levels and types are named there by the keys of their
concepts, which are the last parts of their IRIs, so that a project of another base has the same.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from koryu.names import fold

_FOLDER: Final = files("koryu.matching") / "words"


class Hint(NamedTuple):
    """Keys of levels and of types, any of which it may be; empty if a word says nothing of it."""

    levels: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.levels or self.types)


NO_HINT: Final = Hint()


@dataclass(frozen=True)
class Vocabulary:
    """The words of all languages, folded.

    ``after``, ``before``: those that stand behind a name, and before one, the longest first. ``levels``,
    ``types``: all keys that any word hints at; of others a name says nothing. ``read_in``: by language, the
    countries whose names are read as the characters of that language are. ``unknown``: what is written
    where something is not known. ``bare``: words that are no names by themselves, as Xian (县, 西安) may be.
    """

    after: tuple[str, ...]
    before: tuple[str, ...]
    levels: frozenset[str]
    types: frozenset[str]
    read_in: dict[str, frozenset[str]]
    unknown: frozenset[str]
    bare: frozenset[str]
    _meanings: dict[str, list[tuple[frozenset[str], Hint]]]
    _hints: dict[tuple[str, str | None], Hint] = field(default_factory=dict)

    def hint(self, word: str, country: str | None) -> Hint:
        """What a word hints at in a country; if that is not known, in any."""
        if (word, country) not in self._hints:
            self._hints[word, country] = self._hint(word, country)
        return self._hints[word, country]

    def _hint(self, word: str, country: str | None) -> Hint:
        found = [
            hint
            for countries, hint in self._meanings.get(word, ())
            if not countries or not country or country in countries
        ]
        # A meaning that leaves the level open leaves it open for all of them
        levels = [hint.levels for hint in found]
        types = [hint.types for hint in found]
        return Hint(
            frozenset().union(*levels) if all(levels) else frozenset(),
            frozenset().union(*types) if all(types) else frozenset(),
        )


@cache
def vocabulary() -> Vocabulary:
    """Read the words."""
    meanings: defaultdict[str, list[tuple[frozenset[str], Hint]]] = defaultdict(list)
    read_in: dict[str, frozenset[str]] = {}
    unknown, names = set[str](), set[str]()
    for file in sorted(_FOLDER.iterdir(), key=lambda each: each.name):
        content = tomllib.loads(file.read_text("utf-8"))
        read_in[file.name.partition(".")[0]] = frozenset(content.get("read_in", ()))
        unknown |= set(map(fold, content["unknown"]))
        names |= set(map(fold, content.get("names", ())))
        for entry in content["words"]:
            for form in entry["forms"]:
                meanings[fold(form)].append(_meaning(entry))
    hints = [hint for found in meanings.values() for _, hint in found]
    longest = sorted(meanings, key=lambda word: (-len(word), word))
    return Vocabulary(
        after=tuple(word for word in longest if not word.endswith(" of")),
        before=tuple(word for word in longest if word.endswith(" of")),
        levels=frozenset().union(*(hint.levels for hint in hints)),
        types=frozenset().union(*(hint.types for hint in hints)),
        read_in=read_in,
        unknown=frozenset(unknown),
        bare=frozenset(meanings.keys() - names),
        _meanings=dict(meanings),
    )


def _meaning(entry: dict[str, Any]) -> tuple[frozenset[str], Hint]:
    hint = Hint(frozenset(entry.get("levels", ())), frozenset(entry.get("types", ())))
    return frozenset(entry.get("countries", ())), hint


@cache
def key_of(concept: str | None) -> str | None:
    """The key of a concept: the last part of its IRI; None if there is no concept."""
    return concept.replace("#", "/").rpartition("/")[2] if concept else None
