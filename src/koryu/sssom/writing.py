"""Writing a file of mappings, so that one decision changes one line, and that no decision is lost.

A file is written beside the old one and put in its place at once; a lock of its folder lets one after the
other read, change and write it.
"""

from __future__ import annotations

import csv
import fcntl
import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from koryu.errors import Cell, DataError, Faults, ProjectError
from koryu.sssom.curies import BUILT_IN, Curies
from koryu.sssom.header import ID, LICENSE, OBJECT_SOURCE, SUBJECT_SOURCE, TITLE, make_header
from koryu.sssom.mappings import Mapping
from koryu.sssom.reading import MappingSet, Row, faults_among, read_mappings
from koryu.sssom.slots import COLUMNS, PROPAGATED, cells_of, mapping_of

_WEB: Final = {"web": "https://", "web-http": "http://"}  # prefixes for what has no better one


@dataclass(frozen=True, kw_only=True)
class Description:
    """What the header of a new file says of it.

    ``id``, ``license``, ``subject_source``, ``object_source``: IRIs of the set, its licence, and the two
    datasets. ``prefixes``: namespaces by the prefix that IRIs are written with.
    """

    id: str
    title: str
    license: str
    subject_source: str
    object_source: str
    prefixes: dict[str, str] = field(default_factory=dict)


def make_set(description: Description) -> MappingSet:
    """Make an empty set."""
    sources = {SUBJECT_SOURCE: description.subject_source, OBJECT_SOURCE: description.object_source}
    prefixes = {prefix: BUILT_IN[prefix] for prefix in ("semapv", "skos")}
    prefixes |= {
        name: of for name, of in _WEB.items() if any(each.startswith(of) for each in sources.values())
    }
    curies = Curies(prefixes)  # other tools read datasets so only
    slots = {name: curies.contract(source) or source for name, source in sources.items()}
    slots |= {ID: description.id, TITLE: description.title, LICENSE: description.license}
    return MappingSet(make_header(slots, prefixes), COLUMNS, ())


def decide(path: Path, mapping: Mapping, description: Description, *, root: Path | None = None) -> MappingSet:
    """Put a decision into a file, in place of what it said of the same pair; make the file if there is none.

    Args:
        path: The file, such as ``data/links/wikidata.sssom.tsv``.
        mapping: The decision.
        description: The header of a new file; its prefixes are added to an old one where it lacks them.
        root: The folder that messages show the path from.

    Returns:
        The set as it is now.

    Raises:
        Faults: The file is malformed, or the decision contradicts another: a DataError for each fault.
        ProjectError: The file cannot be written.
    """
    return decide_all(path, [mapping], description, root=root)


def decide_all(
    path: Path, decisions: Iterable[Mapping], description: Description, *, root: Path | None = None
) -> MappingSet:
    """Put several decisions into a file, all or none; see ``decide``."""

    return change(
        path, lambda found: with_decisions(found, decisions, description.prefixes), description, root=root
    )


def change(
    path: Path,
    make: Callable[[MappingSet], MappingSet],
    description: Description,
    *,
    root: Path | None = None,
) -> MappingSet:
    """Change a file while nobody else does: ``make`` makes the new set of the one that is there.

    What ``make`` raises leaves the file as it was. See ``decide``.
    """
    with _locked(path):
        found = read_mappings(path, root=root) if path.exists() else _new(path, description, root)
        return _written(path, make(found))


def _new(path: Path, description: Description, root: Path | None) -> MappingSet:
    return replace(make_set(description), shown=str(path.relative_to(root) if root else path))


def withdraw(path: Path, subject: str, object_: str, *, root: Path | None = None) -> MappingSet:
    """Take what a file says of a pair out of it, as if nobody had decided."""
    with _locked(path):
        return _written(path, without(read_mappings(path, root=root), subject, object_))


def without(found: MappingSet, subject: str, object_: str) -> MappingSet:
    """Take what a set says of a pair out of it."""
    kept = tuple(row for row in found.rows if row.mapping.pair != (subject, object_))
    return replace(found, rows=kept)


def write_mappings(path: Path, found: MappingSet) -> None:
    """Write a set to a file, sorted.

    Raises:
        ProjectError: The file cannot be written.
    """
    with _locked(path):
        _written(path, found)


