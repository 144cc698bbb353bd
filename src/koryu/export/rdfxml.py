"""RDF/XML whose text depends on the statements only: https://www.w3.org/TR/rdf-syntax-grammar/."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from koryu.namespaces import RDF, XSD
from koryu.rdf.ntriples import Triple, datatype, is_blank, is_literal, language, value

_NAME = re.compile(r"[^\W\d][\w.-]*")  # of an XML name what the local part of an IRI is likely to be
_LOCAL = re.compile(r"[^\W\d][\w.-]*\Z")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # https://www.w3.org/TR/xml/#charsets


def write_rdfxml(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Write triples as RDF/XML, without any abbreviation.

    Raises:
        ValueError: XML cannot hold a property's IRI as a name, or a character of a literal.
    """
    ordered = sorted(set(triples))
    names = _Names(prefixes, {predicate for _, predicate, _ in ordered})
    lines = ['<?xml version="1.0" encoding="UTF-8"?>\n', "<rdf:RDF"]
    lines += [f"\n    xmlns:{prefix}={_quote(iri)}" for prefix, iri in names.used]
    lines.append(">\n")
    for subject, group in groupby(ordered, key=lambda triple: triple[0]):
        lines.append(f"  <rdf:Description{_reference(subject, 'about')}>\n")
        lines += [f"    {_property(names.names[predicate], object_)}\n" for _, predicate, object_ in group]
        lines.append("  </rdf:Description>\n")
    return "".join((*lines, "</rdf:RDF>\n"))


class _Names:
    """XML names of properties; namespaces without a prefix get one that is made."""

    def __init__(self, prefixes: Mapping[str, str], predicates: Iterable[str]) -> None:
        known = {
            iri: prefix for prefix, iri in sorted(prefixes.items(), reverse=True) if _NAME.fullmatch(prefix)
        }
        known[RDF] = "rdf"
        namespaces = {RDF: "rdf"}
        self.names: dict[str, str] = {}
        for predicate in sorted(predicates):
            namespace, local = _split(value(predicate))
            made = known.get(namespace) or f"ns{len(namespaces)}"
            prefix = namespaces.setdefault(namespace, made)
            self.names[predicate] = f"{prefix}:{local}"
        self.used = sorted((prefix, namespace) for namespace, prefix in namespaces.items())


def _split(iri: str) -> tuple[str, str]:
    if not (match := _LOCAL.search(iri)):
        raise ValueError(f"XML has no name for the property <{iri}>")
    return iri[: match.start()], match[0]


def _reference(term: str, attribute: str) -> str:
    if is_blank(term):
        return f' rdf:nodeID="b{term.removeprefix("_:")}"'  # a label may begin with a digit, a name not
    return f" rdf:{attribute}={_quote(value(term))}"


def _property(name: str, term: str) -> str:
    if not is_literal(term):
        return f"<{name}{_reference(term, 'resource')}/>"
    if found := _NO_XML.search(value(term)):
        raise ValueError(f"XML cannot hold the character U+{ord(found[0]):04X}")
    return f"<{name}{_kind(term)}>{_escape(value(term))}</{name}>"


def _kind(term: str) -> str:
    if tag := language(term):
        return f' xml:lang="{tag}"'
    type_ = datatype(term)
    return "" if type_ in (None, f"{XSD}string") else f" rdf:datatype={_quote(str(type_))}"


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)


def _quote(text: str) -> str:
    return f'"{_escape(text)}"'
