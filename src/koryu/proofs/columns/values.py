"""Judging value nodes by themselves: of what kind they are, and whether their texts are as they should be."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from koryu.columnar.buffers import NULL, Texts, constant, lengths_of, texts_array
from koryu.namespaces import XSD
from koryu.proofs.columns.verdicts import FAILS, HOLDS, OPEN, Judge, Undecided, Verdict, always
from koryu.proofs.columns.views import Mask, View, mask_of
from koryu.proofs.plan.terms import STRING, Skeleton, Term, Words, ending_of
from koryu.rdf.ntriples import datatype, is_iri, is_literal, value
from koryu.shacl import value_tests
from koryu.shacl.shapes import Test
from koryu.tables.values.bases import RANGES

INTEGERS: Final = {f"{XSD}integer", *(XSD + name for name in RANGES)}
_NUMBERS: Final = {*INTEGERS, f"{XSD}decimal", f"{XSD}double"}
_ORDERED: Final = {f"{XSD}date": 10, f"{XSD}gYear": 4}  # as their texts are, all of one length
_MOST_DIGITS: Final = 15  # that a double holds exactly
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_KINDS: Final = {
    "IRI": ("IRI",),
    "BlankNode": ("BlankNode",),
    "Literal": ("Literal",),
    "BlankNodeOrIRI": ("BlankNode", "IRI"),
    "BlankNodeOrLiteral": ("BlankNode", "Literal"),
    "IRIOrLiteral": ("IRI", "Literal"),
}
_SIGNS: Final = {
    "MinExclusive": "greater",
    "MinInclusive": "greater_equal",
    "MaxExclusive": "less",
    "MaxInclusive": "less_equal",
}
# What RE2 and the engine's regular expressions understand alike
_CLASS: Final = r"\[\^?\]?(?:[^\[\]\\&~-]|-(?!-)|\\[^A-Za-z0-9])*\]"
_PORTABLE: Final = re.compile(
    rf"(?:[^\\()?*+{{}}\[\]]|\\[^A-Za-z0-9]|{_CLASS}|\(\?:|\((?!\?)|\)|[?*+]\??|\{{[0-9]{{1,3}}(?:,[0-9]{{0,3}})?\}})*"
)


def judge_value(test: Test, node: Term) -> Judge:
    """Make the judge of value nodes that are of one making.

    Raises:
        Undecided: Columns cannot tell.
    """
    for kind, make in _MAKERS.items():
        if isinstance(test, kind):
            return make(test, node)
    raise Undecided("such a constraint is not for columns")


def _kind(test: value_tests.NodeKind, node: Term) -> Judge:
    found = "Literal" if isinstance(node, Words) else "BlankNode" if node.is_blank else "IRI"
    verdict = HOLDS if found in _KINDS[test.kind] else FAILS
    return always(verdict, f"{shown(node)} makes nodes of kind {found}")


def _datatype(test: value_tests.Datatype, node: Term) -> Judge:
    wanted = value(test.datatype)
    if isinstance(node, Skeleton):
        return always(FAILS, f"{shown(node)} makes no literals")
    if node.is_text:
        return always(HOLDS if node.datatype == wanted else FAILS, f"{shown(node)} makes {_of(node)}")
    if not node.can_be_checked or node.cells is None or node.cells.column.datatype.id:
        raise Undecided(f"columns cannot tell which cells of {shown(node)} are right")
    if node.datatype == wanted:
        return Judge(
            f"cells of {shown(node)} that are {_of(node)}",
            lambda view: Verdict(view.right(node.name or ""), np.zeros(1, np.bool_)),
        )
    if wanted == STRING:
        return always(OPEN, f"{shown(node)} makes {_of(node)}, texts where cells are wrong")
    return always(FAILS, f"{shown(node)} makes {_of(node)}")


def _language(test: value_tests.LanguageIn, node: Term) -> Judge:
    if isinstance(node, Skeleton) or node.language is None:
        return always(FAILS, f"{shown(node)} makes nothing that has a language")
    tag = node.language
    is_in = any(
        each == "*" or tag == each or tag.startswith(f"{each}-") for each in map(str.lower, test.ranges)
    )
    return always(HOLDS if is_in else FAILS, f"{shown(node)} makes {_of(node)}")


def _in(test: value_tests.In, node: Term) -> Judge:
    if isinstance(node, Skeleton):
        return is_among(node, test.terms)
    return words_among(node, test.terms)


def is_among(node: Skeleton, terms: tuple[str, ...]) -> Judge:
    """Judge whether IRIs are among some terms."""
    parts = [found for found in map(node.parts, filter(is_iri, terms)) if found is not None]
    if not node.names:
        return always(HOLDS if parts else FAILS, f"{shown(node)} always makes {node.texts[0]}")
    if len(node.names) > 1:
        allowed = texts_array(value(term) for term in terms if is_iri(term))
        return _by_texts(
            node, f"keys of {shown(node)} that are allowed", lambda texts: pc.is_in(texts, allowed)
        )
    keys = texts_array(each[0] for each in parts)

    def at(view: View) -> Verdict:
        holds = mask_of(pc.is_in(view.values(node)[0], keys))
        return Verdict(holds, ~holds)

    return Judge(f"keys of {shown(node)} that are allowed", at)


def words_among(node: Words, terms: tuple[str, ...]) -> Judge:
    """Judge whether literals are among some terms."""
    literals = [term for term in terms if is_literal(term)]
    same = [value(term) for term in literals if ending_of(term) == node.ending]
    if any(ending_of(term).lower() == node.ending.lower() != ending_of(term) for term in literals):
        raise Undecided(f"{shown(node)} writes a language in another way")
    allowed = texts_array(same)
    return _by_texts(node, f"cells of {shown(node)} that are allowed", lambda texts: pc.is_in(texts, allowed))


def _pattern(test: value_tests.Pattern, node: Term) -> Judge:
    if test.flags or not _PORTABLE.fullmatch(test.pattern):
        raise Undecided("columns may understand its regular expression otherwise")
    pattern = test.pattern
    try:
        pc.match_substring_regex(pa.nulls(1, pa.string()), pattern)
    except pa.ArrowInvalid:
        raise Undecided("columns do not understand its regular expression") from None
    why = f"texts of {shown(node)} that match"
    return _of_text(node, why, lambda texts: pc.match_substring_regex(texts, pattern))


def _length(test: value_tests.Length, node: Term) -> Judge:
    is_least, count = test.component == "MinLength", test.length

    def matches(texts: Texts) -> pa.BooleanArray:
        lengths = _lengths(texts)
        return lengths >= count if is_least else lengths <= count

    return _of_text(node, f"texts of {shown(node)} that are long or short enough", matches)


def _lengths(texts: Texts) -> npt.NDArray[np.int32]:
    counted = pc.utf8_length(texts)
    return np.frombuffer(counted.buffers()[1], np.int32, len(counted), 4 * counted.offset)


def _of_text(node: Term, why: str, matches: Callable[[Texts], pa.BooleanArray | Mask]) -> Judge:
    if isinstance(node, Skeleton) and node.is_blank:
        return always(FAILS, f"{shown(node)} makes blank nodes, which have no text")
    return _by_texts(node, why, matches)


def _by_texts(node: Term, why: str, matches: Callable[[Texts], pa.BooleanArray | Mask]) -> Judge:
    """Judge by a test of texts; of cells that are wrong nothing is known."""
    if isinstance(node, Words) and not node.can_be_checked:
        raise Undecided(f"columns cannot tell which cells of {shown(node)} are right")

    def at(view: View) -> Verdict:
        found = matches(view.texts(node))
        mask = found if isinstance(found, np.ndarray) else mask_of(found)
        right = known(node, view)
        return Verdict(mask & right, ~mask & right)

    return Judge(why, at)


def known(node: Term, view: View) -> Mask:
    """Tell for which rows the text of a term is known."""
    if isinstance(node, Words) and node.name is not None:
        return view.right(node.name)
    return np.ones(1, np.bool_)


def _limit(test: value_tests.Limit, node: Term) -> Judge:
    kind = datatype(test.limit) or ""
    if isinstance(node, Skeleton) or (node.is_text and (kind in _NUMBERS or kind in _ORDERED)):
        return always(FAILS, f"{shown(node)} makes nothing that can be compared with {value(test.limit)}")
    if node.is_text or node.name is None or not node.can_be_checked:
        raise Undecided(f"columns cannot compare what {shown(node)} makes")
    limit, sign = value(test.limit), _SIGNS[test.component]
    why = f"cells of {shown(node)} on the right side of {limit}"
    if node.datatype in _NUMBERS and kind in _NUMBERS and is_short(limit):
        return Judge(why, partial(_compared, node.name, sign, float(limit)))
    if node.datatype == kind and len(limit) == _ORDERED.get(kind) and limit[0].isdigit():
        return _by_texts(node, why, lambda texts: getattr(pc, sign)(texts, constant(limit)))
    raise Undecided(f"columns cannot compare what {shown(node)} makes with {limit}")


def is_short(number: str) -> bool:
    """Is a number one that a double holds exactly, or nearly so that no other is taken for it?"""
    return len(number) <= _MOST_DIGITS and bool(_NUMBER.fullmatch(number))


def _compared(name: str, sign: str, limit: float, view: View) -> Verdict:
    numbers = numbers_of(name, view)
    compare = getattr(np, sign)
    holds = compare(numbers, limit)
    return Verdict(holds, ~holds & ~np.isnan(numbers))


def numbers_of(name: str, view: View) -> npt.NDArray[np.float64]:
    """Give the numbers of a column; not a number where that is not exactly known."""
    texts = view.rows.cells(name).present
    right = view.right(name) & (lengths_of(texts) <= _MOST_DIGITS)
    bits = pa.BooleanArray.from_buffers(
        pa.bool_(), len(right), [None, pa.py_buffer(np.packbits(right, bitorder="little"))]
    )
    try:
        found = pc.cast(pc.if_else(bits, texts, NULL), pa.float64())
    except pa.ArrowInvalid:
        return np.full(view.size, np.nan)
    numbers = np.frombuffer(found.buffers()[1], np.float64, len(found), 8 * found.offset)
    return np.where(mask_of(pc.is_valid(found)), numbers, np.nan)


def is_whole(node: Term | None) -> bool:
    """Are these whole numbers of the cells of a column?"""
    return (
        isinstance(node, Words)
        and node.name is not None
        and node.datatype in INTEGERS
        and node.can_be_checked
    )


def are_ordered(one: Term, other: Term) -> str:
    """Tell how values of two columns can be compared: as ``numbers``, as ``texts``, or, empty, not at all."""
    if not (isinstance(one, Words) and isinstance(other, Words) and one.name and other.name):
        return ""
    if not (one.can_be_checked and other.can_be_checked):
        return ""
    if one.datatype in _NUMBERS and other.datatype in _NUMBERS:
        return "numbers"
    return "texts" if one.datatype == other.datatype and one.datatype in _ORDERED else ""


def shown(node: Term) -> str:
    """Write what terms are made of for a reader."""
    if isinstance(node, Words):
        return node.name or f'"{node.constant}"'
    return "".join(
        text + (f"{{{node.names[place]}}}" if place < len(node.names) else "")
        for place, text in enumerate(node.texts)
    )


def _of(node: Words) -> str:
    return f"texts in {node.language}" if node.language else f"<{node.datatype}>"


_MAKERS: Final[dict[type[Test], Callable[..., Judge]]] = {
    value_tests.NodeKind: _kind,
    value_tests.Datatype: _datatype,
    value_tests.LanguageIn: _language,
    value_tests.In: _in,
    value_tests.Pattern: _pattern,
    value_tests.Length: _length,
    value_tests.Limit: _limit,
}
