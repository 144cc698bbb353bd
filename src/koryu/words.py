"""Words for people, in the languages that the program speaks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import Any, Final

FALLBACK: Final = "en"
Texts = Mapping[str, Mapping[str, Any]]  # by language, then by name


class Words:
    """The words for a reader of ``lang``, or English ones where the program does not speak that language."""

    def __init__(self, lang: str, texts: Texts) -> None:
        primary = lang.partition("-")[0]
        self.lang = lang if primary in texts else FALLBACK
        self._texts = texts[self.lang.partition("-")[0]]

    def __call__(self, name: str, /, **values: object) -> str:
        """Take a text and fill it in; ``n`` chooses between one and many."""
        singular = f"{name}_{values.get('n')}"
        return str(self._texts.get(singular, self._texts[name])).format(**values)

    def get(self, name: str) -> str | None:
        """Take a text, if there is one of this name."""
        text = self._texts.get(name)
        return None if text is None else str(text)


def read_words(files: Iterable[Traversable]) -> Texts:
    """Read the words of files of TOML, each with a table for every language, as one.

    Raises:
        ValueError: Two files have a word of the same name.
    """
    found: dict[str, dict[str, Any]] = {}
    for file in files:
        for lang, texts in tomllib.loads(file.read_text("utf-8")).items():
            if twice := sorted(set(texts) & set(found.get(lang, ()))):
                raise ValueError(f"{file}: {lang}.{twice[0]} stands in another file; keep one")
            found.setdefault(lang, {}).update(texts)
    return found
