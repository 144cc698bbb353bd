"""Files wherever fsspec finds them: on this machine, in memory, in an object store."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

import fsspec

from koryu.tables.files.fetching import Response, content_type_of


class RemoteFetcher:
    """Fetches files by any URL that fsspec knows."""

    def open(self, url: str) -> BinaryIO:
        """Open a file; it can seek."""
        file: BinaryIO = fsspec.open(url, "rb").open()
        return file

    def fetch(self, url: str) -> Response:
        """Fetch a file."""
        with self.open(url) as file:
            return Response(file.read(), content_type_of(url))


class DigestedFile:
    """A file to be written that knows its size and its SHA-256."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, content: memoryview) -> int:
        """Write bytes."""
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
