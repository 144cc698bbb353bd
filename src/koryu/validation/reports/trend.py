"""What has changed since a build before: results that are new, gone or still there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from koryu.errors import Cell
from koryu.shacl.results import SEVERITIES, Report, rank

NAME: Final = "report.json"  # of the report in the folder of a build


@dataclass(frozen=True)
class Past:
    """A result of a build before, as its report tells of it."""

    digest: str
    severity: str
    focus: str
    messages: Mapping[str, str]
    cell: Cell | None


@dataclass(frozen=True)
class Trend:
    """Digests of the results that are ``new`` and ``standing``; those that are ``gone``.

    ``when``: the time of the build before. ``counts``: how many results of each severity it had.
    """

    when: datetime
    counts: Mapping[str, int]
    new: frozenset[str]
    standing: frozenset[str]
    gone: tuple[Past, ...]


def read_trend(builds: Path, report: Report) -> Trend | None:
    """Compare a report with that of the newest build whose results are others, else with the newest.

    Where the tables have not changed since the last build, that one would have nothing to tell.
    """
    now = frozenset(result.digest for result in report.results)
    found = list(_reports(builds))
    if not found:
        return None
    when, past = next((each for each in found if {one.digest for one in each[1]} != now), found[0])
    before = {one.digest for one in past}
    counts = {name: sum(rank(one.severity) == place for one in past) for place, name in enumerate(SEVERITIES)}
    gone = tuple(one for one in past if one.digest not in now)
    return Trend(when, counts, now - before, now & before, gone)


def _reports(builds: Path) -> Iterator[tuple[datetime, list[Past]]]:
    """The reports of the builds that are kept, the newest first; one that cannot be compared is left out."""
    paths = [path for path in builds.glob(f"*/{NAME}") if not path.parent.name.startswith(".")]
    for path in sorted(paths, key=lambda path: path.stat().st_mtime, reverse=True):
        results = json.loads(path.read_text("utf-8"))["results"]
        if all("digest" in result for result in results):
            when = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            yield when, [_past(result) for result in results]


def _past(result: Mapping[str, Any]) -> Past:
    cell = Cell(result["file"], result["line"], result["column"]) if result["file"] else None
    return Past(result["digest"], result["severity"], result["focus"], result["messages"], cell)
