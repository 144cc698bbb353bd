"""Oxigraph's way to Turtle: load the triples into a store, and dump it.

python peers/pyoxigraph_turtle.py TRIPLES.nt OUT.ttl
"""

import sys

from pyoxigraph import DefaultGraph, RdfFormat, Store

PREFIXES = {
    "dc": "http://purl.org/dc/terms/",
    "qb": "http://purl.org/linked-data/cube#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

store = Store()
store.bulk_load(path=sys.argv[1], format=RdfFormat.N_TRIPLES)
store.dump(sys.argv[2], RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes=PREFIXES)
