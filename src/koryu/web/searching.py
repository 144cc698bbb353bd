"""Searches over HTTP: a page for people, JSON for programs."""

from __future__ import annotations

import json
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from koryu.errors import QueryError
from koryu.printable import quoted
from koryu.site.search import LONGEST, PAGE, Search, search_document, search_page
from koryu.web.negotiation import choose
from koryu.web.problems import Problem
from koryu.web.readers import page, reader_of
from koryu.web.serving import served

_MOST: Final = 200  # results of one answer
_PAGES: Final = 1000
_JSON: Final = "application/json"


def _search(request: Request) -> Response:
    """Answer a search as a page, or as JSON to who would rather have that."""
    form = request.query_params.get("format")
    if form not in (None, "html", "json"):
        raise Problem(400, f"no format {quoted(form)}; has html, json")
    accepted = choose(request.headers.get("accept"), ("text/html", _JSON)) if form is None else None
    if form == "json" or accepted == _JSON:
        return _search_json(request)
    reader = reader_of(request)
    try:
        return page(reader, search_page(served(request).edition, reader, _asked(request)))
    except QueryError as error:
        raise Problem(400, str(error)) from None


def _search_json(request: Request) -> Response:
    reader = reader_of(request)
    try:
        document = search_document(served(request).edition, reader, _asked(request))
    except QueryError as error:
        raise Problem(400, str(error)) from None
    body = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
    headers = {"Vary": "Accept, Accept-Language", "Content-Language": reader.lang}
    return Response(body, 200, headers, _JSON)


def _asked(request: Request) -> Search:
    given = request.query_params
    return Search(
        text=given.get("q", "").strip()[:LONGEST],
        class_=given.get("class") or None,
        scheme=given.get("scheme") or None,
        page=_number(given.get("page", "1"), "page", _PAGES),
        limit=_number(given.get("limit", str(PAGE)), "limit", _MOST),
    )


def _number(text: str, name: str, most: int) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 7 and 1 <= int(text) <= most:
        return int(text)
    raise Problem(400, f"{name} must be a number from 1 to {most}")


routes = [
    Route("/search", _search),
    Route("/search.json", _search_json),
]
