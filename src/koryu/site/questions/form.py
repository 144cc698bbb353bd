"""The form of a question: a field for each parameter, what may be chosen, what is given and what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from koryu.errors import QueryError
from koryu.iris import Iris
from koryu.languages import range_of
from koryu.namespaces import RDF_TYPE, SKOS
from koryu.queries.binding import bind
from koryu.queries.catalogue import StoredQuery
from koryu.queries.header import ANY, LANGUAGE, Parameter, text_in
from koryu.queries.labels import labels_of
from koryu.queries.lookup import Lookup, NoSuchName, SeveralOfName
from koryu.queries.parameters import Parameters
from koryu.rdf.ntriples import iri, value
from koryu.site.editions.edition import Edition
from koryu.stores.local import Engine

_SELECTED: Final = 40  # choices that a list to open still serves
_LISTED: Final = 500  # choices that a page carries for a field to type in; of more a search finds them

_MEMBERS: Final = """
SELECT DISTINCT ?thing WHERE {
  VALUES ?membership { UNDEF }
  VALUES ?group { UNDEF }
  ?thing ?membership ?group .
}
LIMIT 501
"""


@dataclass(frozen=True)
class Choice:
    """What may be chosen: the value that is sent, and what a reader sees; ``is_shared``: others too?"""

    value: str
    label: str
    is_shared: bool = False

    @property
    def typed(self) -> str:
        """What is typed for it: its label, if that names nothing else."""
        return self.value if self.is_shared else self.label


@dataclass(frozen=True)
class FieldError:
    """What is wrong with a value: the name of the words for it, and what may have been meant."""

    words: str
    value: str = ""
    meant: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Field:
    """A field of a form.

    ``kind``: ``select``, ``list`` (to type, with choices), ``search`` (to type, with choices that a search
    finds) or the datatype. ``range``: the class that is searched. ``value``: as the field shows it;
    ``given``: as the address holds it.
    """

    name: str
    label: str
    kind: str
    range: str = ""
    value: str = ""
    given: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    error: FieldError | None = None


@dataclass(frozen=True)
class Form:
    """The form of a question; ``values`` are those given, things by their keys.

    ``unknown``: names that are given, but are no parameters.
    """

    fields: tuple[Field, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """May the question be asked?"""
        return not self.unknown and not any(each.error for each in self.fields)

    @property
    def is_untouched(self) -> bool:
        """Has nothing been given?"""
        return not self.values and not self.unknown


def make_form(
    query: StoredQuery, given: Mapping[str, str], edition: Edition, lang: str, engine: Engine
) -> Form:
    """Make the form of a question from the values given, as a user wrote them; empty ones are left out."""
    values = {name: text.strip() for name, text in given.items() if text.strip()}
    parameters = [each for each in query.header.parameters if each.name != LANGUAGE]
    names = [each.name for each in query.header.parameters]
    maker = _FormMaker(query, edition, lang, engine)
    fields = tuple(maker.field(each, values.get(each.name, "")) for each in parameters)
    kept = {each.name: each.given for each in fields if each.given}
    return Form(fields, kept, tuple(name for name in values if name not in names))


@dataclass(frozen=True)
class _FormMaker:
    query: StoredQuery
    edition: Edition
    lang: str
    engine: Engine

    def field(self, parameter: Parameter, text: str) -> Field:
        """Make a field of what is given for it."""
        label = text_in(parameter.label, self.lang).replace("_", " ")
        if parameter.kind == "datatype":
            return self._typed(parameter, label, text)
        choices = self._choices(parameter)
        return self._chosen(parameter, label, text, choices)

    def _typed(self, parameter: Parameter, label: str, text: str) -> Field:
        languages = self.edition.settings.languages
        choices = [Choice(each, each) for each in languages] if parameter.range == "language" else []
        error = None
        if text:
            try:
                lookup = Lookup(self.engine, self.edition.settings.iris)
                Parameters(self.query.name, (parameter,), lookup, languages).terms({parameter.name: text})
            except QueryError:
                error = FieldError(f"no_{parameter.range}", text)
        elif parameter.required:
            error = FieldError("required")
        shown = text or parameter.default or ""
        kind = "select" if choices else parameter.range
        return Field(parameter.name, label, kind, "", shown, text, parameter.required, tuple(choices), error)

    def _chosen(self, parameter: Parameter, label: str, text: str, choices: Sequence[Choice]) -> Field:
        kind = self._kind(parameter, len(choices))
        kept = () if kind == "search" else tuple(choices)
        plain = Field(parameter.name, label, kind, parameter.range, text, text, parameter.required, kept)
        if not text:
            error = FieldError("required") if parameter.required else None
            return replace(plain, error=error)
        try:
            found = Lookup(self.engine, self.edition.settings.iris).find(parameter, text)
        except NoSuchName as error:
            return replace(plain, error=FieldError("no_such_name", text, self._named(error.near)))
        except SeveralOfName as error:
            return replace(plain, error=FieldError("several_of_name", text, self._named(error.things)))
        key = key_of(found, self.edition.settings.iris)
        return replace(
            plain, value=key if kind == "select" else self._shown(parameter, key, found), given=key
        )

    def _kind(self, parameter: Parameter, count: int) -> str:
        if parameter.range == ANY or count > _LISTED:
            return "search"
        return "select" if count <= _SELECTED else "list"

    def _shown(self, parameter: Parameter, key: str, found: str) -> str:
        """What a field to type in shows of a thing: its label, if that finds the thing."""
        label = self._labels([iri(found)]).get(iri(found), key)
        try:
            alike = Lookup(self.engine, self.edition.settings.iris).find(parameter, label)
        except QueryError:
            return key
        return label if alike == found else key

    def _choices(self, parameter: Parameter) -> list[Choice]:
        if parameter.range == ANY:
            return []
        rows = self.edition.store.select(bind(_MEMBERS, _group(parameter, self.edition.settings.iris))).rows
        things = [thing for (thing,) in rows if thing]
        return self._sorted(things) if len(things) <= _LISTED else [Choice("", "")] * len(things)

    def _sorted(self, things: Sequence[str]) -> list[Choice]:
        labels, iris = self._labels(things), self.edition.settings.iris
        keys = {thing: key_of(value(thing), iris) for thing in things}
        found = [Choice(keys[thing], labels.get(thing, keys[thing])) for thing in things]
        counts = Counter(each.label for each in found)
        apart = [
            each
            if counts[each.label] == 1
            else Choice(each.value, f"{each.label} ({each.value})", is_shared=True)
            for each in found
        ]
        return sorted(apart, key=lambda choice: (choice.label.casefold(), choice.value))

    def _named(self, things: Sequence[str]) -> tuple[Choice, ...]:
        return tuple(self._sorted([iri(each) for each in things]))

    def _labels(self, things: Sequence[str]) -> dict[str, str]:
        languages = self.edition.settings.languages
        return labels_of(things, self.edition.store, range_of(self.lang, languages), languages[0])


def _group(parameter: Parameter, iris: Iris) -> dict[str, list[str]]:
    if parameter.kind == "scheme":
        return {"membership": [iri(f"{SKOS}inScheme")], "group": [iri(iris.concept(parameter.range))]}
    return {"membership": [iri(RDF_TYPE)], "group": [iri(iris.term(parameter.range))]}


def key_of(thing: str, iris: Iris) -> str:
    """The key by which a parameter takes a thing or a concept; its IRI if it has none."""
    if iris.is_thing(thing) and "#" not in thing:
        return thing.rpartition("/")[2]
    start = iris.concept("")
    return thing.removeprefix(start) if thing.startswith(start) else thing
