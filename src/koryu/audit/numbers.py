"""The numbers and dates that an English sentence states.

The grammar, in the notation of XML 1.0, section 6; number words are those of ``koryu.audit.numberwords``:

    stated  ::= date | decade | years | digits | ordinal | words | "none"
    date    ::= month day ","? year | day month year | year "-" m "-" d | edge "of" (month ","?)? year
              | month ","? year
    edge    ::= "end" | "close" | "beginning" | "start"
    decade  ::= "1990s" | "90s"                      the year it begins with
    years   ::= "1998-99"                            both years
    digits  ::= "-"? ([0-9]{1,3} ("," [0-9]{3})+ | [0-9]+) ("." [0-9]+)? scale*
    ordinal ::= [0-9]+ ("st" | "nd" | "rd" | "th") | ordinal word

A unit or currency changes no value: ``30%`` is 30. A month without a day is its first day. A lower end takes
the scale of the upper: *5 to 6 million*.

No numbers: list marks (``1)``, ``First,``), section numbers and references (``Table 2``, ``[3]``), addresses,
digits in names (``G7``, ``3D``), a day without its year, capitalised number words inside a sentence (*Three
Gorges*), ``one`` unless it plainly counts, ordinals that do not rank (*at first*, *second-hand*, *the first
half*), the time unit ``second``, and vague words (*both*, *half*, *hundreds of*, *once*).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from koryu.audit import numberwords as words


@dataclass(frozen=True)
class StatedNumber:
    """A number or a date that a sentence states: its value, how it is written, and where it begins."""

    value: Decimal | date
    text: str
    position: int


@dataclass(frozen=True)
class _Found:
    """A stated number while its neighbours are still to be looked at; ``scale`` is a factor in its value."""

    value: Decimal | date
    start: int
    end: int
    scale: int = 1


_Reader = Callable[[re.Match[str]], Iterable[_Found] | None]  # None: the rule does not apply after all

_MONTHS: Final = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
} | {"sept": 9}  # fmt: skip
_MONTH = r"(?P<month>(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?" \
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b)\.?"  # fmt: skip
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>[12][0-9]{3})(?![0-9]|[,.][0-9]|['’]?s\b)"
_DASH = r"[\-‐–—~〜−]"
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_CODES = "USD|JPY|EUR|RMB|CNY|GBP|KRW"  # currencies that may touch their digits
_SHORT_SCALES: Final = {"bn": 10**9, "mn": 10**6, "tn": 10**12, "m": 10**6, "k": 10**3}
_SCALE = r"(?P<scales>(?:[\s\-‐]?(?:hundred|thousand|million|billion|trillion|dozen)s?\b)*)"


def stated_numbers(sentence: str) -> list[StatedNumber]:
    """List the numbers and dates that a normalised sentence states, in its order."""
    found = _with_shared_scales(sentence, list(_scan(sentence)))
    return [StatedNumber(each.value, sentence[each.start : each.end], each.start) for each in found]


def _scan(sentence: str) -> Iterator[_Found]:
    position = 0
    while position < len(sentence):
        found, position = _read_at(sentence, position)
        yield from found


def _read_at(sentence: str, position: int) -> tuple[Iterable[_Found], int]:
    """Read what stands at a position, and tell where the next thing stands."""
    for pattern, read in _RULES:
        match = pattern.match(sentence, position)
        if match and (found := read(match)) is not None:
            return found, match.end()
    word = _WORD.match(sentence, position)
    return (), word.end() if word else position + 1


def _with_shared_scales(sentence: str, found: list[_Found]) -> Iterator[_Found]:
    for low, high in pairwise(found):
        yield _scaled(low, high) if _SHARES.fullmatch(sentence, low.end, high.start) else low
    yield from found[-1:]


def _scaled(low: _Found, high: _Found) -> _Found:
    """Give the lower end of a range the scale of the upper, unless it has its own or would exceed it."""
    if isinstance(low.value, date) or isinstance(high.value, date) or low.scale > 1:
        return low
    return replace(low, value=low.value * high.scale) if low.value < high.value / high.scale else low


def _nothing(_match: re.Match[str]) -> Iterable[_Found]:
    return ()


def _found(match: re.Match[str], value: Decimal | date, scale: int = 1) -> list[_Found]:
    return [_Found(value, match.start(), match.end(), scale)]


def _list_mark(match: re.Match[str]) -> Iterable[_Found] | None:
    """``1)`` is a list mark outside of parentheses; ``(1)`` after a stop or a link, or in a row of such."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    if not match["open"]:
        return None if _is_in_parentheses(before) else ()
    number = int(match["mark"])
    in_row = f"({number - 1}) " in before or (number == 1 and "(2) " in after)
    return () if in_row or _BEFORE_MARK.search(before) else None


def _is_in_parentheses(before: str) -> bool:
    depth = 0
    for char in before:
        depth = max(0, depth + (char == "(") - (char == ")"))
    return depth > 0


