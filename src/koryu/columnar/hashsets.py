"""Many hashes in little memory: what is past a bound goes to disk, sorted, and comes back range by range."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import IO, Final

import numpy as np
import numpy.typing as npt

from koryu.columnar.hashing import Hashes
from koryu.columnar.sinks import write_all
from koryu.errors import ProjectError

BOUND: Final = 1 << 16  # hashes that a store holds in memory, half a MiB
_RANGE: Final = 1 << 17  # hashes that are compared at once
_SIZE: Final = 8  # bytes of a hash


class HashStore:
    """Hashes of the keys of one table, gathered as its rows go by.

    ``tidy`` sorts what goes to disk: ``np.sort`` keeps doubles, ``np.unique`` does not.
    """

    def __init__(self, tidy: Callable[[Hashes], Hashes]) -> None:
        self._file: IO[bytes] | None = None
        self._tidy = tidy
        self._held = np.empty(0, np.uint64)
        self._filled = 0
        self._runs: list[int] = []  # the lengths of those on disk
        self.count = 0

    def add(self, hashes: Hashes) -> None:
        """Add hashes."""
        self.count += len(hashes)
        while len(hashes):
            hashes = self._fill(hashes)
            if self._filled == BOUND:
                self._spill()

    def _fill(self, hashes: Hashes) -> Hashes:
        """Hold as many as there is room for, and give the others.

        The room is one: arrays of batches that are kept would stand between those that come and go.
        """
        if not len(self._held):
            self._held = np.empty(BOUND, np.uint64)
        taken = hashes[: BOUND - self._filled]
        self._held[self._filled : self._filled + len(taken)] = taken
        self._filled += len(taken)
        return hashes[len(taken) :]

    def clear(self) -> None:
        """Forget all."""
        self._held, self._filled, self._runs, self.count = np.empty(0, np.uint64), 0, [], 0
        if self._file:
            self._file.close()
            self._file = None

    def _spill(self) -> None:
        run = self._sorted()
        try:
            if self._file is None:
                self._file = _unnamed_file()
            self._file.seek(0, io.SEEK_END)
            write_all(self._file, run.data.cast("B"))
        except OSError as error:
            what = f"the keys that are checked cannot be kept in the temporary folder: {error.strerror}"
            raise ProjectError(f"{what}; let TMPDIR name a folder with room") from None
        self._runs.append(len(run))
        self._filled = 0

    def _sorted(self) -> Hashes:
        return self._tidy(self._held[: self._filled])

    def ranges(self, bounds: Hashes) -> Iterator[Hashes]:
        """Give the hashes range by range, each sorted, without those of the same run twice if so wanted.

        Args:
            bounds: Where the ranges after the first begin.
        """
        held = self._sorted()
        cuts = [self._cuts(self._mapped(run), bounds) for run in range(len(self._runs))]
        own = self._cuts(held, bounds)
        for place in range(len(bounds) + 1):
            parts = [self._read(run, cut[place], cut[place + 1]) for run, cut in enumerate(cuts)]
            yield self._tidy(np.concatenate((*parts, held[own[place] : own[place + 1]])))

    def _cuts(self, ordered: Hashes, bounds: Hashes) -> list[int]:
        return [0, *np.searchsorted(ordered, bounds).tolist(), len(ordered)]

    def _mapped(self, run: int) -> Hashes:
        """Map a run; what was looked at stays in memory only as long as the map does."""
        assert self._file is not None
        return np.memmap(self._file, np.uint64, "r", self._offset(run, 0), (self._runs[run],))

    def _read(self, run: int, first: int, last: int) -> Hashes:
        """Read a part of a run."""
        assert self._file is not None
        self._file.seek(self._offset(run, first))
        return np.fromfile(self._file, np.uint64, last - first)

    def _offset(self, run: int, first: int) -> int:
        return _SIZE * (sum(self._runs[:run]) + first)


def _unnamed_file() -> IO[bytes]:
    """Open a file that is gone when it is closed, or the process ends."""
    import tempfile  # for many keys alone

    return tempfile.TemporaryFile(buffering=0)


def bounds_of(*stores: HashStore) -> Hashes:
    """Cut the hashes into ranges that fit into memory, for all stores alike."""
    parts = 1 + max(store.count for store in stores) // _RANGE
    return np.array([place * (2**64 // parts) for place in range(1, parts)], dtype=np.uint64)


def doubles(store: HashStore) -> Hashes:
    """Find the hashes that were added more than once."""
    found = [each[1:][each[1:] == each[:-1]] for each in store.ranges(bounds_of(store))]
    return np.unique(np.concatenate(found))


def missing(store: HashStore, known: HashStore) -> Hashes:
    """Find the hashes of a store that another does not have."""
    bounds = bounds_of(store, known)
    pairs = zip(store.ranges(bounds), known.ranges(bounds), strict=True)
    return np.concatenate([own[~is_in(own, other)] for own, other in pairs])


def is_in(hashes: Hashes, ordered: Hashes) -> npt.NDArray[np.bool_]:
    """Tell for each hash whether it is among sorted ones."""
    if not len(ordered):
        return np.zeros(len(hashes), dtype=np.bool_)
    places = np.searchsorted(ordered, hashes)
    places[places == len(ordered)] = 0
    found: npt.NDArray[np.bool_] = ordered[places] == hashes
    return found
