"""Checks: stored queries that find what is wrong, each named as the fault it finds.

A check is a SELECT in a file ``<fault>.rq``. Its header says what the fault is, and to whom::

    #+ summary: Which places have no label?
    #+ rule: P-1
    #+ columns: [place, source]
    #+ message:
    #+   en: A place must have a label; ...

The first column is the thing at fault. The checks of a folder see one graph, the union of all, after the
update ``normalise.ru`` of the same folder. The integrity constraints of data cubes need that:
https://www.w3.org/TR/vocab-data-cube/#wf
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from koryu.errors import QueryError
from koryu.printable import one_line
from koryu.queries.header import read_header_tree
from koryu.queries.yamltree import Node
from koryu.textfiles import decode

NORMALISE: Final = "normalise.ru"
_FIELDS = ("summary", "description", "rule", "columns", "message")
_REQUIRED = ("summary", "rule", "columns", "message")
_PLACE = re.compile(r"error at (?P<line>[0-9]+):[0-9]+: (?P<problem>.*)", re.DOTALL)  # as pyoxigraph says it


@dataclass(frozen=True)
class CheckHeader:
    """What a check says of itself; ``message`` is by language tag, ``line`` is where the columns stand."""

    summary: str
    rule: str
    columns: tuple[str, ...]
    message: Mapping[str, str]
    line: int


@dataclass(frozen=True)
class CheckFinding:
    """One thing at fault.

    ``thing`` and the values of ``columns`` (the further ones; unbound ones are left out) are terms as
    N-Triples text.
    """

    check: str
    rule: str
    thing: str
    columns: Mapping[str, str]
    message: Mapping[str, str]


def run_checks(store: ox.Store, folder: Path) -> list[CheckFinding]:
    """Run every check of a folder, in the order of their names, on a normalised copy of the store.

    Raises:
        QueryError: A check, its header or ``normalise.ru`` is missing or wrong; starts with ``path:line``.
    """
    copy = _copy(store)
    _normalise(copy, folder / NORMALISE)
    return [finding for path in sorted(folder.glob("*.rq")) for finding in _findings(copy, path)]


def read_header(path: Path) -> CheckHeader:
    """Read the header of a check.

    Raises:
        QueryError: It is missing, malformed or lacks a field; starts with ``path:line``.
    """
    root = read_header_tree(_read(path), str(path))
    fields = root.fields("the header", _FIELDS)
    if missing := [name for name in _REQUIRED if name not in fields]:
        raise root.fault(f"the header has no {missing[0]}; it must have {', '.join(_REQUIRED)}")
    return CheckHeader(
        fields["summary"].text("summary"),
        fields["rule"].text("rule"),
        _columns(fields["columns"]),
        {tag: text.text(f"message {tag}") for tag, text in fields["message"].fields("message").items()},
        fields["columns"].line,
    )


def _read(path: Path) -> str:
    return decode(path.read_bytes(), str(path), QueryError)


def _columns(node: Node) -> tuple[str, ...]:
    columns = tuple(column.text("a column") for column in node.items("columns"))
    if not columns:
        raise node.fault("columns is empty; its first must be the thing at fault")
    return columns


def _copy(store: ox.Store) -> ox.Store:
    everything = store.query("CONSTRUCT WHERE { ?s ?p ?o }", use_default_graph_as_union=True)
    assert isinstance(everything, ox.QueryTriples)
    copy = ox.Store()
    copy.load(everything.serialize(format=ox.RdfFormat.N_TRIPLES), ox.RdfFormat.N_TRIPLES)
    return copy


def _normalise(copy: ox.Store, path: Path) -> None:
    try:
        copy.update(_read(path))
    except FileNotFoundError:
        raise QueryError(
            f"{path}: no such file; the checks of a folder need one, which may be empty"
        ) from None
    except (SyntaxError, RuntimeError, OSError) as error:
        raise _fault(path, error) from None


def _findings(copy: ox.Store, path: Path) -> Iterator[CheckFinding]:
    header = read_header(path)
    for solution in _solutions(copy, path, header):
        thing, *others = (None if term is None else str(term) for term in solution)
        if thing is None:
            raise QueryError(f"{path}:{header.line}: {header.columns[0]} is unbound in a row; it must not be")
        columns = {
            name: term for name, term in zip(header.columns[1:], others, strict=True) if term is not None
        }
        yield CheckFinding(path.stem, header.rule, thing, columns, header.message)


def _solutions(copy: ox.Store, path: Path, header: CheckHeader) -> list[ox.QuerySolution]:
    try:
        answer = copy.query(_read(path))
        if not isinstance(answer, ox.QuerySolutions):
            raise QueryError(f"{path}: the check is not a SELECT")
        _compare(path, header, tuple(variable.value for variable in answer.variables))
        return list(answer)
    except (SyntaxError, RuntimeError, OSError) as error:
        raise _fault(path, error) from None


def _compare(path: Path, header: CheckHeader, selected: tuple[str, ...]) -> None:
    if selected != header.columns:
        raise QueryError(
            f"{path}:{header.line}: the columns of the header are {', '.join(header.columns)}, "
            f"but the query selects {', '.join(selected)}; write the same in both"
        )


def _fault(path: Path, error: Exception) -> QueryError:
    place = _PLACE.fullmatch(str(error))
    where, problem = (f"{path}:{place['line']}", place["problem"]) if place else (str(path), str(error))
    return QueryError(f"{where}: it cannot be run: {one_line(problem)}")
