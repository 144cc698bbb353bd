"""Drawn shapes on drawn graphs: set queries and pySHACL, two programs, give the same results."""

import random
from collections import Counter

import pytest
from rdflib import RDF, RDFS, SH, XSD, BNode, Literal, Namespace
from rdflib.collection import Collection

from koryu.rdf.reading import empty_graph, triples_of
from koryu.shacl.check import check_triples
from koryu.validation.opinion import second_opinion

E = Namespace("https://example.org/")
NODES = [E.a, E.b, E.c, E.d]
CLASSES = [E.A, E.B, E.C]  # B is below A
PREDICATES = [E.p, E.q, E.r]
NUMBERS = [E.m, E.n]  # predicates of numbers alone: pySHACL compares an IRI with a text, which SPARQL cannot
LITERALS = [
    *(Literal(number) for number in (1, 2, 5)),
    *(Literal(text) for text in ("x", "xy", "大连")),
    *(Literal(text, lang=tag) for text, tag in (("x", "en"), ("y", "en"), ("大連", "ja"), ("大连", "zh"))),
    Literal("1.5", datatype=XSD.decimal),
]
DRAWS = 600


class Drawing:
    """Draws a graph and shapes; the same for the same number."""

    def __init__(self, number):
        self.draw = random.Random(f"shapes {number}")
        self.shapes = empty_graph()
        self.used = Counter()

    def graph(self):
        data = empty_graph()
        data.add((E.B, RDFS.subClassOf, E.A))
        for node in NODES:
            for class_ in self.draw.sample(CLASSES, self.draw.randint(0, 2)):
                data.add((node, RDF.type, class_))
            for _ in range(self.draw.randint(0, 5)):
                value = self.draw.choice([*NODES, *LITERALS, *LITERALS])
                data.add((node, self.draw.choice(PREDICATES), value))
            for _ in range(self.draw.randint(0, 3)):
                data.add((node, self.draw.choice(NUMBERS), Literal(self.draw.randint(1, 3))))
        return data

    def add(self, *triple):
        self.shapes.add(triple)

    def list(self, members):
        return Collection(self.shapes, BNode(), members).uri

    def root(self, number):
        shape = E[f"S{number}"]
        self.add(shape, RDF.type, SH.NodeShape)
        target = self.draw.choice(["targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"])
        of = {"targetClass": CLASSES, "targetNode": [*NODES, E.nowhere]}.get(target, PREDICATES)
        self.add(shape, SH[target], self.draw.choice(of))
        for _ in range(self.draw.randint(1, 2)):
            self.constrain(shape, 2, is_property=False)

    def constrain(self, shape, depth, *, is_property):
        names = [*ANYWHERE, *(OF_PROPERTIES if is_property else ()), *(NESTED * 2 if depth else ())]
        name = self.draw.choice(names)
        if (shape, SH[name], None) in self.shapes and name in ONCE:
            return
        self.used[name] += 1
        getattr(self, name, self.plain)(shape, name, depth)

    def plain(self, shape, name, _depth):
        self.add(shape, SH[name], self.draw.choice(VALUES[name]))

    def lessThan(self, shape, name, _depth):  # noqa: N802 - as SHACL calls it
        if (shape, SH.path, E.n) in self.shapes:
            self.add(shape, SH[name], E.m)
        else:
            self.used[name] -= 1

    lessThanOrEquals = lessThan  # noqa: N815 - as SHACL calls it

    def closed(self, shape, _name, _depth):
        self.add(shape, SH.closed, Literal(True))
        self.add(shape, SH.ignoredProperties, self.list([RDF.type, self.draw.choice(PREDICATES)]))

    def listed(self, shape, name, _depth):
        members = [*NODES, *LITERALS] if name == "in" else [Literal("en"), Literal("zh")]
        self.add(shape, SH[name], self.list(self.draw.sample(members, self.draw.randint(1, 2))))

    languageIn = listed  # noqa: N815 - as SHACL calls it

    def property(self, shape, name, depth):
        self.add(shape, SH[name], self.shape(depth - 1, is_property=True))

    def one(self, shape, name, depth):
        self.add(shape, SH[name], self.shape(depth - 1, is_property=self.draw.random() < 0.5))

    def node(self, shape, name, depth):
        self.add(shape, SH[name], self.shape(depth - 1, is_property=False))

    def several(self, shape, name, depth):
        shapes = [self.shape(depth - 1, is_property=self.draw.random() < 0.5) for _ in range(2)]
        self.add(shape, SH[name], self.list(shapes))

    xone = several

    def qualifiedValueShape(self, shape, name, depth):  # noqa: N802 - as SHACL calls it
        self.one(shape, name, depth)
        bound = self.draw.choice(["qualifiedMinCount", "qualifiedMaxCount"])
        self.add(shape, SH[bound], Literal(self.draw.randint(0, 2)))

    def shape(self, depth, *, is_property):
        shape = BNode()
        if is_property:
            self.add(shape, SH.path, self.path(self.draw.randint(0, 2)))
        else:
            self.add(shape, RDF.type, SH.NodeShape)
        for _ in range(self.draw.randint(1, 2)):
            self.constrain(shape, depth, is_property=is_property)
        return shape

    def path(self, depth):
        predicate = self.draw.choice(PREDICATES)
        if not depth:
            return self.draw.choice([predicate, predicate, E.n])
        name = self.draw.choice(["", "list", "alternativePath", *MARKED])
        if not name:
            return predicate
        self.used[name] += 1
        if name == "list":
            return self.list([self.path(depth - 1), self.path(depth - 1)])
        path = BNode()
        # pySHACL goes the steps of ^(a/b) as ^a/^b
        inner = predicate if name == "inversePath" else self.path(depth - 1)
        self.add(path, SH[name], self.list([inner, predicate]) if name == "alternativePath" else inner)
        return path


