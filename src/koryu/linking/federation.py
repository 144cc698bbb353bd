"""Queries that ask another endpoint too, with SERVICE: each side is asked by itself, and joined here.

No store of ours follows SERVICE. The group is taken out; what is left gives the terms of the one variable
that both sides share; the group is asked for these, in batches, by the polite client; and what it answers
takes the place of the group, as VALUES, in the query that the store then answers. That gives the answer of
the whole query only if nothing else depends on the group, so any other form is refused:

- there is one SERVICE, not SILENT, with an address, directly in the WHERE group, or in an OPTIONAL of it that
  follows what binds the shared variable;
- it begins with the variable that both sides share, and shares no other with the WHERE group around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from koryu.errors import QueryError, UnansweredError
from koryu.rdf.ntriples import Triple, is_blank
from koryu.stores.local import Engine, Solutions, check_syntax
from koryu.stores.sparql import Token, asks_others, form, has_dataset, split_prologue, tokens

if TYPE_CHECKING:
    from koryu.linking.client import Client

_FORM: Final = (
    "write one SERVICE <address> { ?shared ... }, directly in the WHERE group or in an OPTIONAL of it, "
    "that shares one variable with the rest and begins with it"
)


@dataclass(frozen=True)
class Federated:
    """A query in its parts.

    ``address``: of the endpoint. ``shared``: the variable of both sides. ``columns``: those of the group.
    ``before``, ``after``: the text around it. ``local``: asks for the shared terms. ``remote``: asks the
    endpoint, with a hole for these.
    """

    address: str
    shared: str
    columns: tuple[str, ...]
    before: str
    after: str
    local: str
    remote: str

    def joined(self, rows: Sequence[Sequence[str | None]]) -> str:
        """Write the query with what the endpoint answered in place of its group."""
        names = " ".join(f"?{name}" for name in self.columns)
        lines = "".join(f"\n  ({' '.join(term or 'UNDEF' for term in row)})" for row in rows)
        return f"{self.before}{{ VALUES ({names}) {{{lines}\n}} }}{self.after}"


def take_apart(query: str) -> Federated:
    """Take a query with SERVICE apart.

    Raises:
        QueryError: Its answer could not be told from the parts.
    """
    parts = list(tokens(query))
    places = [place for place, token in enumerate(parts) if _is(token, "SERVICE")]
    if len(places) != 1:
        raise QueryError(f"it asks {len(places)} other endpoints; {_FORM}")
    if form(query) not in ("SELECT", "CONSTRUCT") or has_dataset(query):
        raise QueryError("a query with SERVICE is a SELECT or a CONSTRUCT without FROM")
    service = places[0]
    address, opening = _head(parts, service)
    closing = _closing(parts, opening)
    where = _where(parts, service)
    start, end = parts[service].start, parts[closing].start + 1
    group = query[parts[opening].start + 1 : parts[closing].start]
    last = _closing(parts, where)
    shared = _shared(parts[opening:closing], [*parts[where:service], *parts[closing:last]])
    _check_bound(shared, parts[where:service])
    prologue, _ = split_prologue(query)
    columns = check_syntax(f"{prologue}SELECT * WHERE {{{group}\n}}") or ()
    names = " ".join(f"?{name}" for name in columns)
    around = query[parts[where].start : start] + query[end : parts[last].start + 1]
    return Federated(
        address,
        shared,
        columns,
        query[:start],
        query[end:],
        f"{prologue}SELECT DISTINCT ?{shared} WHERE {around}",
        f"{prologue}SELECT DISTINCT {names} WHERE {{\n  VALUES ?{shared} {{ UNDEF }}\n{group}\n}}",
    )


def _is(token: Token, word: str) -> bool:
    return token.kind == "word" and token.text.upper() == word


def _head(parts: Sequence[Token], service: int) -> tuple[str, int]:
    """Read the address, and find the brace behind it."""
    head = parts[service + 1 : service + 3]
    if len(head) < 2 or head[0].kind != "iri" or head[1].text != "{":
        raise QueryError(f"SERVICE is silent or has no address of its own; {_FORM}")
    return head[0].text[1:-1], service + 2


def _closing(parts: Sequence[Token], opening: int) -> int:
    depth = 0
    for place, token in enumerate(parts[opening:], opening):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return place
    raise QueryError("a brace is not closed")


def _where(parts: Sequence[Token], service: int) -> int:
    """Find the brace of the WHERE group, and see that the group stands directly in it."""
    opened: list[int] = []
    for place, token in enumerate(parts[:service]):
        if token.text == "{":
            opened.append(place)
        elif token.text == "}":
            opened.pop()
    direct = len(opened) == 1 or (len(opened) == 2 and _is(parts[opened[1] - 1], "OPTIONAL"))
    if not direct:
        raise QueryError(f"SERVICE stands in a group of its own; {_FORM}")
    return opened[0]


def _shared(inside: Sequence[Token], outside: Sequence[Token]) -> str:
    names = [{token.text[1:] for token in side if token.kind == "variable"} for side in (inside, outside)]
    shared = names[0] & names[1]
    if len(shared) != 1 or inside[1].kind != "variable" or inside[1].text[1:] not in shared:
        told = ", ".join(f"?{name}" for name in sorted(shared)) or "no variable"
        raise QueryError(f"the group of SERVICE shares {told} with the rest; {_FORM}")
    return shared.pop()


def _check_bound(shared: str, before: Sequence[Token]) -> None:
    """See that what an OPTIONAL may add is added to something."""
    is_optional = len(before) > 1 and _is(before[-2], "OPTIONAL")
    if is_optional and not any(token.text[1:] == shared for token in before if token.kind == "variable"):
        raise QueryError(f"the OPTIONAL of SERVICE stands before what binds ?{shared}; {_FORM}")


class Federation:
    """An engine that answers queries with SERVICE too; all others as the engine within it does."""

    def __init__(self, engine: Engine, client: Callable[[str], Client]) -> None:
        """Put it around an engine.

        Args:
            engine: Answers our side, and joins.
            client: Makes a client for the address of an endpoint.
        """
        self._engine = engine
        self._client = client

    def select(self, query: str) -> Solutions:
        """Answer a SELECT."""
        return self._engine.select(self._joined(query))

    def select_all(self, query: str, columns: Sequence[str] | None = None) -> Solutions:
        """Answer a SELECT with all its rows, each once; of these columns, else of all."""
        return self._engine.select_all(self._joined(query), columns)

    def construct(self, query: str) -> list[Triple]:
        """Answer a CONSTRUCT or a DESCRIBE."""
        return self._engine.construct(self._joined(query))

    def _joined(self, query: str) -> str:
        if not asks_others(query):
            return query
        parts = take_apart(query)
        terms = sorted(_terms(parts, self._engine.select(parts.local)))
        if not terms:
            return parts.joined([])
        with self._client(parts.address) as client:
            found = client.select_batched(parts.remote, parts.shared, terms)
        if found.unanswered:
            reason = next(iter(found.unanswered.values()))
            raise UnansweredError(
                f"{reason}; {len(found.unanswered)} of {len(terms)} things were not asked about; what was "
                "answered is kept, so ask again later"
            )
        if any(term is not None and is_blank(term) for row in found.rows for term in row):
            raise QueryError(f"{parts.address}: has blank nodes, which cannot be joined; filter them out")
        return parts.joined(found.rows)


def _terms(parts: Federated, solutions: Solutions) -> Iterator[str]:
    for (term,) in solutions.rows:
        if term is None:
            raise QueryError(f"?{parts.shared} has no value in some rows, to which everything would join")
        if not is_blank(term):
            yield term
