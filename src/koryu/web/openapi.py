"""The description of the interface: ``/openapi.json``."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from koryu.printable import quoted
from koryu.web.asked import once
from koryu.web.interface.document import describe
from koryu.web.links import root_of
from koryu.web.problems import Problem
from koryu.web.serving import served


def _openapi(request: Request) -> Response:
    edition, params = served(request).edition, once(request.query_params.multi_items())
    languages = edition.settings.languages
    lang = params.pop("lang", languages[0])
    if params or lang not in languages:
        name = next(iter(params), lang)
        raise Problem(400, f"openapi.json: {quoted(name)} is unknown; has lang, of {', '.join(languages)}")
    body = json.dumps(describe(edition, lang, root_of(request)), ensure_ascii=False, separators=(",", ":"))
    return Response(body, media_type="application/json")


routes = [Route("/openapi.json", _openapi)]
