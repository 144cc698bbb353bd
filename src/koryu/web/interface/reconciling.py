"""The operations of the reconciliation service, with schemas of what its specification says.

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from koryu.site.editions.edition import Edition
from koryu.site.reconciling.manifest import SUGGESTED
from koryu.site.reconciling.proposing import MOST as MOST_PROPOSED
from koryu.site.reconciling.suggest import LONGEST, MOST
from koryu.site.reconciling.types import types_of
from koryu.web.interface.operations import HTML, LANG, Operation, in_path, in_query
from koryu.web.interface.schemas import TEXT, Json, languages
from koryu.web.protocol import FORM
from koryu.web.reconcile import PATH

TAG: Final = "reconciliation"
_JSON: Final = "application/json"
_BUSY: Final = (413, 429, 503, 504)
_NAMED: Final[Json] = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": TEXT, "name": TEXT, "description": TEXT},
}
_MANIFEST: Final[Json] = {
    "type": "object",
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
    "properties": {
        "versions": {"type": "array", "items": TEXT},
        "name": TEXT,
        "identifierSpace": {"type": "string", "format": "uri"},
        "schemaSpace": {"type": "string", "format": "uri"},
        "defaultTypes": {"type": "array", "items": _NAMED},
        "batchSize": {"type": "integer", "minimum": 1},
    },
}
_CANDIDATE: Final[Json] = {
    **_NAMED,
    "required": ["id", "name", "score"],
    "properties": {
        **_NAMED["properties"],
        "type": {"type": "array", "items": _NAMED},
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "features": {"type": "array", "items": {"type": "object", "required": ["id", "value"]}},
        "match": {"type": "boolean"},
    },
}
_RESULTS: Final[Json] = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["result"],
        "properties": {"result": {"type": "array", "items": _CANDIDATE}},
    },
}
_EXTENSION: Final[Json] = {
    "type": "object",
    "required": ["meta", "rows"],
    "properties": {
        "meta": {"type": "array", "items": _NAMED},
        "rows": {"type": "object", "additionalProperties": {"type": "object"}},
    },
}
_ASKED: Final[Json] = {
    "type": "object",
    "properties": {
        "queries": {"type": "string", "description": "A batch of queries, as JSON"},
        "extend": {"type": "string", "description": "Entities, and properties that are wanted, as JSON"},
    },
}


def reconciling_operations(edition: Edition) -> Iterator[Operation]:
    """Describe the reconciliation service."""
    yield from _endpoint()
    entity, types = next(iter(edition.keys.things), ""), types_of(edition)
    id_ = in_query("id", TEXT, "The identifier of an entity", required=True, example=entity)
    lang = in_path("lang", languages(edition), "The language of names")
    kind = in_path("kind", {"type": "string", "enum": list(SUGGESTED)}, "What is suggested")
    yield Operation(
        f"{PATH}/view", f"{PATH}/view", "reconcile-view", TAG, "An identifier leads to its document",
        {}, (id_, LANG), (400, 404), (), status=303, headers={"Location": TEXT},
    )  # fmt: skip
    yield Operation(
        f"{PATH}/{{lang}}/preview", f"{PATH}/{{lang}}/preview", "reconcile-preview", TAG,
        "An entity, for the frame of another program", {HTML: TEXT}, (lang, id_), (400, 404),
    )  # fmt: skip
    yield _suggest(lang, kind)
    thing = in_query("id", TEXT, "The identifier of an entity, a property or a type", required=True)
    flyout: Json = {"type": "object", "required": ["id", "html"], "properties": {"id": TEXT, "html": TEXT}}
    yield Operation(
        f"{PATH}/{{lang}}/flyout/{{kind}}", f"{PATH}/{{lang}}/flyout/{{kind}}", "reconcile-flyout", TAG,
        "A piece of HTML about what is suggested", {_JSON: flyout}, (lang, kind, thing), (400, 404),
    )  # fmt: skip
    yield _properties(lang, next(iter(types.defaults), ""))


def _endpoint() -> Iterator[Operation]:
    batch = json.dumps({"q0": {"query": "Dalian"}})
    queries = in_query("queries", TEXT, "A batch of queries, as JSON", example=batch)
    wanted = in_query("extend", TEXT, "Entities, and properties that are wanted, as JSON")
    answers: Json = {"anyOf": [_RESULTS, _EXTENSION]}
    yield Operation(
        PATH, PATH, "reconcile", TAG, "Match names to things, extend a table, or tell what there is",
        {_JSON: {"anyOf": [_MANIFEST, _RESULTS, _EXTENSION]}}, (queries, wanted, LANG), (400, *_BUSY),
    )  # fmt: skip
    yield Operation(
        PATH, PATH, "reconcile-by-post", TAG, "Match names to things, or extend a table", {_JSON: answers},
        (LANG,), (400, 415, *_BUSY), (), method="post", body={FORM: _ASKED},
    )  # fmt: skip


def _suggest(lang: Json, kind: Json) -> Operation:
    number: Json = {"type": "integer", "minimum": 1, "maximum": MOST}
    asked = (
        in_query("prefix", {"type": "string", "maxLength": LONGEST}, "What was typed", example="da"),
        in_query("cursor", {"type": "integer", "minimum": 0, "maximum": 100_000}, "After so many"),
        in_query("limit", number, "At most so many"),
        in_query("type", TEXT, "Entities of this type alone"),
    )
    found: Json = {
        "type": "object",
        "required": ["result"],
        "properties": {"result": {"type": "array", "items": _NAMED}},
    }
    path = f"{PATH}/{{lang}}/suggest/{{kind}}"
    return Operation(
        path, path, "reconcile-suggest", TAG, "Entities, properties or types that begin with a text",
        {_JSON: found}, (lang, kind, *asked), (400, 404),
    )  # fmt: skip


def _properties(lang: Json, example: str) -> Operation:
    limit: Json = {"type": "integer", "minimum": 1, "maximum": MOST_PROPOSED}
    found: Json = {
        "type": "object",
        "required": ["type", "properties"],
        "properties": {"type": TEXT, "properties": {"type": "array", "items": _NAMED}},
    }
    path = f"{PATH}/{{lang}}/properties"
    return Operation(
        path, path, "reconcile-properties", TAG, "Properties to extend entities of a type by", {_JSON: found},
        (lang, in_query("type", TEXT, "The identifier of a type; else the first", example=example),
         in_query("limit", limit, "At most so many")), (400, 404),
    )  # fmt: skip
