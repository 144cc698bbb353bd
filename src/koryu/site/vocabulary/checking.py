"""What the build has found wrong, and the rules that it was held against."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from koryu.errors import Cell, OntologyError, QueryError
from koryu.rdf.ntriples import iri, is_blank, is_iri, value
from koryu.shacl.files import ShapeFiles
from koryu.shacl.paths import Path, Predicate
from koryu.shacl.results import Report, Result, Rule, number_of
from koryu.shacl.shapes import Shape, Target
from koryu.site.editions.edition import Edition
from koryu.site.frame.reader import Reader
from koryu.validation.reports.view import View
from koryu.validation.validate import check_rules


@dataclass(frozen=True)
class Checking:
    """The report of a build with the rules of its project.

    ``targets``: what each shape, or the check of a file, looks at, by its IRI. ``fault``: why the rules could
    not be read; they stand in the project's files, which may be in the middle of a change.
    """

    report: Report
    targets: Mapping[str, tuple[Target, ...]]
    fault: str = ""

    def rules_about(self, term: str) -> list[Rule]:
        """List the rules about the things of a class, or about the values of a property."""
        return [rule for rule in self.report.rules if self._is_about(rule, term)]

    def _is_about(self, rule: Rule, term: str) -> bool:
        targets = self.targets.get(rule.owner, ())
        is_of_class = any(target.kind == "targetClass" and target.term == term for target in targets)
        return is_of_class or term in str(rule.path or "")


def checking_of(edition: Edition) -> Checking:
    """Read the report and the rules of an edition, once."""
    return edition.once(_read_checking)


def view_of(edition: Edition, reader: Reader) -> View:
    """The way in which a reader looks at the report."""
    return View(edition.settings.iris, lang=reader.lang, prefixes=edition.prefixes)


def _read_checking(edition: Edition) -> Checking:
    settings, fault = edition.settings, ""
    rules: tuple[Rule, ...] = ()
    targets: dict[str, tuple[Target, ...]] = {}
    try:
        if settings.shapes.is_dir():
            shapes = ShapeFiles([settings.shapes], settings.root)
            rules, targets = shapes.rules, dict(_targets(shapes.shapes))
        rules = (*rules, *check_rules(settings.queries / "checks"))
    except (OntologyError, QueryError) as error:
        fault = str(error)
    return Checking(_report(edition, rules), targets, fault)


def _targets(
    shapes: Iterable[Shape], around: tuple[Target, ...] = ()
) -> Iterator[tuple[str, tuple[Target, ...]]]:
    """List the targets of shapes; those within a shape look at what that looks at."""
    for shape in shapes:
        targets = shape.targets or around
        if not is_blank(shape.node):
            yield value(shape.node), targets
        yield from _targets(shape.properties, targets)


def _report(edition: Edition, rules: tuple[Rule, ...]) -> Report:
    """Read the report of the build; one that is missing has no results."""
    path = edition.path / "report.json"
    found = json.loads(path.read_text("utf-8")) if path.is_file() else {"results": []}
    known = {rule.key: rule for rule in rules}
    results = tuple(_result(each, known) for each in found["results"])
    return Report(
        results, found.get("name", ""), found.get("engine", ""), tuple(found.get("notes", ())), rules
    )


def _result(found: Mapping[str, Any], rules: Mapping[tuple[str, str, str], Rule]) -> Result:
    shape, component, messages = found["shape"] or "", found["component"] or "", found["messages"]
    rule = rules.get((shape, component, number_of(messages)))
    terms = found["terms"]
    return Result(
        severity=found["severity"],
        shape=shape,
        component=component,
        focus=terms["focus"] or "",
        path=rule.path if rule and rule.path else _path(found["path"]),
        value=terms["value"],
        messages=messages,
        cell=Cell(found["file"], found["line"], found["column"]) if found["file"] else None,
        missing_from=found["missing_from"],
    )


def _path(text: str | None) -> Path | None:
    """Read a path that is one predicate, which a report writes as its IRI; others are not taken apart."""
    try:
        return Predicate(iri(text)) if text else None
    except ValueError:
        return None


def things_in(result: Result) -> list[str]:
    """List the IRIs that a result is about: its focus, then its value."""
    return [value(term) for term in (result.focus, result.value or "") if is_iri(term)]
