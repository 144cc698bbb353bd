"""The operations on the graph itself: things, the vocabulary, the whole of it, and queries of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from koryu.rdf.ntriples import value
from koryu.site.documents.forms import DOCUMENT, RDF, Form
from koryu.site.documents.profiles import VIEWS
from koryu.site.editions.edition import Edition
from koryu.web.graphs import FORMS as GRAPH_FORMS
from koryu.web.interface.operations import BUSY, LANG, Operation, in_path, in_query
from koryu.web.interface.schemas import TEXT, Json
from koryu.web.protocol import FORM, QUERY
from koryu.web.representations import ALTERNATES, OWN
from koryu.web.results import ROWS, TRIPLES

_LINKSET: Final = "application/linkset+json"
_JSON_LD: Final[Json] = {"type": ["object", "array"]}
_DUMPS: Final = {"koryu.ttl": "text/turtle; charset=utf-8", "koryu.nq": "application/n-quads"}
_SCHEMAS: Final[dict[str, Json]] = {
    "application/ld+json": _JSON_LD,
    "application/json": _JSON_LD,
    "application/sparql-results+json": {"type": "object", "required": ["head"]},
}
_PUBLISHED: Final = (  # route, path, id, what it is; their forms are those of RDF
    ("/def", "ontology", "The ontology"),
    ("/def/concept", "concepts", "The concepts"),
    ("/def/alignments", "alignments", "How the ontology meets other vocabularies"),
    ("/def/cube", "cube", "How the figures are structured"),
    ("/shapes", "shapes", "The shapes that the graph is validated with"),
    ("/void", "dataset", "The description of the dataset"),
    ("/.well-known/sparql-examples", "examples", "The stored queries as examples of SPARQL"),
)


def data_operations(edition: Edition) -> Iterator[Operation]:
    """Describe what there is of the graph."""
    yield from _things(edition)
    for path, id_, summary in _PUBLISHED:
        yield _published(path, path, id_, summary)
        yield _in_form(path, id_, summary)
    yield _published("/.well-known/void", "/.well-known/void", "dataset-well-known", _PUBLISHED[5][2])
    for name, media_type in (
        ("koryu.ttl", "text/turtle; charset=utf-8"),
        ("koryu.nq", "application/n-quads"),
    ):
        summary = f"The whole graph, {name.partition('.')[2]}"
        yield Operation(f"/{name}", f"/{name}", name, "graph", summary, {media_type: TEXT})
    yield from _terms(edition)
    yield from _graphs(edition)
    yield from _sparql()


def _things(edition: Edition) -> Iterator[Operation]:
    name = _name(edition)
    forms = [*DOCUMENT, Form("linkset", _LINKSET)]
    profile = in_query("_profile", _one_of([OWN, *(each.token for each in VIEWS), ALTERNATES]),
                       "In the terms of which vocabulary; else Accept-Profile decides")  # fmt: skip
    yield Operation(
        "/id/{name:path}", "/id/{kind}/{key}", "thing", "things", "A thing leads to the document about it",
        {}, name, (400, 404, 410), (), status=303, headers={"Location": TEXT},
    )  # fmt: skip
    yield Operation(
        "/doc/{name:path}", "/doc/{kind}/{key}", "document", "things", "The document about a thing",
        _answers(forms), (*name, _format(forms), profile, LANG), (400, 404, 406, 410),
        headers={"Link": TEXT, "Content-Location": TEXT},
    )  # fmt: skip
    suffix = in_path("suffix", _one_of([each.suffix for each in forms]), "The form")
    yield Operation(
        "/doc/{name:path}", "/doc/{kind}/{key}.{suffix}", "document-in-form", "things",
        "The document about a thing, in one form", _answers(forms), (*name, suffix, profile, LANG),
        (400, 404, 406, 410), headers={"Link": TEXT},
    )  # fmt: skip


def _terms(edition: Edition) -> Iterator[Operation]:
    """Classes, properties and concept schemes, each by itself."""
    terms, schemes = edition.ontology.terms, list(edition.ontology.schemes)
    example = {"example": min(terms)} if terms else {}
    term = in_path("name", {"type": "string", "minLength": 1}, "The name of a class or a property", **example)
    scheme = in_path("name", _one_of(schemes) if schemes else TEXT, "The key of a concept scheme")
    for path, id_, summary, name in (
        ("/def/{name}", "term", "A class or a property", term),
        ("/def/scheme/{name}", "scheme", "A concept scheme", scheme),
    ):
        yield Operation(
            path, path, id_, "graph", summary, _answers(DOCUMENT), (name, _format(DOCUMENT), LANG),
            (400, 404, 406), headers={"Link": TEXT},
        )  # fmt: skip


def _graphs(edition: Edition) -> Iterator[Operation]:
    """Named graphs: the part of the Graph Store Protocol that reads."""
    names = sorted(value(each) for each in edition.statements.sizes())
    graph = in_query("graph", {"type": "string", "format": "uri"}, "The IRI of a graph")
    default = in_query("default", TEXT, "Or, with whatever value, the union of all")
    headers = {"Link": TEXT}
    yield Operation(
        "/graphs", "/graphs", "graph", "graph", "A named graph, or the union of all",
        _answers(GRAPH_FORMS), (graph, default, _format(GRAPH_FORMS)), (400, 404, 406), headers=headers,
    )  # fmt: skip
    prefix = edition.settings.iris.graph("")
    ours = [each.removeprefix(prefix) for each in names if each.startswith(prefix)]
    name = in_path("name", _one_of(ours) if ours else TEXT, "Its name")
    yield Operation(
        "/graph/{name}", "/graph/{name}", "own-graph", "graph", "A named graph of the project's own",
        _answers(GRAPH_FORMS), (name, _format(GRAPH_FORMS)), (400, 404, 406), headers=headers,
    )  # fmt: skip


def _name(edition: Edition) -> tuple[Json, ...]:
    kinds = edition.keys.by_kind
    kind, keys = next(iter(kinds.items()), ("", [""]))
    return (
        in_path("kind", _one_of(list(kinds)) if kinds else TEXT, "The kind of the thing", example=kind),
        in_path("key", {"type": "string", "minLength": 1}, "Its key", example=keys[0]),
    )


def _published(route: str, path: str, id_: str, summary: str) -> Operation:
    return Operation(
        route, path, id_, "graph", summary, _answers(DOCUMENT), (_format(DOCUMENT), LANG), (404, 406),
        headers={"Link": TEXT},
    )  # fmt: skip


def _in_form(path: str, id_: str, summary: str) -> Operation:
    suffix = in_path("suffix", _one_of([each.suffix for each in DOCUMENT]), "The form", example="ttl")
    return Operation(
        f"{path}.{{suffix}}", f"{path}.{{suffix}}", f"{id_}-in-form", "graph", f"{summary}, in one form",
        _answers(DOCUMENT), (suffix, LANG), (400, 404, 406), headers={"Link": TEXT},
    )  # fmt: skip


def _answers(forms: Sequence[Form]) -> dict[str, Json]:
    return {_sent_as(each.media_type): _SCHEMAS.get(each.media_type, TEXT) for each in forms}


def _sent_as(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _format(forms: Sequence[Form]) -> Json:
    return in_query("format", _one_of([each.suffix for each in forms]), "The form; else Accept decides")


def _one_of(words: Sequence[str]) -> Json:
    return {"type": "string", "enum": list(words)}


def _sparql() -> Iterator[Operation]:
    """The endpoint: a query by GET or by either POST; without one, what the endpoint is."""
    graph: Json = {"type": "array", "items": {"type": "string", "format": "uri"}}
    example = "SELECT * WHERE { ?subject ?property ?value } LIMIT 10"
    query = in_query("query", TEXT, "The query", example=example)
    graphs = [in_query(f"{each}-graph-uri", graph, f"A {each} graph") for each in ("default", "named")]
    form = in_query("format", TEXT, "The form of the answer, such as csv; else Accept decides")
    results = {**ROWS, **TRIPLES}
    answers = {each.sent_as.decode(): _SCHEMAS.get(each.media_type, TEXT) for each in results.values()}
    descriptions = {_sent_as(each.media_type): _SCHEMAS.get(each.media_type, TEXT) for each in RDF}
    fields: Json = {"type": "object", "required": ["query"], "properties": {"query": TEXT}}
    problems = (400, 403, 406, *BUSY)
    yield Operation(
        "/sparql", "/sparql", "query", "sparql", "Ask a query; without one, what the endpoint is",
        {**descriptions, **answers}, (query, *graphs, form), (*problems, 414), (303, 304),
    )  # fmt: skip
    yield Operation(
        "/sparql", "/sparql", "query-by-post", "sparql", "Ask a query", answers, (*graphs, form),
        (*problems, 413, 415), (303,), method="post", body={QUERY: TEXT, FORM: fields},
    )  # fmt: skip
