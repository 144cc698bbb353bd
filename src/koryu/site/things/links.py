"""Where a thing is found in other datasets: how each link matches, and why somebody decided so.

Decisions are those of https://mapping-commons.github.io/sssom/, in its own terms; what somebody looked at and
found not to match is told too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from koryu.namespaces import RDF_TYPE
from koryu.rdf.ntriples import iri, is_iri, value
from koryu.site.frame.labels import Label, Labels
from koryu.site.things.facts import MATCHES, Fact, Objects, facts_of
from koryu.sssom.curies import SSSOM

_TYPE: Final = iri(RDF_TYPE)
_DECISION: Final = iri(f"{SSSOM}Mapping")
_PREDICATE: Final = iri(f"{SSSOM}predicate_id")
_OBJECT: Final = iri(f"{SSSOM}object_id")
_MODIFIER: Final = iri(f"{SSSOM}predicate_modifier")
_LABEL: Final = iri(f"{SSSOM}object_label")
_COMMENT: Final = iri(f"{SSSOM}comment")
_REVIEWERS: Final = (iri(f"{SSSOM}reviewer_id"), iri(f"{SSSOM}reviewer_label"))
_SHOWN: Final = {_PREDICATE, _OBJECT, _MODIFIER, _LABEL, _COMMENT, iri(f"{SSSOM}subject_id")}


@dataclass(frozen=True)
class Link:
    """A thing of another dataset. ``anchor``: of the decision; without it nothing says why."""

    relation: str
    there: Label
    holds: bool = True
    anchor: str | None = None
    called: str | None = None
    comment: str | None = None
    evidence: tuple[Fact, ...] = ()
    is_reviewed: bool = False


def is_decision(objects: Objects) -> bool:
    """Is a part of a thing a decision on a link?"""
    return _DECISION in objects.get(_TYPE, {})


def links_of(own: Objects, parts: Mapping[str, Objects], labels: Labels) -> list[Link]:
    """List the links of a thing, those that hold first.

    Args:
        own: What is said of the thing.
        parts: What is said of its parts, by their term.
        labels: Of the reader.
    """
    decided = {part: objects for part, objects in parts.items() if is_decision(objects)}
    told = {_pair(objects) for objects in decided.values()}
    labels.of(value(each) for pair in (*told, *_pairs(own)) for each in pair if is_iri(each))
    found = [
        Link(labels[value(match)].text, labels[value(there)])
        for match, there in _pairs(own)
        if (match, there) not in told
    ]
    found += [_link(part, objects, labels) for part, objects in decided.items()]
    return sorted(found, key=lambda each: (not each.holds, each.there.iri))


def _pairs(own: Objects) -> list[tuple[str, str]]:
    return [(match, there) for match in MATCHES for there in sorted(own.get(match, {})) if is_iri(there)]


def _pair(objects: Objects) -> tuple[str, str]:
    return _one(objects, _PREDICATE), _one(objects, _OBJECT)


def _one(objects: Objects, predicate: str) -> str:
    return min(objects.get(predicate, {}), default="")


def _text(objects: Objects, predicate: str) -> str | None:
    term = _one(objects, predicate)
    return value(term) if term else None


def _link(part: str, objects: Objects, labels: Labels) -> Link:
    predicate, there = _pair(objects)
    return Link(
        labels[value(predicate)].text,
        labels[value(there)],
        holds=_MODIFIER not in objects,
        anchor=value(part).partition("#")[2],
        called=_text(objects, _LABEL),
        comment=_text(objects, _COMMENT),
        evidence=tuple(facts_of(objects, labels, _SHOWN)),
        is_reviewed=any(each in objects for each in _REVIEWERS),
    )
