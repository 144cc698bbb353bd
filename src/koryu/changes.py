"""What changed from each build to the next: a log of the last builds, kept beside them.

It is no part of a build, whose bytes depend on its input alone. To lose it is to lose history, nothing else;
so a log that cannot be written or read stops neither a build nor a server.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from koryu.iris import Iris
from koryu.rdf.ntriples import Triple, is_iri, read_statement, value
from koryu.rebasing import Rebasing
from koryu.settings import Settings

KEPT: Final = 50  # steps from one build to the next
_THINGS: Final = 200  # of a step that are told
_STATEMENTS: Final = 40  # of a thing that are told, of those added and of those removed
_LINES: Final = 100_000  # that differ, and are looked at
_FOLDER: Final = ".changes"  # beside the builds


@dataclass(frozen=True)
class Change:
    """What changed of a thing, given by its IRI, and of its parts.

    ``is_new``, ``is_gone``: nothing was, or is, said of it. ``more``: statements changed that are not told.
    """

    thing: str
    is_new: bool
    is_gone: bool
    added: tuple[Triple, ...]
    removed: tuple[Triple, ...]
    more: int = 0


@dataclass(frozen=True)
class Step:
    """From one build to the next: when it was built, its digest, and what changed.

    ``count``: things that changed; ``changes`` tells the first of them.
    """

    built: datetime.datetime
    build: str
    count: int
    changes: tuple[Change, ...]


def record(before: Path, after: Path, settings: Settings) -> None:
    """Write to the log what changed from the folder of one build to that of the next."""
    with contextlib.suppress(OSError, ValueError):  # ValueError: the build before is damaged
        if step := compare(before, after, settings.iris):
            _write(step, settings.builds / _FOLDER)


def read_log(settings: Settings) -> list[Step]:
    """Read the steps of the last builds, the newest first."""
    files = sorted((settings.builds / _FOLDER).glob("*.json"), reverse=True)
    return [step for file in files if (step := _read(file))]


def copy_log(source: Settings, target: Settings, rebasing: Rebasing) -> None:
    """Copy the log for a mirror, below its own base."""
    with contextlib.suppress(OSError):
        (target.builds / _FOLDER).mkdir()
        for file in (source.builds / _FOLDER).glob("*.json"):
            (target.builds / _FOLDER / file.name).write_bytes(rebasing.text(file.read_bytes()))


def compare(before: Path, after: Path, iris: Iris) -> Step | None:
    """Compare two builds; None if they say the same."""
    found = _by_thing(islice(_differences(before / "koryu.nq", after / "koryu.nq"), _LINES), iris)
    if not found:
        return None
    some = dict(sorted(found.items())[:_THINGS])
    was, is_ = (_spoken_of(folder / "koryu.nq", set(some)) for folder in (before, after))
    changes = tuple(_change(thing, net, thing not in was, thing not in is_) for thing, net in some.items())
    seconds = int((after / "SHA256SUMS").stat().st_mtime)
    built = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return Step(built, after.name[:16], len(found), changes)


def _change(thing: str, net: Counter[Triple], is_new: bool, is_gone: bool) -> Change:
    added = sorted(triple for triple, count in net.items() if count > 0)
    removed = sorted(triple for triple, count in net.items() if count < 0)
    told = min(len(added), _STATEMENTS) + min(len(removed), _STATEMENTS)
    more = len(added) + len(removed) - told
    return Change(thing, is_new, is_gone, tuple(added[:_STATEMENTS]), tuple(removed[:_STATEMENTS]), more)


def _by_thing(differences: Iterable[tuple[int, str]], iris: Iris) -> dict[str, Counter[Triple]]:
    """Gather what came and went by thing; what only went from one graph to another did neither."""
    found: defaultdict[str, Counter[Triple]] = defaultdict(Counter)
    for sign, line in differences:
        quad = read_statement(line)
        if quad and is_iri(quad[0][0]):
            found[_whole(value(quad[0][0]), iris)][quad[0]] += sign
    return {thing: net for thing, net in found.items() if any(net.values())}


def _whole(subject: str, iris: Iris) -> str:
    """The thing that a subject is, or is a part of."""
    return subject.partition("#")[0] if iris.is_thing(subject) else subject


def _differences(before: Path, after: Path) -> Iterator[tuple[int, str]]:
    """List the lines that one of two sorted files has alone: -1 for the first, 1 for the second."""
    with before.open("rb") as olds, after.open("rb") as news:
        old, new = next(olds, None), next(news, None)
        while old is not None or new is not None:
            if old == new:
                old, new = next(olds, None), next(news, None)
            elif new is None or (old is not None and _place(old) < _place(new)):
                yield -1, (old or b"").decode().rstrip("\n")
                old = next(olds, None)
            else:
                yield 1, new.decode().rstrip("\n")
                new = next(news, None)


def _place(line: bytes) -> tuple[bytes, bytes]:
    """Where a line stands among the sorted: by graph, then by statement."""
    statement, _, graph = line.rpartition(b" <")
    return graph, statement


def _spoken_of(path: Path, things: set[str]) -> set[str]:
    """Find the things that a file has statements about."""
    wanted = {f"<{thing}>".encode(): thing for thing in things}
    with path.open("rb") as lines:
        return {wanted[subject] for line in lines if (subject := line.partition(b" ")[0]) in wanted}


def _write(step: Step, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    name = f"{step.built:%Y%m%dT%H%M%SZ}-{step.build}.json"
    temporary = folder / f".new-{os.getpid()}"
    temporary.write_text(json.dumps(asdict(step), default=str, ensure_ascii=False), "utf-8")
    temporary.replace(folder / name)
    for old in sorted(folder.glob("*.json"))[:-KEPT]:
        old.unlink(missing_ok=True)


def _read(file: Path) -> Step | None:
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        found = json.loads(file.read_text("utf-8"))
        changes = tuple(_read_change(each) for each in found["changes"])
        built = datetime.datetime.fromisoformat(found["built"])
        return Step(built, str(found["build"]), int(found["count"]), changes)
    return None


def _read_change(found: Mapping[str, Any]) -> Change:
    added, removed = (tuple((s, p, o) for s, p, o in found[name]) for name in ("added", "removed"))
    is_new, is_gone = bool(found["is_new"]), bool(found["is_gone"])
    return Change(str(found["thing"]), is_new, is_gone, added, removed, int(found["more"]))
