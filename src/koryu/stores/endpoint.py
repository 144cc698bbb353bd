"""A remote SPARQL endpoint as an engine: SPARQLWrapper, and what it leaves to its user.

SPARQLWrapper 2.0.0 sends GET without a time-out, guesses the form of a query from its text, never tries
again, and hands out whatever arrives. Here every query is a POST with a deadline, a busy endpoint is asked
again when it says so, and an answer that is not whole is an error: never silently fewer rows. What is more
than an endpoint gives at once is taken by pages.

Source: https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

import ast
import email.utils
import http.client
import json
import math
import re
import time
import urllib.error
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from koryu.errors import DeferredError, EndpointError, QueryError, UnansweredError
from koryu.printable import one_line
from koryu.rdf.ntriples import Triple, iri, literal
from koryu.stores.local import Row, Solutions
from koryu.stores.pages import Incomplete, make_listing, read_all
from koryu.stores.patience import Patience
from koryu.stores.sparql import has_dataset

BUSY: Final = (429, 502, 503, 504)  # statuses that say: ask again
MOST_BYTES: Final = 256 * 1024 * 1024  # of one answer

_HINTS: Final = {
    400: "refuses the query",
    401: "asks for a password",
    403: "forbids it",
    404: "is not there",
}
_HTML: Final = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_LESS: Final = (408, 413, 414, 429)  # statuses that may be others for a smaller query, or later
_MEND: Final = "ask again when the data are at rest, or raise the limits of the endpoint"
_MOST_ROWS: Final = "x-sparql-maxrows"
_PARTIAL: Final = ("x-sql-state", "x-sql-message", "x-sparql-anytime")
_URL = re.compile(r"https?://[!-~]+")
_JSON = ("application/sparql-results+json", "application/json")
_RDF = ("application/n-triples", "text/turtle", "text/plain", "application/turtle")


@dataclass(frozen=True)
class _Answer:
    status: int
    body: bytes
    media_type: str
    headers: Mapping[str, str]


class _Busy(Exception):
    """The endpoint may well answer if it is asked again."""

    def __init__(self, problem: str, pause: float | None = None) -> None:
        super().__init__(problem)
        self.pause = pause


class Endpoint:
    """Answers queries with a SPARQL 1.1 endpoint.

    The endpoint's own default graph counts: where that is not the union of all graphs, its address must
    ask for it, as in ``http://localhost:7878/query?union-default-graph`` of Oxigraph; or one graph is named.
    """

    def __init__(
        self,
        url: str,
        timeout: float = 60,
        sleep: Callable[[float], None] = time.sleep,
        graph: str | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Name an endpoint; it is not asked yet.

        Args:
            url: Its address; may have a query string.
            timeout: Seconds for one whole answer.
            sleep: Waits for so many seconds.
            graph: The IRI of the graph that queries see, and no other; see ``check_graph``.
            patience: How a busy endpoint is waited for, if not by ``sleep``.

        Raises:
            EndpointError: The address or the IRI is malformed.
        """
        if not _URL.fullmatch(url) or not _has_host(url):
            raise EndpointError(
                f"{one_line(url)}: is no address of an endpoint; write http://... or https://..."
            )
        self.url = url
        self._graph = _checked_graph(graph)
        self._timeout = timeout
        self._patience = patience or Patience(lambda seconds, _asked: sleep(seconds))

    def select(self, query: str) -> Solutions:
        """Answer a SELECT."""
        answer = self._ask(query, _JSON)
        solutions = self._read_solutions(answer)
        self._check_limit(answer, len(solutions.rows))
        return solutions

    def select_all(self, query: str, columns: Sequence[str] | None = None, tried: bool = False) -> Solutions:
        """Answer a SELECT with all its rows, each once, however few come at a time.

        Args:
            query: Says nothing of graphs with FROM.
            columns: Those that are wanted; else all that the query projects, if it is standard SPARQL.
            tried: Others like it have been answered, so that a failure is of the moment.

        Raises:
            UnansweredError: Some rows are missing, or may be.
            QueryError: The query is no SELECT, or says FROM.
        """
        listing = make_listing(query, columns)
        try:
            return Solutions(
                listing.columns, read_all(listing, lambda page, again: self._page(page, tried or again))
            )
        except Incomplete as problem:
            raise self._unanswered(f"{problem}; an answer with gaps proves nothing: {_MEND}") from None

    def check_graph(self) -> None:
        """See that the named graph, or else the default graph, holds something, and nothing else is seen.

        Raises:
            EndpointError: It is empty, or the endpoint shows other graphs too.
        """
        if not self._sees(self._graph):
            name = f"the graph <{self._graph}>" if self._graph else "its default graph"
            raise self._fault(f"{name} is empty or is not there; name a graph that it has")
        if self._graph and self._sees(f"urn:uuid:{uuid.uuid4()}"):
            raise self._fault("takes no notice of default-graph-uri; give the address of that graph alone")

    def _sees(self, graph: str | None) -> bool:
        beside = Endpoint(self.url, self._timeout, graph=graph, patience=self._patience)
        return bool(beside.select("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1").rows)

    def _page(self, query: str, tried: bool) -> Solutions:
        return self._read_solutions(self._ask(query, _JSON, (*BUSY, 500) if tried else BUSY))

    def _read_solutions(self, answer: _Answer) -> Solutions:
        self._check_partial(answer)
        try:
            return _solutions(json.loads(answer.body.decode("utf-8")))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._unanswered(f"the answer is not whole or no SPARQL JSON: {error!r}") from None

    def construct(self, query: str) -> list[Triple]:
        """Answer a CONSTRUCT or a DESCRIBE."""
        answer = self._ask(query, _RDF)
        self._check_partial(answer)
        triples = self._triples(answer.body)
        self._check_limit(answer, len(triples))
        return triples

    def _triples(self, body: bytes) -> list[Triple]:
        import pyoxigraph as ox

        try:
            # N-Triples is a subset of Turtle
            found = {(str(s), str(p), str(o)) for s, p, o, _ in ox.parse(body, ox.RdfFormat.TURTLE)}
        except (SyntaxError, ValueError) as error:
            raise self._unanswered(f"the answer is not whole or no Turtle: {error}") from None
        return list(found)

    def _ask(self, query: str, accept: tuple[str, ...], busy_statuses: tuple[int, ...] = BUSY) -> _Answer:
        pauses = iter(self._patience.pauses)
        while True:
            try:
                with self._patience.turn():
                    return self._exchange(query, accept, busy_statuses)
            except _Busy as busy:
                self._patience.wait(self._pause(busy, next(pauses, None)), busy.pause is not None)

    def _pause(self, busy: _Busy, pause: float | None) -> float:
        if busy.pause is not None and busy.pause > self._patience.longest:
            raise DeferredError(
                self._told(f"{busy}, and asks to wait for {busy.pause:.0f} seconds; try again then")
            )
        if pause is None:
            raise self._unanswered(f"{busy}, {len(self._patience.pauses) + 1} times")
        return pause if busy.pause is None else busy.pause

    def _exchange(self, query: str, accept: tuple[str, ...], busy_statuses: tuple[int, ...]) -> _Answer:
        deadline = time.monotonic() + self._timeout
        with self._faults(busy_statuses), self._request(query, accept).query().response as response:
            self._check_address(response.geturl())
            self._check_status(response)
            answer = _Answer(
                response.status,
                self._read(response, deadline, accept is _RDF),
                response.headers.get_content_type(),
                {name.lower(): text for name, text in response.headers.items()},
            )
        if answer.media_type not in accept:
            raise self._unanswered(
                f"answers with {answer.media_type} instead of {accept[0]}; is it a SPARQL endpoint?"
            )
        return answer

    def _request(self, query: str, accept: tuple[str, ...]) -> Any:  # noqa: ANN401
        from SPARQLWrapper import JSON, POST, SPARQLWrapper

        if self._graph is not None and has_dataset(query):
            raise QueryError(f"the query says FROM, but the graph <{self._graph}> is named already; drop one")
        wrapper = SPARQLWrapper(self.url, returnFormat=JSON, agent=_agent())
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.setTimeout(math.ceil(self._timeout))
        wrapper.addCustomHttpHeader("Accept", ", ".join(accept[:2]))
        if self._graph is not None:
            wrapper.addParameter("default-graph-uri", self._graph)
        wrapper.queryString = query  # setQuery() would guess the form, and from that what to accept
        return wrapper

    def _read(self, response: http.client.HTTPResponse, deadline: float, must_end: bool) -> bytes:
        if must_end and response.length is None and not response.chunked:
            raise self._fault("the answer has neither a length nor chunks, so that a cut could not be seen")
        body = bytearray()
        while piece := response.read1(65536):
            body += piece
            if time.monotonic() > deadline:
                raise TimeoutError
            if len(body) > MOST_BYTES:
                raise self._unanswered(f"the answer is longer than {MOST_BYTES} bytes; ask for less")
        if response.length:
            raise _Busy(f"the answer is cut off, {response.length} bytes short")
        return bytes(body)

    def _check_address(self, found: str) -> None:
        if found.partition("#")[0] != self.url.partition("#")[0]:
            raise self._fault(f"is redirected, and a redirected query is lost; use {one_line(found)}")

    def _check_status(self, response: http.client.HTTPResponse) -> None:
        # Virtuoso says 206 where its time was too short, and where it has more rows than it gives at once
        if response.status != 200 and not (response.status == 206 and _MOST_ROWS in response.headers):
            raise self._unanswered(f"the answer is partial or none: status {response.status}")

    def _check_partial(self, answer: _Answer) -> None:
        """Refuse what Virtuoso had no time to finish, though it says status 200."""
        told = [answer.headers[name] for name in _PARTIAL if name in answer.headers]
        if told:
            raise self._unanswered(f"the answer is partial: {one_line(' '.join(told))}")

    def _check_limit(self, answer: _Answer, rows: int) -> None:
        """Refuse an answer as long as Virtuoso's limit of rows, which it cuts without a word."""
        most = answer.headers.get(_MOST_ROWS, "")
        if answer.status == 206 or (most.isdecimal() and rows >= int(most) > 0):
            raise self._unanswered(
                f"answers with {most} rows at most, so that some may be missing; ask for less"
            )

    @contextmanager
    def _faults(self, busy_statuses: tuple[int, ...]) -> Iterator[None]:
        """Turn what SPARQLWrapper, urllib and http.client raise into one error, or into another attempt."""
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        try:
            yield
        except urllib.error.HTTPError as error:
            pause = _retry_after(error.headers.get("Retry-After"))
            raise self._status(error.code, _body(error), busy_statuses, pause) from None
        except SPARQLWrapperException as error:
            cause = error.__context__
            status = cause.code if isinstance(cause, urllib.error.HTTPError) else 0
            raise self._status(status, _quoted_body(error), busy_statuses) from None
        except (ConnectionResetError, http.client.IncompleteRead) as error:
            raise _Busy(f"the connection was dropped ({type(error).__name__})") from None
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise self._unreachable(error) from None

    def _status(
        self, code: int, body: str, busy_statuses: tuple[int, ...], pause: float | None = None
    ) -> Exception:
        is_page = bool(_HTML.match(body))
        if code in busy_statuses:
            words = "a page of HTML" if is_page else body
            return _Busy(f"answers with status {code}{f' ({words})' if words else ''}", pause)
        told = self._unanswered if code >= 500 or code in _LESS else self._fault
        return told(_page_told(code) if is_page else _status_told(code, body))

    def _unreachable(self, error: Exception) -> EndpointError:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError) or isinstance(error, TimeoutError):
            return self._unanswered(
                f"did not answer within {self._timeout:g} seconds; ask for less, or later"
            )
        return self._unanswered(f"cannot be reached: {reason}")

    def _fault(self, problem: str) -> EndpointError:
        return EndpointError(self._told(problem))

    def _unanswered(self, problem: str) -> UnansweredError:
        return UnansweredError(self._told(problem))

    def _told(self, problem: str) -> str:
        return f"{self.url}: {one_line(problem, 400)}"


