"""A project directory and its settings, ``koryu.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from koryu.errors import ProjectError
from koryu.iris import Iris
from koryu.limits import DEFAULTS, Limits, read_limits
from koryu.printable import quoted
from koryu.textfiles import decode

FILE: Final = "koryu.toml"
TEXTS: Final = ("title", "base", "license", "vocabulary")
LISTS: Final[dict[str, list[str]]] = {"languages": ["en"], "template": []}  # with their defaults
TABLES: Final = ("titles", "serve")
_OPTIONAL: Final = ("vocabulary",)
_SHIPPED: Final = Path(__file__).parent / "project"
_CHECKOUT: Final = Path(__file__).parents[2]  # where the program is used from, if it is not installed
_BASE: Final = re.compile(r"https?://[^\x00-\x20<>\"{}|^`\\/?#\[\]]+/(?:[^\x00-\x20<>\"{}|^`\\?#\[\]]*/)?")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")  # https://www.rfc-editor.org/rfc/rfc5646#section-2.2.1
_TOML: Final = re.compile(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)


@dataclass(frozen=True)
class Settings:
    """Where a project lies and what its ``koryu.toml`` says.

    ``base``: the IRI that every IRI of the project's things begins with; ends with a slash.
    ``languages``: tags of two or three letters; the first is used where nobody asks for another.
    ``template``: the folders of ``data/`` that a new project gets, without their rows.
    ``vocabulary``: the IRI that those of its classes, properties and concepts begin with, if not ``base``.
    ``titles``: the title in languages other than the first, the table ``[titles]``.
    ``limits``: what a query of a stranger may cost, the table ``[serve]``.
    """

    root: Path
    title: str
    base: str
    license: str
    languages: tuple[str, ...]
    template: tuple[str, ...] = ()
    vocabulary: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)
    limits: Limits = DEFAULTS

    @cached_property
    def iris(self) -> Iris:
        """The IRIs that the project mints."""
        return Iris(self.base, self.vocabulary)

    @property
    def ontology(self) -> Path:
        """The folder of the ontology, its shapes and its profile."""
        return self.root / "ontology"

    @property
    def shapes(self) -> Path:
        """The folder of its shapes."""
        return self.ontology / "shapes"

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

    def built(self, name: str) -> Path:
        """Take a file or folder of the last build.

        Raises:
            ProjectError: There is no build yet.
        """
        path = self.build / name
        if not path.exists():
            raise ProjectError(f"{path}: no build yet; run 'koryu build'")
        return path

    @property
    def builds(self) -> Path:
        """The folder that holds the builds themselves."""
        return self._workplace / ".builds"

    @property
    def links(self) -> Path:
        """The folder of the links to other datasets, a file for each dataset; a project may have none."""
        return self.data / "links"

    @property
    def proposals(self) -> Path:
        """The folder of what 'koryu link' found, until somebody decides."""
        return self._workplace / ".links"

    @property
    def is_shipped(self) -> bool:
        """Is it the project that came with the program, which is not to be changed?"""
        return self.root == _SHIPPED

    @property
    def _workplace(self) -> Path:
        if not self.is_shipped:
            return self.root
        import platformdirs  # for those alone who work without a project

        return platformdirs.user_cache_path("koryu")


def read_settings(root: Path) -> Settings:
    """Read the settings of the project at ``root``.

    Raises:
        ProjectError: There is no ``koryu.toml``, or a setting is missing, unknown or malformed.
    """
    path = root / FILE
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise ProjectError(f"{path}: no such file; 'koryu new {root}' lays out a project") from None
    except OSError as error:
        raise ProjectError(f"{path}: cannot be read: {error.strerror}") from None
    return _settings(root.resolve(), path, _toml(decode(content, str(path), ProjectError), path))


def check_base(base: str, where: str = "base") -> None:
    """Refuse an IRI that no base or vocabulary may be; ``where`` is how the message calls it.

    Raises:
        ProjectError: It is not absolute, or does not end with a slash.
    """
    if not _BASE.fullmatch(base):
        raise ProjectError(f"{where} {quoted(base)} is not an http(s) IRI ending with /; write https://.../")


def _toml(text: str, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML.fullmatch(str(error))
        problem, line = found.groups() if found else (str(error), None)
        place = f"{path}:{line or len(text.splitlines())}"
        raise ProjectError(f'{place}: not TOML: {problem}; write name = "value", one in a line') from None


def _settings(root: Path, path: Path, found: dict[str, object]) -> Settings:
    if unknown := sorted(set(found) - {*TEXTS, *LISTS, *TABLES}):
        raise ProjectError(f"{path}: no setting {unknown[0]!r}; has {', '.join((*TEXTS, *LISTS, *TABLES))}")
    texts = {name: _text(path, found, name) for name in TEXTS if name in found or name not in _OPTIONAL}
    for name in ("base", "vocabulary"):
        if name in texts:
            check_base(texts[name], f"{path}: {name}")
    languages, template = (_list(path, found, name) for name in LISTS)
    _check_languages(path, languages)
    _check_template(path, template, root / "data")
    titles = _titles(path, found.get("titles", {}), languages)
    limits = read_limits(f"{path}: serve", found.get("serve", {}))
    return Settings(root, **texts, languages=languages, template=template, titles=titles, limits=limits)


def _text(path: Path, found: dict[str, object], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value.strip():
        problem = "must be a text that is not empty" if name in found else "is missing"
        raise ProjectError(f'{path}: {name} {problem}; write {name} = "..."')
    return value


def _titles(path: Path, found: object, languages: tuple[str, ...]) -> dict[str, str]:
    if not isinstance(found, dict):
        mend = 'write [titles] in a line, and below it ja = "..."'
        raise ProjectError(f"{path}: titles must be a table; {mend}")
    if unknown := sorted(set(found) - set(languages)):
        has = ", ".join(languages)
        raise ProjectError(f"{path}: titles has {quoted(unknown[0])}, which is none of the languages {has}")
    return {lang: _text(path, found, lang) for lang in found}


def _list(path: Path, found: dict[str, object], name: str) -> tuple[str, ...]:
    values = found.get(name, LISTS[name])
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise ProjectError(f'{path}: {name} must be a list of texts; write {name} = ["..."]')
    if twice := sorted({each for each in values if values.count(each) > 1}):
        raise ProjectError(f"{path}: {name} has {quoted(twice[0])} twice; keep one")
    return tuple(values)


def _check_languages(path: Path, languages: tuple[str, ...]) -> None:
    if not languages:
        raise ProjectError(f'{path}: languages is empty; write languages = ["en"]')
    for tag in languages:
        if not _LANGUAGE.fullmatch(tag):
            raise ProjectError(f"{path}: languages has {quoted(tag)}, which is no tag such as en, ja or zh")


def _check_template(path: Path, template: tuple[str, ...], data: Path) -> None:
    folders = sorted(each.name for each in data.iterdir() if each.is_dir()) if data.is_dir() else []
    for name in template:
        if name not in folders:
            has = ", ".join(folders) or "no folder"
            raise ProjectError(f"{path}: template has {quoted(name)}, but {data} has {has}")


def find_root(start: Path | None = None) -> Path:
    """Find the project directory: the nearest upwards from ``start``, else the one shipped with the program.

    ``start`` is the current directory if not given.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    return _SHIPPED if (_SHIPPED / FILE).is_file() else _CHECKOUT
