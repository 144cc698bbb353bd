"""The reconciliation service over HTTP, at ``/reconcile``: the Reconciliation Service API 0.2.

Every page may ask (CORS), so that none needs JSONP: that would have the page of another site run what it is
sent, and is refused. What clients of the field send to the suggest services beyond the specification is let
be, since those send words of their own; the endpoint itself ignores nothing.

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from koryu.printable import quoted
from koryu.site.frame.reader import Reader
from koryu.site.reconciling import suggest
from koryu.site.reconciling.entities import entities_of
from koryu.site.reconciling.extend import extend
from koryu.site.reconciling.manifest import manifest
from koryu.site.reconciling.preview import entity_flyout, preview_page, property_flyout, type_flyout
from koryu.site.reconciling.proposing import MOST as MOST_PROPOSED
from koryu.site.reconciling.proposing import PROPOSED, propose
from koryu.site.reconciling.queries import answer
from koryu.site.reconciling.reading import TooLarge, read_extension, read_queries
from koryu.site.reconciling.types import types_of
from koryu.web.asked import once
from koryu.web.guard import FRAMED
from koryu.web.links import origin_of, root_of
from koryu.web.problems import Problem
from koryu.web.protocol import read_form, read_pairs
from koryu.web.readers import reader_of
from koryu.web.serving import served

PATH: Final = "/reconcile"
JSON: Final = "application/json"
_MOST_SKIPPED: Final = 100_000
_ASKED: Final = ("queries", "extend", "lang")
_FLYOUTS: Final = {"entity": entity_flyout, "property": property_flyout, "type": type_flyout}


async def reconcile(request: Request) -> Response:
    """Answer queries, or an extension; tell what the service is to who asks for neither."""
    given = await _given(request)
    asked = [name for name in ("queries", "extend") if name in given]
    if len(asked) > 1:
        raise Problem(400, "queries and extend are given; send one of them")
    if not asked:
        return _manifest(request)
    work = _queries if asked == ["queries"] else _extension
    client = request.client.host if request.client else ""
    return await served(request).desk.do(client, lambda: work(request, given[asked[0]]))


async def _given(request: Request) -> dict[str, str]:
    """Take the parameters of a request: those of its address, and those of its form."""
    given = once(read_pairs(request.scope["query_string"].decode("ascii", "replace")))
    if request.method == "POST":
        form = once(read_form(request.headers.get("content-type"), await request.body()))
        if not form.keys() & {"queries", "extend"}:
            raise Problem(400, "the form has no field queries, and no field extend")
        if twice := sorted(form.keys() & (given.keys() | {"lang"})):
            raise Problem(400, f"{twice[0]} stands in the form; write it in the address alone")
        given |= form
    if "callback" in given:
        raise Problem(400, "no JSONP is spoken; leave callback out: pages of all sites may ask (CORS)")
    if unknown := sorted(set(given) - set(_ASKED)):
        raise Problem(400, f"no parameter {quoted(unknown[0])}; has {', '.join(_ASKED)}")
    return given


def _manifest(request: Request) -> Response:
    reader = reader_of(request)
    return _json(reader, manifest(served(request).edition, reader, origin_of(request)), varies=True)


def _queries(request: Request, text: str) -> Response:
    now, reader = served(request), reader_of(request)
    try:
        found = answer(now.edition, reader, read_queries(text), now.evaluator.limits.seconds)
    except TooLarge as error:
        raise Problem(413, str(error)) from None
    return _json(reader, found, varies=True)


def _extension(request: Request, text: str) -> Response:
    reader = reader_of(request)
    try:
        found = extend(served(request).edition, reader, read_extension(text))
    except TooLarge as error:
        raise Problem(413, str(error)) from None
    return _json(reader, found, varies=True)


def _suggest(request: Request) -> Response:
    """Suggest entities, properties or types that begin with a text."""
    edition, reader, given = served(request).edition, _reader(request), request.query_params
    prefix = given.get("prefix", "")
    skip = _number(given.get("cursor") or "0", "cursor", 0, _MOST_SKIPPED)
    limit = _number(given.get("limit") or str(suggest.PAGE), "limit", 1, suggest.MOST)
    kind = request.path_params["kind"]
    if kind == "entity":
        types = [each for each in given.getlist("type") if each]
        return _json(
            reader, {"result": suggest.suggest_entities(edition, reader, prefix, skip, limit, types)}
        )
    found = suggest.suggest_types if kind == "type" else suggest.suggest_properties
    if kind not in _FLYOUTS:
        raise _unknown(kind)
    return _json(reader, {"result": found(edition, reader, prefix, skip, limit)})


def _flyout(request: Request) -> Response:
    """Tell of one entity, property or type in a piece of HTML."""
    reader, kind = _reader(request), request.path_params["kind"]
    if kind not in _FLYOUTS:
        raise _unknown(kind)
    id_ = _id(request)
    html = _FLYOUTS[kind](served(request).edition, reader, id_)
    if html is None:
        raise Problem(404, f"no {kind} {quoted(id_)}")
    return _json(reader, {"id": id_, "html": html})


def _unknown(kind: str) -> Problem:
    return Problem(404, f"{quoted(kind)} are not suggested; has {', '.join(_FLYOUTS)}")


def _properties(request: Request) -> Response:
    """Propose properties to extend entities of a type by; clients that know of none mean the first."""
    reader, given, edition = _reader(request), request.query_params, served(request).edition
    type_ = given.get("type") or next(iter(types_of(edition).defaults), "")
    if not type_:
        return _json(reader, {"type": "", "properties": []})
    limit = _number(given.get("limit") or str(PROPOSED), "limit", 1, MOST_PROPOSED)
    found = propose(edition, reader, type_, limit)
    return _json(reader, {"type": type_, "limit": limit, "properties": found})


def _preview(request: Request) -> Response:
    """Show an entity in the frame of another program."""
    reader, id_ = _reader(request), _id(request)
    html = preview_page(served(request).edition, reader, id_)
    if html is None:
        raise Problem(404, f"no entity {quoted(id_)}")
    headers = {"Content-Security-Policy": FRAMED, "Content-Language": reader.lang}
    return Response(html.encode("utf-8", "replace"), 200, headers, "text/html; charset=utf-8")


def _view(request: Request) -> Response:
    """Lead from the identifier of an entity, whose slash no path may have encoded, to what is known of it."""
    entities, id_ = entities_of(served(request).edition), _id(request)
    thing = entities.find_key(id_)
    if thing is None:
        raise Problem(404, f"no entity {quoted(id_)}")
    lang = request.query_params.get("lang")
    asked = f"?lang={quote(lang)}" if lang else ""
    address = f"{root_of(request)}/doc/{quote(entities.id(thing))}{asked}"
    return RedirectResponse(address, 303, {"Cache-Control": "public, max-age=3600"})


def _reader(request: Request) -> Reader:
    """The reader of a language that the path names."""
    lang, languages = request.path_params["lang"], served(request).edition.settings.languages
    if lang not in languages:
        raise Problem(404, f"no language {quoted(lang)}; has {', '.join(languages)}")
    return Reader(lang, is_chosen=True, root=root_of(request))


def _id(request: Request) -> str:
    id_ = request.query_params.get("id", "")
    if not id_:
        raise Problem(400, "no id is given; write id=, an identifier")
    return id_


def _number(text: str, name: str, least: int, most: int) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 8 and least <= int(text) <= most:
        return int(text)
    raise Problem(400, f"{name} {quoted(text)} is no number from {least} to {most}")


def _json(reader: Reader, document: dict[str, Any], *, varies: bool = False) -> Response:
    headers = {"Content-Language": reader.lang, **({"Vary": "Accept-Language"} if varies else {})}
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(body, 200, headers, JSON)


routes = [
    Route(PATH, reconcile, methods=["GET", "HEAD", "POST"]),
    Route(f"{PATH}/view", _view),
    Route(f"{PATH}/{{lang}}/preview", _preview),
    Route(f"{PATH}/{{lang}}/properties", _properties),
    Route(f"{PATH}/{{lang}}/suggest/{{kind}}", _suggest),
    Route(f"{PATH}/{{lang}}/flyout/{{kind}}", _flyout),
]
