"""The endpoint: the SPARQL 1.1 Protocol, https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive

from koryu.evaluation.evaluator import Answer
from koryu.evaluation.refusals import TooLong
from koryu.site.documents.forms import RDF, TURTLE, write
from koryu.site.documents.service import service_graph
from koryu.web.links import link, origin_of, root_of
from koryu.web.negotiation import choose
from koryu.web.problems import Problem
from koryu.web.protocol import Asked, read_get, read_post
from koryu.web.representations import chosen_form
from koryu.web.results import PAGE, Result, choose_result
from koryu.web.serving import served

PATH: Final = "/sparql"
TRUNCATED: Final = "Koryu-Truncated"
_GONE: Final = 499  # of a client that waits no longer; nobody sees it
_DESCRIPTION: Final = tuple(form for form in RDF if form.suffix != "csv")
_LONGEST_ADDRESS: Final = 20_000  # characters of a query that a browser is sent to the editor with


async def sparql(request: Request) -> Response:
    """Answer a query, or tell what the endpoint is."""
    if request.method == "POST":
        body = await request.body()
        asked = read_post(request.scope["query_string"], request.headers.get("content-type"), body)
    else:
        asked = read_get(request.scope["query_string"])
    if asked.query is None:
        return _describe(request, asked)
    try:
        return await _answer(request, asked, asked.query)
    except TooLong as error:
        status = 413 if request.method == "POST" else 414
        raise Problem(status, str(error), limit=error.limit) from None


async def _answer(request: Request, asked: Asked, text: str) -> Response:
    evaluator = served(request).evaluator
    query = evaluator.read(text)
    result = choose_result(query.form, request.headers.get("accept"), asked.format)
    if result is PAGE:
        return _show(request, text)
    client = request.client.host if request.client else ""
    answer = evaluator.answer(query, result.media_type, asked.graphs, client=client)
    found = await unless_gone(answer, request.receive)
    return Response(status_code=_GONE) if found is None else _response(found, result, query.is_steady)


async def unless_gone(answer: Awaitable[Answer], receive: Receive) -> Answer | None:
    """Wait for an answer as long as the client does."""
    evaluating = asyncio.ensure_future(answer)
    leaving = asyncio.ensure_future(_leave(receive))
    try:
        await asyncio.wait((evaluating, leaving), return_when=asyncio.FIRST_COMPLETED)
        return await evaluating if evaluating.done() else None
    finally:
        for each in (evaluating, leaving):
            each.cancel()


async def _leave(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _response(answer: Answer, result: Result, is_steady: bool) -> Response:
    response = Response(answer.body)
    response.raw_headers += headers(answer.truncated, result, is_steady=is_steady)
    return response


def headers(truncated: str | None, result: Result, *, is_steady: bool) -> list[tuple[bytes, bytes]]:
    """What an answer says besides its length; ``truncated`` is the limit that cut it."""
    found = [(b"content-type", result.sent_as), (b"vary", b"Accept")]
    if not is_steady:
        found.append((b"cache-control", b"no-store"))
    if truncated:
        found.append((TRUNCATED.lower().encode(), truncated.encode()))
    return found


def _show(request: Request, text: str) -> Response:
    """Send a browser to the editor."""
    if len(text) > _LONGEST_ADDRESS:
        raise Problem(406, "the query is too long to be shown on a page; ask for another format")
    asked = {"query": text, **{name: value for name, value in request.query_params.items() if name == "lang"}}
    address = f"{root_of(request)}/editor?{urlencode(asked)}"
    return RedirectResponse(address, 303, {"Vary": "Accept"})


def _describe(request: Request, asked: Asked) -> Response:
    """Tell what the endpoint is: to a browser with the editor, to programs in RDF."""
    wants_page = choose(request.headers.get("accept"), (TURTLE.media_type, "text/html")) == "text/html"
    if wants_page and asked.format is None:
        return RedirectResponse(f"{root_of(request)}/editor", 303, {"Vary": "Accept"})
    form = chosen_form(request, _DESCRIPTION)
    edition = served(request).edition
    quads = service_graph(edition, f"{origin_of(request)}{PATH}")
    more = {"Vary": "Accept", "Link": link(f"{root_of(request)}/.well-known/void", "describedby")}
    return Response(write(quads, form, edition), headers=more, media_type=form.media_type)


routes = [Route(PATH, sparql, methods=["GET", "HEAD", "POST"])]
