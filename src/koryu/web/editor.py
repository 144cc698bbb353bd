"""The editor over HTTP: its page, with what its query gives; and what it completes."""

from __future__ import annotations

import json

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from koryu.errors import KoryuError, QueryError
from koryu.evaluation.evaluator import Answer
from koryu.site.frame.reader import Reader
from koryu.site.questions.editor import editor_page, editor_terms, first_query
from koryu.site.questions.outcome import Fault, Outcome, read_outcome
from koryu.web.problems import Problem, problem_of
from koryu.web.readers import page, reader_of
from koryu.web.results import choose_result
from koryu.web.serving import served
from koryu.web.sparql import unless_gone

_SHOWN = "application/sparql-results+json, text/turtle;q=0.9"  # what pages are made of


async def _editor(request: Request) -> Response:
    query = request.query_params.get("query", "")
    if not query.strip():
        return await run_in_threadpool(_begin, request)
    try:
        answer, is_steady = await _ask(request, query)
    except KoryuError as error:
        return await run_in_threadpool(_tell, request, query, problem_of(error))
    if answer is None:
        return Response(status_code=499)  # nobody waits any longer
    return await run_in_threadpool(_show, request, query, answer, is_steady)


async def _ask(request: Request, text: str) -> tuple[Answer | None, bool]:
    evaluator = served(request).evaluator
    query = evaluator.read(text)
    media_type = choose_result(query.form, _SHOWN, None).media_type
    client = request.client.host if request.client else ""
    answer = evaluator.answer(query, media_type, client=client)
    return await unless_gone(answer, request.receive), query.is_steady


def _begin(request: Request) -> Response:
    """Send the page before anything is asked."""
    edition, reader = served(request).edition, reader_of(request)
    example = request.query_params.get("example") or None
    try:
        query = "" if "query" in request.query_params else first_query(edition, example, reader.lang)
    except QueryError as error:
        raise Problem(404, str(error)) from None
    return page(reader, editor_page(edition, reader, query, example=example))


def _show(request: Request, query: str, answer: Answer, is_steady: bool) -> Response:
    edition, reader = served(request).edition, reader_of(request)
    is_graph = answer.media_type == "text/turtle"
    outcome = read_outcome(answer.body, answer.truncated, edition, reader, is_graph=is_graph)
    return _page(request, reader, query, outcome, is_kept=is_steady)


def _tell(request: Request, query: str, problem: Problem) -> Response:
    line, column = (problem.more.get(name) for name in ("line", "column"))
    place = f"query:{line}:{column}: "
    fault = Fault(
        problem.status,
        str(problem).removeprefix(place),
        line if isinstance(line, int) else None,
        column if isinstance(column, int) else None,
    )
    return _page(request, reader_of(request), query, fault, is_kept=False)


def _page(request: Request, reader: Reader, query: str, came: Outcome | Fault, *, is_kept: bool) -> Response:
    html = editor_page(served(request).edition, reader, query, came=came)
    response = page(reader, html, came.status if isinstance(came, Fault) else 200)
    if not is_kept:
        response.headers["Cache-Control"] = "no-store"
    return response


def _terms(request: Request) -> Response:
    terms = editor_terms(served(request).edition, reader_of(request).lang)
    body = json.dumps(terms, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, headers={"Vary": "Accept-Language"}, media_type="application/json")


routes = [Route("/editor", _editor), Route("/editor/terms.json", _terms)]
