"""Reading the descriptions of datatypes: a base, a format, lengths and limits.

Source: https://www.w3.org/TR/tabular-metadata/#datatypes
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from koryu.printable import quoted
from koryu.suggestions import did_you_mean
from koryu.tables.description.context import Context
from koryu.tables.description.jsontree import Node
from koryu.tables.description.properties import given, known_members, link
from koryu.tables.values.bases import BASES, Base, Kind
from koryu.tables.values.datatypes import STRING, BooleanFormat, Datatype, Format, Limit
from koryu.tables.values.dates import make_date_format
from koryu.tables.values.numbers import NumberFormat, make_number_format

_LENGTHS: Final = ("length", "minLength", "maxLength")
_LIMITS: Final = ("minimum", "maximum", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
_TERMS: Final = ("@id", "@type", "base", "format", *_LENGTHS, *_LIMITS)


def read_datatype(node: Node, context: Context) -> Datatype:
    """Read the datatype of a column: a name, or an object.

    Raises:
        DataError: A length or a limit is not for this datatype, or they contradict each other.
    """
    if not isinstance(node.value, dict):
        return given({"datatype": node}, "datatype", lambda each: Datatype(_base(each)), STRING, context)
    members = known_members("a datatype", node, _TERMS, context)
    base = given(members, "base", _base, STRING.base, context)
    _check_facets(members, base)
    lengths = {name: given(members, name, _length(name), None, context) for name in _LENGTHS}
    limits = {name: given(members, name, _limit(name, base), None, context) for name in _LIMITS}
    datatype = Datatype(
        base,
        _id(members, context),
        given(members, "format", lambda each: _format(each, base, context), None, context),
        lengths["length"],
        lengths["minLength"],
        lengths["maxLength"],
        limits["minInclusive"] or limits["minimum"],
        limits["maxInclusive"] or limits["maximum"],
        limits["minExclusive"],
        limits["maxExclusive"],
    )
    _check_lengths(node, datatype)
    _check_limits(node, datatype)
    return datatype


def _base(node: Node) -> Base:
    name = node.text("datatype")
    if name not in BASES:
        hint = did_you_mean(name, BASES) or f"; has {', '.join(BASES)}"
        raise node.fault(f"no datatype {quoted(name)}{hint}")
    return BASES[name]


def _id(members: dict[str, Node], context: Context) -> str | None:
    url = link(members, "@id", context)
    if "@type" in members and members["@type"].value != "Datatype":
        raise members["@type"].fault("@type must be Datatype, or left out")
    if url in {base.iri for base in BASES.values()}:
        raise members["@id"].fault(f"@id {quoted(str(url))} is that of a built-in datatype; leave it out")
    return url


def _check_facets(members: dict[str, Node], base: Base) -> None:
    for name in _LENGTHS:
        if name in members and not base.has_length:
            raise members[name].fault(f"{name} is not for {base.name}")
    for name in _LIMITS:
        if name in members and not base.order:
            raise members[name].fault(f"{name} is not for {base.name}, which has no order")
    for side in ("min", "max"):
        if f"{side}Inclusive" in members and f"{side}Exclusive" in members:
            raise members[f"{side}Exclusive"].fault(
                f"{side}Exclusive and {side}Inclusive exclude each other; keep one"
            )


def _length(name: str) -> Callable[[Node], int | None]:
    return lambda node: node.length(name)


def _limit(name: str, base: Base) -> Callable[[Node], Limit | None]:
    def read(node: Node) -> Limit | None:
        text = node.value if isinstance(node.value, str) else str(node.value)
        if isinstance(node.value, bool) or not base.allows(text) or not base.order:
            raise node.fault(f"{name} {quoted(text)} is not {base.is_a}")
        return Limit(text, base.order(text))

    return read


def _format(node: Node, base: Base, context: Context) -> Format:
    if base.kind is Kind.NUMBER:
        return _number_format(node, context)
    text = node.text("format")
    try:
        return _text_format(text, base)
    except ValueError as error:
        raise node.fault(f"format {quoted(text)} {error}") from None


def _text_format(text: str, base: Base) -> Format:
    if base.kind is Kind.MOMENT:
        return make_date_format(text, base.iri.rpartition("#")[2])
    if base.kind is Kind.BOOLEAN:
        true, bar, false = text.partition("|")
        if not (true and bar and false) or "|" in false or true == false:
            raise ValueError("is no pair of texts for true and false; write it as Y|N")
        return BooleanFormat(true, false)
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None


def _number_format(node: Node, context: Context) -> NumberFormat:
    if isinstance(node.value, str):
        return _make_number_format(node, node.text("format"), ".", None)
    members = known_members("a format of numbers", node, ("pattern", "decimalChar", "groupChar"), context)
    parts = {name: given(members, name, _part(name), None, context) for name in members}
    decimal, group = parts.get("decimalChar") or ".", parts.get("groupChar")
    with context.faults.warning():
        return _make_number_format(members.get("pattern", node), parts.get("pattern"), decimal, group)
    return make_number_format(None, decimal, group)


def _part(name: str) -> Callable[[Node], str | None]:
    return lambda node: node.text(name)


def _make_number_format(node: Node, pattern: str | None, decimal: str, group: str | None) -> NumberFormat:
    try:
        return make_number_format(pattern, decimal, group)
    except ValueError as error:
        raise node.fault(f"format {quoted(str(pattern))} {error}") from None


def _check_lengths(node: Node, datatype: Datatype) -> None:
    least, length, most = datatype.min_length, datatype.length, datatype.max_length
    if length is not None and least is not None and length < least:
        raise node.fault(f"length {length} is less than minLength {least}")
    if length is not None and most is not None and length > most:
        raise node.fault(f"length {length} is more than maxLength {most}")
    if least is not None and most is not None and least > most:
        raise node.fault(f"minLength {least} is more than maxLength {most}")


def _check_limits(node: Node, datatype: Datatype) -> None:
    """Check that some value can lie between the limits."""
    low, high = datatype.minimum, datatype.maximum
    over, under = datatype.min_exclusive, datatype.max_exclusive
    for name, above, least, allowed in (
        ("maximum", high, low, True),
        ("maxExclusive", under, low, False),
        ("maxExclusive", under, over, True),
        ("maximum", high, over, False),
    ):
        if above and least and (above.order < least.order or (above.order == least.order and not allowed)):
            raise node.fault(f"{name} {above.text} leaves no value above {least.text}")
