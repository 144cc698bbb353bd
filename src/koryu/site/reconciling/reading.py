"""Reading what a client asks, as JSON that it wrote: every part is checked, and none is ignored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from koryu.errors import QueryError
from koryu.printable import quoted

BATCH: Final = 50  # queries at once
IDS: Final = 1000  # entities of one extension
PROPERTIES: Final = 50  # of one query or extension
VALUES: Final = 50  # of one property
LIMIT: Final = 10  # candidates, if nobody asks for more or fewer
MOST: Final = 100  # candidates of one query
_LONGEST: Final = 2000  # characters of a text
_TYPES: Final = 50
_STRICT: Final = ("any", "all", "should")
_QUERY: Final = ("query", "type", "limit", "properties", "type_strict")


class TooLarge(QueryError):
    """A batch or an extension asks for too much at once."""


@dataclass(frozen=True)
class Value:
    """A value that a property is to have: a text, or an entity by its identifier."""

    text: str
    id: str | None = None


@dataclass(frozen=True)
class Asked:
    """What is asked of one property."""

    property: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Query:
    """A query: what is looked for, among which types, with which properties.

    ``where`` is how messages call it. ``strict``: candidates must be of any of the types, or of all, or
    should be of one.
    """

    where: str
    text: str = ""
    types: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = LIMIT
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """A property that an extension wants, with its settings."""

    property: str
    settings: Mapping[str, object]


@dataclass(frozen=True)
class Extension:
    """What an extension wants: some properties of some entities."""

    ids: tuple[str, ...]
    properties: tuple[Wanted, ...]


def read_queries(text: str) -> dict[str, Query]:
    """Read a batch of queries.

    Raises:
        TooLarge: There are more than a batch may have.
        QueryError: It is malformed.
    """
    batch = _object("queries", _read(text, "queries"))
    if len(batch) > BATCH:
        raise TooLarge(f"queries: {len(batch)} of them; send at most {BATCH} at once")
    return {_text("queries", key): _query(f"queries: {quoted(key)}", each) for key, each in batch.items()}


def read_extension(text: str) -> Extension:
    """Read what an extension wants.

    Raises:
        TooLarge: There are more entities or properties than one may ask for.
        QueryError: It is malformed.
    """
    asked = _members("extend", _object("extend", _read(text, "extend")), ("ids", "properties"))
    ids = [_text("extend: ids", each) for each in _list("extend: ids", asked.get("ids"), IDS)]
    wanted = _list("extend: properties", asked.get("properties"), PROPERTIES)
    return Extension(tuple(dict.fromkeys(ids)), tuple(_wanted(each) for each in wanted))


def _read(text: str, where: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise QueryError(f"{where}: no JSON at {place}: {error.msg}") from None
    except RecursionError:
        raise QueryError(f"{where}: brackets in brackets, too deep to be read") from None
    except ValueError as error:
        raise QueryError(f"{where}: {error}") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{quoted(twice)} stands twice in an object; keep one")
    return found


def _no_number(name: str) -> None:
    """Read NaN, which Python writes for a blank cell of a table, as null; nothing else beside JSON."""
    if name != "NaN":
        raise ValueError(f"{name} is no number of JSON")


def _query(where: str, found: object) -> Query:
    given = _members(where, _object(where, found), _QUERY)
    text = _text(f"{where}: query", given.get("query") if given.get("query") is not None else "").strip()
    asked = [
        _asked(where, each) for each in _list(f"{where}: properties", given.get("properties", []), PROPERTIES)
    ]
    strict = given.get("type_strict", "any")
    if strict not in _STRICT:
        raise QueryError(f"{where}: type_strict {_shown(strict)} is unknown; has {', '.join(_STRICT)}")
    limit = _limit(where, given.get("limit", LIMIT))
    said = tuple(each for each in asked if each.values)
    return Query(where, text, _types(where, given.get("type", [])), str(strict), limit, said)


def _types(where: str, found: object) -> tuple[str, ...]:
    """Read a type, or several; as OpenRefine has them, also as objects with an id."""
    several = found if isinstance(found, list) else [found]
    ids = [each.get("id") if isinstance(each, dict) else each for each in several]
    return tuple(_text(f"{where}: type", each) for each in _list(f"{where}: type", ids, _TYPES) if each != "")


def _limit(where: str, found: object) -> int:
    """Read how many candidates are wanted at most; fewer may come."""
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise QueryError(f"{where}: limit {_shown(found)} is no number of candidates; write 1 or more")
    return min(found, MOST)


def _asked(where: str, found: object) -> Asked:
    given = _members(f"{where}: properties", _object(f"{where}: properties", found), ("pid", "v"))
    property_ = _text(f"{where}: pid", given.get("pid"))
    at = f"{where}: {quoted(property_)}"
    if "v" not in given:
        raise QueryError(f"{at}: has no v; give its value, or leave the property out")
    several = given["v"]
    values = several if isinstance(several, list) else [several]
    said = [each for each in _list(at, values, VALUES) if not _is_blank(each)]
    return Asked(property_, tuple(_value(at, each) for each in said))


def _is_blank(found: object) -> bool:
    """Is it a cell of a table that says nothing?"""
    return found is None or (isinstance(found, str) and not found.strip())


def _value(where: str, found: object) -> Value:
    if isinstance(found, dict):
        given = _members(where, found, ("id", "name"))
        return Value(_text(where, given.get("name", "")), _text(where, given.get("id")))
    if isinstance(found, bool):
        return Value("true" if found else "false")
    if isinstance(found, int | float):
        return Value(format(found, ".15g") if isinstance(found, float) else str(found))
    return Value(_text(where, found))


def _wanted(found: object) -> Wanted:
    given = _members("extend: properties", _object("extend: properties", found), ("id", "settings"))
    id_ = _text("extend: properties", given.get("id"))
    return Wanted(id_, _object(f"extend: {quoted(id_)}: settings", given.get("settings", {})))


def _object(where: str, found: object) -> dict[str, object]:
    if not isinstance(found, dict):
        raise QueryError(f"{where}: {_shown(found)} is no object; write {{...}}")
    return found


def _list(where: str, found: object, most: int) -> Sequence[object]:
    if not isinstance(found, list):
        raise QueryError(f"{where}: {_shown(found)} is no list; write [...]")
    if len(found) > most:
        raise TooLarge(f"{where}: {len(found)} of them; send at most {most}")
    return found


def _members(where: str, found: dict[str, object], known: Sequence[str]) -> dict[str, object]:
    if unknown := [each for each in found if each not in known]:
        raise QueryError(f"{where}: no member {quoted(unknown[0])}; has {', '.join(known)}")
    return found


def _text(where: str, found: object) -> str:
    if not isinstance(found, str):
        raise QueryError(f"{where}: {_shown(found)} is no text")
    if len(found) > _LONGEST:
        raise QueryError(f"{where}: a text of {len(found)} characters; at most {_LONGEST}")
    if any("\ud800" <= char <= "\udfff" for char in found):
        raise QueryError(f"{where}: {quoted(found)} has half a surrogate pair")
    return found


def _shown(found: object) -> str:
    """Write a value for a message; not what it holds, which may be large or deep."""
    names = {list: "a list", dict: "an object", type(None): "nothing"}
    return names.get(type(found)) or quoted(str(found))
