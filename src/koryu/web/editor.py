"""The editor over HTTP: its page, and what it completes."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from koryu.errors import QueryError
from koryu.site.editor import editor_page, editor_terms
from koryu.web.problems import Problem
from koryu.web.readers import page, reader_of
from koryu.web.serving import served

_LONGEST = 100_000  # characters of a query that a page repeats


def _editor(request: Request) -> Response:
    reader, asked = reader_of(request), request.query_params
    query, example = asked.get("query"), asked.get("example") or None
    if query is not None and len(query) > _LONGEST:
        raise Problem(414, f"the query has {len(query)} characters; a page takes {_LONGEST}")
    try:
        return page(reader, editor_page(served(request).edition, reader, query, example))
    except QueryError as error:
        raise Problem(404, str(error)) from None


def _terms(request: Request) -> Response:
    terms = editor_terms(served(request).edition, reader_of(request).lang)
    body = json.dumps(terms, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, headers={"Cache-Control": "public, max-age=300"}, media_type="application/json")


routes = [Route("/editor", _editor), Route("/editor/terms.json", _terms)]
