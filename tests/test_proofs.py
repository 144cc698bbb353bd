"""What tables make is held against shapes as it would be if it were made."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

from koryu.columnar.populate import populate
from koryu.proofs.validate import Validated, validate_tables
from koryu.rdf.reading import empty_graph
from koryu.shacl.data import Data
from koryu.shacl.evaluating import evaluate
from koryu.shacl.reading import read_shapes
from koryu.shacl.results import Result
from koryu.shacl.shapes import Shape
from small_proofs import draw_shapes, draw_tables


def shapes_of(turtle: str) -> list[Shape]:
    return read_shapes(empty_graph().parse(data=turtle, format="turtle"), "shapes.ttl")


def keyed(results: list[Result]) -> Counter[tuple[object, ...]]:
    """Count results; how the case of a language tag is told depends on the other texts that are loaded."""
    return Counter(tuple(map(_lower, _key(each))) for each in results)


def _key(each: Result) -> tuple[str | None, ...]:
    path, messages = str(each.path), str(sorted(each.messages.items()))
    return each.focus, path, each.value, each.component, each.shape, each.severity, messages


def _lower(term: str | None) -> str | None:
    return term.replace('"@EN', '"@en') if term else term


def asked(metadata: Path, shapes: list[Shape]) -> list[Result]:
    """Validate the graph that is made."""
    graph = metadata.with_name("graph.nt")
    populate(metadata, output=graph, mode="minimal")
    data = Data()
    data.read(graph, "nt")
    return list(evaluate(shapes, data))


def compare(folder: Path, seed: int) -> Validated:
    chance = Random(seed)
    metadata = draw_tables(folder, chance)
    turtle = draw_shapes(chance)
    shapes = shapes_of(turtle)
    found = validate_tables([metadata], shapes)
    expected, got = keyed(asked(metadata, shapes)), keyed(found.results)
    assert got == expected, f"seed {seed}: missing {expected - got}, too many {got - expected}\n{turtle}"
    return found
