"""A small file of links, and the official schema of SSSOM to hold such files against."""

from __future__ import annotations

import csv
import re
import warnings
from importlib.resources import files

import yaml

ID = "https://example.org/exchange/id/government/"
THERE = "http://www.wikidata.org/entity/"
HEAD = f"""\
#curie_map:
#  government: {ID}
#  orcid: https://orcid.org/
#  wikidata: {THERE}
#license: https://creativecommons.org/publicdomain/zero/1.0/
#mapping_set_id: https://example.org/exchange/void#links-wikidata
#mapping_set_title: A few links
#object_source: https://www.wikidata.org/
#subject_source: https://example.org/exchange/void#dataset
"""
COLUMNS = [
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_id",
    "author_label",
    "reviewer_id",
    "reviewer_label",
    "object_source_version",
    "mapping_tool",
    "mapping_tool_version",
    "mapping_date",
    "confidence",
    "comment",
]
FIRST = len(HEAD.splitlines()) + 2  # the line of the first row


def row(key, item, predicate="skos:exactMatch", why="semapv:UnspecifiedMatching", **cells):
    """Write a row by its cells."""
    told = {
        "subject_id": f"government:{key}",
        "predicate_id": predicate,
        "object_id": f"wikidata:{item}",
        "mapping_justification": why,
        **cells,
    }
    return "\t".join(told.get(column, "") for column in COLUMNS) + "\n"


def text(*rows, head=HEAD, columns=COLUMNS):
    """Write a file of rows."""
    return head + "\t".join(columns) + "\n" + "".join(rows)


def refused_by_the_schema(content):
    """Say why the official schema refuses a file, read by the csv module alone; None if it does not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from sssom_schema.datamodel.sssom_schema import MappingSet
    lines = content.split("\n")
    head = yaml.safe_load("\n".join(line[1:] for line in lines if line.startswith("#")))
    table = csv.DictReader([line for line in lines if line and not line.startswith("#")], delimiter="\t")
    rows = [{name: cell for name, cell in row.items() if cell} for row in table]
    schema = yaml.safe_load((files("sssom_schema") / "schema" / "sssom_schema.yaml").read_text("utf-8"))
    try:
        MappingSet(**head, mappings=rows)
        for each in rows:
            _check(each, schema["slots"])
    except (TypeError, ValueError) as error:
        return str(error)
    return None


def _check(cells, slots):
    """Check what the classes that are generated from the schema leave out of it."""
    for name in ("subject_id", "object_id"):  # required by its rules, unless the end is a literal
        if name not in cells:
            raise ValueError(f"{name} must be supplied")
    for name, cell in cells.items():
        slot = slots[name]
        if "pattern" in slot and not re.fullmatch(slot["pattern"], cell):
            raise ValueError(f"{name} {cell} does not match {slot['pattern']}")
        low, high = slot.get("minimum_value"), slot.get("maximum_value")
        if low is not None and not low <= float(cell) <= high:
            raise ValueError(f"{name} {cell} is not in {low} to {high}")
