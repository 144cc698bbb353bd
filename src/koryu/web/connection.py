"""Connections with bounds: on the size of a request's head, and on how long a client may take.

uvicorn bounds neither with httptools. A head that does not end, or comes byte by byte, is given up; so is a
client that does not read what it asked for. Sources: https://www.rfc-editor.org/rfc/rfc6585#section-5 and
https://www.rfc-editor.org/rfc/rfc9110#section-15.5.9.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, cast

from starlette.types import Scope
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from koryu.web.cache import Cache

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

LARGEST_HEAD: Final = 448_000  # bytes of the request line and the headers: those of the guard, and some more
SECONDS: Final = 15.0  # for a whole head, and for the rest of a body that nobody reads
READING_SECONDS: Final = 30.0  # in which a client must read something of what waits for it
_LATE: Final = (408, b"Request Timeout")
LONGEST_ADDRESS: Final = 65_535  # bytes: those that httptools reads; longer queries are sent by POST
_LONG: Final = (414, b"URI Too Long")
_LARGE: Final = (431, b"Request Header Fields Too Large")


class Connection(HttpToolsProtocol):
    """A connection of uvicorn that ends when a client sends too much, or takes too long."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._cache = config.app if isinstance(config.app, Cache) else None
        self._head: int | None = None  # bytes of the head that is coming
        self._is_body_complete = True
        self._timer: asyncio.TimerHandle | None = None
        self._reader: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        self._stop_waiting_for_reader()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what comes; a head that is not complete with it must soon be."""
        super().data_received(data)
        if self._head is not None:
            self._head += len(data)
            if self._head > LARGEST_HEAD:
                self._refuse(*_LARGE)
            elif self._timer is None:
                self._wait()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._head, self._is_body_complete = 0, False
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """What follows is the body, which is bound by whoever reads it."""
        self._head = None
        self._stop_waiting()
        if len(self.url) > LONGEST_ADDRESS:
            self._refuse(*_LONG)
        else:
            super().on_headers_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Send an answer that is ready at once, without a task; else have it made as uvicorn does."""
        is_free = app is self.app and not self.pipeline and not self.flow.write_paused
        if is_free and self._cache and (parts := self._cache.ready(cast(Scope, cycle.scope))):
            self._send(cycle, parts)
        else:
            super()._start_asgi_task(cycle, app)

    def _send(self, cycle: RequestResponseCycle, parts: tuple[bytes, bytes]) -> None:
        head, body = parts
        usual = [b"%s: %s\r\n" % each for each in cycle.default_headers]
        last = b"\r\n" if cycle.keep_alive else b"connection: close\r\n\r\n"
        self.transport.write(b"".join((head, *usual, last, body)))
        cycle.response_started = cycle.response_complete = self._is_body_complete = True
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()

    def on_message_complete(self) -> None:
        """A request is complete."""
        self._is_body_complete = True
        self._stop_waiting()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """A request is answered; if its body is still coming, nobody reads it, and it must soon end."""
        super().on_response_complete()
        if not self._is_body_complete:
            self._wait()

    def pause_writing(self) -> None:
        """Begin to wait for the client to read."""
        super().pause_writing()
        self._reader = self.loop.call_later(READING_SECONDS, self._break_off)

    def resume_writing(self) -> None:
        """The client has read."""
        self._stop_waiting_for_reader()
        super().resume_writing()

    def _break_off(self) -> None:
        """Give up a client that does not read; whoever writes to it need not know."""
        if self.cycle:
            self.cycle.disconnected = True
        self.transport.abort()

    def _stop_waiting_for_reader(self) -> None:
        if self._reader:
            self._reader.cancel()
            self._reader = None

    def _wait(self) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(SECONDS, self._refuse, *_LATE)

    def _stop_waiting(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, status: int, phrase: bytes) -> None:
        """End the connection; said in a line, for whoever reads it sent no request that could be answered."""
        self._stop_waiting()
        if self.transport.is_closing():
            return
        head = b"HTTP/1.1 %d %s\r\nconnection: close\r\ncontent-length: 0\r\n\r\n" % (status, phrase)
        self.transport.write(head)
        self.transport.close()
