"""Small tables, metadata and shapes, drawn at random, to hold two ways of validating against each other."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

BASE = "https://e/"
PREDICATES = ("p", "q", "r", "s")
CLASSES = ("A", "B", "C")
KEYS = ("k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7")
ABOUTS = ("a/{key}", "a/{key}", "a/{key}", "{key}", "a/{key}.{ref}", "b/{key}/x", "b/{key}", "a/{ref}")
VALUES = ("a/{%s}", "a/{%s}", "{%s}", "b/{%s}", "b/k1", "b/{%s}/x")

Cells = Callable[[Random], str]


def _one_of(*texts: str) -> Cells:
    return lambda chance: chance.choice(texts)


KINDS: dict[str, tuple[dict[str, Any], Cells]] = {
    "text": ({}, _one_of("k1", "en", "x y", 'a"b', "ä", "<b>", "line\nend", "x", "x", "k2", " ")),
    "english": ({"lang": "en", "propertyUrl": f"{BASE}p"}, _one_of("hello", "x", "TODO", "hello")),
    "british": ({"lang": "en-GB"}, _one_of("hello", "x")),
    "loud": ({"lang": "EN"}, _one_of("hello", "x")),
    "japanese": ({"lang": "ja"}, _one_of("大連", "x")),
    "integer": ({"datatype": "integer"}, _one_of("1", "2", "3", "-1", "07", "1.5", "x", "+2", " 1")),
    "year": ({"datatype": "gYear"}, _one_of("1999", "2001", "19", "2001")),
    "small": ({"datatype": {"base": "integer", "minimum": 2}}, _one_of("1", "2", "3", "3", "3")),
    "decimal": ({"datatype": "decimal"}, _one_of("1.0", "1", "2.50", ".5", "x", "1e1", "0.1")),
    "double": ({"datatype": "double"}, _one_of("1", "1e1", "NaN", "0.5", "INF")),
    "date": ({"datatype": "date"}, _one_of("1999-01-01", "2001-02-28", "2001-02-29", "2001-01-01Z", "x")),
    "german": ({"datatype": {"base": "date", "format": "d.M.yyyy"}}, _one_of("1.1.1999", "x", "2.2.2001")),
    "moment": ({"datatype": "dateTime"}, _one_of("1999-01-01T00:00:00", "x", " ")),
    "boolean": ({"datatype": "boolean"}, _one_of("true", "false", "1", "maybe")),
    "own": ({"datatype": {"base": "integer", "@id": f"{BASE}own"}}, _one_of("1", "2", "x")),
    "pattern": ({"datatype": {"base": "string", "format": "[a-z]+"}}, _one_of("abc", "ABC", "x")),
    "address": ({"datatype": "anyURI"}, _one_of("https://e/a/k1", "a b", "x")),
}


def draw_tables(folder: Path, chance: Random) -> Path:
    """Write tables and their metadata, and give the path of the metadata."""
    tables = [_table(folder, number, chance) for number in range(chance.choice((1, 2, 2, 3)))]
    path = folder / "csv-metadata.json"
    path.write_text(
        json.dumps({"@context": "http://www.w3.org/ns/csvw", "tables": tables}, indent=1), "utf-8"
    )
    return path


def _table(folder: Path, number: int, chance: Random) -> dict[str, Any]:
    columns = [{"name": "key", "suppressOutput": True}, _reference("ref", chance), *_columns(chance)]
    cells: list[Cells] = [
        _one_of(*KEYS),
        _one_of(*KEYS, "lost"),
        *(column.pop("cells") for column in columns[2:]),
    ]
    if chance.random() < 0.3:
        columns[1]["suppressOutput"] = True
    name = f"t{number}.csv"
    empty = [0, *(chance.choice((0, 0.2, 0.2, 0.9)) for _ in cells[1:])]
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column["name"] for column in columns])
        for row in range(chance.choice((0, 1, 3, 6, 6))):
            key = f"k{row}" if chance.random() < 0.8 else cells[0](chance)
            rest = [
                "" if chance.random() < share else make(chance)
                for share, make in zip(empty, cells, strict=True)
            ]
            writer.writerow([key, *rest[1:]])
    schema: dict[str, Any] = {"columns": [*columns, *_virtual_columns(chance)]}
    if chance.random() < 0.95:
        schema["aboutUrl"] = BASE + chance.choice(ABOUTS)
    table: dict[str, Any] = {"url": name, "tableSchema": schema}
    if chance.random() < 0.05:
        table["suppressOutput"] = True
    if chance.random() < 0.1:
        table["dialect"] = {"commentPrefix": "#"}  # which only the general reader knows
    if chance.random() < 0.05:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("k6,k1\n")
    return table


def _columns(chance: Random) -> Iterator[dict[str, Any]]:
    for number in range(chance.choice((1, 2, 3, 4, 5))):
        kind = chance.choice((*KINDS, "reference", "reference", "reference", "english", "english", "integer"))
        name = f"c{number}"
        if kind == "reference":
            column: dict[str, Any] = {**_reference(name, chance), "cells": _one_of(*KEYS, "lost", "a b", "é")}
        else:
            described, cells = KINDS[kind]
            column = {
                "name": name,
                "propertyUrl": BASE + chance.choice(PREDICATES),
                **described,
                "cells": cells,
            }
        yield column | _oddity(chance)


def _reference(name: str, chance: Random) -> dict[str, Any]:
    template = chance.choice(VALUES)
    value = template % name if "%s" in template else template
    return {"name": name, "propertyUrl": BASE + chance.choice(PREDICATES), "valueUrl": BASE + value}


def _oddity(chance: Random) -> dict[str, Any]:
    """Draw what makes few columns special."""
    odd = chance.random()
    if odd < 0.02:
        return {"separator": ";"}
    if odd < 0.025:
        return {"separator": ";", "ordered": True}
    if odd < 0.05:
        return {"default": "x"}
    if odd < 0.08:
        return {"null": ["x", "1"]}
    if odd < 0.1:
        return {"suppressOutput": True}
    if odd < 0.13:
        return {"aboutUrl": BASE + chance.choice(ABOUTS)}
    if odd < 0.135:
        return {"propertyUrl": BASE + "{key}"}
    return {"required": True} if odd < 0.3 else {}


def _virtual_columns(chance: Random) -> Iterator[dict[str, Any]]:
    for number in range(chance.choice((0, 1, 1, 1, 1, 2))):
        yield _virtual(f"type{number}", "rdf:type", BASE + chance.choice(("A", "A", *CLASSES)))
    if chance.random() < 0.15:
        about = {"aboutUrl": BASE + chance.choice(("a/{ref}", "{ref}", "b/{key}"))}
        value = BASE + chance.choice(("a/{key}", "b/{ref}", "b/k1"))
        yield _virtual("link", BASE + chance.choice(PREDICATES), value) | about
    if chance.random() < 0.15:
        constant = {"default": "hello", "lang": chance.choice(("en", "fr"))}
        yield {"name": "said", "virtual": True, "propertyUrl": BASE + chance.choice(PREDICATES), **constant}
    if chance.random() < 0.05:
        number = {"default": chance.choice(("1", "x")), "datatype": "integer"}
        yield {"name": "number", "virtual": True, "propertyUrl": BASE + chance.choice(PREDICATES), **number}
    if chance.random() < 0.02:
        yield _virtual("below", "rdfs:subClassOf", BASE + "B") | {"aboutUrl": BASE + "A"}
    if chance.random() < 0.02:
        yield _virtual("odd", "rdf:type", BASE + "{ref}")


def _virtual(name: str, predicate: str, value: str) -> dict[str, Any]:
    return {"name": name, "virtual": True, "propertyUrl": predicate, "valueUrl": value}


PREFIXES = """@prefix : <https://e/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://e/shapes> sh:declare [ sh:prefix "" ; sh:namespace "https://e/"^^xsd:anyURI ] .
"""
TARGETS = (*["sh:targetClass :A"] * 6, *["sh:targetClass :B"] * 3, "sh:targetSubjectsOf :p",
           "sh:targetObjectsOf :p", "sh:targetNode <https://e/a/k1>",
           "sh:targetClass :A ; sh:targetClass :B")  # fmt: skip
PATHS = (*[":p"] * 5, *[":q"] * 4, ":r", ":s", "[ sh:inversePath :p ]", "[ sh:inversePath :q ]", "( :p :q )",
         "rdf:type", "[ sh:alternativePath ( :p :r ) ]",
         "[ sh:zeroOrOnePath :p ]", "[ sh:oneOrMorePath :p ]")  # fmt: skip
QUERIES = (
    "SELECT $this ?value WHERE { $this :p ?value . ?value :q ?other }",
    "SELECT $this ?value WHERE { $this :p/:q ?value }",
    "SELECT DISTINCT $this ?value WHERE { $this :p ?value . ?other :p ?value . FILTER (?other != $this) }",
    "SELECT $this ?value WHERE { $this :p ?value ; :q ?other . FILTER (?value + 1 > ?other) }",
    "SELECT $this ?value WHERE { $this :p ?value . FILTER NOT EXISTS { $this :q ?other } }",
    "SELECT $this (COUNT(?x) AS ?value) WHERE { $this :p|:q ?x } GROUP BY $this HAVING (COUNT(?x) > 1)",
    "SELECT $this ?value WHERE { $this ?path ?value . FILTER (isLiteral(?value)) }",
    "SELECT $this ?value WHERE { $this a :A ; ^:p ?value . FILTER (STR($this) < STR(?value)) }",
    "SELECT $this ?value WHERE { $this :p ?value . OPTIONAL { ?value :q ?o } FILTER (!BOUND(?o)) }",
    'SELECT $this ?value WHERE { $this :p ?value . FILTER (LANG(?value) = "en" && ?value != "x"@en) }',
    "SELECT $this ?value WHERE { $this :p ?value ; :q ?value }",
)
NUMBERS = ("1", "2", "1.5", "1e0", '"1999-06-01"^^xsd:date', '"2000"^^xsd:gYear', '"m"')
TERMS = ("<https://e/a/k1>", "<https://e/a/k2>", "<https://e/b/k1>", '"x"', '"hello"@en', "1", "1.0",
         '"x"@en', '"1999-01-01"^^xsd:date', "<https://e/k1>", "<https://e/b/k1/x>", "true")  # fmt: skip


PATTERNS = ("^x", "k[12]", "TODO", "^[a-z]+$", "[^x]", "a|1", "(?i)X", "l.e")
LANGUAGES = ('"en"', '"ja" "en-GB"', '"EN"', '"fr"')


def draw_shapes(chance: Random) -> str:
    """Draw shapes, in Turtle."""
    made = (_shape(f":S{number}", chance) for number in range(chance.choice((1, 2, 3, 4))))
    return PREFIXES + "\n".join(made)


def _shape(name: str, chance: Random) -> str:
    target = chance.choice(TARGETS)
    if chance.random() < 0.6:
        return f'{name} {target} ; {_property(chance)} ; sh:message "M"@en .'
    said = [_on_nodes(chance)] if chance.random() < 0.7 else []
    said += [f"sh:property [ {_property(chance)} ]" for _ in range(chance.choice((1, 2)))]
    return f"{name} a sh:NodeShape ; {target} ; {' ; '.join(said)} ."


def _property(chance: Random) -> str:
    said = [f"sh:path {chance.choice(PATHS)}", *(_on_values(chance) for _ in range(chance.choice((1, 1, 2))))]
    if chance.random() < 0.1:
        said.append("sh:severity sh:Warning")
    if chance.random() < 0.04:
        said.append(f"sh:property [ {_property(chance)} ]")
    return " ; ".join(_different(said))


def _different(said: list[str]) -> Iterator[str]:
    """Take what does not name a term again that may be named once."""
    used: set[str] = set()
    for each in said:
        names = set(re.findall(r"sh:\w+", re.sub(r"[\[(].*[\])]", "", each)))
        if not names & used:
            yield each
        used |= names


def _on_values(chance: Random) -> str:
    makers: list[Callable[[Random], str]] = [
        _of_values, _of_values, _of_values,
        lambda c: f"sh:minCount {c.choice((0, 1, 1, 2))}",
        lambda c: f"sh:maxCount {c.choice((0, 1, 1, 2))}",
        lambda c: "sh:uniqueLang true",
        lambda c: "sh:uniqueLang true ; sh:languageIn ( \"en\" )",
        lambda c: f"sh:equals :{c.choice(PREDICATES)}",
        lambda c: f"sh:disjoint :{c.choice(PREDICATES)}",
        lambda c: f"sh:{c.choice(('lessThan', 'lessThanOrEquals'))} :{c.choice(PREDICATES)}",
        lambda c: f"sh:hasValue {c.choice(TERMS)}",
        lambda c: f"sh:qualifiedValueShape [ {_of_values(c)} ] ; sh:qualified{c.choice(('Min', 'Max'))}Count "
        f"{c.choice((0, 1, 1, 2))}",
        lambda c: f"sh:node [ {_property(c)} ]",
        lambda c: f"sh:or ( [ {_of_values(c)} ] [ {_of_values(c)} ] )",
        lambda c: f"sh:and ( [ {_of_values(c)} ] [ {_of_values(c)} ] )",
        lambda c: f"sh:xone ( [ {_of_values(c)} ] [ {_of_values(c)} ] )",
        lambda c: f"sh:not [ {_of_values(c)} ]",
    ]  # fmt: skip
    return chance.choice(makers)(chance)


def _of_values(chance: Random) -> str:
    kinds = ("IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "IRIOrLiteral")
    datatypes = ("xsd:string", "xsd:integer", "xsd:date", "xsd:decimal", "rdf:langString", "xsd:gYear",
                 ":own", "xsd:dateTime", "xsd:boolean", "xsd:anyURI", "xsd:double")  # fmt: skip
    makers: list[Callable[[Random], str]] = [
        lambda c: f"sh:nodeKind sh:{c.choice(kinds)}",
        lambda c: f"sh:datatype {c.choice(datatypes)}",
        lambda c: f"sh:class :{c.choice(CLASSES)}",
        lambda c: f"sh:class :{c.choice(CLASSES)}",
        lambda c: (
            f"sh:{c.choice(('minInclusive', 'maxInclusive', 'minExclusive', 'maxExclusive'))} "
            f"{c.choice(NUMBERS)}"
        ),
        lambda c: f"sh:{c.choice(('minLength', 'maxLength'))} {c.choice((1, 2, 5, 14))}",
        lambda c: f'sh:pattern "{c.choice(PATTERNS)}"',
        lambda c: f"sh:languageIn ( {c.choice(LANGUAGES)} )",
        lambda c: f"sh:in ( {' '.join(c.sample(TERMS, 4))} )",
        lambda c: "sh:node [ sh:nodeKind sh:IRI ]",
    ]
    return chance.choice(makers)(chance)


def _on_nodes(chance: Random) -> str:
    query = chance.choice(QUERIES).replace('"', r"\"")
    makers: list[Callable[[Random], str]] = [
        lambda c: (
            f'sh:sparql [ sh:message "S {{?value}}" ; sh:prefixes <https://e/shapes> ; sh:select "{query}" ]'
        ),
        lambda c: (
            f'sh:sparql [ sh:message "S {{?value}}" ; sh:prefixes <https://e/shapes> ; sh:select "{query}" ]'
        ),
        lambda c: "sh:closed true ; sh:ignoredProperties ( rdf:type :p :q )",
        lambda c: "sh:closed true ; sh:ignoredProperties ( rdf:type :p :q :r :s )",
        lambda c: f"sh:xone ( [ {_property(c)} ] [ {_property(c)} ] )",
        lambda c: f"sh:or ( [ {_property(c)} ] [ {_property(c)} ] )",
        lambda c: f"sh:not [ {_property(c)} ]",
        lambda c: f"sh:hasValue {c.choice(TERMS)}",
        _of_values,
        lambda c: f"sh:equals :{c.choice(PREDICATES)}",
    ]
    return chance.choice(makers)(chance)
