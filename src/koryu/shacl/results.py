"""What a validation finds: results, and the report that they make.

``conforms`` is as SHACL defines it: false if there is any result, whatever its severity. Whether a build goes
ahead is another question: ``Report.faults`` holds the violations only.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final

from koryu.errors import Cell
from koryu.rdf.ntriples import is_blank
from koryu.shacl.paths import Path

SEVERITIES: Final = ("Violation", "Warning", "Info")
NUMBER: Final = re.compile(r"([A-Z]{1,8}-?[0-9]+[a-z]?)(?:: |：)")  # what a message may begin with


@dataclass(frozen=True)
class Rule:
    """One constraint of one shape, as a report speaks of it, whether it holds or not.

    ``shape``, ``component``, ``severity``, ``path``, ``messages``: as in a result, but that messages may have
    ``{?variables}``. ``parameters``: the terms that the constraint is given, such as the number of
    ``sh:minCount``. ``owner``: the shape, or the nearest one around it that has an IRI. ``file``: where it
    stands.
    """

    shape: str
    component: str
    severity: str = "Violation"
    messages: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None
    parameters: tuple[str, ...] = ()
    owner: str = ""
    file: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others; a shape may have several queries, whose messages have numbers."""
        return self.shape, self.component, number_of(self.messages)


@dataclass(frozen=True)
class Result:
    """One result of a validation.

    ``focus`` and ``value`` are N-Triples text. ``shape`` and ``component`` are IRIs, or a file's name for a
    stored check; ``shape`` is the label of a blank node, ``_:b0``, where the shape has no IRI.
    ``severity``: one of ``SEVERITIES``, or an IRI of someone's own.
    ``messages``: by language tag. ``cell``: where the value, or the row, stands in the tables.
    ``missing_from``: the column of another table that a lacking value would come from, as ``file:column``.
    """

    severity: str
    shape: str
    component: str
    focus: str
    path: Path | None
    value: str | None
    messages: Mapping[str, str]
    cell: Cell | None = None
    missing_from: str | None = None

    @property
    def rank(self) -> int:
        """Where its severity stands: 0 is the worst, as is one that SHACL does not define."""
        return rank(self.severity)

    @property
    def digest(self) -> str:
        """What names the result: the SHA-256 of its content, without labels of blank shapes, which change."""
        shape = "" if is_blank(self.shape) else self.shape
        path = str(self.path or "")
        content = (self.severity, shape, self.component, self.focus, path, self.value or "")
        return hashlib.sha256("\n".join(content).encode()).hexdigest()

    def message(self, lang: str) -> str:
        """The message for a reader of ``lang``, else the English one."""
        return best(self.messages, lang)[1]


@dataclass(frozen=True)
class Report:
    """The results of a validation, worst first.

    ``name``: what was validated. ``engine``: what validated it. ``notes``: what a reader must know of how,
    such as "literals are checked as the endpoint holds them". ``rules``: those that were run, if they are
    known. ``when``: the time, for those who hold a copy; what is published has none.
    """

    results: tuple[Result, ...]
    name: str = ""
    engine: str = ""
    notes: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    when: datetime | None = None

    @property
    def conforms(self) -> bool:
        """Is there no result at all?"""
        return not self.results

    @property
    def counts(self) -> dict[str, int]:
        """How many results of each severity; those of someone's own count as violations."""
        found = Counter(SEVERITIES[result.rank] for result in self.results)
        return {severity: found[severity] for severity in SEVERITIES}

    def faults(self, strict: bool = False) -> tuple[Result, ...]:
        """The results that stop a build: violations, and warnings too if ``strict``."""
        last = 1 if strict else 0
        return tuple(result for result in self.results if result.rank <= last)

    def rule(self, result: Result) -> Rule | None:
        """The rule that a result breaks, if it is known."""
        return self._rules.get((result.shape, result.component, number_of(result.messages)))

    @cached_property
    def _rules(self) -> dict[tuple[str, str, str], Rule]:
        return {rule.key: rule for rule in self.rules}


def rank(severity: str) -> int:
    """Where a severity stands: 0 is the worst, as is one that SHACL does not define."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else 0


def number_of(messages: Mapping[str, str]) -> str:
    """Take the number of a rule, which its messages begin with; "" if they have none."""
    found = map(NUMBER.match, messages.values())
    return next((match[1] for match in found if match), "")


def best(texts: Mapping[str, str], lang: str) -> tuple[str, str]:
    """Choose the text for a reader of ``lang``, else the English one, else any: its tag, and the text."""
    found = {tag.partition("-")[0]: (tag, text) for tag, text in texts.items()}
    return found.get(lang.partition("-")[0]) or found.get("en") or next(iter(found.values()), ("", ""))


def report_of(results: Iterable[Result]) -> Report:
    """Put results in order: the worst first, then by their places and names."""
    return Report(tuple(sorted(results, key=_order)))


def _order(result: Result) -> tuple[object, ...]:
    cell = result.cell
    place = (cell.path, cell.line, cell.column or "") if cell else ("", 0, "")
    return result.rank, place, result.shape, result.component, result.digest
