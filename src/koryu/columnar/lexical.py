"""Whether all cells of a column are right as they are written, told by its buffer and by Arrow's kernels.

The answer may be no for cells that are right all the same: the general reader is then asked, once for each
distinct text. It may never be yes for a cell that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from koryu.columnar.buffers import (
    ByteSet,
    Texts,
    bytes_of,
    first_bytes,
    has_any,
    last_bytes,
    lengths_of,
    texts_array,
)
from koryu.tables.values.bases import RANGES
from koryu.tables.values.datatypes import Datatype, Limit

Test = Callable[[Texts], bool]


class Forms(NamedTuple):
    """Tests of a column without empty cells: are all valid, and are they canonical too?

    ``are_bare``: does none that is valid hold what N-Triples escapes?
    """

    are_valid: Test
    are_canonical: Test
    are_bare: bool = True


_NO_DIGITS: Final = ~ByteSet(b"0123456789")
_NOT_OF_DATES: Final = ~ByteSet(b"-0123456789")
# And the first bytes of letters that Python takes for spaces, such as U+3000, which the general reader strips
_NOT_OF_ADDRESSES: Final = ByteSet(bytes(range(0x21)) + b'"<>\\^`{|}\xc2\xe1\xe2\xe3')
_ZERO: Final = ord("0")
_MOST_DIGITS: Final = 15  # that a double holds exactly
# What RE2 and Python's re understand alike
_PORTABLE: Final = re.compile(r"(?:[^\\()?*+{]|\\[^A-Za-z0-9]|\(\?:|\((?!\?)|\)|[?*+](?![+?])|\{[0-9,]+\})*")
# What asks for no engine: some words, words of letters with a mark between two; or for the beginning alone
_CHOICE: Final = re.compile(r"[\w-]+(?:\|[\w-]+)*")
_LETTERS: Final = r"[A-Za-z0-9](?:-[A-Za-z0-9])?"
_MARKED: Final = re.compile(rf"\[((?:{_LETTERS})+)\]\+\((?:\?:)?([-_:/])\[\1\]\+\)\*")
_OPEN: Final = re.compile(r"(?:[^\\|]|\\.)*\.\*")


def forms_of(datatype: Datatype) -> Forms | None:
    """Make the tests of a datatype; None if only the general reader knows."""
    maker = _MAKERS.get(datatype.base.name)
    if maker is None or not (datatype.format is None or isinstance(datatype.format, re.Pattern)):
        return None
    return maker(datatype)


def _always(_texts: Texts) -> bool:
    return True


def _never(_texts: Texts) -> bool:
    return False


def _all(*tests: Test) -> Test:
    needed = [test for test in tests if test is not _always]
    return lambda texts: all(test(texts) for test in needed)


def _text_forms(datatype: Datatype) -> Forms:
    return Forms(_all(_matches(datatype.format), _has_length(datatype)), _always, are_bare=False)


def _address_forms(datatype: Datatype) -> Forms:
    return Forms(_all(_is_address, _matches(datatype.format), _has_length(datatype)), _always, are_bare=False)


def _is_address(texts: Texts) -> bool:
    return not has_any(texts, _NOT_OF_ADDRESSES)


def _integer_forms(datatype: Datatype) -> Forms:
    low, high = RANGES.get(datatype.base.name, (None, None))
    bounds = [Limit(str(each), Decimal(each)) if each is not None else None for each in (low, high)]
    return Forms(
        _all(_are_digits, _matches(datatype.format), _between(*bounds), _in_range(datatype)),
        _has_no_leading_zero,
    )


def _are_digits(texts: Texts) -> bool:
    return not has_any(texts, _NO_DIGITS) or bool(
        pc.all(pc.match_substring_regex(texts, r"^-?[0-9]+$")).as_py()
    )


def _has_no_leading_zero(texts: Texts) -> bool:
    zero = first_bytes(texts) == _ZERO
    return not (zero & (lengths_of(texts) > 1)).any() and not _begins_with_sign_and_zero(texts)


def _begins_with_sign_and_zero(texts: Texts) -> bool:
    return has_any(texts, _NO_DIGITS) and bool(pc.any(pc.match_substring_regex(texts, "^-0")).as_py())


def _number_forms(valid: str, canonical: str | None) -> Callable[[Datatype], Forms]:
    def make(datatype: Datatype) -> Forms:
        tests = (_regular(valid), _matches(datatype.format), _in_range(datatype))
        return Forms(_all(*tests), _regular(canonical) if canonical else _never)

    return make


def _date_forms(datatype: Datatype) -> Forms:
    return Forms(_all(_are_dates, _matches(datatype.format), _in_order(datatype, 10)), _always)


def _are_dates(texts: Texts) -> bool:
    return (
        not has_any(texts, _NOT_OF_DATES)
        and bool((lengths_of(texts) == len("1998-04-01")).all())
        and _casts(texts, pa.date32())
        and bool((first_bytes(texts) != ord("-")).all())
    )


def _year_forms(datatype: Datatype) -> Forms:
    return Forms(_all(_are_years, _matches(datatype.format), _in_order(datatype, 4)), _always)


def _are_years(texts: Texts) -> bool:
    return not has_any(texts, _NO_DIGITS) and bool((lengths_of(texts) == len("1998")).all())


def _boolean_forms(_datatype: Datatype) -> Forms:
    return Forms(_regular("true|false"), _always)


def _casts(texts: Texts, kind: pa.DataType) -> bool:
    try:
        pc.cast(texts, kind)
    except pa.ArrowInvalid:
        return False
    return True


def _regular(pattern: str) -> Test:
    return _begins(f"(?:{pattern})$")


def _begins(pattern: str) -> Test:
    return lambda texts: bool(pc.all(pc.match_substring_regex(texts, f"^{pattern}")).as_py())


def _matches(pattern: object) -> Test:
    """Make the test of a regular expression, if both engines understand it alike."""
    if pattern is None:
        return _always
    assert isinstance(pattern, re.Pattern)
    if not _PORTABLE.fullmatch(pattern.pattern):
        return _never
    try:
        pc.match_substring_regex(pa.nulls(1, pa.string()), pattern.pattern)
    except pa.ArrowInvalid:
        return _never
    if _CHOICE.fullmatch(pattern.pattern):
        return _is_one_of(pattern.pattern.split("|"))
    if marked := _MARKED.fullmatch(pattern.pattern):
        return _are_marked(_letters(marked[1]), marked[2].encode())
    if _OPEN.fullmatch(pattern.pattern):
        return _all(_has_no_line_end, _begins(pattern.pattern.removesuffix(".*")))
    return _all(_has_no_line_end, _regular(pattern.pattern))


def _is_one_of(words: list[str]) -> Test:
    choice = texts_array(words)
    return lambda texts: bool(pc.all(pc.is_in(texts, choice)).as_py())


def _letters(ranges: str) -> bytes:
    """Give the letters of a set of ranges, such as a-z0-9."""
    found = re.findall(_LETTERS, ranges)
    return bytes(each for text in found for each in range(ord(text[0]), ord(text[-1]) + 1))


def _are_marked(letters: bytes, mark: bytes) -> Test:
    """Make the test of words of letters, with one mark between two: ``[a-z0-9]+(-[a-z0-9]+)*``."""
    others = ~ByteSet(letters + mark)

    def test(texts: Texts) -> bool:
        if has_any(texts, others) or not lengths_of(texts).all():
            return False
        is_mark = bytes_of(texts) == mark[0]
        two_meet = (is_mark[1:] & is_mark[:-1]).any()
        return not (two_meet or (first_bytes(texts) == mark[0]).any() or (last_bytes(texts) == mark[0]).any())

    return test


def _has_no_line_end(texts: Texts) -> bool:
    return not has_any(texts, _LINE_END)  # where ^ and $ would not mean the whole text


_LINE_END: Final = ByteSet(b"\r\n")


def _has_length(datatype: Datatype) -> Test:
    exact, least, most = datatype.length, datatype.min_length, datatype.max_length
    if exact is least is most is None:
        return _always
    low = max(each for each in (exact, least, 0) if each is not None)
    high = min((each for each in (exact, most) if each is not None), default=None)

    def test(texts: Texts) -> bool:
        found = pc.min_max(pc.utf8_length(texts)).as_py()
        return found["min"] is None or (found["min"] >= low and (high is None or found["max"] <= high))

    return test


def _in_range(datatype: Datatype) -> Test:
    inclusive = _between(datatype.minimum, datatype.maximum)
    return _all(inclusive, _between(datatype.min_exclusive, datatype.max_exclusive, is_open=True))


def _between(low: Limit | None, high: Limit | None, *, is_open: bool = False) -> Test:
    """Make the test of numbers that doubles hold exactly; of others the general reader knows."""
    if low is None and high is None:
        return _always
    least, most = (None if each is None else float(each.order) for each in (low, high))

    def test(texts: Texts) -> bool:
        if len(texts) and int(lengths_of(texts).max()) > _MOST_DIGITS:
            return False
        try:
            found = pc.min_max(pc.cast(texts, pa.float64())).as_py()
        except pa.ArrowInvalid:
            return False
        small, large = found["min"], found["max"]
        if small is None:
            return True
        if is_open:
            return (least is None or small > least) and (most is None or large < most)
        return (least is None or small >= least) and (most is None or large <= most)

    return test


def _in_order(datatype: Datatype, length: int) -> Test:
    """Make the test of texts that are ordered as their values are, all of one length."""
    limits = (datatype.minimum, datatype.maximum, datatype.min_exclusive, datatype.max_exclusive)
    if not any(limits):
        return _always
    if any(limit and len(limit.text) != length for limit in limits):
        return _never
    low, high, above, below = (limit.text if limit else None for limit in limits)

    def test(texts: Texts) -> bool:
        found = pc.min_max(texts).as_py()
        small, large = found["min"], found["max"]
        return small is None or (
            (low is None or small >= low)
            and (high is None or large <= high)
            and (above is None or small > above)
            and (below is None or large < below)
        )

    return test


_DECIMAL: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_CANONICAL_DECIMAL: Final = r"0|-?[1-9][0-9]*|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]"
_double = _number_forms(rf"{_DECIMAL}(?:[eE][+-]?[0-9]+)?", None)
_MAKERS: Final[dict[str, Callable[[Datatype], Forms]]] = {
    "string": _text_forms,
    "anyURI": _address_forms,
    "date": _date_forms,
    "gYear": _year_forms,
    "boolean": _boolean_forms,
    "decimal": _number_forms(_DECIMAL, _CANONICAL_DECIMAL),
    "double": _double,
    "float": _double,
    "number": _double,
    "integer": _integer_forms,
    **dict.fromkeys(RANGES, _integer_forms),
}
