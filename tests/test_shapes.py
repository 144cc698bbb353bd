"""The shapes: what each constraint finds, and whether the shapes themselves are in order.

``examples/shapes/valid.ttl`` is a small graph without a fault. Beside it, ``<shapes file>.ru`` holds edits
that each put one fault in. Above an edit stands what must be found then, and nothing else::

    # expect: AffiliationCountShape-reporter/MinCount
    DELETE DATA { <observation/japan-all-1998> koryu:reporter <government/japan> }
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, SH, BNode, Namespace, URIRef
from rdflib.collection import Collection

from koryu.graph import make_graph
from koryu.rdf.reading import empty_graph, parse_turtle, triples_of
from koryu.settings import read_settings
from koryu.shacl.check import check_triples
from koryu.shacl.files import ShapeFiles
from koryu.validation.opinion import opinion_on_triples

ROOT = Path(__file__).parents[1]
EXAMPLES = Path(__file__).parent / "examples" / "shapes"
SETTINGS = read_settings(ROOT)
SHAPES = ShapeFiles([SETTINGS.shapes]).graph
KORYU = Namespace(f"{SETTINGS.base}def#")
NAMES = Namespace(f"{SETTINGS.base}shapes#")
VALID = parse_turtle(EXAMPLES / "valid.ttl")

# Parameters of SHACL Core and SHACL-SPARQL: https://www.w3.org/TR/shacl/#core-components
PARAMETERS = """
    class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength
    maxLength pattern languageIn uniqueLang equals disjoint lessThan lessThanOrEquals not and or xone node
    qualifiedValueShape closed hasValue in sparql
