"""What the scores of a place's candidates in another dataset come to.

Only an exact match can be clear beside others that are close: 神戸 as a populated place is near the city, and
is not in its way.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from koryu.linking.proposals import Candidate, Proposal, describe
from koryu.matching.scores import Score, Verdict, decide
from koryu.sssom.mappings import EXACT

_DIGITS: Final = 6  # of scores


def most_bits(scores: Iterable[Score]) -> float:
    """The weight of the best of some scores."""
    return max((each.bits for each in scores), default=-math.inf)


def _verdict(scores: Sequence[Score]) -> Verdict:
    """Decide among those that may be the same thing; if none of them is clear, among all."""
    if decide(_exact(scores)) is Verdict.CLEAR:
        return Verdict.CLEAR
    verdict = decide(scores)
    if verdict is Verdict.CLEAR:
        # what is close to a government of some level may be told by its names; what is close to none, not
        best = scores[0].candidate
        return verdict if best.relation == EXACT or best.level else Verdict.SEVERAL
    return Verdict.SEVERAL if verdict is Verdict.NONE and any(map(_is_doubted, scores)) else verdict


def is_undoubted(scores: Sequence[Score]) -> bool:
    """Is one candidate clear, and does nothing at all speak against it?"""
    return _verdict(scores) is Verdict.CLEAR and all(each.bits >= 0 for each in scores[0].findings.values())


def _exact(scores: Iterable[Score]) -> list[Score]:
    return [each for each in scores if each.candidate.relation == EXACT]


def _is_doubted(found: Score) -> bool:
    """Is it a code alone that speaks against a candidate? Either may be wrong, so that somebody must look."""
    code = found.findings.get("code")
    return code is not None and code.bits < 0 and decide([_without_code(found)]) is Verdict.CLEAR


def _without_code(found: Score) -> Score:
    return replace(
        found, findings={k: v for k, v in found.findings.items() if k != "code"}, contradictions=()
    )


def _ordered(scores: Sequence[Score]) -> list[Score]:
    """Put the one that is clear before the rest."""
    exact = _exact(scores)
    return (
        [*exact, *(s for s in scores if s not in exact)] if decide(exact) is Verdict.CLEAR else list(scores)
    )


def make_proposal(place: str, dataset: str, scores: Sequence[Score], asked: date, version: str) -> Proposal:
    """Propose what the scores of a place's candidates come to, the one that is clear first."""
    candidates = tuple(map(_candidate, _ordered(scores)))
    return Proposal(place, dataset, _verdict(scores), candidates, asked, version)


def _candidate(found: Score) -> Candidate:
    return Candidate(
        iri=found.candidate.iri,
        label=found.label,
        relation=found.candidate.relation,
        score=round(found.value, _DIGITS),
        features={name: (round(number, _DIGITS), told) for name, (number, told) in found.features.items()},
        contradictions=found.contradictions,
        described=describe(found.candidate),
    )
