"""The entities of the service: the things of an edition, named by what their IRIs end with.

The identifier of ``id/government/dalian`` is ``government/dalian``, so that the identifier space and an
identifier make the IRI.
"""

from __future__ import annotations

from dataclasses import dataclass

from koryu.site.editions.edition import Edition


@dataclass(frozen=True)
class Entities:
    """The entities of an edition; ``space`` is what their IRIs begin with, ``keys`` has those of one name."""

    space: str
    ids: frozenset[str]
    keys: dict[str, str]

    def __contains__(self, iri: str) -> bool:
        return iri.startswith(self.space) and iri.removeprefix(self.space) in self.ids

    def id(self, iri: str) -> str:
        """The identifier of an entity."""
        return iri.removeprefix(self.space)

    def find(self, text: str) -> str | None:
        """Find the IRI of the entity that a text names for certain: by its identifier or its IRI."""
        id_ = text.strip().removeprefix(self.space)
        return f"{self.space}{id_}" if id_ in self.ids else None

    def find_key(self, text: str) -> str | None:
        """Find it also by its key, where a text is to be one."""
        return self.find(self.keys.get(text.strip(), text))


def entities_of(edition: Edition) -> Entities:
    """Read the entities of an edition, once."""
    return edition.once(_read)


def _read(edition: Edition) -> Entities:
    ids = edition.keys.things
    keys: dict[str, str] = {}
    for id_ in ids:
        keys.setdefault(id_.partition("/")[2], id_)
    return Entities(f"{edition.settings.base}id/", frozenset(ids), keys)
