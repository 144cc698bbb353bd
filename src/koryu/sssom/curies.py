"""Compact IRIs: ``wikidata:Q74881`` for an IRI, by the prefixes of a file.

What is read obeys https://www.w3.org/TR/curie/#s_syntax, of which a file of mappings takes the part::

    curie  ::= prefix ':' reference
    prefix ::= NCName
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from koryu.namespaces import OWL, RDF, RDFS, SKOS, XSD
from koryu.rdf.ntriples import iri

SSSOM: Final = "https://w3id.org/sssom/"
SEMAPV: Final = "https://w3id.org/semapv/vocab/"
# https://mapping-commons.github.io/sssom/spec-intro/#iri-prefixes: those that need no declaration
BUILT_IN: Final[dict[str, str]] = {
    "linkml": "https://w3id.org/linkml/",
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "semapv": SEMAPV,
    "skos": SKOS,
    "sssom": SSSOM,
    "xsd": XSD,
}
PREFIX: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_CURIE: Final = re.compile(rf"({PREFIX.pattern}):(\S+)")


@dataclass(frozen=True)
class Curies:
    """The prefixes of a file, with their namespaces."""

    prefixes: Mapping[str, str] = field(default_factory=dict)

    def expand(self, curie: str) -> str:
        """Write a compact IRI in full.

        Raises:
            ValueError: It is none, or its prefix is unknown; says what is wrong and the mend.
        """
        match = _CURIE.fullmatch(curie)
        if not match or match[2].startswith("//"):
            raise ValueError("is no compact IRI; write prefix:name, with the prefix in the curie_map")
        prefix, name = match.groups()
        known = {**BUILT_IN, **self.prefixes}
        if prefix not in known:
            raise ValueError(
                f"has an unknown prefix; add it to the curie_map, which has {', '.join(sorted(known))}"
            )
        full = f"{known[prefix]}{name}"
        try:
            iri(full)
        except ValueError:
            raise ValueError(
                f"is no IRI, since {full!a} is none; encode what no IRI may hold as %XX"
            ) from None
        return full

    def contract(self, full: str) -> str | None:
        """Write an IRI as short as it can be; None if no prefix fits."""
        fitting = [
            (-len(namespace), prefix)
            for prefix, namespace in {**BUILT_IN, **self.prefixes}.items()
            if full.startswith(namespace) and len(full) > len(namespace)
        ]
        for length, prefix in sorted(fitting):
            curie = f"{prefix}:{full[-length:]}"
            if _CURIE.fullmatch(curie) and not full[-length:].startswith("//"):
                return curie
        return None
