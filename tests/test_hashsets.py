"""Hashes past the bound of memory go to disk, and none is lost, doubled or made up."""

import numpy as np
import pytest

from koryu.columnar.hashsets import BOUND, HashStore, doubles, missing


@pytest.fixture
def store():
    """Makes stores, whose files are closed afterwards."""
    made = []

    def make(hashes, parts=1, tidy=np.sort):
        made.append(HashStore(tidy))
        for part in np.array_split(hashes, parts):
            made[-1].add(part)
        return made[-1]

    yield make
    for each in made:
        each.clear()


def drawn(count):
    return np.random.default_rng(1979).permutation(np.arange(1, count + 1, dtype=np.uint64)) * np.uint64(
        2**64 // (count + 2)
    )


@pytest.mark.parametrize("count", [0, 1, BOUND - 1, BOUND, BOUND + 1, 5 * BOUND + 7])
@pytest.mark.parametrize("parts", [1, 13])
def test_what_came_once_is_no_double(store, count, parts):
    assert doubles(store(drawn(count), parts)).tolist() == []


def test_doubles_are_found_across_runs_on_disk(store):
    hashes = drawn(5 * BOUND)
    hashes[[3, BOUND + 3, 4 * BOUND]] = hashes[[2 * BOUND, 3 * BOUND, 5 * BOUND - 1]]
    expected = sorted(hashes[[3, BOUND + 3, 4 * BOUND]].tolist())
    assert doubles(store(hashes, 29)).tolist() == expected


@pytest.mark.parametrize("many", ["own", "known", "both"])
def test_what_is_missing_is_found_wherever_the_hashes_lie(store, many):
    hashes = drawn(4 * BOUND)
    own, known = {
        "own": (hashes, hashes[::97]),
        "known": (hashes[::97], hashes[97 : 2 * BOUND]),
        "both": (hashes, hashes[: 3 * BOUND]),
    }[many]
    found = missing(store(own, 7, np.unique), store(known, 5, np.unique))
    assert set(found.tolist()) == set(own.tolist()) - set(known.tolist())


def test_a_cleared_store_begins_anew(store):
    found = store(drawn(3 * BOUND))
    found.clear()
    found.add(np.array([7, 7], dtype=np.uint64))
    assert (found.count, doubles(found).tolist()) == (2, [7])
