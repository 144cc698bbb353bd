"""What no request may do, whatever it asks for, and what every answer says to keep its reader safe.

Paths are taken as they came: one that could be read in two ways is refused, not mended. Failures of the
program itself are told to the operator, never to the client.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from koryu.web import privacy
from koryu.web.problems import Problem, respond, tell

CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# of a page that is made for the frames of other sites: it has no script and no form
FRAMED: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors *"
)
METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST")
EVERY: Final = {
    "X-Content-Type-Options": "nosniff",
    "Access-Control-Allow-Origin": "*",  # all is public, and nothing is told by who asks
    "Access-Control-Expose-Headers": "*",
}
_SHOWN: Final = {  # of what a browser shows
    "Content-Security-Policy": CSP,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Accept-Profile, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
# https://www.rfc-editor.org/rfc/rfc3986#section-3.3: pchar and "/"
_PATH: Final = re.compile(rb"/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*")
_SLASHES: Final = re.compile(rb"%(?:2f|5c)", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_HOST: Final = re.compile(rb"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
FAILED: Final = Problem(500, "the server failed; its log has more")
STOPPING: Final = Problem(503, "the server stops; ask again in a while", headers={"Retry-After": "10"})
_OF_BODY: Final = (b"content-length", b"transfer-encoding")
_log: Final = logging.getLogger("koryu.web")


@dataclass(frozen=True)
class Bounds:
    """How large a request may be, and how long it may take to come.

    ``path``, ``query``, ``headers``, ``body``: bytes. ``fields``: headers. ``seconds``: for the whole body.
    """

    path: int = 2000
    query: int = 400_000  # a SPARQL query of as many characters as may be; connections bound it further
    headers: int = 32_000
    fields: int = 100
    body: int = 2 << 20
    seconds: float = 30.0


BOUNDS: Final = Bounds()


class Guard:
    """Keeps from the application inside what it should not see, and its faults from the client."""

    def __init__(self, app: ASGIApp, bounds: Bounds | None = None) -> None:
        self._app = app
        self._bounds = bounds or BOUNDS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answering = _Answering(scope, send)
        try:
            check(scope, self._bounds)
            if _is_preflight(scope):
                await answering.allow(_PREFLIGHT)
            else:
                has_body = scope["method"] == "POST" or any(name in _OF_BODY for name, _ in scope["headers"])
                body = _Bounded(receive, self._bounds) if has_body else receive
                await self._app(scope, body, answering.send)
        except asyncio.CancelledError:  # the server stops, and has waited long enough
            await answering.fail(STOPPING, receive)
        except Exception as error:  # whatever it is, the client gets an answer and the operator the cause
            await answering.fail(error, receive)


def check(scope: Scope, bounds: Bounds = BOUNDS) -> None:
    """Refuse what is too large, or could be read in two ways.

    Raises:
        Problem: It is.
    """
    if len(scope["raw_path"]) > bounds.path or len(scope["query_string"]) > bounds.query:
        raise Problem(
            414, f"the address is too long; at most {bounds.path} bytes, and {bounds.query} behind its ?"
        )
    _check_headers(scope["headers"], bounds)
    if scope.get("http_version") == "1.1" and not any(name == b"host" for name, _ in scope["headers"]):
        raise Problem(400, "the header Host is missing; say which host is asked")  # RFC 9112, section 3.2
    _check_path(scope["raw_path"])


def _check_headers(headers: list[tuple[bytes, bytes]], bounds: Bounds) -> None:
    size = sum(len(name) + len(value) for name, value in headers)
    if len(headers) > bounds.fields or size > bounds.headers:
        raise Problem(
            431, f"the headers are too large; at most {bounds.fields} of {bounds.headers} bytes in all"
        )
    hosts = [value for name, value in headers if name == b"host"]
    if len(hosts) > 1 or (hosts and not _HOST.fullmatch(hosts[0])):
        raise Problem(400, "the header Host is not the name of one host")
    lengths = [value for name, value in headers if name == b"content-length"]
    if any(not each.isdigit() for each in lengths):
        raise Problem(400, "the header Content-Length is not a number")
    if any(int(each[:20]) > bounds.body for each in lengths):
        raise _too_large(bounds)


@lru_cache(maxsize=1 << 10)
def _check_path(path: bytes) -> None:
    if not _PATH.fullmatch(path):
        raise Problem(400, "the path has a character that no path may have; write it as %XX")
    if _SLASHES.search(path):
        raise Problem(400, "the path has an encoded slash; write it as it is")
    try:
        text = unquote_to_bytes(path).decode()
    except UnicodeDecodeError:
        raise Problem(400, "the path is not UTF-8") from None
    if _CONTROL.search(text):
        raise Problem(400, "the path has a control character")
    if {".", ".."} & set(text.split("/")):
        raise Problem(400, "the path has a segment . or ..; write where it leads")


def _is_preflight(scope: Scope) -> bool:
    """Does a browser ask what a page of another site may do? https://fetch.spec.whatwg.org/#cors-preflight-fetch"""
    names = {name for name, _ in scope["headers"]}
    is_asked = scope["method"] == "OPTIONS" and {b"origin", b"access-control-request-method"} <= names
    return is_asked and not privacy.is_private(scope)


