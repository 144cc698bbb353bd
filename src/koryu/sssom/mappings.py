"""A mapping: that one thing of ours is, or is not, one of another dataset's, and who says so for what reason.

Source: https://mapping-commons.github.io/sssom/spec-model/
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from koryu.namespaces import SKOS
from koryu.sssom.curies import SEMAPV

EXACT: Final = f"{SKOS}exactMatch"
CLOSE: Final = f"{SKOS}closeMatch"
BROAD: Final = f"{SKOS}broadMatch"
PREDICATES: Final = (EXACT, CLOSE, BROAD)  # never owl:sameAs
MANUAL: Final = f"{SEMAPV}ManualMappingCuration"
COMPOSITE: Final = f"{SEMAPV}CompositeMatching"  # by names, codes, place and time together
UNSPECIFIED: Final = f"{SEMAPV}UnspecifiedMatching"
JUSTIFICATIONS: Final = (
    MANUAL,
    COMPOSITE,
    UNSPECIFIED,
    *(
        f"{SEMAPV}{name}"
        for name in (
            "LexicalMatching",
            "LexicalSimilarityThresholdMatching",
            "LogicalReasoning",
            "MappingChaining",
            "MappingReview",
            "SemanticSimilarityThresholdMatching",
        )
    ),
)


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """A mapping, of which every IRI is absolute.

    ``predicate``: one of ``PREDICATES``. ``is_negative``: it was looked at, and does not hold.
    ``justification``: one of ``JUSTIFICATIONS``.
    ``confidence``: 0 to 1. ``author``, ``reviewer``: IRIs of persons; where there is none, their labels.
    ``date``: of the decision. ``object_source_version``: of the other dataset, such as the day it was asked.
    """

    subject: str
    predicate: str
    object: str
    justification: str
    is_negative: bool = False
    subject_label: str | None = None
    object_label: str | None = None
    confidence: float | None = None
    author: str | None = None
    author_label: str | None = None
    reviewer: str | None = None
    reviewer_label: str | None = None
    tool: str | None = None
    tool_version: str | None = None
    date: date | None = None
    object_source_version: str | None = None
    comment: str | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """What it is about: the subject and the object, of which a file has one mapping."""
        return self.subject, self.object
