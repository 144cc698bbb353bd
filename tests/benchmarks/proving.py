"""Prove that two outputs hold the same triples: as sorted N-Triples, by a checksum, in little memory."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

_SORT = "LC_ALL=C sort -S 256M -T {folder} | sha256sum"


_known: dict[tuple[str, tuple[str, ...]], str] = {}


def digest(path: Path, filters: tuple[str, ...] = ()) -> str:
    """Give the checksum of the sorted lines of a file; ``filters`` are commands that make lines of it."""
    key = _raw_digest(path), filters
    if key not in _known:
        _known[key] = _sorted_digest(path, filters)
    return _known[key]


def _sorted_digest(path: Path, filters: tuple[str, ...]) -> str:
    pipe = " | ".join((*filters, "sed '/^$/d'", _SORT.format(folder=path.parent)))
    with path.open("rb") as file:
        command = ["bash", "-o", "pipefail", "-c", pipe]
        done = subprocess.run(command, stdin=file, stdout=subprocess.PIPE, check=True)
    return done.stdout.split()[0].decode()


def _raw_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def lines(path: Path) -> int:
    """Count the lines of a file that are not empty."""
    with path.open("rb") as file:
        count = subprocess.run(["grep", "-c", "."], stdin=file, stdout=subprocess.PIPE, env=os.environ)
    return int(count.stdout)