def _date(match: re.Match[str]) -> Iterable[_Found] | None:
    day = _calendar_day(int(match["year"]), _month(match), int(match["day"]))
    return _found(match, day) if day else None


def _days(match: re.Match[str]) -> Iterable[_Found] | None:
    """``March 1-3, 1999``: the first day and the last."""
    year, month = int(match["year"]), _month(match)
    first, last = (_calendar_day(year, month, int(match[name])) for name in ("day", "last"))
    return [*_found(match, first), *_found(match, last)] if first and last else None


def _month(match: re.Match[str]) -> int:
    return int(match["month"]) if match["month"].isdigit() else _MONTHS[match["month"].lower()]


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _edge(match: re.Match[str]) -> Iterable[_Found]:
    year, is_end = int(match["year"]), match["edge"].lower() in ("end", "close")
    month = _month(match) if match["month"] else 12 if is_end else 1
    return _found(match, date(year, month, calendar.monthrange(year, month)[1] if is_end else 1))


def _month_of_year(match: re.Match[str]) -> Iterable[_Found]:
    return _found(match, date(int(match["year"]), _month(match), 1))


def _decade(match: re.Match[str]) -> Iterable[_Found]:
    year = int(match["year"])
    return _found(match, Decimal(year if year > 99 else 1900 + year))


def _years(match: re.Match[str]) -> Iterable[_Found] | None:
    first, last = int(match["first"]), int(match["last"])
    if last <= first % 100:
        return None
    return [
        _Found(Decimal(first), match.start(), match.end("first")),
        _Found(Decimal(first - first % 100 + last), match.start("last"), match.end()),
    ]


def _digits(match: re.Match[str]) -> Iterable[_Found] | None:
    if match["minus"] and re.search(r"\w\Z|[0-9%]\s\Z", match.string[: match.start()]):
        return None  # a hyphen or a dash
    scale = _SHORT_SCALES[match["short"]] if match["short"] else 1
    for word in re.findall("[a-z]+", match["scales"].lower()):
        scale *= words.SCALES[word.removesuffix("s")]
    value = Decimal(match["digits"].replace(",", "")) * scale
    return _found(match, -value if match["minus"] else value, scale)


def _digit_ordinal(match: re.Match[str]) -> Iterable[_Found]:
    return _found(match, Decimal(match["digits"].replace(",", "")))


def _ordinal(match: re.Match[str]) -> Iterable[_Found]:
    before, after = match.string[: match.start()], match.string[match.end() :]
    marked = f"{before}<{match[0]}>{after}"  # lets one pattern see both sides
    is_rank = not (_is_in_name(match) or _UNRANKED.search(marked))
    return _found(match, words.ordinal_value(match[0])) if is_rank else ()


def _cardinal(match: re.Match[str]) -> Iterable[_Found]:
    if _is_in_name(match) or _is_adjective(match) or (match[0].lower() == "one" and not _counts(match)):
        return ()
    return _found(match, words.cardinal_value(match[0]), words.cardinal_scale(match[0]))


def _is_in_name(match: re.Match[str]) -> bool:
    """A capital inside a sentence makes a word a part of a name."""
    return match[0][0].isupper() and not _SENTENCE_START.search(match.string[: match.start()])


def _is_adjective(match: re.Match[str]) -> bool:
    return bool(re.match(r"[\-‐](?:way|sided|dimensional|sum)\b", match.string[match.end() :]))


