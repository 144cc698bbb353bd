"""A group of three tables, one of them in another folder, for the tests of the data side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

KEY = {"base": "string", "format": "[a-z0-9]+(-[a-z0-9]+)*"}
COUNT = {"base": "integer", "minimum": 0}
BASE = "https://example.org/"


def group() -> dict[str, Any]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@id": f"{BASE}graph/counts",
        "dc:title": "Counts",
        "dc:license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
        "tables": [
            {"url": "counts.csv", "dc:title": "Counts", "tableSchema": "counts.schema.json"},
            {
                "url": "../places/places.csv",
                "suppressOutput": True,
                "tableSchema": "../places/places.schema.json",
            },
        ],
    }


def counts() -> dict[str, Any]:
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "aboutUrl": f"{BASE}id/count/{{key}}",
        "columns": [
            {"name": "key", "datatype": KEY, "required": True, "suppressOutput": True},
            {
                "name": "place",
                "titles": {"en": "Place", "ja": "場所"},
                "datatype": KEY,
                "required": True,
                "propertyUrl": f"{BASE}def#place",
                "valueUrl": f"{BASE}id/place/{{place}}",
            },
            {"name": "count", "datatype": COUNT, "propertyUrl": f"{BASE}def#count"},
            {"name": "share", "datatype": "decimal", "propertyUrl": f"{BASE}def#share"},
            {"name": "day", "datatype": "date", "propertyUrl": f"{BASE}def#day"},
            {
                "name": "note_zh_hans",
                "dc:description": "A remark in Chinese.",
                "datatype": {"base": "string", "format": "[^<>=+@-][^<>]*"},
                "lang": "zh-Hans",
                "propertyUrl": "rdfs:comment",
            },
            {
                "name": "has_count",
                "virtual": True,
                "aboutUrl": f"{BASE}id/place/{{place}}",
                "propertyUrl": f"{BASE}def#has",
                "valueUrl": f"{BASE}id/count/{{key}}",
            },
            {"name": "type", "virtual": True, "propertyUrl": "rdf:type", "valueUrl": f"{BASE}def#Count"},
        ],
        "primaryKey": "key",
        "foreignKeys": [
            {
                "columnReference": "place",
                "reference": {"resource": "../places/places.csv", "columnReference": "key"},
            }
        ],
    }


def places() -> dict[str, Any]:
    return {
        "aboutUrl": f"{BASE}id/place/{{key}}",
        "columns": [
            {"name": "key", "datatype": KEY, "required": True, "suppressOutput": True},
            {"name": "label", "propertyUrl": "rdfs:label"},
        ],
        "primaryKey": ["key"],
    }


COUNTS = (
    "key,place,count,share,day,note_zh_hans\n"
    'dalian-1998,dalian,1304,30.8,1998-04-01,"大连, ""旅大"""\n'
    "kobe-1998,kobe,,,,\n"
)
PLACES = "key,label\ndalian,Dalian\nkobe,Kobe\n"


def write_tables(
    root: Path,
    counts_csv: str | bytes = COUNTS,
    places_csv: str | bytes = PLACES,
    *,
    metadata: dict[str, Any] | None = None,
    schema: dict[str, Any] | None = None,
) -> Path:
    """Write the tables below ``root`` and give the path of their metadata."""
    files: dict[str, object] = {
        "data/counts/csv-metadata.json": metadata or group(),
        "data/counts/counts.schema.json": schema or counts(),
        "data/counts/counts.csv": counts_csv,
        "data/places/places.schema.json": places(),
        "data/places/places.csv": places_csv,
    }
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, dict):
            content = json.dumps(content, ensure_ascii=False, indent=2)
        path.write_bytes(content if isinstance(content, bytes) else str(content).encode())
    return root / "data/counts/csv-metadata.json"
