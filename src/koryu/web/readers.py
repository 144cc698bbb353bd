"""Whom a request is answered for, and the pages that are sent."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from koryu.site.frame.reader import Reader
from koryu.stores.local import Engine
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


def made(request: Request, make: Callable[[Engine], str]) -> tuple[str, dict[str, str]]:
    """Make a page that asks queries for a client, and tell with which headers it is sent.

    It is not to be kept if queries failed meanwhile, for it may lack their answers.
    """
    evaluator = served(request).evaluator
    before = evaluator.counts.killed, evaluator.counts.refused
    html = make(evaluator.engine(request.client.host if request.client else ""))
    is_whole = before == (evaluator.counts.killed, evaluator.counts.refused)
    return html, {} if is_whole else {"Cache-Control": "no-store"}
