"""Laying out a new project: the ontology and the queries of another one, and tables without rows."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from koryu.errors import ProjectError
from koryu.rebasing import Rebasing
from koryu.settings import FILE, Settings, check_base

TITLE: Final = "A new project"
_LINE: Final = r"(?m)^{}[ \t]*=.*\n"  # of a setting
_TITLES: Final = r"(?m)^\n?\[titles\].*\n(?:[^\[\n].*\n)*"  # in other languages


def lay_out(source: Settings, target: Path, base: str | None = None) -> None:
    """Lay out an empty project that builds.

    Args:
        source: The project to copy; of its data those folders are copied that its setting ``template`` names.
        target: A folder that does not exist or is empty. Nothing is left in it if anything fails.
        base: What the IRIs of its things begin with, that of the source if not given. Terms, concepts and
            shapes keep their IRIs: the vocabulary is shared.

    Raises:
        ProjectError: The folder is in use or cannot be written, the source lacks something, or the base is
            no base.
    """
    base = base or source.base
    check_base(base)
    if target.is_dir() and any(target.iterdir()):
        raise ProjectError(f"{target}: is not empty; name a folder that does not exist yet")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
            project = Path(folder) / "project"
            _Copy(source, project, base).make()
            project.replace(target)
    except OSError as error:
        raise ProjectError(f"{target}: cannot lay out a project: {error.strerror or error}") from None


@dataclass(frozen=True)
class _Copy:
    """A copy of a project for another base."""

    source: Settings
    target: Path
    base: str

    def make(self) -> None:
        for folder in (self.source.ontology, self.source.queries):
            shutil.copytree(folder, self.target / folder.name, copy_function=self._file)
        for name in self.source.template:
            self._tables(self.source.data / name, self.target / self.source.data.name / name)
        (self.target / FILE).write_text(self._settings(), "utf-8")

    def _settings(self) -> str:
        vocabulary = self.source.vocabulary or self.source.base
        named = [] if vocabulary == self.base else [f'vocabulary = "{vocabulary}"']
        text = (self.source.root / FILE).read_text("utf-8")
        text = re.sub(_LINE.format("vocabulary"), "", text)
        text = re.sub(_LINE.format("base"), "\n".join([f'base = "{self.base}"', *named, ""]), text)
        text = re.sub(_TITLES, "", text)
        return re.sub(_LINE.format("title"), f'title = "{TITLE}"\n', text)

    def _tables(self, folder: Path, target: Path) -> None:
        """Copy the metadata of tables, and of each table its header only."""
        target.mkdir(parents=True)
        for path in sorted(folder.glob("*.json")):
            self._file(path, target / path.name)
        for path in sorted(folder.glob("*.csv")):
            with path.open("rb") as table:
                (target / path.name).write_bytes(table.readline())

    def _file(self, path: str | Path, target: str | Path) -> None:
        """Copy a file with the IRIs of things below the new base, but the ontology as it is."""
        content = Path(path).read_bytes()
        if Path(path).parent != self.source.ontology:
            content = Rebasing(self.source.base, self.base).text(content)
        Path(target).write_bytes(content)
