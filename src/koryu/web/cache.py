"""The outermost layer: what was asked before is answered before anything else is entered.

An answer is kept under the path, the query and the headers that are negotiated by; those of one build are
given up with it. Equal requests that come while the first is being answered wait for its answer. All other
answers pass through here too, and leave complete: with ETag and Last-Modified, packed for who takes it, as
304 for who has it, and without a body for HEAD.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Hashable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from koryu.web.answers import Answer, Answers, Encoded, Headers, is_kept, is_unchanged, make_answer
from koryu.web.express import Express
from koryu.web.metrics import Metrics
from koryu.web.negotiation import LONGEST, choose_language, normal_types, takes_gzip
from koryu.web.parameters import meant
from koryu.web.privacy import is_private
from koryu.web.serving import Serving
from koryu.web.vocabulary import DUMPS

_SEEN: Final = frozenset(
    {b"accept", b"accept-encoding", b"accept-language", b"accept-profile", b"host", b"if-modified-since",
     b"if-none-match", b"range", b"content-length", b"transfer-encoding", b"x-forwarded-proto"}
)  # fmt: skip
_UNUSUAL: Final = frozenset({b"range", b"content-length", b"transfer-encoding", b"x-forwarded-proto"})
_CONDITIONS: Final = (b"if-none-match", b"if-modified-since")
# statuses that say nothing to who asks the same; 499 is of a client that has gone
_SHARED_NOT: Final = frozenset({206, 304, 408, 413, 429, 431, 499, 500, 503})
_FILES: Final = tuple(f"/{name}" for name in DUMPS)  # of which a part may be asked for
_SHORT: Final = 200  # bytes of a part of a key that are not worth a digest


class Cache:
    """Keeps answers of the application inside."""

    def __init__(self, app: ASGIApp, serving: Serving, metrics: Metrics) -> None:
        self._app = app
        self._serving = serving
        self._metrics = metrics
        self._express = Express(metrics)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or is_private(scope):
            await self._app(scope, receive, send)
            return
        asked = _Asked(scope, self._languages)
        answers = self._serving.current.answers
        if asked.is_of_range:
            await self._app(scope, receive, send)
        elif answer := answers.find(asked.key):
            self._metrics.hit(answer.route, scope["method"], answer.status)
            await asked.give(answer, send)
        else:
            await self._ask(asked, answers, receive, send)

    @property
    def _languages(self) -> tuple[str, ...]:
        return self._serving.current.edition.settings.languages

    def ready(self, scope: Scope) -> tuple[bytes, bytes] | None:
        """Write the answer to a request if it is ready, but for the date: its head and its body.

        None if it is to be asked for in the usual way.
        """
        if scope["method"] not in ("GET", "HEAD"):
            return None
        asked = _Asked(scope, self._languages)
        answer = self._serving.current.answers.find(asked.key)
        if _UNUSUAL & asked.headers.keys():
            return None
        if answer is None:
            return self._express.ready(scope, asked.key, self._serving.current.evaluator)
        if answer.is_slow(asked.gzip):
            return None
        try:
            written = asked.written(answer)
        except ValueError:  # a header that cannot be written: whoever sends it in the usual way says so
            return None
        self._metrics.hit(answer.route, scope["method"], answer.status)
        return written

    async def _ask(self, asked: _Asked, answers: Answers, receive: Receive, send: Send) -> None:
        flight = answers.flights.get(asked.key)
        if flight and (answer := await asyncio.shield(flight)):
            self._metrics.hit(answer.route, asked.scope["method"], answer.status)
            await asked.give(answer, send)
        else:
            await self._make(asked, answers, receive, send)

    async def _make(self, asked: _Asked, answers: Answers, receive: Receive, send: Send) -> None:
        """Have an answer made, and let those know who wait for it."""
        flight = asyncio.get_running_loop().create_future()
        is_first = answers.flights.setdefault(asked.key, flight) is flight
        making = _Making(asked, answers, send)
        try:
            await self._app(making.scope, receive, making.send)
        finally:
            if is_first:
                del answers.flights[asked.key]
                flight.set_result(making.shared)


class _Asked:
    """A request to read: what it asks for, and on which conditions."""

    __slots__ = ("gzip", "headers", "key", "query", "scope")

    def __init__(self, scope: Scope, languages: tuple[str, ...]) -> None:
        self.scope = scope
        self.headers = headers = _fields(scope)
        self.gzip = (
            takes_gzip(headers[b"accept-encoding"][:LONGEST]) if b"accept-encoding" in headers else False
        )
        self.query = scope["query_string"]
        if self.query:
            self.query = meant(scope["raw_path"][len(scope.get("root_path", "")) :], self.query)
        self.key: Hashable = (
            _short(scope["raw_path"]), _short(self.query), scope["scheme"], _short(headers.get(b"host")),
            normal_types(headers[b"accept"][:LONGEST]) if b"accept" in headers else "",
            choose_language(headers[b"accept-language"][:LONGEST].decode("latin-1"), languages)
            if b"accept-language" in headers
            else languages[0],
            _short(headers.get(b"accept-profile")),
        )  # fmt: skip

    @property
    def is_of_range(self) -> bool:
        """Is a part of a file asked for? https://www.rfc-editor.org/rfc/rfc9110#section-14.2"""
        is_range = self.headers.get(b"range", b"").lower().startswith(b"bytes=")
        return is_range and self.scope["method"] == "GET" and self.scope["path"].endswith(_FILES)

    def written(self, answer: Answer) -> tuple[bytes, bytes]:
        """Write an answer as far as it is wanted."""
        found = answer.encoded(self.gzip)
        if self._has(answer, found):
            return found.unchanged_head, b""
        return found.head, b"" if self.scope["method"] == "HEAD" else found.body

    def _has(self, answer: Answer, found: Encoded) -> bool:
        get = self.headers.get
        return is_unchanged(answer, found, get(b"if-none-match"), get(b"if-modified-since"))

    async def give(self, answer: Answer, send: Send) -> None:
        """Send an answer in the encoding, and as far, as it is wanted."""
        is_slow = answer.is_slow(self.gzip)
        found = await asyncio.to_thread(answer.encoded, self.gzip) if is_slow else answer.encoded(self.gzip)
        if self._has(answer, found):
            await send({"type": "http.response.start", "status": 304, "headers": found.unchanged})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": answer.status, "headers": found.headers})
        await send(
            {"type": "http.response.body", "body": b"" if self.scope["method"] == "HEAD" else found.body}
        )


