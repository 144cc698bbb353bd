"""Cutting an answer of rows so that it stays a whole document of its format, and says that it was cut.

A row ends where a separator stands that cannot be part of a value: where values may hold it, as in JSON and
CSV, only a separator outside the quotation marks counts.

Sources: https://www.w3.org/TR/sparql11-results-json/, https://www.w3.org/TR/rdf-sparql-XMLres/,
https://www.w3.org/TR/sparql11-results-csv-tsv/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

LINK: Final = "api#limits"  # where a reader finds what a cut means, relative to the endpoint


@dataclass(frozen=True)
class _Layout:
    """How a format separates rows.

    ``separator``: between rows, ``kept`` bytes of it belong to the row before. ``start``: what stands before
    the first row. ``is_quoted``: values may hold the separator, in quotation marks; ``is_escaped``: and
    a quotation mark after a backslash. ``least``: bytes that a row has at least.
    """

    separator: bytes
    kept: int
    start: bytes
    least: int
    is_quoted: bool = False
    is_escaped: bool = False


_LAYOUTS: Final = {
    "application/sparql-results+json": _Layout(b"},{", 1, b'"bindings":[', 3, True, True),
    "application/sparql-results+xml": _Layout(b"</result><result>", 9, b"<results>", 17),
    "text/csv": _Layout(b"\r\n", 2, b"\r\n", 2, True),
    "text/tab-separated-values": _Layout(b"\n", 1, b"\n", 1),
}


class CannotCut(Exception):
    """The answer is too long before its first row."""


def cut_rows(body: bytes, media_type: str, most: int, *, is_whole: bool) -> tuple[bytes, str | None]:
    """Cut an answer after its last row that is whole, and after ``most`` rows at the latest.

    Returns:
        The rows that are left, without the end of the document, and the limit that they came to; all of it,
        and None, if there is nothing to cut.

    Raises:
        CannotCut: Not even the names of its columns are whole.
    """
    layout = _LAYOUTS[media_type]
    if is_whole and len(body) < most * layout.least:
        return body, None
    start = body.find(layout.start)
    if start < 0:
        raise CannotCut
    start += len(layout.start)
    ends = list(islice(_ends(body, layout, start), most))
    if len(ends) == most and ends[-1] < len(body):
        return body[: ends[-1]], "rows"
    return (body, None) if is_whole else (body[: ends[-1] if ends else start], "bytes")


def _ends(body: bytes, layout: _Layout, start: int) -> Iterator[int]:
    """Find where each row ends that is followed by another, or by the end of a text of lines."""
    text = body.replace(b"\\\\", b"__").replace(b'\\"', b"__") if layout.is_escaped else body
    place, is_open = start, False
    while (found := text.find(layout.separator, place)) >= 0:
        if layout.is_quoted:
            is_open ^= bool(text.count(b'"', place, found) % 2)
        place = found + layout.kept
        if not is_open:
            yield place


def mark_rows(body: bytes, media_type: str, limit: str) -> bytes:
    """End a document whose rows were cut, and say in it, where the format can, which limit it was."""
    if media_type.endswith("json"):
        return body + f']}},"truncated":"{limit}"}}'.encode()
    if media_type.endswith("xml"):
        head = f'<link href="{LINK}"/></head>'.encode()
        marked = body.replace(b"</head>", head, 1)
        return marked + f"</results><!-- truncated: {limit} --></sparql>".encode()
    return body


def mark_triples(body: bytes, media_type: str, limit: str) -> bytes:
    """Say in a document of some of the triples which limit it was."""
    if media_type.endswith("ld+json"):  # an entry that no context defines means nothing in JSON-LD
        return b'{"truncated":"' + limit.encode() + b'","@graph":' + body + b"}"
    if media_type.endswith("xml"):
        return body.replace(b"?>\n", f"?>\n<!-- truncated: {limit} -->\n".encode(), 1)
    return f"# truncated: {limit}\n".encode() + body
