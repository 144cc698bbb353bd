"""What the site is called in a reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from koryu.settings import Settings

_COLON: Final = re.compile("[:：]")


@dataclass(frozen=True)
class Title:
    """A title: the whole ``text`` and the tag of its language."""

    text: str
    lang: str

    @property
    def name(self) -> str:
        """What stands before its colon."""
        return _COLON.split(self.text, maxsplit=1)[0].strip()

    @property
    def subject(self) -> str:
        """What stands behind its colon; the whole if it has none."""
        rest = _COLON.split(self.text, maxsplit=1)[-1].strip()
        return rest[:1].upper() + rest[1:]


def title_of(settings: Settings, lang: str) -> Title:
    """Take the title in a language, else in the first one of the project."""
    text = settings.titles.get(lang)
    return Title(text, lang) if text else Title(settings.title, settings.languages[0])
