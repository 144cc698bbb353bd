"""Oxigraph's own server over one file of triples, a real SPARQL engine for as long as it is needed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

PROGRAM = Path(sys.executable).with_name("oxigraph")
PATIENCE = 30  # seconds until it must answer
LIMIT = 60  # seconds for one query


@contextmanager
def serving(triples: Path) -> Iterator[str]:
    """Serve the triples; gives the address of the endpoint, and at the end the server is gone."""
    folder = Path(tempfile.mkdtemp())
    try:
        store = ox.Store(str(folder / "store"))
        store.bulk_load(path=str(triples), format=ox.RdfFormat.N_TRIPLES)
        store.flush()
        del store
        with _running(folder) as address:
            yield address
    finally:
        shutil.rmtree(folder)


@contextmanager
def _running(folder: Path) -> Iterator[str]:
    port = _free_port()
    at = ["--location", folder / "store", "--bind", f"127.0.0.1:{port}", "--timeout-s", str(LIMIT)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([PROGRAM, "serve-read-only", *at], stdout=log, stderr=log)
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"no server at port {port}")
