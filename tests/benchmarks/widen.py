"""Widen the tables of the benchmark by what rules are about: spans of dates, sums, codes, reasons.

Some columns are empty: they are for faults that no cell of the others can hold, such as a second value, a
language that is not wanted, or text where a thing is due.
``tables/more-columns.json`` says what the columns mean.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from generate import (
    ENGLISH,
    METADATA,
    TABLES,
    Chunk,
    Column,
    Columns,
    Sizes,
    chunks,
    days,
    joined,
    padded,
    tenths,
    written,
)

MORE = METADATA.with_name("more-columns.json")
TRIPLES_OF_AN_AFFILIATION = 13.5
COUNTRIES = {"key": ["cn", "jp"], "label_en": ["China", "Japan"], "code": ["CN", "JP"]}

LEAST = 20  # rows of a table: room for a fault of each kind

Widen = Callable[[Columns, Chunk], Columns]


class WideSizes(Sizes):
    """How many rows the wide tables have."""

    def __init__(self, triples: int) -> None:
        super().__init__(triples, TRIPLES_OF_AN_AFFILIATION)
        self.affiliations = max(2 * LEAST, self.affiliations)
        self.municipalities = max(LEAST, self.municipalities)
        self.projects = max(LEAST, self.projects)
        self.participants = self.projects * 5 // 2
        self.observations = max(LEAST, self.observations)


def empty(chunk: Chunk) -> Column:
    """Make a column of empty cells."""
    return pa.array([""] * len(chunk.numbers))


def later(dates: Column, by: np.ndarray) -> Column:
    """Give later dates."""
    return days(pc.cast(pc.cast(dates, pa.date32()), pa.int32()).to_numpy() + by)


def municipalities(columns: Columns, chunk: Chunk) -> Columns:
    """Add codes, and pages of some."""
    return {
        "code": padded(chunk.numbers, 6),
        "homepage": chunk.sometimes(joined("city-", written(chunk.numbers)), 60),
        **dict.fromkeys(("homepage_text", "label_other", "label_fr", "remark"), empty(chunk)),
    }


def affiliations(columns: Columns, chunk: Chunk) -> Columns:
    """Add the latest date, a number in a register, and when some were renewed: in a year, or on a day."""
    return {
        "latest": later(columns["earliest"], chunk.some(31)),
        "register_number": joined("R-", padded(chunk.numbers, 8)),
        "renewed_year": chunk.sometimes(written(chunk.some(2025, 2000)), 15),
        "renewed_date": chunk.sometimes(days(chunk.some(20_000, 15_000)), 15),
        **dict.fromkeys(("founding", "latest_other", "note_en"), empty(chunk)),
    }


def projects(columns: Columns, chunk: Chunk) -> Columns:
    """Add the end, and the two parts of an amount that is known."""
    known = pc.not_equal(columns["amount_usd"], "")
    amount = pc.cast(pc.if_else(known, columns["amount_usd"], "0"), pa.int64()).to_numpy()
    public = (amount * chunk.chance.random(len(amount))).astype(np.int64)
    return {
        "end": later(columns["start"], chunk.some(2000, 1)),
        "amount_public_usd": pc.if_else(known, written(public), ""),
        "amount_private_usd": pc.if_else(known, written(amount - public), ""),
        "open": chunk.choice(("true", "false")),
        "title_other": empty(chunk),
    }


def participants(columns: Columns, chunk: Chunk) -> Columns:
    """Add what some contribute."""
    return {"contribution_percent": chunk.sometimes(tenths(chunk.some(1000)), 60)}


def observations(columns: Columns, chunk: Chunk) -> Columns:
    """Add a total that is not less than the count, and why a share is not known."""
    count = pc.cast(columns["count"], pa.int64()).to_numpy()
    return {
        "total": written(count + chunk.some(3000)),
        "unit": pa.array(["count"] * len(count)),
        "reason": pc.if_else(pc.equal(columns["share_percent"], ""), "unknown", ""),
        "remark": chunk.sometimes(chunk.choice(ENGLISH), 10),
        "year_other": empty(chunk),
    }


WIDEN: tuple[Widen, ...] = (municipalities, affiliations, projects, participants, observations)


def pieces(table: int, sizes: Sizes) -> Iterator[tuple[Chunk, Columns]]:
    """Make a wide table, chunk by chunk."""
    make, widen = TABLES[table], WIDEN[table]
    for chunk in chunks(table, getattr(sizes, make.__name__)):
        columns = make(chunk, sizes)
        yield chunk, columns | widen(columns, chunk)


def countries() -> Columns:
    """Make the one table that is always the same."""
    return {name: pa.array(cells) for name, cells in COUNTRIES.items()}


def metadata() -> dict[str, Any]:
    """Describe the wide tables: columns that are in no file come last, as CSV on the Web has them."""
    described, more = json.loads(METADATA.read_text("utf-8")), json.loads(MORE.read_text("utf-8"))
    for table in described["tables"]:
        columns = table["tableSchema"]["columns"] + more["columns"][table["url"]]
        table["tableSchema"]["columns"] = sorted(columns, key=lambda each: each.get("virtual", False))
    return described | {"tables": more["tables"] + described["tables"]}


def write_metadata(folder: Path) -> Path:
    """Write the metadata to a folder."""
    path = folder / METADATA.name
    path.write_text(json.dumps(metadata(), indent=2, ensure_ascii=False) + "\n", "utf-8")
    return path
