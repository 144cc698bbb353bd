"""An edition: one build, opened for reading, from which every page and every document is made."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Self, TypeVar

from koryu.queries.catalogue import Catalogue
from koryu.rdf.prefixes import read_prefixes
from koryu.settings import Settings
from koryu.site.editions.keys import Keys
from koryu.site.editions.mapping import Mapping, mapping_of
from koryu.site.editions.ontology import Ontology
from koryu.site.editions.statements import Statements
from koryu.stores.local import LocalStore

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Edition:
    """One build of a project.

    ``path``: its own folder, which a later build does not change; not the link ``build``.
    """

    settings: Settings
    path: Path
    _kept: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)
    _locks: dict[object, threading.RLock] = field(default_factory=dict, repr=False, compare=False)

    def once(self, make: Callable[[Self], _Made]) -> _Made:
        """Make what costs time and is the same for every reader of this edition, at its first use.

        Who wants something else meanwhile need not wait for it.
        """
        if make not in self._kept:
            with self._lock:
                lock = self._locks.setdefault(make, threading.RLock())
            with lock:
                if make not in self._kept:
                    self._kept[make] = make(self)
        made: _Made = self._kept[make]
        return made

    @cached_property
    def digest(self) -> str:
        """The name of its content: 16 hexadecimal digits."""
        return self.path.name[:16]

    @cached_property
    def built(self) -> datetime.datetime:
        """When it was built: a whole second, UTC."""
        changed = int((self.path / "SHA256SUMS").stat().st_mtime)
        return datetime.datetime.fromtimestamp(changed, datetime.UTC)

    @cached_property
    def store(self) -> LocalStore:
        """Its store, for queries of our own; those of strangers go to ``koryu.evaluation``."""
        return LocalStore(self.path / "store")

    def check(self) -> None:
        """See that its statements and its store can be opened.

        Raises:
            ProjectError: They cannot.
        """
        self.store, self.statements  # noqa: B018

    @cached_property
    def statements(self) -> Statements:
        """Its statements by subject, every literal as it was written."""
        return Statements(self.path / "koryu.nq")

    @cached_property
    def ontology(self) -> Ontology:
        """The vocabulary: classes, properties and concepts."""
        return Ontology(self.statements, self.settings, self.path / "void.ttl")

    @cached_property
    def catalogue(self) -> Catalogue:
        """The stored queries."""
        return Catalogue(self.settings)

    @cached_property
    def keys(self) -> Keys:
        """Its things by kind and key."""
        return Keys(self.statements, self.settings)

    @cached_property
    def mapping(self) -> Mapping:
        """What its terms are called in other vocabularies."""
        return mapping_of(self.statements, self.settings.iris.ontology)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the project's files are written with."""
        return read_prefixes(self.settings)


def open_edition(settings: Settings) -> Edition:
    """Open the last build.

    Raises:
        ProjectError: There is no build yet.
    """
    return Edition(settings, settings.built("koryu.nq").parent.resolve())
