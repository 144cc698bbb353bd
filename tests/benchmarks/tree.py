"""A process and all that it has started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def _session(process: int) -> Iterator[Path]:
    """The processes of a session, by its leader."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[3]) == process:
            yield folder


def memory_of(process: int) -> int:
    """Add up the bytes of the processes of a session, what they share counted once."""
    total = 0
    for folder in _session(process):
        try:
            lines = (folder / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    return total
