"""How a candidate scores: what each feature says, and all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from koryu.matching.places import Place
from koryu.matching.weights import probability, weights


class Verdict(StrEnum):
    """What the scores of a place's candidates come to."""

    CLEAR = "clear"  # one winner
    SEVERAL = "several"  # more than one that may be it, or one that is not sure: somebody must look
    NONE = "none"


class Finding(NamedTuple):
    """What the comparison of one feature came to.

    ``score``: 0 to 1, of this feature alone. ``told``: in words, what was compared. ``bits``: its weight for
    the two being one place, below 0 against it. ``against``: what it contradicts, in words; empty if nothing.
    """

    score: float
    told: str
    bits: float
    against: str = ""


@dataclass(frozen=True)
class Score:
    """What the comparison of a place with a candidate came to.

    ``findings``: by the name of each feature: ``name``, ``code``, ``country``, ``level``, ``type``,
    ``distance``, ``parent``, ``time``; one of which nothing is known is not there. ``contradictions``: in
    words, such as a code that says otherwise than the name. ``bits``: the log-odds, to the base 2, that the
    two are one place.
    """

    candidate: Place
    findings: Mapping[str, Finding]
    contradictions: tuple[str, ...] = ()
    bits: float = field(init=False)

    def __post_init__(self) -> None:
        bits = weights().prior + sum([finding.bits for finding in self.findings.values()])
        object.__setattr__(self, "bits", bits)

    @property
    def value(self) -> float:
        """The score, 0 to 1."""
        return probability(self.bits)

    @property
    def features(self) -> dict[str, tuple[float, str]]:
        """Of each feature its score and what was compared, in words."""
        return {name: (finding.score, finding.told) for name, finding in self.findings.items()}

    @property
    def label(self) -> str:
        """The first name of the candidate."""
        return self.candidate.names[0].text if self.candidate.names else self.candidate.iri


def rank(scores: Iterable[Score]) -> list[Score]:
    """Order scores, the best first; of equal ones by IRI, whatever order they come in."""
    found = list(scores)
    return sorted(found, key=_order) if len(found) > 1 else found


def _order(found: Score) -> tuple[float, str]:
    return -found.bits, found.candidate.iri


def decide(scores: Iterable[Score]) -> Verdict:
    """Decide what the scores of all candidates of a place come to.

    Clear: the best is above ``clear``, contradicts nothing, and is a margin better than the next. None: none
    is possible. Anything else is several, also a single candidate that is not sure.
    """
    table = weights().of["verdict"]
    best, *rest = rank(scores) or (None,)
    if best is None or best.value < table["possible"]:
        return Verdict.NONE
    apart = not rest or best.bits - rest[0].bits >= table["margin"]
    is_clear = best.value >= table["clear"] and apart and not best.contradictions
    return Verdict.CLEAR if is_clear else Verdict.SEVERAL


NOTHING: Final[Mapping[str, Finding]] = {}
