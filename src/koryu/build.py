"""Building a project: from its tables and its ontology to a directory that is queried, exported and served.

A build is atomic: it is made in a directory of its own, and at the end the symbolic link ``build`` is turned
to it. A build that fails, or is killed, leaves the last good one in place. Two builds of the same input are
the same bytes, the files of the store apart.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from koryu.changes import record
from koryu.errors import Faults, KoryuError, ProjectError
from koryu.export.describe import describe
from koryu.graph import Graph, make_graph
from koryu.rdf.ntriples import write_nquads
from koryu.rdf.prefixes import read_prefixes
from koryu.rdf.turtle import write_turtle
from koryu.settings import Settings
from koryu.shacl.results import Report
from koryu.validation.reports.lines import result_line
from koryu.validation.reports.objects import objects
from koryu.validation.reports.triples import turtle
from koryu.validation.reports.view import View
from koryu.validation.validate import validate

KEPT: Final = 2  # builds: the one in use and the one before it
REPORTS: Final = ("report.ttl", "report.json")  # of the validation of a build


class ValidationFailed(Faults):
    """The graph does not hold what the shapes ask; nothing was replaced."""

    def __init__(self, report: Report, view: View) -> None:
        self.report = report
        super().__init__(KoryuError(result_line(one, report, view)) for one in report.faults(view.strict))


@dataclass(frozen=True)
class Build:
    """A finished build: its directory, the number of triples in each graph, and its report."""

    path: Path
    triples: dict[str, int]
    report: Report


def build(settings: Settings, *, strict: bool = False) -> Build:
    """Build the project and make the result the current build.

    Args:
        settings: Those of the project.
        strict: Let warnings stop the build as violations do.

    Raises:
        Faults: Tables are malformed; a DataError for each fault.
        ValidationFailed: The graph has violations.
        ProjectError: The project's folders are not as they should be, or cannot be written.
    """
    graph = make_graph(settings)
    report = validate(graph, settings)
    if report.faults(strict):
        raise ValidationFailed(report, View(settings.iris, strict=strict))
    with _new_folder(settings) as folder:
        write_build(folder, graph, _reports(report, settings), settings)
        before = settings.build.resolve()
        path = _publish(folder, settings)
    record(before, path, settings)
    return Build(path, {name: len(triples) for name, triples in graph.parts.items()}, report)


@contextlib.contextmanager
def _new_folder(settings: Settings) -> Iterator[Path]:
    """A folder to build in, gone afterwards whatever happens."""
    folder = settings.builds / f".new-{os.getpid()}"
    try:
        settings.builds.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(settings.builds)
        folder.mkdir()
        yield folder
    except OSError as error:
        raise ProjectError(
            f"{settings.builds}: cannot be written: {error.strerror}; the last build stays"
        ) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(builds: Path) -> None:
    """Remove what builds left behind that were killed."""
    for folder in builds.glob(".new-*"):
        if not Path(f"/proc/{folder.name.removeprefix('.new-')}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _reports(report: Report, settings: Settings) -> dict[str, str]:
    view = View(settings.iris, prefixes=read_prefixes(settings))
    return dict(zip(REPORTS, (turtle(report, view), objects(report, view)), strict=True))


def write_build(folder: Path, graph: Graph, reports: Mapping[str, str], settings: Settings) -> None:
    """Write the files and the store of a build, with these texts of its ``REPORTS``."""
    iris, prefixes = settings.iris, read_prefixes(settings)
    quads = folder / "koryu.nq"
    write_nquads(quads, graph.quads(iris))
    _write_text(folder / "koryu.ttl", write_turtle(graph.triples, prefixes))
    for name, text in reports.items():
        _write_text(folder / name, text)
    _write_text(folder / "void.ttl", write_turtle(describe(graph.parts, settings), prefixes))
    _write_text(folder / "SHA256SUMS", _checksums(folder))
    store = ox.Store(str(folder / "store"))
    store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _checksums(folder: Path) -> str:
    """One line for each file, as ``sha256sum --check`` reads it."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def digest_of(folder: Path) -> str:
    """The name of the content of a build."""
    return hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()[:16]


def _publish(folder: Path, settings: Settings) -> Path:
    """Give the folder a name of its content that is not in use, and turn the link ``build`` to it.

    A build of the same content is not taken instead: it may be damaged.
    """
    digest = digest_of(folder)
    names = (settings.builds / digest, settings.builds / f"{digest}-again")
    target = next(path for path in names if path.resolve() != settings.build.resolve())
    shutil.rmtree(target, ignore_errors=True)
    folder.rename(target)
    _link(settings.build, target)
    _prune(settings.builds, target)
    return target


def _link(link: Path, target: Path) -> None:
    if link.exists() and not link.is_symlink():
        raise ProjectError(f"{link}: is not the link to a build; move it away")
    temporary = link.with_name(f".build-{os.getpid()}")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target.relative_to(link.parent), target_is_directory=True)
    temporary.replace(link)


def _prune(builds: Path, current: Path) -> None:
    others = [path for path in builds.iterdir() if path != current and not path.name.startswith(".")]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
