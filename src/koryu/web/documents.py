"""Things and the documents about them: ``/id/<kind>/<key>`` leads to ``/doc/<kind>/<key>``, in any form.

The headers tell programs where they are, without reading what they get (FAIR Signposting, level 1 and a set
of links for level 2): https://signposting.org/FAIR/.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from koryu.namespaces import SCHEMA
from koryu.printable import quoted
from koryu.site.documents.about import Document
from koryu.site.documents.forms import DOCUMENT, HTML, RDF, Form, write
from koryu.site.documents.profiles import VIEWS, Profile, alternates, view
from koryu.site.editions.edition import Edition
from koryu.site.frame.reader import Reader
from koryu.site.search import class_of_kind
from koryu.site.things.page import thing_page
from koryu.stores.local import Engine
from koryu.web.links import link, root_of
from koryu.web.problems import Problem
from koryu.web.readers import made, reader_of
from koryu.web.representations import ALTERNATES, OWN, chosen_form, chosen_profile, split
from koryu.web.serving import served

LINKSET: Final = Form("linkset", "application/linkset+json")  # https://www.rfc-editor.org/rfc/rfc9264
_FORMS: Final = (*DOCUMENT, LINKSET)
_ABOUT_PAGE: Final = f"{SCHEMA}AboutPage"


def thing(request: Request) -> Response:
    """Lead from a thing, which is no document, to the document about it."""
    edition = served(request).edition
    name = request.path_params["name"]
    document = _find(edition, name)
    if document.is_retired:
        return _Answering(request, document, None).response()
    query = f"?{request.url.query}" if request.url.query else ""
    address = f"{root_of(request)}/doc/{quote(name)}{query}"
    headers = {"Cache-Control": "public, max-age=3600", "Link": link(document.iri, "describedby")}
    return RedirectResponse(address, 303, headers)


def document(request: Request) -> Response:
    """Answer with the document about a thing, or lead from a kind to the list of its things."""
    edition = served(request).edition
    path = request.path_params["name"]
    kind, _, key = path.partition("/")
    if not key and (class_ := class_of_kind(edition, kind)):
        return RedirectResponse(reader_of(request).link("search", **{"class": class_}), 303)
    name, suffix = split(path, _FORMS)
    if suffix and _is_thing(edition, path):  # whose key ends like a suffix
        name, suffix = path, None
    return _Answering(request, _find(edition, name), suffix).response()


def _is_thing(edition: Edition, name: str) -> bool:
    return bool(Document(edition, _iri(edition, name)).facts)


def _iri(edition: Edition, name: str) -> str:
    kind, _, key = name.partition("/")
    return edition.settings.iris.thing(kind, key)


def _find(edition: Edition, name: str) -> Document:
    """Find the document about a thing.

    Raises:
        Problem: Nothing is published about it; names things that may have been meant.
    """
    try:
        document = Document(edition, _iri(edition, name))
        if document.facts:
            return document
    except ValueError:  # no IRI may hold such a character
        pass
    kind, _, key = name.partition("/")
    near = [f"doc/{each}" for each in edition.keys.near(kind, key)]
    ask = f"; did you mean {' or '.join(near)}?" if near else ""
    raise Problem(404, f"nothing is published about {quoted(name)}{ask}", near=near)


@dataclass(frozen=True)
class _Answering:
    """A request for a document, with the form that its suffix names."""

    request: Request
    document: Document
    suffix: Form | None

    @cached_property
    def edition(self) -> Edition:
        return self.document.edition

    @cached_property
    def own(self) -> str:
        """The IRI of the profile that documents are written in: the ontology."""
        return self.edition.settings.iris.ontology

    @cached_property
    def profile(self) -> Profile | None:
        return chosen_profile(self.request, self.own)

    @cached_property
    def is_list(self) -> bool:
        """Is it asked which representations there are, rather than for one?"""
        return self.request.query_params.get("_profile") == ALTERNATES

    @cached_property
    def form(self) -> Form:
        is_for_people = not self.is_list and self.profile is None
        return chosen_form(self.request, _FORMS if is_for_people else RDF, self.suffix)

    def response(self) -> Response:
        body, more = self._body()
        headers = {"Vary": self._vary(), "Content-Location": self.address(self.form), **more}
        headers["Link"] = ", ".join(self._links())
        if not self.is_list and self.form in RDF:
            headers["Content-Profile"] = f"<{self.profile.iri if self.profile else self.own}>"
        status = 410 if self.document.is_retired else 200
        return Response(body, status, headers, f"{self.form.media_type}{_charset(self.form)}")

    def _body(self) -> tuple[bytes, dict[str, str]]:
        if self.form is LINKSET:
            return json.dumps(self._linkset(), indent=1, ensure_ascii=False).encode(), {}
        if self.form is HTML:
            return self._page_and_headers(reader_of(self.request))
        try:
            return write(self._quads(), self.form, self.edition), {}
        except ValueError as error:
            raise Problem(406, f"{error}; choose another form than .{self.form.suffix}") from None

    def _page_and_headers(self, reader: Reader) -> tuple[bytes, dict[str, str]]:
        page, headers = made(self.request, lambda engine: self._page(reader, engine))
        return page.encode("utf-8", "replace"), {"Content-Language": reader.lang, **headers}

    def _page(self, reader: Reader, engine: Engine) -> str:
        """The page about the thing, or a page of the list of what names it by ``?incoming=``."""
        asked = self.request.query_params
        number = asked.get("page", "1")
        page = thing_page(
            self.edition,
            self.document.thing,
            reader,
            engine=engine,
            incoming=asked.get("incoming"),
            page=int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 0,
        )
        if page is None:
            raise Problem(404, f"nothing names {quoted(self.document.thing)} so, or there is no such page")
        return page

    def _quads(self) -> list[tuple[tuple[str, str, str], str]]:
        if self.is_list:
            return alternates(self.document, self.own)
        return view(self.document, self.profile) if self.profile else self.document.statements

    def _vary(self) -> str:
        names = [] if self.suffix else ["Accept"]
        return ", ".join((*names, "Accept-Profile", *(["Accept-Language"] if self.form is HTML else [])))

    def address(self, form: Form | None, **query: str) -> str:
        """The address of the document in a form, in the same profile unless ``query`` names another."""
        if self.is_list:
            query.setdefault("_profile", ALTERNATES)
        elif self.profile:
            query.setdefault("_profile", self.profile.token)
        name = quote(self.document.iri.removeprefix(self.edition.settings.base))
        asked = f"?{urlencode(query)}" if query else ""
        return f"{root_of(self.request)}/{name}{f'.{form.suffix}' if form else ''}{asked}"

    def _links(self) -> Iterator[str]:
        yield link(self.document.thing, "cite-as")
        yield link(self.edition.settings.license, "license")
        yield link(f"{root_of(self.request)}/.well-known/void", "collection", type="text/turtle")
        yield from (link(each, "type") for each in self._types())
        if self.form is HTML:
            yield from (
                link(self.address(form), "alternate describedby", type=form.media_type) for form in RDF
            )
        else:
            yield link(self.address(HTML, _profile=OWN).partition("?")[0], "describes", type=HTML.media_type)
            others = [form for form in DOCUMENT if form is not self.form]
            yield from (link(self.address(form), "alternate", type=form.media_type) for form in others)
        yield from self._profiles()
        yield link(self.address(LINKSET).partition("?")[0], "linkset", type=LINKSET.media_type)
        yield from (link(each, "successor-version") for each in self.document.successors)

    def _types(self) -> list[str]:
        """What the page is, and what it is about, in the terms of schema.org."""
        if self.form is not HTML:
            return []
        return [_ABOUT_PAGE, *self.edition.mapping.classes(self.document.facts, self.document.thing, SCHEMA)]

    def _profiles(self) -> Iterator[str]:
        if self.form in RDF and not self.is_list:
            yield link(self.profile.iri if self.profile else self.own, "profile")
        form = self.form if self.form in RDF else RDF[0]
        for other in VIEWS:
            if other is not self.profile:
                address = self.address(form, _profile=other.token)
                yield link(address, "alternate", type=form.media_type, formats=other.iri)

    def _linkset(self) -> dict[str, object]:
        """The links of the page and of its forms: https://www.rfc-editor.org/rfc/rfc9264#section-4.2."""
        page, license_ = self.address(HTML), {"href": self.edition.settings.license}
        forms = [{"href": self.address(form), "type": form.media_type} for form in RDF]
        about = {
            "anchor": page,
            "cite-as": [{"href": self.document.thing}],
            "describedby": forms,
            "license": [license_],
            "type": [{"href": _ABOUT_PAGE}],
            "collection": [{"href": f"{root_of(self.request)}/.well-known/void", "type": "text/turtle"}],
        }
        others = [
            {
                "anchor": form["href"],
                "describes": [{"href": page, "type": HTML.media_type}],
                "license": [license_],
            }
            for form in forms
        ]
        return {"linkset": [about, *others]}


def _charset(form: Form) -> str:
    return "; charset=utf-8" if form.media_type.startswith("text/") else ""


routes = [
    Route("/id/{name:path}", thing),
    Route("/doc/{name:path}", document),
]
