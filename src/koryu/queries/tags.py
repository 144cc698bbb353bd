"""What the tags of stored queries are called: ``queries/tags.toml``, which a project need not have.

It has a table for each tag, in the order in which they are shown, with a text for each language::

    [places]
    en = "Places"
    ja = "自治体"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Final

from koryu.errors import QueryError
from koryu.settings import Settings
from koryu.textfiles import decode

_FILE: Final = "tags.toml"


def read_tags(settings: Settings) -> Mapping[str, Mapping[str, str]]:
    """Read the texts of the tags, by tag and by language; none if there is no file.

    Raises:
        QueryError: The file is malformed.
    """
    path, where = settings.queries / _FILE, f"queries/{_FILE}"
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(decode(path.read_bytes(), where, QueryError))
    except tomllib.TOMLDecodeError as error:
        raise QueryError(f"{where}: not TOML: {error}") from None
    for tag, texts in found.items():
        if not isinstance(texts, dict) or not all(isinstance(each, str) for each in texts.values()):
            raise QueryError(f'{where}: {tag} must be a table of texts such as en = "Places"')
    return found
