"""Time whole processes, started fresh: wall clock, processor and peak memory.

What starts them stays small, and leaves to others what needs memory: Linux counts for the peak of a process
what its parent held when it was started.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

MIB = 1 << 20
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Measured:
    """What a process took: seconds, those of the system apart, and bytes at its peak."""

    wall: float
    user: float
    system: float
    peak: int

    @property
    def cpu(self) -> float:
        """Seconds of processor."""
        return self.user + self.system


class Failed(Exception):
    """A process ended with an error."""


def measure(command: list[str | Path], folder: Path, statuses: tuple[int, ...] = (0,)) -> Measured:
    """Run a command in the project and wait for its end; what it prints goes to a file in a folder.

    Raises:
        Failed: Its exit status is none of ``statuses``; says what it printed last.
    """
    with (folder / "process.log").open("w+") as log:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env=_environment())
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in statuses:
            log.seek(0)
            raise Failed(f"{command}: exit status {process.returncode}: {log.read()[-500:]}")
    return Measured(wall, used.ru_utime, used.ru_stime, used.ru_maxrss << 10)


def make_tables(folder: Path, triples: int, script: str = "generate.py") -> None:
    """Generate the tables of a size."""
    command = [sys.executable, Path(__file__).with_name(script), folder, str(triples)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _environment() -> dict[str, str]:
    """Leave out what changes Python: all modules are to be compiled once, as they are for users."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")} | {"LC_ALL": "C.UTF-8"}


def median(runs: list[Measured]) -> Measured:
    """Give the median of each figure."""
    return Measured(
        statistics.median(each.wall for each in runs),
        statistics.median(each.user for each in runs),
        statistics.median(each.system for each in runs),
        max(each.peak for each in runs),
    )


_BUSY = "import time; end = time.time() + 1\nwhile time.time() < end: pass"


def processors() -> float:
    """Measure how many processors there are to be had: what two busy processes get at once."""
    start = time.perf_counter()
    busy = [subprocess.Popen([sys.executable, "-S", "-c", _BUSY]) for _ in range(2)]
    used = sum(sum(os.wait4(each.pid, 0)[2][:2]) for each in busy)
    return used / (time.perf_counter() - start)


def memory_available() -> int:
    """Read how many bytes of memory are to be had."""
    found = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    return int(found["MemAvailable"].split()[0]) << 10


def load() -> str:
    """Say how busy the machine is."""
    return (
        f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, "
        f"of which two busy processes get {processors():.2f}"
    )
