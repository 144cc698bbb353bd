"""Which of several representations a request would rather have: https://www.rfc-editor.org/rfc/rfc9110#section-12."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

_RANGE = re.compile(r"\s*([^\s;,]+)\s*((?:;[^,]*)?)")
_WEIGHT = re.compile(r";\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)
LONGEST = 4000  # characters of a header that are looked at
_SHORT = 200  # characters of a header that are not worth a digest
Weighted = list[tuple[str, float]]


@lru_cache(maxsize=1 << 10)
def ranges(header: str) -> Weighted:
    """Read a header such as Accept: its ranges in lower case, with their weights, in the order given."""
    found = []
    for part in header[:LONGEST].split(","):
        if match := _RANGE.fullmatch(part):
            weight = _WEIGHT.search(match[2])
            found.append((match[1].lower(), float(weight[1]) if weight else 1.0))
    return found


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """Choose a media type for the header Accept; of equals the first offered, None if none will do.

    The most specific range decides for each offer, and its weight among the offers.
    """
    if not accept or not accept.strip():
        return offers[0]
    weights = [(_weight(offer, ranges(accept)), offer) for offer in offers]
    best = max(weight for weight, _ in weights)
    return next(offer for weight, offer in weights if weight == best) if best > 0 else None


def _weight(offer: str, wanted: Weighted) -> float:
    kind = offer.partition(";")[0]
    for each in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        weights = [weight for name, weight in wanted if name == each]
        if weights:
            return max(weights)
    return 0.0


@lru_cache(maxsize=1 << 10)
def choose_language(header: str | None, languages: tuple[str, ...]) -> str:
    """Choose a language for the header Accept-Language, by lookup (RFC 4647); the first if none will do."""
    for tag, weight in sorted(ranges(header or ""), key=lambda each: -each[1]):
        if weight and (language := tag.partition("-")[0]) in languages:
            return language
    return languages[0]


@lru_cache(maxsize=1 << 10)
def normal_types(header: bytes) -> str:
    """Write a header such as Accept so that all that ask for the same in the same words are equal."""
    text = "".join(header.decode("latin-1").lower().split())
    if text == "*/*":
        return ""
    return text if len(text) <= _SHORT else hashlib.blake2b(text.encode(), digest_size=32).hexdigest()


@lru_cache(maxsize=1 << 10)
def takes_gzip(header: bytes) -> bool:
    """Does the header Accept-Encoding allow gzip?"""
    weights = dict(ranges(header.decode("latin-1")))
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0
