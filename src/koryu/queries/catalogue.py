"""The stored queries of a project: reading, checking and running them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from koryu.errors import Faults, KoryuError, QueryError
from koryu.languages import range_of
from koryu.printable import quoted
from koryu.queries.binding import bind, find_holes
from koryu.queries.columns import Column
from koryu.queries.header import Header, read_header, text_in
from koryu.queries.headings import headings_of
from koryu.queries.labels import labels_of
from koryu.queries.lookup import Lookup
from koryu.queries.parameters import Parameters, named
from koryu.queries.results import TRIPLE_COLUMNS, About, Printer, ResultTable, iris_of
from koryu.rdf.ntriples import Triple
from koryu.settings import Settings
from koryu.stores.local import Engine, Solutions, check_syntax
from koryu.stores.sparql import asks_others, form
from koryu.suggestions import nearest
from koryu.textfiles import decode

_APART: Final = ("checks/", "link/")  # the folders of queries that nobody asks by name


@dataclass(frozen=True)
class StoredQuery:
    """A query of a project: its name, its text and what its header says."""

    name: str
    text: str
    header: Header

    @property
    def constructs(self) -> bool:
        """Is the answer a graph?"""
        return not self.header.columns


def read_query(path: Path, name: str, where: str | None = None) -> StoredQuery:
    """Read a stored query, and check its header against its text.

    ``where`` is how messages call the file; its path if not given.

    Raises:
        QueryError: The file is malformed; starts with ``where:line``.
    """
    where = where or str(path)
    try:
        text = decode(path.read_bytes(), where, QueryError)
    except OSError as error:
        raise QueryError(f"{where}: cannot be read: {error.strerror}") from None
    header = read_header(text, where)
    _check_holes(text, header, where)
    _check_columns(text, header, where)
    return StoredQuery(name, text, header)


def _check_holes(text: str, header: Header, where: str) -> None:
    holes = {hole.name: hole.line for hole in find_holes(text, where)}
    declared = [parameter.name for parameter in header.parameters]
    for name, line in holes.items():
        if name not in declared:
            raise QueryError(f"{where}:{line}: the hole ?{name} is not in params; declare it in the header")
    for name in declared:
        if name not in holes:
            raise QueryError(f"{where}:1: parameter {name} has no hole; write VALUES ?{name} {{ UNDEF }}")


def _check_columns(text: str, header: Header, where: str) -> None:
    if (found := form(text)) not in ("SELECT", "CONSTRUCT"):
        raise QueryError(
            f"{where}:1: the query must be a SELECT or a CONSTRUCT, not {found or 'anything else'}"
        )
    try:
        projection = check_syntax(text)
    except QueryError as error:
        raise QueryError(f"{where}: {error}") from None
    columns = tuple(column.name for column in header.columns)
    if projection is None and columns:
        raise QueryError(f"{where}:1: a CONSTRUCT has no columns; drop them from the header")
    if projection is not None and projection != columns:
        raise QueryError(
            f"{where}:1: the header has the columns {', '.join(columns) or '(none)'}, but the SELECT has "
            f"{', '.join(projection)}; they must be the same, in the same order"
        )


@dataclass(frozen=True)
class Catalogue:
    """The stored queries below ``queries/`` of a project."""

    settings: Settings

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all queries, sorted; in a folder they begin with it, as in ``more/candidates``.

        The checks are not among them: ``koryu.validation.checks`` runs those; nor is what reads the datasets
        that links go to: ``koryu.linking.datasets`` has that.
        """
        folder = self.settings.queries
        found = (path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.rq"))
        return tuple(sorted(name for name in found if not name.startswith(_APART)))

    def read(self, name: str) -> StoredQuery:
        """Read the query of this name.

        Raises:
            QueryError: There is none, or it is malformed.
        """
        if name not in self.names:
            near = nearest(name, self.names, 3)
            mend = f"near to it: {', '.join(near)}" if near else "'koryu queries' lists them"
            raise QueryError(f"no query {quoted(name)}; {mend}")
        path = self.settings.queries / f"{name}.rq"
        return _read(path, name, _version(path))

    def questions(self) -> list[StoredQuery]:
        """Read the queries that answer questions: those that lie in no folder of their own.

        Raises:
            Faults: Some are malformed.
        """
        return self._read_all(name for name in self.names if "/" not in name)

    def federated(self) -> list[StoredQuery]:
        """Read the queries that ask another endpoint too, with SERVICE; they lie in folders of their own.

        Raises:
            Faults: Some are malformed.
        """
        found = self._read_all(name for name in self.names if "/" in name)
        return [query for query in found if asks_others(query.text)]

    def _read_all(self, names: Iterable[str]) -> list[StoredQuery]:
        faults: list[KoryuError] = []
        found: list[StoredQuery] = []
        for name in names:
            try:
                found.append(self.read(name))
            except QueryError as error:
                faults.append(error)
        if faults:
            raise Faults(faults)
        return found

    def run(
        self,
        name: str,
        params: Mapping[str, str] | None = None,
        *,
        engine: Engine,
        labels: bool = False,
        lang: str | None = None,
    ) -> ResultTable:
        """Ask a stored query.

        Args:
            name: Its name.
            params: Values as a user writes them: a key, an IRI or a label for a thing, else a literal.
            engine: What answers it.
            labels: Print labels instead of keys.
            lang: The language of texts and labels, such as ``ja``; the project's first if not given.

        Raises:
            QueryError: The query, a parameter or a value is wrong.
        """
        query, languages = self.read(name), self.settings.languages
        values = _with_language(query, dict(params or {}), lang)
        wanted = range_of(values.get("lang", languages[0]) if lang is None else lang, languages)
        columns, solutions, graph = _answer(query, self._bound(query, values, engine), engine)
        if not labels:
            return Printer(name, self.settings.iris, {}).table(columns, solutions, graph)
        names = labels_of(iris_of(columns, solutions), engine, wanted, languages[0])
        table = Printer(name, self.settings.iris, names, wanted).table(columns, solutions, graph)
        return replace(table, about=self._about(query, columns, values, engine, wanted))

    def _about(
        self,
        query: StoredQuery,
        columns: Sequence[Column],
        values: Mapping[str, str],
        engine: Engine,
        lang: str,
    ) -> About:
        header = query.header
        shown = {each.name: text_in(each.label, lang) for each in header.parameters}
        given = {shown[name]: text for name, text in values.items() if text}
        iris, fallback = self.settings.iris, self.settings.languages[0]
        headings = headings_of(header, columns, iris, engine, lang, fallback)
        return About(text_in(header.summary, lang), given, headings)

    def text(
        self, name: str, params: Mapping[str, str] | None = None, *, engine: Engine, lang: str | None = None
    ) -> str:
        """Write a stored query with its values in their places, as any engine runs it; ``engine`` finds them.

        Raises:
            QueryError: The query, a parameter or a value is wrong.
        """
        query = self.read(name)
        return self._bound(query, _with_language(query, dict(params or {}), lang), engine)

    def _bound(self, query: StoredQuery, values: Mapping[str, str], engine: Engine) -> str:
        lookup = Lookup(engine, self.settings.iris)
        parameters = Parameters(query.name, query.header.parameters, lookup, self.settings.languages)
        return bind(query.text, parameters.terms(values))


@lru_cache(maxsize=1 << 10)
def _read(path: Path, name: str, _version: tuple[int, int] | None) -> StoredQuery:
    """Read a query once for each version of its file: a server is asked the same ones again and again."""
    return read_query(path, name, f"queries/{name}.rq")


def _version(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _with_language(query: StoredQuery, values: dict[str, str], lang: str | None) -> dict[str, str]:
    if lang is None or query.header.parameter("lang") is None:
        return values
    if values.get("lang", lang) != lang:
        raise QueryError(
            f"{query.name}: lang is given twice, as {quoted(values['lang'])} and as {quoted(lang)}"
        )
    return {**values, "lang": lang}


def _answer(
    query: StoredQuery, text: str, engine: Engine
) -> tuple[tuple[Column, ...], Solutions, tuple[Triple, ...] | None]:
    columns = query.header.columns or TRIPLE_COLUMNS
    names = tuple(column.name for column in columns)
    try:
        if query.constructs:
            graph = tuple(sorted(engine.construct(text)))
            return columns, Solutions(names, list(graph)), graph
        solutions = engine.select(text)
    except QueryError as error:
        raise named(error, query.name) from None
    if solutions.columns != names:
        raise QueryError(f"{query.name}: the engine answers with the columns {', '.join(solutions.columns)}")
    return columns, solutions, None
