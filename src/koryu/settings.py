"""A project directory and its settings, ``koryu.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from koryu.errors import ProjectError

FILE = "koryu.toml"
_TEXTS = ("title", "base", "license")
_LISTS: dict[str, list[str]] = {"languages": ["en"], "template": []}  # with their defaults
_SHIPPED = Path(__file__).parent / "project"


@dataclass(frozen=True)
class Settings:
    """Where a project lies and what its ``koryu.toml`` says.

    ``base``: the IRI that every IRI of the project begins with; ends with a slash.
    ``languages``: two-letter tags; the first is used where nobody asks for another.
    ``template``: the folders of ``data/`` that a new project gets, without their rows.
    """

    root: Path
    title: str
    base: str
    license: str
    languages: tuple[str, ...]
    template: tuple[str, ...] = ()

    @property
    def ontology(self) -> Path:
        """The folder of the ontology, its shapes and its profile."""
        return self.root / "ontology"

    @property
    def data(self) -> Path:
        """The folder with one folder for each source."""
        return self.root / "data"

    @property
    def queries(self) -> Path:
        """The folder of stored queries."""
        return self.root / "queries"

    @property
    def build(self) -> Path:
        """The symbolic link to the last good build."""
        return self._workplace / "build"

    @property
    def builds(self) -> Path:
        """The folder that holds the builds themselves."""
        return self._workplace / ".builds"

    @property
    def is_shipped(self) -> bool:
        """Is it the project that came with the program, which is not to be changed?"""
        return self.root == _SHIPPED

    @property
    def _workplace(self) -> Path:
        return Path(platformdirs.user_cache_dir("koryu")) if self.is_shipped else self.root


def read_settings(root: Path) -> Settings:
    """Read the settings of the project at ``root``.

    Raises:
        ProjectError: There is no ``koryu.toml``, or a setting is missing, unknown or malformed.
    """
    path = root / FILE
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise ProjectError(f"{path}: no such file; 'koryu new {root}' lays out a project") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path}: {error}") from None
    return _settings(root.resolve(), path, found)


def _settings(root: Path, path: Path, found: dict[str, object]) -> Settings:
    texts = {name: _text(path, found, name) for name in _TEXTS}
    lists = {name: _list(path, found, name) for name in _LISTS}
    if unknown := sorted(set(found) - {*_TEXTS, *_LISTS}):
        raise ProjectError(f"{path}: no setting {unknown[0]!r}; has {', '.join((*_TEXTS, *_LISTS))}")
    if not texts["base"].endswith("/"):
        raise ProjectError(f"{path}: base {texts['base']!r} must end with '/'")
    if not lists["languages"]:
        raise ProjectError(f'{path}: languages is empty; write languages = ["en"]')
    return Settings(
        root, texts["title"], texts["base"], texts["license"], lists["languages"], lists["template"]
    )


def _list(path: Path, found: dict[str, object], name: str) -> tuple[str, ...]:
    values = found.get(name, _LISTS[name])
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise ProjectError(f'{path}: {name} must be a list of texts; write {name} = ["..."]')
    return tuple(values)


def _text(path: Path, found: dict[str, object], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value:
        raise ProjectError(f'{path}: {name} is missing; write {name} = "..."')
    return value


def find_root(start: Path | None = None) -> Path:
    """Find the project directory: the nearest upwards from ``start``, else the one shipped with the program.

    ``start`` is the current directory if not given.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    return _SHIPPED
