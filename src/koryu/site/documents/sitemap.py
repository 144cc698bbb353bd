"""The addresses of the site for search engines: https://www.sitemaps.org/protocol.html."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from koryu.site.editions.edition import Edition

MOST: Final = 50_000  # addresses of one file
_PAGES: Final = ("", "query", "def", "def/concept", "shapes", "findings", "editor", "api")
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def addresses(edition: Edition) -> list[str]:
    """List the paths of all pages, below the root of the site."""
    questions = [f"query/{name}" for name in edition.catalogue.names if "/" not in name]
    return [*_PAGES, *questions, *(f"doc/{each}" for each in edition.keys.things)]


def sitemap(edition: Edition, origin: str, part: int | None = None) -> str | None:
    """Write the map, below an address without a slash at its end; None if there is no such part.

    A map of too many addresses is an index of parts, counted from 1.
    """
    paths = addresses(edition)
    parts = [paths[start : start + MOST] for start in range(0, len(paths), MOST)]
    if part is None and len(parts) > 1:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        return _write("sitemapindex", "sitemap", names, edition, origin)
    if part is None:
        return _write("urlset", "url", paths, edition, origin)
    return _write("urlset", "url", parts[part - 1], edition, origin) if 0 < part <= len(parts) else None


def _write(root: str, entry: str, paths: Iterable[str], edition: Edition, origin: str) -> str:
    day = edition.built.strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [
        f"<{entry}><loc>{escape(f'{origin}/{quote(path)}')}</loc><lastmod>{day}</lastmod></{entry}>\n"
        for path in paths
    ]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n'
    return "".join([head, *lines, f"</{root}>\n"])
