"""A build below another base, so that another host serves the same graph with its own addresses.

It is made once, as a project of its own in the cache folder of the user: statements, stored queries, reports
and the description of the dataset with their IRIs rewritten, and a store of its own. So nothing is rewritten
while requests are answered, and a query may name the mirror's IRIs.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import platformdirs

from koryu.build import KEPT, REPORTS, digest_of, write_build
from koryu.changes import copy_log
from koryu.errors import ProjectError
from koryu.graph import Graph
from koryu.rdf.ntriples import Triple, value
from koryu.rebasing import Rebasing
from koryu.settings import FILE, Settings, check_base, read_settings
from koryu.site.editions.edition import Edition, open_edition

_SETTING: Final = r"(?m)^{}[ \t]*=.*\n"


def mirrored(edition: Edition, base: str) -> Edition:
    """Take the mirror of an edition below another base; made if it is not there yet.

    Raises:
        ProjectError: The base is no base, or the cache folder cannot be written.
    """
    check_base(base)
    mirror = _Mirror(edition, base, platformdirs.user_cache_path("koryu") / "mirrors")
    try:
        return open_edition(read_settings(mirror.folder()))
    except OSError as error:
        raise ProjectError(f"{mirror.cache}: a mirror cannot be made: {error.strerror or error}") from None


@dataclass(frozen=True)
class _Mirror:
    """A mirror to be made of an edition, below a base, in a folder of mirrors."""

    edition: Edition
    base: str
    cache: Path

    @property
    def source(self) -> Settings:
        return self.edition.settings

    @cached_property
    def rebasing(self) -> Rebasing:
        return Rebasing(self.source.base, self.base)

    @cached_property
    def name(self) -> str:
        """The name of its folder: the base, and all that the mirror is made of."""
        paths = [self.edition.path / "SHA256SUMS", self.source.root / FILE, *sorted(self._queries())]
        parts = [str(self.source.root).encode(), *(path.read_bytes() for path in paths)]
        content = hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
        return f"{hashlib.sha256(self.base.encode()).hexdigest()[:16]}-{content[:16]}"

    def _queries(self) -> Iterator[Path]:
        return (path for path in self.source.queries.rglob("*") if path.is_file())

    def folder(self) -> Path:
        """The folder of the mirror; made in another place and put here when it is complete."""
        target = self.cache / self.name
        if not target.is_dir():
            self.cache.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self.cache, prefix=".new-") as folder:
                self._make(Path(folder) / "mirror")
                self._put(Path(folder) / "mirror", target)
            self._prune(target)
        return target

    def _put(self, folder: Path, target: Path) -> None:
        try:
            folder.rename(target)
        except OSError:
            if not target.is_dir():  # else another server has made the same
                raise

    def _make(self, folder: Path) -> None:
        folder.mkdir()
        (folder / FILE).write_text(self._settings(), "utf-8")
        for each in (self.source.ontology, self.source.data):
            (folder / each.name).symlink_to(each.resolve(), target_is_directory=True)
        self._copy_queries(folder)
        self._build(read_settings(folder))

    def _settings(self) -> str:
        text = (self.source.root / FILE).read_text("utf-8")
        for name in ("base", "vocabulary"):
            text = re.sub(_SETTING.format(name), "", text)
        vocabulary = self.source.vocabulary or self.source.base
        return f'base = "{self.base}"\nvocabulary = "{vocabulary}"\n{text}'

    def _copy_queries(self, folder: Path) -> None:
        for path in self._queries():
            target = folder / "queries" / path.relative_to(self.source.queries)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self.rebasing.text(path.read_bytes()))

    def _build(self, settings: Settings) -> None:
        reports = {name: self._report(name) for name in REPORTS}
        folder = settings.builds / ".new"
        folder.mkdir(parents=True)
        write_build(folder, self._graph(), reports, settings)
        built = self.edition.built.timestamp()
        os.utime(folder / "SHA256SUMS", (built, built))  # when its content was made
        target = folder.rename(settings.builds / digest_of(folder))
        settings.build.symlink_to(target.relative_to(settings.root), target_is_directory=True)
        copy_log(self.source, settings, self.rebasing)

    def _report(self, name: str) -> str:
        path = self.edition.path / name
        return self.rebasing.text(path.read_bytes()).decode() if path.exists() else ""

    def _graph(self) -> Graph:
        parts: defaultdict[str, set[Triple]] = defaultdict(set)
        term, iris = self.rebasing.term, self.source.iris
        for (subject, predicate, object_), graph in self.edition.statements:
            parts[iris.key(value(graph))].add((term(subject), term(predicate), term(object_)))
        return Graph(dict(parts), {})

    def _prune(self, current: Path) -> None:
        """Remove the mirrors of earlier builds below the same base, but those last made."""
        start = self.name.partition("-")[0]
        others = [path for path in self.cache.glob(f"{start}-*") if path != current]
        others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in others[KEPT - 1 :]:
            shutil.rmtree(path, ignore_errors=True)
