"""Mappings as statements: what holds as a link, and each decision as a part of the thing that it is about.

A positive mapping is a triple of its predicate, such as ``skos:exactMatch``; a negative one is none, and only
its decision says that it does not hold. Properties of a decision are the slots of SSSOM, ``sssom:confidence``
for ``confidence``. It is no ``owl:Axiom``, as it may be about what does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from koryu.errors import Cell, DataError, Faults
from koryu.iris import Iris
from koryu.namespaces import DCTERMS, RDF_TYPE, VOID, XSD
from koryu.rdf.ntriples import Triple, iri, literal
from koryu.sssom.curies import SSSOM
from koryu.sssom.header import LICENSE, OBJECT_SOURCE, TITLE, source_of
from koryu.sssom.mappings import Mapping
from koryu.sssom.reading import MappingSet, Row
from koryu.sssom.slots import NOT, SLOTS

_TYPE: Final = iri(RDF_TYPE)
_IRIS: Final = frozenset({"subject", "predicate", "object", "justification", "author", "reviewer"})
_MODIFIER: Final = "is_negative"
_TOLD: Final = tuple(slot for slot in SLOTS if slot.field != "subject_label")  # which the thing has itself


def link_triples(name: str, found: MappingSet, iris: Iris) -> dict[Triple, Cell]:
    """Make the statements of a file of links.

    Args:
        name: Of its dataset, such as ``wikidata``.
        found: Its mappings.
        iris: Those of the project.

    Returns:
        The cell that each triple is from.

    Raises:
        Faults: Two decisions about a thing would have one IRI; a DataError for each.
    """
    cells = {triple: Cell(found.shown, 1) for triple in _linkset(name, found, iris)}
    named: dict[str, Row] = {}
    faults: list[DataError] = []
    for row in found.rows:
        link = iris.link(row.mapping.subject, name, _name(row.mapping.object))
        if (other := named.setdefault(link, row)) is not row:
            problem = f"ends as the object in line {other.line} does; links to two datasets need two files"
            faults.append(DataError(Cell(found.shown, row.line, "object_id"), problem))
        for triple, column in _decision(row.mapping, iri(link), iris.linkset(name)):
            cells.setdefault(triple, Cell(found.shown, row.line, column))
    if faults:
        raise Faults(faults)
    return cells


def _name(object_: str) -> str:
    """What a dataset calls a thing: the end of its IRI."""
    return object_.rstrip("/#").replace("#", "/").rpartition("/")[2]


def _decision(mapping: Mapping, link: str, linkset: str) -> Iterator[tuple[Triple, str]]:
    if not mapping.is_negative:
        yield (iri(mapping.subject), iri(mapping.predicate), iri(mapping.object)), "object_id"
    yield (link, _TYPE, iri(f"{SSSOM}Mapping")), "subject_id"
    yield (link, iri(f"{VOID}inDataset"), iri(linkset)), "subject_id"
    for slot in _TOLD:
        if (value := getattr(mapping, slot.field)) not in (None, "", False):
            yield (link, iri(f"{SSSOM}{slot.column}"), _term(slot.field, value)), slot.column


def _term(field: str, value: object) -> str:
    if field == _MODIFIER:
        return literal(NOT)
    if field in _IRIS:
        return iri(str(value))
    if isinstance(value, date):
        return literal(value.isoformat(), f"{XSD}date")
    if isinstance(value, float):
        return literal(f"{Decimal(repr(value)):f}", f"{XSD}decimal")
    return literal(str(value))


def _linkset(name: str, found: MappingSet, iris: Iris) -> Iterator[Triple]:
    """Describe the links that hold: https://www.w3.org/TR/void/#linkset."""
    node, header = iri(iris.linkset(name)), found.header
    holding = [each for each in found.mappings if not each.is_negative]
    yield node, _TYPE, iri(f"{VOID}Linkset")
    yield node, _TYPE, iri(f"{SSSOM}MappingSet")
    yield node, iri(f"{DCTERMS}title"), literal(header.text(TITLE) or name)
    yield node, iri(f"{DCTERMS}license"), iri(header.text(LICENSE) or "")
    yield node, iri(f"{VOID}subjectsTarget"), iri(iris.dataset)
    yield node, iri(f"{VOID}triples"), literal(str(len(holding)), f"{XSD}integer")
    for predicate in {each.predicate for each in holding}:
        yield node, iri(f"{VOID}linkPredicate"), iri(predicate)
    yield from _target(node, found)


def _target(node: str, found: MappingSet) -> Iterator[Triple]:
    """Describe the other dataset, by the namespaces of its things."""
    source = source_of(found.header, OBJECT_SOURCE)
    if source is None:
        return
    yield node, iri(f"{VOID}objectsTarget"), iri(source)
    yield iri(source), _TYPE, iri(f"{VOID}Dataset")
    for row in found.rows:
        name = row.cells["object_id"].partition(":")[2]
        space = row.mapping.object[: -len(name)]
        yield iri(source), iri(f"{VOID}uriSpace"), literal(space)
