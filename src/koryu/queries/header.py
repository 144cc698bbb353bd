"""The header of a stored query: what it asks, its parameters and its columns.

It is YAML in the lines that begin with ``#+``, before anything else in the file::

    #+ summary: Which governments are partners of a place?
    #+ params:
    #+   place: {class: Government, label: Place}
    #+ columns:
    #+   partner: {type: thing}
    #+ example: {place: dalian}

Parameters take a thing of a ``class`` (of the ontology, or ``any``), a concept of a ``scheme``, or a
``datatype``. Whatever this module does not know is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from koryu.errors import QueryError
from koryu.printable import quoted
from koryu.queries.columns import COLUMN_TYPES, Column, Texts
from koryu.queries.views import Drawing, read_view
from koryu.queries.yamltree import Node, read_yaml

ANY: Final = "any"  # the class of a parameter that takes any thing
# What an address says of an answer, and a program of how to ask; no parameter may have these names.
RESERVED: Final = ("endpoint", "format", "labels", "limit", "offset", "page")
LANGUAGE: Final = "lang"  # also the language of labels, wherever a query is asked
DATATYPES: Final = ("date", "year", "integer", "decimal", "string", "language")

_FIELDS = ("summary", "description", "params", "columns", "view", "tags", "example")
_RANGES = ("class", "scheme", "datatype")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*|any")
_SCHEME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LINE = re.compile(r"#\+ ?(.*)")


@dataclass(frozen=True)
class Parameter:
    """A value that a query may be asked with.

    ``kind`` is ``class``, ``scheme`` or ``datatype``; ``range`` says which.
    """

    name: str
    kind: str
    range: str
    label: Texts
    required: bool = False
    default: str | None = None


@dataclass(frozen=True)
class Header:
    """All that a stored query says of itself.

    ``view``: ``table``, ``map`` or ``chart``, the last drawn as ``drawing`` says.
    """

    summary: Texts
    description: Texts = field(default_factory=dict)
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[Column, ...] = ()
    view: str = "table"
    drawing: Drawing = field(default_factory=Drawing)
    tags: tuple[str, ...] = ()
    example: Mapping[str, str] = field(default_factory=dict)

    def parameter(self, name: str) -> Parameter | None:
        """Find a parameter by its name."""
        return next((each for each in self.parameters if each.name == name), None)


def text_in(texts: Texts, lang: str) -> str:
    """Choose a text: in ``lang``, else in English, else the first that there is."""
    wanted = lang.partition("-")[0]
    return (
        texts.get(lang)
        or texts.get(wanted)
        or texts.get("")
        or texts.get("en")
        or next(iter(texts.values()), "")
    )


def read_header(text: str, where: str) -> Header:
    """Read the header of the query ``text``, which stands in the file ``where``.

    Raises:
        QueryError: It is missing, malformed or has a field that is not known; starts with ``where:line``.
    """
    return _header(read_header_tree(text, where), text)


def read_header_tree(text: str, where: str) -> Node:
    """Read the YAML of a header, whatever its fields.

    Raises:
        QueryError: It is missing or malformed; starts with ``where:line``.
    """
    lines = text.split("\n")
    size = next((place for place, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    if not size:
        raise QueryError(f"{where}:1: the header is missing; begin with #+ summary: ...")
    for place, line in enumerate(lines[size:], size + 1):
        if line.startswith("#+"):
            raise QueryError(
                f"{where}:{place}: the header must be the first lines of the file, without a gap"
            )
    found = [match[1] for line in lines[:size] if (match := _LINE.fullmatch(line))]
    return read_yaml("\n".join(found), where, 1)


def _header(root: Node, text: str) -> Header:
    fields = root.fields("the header", _FIELDS)
    if "summary" not in fields:
        raise root.fault("the header has no summary; write #+ summary: ...")
    parameters, columns = _parameters(fields.get("params")), _columns(fields.get("columns"))
    view, drawing = read_view(fields.get("view"), columns, text, root.where)
    return Header(
        summary=_texts(fields["summary"], "summary"),
        description=_texts(fields["description"], "description") if "description" in fields else {},
        parameters=parameters,
        columns=columns,
        view=view,
        drawing=drawing,
        tags=tuple(tag.text("a tag") for tag in fields["tags"].items("tags")) if "tags" in fields else (),
        example=_example(fields.get("example"), parameters),
    )


def _texts(node: Node, name: str) -> Texts:
    if isinstance(node.value, str):
        return {"": node.text(name)}
    return {tag: text.text(name) for tag, text in node.fields(name).items()}


def _parameters(node: Node | None) -> tuple[Parameter, ...]:
    return tuple(_parameter(name, each) for name, each in node.fields("params").items()) if node else ()


def _parameter(name: str, node: Node) -> Parameter:
    fields = node.fields(f"parameter {name}", (*_RANGES, "label", "required", "default"))
    kinds = [kind for kind in _RANGES if kind in fields]
    _check_name(name, node)
    if len(kinds) != 1:
        raise node.fault(f"parameter {name} must have one of {', '.join(_RANGES)}")
    required = "required" in fields and fields["required"].flag("required")
    default = fields["default"].text("default") if "default" in fields else None
    if required and default is not None:
        raise node.fault(f"parameter {name} cannot be required and have a default; drop one")
    label = _texts(fields["label"], "label") if "label" in fields else {"": name}
    parameter = Parameter(name, kinds[0], _range(kinds[0], fields[kinds[0]]), label, required, default)
    _check_free(parameter, node)
    return parameter


def _check_free(parameter: Parameter, node: Node) -> None:
    """Refuse a name that means something else in an address or in Python."""
    if parameter.name in RESERVED:
        raise node.fault(f"{parameter.name} says how an answer is given; give the parameter another name")
    if parameter.name == LANGUAGE and parameter.range != "language":
        raise node.fault(f"{LANGUAGE} is the language of an answer; write {LANGUAGE}: {{datatype: language}}")


def _range(kind: str, node: Node) -> str:
    if kind == "datatype":
        return node.one_of("datatype", DATATYPES)
    text, pattern = node.text(kind), _CLASS if kind == "class" else _SCHEME
    if not pattern.fullmatch(text):
        raise node.fault(f"{kind} {quoted(text)} is not a name of the ontology, such as Government or fields")
    return text


def _columns(node: Node | None) -> tuple[Column, ...]:
    return tuple(_column(name, each) for name, each in node.fields("columns").items()) if node else ()


def _column(name: str, node: Node) -> Column:
    fields = node.fields(f"column {name}", ("type", "many", "decimals", "label", "values"))
    _check_name(name, node)
    if "type" not in fields:
        raise node.fault(f"column {name} has no type; has {', '.join(COLUMN_TYPES)}")
    kind = fields["type"].one_of("type", COLUMN_TYPES)
    many = "many" in fields and fields["many"].flag("many")
    decimals = _decimals(fields["decimals"], kind) if "decimals" in fields else None
    label = _texts(fields["label"], "label") if "label" in fields else {}
    values = _values(fields["values"], kind) if "values" in fields else {}
    return Column(name, kind, many, decimals, label, values)


def _values(node: Node, kind: str) -> dict[str, Texts]:
    if kind != "string":
        raise node.fault("values are told of a column of type string; things and concepts have labels")
    return {name: _texts(each, name) for name, each in node.fields("values").items()}


def _decimals(node: Node, kind: str) -> int:
    text = node.text("decimals")
    if kind != "decimal" or not re.fullmatch(r"[0-9]{1,2}", text):
        raise node.fault("decimals must be a number of digits, of a column of type decimal")
    return int(text)


def _example(node: Node | None, parameters: tuple[Parameter, ...]) -> dict[str, str]:
    names = [each.name for each in parameters]
    values = {name: each.text(name) for name, each in node.fields("example", names).items()} if node else {}
    missing = [each.name for each in parameters if each.required and each.name not in values]
    if node and missing:
        raise node.fault(f"the example lacks {missing[0]}, which is required")
    return values


def _check_name(name: str, node: Node) -> None:
    if not _NAME.fullmatch(name):
        raise node.fault(
            f"{quoted(name)} is not a name; names are of a-z, 0-9 and _, and begin with a letter"
        )