setattr(Drawing, "in", Drawing.listed)
setattr(Drawing, "not", Drawing.one)
setattr(Drawing, "and", Drawing.several)
setattr(Drawing, "or", Drawing.several)

MARKED = ["inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"]
VALUES = {
    "class": CLASSES,
    "datatype": [XSD.integer, XSD.string, RDF.langString, XSD.decimal],
    "nodeKind": [SH.IRI, SH.Literal, SH.BlankNodeOrIRI, SH.IRIOrLiteral],
    "minInclusive": [Literal(2)],
    "maxExclusive": [Literal(5)],
    "minLength": [Literal(2)],
    "maxLength": [Literal(21)],
    "pattern": [Literal("^x"), Literal("[大ab]$")],
    "hasValue": [E.a, Literal(1), Literal("x", lang="en")],
    "equals": PREDICATES,
    "disjoint": PREDICATES,
    "minCount": [Literal(1), Literal(2)],
    "maxCount": [Literal(0), Literal(1), Literal(2)],
    "uniqueLang": [Literal(True)],
}
OF_PROPERTIES = ["minCount", "maxCount", "uniqueLang", *["lessThan", "lessThanOrEquals"] * 3]
NESTED = ["property", "node", "not", "and", "or", "xone"]
ANYWHERE = [*(name for name in VALUES if name not in OF_PROPERTIES), "in", "languageIn", "closed"]
ONCE = {"datatype", "nodeKind", "minInclusive", "maxExclusive", "minLength", "maxLength", "pattern", "closed"}
ONCE |= {"minCount", "maxCount", "uniqueLang", "in", "languageIn"}
OF_PROPERTIES.append("qualifiedValueShape")


def key(result):
    return result.shape, result.component, result.focus, str(result.path), result.value


def outcome(number):
    drawing = Drawing(number)
    data = drawing.graph()
    for root in range(2):
        drawing.root(root)
    ours = Counter(map(key, check_triples(triples_of(data), drawing.shapes)))
    theirs = Counter(map(key, second_opinion(data, drawing.shapes)))
    return drawing, data, ours, theirs


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("number", range(DRAWS))
def test_two_programs_agree(number):
    drawing, data, ours, theirs = outcome(number)
    shown = drawing.shapes.serialize(format="turtle") + data.serialize(format="turtle")
    assert ours == theirs, shown


def test_every_constraint_and_path_has_been_drawn():
    used = Counter()
    for number in range(DRAWS):
        drawing = Drawing(number)
        drawing.graph()
        for root in range(2):
            drawing.root(root)
        used += drawing.used
    drawn = {*ANYWHERE, *OF_PROPERTIES, *NESTED, *MARKED, "list", "alternativePath"}
    assert {name for name, count in used.items() if count >= 10} == drawn
