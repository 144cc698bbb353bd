"""What can go wrong, as one tree.

KoryuError: a user's mistake or bad data; the command line prints it in one line and exits 1.
  ProjectError: the project directory or its settings.
  DataError: a table or its metadata; begins with ``path:line:column``.
  SheetError: a file to import; begins with a place in it, such as ``partners.xlsx:Sheet1!C7``.
  OntologyError: a file of the ontology or of shapes cannot be read.
  QueryError: a stored query, its header, or a parameter.
  EndpointError: a remote SPARQL endpoint, a cluster, or a store of files.
    UnansweredError: it gave no answer, or not the whole; less, or another time, may do better.
      DeferredError: it asks to come back later than anybody waits.
  AuditError: the text to audit cannot be used.
  Faults: several errors at once, one line each.

Anything else that is raised is a bug and stays loud.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class KoryuError(Exception):
    """A mistake that its message lets a user mend: ``where: what is wrong; what is allowed``."""


class ProjectError(KoryuError):
    """The project directory or its settings are wrong."""


@dataclass(frozen=True)
class Cell:
    """A place in a table: the file, its line counted from 1, and the name of the column if there is one."""

    path: str
    line: int
    column: str | None = None

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column or ''}".removesuffix(":")


class DataError(KoryuError):
    """A table or its metadata is malformed; ``cell`` says where, ``problem`` what.

    Its message reads ``data/x/counts.csv:4:count "1,304" is not an integer; write 1304``.
    """

    def __init__(self, cell: Cell, problem: str) -> None:
        super().__init__(f"{cell} {problem}" if cell.column else f"{cell}: {problem}")
        self.cell = cell
        self.problem = problem

    def __reduce__(self) -> tuple[type[DataError], tuple[Cell, str]]:
        return type(self), (self.cell, self.problem)


class SheetError(KoryuError):
    """A file to import is not what can be taken in; begins with its place, as its program calls it."""


class OntologyError(KoryuError):
    """A file of the ontology or of shapes cannot be read."""


class QueryError(KoryuError):
    """A stored query, its header, or a parameter is wrong."""


class EndpointError(KoryuError):
    """A remote SPARQL endpoint, a cluster or a store of files did not answer as it should."""


class UnansweredError(EndpointError):
    """An endpoint gave no answer or not the whole of it, which it may if it is asked for less, or later."""


class DeferredError(UnansweredError):
    """An endpoint asks to come back later than is waited for; until then it is not asked again."""


class AuditError(KoryuError):
    """The text to audit cannot be used."""


class Faults(KoryuError):
    """Several errors at once; its message has one line for each."""

    def __init__(self, faults: Iterable[KoryuError]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
