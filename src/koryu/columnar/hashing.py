"""Hashes of the keys of rows: 64 bits for each row, made of whole columns.

Equal keys have equal hashes. Of n different keys two share one with a chance of about n² / 2^65, less than
one in a million for ten million: what hangs on it is looked at again before anybody is blamed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from koryu.columnar.buffers import Texts, bytes_of, lengths_of, offsets_of

Hashes: TypeAlias = npt.NDArray[np.uint64]

# FNV-1a, eight bytes at a time: http://www.isthe.com/chongo/tech/comp/fnv/
_BASIS: Final = np.uint64(0xCBF29CE484222325)
_PRIME: Final = np.uint64(0x100000001B3)
_MIX: Final = np.uint64(0xFF51AFD7ED558CCD)  # of MurmurHash3's finalizer
_HALF: Final = np.uint64(33)
_WORD: Final = 8
_MASKS: Final = np.array([(1 << (8 * n)) - 1 for n in range(_WORD + 1)], dtype=np.uint64)


def hash_keys(columns: Sequence[Texts]) -> Hashes:
    """Hash the rows of columns that have no nulls."""
    found = np.full(len(columns[0]), _BASIS, dtype=np.uint64)
    for texts in columns:
        found = _add(found, texts)
    return found


def _add(found: Hashes, texts: Texts) -> Hashes:
    """Add a column: its lengths, and its bytes word by word."""
    offsets, lengths = offsets_of(texts), lengths_of(texts).astype(np.int64)
    data = bytes_of(texts)
    padded = np.concatenate((data, np.zeros(_WORD, dtype=np.uint8)))
    words = np.lib.stride_tricks.sliding_window_view(padded, _WORD)
    starts = (offsets[:-1] - offsets[0]).astype(np.int64)
    found = _mixed(found ^ lengths.astype(np.uint64))
    for at in range(0, int(lengths.max(initial=0)), _WORD):
        left = np.clip(lengths - at, 0, _WORD)
        rows = np.flatnonzero(left)
        chunk = np.ascontiguousarray(words[starts[rows] + at]).view(np.uint64)[:, 0] & _MASKS[left[rows]]
        found[rows] = _mixed(found[rows] ^ chunk)
    return found


def _mixed(found: Hashes) -> Hashes:
    found = (found ^ (found >> _HALF)) * _MIX
    return (found ^ (found >> _HALF)) * _PRIME
