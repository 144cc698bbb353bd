"""What stands in the buffer of a column of texts: one look at all its bytes, not one at each cell.

Bytes are compared, many in one instruction, not looked up in a table: that is twenty times as fast, and lets
other threads run.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Texts: TypeAlias = pa.StringArray
Bytes: TypeAlias = npt.NDArray[np.uint8]
Offsets: TypeAlias = npt.NDArray[np.int32]


class ByteSet:
    """A set of bytes, as ranges."""

    def __init__(self, members: bytes) -> None:
        self._members = frozenset(members)
        places = enumerate(sorted(self._members))
        runs = [list(run) for _, run in itertools.groupby(places, lambda each: each[1] - each[0])]
        self.ranges = [(run[0][1], run[-1][1]) for run in runs]

    def __invert__(self) -> ByteSet:
        return ByteSet(bytes(frozenset(range(256)) - self._members))

    def meets(self, data: Bytes) -> bool:
        """Is any of some bytes in the set?"""
        if not len(data):
            return False
        least = int(data.min())  # leaves few ranges, if any, to be looked at
        ranges = [(low, high) for low, high in self.ranges if least <= high]
        most = int(data.max()) if ranges else 0
        return any(_is_between(data, low, high).any() for low, high in ranges if low <= most)


def _is_between(data: Bytes, low: int, high: int) -> npt.NDArray[np.bool_]:
    if low == high:
        return np.equal(data, low)
    shifted = data - np.uint8(low) if low else data  # what is less than low comes out large
    return np.less_equal(shifted, high - low)


# Arrow imports pandas, a quarter of a second, before it makes anything of an object of Python; these make the
# same of buffers.


def numbers_array(numbers: npt.NDArray[np.int64]) -> pa.Int64Array:
    """Give numbers to Arrow, without a copy."""
    return pa.Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(numbers)])


def texts_array(texts: Iterable[str | None]) -> Texts:
    """Give texts to Arrow; None is null."""
    found = list(texts)
    contents = [(text or "").encode() for text in found]
    offsets = np.array([0, *itertools.accumulate(map(len, contents))], np.int32)
    known = np.array([text is not None for text in found], np.bool_)
    bits = None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))
    content = pa.py_buffer(b"".join(contents))
    return pa.StringArray.from_buffers(len(found), pa.py_buffer(offsets), content, bits, -1)


@lru_cache
def constant(text: str) -> pa.StringScalar:
    """Give a text to Arrow that stands for a column of it."""
    return texts_array((text,))[0]


NULL: Final = pa.nulls(1, pa.string())[0]


def joined(*pieces: str | Texts, null_handling: str = "emit_null") -> Texts:
    """Put texts together, row by row."""
    columns = [constant(each) if isinstance(each, str) else each for each in pieces]
    return pc.binary_join_element_wise(*columns, constant(""), null_handling=null_handling)


def mark_of(texts: Texts) -> Texts:
    """Give texts that are empty, and null where others are: joined to a line they let it stand or fall."""
    return pc.if_else(pc.is_null(texts), NULL, constant(""))


def offsets_of(texts: Texts) -> Offsets:
    """Give where each text begins in the buffer, and where the last one ends."""
    buffer = texts.buffers()[1]
    if buffer is None or not len(texts):
        return np.zeros(1, dtype=np.int32)
    return np.frombuffer(buffer, dtype=np.int32, count=len(texts) + 1, offset=4 * texts.offset)


def known_only(texts: Texts, is_known: npt.NDArray[np.bool_]) -> Texts:
    """Give the same texts, null where nothing is known, without a copy; none is null yet."""
    _, offsets, content = texts.buffers()
    starts = offsets.slice(4 * texts.offset)
    bits = pa.py_buffer(np.packbits(is_known, bitorder="little"))
    return pa.StringArray.from_buffers(len(texts), starts, content, bits, -1)


def bytes_of(texts: Texts) -> Bytes:
    """Give the bytes of all texts, one after the other, without a copy."""
    offsets, buffer = offsets_of(texts), texts.buffers()[2]
    first, last = int(offsets[0]), int(offsets[-1])
    if buffer is None or first == last:
        return np.zeros(0, dtype=np.uint8)
    return np.frombuffer(buffer, dtype=np.uint8, count=last - first, offset=first)


def lengths_of(texts: Texts) -> Offsets:
    """Give the length of each text in bytes."""
    return np.diff(offsets_of(texts))


def has_any(texts: Texts, members: ByteSet) -> bool:
    """Is any byte of any text in a set?"""
    return members.meets(bytes_of(texts))


def first_bytes(texts: Texts) -> Bytes:
    """Give the first byte of each text; none of them is empty."""
    offsets = offsets_of(texts)
    found: Bytes = bytes_of(texts)[offsets[:-1] - offsets[0]]
    return found


def last_bytes(texts: Texts) -> Bytes:
    """Give the last byte of each text; none of them is empty."""
    offsets = offsets_of(texts)
    found: Bytes = bytes_of(texts)[offsets[1:] - offsets[0] - 1]
    return found


def escaped(texts: Texts, escapes: Iterable[tuple[bytes, bytes]]) -> Texts:
    """Write two bytes for one, in the whole buffer at once.

    ``escapes``: the one and the two; those that escape an escape come first.
    """
    data, content = bytes_of(texts), content_of(texts).to_pybytes()
    is_long = np.zeros(len(data), np.bool_)
    for one, two in escapes:
        is_long |= data == one[0]
        content = content.replace(one, two)
    places = np.flatnonzero(is_long)
    return _moved(texts, content, places) if len(places) else texts


def _moved(texts: Texts, content: bytes, places: npt.NDArray[np.int64]) -> Texts:
    """Give texts a content that has one byte more for each of some places."""
    offsets = offsets_of(texts)
    starts = offsets - offsets[0]
    starts += np.searchsorted(places, starts).astype(np.int32)
    unused = np.zeros(texts.offset, np.int32)  # before them, for the same bits
    moved = pa.py_buffer(np.concatenate((unused, starts)))
    bits = texts.buffers()[0]
    return pa.StringArray.from_buffers(
        len(texts), moved, pa.py_buffer(content), bits, texts.null_count, texts.offset
    )


def content_of(texts: Texts) -> pa.Buffer:
    """Give the bytes of all texts as a buffer that can be written, without a copy."""
    offsets, buffer = offsets_of(texts), texts.buffers()[2]
    if buffer is None:
        return pa.py_buffer(b"")
    first, last = int(offsets[0]), int(offsets[-1])
    return buffer.slice(first, last - first)
