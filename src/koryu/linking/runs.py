"""A run of ``koryu link``: what it looks for, and what it keeps, group by group, so that no work is lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from koryu.errors import ProjectError
from koryu.linking.answers import EVER
from koryu.linking.candidates import Decisions, Linking, check_endpoint, decisions_of
from koryu.linking.client import Client
from koryu.linking.datasets import Dataset
from koryu.linking.proposals import Proposal, path_of, read_proposals, write_proposals
from koryu.linking.visits import visit
from koryu.matching.places import Place
from koryu.settings import Settings
from koryu.sssom.links import link_path
from koryu.sssom.reading import read_mappings

LONGEST_WAIT: Final = 600.0  # seconds that an endpoint may ask to wait

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    ``proposals``: by place. ``linked``: places that were not looked for, as they have a link. ``unanswered``:
    by place, why nothing is known of it; the next run asks for these alone.
    """

    proposals: list[Proposal] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    unanswered: Mapping[str, str] = field(default_factory=dict)


def make_client(
    settings: Settings, dataset: Dataset, endpoint: str | None, since: datetime = EVER, tell: Tell = print
) -> Client:
    """Make a client of a dataset's endpoint, or of another that holds the same.

    Args:
        settings: Where answers are kept.
        dataset: What is asked, and how politely.
        endpoint: An address; the dataset's own if not given.
        since: Older answers are asked for again.
        tell: Is told how far it is.

    Raises:
        ProjectError: The dataset has no endpoint, and none is given.
        EndpointError: The address is malformed.
    """
    address = endpoint or dataset.endpoint
    if address is None:
        advice = f"; {dataset.advice}" if dataset.advice else "; give one with --endpoint"
        raise ProjectError(f"{dataset.name}: {dataset.title} has no public SPARQL endpoint{advice}")
    return visit(settings, address, tell, dataset=dataset, longest_wait=LONGEST_WAIT, since=since)


def decisions_in(settings: Settings, dataset: Dataset) -> Decisions:
    """Read what was decided on a dataset's things.

    Raises:
        Faults: The file of links is malformed.
    """
    path = link_path(settings, dataset.name)
    if not path.exists():
        return Decisions()
    return decisions_of(row.mapping for row in read_mappings(path, root=settings.root).rows)


def run(
    settings: Settings,
    dataset: Dataset,
    client: Client,
    ours: Mapping[str, Place],
    places: Collection[str],
    *,
    again: bool = False,
    tell: Tell = print,
) -> Outcome:
    """Look for places in a dataset, and keep what was found after each group.

    Raises:
        EndpointError: The endpoint answers nothing, or holds nothing.
        ProjectError: What was found cannot be kept.
    """
    linking = Linking(dataset, client, ours, decisions_in(settings, dataset), again)
    path, proposals = path_of(settings, dataset.name), list[Proposal]()
    for found in linking.propose(places):
        proposals += found
        _keep(path, found)
        tell(f"{dataset.name}: {len(proposals)} of {len(places)} places")
    if not any(each.candidates for each in proposals):
        check_endpoint(client)
    linked = sorted(each for each in places if linking.is_decided(each))
    return Outcome(sorted(proposals, key=lambda each: each.place), linked, linking.unanswered)


def _keep(path: Path, found: Collection[Proposal]) -> None:
    kept = {each.place: each for each in read_proposals(path)}
    write_proposals(path, (kept | {each.place: each for each in found}).values())
