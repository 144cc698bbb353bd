"""Where bytes go: a file, compressed or not, that replaces the old one only when all is written."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from io import SEEK_END, FileIO
from pathlib import Path
from typing import Final, Protocol

import pyarrow as pa

from koryu.errors import ProjectError
from koryu.suggestions import ask

FORMS: Final = ("nt", "nq", "ttl")
_parts: Final[set[Path]] = set()  # that are being written
_CODECS: Final = {".gz": "gzip", ".zst": "zstd"}


class Writable(Protocol):
    """A file that takes bytes, and says how many it took."""

    def write(self, content: memoryview, /) -> int:
        """Write bytes."""

    def tell(self) -> int:
        """Say how far what has been written goes."""


def write_all(file: Writable, content: memoryview) -> None:
    """Write all bytes, as often as a file takes some of them."""
    while content:
        content = content[file.write(content) :]


class Sink:
    """Takes bytes, and can go back to a mark. ``form`` is nt, nq or ttl; without ``file`` nothing is kept."""

    def __init__(self, form: str, file: Writable | None = None, codec: pa.Codec | None = None) -> None:
        self.form = form
        self._file = file
        self._codec = codec

    def write(self, content: bytes | pa.Buffer) -> None:
        """Write bytes."""
        packed = self.packed(content)
        if self._file:
            write_all(self._file, packed)

    def packed(self, content: bytes | pa.Buffer) -> memoryview:
        """Compress bytes, if that is asked for; what is packed apart is one file when it stands together."""
        if self._codec and len(content):
            return memoryview(self._codec.compress(content, asbytes=True))
        return memoryview(content)

    def place(self, content: memoryview, at: int) -> None:
        """Write packed bytes at a place of a file; several processes may do so at once."""
        while content and isinstance(self._file, FileIO):
            count = os.pwrite(self._file.fileno(), content, at)
            content, at = content[count:], at + count

    def mark(self) -> int:
        """Say how far what has been written goes."""
        return self._file.tell() if self._file else 0

    def rewind(self, mark: int) -> None:
        """Take back what has been written since a mark."""
        if isinstance(self._file, FileIO):
            self._file.seek(mark)
            self._file.truncate()

    def go_on(self) -> None:
        """Go to the end of what has been placed."""
        if isinstance(self._file, FileIO):
            self._file.seek(0, SEEK_END)


@contextlib.contextmanager
def open_sink(output: str | Path | None) -> Iterator[Sink]:
    """Open a file to be written; it appears when the block ends without an error.

    Raises:
        ProjectError: Its name says no format that is known, or it cannot be written.
    """
    if output is None:
        yield Sink("nt")
        return
    if "://" in str(output):
        raise ProjectError(f"{output}: is not on this machine; give --dask, which writes there")
    path = Path(output)
    form, codec = form_of(path)
    place = Path(os.path.realpath(path))  # a link stays one
    part = place.with_name(f".{path.name}.{os.urandom(4).hex()}")  # another run may write there too
    _parts.add(part)
    try:
        with part.open("wb", buffering=0) as file:
            yield Sink(form, file, codec)
        part.replace(place)
    except OSError as error:
        raise ProjectError(f"{path}: cannot be written: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)
        _parts.discard(part)


def remove_parts_at(number: signal.Signals) -> None:
    """Let no part of a file stay when a signal ends the process, wherever that is just then.

    An exception would not do: it is lost in what is called while objects are taken away.
    """

    def end(number: int, _frame: object) -> None:
        for part in _parts:
            part.unlink(missing_ok=True)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    signal.signal(number, end)


def form_of(path: Path) -> tuple[str, pa.Codec | None]:
    """Tell the format and the compression of a file by its name.

    Raises:
        ProjectError: It names no format that is known.
    """
    codec = _CODECS.get(path.suffix)
    form = (Path(path.stem) if codec else path).suffix.removeprefix(".")
    if form not in FORMS:
        mend = ask(form, FORMS) or f"end its name with .{', .'.join(FORMS)}, and .gz or .zst"
        raise ProjectError(f"{path}: {form or 'it'} names no format of triples; {mend}")
    return form, pa.Codec(codec) if codec else None
