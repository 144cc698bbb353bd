"""The links of a project: ``data/links/<dataset>.sssom.tsv``, a file for each other dataset."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

from koryu.errors import Faults, KoryuError, ProjectError
from koryu.iris import KEY, KINDS
from koryu.printable import quoted
from koryu.settings import Settings
from koryu.sssom.reading import MappingSet, read_mappings
from koryu.sssom.writing import Description

SUFFIX: Final = ".sssom.tsv"


def link_path(settings: Settings, dataset: str) -> Path:
    """The file of the links to a dataset, such as ``wikidata``; it need not be there yet.

    Raises:
        ProjectError: A file cannot be named so.
    """
    if not KEY.fullmatch(dataset):
        raise ProjectError(
            f"{settings.links}: {quoted(dataset)} cannot name a file of links; write a name such as wikidata"
        )
    return settings.links / f"{dataset}{SUFFIX}"


def link_files(settings: Settings) -> dict[str, Path]:
    """List the files of links by the name of their dataset, sorted."""
    found = sorted(settings.links.glob(f"[!.]*{SUFFIX}"))
    names = [path.name.removesuffix(SUFFIX) for path in found]
    return {name: link_path(settings, name) for name in names}


def read_links(settings: Settings, things: Collection[str] | None = None) -> dict[str, MappingSet]:
    """Read the links of a project by the name of their dataset.

    Args:
        settings: Those of the project.
        things: The IRIs that a subject may be; any if not given.

    Raises:
        Faults: Files are malformed, in whichever lines; a DataError for each fault.
        ProjectError: A file has a name that none may have.
    """
    found: dict[str, MappingSet] = {}
    faults: list[KoryuError] = []
    for name, path in link_files(settings).items():
        try:
            found[name] = read_mappings(path, root=settings.root, things=things)
        except Faults as wrong:
            faults += wrong.faults
    if faults:
        raise Faults(faults)
    return found


def describe_links(
    settings: Settings, dataset: str, *, title: str, object_source: str, prefixes: dict[str, str]
) -> Description:
    """Describe the links to a dataset, as the head of a new file does.

    Args:
        settings: Those of the project.
        dataset: The name of the file, such as ``wikidata``.
        title: What the links are called.
        object_source: The IRI of the dataset.
        prefixes: The namespaces of its things, by prefix.
    """
    iris = settings.iris
    return Description(
        id=iris.linkset(dataset),
        title=title,
        license=settings.license,
        subject_source=iris.dataset,
        object_source=object_source,
        prefixes={**{kind: iris.thing(kind, "") for kind in KINDS}, **prefixes},
    )
