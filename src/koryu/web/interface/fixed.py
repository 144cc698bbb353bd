"""The operations that every site has, whatever its project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from koryu.site.editions.contents import ANNIVERSARIES, has_calendar
from koryu.site.editions.edition import Edition
from koryu.web.interface.operations import BUSY, HTML, LANG, Operation, in_path, in_query
from koryu.web.interface.schemas import TEXT, Json, parameter_description, parameter_schema
from koryu.web.metrics import MEDIA_TYPE as METRICS

TAGS: Final = {
    "questions": "Stored queries: questions with parameters, answered as tables or graphs",
    "pages": "What people see",
    "things": "Things, and the documents about them",
    "graph": "The vocabulary, the dataset and the whole graph",
    "sparql": "Queries of one's own: https://www.w3.org/TR/sparql11-protocol/",
    "reconciliation": "Tables of others matched: the Reconciliation Service API 0.2",
    "feeds": "What programs of people subscribe to",
    "site": "About the site itself",
}
_TEXT: Final = "text/plain; charset=utf-8"
_XML: Final = "application/xml"
_YEAR: Final = {"type": "string", "pattern": "^[1-8][0-9]{3}$"}


def fixed_operations(edition: Edition) -> Iterator[Operation]:
    """Describe what is neither a stored query nor the graph."""
    yield from _pages()
    yield from _search()
    yield from _feeds(edition)
    yield from _site()


def _pages() -> Iterator[Operation]:
    yield Operation("/", "/", "home", "pages", "The first page", {HTML: TEXT}, (LANG,))
    query = in_query("query", {"type": "string", "maxLength": 100_000}, "A query to begin with")
    example = in_query("example", TEXT, "The name of a stored query to begin with")
    yield Operation(
        "/editor", "/editor", "editor", "pages", "The editor of queries", {HTML: TEXT},
        (query, example, LANG), (400, 403, 404, 406, 413, 414, *BUSY),
    )  # fmt: skip
    yield Operation(
        "/editor/terms.json", "/editor/terms.json", "terms", "pages", "What the editor completes",
        {"application/json": {}}, (LANG,),
    )  # fmt: skip
    yield Operation("/query", "/query", "questions", "pages", "All questions", {HTML: TEXT}, (LANG,))
    yield Operation(
        "/findings", "/findings", "findings", "pages", "What validation found, and where sources disagree",
        {HTML: TEXT}, (LANG,), BUSY,
    )  # fmt: skip
    yield Operation("/api", "/api", "programs", "pages", "How programs use the site", {HTML: TEXT}, (LANG,))


def _search() -> Iterator[Operation]:
    most = {"type": "integer", "minimum": 1, "maximum": 200}
    asked = (
        in_query("q", TEXT, "What to look for: names in any language, or codes", example="Dalian"),
        in_query("class", TEXT, "Things of this class alone"),
        in_query("scheme", TEXT, "Concepts of this scheme alone"),
        in_query("page", {"type": "integer", "minimum": 1, "maximum": 1000, "default": 1}, "The page"),
        in_query("limit", most, "Results on a page"),
        LANG,
    )
    found = {"application/json": {"type": "object"}}
    form = in_query("format", {"type": "string", "enum": ["html", "json"]}, "The form; else Accept decides")
    yield Operation(
        "/search",
        "/search",
        "search",
        "pages",
        "Search the graph",
        {HTML: TEXT, **found},
        (*asked, form),
        (400,),
    )
    yield Operation(
        "/search.json", "/search.json", "search-json", "pages", "Search the graph", found, asked, (400,)
    )


def _feeds(edition: Edition) -> Iterator[Operation]:
    headers = {"Content-Language": TEXT}
    yield Operation(
        "/feed.atom", "/feed.atom", "changes", "feeds", "What changed from build to build",
        {"application/atom+xml; charset=utf-8": TEXT}, (LANG,), (400,), headers=headers,
    )  # fmt: skip
    if has_calendar(edition):
        yield Operation(
            f"/{ANNIVERSARIES}.ics", f"/{ANNIVERSARIES}.ics", "calendar", "feeds",
            "Anniversaries as a calendar",
            {"text/calendar; charset=utf-8": TEXT}, (*_calendar(edition), LANG),
            (400, *BUSY), headers=headers,
        )  # fmt: skip


def _calendar(edition: Edition) -> Iterator[Json]:
    """Its parameters: those of the question."""
    yield in_query("year", _YEAR, "One year; else this one and those around it")
    for each in edition.catalogue.read(ANNIVERSARIES).header.parameters:
        if each.name not in ("year", "lang"):
            yield in_query(each.name, parameter_schema(each, edition), parameter_description(each, "en"))


def _site() -> Iterator[Operation]:
    yield Operation(
        "/openapi.json", "/openapi.json", "openapi", "site", "This description",
        {"application/json": {"type": "object", "required": ["openapi", "info", "paths"]}},
        (LANG,), (400,),
    )  # fmt: skip
    yield Operation(
        "/static/{name:path}", "/static/{name}", "asset", "site", "A file that pages are made with",
        {"*/*": {}}, (in_path("name", TEXT, "The file", example="style.css"),), (400, 404),
    )  # fmt: skip
    health = {"type": "object", "required": ["status", "edition", "built"]}
    yield Operation(
        "/healthz", "/healthz", "health", "site", "Is the server alive, and of which build?",
        {"application/json": health, _TEXT: TEXT}, others=(),
    )  # fmt: skip
    yield Operation(
        "/metrics", "/metrics", "metrics", "site", "Counts, for Prometheus", {METRICS: TEXT}, others=()
    )
    yield Operation("/robots.txt", "/robots.txt", "robots", "site", "Where robots may go", {_TEXT: TEXT})
    part = in_path("part", {"type": "integer", "minimum": 1}, "The part")
    yield Operation("/sitemap.xml", "/sitemap.xml", "sitemap", "site", "The map of the site", {_XML: TEXT})
    yield Operation(
        "/sitemap-{part:int}.xml", "/sitemap-{part}.xml", "sitemap-part", "site", "A part of the map",
        {_XML: TEXT}, (part,), (400, 404),
    )  # fmt: skip
