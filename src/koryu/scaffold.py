"""Laying out a new project: the ontology and the queries of another one, and tables without rows."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

from koryu.errors import ProjectError
from koryu.settings import FILE, Settings

TITLE: Final = "A new project"
_TITLE_LINE = re.compile(r"^title\s*=.*$", re.MULTILINE)


def lay_out(source: Settings, target: Path) -> None:
    """Lay out an empty project that builds.

    Args:
        source: The project to copy; of its data those folders are copied that its setting ``template`` names.
        target: A folder that does not exist or is empty. Nothing is left in it if anything fails.

    Raises:
        ProjectError: The folder is in use or cannot be written, or the source lacks something.
    """
    if target.is_dir() and any(target.iterdir()):
        raise ProjectError(f"{target}: is not empty; name a folder that does not exist yet")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
            project = Path(folder) / "project"
            _copy(source, project)
            project.replace(target)
    except OSError as error:
        raise ProjectError(f"{target}: cannot lay out a project: {error.strerror or error}") from None


def _copy(source: Settings, target: Path) -> None:
    for folder in (source.ontology, source.queries):
        shutil.copytree(folder, target / folder.name)
    for name in source.template:
        _copy_tables(source.data / name, target / source.data.name / name)
    settings = (source.root / FILE).read_text("utf-8")
    (target / FILE).write_text(_TITLE_LINE.sub(f'title = "{TITLE}"', settings, count=1), "utf-8")


def _copy_tables(folder: Path, target: Path) -> None:
    """Copy the metadata of tables, and of each table its header only."""
    target.mkdir(parents=True)
    for path in sorted(folder.glob("*.json")):
        shutil.copyfile(path, target / path.name)
    for path in sorted(folder.glob("*.csv")):
        with path.open("rb") as table:
            (target / path.name).write_bytes(table.readline())
