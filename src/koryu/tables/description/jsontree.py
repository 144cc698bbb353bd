"""JSON as a tree that knows its lines; the line is only looked for when an error needs it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from koryu.errors import Cell, DataError, Faults
from koryu.printable import quoted
from koryu.suggestions import did_you_mean

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class Document:
    """A JSON file: its URL, how messages call it, and its text."""

    url: str
    shown: str
    text: str


@dataclass(frozen=True)
class Node:
    """A value in a document; ``steps`` lead to it from the root: names of members and places in lists."""

    document: Document
    steps: tuple[str | int, ...]
    value: object

    def fault(self, problem: str) -> DataError:
        """Make the error that names the place of this value."""
        place = _find(self.document.text, _skip(self.document.text, 0), self.steps)
        return DataError(Cell(self.document.shown, self.document.text.count("\n", 0, place) + 1), problem)

    def text(self, what: str) -> str:
        """Take a text that is not empty; ``what`` names it in a message."""
        if not isinstance(self.value, str) or not self.value:
            raise self.fault(f"{what} must be a text")
        return self.value

    def flag(self, what: str) -> bool:
        """Take a truth value."""
        if not isinstance(self.value, bool):
            raise self.fault(f"{what} must be true or false")
        return self.value

    def length(self, what: str) -> int:
        """Take a whole number that is not negative."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < 0:
            raise self.fault(f"{what} must be a whole number")
        return self.value

    def items(self, what: str) -> list[Node]:
        """Take a list."""
        if not isinstance(self.value, list):
            raise self.fault(f"{what} must be a list")
        return [Node(self.document, (*self.steps, place), item) for place, item in enumerate(self.value)]

    def members(self, what: str) -> dict[str, Node]:
        """Take an object."""
        if not isinstance(self.value, dict):
            raise self.fault(f"{what} must be an object")
        return {name: Node(self.document, (*self.steps, name), item) for name, item in self.value.items()}

    def texts(self, what: str) -> list[str]:
        """Take a text, or a list of texts."""
        return [self.text(what)] if isinstance(self.value, str) else [t.text(what) for t in self.items(what)]


def check_terms(what: str, members: dict[str, Node], known: Iterable[str]) -> None:
    """Refuse the members of an object that are not ``known``.

    Raises:
        Faults: One DataError for each.
    """
    names = list(known)
    unknown = [node for name, node in members.items() if name not in names]
    if unknown:
        raise Faults(_unknown(what, node, names) for node in unknown)


def member(node: Node, members: dict[str, Node], name: str) -> Node:
    """Take a member that an object must have."""
    if name not in members:
        raise node.fault(f"{name} is missing")
    return members[name]


def _unknown(what: str, node: Node, known: list[str]) -> DataError:
    name = str(node.steps[-1])
    hint = did_you_mean(name, known) or f"; has {', '.join(known)}"
    return node.fault(f"{what} has no term {quoted(name)}{hint}")


def read_json(content: bytes, url: str, shown: str) -> Node:
    """Read JSON in UTF-8; ``shown`` is how messages call the file.

    Raises:
        DataError: It is malformed, or an object names a member twice.
    """
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise DataError(Cell(shown, 1), "not UTF-8; save it as UTF-8") from None
    return Node(Document(url, shown, text), (), _parse(text, shown))


def _parse(text: str, shown: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_json)
    except json.JSONDecodeError as error:
        raise DataError(Cell(shown, error.lineno), f"not JSON: {error.msg}") from None
    except (ValueError, RecursionError) as error:
        raise DataError(Cell(shown, 1), f"not JSON: {error}") from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"an object names {quoted(name)} twice; keep one")
    return dict(pairs)


def _no_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no value of JSON")


def _find(text: str, at: int, steps: tuple[str | int, ...]) -> int:
    """Find where a value begins, or the name of a member; ``at`` is where the value around it begins."""
    if not steps:
        return at
    members = isinstance(steps[0], str)
    place = 0
    at = _skip(text, at + 1)
    while True:
        start = at
        if members:
            name, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        if steps[0] == (name if members else place):
            return start if len(steps) == 1 else _find(text, at, steps[1:])
        at = _skip(text, _DECODER.raw_decode(text, at)[1])
        at = _skip(text, at + 1)
        place += 1


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
