"""The forms that the endpoint answers in, by the form of the query."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from koryu.printable import quoted
from koryu.web.negotiation import choose
from koryu.web.problems import Problem


@dataclass(frozen=True)
class Result:
    """A form of answers: what the evaluator calls it, as what it is sent, and its names for ``?format=``."""

    media_type: str
    sent_as: bytes
    names: tuple[str, ...] = ()

    @property
    def is_written(self) -> bool:
        """Is it written by the evaluator, rather than shown on a page?"""
        return self is not PAGE


PAGE: Final = Result("text/html", b"text/html; charset=utf-8", ("html",))
_JSON: Final = "application/sparql-results+json"
_XML: Final = "application/sparql-results+xml"
ROWS: Final = {
    _JSON: Result(_JSON, _JSON.encode(), ("json", "srj")),
    "application/json": Result(_JSON, b"application/json"),
    _XML: Result(_XML, _XML.encode(), ("xml", "srx")),
    "application/xml": Result(_XML, b"application/xml"),
    "text/xml": Result(_XML, b"text/xml; charset=utf-8"),
    "text/csv": Result("text/csv", b"text/csv; charset=utf-8; header=present", ("csv",)),
    "text/tab-separated-values": Result(
        "text/tab-separated-values", b"text/tab-separated-values; charset=utf-8; header=present", ("tsv",)
    ),
    "text/html": PAGE,
}
TRIPLES: Final = {
    "text/turtle": Result("text/turtle", b"text/turtle; charset=utf-8", ("ttl", "turtle", "n3")),
    "application/n-triples": Result("application/n-triples", b"application/n-triples", ("nt", "ntriples")),
    "application/ld+json": Result(
        "application/ld+json", b"application/ld+json", ("jsonld", "json-ld", "json")
    ),
    "application/json": Result("application/ld+json", b"application/json"),
    "application/rdf+xml": Result(
        "application/rdf+xml", b"application/rdf+xml", ("rdf", "rdfxml", "rdf+xml", "xml")
    ),
    "application/xml": Result("application/rdf+xml", b"application/xml"),
    "application/n-quads": Result("application/n-quads", b"application/n-quads", ("nq",)),
    "application/trig": Result("application/trig", b"application/trig", ("trig",)),
    "text/plain": Result("application/n-triples", b"text/plain; charset=utf-8"),
    "text/html": PAGE,
}


@lru_cache(maxsize=1 << 8)
def choose_result(form: str, accept: str | None, name: str | None) -> Result:
    """Choose the form of the answer to a query of a form, such as SELECT.

    Args:
        form: That of the query.
        accept: The header.
        name: What ``?format=`` says, which goes before the header; a name or a media type.

    Raises:
        Problem: There is none such.
    """
    results = ROWS if form in ("SELECT", "ASK") else TRIPLES
    if name:
        return _named(results, name.lower(), form)
    media_type = choose(accept, tuple(results))
    if media_type is None:
        raise _unfit(results, f"none of the media types wanted is here for {form}")
    return results[media_type]


def _named(results: dict[str, Result], name: str, form: str) -> Result:
    for media_type, result in results.items():
        if name in result.names or name == media_type:
            return result
    raise _unfit(results, f"no format {quoted(name)} for {form}")


def _unfit(results: dict[str, Result], problem: str) -> Problem:
    has = [(media_type, result.names[0]) for media_type, result in results.items() if result.names]
    listed = ", ".join(f"{media_type} ({name})" for media_type, name in has)
    available = [{"type": media_type, "format": name} for media_type, name in has]
    return Problem(406, f"{problem}; has {listed}", available=available)
