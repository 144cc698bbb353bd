"""The page on which a query is written: in an editor, or without JavaScript in a plain field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from koryu.queries.header import text_in
from koryu.rdf.ntriples import value
from koryu.site.editions.edition import Edition
from koryu.site.editions.ontology import Ontology
from koryu.site.frame.reader import Reader
from koryu.site.frame.rendering import Crumb, render
from koryu.site.questions.outcome import Fault, Outcome

_FIRST: Final = """\
SELECT ?class (COUNT(?thing) AS ?things) WHERE {
  ?thing a ?class .
}
GROUP BY ?class
ORDER BY DESC(?things) ?class
LIMIT 20
"""
_WORDS: Final = ("stop", "stopped", "running", "unreachable", "unexpected", "seconds")


def editor_page(
    edition: Edition,
    reader: Reader,
    query: str,
    *,
    example: str | None = None,
    came: Outcome | Fault | None = None,
) -> str:
    """Make the page with a query, and what came of it; ``example`` names the stored query that it is."""
    words = {name: reader.words(f"editor_{name}") for name in _WORDS}
    stored = edition.catalogue.questions()
    return render(
        "editor.html",
        edition,
        reader,
        path="editor",
        crumbs=[Crumb(reader.words("editor"))],
        asked={"query": query} if came else {"example": example} if example else {},
        query=query,
        example=example,
        examples=[(each.name, text_in(each.header.summary, reader.lang)) for each in stored],
        browser_words=json.dumps(words, ensure_ascii=False),
        outcome=came if isinstance(came, Outcome) else None,
        fault=came if isinstance(came, Fault) else None,
    )


def first_query(edition: Edition, example: str | None, lang: str) -> str:
    """Write what a reader begins with: a stored query without its header, or one about anything.

    Raises:
        QueryError: There is no stored query of this name.
    """
    if example is None:
        return _FIRST
    stored = edition.catalogue.read(example)
    lines = [line for line in stored.text.splitlines() if not line.startswith("#+")]
    return f"# {text_in(stored.header.summary, lang)}\n" + "\n".join(lines).strip() + "\n"


def editor_terms(edition: Edition, lang: str) -> dict[str, object]:
    """List what the editor completes: the prefixes, and the terms and concepts with their labels."""
    return {"prefixes": edition.prefixes, "terms": list(_terms(edition.ontology, lang))}


def _terms(ontology: Ontology, lang: str) -> Iterator[dict[str, str]]:
    nodes = [term.iri for term in ontology.terms.values()]
    nodes += [concept for scheme in ontology.schemes.values() for concept in ontology.concepts(scheme)]
    for node in dict.fromkeys(nodes):
        yield {"iri": value(node), "label": ontology.label(node, lang)}
