"""Whom a request is answered for, and the pages that are sent."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from koryu.site.frame.reader import Reader
from koryu.web.negotiation import choose_language
from koryu.web.serving import served


def reader_of(request: Request) -> Reader:
    """The reader: ``?lang=`` decides on the language, else what the browser would rather have."""
    languages = served(request).edition.settings.languages
    asked = request.query_params.get("lang", "").partition("-")[0].lower()
    root = str(request.scope.get("root_path", "")).rstrip("/")
    if asked in languages:
        return Reader(asked, is_chosen=True, root=root)
    return Reader(choose_language(request.headers.get("accept-language"), languages), root=root)


def page(reader: Reader, html: str, status: int = 200) -> Response:
    """Send a page; ``koryu.web.cache`` gives it an ETag."""
    headers = {"Content-Language": reader.lang, "Vary": "Accept, Accept-Language"}
    return Response(html.encode("utf-8", "replace"), status, headers, "text/html; charset=utf-8")
