"""URI templates (RFC 6570) that make IRIs of the cells of a row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import uritemplate

from koryu.printable import quoted
from koryu.rdf.ntriples import iri
from koryu.suggestions import did_you_mean

# The prefixes built into CSV on the Web: https://www.w3.org/ns/csvw
PREFIXES: Final = {
    "cc": "http://creativecommons.org/ns#",
    "csvw": "http://www.w3.org/ns/csvw#",
    "dc": "http://purl.org/dc/terms/",
    "dc11": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FULL = ("http", "https", "urn")  # schemes of an IRI that is written in full
# https://www.rfc-editor.org/rfc/rfc6570#section-2.2
_EXPRESSION = re.compile(r"\{[+#./;?&]?\w+(?:\*|:[1-9][0-9]{0,3})?(?:,\w+(?:\*|:[1-9][0-9]{0,3})?)*\}")


@dataclass(frozen=True)
class Template:
    """A template for IRIs; ``text`` is absolute, its prefix resolved."""

    text: str
    _made: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns it uses, in the order they first occur."""
        return tuple(uritemplate.variables(self.text))

    def expand(self, row: Mapping[str, str | None]) -> str | None:
        """Make the IRI for a row, as a term; None if a column it uses is empty.

        RFC 6570 would leave an empty column out, which would name another thing.
        """
        values = tuple(row[name] or "" for name in self.variables)
        if not all(values):
            return None
        if values not in self._made:
            self._made[values] = iri(
                uritemplate.expand(self.text, dict(zip(self.variables, values, strict=True)))
            )
        return self._made[values]


def make_template(text: str) -> Template:
    """Make a template of an IRI written in full, or with a prefix that is built into CSV on the Web.

    Raises:
        ValueError: It is relative, its prefix is unknown, or its syntax wrong; says how to mend it.
    """
    full = resolve(text)
    plain = _EXPRESSION.sub("x", full)
    if "{" in plain or "}" in plain:
        raise ValueError(f"{quoted(text)} is not a URI template; write a column's name in braces")
    iri(plain)
    return Template(full)


def resolve(text: str) -> str:
    """Resolve the prefix of a compact name; an IRI in full stays as it is.

    Raises:
        ValueError: The prefix is unknown, or there is none.
    """
    prefix, colon, local = text.partition(":")
    if prefix in _FULL and colon:
        return text
    if prefix in PREFIXES and colon and not local.startswith("//"):
        return PREFIXES[prefix] + local
    hint = did_you_mean(prefix, PREFIXES) if colon else ""
    raise ValueError(f"{quoted(text)} has no prefix of CSV on the Web{hint or '; write the IRI in full'}")
