"""Schemas of what goes in and what comes out: https://json-schema.org/draft/2020-12."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from koryu.queries.columns import Column
from koryu.queries.header import Parameter, text_in
from koryu.queries.results import TRIPLE_COLUMNS
from koryu.site.editions.edition import Edition

Json = dict[str, Any]

_CONCEPTS: Final = 200  # the largest scheme whose concepts are listed
_VALUE: Final = 2000  # characters of a value
TEXT: Final[Json] = {"type": "string"}
PROBLEM: Final[Json] = {
    "type": "object",
    "description": "What went wrong, as RFC 9457 has it.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What is wrong, and what is allowed."},
    },
    "required": ["type", "title", "status", "detail"],
}
_DATATYPES: Final[dict[str, Json]] = {
    "date": {"type": "string", "format": "date"},
    "year": {"type": "string", "pattern": "^[0-9]{4}$"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "string": {"type": "string", "minLength": 1, "maxLength": _VALUE},
}
_JSON_TYPES: Final[Mapping[str, Callable[[str], str | int | float]]] = {"integer": int, "decimal": float}
_COLUMNS: Final[dict[str, Json]] = {
    "integer": {"type": "integer"},
    "year": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"},
}


def parameter_schema(parameter: Parameter, edition: Edition) -> Json:
    """Say what values a parameter takes: a value of a datatype, one of some words, or the name of a thing."""
    schema: Json = dict(_DATATYPES["string"])
    if parameter.range == "language":
        schema = languages(edition)
    elif parameter.kind == "datatype":
        schema = dict(_DATATYPES[parameter.range])
    elif parameter.kind == "scheme" and (keys := _concepts(parameter.range, edition)):
        schema = {"type": "string", "enum": keys}
    return schema if parameter.default is None else {**schema, "default": typed(parameter, parameter.default)}


def typed(parameter: Parameter, text: str) -> str | int | float:
    """Write a value of a parameter as JSON has it."""
    return _JSON_TYPES.get(parameter.range, str)(text)


def parameter_description(parameter: Parameter, lang: str) -> str:
    """Say what a parameter means, and how a thing is named."""
    label = text_in(parameter.label, lang)
    if parameter.kind == "class":
        thing = "thing" if parameter.range == "any" else parameter.range
        return f"{label}: the key, the IRI or a label of a {thing}"
    if parameter.kind == "scheme":
        return f"{label}: the key, the IRI or a label of a concept of the scheme {parameter.range}"
    return label


def languages(edition: Edition) -> Json:
    """The languages that a project speaks."""
    return {"type": "string", "enum": list(edition.settings.languages)}


def _concepts(scheme: str, edition: Edition) -> list[str]:
    """List the concepts of a scheme by their keys; none if there are too many."""
    term = edition.ontology.schemes.get(scheme)
    concepts = edition.ontology.concepts(term) if term else []
    keys = sorted({edition.settings.iris.key(each[1:-1]) for each in concepts})
    return keys if len(keys) <= _CONCEPTS else []


def rows_schema(columns: Sequence[Column]) -> Json:
    """Say what an answer in JSON is: a list of objects with a member for each column."""
    columns = columns or TRIPLE_COLUMNS
    row = {
        "type": "object",
        "properties": {column.name: _cell(column) for column in columns},
        "required": [column.name for column in columns],
        "additionalProperties": False,
    }
    return {"type": "array", "items": row}


def _cell(column: Column) -> Json:
    schema = dict(_COLUMNS.get(column.type, TEXT))
    if column.many:
        return {"type": "array", "items": schema}
    return {**schema, "type": [schema["type"], "null"]}
