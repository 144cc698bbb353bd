"""The site's own files: its style, and what the browser's part was built into."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

_FOLDERS: Final = (("site", "assets"), ("web", "static"))  # the second is empty unless Node was there


@dataclass(frozen=True)
class Assets:
    """Files by their names; in a folder these begin with it, as in ``editor/editor.js``."""

    files: dict[str, bytes]

    @cached_property
    def digest(self) -> str:
        """The name of all of them together, so that modules may name each other by relative paths."""
        names = "".join(
            f"{name} {hashlib.sha256(self.files[name]).hexdigest()}\n" for name in sorted(self.files)
        )
        return hashlib.sha256(names.encode()).hexdigest()[:12]


@cache
def read_assets() -> Assets:
    """Read all files, once."""
    return Assets({name: file.read_bytes() for folder in _FOLDERS for name, file in _walk(folder)})


def _walk(folder: tuple[str, ...]) -> Iterator[tuple[str, Traversable]]:
    path = files("koryu").joinpath(*folder)
    return _below(path, "") if path.is_dir() else iter(())


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _below(each, f"{prefix}{each.name}/")
        elif not each.name.startswith("."):
            yield prefix + each.name, each
