"""Named graphs as documents: the part of the Graph Store Protocol that reads.

A graph is at ``/graphs?graph=IRI``, the union of all at ``/graphs?default``, and one of our own also at its
own path. Every literal is as it was written. Source: https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from koryu.printable import quoted
from koryu.rdf.ntriples import Quad, iri, value
from koryu.site.documents.forms import RDF, Form, write
from koryu.site.editions.edition import Edition
from koryu.web.links import link, root_of
from koryu.web.problems import Problem
from koryu.web.representations import chosen_form, split
from koryu.web.serving import served

FORMS: Final = (
    *(form for form in RDF if form.suffix != "csv"),
    Form("nq", "application/n-quads", "nq"),
    Form("trig", "application/trig", "trig"),
)


def indirect(request: Request) -> Response:
    """Answer with the graph that the address names."""
    asked = request.query_params
    names, is_default = asked.getlist("graph"), "default" in asked
    if len(names) + is_default != 1:
        raise Problem(400, "name one graph: ?graph=IRI, or ?default for the union of all")
    edition = served(request).edition
    quads = list(edition.statements) if is_default else _graph(edition, names[0])
    return _document(request, quads, None)


def direct(request: Request) -> Response:
    """Answer with one of our own graphs."""
    edition = served(request).edition
    name, suffix = split(request.path_params["name"], FORMS)
    return _document(request, _graph(edition, edition.settings.iris.graph(name)), suffix)


def _graph(edition: Edition, name: str) -> list[Quad]:
    try:
        term = iri(name)
    except ValueError:
        raise Problem(400, f"graph {quoted(name)} is not an absolute IRI") from None
    if not (quads := edition.statements.graph(term)):
        has = [value(each) for each in edition.statements.sizes()]
        raise Problem(404, f"no graph <{name}>; has {', '.join(has)}", available=has)
    return quads


def _document(request: Request, quads: list[Quad], suffix: Form | None) -> Response:
    form = chosen_form(request, FORMS, suffix)
    headers = {"Vary": "Accept", "Link": link(f"{root_of(request)}/.well-known/void", "describedby")}
    try:
        body = write(quads, form, served(request).edition)
    except ValueError as error:
        raise Problem(406, f"{error}; ask for another format than {form.media_type}") from None
    return Response(body, headers=headers, media_type=form.media_type)


routes = [Route("/graphs", indirect), Route("/graph/{name}", direct)]
