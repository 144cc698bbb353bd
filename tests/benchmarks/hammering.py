"""Sending a server as many requests as it can answer, with ``wrk``, and asking it one by one."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).parent / "peers/requests.lua"
CONNECTIONS = 8


@dataclass(frozen=True)
class Work:
    """Requests of one kind.

    ``query``: a SPARQL query, or ``path``: a path of the server; KEY in them stands for the key of a thing,
    and TURN for a number that makes each request another.
    """

    name: str
    accept: str
    query: str = ""
    path: str = ""

    def pattern(self, endpoint: str) -> str:
        """Write the path to ask for; ``endpoint``: that of the server's SPARQL endpoint."""
        return self.path or f"{endpoint}?query={urllib.parse.quote(self.query, safe='')}"


@dataclass(frozen=True)
class Hammered:
    """What came of it: requests per second, the 99th percentile of their seconds, and those that failed."""

    rate: float
    p99: float
    failed: int


def hammer(address: str, pattern: str, accept: str, keys: Path, seconds: int) -> Hammered:
    """Send requests over some connections at once, each when the one before is answered."""
    run = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", SCRIPT, address]
    done = subprocess.run(
        [*run, "--", keys, pattern, accept], check=True, capture_output=True, text=True
    ).stdout
    line = next(line for line in done.splitlines() if line.startswith("RESULT "))
    requests, microseconds, p99, failed = map(int, line.split()[1:])
    return Hammered(requests / (microseconds / 1e6), p99 / 1e6, failed)


def ask(address: str, pattern: str, accept: str, key: str, turn: int = 0) -> bytes:
    """Send one request."""
    path = pattern.replace("KEY", key).replace("TURN", str(turn))
    request = urllib.request.Request(address + path, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return bytes(answer.read())


def wait_for(port: int, seconds: float = 120) -> None:
    """Wait until a server takes connections.

    Raises:
        TimeoutError: It does not.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing listens at port {port}")
