"""The pages for people that show no single thing: home and search; and the files that pages are made with."""

from __future__ import annotations

import mimetypes

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from koryu.site.frame.assets import read_assets
from koryu.site.home import home_page
from koryu.web.problems import Problem
from koryu.web.readers import page, reader_of
from koryu.web.serving import served

_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, max-age=0, must-revalidate"


def _home(request: Request) -> Response:
    reader = reader_of(request)
    return page(reader, home_page(served(request).edition, reader))


async def _asset(request: Request) -> Response:
    """Send a file; its address never changes where it has the digest of all."""
    name = request.path_params["name"]
    digest, _, rest = name.partition("/")
    is_named = digest == read_assets().digest
    body = read_assets().files.get(rest if is_named else name)
    if body is None:
        raise Problem(404, f"static/{name}: no such file")
    headers = {"Cache-Control": _FOREVER if is_named else _ASK_AGAIN}
    return Response(body, 200, headers, _media_type(name))


def _media_type(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


routes = [
    Route("/", _home),
    Route("/static/{name:path}", _asset),
]
