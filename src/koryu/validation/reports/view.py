"""How a report is looked at: in which language, with which names, and what is told of a result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from koryu.iris import Iris
from koryu.namespaces import SH
from koryu.printable import printable
from koryu.rdf.ntriples import is_iri, value
from koryu.rdf.turtle import Names
from koryu.shacl.paths import Path as PropertyPath
from koryu.shacl.results import NUMBER, Report, Result, Rule, best
from koryu.validation.reports.cells import Tables, Written
from koryu.validation.reports.trend import Trend
from koryu.validation.reports.words import Words, cause_marks

_IRI: Final = re.compile(r"https?://[^\s<>\"]*[\w/#-]")
_TERM: Final = re.compile(r"<[^>]*>")
_SPACES: Final = re.compile(r"\s+")
_CLOSED: Final = f"{SH}ClosedConstraintComponent"


@dataclass(frozen=True)
class Told:
    """A message taken apart: the number of the rule, the rule, the likely cause, and the language of all."""

    number: str
    rule: str
    cause: str
    lang: str


@dataclass(frozen=True)
class View:
    """How a report is looked at.

    ``iris``: those of the project, if the report is of one: its things then go by their keys.
    ``lang``: the language tag of the reader. ``prefixes``: for names of all else.
    ``root``: the folder that the tables lie in. ``strict``: warnings fail as violations do.
    ``width``: the columns of a terminal; None is a pipe or a file, in which nothing is left out.
    ``trend``: what has changed since a build before.
    """

    iris: Iris | None = None
    lang: str = "en"
    prefixes: Mapping[str, str] = field(default_factory=dict)
    root: Path | None = None
    strict: bool = False
    width: int | None = None
    trend: Trend | None = None

    @cached_property
    def words(self) -> Words:
        """The words for this reader."""
        return Words(self.lang)

    @cached_property
    def _names(self) -> Names:
        return Names(self.prefixes)

    @cached_property
    def _tables(self) -> Tables:
        return Tables(self.root)

    def name(self, term: str) -> str:
        """Print a term: a key, a name with a prefix, an IRI, or what a literal holds."""
        text = value(term)
        if not is_iri(term):
            return text
        return self.iris.key(text) if self.iris and self.iris.is_thing(text) else self._names.term(term)

    def path(self, path: PropertyPath | None) -> str:
        """Print a path with short names."""
        return _TERM.sub(lambda found: self.name(found[0]), str(path)) if path else self.words("itself")

    def thing(self, result: Result) -> str:
        """Print what a result is about: the thing of the project if its focus or its value is one."""
        terms = (result.focus, result.value or "")
        return self.name(next((term for term in terms if self._is_thing(term)), result.focus))

    def written(self, result: Result) -> Written | None:
        """Find the cell that a result is about, as the file writes it."""
        return self._tables.find(result.cell)

    def value(self, result: Result) -> str | None:
        """Print the value as the file writes it, else as the graph holds it; None is nothing to print."""
        if found := self.written(result):
            return found.text
        name = self.name(result.value) if result.value else None
        return None if name == self.thing(result) else name

    def cut(self, text: str, longest: int = 200) -> str:
        """Print a text in one line, escaped where it must be, and cut visibly if it is long."""
        short = printable(_SPACES.sub(" ", text[:longest]))
        return short if len(text) <= longest else short + self.words("cut", n=f"{len(text):,}")

    def plain(self, text: str) -> str:
        """Print a message with keys in place of the IRIs of the project."""
        iris = self.iris
        return _IRI.sub(lambda found: iris.key(found[0]), text) if iris else text

    def _is_thing(self, term: str) -> bool:
        return self.iris is not None and is_iri(term) and self.iris.is_thing(value(term))

    def message(self, report: Report, result: Result) -> tuple[str, str]:
        """The language and the text of what a result says, or of what we say if its shape is silent."""
        rule = report.rule(result)
        if result.messages and (rule is None or rule.messages):
            return best(result.messages, self.lang)
        path = result.path if result.component == _CLOSED or not rule else rule.path
        return self._default(result.component, self.path(path), rule)

    def rule_message(self, rule: Rule) -> tuple[str, str]:
        """The language and the text of a rule; what differs from result to result is a ``{?variable}``."""
        if rule.messages:
            return best(rule.messages, self.lang)
        path = "{?path}" if rule.component == _CLOSED else self.path(rule.path)
        return self._default(rule.component, path, rule)

    def _default(self, component: str, path: str, rule: Rule | None) -> tuple[str, str]:
        given = ", ".join(self.cut(self.name(term)) for term in (rule.parameters if rule else ()))
        return self.words.lang, self.words.component(short_component(component), self.cut(given), path=path)

    def tell(self, message: tuple[str, str]) -> Told:
        """Take a message apart."""
        lang, text = message
        found = NUMBER.match(text)
        rest = self.plain(text[found.end() :] if found else text)
        mark = next((mark for mark in cause_marks() if mark in rest), None)
        rule, _, cause = rest.partition(mark) if mark else (rest, "", "")
        return Told(found[1] if found else "", rule.strip(), cause.strip(), lang)


def short_component(component: str) -> str:
    """Call a component of SHACL by its name, such as ``MinCount``; another by its IRI."""
    return component.removeprefix(SH).removesuffix("ConstraintComponent")
