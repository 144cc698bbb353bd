"""The page on which a query is written: in an editor, or without JavaScript in a plain field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from koryu.queries.header import text_in
from koryu.rdf.ntriples import value
from koryu.site.edition import Edition
from koryu.site.ontology import Ontology
from koryu.site.reader import Reader
from koryu.site.rendering import Crumb, render

_FIRST: Final = """\
SELECT ?class (COUNT(?thing) AS ?things) WHERE {
  ?thing a ?class .
}
GROUP BY ?class
ORDER BY DESC(?things) ?class
LIMIT 20
"""
_WORDS: Final = (
    "place", "stop", "stopped", "running", "unreachable", "unexpected", "rows", "seconds", "shown",
    "truncated", "yes", "no", "result", "downloads",
)  # fmt: skip
_FORMS: Final = {
    "csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML",
    "ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF/XML",
}  # fmt: skip


def editor_page(
    edition: Edition, reader: Reader, query: str | None = None, example: str | None = None
) -> str:
    """Make the page with a query, else with a stored query for an example, else with a first one.

    Raises:
        QueryError: There is no stored query of this name.
    """
    if query is None:
        query = _FIRST if example is None else _text(edition, example, reader.lang)
    words = {name: reader.words(f"editor_{name}") for name in _WORDS}
    return render(
        "editor.html",
        edition,
        reader,
        path="editor",
        crumbs=[Crumb(reader.words("editor"))],
        query=query,
        example=example,
        examples=[
            (each.name, text_in(each.header.summary, reader.lang)) for each in edition.catalogue.questions()
        ],
        browser_words=json.dumps({**words, "formats": _FORMS}, ensure_ascii=False),
        browser_places=json.dumps(_places(edition, reader)),
        prefixes=edition.prefixes,
    )


def _text(edition: Edition, name: str, lang: str) -> str:
    """Write a stored query for people: what it asks, then the query, without its header."""
    stored = edition.catalogue.read(name)
    lines = [line for line in stored.text.splitlines() if not line.startswith("#+")]
    return f"# {text_in(stored.header.summary, lang)}\n" + "\n".join(lines).strip() + "\n"


def _places(edition: Edition, reader: Reader) -> list[tuple[str, str]]:
    """List how IRIs become addresses of pages here: by what they begin with."""
    iris, root = edition.settings.iris, reader.root
    return [
        (f"{iris.base}id/", f"{root}/doc/"),
        (iris.concept(""), f"{root}/def/concept#"),
        (iris.term(""), f"{root}/def/"),
    ]


def editor_terms(edition: Edition, lang: str) -> dict[str, object]:
    """List what the editor completes: the prefixes, and the terms and concepts with their labels."""
    return {"prefixes": edition.prefixes, "terms": list(_terms(edition.ontology, lang))}


def _terms(ontology: Ontology, lang: str) -> Iterator[dict[str, str]]:
    nodes = [term.iri for term in ontology.terms.values()]
    nodes += [concept for scheme in ontology.schemes.values() for concept in ontology.concepts(scheme)]
    for node in dict.fromkeys(nodes):
        yield {"iri": value(node), "label": ontology.label(node, lang)}
