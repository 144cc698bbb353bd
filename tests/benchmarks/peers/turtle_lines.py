"""Read Turtle from a pipe and write its triples as N-Triples, a literal as it was written."""

import sys

from pyoxigraph import RdfFormat, parse, serialize

serialize(parse(sys.stdin.buffer, format=RdfFormat.TURTLE), sys.stdout.buffer, RdfFormat.N_TRIPLES)