def _solutions(document: dict[str, Any]) -> Solutions:
    """Read SPARQL JSON results: https://www.w3.org/TR/sparql11-results-json/."""
    columns = tuple(document["head"]["vars"])
    return Solutions(columns, [_row(columns, binding) for binding in document["results"]["bindings"]])


def _row(columns: tuple[str, ...], binding: dict[str, dict[str, str]]) -> Row:
    if binding and binding.keys().isdisjoint(columns):
        binding = _as_in_head(columns, binding)
    if unknown := set(binding) - set(columns):
        raise ValueError(f"a row binds {sorted(unknown)[0]}, which is no column")
    return tuple(_term(binding[name]) if name in binding else None for name in columns)


def _as_in_head(columns: tuple[str, ...], binding: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Name what a row binds as the head does: e-Stat's endpoint writes variables in capitals in rows."""
    names = {name.upper(): name for name in columns}
    return {names.get(name, name): found for name, found in binding.items()}


def _term(found: dict[str, str]) -> str:
    kind, text = found["type"], found["value"]
    if not isinstance(text, str):
        raise TypeError("a value that is no text")
    if kind == "uri":
        return iri(text)
    if kind == "bnode":
        return f"_:{re.sub('[^A-Za-z0-9]', 'x', text)}"
    if kind not in ("literal", "typed-literal"):
        raise ValueError(f"a term of type {kind}")
    return literal(text, datatype=found.get("datatype"), language=found.get("xml:lang"))


def _checked_graph(graph: str | None) -> str | None:
    try:
        return None if graph is None else iri(graph)[1:-1]
    except ValueError as error:
        raise EndpointError(f"graph {error}; write the IRI of a named graph") from None


def _has_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _agent() -> str:
    from importlib.metadata import version

    return f"koryu/{version('koryu')} (+https://w3id.org/koryu/)"


def _status_told(code: int, body: str) -> str:
    return f"{_HINTS.get(code, 'fails')}: status {code}{': ' + body if body else ''}"


def _page_told(code: int) -> str:
    """Tell of a page, which is for browsers: what is no endpoint has them, and a proxy before one."""
    said = f"{_HINTS[code]}, " if code in (400, 401, 403) else ""
    return f"{said}answers with a page of HTML, status {code}; is it a SPARQL endpoint?"


def _body(error: urllib.error.HTTPError) -> str:
    try:
        return one_line(error.read(2000).decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException):
        return ""


def _quoted_body(error: Exception) -> str:
    """Take the endpoint's words out of SPARQLWrapper's, which end with the ``repr`` of the bytes."""
    found = str(error).partition("Response:\n")[2]
    return one_line(ast.literal_eval(found).decode("utf-8", "replace")) if found else ""


def _retry_after(text: str | None) -> float | None:
    """Read Retry-After, in seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after."""
    if text is None:
        return None
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
