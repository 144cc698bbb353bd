"""A value is never syntax: hostile values through every type of parameter, and into every format."""

import pytest
import rdflib

from koryu.errors import QueryError
from koryu.queries.catalogue import Catalogue
from koryu.queries.formats import csv, markdown, table, tsv
from koryu.settings import read_settings
from koryu.stores.local import Solutions
from koryu.stores.sparql import keywords
from small_project import BASE, make_project, make_store

HOSTILE = [
    '"',
    '""',
    '"""',
    "'",
    "'''",
    "\\",
    '\\"',
    '\\\\"',
    'x" . ?s ?p ?o . #',
    'x" } UNION { ?s ?p ?o } #',
    'x" } } DROP ALL ; #',
    '"@en } # ',
    '"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "} UNION { ?x ?y ?z",
    "UNDEF } VALUES ?x { 1",
    "UNDEF",
    "?x",
    "dalian> ?p ?o . <",
    "http://e/> } DROP ALL #",
    "http://e/x y",
    "http://e/\n<http://e/>",
    "http://e/{x}",
    "http://e/\\u003e",
    "<http://e/x>",
    f"{BASE}id/government/dalian> . ?s ?p ?o . <x:",
    f"{BASE}id/government/dalian\u0000",
    f"{BASE}id/government/../government/dalian",
    "_:b0",
    "k:Government",
    "dalian # comment",
    "dalian\n#",
    "dalian\r\nDROP ALL",
    "\\u0022 } DROP ALL #",
    "\\U00000022 } #",
    "\\u005c\\u0022",
    "\\\\u0022 } #",
    "%22%20%7D",
    "&quot; &#34;",
    "\u0000",
    "\u0001\u0002",
    "\u007f\u0085",
    "\ud800",
    "\udc00\ud800",
    "\ufffe\uffff",
    "\u202edalian",
    "\u2066dalian\u2069",
    "\u200b",
    "\ufeffdalian",
    "\u2028DROP ALL\u2029",
    "＂ ｝",
    "大连市\" }",
    "🏯" * 50,
    "e\u0301" * 20,
    "a" * 100_000,
    '"' * 1999,
    "{" * 1999,
    "(" * 1999,
    "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }",
    "1; DROP TABLE places",
    "1998-04-01T00:00:00",
    "1998-04-01 ",
    "1998-13-01",
    "0000-00-00",
    "-1998-04-01",
    "1998-04-01\" }",
    "1e400",
    "NaN",
    "0x10",
    "1_000",
    "٣٤",
    "--5",
    "+5",
    "5\n",
    "true",
    "en\" || true || \"",
    "en-" + "a" * 5000,
    "*",
    "=cmd()",
    '"><script>alert(1)</script>',
    "${jndi:ldap://e/x}",
    "../../etc/passwd",
    "$(id)",
    "\x1b[31mred",
    " ",
    "\t",
]  # fmt: skip
TYPES = {
    "class": "class: Government",
    "any": "class: any",
    "scheme": "scheme: kinds",
    "date": "datatype: date",
    "year": "datatype: year",
    "integer": "datatype: integer",
    "decimal": "datatype: decimal",
    "string": "datatype: string",
    "language": "datatype: language",
}
QUERY = """\
#+ summary: What was asked?
#+ params:
#+   x: {{{0}}}
#+ columns:
#+   x: {{type: string}}
SELECT ?x WHERE {{
  VALUES ?x {{ UNDEF }}
}}
"""
WORDS = {"PREFIX", "SELECT", "DISTINCT", "WHERE", "VALUES", "OPTIONAL", "UNDEF"}


class Listening:
    """Answers as the small store does, and keeps what it was asked."""

    def __init__(self):
        self.asked = []
        self.store = make_store()

    def select(self, query):
        self.asked.append(query)
        return self.store.select(query)


def ask(tmp_path, kind, value, engine):
    root = make_project(tmp_path, built=False, queries={"q": QUERY.format(TYPES[kind])})
    return Catalogue(read_settings(root)).run("q", {"x": value}, engine=engine)


def test_there_are_enough_of_them():
    assert len(set(HOSTILE)) >= 80


