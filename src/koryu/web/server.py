"""Running the application under uvicorn."""

from __future__ import annotations

import errno
import os
import socket
import webbrowser
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, Final

import click
import uvicorn

from koryu.errors import ProjectError
from koryu.settings import Settings
from koryu.web.app import make_app
from koryu.web.connection import Connection
from koryu.web.privacy import PATH

if TYPE_CHECKING:
    from koryu.web.review import Reviewing

_BACKLOG: Final = 2048  # connections that may wait to be taken
_IDLE: Final = 20  # seconds that a connection may stay open without a request
_MOST: Final = 1000  # connections at once
_GRACE: Final = 4  # seconds for requests that are being answered when the server stops


@dataclass(frozen=True)
class Place:
    """Where a server listens, and what it is called.

    ``prefix``: the path below which a proxy shows it, such as ``/koryu``. ``base``: what the IRIs of things
    begin with, if it is a mirror.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    prefix: str = ""
    base: str | None = None


def serve(
    settings: Settings, place: Place, *, reviewing: Reviewing | None = None, is_opened: bool = False
) -> None:
    """Serve the last build until told to stop, by SIGINT or SIGTERM.

    Port 0 is any that is free. ``reviewing``: the review of links, if there is one. ``is_opened``: show the
    site, or the review, in the browser of whoever sits here.

    Raises:
        ProjectError: There is no build, its store cannot be opened, or the place is not free.
    """
    app = make_app(settings, base=place.base, reviewing=reviewing)
    with _listen(place) as listener:
        config = uvicorn.Config(
            app,
            log_level="warning",
            server_header=False,
            loop="uvloop",
            http=Connection,
            ws="none",
            lifespan="on",
            access_log=False,
            limit_concurrency=_MOST,
            root_path=place.prefix.rstrip("/"),
            timeout_keep_alive=_IDLE,
            timeout_graceful_shutdown=_GRACE,
        )
        _Server(config, _address(place, listener), reviewing, is_opened=is_opened).run([listener])


def _listen(place: Place) -> socket.socket:
    """Take the port before anything else is started, so that nothing has to be undone.

    Raises:
        ProjectError: It is taken, not allowed, or the host is none of this machine.
    """
    where = f"{place.host}:{place.port}"
    try:
        family, _, _, _, address = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address, family=family, backlog=_BACKLOG)
    except OSError as error:
        raise ProjectError(f"{where}: {_cause(error, place.port)}") from None


def _cause(error: OSError, port: int) -> str:
    causes = {
        errno.EADDRINUSE: f"another program listens there; take another port: --port {port + 1}",
        errno.EACCES: "only the administrator may listen below 1024; take a port such as --port 8000",
        errno.EADDRNOTAVAIL: "is no address of this machine; --host 127.0.0.1 serves it, 0.0.0.0 everybody",
    }
    number = error.errno or 0
    unknown = f"cannot listen there: {os.strerror(number) if number > 0 else error.strerror}"
    return causes.get(number, unknown)


def _address(place: Place, listener: socket.socket) -> str:
    host = f"[{place.host}]" if ":" in place.host else place.host
    return f"http://{host}:{listener.getsockname()[1]}{place.prefix.rstrip('/')}/"


class _Server(uvicorn.Server):
    """Says where it is as soon as it answers, and stops without complaint."""

    def __init__(
        self, config: uvicorn.Config, address: str, reviewing: Reviewing | None, *, is_opened: bool
    ) -> None:
        super().__init__(config)
        self._address, self._reviewing, self._is_opened = address, reviewing, is_opened

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        click.echo(f"serving {self._address} (Ctrl-C stops)")
        if self._reviewing:
            self._reviewing.sessions.announce = self._announce
            self._announce(self._reviewing.sessions.token)
        if self._is_opened:
            token = self._reviewing.sessions.token if self._reviewing else None
            webbrowser.open(self._entry(token) if token else self._address)

    def _entry(self, token: str) -> str:
        return f"{self._address}{PATH.removeprefix('/')}?token={token}"

    def _announce(self, token: str) -> None:
        click.echo(f"review {self._entry(token)} (good for one use)")

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Stop when what is being answered is done; at once when told again.

        Not as uvicorn does, which raises the signal again after it, as if stopping were a failure.
        """
        self.force_exit = self.should_exit
        self.should_exit = True
