"""Graphs compared as graphs, whatever the labels of their blank nodes; read by another program than ours."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from koryu.rdf.ntriples import Triple


def canonical(content: str, form: ox.RdfFormat) -> ox.Dataset:
    """Read a graph; labels of blank nodes depend on nothing but the graph."""
    dataset = ox.Dataset(ox.parse(content.encode(), form))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def canonical_triples(triples: Iterable[Triple]) -> ox.Dataset:
    """Make such a graph of triples."""
    return canonical("".join(f"{' '.join(each)} .\n" for each in triples), ox.RdfFormat.N_TRIPLES)
