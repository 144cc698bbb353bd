"""What programs of people subscribe to: the calendar of anniversaries and the feed of changes."""

from __future__ import annotations

import datetime
import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from koryu.printable import quoted
from koryu.site.editions.contents import ANNIVERSARIES, has_calendar
from koryu.site.feeds.calendar import calendar
from koryu.site.feeds.feed import feed
from koryu.site.frame.reader import Reader
from koryu.web.asked import once
from koryu.web.links import origin_of, root_of
from koryu.web.problems import Problem
from koryu.web.readers import reader_of
from koryu.web.serving import served

_BEFORE: Final = 1  # years that a calendar shows before this one
_AFTER: Final = 4  # and after it
_YEAR: Final = re.compile(r"[1-8][0-9]{3}")
_DAY: Final = 86_400  # seconds; the calendar is that of this year
_MOMENT: Final = 60


def _anniversaries(request: Request) -> Response:
    holder, params = served(request), once(request.query_params.multi_items())
    if not has_calendar(holder.edition):
        raise Problem(404, f"this project has no stored query {ANNIVERSARIES}, which a calendar is made of")
    params.pop("lang", None)
    years = _years(params.pop("year", None))
    engine = holder.evaluator.engine(request.client.host if request.client else "")
    reader = reader_of(request)
    body = calendar(holder.edition, reader, years, params, engine, _host(request))
    name = f'inline; filename="{ANNIVERSARIES}.ics"'
    headers = {"Content-Disposition": name, "Cache-Control": f"public, max-age={_DAY}"}
    return _response(body, "text/calendar; charset=utf-8", reader, headers)


def _years(text: str | None) -> range:
    if text is None:
        this = datetime.datetime.now(datetime.UTC).year
        return range(this - _BEFORE, this + _AFTER + 1)
    if not _YEAR.fullmatch(text):
        raise Problem(400, f"year {quoted(text)} is not a year; write YYYY, such as 2029")
    return range(int(text), int(text) + 1)


def _feed(request: Request) -> Response:
    params = once(request.query_params.multi_items())
    if unknown := sorted(set(params) - {"lang"}):
        raise Problem(400, f"feed.atom: no parameter {quoted(unknown[0])}; has lang")
    reader = reader_of(request)
    body = feed(served(request).edition, reader, _host(request))
    headers = {"Cache-Control": f"public, max-age={_MOMENT}"}  # the log is written after a build is there
    return _response(body, "application/atom+xml; charset=utf-8", reader, headers)


def _response(body: bytes, media_type: str, reader: Reader, headers: dict[str, str]) -> Response:
    language = {"Content-Language": reader.lang, "Vary": "Accept-Language"}
    return Response(body, headers={**language, **headers, "Content-Type": media_type})


def _host(request: Request) -> str:
    """The scheme and the host that a request came to."""
    return origin_of(request).removesuffix(root_of(request))


routes = [
    Route(f"/{ANNIVERSARIES}.ics", _anniversaries),
    Route("/feed.atom", _feed),
]
