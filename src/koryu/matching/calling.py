"""Is what somebody writes the name of a thing, but for its spelling and for words such as 市 and City?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from koryu.matching.kinds import Hint, vocabulary
from koryu.matching.spellings import Spelling, Way, spellings


def is_called(written: str, names: Iterable[str]) -> bool:
    """Tell whether what is written is, in a spelling that nobody had to guess, one of the names of a thing.

    神戸, Kōbe and コウベ call what is named 神戸市, Kobe City and こうべし; 神戸町 does not, nor if that is
    also named Kobe: no words may disagree.
    """
    same = [
        (one, other)
        for one in _sure(written)
        for name in names
        for other in _sure(name)
        if (one.core, one.script) == (other.core, other.script)
    ]
    return bool(same) and all(_agree(one.words, other.words) for one, other in same)


@lru_cache(maxsize=1 << 14)
def _sure(name: str) -> tuple[Spelling, ...]:
    return tuple(each for each in spellings(name) if each.way is not Way.GUESSED)


def _agree(words: Iterable[str], others: Iterable[str]) -> bool:
    """Do words that stand by two names, if any do, hint at the same?"""
    hints = [vocabulary().hint(word, None) for word in words]
    theirs = [vocabulary().hint(word, None) for word in others]
    return not hints or not theirs or any(_meet(one, other) for one in hints for other in theirs)


def _meet(one: Hint, other: Hint) -> bool:
    pairs = ((one.levels, other.levels), (one.types, other.types))
    return all(not mine or not its or mine & its for mine, its in pairs)
