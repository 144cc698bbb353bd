"""What a run of ``koryu link`` found, kept until somebody decides: for each place its candidates, scored.

They stand in the work folder of the project, a file of JSON lines for each dataset, sorted by place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from koryu.errors import Cell, DataError
from koryu.matching.places import NameKind, Place, PlaceName
from koryu.matching.scores import Verdict
from koryu.settings import Settings
from koryu.sssom.mappings import EXACT
from koryu.textfiles import write_whole

_SUFFIX: Final = ".jsonl"
_KINDS: Final = {each.value: each for each in NameKind}


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


def path_of(settings: Settings, dataset: str) -> Path:
    """The file that keeps the proposals of a dataset."""
    return settings.proposals / f"{dataset}{_SUFFIX}"


def datasets_of(settings: Settings) -> list[str]:
    """List the datasets that have proposals."""
    return sorted(each.name.removesuffix(_SUFFIX) for each in settings.proposals.glob(f"*{_SUFFIX}"))


def write_proposals(path: Path, proposals: Iterable[Proposal]) -> None:
    """Write proposals, sorted by place, in place of what the file holds; all of them or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [_line(each) for each in sorted(proposals, key=lambda each: each.place)]
    write_whole(path, "".join(lines))


def read_proposals(path: Path) -> list[Proposal]:
    """Read the proposals of a file; none if there is no file.

    Raises:
        DataError: A line is no proposal.
    """
    if not path.is_file():
        return []
    lines = path.read_text("utf-8", "replace").split("\n")
    return [_proposal(line, Cell(str(path), n)) for n, line in enumerate(lines, 1) if line]


def describe(place: Place) -> dict[str, Any]:
    """Write what a dataset says of a place as JSON."""
    return {
        "iri": place.iri,
        "names": list(map(_described_name, place.names)),
        "country": place.country,
        "level": place.level,
        "type": place.type,
        "codes": {scheme: sorted(place.codes[scheme]) for scheme in sorted(place.codes)},
        "point": list(place.point) if place.point else None,
        "parents": list(place.parents),
        "since": _told(place.since),
        "until": _told(place.until),
        "relation": place.relation,
    }


def _described_name(name: PlaceName) -> dict[str, str | None]:
    return {"text": name.text, "language": name.language, "kind": name.kind.value, "until": _told(name.until)}


def read_description(found: Mapping[str, Any]) -> Place:
    """Read what a dataset says of a place; the reverse of ``describe``."""
    point = found.get("point")
    return Place(
        iri=found["iri"],
        names=tuple(_name(each) for each in found["names"]),
        country=found.get("country"),
        level=found.get("level"),
        type=found.get("type"),
        codes={scheme: frozenset(codes) for scheme, codes in found.get("codes", {}).items()},
        point=(float(point[0]), float(point[1])) if point else None,
        parents=tuple(found.get("parents", ())),
        since=_day(found.get("since")),
        until=_day(found.get("until")),
        relation=found.get("relation", EXACT),
    )


def _name(found: Mapping[str, Any]) -> PlaceName:
    kind = _KINDS[found.get("kind", NameKind.LABEL)]
    return PlaceName(found["text"], found.get("language"), kind, _day(found.get("until")))


def _told(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _json(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, default=date.isoformat)


def _line(proposal: Proposal) -> str:
    return f"{_json(asdict(proposal))}\n"


def _proposal(line: str, cell: Cell) -> Proposal:
    try:
        found = json.loads(line)
        found["verdict"] = Verdict(found["verdict"])
        found["candidates"] = tuple(_candidate(each) for each in found["candidates"])
        found["asked"] = date.fromisoformat(found["asked"])
        return Proposal(**found)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise DataError(cell, "is no proposal of 'koryu link'; delete the file, and run it again") from None


def _candidate(found: dict[str, Any]) -> Candidate:
    features = {name: (float(score), str(words)) for name, (score, words) in found["features"].items()}
    read_description(found["described"])
    changed = {"features": features, "contradictions": tuple(found["contradictions"])}
    return Candidate(**{**found, **changed})
