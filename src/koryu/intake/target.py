"""The table that rows are to be added to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from koryu.errors import Cell, Faults, ProjectError
from koryu.graph import METADATA, source_folders
from koryu.printable import quoted
from koryu.settings import Settings
from koryu.suggestions import did_you_mean
from koryu.tables.description.model import Column, Table
from koryu.tables.faults import Collector
from koryu.tables.files.fetching import LocalFetcher, Response
from koryu.tables.files.text import read_lines, split_line
from koryu.tables.rows import read_group, read_metadata


@dataclass(frozen=True)
class Target:
    """A table of the project.

    ``metadata``: the file that describes it. ``path``: its own file. ``content``: what that holds now.
    """

    root: Path
    metadata: Path
    table: Table
    path: Path
    content: bytes

    @property
    def shown(self) -> str:
        """How messages call it."""
        return self.table.shown

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of its file."""
        return self.table.file_columns

    @property
    def key_places(self) -> tuple[int, ...]:
        """Where the columns of its primary key stand."""
        names = [column.name for column in self.columns]
        return tuple(names.index(name) for name in self.table.primary_key)

    def lines(self) -> list[str]:
        """Give its lines, the header first.

        Raises:
            Faults: It is not as the house writes tables.
        """
        faults = Collector()
        lines = read_lines(self.content, self.shown, faults)
        faults.settle()
        return lines or [",".join(column.name for column in self.columns)]

    def cells(self, number: int, line: str) -> list[str]:
        """Take one of its lines apart.

        Raises:
            DataError: A quote stands wrong.
        """
        return split_line(line, Cell(self.shown, number), [column.name for column in self.columns])

    def check(self, content: bytes) -> Faults | None:
        """Check what the table would be as a build does: cells, keys, and what they refer to."""
        try:
            read_group(self.metadata, self.root, _Instead(self.table.url, content))
        except Faults as faults:
            return faults
        return None


@dataclass(frozen=True)
class _Instead(LocalFetcher):
    """Reads local files, one of which as if it held something else."""

    url: str
    content: bytes

    def fetch(self, url: str) -> Response:
        return Response(self.content) if url == self.url else super().fetch(url)


def find_target(settings: Settings, name: str, source: str | None) -> Target:
    """Find a table by its name, and by its source if several have one.

    Raises:
        ProjectError: There is none, or it cannot be read.
        Faults: The metadata are wrong.
    """
    found: dict[tuple[str, str], tuple[Path, Table]] = {}
    for folder in _folders(settings, source):
        for table in read_metadata(folder / METADATA, settings.root).tables:
            if table.path and table.output and table.path.parent == folder:
                found[folder.name, table.path.stem] = (folder / METADATA, table)
    metadata, table = found[_choose(settings, name, list(found))]
    assert table.path is not None
    try:
        return Target(settings.root, metadata, table, table.path, table.path.read_bytes())
    except OSError as error:
        raise ProjectError(f"{table.shown}: cannot be read: {error.strerror}") from None


def _folders(settings: Settings, source: str | None) -> list[Path]:
    folders = {folder.name: folder for folder in source_folders(settings)}
    if source is None:
        return list(folders.values())
    if source not in folders:
        hint = did_you_mean(source, folders) or f"; has {', '.join(folders)}"
        raise ProjectError(f"{settings.data}: no source {quoted(source)}{hint}")
    return [folders[source]]


def _choose(settings: Settings, name: str, known: list[tuple[str, str]]) -> tuple[str, str]:
    meant = [each for each in known if each[1] == name]
    if not meant:
        names = dict.fromkeys(table for _, table in known)
        hint = did_you_mean(name, names) or f"; has {', '.join(names)}"
        raise ProjectError(f"{settings.data}: no table {quoted(name)}{hint}")
    if len(meant) > 1:
        sources = ", ".join(source for source, _ in meant)
        raise ProjectError(f"{settings.data}: table {name} is in {sources}; name one with --source")
    return meant[0]
