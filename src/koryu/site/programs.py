"""The page that tells how programs use the site, made of what there is."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Final

from koryu.limits import Limits
from koryu.site.documents.forms import DOCUMENT
from koryu.site.documents.profiles import VIEWS
from koryu.site.editions.edition import Edition
from koryu.site.frame.labels import Labels
from koryu.site.frame.reader import Reader
from koryu.site.frame.rendering import Crumb, render
from koryu.site.questions.snippets import snippets
from koryu.site.reconciling.queries import FEATURES

_RESULTS: Final = (
    ("JSON", "application/sparql-results+json"),
    ("XML", "application/sparql-results+xml"),
    ("CSV", "text/csv"),
    ("TSV", "text/tab-separated-values"),
    ("Turtle", "text/turtle"),
    ("N-Triples", "application/n-triples"),
    ("JSON-LD", "application/ld+json"),
    ("RDF/XML", "application/rdf+xml"),
)
_QUERY: Final = "SELECT ?class (COUNT(?thing) AS ?things) WHERE { ?thing a ?class } GROUP BY ?class"


def _batch(edition: Edition, reader: Reader, thing: str) -> str:
    """A batch of one query, to try the reconciliation service with."""
    name = Labels(edition, reader)[f"{edition.settings.base}id/{thing}"].text
    return json.dumps({"q0": {"query": name}}, ensure_ascii=False).replace("'", "\\u0027")


def programs_page(edition: Edition, reader: Reader, limits: Limits, origin: str) -> str:
    """Make the page; ``origin`` is the address of the root of the site, without a slash at its end."""
    questions = edition.catalogue.questions()
    example = next((each for each in questions if each.header.example), next(iter(questions), None))
    thing = next(iter(edition.keys.things), None)
    return render(
        "programs.html",
        edition,
        reader,
        path="api",
        crumbs=[Crumb(reader.words("api"))],
        origin=origin,
        query=_QUERY,
        results=_RESULTS,
        forms=DOCUMENT,
        profiles=VIEWS,
        thing=thing,
        batch=_batch(edition, reader, thing) if thing else "",
        features=FEATURES,
        questions=questions,
        example=example,
        snippets=snippets(edition, example.name, example.header.example, origin) if example else (),
        limits=[(field.name, getattr(limits, field.name)) for field in fields(limits)],
    )
