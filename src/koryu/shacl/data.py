"""The data graph of a validation, in Oxigraph, with every literal as its file writes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from koryu.errors import KoryuError, QueryError
from koryu.printable import one_line
from koryu.rdf.ntriples import Triple
from koryu.shacl import literals
from koryu.shacl.shapes import Scope
from koryu.shacl.sparql import Names
from koryu.stores.local import Solutions

SHAPES_GRAPH: Final = "urn:koryu:shapes"
_CHUNK: Final = 1 << 24  # bytes
_BATCH: Final = 1 << 16  # triples
_BLANK: Final = re.compile(rb"^(?:_:|<[^>\n]*>\s*<[^>\n]*>\s*_:).*\n?", re.MULTILINE)
_PLACE: Final = re.compile(r"^.*?\bline (?P<line>[0-9]+)\b[^:]*: ?(?P<problem>.*)$", re.DOTALL)
FORMATS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf": ox.RdfFormat.RDF_XML,
    "owl": ox.RdfFormat.RDF_XML,
    "xml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "json": ox.RdfFormat.JSON_LD,
    "n3": ox.RdfFormat.N3,
}


class RdfError(KoryuError):
    """A file is not the RDF that it should be; begins with ``path:line`` where that is known."""


class Data:
    """A data graph that answers queries: the union of all graphs of what has been loaded.

    ``shielded``: how many literals the store would have rewritten.
    """

    def __init__(self) -> None:
        self._store = ox.Store()
        self._tags: set[str] = set()
        self._forms: dict[tuple[str, str], str] = {}
        self.shielded = 0

    def add(self, triples: Iterable[Triple]) -> None:
        """Add triples, whose terms are N-Triples text."""
        rest = iter(triples)
        while batch := list(islice(rest, _BATCH)):
            self._add("".join(f"{' '.join(triple)} .\n" for triple in batch).encode())

    def add_file(self, file: IO[bytes], form: str, name: str) -> None:
        """Add what a file holds.

        Args:
            file: Opened for reading bytes.
            form: A key of ``FORMATS``.
            name: What messages call the file.

        Raises:
            RdfError: The file is not of this format.
        """
        line = 0
        try:
            for lines in _lines(file, form):
                self._add(lines)
                line += lines.count(b"\n")
        except (SyntaxError, ValueError, OSError) as error:
            raise _fault(error, name, form, line if form == "nt" else 0) from None

    def add_shapes(self, triples: Iterable[Triple]) -> None:
        """Let queries ask the shapes graph, as ``GRAPH $shapesGraph``."""
        text = "".join(f"{' '.join(triple)} .\n" for triple in triples)
        self._store.load(text, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(SHAPES_GRAPH))

    def _add(self, lines: bytes) -> None:
        self._tags |= literals.tags_of(lines)
        lines, count = literals.shield_lines(lines)
        self.shielded += count
        if b"_:" in lines:
            blank = b"".join(_BLANK.findall(lines))  # which keep their labels only if they come as quads
            self._store.bulk_extend(ox.parse(blank, ox.RdfFormat.N_TRIPLES))
            lines = _BLANK.sub(b"", lines)
        self._store.load(lines, ox.RdfFormat.N_TRIPLES)

    def select(self, query: str) -> Solutions:
        """Answer a SELECT, with terms as the files have them.

        Raises:
            QueryError: It cannot be run.
        """
        try:
            answer = self._store.query(query)
            if not isinstance(answer, ox.QuerySolutions):
                raise QueryError("the query is not a SELECT")
            columns = tuple(variable.value for variable in answer.variables)
            return Solutions(columns, [self._row(solution) for solution in answer])
        except (SyntaxError, RuntimeError, OSError) as error:
            raise QueryError(one_line(str(error))) from None

    def _row(self, solution: ox.QuerySolution) -> tuple[str | None, ...]:
        terms = [None if term is None else str(term) for term in solution]
        return tuple(None if term is None else self._written(term, terms) for term in terms)

    def _written(self, term: str, row: list[str | None]) -> str:
        if not term.startswith('"'):
            return term
        form = next((self._forms[each, term] for each in row if each and (each, term) in self._forms), term)
        return literals.retagged(literals.written(form), self._tag_forms)

    @cached_property
    def _tag_forms(self) -> dict[str, str]:
        """How the files write a tag, by its lower case, where they write it in one way only."""
        ways = Counter(tag.lower() for tag in self._tags)
        return {tag.lower(): tag for tag in self._tags if ways[tag.lower()] == 1}

    def scope(self, names: Names, subclasses: Callable[[str], tuple[str, ...]]) -> Scope:
        """Say how literals are held."""
        if not self.shielded:
            return Scope(names, subclasses)
        return Scope(names, subclasses, literals.value_of, literals.shield, literals.datatypes_of)

    def reveal(self) -> None:
        """Hold all literals as the store would, for queries that expect numbers to be numbers."""
        if not self.shielded:
            return
        found = f'FILTER(STRSTARTS(STR(DATATYPE(?o)), "{literals.AS_WRITTEN}"))'
        answer = self._store.query(f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o {found} }}")
        assert isinstance(answer, ox.QuerySolutions)
        hidden = [ox.Quad(row["s"], row["p"], row["o"]) for row in answer]
        for quad in hidden:
            self._store.remove(quad)
            form = literals.written(str(quad.object))
            self._forms[str(quad.subject), literals.stored(form)] = form
        self._store.extend(_plain(quad) for quad in hidden)
        self.shielded = 0


def _plain(quad: ox.Quad) -> ox.Quad:
    kept = quad.object
    assert isinstance(kept, ox.Literal)
    kind = kept.datatype.value.removeprefix(literals.AS_WRITTEN)
    return ox.Quad(quad.subject, quad.predicate, ox.Literal(kept.value, datatype=ox.NamedNode(kind)))


def form_of(path: Path) -> str:
    """Tell the format of a file by its name.

    Raises:
        RdfError: The name does not tell.
    """
    form = path.suffix.removeprefix(".").lower()
    if form not in FORMATS:
        raise RdfError(f"{path}: the name does not tell its format; it ends in .{', .'.join(FORMATS)}")
    return form


def _lines(file: IO[bytes], form: str) -> Iterator[bytes]:
    if form != "nt":
        return _converted(file, form)
    return _chunks(file)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Cut N-Triples between lines."""
    while chunk := file.read(_CHUNK):
        yield chunk + file.readline()


def _converted(file: IO[bytes], form: str) -> Iterator[bytes]:
    quads = ox.parse(file, FORMATS[form])
    while batch := list(islice(quads, _BATCH)):
        text = ox.serialize((quad.triple for quad in batch), format=ox.RdfFormat.N_TRIPLES)
        assert text is not None
        yield text


def _fault(error: Exception, name: str, form: str, before: int) -> RdfError:
    place = _PLACE.match(str(error))
    if not place:
        return RdfError(f"{name}: not {FORMATS[form].name}: {one_line(str(error))}")
    line = before + int(place["line"])
    return RdfError(f"{name}:{line}: not {FORMATS[form].name}: {one_line(place['problem'])}")
