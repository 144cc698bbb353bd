"""The concepts as pages: all of them, and each scheme as a tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from koryu.queries.binding import bind
from koryu.rdf.ntriples import value
from koryu.site.editions.edition import Edition
from koryu.site.editions.ontology import BROADER, DEFINITION, DESCRIPTION, LABEL, PREF_LABEL, TITLE, Texts
from koryu.site.frame.labels import Label
from koryu.site.frame.reader import Reader
from koryu.site.frame.rendering import Crumb, Format, render
from koryu.site.vocabulary.terms import FORMATS, Guide, guide_of

_USED: Final = """SELECT ?concept (COUNT(*) AS ?uses) WHERE {
  VALUES ?scheme { UNDEF }
  ?concept <http://www.w3.org/2004/02/skos/core#inScheme> ?scheme .
  ?thing ?property ?concept .
  FILTER(!STRSTARTS(STR(?property), "http://www.w3.org/2004/02/skos/core#"))
}
GROUP BY ?concept"""


@dataclass(frozen=True)
class Leaf:
    """A concept in the tree of its scheme, with the narrower ones.

    ``is_first``: no tree before it on the page has it, so that links to it lead here.
    """

    key: str
    iri: str
    label: Label
    names: Texts
    definition: tuple[str, str] | None
    uses: int
    narrower: tuple[Leaf, ...]
    is_first: bool


@dataclass(frozen=True)
class Scheme:
    """A concept scheme as a tree."""

    key: str
    iri: str
    label: Label
    names: Texts
    description: tuple[str, str] | None
    top: tuple[Leaf, ...]
    count: int


def scheme_page(edition: Edition, key: str, reader: Reader) -> str | None:
    """Make the page of a concept scheme; None if there is none of this key."""
    node = edition.ontology.schemes.get(key)
    if node is None:
        return None
    scheme = _scheme(guide_of(edition, reader), key, node, set())
    return render(
        "scheme.html",
        edition,
        reader,
        path=f"def/scheme/{key}",
        crumbs=[
            Crumb(reader.words("ontology"), "def"),
            Crumb(reader.words("concepts"), "def/concept"),
            Crumb(scheme.label.text),
        ],
        scheme=scheme,
    )


def concepts_page(edition: Edition, reader: Reader) -> str:
    """Make the page of all concepts, by their schemes."""
    guide, seen = guide_of(edition, reader), set[str]()
    return render(
        "concepts.html",
        edition,
        reader,
        path="def/concept",
        crumbs=[Crumb(reader.words("ontology"), "def"), Crumb(reader.words("concepts"))],
        formats=[Format(name, kind, f"def/concept.{suffix}") for name, kind, suffix in FORMATS],
        schemes=[_scheme(guide, key, node, seen) for key, node in edition.ontology.schemes.items()],
    )


def _scheme(guide: Guide, key: str, node: str, seen: set[str]) -> Scheme:
    ontology = guide.ontology
    concepts = ontology.concepts(node)
    guide.labels.of(value(each) for each in concepts)
    used = {concept: int(value(uses)) for concept, uses in _used(guide, node) if concept and uses}
    top = [each for each in concepts if not set(ontology.objects(each, BROADER)) & set(concepts)]
    return Scheme(
        key,
        value(node),
        guide.label(node),
        ontology.texts(node, TITLE, LABEL),
        guide.text(node, DESCRIPTION, DEFINITION),
        tuple(_leaf(guide, each, set(concepts), used, seen) for each in _sorted(guide, top or concepts)),
        len(concepts),
    )


def _used(guide: Guide, scheme: str) -> list[tuple[str | None, ...]]:
    return guide.edition.store.select(bind(_USED, {"scheme": [scheme]})).rows


def _leaf(guide: Guide, node: str, left: set[str], used: dict[str, int], seen: set[str]) -> Leaf:
    """Make a concept of those that are ``left``, so that a circle ends; ``seen``: those before it."""
    left = left - {node}
    is_first = node not in seen
    seen.add(node)
    ontology = guide.ontology
    narrower = [each for each in ontology.subjects(BROADER, node) if each in left]
    return Leaf(
        ontology.iris.key(value(node)),
        value(node),
        guide.label(node),
        ontology.texts(node, PREF_LABEL),
        guide.text(node, DEFINITION),
        used.get(node, 0),
        tuple(_leaf(guide, each, left, used, seen) for each in _sorted(guide, narrower)),
        is_first,
    )


def _sorted(guide: Guide, nodes: Iterable[str]) -> list[str]:
    return sorted(nodes, key=lambda node: (guide.label(node).text.casefold(), node))
