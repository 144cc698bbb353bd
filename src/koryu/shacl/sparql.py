"""Writing SPARQL: expressions, names of variables, and the terms of a shapes graph."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Final

from koryu.rdf.ntriples import is_iri, is_literal, literal

TRUE: Final = "true"
RESERVED: Final = "koryu_"  # what our variables begin with, and those of no shapes graph


class Names:
    """Gives variables that no other part of a query has."""

    def __init__(self) -> None:
        self._numbers = itertools.count()

    def new(self) -> str:
        """Give the next variable."""
        return f"?{RESERVED}{next(self._numbers)}"


def text(value: str) -> str:
    """Write a text as a literal."""
    return literal(value)


def both(expressions: Iterable[str]) -> str:
    """Join expressions that must all hold."""
    return _joined(expressions, "&&", TRUE)


def either(expressions: Iterable[str]) -> str:
    """Join expressions of which one must hold."""
    return _joined(expressions, "||", "false")


def no(expression: str) -> str:
    """Turn an expression around."""
    return f"!({expression})"


def sure(expression: str) -> str:
    """Make an expression false where it is an error."""
    return f"COALESCE({expression}, false)"


def exists(pattern: str) -> str:
    """Ask for a solution of a pattern."""
    return f"EXISTS {{ {pattern} }}"


def only_if(expression: str) -> str:
    """Keep the solutions for which an expression holds."""
    return f"FILTER({expression})"


def same(variable: str, terms: Iterable[str]) -> str:
    """Is the variable one of these very terms? Values that are equal but written otherwise are not."""
    terms = list(terms)
    iris = [term for term in terms if is_iri(term)]
    among = [f"{variable} IN ({', '.join(iris)})"] if iris else []
    return either([*among, *(f"sameTerm({variable}, {term})" for term in terms if is_literal(term))])


def _joined(expressions: Iterable[str], operator: str, nothing: str) -> str:
    parts = list(expressions)
    return (
        f" {operator} ".join(f"({part})" for part in parts) if len(parts) > 1 else "".join(parts) or nothing
    )
