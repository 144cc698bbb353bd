"""Are two places of one kind: one level, and one type? Told by what is said of them, and by words such as 県.

There are few kinds and many places, so that each two kinds are compared once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from koryu.matching.kinds import key_of, vocabulary
from koryu.matching.scores import Finding
from koryu.matching.weights import weights
from koryu.sssom.mappings import EXACT

_MOST: Final = 1 << 14  # pairs of kinds that are remembered


class Kind(NamedTuple):
    """What a place is.

    ``level``, ``type``: IRIs of concepts, where they are known. ``country``: in which words are understood.
    ``words``: those of the name that is compared. ``others``: those of its other names, if that has none.
    ``relation``: how a candidate is matched.
    """

    level: str | None
    type: str | None
    country: str | None
    words: tuple[str, ...]
    others: tuple[str, ...]
    relation: str


@lru_cache(maxsize=_MOST)
def compare_levels(ours: Kind, theirs: Kind, is_same_name: bool) -> Finding | None:
    """Compare levels; where one does not say, what the words of its name hint at, such as 県."""
    table, mine, its = weights().of["level"], _levels(ours), _levels(theirs)
    if not mine:
        return None
    if not (ours.level and theirs.level) and not _are_known(mine, its, vocabulary().levels):
        its = frozenset()
    if not its:
        none = "none" if theirs.relation == EXACT else "none-close"
        return Finding(0.0, f"{_either(mine)}, but none there", table[none]) if ours.level else None
    return _finding(table, mine, its, bool(ours.level) or is_same_name)


@lru_cache(maxsize=_MOST)
def compare_types(ours: Kind, theirs: Kind, is_same_name: bool) -> Finding | None:
    """Compare types; that of a name's word, such as 町, weighs more than what datasets call a place."""
    table, mine, its = weights().of["type"], _types(ours), _types(theirs)
    if not _are_known(mine, its, vocabulary().types):
        return None
    said = _hinted_types(ours), _hinted_types(theirs)
    if any(said) and (said[0] or mine).isdisjoint(said[1] or its):
        told = _told(mine, its)
        return Finding(0.0, told, table["words"], f"the names are of two things: {told}")
    return _finding(table, mine, its, bool(ours.type) or is_same_name)


def _finding(
    table: Mapping[str, float], mine: frozenset[str], its: frozenset[str], is_evidence: bool
) -> Finding:
    """Tell whether two are of one kind, which is no evidence by the words of names that are only near.

    Neighbours in a list are mostly of one kind, so that 市 does not tell a misspelling from another city.
    """
    if mine.isdisjoint(its):
        return Finding(0.0, _told(mine, its), table["different"])
    return Finding(1.0, _told(mine, its), table["same"] if is_evidence else 0.0)


def _are_known(mine: frozenset[str], its: frozenset[str], known: frozenset[str]) -> bool:
    """Is each one that words hint at? What no word hints at, a name cannot be held against."""
    return not mine.isdisjoint(known) and not its.isdisjoint(known)


def _levels(kind: Kind) -> frozenset[str]:
    said = key_of(kind.level)
    if said:
        return frozenset({said})
    return vocabulary().hint(kind.words[0], kind.country).levels if kind.words else frozenset()


def _types(kind: Kind) -> frozenset[str]:
    said = key_of(kind.type)
    return frozenset({said}) if said else _hinted_types(kind)


def _hinted_types(kind: Kind) -> frozenset[str]:
    """What the word of a name hints at; if it has none, as 國見, what those of the others do."""
    return _union(vocabulary().hint(word, kind.country).types for word in kind.words or kind.others)


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)


def _told(mine: frozenset[str], its: frozenset[str]) -> str:
    return _either(mine & its) or f"{_either(mine)}, not {_either(its)}"


def _either(keys: Collection[str]) -> str:
    return "/".join(sorted(keys))
