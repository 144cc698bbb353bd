"""The same question for programs: as an address, a command and a few lines of code.

A value stays a value: it is written by the rules of the language that reads it, and what is not printable
is escaped, so that what is copied from a page is what was seen there.
"""

from __future__ import annotations

import json
import keyword
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from koryu.site.editions.edition import Edition


@dataclass(frozen=True)
class Snippet:
    """A way to ask a question: its ``title`` is a proper name, ``language`` that of the code, as in HTML."""

    title: str
    language: str
    code: str


@dataclass(frozen=True)
class _Question:
    """A question as programs ask it: its values, the answer's form, and where the site is."""

    name: str
    params: Mapping[str, str]
    origin: str

    def path(self, form: str) -> str:
        return f"{self.origin}/query/{self.name}.{form}"

    def address(self, form: str) -> str:
        return address(self.path(form), self.params)


def snippets(edition: Edition, name: str, params: Mapping[str, str], origin: str) -> list[Snippet]:
    """Write a question for programs.

    Args:
        edition: What is asked.
        name: The name of the stored query.
        params: The values of its parameters, as a user writes them, with ``lang`` and ``labels``.
        origin: The address of the site's root, without a slash at its end.

    Raises:
        QueryError: There is no query of this name.
    """
    question = _Question(name, params, origin.rstrip("/"))
    ways = _GRAPH if edition.catalogue.read(name).constructs else _TABLE
    return [Snippet(title, language, write(question)) for title, language, write in ways]


def address(path: str, params: Mapping[str, str]) -> str:
    """Write an address of a path and the parameters of a query."""
    query = urlencode(params, errors="replace")
    return f"{path}?{query}" if query else path


def _curl(form: str) -> Callable[[_Question], str]:
    return lambda question: " \\\n  ".join(
        [f"curl --get {shlex.quote(question.path(form))}", *_fields(question.params)]
    )


def _fields(params: Mapping[str, str]) -> list[str]:
    return [
        f"--data-urlencode {shlex.quote(f'{name}={value}')}"
        if value.isprintable()
        else f"--data {shlex.quote(urlencode({name: value}, errors='replace'))}"
        for name, value in params.items()
    ]


def _koryu(question: _Question) -> str:
    named = [_argument(name, value) for name, value in question.params.items()]
    return f"import koryu\n\nanswer = koryu.open().query({', '.join([repr(question.name), *named])})\n"


def _argument(name: str, value: str) -> str:
    if name == "labels":
        return f"labels={value == 'true'}"
    return f"**{{{name!r}: {value!r}}}" if keyword.iskeyword(name) else f"{name}={value!r}"


def _pandas(question: _Question) -> str:
    return f"import pandas as pd\n\nanswer = pd.read_csv({question.address('csv')!r})\n"


def _rdflib(question: _Question) -> str:
    return (
        f"from rdflib import Graph\n\nanswer = Graph().parse({question.address('ttl')!r}, format='turtle')\n"
    )


def _sparqlwrapper(question: _Question) -> str:
    return (
        "from urllib.request import urlopen\n\n"
        "import pandas as pd\n"
        "from SPARQLWrapper import JSON, POST, SPARQLWrapper\n\n"
        f"query = urlopen({question.address('rq')!r}).read().decode()\n"
        f"endpoint = SPARQLWrapper({question.origin + '/sparql'!r})\n"
        "endpoint.setMethod(POST)\n"
        "endpoint.setTimeout(60)\n"
        "endpoint.setReturnFormat(JSON)\n"
        "endpoint.setQuery(query)\n"
        "answer = pd.json_normalize(endpoint.queryAndConvert()['results']['bindings'])\n"
    )


def _fetch(form: str) -> Callable[[_Question], str]:
    return lambda question: (
        f"const address = new URL({_javascript(question.path(form))});\n"
        f"address.search = new URLSearchParams({_object(question.params)});\n"
        "const answer = await (await fetch(address)).json();\n"
    )


def _object(params: Mapping[str, str]) -> str:
    members = ", ".join(f"[{_javascript(name)}, {_javascript(value)}]" for name, value in params.items())
    return f"[{members}]"


def _javascript(text: str) -> str:
    """Write a string of JavaScript: https://tc39.es/ecma262/#sec-literals-string-literals."""
    return "".join(
        char if char.isprintable() else f"\\u{{{ord(char):x}}}"
        for char in json.dumps(text, ensure_ascii=False)
    )


_Ways = tuple[tuple[str, str, Callable[[_Question], str]], ...]
_TABLE: _Ways = (
    ("REST", "http", lambda question: question.address("json")),
    ("curl", "sh", _curl("csv")),
    ("Python: koryu", "python", _koryu),
    ("Python: pandas", "python", _pandas),
    ("Python: SPARQLWrapper", "python", _sparqlwrapper),
    ("JavaScript", "javascript", _fetch("json")),
)
_GRAPH: _Ways = (
    ("REST", "http", lambda question: question.address("ttl")),
    ("curl", "sh", _curl("ttl")),
    ("Python: koryu", "python", _koryu),
    ("Python: rdflib", "python", _rdflib),
    ("JavaScript", "javascript", _fetch("jsonld")),
)
