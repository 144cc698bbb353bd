"""What a validation finds: results, and the report that they make.

``conforms`` is as SHACL defines it: false if there is any result, whatever its severity. Whether a build goes
ahead is another question: ``Report.faults`` holds the violations only.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from koryu.errors import Cell
from koryu.shacl.paths import Path

SEVERITIES: Final = ("Violation", "Warning", "Info")


@dataclass(frozen=True)
class Result:
    """One result of a validation.

    ``focus`` and ``value`` are N-Triples text. ``shape`` and ``component`` are IRIs, or a file's name for a
    stored check; ``shape`` is the label of a blank node, ``_:b0``, where the shape has no IRI.
    ``severity``: one of ``SEVERITIES``, or an IRI of someone's own.
    ``messages``: by language tag. ``cell``: where the value, or the row, stands in the tables.
    """

    severity: str
    shape: str
    component: str
    focus: str
    path: Path | None
    value: str | None
    messages: Mapping[str, str]
    cell: Cell | None = None

    @property
    def rank(self) -> int:
        """Where its severity stands: 0 is the worst, as is one that SHACL does not define."""
        return SEVERITIES.index(self.severity) if self.severity in SEVERITIES else 0

    @property
    def digest(self) -> str:
        """What names the result: the SHA-256 of its content."""
        path = str(self.path or "")
        content = (self.severity, self.shape, self.component, self.focus, path, self.value or "")
        return hashlib.sha256("\n".join(content).encode()).hexdigest()

    def message(self, lang: str) -> str:
        """The message for a reader of ``lang``, else the English one."""
        found = {tag.partition("-")[0]: text for tag, text in self.messages.items()}
        return found.get(lang.partition("-")[0]) or found.get("en") or next(iter(found.values()), "")


@dataclass(frozen=True)
class Report:
    """The results of a validation, worst first."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Is there no result at all?"""
        return not self.results

    @property
    def counts(self) -> dict[str, int]:
        """How many results of each severity."""
        found = Counter(SEVERITIES[result.rank] for result in self.results)
        return {severity: found[severity] for severity in SEVERITIES}

    def faults(self, strict: bool = False) -> tuple[Result, ...]:
        """The results that stop a build: violations, and warnings too if ``strict``."""
        last = 1 if strict else 0
        return tuple(result for result in self.results if result.rank <= last)
