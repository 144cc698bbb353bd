"""What part the project's terms play on a page, told by their alignments to terms that the world knows.

So a map is drawn of whatever is aligned to latitude and longitude, and no term of a project is named here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from koryu.namespaces import DCTERMS
from koryu.queries.binding import bind
from koryu.rdf.ntriples import iri, value
from koryu.site.editions.edition import Edition

_ORG: Final = "http://www.w3.org/ns/org#"
_PROV: Final = "http://www.w3.org/ns/prov#"
_SCHEMA: Final = "https://schema.org/"
_TIME: Final = "http://www.w3.org/2006/time#"
_WGS: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"

LATITUDE: Final = (f"{_WGS}lat", f"{_SCHEMA}latitude")
LONGITUDE: Final = (f"{_WGS}long", f"{_SCHEMA}longitude")
AREA: Final = (f"{_SCHEMA}areaServed",)
BOND: Final = (f"{_ORG}OrganizationalCollaboration",)
PARTY: Final = (f"{_ORG}hasMember",)
EARLIEST: Final = (f"{_TIME}hasBeginning",)
STARTS: Final = (f"{_SCHEMA}startDate",)
ENDS: Final = (f"{_SCHEMA}endDate",)
BEFORE: Final = (f"{_ORG}originalOrganization",)
SOURCE: Final = (f"{DCTERMS}source", f"{_PROV}wasQuotedFrom")
HELD_IN: Final = (f"{_PROV}hadPrimarySource",)
WHOLE: Final = (f"{DCTERMS}isPartOf",)
TEXT: Final = (f"{_SCHEMA}text",)

_ALL: Final = (
    *LATITUDE, *LONGITUDE, *AREA, *BOND, *PARTY, *EARLIEST, *STARTS, *ENDS, *BEFORE, *SOURCE, *HELD_IN,
    *WHOLE, *TEXT,
)  # fmt: skip
_ALIGNED: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?term ?known WHERE {
  VALUES ?known { UNDEF }
  ?term rdfs:subPropertyOf|rdfs:subClassOf|skos:exactMatch|skos:closeMatch|skos:relatedMatch ?known .
}
"""


@dataclass(frozen=True)
class Roles:
    """The project's terms by the known terms that they are aligned to."""

    aligned: Mapping[str, frozenset[str]]

    def terms(self, known: tuple[str, ...]) -> frozenset[str]:
        """The IRIs of all terms that play the part of one of these, themselves included."""
        return frozenset(known).union(*(self.aligned.get(each, frozenset()) for each in known))

    def bound(self, known: tuple[str, ...]) -> list[str]:
        """The same as terms for a query, in a fixed order."""
        return [iri(each) for each in sorted(self.terms(known))]


def roles_of(edition: Edition) -> Roles:
    """Read the roles of the terms of an edition, once."""
    return edition.once(_read_roles)


def _read_roles(edition: Edition) -> Roles:
    found: defaultdict[str, set[str]] = defaultdict(set)
    query = bind(_ALIGNED, {"known": [iri(each) for each in _ALL]})
    for term, known in edition.store.select(query).rows:
        if term and known and term.startswith("<"):
            found[value(known)].add(value(term))
    return Roles({known: frozenset(terms) for known, terms in found.items()})
