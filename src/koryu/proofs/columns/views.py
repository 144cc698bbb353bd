"""Some rows of a table as masks: which cells hold a value, and which are surely right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from koryu.columnar.buffers import ByteSet, Texts, has_any, joined, numbers_array, texts_array
from koryu.columnar.lexical import Test
from koryu.columnar.problems import Problem
from koryu.columnar.rows import Rows
from koryu.proofs.plan.makers import Maker
from koryu.proofs.plan.terms import Skeleton, Term, Words

Mask: TypeAlias = npt.NDArray[np.bool_]
_FEW: Final = 32  # rows that are not told apart any more
_SPACES: Final = ByteSet(b"\t\n\r ")


def mask_of(found: pa.BooleanArray) -> Mask:
    """Give a column of truth values to numpy; null is false."""
    validity, content = found.buffers()
    bits = _bits(content, found)
    return bits & _bits(validity, found) if found.null_count and validity else bits


def _bits(content: pa.Buffer, found: pa.BooleanArray) -> Mask:
    if not len(found):
        return np.zeros(0, np.bool_)
    count = found.offset + len(found)
    bits = np.unpackbits(np.frombuffer(content, np.uint8), count=count, bitorder="little")
    return bits[found.offset :].view(np.bool_)


@dataclass(frozen=True)
class View:
    """A batch of rows, looked at; what is found once is kept."""

    rows: Rows
    _present: dict[str, Mask] = field(default_factory=dict, repr=False)
    _right: dict[str, Mask] = field(default_factory=dict, repr=False)
    _terms: dict[Term, Texts] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self.rows.batch.size

    @cached_property
    def all(self) -> Mask:
        """All of them."""
        return np.ones(self.size, np.bool_)

    def present(self, name: str) -> Mask:
        """Tell which cells of a column are not empty."""
        if name not in self._present:
            texts = self.rows.cells(name).present
            self._present[name] = mask_of(pc.is_valid(texts)) if texts.null_count else self.all
        return self._present[name]

    def right(self, name: str) -> Mask:
        """Tell which cells of a column surely hold a value of their datatype, written as it is published."""
        if name not in self._right:
            self._right[name] = self._found_right(name)
        return self._right[name]

    def _found_right(self, name: str) -> Mask:
        return self.present(name) if self.rows.cells(name).of.is_text else self._valid(name)

    def problems(self, name: str) -> Iterator[Problem]:
        """Tell what is wrong with the cells of a column; those that are surely right are not read."""
        cells, doubtful = self.rows.cells(name), ~self._valid(name)
        if not cells.of.column.required:
            doubtful &= self.present(name)
        places = np.flatnonzero(doubtful)
        few = cells.of.cells(cells.texts.take(numbers_array(places)))
        for place, found in few.problems() if len(places) else ():
            number = self.rows.batch.first + int(places[place])
            yield from (Problem(number, name, what) for what in found)

    def _valid(self, name: str) -> Mask:
        cells, present = self.rows.cells(name), self.present(name)
        if cells.are_valid:
            return present
        if cells.of.forms is None:
            return ~self.all
        places = np.flatnonzero(present)
        known = cells.present.drop_null() if cells.present.null_count else cells.present
        found = np.zeros(self.size, np.bool_)
        found[places] = _told_apart(cells.of.forms.are_valid, known)
        return found

    def maybe(self, made: Maker) -> Mask:
        """Tell which rows may make a triple by a column."""
        return self.all if made.column.virtual else self.present(made.column.name)

    def sure(self, made: Maker) -> Mask:
        """Tell which rows surely make a triple by a column; of a list, which may be empty, none is sure."""
        if made.object is None:
            return ~self.all
        if not isinstance(made.object, Words) or made.object.name is None:
            return self.maybe(made)
        if made.object.can_be_checked:
            return self.right(made.object.name)
        return self.maybe(made) & ~_with_spaces(self.texts(made.object))

    def values(self, term: Skeleton) -> list[Texts]:
        """Give what stands for the columns of a term, encoded."""
        return [self._part(name) for name in term.names]

    def _part(self, name: str) -> Texts:
        if name in ("_row", "_sourceRow"):
            return self.rows.numbers if name == "_row" else self.rows.sources
        return self.rows.encoded(name)

    def texts(self, term: Term) -> Texts:
        """Give the text of terms: of IRIs without their brackets; a single one if all are the same."""
        if term not in self._terms:
            self._terms[term] = self._text(term)
        return self._terms[term]

    def _text(self, term: Term) -> Texts:
        if isinstance(term, Words):
            return self.rows.cells(term.cells.column.name).present if term.cells else _single(term.constant)
        if not term.names:
            return _single(term.texts[0].strip("<>"))
        pieces: list[str | Texts] = [term.texts[0].removeprefix("<")]
        for text, part in zip(term.texts[1:], self.values(term), strict=True):
            pieces += (part, text)
        pieces[-1] = term.texts[-1].removesuffix(">")
        return joined(*(each for each in pieces if not isinstance(each, str) or each))


def _single(text: str | None) -> Texts:
    return texts_array([text or ""])


def _with_spaces(texts: Texts) -> Mask:
    if not has_any(texts, _SPACES):
        return np.zeros(len(texts), np.bool_)
    return mask_of(pc.match_substring_regex(texts, r"[\t\n\r ]"))


def _told_apart(are_valid: Test, texts: Texts) -> Mask:
    """Tell which texts pass a test of whole columns, by halves; a few pass or fail together."""
    if not len(texts) or are_valid(texts):
        return np.ones(len(texts), np.bool_)
    if len(texts) <= _FEW:
        return np.zeros(len(texts), np.bool_)
    half = len(texts) // 2
    parts = (texts.slice(0, half), texts.slice(half))
    return np.concatenate([_told_apart(are_valid, part) for part in parts])
