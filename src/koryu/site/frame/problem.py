"""The page for people whose request was not answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from koryu.site.editions.edition import Edition
from koryu.site.frame.reader import Reader
from koryu.site.frame.rendering import render

# Statuses that have words of their own
_TOLD: Final = frozenset({400, 403, 404, 406, 410, 413, 422, 429, 500, 503, 504})


def problem_page(edition: Edition, reader: Reader, status: int, detail: str, near: Sequence[str] = ()) -> str:
    """Make the page of a problem; ``near`` are paths below the root that may have been meant."""
    name = str(status if status in _TOLD else 500 if status >= 500 else 400)
    return render(
        "problem.html", edition, reader, path="", status=status, name=name, detail=detail, near=near
    )