def _short(text: bytes | None) -> bytes | str | None:
    """Take a part of a key, or its digest: what is remembered of many requests must not be large."""
    if text is None or len(text) <= _SHORT:
        return text
    return hashlib.blake2b(text, digest_size=32).hexdigest()


def _fields(scope: Scope) -> dict[bytes, bytes]:
    """Take the headers that matter here; one that stands in several lines as one, for all who look at it.

    Source: https://www.rfc-editor.org/rfc/rfc9110#section-5.3
    """
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in _SEEN:
            found[name] = b"%s, %s" % (found[name], value) if name in found else value
    return found


class _Making:
    """An answer that is being made: collected until it is complete, or let through as it comes."""

    def __init__(self, asked: _Asked, answers: Answers, send: Send) -> None:
        self._asked, self._answers, self._send = asked, answers, send
        seen = [each for each in asked.headers.items() if each[0] not in (*_CONDITIONS, b"range")]
        kept = [*seen, *(each for each in asked.scope["headers"] if each[0] not in _SEEN)]
        conditions = [each for each in asked.headers.items() if each[0] in _CONDITIONS]
        changed = {"method": "GET", "headers": kept, "query_string": asked.query}
        self.scope = {**asked.scope, **changed, "koryu.conditions": conditions}
        self.shared: Answer | None = None
        self._start: Message | None = None
        self._body: list[bytes] = []
        self._size = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            if not self._is_let_through(message):
                return
            await self._let_through()
        elif self._start is None:
            await self._pass(message)
        else:
            await self._collect(message)

    def _is_let_through(self, start: Message) -> bool:
        """Is the answer to be sent as it comes: too large, or not to be kept by anybody?"""
        fields = dict(start["headers"])
        size = int(fields.get(b"content-length", b"0"))
        return size > self._answers.largest or (start["status"] == 200 and not is_kept(200, start["headers"]))

    async def _let_through(self) -> None:
        start, self._start = self._start, None
        if start:
            await self._send(start)
            for part in self._body:
                await self._pass({"type": "http.response.body", "body": part, "more_body": True})
            self._body = []

    async def _pass(self, message: Message) -> None:
        if self._asked.scope["method"] == "HEAD":
            message = {**message, "body": b""}
        await self._send(message)

    async def _collect(self, message: Message) -> None:
        self._body.append(message.get("body", b""))
        self._size += len(self._body[-1])
        if self._size > self._answers.largest:
            more = message.get("more_body", False)
            await self._let_through()
            if not more:
                await self._pass({"type": "http.response.body", "body": b""})
        elif not message.get("more_body", False):
            await self._complete()

    async def _complete(self) -> None:
        assert self._start
        served = self.scope["koryu.served"]
        route = getattr(self.scope.get("route"), "path", "")
        headers: Headers = [(name.lower(), value) for name, value in self._start["headers"]]
        status: int = self._start["status"]
        modified = served.edition.built.timestamp()
        answer = make_answer(status, headers, b"".join(self._body), modified, route)
        if is_kept(status, headers):
            served.answers.keep(self._asked.key, answer)
        if status not in _SHARED_NOT:
            self.shared = answer
        await self._asked.give(answer, self._send)