""".split()  # noqa: SIM905 - thirty names read better as a text
COMPONENTS = {"sparql": "SPARQL"}  # where the component is not called as its parameter


@dataclass(frozen=True)
class Edit:
    """A fault: what it is expected to fire, what cannot but fire with it, and the update that makes it."""

    expected: str
    also: tuple[str, ...]
    file: str
    update: str


def iter_edits():
    for path in sorted(EXAMPLES.glob("*.ru")):
        head, *blocks = re.split(r"^# expect: ", path.read_text("utf-8"), flags=re.MULTILINE)
        for block in blocks:
            expected, _, update = block.partition("\n")
            first, *also = expected.strip().split(", also ")
            yield Edit(first, tuple(also), path.stem, head + update)


EDITS = list(iter_edits())


def edited(edit):
    graph = empty_graph()
    graph += VALID
    graph.update(edit.update)
    return graph


def short(result):
    component = result.component.removeprefix(str(SH)).removesuffix("ConstraintComponent")
    return f"{result.shape.removeprefix(NAMES)}/{component}"


def local(shape):
    return shape.removeprefix(NAMES)


def constraints_of(shape):
    """Name the constraints of a shape, one with two values twice, as an example expects them."""
    for name in PARAMETERS:
        for _ in SHAPES.objects(shape, SH[name]):
            yield f"{local(shape)}/{COMPONENTS.get(name, name[0].upper() + name[1:])}"


def is_targeted(shape):
    return any((shape, SH[name], None) in SHAPES for name in TARGETS)


TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
NAMED = sorted({shape for shape in SHAPES.subjects() if isinstance(shape, URIRef) and shape in NAMES})
SHAPE_NODES = [shape for shape in NAMED if (shape, RDF.type, None) in SHAPES]
PROPERTY_SHAPES = [shape for shape in SHAPE_NODES if (shape, SH.path, None) in SHAPES]
WITH_MESSAGE = [shape for shape in SHAPE_NODES if any(constraints_of(shape)) and is_targeted(shape)]


def test_the_valid_graph_conforms():
    assert check_triples(triples_of(VALID), SHAPES) == []


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.expected)
def test_a_fault_is_found_by_its_constraint_and_no_other(edit):
    found = {short(result) for result in check_triples(triples_of(edited(edit)), SHAPES)}
    assert found == {edit.expected, *edit.also}


def test_every_constraint_has_a_counter_example():
    needed = Counter(name for shape in SHAPE_NODES if is_targeted(shape) for name in constraints_of(shape))
    assert needed - Counter(edit.expected for edit in EDITS) == Counter()


def test_an_edit_stands_in_the_file_of_its_shape():
    for edit in EDITS:
        shape = NAMES[edit.expected.partition("/")[0]]
        assert (shape, None, None) in parse_turtle(SETTINGS.ontology / "shapes" / f"{edit.file}.ttl")


def reached(shape):
    return [inner for outer in SHAPES.objects(shape, SH.node) for inner in SHAPES.objects(outer, SH.property)]


def test_a_shape_without_a_target_is_reached_by_one_with_a_counter_example():
    """Such a shape has one constraint, so whoever points to it fires by it."""
    fired = {NAMES[edit.expected.removesuffix("/Node")] for edit in EDITS if edit.expected.endswith("/Node")}
    hidden = [shape for shape in PROPERTY_SHAPES if not is_targeted(shape)]
    assert {inner for shape in fired for inner in reached(shape)} == set(hidden)
    assert all(len(list(constraints_of(shape))) == 1 for shape in hidden)


def test_every_sh_term_is_defined_by_shacl():
    used = {term for triple in SHAPES for term in triple if str(term).startswith(str(SH))}
    assert {term for term in used if term not in SH} == set()


def test_every_shape_is_an_iri():
    assert not [node for node in SHAPES.subjects(SH.path) if isinstance(node, BNode)]
    assert not [node for node in SHAPES.objects(None, SH.property) if isinstance(node, BNode)]


@pytest.mark.parametrize("shape", PROPERTY_SHAPES, ids=local)
def test_a_property_shape_constrains(shape):
    assert list(constraints_of(shape))


def messages_of(shape):
    nodes = [shape, *SHAPES.objects(shape, SH.sparql)]
    return {text.language: str(text) for node in nodes for text in SHAPES.objects(node, SH.message)}


@pytest.mark.parametrize("shape", WITH_MESSAGE, ids=local)
def test_a_message_has_the_rule_and_a_likely_cause_in_three_languages(shape):
    rule, messages = (
        str(SHAPES.value(shape, DCTERMS.identifier)),
        messages_of(shape),
    )
    assert re.fullmatch(rf"{rule}: .*Likely cause: .*", messages.pop("en"), re.DOTALL)
    assert re.fullmatch(rf"{rule}：.*考えられる原因：.*", messages.pop("ja"), re.DOTALL)
    assert re.fullmatch(rf"{rule}：.*可能原因：.*", messages.pop("zh-Hans"), re.DOTALL)
    assert messages == {}


def test_rule_numbers_are_unique():
    numbers = Counter(SHAPES.objects(None, DCTERMS.identifier))
    assert [number for number, count in numbers.items() if count > 1] == []


def test_a_query_projects_what_its_message_names():
    for query in SHAPES.subjects(SH.select):
        head = str(SHAPES.value(query, SH.select)).partition("WHERE")[0]
        named = set(re.findall(r"\{[?$](\w+)\}", " ".join(SHAPES.objects(query, SH.message))))
        assert named <= set(re.findall(r"[?$](\w+)", head)), query


def test_closed_shapes_ignore_properties_only():
    for members in SHAPES.objects(None, SH.ignoredProperties):
        assert all(isinstance(member, URIRef) for member in Collection(SHAPES, members))


@pytest.fixture(scope="module")
def ontology():
    return parse_turtle(SETTINGS.ontology / "koryu.ttl")


def test_every_property_of_the_ontology_has_a_shape(ontology):
    properties = {
        node
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for node in ontology.subjects(RDF.type, kind)
        if node in KORYU
    }
    named = (SH.path, SH.inversePath, SH.equals)
    shaped = {term for name in named for term in SHAPES.objects(None, name)}
    assert properties - shaped == set()


def test_every_term_of_ours_in_the_shapes_is_declared(ontology):
    used = {term for triple in SHAPES for term in triple if isinstance(term, URIRef) and term in KORYU}
    assert used - set(ontology.subjects()) == set()


def assert_same_report(triples):
    found = Counter(map(key, check_triples(triples, SHAPES)))
    assert found == Counter(map(key, opinion_on_triples(triples, SHAPES)))


def key(result):
    return result.severity, result.shape, result.component, result.focus, str(result.path), result.value


@pytest.mark.parametrize(
    "edit", [edit for edit in EDITS if edit.expected.endswith("/SPARQL")], ids=lambda edit: edit.expected
)
def test_pyshacl_alone_gives_the_same_report(edit):
    assert_same_report(triples_of(edited(edit)))


def test_pyshacl_alone_gives_the_same_report_on_the_shipped_graph():
    assert_same_report(make_graph(SETTINGS).triples)
