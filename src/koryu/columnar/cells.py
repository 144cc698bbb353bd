"""Columns of cells: from their texts to values and literals, without an object for each cell.

A column whose texts are right as they are written is taken whole. Else the general reader of cells reads each
distinct text once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc

from koryu.columnar.buffers import (
    NULL,
    ByteSet,
    Texts,
    bytes_of,
    constant,
    escaped,
    has_any,
    known_only,
    lengths_of,
    texts_array,
)
from koryu.columnar.lexical import forms_of
from koryu.tables.cells import Reading, Text, literal_language, literal_suffix, make_cell_reader
from koryu.tables.description.model import Column

Pieces = tuple["str | Texts", ...]  # what makes a term, put one after the other; a null makes no term

_RESERVED: Final = ~ByteSet(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
)  # https://www.rfc-editor.org/rfc/rfc3986#section-2.3
# What N-Triples cannot hold as it is
_ESCAPES: Final = ((b"\\", b"\\\\"), (b'"', b'\\"'))
_BREAKS: Final = ((b"\n", b"\\n"), (b"\r", b"\\r"), (b"\t", b"\\t"))
_CONTROL: Final = ByteSet(bytes(range(0x20)))
_RARE: Final = ByteSet(bytes(each for each in (*range(0x20), 0x7F) if each not in b"\n\r\t"))  # by number
_NONCHARACTER: Final = "\ufffe".encode()  # the first of two, which are the last that begin like this
_LEAD: Final = ByteSet(_NONCHARACTER[:1])  # begins full-width letters, too
_UNUSUAL: Final = ByteSet(bytes(range(0x20)) + b"\x7f" + _NONCHARACTER[:1])


class CellColumn:
    """A column of a file, ready to read its cells in batches."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.read = make_cell_reader(column)
        self.forms = None if column.separator is not None else forms_of(column.datatype)
        self.are_bare = self.forms is not None and self.forms.are_bare
        self.nulls = frozenset(column.null)
        self.suffix = literal_suffix(column)
        self.is_text = self.forms is not None and not self.suffix  # the same whether it is right or wrong
        language = literal_language(column)
        self.ending = f'"@{language}' if language else f'"{self.suffix}'

    def cells(self, texts: Texts) -> Cells:
        """Take the cells of a batch."""
        return Cells(self, texts)


@dataclass(frozen=True)
class Cells:
    """The cells of a column in a batch."""

    of: CellColumn
    texts: Texts

    @cached_property
    def present(self) -> Texts:
        """The texts, the default where they are empty, null where they mean that there is no value."""
        texts, column = self.texts, self.of.column
        if column.default and (lengths_of(texts) == 0).any():
            texts = pc.if_else(pc.equal(texts, constant("")), constant(column.default), texts)
        return _without(texts, self.of.nulls)

    @cached_property
    def are_valid(self) -> bool:
        """Are all texts right, without a doubt?"""
        if self.of.forms is None or self._has_empty:
            return False
        return self.of.forms.are_valid(_known(self.present))

    @property
    def _has_empty(self) -> bool:
        """Is there an empty text that does not mean that there is no value? No form knows these."""
        return "" not in self.of.nulls and not lengths_of(_known(self.present)).all()

    @cached_property
    def are_as_written(self) -> bool:
        """Are all texts published as they are written?"""
        return self.of.is_text or self.are_valid

    @cached_property
    def values(self) -> Texts:
        """The canonical texts; null where there is no value. Not for lists."""
        if self.are_as_written and self.of.forms and self.of.forms.are_canonical(_known(self.present)):
            return self.present
        return self._taken([_one(each.value) for each in self._distinct[1]])

    @cached_property
    def literal(self) -> Pieces:
        """What makes the literals. Not for lists."""
        if self.are_as_written:
            written = self.present if self.of.are_bare and self.are_valid else _written(self.present)
            if written is not None:
                return ('"', written, self.of.ending)
        return (self._taken([_one(each.literal) for each in self._distinct[1]]),)

    def readings(self) -> list[Reading]:
        """Read each cell as the general reader does."""
        places, distinct = self._distinct
        return [distinct[place] for place in places.to_pylist()]

    def problems(self) -> list[tuple[int, tuple[str, ...]]]:
        """Tell what is wrong with which cells, by their places in the batch."""
        is_complete = not self.of.column.required or self.present.null_count == 0
        if self.are_valid and is_complete:
            return []
        places, distinct = self._distinct
        wrong = [place for place, reading in enumerate(distinct) if reading.problems]
        if not wrong:
            return []
        found = pc.indices_nonzero(pc.is_in(places, pa.array(wrong, places.type))).to_pylist()
        return [(row, distinct[places[row].as_py()].problems) for row in found]

    @cached_property
    def _distinct(self) -> tuple[pa.Array, list[Reading]]:
        """The place of each cell's reading, and the readings of the distinct texts."""
        encoded = self.texts.dictionary_encode()
        return encoded.indices, [self.of.read(text) for text in encoded.dictionary.to_pylist()]

    def _taken(self, distinct: list[str | None]) -> Texts:
        return texts_array(distinct).take(self._distinct[0])


def _one(text: Text) -> str | None:
    assert not isinstance(text, tuple)
    return text


def _without(texts: Texts, nulls: frozenset[str]) -> Texts:
    """Turn texts that mean nothing into nulls."""
    if not nulls:
        return texts
    if nulls == {""}:
        lengths = lengths_of(texts)
        return texts if lengths.all() else known_only(texts, lengths > 0)
    return pc.if_else(pc.is_in(texts, texts_array(sorted(nulls))), NULL, texts)


def _known(texts: Texts) -> Texts:
    return texts.drop_null() if texts.null_count else texts


def _written(texts: Texts) -> Texts | None:
    """Escape what N-Triples cannot hold as it is; None if some of it is rare."""
    is_unusual = has_any(texts, _UNUSUAL)
    if is_unusual and (has_any(texts, _RARE) or _has_noncharacter(texts)):
        return None
    has_control = is_unusual and has_any(texts, _CONTROL)
    return escaped(texts, (*_ESCAPES, *(_BREAKS if has_control else ())))


def _has_noncharacter(texts: Texts) -> bool:
    if not has_any(texts, _LEAD):
        return False
    data = bytes_of(texts)
    ends = (data[:-2] == _NONCHARACTER[0]) & (data[1:-1] == _NONCHARACTER[1]) & (data[2:] >= _NONCHARACTER[2])
    return bool(ends.any())


def encoded(values: Texts) -> Texts:
    """Encode values for a place in an IRI: https://www.rfc-editor.org/rfc/rfc6570#section-3.2.2."""
    if not has_any(values, _RESERVED):
        return values
    distinct = values.dictionary_encode()
    return texts_array(map(_percent_encoded, distinct.dictionary.to_pylist())).take(distinct.indices)


@lru_cache(maxsize=1 << 14)
def _percent_encoded(value: str) -> str:
    return quote(value, safe="~")
