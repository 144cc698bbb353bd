"""The results of a report by the rule that they break."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from koryu.rdf.ntriples import iri, is_blank
from koryu.shacl.results import Report, Result, Rule, number_of, rank
from koryu.validation.reports.view import Told, View, short_component

MALFORMED: Final = "malformed-table"  # what stands for a rule where a table cannot be read
_HOLES: Final = re.compile(r"\{[?$]\w+\}(?:.*\{[?$]\w+\})?", re.DOTALL)  # from the first variable to the last


@dataclass(frozen=True)
class Row:
    """One result of a group. ``detail``: what it says beyond the rule."""

    result: Result
    thing: str
    value: str | None
    detail: str


@dataclass(frozen=True)
class Group:
    """The results that break one rule; ``rule`` and ``cause`` are in the language ``lang``.

    ``id``: the number of the rule, else its shape and component. ``missing_from``: the columns that lacking
    values would come from.
    """

    id: str
    severity: str
    rule: str
    cause: str
    lang: str
    rows: tuple[Row, ...]
    missing_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A rule, whether it holds or not; ``file``: where it stands, if that is known; ``rows``: its results."""

    id: str
    file: str
    severity: str
    rule: str
    cause: str
    lang: str
    rows: tuple[Row, ...] = ()


def groups_of(report: Report, view: View) -> list[Group]:
    """Group results by rule: worst first, then by the rule."""
    found: defaultdict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in report.results:
        found[id_of(report, result, view), result.severity].append(result)
    groups = [_group(name, severity, found[name, severity], report, view) for name, severity in found]
    return sorted(groups, key=lambda group: (rank(group.severity), natural(group.id)))


def natural(name: str) -> tuple[object, ...]:
    """Sort AC2 before AC10."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]+)", name))


def id_of(report: Report, result: Result, view: View) -> str:
    """Name the rule that a result breaks."""
    rule = report.rule(result)
    known = Rule(result.shape, result.component, path=result.path)
    return rule_id(rule or known, view, result.messages)


def rule_id(rule: Rule, view: View, messages: Mapping[str, str] | None = None) -> str:
    """Name a rule: by the number that its messages begin with, else by shape, path and component."""
    if not rule.component:
        return MALFORMED
    if number := number_of(rule.messages) or number_of(messages or {}):
        return number
    shape = rule.owner if is_blank(rule.shape) else rule.shape
    path = view.path(rule.path) if is_blank(rule.shape) and rule.path else ""
    parts = (_shape(shape, view), path, short_component(rule.component))
    return " ".join(part for part in parts if part)


def _shape(shape: str, view: View) -> str:
    """Print a shape: a blank one has no name, and a stored check that of its file."""
    if is_blank(shape):
        return ""
    return view.name(iri(shape)) if ":" in shape else shape


def rule_heading(rule: Rule, view: View) -> Told:
    """Take the message of a rule apart; what differs from result to result is an ellipsis."""
    told = view.tell(view.rule_message(rule))
    return replace(told, rule=_closed(told.rule), cause=_closed(told.cause))


def _closed(text: str) -> str:
    return _HOLES.sub("…", text).replace("….", "…")


def checked(report: Report, view: View) -> list[Checked]:
    """List the rules that were run, and those that are only known by their results, with their results."""
    found = {rule_id(rule, view): _checked(rule, view) for rule in report.rules}
    for group in groups_of(report, view):
        known = found.get(group.id) or Checked(
            group.id, "", group.severity, group.rule, group.cause, group.lang
        )
        found[group.id] = replace(known, rows=known.rows + group.rows)
    return sorted(found.values(), key=lambda rule: natural(rule.id))


def _checked(rule: Rule, view: View) -> Checked:
    told = rule_heading(rule, view)
    return Checked(rule_id(rule, view), rule.file, rule.severity, told.rule, told.cause, told.lang)


def _group(name: str, severity: str, results: Iterable[Result], report: Report, view: View) -> Group:
    told = [(result, view.tell(view.message(report, result))) for result in results]
    heading = _heading(told, report, view)
    rows = tuple(_row(result, one, heading, report, view) for result, one in told)
    missing = sorted({result.missing_from for result, _ in told if result.missing_from})
    return Group(name, severity, heading.rule, heading.cause, heading.lang, rows, tuple(missing))


def _heading(told: list[tuple[Result, Told]], report: Report, view: View) -> Told:
    """What all results of a group say; nothing if they differ and their rule is not known."""
    result, first = told[0]
    if not result.component:
        return Told("", view.words("malformed"), "", view.words.lang)
    if all(one == first for _, one in told[1:]) and not _is_open(report.rule(result), view):
        return first
    rule = report.rule(result)
    causes = {one.cause for _, one in told}
    cause = first.cause if len(causes) == 1 else ""
    return rule_heading(rule, view) if rule else Told(first.number, "", cause, first.lang)


def _is_open(rule: Rule | None, view: View) -> bool:
    return rule is not None and bool(_HOLES.search(view.rule_message(rule)[1]))


def _row(result: Result, told: Told, heading: Told, report: Report, view: View) -> Row:
    detail = "" if told.rule == heading.rule else _filled(told.rule, report.rule(result), view)
    cause = "" if told.cause in ("", heading.cause) else view.words.label("cause", told.cause)
    return Row(result, view.thing(result), view.value(result), f"{detail} {cause}".strip())


def _filled(text: str, rule: Rule | None, view: View) -> str:
    """What stands in a message where its rule has variables, with the words between them; else all of it."""
    template = view.tell(view.rule_message(rule)).rule if rule else ""
    found = _HOLES.search(template)
    if not found:
        return text
    before, after = template[: found.start()], template[found.end() :]
    fits = text.startswith(before) and text.endswith(after) and len(text) >= len(before + after)
    return text[len(before) : len(text) - len(after)] if fits else text