def with_decision(found: MappingSet, mapping: Mapping, prefixes: dict[str, str]) -> MappingSet:
    """Put a decision into a set; see ``with_decisions``."""
    return with_decisions(found, [mapping], prefixes)


def with_decisions(found: MappingSet, decisions: Iterable[Mapping], prefixes: dict[str, str]) -> MappingSet:
    """Put decisions into a set, each in place of what it said of the same pair.

    Raises:
        Faults: One contradicts another, or an IRI has no prefix.
    """
    decisions = list(decisions)
    found = _with_room(found, _needed(found, decisions, prefixes))
    try:
        written = [cells_of(mapping, found.header.curies) for mapping in decisions]
    except ValueError as error:
        raise Faults([DataError(Cell(found.shown, 1, "curie_map"), str(error))]) from None
    found = _with_columns(found, {name for cells in written for name, text in cells.items() if text})
    rows = {row.mapping.pair: row for row in found.rows}
    for cells in written:
        mapping = mapping_of(cells, found.header.curies)  # as it will be read
        old = rows.get(mapping.pair)
        kept = {**dict.fromkeys(found.columns, ""), **(old.cells if old else {})}
        rows[mapping.pair] = Row(mapping, {name: cells.get(name, kept[name]) for name in found.columns})
    return _checked(replace(found, rows=tuple(sorted(rows.values(), key=lambda row: row.key))))


def _checked(found: MappingSet) -> MappingSet:
    """Number the rows of a set as its file will, and refuse what they do wrong together."""
    first = len(found.header.lines) + 2
    rows = tuple(replace(row, line=line) for line, row in enumerate(found.rows, first))
    if faults := list(faults_among(rows, found.shown)):
        raise Faults(faults)
    return replace(found, rows=rows)


def _needed(found: MappingSet, decisions: Iterable[Mapping], prefixes: dict[str, str]) -> dict[str, str]:
    """Choose the prefixes that IRIs of decisions are written with, of those that the set does not have."""
    iris = {iri for each in decisions for iri in (*each.pair, each.author, each.reviewer) if iri}
    known = found.header.curies.prefixes.values()
    return {
        prefix: of
        for prefix, of in prefixes.items()
        if of not in known and any(iri.startswith(of) for iri in iris)
    }


def _with_room(found: MappingSet, prefixes: dict[str, str]) -> MappingSet:
    """Give a set these prefixes, and each row what stands for it in the header."""
    common = {name: text for name in PROPAGATED if (text := found.header.text(name))}
    header = found.header.without(common).with_prefixes(prefixes)
    return _with_columns(replace(found, header=header), common, common)


def _with_columns(
    found: MappingSet, names: Iterable[str], common: dict[str, str] | None = None
) -> MappingSet:
    """Give a set columns that it lacks, and each row what is ``common`` to all."""
    columns = _ordered(found.columns, names)
    if columns == found.columns and not common:
        return found
    rows = (
        replace(row, cells={**dict.fromkeys(columns, ""), **row.cells, **(common or {})}, text=None)
        for row in found.rows
    )
    return replace(found, columns=columns, rows=tuple(rows))


def _ordered(columns: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    """Put further columns where the specification has them: each behind the one that it follows there."""
    found = list(columns)
    for name in sorted(set(more) - set(columns), key=COLUMNS.index):
        before = [each for each in COLUMNS[: COLUMNS.index(name)] if each in found]
        found.insert(found.index(before[-1]) + 1 if before else 0, name)
    return tuple(found)


def text_of(found: MappingSet) -> str:
    """Write a set as the text of its file; a row that nobody changed stays as it was written."""
    lines = [f"#{line}" for line in found.header.lines] + [_line(found.columns)]
    for row in sorted(found.rows, key=lambda row: row.key):
        lines.append(row.text or _line([row.cells.get(column, "") for column in found.columns]))
    return "".join(f"{line}\n" for line in lines)


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="").writerow(cells)
    return text.getvalue()


def _written(path: Path, found: MappingSet) -> MappingSet:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.write(text_of(found))
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ProjectError(f"{path}: cannot be written: {error.strerror}; it stays as it was") from None
    return found


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the folder of a file for one that changes it; others wait."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = os.open(path.parent, os.O_RDONLY)
    except OSError as error:
        raise ProjectError(f"{path}: cannot be written: {error.strerror}") from None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