@pytest.mark.parametrize("kind", TYPES)
def test_a_hostile_value_is_refused_in_one_line_or_is_only_a_value(tmp_path, kind):
    engine = Listening()
    for value in HOSTILE:
        try:
            result = ask(tmp_path / str(abs(hash(value))), kind, value, engine)
        except QueryError as error:
            message = str(error)
            assert message.startswith("q: x "), value
            assert message.isprintable(), value
            assert len(message) < 500, value
        else:
            assert (kind, result.rows) == ("string", ((value,),))
    assert {word for query in engine.asked for word in keywords(query)} <= WORDS


@pytest.mark.parametrize("value", HOSTILE)
def test_a_text_is_bound_as_it_is_or_refused_on_two_engines(tmp_path, value):
    engine = Listening()
    plain = all(0x20 <= ord(char) < 0x7F or 0xA0 <= ord(char) < 0xD800 or 0xE000 <= ord(char) < 0xFFFE
                or ord(char) > 0xFFFF or char in "\t\n\r" for char in value)  # fmt: skip
    allowed = plain and value.strip() and len(value) <= 2000 and "\\u" not in value and "\\U" not in value
    if not allowed:
        with pytest.raises(QueryError):
            ask(tmp_path, "string", value, engine)
        assert engine.asked == []
        return
    assert ask(tmp_path, "string", value, engine).rows == ((value,),)
    assert [str(row.x) for row in rdflib.Graph().query(engine.asked[-1])] == [value]


def test_nothing_but_literals_are_bound_without_a_look_up(tmp_path):
    engine = Listening()
    for kind in ("class", "any", "scheme"):
        with pytest.raises(QueryError):
            ask(tmp_path / kind, kind, 'x" } UNION { ?s ?p ?o } #', engine)
    assert all("UNION" not in query for query in engine.asked)  # not even as a text


@pytest.mark.parametrize("value", [each for each in HOSTILE if len(each) < 200])
def test_hostile_names_are_refused_in_one_line(tmp_path, value):
    root = make_project(tmp_path, built=False)
    catalogue = Catalogue(read_settings(root))
    for name, params, lang in (
        (value, {}, None),
        ("affiliations", {value: "x"}, None),
        ("statements", {}, value),
    ):
        with pytest.raises(QueryError) as error:
            catalogue.run(name, params, engine=make_store(), lang=lang)
        assert str(error.value).isprintable()


def test_a_thing_whose_label_is_hostile_is_found_by_it(tmp_path):
    facts = f"""<{BASE}id/government/x> a <{BASE}def#Government> ;
      <http://www.w3.org/2000/01/rdf-schema#label> "\\"><script> }} # '''"@en ."""
    root = make_project(tmp_path, built=False, queries={"q": QUERY.format(TYPES["class"])})
    result = Catalogue(read_settings(root)).run("q", {"x": "\"><script> } # '''"}, engine=make_store(facts))
    assert result.rows == ((f"{BASE}id/government/x",),)


class Lying:
    """An engine whose IRIs are no IRIs would be refused by its adapter; a label may be anything."""

    def __init__(self, label):
        self.label = label

    def select(self, query):
        if "?label" in query:
            return Solutions(("thing", "label"), [(f"<{BASE}id/x/1>", self.label)])
        return Solutions(("x",), [(f"<{BASE}id/x/1>",)])


@pytest.mark.parametrize("formula", ["=cmd()", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1"])
def test_a_label_that_a_spreadsheet_would_run_is_disarmed(tmp_path, formula):
    query = QUERY.format(TYPES["string"]).replace("{type: string}", "{type: thing}")
    root = make_project(tmp_path, built=False, queries={"q": query})
    escaped = formula.replace("\t", "\\t").replace("\r", "\\r").replace("\n", "\\n")
    result = Catalogue(read_settings(root)).run("q", engine=Lying(f'"{escaped}"@en'), labels=True)
    assert result.rows == ((formula,),)
    assert csv(result) == (f'x\n"\'{formula}"\n' if formula[0] in "\r\n" else f"x\n'{formula}\n")
    assert tsv(result) == f"x\n'{escaped}\n"
    assert markdown(result).split("\n")[2].startswith("| '")


def test_a_terminal_is_not_told_what_to_do(tmp_path):
    query = QUERY.format(TYPES["string"]).replace("{type: string}", "{type: thing}")
    root = make_project(tmp_path, built=False, queries={"q": query})
    engine = Lying('"\\u001B[31mred\\n\\u202Eden"@en')
    result = Catalogue(read_settings(root)).run("q", engine=engine, labels=True)
    assert table(result) == "x\n----------------------\n\\x1b[31mred\\n\\u202eden\n"
