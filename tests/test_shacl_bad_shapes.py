"""Shapes that cannot be meant are refused, with a word on how to mend them; never "conforms"."""

import pytest

from koryu.errors import OntologyError
from koryu.rdf.reading import empty_graph
from koryu.shacl.check import check_triples

PREFIXES = """
    @prefix e: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TARGET = "e:S sh:targetClass e:T"
QUERY = "https://www.w3.org/TR/shacl/#property-paths"


def refusal(turtle):
    shapes = empty_graph().parse(data=PREFIXES + turtle, format="turtle")
    with pytest.raises(OntologyError) as caught:
        check_triples(set(), shapes, "shapes.ttl")
    return str(caught.value).replace("https://example.org/", "e:")


def sparql(select):
    return f'{TARGET} ; sh:sparql [ sh:select """{select}""" ] .'


CASES = {
    "an unknown term": (
        f"{TARGET} ; sh:property [ sh:path e:p ; sh:minCont 1 ] .",
        'shapes.ttl: [ sh:path <e:p> ] has sh:minCont, which SHACL does not define; did you mean "minCount"?',
    ),
    "an unknown target": (
        "e:S a sh:NodeShape ; sh:targetClas e:T ; sh:nodeKind sh:IRI .",
        'shapes.ttl: <e:S> has sh:targetClas, which SHACL does not define; did you mean "targetClass"?',
    ),
    "an unknown value": (
        f"{TARGET} ; sh:nodeKind sh:Iri .",
        'shapes.ttl: <e:S> has sh:Iri, which SHACL does not define; did you mean "IRI"?',
    ),
    "a node kind that is another term": (
        f"{TARGET} ; sh:nodeKind sh:Warning .",
        "shapes.ttl: <e:S> sh:nodeKind is <http://www.w3.org/ns/shacl#Warning>; it is one of sh:IRI,"
        " sh:BlankNode, sh:Literal, sh:BlankNodeOrIRI, sh:BlankNodeOrLiteral, sh:IRIOrLiteral",
    ),
    "no shape at all": (
        "e:a e:b e:c .",
        "shapes.ttl: no shape has both a target and a constraint; no data can be said to conform to that",
    ),
    "a target and no constraint": (
        f"{TARGET} .",
        "shapes.ttl: no shape has both a target and a constraint; no data can be said to conform to that",
    ),
    "a constraint and no target": (
        "e:S a sh:NodeShape ; sh:nodeKind sh:IRI .",
        "shapes.ttl: no shape has both a target and a constraint; no data can be said to conform to that",
    ),
    "a message and no constraint": (
        f'{TARGET} ; sh:nodeKind sh:IRI ; sh:property [ sh:path e:p ; sh:message "gone" ] .',
        "shapes.ttl: [ sh:path <e:p> ] has a path and a message, but no constraint; it can never be broken",
    ),
    "an illegal pattern": (
        f'{TARGET} ; sh:property [ sh:path e:p ; sh:pattern "[a" ] .',
        'shapes.ttl: [ sh:path <e:p> ] sh:pattern is "[a", which is no regular expression that is known here;'
        " there is no look-around and no class taken from another",
    ),
    "a pattern with look-around": (
        f'{TARGET} ; sh:property [ sh:path e:p ; sh:pattern "(?=a)" ] .',
        'shapes.ttl: [ sh:path <e:p> ] sh:pattern is "(?=a)", which is no regular expression that is'
        " known here; there is no look-around and no class taken from another",
    ),
    "an unknown flag": (
        f'{TARGET} ; sh:property [ sh:path e:p ; sh:pattern "a" ; sh:flags "g" ] .',
        'shapes.ttl: [ sh:path <e:p> ] sh:flags is "g"; its letters are among i, m, s, x and q',
    ),
    "a circle of shapes": (
        f"{TARGET} ; sh:property [ sh:path e:p ; sh:node e:S ] .",
        "shapes.ttl: <e:S> refers to itself (<e:S> → [ sh:path <e:p> ] → <e:S>);"
        " recursive shapes are not validated",
    ),
    "a count that is no number": (
        f"{TARGET} ; sh:property [ sh:path e:p ; sh:minCount -1 ] .",
        'shapes.ttl: [ sh:path <e:p> ] sh:minCount is "-1"^^<http://www.w3.org/2001/XMLSchema#integer>;'
        " write a whole number, such as 1",
    ),
    "two counts": (
        f"{TARGET} ; sh:property [ sh:path e:p ; sh:minCount 1, 2 ] .",
        "shapes.ttl: [ sh:path <e:p> ] has 2 values of sh:minCount; it may have one",
    ),
    "a count without a path": (
        f"{TARGET} ; sh:minCount 1 .",
        "shapes.ttl: <e:S> has sh:minCount, which needs a sh:path beside it",
    ),
    "a list that has no end": (
        f"{TARGET} ; sh:in e:list . e:list rdf:first e:a ; rdf:rest e:list .",
        "shapes.ttl: <e:S> sh:in is not a list that is well-formed; write ( ... )",
    ),
    "a path of nothing": (
        f"{TARGET} ; sh:property [ sh:path [] ; sh:minCount 1 ] .",
        f"shapes.ttl: [ sh:path … ] has a sh:path that is malformed; see {QUERY}",
    ),
    "a path of one step": (
        f"{TARGET} ; sh:property [ sh:path ( e:p ) ; sh:minCount 1 ] .",
        "shapes.ttl: [ sh:path … ] has a sh:path of 1 steps; a list of paths has two at least",
    ),
    "a target that is a text": (
        'e:S sh:targetClass "T" ; sh:nodeKind sh:IRI .',
        'shapes.ttl: <e:S> sh:targetClass is "T"; it must be an IRI',
    ),
    "a rule of the advanced features": (
        f"{TARGET} ; sh:nodeKind sh:IRI ; sh:rule [] .",
        "shapes.ttl: <e:S> has sh:rule, of SHACL's advanced features, which are not supported",
    ),
    "a query that is none": (
        sparql("SELECT $this WHERE { $this ?p "),
        "shapes.ttl: <e:S> sh:sparql […] has a query that cannot be run: the query cannot be run: error at",
    ),
    "a query with MINUS": (
        sparql("SELECT $this WHERE { $this ?p ?o MINUS { $this <urn:q> ?o } }"),
        "shapes.ttl: <e:S> sh:sparql […] has a query that cannot be run: MINUS is not allowed,"
        " since SHACL binds variables before the query is run",
    ),
    "a query that takes a slice": (
        sparql("SELECT $this WHERE { $this ?p ?o } LIMIT 1"),
        "<e:S>: a query with LIMIT or OFFSET takes a slice for each focus node; leave it out",
    ),
    "a filter in a graph that does not bind the focus node": (
        sparql("SELECT $this WHERE { GRAPH ?g { ?s ?p ?o FILTER(?s != $this) } }"),
        "<e:S>: a FILTER or BIND in a GRAPH speaks of $this, which the GRAPH does not bind",
    ),
    "a prefix that is none": (
        f"""{TARGET} ; sh:sparql [ sh:prefixes e:o ; sh:select "SELECT $this WHERE {{ $this ?p ?o }}" ] .
        e:o sh:declare [ sh:prefix "x: <urn:x> #" ; sh:namespace "urn:y"^^xsd:anyURI ] .""",
        "shapes.ttl: <e:o> has a sh:declare that is no prefix and namespace",
    ),
    "a namespace that is none": (
        f"""{TARGET} ; sh:sparql [ sh:prefixes e:o ; sh:select "SELECT $this WHERE {{ $this ?p ?o }}" ] .
        e:o sh:declare [ sh:prefix "x" ; sh:namespace "urn:y> #"^^xsd:anyURI ] .""",
        "shapes.ttl: <e:o> declares the prefix x: 'urn:y> #' is not an absolute IRI",
    ),
    "a query without the focus node": (
        sparql("SELECT ?x WHERE { ?x ?p ?o }"),
        "shapes.ttl: <e:S> sh:sparql […] has a query that does not project $this; it must",
    ),
    "a query of nothing": (
        f"{TARGET} ; sh:sparql [ ] .",
        "shapes.ttl: <e:S> sh:sparql […] has neither sh:select nor sh:ask",
    ),
    "a shape that is a text": (
        f'{TARGET} ; sh:not "x" .',
        'shapes.ttl: "x" is a literal; a shape is an IRI or a blank node',
    ),
    "a truth value that is none": (
        f'{TARGET} ; sh:closed "yes" .',
        'shapes.ttl: <e:S> sh:closed is "yes"; write true or false',
    ),
}


@pytest.mark.parametrize(("turtle", "message"), CASES.values(), ids=CASES)
def test_shapes_are_refused(turtle, message):
    assert refusal(turtle).startswith(message)
    assert "\n" not in refusal(turtle)
