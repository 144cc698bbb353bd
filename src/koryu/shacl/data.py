"""The data graph of a validation, in Oxigraph, with every literal as its file writes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final, cast

import pyoxigraph as ox

from koryu.errors import KoryuError, QueryError
from koryu.printable import one_line
from koryu.rdf.ntriples import Triple, write_triples
from koryu.shacl import literals
from koryu.shacl.shapes import Scope
from koryu.shacl.sparql import Names
from koryu.stores.local import Solutions

SHAPES_GRAPH: Final = "urn:koryu:shapes"
_CHUNK: Final = 1 << 24  # bytes
_BATCH: Final = 1 << 16  # triples
_DRAWN: Final = re.compile("[0-9a-f]{20,32}")  # a label that Oxigraph has drawn
_LONGEST_TAG: Final = 64
_BLANK: Final = re.compile(rb"^[ \t]*(?:_:|<[^>\n]*>[ \t]*<[^>\n]*>[ \t]*_:).*\n?", re.MULTILINE)
_ODD: Final = re.compile(rb"\^\^(?:[^<]|<[^>\n]*\\)|\r(?!\n)")  # what no N-Triples of a program has
_PLACE: Final = re.compile(
    r".*?\bline (?P<line>[0-9]+)\b[^:]*: ?(?P<problem>.*?)(?: \(line [0-9]+\))?", re.DOTALL
)
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


class _Malformed(Exception):
    """A part of a file is not N-Triples; ``before`` counts the lines before it."""

    def __init__(self, part: bytes, before: int) -> None:
        super().__init__(_problem(part))
        self.before = before


def _written_anew(part: bytes) -> bytes:
    """Write N-Triples in the usual way; what is malformed is left, to be told later."""
    try:
        triples = [quad.triple for quad in ox.parse(part, ox.RdfFormat.N_TRIPLES)]
    except (SyntaxError, ValueError):
        return part
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _problem(part: bytes) -> str:
    try:
        for _ in ox.parse(part, ox.RdfFormat.N_TRIPLES):
            pass
    except (SyntaxError, ValueError) as error:
        return str(error)
    return "cannot be loaded"


class Data:
    """A data graph that answers queries: the union of all graphs of what has been loaded.

    ``rewritten``: the literals that the store would rewrite, as the files have them.
    """

    threads = 2

    def __init__(self) -> None:
        self._store = ox.Store()
        self._tags: set[str] = set()
        self._files = 0
        self._forms: dict[tuple[str, str], str] = {}
        self.rewritten: set[str] = set()
        self._is_shielded = True

    def add(self, triples: Iterable[Triple]) -> None:
        """Add triples, whose terms are N-Triples text."""
        rest = iter(triples)
        batches = iter(lambda: list(islice(rest, _BATCH)), [])
        self.add_lines(write_triples(batch).encode() for batch in batches)

    def add_lines(self, parts: Iterable[bytes]) -> None:
        """Add parts of N-Triples, each of whole lines."""
        self._load(map(self._noted, parts))

    def read(self, path: Path, form: str) -> None:
        """Add what the file at a path holds.

        Raises:
            RdfError: It cannot be read, or is not of this format; the data are not whole then.
        """
        try:
            with path.open("rb") as file:
                self.add_file(file, form, str(path))
        except OSError as error:
            raise RdfError(f"{path}: {error.strerror or error}; name a file that can be read") from None

    def add_file(self, file: IO[bytes], form: str, name: str) -> None:
        """Add what a file holds.

        Args:
            file: Opened for reading bytes.
            form: A key of ``FORMATS``.
            name: What messages call the file.

        Raises:
            RdfError: The file is not of this format; the data are not whole then.
        """
        self._files += 1
        try:
            if form == "nt":
                self.add_lines(_chunks(file))
            else:
                self._load(_converted(file, form, self._tags))
        except (_Malformed, SyntaxError, ValueError) as error:
            raise _fault(error, name, form) from None

    def _noted(self, part: bytes) -> bytes:
        self._tags |= literals.tags_of(part)
        return _written_anew(part) if _ODD.search(part) else part

    def _load(self, parts: Iterable[bytes]) -> None:
        """Load parts of N-Triples; the store reads one while the next is looked through."""
        before, pending = 0, None
        with ThreadPoolExecutor(1) as loader:
            for part in parts:
                lines = literals.shield_lines(part, self.rewritten)
                if pending:
                    pending.result()
                pending = loader.submit(self._put, lines, part, before)
                before += part.count(b"\n")
            if pending:
                pending.result()

    def _put(self, lines: bytes, part: bytes, before: int) -> None:
        try:
            if b"_:" in lines:
                blank = b"".join(_BLANK.findall(lines))  # which keep their labels only if they come as quads
                self._store.bulk_extend(self._labelled(blank))
                lines = _BLANK.sub(b"", lines)
            self._store.load(lines, ox.RdfFormat.N_TRIPLES)
        except (SyntaxError, ValueError):
            raise _Malformed(part, before) from None

    def add_shapes(self, triples: Iterable[Triple]) -> None:
        """Let queries ask the shapes graph, as ``GRAPH $shapesGraph``."""
        graph = ox.NamedNode(SHAPES_GRAPH)
        self._store.load(write_triples(triples), ox.RdfFormat.N_TRIPLES, to_graph=graph)

    def select(self, query: str) -> Solutions:
        """Answer a SELECT, with terms as the files have them.

        Raises:
            QueryError: It cannot be run.
        """
        try:
            return self._solutions(query)
        except (SyntaxError, RuntimeError, OSError) as error:
            problem = one_line(str(error))
        # outside of the handler, so that no solution of Oxigraph's goes to another thread with the error
        raise QueryError(problem)

    def _solutions(self, query: str) -> Solutions:
        answer = self._store.query(query)
        if not isinstance(answer, ox.QuerySolutions):
            raise QueryError("the query is not a SELECT")
        columns = tuple(variable.value for variable in answer.variables)
        return Solutions(columns, [self._row(solution) for solution in answer])

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

    def _labelled(self, lines: bytes) -> Iterator[ox.Quad]:
        """Read triples with blank nodes; those of a second file are others than those of the first."""
        mark = f"f{self._files}-" if self._files > 1 else ""

        def own(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Any:  # noqa: ANN401
            return ox.BlankNode(mark + node.value) if mark and isinstance(node, ox.BlankNode) else node

        for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES):
            yield ox.Quad(own(quad.subject), quad.predicate, own(quad.object))

    def scope(self, names: Names, subclasses: Callable[[str], tuple[str, ...]]) -> Scope:
        """Say how literals are held."""
        if not self.rewritten or not self._is_shielded:
            return Scope(names, subclasses)
        return literals.Shielded(names, subclasses)

    def reveal(self) -> None:
        """Hold all literals as the store would, for queries that expect numbers to be numbers."""
        if not self.rewritten or not self._is_shielded:
            return
        self._is_shielded = False
        found = f'FILTER(STRSTARTS(STR(DATATYPE(?o)), "{literals.AS_WRITTEN}"))'
        answer = self._store.query(f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o {found} }}")
        assert isinstance(answer, ox.QuerySolutions)
        hidden = [ox.Quad(row["s"], row["p"], row["o"]) for row in answer]
        for quad in hidden:
            self._store.remove(quad)
        self._forms = dict(self._told(hidden))
        self._store.extend(_plain(quad) for quad in hidden)

    def _told(self, hidden: list[ox.Quad]) -> Iterator[tuple[tuple[str, str], str]]:
        """The file's form of what the store holds of a subject, where the file has one form for it."""
        forms: dict[tuple[str, str], set[str]] = {}
        for quad in hidden:
            form = literals.written(str(quad.object))
            forms.setdefault((str(quad.subject), literals.stored(form)), set()).add(form)
        for (subject, stored), written in forms.items():
            if len(written) == 1 and not self._has(subject, stored):
                yield (subject, stored), written.pop()

    def _has(self, subject: str, term: str) -> bool:
        if subject.startswith("_:"):  # a query cannot name it
            node = ox.BlankNode(subject.removeprefix("_:"))
            return any(str(quad.object) == term for quad in self._store.quads_for_pattern(node, None, None))
        return bool(self._store.query(f"ASK {{ {subject} ?p {term} }}"))


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


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Cut N-Triples between lines."""
    while chunk := file.read(_CHUNK):
        yield chunk + file.readline()


class _Watched:
    """Reads a file, and notes the language tags in it as they are written."""

    def __init__(self, file: IO[bytes], tags: set[str]) -> None:
        self._file = file
        self._tags = tags
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        """Read bytes."""
        found = self._file.read(size)
        self._tags |= literals.tags_of(self._last + found) | literals.declared_tags(self._last + found)
        self._last = found[-_LONGEST_TAG:]
        return found


def _converted(file: IO[bytes], form: str, tags: set[str]) -> Iterator[bytes]:
    """Turn a file into parts of N-Triples."""
    quads = _named(ox.parse(cast(IO[bytes], _Watched(file, tags)), FORMATS[form]))
    while batch := list(islice(quads, _BATCH)):
        text = ox.serialize(batch, format=ox.RdfFormat.N_TRIPLES)
        assert text is not None
        yield text


def _named(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Name the blank nodes that a file does not name, in the order in which they come."""
    names: dict[str, ox.BlankNode] = {}

    def name(node: ox.BlankNode) -> ox.BlankNode:
        if not _DRAWN.fullmatch(node.value):
            return node
        return names.setdefault(node.value, ox.BlankNode(f"anonymous-{len(names) + 1}"))

    for quad in quads:
        subject, value = quad.subject, quad.object
        yield ox.Triple(
            name(subject) if isinstance(subject, ox.BlankNode) else subject,
            quad.predicate,
            name(value) if isinstance(value, ox.BlankNode) else value,
        )


def _fault(error: Exception, name: str, form: str) -> RdfError:
    place = _PLACE.fullmatch(str(error))
    if not place:
        return RdfError(f"{name}: not {FORMATS[form].name}: {one_line(str(error))}")
    line = getattr(error, "before", 0) + int(place["line"])
    return RdfError(f"{name}:{line}: not {FORMATS[form].name}: {one_line(place['problem'])}")
