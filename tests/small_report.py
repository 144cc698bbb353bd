"""A small report, of rules with numbers and of a shape whose author is silent, for the tests of its forms."""

from datetime import UTC, datetime

from koryu.errors import Cell
from koryu.iris import Iris
from koryu.rdf.ntriples import iri, literal
from koryu.shacl.paths import Predicate
from koryu.shacl.results import Report, Result, Rule
from koryu.validation.reports.view import View

BASE = "https://example.org/"
SH = "http://www.w3.org/ns/shacl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
IRIS = Iris(BASE)
PREFIXES = {"ex": f"{BASE}def#", "s": f"{BASE}shapes#", "xsd": XSD}
WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TABLE = """\
key,name,born,note
a,Ann,1950-13-01,"says ""hi"", twice"
b,大連市,,"two
lines"
c,=1+1,1960,x
"""
BORN = {
    "en": "P2: a person has exactly one “born”: a date. Likely cause: an empty cell.",
    "ja": "P2：人物の「生年月日」はちょうど一つで、日付です。考えられる原因：空のセル。",
    "zh-Hans": "P2：人物的“出生”恰有一个，为日期。可能原因：单元格为空。",
}
NOTE = {
    "en": "P10: a note is short, but {?value} has {?count} letters. Likely cause: a slip.",
    "ja": "P10：備考は短いものですが、{?value} は {?count} 字です。考えられる原因：書き誤り。",
}


def component_of(parameter):
    """The constraint component of a parameter such as minCount."""
    return f"{SH}{parameter[0].upper()}{parameter[1:]}ConstraintComponent"


def path(name):
    return Predicate(iri(f"{BASE}def#{name}"))


def person(key):
    return iri(f"{BASE}id/person/{key}")


BORN_RULE = Rule(
    f"{BASE}shapes#Person-born", component_of("datatype"), "Violation", BORN, path("born"),
    (iri(f"{XSD}date"),), f"{BASE}shapes#Person-born", "ontology/shapes/person.ttl",
)  # fmt: skip
NOTE_RULE = Rule(
    f"{BASE}shapes#Note", f"{SH}SPARQLConstraintComponent", "Warning", NOTE, None, (), f"{BASE}shapes#Note",
    "ontology/shapes/person.ttl",
)  # fmt: skip
HELD_RULE = Rule(
    f"{BASE}shapes#Name", component_of("minCount"), "Violation", {"en": "N1: a thing has a name."},
    path("name"), (literal("1", f"{XSD}integer"),), f"{BASE}shapes#Name", "ontology/shapes/name.ttl",
)  # fmt: skip
SILENT_RULE = Rule(
    "_:n7", component_of("minCount"), "Violation", {}, path("name"), (literal("1", f"{XSD}integer"),),
    f"{BASE}shapes#Person", "people-shapes.ttl",
)  # fmt: skip
RULES = (BORN_RULE, NOTE_RULE, HELD_RULE, SILENT_RULE)


def result(rule, focus, value=None, cell=None, messages=None, **others):
    """A result of a rule."""
    messages = rule.messages if messages is None else messages
    return Result(
        rule.severity, rule.shape, rule.component, focus, rule.path, value, messages, cell, **others
    )


def note(key, count, cell):
    """A result of the rule whose message has variables."""
    names = {"{?value}": f"{BASE}id/person/{key}", "{?count}": str(count)}
    filled = NOTE
    for name, value in names.items():
        filled = {tag: text.replace(name, value) for tag, text in filled.items()}
    return result(NOTE_RULE, f"<{BASE}shapes#Graph>", person(key), cell, filled)


PEOPLE = "data/people.csv"
RESULTS = (
    result(BORN_RULE, person("a"), literal("1950-13-01"), Cell(PEOPLE, 2, "born")),
    result(BORN_RULE, person("b"), None, Cell(PEOPLE, 3, "born")),
    result(SILENT_RULE, person("c"), None, Cell(PEOPLE, 5), missing_from="data/names.csv:name"),
    note("a", 16, Cell(PEOPLE, 2, "note")),
    note("b", 9, Cell(PEOPLE, 3, "note")),
)
REPORT = Report(RESULTS, "People", "an engine", ("literals are checked as the endpoint holds them",), RULES)


def make_view(root=None, **options):
    """How the project of the report is looked at; ``root`` gets its table."""
    if root is not None:
        (root / "data").mkdir(exist_ok=True)
        (root / PEOPLE).write_text(TABLE, "utf-8")
    return View(IRIS, prefixes=PREFIXES, root=root, **options)


def many(count, table=PEOPLE):
    """A report of so many results of one rule."""
    cells = (Cell(table, line, "born") for line in range(2, count + 2))
    results = (
        result(BORN_RULE, person(f"p{cell.line:05}"), literal(f"{cell.line}-13-01"), cell) for cell in cells
    )
    return Report(tuple(results), "People", rules=RULES)
