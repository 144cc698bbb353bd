"""The first page: what there is."""

from __future__ import annotations

from koryu.site.edition import Edition
from koryu.site.reader import Reader
from koryu.site.rendering import render


def home_page(edition: Edition, reader: Reader) -> str:
    """Make the first page."""
    return render("home.html", edition, reader, path="")
