"""What a dataset is asked for a place: its names, as the dataset may write them, and its codes.

A public endpoint finds names that are the same to the letter, and nothing that is near them. So each name of
ours is asked for with and without the word that says what it names, in the forms of its characters, and under
the tags that the dataset uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from koryu.linking.datasets import Dataset
from koryu.matching.kana import romanise
from koryu.matching.kinds import key_of, vocabulary
from koryu.matching.places import Place, PlaceName
from koryu.matching.spellings import spellings
from koryu.names import fold
from koryu.rdf.ntriples import literal

_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_FORMS: Final = {"zh-hans": "s2t", "zh-hant": "t2s"}  # the other form of Chinese characters, by OpenCC
_OTHER: Final = {"zh-hans": "zh-hant", "zh-hant": "zh-hans"}
_APART: Final = " -‐-–"
_JAPANESE: Final = "ja"
_LATIN: Final = "en"
_KANA: Final = "ja-hrkt"
_BARS: Final = str.maketrans("ōū", "ou")
_SUFFIX: Final = 5  # letters of a word that may follow a hyphen


def names_to_ask(place: Place, dataset: Dataset, ours: Mapping[str, Place]) -> list[str]:
    """List the names of a place as literals that a dataset may have, in N-Triples.

    Args:
        place: One of ours.
        dataset: What is asked.
        ours: All of ours, for what lies around it.
    """
    around = [ours[parent] for parent in place.parents if parent in ours]
    found = dict.fromkeys(
        (text, tag)
        for written, language in _written(place, around, dataset)
        for tag in _tags(dataset, language)
        for text in _forms(written)
        if text
    )
    return [literal(text, language=tag or None) for text, tag in found]


def _written(place: Place, around: Iterable[Place], dataset: Dataset) -> Iterator[tuple[str, str]]:
    words = _latin_words(place)
    for name in place.names:
        for text, language in _converted(name):
            yield text, language
            yield from _titled(text, language, around, dataset)
        for stem in _latin_stems(name):
            yield stem, _LATIN
            yield from _titled(stem, _LATIN, around, dataset)
            yield from ((f"{stem}{word}", _LATIN) for word in words)


def _latin_stems(name: PlaceName) -> Iterator[str]:
    """Give a name in Latin letters without its word; of kana, with bars on long vowels and without."""
    language, (*_, stem) = (name.language or "").lower(), _forms(name.text)
    if language == _LATIN:
        yield stem
    elif language == _KANA:
        yield from _hepburn(stem)


def _latin_words(place: Place) -> list[str]:
    """List the words in Latin letters that name what a place is, as they stand behind it: -shi, Province."""
    kind, known = key_of(place.type), vocabulary()
    words = [
        word
        for word in known.after
        if word.isascii() and kind in known.hint(word, place.country).types and len(word) > 1
    ]
    return [f" {word.title()}" for word in words] + [f"-{word}" for word in words if len(word) <= _SUFFIX]


def _hepburn(kana: str) -> Iterator[str]:
    """Write kana in Latin letters, with bars and without."""
    katakana = "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char for char in kana)
    latin = romanise(katakana)
    if latin.isascii() and latin.isalpha():
        for long, bar in (("ou|oo", "ō"), ("uu", "ū")):
            latin = re.sub(long, bar, latin)
        yield latin.capitalize()
        yield latin.translate(_BARS).capitalize()


def _converted(name: PlaceName) -> Iterator[tuple[str, str]]:
    """Give a name in both forms of Chinese, and in Chinese characters under Japanese tags too, and back."""
    language = (name.language or "").lower()
    yield name.text, language
    if not _HAN.search(name.text):
        return
    if language == _JAPANESE:
        yield from ((name.text, other) for other in _OTHER)
    elif language in _FORMS:
        other = _converter(_FORMS[language])(name.text)
        yield other, _OTHER[language]
        yield from ((text, _JAPANESE) for text in (name.text, other))


@cache
def _converter(form: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    import opencc

    return opencc.OpenCC(form).convert


def _forms(text: str) -> Iterator[str]:
    """Give a name with and without the word that says what it names."""
    yield text
    words = {word for spelling in spellings(text) for word in spelling.words}
    for word in sorted(words):
        if fold(text[-len(word) :]) == word:
            yield text[: -len(word)].rstrip(_APART)
        if fold(text[: len(word)]) == word:
            yield text[len(word) :].lstrip(_APART)


def _titled(text: str, language: str, around: Iterable[Place], dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Give a name beside those of what lies around it, as an encyclopaedia tells namesakes apart."""
    title = dataset.titles.get(language) or dataset.titles.get(language.partition("-")[0])
    if title is None:
        return
    for other in around:
        for name in other.names:
            if (name.language or "").lower() == language:
                for whole in _forms(name.text):
                    for own in _forms(text):
                        yield title.format(name=own, around=whole), language


def _tags(dataset: Dataset, language: str) -> tuple[str, ...]:
    """The tags that a dataset has names of a language under: those of the longest tag that it begins with."""
    parts = language.split("-")
    for size in range(len(parts), 0, -1):
        if (tags := dataset.languages.get("-".join(parts[:size]))) is not None:
            return tags
    return ()
