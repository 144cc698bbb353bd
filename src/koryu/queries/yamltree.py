"""YAML as a tree that knows its lines, every scalar the text that was written.

A scalar stays text because the header's own grammar gives it a type: YAML would make ``1998-04-01`` a
date, ``1998`` a number and ``no`` a truth value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from koryu.errors import QueryError
from koryu.printable import one_line, quoted

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Node:
    """A value, and where it stands: text, a list or a mapping."""

    where: str
    line: int
    value: str | list[Node] | dict[str, Node]

    def fault(self, problem: str) -> QueryError:
        """Make the error that names the place of this value."""
        return QueryError(f"{self.where}:{self.line}: {problem}")

    def text(self, name: str) -> str:
        """Take a text that is not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.fault(f"{name} must be a text")
        return self.value.strip()

    def one_of(self, name: str, allowed: Iterable[str]) -> str:
        """Take one of several words."""
        if (text := self.text(name)) not in set(allowed):
            raise self.fault(f"{name} {quoted(text)} is unknown; has {', '.join(allowed)}")
        return text

    def flag(self, name: str) -> bool:
        """Take a truth value."""
        return self.one_of(name, ("true", "false")) == "true"

    def items(self, name: str) -> list[Node]:
        """Take a list."""
        if not isinstance(self.value, list):
            raise self.fault(f"{name} must be a list such as [a, b]")
        return self.value

    def fields(self, name: str, allowed: Iterable[str] | None = None) -> dict[str, Node]:
        """Take a mapping, of the ``allowed`` fields if given."""
        if not isinstance(self.value, dict):
            raise self.fault(f"{name} must be a mapping such as {{field: value}}")
        for field, node in self.value.items():
            if allowed is not None and field not in set(allowed):
                raise node.fault(f"{name} has no field {quoted(field)}; has {', '.join(allowed) or 'none'}")
        return self.value


def read_yaml(text: str, where: str, line: int) -> Node:
    """Read a YAML document whose first line is the line ``line`` of the file ``where``.

    Raises:
        QueryError: It is malformed, empty, or a mapping has the same key twice.
    """
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        at = line + min(mark.line, text.count("\n")) if mark else line
        raise QueryError(f"{where}:{at}: the header is not YAML: {one_line(str(error.problem))}") from None
    except yaml.YAMLError as error:
        raise QueryError(f"{where}:{line}: the header is not YAML: {one_line(str(error))}") from None
    if root is None:
        raise QueryError(f"{where}:{line}: the header is empty; it must have a summary")
    return _node(root, where, line)


def _node(node: yaml.Node, where: str, first: int) -> Node:
    line = first + node.start_mark.line
    if isinstance(node, yaml.MappingNode):
        return Node(where, line, _mapping(node, where, first))
    if isinstance(node, yaml.SequenceNode):
        return Node(where, line, [_node(each, where, first) for each in node.value])
    return Node(where, line, str(node.value))


def _mapping(node: yaml.MappingNode, where: str, first: int) -> dict[str, Node]:
    fields: dict[str, Node] = {}
    for key, value in node.value:
        name = _node(key, where, first)
        if name.text("a field's name") in fields:
            raise name.fault(f"{quoted(name.text('a field'))} stands twice; keep one")
        fields[name.text("a field's name")] = _node(value, where, first)
    return fields
