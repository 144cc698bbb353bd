"""What answers queries: the store on disk, or anything else that is an ``Engine``.

A query sees the union of all graphs as its default graph, unless it names its graphs with FROM.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import pyoxigraph as ox

from koryu.errors import ProjectError, QueryError
from koryu.printable import one_line
from koryu.rdf.ntriples import Triple
from koryu.stores.sparql import asking_nobody, asks_others, has_dataset, unordered

Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Solutions:
    """The answer to a SELECT: one row per solution, its terms as N-Triples text, None where unbound."""

    columns: tuple[str, ...]
    rows: list[Row]

    def distinct(self, columns: Sequence[str] | None = None) -> Solutions:
        """Take each row once, of these columns, else of all."""
        columns = columns or self.columns
        places = [self.columns.index(name) for name in columns]
        rows = dict.fromkeys(tuple(row[place] for place in places) for row in self.rows)
        return Solutions(tuple(columns), list(rows))


class Engine(Protocol):
    """Answers SPARQL 1.1 queries.

    Raises:
        QueryError: The query is malformed, or not of the form that was asked for.
        EndpointError: A remote engine did not answer as it should.
    """

    def select(self, query: str) -> Solutions:
        """Answer a SELECT."""
        ...

    def select_all(self, query: str, columns: Sequence[str] | None = None) -> Solutions:
        """Answer a SELECT with all its rows, each once, in no order; of these columns, else of all."""
        ...

    def construct(self, query: str) -> list[Triple]:
        """Answer a CONSTRUCT or a DESCRIBE: each triple once, in no order."""
        ...


class LocalStore:
    """A store on disk, opened for reading only, so that any number of programs may share it."""

    def __init__(self, path: Path) -> None:
        """Open the store that a build has written.

        Raises:
            ProjectError: It cannot be opened.
        """
        try:
            self._store = ox.Store.read_only(str(path))
        except (OSError, RuntimeError) as error:  # RuntimeError: its files are damaged
            problem = one_line(str(error))
            raise ProjectError(f"{path}: cannot be opened: {problem}; run 'koryu build'") from None

    @classmethod
    def around(cls, store: ox.Store) -> Self:
        """Make an engine of a store that is open already."""
        engine = cls.__new__(cls)
        engine._store = store
        return engine

    def select(self, query: str) -> Solutions:
        """Answer a SELECT."""
        with _faults():
            answer = self._query(query)
            if not isinstance(answer, ox.QuerySolutions):
                raise QueryError("the query is not a SELECT")
            columns = tuple(variable.value for variable in answer.variables)
            return Solutions(columns, [tuple(map(_text, solution)) for solution in answer])

    def select_all(self, query: str, columns: Sequence[str] | None = None) -> Solutions:
        """Answer a SELECT with all its rows, each once; of these columns, else of all."""
        return self.select(unordered(query)).distinct(columns)

    def construct(self, query: str) -> list[Triple]:
        """Answer a CONSTRUCT or a DESCRIBE."""
        with _faults():
            answer = self._query(query)
            if not isinstance(answer, ox.QueryTriples):
                raise QueryError("the query is not a CONSTRUCT")
            return list({(str(s), str(p), str(o)) for s, p, o in answer})

    def _query(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        if asks_others(query):  # pyoxigraph would, and wait for ever
            raise QueryError("SERVICE would ask another endpoint, which no store does; ask that one yourself")
        # pyoxigraph lets the union replace the graphs of a FROM, so it is asked for only where there is none
        return self._store.query(query, use_default_graph_as_union=not has_dataset(query))


def check_syntax(query: str) -> tuple[str, ...] | None:
    """Parse a query without running it.

    Returns:
        The columns of a SELECT in the order of its projection; None for a CONSTRUCT or a DESCRIBE.

    Raises:
        QueryError: The query is malformed.
    """
    with _faults():
        answer = ox.Store().query(asking_nobody(query))
        return (
            tuple(each.value for each in answer.variables) if isinstance(answer, ox.QuerySolutions) else None
        )


def _text(term: object) -> str | None:
    return None if term is None else str(term)


@contextmanager
def _faults() -> Iterator[None]:
    """Tell a malformed query from a bug: pyoxigraph raises built-in errors for both."""
    try:
        yield
    except (SyntaxError, RuntimeError, OSError) as error:
        raise QueryError(one_line(f"the query cannot be run: {error}")) from None
