"""The data graph of a validation, where it is: behind a SPARQL endpoint.

The queries are those for the store at hand, but for what engines get wrong without saying so: Virtuoso 7
compares what cannot be compared, has no datatype for texts with a language, and reads the second of two
``sameTerm`` as true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from koryu.namespaces import RDF, XSD
from koryu.rdf.ntriples import datatype, iri, is_iri
from koryu.shacl.datatypes import NUMBERS
from koryu.shacl.shapes import Scope
from koryu.shacl.sparql import Names, both, either, sure
from koryu.stores.endpoint import Endpoint
from koryu.stores.local import Solutions

_TEXT: Final = iri(f"{RDF}langString")
_TEXTS: Final = (f"{RDF}langString", f"{XSD}string")
_NUMBERS: Final = ", ".join(map(iri, NUMBERS))


class Remote:
    """What an endpoint holds; literals are those that it gives, whatever was once loaded.

    ``threads``: one, so as not to crowd a server that others use.
    """

    threads = 1

    def __init__(self, endpoint: Endpoint) -> None:
        """Take an endpoint; whether it holds anything is asked at once.

        Raises:
            EndpointError: It does not answer, or its graph is empty.
        """
        endpoint.check_graph()
        self._endpoint = endpoint

    def select(self, query: str) -> Solutions:
        """Take all rows of a SELECT, by pages.

        Raises:
            QueryError: The endpoint refuses the query.
            EndpointError: It does not answer, or its answer is not known to be whole.
        """
        return self._endpoint.select_all(query)

    def scope(self, names: Names, subclasses: Callable[[str], tuple[str, ...]]) -> Scope:
        """Say how it takes queries."""
        return Careful(names, subclasses)

    def reveal(self) -> None:
        """Do nothing: it holds literals as it does."""


class Careful(Scope):
    """An engine that may answer where the standard has an error, and that takes no query of many tests."""

    is_frugal = False

    def has_datatype(self, variable: str, datatype: str) -> str:
        """Is it of the datatype? Texts have a language rather than a datatype."""
        if datatype == _TEXT:
            return f'isLiteral({variable}) && LANG({variable}) != ""'
        return super().has_datatype(variable, datatype)

    def compare(self, left: str, sign: str, right: str) -> str:
        """Compare numbers with numbers, and others with those of their datatype."""
        are_alike = f"{_kind(left)} = {_kind(right)}"
        are_numbers = both(f"{_kind(each)} IN ({_NUMBERS})" for each in (left, right))
        have_datatypes = (
            f'isLiteral({each}) && LANG({each}) = ""' for each in (left, right) if _is_open(each)
        )
        return both([*have_datatypes, either([are_alike, are_numbers]), f"{left} {sign} {right}"])

    def is_among(self, variable: str, terms: Iterable[str]) -> str:
        """Is it one of the terms? Of numbers, one that is equal and of its datatype is one."""
        terms = list(map(self.spell, terms))
        plain = [term for term in terms if is_iri(term) or datatype(term) in _TEXTS]
        among = [f"{variable} IN ({', '.join(plain)})"] if plain else []
        typed = [term for term in terms if term not in plain]
        equal = (both([f"DATATYPE({variable}) = {_kind(term)}", f"{variable} = {term}"]) for term in typed)
        return sure(either([*among, *equal]))


def _is_open(term: str) -> bool:
    return term.startswith("?")


def _kind(term: str) -> str:
    """The datatype of a literal, or the expression for that of a variable."""
    return f"DATATYPE({term})" if _is_open(term) else iri(datatype(term) or f"{XSD}string")
