"""Who may see what is private: whoever brought the token that was printed, which is good for one use."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from typing import Final, Generic, TypeVar

_BYTES: Final = 32  # of a secret
_IDLE: Final = 12 * 3600.0  # seconds after which a session that does nothing ends
_MOST: Final = 50  # sessions at once; one more ends that which has done nothing for longest

_State = TypeVar("_State")


@dataclass
class Session(Generic[_State]):
    """One browser: ``id`` stands in its cookie, ``csrf`` in the forms of its pages."""

    state: _State
    id: str = field(default_factory=lambda: secrets.token_urlsafe(_BYTES))
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(_BYTES))
    seen: float = field(default_factory=time.monotonic)
    lock: RLock = field(default_factory=RLock, repr=False)

    def is_own(self, csrf: str) -> bool:
        """Does a form come from a page of this session?"""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode("utf-8", "replace"))


class Sessions(Generic[_State]):
    """The sessions of a server, and the token for the next."""

    def __init__(self, begin: Callable[[], _State]) -> None:
        """``begin`` makes the state of a new session."""
        self._begin = begin
        self._open: dict[str, Session[_State]] = {}
        self._lock = RLock()
        self.token = secrets.token_urlsafe(_BYTES)
        self.announce: Callable[[str], None] = lambda _token: (
            None
        )  # tells whoever runs the server a new token

    def enter(self, token: str) -> Session[_State] | None:
        """Begin a session by the token, which is then dead; None if it is another."""
        with self._lock:
            if not hmac.compare_digest(self.token.encode(), token.encode("utf-8", "replace")):
                return None
            self.token = secrets.token_urlsafe(_BYTES)
            self._end_idle()
            session = Session(self._begin())
            self._open[session.id] = session
        self.announce(self.token)
        return session

    def find(self, id_: str) -> Session[_State] | None:
        """Find the session of a cookie."""
        with self._lock:
            session = self._open.get(id_)
            if session is None or session.seen < time.monotonic() - _IDLE:
                return None
            session.seen = time.monotonic()
            return session

    def _end_idle(self) -> None:
        latest_first = sorted(self._open.values(), key=lambda each: -each.seen)
        until = time.monotonic() - _IDLE
        self._open = {each.id: each for each in latest_first[: _MOST - 1] if each.seen >= until}
