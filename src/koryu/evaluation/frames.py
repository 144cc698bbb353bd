"""Messages between a server and those that evaluate for it: some JSON that says what, and some bytes.

frame ::= length of the JSON (4 bytes) length of the bytes (4 bytes) JSON bytes
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any, Final

_HEAD: Final = struct.Struct("!II")


class Ended(Exception):
    """The other side is gone."""


def send(channel: socket.socket, message: dict[str, Any], body: bytes = b"") -> None:
    """Send a frame."""
    text = json.dumps(message).encode()
    try:
        channel.sendall(_HEAD.pack(len(text), len(body)) + text + body)
    except (BrokenPipeError, ConnectionResetError):
        raise Ended from None


def receive(channel: socket.socket, deadline: float | None = None) -> tuple[dict[str, Any], bytes]:
    """Receive a frame.

    Raises:
        Ended: The other side is gone.
        TimeoutError: It was not whole at ``deadline``, a time of the monotonic clock.
    """
    text_length, length = _HEAD.unpack(_read(channel, _HEAD.size, deadline))
    message = json.loads(_read(channel, text_length, deadline))
    return message, _read(channel, length, deadline)


def _read(channel: socket.socket, length: int, deadline: float | None) -> bytes:
    content = bytearray(length)
    view, done = memoryview(content), 0
    while done < length:
        if deadline is not None:
            channel.settimeout(max(deadline - time.monotonic(), 0.001))
        try:
            count = channel.recv_into(view[done:])
        except (ConnectionResetError, BrokenPipeError):
            raise Ended from None
        if not count:
            raise Ended
        done += count
    return bytes(content)
