"""The stored queries as pages for people: their list, and each with its form and its answer."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from koryu.printable import quoted
from koryu.queries.header import RESERVED
from koryu.site.questions.pages import question_page, questions_page
from koryu.web.problems import Problem, problem_of
from koryu.web.readers import page, reader_of
from koryu.web.serving import served

_PAGES = 1_000_000  # the last page that may be asked for
_OURS = (*RESERVED, "lang")


def _questions(request: Request) -> Response:
    reader = reader_of(request)
    return page(reader, questions_page(served(request).edition, reader))


def question(request: Request, name: str, params: Mapping[str, str]) -> Response:
    """Answer with the page of a question."""
    now, reader = served(request), reader_of(request)
    client = request.client.host if request.client else ""
    found = question_page(
        now.edition,
        name,
        {each: text for each, text in params.items() if each not in _OURS},
        reader,
        now.evaluator.engine(client),
        origin=f"{request.url.scheme}://{request.url.netloc}",
        page=_number(params.get("page", "1")),
    )
    if found.error is None:
        return page(reader, found.html, found.status)
    problem = problem_of(found.error)
    response = page(reader, found.html, problem.status)
    response.headers.update(problem.headers)
    return response


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= _PAGES):
        raise Problem(400, f"page {quoted(text)} is not a number of a page; write digits only, such as 2")
    return int(text[:9])


routes = [Route("/query", _questions)]
