"""What the terms of a project are called in other vocabularies.

Made of the project's own alignments and of ``profiles.toml``, which goes on from the terms of well-known
vocabularies. A match that is only close is followed too: a profile is a view for those who do not know the
project's terms, not a claim that they are the same.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from koryu.namespaces import RDF_TYPE, RDFS, SKOS
from koryu.rdf.ntriples import Quad, iri, is_iri, value
from koryu.site.editions.statements import Statements

_TYPE: Final = iri(RDF_TYPE)
_WIDER: Final = tuple(
    map(iri, (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf", f"{SKOS}exactMatch", f"{SKOS}closeMatch"))
)


class Mapping:
    """What the terms of a project are called in other vocabularies."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a term and one that is wider or the same."""
        self._wider: defaultdict[str, set[str]] = defaultdict(set)
        for narrow, wide in pairs:
            self._wider[narrow].add(wide)
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def names(self, term: str, namespace: str) -> tuple[str, ...]:
        """List the terms of a namespace that a term implies, itself among them if it is one."""
        key = term, namespace
        if key not in self._known:
            start = f"<{namespace}"
            self._known[key] = tuple(sorted(each for each in self._closure(term) if each.startswith(start)))
        return self._known[key]

    def classes(self, facts: Iterable[Quad], thing: str, namespace: str) -> list[str]:
        """List the classes of a namespace that a thing is in."""
        types = [object_ for (subject, verb, object_), _ in facts if (subject, verb) == (iri(thing), _TYPE)]
        return sorted({value(name) for each in types for name in self.names(each, namespace)})

    def _closure(self, term: str) -> set[str]:
        found = new = {term}
        while new:
            new = {wide for each in new for wide in self._wider.get(each, ())} - found
            found = found | new
        return found


def mapping_of(statements: Statements, ontology: str) -> Mapping:
    """Make the mapping of a build, whose ontology has this IRI."""
    own = statements.within(iri(ontology))
    return Mapping([*((s, o) for (s, p, o), _ in own if p in _WIDER and is_iri(o)), *_known()])


def text_properties() -> frozenset[str]:
    """The properties whose values are texts."""
    return frozenset(_full(name) for name in _table()["texts"]["properties"])


def _known() -> Iterator[tuple[str, str]]:
    table = _table()
    for narrow, wides in table["terms"].items():
        yield from ((_full(narrow), _full(wide)) for wide in wides)


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files(__package__) / "profiles.toml").read_text("utf-8"))


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return iri(f"{_table()['prefixes'][prefix]}{local}")
