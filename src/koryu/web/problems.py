"""What goes wrong, told to programs as a problem document and to people as a page.

Source: https://www.rfc-editor.org/rfc/rfc9457
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from koryu.errors import KoryuError

MEDIA_TYPE = "application/problem+json"


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


def respond(_request: Request, error: Exception) -> Response:
    """Answer a request that is not answered otherwise."""
    problem = error if isinstance(error, Problem) else Problem(400, str(error))
    return Response(problem.document, problem.status, problem.headers, MEDIA_TYPE)
