"""The vocabulary as pages: an overview, and a page for each class and property."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from koryu.namespaces import DCTERMS, OWL, RDFS
from koryu.queries.binding import bind
from koryu.rdf.ntriples import iri, is_iri, language, value
from koryu.site.drawing.class_geometry import draw_classes
from koryu.site.editions.edition import Edition
from koryu.site.editions.ontology import (
    DEFINITION,
    DESCRIPTION,
    DOMAIN,
    EXAMPLE,
    INVERSE,
    LABEL,
    RANGE,
    SUB_CLASS,
    SUB_PROPERTY,
    TITLE,
    TRAITS,
    TYPE,
    Bound,
    Ontology,
    Term,
    Texts,
)
from koryu.site.frame.labels import Label, Labels
from koryu.site.frame.reader import Reader
from koryu.site.frame.rendering import Crumb, Format, render
from koryu.site.vocabulary.checking import checking_of, view_of
from koryu.validation.reports.groups import rule_heading, rule_id

_EXAMPLES: Final = 6  # uses that a page shows
_LOOKED_AT: Final = 40  # uses that they are chosen from: some look alike
_COMMENT: Final = iri(f"{RDFS}comment")
_REPLACED_BY: Final = iri(f"{DCTERMS}isReplacedBy")
_DEPRECATED: Final = (iri(f"{OWL}DeprecatedClass"), iri(f"{OWL}DeprecatedProperty"))
_THINGS: Final = """SELECT DISTINCT ?thing WHERE {
  VALUES ?class { UNDEF }
  ?thing a ?class .
}
"""
_STATEMENTS: Final = """SELECT ?thing ?value WHERE {
  VALUES ?property { UNDEF }
  ?thing ?property ?value .
}
"""
_HEADER: Final = (
    ("version", iri(f"{OWL}versionInfo")),
    *((name, iri(f"{DCTERMS}{name}")) for name in ("created", "modified", "license", "source")),
    ("prefix", iri("http://purl.org/vocab/vann/preferredNamespacePrefix")),
)
FORMATS: Final = (
    ("Turtle", "text/turtle", "ttl"),
    ("JSON-LD", "application/ld+json", "jsonld"),
    ("RDF/XML", "application/rdf+xml", "rdf"),
    ("N-Triples", "application/n-triples", "nt"),
)


@dataclass(frozen=True)
class Line:
    """A term in a list: where its page is, its label and definition, and how often it is used."""

    term: Term
    label: Label
    definition: tuple[str, str] | None
    uses: int
    domain: tuple[Label, ...] = ()
    range: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Guide:
    """Makes pages of the vocabulary for a reader."""

    edition: Edition
    reader: Reader
    labels: Labels

    @property
    def ontology(self) -> Ontology:
        """What the pages are about."""
        return self.edition.ontology

    def label(self, node: str) -> Label:
        """Call what a term stands for."""
        return self.labels[value(node)]

    def named(self, nodes: Iterable[str]) -> tuple[Label, ...]:
        """Call things, those with IRIs only."""
        return tuple(self.label(node) for node in nodes if is_iri(node))

    def text(self, node: str, *predicates: str) -> tuple[str, str] | None:
        """Choose a text for the reader, with its language."""
        return self.ontology.text(node, self.reader.lang, *predicates)

    def line(self, term: Term) -> Line:
        """Make a line of a list of terms."""
        ontology = self.ontology
        return Line(
            term,
            self.label(term.iri),
            self.text(term.iri, DEFINITION, _COMMENT),
            ontology.uses(term.iri),
            self.named(ontology.objects(term.iri, DOMAIN)),
            self.named(ontology.objects(term.iri, RANGE)),
        )

    def lines(self, *kinds: str) -> list[Line]:
        """List the terms of some kinds, in the order of their labels."""
        terms = self.ontology.of_kind(*kinds)
        self.labels.of(value(each.iri) for each in terms)
        return self.in_order(terms)

    def in_order(self, terms: Iterable[Term]) -> list[Line]:
        """List terms in the order of their labels."""
        return sorted(
            (self.line(each) for each in terms), key=lambda line: (line.label.text.casefold(), line.term.name)
        )


def guide_of(edition: Edition, reader: Reader) -> Guide:
    """Make what makes pages of the vocabulary for a reader."""
    return Guide(edition, reader, Labels(edition, reader))


def ontology_page(edition: Edition, reader: Reader) -> str:
    """Make the overview of the ontology."""
    guide, ontology = guide_of(edition, reader), edition.ontology
    return render(
        "ontology.html",
        edition,
        reader,
        path="def",
        crumbs=[Crumb(reader.words("ontology"))],
        formats=[Format(name, kind, f"def.{suffix}") for name, kind, suffix in FORMATS],
        iri=ontology.iris.ontology,
        title=guide.text(ontology.node, TITLE, LABEL),
        description=guide.text(ontology.node, DESCRIPTION),
        comments=_comments(guide, ontology.node),
        header=_header(guide),
        diagram=draw_classes(ontology, reader.lang),
        classes=guide.lines("class"),
        properties=[(kind, guide.lines(kind)) for kind in ("object", "datatype", "annotation")],
        schemes=_schemes(guide),
        count=len(ontology.terms) - len(ontology.of_kind("class")),
        concepts=sum(len(ontology.concepts(each)) for each in ontology.schemes.values()),
        rules=len(checking_of(edition).report.rules),
    )


def _comments(guide: Guide, node: str) -> Texts:
    texts = guide.ontology.texts(node, _COMMENT)
    ours = tuple(each for each in texts if each[0].partition("-")[0] == guide.reader.lang)
    return ours or texts


def _header(guide: Guide) -> list[tuple[str, list[Label | str]]]:
    """What the ontology says of itself: names of words, and values."""
    found = [(name, guide.ontology.objects(guide.ontology.node, each)) for name, each in _HEADER]
    return [
        (name, [guide.label(each) if is_iri(each) else value(each) for each in values])
        for name, values in found
        if values
    ]


def _schemes(guide: Guide) -> list[tuple[str, Label, tuple[str, str] | None, int]]:
    """The concept schemes: key, label, description and how many concepts they have."""
    ontology = guide.ontology
    return [
        (key, guide.label(node), guide.text(node, DESCRIPTION, DEFINITION), len(ontology.concepts(node)))
        for key, node in ontology.schemes.items()
    ]


@dataclass(frozen=True)
class Use:
    """An example of how a term is used: a thing of a class, or a statement with a property."""

    thing: Label
    value: Label | None = None
    text: str = ""
    lang: str | None = None


def term_page(edition: Edition, name: str, reader: Reader) -> str | None:
    """Make the page of a class or a property; None if there is none of this name."""
    term = edition.ontology.terms.get(name)
    if term is None:
        return None
    guide, ontology = guide_of(edition, reader), edition.ontology
    return render(
        "term.html",
        edition,
        reader,
        path=f"def/{name}",
        crumbs=[Crumb(reader.words("ontology"), "def"), Crumb(guide.label(term.iri).text)],
        formats=[Format(each, kind, f"def.{suffix}") for each, kind, suffix in FORMATS],
        term=term,
        iri=value(term.iri),
        label=guide.label(term.iri),
        names=ontology.texts(term.iri, LABEL),
        definition=guide.text(term.iri, DEFINITION, _COMMENT),
        definitions=ontology.texts(term.iri, DEFINITION),
        examples=ontology.texts(term.iri, EXAMPLE),
        notes=ontology.texts(term.iri, _COMMENT) if ontology.texts(term.iri, DEFINITION) else (),
        traits=[TRAITS[each] for each in ontology.objects(term.iri, TYPE) if each in TRAITS],
        is_deprecated=any(each in _DEPRECATED for each in ontology.objects(term.iri, TYPE)),
        replaced_by=guide.named(ontology.objects(term.iri, _REPLACED_BY)),
        relations=_relations(guide, term),
        bounds=[(guide.label(bound.property), *_bound(guide, bound)) for bound in ontology.bounds(term.iri)],
        properties=_properties(guide, term),
        alignments=[(guide.label(each), guide.label(node)) for each, node in ontology.alignments(term.iri)],
        uses=ontology.uses(term.iri),
        used=_uses(guide, term),
        query=f"{_uses_query(term)}LIMIT 100",
        rules=_rules(edition, term, reader),
        files=ontology.source_files(term.iri),
    )


def _relations(guide: Guide, term: Term) -> list[tuple[str, tuple[Label, ...]]]:
    """How a term stands to others of ours: names of words, and the terms."""
    ontology, node = guide.ontology, term.iri
    below = SUB_CLASS if term.kind == "class" else SUB_PROPERTY
    inverse = {*ontology.objects(node, INVERSE), *ontology.subjects(INVERSE, node)}
    found = [
        ("domain", ontology.objects(node, DOMAIN)),
        ("range", ontology.objects(node, RANGE)),
        ("above", ontology.supers(node, below)),
        ("below", [each for each in ontology.subjects(below, node) if ontology.term(each)]),
        ("inverse", sorted(inverse)),
    ]
    return [(name, guide.named(nodes)) for name, nodes in found if nodes]


def _bound(guide: Guide, bound: Bound) -> tuple[str, Label | str]:
    return bound.kind, guide.label(bound.value) if is_iri(bound.value) else value(bound.value)


def _properties(guide: Guide, term: Term) -> list[tuple[Label, list[Line]]]:
    """The properties of a class: its own, then those of the classes above it, each with its class."""
    if term.kind != "class":
        return []
    found = [(class_, _of_domain(guide, class_)) for class_ in _upwards(guide.ontology, term.iri)]
    pointing = [each for each in guide.ontology.subjects(RANGE, term.iri) if guide.ontology.term(each)]
    return [(guide.label(class_), lines) for class_, lines in found if lines] + (
        [(Label("", guide.reader.words("pointing"), None, None), _lines(guide, pointing))] if pointing else []
    )


def _upwards(ontology: Ontology, node: str) -> list[str]:
    found = [node]
    for each in found:  # grows while it is read
        found += [above for above in ontology.supers(each, SUB_CLASS) if above not in found]
    return found


def _of_domain(guide: Guide, class_: str) -> list[Line]:
    return _lines(guide, guide.ontology.subjects(DOMAIN, class_))


def _lines(guide: Guide, nodes: Sequence[str]) -> list[Line]:
    return guide.in_order(term for node in nodes if (term := guide.ontology.term(node)))


def _uses_query(term: Term) -> str:
    """Write the query for the uses of a term."""
    if term.kind == "class":
        return bind(_THINGS, {"class": [term.iri]})
    return bind(_STATEMENTS, {"property": [term.iri]})


def _uses(guide: Guide, term: Term) -> list[Use]:
    """Choose some uses that do not look alike, as those of a thing and of its parts may."""
    rows = guide.edition.store.select(f"{_uses_query(term)}LIMIT {_LOOKED_AT}").rows
    guide.labels.of(value(each) for row in rows for each in row if each and is_iri(each))
    found = [_use(guide, [each for each in row if each]) for row in rows if row[0] and is_iri(row[0])]
    apart = {(use.thing.text, use.value.text if use.value else use.text): use for use in reversed(found)}
    return list(reversed(apart.values()))[:_EXAMPLES]


def _use(guide: Guide, row: Sequence[str]) -> Use:
    thing = guide.label(row[0])
    if len(row) == 1:
        return Use(thing)
    return (
        Use(thing, guide.label(row[1]))
        if is_iri(row[1])
        else Use(thing, None, value(row[1]), language(row[1]))
    )


def _rules(edition: Edition, term: Term, reader: Reader) -> list[tuple[str, str, str]]:
    """The rules about a term: number, what it says and its language; each once."""
    view = view_of(edition, reader)
    found = {}
    for rule in checking_of(edition).rules_about(term.iri):
        told = rule_heading(rule, view)
        found[rule_id(rule, view)] = (told.rule, told.lang)
    return [(name, text, lang) for name, (text, lang) in found.items()]
