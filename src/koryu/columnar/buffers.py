"""What stands in the buffer of a column of texts: one look at all its bytes, not one at each cell."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Texts: TypeAlias = pa.StringArray
ByteSet: TypeAlias = npt.NDArray[np.bool_]
Offsets: TypeAlias = npt.NDArray[np.int32]


def make_byte_set(members: bytes) -> ByteSet:
    """Make a set of bytes; look up a byte by its number."""
    found = np.zeros(256, dtype=np.bool_)
    found[list(members)] = True
    return found


def offsets_of(texts: Texts) -> Offsets:
    """Give where each text begins in the buffer, and where the last one ends."""
    buffer = texts.buffers()[1]
    if buffer is None or not len(texts):
        return np.zeros(1, dtype=np.int32)
    return np.frombuffer(buffer, dtype=np.int32, count=len(texts) + 1, offset=4 * texts.offset)


def bytes_of(texts: Texts) -> npt.NDArray[np.uint8]:
    """Give the bytes of all texts, one after the other, without a copy."""
    offsets, buffer = offsets_of(texts), texts.buffers()[2]
    first, last = int(offsets[0]), int(offsets[-1])
    if buffer is None or first == last:
        return np.zeros(0, dtype=np.uint8)
    return np.frombuffer(buffer, dtype=np.uint8, count=last - first, offset=first)


def lengths_of(texts: Texts) -> Offsets:
    """Give the length of each text in bytes."""
    return np.diff(offsets_of(texts))


def has_only(texts: Texts, allowed: ByteSet) -> bool:
    """Are all bytes of all texts in a set?"""
    return bool(allowed[bytes_of(texts)].all())


def has_any(texts: Texts, members: ByteSet) -> bool:
    """Is any byte of any text in a set?"""
    return bool(members[bytes_of(texts)].any())


def traits_of(texts: Texts, traits: npt.NDArray[np.uint8]) -> int:
    """Give all bits that a table of 256 sets for any byte of any text."""
    return int(np.bitwise_or.reduce(traits[bytes_of(texts)], initial=0))


def first_bytes(texts: Texts) -> npt.NDArray[np.uint8]:
    """Give the first byte of each text; none of them is empty."""
    offsets = offsets_of(texts)
    found: npt.NDArray[np.uint8] = bytes_of(texts)[offsets[:-1] - offsets[0]]
    return found


def content_of(texts: Texts) -> pa.Buffer:
    """Give the bytes of all texts as a buffer that can be written, without a copy."""
    offsets, buffer = offsets_of(texts), texts.buffers()[2]
    if buffer is None:
        return pa.py_buffer(b"")
    first, last = int(offsets[0]), int(offsets[-1])
    return buffer.slice(first, last - first)
