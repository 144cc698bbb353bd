"""All names of an edition, folded, and what they are names of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, takewhile
from typing import Final

from koryu.names import fold, pinyin
from koryu.namespaces import DCTERMS, RDF_TYPE, RDFS, SKOS
from koryu.queries.binding import bind
from koryu.rdf.ntriples import iri, is_iri, is_literal, language, value
from koryu.site.editions.edition import Edition
from koryu.site.editions.roles import TEXT, roles_of
from koryu.site.editions.said import said_of

_MOST: Final = 500_000  # names; a graph with more is searched in part
_LABELS: Final = (f"{RDFS}label", f"{SKOS}prefLabel", f"{DCTERMS}title")
_OTHERS: Final = (f"{SKOS}altLabel", f"{SKOS}hiddenLabel")
_CODES: Final = (f"{SKOS}notation", f"{DCTERMS}identifier")
_CODE: Final = re.compile(r"[0-9A-Z][0-9A-Z./-]{0,19}")
_SAMPLE: Final = 40  # values of a property by which it is known to hold codes
_NAMES: Final = f"""
SELECT ?thing ?property ?name WHERE {{
  VALUES ?property {{ UNDEF }}
  ?thing ?property ?name .
  FILTER(ISIRI(?thing))
}}
LIMIT {_MOST}
"""
_SAMPLES: Final = f"""
SELECT ?value WHERE {{
  VALUES ?property {{ UNDEF }}
  ?thing ?property ?value .
}}
LIMIT {_SAMPLE}
"""
LABEL, OTHER, CODE, FORMER, SAID = range(5)  # how well a name names
WHOLE, BEGIN, WORD, WITHIN = range(4)  # how a name meets a text that it holds


@dataclass(frozen=True)
class Name:
    """A name of a resource: as it is written, folded, and of which kind: ``LABEL`` is best, ``SAID`` last."""

    iri: str
    text: str
    lang: str | None
    folded: str
    kind: int

    @property
    def key(self) -> str:
        """The folded name as one word."""
        return self.folded.replace(" ", "")


@dataclass
class NameIndex:
    """The names of an edition, by what they name."""

    names: list[Name]
    _keys: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self._keys = [name.key for name in self.names]

    def holding(self, wanted: str) -> Iterator[Name]:
        """Find the names whose key holds the key ``wanted``."""
        return (name for name, key_ in zip(self.names, self._keys, strict=True) if wanted in key_)

    def of(self, iri: str) -> list[Name]:
        """List the names of a resource, the best first."""
        start = bisect_left(self.names, iri, key=lambda each: each.iri)
        return list(takewhile(lambda each: each.iri == iri, islice(self.names, start, None)))

    @cached_property
    def _pairs(self) -> dict[str, list[int]]:
        """The places of names by each two letters that follow each other in them."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, key_ in enumerate(self._keys):
            if self.names[place].kind != SAID:
                for pair in _pairs(key_):
                    found[pair].append(place)
        return found

    def alike(self, wanted: str, most: int = 300) -> list[Name]:
        """Find the names that have most pairs of letters in common with the key ``wanted``."""
        wanted_pairs = _pairs(wanted)
        counts = Counter(place for pair in wanted_pairs for place in self._pairs.get(pair, ()))
        shared = {
            place: 2 * n / (len(wanted_pairs) + max(1, len(self._keys[place]) - 1))
            for place, n in counts.items()
        }
        best = sorted(shared, key=lambda place: (-shared[place], place))[:most]
        return [self.names[place] for place in best]


def how_met(folded: str, key: str) -> int:
    """Tell how a folded name meets a key that it holds: whole, at its begin, at that of a word, within."""
    words = folded.split(" ")
    whole = "".join(words)
    if whole.startswith(key):
        return WHOLE if whole == key else BEGIN
    starts = ("".join(words[place:]) for place in range(1, len(words)))
    return WORD if any(each.startswith(key) for each in starts) else WITHIN


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


def name_index(edition: Edition) -> NameIndex:
    """Read the names of an edition, once."""
    return edition.once(_read_index)


def _read_index(edition: Edition) -> NameIndex:
    found = {
        (name.iri, name.folded, name.text): name
        for name in sorted(_names(edition), key=lambda each: -each.kind)
    }
    return NameIndex(sorted(found.values(), key=lambda each: (each.iri, each.kind, each.folded)))


def _names(edition: Edition) -> Iterator[Name]:
    said = sorted(roles_of(edition).terms(TEXT))
    kinds = {**dict.fromkeys(said, SAID), **dict.fromkeys(code_properties(edition), CODE)}
    kinds |= {**dict.fromkeys(_CODES, CODE), **dict.fromkeys(_OTHERS, OTHER), **dict.fromkeys(_LABELS, LABEL)}
    terms = {"property": [iri(each) for each in sorted(kinds)]}
    for thing, property_, name in edition.store.select(bind(_NAMES, terms)).rows:
        if thing and property_ and name and is_literal(name):
            yield from _spellings(value(thing), value(name), language(name), kinds[value(property_)])
    yield from _keys(edition)
    yield from _questions(edition)


def _spellings(thing: str, text: str, lang: str | None, kind: int) -> Iterator[Name]:
    """Name a thing, also in pinyin; a part of a thing names the thing, as it was once called."""
    whole, _, part = thing.partition("#")
    is_part = bool(part) and "/id/" in whole
    kind = FORMER if is_part and kind < FORMER else kind
    of = whole if is_part else thing
    if folded := fold(text):
        yield Name(of, text, lang, folded, kind)
    if lang and lang.lower().startswith("zh") and kind != SAID and (latin := pinyin(text)):
        yield Name(of, text, lang, fold(latin), max(kind, OTHER))


def code_properties(edition: Edition) -> list[str]:
    """Find the properties whose values are codes, by some of their values, once."""
    return edition.once(_read_codes)


def _read_codes(edition: Edition) -> list[str]:
    found = []
    for term in edition.ontology.of_kind("datatype"):
        rows = edition.store.select(bind(_SAMPLES, {"property": [term.iri]})).rows
        texts = [text for (text,) in rows if text]
        if texts and all(_is_code(text) for text in texts):
            found.append(value(term.iri))
    return found


def _is_code(term: str) -> bool:
    return is_literal(term) and term.endswith('"') and _CODE.fullmatch(value(term)) is not None


def _keys(edition: Edition) -> Iterator[Name]:
    """Name each thing, term and concept by its key."""
    iris = edition.settings.iris
    ontology = edition.ontology
    concepts = (value(each) for scheme in ontology.schemes.values() for each in ontology.concepts(scheme))
    terms = (value(term.iri) for term in ontology.terms.values())
    things = (f"{iris.base}id/{each}" for each in edition.keys.things[:_MOST])
    for each in (*things, *terms, *concepts):
        if folded := fold(iris.key(each)):
            yield Name(each, iris.key(each), None, folded, CODE)


def _questions(edition: Edition) -> Iterator[Name]:
    iris = edition.settings.iris
    for query in edition.catalogue.questions():
        of = iris.query(query.name)
        yield Name(of, query.name, None, fold(query.name), CODE)
        for tag, text in query.header.summary.items():
            yield Name(of, text, tag or None, fold(text), SAID)


def classes_of(edition: Edition, things: Iterable[str]) -> dict[str, list[str]]:
    """Find the classes of things, as terms, by their IRIs."""
    said = said_of(edition, things, [RDF_TYPE])
    return {thing: [class_ for _, class_ in some if is_iri(class_)] for thing, some in said.items()}
