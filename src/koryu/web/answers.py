"""Answers that are kept ready: complete, with their headers, for all that will ask for them again.

The rules are those of HTTP for a cache that belongs to the server: https://www.rfc-editor.org/rfc/rfc9111.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from functools import cached_property, lru_cache
from http import HTTPStatus
from typing import Final

from starlette.types import Scope

from koryu.web.negotiation import LONGEST

Headers = list[tuple[bytes, bytes]]

KEPT: Final = frozenset({200, 301, 303, 308})  # statuses of answers that are kept
_PACKED: Final = re.compile(rb"text/|application/(?!zip|gzip|vnd\.)|image/svg", re.IGNORECASE)
_LARGE: Final = 100_000  # bytes that take some milliseconds to pack
_LEAST: Final = 700  # bytes below which packing saves nothing: one packet of the network
_NEVER: Final = re.compile(rb"(?:^|[\s,])(?:no-store|private)(?:$|[\s,=])", re.IGNORECASE)
_CONTROL: Final = re.compile(rb"[\x00-\x1f\x7f]")
_AGE: Final = re.compile(rb"(?:^|[\s,])max-age=([1-9][0-9]{0,8})", re.IGNORECASE)
_OF_BODY: Final = frozenset(
    {
        b"content-type",
        b"content-length",
        b"content-encoding",
        b"content-language",
        b"content-disposition",
        b"link",
    }
)  # what an answer without its body need not say again
_DEFAULT: Final = b"public, max-age=60, stale-while-revalidate=600"
_LONGEST: Final = 600.0  # seconds that an answer is kept
_DATE: Final = 100  # bytes of a header that may be a date
_OVERHEAD: Final = 2000  # bytes that an entry takes besides its bodies


@dataclass(frozen=True)
class Encoded:
    """An answer in one encoding; ``unchanged`` are the headers for who has it already."""

    status: int
    headers: Headers
    unchanged: Headers
    body: bytes
    tag: bytes

    @cached_property
    def head(self) -> bytes:
        """Its status and headers as they are sent, but for the date and the empty line."""
        return _head(self.status, self.headers)

    @cached_property
    def unchanged_head(self) -> bytes:
        """The same for who has it already."""
        return _head(304, self.unchanged)


def _head(status: int, headers: Headers) -> bytes:
    """Write a head: https://www.rfc-editor.org/rfc/rfc9112#section-2.1."""
    lines = [b"HTTP/1.1 %d %s" % (status, HTTPStatus(status).phrase.encode())]
    for name, value in headers:
        if _CONTROL.search(name + value):
            raise ValueError(f"a header has a control character: {name + value!r}")
        lines.append(b"%s: %s" % (name, value))
    return b"\r\n".join([*lines, b""])


@dataclass
class Answer:
    """A complete answer; ``route`` is the pattern of the path that it was found under."""

    status: int
    plain: Encoded
    route: str = ""
    modified: bytes = b""
    until: float = float("inf")
    may_pack: bool = False
    packed: Encoded | None = None

    @property
    def weight(self) -> int:
        """The bytes that it takes at most, packed or not."""
        return _OVERHEAD + len(self.plain.body) * (2 if self.may_pack else 1)

    def is_slow(self, takes_gzip: bool) -> bool:
        """Does it take long to choose its encoding, since it is large and was not packed yet?"""
        return takes_gzip and self.may_pack and self.packed is None and len(self.plain.body) > _LARGE

    def encoded(self, takes_gzip: bool) -> Encoded:
        """Choose its encoding; packed once, when first asked for."""
        if not (takes_gzip and self.may_pack):
            return self.plain
        self.packed = self.packed or _pack(self.plain)
        return self.packed


