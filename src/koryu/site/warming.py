"""What the first reader of an edition would wait for, made before there is one."""

from __future__ import annotations

from koryu.site.editions.edition import Edition
from koryu.site.editions.name_index import name_index
from koryu.site.frame.reader import Reader
from koryu.site.home import home_page
from koryu.site.reconciling.queries import ready


def warm(edition: Edition) -> None:
    """Read and keep what pages are made of: templates, land, bonds, names; and what matches tables."""
    home_page(edition, Reader(edition.settings.languages[0]))
    name_index(edition)
    ready(edition)
