"""What programs look for at places that are known beforehand: health, robots and the map of the site."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from koryu.site.documents.sitemap import sitemap
from koryu.web.links import origin_of
from koryu.web.negotiation import choose
from koryu.web.problems import Problem
from koryu.web.serving import served

_NOW: Final = {"Cache-Control": "no-store"}
_CLOSED: Final = (
    "/sparql",
    "/search",
    "/graphs",
    "/reconcile",
)  # what costs, and gives nothing to a search engine


async def health(request: Request) -> Response:
    """Tell that the server answers, and from which build."""
    edition = served(request).edition
    state = {"status": "ok", "edition": edition.digest, "built": edition.built.isoformat()}
    if choose(request.headers.get("accept"), ("application/json", "text/plain")) == "text/plain":
        lines = (f"{name}: {value}\n" for name, value in state.items())
        return PlainTextResponse("".join(lines), headers={**_NOW, "Vary": "Accept"})
    return JSONResponse(state, headers={**_NOW, "Vary": "Accept"})


async def robots(request: Request) -> Response:
    """Tell robots where to go: https://www.rfc-editor.org/rfc/rfc9309."""
    origin = origin_of(request)
    root = str(request.scope.get("root_path", "")).rstrip("/")
    lines = [
        "User-agent: *",
        *(f"Disallow: {root}{path}" for path in _CLOSED),
        f"Sitemap: {origin}/sitemap.xml",
    ]
    return PlainTextResponse("\n".join([*lines, ""]))


def map_of_site(request: Request) -> Response:
    """List the pages for search engines."""
    part = request.path_params.get("part")
    text = sitemap(served(request).edition, origin_of(request), part)
    if text is None:
        raise Problem(404, f"the map of the site has no part {part}")
    return Response(text, media_type="application/xml")


routes = [
    Route("/healthz", health),
    Route("/robots.txt", robots),
    Route("/sitemap.xml", map_of_site),
    Route("/sitemap-{part:int}.xml", map_of_site),
]
