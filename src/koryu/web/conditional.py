"""Answers that a client may have already: https://www.rfc-editor.org/rfc/rfc9110#section-13."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response


def conditional(request: Request, body: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """Answer with a body and its strong ETag; with 304 and no body if the client has these bytes."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", **headers}
    if has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers={**headers, "Content-Type": media_type})


def has(header: str, tag: str) -> bool:
    """Does the header If-None-Match name this tag?"""
    found = [each.strip().removeprefix("W/") for each in header.split(",")]
    return tag in found or "*" in found
