"""Clear winners taken as links, without anybody having looked at them, and said so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from importlib.metadata import version
from typing import Final

from koryu.errors import ProjectError
from koryu.linking.datasets import Dataset
from koryu.linking.proposals import Proposal
from koryu.matching.places import Place
from koryu.matching.scores import Verdict
from koryu.settings import Settings
from koryu.sssom.links import describe_links, link_path
from koryu.sssom.mappings import COMPOSITE
from koryu.sssom.mappings import Mapping as Decision
from koryu.sssom.writing import decide_all

TOOL: Final = "koryu"


def check_writable(settings: Settings) -> None:
    """Refuse a project that is not to be changed.

    Raises:
        ProjectError: It is the one that came with the program.
    """
    if settings.is_shipped:
        raise ProjectError(
            f"{settings.root}: is the project that came with the program; 'koryu new' lays out your own"
        )


def accept(
    settings: Settings, dataset: Dataset, proposals: Iterable[Proposal], ours: Mapping[str, Place], day: date
) -> int:
    """Write the clear winners to the dataset's file of links; gives their number.

    Raises:
        Faults: The file is malformed, or one of them contradicts a decision.
        ProjectError: The file cannot be written.
    """
    decisions = [_decision(each, ours, day) for each in proposals if each.verdict is Verdict.CLEAR]
    if decisions:
        description = describe_links(
            settings,
            dataset.name,
            title=f"Links from places of {settings.title} to {dataset.title}",
            object_source=dataset.source,
            prefixes={dataset.prefix: dataset.space},
        )
        decide_all(link_path(settings, dataset.name), decisions, description, root=settings.root)
    return len(decisions)


def _decision(proposal: Proposal, ours: Mapping[str, Place], day: date) -> Decision:
    best = proposal.candidates[0]
    place = ours.get(proposal.place)
    return Decision(
        subject=proposal.place,
        subject_label=place.names[0].text if place and place.names else None,
        predicate=best.relation,
        object=best.iri,
        object_label=best.label,
        justification=COMPOSITE,
        confidence=round(best.score, 4),
        tool=TOOL,
        tool_version=version("koryu"),
        date=day,
        object_source_version=proposal.version,
        comment="; ".join(f"{name}: {told}" for name, (_, told) in best.features.items()),
    )
