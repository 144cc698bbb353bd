"""Governments on the map, as GeoJSON: https://www.rfc-editor.org/rfc/rfc7946."""

from __future__ import annotations

import json
from collections.abc import Iterable

from koryu.export.index import Index
from koryu.iris import Iris
from koryu.rdf.ntriples import Triple, value


def write_geojson(triples: Iterable[Triple], iris: Iris) -> str:
    """Write each government with the point of its territory; where none is known the geometry is null.

    Raises:
        ValueError: There is no government.
    """
    index = Index(triples, iris)
    features = [_feature(index, government) for government in index.members("Government")]
    if not features:
        raise ValueError("there is no government to put on a map")
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def _feature(index: Index, government: str) -> dict[str, object]:
    return {
        "type": "Feature",
        "id": value(government),
        "geometry": _point(index, government),
        "properties": {
            "key": index.key(government),
            **index.labels(government),
            "level": index.text(government, "level"),
            "country": index.text(government, "country"),
        },
    }


def _point(index: Index, government: str) -> dict[str, object] | None:
    """Make the point of the territory: longitude first, degrees, WGS 84."""
    territory = index.one(government, "territory") or ""
    place = [index.text(territory, name) for name in ("longitude", "latitude")]
    degrees = [float(text) for text in place if text is not None]
    return {"type": "Point", "coordinates": degrees} if len(degrees) == 2 else None
