"""A real server of a project, for tests that need one."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KORYU = Path(sys.executable).with_name("koryu")
PATIENCE = 60  # seconds until it must answer


@dataclass(frozen=True)
class Running:
    """A server: the id of its process, which leads a session, and its port."""

    process: int
    port: int
    log: Path

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(root, *options, log=Path(os.devnull)):
    """Serve a built project; at the end the server and all that it has started are gone."""
    port = free_port()
    command = [KORYU, "serve", "--root", root, "--port", str(port), *options]
    with log.open("w") as file:
        process = subprocess.Popen(command, start_new_session=True, stdout=file, stderr=file)
    try:
        running = Running(process.pid, port, log)
        _wait_for(running, process)
        yield running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(20)
        assert not list(session(process.pid)), "the server left processes behind"


def _wait_for(running, process):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            urllib.request.urlopen(f"{running.address}/healthz", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise TimeoutError(running.address)


def session(leader):
    """The processes of a session, by the id of its leader."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            yield int(folder.name)


def memory_of(leader):
    """Add up the bytes of the processes of a session; what they share counts once."""
    total = 0
    for process in session(leader):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    return total
