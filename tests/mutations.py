"""Single faults in tables, drawn with a seed: each kind of fault, where it applies, and how it is made.

A fault is drawn uniformly over its kind, then the tables with a column where the kind applies, then those
columns, then the rows that have a value there.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]


@dataclass(frozen=True)
class Fault:
    """One changed cell, or one row doubled: ``row`` counts from 0 below the header."""

    kind: str
    table: str
    column: str
    row: int
    was: str
    now: str


class Table:
    """A table of the project with what its schema says of each column."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        schema = json.loads(path.with_suffix(".schema.json").read_text("utf-8"))
        self.columns = {each["name"]: each for each in schema["columns"] if not each.get("virtual")}
        key = schema["primaryKey"]
        self.key = [key] if isinstance(key, str) else key
        self.foreign = {each["columnReference"] for each in schema.get("foreignKeys", [])}
        with path.open(encoding="utf-8", newline="") as file:
            self.rows = list(csv.DictReader(file))

    def base(self, column: str) -> str:
        datatype = self.columns[column].get("datatype", "string")
        return str(datatype if isinstance(datatype, str) else datatype.get("base", "string"))

    def is_reference(self, column: str) -> bool:
        return column in self.foreign or "/concept#{" in self.columns[column].get("valueUrl", "")

    def text(self, rows: list[Row]) -> str:
        lines: list[str] = []
        writer = csv.DictWriter(_Lines(lines), list(self.columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return "".join(lines)


class _Lines:
    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def read_tables(data: Path) -> list[Table]:
    """Read every table of the project that has rows."""
    found = [Table(path, path.relative_to(data).as_posix()) for path in sorted(data.glob("*/*.csv"))]
    return [table for table in found if table.rows]


NUMBERS = ("integer", "decimal", "gYear")
STRAY = "http://example.org/stray"


def _missing(table: Table, column: str, row: Row, draw: random.Random) -> str:
    return ""


def _wrong_type(table: Table, column: str, row: Row, draw: random.Random) -> str:
    return draw.choice(["many", "12a", "1,304", "about 12"])


def _out_of_range(table: Table, column: str, row: Row, draw: random.Random) -> str:
    if table.base(column) == "date":
        return draw.choice(["0098-04-01", "2998-04-01"])
    if table.base(column) == "gYear":
        return draw.choice(["0198", "2998"])
    return draw.choice(["-1000", "-181"])


def _dangling(table: Table, column: str, row: Row, draw: random.Random) -> str:
    return draw.choice(["no-such-key", row[column] + "-x", row[column][:-1] or "x"])


def _duplicate(table: Table, column: str, row: Row, draw: random.Random) -> str:
    return draw.choice([other[column] for other in table.rows if other is not row])


def _impossible_date(table: Table, column: str, row: Row, draw: random.Random) -> str:
    year = row[column][:4]
    return draw.choice([f"{year}-02-30", f"{year}-13-01", f"{year}-00-10", f"{year}-04-31"])


def _swapped(table: Table, column: str, row: Row, draw: random.Random) -> str:
    return draw.choice([name for name in table.columns if name != column and row[name] != row[column]])


def _wrong_script(table: Table, column: str, row: Row, draw: random.Random) -> str:
    stem = re.sub(r"_(en|ja|zh_hans)$", "", column)
    others = [f"{stem}_{tag}" for tag in ("en", "ja", "zh_hans") if f"{stem}_{tag}" != column]
    return row[draw.choice([name for name in others if row.get(name)])]


def _stray_iri(table: Table, column: str, row: Row, draw: random.Random) -> str:
    return draw.choice([STRAY, f"<{STRAY}>"])


def _language(table: Table, column: str) -> str:
    return str(table.columns[column].get("lang", ""))


KINDS: dict[str, tuple[Callable[[Table, str], bool], Callable[[Table, str, Row, random.Random], str]]] = {
    "missing": (lambda table, column: bool(table.columns[column].get("required")), _missing),
    "wrong type": (lambda table, column: table.base(column) in NUMBERS, _wrong_type),
    "out of range": (lambda table, column: table.base(column) in (*NUMBERS, "date"), _out_of_range),
    "dangling key": (lambda table, column: table.is_reference(column), _dangling),
    "duplicate key": (lambda table, column: table.key == [column] and len(table.rows) > 1, _duplicate),
    "impossible date": (lambda table, column: table.base(column) == "date", _impossible_date),
    "swapped columns": (lambda table, column: len(table.columns) > 1, _swapped),
    "wrong script": (
        lambda table, column: _language(table, column) in ("en", "ja", "zh-Hans"),
        _wrong_script,
    ),
    "stray IRI": (
        lambda table, column: "valueUrl" in table.columns[column] or column in table.key,
        _stray_iri,
    ),
}


def iter_faults(tables: list[Table], seed: int) -> Iterator[tuple[Fault, str]]:
    """Draw faults without end, each with the text of its table after it."""
    draw = random.Random(seed)
    while True:
        kind = draw.choice(sorted(KINDS))
        applies, make = KINDS[kind]
        fitting = [table for table in tables if any(applies(table, column) for column in table.columns)]
        table = draw.choice(fitting)
        column = draw.choice([column for column in table.columns if applies(table, column)])
        rows = [place for place, row in enumerate(table.rows) if row[column]]
        if not rows:
            continue
        place = draw.choice(rows)
        try:
            now = make(table, column, table.rows[place], draw)
        except IndexError:  # nothing to draw from in this row
            continue
        fault = Fault(kind, table.name, column, place, table.rows[place][column], now)
        yield fault, _changed(table, fault)


def _changed(table: Table, fault: Fault) -> str:
    rows = [dict(row) for row in table.rows]
    row = rows[fault.row]
    if fault.kind == "swapped columns":
        row[fault.column], row[fault.now] = row[fault.now], row[fault.column]
    else:
        row[fault.column] = fault.now
    return table.text(rows)