def _counts(match: re.Match[str]) -> bool:
    """``one`` is a number, not a pronoun, after a bound or beside another number."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    return bool(_COUNTING_BEFORE.search(before) or _COUNTING_AFTER.match(after))


def _half(match: re.Match[str]) -> Iterable[_Found]:
    return _found(match, words.half_value(match))


def _fraction(match: re.Match[str]) -> Iterable[_Found]:
    return _found(match, words.fraction_value(match))


def _multiple(match: re.Match[str]) -> Iterable[_Found]:
    return _found(match, words.multiple_value(match))


def _none(match: re.Match[str]) -> Iterable[_Found]:
    return () if match.string[: match.start()].endswith("second to ") else _found(match, Decimal(0))


_NUMBER_WORD = r"(?:two|three|four|five|six|seven|eight|nine|ten|none|[0-9])\b"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SHARES = re.compile(rf"\s*(?:to|or|{_DASH})\s*(?:[A-Z]*[$¥€£])?\s*")
_BEFORE_MARK = re.compile(r"(?:\A|[:;,.]\s|\b(?:and|or)\s)\Z")
_SENTENCE_START = re.compile(r"(?:\A|[.:;?!)])[\s\"'“”‘’(]*\Z")
_COUNTING_BEFORE = re.compile(
    rf"(?:\b(?:only|just|exactly|least|most|than|about|nearly|between|per)\s|{_NUMBER_WORD}\s(?:to|or|and)\s)\Z",
    re.IGNORECASE,
)
_COUNTING_AFTER = re.compile(
    rf"\s(?:percent|per\scent|times)\b|\s(?:to|or|and)\s{_NUMBER_WORD}"
    rf"|\s[a-z]+(?:,?\sand|,|\sor)\s{_NUMBER_WORD}",
)
_UNRANKED = re.compile(
    rf"""
    \b at \s <first>
  | <first> \s (?: of\sall | and\sforemost | \w+ed | began | met | came | went | made | took | held | saw ) \b
  | \b (?: per | split | {_NUMBER_WORD} ) [\s\-‐] <second>  | <second> \s to \s none \b
  | <third> [\s\-‐] (?: party | parties | country | countries ) \b
  | <[^>]+> \s (?: half | halves | quarter | times? | hand ) \b
  | <[^>]+> [\-‐] (?! \w+est\b | (?: most | best | place | rank | ranked | ranking ) \b ) [a-z]
  | in \s the \s <[^>]+> \s place \s* (?: [,.;] | \Z )
  | (?: \A | [;:,.]\s | [;:,]\s(?:and|or)\s ) <[^>]+>,
    """,
    re.IGNORECASE | re.VERBOSE,
)

_CURRENCY = rf"(?:(?:[A-Z]{{1,3}})?[$¥€£]\s?|(?:{_CODES})\s?)"
_RULES: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = tuple(
    (pattern if isinstance(pattern, re.Pattern) else re.compile(pattern), read)
    for pattern, read in (
        # what only looks like a number
        (r"(?:https?://|www\.)\S+", _nothing),
        (r"\A[0-9]{1,2}\.\s|\A[0-9]+(?:\.[0-9]+)+\.?\s+(?=[A-Z])", _nothing),
        (r"(?P<open>\()?(?<![\w.,$¥€£])(?P<mark>[0-9]{1,2})\)(?=\s)", _list_mark),
        (rf"\[[0-9]+(?:(?:,|{_DASH})\s*[0-9]+)*\]", _nothing),
        (
            r"(?:(?:Sections?|Chapters?|Tables?|Figures?|Figs?\.|Articles?|Appendix|Annex|sections?|chapters?|pages?"
            rf"|footnotes?|[Vv]ol\.|pp?\.)\s|§+\s?)\s*[0-9][0-9.]*(?:(?:,|\sand|\sto|{_DASH})\s*[0-9][0-9.]*)*(?<!\.)",
            _nothing,
        ),
        # dates
        (rf"(?P<edge>end|close|beginning|start)\s+of\s+(?:the\s+year\s+)?(?:{_MONTH},?\s+)?{_YEAR}", _edge),
        (rf"{_MONTH}\s+(?P<day>[0-9]{{1,2}})\s?{_DASH}\s?(?P<last>[0-9]{{1,2}}),?\s+{_YEAR}", _days),
        (rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}", _date),
        (rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}", _date),
        (
            r"(?P<year>[12][0-9]{3})(?P<sep>[\-./])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})(?![0-9])",
            _date,
        ),
        (rf"{_MONTH},?\s+{_YEAR}", _month_of_year),
        (rf"{_MONTH}\s+{_DAY}", _nothing),
        (rf"{_DAY}\s+(?:of\s+)?{_MONTH}", _nothing),
        (r"['’]?(?P<year>[12][0-9]{2}0|[1-9]0)['’]?s\b", _decade),
        (r"(?P<first>[12][0-9]{3})[\-‐–/](?P<last>[0-9]{2})(?![0-9])", _years),
        # names that hold digits
        (rf"(?!(?:{_CODES}|FY)[0-9])[^\W\d_]+[0-9][\w.]*(?<!\.)", _nothing),
        (r"[^\W\d_]*[A-Z][^\W\d_]*[\-‐][0-9]\w*", _nothing),
        (r"[0-9]+[A-Z]\b|[0-9]+(?:\.[0-9]+){2,}", _nothing),
        # digits
        (r"(?P<digits>[0-9]+(?:,[0-9]{3})*)(?:st|nd|rd|th)\b", _digit_ordinal),
        (rf"{_CURRENCY}(?P<minus>)(?P<digits>{_DIGITS})(?P<scales>)\s?(?P<short>bn|mn|tn|m|k)\b", _digits),
        (rf"(?P<minus>[\-−](?=[0-9]))?(?P<digits>{_DIGITS})(?P<scales>)\s?(?P<short>bn|mn|tn)\b", _digits),
        (rf"{_CURRENCY}?(?P<minus>[\-−](?=[0-9]))?(?P<digits>{_DIGITS})(?P<short>){_SCALE}", _digits),
        # words
        (words.HALF, _half),
        (words.FRACTION, _fraction),
        (words.MULTIPLE, _multiple),
        (words.ORDINAL, _ordinal),
        (words.CARDINAL, _cardinal),
        (re.compile(r"none\b(?!\s(?:other|the\s|too))", re.IGNORECASE), _none),
    )
)
