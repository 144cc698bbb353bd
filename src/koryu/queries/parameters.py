"""The values of parameters: from what a user wrote to terms.

Terms are made by ``koryu.rdf.ntriples`` only, and what no term can hold is refused first, so that a value
can never become syntax.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from koryu.errors import QueryError
from koryu.languages import range_of
from koryu.namespaces import XSD
from koryu.printable import quoted
from koryu.queries.header import Parameter
from koryu.queries.lookup import Lookup
from koryu.rdf.ntriples import iri, literal

_LONGEST = 2000  # characters of a value
# An engine that undoes \uXXXX before it parses would read an escaped backslash and a u as such an escape:
# https://www.w3.org/TR/sparql11-query/#codepointEscape
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|\\[uU]")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_YEAR = re.compile(r"[0-9]{4}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Parameters:
    """The parameters of one query, and what their values are looked up with."""

    query: str
    parameters: tuple[Parameter, ...]
    lookup: Lookup
    languages: tuple[str, ...]

    def terms(self, values: Mapping[str, str]) -> dict[str, list[str]]:
        """Make the terms to bind from the values given and the defaults.

        Raises:
            QueryError: A parameter is unknown or missing, or a value is not of its type; starts with the
                query's name.
        """
        self._check_names(values)
        given = [(each, values.get(each.name, self._default(each))) for each in self.parameters]
        return {each.name: [self._term(each, text)] for each, text in given if text is not None}

    def _check_names(self, values: Mapping[str, str]) -> None:
        names = [each.name for each in self.parameters]
        for name in values:
            if name not in names:
                has = f"has {', '.join(names)}" if names else "it has none"
                raise QueryError(f"{self.query}: no parameter {quoted(name)}; {has}")
        for each in self.parameters:
            if each.required and each.name not in values:
                raise QueryError(f"{self.query}: {each.name} is required; give it as {each.name}=...")

    def _default(self, parameter: Parameter) -> str | None:
        if parameter.range == "language" and parameter.default is None:
            return self.languages[0]
        return parameter.default

    def _term(self, parameter: Parameter, text: str) -> str:
        try:
            return self._checked(parameter, text)
        except QueryError as error:
            raise named(error, self.query) from None

    def _checked(self, parameter: Parameter, text: str) -> str:
        _check_characters(parameter, text)
        if parameter.kind != "datatype":
            return iri(self.lookup.find(parameter, text))
        if parameter.range == "language":
            return literal(range_of(text, self.languages, parameter.name))
        return _LITERALS[parameter.range](parameter.name, text)


def named(error: QueryError, query: str) -> QueryError:
    """Begin the message of an error with the name of its query; the error stays of its kind."""
    error.args = (f"{query}: {error}",)
    return error


def _check_characters(parameter: Parameter, text: str) -> None:
    if not text.strip():
        raise QueryError(f"{parameter.name} is empty; leave it out")
    if len(text) > _LONGEST:
        raise QueryError(f"{parameter.name} {quoted(text)} is longer than {_LONGEST} characters")
    if found := _FORBIDDEN.search(text):
        raise QueryError(f"{parameter.name} {quoted(text)} has {quoted(found[0])}, which no value may have")


def _date(name: str, text: str) -> str:
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        datetime.date.fromisoformat(text)
    except ValueError:
        raise QueryError(
            f"{name} {quoted(text)} is not a date; write YYYY-MM-DD, such as 1998-04-01"
        ) from None
    return literal(text, datatype=XSD + "date")


def _matching(pattern: re.Pattern[str], datatype: str, is_a: str) -> Callable[[str, str], str]:
    def make(name: str, text: str) -> str:
        if not pattern.fullmatch(text):
            raise QueryError(f"{name} {quoted(text)} is not {is_a}")
        return literal(text, datatype=XSD + datatype)

    return make


def _string(_name: str, text: str) -> str:
    return literal(text)


_LITERALS: Mapping[str, Callable[[str, str], str]] = {
    "date": _date,
    "year": _matching(_YEAR, "gYear", "a year; write YYYY, such as 1998"),
    "integer": _matching(_INTEGER, "integer", "an integer; write digits only, such as 1304"),
    "decimal": _matching(_DECIMAL, "decimal", "a decimal; write digits and a point, such as 30.8"),
    "string": _string,
}
