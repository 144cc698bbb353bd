"""What goes wrong, told to programs as a problem document and to people as a page.

Source: https://www.rfc-editor.org/rfc/rfc9457
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from koryu.errors import KoryuError
from koryu.evaluation.refusals import (
    Busy,
    Crashed,
    Forbidden,
    OutOfMemory,
    OutOfTime,
    Refusal,
    TooLong,
    TooMany,
)
from koryu.site.frame.problem import problem_page
from koryu.web.negotiation import choose
from koryu.web.readers import reader_of
from koryu.web.serving import served

_STATUS: Final = {
    Forbidden: 403,
    TooLong: 413,
    OutOfTime: 504,
    OutOfMemory: 422,
    Crashed: 422,
    Busy: 503,
    TooMany: 429,
}
MEDIA_TYPE = "application/problem+json"
OFFERS = (MEDIA_TYPE, "application/json", "text/html")  # the first to who does not mind


class Problem(KoryuError):
    """A request that is not answered; ``more`` are further members, such as ``line`` and ``column``."""

    def __init__(
        self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.headers = dict(headers or {})
        self.more = more

    @property
    def document(self) -> bytes:
        """The problem as JSON."""
        about = {"type": "about:blank", "title": HTTPStatus(self.status).phrase, "status": self.status}
        return json.dumps({**about, "detail": str(self), **self.more}, ensure_ascii=False).encode()


def respond(request: Request, error: Exception) -> Response:
    """Answer a request that is not answered otherwise: with a page to who would rather have one."""
    problem = problem_of(error)
    headers = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language", **problem.headers}
    if choose(request.headers.get("accept"), OFFERS) == "text/html" and "koryu.served" in request.scope:
        page, lang = _page(request, problem)
        return Response(page, problem.status, {**headers, "Content-Language": lang}, "text/html")
    return tell(problem, headers)


def tell(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Answer a program."""
    return Response(problem.document, problem.status, headers, MEDIA_TYPE)


def problem_of(error: Exception) -> Problem:
    """See an error as a problem: its status, and what more there is to say."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):  # of the router, whose details are the phrases of statuses
        about = {404: "nothing is here", 405: "no such method here"}.get(error.status_code, error.detail)
        return Problem(error.status_code, about, headers=error.headers)
    if isinstance(error, Refusal):
        return _refused(error)
    return Problem(400, str(error))


def _refused(error: Refusal) -> Problem:
    """Tell why a query is not answered, and where it says what is wrong."""
    about = {"line": error.line, "column": error.column, "limit": error.limit}
    more = {name: value for name, value in about.items() if value is not None}
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Busy) else {}
    return Problem(_STATUS.get(type(error), 400), str(error), headers=headers, **more)


def _page(request: Request, problem: Problem) -> tuple[str, str]:
    reader = reader_of(request)
    near = [str(each) for each in problem.more.get("near", ())]  # type: ignore[attr-defined]
    edition = served(request).edition
    return problem_page(edition, reader, problem.status, str(problem), near), reader.lang
