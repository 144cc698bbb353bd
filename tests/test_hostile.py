"""Twenty thousand hostile requests to a real server: no failure, no hang, no leak, and it stays well."""

import re
import shutil
import socket
import threading
import time
import urllib.request
from collections import Counter

import pytest

from hostile import Hostile
from serving import memory_of, served

REQUESTS = 20_000
CLIENTS = 16
SECONDS = 15  # that an answer may take; a query is ended after 2
PATIENCE = 0.1  # seconds to wait for the answer to a request of which the server may wait for the rest
LEAK = re.compile(rb"Traceback|site-packages|\.py\b|/koryu/src/|/tmp/|/home/|/root/|root:x:0")
REFUSED_FOR_A_WHILE = {503, 504}  # limits that bite


@pytest.fixture(scope="module")
def server(built, tmp_path_factory):
    root = shutil.copytree(built, tmp_path_factory.mktemp("hostile") / "project", symlinks=True)
    with (root / "koryu.toml").open("a") as settings:
        settings.write("\n[serve]\nseconds = 2\n")
    with served(root, log=root / "server.log") as running:
        yield running


def answer(port, request, is_whole):
    """Send bytes, and take all that comes back.

    Raises:
        TimeoutError: Nothing comes back for a request that is whole.
    """
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        found = b""
        try:
            connection.sendall(request)
            connection.settimeout(SECONDS if is_whole else PATIENCE)
            while part := connection.recv(1 << 16):
                found += part
        except (ConnectionResetError, BrokenPipeError):
            pass
        except TimeoutError:
            if is_whole:
                raise
        return found


def test_hostile_requests_change_nothing(server):
    seen, faults, lock = Counter(), [], threading.Lock()

    def run(seed):
        hostile = Hostile(seed)
        for _ in range(REQUESTS // CLIENTS):
            request, is_whole = hostile.request()
            try:
                found = answer(server.port, request, is_whole)
            except TimeoutError:
                found = b"HTTP/1.1 000 hang"
            status = int(found[9:12]) if found.startswith(b"HTTP/1.1 ") else 0
            leak = LEAK.search(found)
            with lock:
                seen[status] += 1
                if leak or (status >= 500 and status not in REFUSED_FOR_A_WHILE) or found.endswith(b"hang"):
                    faults.append((request[:300], found[:300], leak and leak[0]))

    before = memory_of(server.process)
    clients = [threading.Thread(target=run, args=(seed,)) for seed in range(CLIENTS)]
    start = time.monotonic()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    print(f"{dict(sorted(seen.items()))} in {time.monotonic() - start:.0f} s")
    assert faults == []
    assert "Traceback" not in server.log.read_text()
    assert seen[200] > REQUESTS // 20
    assert sum(seen[status] for status in range(400, 500)) > REQUESTS // 5
    with urllib.request.urlopen(f"{server.address}/healthz", timeout=5) as healthy:
        assert healthy.status == 200
    assert memory_of(server.process) < before + (400 << 20)
