"""Constraints that are queries: SHACL-SPARQL's, and those of components that a shapes graph defines.

Source: https://www.w3.org/TR/shacl/#sparql-constraints, https://www.w3.org/TR/shacl/#sparql-constraint-components
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from koryu.namespaces import SH
from koryu.shacl.paths import Path
from koryu.shacl.prebinding import NOT_PLAIN, Prebound
from koryu.shacl.searches import reach
from koryu.shacl.shapes import Found, Scope, Search
from koryu.shacl.sparql import exists, no, only_if

_NAMED: Final = re.compile(r"\{[?$](\w+)\}")
SPARQL: Final = f"{SH}SPARQLConstraintComponent"


def prologue(prefixes: Mapping[str, str]) -> str:
    """Declare prefixes."""
    return "".join(f"PREFIX {prefix}: <{name}>\n" for prefix, name in prefixes.items())


@dataclass(frozen=True)
class SparqlConstraint(Search):
    """A constraint that is a query.

    ``query``: a SELECT whose rows are results, or an ASK that holds for the value nodes that keep it; its
    names are written in full.
    ``prefixes``: namespaces by prefix. ``parameters``: terms by the name of the variable.
    ``node``: the term that names it. ``messages``: by language tag, with variables in braces.
    """

    query: Prebound
    prefixes: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    messages: Mapping[str, str] = field(default_factory=dict)
    node: str = ""
    of: str = SPARQL
    is_ask: bool = False

    component = "SPARQL"

    @property
    def iri(self) -> str:
        """The IRI of its constraint component."""
        return self.of

    @property
    def has_query(self) -> bool:
        """It is one."""
        return True

    def finds(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:
        """Find what it finds, from within another query."""
        if self.is_ask:
            return self._refused(focus, path, found, scope)
        if not self.query.is_plain:
            raise ValueError(f"a query with {', '.join(NOT_PLAIN)} cannot stand in a shape that others use")
        return self._pattern(path, {"this": focus, "value": found.value}, scope)

    def select(self, pattern: str, path: Path | None, scope: Scope) -> str:
        """Write the whole query for the focus nodes that a pattern binds to ``?this``."""
        if self.is_ask:
            body = self._refused("?this", path, Found("?value", ""), scope)
            return f"SELECT DISTINCT ?this ?value WHERE {{ {pattern} {body} }}"
        if self.query.is_sliced:
            raise ValueError("a query with LIMIT or OFFSET takes a slice for each focus node; leave it out")
        terms = self._terms(path)
        return Prebound(self.query.replaced(terms), self.query.bound).joined(pattern)

    def fill(self, find: Callable[[str], str | None], write: Callable[[str], str]) -> dict[str, str]:
        """Write the messages of a result, each variable that ``find`` finds as ``write`` writes its term."""

        def value(name: re.Match[str]) -> str:
            term = find(name[1]) or self.parameters.get(name[1])
            return name[0] if term is None else write(term)

        return {tag: _NAMED.sub(value, message) for tag, message in self.messages.items()}

    def _refused(self, focus: str, path: Path | None, found: Found, scope: Scope) -> str:
        values = reach(focus, path, found.value) if path else f"BIND({focus} AS {found.value})"
        asked = self._pattern(path, {"this": focus, "value": found.value}, scope)
        return f"{values} {only_if(no(exists(asked)))}"

    def _pattern(self, path: Path | None, variables: Mapping[str, str], scope: Scope) -> str:
        """Write its pattern with its other variables renamed, so that none is another query's."""
        terms = {**self._terms(path), **variables}
        renamed = {name: terms.get(name) or scope.names.new() for name in self.query.variables}
        return _body(self.query.replaced(renamed))

    def _terms(self, path: Path | None) -> dict[str, str]:
        return {**self.parameters, **({"PATH": str(path)} if path else {})}


def _body(query: str) -> str:
    """The pattern in the outermost braces of a query."""
    return query[query.index("{") + 1 : query.rindex("}")]
