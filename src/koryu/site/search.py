"""Searching an edition: things, concepts, terms and questions by any of their names, best first."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from koryu.errors import QueryError
from koryu.names import fold
from koryu.namespaces import RDF_TYPE, SKOS
from koryu.printable import quoted
from koryu.queries.binding import bind
from koryu.rdf.ntriples import iri, value
from koryu.site.editions.contents import contents_of
from koryu.site.editions.edition import Edition
from koryu.site.editions.name_index import SAID, WITHIN, Name, classes_of, how_met, name_index
from koryu.site.editions.said import said_of
from koryu.site.frame.descriptions import main_class
from koryu.site.frame.labels import Label, Labels
from koryu.site.frame.reader import Reader
from koryu.site.frame.rendering import Crumb, render

PAGE: Final = 50  # results on a page
LONGEST: Final = 200  # characters of a search
MOST: Final = 1000  # results of a search
_ALIKE: Final = 0.72  # how near a spelling must be, of 1
_NEAR: Final = WITHIN + 1  # how a name that is spelt much like a text meets it, at best
_MEMBERS: Final = """
SELECT DISTINCT ?thing WHERE {{
  VALUES ?membership {{ UNDEF }}
  VALUES ?group {{ UNDEF }}
  ?thing ?membership ?group .
  FILTER(ISIRI(?thing))
}}
OFFSET {offset} LIMIT {limit}
"""
_COUNT: Final = """
SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {
  VALUES ?membership { UNDEF }
  VALUES ?group { UNDEF }
  ?thing ?membership ?group .
  FILTER(ISIRI(?thing))
}
"""


@dataclass(frozen=True)
class Search:
    """What is searched: a text, and a class or a scheme that results are of; only these list all of it."""

    text: str = ""
    class_: str | None = None
    scheme: str | None = None
    page: int = 1
    limit: int = PAGE

    @property
    def offset(self) -> int:
        """How many results come before the page."""
        return (self.page - 1) * self.limit


@dataclass(frozen=True)
class Hit:
    """A result: what it is called, its key, its class, and the name that was met if it is another."""

    label: Label
    key: str
    kind: str
    met: str | None = None

    @property
    def note(self) -> str:
        """What is told beside the name."""
        return " · ".join(each for each in (self.kind, self.met) if each)


@dataclass(frozen=True)
class Found:
    """The results of a page, and how many there are in all; ``is_near``: none has a name as searched."""

    hits: list[Hit]
    total: int
    is_near: bool = False


def search(edition: Edition, reader: Reader, asked: Search) -> Found:
    """Search.

    Raises:
        QueryError: The class or the scheme is not one of the project.
    """
    wanted, group = fold(asked.text[:LONGEST]), _group(edition, asked)
    if not wanted:
        return _listed(edition, reader, asked, group) if group else Found([], 0)
    met = _met(edition, asked.text, wanted, group)
    is_near = not met
    if is_near:
        met = _near(edition, wanted, group)
    ranked = sorted(met.items(), key=lambda each: each[1][0])[:MOST]
    some = ranked[asked.offset : asked.offset + asked.limit]
    hits = _hits(edition, reader, [(thing, name) for thing, (_, name) in some])
    return Found(hits, len(ranked), is_near and bool(hits))


Rank = tuple[int, int, int, str, str, bool]
Met = dict[str, tuple[Rank, Name]]
Group = dict[str, list[str]]


def _group(edition: Edition, asked: Search) -> Group | None:
    """The class or the scheme that results are of, as terms for a query."""
    ontology = edition.ontology
    if asked.scheme is not None:
        if asked.scheme not in ontology.schemes:
            raise QueryError(f"no scheme {quoted(asked.scheme)}; has {', '.join(ontology.schemes) or 'none'}")
        return {"membership": [iri(f"{SKOS}inScheme")], "group": [ontology.schemes[asked.scheme]]}
    if asked.class_ is not None and asked.class_ != "any":
        term = ontology.terms.get(asked.class_)
        if term is None or term.kind != "class":
            names = ", ".join(each.name for each in ontology.of_kind("class"))
            raise QueryError(f"no class {quoted(asked.class_)}; has {names or 'none'}")
        return {"membership": [iri(RDF_TYPE)], "group": [term.iri]}
    return None


def _met(edition: Edition, text: str, wanted: str, group: Group | None) -> Met:
    """Find the things with a name that holds the text, each by the name that meets it best."""
    key = wanted.replace(" ", "")
    found = _best(text, ((name, how_met(name.folded, key)) for name in name_index(edition).holding(key)))
    return _only(edition, found, group)


def _best(text: str, met: Iterable[tuple[Name, int]]) -> Met:
    found: Met = {}
    for name, how in met:
        said = name.kind == SAID  # a sentence that holds the word comes after all that is called so
        is_other = not name.text.startswith(text)
        rank = (how + 10 * said, name.kind, len(name.key), name.key, name.iri, is_other)
        if name.iri not in found or rank < found[name.iri][0]:
            found[name.iri] = rank, name
    return found


def _near(edition: Edition, wanted: str, group: Group | None) -> Met:
    """Find the things with a name that is spelt much like the text."""
    key = wanted.replace(" ", "")
    met = []
    for name in name_index(edition).alike(key):
        start = name.key[: len(key) + 1]  # so that a slip in a first part of a name is forgiven too
        ratio = max(difflib.SequenceMatcher(None, key, each).ratio() for each in (name.key, start))
        if ratio >= _ALIKE:
            met.append((name, _NEAR + round((1 - ratio) * 100)))
    return _only(edition, _best("", met), group)


def _only(edition: Edition, met: Met, group: Group | None) -> Met:
    """Keep what is of the class or the scheme."""
    if group is None or not met:
        return met
    best = sorted(met, key=lambda each: met[each][0])[: 5 * MOST]
    said = said_of(edition, best, map(value, group["membership"]))
    members = {thing for thing, some in said.items() if any(term in group["group"] for _, term in some)}
    return {each: met[each] for each in best if each in members}


def _listed(edition: Edition, reader: Reader, asked: Search, group: Group) -> Found:
    """List what is of the class or the scheme."""
    (count,) = edition.store.select(bind(_COUNT, group)).rows
    total = int(value(count[0] or '"0"'))
    if total <= MOST:
        things = _members(edition, group, 0, MOST)
        labels = Labels(edition, reader).of(things)
        things = sorted(things, key=lambda each: (labels[each].text.casefold(), each))
        things = things[asked.offset : asked.offset + asked.limit]
    else:
        things = _members(edition, group, asked.offset, asked.limit)
    return Found(_hits(edition, reader, [(each, None) for each in things]), total)


def _members(edition: Edition, group: Group, offset: int, limit: int) -> list[str]:
    rows = edition.store.select(bind(_MEMBERS.format(offset=offset, limit=limit), group)).rows
    return [value(thing) for (thing,) in rows if thing]


def _hits(edition: Edition, reader: Reader, found: list[tuple[str, Name | None]]) -> list[Hit]:
    labels = Labels(edition, reader)
    classes = classes_of(edition, (thing for thing, _ in found))
    kinds = {thing: main_class(edition, some) for thing, some in classes.items()}
    labels.of([*(thing for thing, _ in found), *(value(each) for each in kinds.values() if each)])
    return [_hit(edition, labels, thing, name, kinds) for thing, name in found]


def _hit(
    edition: Edition, labels: Labels, thing: str, name: Name | None, kinds: Mapping[str, str | None]
) -> Hit:
    label, kind, key = labels[thing], kinds.get(thing), edition.settings.iris.key(thing)
    is_question = thing.startswith(edition.settings.iris.query(""))
    if is_question:
        label = _question(edition, labels, thing)
    told = labels[value(kind)].text if kind else labels.reader.words("question") if is_question else ""
    same = name is None or name.text in (label.text, key) or name.kind == SAID
    return Hit(label, key, told, None if same or name is None else name.text)


def _question(edition: Edition, labels: Labels, thing: str) -> Label:
    from koryu.queries.header import text_in

    query = edition.catalogue.read(edition.settings.iris.key(thing))
    text = text_in(query.header.summary, labels.reader.lang)
    return Label(thing, text, None, labels.reader.link(f"query/{query.name}"))


def search_page(edition: Edition, reader: Reader, asked: Search) -> str:
    """Make the page of a search.

    Raises:
        QueryError: The class or the scheme is not one of the project.
    """
    found = search(edition, reader, asked)
    given = {"q": asked.text or None, "class": asked.class_, "scheme": asked.scheme}
    query = {name: each for name, each in given.items() if each}
    last = max(1, -(-found.total // asked.limit))
    return render(
        "search.html",
        edition,
        reader,
        path="search",
        asked=query | ({"page": str(asked.page)} if asked.page > 1 else {}),
        crumbs=[Crumb(reader.words("search"))],
        search=asked,
        found=found,
        group=_group_label(edition, reader, asked),
        classes=_classes(edition, reader),
        last=last,
        address=lambda page: reader.link("search", **query, page=page if page > 1 else None),
    )


def _group_label(edition: Edition, reader: Reader, asked: Search) -> str | None:
    group = _group(edition, asked)
    return edition.ontology.label(group["group"][0], reader.lang) if group else None


def _classes(edition: Edition, reader: Reader) -> list[tuple[str, str, int]]:
    """The classes of the project's own that have things: name, label and how many."""
    counts = contents_of(edition).classes
    found = [
        (term.name, edition.ontology.label(term.iri, reader.lang), counts.get(value(term.iri), 0))
        for term in edition.ontology.of_kind("class")
    ]
    return sorted((each for each in found if each[2]), key=lambda each: each[1].casefold())


def class_of_kind(edition: Edition, kind: str) -> str | None:
    """Find the narrowest class of the project's own that all things of a kind are of, by its name."""
    things = [edition.settings.iris.thing(kind, key) for key in edition.keys.by_kind.get(kind, ())[:MOST]]
    found = classes_of(edition, things)
    common = set.intersection(*(set(found.get(each, ())) for each in things)) if things else set()
    counts = contents_of(edition).classes
    own = [term for term in edition.ontology.of_kind("class") if term.iri in common]
    narrowest = min(own, key=lambda term: (counts.get(value(term.iri), 0), term.name), default=None)
    return narrowest.name if narrowest else None


def search_document(edition: Edition, reader: Reader, asked: Search) -> dict[str, object]:
    """Write the results of a search for programs.

    Raises:
        QueryError: The class or the scheme is not one of the project.
    """
    found = search(edition, reader, asked)
    results = [
        {
            "iri": hit.label.iri,
            "label": hit.label.text,
            "lang": hit.label.lang,
            "value": hit.key,
            "class": hit.kind,
            "note": hit.note,
            "href": hit.label.href,
        }
        for hit in found.hits
    ]
    return {"q": asked.text, "total": found.total, "near": found.is_near, "results": results}
