"""What a page says of its thing to programs that read pages: https://schema.org/ in JSON-LD.

The same statements as in the profile of documents, told as one tree: the thing, with the names of what it
names beside their IRIs. https://developers.google.com/search/docs/appearance/structured-data
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from koryu.namespaces import RDF_TYPE, SCHEMA, XSD
from koryu.rdf.ntriples import datatype, iri, is_literal, language, value
from koryu.site.documents.about import Document
from koryu.site.documents.profiles import SCHEMA_ORG, view
from koryu.site.editions.edition import Edition
from koryu.site.frame.printing import LONGEST

_TYPE: Final = iri(RDF_TYPE)
_CONTEXT: Final = "https://schema.org/"
_MOST: Final = 500  # statements
_NUMBERS: Final = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double"))
_Node = dict[str, object]


def head_jsonld(edition: Edition, thing: str) -> _Node:
    """Tell what is known of a thing, given by its IRI, for the head of its page; texts that fit there."""
    document = Document(edition, thing)
    told = [triple for triple, _ in view(document, SCHEMA_ORG) if len(triple[2]) <= LONGEST]
    tree = _Tree(told[:_MOST], {document.iri})
    page = {
        "@id": document.iri,
        "@type": "WebPage",
        "license": edition.settings.license,
        "dateModified": edition.built.isoformat(),
        "isPartOf": {
            "@id": edition.settings.iris.dataset,
            "@type": "Dataset",
            "name": edition.settings.title,
            "license": edition.settings.license,
        },
    }
    return {"@context": _CONTEXT, **tree.node(iri(thing)), "mainEntityOfPage": page}


class _Tree:
    """Statements as nested nodes; ``apart``: subjects that stand elsewhere."""

    def __init__(self, triples: Iterable[tuple[str, str, str]], apart: set[str]) -> None:
        self._pairs: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, object_ in sorted(triples):
            if value(subject) not in apart:
                self._pairs[subject][predicate].append(object_)

    def node(self, subject: str, above: frozenset[str] = frozenset()) -> _Node:
        """Tell a subject; one that stands above it is told by its IRI only."""
        node: _Node = {"@id": value(subject)}
        if subject in above:
            return node
        inside = above | {subject}
        for predicate, objects in self._pairs.get(subject, {}).items():
            told = [self._told(predicate, each, inside) for each in objects]
            node[self._key(predicate)] = told[0] if len(told) == 1 else told
        return node

    def _key(self, predicate: str) -> str:
        return "@type" if predicate == _TYPE else value(predicate).removeprefix(SCHEMA)

    def _told(self, predicate: str, term: str, above: frozenset[str]) -> object:
        if predicate == _TYPE:
            return value(term).removeprefix(SCHEMA)
        if not is_literal(term):
            return self.node(term, above)
        if tag := language(term):
            return {"@language": tag, "@value": value(term)}
        return _number(term) if datatype(term) in _NUMBERS else value(term)


def _number(term: str) -> object:
    """A number as JSON has it, if that is the same; else its digits as they are written."""
    text = value(term)
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        return number if str(number) == text else text
    return text
