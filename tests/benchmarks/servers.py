"""Who serves the graph: koryu, and the peers in environments of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from environments import KORYU, PEERS, npm_of, npm_version_of, python_of, version_of
from hammering import wait_for

Command = Callable[[int], list[str | Path]]


@dataclass(frozen=True)
class Server:
    """How a server is started at a port; ``endpoint``: the path of its SPARQL endpoint, if it has one."""

    name: str
    version: str
    command: Command
    endpoint: str = ""

    @contextmanager
    def running(self, folder: Path) -> Iterator[tuple[str, int]]:
        """Run it; gives its address and the id of its process, and ends it and all that it has started."""
        port = _free_port()
        with (folder / "server.log").open("w") as log:
            process = subprocess.Popen(
                self.command(port), stdout=log, stderr=log, start_new_session=True, cwd=folder
            )
            try:
                wait_for(port)
                yield f"http://127.0.0.1:{port}", process.pid
            finally:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def koryu(project: Path, *options: str) -> Server:
    """Serve a built project."""

    def command(port: int) -> list[str | Path]:
        return [KORYU, "serve", "--root", project, "--port", str(port), *options]

    return Server("koryu", version_of("koryu"), command, "/sparql")


def oxigraph(project: Path) -> Server:
    """Serve the store of the same build with Oxigraph's own server."""
    program = Path(sys.executable).with_name("oxigraph")

    def command(port: int) -> list[str | Path]:
        at = ["--location", project / "build/store", "--bind", f"127.0.0.1:{port}"]
        return [program, "serve-read-only", "--union-default-graph", *at]

    return Server("oxigraph serve-read-only", version_of("oxigraph"), command, "/query")


def rdflib_endpoint(triples: Path, cache: Path) -> Server:
    """Serve a file with rdflib-endpoint."""
    python = python_of("rdflib-endpoint[cli]", cache)

    def command(port: int) -> list[str | Path]:
        at = ["--host", "127.0.0.1", "--port", str(port)]
        return [python.with_name("rdflib-endpoint"), "serve", *at, triples]

    return Server("rdflib-endpoint", version_of("rdflib-endpoint", python), command, "/")


def trifid(triples: Path, cache: Path) -> Server:
    """Serve the things of a file as pages and documents with Trifid."""
    folder = npm_of(cache)
    program = folder / "node_modules/trifid/server.js"

    def command(port: int) -> list[str | Path]:
        environment = ["env", f"FETCH_HANDLER_FILE={triples}"]
        config = ["--config", folder / "trifid.yaml", "--port", str(port)]
        return [*environment, "node", program, *config]

    return Server("Trifid", npm_version_of("trifid", folder), command)


def hello() -> Server:
    """Answer the same few bytes to whatever is asked: the ceiling of a server in Python."""

    def command(port: int) -> list[str | Path]:
        at = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
        return [sys.executable, "-m", "uvicorn", "--app-dir", PEERS, "hello:app", *at, "--no-access-log"]

    return Server("uvicorn hello", version_of("uvicorn"), command)
