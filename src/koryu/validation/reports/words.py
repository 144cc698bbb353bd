"""The words of the reports themselves, in each language that they speak."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

FALLBACK: Final = "en"


@cache
def languages() -> Mapping[str, Mapping[str, Any]]:
    """Read the words of all languages, by their tags."""
    return tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))


class Words:
    """The words for a reader of ``lang``, or English ones where the reports do not speak that language."""

    def __init__(self, lang: str) -> None:
        primary = lang.partition("-")[0]
        self.lang = lang if primary in languages() else FALLBACK
        self._texts = languages()[self.lang.partition("-")[0]]

    def __call__(self, name: str, /, **values: object) -> str:
        """Take a text and fill it in; ``n`` chooses between one and many."""
        singular = f"{name}_{values.get('n')}"
        return str(self._texts.get(singular, self._texts[name])).format(**values)

    def label(self, name: str, text: str) -> str:
        """Put a word before a text."""
        return self("label", name=self(name), text=text)

    def severity(self, severity: str) -> str:
        """Call a severity by its name; someone's own by the last part of its IRI."""
        return str(self._texts.get(severity) or severity.rpartition("#")[2].rpartition("/")[2])

    def component(self, component: str, given: str, **values: object) -> str:
        """Say what a constraint component asks; ``given`` are its parameters."""
        texts: Mapping[str, str] = self._texts["components"]
        text = texts.get(f"{component}_{given}") or texts.get(component) or texts["other"]
        return text.format(component=component, given=given or "…", **values)


@cache
def cause_marks() -> tuple[str, ...]:
    """What the likely cause follows in a message, in any language."""
    return tuple(mark for texts in languages().values() for mark in texts["cause_marks"])
