"""The dimensions of the project's observations: what tells one figure from another of its data set.

Source: https://www.w3.org/TR/vocab-data-cube/#dsd-dimensions
"""

from __future__ import annotations

from typing import Final

from koryu.rdf.ntriples import value
from koryu.site.editions.edition import Edition

_DIMENSIONS: Final = """
PREFIX qb: <http://purl.org/linked-data/cube#>
SELECT DISTINCT ?dimension ?order WHERE {
  ?component qb:dimension ?dimension .
  OPTIONAL { ?component qb:order ?order }
}
"""
_LAST: Final = 1_000_000.0  # the place of a dimension that has none


def dimensions_of(edition: Edition) -> tuple[str, ...]:
    """List the IRIs of all dimensions, in the order that structures give them, once."""
    return edition.once(_read_dimensions)


def _read_dimensions(edition: Edition) -> tuple[str, ...]:
    places: dict[str, float] = {}
    for dimension, order in edition.store.select(_DIMENSIONS).rows:
        if dimension:
            name = value(dimension)
            places[name] = min(places.get(name, _LAST), float(value(order)) if order else _LAST)
    return tuple(sorted(places, key=lambda each: (places[each], each)))
