"""Triples by subject and property, to look up what is known of a thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from koryu.iris import Iris
from koryu.namespaces import RDF_TYPE, RDFS_LABEL
from koryu.rdf.ntriples import Triple, iri, is_iri, language, value


class Index:
    """What is known of things; subjects and objects are terms, properties of the ontology their names."""

    def __init__(self, triples: Iterable[Triple], iris: Iris) -> None:
        self.iris = iris
        self._objects: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._members: defaultdict[str, set[str]] = defaultdict(set)
        for subject, predicate, object_ in triples:
            self._objects[subject, predicate].add(object_)
            if predicate == iri(RDF_TYPE):
                self._members[object_].add(subject)

    def members(self, name: str) -> list[str]:
        """List the things of a class, sorted."""
        return sorted(self._members.get(iri(self.iris.term(name)), ()))

    def one(self, subject: str, name: str) -> str | None:
        """Take the value of a property; of several the first, None if there is none."""
        return min(self._objects.get((subject, iri(self.iris.term(name))), ()), default=None)

    def text(self, subject: str, name: str) -> str | None:
        """Take the value of a property as it is printed: the key of a thing, the text of a literal."""
        term = self.one(subject, name)
        return None if term is None else self.key(term)

    def key(self, term: str) -> str:
        """Print a term: the key of a thing, the text of a literal."""
        return self.iris.key(value(term)) if is_iri(term) else value(term)

    def labels(self, subject: str) -> dict[str, str]:
        """Take the labels by column: ``label_en``, ``label_zh_hans``; without a language ``label``."""
        labels = sorted(self._objects.get((subject, iri(RDFS_LABEL)), ()), reverse=True)
        found = {_column(language(label)): value(label) for label in labels}
        return dict(sorted(found.items()))


def _column(tag: str | None) -> str:
    return f"label_{tag.lower().replace('-', '_')}" if tag else "label"
