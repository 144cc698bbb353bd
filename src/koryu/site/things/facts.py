"""What is said of a thing, as a page shows it: properties by their labels, values by their kinds.

Two properties that say the earliest and the latest day of one date are shown as that date, and a figure as
its source prints it stands beside the number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from koryu.namespaces import RDF_TYPE, RDFS, SKOS, XSD
from koryu.rdf.ntriples import Quad, datatype, iri, is_iri, is_literal, language, value
from koryu.site.editions.ontology import SUB_PROPERTY, Ontology
from koryu.site.frame.dates import Span, span_of
from koryu.site.frame.labels import Label, Labels

NAMES: Final = tuple(
    iri(each) for each in (f"{RDFS}label", *(f"{SKOS}{name}Label" for name in ("pref", "alt", "hidden")))
)
MATCHES: Final = tuple(
    iri(each)
    for each in (
        *(f"{SKOS}{name}Match" for name in ("exact", "close", "broad", "narrow", "related")),
        "http://www.w3.org/2002/07/owl#sameAs",
        f"{RDFS}seeAlso",
    )
)
TYPE: Final = iri(RDF_TYPE)
_NUMBERS: Final = {
    f"{XSD}{name}"
    for name in (
        "integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger",
        "positiveInteger",
    )
}  # fmt: skip
_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9.:/-]{1,19}")
_DIGEST: Final = re.compile(r"[0-9a-f]{32,128}")
_PRINTED: Final = "AsPublished"  # the end of the names of properties that keep the form of a source
_ORDER: Final = ("thing", "date", "number", "boolean", "code", "text")
_MOST: Final = 200  # values of one property that a page shows


@dataclass(frozen=True)
class Value:
    """A value. ``kind``: ``thing``, ``date``, ``number``, ``boolean``, ``code`` or ``text``."""

    kind: str
    text: str
    lang: str | None = None
    thing: Label | None = None
    span: Span | None = None
    printed: str | None = None


@dataclass
class Fact:
    """A property with its values; ``notes`` are the numbers of the footnotes that it rests on."""

    label: Label
    title: str
    lang: str | None
    values: list[Value]
    graphs: frozenset[str]
    notes: list[int] = field(default_factory=list)
    left_out: int = 0

    @property
    def kind(self) -> str:
        """The kind of its first value."""
        return self.values[0].kind


Objects = dict[str, dict[str, set[str]]]  # by predicate: the objects, each with its graphs


def objects_of(quads: Iterable[Quad]) -> Objects:
    """Gather the statements about one subject by predicate and object."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for (_, predicate, object_), graph in quads:
        found[predicate][object_].add(graph)
    return {predicate: dict(objects) for predicate, objects in found.items()}


def facts_of(objects: Objects, labels: Labels, left_out: Iterable[str] = ()) -> list[Fact]:
    """Make the facts of one subject, sorted for reading; the predicates ``left_out`` are shown elsewhere.

    What a subproperty says already is not said again.
    """
    passed = {TYPE, *left_out}
    told = {predicate: found for predicate, found in objects.items() if predicate not in passed}
    kept = _without_repetition(told, labels.edition.ontology)
    labels.of(_mentioned(kept))
    spans, taken = _spans(kept, labels)
    facts = [
        *spans,
        *(_fact(predicate, found, labels) for predicate, found in kept.items() if predicate not in taken),
    ]
    facts = _with_printed(facts)
    return sorted(facts, key=lambda fact: (_ORDER.index(fact.kind), fact.title.casefold(), fact.label.iri))


def _without_repetition(objects: Objects, ontology: Ontology) -> Objects:
    repeated: defaultdict[str, set[str]] = defaultdict(set)
    for narrow, found in objects.items():
        for wide in ontology.supers(narrow, SUB_PROPERTY):
            repeated[wide] |= set(found)
    left = {
        predicate: {each: graphs for each, graphs in found.items() if each not in repeated[predicate]}
        for predicate, found in objects.items()
    }
    return {predicate: found for predicate, found in left.items() if found}


