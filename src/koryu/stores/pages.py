"""All rows of a query from an engine that gives only so many at once, with proof that none is missing.

The different rows are counted, then taken by pages of one order. They are whole if as many different rows
came as were counted, each page begins with the row that the page before it ended with, and none comes after
the last. What changes between two requests may pass unseen, if it leaves all that as it was.

The order stands in a sub-SELECT, the page outside of it: Virtuoso sorts no further than ``MaxSortedTopRows``
where both stand together (its error SR353). It is an order of the terms themselves: keys such as STR(?x) may
be longer than the 1900 bytes that Virtuoso sorts by, and a dozen of them make it crash. Where an engine takes
different terms for equal, their order may change between two pages; then the proof fails.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from koryu.errors import QueryError
from koryu.rdf.ntriples import value
from koryu.stores.local import Row, Solutions, check_syntax
from koryu.stores.sparql import form, has_dataset, split_prologue

PAGE: Final = 10_000  # rows that are asked for at once; an engine may give fewer
MOST_ROWS: Final = 1_000_000
MOST_PAGES: Final = 1_000

Ask = Callable[[str, bool], Solutions]  # a query, and whether others like it have been answered


class Incomplete(Exception):
    """The rows that came are not all rows, or are not known to be."""


@dataclass(frozen=True)
class Listing:
    """The different rows of a SELECT, to be counted and to be taken by pages."""

    prologue: str
    rows: str
    columns: tuple[str, ...]

    def count(self) -> str:
        """Write the query that counts the rows."""
        return f"{self.prologue}SELECT (COUNT(*) AS ?rows_in_all) WHERE {{ {{ {self.rows} }} }}"

    def page(self, offset: int) -> str:
        """Write the query for the rows from ``offset`` on."""
        columns = _projection(self.columns)
        ordered = f"{self.rows} ORDER BY {columns}"
        return f"{self.prologue}SELECT {columns} WHERE {{ {{ {ordered} }} }} LIMIT {PAGE} OFFSET {offset}"


def make_listing(query: str, columns: Sequence[str] | None = None) -> Listing:
    """Make a listing of a SELECT: of these columns of it, else of all that it projects.

    Raises:
        QueryError: The query cannot stand inside of another, or its columns cannot be read from it.
    """
    if form(query) != "SELECT":
        raise QueryError("the query is not a SELECT")
    if has_dataset(query):
        raise QueryError("a query that is taken by pages cannot say FROM; name the graph to the endpoint")
    prologue, select = split_prologue(query)
    names = tuple(columns or check_syntax(query) or ())
    # a comment may end the query, so that what follows needs a line of its own
    return Listing(
        prologue,
        f"SELECT DISTINCT {_projection(names)} WHERE {{ {{ {select}\n}} }}",
        names,
    )


def _projection(columns: Sequence[str]) -> str:
    return " ".join(f"?{name}" for name in columns)


def read_all(listing: Listing, ask: Ask) -> list[Row]:
    """Read all rows of a listing, each once, in no order that means anything.

    Raises:
        Incomplete: Some rows are missing, or may be.
    """
    count = _counted(ask(listing.count(), False).rows)
    rows = ask(listing.page(0), False).rows
    if count > len(rows) or len(rows) >= PAGE:
        rows = _continued(rows, count, lambda offset: ask(listing.page(offset), True).rows)
    if not count == len(rows) == len(set(rows)):
        raise Incomplete(
            f"counts {count} different rows and gives {len(rows)}, of which {len(set(rows))} are different"
        )
    return rows


def _counted(rows: list[Row]) -> int:
    text = value(rows[0][0] or "") if len(rows) == 1 and len(rows[0]) == 1 else ""
    if not text.isdecimal():
        raise Incomplete("does not say how many rows there are when it is asked to count them")
    if int(text) > MOST_ROWS:
        raise Incomplete(f"has {text} rows, more than the {MOST_ROWS} that are taken")
    return int(text)


def _continued(rows: list[Row], count: int, page: Callable[[int], list[Row]]) -> list[Row]:
    """Read the pages after the first, and see that none comes after the last."""
    rows = list(rows)
    for _ in range(MOST_PAGES):
        if len(rows) >= count:
            break
        rows += _further(rows, page(max(len(rows) - 1, 0)), count)
    else:
        raise Incomplete(f"gives {len(rows)} of {count} rows in {MOST_PAGES} answers; it cuts them short")
    if page(len(rows)):
        raise Incomplete(f"counts {count} rows, and gives others after them")
    return rows


def _further(rows: list[Row], page: list[Row], count: int) -> list[Row]:
    if not rows or len(page) < 2:
        raise Incomplete(f"counts {count} rows and gives only {len(rows)}")
    if page[0] != rows[-1]:
        raise Incomplete(f"does not give row {len(rows)} again when it is asked for it")
    return page[1:]
