"""What behind the question mark of an address makes a difference.

Addresses that people pass on get parameters from those who count clicks. Where the answer cannot depend on
them they are taken off before anything else is done, so that they make no work.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# the paths that take the parameters below only; all others see what they were sent
_CLOSED: Final = re.compile(
    rb"/(?:(?:doc|id|def|static|\.well-known)/.*|(?:def|shapes|void|sitemap|koryu|robots)(?:[.-].*)?)?",
    re.DOTALL,
)
_KNOWN: Final = frozenset({b"lang", b"format", b"_mediatype", b"_profile", b"incoming", b"page"})


def meant(path: bytes, query: bytes) -> bytes:
    """Take from a query what the answer at a path, below the root of the site, may depend on."""
    return _meant(path, query) if query and len(query) < 2000 else query


@lru_cache(maxsize=1 << 10)
def _meant(path: bytes, query: bytes) -> bytes:
    if not _CLOSED.fullmatch(path):
        return query
    return b"&".join(each for each in query.split(b"&") if _is_known(each.partition(b"=")[0]))


def _is_known(name: bytes) -> bool:
    return name in _KNOWN or b"%" in name  # which may be a name in disguise
