"""Files wherever fsspec finds them: on this machine, in memory, in an object store.

Each kind of store raises exceptions of its own. Here they become two: an ``OSError`` that says why a file
cannot be read, as fetchers raise it, and a ``ProjectError`` of what cannot be written.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import re
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final, Self
from urllib.parse import quote, unquote

import fsspec

from koryu.errors import Cell, DataError, EndpointError, ProjectError
from koryu.tables.files.fetching import Response, content_type_of, local_path, shown, url_of

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK: Final = 1 << 22  # bytes that a store is asked for at once
_WAIT: Final = 20.0  # seconds for a store to answer
_ENCODED: Final = ("http://", "https://", "file://")
# What a path may have, and that of an IRI may not: https://www.rfc-editor.org/rfc/rfc3987#section-2.2
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f\"#%<>?\\^`{|}]")


def remote_url(source: str | Path) -> str:
    """Make the URL of a path as fsspec takes it, in which a space is a space."""
    url = url_of(source)
    return url if url.startswith(_ENCODED) else _UNSAFE.sub(lambda char: quote(char[0]), url)


class RemoteFetcher:
    """Fetches files by any URL that fsspec knows."""

    def open(self, url: str) -> BinaryIO:
        """Open a file; it can seek."""
        with _reading(url):
            files, path = _found(url)
            return io.BufferedReader(_RemoteFile(url, files.open(path, "rb", block_size=BLOCK)))

    def fetch(self, url: str) -> Response:
        """Fetch a file."""
        with self.open(url) as file:
            return Response(file.read(), content_type_of(url))


class UnreadError(OSError):
    """A file cannot be read; ``filename`` is its URL, ``strerror`` says why."""


class _RemoteFile(io.RawIOBase):
    """A file that fails as those of this machine do, with an ``OSError``."""

    def __init__(self, url: str, file: BinaryIO) -> None:
        self._url = url
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        place = memoryview(buffer)
        with _reading(self._url):
            content = self._file.read(len(place))
        place[: len(content)] = content
        return len(content)

    def readall(self) -> bytes:
        with _reading(self._url):
            return self._file.read()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def close(self) -> None:
        self._file.close()
        super().close()


class DigestedFile:
    """A file of a folder, to be written, that knows its size and its SHA-256."""

    def __init__(self, folder: Folder, name: str) -> None:
        self.size = 0
        self._folder = folder
        self._digest = hashlib.sha256()
        with _writing(folder.url):
            files, path = _found(f"{folder.url}/{name}")
            self._file: IO[bytes] = files.open(path, "wb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        with _writing(self._folder.url):
            self._file.close()

    def write(self, content: memoryview) -> int:
        """Write bytes."""
        with _writing(self._folder.url):
            self._file.write(content)
        self._digest.update(content)
        self.size += len(content)
        return len(content)

    def tell(self) -> int:
        """Say how much has been written."""
        return self.size

    @property
    def digest(self) -> str:
        """The SHA-256 of what has been written, in hexadecimal digits."""
        return self._digest.hexdigest()


@dataclass(frozen=True)
class Folder:
    """A folder that is written; its methods raise a ``ProjectError`` if it cannot be."""

    url: str

    def make(self, name: str) -> None:
        """Make a folder in it; an object store needs none, and a bucket that does not exist is not made."""
        with _writing(self.url):
            files, path = _found(self.url)
            if _is_tree(path):
                files.makedirs(f"{path}/{name}", exist_ok=True)

    def write(self, name: str) -> DigestedFile:
        """Open a file in it to be written."""
        return DigestedFile(self, name)

    def replace(self, name: str, content: bytes) -> None:
        """Write a file that takes the place of an older one when it is whole."""
        with _writing(self.url):
            files, path = _found(self.url)
            first = f".{name}" if _is_tree(path) else name
            files.pipe_file(f"{path}/{first}", content)
            if first != name:
                files.mv(f"{path}/{first}", f"{path}/{name}")

    def sizes(self, name: str) -> dict[str, int]:
        """List the files of a folder in it: their names from here, and how many bytes they have."""
        with _writing(self.url):
            files, path = _found(self.url)
            files.invalidate_cache()
            found = files.find(f"{path}/{name}", detail=True)
        return {each.removeprefix(f"{path}/"): about["size"] for each, about in found.items()}

    def names(self) -> list[str]:
        """List what is in it."""
        with _writing(self.url):
            files, path = _found(self.url)
            files.invalidate_cache()
            return [each.rstrip("/").rpartition("/")[2] for each in files.ls(path, detail=False)]

    def remove(self, name: str) -> None:
        """Remove a file in it, or a folder with all that it has."""
        with _writing(self.url):
            files, path = _found(self.url)
            files.rm(f"{path}/{name}", recursive=True)


def await_store(url: str) -> None:
    """Wait until a store answers, whatever it says of the file.

    Raises:
        EndpointError: It does not, or not soon.
        ProjectError: fsspec lacks the package for it.
    """
    answer: Future[None] = Future()
    Thread(target=_ask, args=(url, answer), daemon=True).start()  # nobody can end it, nor is it waited for
    try:
        answer.result(_WAIT)
    except (ImportError, ValueError) as error:
        raise ProjectError(f"{url}: {_reason(error)}") from None
    except TimeoutError:
        raise EndpointError(f"{url}: no answer within {_WAIT:g} seconds; correct its address") from None
    except Exception as error:
        raise EndpointError(f"{url}: {_reason(error)}; correct its address, or what gives access") from None


def _ask(url: str, answer: Future[None]) -> None:
    try:
        files, path = _found(url)
        with contextlib.suppress(FileNotFoundError, PermissionError):
            files.info(path)
    except Exception as error:
        answer.set_exception(error)
    else:
        answer.set_result(None)


def _found(url: str) -> tuple[Any, str]:
    """Find a file: its file system, and its path there, which HTTP alone takes encoded."""
    local = local_path(url)
    plain = url if url.startswith(_ENCODED) else unquote(url)
    files, path = fsspec.url_to_fs(plain if local is None else str(local))
    return files, str(path)


def _is_tree(path: str) -> bool:
    """Has a store folders? Paths of an object store begin with a bucket; its files appear when whole."""
    return path.startswith("/")


@contextlib.contextmanager
def telling() -> Iterator[None]:
    """Tell that a file cannot be read, though it could before, as a fault of it."""
    try:
        yield
    except UnreadError as error:
        cell = Cell(shown(error.filename, None), 1)
        raise DataError(cell, f"cannot be read: {error.strerror}") from None


@contextlib.contextmanager
def _reading(url: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise UnreadError(_code(error), _reason(error), url) from error


@contextlib.contextmanager
def _writing(url: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise ProjectError(f"{url}: cannot be written: {_reason(error)}") from error


def _code(error: Exception) -> int:
    match error:
        case FileNotFoundError():
            return errno.ENOENT
        case PermissionError():
            return errno.EACCES
    return getattr(error, "errno", None) or errno.EIO


def _reason(error: Exception) -> str:
    """Say why a store does not do what was asked."""
    match error:
        case ImportError():
            return f"{error}, on all machines"
        case FileNotFoundError(strerror=None):
            return f"not found: {error}"
        case PermissionError(strerror=None):
            return f"not permitted: {error}"
    return getattr(error, "strerror", None) or " ".join(str(error).split())