def is_kept(status: int, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """May an answer be kept for others?"""
    fields = dict(headers)
    is_private = _NEVER.search(fields.get(b"cache-control", b"")) or b"set-cookie" in fields
    return status in KEPT and not is_private


def make_answer(status: int, headers: Headers, body: bytes, modified: float, route: str = "") -> Answer:
    """Complete an answer: its length, its ETag, when it was made, and how long others may keep it."""
    given = dict(headers)
    may_pack = status == 200 and len(body) >= _LEAST and _is_text(given)
    added = {} if status not in KEPT else {b"cache-control": _DEFAULT}
    if status == 200:
        added |= _validators(given, body, modified)
    if may_pack:
        headers = [each for each in headers if each[0] != b"vary"]
        headers.append((b"vary", _with(given.get(b"vary"), b"Accept-Encoding")))
    added[b"content-length"] = b"%d" % len(body)
    headers = headers + [each for each in added.items() if each[0] not in given]
    fields = dict(headers)
    unchanged = [each for each in headers if each[0] not in _OF_BODY]
    plain = Encoded(status, headers, unchanged, body, fields.get(b"etag", b""))
    return Answer(status, plain, route, fields.get(b"last-modified", b""), _until(given), may_pack)


def _validators(given: Mapping[bytes, bytes], body: bytes, modified: float) -> dict[bytes, bytes]:
    """What tells a client whether it has the answer already."""
    tag = b'"%s"' % hashlib.blake2b(body, digest_size=16).hexdigest().encode()
    is_of_build = b"cache-control" not in given  # what says itself how long it is good changes otherwise
    day = {b"last-modified": http_date(modified).encode()} if is_of_build else {}
    return {b"etag": tag, **day}


def _is_text(given: Mapping[bytes, bytes]) -> bool:
    return b"content-encoding" not in given and bool(_PACKED.match(given.get(b"content-type", b"")))


def _pack(plain: Encoded) -> Encoded:
    body = gzip.compress(plain.body, 6, mtime=0)
    tag = plain.tag[:-1] + b'-gzip"'
    changed = {b"content-length": b"%d" % len(body), b"etag": tag}
    headers = [(name, changed.get(name, value)) for name, value in plain.headers]
    unchanged = [(name, changed.get(name, value)) for name, value in plain.unchanged]
    return Encoded(plain.status, [*headers, (b"content-encoding", b"gzip")], unchanged, body, tag)


def _with(vary: bytes | None, name: bytes) -> bytes:
    if not vary:
        return name
    return vary if name.lower() in vary.lower() else b"%s, %s" % (vary, name)


def _until(given: Mapping[bytes, bytes]) -> float:
    """When an answer is to be made again, by the clock of the process: some depend on the day."""
    age = _AGE.search(given.get(b"cache-control", b""))
    return time.monotonic() + min(_LONGEST, int(age[1]) if age else _LONGEST)


def is_unchanged(answer: Answer, encoded: Encoded, none_match: bytes | None, since: bytes | None) -> bool:
    """Does the client have the answer already? https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2"""
    if answer.status != 200:
        return False
    return _meets(encoded.tag, answer.modified, none_match, since)


def is_had(scope: Scope, tag: bytes, modified: bytes) -> bool:
    """Does the client have what a handler is about to send, which is too large to be collected first?"""
    fields = dict(scope.get("koryu.conditions") or scope["headers"])
    return _meets(tag, modified, fields.get(b"if-none-match"), fields.get(b"if-modified-since"))


def _meets(tag: bytes, modified: bytes, none_match: bytes | None, since: bytes | None) -> bool:
    if none_match is not None:
        return none_match.strip() == b"*" or tag in _tags(none_match[:LONGEST])
    return since is not None and _is_not_before(since[:_DATE], modified)


@lru_cache(maxsize=16)
def http_date(moment: float) -> str:
    """Write a moment as headers do: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7."""
    return formatdate(moment, usegmt=True)


@lru_cache(maxsize=1 << 10)
def _tags(header: bytes) -> frozenset[bytes]:
    """The entity tags of If-None-Match, which are compared weakly."""
    return frozenset(each.strip().removeprefix(b"W/") for each in header.split(b","))


@lru_cache(maxsize=1 << 10)
def _is_not_before(since: bytes, modified: bytes) -> bool:
    try:
        return parsedate_to_datetime(since.decode("ascii")) >= parsedate_to_datetime(modified.decode("ascii"))
    except (ValueError, TypeError):  # no date, or one without a zone: as if it were not there
        return False


@dataclass
class Answers:
    """The answers of one edition, those asked for longest ago given up for new ones.

    ``capacity``: bytes that all may take, ``largest`` that one may. ``flights``: what is being made now.
    """

    capacity: int = 64 << 20
    largest: int = 4 << 20
    size: int = 0
    flights: dict[Hashable, asyncio.Future[Answer | None]] = field(default_factory=dict)
    _kept: OrderedDict[Hashable, Answer] = field(default_factory=OrderedDict)

    def find(self, key: Hashable) -> Answer | None:
        """Find an answer that is still good."""
        answer = self._kept.get(key)
        if answer is None:
            return None
        if answer.until < time.monotonic():
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return answer

    def keep(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer."""
        self._drop(key)
        self._kept[key] = answer
        self.size += answer.weight
        while self.size > self.capacity:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        if answer := self._kept.pop(key, None):
            self.size -= answer.weight
