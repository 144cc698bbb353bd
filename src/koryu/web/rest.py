"""Stored queries over HTTP: ``/query/<name>.<form>``, and ``/query/<name>`` in the form asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from koryu.printable import quoted
from koryu.queries.catalogue import Catalogue, StoredQuery
from koryu.queries.formats import GRAPH_WRITERS, encode
from koryu.site.questions.snippets import address
from koryu.stores.local import Engine
from koryu.suggestions import did_you_mean
from koryu.web.asked import Asked, once, read_asked
from koryu.web.links import link, root_of
from koryu.web.negotiation import choose
from koryu.web.problems import Problem
from koryu.web.questions import question
from koryu.web.serving import Served, served

FORMS: Final = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "rq": "application/sparql-query; charset=utf-8",
}
PAGE: Final = "html"  # the form for people
_LONGEST: Final = 2000  # characters of an address that is repeated in headers
TOTAL: Final = "X-Total-Count"
_PLAIN: Final = tuple(form for form in FORMS if form not in GRAPH_WRITERS)


def forms_of(query: StoredQuery) -> tuple[str, ...]:
    """List the forms of an answer to a query, and of the query itself; the one for programs comes first."""
    return (*GRAPH_WRITERS, *_PLAIN) if query.constructs else _PLAIN


@dataclass(frozen=True)
class _Answering:
    """A request for the answer to a stored query, in one form."""

    request: Request
    query: StoredQuery
    form: str
    is_negotiated: bool
    asked: Asked

    @cached_property
    def served(self) -> Served:
        return served(self.request)

    @property
    def engine(self) -> Engine:
        client = self.request.client
        return self.served.evaluator.engine(client.host if client else "")

    def response(self) -> Response:
        catalogue = self.served.edition.catalogue
        if self.form == "rq":
            return self._respond(self.asked.text(catalogue, self.engine).encode(), {})
        result = self.asked.run(catalogue, self.engine)
        body = encode(self.asked.page.of(result), self.form, self.served.edition.prefixes)
        return self._respond(body, {TOTAL: str(len(result.cells))}, len(result.cells))

    def _respond(self, body: bytes, headers: dict[str, str], total: int = 0) -> Response:
        headers["Link"] = ", ".join(self._links(total))
        headers["Content-Disposition"] = _named(f"{self.query.name}.{self.form}")
        if self.is_negotiated:
            headers["Vary"] = "Accept"
        if self.is_negotiated and not self._is_long:
            headers["Content-Location"] = self._address(self.form, self.asked)
        return Response(body, headers={**headers, "Content-Type": FORMS[self.form]})

    @property
    def _is_long(self) -> bool:
        return len(self._address(self.form, self.asked)) > _LONGEST

    def _links(self, total: int) -> Iterator[str]:
        """The licence, the next rows, and all else if the address is short enough to be repeated."""
        yield link(self.served.edition.settings.license, "license")
        for rel, page in self.asked.page.others(total):
            if rel == "next" or not self._is_long:
                yield link(self._address(self.form, self.asked.at(page)), rel)
        if not self._is_long:
            yield from self._others()

    def _others(self) -> Iterator[str]:
        """Where this answer stays, the page of its question, and its other forms."""
        yield link(self._address(self.form, self.asked), "canonical")
        yield link(self._address(None, self.asked), "describedby", type="text/html")
        for form in forms_of(self.query):
            if form != self.form:
                yield link(self._address(form, self.asked), "alternate", type=FORMS[form].partition(";")[0])

    def _address(self, form: str | None, asked: Asked) -> str:
        path = f"{root_of(self.request)}/{quote(f'query/{self.query.name}')}"
        return address(f"{path}.{form}" if form else path, asked.params)


def _named(name: str) -> str:
    """Name an answer for who saves it: https://www.rfc-editor.org/rfc/rfc6266#section-4.3."""
    written = quote(name)
    return f'inline; filename="{name}"' if written == name else f"inline; filename*=UTF-8''{written}"


def answer(request: Request) -> Response:
    """Answer a stored query."""
    query, suffix = _find(request.path_params["name"], served(request).edition.catalogue)
    params = once(request.query_params.multi_items())
    form = _form(request, query, suffix, params.pop("format", None))
    if form == PAGE:
        return question(request, query.name, params)
    return _Answering(request, query, form, suffix is None, read_asked(query.name, params)).response()


def _find(path: str, catalogue: Catalogue) -> tuple[StoredQuery, str | None]:
    """Find the query that a path names, and the form if it names one."""
    name, dot, suffix = path.rpartition(".")
    found = [(path, None)] if path in catalogue.names else [(name, suffix)] if dot else []
    for each, form in found:
        if each in catalogue.names and "/" not in each:
            return catalogue.read(each), form
    asked = next((each for each, _ in found if each in catalogue.names), None)
    if asked:
        raise Problem(404, f"{quoted(asked)} is asked with: koryu query {asked}")
    near = did_you_mean(name or path, [each for each in catalogue.names if "/" not in each])
    raise Problem(404, f"no query {quoted(name or path)}{near or '; /query lists them'}")


def _form(request: Request, query: StoredQuery, suffix: str | None, given: str | None) -> str:
    forms = forms_of(query)
    if suffix is not None and given is not None:
        raise Problem(400, f"{query.name}: format is given twice, as .{suffix} and as {quoted(given)}")
    form = suffix or given
    if form is None:
        return _negotiated(request, query, forms)
    if form == PAGE and not suffix:
        return PAGE
    if form not in forms:
        raise Problem(404 if suffix else 400, f"{query.name}: no form {quoted(form)}; has {', '.join(forms)}")
    return form


def _negotiated(request: Request, query: StoredQuery, forms: tuple[str, ...]) -> str:
    offers = [*(FORMS[form] for form in forms), "text/html"]
    chosen = choose(request.headers.get("accept"), offers)
    if chosen is None:
        raise Problem(406, f"{query.name}: has {', '.join(offers)}", headers={"Vary": "Accept"})
    return (*forms, PAGE)[offers.index(chosen)]


routes = [Route("/query/{name:path}", answer, methods=["GET"])]
