"""Text files: UTF-8 without a byte order mark."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

from koryu.errors import KoryuError


def decode(content: bytes, where: str, fault: type[KoryuError]) -> str:
    """Decode the content of a text file, which messages call ``where``.

    Raises:
        KoryuError: It has a byte order mark or is not UTF-8; a ``fault`` that starts with ``where:line``.
    """
    if content.startswith(codecs.BOM_UTF8):
        raise fault(f"{where}:1: begins with a byte order mark; save it as UTF-8 without BOM")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line, byte = content.count(b"\n", 0, error.start) + 1, content[error.start]
        raise fault(f"{where}:{line}: not UTF-8: byte 0x{byte:02x}; save it as UTF-8") from None


def write_whole(path: Path, text: str) -> None:
    """Write a text file in place of the one that is there, all of it or nothing.

    Raises:
        OSError: It cannot be written.
    """
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        new.write_text(text, "utf-8")
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
