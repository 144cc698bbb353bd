"""What a run of ``koryu link`` found, kept until somebody decides: for each place its candidates, scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What the scores of a place's candidates come to."""

    CLEAR = "clear"  # one winner
    SEVERAL = "several"
    NONE = "none"


@dataclass(frozen=True)
class Candidate:
    """A place of another dataset that may be one of ours.

    ``score``: 0 to 1, of all features together. ``features``: by the name of each, such as ``name``,
    ``code``, ``level``, ``distance``, ``parent``, ``time``: its score, and in words what was compared.
    ``contradictions``: in words, such as a code that says otherwise than the name; these are shown, never
    averaged away. ``described``: what the dataset says of it, as JSON of ``koryu.matching.places.Place``.
    """

    iri: str
    label: str
    relation: str
    score: float
    features: Mapping[str, tuple[float, str]]
    contradictions: tuple[str, ...]
    described: Mapping[str, Any]


@dataclass(frozen=True)
class Proposal:
    """The candidates for one place of ours, best first.

    ``place``: its IRI. ``asked``: the day the endpoint was asked. ``version``: of the other dataset.
    """

    place: str
    dataset: str
    verdict: Verdict
    candidates: tuple[Candidate, ...]
    asked: date
    version: str
