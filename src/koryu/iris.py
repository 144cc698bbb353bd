"""Every IRI that the project mints: made here, and taken apart here.

The patterns, below the project's base: things ``id/<kind>/<key>``, documents about them
``doc/<kind>/<key>``, graphs ``graph/<source>``, stored queries ``query/<name>``. A part of a thing, such as
one participation in a project or a decision on a link, is a fragment: ``id/project/<key>#<part>``. Below
the base of the vocabulary, which projects may share: terms ``def#Term``, concepts ``def/concept#key``, shapes
``shapes#PlaceShape``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

KINDS = (
    "government",
    "territory",
    "region",
    "organisation",
    "person",
    "affiliation",
    "observation",
    "project",
    "policy",
    "measure",
    "claim",
    "source",
    "sentence",
)
KEY = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")  # of a thing or a concept


@dataclass(frozen=True)
class Iris:
    """The IRIs of a project: below ``base``, and of its terms below ``vocabulary`` if that is another."""

    base: str
    vocabulary: str | None = None

    @property
    def ontology(self) -> str:
        """The ontology itself."""
        return f"{self.vocabulary or self.base}def"

    def thing(self, kind: str, key: str) -> str:
        """A thing of one of the ``KINDS``."""
        return f"{self.base}id/{kind}/{key}"

    def document(self, thing: str) -> str:
        """The document about a thing, given by its IRI; that of a part is that of the whole."""
        return f"{self.base}doc/{thing.partition('#')[0].removeprefix(f'{self.base}id/')}"

    @property
    def dataset(self) -> str:
        """The whole dataset, which the description in VoID is about."""
        return f"{self.base}void#dataset"

    def term(self, name: str) -> str:
        """A class or property of the ontology."""
        return f"{self.ontology}#{name}"

    def concept(self, key: str) -> str:
        """A concept; keys are unique across the schemes."""
        return f"{self.ontology}/concept#{key}"

    def linkset(self, name: str) -> str:
        """The links of one file, which the description in VoID tells of."""
        return f"{self.base}void#links-{name}"

    def link(self, thing: str, dataset: str, name: str) -> str:
        """The decision that a thing is, or is not, the one of that name in another dataset: a part of it."""
        return f"{thing}#link-{dataset}-{quote(name, safe='')}"

    def graph(self, source: str) -> str:
        """The named graph of a source: a folder of ``data/`` or a part of the ontology."""
        return f"{self.base}graph/{source}"

    def query(self, name: str) -> str:
        """A stored query."""
        return f"{self.base}query/{name}"

    @property
    def report(self) -> str:
        """The report of a validation."""
        return f"{self.base}report"

    def result(self, digest: str) -> str:
        """A result of a validation, named after its content."""
        return f"{self.base}result/{digest}"

    def is_thing(self, iri: str) -> bool:
        """Does the IRI name a thing of the project, or a part of one?"""
        return iri.startswith(f"{self.base}id/")

    def is_ours(self, iri: str) -> bool:
        """Does the IRI name anything of the project or of its vocabulary?"""
        return iri.startswith((self.base, self.ontology))

    def key(self, iri: str) -> str:
        """The form in which ``iri`` is printed: its key, or the whole of an IRI that is not the project's.

        A sentence prints as its number: ``id/sentence/yoshida-2.1.3`` is ``2.1.3``.
        """
        if not self.is_ours(iri):
            return iri
        local = iri.removeprefix(self.base)
        if local.startswith("id/sentence/"):
            return local.rpartition("-")[2]
        if local.startswith("id/"):
            return local.removeprefix("id/").partition("/")[2] or iri
        return local.rpartition("#")[2].removeprefix("graph/").removeprefix("query/")
