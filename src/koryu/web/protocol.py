"""Reading what a client asks of the endpoint: https://www.w3.org/TR/sparql11-protocol/#query-operation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl

from koryu.evaluation.evaluator import Graphs
from koryu.printable import quoted
from koryu.rdf.ntriples import iri
from koryu.web.problems import Problem

QUERY: Final = "application/sparql-query"
FORM: Final = "application/x-www-form-urlencoded"
_UPDATE: Final = "application/sparql-update"
_HALF: Final = re.compile("%(?![0-9A-Fa-f]{2})")
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """What is asked of the endpoint: nothing if there is no ``query``."""

    query: str | None
    graphs: Graphs | None = None
    format: str | None = None


def read_get(query_string: bytes) -> Asked:
    """Read a query by GET.

    Raises:
        Problem: It is malformed, or an update.
    """
    return _asked(read_pairs(query_string.decode("ascii", "replace")))


def read_post(query_string: bytes, content_type: str | None, body: bytes) -> Asked:
    """Read a query by POST: a form, or the query as it is.

    Raises:
        Problem: It is malformed, or an update.
    """
    media_type = _media_type(content_type, (QUERY, FORM))
    text = _text(body)
    pairs = read_pairs(query_string.decode("ascii", "replace"))
    asked = _asked([*pairs, *read_pairs(text)] if media_type == FORM else [*pairs, ("query", text)])
    if asked.query is None:
        raise Problem(400, "the form has no field query; write query=SELECT...")
    return asked


def read_form(content_type: str | None, body: bytes) -> Pairs:
    """Read the fields of a form.

    Raises:
        Problem: It is malformed, or no form.
    """
    _media_type(content_type, (FORM,))
    return read_pairs(_text(body))


def _media_type(content_type: str | None, known: tuple[str, ...]) -> str:
    media_type, charset = _content_type(content_type or "")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"the charset {quoted(charset)} is not read; send UTF-8")
    if media_type == _UPDATE:
        raise _read_only()
    if media_type not in known:
        kind = quoted(media_type) if content_type else "none"
        raise Problem(415, f"the media type {kind} is not read; send {' or '.join(known)}")
    return media_type


@lru_cache(maxsize=1 << 8)
def _content_type(header: str) -> tuple[str, str]:
    message = Message()
    message["content-type"] = header[:1000]
    return message.get_content_type() if header else "", (message.get_content_charset() or "utf-8").lower()


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Problem(400, f"byte {error.start + 1} of the body is not UTF-8") from None


def read_pairs(text: str) -> Pairs:
    """Read the parameters of an address, or the fields of a form.

    Raises:
        Problem: They are malformed.
    """
    if _HALF.search(text):
        raise Problem(400, "a % is not followed by two hexadecimal digits; write %25")
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=200)
    except UnicodeDecodeError:
        raise Problem(400, "a parameter is not UTF-8 in %XX") from None
    except ValueError:
        raise Problem(400, "more than 200 parameters; send fewer") from None


def _asked(pairs: Pairs) -> Asked:
    if any(name == "update" for name, _ in pairs):
        raise _read_only()
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1:
        raise Problem(400, "the parameter query is given twice; keep one")
    formats = [value for name, value in pairs if name in ("format", "output") and value]
    return Asked(queries[0] if queries else None, _graphs(pairs), formats[0] if formats else None)


def _graphs(pairs: Pairs) -> Graphs | None:
    default = tuple(_iri(name, value) for name, value in pairs if name == "default-graph-uri")
    named = tuple(_iri(name, value) for name, value in pairs if name == "named-graph-uri")
    return Graphs(default, named) if default or named else None


def _iri(name: str, value: str) -> str:
    try:
        return iri(value)[1:-1]
    except ValueError:
        raise Problem(400, f"{name} {quoted(value)} is not an absolute IRI") from None


def _read_only() -> Problem:
    return Problem(403, "the graph is read-only; updates are refused")
