"""Pages made of templates: one environment, in which nothing that is printed becomes markup."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from koryu.site.editions.contents import has_calendar
from koryu.site.editions.edition import Edition
from koryu.site.frame.assets import read_assets
from koryu.site.frame.printing import TURNING, legible, number, shortened
from koryu.site.frame.reader import Reader
from koryu.site.frame.titles import title_of


@dataclass(frozen=True)
class Crumb:
    """A step on the way to a page: its words, and the path below the root of the site; none for itself.

    ``asked``: what the address asks for after its question mark.
    """

    text: str
    path: str | None = None
    lang: str | None = None
    asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Format:
    """Another form of what a page shows: its name, the media type and the path below the root."""

    name: str
    media_type: str
    path: str


_UNFIT: Final = re.compile(f"[&<>{TURNING}]")


@cache
def environment() -> Environment:
    """The environment of all templates."""
    made = Environment(
        loader=PackageLoader("koryu.site", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(legible=legible, number=number, shortened=shortened)
    return made


def render(
    template: str,
    edition: Edition,
    reader: Reader,
    *,
    path: str,
    crumbs: Sequence[Crumb] = (),
    formats: Sequence[Format] = (),
    json_ld: object = None,
    asked: Mapping[str, str] | None = None,
    **context: object,
) -> str:
    """Make a page.

    Args:
        template: Its file; extends ``layout.html``.
        edition: What is shown.
        reader: Whom it is for.
        path: Its own, below the root of the site, such as ``doc/government/dalian``.
        crumbs: The way to it, from what lies below the home page to itself.
        formats: What else there is of it: linked in its head, and at its end.
        json_ld: What it says, for programs that read pages.
        asked: The query of its address, without the language; the page in other languages keeps it.
        context: What the template itself wants.
    """
    return (
        environment()
        .get_template(template)
        .render(
            edition=edition,
            settings=edition.settings,
            site=title_of(edition.settings, reader.lang),
            reader=reader,
            words=reader.words,
            link=reader.link,
            asset=reader.asset,
            has_asset=read_assets().files.__contains__,
            languages=_languages(edition, reader, path, asked or {}),
            path=path,
            crumbs=crumbs,
            has_calendar=edition.once(has_calendar),
            formats=formats,
            json_ld=None if json_ld is None else script_json(json_ld),
            **context,
        )
    )


def script_json(document: object) -> Markup:
    """Write JSON that may stand inside a script element: nothing in it ends the element or turns its text."""
    text = json.dumps(document, ensure_ascii=False)
    return Markup(_UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def _languages(
    edition: Edition, reader: Reader, path: str, asked: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """List the languages: tag, own name and the address of the page in it."""
    return [
        (tag, reader.words.get(f"language_{tag}") or tag, reader.link(path, **{**asked, "lang": tag}))
        for tag in edition.settings.languages
    ]
