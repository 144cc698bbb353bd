"""Where files come from: a protocol that a program can put a cache or a network behind, and local files.

Nothing here reaches a network: a fetcher that does is for whoever calls to give.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Protocol, runtime_checkable
from urllib.parse import unquote, urlsplit

_TYPES: Final = {".csv": "text/csv", ".tsv": "text/tab-separated-values", ".json": "application/json"}


@dataclass(frozen=True)
class Response:
    """A file: its content, and what the headers of HTTP may say of it.

    ``links``: values of the header ``Link``. ``language``: of ``Content-Language``, if it names one.
    """

    content: bytes
    content_type: str | None = None
    links: tuple[str, ...] = ()
    language: str | None = None


class Fetcher(Protocol):
    """Fetches files by their URL."""

    def fetch(self, url: str) -> Response:
        """Fetch a file.

        Raises:
            OSError: There is none, or it cannot be read; its ``strerror`` says why.
        """


@runtime_checkable
class Opening(Protocol):
    """Opens files by their URL, to be read in parts: what a fetcher of large files does besides."""

    def open(self, url: str) -> BinaryIO:
        """Open a file; it can seek.

        Raises:
            OSError: There is none, or it cannot be read.
        """


def look_up(url: str, fetcher: Fetcher) -> Response:
    """Fetch a file; of one that can be opened, only learn that it can be read: its content is left out.

    Raises:
        OSError: There is none, or it cannot be read.
    """
    if not isinstance(fetcher, Opening):
        return fetcher.fetch(url)
    with fetcher.open(url) as file:
        file.read(1)
    return Response(b"", content_type_of(url))


class LocalFetcher:
    """Reads local files, and those only; a query is no part of a file's name."""

    def open(self, url: str) -> BinaryIO:
        """Open the file of a ``file:`` URL."""
        return _local(url).open("rb")

    def fetch(self, url: str) -> Response:
        """Read the file of a ``file:`` URL."""
        path = _local(url)
        return Response(path.read_bytes(), content_type_of(url))


def content_type_of(url: str) -> str | None:
    """Tell the media type of a file by the end of its name; None if that says nothing."""
    return _TYPES.get(Path(urlsplit(url).path).suffix.lower())


def _local(url: str) -> Path:
    path = local_path(url)
    if path is None:
        raise OSError(errno.EPERM, "is not on this machine; fetch it first")
    if "\0" in str(path):
        raise OSError(errno.ENOENT, "no file has U+0000 in its name")
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(errno.ESPIPE, "is a pipe or a device, and is read more than once; save it as a file")
    return path


def url_of(source: str | Path) -> str:
    """Make the URL of a path; a URL stays as it is."""
    if isinstance(source, str) and len(urlsplit(source).scheme) > 1:
        return source
    return Path(os.path.abspath(source)).as_uri()  # noqa: PTH100  # resolve() would follow links


def local_path(url: str) -> Path | None:
    """Give the path of a ``file:`` URL; None if it is another one."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    return Path(unquote(parts.path))


def shown(url: str, root: Path | None) -> str:
    """Say how messages call a file: by its path, from ``root`` if there is one; else by its URL."""
    path = local_path(url)
    if path is None:
        return url
    return str(path) if root is None else os.path.relpath(path, root)
