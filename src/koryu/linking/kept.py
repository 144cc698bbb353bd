"""Our places and the spellings of their names, kept in the build that has them: they are worked out once.

The file names what it was made of: the build, the queries that read places, and the program. One of anything
else, or a damaged one, is not used, and made again; where none can be written, places are read each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from koryu.linking.datasets import Dataset, ours
from koryu.linking.places import QUERIES, read_places
from koryu.linking.proposals import describe, read_description
from koryu.matching.naming import Naming, keep_namings, namings
from koryu.matching.places import Place
from koryu.matching.spellings import Script, Spelling, Way
from koryu.settings import Settings
from koryu.stores.local import LocalStore
from koryu.textfiles import write_whole

FILE: Final = ".places.json"  # in the folder of a build
_MADE_BY: Final = ("names.py", "matching", "linking")  # what of the program has a say in it
_WITH: Final = ("opencc", "pypinyin")  # what tells how names are folded and read
_SCRIPTS: Final = tuple(Script)
_WAYS: Final = tuple(Way)


def read_ours(settings: Settings, build: Path) -> list[Place]:
    """Read our places from a build, or what was kept of them; sorted by IRI.

    Args:
        settings: Those of the project.
        build: The folder of the build itself, not the link to the last one, which may be turned meanwhile.

    Raises:
        ProjectError: The store of the build cannot be opened.
        QueryError: A stored query is missing or malformed.
    """
    dataset, kept = ours(settings), build / FILE
    if (key := _key(build, dataset)) and (known := _read(kept, key)) is not None:
        return known
    found = read_places(dataset, LocalStore(build / "store"))
    places = [found[each] for each in sorted(found)]
    if key:
        _write(kept, key, places)
    return places


def _key(build: Path, dataset: Dataset) -> str | None:
    """Name what places are made of; None if it has no name, as a build without checksums."""
    sums = build / "SHA256SUMS"
    if not sums.is_file():
        return None
    texts = (dataset.query(name).text for name in QUERIES)
    return _digest(sums.read_text("utf-8"), *texts, _program())


@cache
def _program() -> str:
    found = (text for name in _MADE_BY for text in _texts(files("koryu") / name))
    return _digest(*found, *map(version, _WITH))


def _texts(source: Traversable) -> Iterable[str]:
    if source.is_file():
        return [source.read_text("utf-8")] if source.name.endswith((".py", ".toml")) else []
    within = sorted(source.iterdir(), key=lambda each: each.name)
    return [text for each in within for text in _texts(each)]


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _read(path: Path, key: str) -> list[Place] | None:
    """Read what was kept of what has this key; None if that is not what the file holds, whole."""
    try:
        head, _, body = path.read_text("utf-8").partition("\n")
        return list(map(_place, json.loads(body))) if head == f"{key} {_digest(body)}" else None
    except (OSError, ValueError):
        return None


def _place(found: dict[str, Any]) -> Place:
    place = read_description(found)
    names = place.names
    all_ = [
        Naming(Spelling(core, tuple(words), _SCRIPTS[script], _WAYS[way]), names[number])
        for number, core, words, script, way in found["spellings"]
    ]
    keep_namings(place, all_)
    return place


def _write(path: Path, key: str, places: Iterable[Place]) -> None:
    """Keep places; where that cannot be, they are read again the next time."""
    body = json.dumps([_described(each) for each in places], ensure_ascii=False, separators=(",", ":"))
    with contextlib.suppress(OSError):
        write_whole(path, f"{key} {_digest(body)}\n{body}")


def _described(place: Place) -> dict[str, Any]:
    numbers = {name: number for number, name in enumerate(place.names)}
    spellings = [[numbers[each.name], *each.spelling] for each in namings(place).all]
    return {**describe(place), "spellings": spellings}
