r"""Terms and statements as N-Triples text, which is how the program holds RDF.

A *term* is its canonical N-Triples text, a ``str``: ``<https://example.org/a>``, ``"text"@zh-Hans``,
``_:b0``. Equal terms are equal strings; lexical forms and the case of language tags are kept. What is read
obeys https://www.w3.org/TR/n-quads/#sec-grammar::

    statement        ::= subject predicate object graphLabel? '.'
    IRIREF           ::= '<' ([^#x00-#x20<>"{}|^`\] | UCHAR)* '>'
    STRING_LITERAL_QUOTE ::= '"' ([^#x22#x5C#xA#xD] | ECHAR | UCHAR)* '"'
    LANGTAG          ::= '@' [a-zA-Z]+ ('-' [a-zA-Z0-9]+)*
    BLANK_NODE_LABEL ::= '_:' (PN_CHARS_U | [0-9]) ((PN_CHARS | '.')* PN_CHARS)?
    UCHAR            ::= '\u' HEX HEX HEX HEX | '\U' HEX HEX HEX HEX HEX HEX HEX HEX
    ECHAR            ::= '\' [tbnrf"'\]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from koryu.errors import Cell, DataError
from koryu.namespaces import RDF, XSD

Triple = tuple[str, str, str]
Quad = tuple[Triple, str]

_UCHAR: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LETTERS: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)  # PN_CHARS_BASE
_CHARS: Final = _LETTERS + "_0-9\u00b7\u0300-\u036f\u203f-\u2040-"  # PN_CHARS
_IRIREF: Final = rf'<(?:[^\x00-\x20<>"{{}}|^`\\]|{_UCHAR})*>'
_BLANK: Final = rf"_:[{_LETTERS}_0-9](?:[{_CHARS}.]*[{_CHARS}])?"
_STRING: Final = rf'"(?:[^"\\\n\r]++|\\[tbnrf"\'\\]|{_UCHAR})*"'
_LANGTAG: Final = r"@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*"
_LITERAL: Final = rf"{_STRING}(?:\^\^{_IRIREF}|{_LANGTAG})?"
_STATEMENT: Final = (
    rf"[ \t]*({_IRIREF}|{_BLANK})[ \t]*({_IRIREF})[ \t]*({_IRIREF}|{_BLANK}|{_LITERAL})"
    rf"[ \t]*({_IRIREF}|{_BLANK})?[ \t]*\.[ \t]*(?:#.*)?"
)
_NOTHING: Final = re.compile(r"[ \t]*(?:#.*)?")

_ABSOLUTE: Final = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\ud800-\udfff]*')
_TAG: Final = re.compile(_LANGTAG[1:])
# Canonical escapes: https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples
_ESCAPED: Final = re.compile(r'[\x00-\x1f"\\\x7f\ufffe\uffff]')
_NAMED: Final = {"\b": "b", "\t": "t", "\n": "n", "\f": "f", "\r": "r", '"': '"', "\\": "\\"}
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_UNNAMED: Final = {letter: char for char, letter in _NAMED.items()}
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def write_triples(triples: Iterable[Triple]) -> str:
    """Write triples as lines of N-Triples."""
    return "".join(f"{' '.join(triple)} .\n" for triple in triples)


def iri(value: str) -> str:
    """Write an absolute IRI as a term.

    Raises:
        ValueError: It is relative, or holds a character that no IRI may hold.
    """
    if not _ABSOLUTE.fullmatch(value):
        raise ValueError(f"{value!a} is not an absolute IRI")
    return f"<{value}>"


def literal(text: str, datatype: str | None = None, language: str | None = None) -> str:
    """Write a literal as a term; without ``datatype`` and ``language`` it is an xsd:string.

    Raises:
        ValueError: The text has half a surrogate pair, the datatype is no IRI, or the tag is no tag.
    """
    if _SURROGATE.search(text):
        raise ValueError(f"{text!a} has half a surrogate pair")
    quoted = f'"{_ESCAPED.sub(_escape, text)}"'
    if language is not None:
        return f"{quoted}@{_checked_tag(language)}"
    return quoted if datatype in (None, f"{XSD}string") else f"{quoted}^^{iri(str(datatype))}"


def _checked_tag(language: str) -> str:
    if not _TAG.fullmatch(language):
        raise ValueError(f"{language!a} is not a language tag")
    return language


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return f"\\{_NAMED[char]}" if char in _NAMED else f"\\u{ord(char):04X}"


def _unescape(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    if code := match[1] or match[2]:
        return chr(int(code, 16))
    return _UNNAMED.get(match[3], match[3])


def is_iri(term: str) -> bool:
    """Is the term an IRI?"""
    return term.startswith("<")


def is_blank(term: str) -> bool:
    """Is the term a blank node?"""
    return term.startswith("_:")


def is_literal(term: str) -> bool:
    """Is the term a literal?"""
    return term.startswith('"')


def value(term: str) -> str:
    """Take what a term holds: an IRI, the lexical form of a literal; a blank node is its own label."""
    if is_iri(term):
        return _unescape(term[1:-1])
    return _unescape(term[1 : term.rindex('"')]) if is_literal(term) else term


def datatype(term: str) -> str | None:
    """Take the IRI of a literal's datatype; None if the term is no literal."""
    if not is_literal(term):
        return None
    tail = _tail(term)
    if tail.startswith("^^"):
        return _unescape(tail[3:-1])
    return f"{RDF}langString" if tail else f"{XSD}string"


def language(term: str) -> str | None:
    """Take the language tag of a literal, its case as written; None if the term has none."""
    tail = _tail(term) if is_literal(term) else ""
    return tail[1:] if tail.startswith("@") else None


def _tail(term: str) -> str:
    return term[term.rindex('"') + 1 :]


def read_nquads(path: Path) -> Iterator[Quad]:
    """Read N-Quads, line by line; the graph is "" for a statement of the default graph.

    Raises:
        DataError: A line is no statement; starts with ``path:line``.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                quad = read_statement(line.decode().rstrip("\r\n"))
            except ValueError as error:
                raise DataError(Cell(str(path), number), f"not a statement of N-Quads: {error}") from None
            if quad:
                yield quad


@cache
def _statement() -> re.Pattern[str]:
    return re.compile(_STATEMENT)  # takes longer than the rest of the module, and few need it


def read_statement(line: str) -> Quad | None:
    """Read a line of N-Quads; None if it is empty or a comment.

    Raises:
        ValueError: Its syntax is wrong.
    """
    match = _statement().fullmatch(line)
    if not match:
        if _NOTHING.fullmatch(line):
            return None
        raise ValueError("its syntax is wrong")
    subject, predicate, object_, graph = (_canonical(term) for term in match.groups(default=""))
    return (subject, predicate, object_), graph


@lru_cache(maxsize=1 << 16)
def _canonical(term: str) -> str:
    if is_literal(term):
        return literal(value(term), datatype(term), language(term)) if _may_differ(term) else term
    return iri(value(term)) if is_iri(term) else term


def _may_differ(term: str) -> bool:
    return "\\" in term or not term.isprintable() or term.endswith(f"^^<{XSD}string>")


def nquads(quads: Iterable[Quad]) -> Iterator[str]:
    """Write statements as lines of N-Quads, in the order given."""
    for triple, graph in quads:
        yield f"{' '.join(triple)} {graph}{' ' if graph else ''}.\n"


def write_nquads(path: Path, quads: Iterable[Quad]) -> None:
    """Write statements to a file, in the order given."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(nquads(quads))
