"""Whether the keys of a group of tables are unique and lead somewhere, in bounded memory.

While rows go by only hashes are kept. If they show that something is wrong, the tables are read once more,
for the rows and texts that are to be told.

Source: https://www.w3.org/TR/tabular-data-model/#validating-tables
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from koryu.columnar.buffers import Texts
from koryu.columnar.hashing import SEED, Hashes, hash_keys
from koryu.columnar.hashsets import HashStore, doubles, is_in, missing
from koryu.columnar.rows import Rows
from koryu.errors import Cell, DataError
from koryu.tables.description.keys import target_of
from koryu.tables.description.model import ForeignKey, Table
from koryu.tables.faults import Collector
from koryu.tables.key_faults import ambiguous_key, double_key, key_text, lost_key

Names = tuple[str, ...]
Key = tuple[str, ...]


class Tables(Protocol):
    """Reads tables of a group again, by their places in it."""

    def is_whole(self, place: int) -> bool:
        """Have all rows of a table been read?"""

    def rows(self, place: int) -> Iterator[Rows]:
        """Read the rows of a table, batch by batch."""

    def lines(self, place: int, numbers: Iterable[int]) -> dict[int, int]:
        """Give the lines in which rows begin, by their numbers."""


class Suspect(NamedTuple):
    """A row whose key is looked at again."""

    number: int
    key: Key


class Wrong(NamedTuple):
    """A row whose key is wrong: ``what`` is, or that the row ``first`` has it too."""

    row: int
    column: str
    key: Key
    what: str = ""
    first: int | None = None


_LIST: Final = "\x1f"  # begins the text of a list, and stands between two of its values
_MOST_KEYS: Final = 5000  # of a table that a wrong key is compared with


@dataclass(frozen=True)
class KeyNames:
    """The keys of a table, each a list of columns: its own, those that others refer to, and those that refer.

    ``targets``: how messages call the tables that its foreign keys refer to, in their order. ``seed``: of
    hashes.
    """

    names: tuple[Names, ...]
    targets: tuple[str, ...]
    seed: bytes = SEED

    def hashes(self, rows: Rows) -> list[Hashes]:
        """Hash the keys of a batch that have no empty part."""
        return [hash_keys(known(rows, names).texts, seed=self.seed) for names in self.names]


def names_of(tables: tuple[Table, ...], place: int) -> KeyNames:
    """Find the keys of the table at a place in its group."""
    table = tables[place]
    own = [table.primary_key] if table.primary_key else []
    foreign = [key.columns for key in table.foreign_keys]
    referred = [
        key.references for other in tables for key in other.foreign_keys if target_of(key, tables) is table
    ]
    targets = (target_of(key, tables) for key in table.foreign_keys)
    names = tuple(dict.fromkeys((*own, *referred, *foreign)))
    return KeyNames(names, tuple(each.shown if each else "" for each in targets))


@dataclass(frozen=True)
class TableKeys:
    """The hashes of the keys of a table, a store for each key."""

    stores: dict[Names, HashStore]

    def add(self, hashes: Iterable[Hashes]) -> None:
        """Add what was hashed."""
        for store, found in zip(self.stores.values(), hashes, strict=True):
            store.add(found)

    def clear(self) -> None:
        """Forget the rows seen so far."""
        for store in self.stores.values():
            store.clear()


class GroupKeys:
    """The keys of a group of tables; its stores are empty after the ``with`` block."""

    def __init__(self, tables: tuple[Table, ...]) -> None:
        self._tables = tables
        self._keys = [self._keys_of(place) for place in range(len(tables))]

    def __enter__(self) -> GroupKeys:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for keys in self._keys:
            keys.clear()

    def of(self, place: int) -> TableKeys:
        """Give the keys of the table at a place in the group."""
        return self._keys[place]

    def _keys_of(self, place: int) -> TableKeys:
        return TableKeys({each: HashStore(np.sort) for each in names_of(self._tables, place).names})

    def settle(self, faults: Collector, tables: Tables) -> None:
        """Tell what is wrong with keys, now that all rows have been seen.

        Raises:
            TooManyFaults: The limit is reached.
        """
        for place in filter(tables.is_whole, range(len(self._tables))):
            found = itertools.chain(self._doubled(place, tables), self._dangling(place, tables))
            told = list(itertools.islice(found, faults.limit))
            rows = {row for each in told for row in (each.row, each.first) if row is not None}
            lines = tables.lines(place, rows) if told else {}
            for each in told:
                what = each.what if each.first is None else double_key(_read(each.key), lines[each.first])
                faults.blame(DataError(Cell(self._tables[place].shown, lines[each.row], each.column), what))

    def _doubled(self, place: int, tables: Tables) -> Iterator[Wrong]:
        names = self._tables[place].primary_key
        if not names:
            return
        first: dict[Key, int] = {}
        for number, key in self._suspects(place, names, doubles(self._keys[place].stores[names]), tables):
            if key in first:
                yield Wrong(number, names[0], key, first=first[key])
            first.setdefault(key, number)

    def _dangling(self, place: int, tables: Tables) -> Iterator[Wrong]:
        for foreign in self._tables[place].foreign_keys:
            target = target_of(foreign, self._tables)
            if target is None:
                continue
            other = next(number for number, table in enumerate(self._tables) if table is target)
            if tables.is_whole(other):  # else nothing can be said of keys that lead there
                yield from self._lost(place, foreign, other, tables)

    def _lost(self, place: int, foreign: ForeignKey, other: int, tables: Tables) -> Iterator[Wrong]:
        """Find the rows whose foreign key leads nowhere, or to several rows."""
        own = self._keys[place].stores[foreign.columns]
        lost = missing(own, self._keys[other].stores[foreign.references])
        counts = self._counts(other, foreign.references, tables)
        known_texts = self._all_texts(other, foreign.references, tables) if len(lost) else []
        shown, name = self._tables[other].shown, foreign.columns[0]
        for number, key in self._suspects(place, foreign.columns, np.union1d(lost, hash_all(counts)), tables):
            if count := counts.get(key):
                yield Wrong(number, name, key, ambiguous_key(_read(key), count, shown))
            elif is_in(hash_all([key]), lost).any():
                yield Wrong(number, name, key, lost_key(_read(key), shown, known_texts))

    def _counts(self, place: int, names: Names, tables: Tables) -> dict[Key, int]:
        """Count the keys that are in several rows."""
        suspects = self._suspects(place, names, doubles(self._keys[place].stores[names]), tables)
        return {key: count for key, count in Counter(key for _, key in suspects).items() if count > 1}

    def _all_texts(self, place: int, names: Names, tables: Tables) -> list[str]:
        """Read all keys of a table as texts, unless there are too many to compare one with."""
        if self._keys[place].stores[names].count > _MOST_KEYS:
            return []
        return sorted({key_text(_read(key)) for rows in tables.rows(place) for key in _parts(rows, names)})

    def _suspects(self, place: int, names: Names, hashes: Hashes, tables: Tables) -> Iterator[Suspect]:
        """Read the rows again whose keys have one of some hashes."""
        for rows in tables.rows(place) if len(hashes) else ():
            columns = known(rows, names)
            for at in np.flatnonzero(is_in(hash_keys(columns.texts), hashes)).tolist():
                yield Suspect(int(columns.numbers[at]), tuple(texts[at].as_py() for texts in columns.texts))


def _parts(rows: Rows, names: Names) -> Iterator[Key]:
    yield from zip(*(texts.to_pylist() for texts in known(rows, names).texts), strict=True)


class Known(NamedTuple):
    """The keys of a batch that have no empty part: their parts column by column, and their rows' numbers."""

    texts: list[Texts]
    numbers: npt.NDArray[np.int64]


