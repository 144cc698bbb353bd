"""Validate with pySHACL: ``pyshacl_run.py GRAPH.nt SHAPES.ttl RESULTS.csv [core]``.

core: without SHACL-SPARQL.
"""

import csv
import sys

import pyshacl
import rdflib
from rdflib import SH, BNode, Graph

FIELDS = {
    "focus": SH.focusNode,
    "path": SH.resultPath,
    "value": SH.value,
    "component": SH.sourceConstraintComponent,
    "shape": SH.sourceShape,
}


def written(report: Graph, result: BNode, name: str) -> str:
    """Write a term of a result: IRIs of components and shapes as they are, others as N-Triples."""
    term = report.value(result, FIELDS[name])
    if name in ("component", "shape"):
        return str(term)
    if name == "path" and isinstance(term, BNode):
        return f"^{report.value(term, SH.inversePath).n3()}"
    return "" if term is None else term.n3()


def main(graph: str, shapes: str, results: str, *options: str) -> None:
    """Validate, and write the results."""
    rdflib.NORMALIZE_LITERALS = False  # else 1979 becomes 1979-01-01
    rules = Graph().parse(shapes)
    if "core" in options:
        rules.remove((None, SH.sparql, None))
    _, report, _ = pyshacl.validate(Graph().parse(graph, format="nt"), shacl_graph=rules, inplace=True)
    with open(results, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - as the peer has it
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        for result in report.objects(None, SH.result):
            writer.writerow(written(report, result, name) for name in FIELDS)


if __name__ == "__main__":
    main(*sys.argv[1:])
