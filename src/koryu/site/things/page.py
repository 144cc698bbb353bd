"""The page about a thing: all that an edition says of it, and where it says so."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from koryu.rdf.ntriples import Quad, iri, is_iri, is_literal, language, value
from koryu.site.documents.about import Document
from koryu.site.documents.forms import RDF
from koryu.site.documents.schema_org import head_jsonld
from koryu.site.drawing.maps import Map, Place, Way, draw_map
from koryu.site.editions.bonds import bonds_of
from koryu.site.editions.edition import Edition
from koryu.site.editions.points import points_of
from koryu.site.editions.roles import BEFORE, ENDS, roles_of
from koryu.site.frame.dates import Span, span_of
from koryu.site.frame.descriptions import main_class
from koryu.site.frame.labels import Label, Labels
from koryu.site.frame.printing import shortened
from koryu.site.frame.reader import Reader
from koryu.site.frame.rendering import Crumb, Format, render
from koryu.site.questions.offers import offers_of
from koryu.site.things.facts import MATCHES, NAMES, TYPE, Fact, Objects, facts_of, objects_of
from koryu.site.things.footnotes import Footnotes
from koryu.site.things.incoming import Incoming, incoming_of, incoming_page
from koryu.site.things.links import Link, is_decision, links_of
from koryu.site.things.reported import reported_of
from koryu.stores.local import Engine

_MOST_PARTS: Final = 200  # of a thing, on one page
_SMALL: Final = 2.4  # times as large as on a map as wide as the page
_MOST_PLACES: Final = 60  # on the map of a thing
_MOST_NAMES: Final = 100
_LONGEST: Final = 300  # characters of a name
_QUERY: Final = "SELECT ?property ?value WHERE {{\n  {thing} ?property ?value .\n}}\n"


@dataclass(frozen=True)
class Name:
    """A name; ``kind`` is the IRI of its property, ``note`` what is told of it beside."""

    text: str
    lang: str | None
    kind: str
    note: str

    @property
    def lang_key(self) -> str:
        """Its language, in lower case."""
        return (self.lang or "").lower()


@dataclass(frozen=True)
class Part:
    """A part of a thing, which has an address within its page."""

    anchor: str
    title: str
    facts: list[Fact]
    names: list[Name]
    stated_in: str

    @property
    def about(self) -> str:
        """The first thing of the project that it names, which tells it from others of its class."""
        named = (each.thing for fact in self.facts for each in fact.values if each.thing)
        return next((each.text for each in named if "/doc/" in (each.href or "")), "")


@dataclass(frozen=True)
class Event:
    """A date in the life of a thing."""

    span: Span
    date: str
    text: str
    anchor: str | None
    detail: str


def thing_page(
    edition: Edition,
    thing: str,
    reader: Reader,
    *,
    engine: Engine | None = None,
    incoming: str | None = None,
    page: int = 1,
) -> str | None:
    """Make the page about a thing, given by its IRI; None if nothing is said about it.

    Args:
        edition: What says something about it.
        thing: Its IRI.
        reader: Whom the page is for.
        engine: What answers the stored queries; the edition's own store if not given.
        incoming: The IRI of a property: list all that names the thing by it, instead of the page.
        page: Which page of that list.
    """
    document = Document(edition, thing)
    if not document.facts:
        return None
    labels = Labels(edition, reader)
    if incoming is not None:
        return _list_page(document, labels, incoming, page)
    return _Page(document, labels, engine or edition.store).html()


def _list_page(document: Document, labels: Labels, property_: str, page: int) -> str | None:
    try:
        found = incoming_page(document.edition, document.thing, property_, page, labels)
    except ValueError:  # no IRI may be so
        return None
    if found is None:
        return None
    path = _path(document)
    label = labels[document.thing]
    return render(
        "incoming.html",
        document.edition,
        labels.reader,
        path=path,
        asked={"incoming": property_, **({"page": str(page)} if page > 1 else {})},
        crumbs=[
            *_crumbs(document, labels),
            Crumb(label.text, path, label.lang),
            Crumb(found[0].property.text),
        ],
        label=label,
        incoming=found[0],
        page=page,
        last=found[1],
        address=lambda number: labels.reader.link(
            path, incoming=property_, page=number if number > 1 else None
        ),
    )


def _path(document: Document) -> str:
    return document.iri.removeprefix(document.edition.settings.base)


def _class(document: Document) -> str | None:
    about = [triple for triple, _ in document.facts if triple[0] == iri(document.thing)]
    return main_class(document.edition, [o for _, p, o in about if p == TYPE and is_iri(o)])


def _crumbs(document: Document, labels: Labels) -> list[Crumb]:
    """The way to a thing leads over the list of its class."""
    class_ = _class(document)
    if class_ is None:
        return []
    label, start = labels[value(class_)], f"{document.edition.settings.iris.ontology}#"
    name = value(class_).removeprefix(start)
    is_ours = name != value(class_)
    return [Crumb(label.text, "search" if is_ours else None, label.lang, {"class": name} if is_ours else {})]


class _Page:
    """The parts of the page about a thing."""

    def __init__(self, document: Document, labels: Labels, engine: Engine) -> None:
        self._document, self._labels, self._engine = document, labels, engine
        self._edition, self._reader = document.edition, labels.reader
        self._thing = document.thing
        self._subjects = _by_subject(document.facts)
        self._own = self._subjects.get(iri(self._thing), {})
        self._notes = Footnotes(labels)
        self._roles = roles_of(self._edition)

    def html(self) -> str:
        labels, facts = self._labels, self._facts()
        parts = self._parts()
        types = [value(each) for each in sorted(self._own.get(TYPE, {})) if is_iri(each)]
        label = labels[self._thing]
        names = self._names(self._own)
        return render(
            "thing.html",
            self._edition,
            self._reader,
            path=_path(self._document),
            crumbs=[*_crumbs(self._document, labels), Crumb(label.text, None, label.lang)],
            formats=[
                Format(_FORM_NAMES.get(form.suffix, form.suffix), form.media_type, self._form(form.suffix))
                for form in RDF
            ],
            json_ld=self._json_ld(),
            label=label,
            thing=self._thing,
            class_=labels[value(class_)] if (class_ := _class(self._document)) else None,
            types=[labels[each] for each in types],
            names=names,
            others=_others(names, label),
            facts=[fact for fact in facts if fact.kind != "code"],
            codes=[fact for fact in facts if fact.kind == "code"],
            parts_of=parts,
            events=self._events(facts, parts),
            ended=self._ended(),
            successors=self._successors(),
            map=self._map(),
            links=self._links(),
            offers=offers_of(self._edition, self._thing, types, labels, self._engine),
            incoming=self._incoming(),
            reported=reported_of(self._edition, [self._thing, *self._part_iris()], self._reader),
            notes=self._notes.all(),
            query=_QUERY.format(thing=iri(self._thing)),
            quoted_thing=shlex.quote(self._thing),
            more_parts=max(0, len(self._told_apart()) - _MOST_PARTS),
        )

    def _form(self, suffix: str) -> str:
        return f"{_path(self._document)}.{suffix}"

    def _part_iris(self) -> list[str]:
        return [value(each) for each in self._subjects if each != iri(self._thing)]

    def _facts(self) -> list[Fact]:
        passed = {*NAMES, *MATCHES, *(iri(each) for each in self._notes.properties())}
        passed |= {predicate for predicate in self._own if self._only_parts(predicate)}
        facts = facts_of(self._own, self._labels, passed)
        self._notes.add(self._own, facts)
        return facts

    def _only_parts(self, predicate: str) -> bool:
        """Does the property name parts of the thing only, which the page shows anyway?"""
        return all(each in self._subjects for each in self._own[predicate])

    def _parts(self) -> list[Part]:
        return [self._part(each) for each in self._told_apart()[:_MOST_PARTS]]

    def _told_apart(self) -> list[str]:
        """The parts that are told as such, which decisions on links are not."""
        parts = [each for each in self._part_iris() if not is_decision(self._subjects[iri(each)])]
        return sorted(parts, key=_natural)

    def _part(self, part: str) -> Part:
        objects = self._subjects[iri(part)]
        passed = {*NAMES, *(iri(each) for each in self._notes.properties())}
        facts = facts_of(objects, self._labels, passed)
        self._notes.add(objects, facts)
        class_ = main_class(self._edition, [each for each in objects.get(TYPE, {}) if is_iri(each)])
        title = self._labels[value(class_)].text if class_ else part.partition("#")[2]
        stated_in = [self._labels[each].text for each in self._notes.stated(objects)]
        return Part(part.partition("#")[2], title, facts, self._names(objects), next(iter(stated_in), ""))

    def _names(self, objects: Objects) -> list[Name]:
        found = [
            Name(value(each)[:_LONGEST], language(each), value(predicate), self._kind(predicate))
            for predicate in NAMES
            for each in sorted(objects.get(predicate, {}))[:_MOST_NAMES]
            if is_literal(each)
        ]
        order = self._edition.settings.languages
        return sorted(
            found, key=lambda each: (_place(each.lang, order), NAMES.index(iri(each.kind)), each.text)
        )

    def _kind(self, predicate: str) -> str:
        """What is told of a name that a source has only: how that spells it."""
        return self._labels[value(predicate)].text if predicate == NAMES[-1] else ""

    def _events(self, facts: Iterable[Fact], parts: Sequence[Part]) -> list[Event]:
        """Sort the dates of a thing and of its parts into its life."""
        own = [(fact, None, fact.title, "") for fact in facts]
        nested = [
            (fact, part.anchor, part.title, part.stated_in or _detail(part))
            for part in parts
            for fact in part.facts
        ]
        found = [
            Event(each.span, each.text, text, anchor, detail)
            for fact, anchor, text, detail in (*own, *nested)
            for each in fact.values
            if each.span
        ]
        return sorted(found, key=lambda each: (each.span, each.anchor or "", each.text))

    def _ended(self) -> str | None:
        """When the thing ended, if that is past."""
        spans = [span for term in self._values(self._roles.terms(ENDS)) if (span := span_of(term))]
        ended = max(spans, default=None)
        is_past = ended is not None and ended.first <= self._edition.built.date()
        return ended.printed(self._reader.words) if ended and is_past else None

    def _values(self, properties: Iterable[str]) -> list[str]:
        return [term for each in sorted(properties) for term in sorted(self._own.get(iri(each), {}))]

    def _successors(self) -> list[Label]:
        """What came after the thing: what names it as what it came from, and what its retirement names."""
        before = sorted(self._roles.terms(BEFORE))
        pages = [incoming_page(self._edition, self._thing, each, 1, self._labels) for each in before]
        found = {each.iri: each for page in pages if page for each in page[0].things}
        return [*found.values(), *(self._labels[each] for each in self._document.successors)]

    def _map(self) -> Map | None:
        """Draw where the thing lies, and the ways to whom it is bound; of a bond, its parties."""
        bonds = bonds_of(self._edition)
        parties = bonds.parties.get(self._thing, [])
        shown = [self._thing, *bonds.others.get(self._thing, parties)][:_MOST_PLACES]
        places = self._places(shown)
        own = places.get(self._thing)
        if own:
            ways = [_way(own, each) for each in places.values() if each is not own]
            return draw_map(list(places.values()), ways, size=_SMALL)
        return draw_map(
            list(places.values()), [_way(*pair) for pair in combinations(places.values(), 2)], size=_SMALL
        )

    def _places(self, things: list[str]) -> dict[str, Place]:
        points = points_of(self._edition, things)
        labels = self._labels.of(points)
        return {
            each: Place(
                *points[each],
                shortened(labels[each].text, 40),
                labels[each].lang,
                None if each == self._thing else labels[each].href,
                weight=4 if each == self._thing else 1,
            )
            for each in things
            if each in points
        }

    def _links(self) -> list[tuple[str, list[Link]]]:
        """What the thing is elsewhere, by how they match, and what it is not, under no such word."""
        found: dict[str, list[Link]] = {}
        for link in links_of(self._own, self._subjects, self._labels):
            found.setdefault(link.relation if link.holds else "", []).append(link)
        return list(found.items())

    def _incoming(self) -> list[Incoming]:
        return incoming_of(self._edition, self._thing, self._labels)

    def _json_ld(self) -> object:
        """The thing in the terms of schema.org."""
        return head_jsonld(self._edition, self._document.thing)


_FORM_NAMES: Final = {
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
    "csv": "CSV",
}


def _way(start: Place, end: Place) -> Way:
    return Way(start, end, f"{start.name} – {end.name}")


def _by_subject(quads: Sequence[Quad]) -> dict[str, Objects]:
    subjects: dict[str, list[Quad]] = {}
    for quad in quads:
        subjects.setdefault(quad[0][0], []).append(quad)
    return {subject: objects_of(some) for subject, some in subjects.items()}


def _natural(part: str) -> tuple[str, int, str]:
    """Sort event-2 before event-10."""
    stem, _, number = part.rpartition("-")
    return (stem, int(number), "") if number.isdecimal() and len(number) < 9 else (part, 0, "")


def _place(lang: str | None, order: Sequence[str]) -> int:
    primary = (lang or "").partition("-")[0].lower()
    return order.index(primary) if primary in order else len(order)


def _others(names: Sequence[Name], label: Label) -> list[Name]:
    """The names in other languages that stand below the title: one for each language and text."""
    found: dict[str, Name] = {}
    for name in names:
        if name.kind.endswith(("#label", "#prefLabel")) and name.text != label.text:
            found.setdefault(name.text, name)
    return list(found.values())[:6]


def _detail(part: Part) -> str:
    """What tells a part from others of its class: the first of the concepts that it names."""
    concepts = [
        each.text
        for fact in part.facts
        for each in fact.values
        if each.thing and "/def/concept" in (each.thing.href or "")
    ]
    return concepts[0] if concepts else ""
