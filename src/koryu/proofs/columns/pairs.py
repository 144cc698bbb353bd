"""Comparing the values that two columns of a row make."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from functools import reduce

import numpy as np
import pyarrow.compute as pc

from koryu.columnar.buffers import Texts
from koryu.proofs.columns.values import are_ordered, known, numbers_of
from koryu.proofs.columns.verdicts import HOLDS, Judge, Undecided, Verdict, always
from koryu.proofs.columns.views import Mask, View, mask_of
from koryu.proofs.plan.makers import Maker
from koryu.proofs.plan.terms import Skeleton, Words

Pair = tuple[Maker, Maker]


def can_be_same(one: Maker, other: Maker) -> bool:
    """Can two columns make one term, as far as the plan tells?"""
    if isinstance(one.object, Words) and isinstance(other.object, Words):
        endings = {one.object.ending.lower(), other.object.ending.lower()}
        return len(endings) == 1 or not (one.object.is_text and other.object.is_text)
    if isinstance(one.object, Skeleton) and isinstance(other.object, Skeleton):
        return one.object.may_be(other.object)
    return False


def may_be_same(one: Maker, other: Maker, view: View) -> Mask:
    """Tell in which rows two columns may make one term."""
    if not can_be_same(one, other):
        return ~view.all
    assert one.object
    assert other.object
    equal = _equal(view.texts(one.object), view.texts(other.object))
    return (equal | ~_known(one, view) | ~_known(other, view)) & view.all


def _equal(one: Texts, other: Texts) -> Mask:
    """Compare texts, of which a single one stands for all rows."""
    if len(one) == len(other):
        return mask_of(pc.equal(one, other))
    return mask_of(pc.equal(one[0], other) if len(one) == 1 else pc.equal(one, other[0]))


def _known(made: Maker, view: View) -> Mask:
    assert made.object
    return known(made.object, view)


def unique_languages(makers: Sequence[Maker]) -> Judge:
    """Judge whether no two columns make texts in one language."""
    tagged = [made for made in makers if isinstance(made.object, Words) and made.object.language]
    pairs = [pair for pair in itertools.combinations(tagged, 2) if _language(pair[0]) == _language(pair[1])]
    if not pairs:
        return always(HOLDS, "each column that makes it has a language of its own")
    return _all(pairs, "rows with one text in a language", _unique)


def _language(made: Maker) -> str | None:
    return made.object.language if isinstance(made.object, Words) else None


def _unique(pair: Pair, view: View) -> Verdict:
    one, other = pair
    both = view.maybe(one) & view.maybe(other)
    return Verdict(~both, both & ~may_be_same(one, other, view))


def disjoint(makers: Sequence[Maker], others: Sequence[Maker]) -> Judge:
    """Judge whether no column makes what one of the others makes."""
    pairs = [pair for pair in itertools.product(makers, others) if can_be_same(*pair)]
    if not pairs:
        return always(HOLDS, "no two of the columns can make one term")
    return _all(pairs, "rows without one value in both columns", _disjoint)


def _disjoint(pair: Pair, view: View) -> Verdict:
    one, other = pair
    same = may_be_same(one, other, view)
    surely = same & view.sure(one) & view.sure(other) & _known(one, view) & _known(other, view)
    return Verdict(~(view.maybe(one) & view.maybe(other) & same), surely & _is_exact(one, other))


def equal(makers: Sequence[Maker], others: Sequence[Maker]) -> Judge:
    """Judge whether the columns make the same."""
    if not makers and not others:
        return always(HOLDS, "no column makes one of them")
    if len(makers) != 1 or len(others) != 1:
        raise Undecided("several columns make them")
    one, other = makers[0], others[0]

    def at(view: View) -> Verdict:
        same, neither = may_be_same(one, other, view), ~view.maybe(one) & ~view.maybe(other)
        both = view.sure(one) & view.sure(other)
        is_same = both & same & _known(one, view) & _known(other, view) & _is_exact(one, other)
        alone = (view.sure(one) & ~view.maybe(other)) | (view.sure(other) & ~view.maybe(one))
        return Verdict(neither | is_same, alone | (both & ~same))

    return Judge(f"rows with the same in {one.column.name} and {other.column.name}", at)


def _is_exact(one: Maker, other: Maker) -> bool:
    if isinstance(one.object, Words) and isinstance(other.object, Words):
        return one.object.ending == other.object.ending
    return True


def less(makers: Sequence[Maker], others: Sequence[Maker], *, or_equal: bool) -> Judge:
    """Judge whether each column makes less than each of the others, or the same."""
    pairs = list(itertools.product(makers, others))
    if not pairs:
        return always(HOLDS, "no row has values to compare")
    names = ", ".join(dict.fromkeys(each.column.name for pair in pairs for each in pair))
    return _all(pairs, f"rows in order by {names}", lambda pair, view: _less(pair, view, or_equal))


def _less(pair: Pair, view: View, or_equal: bool) -> Verdict:
    one, other = pair
    assert one.object
    assert other.object
    both = view.maybe(one) & view.maybe(other)
    kind = are_ordered(one.object, other.object)
    if not kind:
        return Verdict(~both, ~view.all)
    ordered, clear = _ordered(pair, view, kind, or_equal)
    return Verdict(~both | ordered, both & clear & ~ordered)


def _ordered(pair: Pair, view: View, kind: str, or_equal: bool) -> tuple[Mask, Mask]:
    """Tell which pairs are surely in order, and of which it is known."""
    names = [each.column.name for each in pair]
    if kind == "numbers":
        one, other = (numbers_of(name, view) for name in names)
        return (one <= other if or_equal else one < other), ~np.isnan(one) & ~np.isnan(other)
    clear = view.right(names[0]) & view.right(names[1])
    compare = pc.less_equal if or_equal else pc.less
    texts = [view.rows.cells(name).present for name in names]
    return mask_of(compare(*texts)) & clear, clear


def _all(pairs: Iterable[Pair], why: str, judge: Callable[[Pair, View], Verdict]) -> Judge:
    pairs = list(pairs)
    return Judge(why, lambda view: reduce(Verdict.__and__, (judge(each, view) for each in pairs)))
