"""Literals that Oxigraph's store would rewrite, kept as they are written.

The store holds ``1.00`` and ``1.0`` as one value, and every derived integer type as ``xsd:integer``. SHACL
asks for terms as the file has them. So such a literal is loaded under a datatype of our own, which the store
leaves alone; the queries know of it, and results are told in the file's form. A query that someone else has
written cannot know: for those the store is turned into what it would have been.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from koryu.namespaces import XSD
from koryu.rdf.ntriples import datatype, iri, is_literal, literal, value
from koryu.shacl.datatypes import NUMBERS
from koryu.shacl.shapes import Scope

AS_WRITTEN: Final = "urn:koryu:as-written:"
_XSD: Final = re.escape(XSD.encode())
_KEPT: Final = (
    rb"""(?:(?:0|-?[1-9][0-9]{0,17})"\^\^<%(x)sinteger>|(?:true|false)"\^\^<%(x)sboolean>
|-?(?:0|[1-9][0-9]{0,9})\.[0-9]{0,7}[1-9]"\^\^<%(x)sdecimal>|[0-9]{4}-[0-9]{2}-[0-9]{2}"\^\^<%(x)sdate>|[0-9]{4}"\^\^<%(x)sgYear>)""".replace(
        b"\n", b""
    )
    % {b"x": _XSD}
)
_TYPED: Final = re.compile(rb'"(?!' + _KEPT + rb')[^"\\\n]*(?:\\.[^"\\\n]*)*"\^\^<([^>\n]+)>')
_LANGUAGE: Final = re.compile(rb"""["']@([A-Za-z]+(?:-[A-Za-z0-9]+)*)""")
_ATTRIBUTE: Final = re.compile(rb"""lang(?:uage)?["']?\s*[=:]\s*["']([A-Za-z0-9-]+)["']""")
_STORES: Final = frozenset(
    (
        *NUMBERS,
        *(
            XSD + name
            for name in (
                *("boolean", "string", "date", "time", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"),
                *("gMonth", "gMonthDay", "gDay", "duration", "yearMonthDuration", "dayTimeDuration"),
            )
        ),
    )
)
_SUBJECT: Final = ox.NamedNode("urn:koryu:subject")


def shield(term: str) -> str:
    """Write a literal that the store would rewrite under a datatype of our own; leave all other terms."""
    return _shielded(term) if is_literal(term) and term.endswith(">") else term


def written(term: str) -> str:
    """Write a term as the file has it."""
    kind = datatype(term) or ""
    return literal(value(term), kind.removeprefix(AS_WRITTEN)) if kind.startswith(AS_WRITTEN) else term


def shield_lines(lines: bytes, rewritten: set[str]) -> bytes:
    """Shield the literals of whole lines of N-Triples, and note in ``rewritten`` which."""

    def write(found: re.Match[bytes]) -> bytes:
        if found[1].decode() not in _STORES:
            return found[0]
        term = found[0].decode()
        new = shield(term)
        if new != term:
            rewritten.add(term)
        return new.encode()

    return _TYPED.sub(write, lines)


@lru_cache(maxsize=1 << 16)
def _shielded(term: str) -> str:
    kind = datatype(term)
    if kind not in _STORES or stored(term) == term:
        return term
    return literal(value(term), AS_WRITTEN + kind)


def stored(term: str) -> str:
    """Write a term as the store holds it."""
    store = ox.Store()
    store.load(f"{iri(_SUBJECT.value)} {iri(_SUBJECT.value)} {term} .".encode(), ox.RdfFormat.N_TRIPLES)
    return str(next(iter(store)).object)


def tags_of(text: bytes) -> set[str]:
    """Find the language tags that a file writes behind its texts."""
    return {tag.decode() for tag in set(_LANGUAGE.findall(text))}


def declared_tags(text: bytes) -> set[str]:
    """Find the language tags that a file of RDF/XML or JSON-LD writes as attributes."""
    return {tag.decode() for tag in set(_ATTRIBUTE.findall(text))}


def retagged(term: str, tags: Mapping[str, str]) -> str:
    """Write the language tag of a term as the file has it."""
    text, mark, tag = term.rpartition('"@')
    return f"{text}{mark}{tags.get(tag.lower(), tag)}" if mark and term.startswith('"') else term


class Shielded(Scope):
    """A store that holds some literals under datatypes of our own."""

    def spell(self, term: str) -> str:
        """Shield a term of the shapes as those of the data are."""
        return shield(term)

    def has_datatype(self, variable: str, datatype: str) -> str:
        """Is it of the datatype, or of ours for it?"""
        return f"DATATYPE({variable}) IN ({datatype}, {iri(AS_WRITTEN + value(datatype))})"

    def compare(self, left: str, sign: str, right: str) -> str:
        """Compare the values."""
        return f"{_value_of(left)} {sign} {_value_of(right) if right.startswith('?') else right}"


def _value_of(variable: str) -> str:
    kind = f"STR(DATATYPE({variable}))"
    real = f'IRI(STRAFTER({kind}, "{AS_WRITTEN}"))'
    return f'IF(STRSTARTS(COALESCE({kind}, ""), "{AS_WRITTEN}"), STRDT(STR({variable}), {real}), {variable})'
