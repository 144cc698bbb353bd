"""Pages of an answer: some of its rows, and where the others are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from koryu.queries.results import ResultTable


@dataclass(frozen=True)
class Page:
    """At most ``limit`` rows, all if it is None, after the first ``offset`` rows."""

    limit: int | None = None
    offset: int = 0

    def of(self, result: ResultTable) -> ResultTable:
        """Take this page of an answer; of a graph, the triples of its rows."""
        rows = slice(self.offset, None if self.limit is None else self.offset + self.limit)
        graph = None if result.graph is None else result.graph[rows]
        return replace(result, cells=result.cells[rows], terms=result.terms[rows], graph=graph)

    def others(self, total: int) -> Iterator[tuple[str, Page]]:
        """Name the pages to go to from here, by relations of links: https://www.rfc-editor.org/rfc/rfc8288."""
        if self.limit is None:
            return
        last = (total - 1) // self.limit * self.limit if total else 0
        yield "first", Page(self.limit)
        if self.offset:
            yield "prev", Page(self.limit, max(0, min(self.offset - self.limit, last)))
        if self.offset + self.limit < total:
            yield "next", Page(self.limit, self.offset + self.limit)
        yield "last", Page(self.limit, last)


WHOLE: Final = Page()
