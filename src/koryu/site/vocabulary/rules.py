"""The rules of a project in words: each shape and check, by the class that it looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from koryu.rdf.ntriples import is_iri, value
from koryu.site.editions.edition import Edition
from koryu.site.frame.labels import Label, Labels
from koryu.site.frame.reader import Reader
from koryu.site.frame.rendering import Crumb, Format, render
from koryu.site.vocabulary.checking import Checking, checking_of, view_of
from koryu.site.vocabulary.terms import FORMATS
from koryu.validation.reports.groups import Checked, checked, rule_id
from koryu.validation.reports.view import View


@dataclass(frozen=True)
class RuleGroup:
    """The rules about one class, or those that are about none."""

    label: Label
    rules: tuple[Checked, ...]


def shapes_page(edition: Edition, reader: Reader) -> str:
    """Make the page of the rules."""
    checking, view = checking_of(edition), view_of(edition, reader)
    return render(
        "shapes.html",
        edition,
        reader,
        path="shapes",
        crumbs=[Crumb(reader.words("ontology"), "def"), Crumb(reader.words("shapes"))],
        formats=[Format(name, kind, f"shapes.{suffix}") for name, kind, suffix in FORMATS],
        groups=rule_groups(checking, view, Labels(edition, reader)),
        fault=checking.fault,
        severity=view.words.severity,
        cause=view.words.label("cause", ""),
    )


def rule_groups(checking: Checking, view: View, labels: Labels) -> list[RuleGroup]:
    """Group the rules by their classes, in the order of the classes' labels; those of none come last."""
    classes = _classes(checking, view)
    found: dict[str, list[Checked]] = {}
    for rule in checked(checking.report, view):
        found.setdefault(classes.get(rule.id, ""), []).append(rule)
    labels.of(each for each in found if each)
    general = Label("", labels.reader.words("shapes_all"), None, None)
    groups = [RuleGroup(labels[each] if each else general, tuple(rules)) for each, rules in found.items()]
    return sorted(groups, key=lambda group: (not group.label.iri, group.label.text.casefold()))


def _classes(checking: Checking, view: View) -> dict[str, str]:
    """The class that each rule is about, by the name of the rule."""
    return {rule_id(rule, view): _class(checking, rule.owner) for rule in checking.report.rules}


def _class(checking: Checking, shape: str) -> str:
    return next(_terms(checking, shape), "")


def _terms(checking: Checking, shape: str) -> Iterator[str]:
    for target in checking.targets.get(shape, ()):
        if target.kind == "targetClass" and is_iri(target.term):
            yield value(target.term)
