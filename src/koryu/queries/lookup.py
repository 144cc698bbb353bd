"""Finding the thing or concept that a user names: by its key, its IRI or a label in any language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from koryu.errors import QueryError
from koryu.iris import KEY, KINDS, Iris
from koryu.namespaces import RDF_TYPE, SKOS
from koryu.printable import printable, quoted
from koryu.queries.binding import bind
from koryu.queries.header import ANY, Parameter
from koryu.rdf.ntriples import iri, value
from koryu.stores.local import Engine
from koryu.suggestions import nearest

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\x7f-\x9f]+")

_MEMBERS = """
SELECT DISTINCT ?thing WHERE {
  VALUES ?thing { UNDEF }
  VALUES ?membership { UNDEF }
  VALUES ?group { UNDEF }
  ?thing ?membership ?group .
}
"""
_LABELS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?label WHERE {
  VALUES ?membership { UNDEF }
  VALUES ?group { UNDEF }
  ?thing ?membership ?group .
  OPTIONAL {
    VALUES ?property { rdfs:label skos:prefLabel skos:altLabel }
    ?thing ?property ?label .
  }
}
"""
_FORMER_NAMES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing ?label WHERE {
  VALUES ?membership { UNDEF }
  VALUES ?group { UNDEF }
  VALUES ?former { UNDEF }
  ?thing ?membership ?group ; ?former ?name .
  ?name rdfs:label ?label .
}
"""
_SYNTAX = re.compile(r'[<>"{}|\\^`]')  # what a query is written with, and an IRI is not
_Name = tuple[str, str]  # the IRI of a thing, and what it is called


class NoSuchName(QueryError):
    """Nothing is named as a user writes; ``near`` are the IRIs of what he may have meant."""

    def __init__(self, message: str, near: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.near = tuple(near)


class SeveralOfName(QueryError):
    """Several things are named as a user writes; ``things`` are their IRIs."""

    def __init__(self, message: str, things: Sequence[str]) -> None:
        super().__init__(message)
        self.things = tuple(things)


@dataclass(frozen=True)
class Lookup:
    """Finds what a parameter's value names, among the things of its class or the concepts of its scheme."""

    engine: Engine
    iris: Iris

    def find(self, parameter: Parameter, text: str) -> str:
        """Find the one thing that ``text`` names; returns its IRI.

        A key or an IRI goes before a label, a label before a former name, and any of these, after NFKC and
        case folding, before a name that is the same but for its spelling and for words such as 市 and City.

        Raises:
            NoSuchName: Nothing is named so.
            SeveralOfName: Several things are.
        """
        holes = self._group(parameter)
        found = self._members(holes, self._candidates(text)) or self._labelled(holes, parameter, text)
        if len(found) > 1:
            several = ", ".join(self._names_apart(found))
            raise SeveralOfName(
                f"{parameter.name} {quoted(text)} names several; write one of {several}", found
            )
        return found[0]

    def _names_apart(self, things: list[str]) -> list[str]:
        """Name things by their keys, those that share a key by their IRIs."""
        keys = Counter(map(self.iris.key, things))
        return sorted(thing if keys[self.iris.key(thing)] > 1 else self.iris.key(thing) for thing in things)

    def _group(self, parameter: Parameter) -> dict[str, list[str]]:
        if parameter.kind == "scheme":
            scheme = iri(self.iris.concept(parameter.range))
            return {"membership": [iri(SKOS + "inScheme")], "group": [scheme]}
        group = [] if parameter.range == ANY else [iri(self.iris.term(parameter.range))]
        return {"membership": [iri(RDF_TYPE)], "group": group}

    def _candidates(self, text: str) -> list[str]:
        if KEY.fullmatch(text):
            return [*(self.iris.thing(kind, text) for kind in KINDS), self.iris.concept(text)]
        return [text] if _IRI.fullmatch(text) else []

    def _members(self, holes: dict[str, list[str]], candidates: list[str]) -> list[str]:
        if not candidates:
            return []
        query = bind(_MEMBERS, {**holes, "thing": [iri(each) for each in candidates]})
        return [value(thing) for (thing,) in self.engine.select(query).rows if thing]

    def _labelled(self, holes: dict[str, list[str]], parameter: Parameter, text: str) -> list[str]:
        names = self._names(holes)
        if found := _named(text, names):
            return found
        former = self._rows(_FORMER_NAMES, {**holes, "former": [iri(self.iris.term("formerName"))]})
        if found := _named(text, former):
            return found
        if parameter.kind != "scheme" and (found := _spelt(text, [*names, *former])):
            return found
        near = _near([*names, *former], text)
        mend = self._mend(names, near, parameter)
        raise NoSuchName(f"{parameter.name} {quoted(text)} is not known; {mend}", near)

    def _names(self, holes: dict[str, list[str]]) -> list[_Name]:
        """List the labels of things and, as a name of last resort, their keys."""
        rows = self._rows(_LABELS, holes)
        labels = [(thing, label) for thing, label in rows if label]
        return [*labels, *((thing, self.iris.key(thing)) for thing in {thing for thing, _ in rows})]

    def _rows(self, query: str, holes: dict[str, list[str]]) -> list[_Name]:
        rows = self.engine.select(bind(query, holes)).rows
        return [(value(thing), value(label) if label else "") for thing, label in rows if thing]

    def _mend(self, names: list[_Name], near: list[str], parameter: Parameter) -> str:
        if parameter.kind == "scheme":
            return f"has {', '.join(sorted(self._keys(thing for thing, _ in names))) or 'none'}"
        takes = "thing" if parameter.range == ANY else parameter.range
        meant = f"near to it: {', '.join(self._keys(near))}; " if near else ""
        return f"{meant}takes the key, IRI or label of a {takes}"

    def _keys(self, things: Iterable[str]) -> dict[str, None]:
        return dict.fromkeys(printable(self.iris.key(thing)) for thing in things)


def _near(names: list[_Name], text: str) -> list[str]:
    by_name = {_fold(name): thing for thing, name in sorted(names)}
    return list(dict.fromkeys(by_name[name] for name in nearest(_fold(text), by_name, 5)))


def _named(text: str, names: list[_Name]) -> list[str]:
    return sorted({thing for thing, name in names if _fold(name) == _fold(text)})


def _spelt(text: str, names: list[_Name]) -> list[str]:
    """Find the things with a name of this spelling or another, with or without a word such as 市 and City."""
    from koryu.matching.calling import is_called  # which few names need

    if not text.isprintable() or _SYNTAX.search(text):  # no name is so, but for what spelling leaves out
        return []
    by_thing: defaultdict[str, list[str]] = defaultdict(list)
    for thing, name in names:
        by_thing[thing].append(name)
    return sorted(thing for thing, its in by_thing.items() if is_called(text, its))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
