"""Language tags and the ranges that ask for them (BCP 47).

The tag ``zh`` alone asks for simplified Chinese: a range ``zh`` would match texts in both scripts, so
that each would answer twice. The likely script of a language is that of Unicode's CLDR:
https://www.unicode.org/cldr/charts/latest/supplemental/likely_subtags.html
"""

from __future__ import annotations

import re

from koryu.errors import QueryError
from koryu.printable import quoted

TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# https://www.rfc-editor.org/rfc/rfc5646#section-2.1, without the order of its subtags
WELL_FORMED = re.compile(r"(?:[A-Za-z]{2,8}|[xXiI](?=-))(?:-[A-Za-z0-9]{1,8})*")
_LIKELY = {"zh": "zh-Hans"}


def range_of(tag: str, known: tuple[str, ...], name: str = "lang") -> str:
    """Make the language range that asks for ``tag``; ``name`` is how messages call it.

    Raises:
        QueryError: It is no tag, or its language is not one of the ``known``.
    """
    if not TAG.fullmatch(tag) or tag.lower().partition("-")[0] not in known:
        raise QueryError(f"{name} {quoted(tag)} is not a language of this project; has {', '.join(known)}")
    return _LIKELY.get(tag.lower(), tag)


def matches(tag: str, wanted: str) -> bool:
    """Is ``tag`` in the range ``wanted``? RFC 4647, section 3.3.1: basic filtering."""
    tag, wanted = tag.lower(), wanted.lower()
    return tag == wanted or tag.startswith(f"{wanted}-")


def rank(tag: str, wanted: str, fallback: str) -> int | None:
    """Rank a text for a reader of ``wanted``: 0 is best, None will not do; an untagged text comes last."""
    if not tag:
        return 3
    ranges = (wanted, wanted.partition("-")[0], fallback)
    return next((place for place, each in enumerate(ranges) if matches(tag, each)), None)