def known(rows: Rows, names: Names) -> Known:
    """Take the keys of a batch that have no empty part."""
    texts = [key_texts(rows, name) for name in names]
    numbers = np.arange(rows.batch.first, rows.batch.first + rows.batch.size)
    if any(each.null_count for each in texts):
        mask = pc.invert(empty_keys(rows, names))
        return Known([each.filter(mask) for each in texts], numbers[np.asarray(mask)])
    return Known(texts, numbers)


def empty_keys(rows: Rows, names: Names) -> pa.BooleanArray:
    """Tell which rows of a batch have a key with an empty part."""
    masks = [pc.is_null(key_texts(rows, name)) for name in names]
    found = masks[0]
    for mask in masks[1:]:
        found = pc.or_(found, mask)
    return found


def key_texts(rows: Rows, name: str) -> Texts:
    """Give the values of a column as parts of keys; a list is one text, which no other value has."""
    cells = rows.cells(name)
    if cells.of.column.separator is None:
        return cells.values
    values = [reading.value for reading in cells.readings()]
    texts = [_LIST + _LIST.join(each) if isinstance(each, tuple) else each for each in values]
    return pa.array(texts, pa.string())


def _read(key: Key) -> tuple[str | tuple[str, ...], ...]:
    """Give a key as its cells have it."""
    return tuple(tuple(part[1:].split(_LIST)) if part.startswith(_LIST) else part for part in key)


def hash_all(keys: Iterable[Key]) -> Hashes:
    """Hash single keys, in the order of their hashes."""
    columns = [pa.array(parts, pa.string()) for parts in zip(*keys, strict=True)]
    return np.unique(hash_keys(columns)) if columns else np.zeros(0, np.uint64)
