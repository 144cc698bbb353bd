"""Governments and their affiliations as a network, in GraphML: http://graphml.graphdrawing.org/specification.html."""

from __future__ import annotations

import io
from collections.abc import Iterable

from koryu.export.index import Index
from koryu.iris import Iris
from koryu.rdf.ntriples import Triple


def write_graphml(triples: Iterable[Triple], iris: Iris) -> str:
    """Write governments as nodes, and an edge between the two parties of each affiliation."""
    import networkx

    index = Index(triples, iris)
    network = networkx.MultiGraph()
    for government in index.members("Government"):
        about = {name: index.text(government, name) for name in ("level", "country")}
        network.add_node(index.key(government), **index.labels(government), **_known(about))
    for affiliation in index.members("Affiliation"):
        parties = [index.text(affiliation, name) for name in ("firstParty", "secondParty")]
        if all(parties):
            key = index.key(affiliation)
            about = {"kind": index.text(affiliation, "kind"), "since": index.text(affiliation, "earliest")}
            network.add_edge(*parties, key=key, **_known(about))
    content = io.BytesIO()
    networkx.write_graphml_xml(network, content, named_key_ids=True)
    return content.getvalue().decode()


def _known(about: dict[str, str | None]) -> dict[str, str]:
    return {name: text for name, text in about.items() if text is not None}
