"""The datasets that links may go to: folders of stored queries, and what ``datasets.toml`` says of each.

A dataset is ``queries/link/<name>/``: ``places.rq``, ``names.rq`` and ``codes.rq`` say what it knows of
places, in our terms; ``by-name.rq`` and ``by-code.rq`` find them. The same columns in all, so that the
program has no terms of any dataset. ``OURS`` is the folder that reads the project's own graph.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from koryu.errors import ProjectError
from koryu.printable import quoted
from koryu.queries.catalogue import StoredQuery, read_query
from koryu.settings import Settings
from koryu.suggestions import nearest
from koryu.textfiles import decode

OURS: Final = "koryu"
FILE: Final = "datasets.toml"
_TEXTS: Final = ("title", "source", "prefix", "space", "licence", "endpoint", "advice")
_NEEDED: Final = ("title", "source", "prefix", "space")
_NUMBERS: Final = {"batch": 50, "timeout": 60, "seconds": 30}


@dataclass(frozen=True)
class Dataset:
    """A dataset and how to ask it politely.

    ``folder``: of its queries. ``source``: its IRI. ``space``: what the IRIs of its places begin with, and
    ``prefix`` what shortens it. ``licence``: an IRI. ``endpoint``: its public one; None if it has none, then
    ``advice`` says what to do. ``languages``: by the beginning of the tags of our names, the tags that the
    dataset may have them under. ``titles``: by language, how a name is written with that of what lies around
    it. ``batch``: places in one query. ``timeout``: seconds for an answer. ``seconds``: of work that it may
    have with us in a minute.
    """

    name: str
    folder: Path
    title: str
    source: str
    prefix: str
    space: str
    endpoint: str | None = None
    licence: str | None = None
    advice: str | None = None
    languages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    batch: int = 50
    timeout: float = 60.0
    seconds: float = 30.0

    def has_query(self, name: str) -> bool:
        """Is there a stored query of this name?"""
        return (self.folder / f"{name}.rq").is_file()

    def query(self, name: str) -> StoredQuery:
        """Read a stored query.

        Raises:
            QueryError: There is none, or it is malformed.
        """
        return read_query(self.folder / f"{name}.rq", name, f"queries/link/{self.name}/{name}.rq")


def ours(settings: Settings) -> Dataset:
    """The queries that read the project's own places."""
    return Dataset(OURS, _folder(settings) / OURS, settings.title, settings.iris.dataset, OURS, settings.base)


def read_datasets(settings: Settings) -> dict[str, Dataset]:
    """Read what datasets there are, by name; none if the project has none.

    Raises:
        ProjectError: ``datasets.toml`` is malformed.
    """
    path = _folder(settings) / FILE
    if not path.is_file():
        return {}
    where = f"queries/link/{FILE}"
    try:
        found = tomllib.loads(decode(path.read_bytes(), where, ProjectError))
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"{where}: not TOML: {error}") from None
    return {
        name: _dataset(_Table(f"{where}: {name}", name, table), path.parent) for name, table in found.items()
    }


def find_dataset(settings: Settings, name: str) -> Dataset:
    """Find a dataset by its name.

    Raises:
        ProjectError: There is none of that name.
    """
    found = read_datasets(settings)
    if name in found:
        return found[name]
    if not found:
        raise ProjectError(f"no dataset {quoted(name)}; the project has none: write queries/link/{FILE}")
    near = nearest(name, found, 1) or sorted(found)
    raise ProjectError(f"no dataset {quoted(name)}; has {', '.join(sorted(found))}; near to it: {near[0]}")


def _folder(settings: Settings) -> Path:
    return settings.queries / "link"


@dataclass(frozen=True)
class _Table:
    where: str
    name: str
    found: Any

    def text(self, name: str) -> str | None:
        value: object = self.found.get(name)
        if value is None:
            return None
        if not (isinstance(value, str) and value.strip()):
            raise ProjectError(f'{self.where}: {name} must be a text that is not empty; write {name} = "..."')
        return value

    def needed(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise ProjectError(f'{self.where}: {name} is missing; write {name} = "..."')
        return value

    def number(self, name: str) -> float:
        value = self.found.get(name, _NUMBERS[name])
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise ProjectError(f"{self.where}: {name} must be a number greater than 0")
        return value

    def languages(self) -> dict[str, tuple[str, ...]]:
        value = self.found.get("languages", {})
        good = isinstance(value, dict) and all(
            isinstance(tags, list) and all(isinstance(tag, str) for tag in tags) for tags in value.values()
        )
        if not good:
            raise ProjectError(f'{self.where}: languages must give tags for each language; write en = ["en"]')
        return {ours.lower(): tuple(tags) for ours, tags in value.items()}

    def titles(self) -> dict[str, str]:
        value = self.found.get("titles", {})
        holes = ("{name}", "{around}")
        if not isinstance(value, dict) or not all(
            isinstance(title, str) and all(title.count(hole) == 1 for hole in holes)
            for title in value.values()
        ):
            raise ProjectError(f"{self.where}: titles must have {' and '.join(holes)} for each language")
        return {language.lower(): title for language, title in value.items()}


def _dataset(table: _Table, folder: Path) -> Dataset:
    allowed = (*_TEXTS, *_NUMBERS, "languages", "titles")
    if not isinstance(table.found, dict) or (unknown := sorted(set(table.found) - set(allowed))):
        problem = f"has no setting {unknown[0]!r}" if isinstance(table.found, dict) else "is no table"
        raise ProjectError(f"{table.where} {problem}; has {', '.join(allowed)}")
    needed = {name: table.needed(name) for name in _NEEDED}
    return Dataset(
        table.name,
        folder / table.name,
        needed["title"],
        needed["source"],
        needed["prefix"],
        needed["space"],
        licence=table.text("licence"),
        endpoint=table.text("endpoint"),
        advice=table.text("advice"),
        languages=table.languages(),
        titles=table.titles(),
        batch=int(table.number("batch")),
        timeout=table.number("timeout"),
        seconds=table.number("seconds"),
    )
