"""Operations of the interface: what may be asked at a path, and what is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from koryu.site.editions.edition import Edition
from koryu.web.interface.schemas import TEXT, Json, languages

PROBLEM: Final = "application/problem+json"
HTML: Final = "text/html; charset=utf-8"
BUSY: Final = (422, 429, 503, 504)  # when an evaluation is refused or ended


@dataclass(frozen=True)
class Operation:
    """What may be asked at a path.

    ``route``: that of the application which answers. ``path``: as a template. ``answers``: schemas by media
    type. ``others``: further statuses that are no mistake. ``problems``: statuses of mistakes and of limits.
    ``headers``: of the answer, with their schemas. ``body``: of the request, schemas by media type.
    """

    route: str
    path: str
    id: str
    tag: str
    summary: str
    answers: Mapping[str, Json]
    parameters: tuple[Json, ...] = ()
    problems: tuple[int, ...] = ()
    others: tuple[int, ...] = (304,)
    status: int = 200
    headers: Mapping[str, Json] = field(default_factory=dict)
    description: str = ""
    method: str = "get"
    body: Mapping[str, Json] = field(default_factory=dict)

    def document(self) -> Json:
        """Write it as an Operation Object: https://spec.openapis.org/oas/v3.1.0#operation-object."""
        made: Json = {"operationId": self.id, "tags": [self.tag], "summary": self.summary}
        if self.description:
            made["description"] = self.description
        if self.parameters:
            made["parameters"] = list(self.parameters)
        if self.body:
            made["requestBody"] = {"required": True, "content": _content(self.body)}
        return {**made, "responses": dict(self._responses())}

    def _responses(self) -> Iterable[tuple[str, Json]]:
        answer: Json = {"description": HTTPStatus(self.status).phrase}
        if self.answers:
            answer["content"] = _content(self.answers)
        if self.headers:
            answer["headers"] = {name: {"schema": schema} for name, schema in self.headers.items()}
        yield str(self.status), answer
        for status in self.others:
            yield str(status), {"description": HTTPStatus(status).phrase}
        for status in self.problems:
            yield str(status), {"$ref": f"#/components/responses/problem-{status}"}


def _content(schemas: Mapping[str, Json]) -> Json:
    return {media_type: {"schema": schema} if schema else {} for media_type, schema in schemas.items()}


def problem_responses(statuses: Iterable[int]) -> Json:
    """Describe what is answered instead: a problem for programs, a page for people."""
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/problem"}}, HTML: {"schema": TEXT}}
    return {
        f"problem-{status}": {"description": HTTPStatus(status).phrase, "content": content}
        for status in sorted(set(statuses))
    }


def in_query(name: str, schema: Json, description: str, **more: object) -> Json:
    """Describe a parameter that stands behind the question mark."""
    return {"name": name, "in": "query", "description": description, "schema": schema, **more}


def in_path(name: str, schema: Json, description: str, **more: object) -> Json:
    """Describe a part of a path."""
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": schema,
        **more,
    }


def common_parameters(edition: Edition) -> dict[str, Json]:
    """Describe the parameters that mean the same wherever they stand."""
    rows: Json = {"type": "integer", "maximum": 999_999_999}
    flag: Json = {"type": "boolean", "default": False}
    return {
        "lang": in_query("lang", languages(edition), "The language of texts and labels"),
        "labels": in_query("labels", flag, "Names of things instead of their keys"),
        "limit": in_query("limit", {**rows, "minimum": 1}, "At most so many rows; Link leads to more"),
        "offset": in_query("offset", {**rows, "minimum": 0, "default": 0}, "After so many rows"),
    }


def common(name: str) -> Json:
    """Point to one of the common parameters."""
    return {"$ref": f"#/components/parameters/{name}"}


LANG: Final = common("lang")
