"""Whom a page is for: the language, and how links lead on in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Final
from urllib.parse import quote, urlencode

from koryu.languages import range_of
from koryu.words import Texts, Words, read_words

_SAFE: Final = "/:@!$&'()*+,;=~%-._"  # characters that a path of a link keeps


@cache
def _texts() -> Texts:
    folder = files("koryu.site") / "words"
    return read_words(sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=str))


@dataclass(frozen=True)
class Reader:
    """A reader of the site.

    ``lang``: one of the project's languages. ``is_chosen``: the reader asked for it, rather than the
    browser, so that links lead on in it. ``root``: the path below which the site lies, such as ``/koryu``.
    """

    lang: str
    is_chosen: bool = False
    root: str = ""

    @cached_property
    def words(self) -> Words:
        """The words of the pages for this reader."""
        return Words(self.lang, _texts())

    @cached_property
    def range(self) -> str:
        """The language range that finds texts for this reader."""
        return range_of(self.lang, (self.lang,))

    def link(self, path: str, /, **query: object) -> str:
        """Link to a path below the root of the site, such as ``doc/government/dalian#lueda``.

        What of ``query`` is None is left out.
        """
        place, mark, fragment = path.lstrip("/").partition("#")
        given = {name: str(value) for name, value in query.items() if value is not None}
        if self.is_chosen:
            given.setdefault("lang", self.lang)
        asked = f"?{urlencode(given)}" if given else ""
        return f"{self.root}/{quote(place, safe=_SAFE)}{asked}{mark}{quote(fragment, safe=_SAFE)}"

    def asset(self, name: str) -> str:
        """Link to a file of the site's own, such as ``style.css``, by an address that never changes."""
        from koryu.site.frame.assets import read_assets

        return f"{self.root}/static/{read_assets().digest}/{name}"
