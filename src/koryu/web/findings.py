"""The pages on what is to be looked at, and on how programs use the site."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from koryu.site.findings import findings_page
from koryu.site.programs import programs_page
from koryu.web.links import root_of
from koryu.web.readers import made, page, reader_of
from koryu.web.serving import served


def _findings(request: Request) -> Response:
    now, reader = served(request), reader_of(request)
    html, headers = made(request, lambda engine: findings_page(now.edition, reader, engine))
    response = page(reader, html)
    response.headers.update(headers)
    return response


def _programs(request: Request) -> Response:
    now, reader = served(request), reader_of(request)
    origin = f"{request.url.scheme}://{request.url.netloc}{root_of(request)}"
    return page(reader, programs_page(now.edition, reader, now.evaluator.limits, origin))


routes = [Route("/findings", _findings), Route("/api", _programs)]