def _mentioned(objects: Objects) -> list[str]:
    predicates = [value(each) for each in objects]
    values = [value(each) for found in objects.values() for each in sorted(found)[:_MOST] if is_iri(each)]
    return predicates + values


def _fact(predicate: str, found: dict[str, set[str]], labels: Labels) -> Fact:
    label = labels[value(predicate)]
    shown = sorted(found)[:_MOST]
    ranked = sorted((labels.rank(each) if is_literal(each) else 0, each) for each in shown)
    values = [_value(each, labels) for _, each in ranked]
    if all(each.lang is None or each.kind == "thing" for each in values):
        values.sort(key=lambda each: (each.kind, each.text.casefold()))
    graphs = frozenset(graph for some in found.values() for graph in some)
    return Fact(label, label.text, label.lang, values, graphs, left_out=len(found) - len(shown))


def _value(term: str, labels: Labels) -> Value:
    if not is_literal(term):
        label = labels[value(term)] if is_iri(term) else Label(term, term, None, None)
        return Value("thing", label.text, label.lang, label)
    text, kind = value(term), datatype(term)
    if (span := span_of(term)) is not None:
        return Value("date", span.printed(labels.reader.words), span=span)
    if kind in _NUMBERS:
        return Value("number", text)
    if kind == f"{XSD}boolean":
        return Value("boolean", "yes" if text in ("true", "1") else "no")
    if kind == f"{XSD}anyURI" and labels.reader and (label := labels[text]).is_external:
        return Value("thing", label.text, label.lang, label)
    if language(term) is None and (_CODE.fullmatch(text) or _DIGEST.fullmatch(text)):
        return Value("code", text)
    return Value("text", text, language(term))


def _spans(objects: Objects, labels: Labels) -> tuple[list[Fact], set[str]]:
    """Make one date of each two properties whose names differ by earliest and latest."""
    facts: list[Fact] = []
    taken: set[str] = set()
    for first in sorted(objects):
        last = first.replace("earliest", "latest").replace("Earliest", "Latest")
        pair = [next(iter(objects.get(each, {"": set()}))) for each in (first, last)]
        spans = [span_of(each) for each in pair]
        single = all(len(objects.get(each, ())) == 1 for each in (first, last))
        if last != first and single and spans[0] and spans[1] and spans[0].first <= spans[1].last:
            span = Span(spans[0].first, spans[1].last)
            facts.append(_date(first, span, objects, labels))
            taken |= {first, last}
    return facts, taken


def _date(first: str, span: Span, objects: Objects, labels: Labels) -> Fact:
    label = labels[value(first)]
    is_plain = value(first).endswith(("#earliest", "/earliest"))
    title = labels.reader.words("date") if is_plain else re.split("[,、，（(]", label.text)[0].strip()
    shown = Value("date", span.printed(labels.reader.words), span=span)
    graphs = frozenset(graph for some in objects[first].values() for graph in some)
    return Fact(label, title, labels.reader.lang if is_plain else label.lang, [shown], graphs)


def _with_printed(facts: Sequence[Fact]) -> list[Fact]:
    """Put the form that a source prints beside the value that it gives, where that is plain."""
    kept = []
    for fact in facts:
        stem = _stem(fact)
        if fact.label.iri.endswith(_PRINTED) and len(fact.values) == 1:
            meant = [each for each in facts if each is not fact and _is_meant(each, stem)]
            if len(meant) == 1:
                only = meant[0].values[0]
                meant[0].values = [Value(only.kind, only.text, span=only.span, printed=fact.values[0].text)]
                continue
        kept.append(fact)
    return kept


def _stem(fact: Fact) -> str:
    return fact.label.iri.rpartition("#")[2].rpartition("/")[2].removesuffix(_PRINTED).casefold()


def _is_meant(fact: Fact, stem: str) -> bool:
    if len(fact.values) != 1 or fact.label.iri.endswith(_PRINTED):
        return False
    if fact.kind == "date":
        return stem == "date"
    return fact.kind == "number" and stem in _stem(fact)
