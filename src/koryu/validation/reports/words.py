"""The words of the reports themselves, in each language that they speak."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from koryu import words
from koryu.words import FALLBACK

__all__ = ["FALLBACK", "Words", "cause_marks", "languages"]


@cache
def languages() -> Mapping[str, Mapping[str, Any]]:
    """Read the words of all languages, by their tags."""
    return words.read_words([files(__package__) / "words.toml"])


class Words(words.Words):
    """The words for a reader of ``lang``, or English ones where the reports do not speak that language."""

    def __init__(self, lang: str) -> None:
        super().__init__(lang, languages())

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
