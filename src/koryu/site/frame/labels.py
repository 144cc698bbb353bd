"""What things are called on a page: every resource by a label in the reader's language, if it has any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from koryu.iris import Iris
from koryu.languages import rank
from koryu.namespaces import DCTERMS, FOAF, OWL, QB, RDF, RDFS, SKOS, VOID
from koryu.queries.binding import bind
from koryu.rdf.ntriples import is_iri, language, value
from koryu.site.editions.edition import Edition
from koryu.site.frame.descriptions import Text, describe
from koryu.site.frame.paths import is_web, path_of
from koryu.site.frame.reader import Reader
from koryu.sssom.curies import SEMAPV, SSSOM

_AT_ONCE: Final = 500  # things of one query
_LONGEST: Final = 300  # characters of a label that a page prints
_ELSEWHERE: Final = 9  # the rank of a label in a language that nobody asked for
_WELL_KNOWN: Final = {
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "owl": OWL,
    "qb": QB,
    "rdf": RDF,
    "rdfs": RDFS,
    "semapv": SEMAPV,
    "skos": SKOS,
    "sssom": SSSOM,
    "void": VOID,
}
_LABELS: Final = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?property ?label WHERE {
  VALUES ?thing { UNDEF }
  ?thing ?property ?label .
  FILTER(?property IN (rdfs:label, skos:prefLabel, dcterms:title, schema:name))
}
"""


@dataclass(frozen=True)
class Label:
    """What a resource is called, in which language, and where a link to it leads: nowhere if it may not."""

    iri: str
    text: str
    lang: str | None
    href: str | None
    is_external: bool = False


@dataclass
class Labels:
    """The labels for a reader of an edition; each is asked for once, many at a time."""

    edition: Edition
    reader: Reader
    _found: dict[str, Label] = field(default_factory=dict)

    def of(self, iris: Iterable[str]) -> dict[str, Label]:
        """Find the labels of resources."""
        wanted = list(dict.fromkeys(iris))
        self._fetch([each for each in wanted if each not in self._found])
        return {each: self._found[each] for each in wanted}

    def __getitem__(self, iri: str) -> Label:
        return self.of((iri,))[iri]

    def _fetch(self, iris: list[str]) -> None:
        for start in range(0, len(iris), _AT_ONCE):
            some = iris[start : start + _AT_ONCE]
            texts = self._texts(some)
            texts |= self._described([each for each in some if each not in texts and self._may_have(each)])
            for each in some:
                self._found[each] = self._label(each, texts)

    def _may_have(self, thing: str) -> bool:
        return self.edition.settings.iris.is_thing(thing) and _is_plain(thing)

    def _described(self, things: list[str]) -> dict[str, Text]:
        """Describe things without a label; a part of a thing is called as the thing itself."""
        if not things:
            return {}
        wholes = {each: each.partition("#")[0] for each in things}
        others = [whole for each, whole in wholes.items() if whole != each]
        found = self._texts(others)
        asked = [whole for whole in wholes.values() if whole not in found]
        if asked:
            found |= describe(self.edition, asked, self.reader.words.lang, self.rank, self._texts)
        return {each: found[whole] for each, whole in wholes.items() if whole in found}

    def _texts(self, iris: list[str]) -> dict[str, Text]:
        """Choose a text for each thing that has one: in the reader's language, else in any."""
        things = [f"<{each}>" for each in dict.fromkeys(iris) if _is_plain(each)]
        if not things:
            return {}
        found: dict[str, tuple[int, str, str | None]] = {}
        for thing, _, label in self.edition.store.select(bind(_LABELS, {"thing": things})).rows:
            if thing and label and not is_iri(label):
                ranked = (self.rank(label), value(label), language(label))
                found[thing] = min(found.get(thing, ranked), ranked, key=lambda each: each[:2])
        return {value(thing): (text, lang) for thing, (_, text, lang) in found.items()}

    def rank(self, label: str) -> int:
        """Rank a literal, given as a term, by how well its language suits the reader: 0 is best."""
        return self.rank_of(language(label))

    def rank_of(self, lang: str | None) -> int:
        """Rank a language tag in the same way."""
        place = rank(lang or "", self.reader.range, self.edition.settings.languages[0])
        return _ELSEWHERE if place is None else place

    def _label(self, iri: str, texts: Mapping[str, Text]) -> Label:
        path = path_of(self.edition.settings.iris, iri)
        is_elsewhere = path is None and is_web(iri) and not self.edition.settings.iris.is_ours(iri)
        href = self.reader.link(path) if path is not None else iri if is_elsewhere else None
        text, lang = texts.get(iri) or self._other(iri)
        return Label(iri, text[:_LONGEST], lang, href, is_external=is_elsewhere)

    def _other(self, iri: str) -> tuple[str, str | None]:
        """Call a resource without a label: by our word for it, its key, a name with a prefix, or its IRI."""
        name = compact(iri, {**_WELL_KNOWN, **self.edition.prefixes})
        if word := self.reader.words.get(name):
            return word, self.reader.words.lang
        iris = self.edition.settings.iris
        return (
            iris.key(iri) if _has_key(iris, iri) else name if is_web(iri) and name != iri else _bare(iri)
        ), None


def compact(iri: str, prefixes: Mapping[str, str]) -> str:
    """Write an IRI as a name with the prefix of the longest namespace that it begins with, else whole."""
    for prefix, namespace in sorted(prefixes.items(), key=lambda each: -len(each[1])):
        if iri.startswith(namespace) and (rest := iri[len(namespace) :]) and "/" not in rest:
            return f"{prefix}:{rest}"
    return iri


def _has_key(iris: Iris, iri: str) -> bool:
    return iris.is_ours(iri) and iris.key(iri) != iri


def _bare(iri: str) -> str:
    """An address as people write it."""
    return unquote(iri.partition("://")[2].rstrip("/") or iri) if is_web(iri) else iri


def _is_plain(iri: str) -> bool:
    """May the IRI stand in a query as it is?"""
    return not any(char in iri for char in '<>"{}|^`\\') and iri.isprintable() and " " not in iri
