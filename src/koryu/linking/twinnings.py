"""What another dataset states of twinned bodies, made rows of tables: as it is, and as affiliations of ours.

A pair may be stated on either side or on both, with dates that differ: the affiliation has the date of the
statement that is worth most, and what each one says stays an assertion of its own. A pair becomes an
affiliation where both bodies are governments of ours that existed then, and a start is stated.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

Rows = dict[str, list[dict[str, str]]]  # cells by column, by table

_TIME: Final = re.compile(r"((?:1[89]|20)[0-9]{2})-([0-9]{2})-([0-9]{2})(?:T.*)?")
_PRECISIONS: Final = ("day", "month", "year")  # the best first
_RANKS: Final = ("Preferred", "Normal", "Deprecated")  # the best first
_LABELS: Final = ("en", "ja", "zh-hans", "zh")  # of which the first that there is names a party


class NotTaken(StrEnum):
    """Why a statement makes no affiliation."""

    DEPRECATED = "deprecated"
    NO_GOVERNMENT = "no-government"  # a body is none of ours
    SAME_GOVERNMENT = "same-government"  # both are one of ours
    NO_START = "no-start"
    NOT_THEN = "not-then"  # no one party of ours existed at the start
    TWICE = "twice"  # other bodies that are linked to the same two governments made it already


@dataclass(frozen=True, order=True)
class Day:
    """A date as it is known: the days that it may mean, and how it is written."""

    earliest: date
    latest: date
    precision: str
    published: str


@dataclass(frozen=True)
class Statement:
    """That a body is twinned with another. ``key``, ``body``, ``partner``: as the dataset names them."""

    key: str
    body: str
    partner: str
    rank: str
    start: Day | None = None
    end: Day | None = None

    @property
    def worth(self) -> tuple[object, ...]:
        """What statements are sorted by, the one that is worth most first."""
        known = _PRECISIONS.index(self.start.precision) if self.start else len(_PRECISIONS)
        return (_RANKS.index(self.rank), known, self.start.earliest if self.start else date.max, self.key)


@dataclass(frozen=True)
class Item:
    """A body as the dataset has it. ``labels``: by language, such as ``zh-hans``. ``page``: its address."""

    key: str
    labels: Mapping[str, str] = field(default_factory=dict)
    revision: str = ""
    modified: str = ""
    page: str = ""

    @property
    def name(self) -> str:
        """Its name, else its key."""
        return next((self.labels[each] for each in _LABELS if each in self.labels), self.key)


@dataclass(frozen=True)
class Party:
    """A government of ours that a body is linked to; it existed from ``since`` and before ``until``."""

    key: str
    since: date | None = None
    until: date | None = None

    def existed(self, day: Day) -> bool:
        """Did it exist on any of the days that a date may mean?"""
        return not (
            (self.since is not None and day.latest < self.since)
            or (self.until is not None and day.earliest >= self.until)
        )


def read_day(text: str, precision: str) -> Day | None:
    """Read a time such as 1979-05-01T00:00:00Z to its precision; None if it is vague or no date."""
    match = _TIME.fullmatch(text)
    if not match or precision not in _PRECISIONS:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        first = date(year, 1 if precision == "year" else month, day if precision == "day" else 1)
    except ValueError:
        return None
    length = {"day": 10, "month": 7, "year": 4}[precision]
    return Day(first, _last(first, precision), precision, first.isoformat()[:length])


def _last(first: date, precision: str) -> date:
    if precision == "day":
        return first
    following = (first + timedelta(days=366 if precision == "year" else 31)).replace(day=1)
    return (following.replace(month=1) if precision == "year" else following) - timedelta(days=1)


def make_rows(
    dataset: str,
    title: str,
    statements: Iterable[Statement],
    items: Mapping[str, Item],
    parties: Mapping[str, Sequence[Party]],
) -> Rows:
    """Make the rows of all tables but those of the source and of the references.

    Args:
        dataset: Its name, which keys begin with.
        title: What it is called, which the titles of pages begin with.
        statements: Each once.
        items: The bodies by key, all that statements name.
        parties: By the key of a body, the governments of ours that it is linked to.
    """
    pairs: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    for each in statements:
        pairs[_pair(each)].append(each)
    tables = _Tables(dataset, title, items, parties)
    for pair in sorted(pairs):
        tables.add(pair, sorted(pairs[pair], key=lambda each: each.worth))
    return tables.finished()


def _pair(statement: Statement) -> tuple[str, str]:
    first, second = sorted((statement.body, statement.partner), key=lambda key: (len(key), key))
    return first, second


class _Tables:
    """The tables while they are filled, pair by pair."""

    def __init__(
        self, dataset: str, title: str, items: Mapping[str, Item], parties: Mapping[str, Sequence[Party]]
    ) -> None:
        self._dataset = dataset
        self._title = title
        self._items = items
        self._parties = parties
        self._rows: Rows = defaultdict(list)
        self._shown: set[str] = set()  # the items whose pages assert something
        self._made: set[frozenset[str]] = set()  # the parties of affiliations

    def add(self, pair: tuple[str, str], statements: Sequence[Statement]) -> None:
        """Add the statements of a pair, the one that is worth most first."""
        valid = [each for each in statements if each.rank != _RANKS[-1]]
        parties, refusal = self._bound(pair, valid)
        key = "-".join((self._dataset, *pair)).lower()
        if not refusal:
            self._affiliation(key, pair, parties, valid)
        for each in statements:
            reason = NotTaken.DEPRECATED if each not in valid else refusal
            self._statement(each, "" if reason else key, reason, dict(zip(pair, parties, strict=False)))

    def _bound(
        self, pair: tuple[str, str], valid: Sequence[Statement]
    ) -> tuple[tuple[str, ...], NotTaken | None]:
        """Find the parties that a pair binds, or else why it binds none.

        Of a pair with a party that did not exist at the start, it is empty: another government is none.
        """
        found = [self._parties.get(body, ()) for body in pair]
        start = valid[0].start if valid else None
        if not all(found):
            return (), NotTaken.NO_GOVERNMENT
        if start is None:
            return (), NotTaken.NO_START
        then = [[party.key for party in each if party.existed(start)] for each in found]
        if not all(len(each) == 1 for each in then):
            return tuple(each[0] if len(each) == 1 else "" for each in then), NotTaken.NOT_THEN
        keys = tuple(each[0] for each in then)
        if keys[0] == keys[1]:
            return (), NotTaken.SAME_GOVERNMENT
        return keys, NotTaken.TWICE if frozenset(keys) in self._made else None

    def _affiliation(
        self, key: str, pair: tuple[str, str], parties: Sequence[str], statements: Sequence[Statement]
    ) -> None:
        start = statements[0].start
        assert start is not None
        self._made.add(frozenset(parties))
        self._rows["affiliations"].append(
            {
                "key": key,
                "first_party": parties[0],
                "second_party": parties[1],
                "first_party_as_published": _printable(self._items[pair[0]].name) or pair[0],
                "second_party_as_published": _printable(self._items[pair[1]].name) or pair[1],
                **_cells(start),
            }
        )
        self._rows["affiliation-beginnings"].append({"affiliation": key, **_cells(start)})
        ends = [each.end for each in statements if each.end and each.end.earliest > start.latest]
        if ends:
            self._rows["affiliation-ends"].append({"affiliation": key, **_cells(ends[0])})
        for number, each in enumerate(statements, 1):
            page = f"{self._dataset}-{each.body}".lower()
            self._rows["assertions"].append(
                {"affiliation": key, "number": str(number), "page": page, **_cells(each.start)}
            )
            self._shown.add(each.body)

    def _statement(
        self, statement: Statement, affiliation: str, reason: NotTaken | None, bound: Mapping[str, str]
    ) -> None:
        self._rows["statements"].append(
            {
                "key": statement.key,
                "item": statement.body,
                "twinned_item": statement.partner,
                "rank": statement.rank,
                "start": statement.start.published if statement.start else "",
                "end": statement.end.published if statement.end else "",
                "government": bound.get(statement.body, self._only(statement.body)),
                "twinned_government": bound.get(statement.partner, self._only(statement.partner)),
                "affiliation": affiliation,
                "not_taken": reason or "",
            }
        )

    def _only(self, body: str) -> str:
        found = self._parties.get(body, ())
        return found[0].key if len(found) == 1 else ""

    def finished(self) -> Rows:
        """Add the items and their pages."""
        self._rows["items"] += [self._item(item) for item in self._items.values()]
        self._rows["pages"] += [self._page(self._items[key]) for key in self._shown]
        return self._rows

    def _item(self, item: Item) -> dict[str, str]:
        labels = item.labels
        return {
            "key": item.key,
            "label_en": _printable(labels.get("en", "")),
            "label_ja": _printable(labels.get("ja", "")),
            "label_zh": _printable(labels.get("zh-hans") or labels.get("zh", "")),
            "revision": item.revision,
            "modified": item.modified,
            "government": self._only(item.key),
        }

    def _page(self, item: Item) -> dict[str, str]:
        name = _printable(item.name)
        title = f"{self._title}, {name} ({item.key})" if name != item.key else f"{self._title}, {item.key}"
        return {
            "key": f"{self._dataset}-{item.key}".lower(),
            "label_en": title,
            "address": item.page,
        }


def _cells(day: Day | None) -> dict[str, str]:
    if day is None:
        return {}
    return {
        "earliest": day.earliest.isoformat(),
        "latest": day.latest.isoformat(),
        "precision": day.precision,
        "date_as_published": day.published,
    }


def _printable(text: str) -> str:
    """Write a label without what a cell may not hold, such as markup and the beginnings of formulas."""
    return re.sub(r"[<>=@\x00-\x1f\x7f]", " ", text).strip().lstrip("+-").strip()
