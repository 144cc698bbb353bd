"""Hashes of the keys of rows: 64 bits for each row, made of whole columns.

Equal keys have equal hashes. Two different ones share one with a chance of 2^-64, whoever chose them: what
they are multiplied with is drawn anew by each process, so that nobody can make a key that is taken for
another. Of n keys two share one with a chance of about n² / 2^65, less than one in a million for ten million.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from koryu.columnar.buffers import Texts, bytes_of, lengths_of, offsets_of, texts_array

Hashes: TypeAlias = npt.NDArray[np.uint64]

SEED: Final = secrets.token_bytes(32)  # hashes may be compared if they are of one seed
_WORD: Final = 8
_MASKS: Final = np.array([(1 << (8 * n)) - 1 for n in range(_WORD + 1)], dtype=np.uint64)
_HALF: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)
_FACTORS: Final = 4  # of a word: two halves, each for two sums
_BLOCK: Final = 64  # words whose factors are drawn at once


def hash_keys(columns: Sequence[Texts], space: str = "", seed: bytes = SEED) -> Hashes:
    """Hash the rows of columns that have no nulls.

    Twice a sum of 32 bits at a time, each multiplied with a number of its own; the upper halves of the sums.

    Args:
        columns: Texts; those of a row together are its key.
        space: What sets these keys apart from others, whatever they are.
        seed: The secret.

    Source: https://arxiv.org/abs/1202.4961, section 3
    """
    sums = [np.full(len(columns[0]), each) for each in _start(space, seed)]
    for number, texts in enumerate(columns, 1):
        _add(sums, texts, number, seed)
    return (sums[0] & ~_LOW) | (sums[1] >> _HALF)


def mixed(one: Hashes, other: Hashes) -> Hashes:
    """Make hashes of pairs of hashes."""
    found: Hashes = (one ^ (one >> _HALF)) * _ODD ^ other
    return found


@lru_cache(maxsize=1 << 10)
def _start(space: str, seed: bytes) -> tuple[np.uint64, np.uint64]:
    _, one, _, other = _factors(seed, 0, 0)[0]
    sums = [np.full(1, one), np.full(1, other)]
    _add(sums, texts_array([space]), 0, seed)
    return sums[0][0], sums[1][0]


def _add(sums: Sequence[Hashes], texts: Texts, number: int, seed: bytes) -> None:
    """Add a column: its lengths, and its bytes word by word."""
    offsets, lengths = offsets_of(texts), lengths_of(texts).astype(np.int64)
    padded = np.concatenate((bytes_of(texts), np.zeros(_WORD, dtype=np.uint8)))
    words = np.lib.stride_tricks.sliding_window_view(padded, _WORD)
    starts = (offsets[:-1] - offsets[0]).astype(np.int64)
    first = _factors(seed, number, 0)[0]
    for total, factor in zip(sums, first[::2], strict=True):
        total += lengths.astype(np.uint64) * factor
    for place, at in enumerate(range(0, int(lengths.max(initial=0)), _WORD), 1):
        left = np.clip(lengths - at, 0, _WORD)
        rows = np.flatnonzero(left)
        chunk = np.ascontiguousarray(words[starts[rows] + at]).view(np.uint64)[:, 0] & _MASKS[left[rows]]
        low, high = chunk & _LOW, chunk >> _HALF
        factors = _factors(seed, number, place // _BLOCK)[place % _BLOCK]
        for total, one, other in zip(sums, factors[::2], factors[1::2], strict=True):
            total[rows] += low * one + high * other


@lru_cache(maxsize=1 << 10)
def _factors(seed: bytes, number: int, block: int) -> Hashes:
    """Draw the factors of a block of words of a column, a row for each word."""
    drawn = hashlib.shake_256(seed + f"{number} {block}".encode()).digest(_BLOCK * _FACTORS * _WORD)
    return np.frombuffer(drawn, np.uint64).reshape(_BLOCK, _FACTORS)


_ODD: Final = _factors(SEED, -1, 0)[0, 0] | np.uint64(1)
