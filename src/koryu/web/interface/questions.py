"""The operations of the stored queries, made of their headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from koryu.queries.catalogue import StoredQuery
from koryu.queries.header import text_in
from koryu.site.editions.edition import Edition
from koryu.web.interface.operations import BUSY, HTML, Operation, common, in_path, in_query
from koryu.web.interface.schemas import (
    TEXT,
    Json,
    parameter_description,
    parameter_schema,
    rows_schema,
    typed,
)
from koryu.web.rest import FORMS, PAGE, TOTAL, forms_of

ROUTE: Final = "/query/{name:path}"
_UNFIT: Final = re.compile(r"[^A-Za-z0-9._-]")  # in the name of a component
TAG: Final = "questions"
_JSON: Final[dict[str, Json]] = {"jsonld": {"type": ["object", "array"]}, "xlsx": {}}
_HEADERS: Final[dict[str, Json]] = {
    TOTAL: {"type": "integer", "minimum": 0},
    "Link": TEXT,
}


def question_operations(edition: Edition, lang: str) -> Iterator[Operation]:
    """Describe how each stored query is asked: in the form that a client would rather have, or in one."""
    for query in edition.catalogue.questions():
        yield _negotiated(query, edition, lang)
        yield _in_form(query, edition, lang)


def schema_name(query: StoredQuery) -> str:
    """Name the schema of a query's answer."""
    return f"answer-{_UNFIT.sub('-', query.name)}"


def answer_schemas(edition: Edition) -> dict[str, Json]:
    """Describe the answers of all stored queries in JSON."""
    return {schema_name(each): rows_schema(each.header.columns) for each in edition.catalogue.questions()}


def _negotiated(query: StoredQuery, edition: Edition, lang: str) -> Operation:
    forms = forms_of(query)
    form = in_query("format", {"type": "string", "enum": [*forms, PAGE]}, "The form; else Accept decides")
    page = in_query("page", {"type": "integer", "minimum": 1, "maximum": 999_999}, "Of the page for people")
    return Operation(
        ROUTE,
        f"/query/{query.name}",
        f"ask-{query.name}",
        TAG,
        text_in(query.header.summary, lang),
        {**_answers(query), HTML: TEXT},
        (*_parameters(query, edition, lang), form, page),
        (400, 404, 406, *BUSY),
        description=text_in(query.header.description, lang),
        headers={"Link": TEXT},
    )


def _in_form(query: StoredQuery, edition: Edition, lang: str) -> Operation:
    forms = in_path("format", {"type": "string", "enum": list(forms_of(query))}, "The form", example="csv")
    return Operation(
        ROUTE,
        f"/query/{query.name}.{{format}}",
        f"get-{query.name}",
        TAG,
        text_in(query.header.summary, lang),
        _answers(query),
        (forms, *_parameters(query, edition, lang)),
        (400, 404, *BUSY),
        description=text_in(query.header.description, lang),
        headers=_HEADERS,
    )


def _answers(query: StoredQuery) -> dict[str, Json]:
    schemas = {**_JSON, "json": {"$ref": f"#/components/schemas/{schema_name(query)}"}}
    return {FORMS[form]: schemas.get(form, TEXT) for form in forms_of(query)}


def _parameters(query: StoredQuery, edition: Edition, lang: str) -> Iterator[Json]:
    for each in query.header.parameters:
        example = query.header.example.get(each.name)
        more = {} if example is None else {"example": typed(each, example)}
        yield in_query(
            each.name,
            parameter_schema(each, edition),
            parameter_description(each, lang),
            **({"required": True} if each.required else {}),
            **more,
        )
    own = [each.name for each in query.header.parameters]
    yield from (common(name) for name in ("lang", "labels", "limit", "offset") if name not in own)
