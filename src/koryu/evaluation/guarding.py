"""CSV in which no cell starts a formula, as in that of the stored queries; numbers stay as they are.

Whoever opens an answer in a spreadsheet would run what is in it. TSV is exact, for programs.
"""

from __future__ import annotations

import re
from typing import Final

from koryu.formulas import STARTS

_BYTES: Final = tuple(each.encode() for each in STARTS)
_SUSPECT: Final = re.compile(rb'(?:^|[,\n])"?(?:%s)' % b"|".join(map(re.escape, _BYTES)))
_CELL: Final = re.compile(rb'("(?:[^"]|"")*+"|[^,\r\n"]*+)(,|\r\n)')
_NUMBER: Final = re.compile(rb"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def guard_csv(body: bytes) -> bytes:
    """Put an apostrophe before each cell that a spreadsheet would take for a formula."""
    return _CELL.sub(_guarded, body) if _SUSPECT.search(body) else body


def _guarded(match: re.Match[bytes]) -> bytes:
    cell, end = match.groups()
    quote = b'"' if cell.startswith(b'"') else b""
    text = cell[len(quote) :]
    if not text.startswith(_BYTES) or _NUMBER.fullmatch(cell):
        return match[0]
    return quote + b"'" + text + end
