"""The datatypes of columns: a built-in one and what limits it.

Source: https://www.w3.org/TR/tabular-data-model/#datatypes
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from koryu.printable import quoted
from koryu.tables.values.bases import BASES, Base, Kind
from koryu.tables.values.dates import DateFormat
from koryu.tables.values.mends import Problem, mended, mismatch
from koryu.tables.values.numbers import NumberFormat


class Parsed(NamedTuple):
    """A text that is of its datatype.

    ``lexical``: the form that is published, as written where no format says how it was written.
    ``canonical``: the form that equal values share; templates and keys use it.
    """

    lexical: str
    canonical: str


@dataclass(frozen=True)
class BooleanFormat:
    """The two texts that mean true and false."""

    true: str
    false: str

    def read(self, text: str) -> str | None:
        """Turn a text into ``true`` or ``false``; None if it is neither."""
        return {self.true: "true", self.false: "false"}.get(text)

    @property
    def text(self) -> str:
        """The format as metadata write it."""
        return f"{self.true}|{self.false}"


Format = NumberFormat | DateFormat | BooleanFormat | re.Pattern[str]


class Limit(NamedTuple):
    """A bound of values: as written, and what orders it."""

    text: str
    order: Decimal | float


@dataclass(frozen=True)
class Datatype:
    """The datatype of a column. A regular expression as ``format`` must match from end to end."""

    base: Base
    id: str | None = None
    format: Format | None = None
    length: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    minimum: Limit | None = None
    maximum: Limit | None = None
    min_exclusive: Limit | None = None
    max_exclusive: Limit | None = None

    @property
    def iri(self) -> str:
        """The datatype's IRI: its own, else that of its base."""
        return self.id or self.base.iri

    @property
    def is_plain(self) -> bool:
        """Is every text of it, unchanged, so that there is nothing to check?"""
        return self == Datatype(self.base, self.id) and self.base.kind is Kind.TEXT and not self.base.spaces

    def parse(self, text: str) -> Parsed | Problem:
        """Read a text whose white space is tidied already."""
        lexical = self._read(text)
        if isinstance(lexical, Problem):
            return lexical
        return self._length_problem(lexical) or self._range_problem(text, lexical) or self._parsed(lexical)

    def value(self, lexical: str) -> Decimal | float | bool | str:
        """Give the typed value of a lexical form: what orders it if it has an order, else what it says."""
        if self.base.kind is Kind.BOOLEAN:
            return lexical in ("true", "1")
        return self.base.order(lexical) if self.base.order else lexical

    def _parsed(self, lexical: str) -> Parsed:
        if self.base.kind is Kind.BOOLEAN:
            lexical = self.base.canonical(lexical)
        return Parsed(lexical, self.base.canonical(lexical))

    def _read(self, text: str) -> str | Problem:
        if self.format is None or isinstance(self.format, re.Pattern):
            if not self.base.allows(text):
                return self.refusal(text)
            if self.format and not self.format.fullmatch(text):
                return mismatch(text, self.format)
            return text
        lexical = self.format.read(text)
        if lexical is None or not self.base.allows(lexical):
            return self._formatted_refusal(text)
        return lexical

    def refusal(self, text: str) -> Problem:
        """Say that a text is not of the base datatype."""
        mend = mended(self.base.name, text)
        return Problem(
            f"{quoted(text)} is not {self.base.is_a}", self.base.advice if mend is None else f"write {mend}"
        )

    def _formatted_refusal(self, text: str) -> Problem:
        assert self.format is not None
        assert not isinstance(self.format, re.Pattern)  # which says itself what does not match
        mend = f"write it as {self.format.text}" if self.format.text else self.base.advice
        return Problem(f"{quoted(text)} is not {self.base.is_a}", mend)

    def _length_problem(self, text: str) -> Problem | None:
        if self.length is self.min_length is self.max_length is None:
            return None
        length, unit = self._measure(text)
        if self.length is not None and length != self.length:
            return Problem(f"{quoted(text)} has {length} {unit}, not {self.length}")
        if self.min_length is not None and length < self.min_length:
            return Problem(f"{quoted(text)} is shorter than {self.min_length} {unit}")
        if self.max_length is not None and length > self.max_length:
            return Problem(f"{quoted(text)} is longer than {self.max_length} {unit}")
        return None

    def _measure(self, text: str) -> tuple[int, str]:
        if self.base.kind is not Kind.BINARY:
            return len(text), "characters"
        is_hex = self.base.name == "hexBinary"
        return (len(text) // 2 if is_hex else len(base64.b64decode(text))), "bytes"

    def _range_problem(self, text: str, lexical: str) -> Problem | None:
        order = self.base.order
        if not order or self.minimum is self.maximum is self.min_exclusive is self.max_exclusive is None:
            return None
        value = order(lexical)
        if self.minimum and not value >= self.minimum.order:
            return Problem(f"{quoted(text)} is less than {self.minimum.text}, the least allowed")
        if self.maximum and not value <= self.maximum.order:
            return Problem(f"{quoted(text)} is more than {self.maximum.text}, the most allowed")
        if self.min_exclusive and not value > self.min_exclusive.order:
            return Problem(f"{quoted(text)} is not more than {self.min_exclusive.text}")
        if self.max_exclusive and not value < self.max_exclusive.order:
            return Problem(f"{quoted(text)} is not less than {self.max_exclusive.text}")
        return None


STRING: Final = Datatype(BASES["string"])
