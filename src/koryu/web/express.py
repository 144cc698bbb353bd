"""Look-ups of the endpoint that are cheap for certain: answered as soon as they are read, without a task.

What is asked for the first time is answered so; what is asked again goes the usual way, is kept, and is ready
from then on. Whatever is unusual in a request goes the usual way too, and is told there what is wrong.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Final

from starlette.types import Scope

from koryu.evaluation.evaluator import Answer, Evaluator
from koryu.evaluation.refusals import Refusal
from koryu.web.guard import EVERY, check
from koryu.web.metrics import Metrics
from koryu.web.problems import Problem
from koryu.web.protocol import Asked, read_get
from koryu.web.results import Result, choose_result
from koryu.web.sparql import PATH, headers

_REMEMBERED: Final = 20_000  # requests
_LARGEST: Final = 64 << 10  # bytes of an answer; others are packed on the usual way
_ALONE: Final = b"query="
_DIGITS: Final = "0123456789ABCDEFabcdef"
_BYTES: Final = {(high + low).encode(): bytes([int(high + low, 16)]) for high in _DIGITS for low in _DIGITS}


class Express:
    """Answers cheap look-ups at once."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._seen: dict[Hashable, None] = {}

    def ready(self, scope: Scope, key: Hashable, evaluator: Evaluator) -> tuple[bytes, bytes] | None:
        """Write the answer to a cheap look-up, its head but for the date and its body; None if it is none.

        ``key`` is the same for requests that have the same answer.
        """
        if scope["path"] != f"{scope.get('root_path', '')}{PATH}" or scope["method"] != "GET":
            return None
        if not self._is_new(key):
            return None
        try:
            check(scope)
            found = _answer(scope, evaluator)
        except (Problem, Refusal, KeyError, UnicodeDecodeError):
            return None
        if found is None or len(found[0].body) > _LARGEST:
            return None
        answer, result = found
        self._metrics.count(PATH, "GET", 200)
        return _head(result) + b"content-length: %d\r\n" % len(answer.body), answer.body

    def _is_new(self, key: Hashable) -> bool:
        if key in self._seen:
            return False
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[key] = None
        return True


def _answer(scope: Scope, evaluator: Evaluator) -> tuple[Answer, Result] | None:
    asked = _asked(scope["query_string"])
    if asked.query is None or asked.graphs is not None:
        return None
    query = evaluator.read_cheap(asked.query)
    if query is None:
        return None
    accept = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    result = choose_result(query.form, accept.decode("latin-1"), asked.format)
    answer = evaluator.answer_at_once(query, result.media_type) if result.is_written else None
    return None if answer is None else (answer, result)


def _asked(query_string: bytes) -> Asked:
    """Read a query by GET; quickly, if there is nothing but the query."""
    if query_string.startswith(_ALONE) and b"&" not in query_string:
        return Asked(_unquote(query_string[len(_ALONE) :]))
    return read_get(query_string)


def _unquote(text: bytes) -> str:
    """Read a value of a form, several times as fast as ``urllib`` does.

    Raises:
        KeyError, UnicodeDecodeError: It is malformed.
    """
    first, *others = text.replace(b"+", b" ").split(b"%")
    return b"".join([first, *[_BYTES[each[:2]] + each[2:] for each in others]]).decode()


@lru_cache(maxsize=1 << 6)
def _head(result: Result) -> bytes:
    fields = [*headers(None, result, is_steady=True), *_every(), (b"cache-control", b"public, max-age=60")]
    return b"HTTP/1.1 200 OK\r\n" + b"".join(b"%s: %s\r\n" % field for field in fields)


def _every() -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in EVERY.items()]