class _Answering:
    """An answer on its way to the client."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self._has_begun = self._is_complete = self._is_told = False
        self._every = privacy.HEADERS if privacy.is_private(scope) else EVERY

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._has_begun = True
            headers = MutableHeaders(raw=message["headers"])
            if self._scope["method"] == "OPTIONS" and message["status"] == 405:
                await self.allow({"Allow": _allowed(headers.get("allow", ""))})
                return
            _secure(headers, self._every)
        if not self._is_told:
            self._is_complete = message["type"] == "http.response.body" and not message.get(
                "more_body", False
            )
            await self._send(message)

    def _response(self, problem: Problem) -> Response:
        try:
            return respond(Request(self._scope), problem)
        except Exception as error:  # of making the page that should tell of it
            _log.error("the page of a problem", exc_info=error)
            return tell(FAILED)

    async def allow(self, headers: dict[str, str]) -> None:
        """Answer OPTIONS."""
        self._has_begun = self._is_complete = self._is_told = True
        fields = {"Vary": "Origin, Access-Control-Request-Method", **self._every, **headers}
        raw = [(name.lower().encode(), value.encode()) for name, value in fields.items()]
        await self._send({"type": "http.response.start", "status": 204, "headers": raw})
        await self._send({"type": "http.response.body", "body": b""})

    async def fail(self, error: Exception, receive: Receive) -> None:
        """Tell that a request was not answered."""
        if isinstance(error, ClientDisconnect):
            return  # there is nobody to tell
        if not isinstance(error, Problem):
            _log.error("%s %s", self._scope["method"], self._scope["path"], exc_info=error)
        if not self._has_begun:
            response = self._response(error if isinstance(error, Problem) else FAILED)
            await response(self._scope, receive, self.send)
        elif not self._is_complete:  # too late for another answer, so that the connection is closed
            raise Broken


class Broken(Exception):
    """An answer broke off after it had begun."""


def _allowed(methods: str) -> str:
    return ", ".join(sorted({each.strip() for each in methods.split(",") if each} | {"OPTIONS"}))


def _secure(headers: MutableHeaders, every: Mapping[str, str]) -> None:
    if headers.get("content-type", "").startswith(("text/html", "image/svg", "application/xhtml")):
        for name, value in _SHOWN.items():
            headers.setdefault(name, value)
    headers.update(every)


class _Bounded:
    """The body of a request, as it comes, up to its bounds."""

    def __init__(self, receive: Receive, bounds: Bounds) -> None:
        self._receive, self._bounds = receive, bounds
        self._size = 0
        self._is_complete = False
        self._until = asyncio.get_running_loop().time() + bounds.seconds

    async def __call__(self) -> Message:
        message = await self._next()
        self._size += len(message.get("body", b""))
        self._is_complete = message["type"] != "http.request" or not message.get("more_body", False)
        if self._size > self._bounds.body:
            raise _too_large(self._bounds)
        return message

    async def _next(self) -> Message:
        if self._is_complete:  # what is waited for now is the end of the connection
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                return await self._receive()
        except TimeoutError:
            raise Problem(408, "the body did not come", headers={"Connection": "close"}) from None


def _too_large(bounds: Bounds) -> Problem:
    return Problem(
        413, f"the body is too large; at most {bounds.body} bytes", headers={"Connection": "close"}
    )
