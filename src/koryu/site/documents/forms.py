"""The forms in which statements are given to programs: their suffixes, media types and writers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from koryu.export.export import FORMATS
from koryu.rdf.ntriples import Quad
from koryu.site.editions.edition import Edition


@dataclass(frozen=True)
class Form:
    """A form of a document; ``format`` is what exports call it, None if it is no form of RDF.

    Source: https://www.iana.org/assignments/media-types/
    """

    suffix: str
    media_type: str
    format: str | None = None

    @property
    def is_rdf(self) -> bool:
        """Does it hold statements?"""
        return self.format is not None


HTML: Final = Form("html", "text/html")
TURTLE: Final = Form("ttl", "text/turtle", "ttl")
RDF: Final = (
    TURTLE,
    Form("jsonld", "application/ld+json", "jsonld"),
    Form("nt", "application/n-triples", "nt"),
    Form("rdf", "application/rdf+xml", "rdfxml"),
    Form("csv", "text/csv", "csv"),
)
DOCUMENT: Final = (HTML, *RDF)  # of what people read too


def write(quads: Iterable[Quad], form: Form, edition: Edition) -> bytes:
    """Write statements in a form; every literal stays as it is.

    Raises:
        ValueError: The form cannot hold them, as XML cannot hold some characters.
    """
    ordered = sorted(set(quads), key=lambda quad: (quad[1], quad[0]))
    return FORMATS[form.format or ""](ordered, edition.prefixes, edition.settings.iris).encode()
