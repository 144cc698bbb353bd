"""What one gets without Koryu: the same label in the same country, and the label that is most alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyoxigraph as ox
from link_curve import Answer
from rapidfuzz import fuzz, process

from world import World

LABELS = (
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#altLabel",
    "http://www.geonames.org/ontology#name",
    "http://www.geonames.org/ontology#alternateName",
    "http://www.geonames.org/ontology#officialName",
)
COLUMNS = {"label_en": "en", "label_ja": "ja", "label_zh_hans": "zh"}
BLOCK = 200  # labels of ours that are compared at once
Named = Mapping[tuple[str, str, str], set[str]]  # country, language and text: the IRIs


def names_of(world: World, dataset: str, folder: Path) -> Named:
    """Read the names of a dataset."""
    found: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for each in ox.parse(path=str(folder / f"{dataset}.nt"), format=ox.RdfFormat.N_TRIPLES):
        thing = world.thing_of(dataset, each.subject.value)
        if thing and each.predicate.value in LABELS:
            language = (each.object.language or "en").partition("-")[0]
            found[thing.country, language, each.object.value].add(each.subject.value)
    return found


def same_label(world: World, named: Named) -> dict[str, Answer]:
    """Take what alone has one of our labels in the right country."""
    answers = {}
    for key, country, labels in _ours(world):
        found = set[str]().union(*(named.get((country, language, text), set()) for language, text in labels))
        if found:
            answers[key] = Answer(min(found), 1.0, len(found) == 1, frozenset(found))
    return answers


def most_alike(world: World, named: Named) -> dict[str, Answer]:
    """Take what has the label most like one of ours, by rapidfuzz's ratio, in its language and country."""
    best: dict[str, Answer] = {}
    for country in ("JP", "CN"):
        for language in ("en", "ja", "zh"):
            texts = sorted(text for place, tag, text in named if (place, tag) == (country, language))
            wanted = [
                (key, text)
                for key, where, labels in _ours(world)
                for tag, text in labels
                if (where, tag) == (country, language)
            ]
            for key, text, score in _nearest(wanted, texts):
                if key not in best or score > best[key].score:
                    iris = named[country, language, text]
                    best[key] = Answer(min(iris), score, True, frozenset(iris))
    return best


def _nearest(wanted: list[tuple[str, str]], texts: list[str]) -> Iterator[tuple[str, str, float]]:
    if not texts:
        return
    for start in range(0, len(wanted), BLOCK):
        block = wanted[start : start + BLOCK]
        scores = process.cdist([text for _, text in block], texts, scorer=fuzz.ratio, dtype=np.uint8)
        for (key, _), row in zip(block, scores, strict=True):
            place = int(row.argmax())
            yield key, texts[place], float(row[place]) / 100


def _ours(world: World) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    asked = set(world.asked)
    for row in world.tables["governments"]:
        key = str(row["key"])
        if key in asked:
            labels = [(language, str(row[column])) for column, language in COLUMNS.items()]
            yield key, world.ours[key].country, labels
