"""Common properties and notes: JSON of the dialect of JSON-LD that CSV on the Web has, as RDF.

Source: https://www.w3.org/TR/tabular-metadata/#common-properties and
https://www.w3.org/TR/csv2rdf/#json-ld-to-rdf
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from koryu.languages import WELL_FORMED
from koryu.namespaces import CSVW, RDF_TYPE, XSD
from koryu.printable import quoted
from koryu.rdf.ntriples import Triple, iri, literal
from koryu.suggestions import did_you_mean
from koryu.tables.description.context import Context
from koryu.tables.description.jsontree import Node, check_terms
from koryu.tables.description.vocabulary import PREFIXES, PROPOSED, TYPES, expand, is_absolute, resolve

_KEYWORDS: Final = ("@id", "@type", "@value", "@language")


@dataclass(frozen=True)
class Thing:
    """A resource that is spoken of: its IRI as a term, None for a blank node, and what is said of it."""

    id: str | None
    says: tuple[Annotation, ...]


@dataclass(frozen=True)
class Annotation:
    """A statement about a table or a group: its property as a term, and a literal's term or a resource."""

    property: str
    value: str | Thing

    def triples(self, subject: str, label: Callable[[], str]) -> Iterator[Triple]:
        """Make the triples; ``label`` makes the label of a new blank node."""
        if isinstance(self.value, str):
            yield subject, self.property, self.value
            return
        object_ = self.value.id or label()
        yield subject, self.property, object_
        for each in self.value.says:
            yield from each.triples(object_, label)


def is_common(name: str) -> bool:
    """Is a member of a description a common property, to tell from its name?"""
    return ":" in name


def read_annotations(members: dict[str, Node], context: Context) -> tuple[Annotation, ...]:
    """Read the common properties among the members of a description.

    Raises:
        DataError: A name or a value is not allowed.
    """
    return tuple(
        annotation
        for name, node in members.items()
        if is_common(name)
        for annotation in _annotations(name, node, context)
    )


def read_note(node: Node, context: Context) -> Thing:
    """Read a note, which is an object."""
    return _thing("a note", node, context)


def make_note(thing: Thing) -> Annotation:
    """Say that a group or a table has a note."""
    return Annotation(iri(f"{CSVW}note"), thing)


def _annotations(name: str, node: Node, context: Context) -> Iterator[Annotation]:
    property_ = _property(name, node, context)
    for value in node.items(name) if isinstance(node.value, list) else [node]:
        yield Annotation(property_, _value(name, value, context))


def _property(name: str, node: Node, context: Context) -> str:
    full = expand(name)
    prefix = name.partition(":")[0]
    unknown = full == name and (context.faults.is_strict or not is_absolute(name))
    if unknown and not (prefix in ("http", "https") and "://" in name):
        raise node.fault(f"{quoted(name)} has no prefix of CSV on the Web{did_you_mean(prefix, PROPOSED)}")
    return _iri(node, full, name)


def _iri(node: Node, full: str, what: str) -> str:
    try:
        return iri(full)
    except ValueError as error:
        raise node.fault(f"{what} {error}") from None


def _value(name: str, node: Node, context: Context) -> str | Thing:
    value = node.value
    if isinstance(value, dict):
        return (_literal if "@value" in value else _thing)(f"the value of {name}", node, context)
    if isinstance(value, str):
        return _text(node, value, None, context.language)
    if isinstance(value, bool | int | float):
        return _number(value)
    raise node.fault(f"{name} must be a text, a number, a truth value or an object; a list may hold those")


def _text(node: Node, text: str, datatype: str | None, language: str | None) -> str:
    try:
        return literal(text, datatype, None if datatype else language)
    except ValueError as error:
        raise node.fault(str(error)) from None


def _number(value: bool | float) -> str:
    if isinstance(value, bool):
        return literal(str(value).lower(), f"{XSD}boolean")
    if isinstance(value, int):
        return literal(str(value), f"{XSD}integer")
    return literal(repr(value), f"{XSD}double")


def _literal(what: str, node: Node, _context: Context) -> str:
    members = node.members(what)
    check_terms(what, members, ("@value", "@type", "@language"))
    if "@type" in members and "@language" in members:
        raise node.fault(f"{what} has both @type and @language; keep one")
    value = members["@value"].value
    if not isinstance(value, str | int | float):
        raise members["@value"].fault("@value must be a text, a number or a truth value")
    language = _language(members["@language"]) if "@language" in members else None
    datatype = _type(members["@type"], "@type") if "@type" in members else None
    if not isinstance(value, str):
        return _number(value) if datatype is None else literal(str(value).lower(), datatype)
    return _text(node, value, datatype, language)


def _language(node: Node) -> str | None:
    if node.value is None:
        return None
    tag = node.text("@language")
    if not WELL_FORMED.fullmatch(tag):
        raise node.fault(f"@language {quoted(tag)} is not a language tag; write one such as zh-Hans")
    return tag


def _thing(what: str, node: Node, context: Context) -> Thing:
    members = node.members(what)
    if "@language" in members:
        raise members["@language"].fault("@language needs a @value beside it")
    keywords = {name: each for name, each in members.items() if name.startswith("@")}
    check_terms(what, keywords, _KEYWORDS)
    for name, each in members.items():
        if not name.startswith("@") and not is_common(name):
            raise each.fault(f"{quoted(name)} has no prefix; write one of CSV on the Web, such as dc:{name}")
    says = [Annotation(f"<{RDF_TYPE}>", iri(each)) for each in _types(members)]
    return Thing(_id(members, context), (*says, *read_annotations(members, context)))


def _id(members: dict[str, Node], context: Context) -> str | None:
    if "@id" not in members:
        return None
    node = members["@id"]
    text = node.text("@id")
    if text.startswith("_:"):
        raise node.fault(f"@id {quoted(text)} is a blank node; write an IRI")
    return _iri(node, resolve(text, context.base), "@id")


def _types(members: dict[str, Node]) -> Iterator[str]:
    if node := members.get("@type"):
        for each in node.items("@type") if isinstance(node.value, list) else [node]:
            yield _type(each, "@type")


def _type(node: Node, what: str) -> str:
    """Take a term of CSV on the Web, a compact name, or an IRI."""
    text = node.text(what)
    full = f"{CSVW}{text}" if text in TYPES else expand(text)
    prefix = text.partition(":")[0]
    known = text in TYPES or prefix in PREFIXES or "://" in text
    if text.startswith("_:") or not known:
        raise node.fault(
            f"{what} {quoted(text)} is no term of CSV on the Web and no IRI; write an IRI in full"
        )
    _iri(node, full, what)
    return full
