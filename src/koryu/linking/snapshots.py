"""Snapshots: what another dataset says, kept as a source of its own, as it was on the day of its retrieval.

A snapshot is a folder of ``data/`` like any other. What it looks like, its metadata and what its queries ask,
is a folder of ``queries/link/<dataset>/``. A new one replaces the old when all of it is there and its tables
are right; a run that fails, or is killed, leaves the old one.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from koryu.errors import ProjectError
from koryu.graph import METADATA
from koryu.linking.datasets import Dataset, read_datasets
from koryu.printable import quoted
from koryu.settings import Settings
from koryu.tables.populate import populate
from koryu.tables.rows import read_group

Cells = dict[str, str]
Tables = Mapping[str, Sequence[Cells]]  # rows by table
SOURCE: Final = "source"  # the table that says what a snapshot is, and from when
STATEMENTS: Final = "statements"  # the table with all that was taken over
_WORKPLACE: Final = ".fetch-"  # and the number of the process
HEADING: Final = ("table", "key", "change", "column", "before", "after")


@dataclass(frozen=True)
class Template:
    """What a snapshot looks like: the dataset, the name of its folder of queries, and the folder itself."""

    dataset: Dataset
    name: str

    @property
    def folder(self) -> Path:
        """The folder with its queries and its metadata."""
        return self.dataset.folder / self.name

    def columns(self, table: str) -> list[str]:
        """The columns of a table that have cells."""
        return [each["name"] for each in self._schema(table)["columns"] if not each.get("virtual")]

    def key(self, table: str) -> list[str]:
        """The columns of its primary key."""
        found = self._schema(table)["primaryKey"]
        return [found] if isinstance(found, str) else found

    @property
    def tables(self) -> list[str]:
        """The names of its tables, in the order of its metadata."""
        found = json.loads((self.folder / METADATA).read_text("utf-8"))["tables"]
        return [each["url"].removesuffix(".csv") for each in found if not each.get("suppressOutput")]

    @property
    def source(self) -> Cells:
        """The row of the source, as far as it is known beforehand."""
        return read_table(self.folder / f"{SOURCE}.csv")[0]

    def _schema(self, table: str) -> Any:  # noqa: ANN401
        return json.loads((self.folder / f"{table}.schema.json").read_text("utf-8"))


def find_template(settings: Settings, name: str) -> Template:
    """Find what a snapshot looks like by its name, such as ``wikidata-affiliations``.

    Raises:
        ProjectError: There is none of that name.
    """
    found = {
        f"{dataset.name}-{path.parent.name}": Template(dataset, path.parent.name)
        for dataset in read_datasets(settings).values()
        for path in sorted(dataset.folder.glob(f"*/{METADATA}"))
    }
    if name not in found:
        raise ProjectError(f"nothing to fetch is called {quoted(name)}; {_has(found)}")
    return found[name]


def _has(names: Mapping[str, object]) -> str:
    return f"has {', '.join(sorted(names))}" if names else "the project has nothing to fetch"


def snapshot_folder(settings: Settings, template: Template) -> Path:
    """The folder of a snapshot, which a project need not have; that of a killed run is put back."""
    target = settings.data / template.dataset.name
    if not target.exists():
        for old in settings.root.glob(f"{_WORKPLACE}*/old"):
            old.rename(target)
            break
    return target


def read_table(path: Path) -> list[Cells]:
    """Read the rows of a table of a snapshot."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_snapshot(template: Template, folder: Path) -> dict[str, list[Cells]]:
    """Read the tables of a snapshot; one that is not there is empty."""
    paths = {table: folder / f"{table}.csv" for table in template.tables}
    return {table: read_table(path) if path.is_file() else [] for table, path in paths.items()}


def changes(template: Template, before: Tables, after: Tables) -> list[tuple[str, ...]]:
    """List what changed, a row for each cell, with the columns of ``HEADING``; the source row is left out."""
    return [
        row
        for table in template.tables
        if table != SOURCE
        for row in _changes(table, template, before[table], after.get(table, ()))
    ]


def _changes(
    table: str, template: Template, before: Sequence[Cells], after: Sequence[Cells]
) -> Iterator[tuple[str, ...]]:
    names = template.key(table)
    old, new = ({tuple(row.get(name, "") for name in names): row for row in rows} for rows in (before, after))
    for key in sorted(old.keys() | new.keys()):
        said = "added" if key not in old else "removed" if key not in new else "changed"
        for column in template.columns(table):
            was, is_ = (rows.get(key, {}).get(column, "") for rows in (old, new))
            if was != is_ and column not in names:
                yield table, " ".join(key), said, column, was, is_
        if said != "changed" and set(template.columns(table)) == set(names):
            yield table, " ".join(key), said, "", "", ""


def check_kept(folder: Path, before: Tables, after: Tables) -> None:
    """See that something is left of what a snapshot has of another dataset.

    Raises:
        ProjectError: Nothing is: then it is not the same dataset, or not the same part of it.
    """
    old, new = ({row["key"] for row in tables.get(STATEMENTS, ())} for tables in (before, after))
    if old and old.isdisjoint(new):
        asked = after[SOURCE][0]
        raise ProjectError(
            f"{folder}: none of its {len(old)} statements is among the {len(new)} of {asked['address']} for "
            f"{asked['countries']}, so nothing is written; see --endpoint and --countries, and --max-age 0, "
            "which asks anew; if all has gone indeed, remove the folder and leave --update out"
        )


def write_snapshot(settings: Settings, template: Template, tables: Tables) -> Path:
    """Write a snapshot in the place of the one before it; gives its folder.

    Raises:
        Faults: Its tables are not right; nothing was replaced.
        ProjectError: It cannot be written.
    """
    target = snapshot_folder(settings, template)
    with _beside(settings) as workplace:
        folder = workplace / settings.data.name / template.dataset.name
        shutil.copytree(template.folder, folder, ignore=shutil.ignore_patterns("*.rq"))
        for other in settings.data.iterdir():  # which its metadata refer to
            if other != target:
                (folder.parent / other.name).symlink_to(other.resolve())
        for table in template.tables:
            (folder / f"{table}.csv").write_text(_csv(template, table, tables.get(table, ())), "utf-8")
        for _ in populate(read_group(folder / METADATA, workplace)):
            pass
        _exchange(folder, target, workplace)
    return target


@contextmanager
def _beside(settings: Settings) -> Iterator[Path]:
    """A workplace on the same disk, gone afterwards whatever happens."""
    if settings.is_shipped:
        raise ProjectError("the project that came with the program is not to be changed; see 'koryu new'")
    workplace = settings.root / f"{_WORKPLACE}{os.getpid()}"
    try:
        for abandoned in settings.root.glob(f"{_WORKPLACE}*"):
            if not Path(f"/proc/{abandoned.name.removeprefix(_WORKPLACE)}").exists():
                shutil.rmtree(abandoned, ignore_errors=True)
        (workplace / settings.data.name).mkdir(parents=True)
        yield workplace
    except OSError as error:
        raise ProjectError(f"{settings.data}: cannot be written: {error.strerror}; nothing changed") from None
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _exchange(new: Path, target: Path, workplace: Path) -> None:
    old = workplace / "old"
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


def _csv(template: Template, table: str, rows: Sequence[Cells]) -> str:
    columns, names = template.columns(table), template.key(table)
    text = io.StringIO()
    lines = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    lines.writeheader()
    lines.writerows(sorted(rows, key=lambda row: [row.get(name, "") for name in names]))
    return text.getvalue()
