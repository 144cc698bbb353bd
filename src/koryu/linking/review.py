"""What waits for a person's decision: candidates that were proposed, and rows that nobody has reviewed.

One case is one pair, a place of ours and one of another dataset. First come places with several candidates,
then those with a clear one, then rows of the links that have no reviewer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, TypeVar

from koryu.errors import ProjectError
from koryu.linking import proposals
from koryu.linking.proposals import Candidate, Proposal
from koryu.matching.scores import Verdict
from koryu.printable import quoted
from koryu.settings import Settings
from koryu.sssom.links import link_files, link_path
from koryu.sssom.mappings import Mapping
from koryu.sssom.reading import read_mappings
from koryu.suggestions import did_you_mean


class Kind(StrEnum):
    """Why a case waits; in the order in which cases come."""

    SEVERAL = "several"
    CLEAR = "clear"
    UNREVIEWED = "unreviewed"


_ORDER: Final = {kind: place for place, kind in enumerate(Kind)}
_KINDS: Final = {Verdict.SEVERAL: Kind.SEVERAL, Verdict.CLEAR: Kind.CLEAR}


@dataclass(frozen=True)
class Case:
    """A pair to be decided on: is ``place``, one of ours, the ``object`` of the dataset?

    ``relation``: the predicate that accepting it states. ``row``: what the links say of the pair so far.
    ``others``: all else that the links say of the place. ``rivals``: the other cases of it.
    """

    kind: Kind
    dataset: str
    place: str
    object: str
    relation: str
    row: Mapping | None = None
    candidate: Candidate | None = None
    proposal: Proposal | None = None
    others: tuple[Mapping, ...] = ()
    rivals: tuple[Case, ...] = ()

    @cached_property
    def id(self) -> str:
        """Its name: the same for the same pair, 16 hexadecimal digits."""
        return _digest(self.dataset, self.place, self.object)

    @cached_property
    def state(self) -> str:
        """A name for what the links say of the pair: another as soon as somebody decides."""
        return _digest(repr(self.row))

    @property
    def pair(self) -> tuple[str, str]:
        """The place, and what it may be."""
        return self.place, self.object

    @property
    def label(self) -> str | None:
        """What the dataset calls the object, as far as it is known."""
        return (self.candidate.label if self.candidate else self.row and self.row.object_label) or None


@dataclass(frozen=True)
class Wanted:
    """Which cases are wanted: of a dataset, of a place given by its key or IRI; all if None."""

    dataset: str | None = None
    place: str | None = None


def is_reviewed(row: Mapping) -> bool:
    """Has a person decided?"""
    return bool(row.reviewer or row.reviewer_label)


def datasets_of(settings: Settings) -> list[str]:
    """List the datasets with proposals or links."""
    return sorted({*link_files(settings), *proposals.datasets_of(settings)})


def cases_of(settings: Settings, wanted: Wanted | None = None) -> list[Case]:
    """List the cases that wait, in order.

    Raises:
        ProjectError: There is no such dataset.
        DataError: A file of links or of proposals is malformed.
    """
    wanted, known = wanted or Wanted(), datasets_of(settings)
    if wanted.dataset is not None and wanted.dataset not in known:
        has = f"has {', '.join(known)}" if known else "there is none yet; run 'koryu link DATASET'"
        raise ProjectError(
            f"no links to a dataset {quoted(wanted.dataset)}{did_you_mean(wanted.dataset, known)}; {has}"
        )
    found = [
        case
        for dataset in known
        if wanted.dataset in (None, dataset)
        for case in _waiting(settings, dataset)
        if wanted.place in (None, case.place, settings.iris.key(case.place))
    ]
    return sorted(found, key=lambda case: (_ORDER[case.kind], case.dataset))


_Version = tuple[int, int, int]


def _version(path: Path) -> _Version | None:
    """Tell apart what a file holds, which is always written anew as a whole; None if there is none."""
    try:
        about = path.stat()
    except FileNotFoundError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino


def _waiting(settings: Settings, dataset: str) -> Sequence[Case]:
    """List the cases of a dataset, as its files are now."""
    files = proposals.path_of(settings, dataset), link_path(settings, dataset)
    return _read(dataset, settings.root, *files, *map(_version, files))


@lru_cache(maxsize=8)
def _read(
    dataset: str, root: Path, proposed: Path, links: Path, found: _Version | None, said: _Version | None
) -> Sequence[Case]:
    rows = read_mappings(links, root=root).mappings if said else ()
    return _cases(dataset, _proposals(proposed, found), rows)


@lru_cache(maxsize=8)
def _proposals(path: Path, _version: _Version | None) -> Sequence[Proposal]:
    return tuple(proposals.read_proposals(path))


def _cases(dataset: str, proposed: Iterable[Proposal], rows: Sequence[Mapping]) -> list[Case]:
    """List the cases of a dataset: of what is proposed by place, the best candidate first, then of rows."""
    by_pair = {row.pair: row for row in rows}
    found = {each.pair: each for proposal in proposed for each in _proposed(proposal, by_pair)}
    for pair, row in by_pair.items():
        if not is_reviewed(row) and pair not in found:
            found[pair] = Case(Kind.UNREVIEWED, dataset, *pair, row.predicate, row)
    cases, links = _by(found.values(), "place"), _by(rows, "subject")
    return [
        replace(
            case,
            others=tuple(row for row in links.get(case.place, ()) if row.object != case.object),
            rivals=tuple(each for each in cases[case.place] if each is not case),
        )
        for case in found.values()
    ]


def _proposed(proposal: Proposal, rows: dict[tuple[str, str], Mapping]) -> Iterator[Case]:
    if proposal.verdict not in _KINDS:
        return
    most = 1 if proposal.verdict is Verdict.CLEAR else len(proposal.candidates)
    for candidate in proposal.candidates[:most]:
        row = rows.get((proposal.place, candidate.iri))
        if row is None or not is_reviewed(row):
            yield Case(
                _KINDS[proposal.verdict],
                proposal.dataset,
                proposal.place,
                candidate.iri,
                candidate.relation,
                row,
                candidate,
                proposal,
            )


_Item = TypeVar("_Item", Case, Mapping)


def _by(items: Iterable[_Item], name: str) -> dict[str, list[_Item]]:
    found: dict[str, list[_Item]] = {}
    for item in items:
        found.setdefault(getattr(item, name), []).append(item)
    return found


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
