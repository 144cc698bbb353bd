"""Validate with pyrudof: ``pyrudof_run.py GRAPH.nt SHAPES.ttl RESULTS.csv``."""

import csv
import sys

from pyrudof import RDFFormat, Rudof, RudofConfig

XSD = "http://www.w3.org/2001/XMLSchema#"


def term(text: str | None) -> str:
    """Write a term as N-Triples: pyrudof writes IRIs bare, and datatypes with a prefix."""
    if not text or text.startswith("_:"):
        return text or ""
    if not text.startswith('"'):
        return f"<{text}>"
    words, quote, datatype = text.rpartition('"^^xsd:')
    return f'{words}"^^<{XSD}{datatype}>' if quote else text


def path(text: str | None) -> str:
    """Write a path: pyrudof writes IRIs bare, and an inverse one in parentheses."""
    return f"^{term(text[1:].strip('()'))}" if text and text.startswith("^") else term(text)


def main(graph: str, shapes: str, results: str) -> None:
    """Validate, and write the results."""
    rudof = Rudof(RudofConfig())
    rudof.read_data(graph, format=RDFFormat.NTriples)
    rudof.read_shacl(shapes)
    with open(results, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - as the peers have it
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("focus", "path", "value", "component", "shape"))
        for each in rudof.validate_shacl():
            writer.writerow(
                (
                    term(each.focus_node),
                    path(each.path),
                    term(each.value),
                    each.constraint_component,
                    each.source_shape,
                )
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
