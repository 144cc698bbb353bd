"""A person's decision on a case: written at once, never over what somebody else has decided meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Final

from koryu.errors import ProjectError
from koryu.linking.accepting import TOOL, check_writable
from koryu.linking.datasets import Dataset, read_datasets
from koryu.linking.review import Case
from koryu.linking.reviewers import ORCID, Reviewer
from koryu.settings import Settings
from koryu.sssom.links import describe_links, link_path
from koryu.sssom.mappings import BROAD, CLOSE, MANUAL, Mapping
from koryu.sssom.reading import MappingSet
from koryu.sssom.writing import Description, change, with_decision, without

_REVIEWERS: Final = "reviewer"


class Decision(StrEnum):
    """What a person may decide of a case."""

    ACCEPT = "accept"  # the relation of the case holds
    CLOSE = "close"  # it is a close match
    BROAD = "broad"  # the object is the broader one
    REJECT = "reject"  # neither holds


_PREDICATES: Final = {Decision.CLOSE: CLOSE, Decision.BROAD: BROAD}


@dataclass(frozen=True)
class Said:
    """Who decides, and what they add: a comment, and how sure they are, 0 to 1.

    ``label``: what we call the place.
    """

    reviewer: Reviewer
    label: str | None = None
    comment: str | None = None
    confidence: float | None = None


@dataclass(frozen=True)
class Change:
    """What a decision has changed.

    ``rows``: of the dataset, each as it was, None if there was none, and as it is; that of the case is first.
    """

    dataset: str
    rows: tuple[tuple[Mapping | None, Mapping], ...]

    @property
    def row(self) -> Mapping:
        """The row of the case itself."""
        return self.rows[0][1]


class Overtaken(ProjectError):
    """Somebody else has decided meanwhile; ``row`` is what the links say now, None if nothing."""

    def __init__(self, pair: tuple[str, str], row: Mapping | None) -> None:
        said = f"{_said(row)}; look at it again" if row else "is taken back"
        super().__init__(f"{pair[0]} and {pair[1]}: was decided meanwhile: {said}")
        self.pair, self.row = pair, row


def decide(
    settings: Settings, case: Case, decision: Decision, said: Said, *, rejects_rivals: bool = False
) -> Change:
    """Write a decision on a case; ``rejects_rivals``: in the same step its rivals are rejected.

    Raises:
        Overtaken: The links say something else of a pair than when the case was read.
        Faults: The decision contradicts another, such as a second exact match, or the file is malformed.
        ProjectError: The file cannot be written, or the project came with the program.
    """
    check_writable(settings)
    rivals = case.rivals if rejects_rivals else ()
    rows = [
        (case.row, _mapping(case, decision, said)),
        *(
            (each.row, _mapping(each, Decision.REJECT, replace(said, comment=None, confidence=None)))
            for each in rivals
        ),
    ]
    found = _write(settings, case.dataset, rows)
    written = ((before, found.find(*after.pair) or after) for before, after in rows)
    return Change(case.dataset, tuple(written))


def undo(settings: Settings, changed: Change) -> None:
    """Take a decision back.

    Raises:
        Overtaken: Somebody else has decided meanwhile.
    """

    def put_back(found: MappingSet) -> MappingSet:
        for _, after in changed.rows:
            _check(found, after.pair, after)
            found = without(found, *after.pair)
        for before, _ in changed.rows:
            found = with_decision(found, before, {}) if before else found
        return found

    description = _description(settings, changed.dataset, changed.row)
    change(link_path(settings, changed.dataset), put_back, description, root=settings.root)


def _write(settings: Settings, dataset: str, rows: Sequence[tuple[Mapping | None, Mapping]]) -> MappingSet:
    description = _description(settings, dataset, rows[0][1])

    def put(found: MappingSet) -> MappingSet:
        for before, after in rows:
            _check(found, after.pair, before)
        for _, after in sorted(rows, key=lambda each: not each[1].is_negative):  # which may make room
            found = with_decision(found, after, description.prefixes)
        return found

    return change(link_path(settings, dataset), put, description, root=settings.root)


def _check(found: MappingSet, pair: tuple[str, str], expected: Mapping | None) -> None:
    now = found.find(*pair)
    if now != expected:
        raise Overtaken(pair, now)


def _mapping(case: Case, decision: Decision, said: Said) -> Mapping:
    """State a decision; what a row says beside it, such as its evidence, stays."""
    is_negative = decision is Decision.REJECT
    predicate = _PREDICATES.get(decision, case.relation)
    found = case.row or _proposed(case)
    comments = [" ".join(each.split()) for each in (said.comment, found.comment) if each]
    return replace(
        found,
        predicate=predicate,
        is_negative=is_negative,
        justification=MANUAL,
        confidence=said.confidence,  # of the person: a score is what the program was sure of
        reviewer=said.reviewer.iri,
        reviewer_label=said.reviewer.name,
        subject_label=found.subject_label or said.label,
        object_label=found.object_label or case.label,
        date=date.today(),
        object_source_version=case.proposal.version if case.proposal else found.object_source_version,
        comment="; ".join(dict.fromkeys(comments)) or None,
    )


def _proposed(case: Case) -> Mapping:
    """State what was proposed, as the tool would."""
    candidate, proposal = case.candidate, case.proposal
    assert candidate is not None
    assert proposal is not None
    return Mapping(
        subject=case.place,
        predicate=case.relation,
        object=case.object,
        justification=MANUAL,
        tool=TOOL,
        tool_version=version("koryu"),
    )


def _said(row: Mapping) -> str:
    who = row.reviewer or row.reviewer_label or row.tool or "nobody"
    negation = "not " if row.is_negative else ""
    return f"{negation}{row.predicate.rpartition('#')[2]}, by {who}"


def _description(settings: Settings, dataset: str, row: Mapping) -> Description:
    """What the header of a new file says, and the prefixes that its IRIs are written with."""
    space = _namespace(row.object)
    known = read_datasets(settings).get(dataset) or Dataset(
        dataset, Path(dataset), dataset, source=space, prefix=dataset, space=space
    )
    prefixes = {known.prefix: known.space} | ({known.name: space} if space != known.space else {})
    return describe_links(
        settings,
        dataset,
        title=f"Links from places of {settings.title} to {known.title}",
        object_source=known.source,
        prefixes=prefixes | _prefix_of(row.reviewer),
    )


def _prefix_of(reviewer: str | None) -> dict[str, str]:
    if reviewer is None:
        return {}
    return {"orcid": ORCID} if reviewer.startswith(ORCID) else {_REVIEWERS: _namespace(reviewer)}


def _namespace(iri: str) -> str:
    end = max(iri.rstrip("/").rfind("/"), iri.rfind("#"))
    return iri[: end + 1]
