"""The geometry of the diagram of classes: a tree of what lies below what, arcs for what points at what."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from koryu.site.editions.ontology import DOMAIN, RANGE, SUB_CLASS, Ontology, Term

WIDTH: Final = 400
_ROW: Final = 26
_INDENT: Final = 18
_LETTERS: Final = (8.2, 14.0)  # widths in a label: of a Latin letter, of a Chinese or Japanese one
_ROOM: Final = 8


@dataclass(frozen=True)
class Node:
    """A class in the diagram, and where its label begins and ends."""

    term: Term
    label: str
    x: float
    y: float
    end: float


@dataclass(frozen=True)
class Arc:
    """What joins two classes: ``d`` is the path, ``title`` says what it is.

    ``kind``: ``below`` is a branch of the tree, ``also`` a further class above, ``relation`` a property.
    """

    kind: str
    d: str
    title: str


@dataclass(frozen=True)
class Diagram:
    """A diagram of classes."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]


def draw_classes(ontology: Ontology, lang: str) -> Diagram | None:
    """Draw the classes of an ontology for a reader; None if it has none."""
    rows = list(_tree(ontology, lang))
    if not rows:
        return None
    nodes = {
        term.iri: _node(term, ontology.label(term.iri, lang), depth, row)
        for row, (term, depth, _) in enumerate(rows)
    }
    branches = [_branch(nodes[above], nodes[term.iri]) for term, _, above in rows if above]
    arcs = [*branches, *_others(ontology, nodes, rows), *_relations(ontology, nodes, lang)]
    return Diagram(WIDTH, len(rows) * _ROW + _ROOM, tuple(nodes.values()), tuple(arcs))


_Row = tuple[Term, int, str]  # a class, its depth, and the class above it in the tree


def _tree(ontology: Ontology, lang: str) -> Iterator[_Row]:
    """List the classes, each once and below one that it is below of; by their labels."""
    classes = ontology.of_kind("class")
    children: defaultdict[str, list[Term]] = defaultdict(list)
    for term in classes:
        children[next(iter(ontology.supers(term.iri, SUB_CLASS)), "")].append(term)
    seen: set[str] = set()

    def below(above: str, depth: int) -> Iterator[_Row]:
        for term in sorted(children[above], key=lambda each: ontology.label(each.iri, lang).casefold()):
            if term.iri not in seen:
                seen.add(term.iri)
                yield term, depth, above
                yield from below(term.iri, depth + 1)

    yield from below("", 0)
    for term in classes:  # a circle of classes has no beginning
        if term.iri not in seen:
            seen.add(term.iri)
            yield term, 0, ""


def _node(term: Term, label: str, depth: int, row: int) -> Node:
    x = float(depth * _INDENT)
    return Node(term, label, x, row * _ROW + 18.0, round(x + _wide(label), 1))


def _wide(label: str) -> float:
    return sum(_LETTERS[ord(char) >= 0x2E80] for char in label)


def _branch(above: Node, node: Node) -> Arc:
    x = above.x + 6
    d = f"M{x:g} {above.y + 5:g}V{node.y - 4:g}H{node.x - 3:g}"
    return Arc("below", d, f"{node.label} ⊂ {above.label}")


def _others(ontology: Ontology, nodes: dict[str, Node], rows: Sequence[_Row]) -> Iterator[Arc]:
    """The classes above a class that are not those of the tree."""
    for term, _, drawn in rows:
        for above in ontology.supers(term.iri, SUB_CLASS):
            if above != drawn and above in nodes and above != term.iri:
                node = nodes[term.iri]
                title = f"{node.label} ⊂ {nodes[above].label}"
                yield Arc("also", _arc(node, nodes[above]), title)


def _relations(ontology: Ontology, nodes: dict[str, Node], lang: str) -> Iterator[Arc]:
    """The properties from class to class; those of one pair share an arc."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for term in ontology.of_kind("object"):
        for domain in ontology.objects(term.iri, DOMAIN):
            for range_ in ontology.objects(term.iri, RANGE):
                if domain in nodes and range_ in nodes and domain != range_:
                    found[domain, range_].append(ontology.label(term.iri, lang))
    for (domain, range_), names in sorted(found.items()):
        title = f"{nodes[domain].label} → {nodes[range_].label}: {', '.join(sorted(names))}"
        yield Arc("relation", _arc(nodes[domain], nodes[range_]), title)


def _arc(start: Node, end: Node) -> str:
    """An arc at the right of the labels, the wider the further apart they are."""
    from_x, to_x = start.end + _ROOM, end.end + _ROOM
    reach = min(WIDTH - 6, round(max(from_x, to_x) + 14 + 11 * math.sqrt(abs(start.y - end.y)), 1))
    return (
        f"M{from_x:g} {start.y - 4:g}"
        f"C{reach:g} {start.y - 4:g} {reach:g} {end.y - 4:g} {to_x:g} {end.y - 4:g}"
    )
