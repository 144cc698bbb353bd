"""The ontology, its concepts, the shapes, the description of the dataset and the whole of it, in any form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from koryu.printable import quoted
from koryu.rdf.ntriples import Quad
from koryu.site.documents.forms import HTML, RDF, Form, write
from koryu.site.documents.graphs import dataset_graph, examples_graph, ontology_graph, shapes_graph
from koryu.site.editions.edition import Edition
from koryu.site.frame.reader import Reader
from koryu.site.vocabulary.rules import shapes_page
from koryu.site.vocabulary.schemes import concepts_page, scheme_page
from koryu.site.vocabulary.terms import ontology_page, term_page
from koryu.web.answers import http_date, is_had
from koryu.web.links import link, root_of
from koryu.web.problems import Problem
from koryu.web.readers import reader_of
from koryu.web.representations import chosen_form, split
from koryu.web.serving import Served, served

Pages = Callable[[Edition, Reader], str]
DUMPS: Final = {"koryu.ttl": "text/turtle; charset=utf-8", "koryu.nq": "application/n-quads"}
_PARTS: Final = ("concept", "alignments", "cube")  # of the ontology, which have IRIs below its own


@dataclass(frozen=True)
class Published:
    """A graph that is published at ``path``; with a page for people, if ``page`` makes one."""

    path: str
    quads: Callable[[Edition], list[Quad]]
    page: Pages | None = None

    def answer(self, request: Request, suffix: Form | None = None) -> Response:
        """Answer with it, in the form wanted."""
        forms = (HTML, *RDF) if self.page else RDF
        form = chosen_form(request, forms, suffix)
        edition = served(request).edition
        names = ["Accept"] if suffix is None else []
        headers = {
            "Content-Location": self._address(request, form),
            "Link": self._links(request, forms, form),
        }
        if form is HTML and self.page:
            reader = reader_of(request)
            body = self.page(edition, reader).encode("utf-8", "replace")
            headers["Content-Language"] = reader.lang
            names.append("Accept-Language")
        else:
            body = self._body(served(request), form)
        if names:
            headers["Vary"] = ", ".join(names)
        charset = "; charset=utf-8" if form.media_type.startswith("text/") else ""
        return Response(body, 200, headers, f"{form.media_type}{charset}")

    def _body(self, holder: Served, form: Form) -> bytes:
        """Write it, once for each build: some of these graphs are large."""
        key = self.path, form.suffix
        if key not in holder.bodies:
            holder.bodies[key] = self._write(holder.edition, form)
        return holder.bodies[key]

    def _write(self, edition: Edition, form: Form) -> bytes:
        quads = self.quads(edition)
        if not quads:
            raise Problem(404, f"/{self.path}: the project has none")
        try:
            return write(quads, form, edition)
        except ValueError as error:
            raise Problem(406, f"{error}; choose another form than .{form.suffix}") from None

    def _address(self, request: Request, form: Form) -> str:
        return f"{root_of(request)}/{quote(self.path)}.{form.suffix}"

    def _links(self, request: Request, forms: tuple[Form, ...], form: Form) -> str:
        others = [each for each in forms if each is not form]
        license_ = served(request).edition.settings.license
        links = [link(self._address(request, each), "alternate", type=each.media_type) for each in others]
        return ", ".join([link(license_, "license"), *links])

    def routes(self, *more: str) -> list[Route]:
        """The routes to it: the path itself, the path with a suffix, and other paths that mean the same."""
        with_suffix = "/" + self.path + ".{suffix}"
        return [
            *(Route(path, self.answer) for path in (f"/{self.path}", *more)),
            Route(with_suffix, self._with_suffix),
        ]

    def _with_suffix(self, request: Request) -> Response:
        path = f"{self.path}.{request.path_params['suffix']}"
        _, suffix = split(path, (HTML, *RDF) if self.page else RDF)
        if suffix is None:
            raise Problem(404, f"nothing is at {quoted(f'/{path}')}")
        return self.answer(request, suffix)


def _part(name: str) -> Published:
    page = concepts_page if name == "concept" else None
    return Published(f"def/{name}", lambda edition: ontology_graph(edition, name), page)


def _term(request: Request) -> Response:
    """Answer with a class or a property, or with a concept scheme."""
    path, suffix = split(request.url.path.removeprefix(root_of(request)).lstrip("/"), (HTML, *RDF))
    edition, name = served(request).edition, path.rpartition("/")[2]
    is_scheme = path == f"def/scheme/{name}"
    term = edition.ontology.terms.get(name)
    found = edition.ontology.schemes.get(name) if is_scheme else term.iri if term else None
    make: Callable[[Edition, str, Reader], str | None] = scheme_page if is_scheme else term_page
    if found is None:
        raise Problem(404, f"{path}: the ontology has nothing of this name; /def lists what it has")
    node = found
    return Published(
        path,
        lambda edition: edition.statements.about(node),
        lambda edition, reader: make(edition, name, reader) or "",
    ).answer(request, suffix)


def _dump(request: Request) -> Response:
    """Send a file of the build, or a range of it."""
    edition, name = served(request).edition, request.url.path.rpartition("/")[2]
    path = edition.path / name
    modified = http_date(edition.built.timestamp())
    tag = f'"{_checksum(path)}"'
    headers = {"ETag": tag, "Last-Modified": modified, "Link": link(edition.settings.license, "license")}
    if is_had(request.scope, tag.encode(), modified.encode()):
        return Response(None, 304, headers)
    return FileResponse(path, 200, headers, DUMPS[name])


@lru_cache(maxsize=16)
def _checksum(path: Path) -> str:
    lines = (path.parent / "SHA256SUMS").read_text("utf-8").splitlines()
    return next(line[:32] for line in lines if line.endswith(f"  {path.name}"))


routes = [
    *Published("def", ontology_graph, ontology_page).routes(),
    *(route for name in _PARTS for route in _part(name).routes()),
    Route("/def/{name}", _term),
    Route("/def/scheme/{name}", _term),
    *Published("shapes", shapes_graph, shapes_page).routes(),
    *Published("void", dataset_graph).routes("/.well-known/void"),
    *Published(".well-known/sparql-examples", examples_graph).routes(),
    *(Route(f"/{name}", _dump) for name in DUMPS),
]
