"""Hashes of terms that may be compared wherever they come from: of other tables, or of other templates.

Terms that can never be the same have spaces of their own. In a space where all are made alike, only what
their columns hold is hashed; in others the whole term is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from koryu.columnar.buffers import Texts, constant, joined, texts_array
from koryu.columnar.hashing import Hashes, hash_keys
from koryu.proofs.columns.views import View
from koryu.proofs.plan.terms import Skeleton, Term, Words, ending_of
from koryu.rdf.ntriples import is_literal, value


@dataclass
class _Space:
    """The terms that may be the same; ``name`` sets their hashes apart from those of other spaces."""

    members: list[Skeleton]
    name: str

    @property
    def is_alike(self) -> bool:
        """Are all made alike, so that only what their columns hold tells them apart?"""
        named = [each for each in self.members if each.names]
        return len({each.texts for each in named}) == 1 and named[0].tells_apart

    def parts(self, term: str) -> tuple[str, ...] | None:
        """Take a term that may be in the space apart; None if it is not."""
        if not self.is_alike:
            return (term,)
        return next(each for each in self.members if each.names).parts(term)


class Spaces:
    """The spaces of the terms that some tables make."""

    def __init__(self, skeletons: Iterable[Skeleton]) -> None:
        self._spaces: list[_Space] = []
        self._of: dict[tuple[str, ...], _Space] = {}
        for each in dict.fromkeys(skeletons):
            self._add(each)
        for space in self._spaces:
            self._of |= {each.texts: space for each in space.members}

    def _add(self, skeleton: Skeleton) -> None:
        near = [each for each in self._spaces if any(skeleton.may_be(other) for other in each.members)]
        members = [skeleton, *(other for each in near for other in each.members)]
        self._spaces = [each for each in self._spaces if each not in near]
        self._spaces.append(_Space(members, "".join(skeleton.texts)))

    def hashes(self, term: Term, view: View) -> Hashes:
        """Hash a term for each row of a view; what is hashed where there is no value is nothing."""
        if isinstance(term, Words):
            return _spread(view.texts(term), term.ending, view.size)
        space = self._of[term.texts]
        if not term.names:
            return np.full(view.size, self.hash_of(term.texts[0]))
        if space.is_alike:
            return hash_keys(view.values(term), space.name)
        return hash_keys([joined("<", view.texts(term), ">")], space.name)

    def hash_of(self, term: str) -> np.uint64:
        """Hash one term; one that no table makes has a hash like no other."""
        if is_literal(term):
            return _hash((value(term),), _of_ending(ending_of(term)))
        alone = Skeleton((term,))
        space = next((each for each in self._spaces if any(alone.may_be(m) for m in each.members)), None)
        parts = space.parts(term) if space else None
        if space is None or parts is None:
            return _hash((term,), "")
        return _hash(parts, space.name)


def _spread(texts: Texts, ending: str, size: int) -> Hashes:
    known = pc.fill_null(texts, constant("")) if texts.null_count else texts
    found = hash_keys([known], _of_ending(ending))
    return found if len(found) == size else np.full(size, found[0])


def _hash(parts: tuple[str, ...], space: str) -> np.uint64:
    return np.uint64(hash_keys([texts_array([each]) for each in parts], space)[0])


def _of_ending(ending: str) -> str:
    """Name the space of the literals with an ending."""
    return ending.lower() if ending.startswith('"@') else ending
